"""Faults of a real Neo4j while it is pushed to and pulled from: stopped, cut off, short of memory, read-only.

Whatever happens, a command ends with its work done or with an error that says what to do, and the next one completes it:
nothing is doubled, nothing is missing, and a folder is one whole version. (A server that is killed: `test_neo4j_kills`; faults
of the client: `test_neo4j_push` and `test_neo4j_sync`.)
"""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j_fixture import RELEASES
from neo4j_graphs import assert_server_shows, content
from neo4j_own import AWAY, DOUBLED, Own, assert_completed, send
from often import often
from record_files import write_small, write_table

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.sync import pull
from govgraph.graph.progress import silent

pytestmark = pytest.mark.server

BOTH = pytest.mark.parametrize("own", RELEASES, indirect=True)
"""For the faults that a release is most likely to tell otherwise, and that need few starts of a server."""


# --------------------------------------------------------------------------------------------- cut connections


class Proxy(socketserver.ThreadingTCPServer):
    """Passes bytes on to a server, and cuts all connections when so many have gone one way.

    Args:
        up: count the bytes to the server, else those from it.
        most: None: never.
        again: also after each further ``most`` bytes.
    """

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, port: int, *, up: bool = True, most: int | None = None, again: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Pass)
        self.target, self.up, self.most, self.again = port, up, most, again
        self.passed = {True: 0, False: 0}
        self.cuts = 0
        self.open: list[socket.socket] = []
        self.guard = threading.Lock()

    def __enter__(self) -> Proxy:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.cut()
        self.server_close()

    def cut(self) -> None:
        for end in self.open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def allowed(self, up: bool, size: int) -> int:
        """How many of some bytes may pass; after fewer than all of them there is no connection."""
        with self.guard:
            self.passed[up] += size
            if up != self.up or self.most is None or self.passed[up] <= self.most:
                return size
            passing = max(0, size - (self.passed[up] - self.most))
            self.passed[up], self.most = 0, self.most if self.again else None
            self.cuts += 1
            return passing


class _Pass(socketserver.BaseRequestHandler):
    server: Proxy

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.target)) as there:
            with self.server.guard:
                self.server.open += [self.request, there]
            back = threading.Thread(target=self._pump, args=(there, self.request, False), daemon=True)
            back.start()
            self._pump(self.request, there, True)
            back.join()

    def _pump(self, source: socket.socket, to: socket.socket, up: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                size = self.server.allowed(up, len(data))
                to.sendall(data[:size])
                if size < len(data):
                    with self.server.guard:
                        self.server.cut()
        for end in (source, to):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("small")
    with govgraph.open(folder / "graph") as graph:
        graph.load(write_small(folder / "files"))
        yield graph


@BOTH
@pytest.mark.usefixtures("hasty")
def test_a_cut_connection(own: Own, small: Graph) -> None:
    """As many cuts of what goes to the server as of its answers, anywhere in the push."""
    chance, outcomes = random.Random(2026), []

    def through(proxy: Proxy) -> None:
        address = replace(own.remote, uri=f"bolt://127.0.0.1:{proxy.server_address[1]}")
        push(small.folder, address, progress=silent, batch=8, remove_many=True, overwrite=True)

    with Proxy(own.port) as proxy:
        through(proxy)
        whole = dict(proxy.passed)
    for number in range(often(4, 6)):
        own.empty()
        up = number % 2 == 0
        with Proxy(own.port, up=up, most=int(whole[up] * chance.uniform(0.05, 0.99))) as proxy:
            try:
                through(proxy)
                outcomes.append("survived")
            except GraphError as error:
                outcomes.append(str(error))
            assert proxy.cuts == 1
        assert own.one(DOUBLED) == 0
        if outcomes[-1] == "survived":  # exactly once, and the state says so
            assert_server_shows(own.remote, small)
            assert send(small, own.remote, compare=True).unchanged
        else:
            assert_completed(own, small)
    told = [x for x in outcomes if x != "survived"]
    assert len(told) < len(outcomes), "none was survived by trying again"
    for message in told:
        assert "the connection to Neo4j" in message or "no Neo4j server answers" in message


@pytest.mark.usefixtures("hasty")
def test_a_connection_that_is_cut_again_and_again(own: Own, two: tuple[Graph, Graph]) -> None:
    """Each time after 50 kB: a push that gives up has added to what is there, so that in the end one gets through."""
    written = "MATCH (n:Entity) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) + count(r)"
    filled: object = 0
    runs = 0
    with Proxy(own.port, most=50_000, again=True) as proxy:
        address = replace(own.remote, uri=f"bolt://127.0.0.1:{proxy.server_address[1]}")
        while True:
            runs += 1
            try:
                send(two[0], address)
                break
            except GraphError as error:
                assert re.search(AWAY, str(error)), error
            before, filled = filled, own.one(written)
            assert filled > before, f"run {runs} added nothing"  # type: ignore[operator]
        assert proxy.cuts >= runs
    assert_server_shows(own.remote, two[0])
    assert own.one(DOUBLED) == 0
    assert_completed(own, two[0])


# ------------------------------------------------------------------------------------------------------- stopped


@BOTH
@pytest.mark.parametrize("back", [True, False], ids=["and started again", "for good"])
def test_a_server_stopped_during_a_push(own: Own, two: tuple[Graph, Graph], back: bool) -> None:
    """In good order, between two steps of the push. When it is back at the next step, the push completes; else it says why not."""
    steps = itertools.count(1)

    def stop(_what: str, _done: int, _total: int) -> None:
        if next(steps) == 4:
            own.server.stop()
            if back:
                own.start()

    if back:
        assert not send(two[0], own.remote, stop).unchanged
        assert_server_shows(own.remote, two[0])
    else:
        with pytest.raises(GraphError, match=AWAY):
            send(two[0], own.remote, stop)
        own.start()
    assert next(steps) > 4
    assert_completed(own, two[0])


# --------------------------------------------------------------------------------------------- settings of others


@pytest.mark.little_memory
@pytest.mark.usefixtures("hasty")
def test_a_batch_that_is_too_large_for_the_server_is_halved(own: Own, tmp_path: Path) -> None:
    chance = random.Random(2026)
    words = [f"{chance.randrange(10**9):09}" for _ in range(200)]
    rows = [{"id": f"p{i}", "kind": "person", "name_en": " ".join(chance.choices(words, k=40))} for i in range(3_000)]
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(write_table(tmp_path / "files" / "actors.csv", rows))
        push(graph.folder, own.remote, progress=silent, batch=10_000)
        assert_server_shows(own.remote, graph)
        assert push(graph.folder, own.remote, progress=silent, compare=True).unchanged


@pytest.mark.little_memory
@pytest.mark.usefixtures("hasty")
def test_a_row_that_is_too_large_for_the_server(own: Own, tmp_path: Path) -> None:
    """A name of three million letters; a cell of a CSV file could not have it."""
    file = tmp_path / "popolo.json"
    file.write_text(json.dumps({"persons": [{"id": "p", "name": "x" * 3_000_000}], "organizations": []}))
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(file)
        with pytest.raises(GraphError, match=r"the server has too little memory.*db\.memory\.transaction\.max.*heap"):
            push(graph.folder, own.remote, progress=silent)
        own.start()
        assert_completed(own, graph)


def test_a_database_that_is_read_only(own: Own, small: Graph, two: tuple[Graph, Graph], tmp_path: Path) -> None:
    send(small, own.remote)
    everything = "MATCH (n) WITH n ORDER BY elementId(n) RETURN collect(properties(n))"
    before = own.one(everything)
    own.start(server__databases__default_to_read_only="true")
    with pytest.raises(
        GraphError, match=r"may not write to the database, or the database is read-only.*default_to_read_only"
    ):
        send(two[0], own.remote)
    assert send(small, own.remote).unchanged  # there is nothing to write
    assert own.one(everything) == before
    with Neo4jStore(own.remote.uri, own.remote.auth) as store:
        assert store.cypher("MATCH (p:Person) RETURN count(p) AS n").rows[0]["n"] == 1
    pull(Folder(tmp_path / "copy"), own.remote, progress=silent)
    with govgraph.open(tmp_path / "copy") as copy:
        assert content(copy) == content(small)
    own.start()
    assert_completed(own, two[0])
