"""Faults of a real Neo4j while it is pushed to and pulled from: killed, stopped, cut off, short of memory, read-only.

Whatever happens, a command ends with its work done or with an error that says what to do, and the next one completes it:
nothing is doubled, nothing is missing, and a folder is one whole version. (Faults of the client: `test_neo4j_push` and
`test_neo4j_sync`.)
"""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import re
import shutil
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j_fixture import QUICK
from neo4j_graphs import assert_server_shows, content
from record_files import write_small, write_table

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import PushReport, push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.sync import pull
from govgraph.graph.progress import silent
from govgraph.graph.server.process import ServerInfo, ended_within
from govgraph.graph.server.server import Neo4jServer

pytestmark = pytest.mark.server

AWAY = r"no Neo4j server answers|the connection to Neo4j|the database is not available now"
LITTLE = "4m"
"""Of memory for a transaction, for tests with the mark `little_memory`: with 1m the server does not start."""
DOUBLED = (
    "MATCH (a:Entity)-[r]->(b:Entity) WITH a, type(r) AS t, r.iri AS iri, b, count(*) AS c WHERE c > 1 RETURN count(*)"
)


class Own:
    """A server of this module's own, always at the same address."""

    def __init__(self, home: Path, release: str) -> None:
        self.server = Neo4jServer(home, release)
        self.port = 0
        self.info: ServerInfo | None = None
        self.settings: dict[str, str] = {}

    def start(self, **settings: str) -> None:
        """Runs from now on, with these settings."""
        if self.server.status() and settings != self.settings:
            self.server.stop()
        more = QUICK | {name.replace("__", "."): value for name, value in settings.items()}
        # Neither the default port nor one that a system gives to clients: somebody else may take those while this server is dead.
        ports = [self.port] if self.port else random.Random().sample(range(20_000, 32_000), 5)
        for port in ports:
            try:
                self.info = self.server.start(heap="512m", page_cache="64m", settings=more, bolt_port=port)
            except GraphError as error:
                if port == ports[-1] or "is taken" not in str(error):
                    raise
            else:
                break
        assert self.info
        self.port, self.settings = self.info.bolt_port, settings

    def kill(self) -> None:
        """As a power cut, or the end of memory."""
        if found := self.server.status():
            process = psutil.Process(found.pid)
            process.kill()
            assert ended_within(60, process)

    @property
    def remote(self) -> Remote:
        assert self.info
        return Remote(self.info.uri, (self.server.user, self.server.password))

    def one(self, query: str) -> object:
        """The one value that a query answers."""
        with neo4j.GraphDatabase.driver(self.remote.uri, auth=self.remote.auth) as driver:
            return driver.execute_query(query).records[0][0]

    def empty(self) -> None:
        """In steps, since transactions of the server may have little memory."""
        step = "MATCH (n) WITH n LIMIT 100 DETACH DELETE n RETURN count(*)"
        with neo4j.GraphDatabase.driver(self.remote.uri, auth=self.remote.auth) as driver:
            while driver.execute_query(step).records[0][0]:
                pass


@pytest.fixture(scope="module")
def _owns() -> Iterator[dict[str, Own]]:
    """A server for each release that a test asks for."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD"):
            patch.delenv(name, raising=False)
        owns: dict[str, Own] = {}
        try:
            yield owns
        finally:
            for own in owns.values():
                own.server.stop(grace=0)


@pytest.fixture
def own(_owns: dict[str, Own], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Own:
    """It runs with no settings of a test's but the memory that its mark asks for, and its database is empty. Of the long-term release, unless a test says otherwise."""
    release = getattr(request, "param", "lts")
    if release not in _owns:
        _owns[release] = Own(tmp_path_factory.mktemp("own"), release)
    own = _owns[release]
    own.start(**({"db__memory__transaction__max": LITTLE} if request.node.get_closest_marker("little_memory") else {}))
    own.empty()
    return own


BOTH = pytest.mark.parametrize("own", ["lts", "current"], indirect=True)
"""For the faults that a release is most likely to tell otherwise, and that need few starts of a server."""


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost server is told at the second try: what is tested comes after that."""
    monkeypatch.setattr("govgraph.graph.neo4j.connect.RETRY_SECONDS", 0.5)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Graph, Graph]]:
    """One graph at two times: of the second nearly all rows are other ones, or are not there."""
    folder, many = tmp_path_factory.mktemp("two"), 900
    with contextlib.ExitStack() as stack:
        graphs = []
        for number in (1, 2):
            if number == 2:
                shutil.copytree(folder / "1", folder / "2")
            actors = [
                {"id": f"p{i}", "kind": "person", "name_en": f"Person {i * number}", "name_ky": f"Киши {i}"}
                for i in range(0, many, number)
            ]
            links = [
                {"id": f"m{i}", "member": f"p{i}", "organization": f"p{(7 * i + number) % many}", "role": "r" * number}
                for i in range(many)
            ]
            write_table(folder / "files" / "actors.csv", actors)
            write_table(folder / "files" / "memberships.csv", links)
            graph = stack.enter_context(govgraph.open(folder / str(number)))
            graph.load(folder / "files")
            graphs.append(graph)
        yield graphs[0], graphs[1]


def send(graph: Graph, remote: Remote, progress: Callable[[str, int, int], None] = silent, **more: bool) -> PushReport:
    return push(graph.folder, remote, progress=progress, batch=60, remove_many=True, overwrite=True, **more)


def assert_completed(own: Own, graph: Graph) -> None:
    """A push of the graph does what was left to do: the database shows it, once, and knows that it does."""
    send(graph, own.remote)
    assert_server_shows(own.remote, graph)
    assert own.one(DOUBLED) == 0
    assert send(graph, own.remote, compare=True).unchanged


class Later:
    """Does something to the server from another thread, some time after a command has told its first progress."""

    def __init__(self, act: Callable[[], object], seconds: float, calls: int = 1) -> None:
        self._seconds, self._calls = seconds, calls
        self._thread = threading.Thread(target=self._run)
        self._act = act

    def __call__(self, _what: str, _done: int, _total: int) -> None:
        self._calls -= 1
        if self._calls == 0:
            self._thread.start()

    def _run(self) -> None:
        time.sleep(self._seconds)
        self._act()

    def join(self) -> None:
        if self._thread.ident:
            self._thread.join(120)
            assert not self._thread.is_alive()


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
    """Six cuts, three of what goes to the server and three of its answers, anywhere in the push."""
    chance, outcomes = random.Random(2026), []

    def through(proxy: Proxy) -> None:
        address = replace(own.remote, uri=f"bolt://127.0.0.1:{proxy.server_address[1]}")
        push(small.folder, address, progress=silent, batch=3, remove_many=True, overwrite=True)

    with Proxy(own.port) as proxy:
        through(proxy)
        whole = dict(proxy.passed)
    for number in range(6):
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
    assert len(told) < 6, "none was survived by trying again"
    for message in told:
        assert "the connection to Neo4j" in message or "no Neo4j server answers" in message


@pytest.mark.usefixtures("hasty")
def test_a_connection_that_is_cut_again_and_again(own: Own, two: tuple[Graph, Graph]) -> None:
    """Each time after 150 kB: a push that gives up has added to what is there, so that in the end one gets through."""
    written = "MATCH (n:Entity) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) + count(r)"
    filled: object = 0
    runs = 0
    with Proxy(own.port, most=150_000, again=True) as proxy:
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


# ------------------------------------------------------------------------------------------ killed and stopped


@pytest.mark.timeout(1_200)  # each kill is a start of a server, which takes its time on a busy computer
@pytest.mark.usefixtures("hasty")
def test_a_server_killed_at_random_moments_of_a_push(own: Own, two: tuple[Graph, Graph]) -> None:
    """Eight kills that hit, from the comparison to the last transaction; every second push after them completes."""
    chance, told = random.Random(2026), []
    began = time.monotonic()
    send(two[0], own.remote, lambda *_: told.append(time.monotonic()))
    # Aimed at a progress and what follows it: a push that ends before the kill would cost a start of the server for nothing.
    between = (told[-1] - began) / len(told)
    hits, turn = 0, 0
    while hits < 8:
        assert turn < 24, f"only {hits} kills hit"
        later = Later(own.kill, chance.uniform(0, between), chance.randrange(1, len(told) - 1))
        try:
            send(two[(turn + 1) % 2], own.remote, later)
        except GraphError as error:
            assert re.search(AWAY, str(error)), error
            hits += 1
        later.join()
        own.start()  # unless it was not killed
        turn += 1
        if turn % 2 == 0:
            assert_completed(own, two[chance.randrange(2)])
    assert hits == 8


@pytest.mark.timeout(1_200)  # each kill is a start of a server, which takes its time on a busy computer
@pytest.mark.usefixtures("hasty")
def test_a_server_killed_at_random_moments_of_a_pull(own: Own, two: tuple[Graph, Graph], tmp_path: Path) -> None:
    """Four kills that hit while records are fetched: the folder is what it was; a repeated pull makes it the other one."""
    chance, told = random.Random(2026), []
    send(two[1], own.remote)
    pull(Folder(tmp_path / "whole"), own.remote, progress=lambda what, *_: told.append(what))
    fetches = sum(what.startswith("fetching") for what in told)
    hits, turn = 0, 0
    while hits < 4:
        assert turn < 12, f"only {hits} kills hit"
        path = tmp_path / f"copy-{turn // 2}"
        if turn % 2 == 0:
            shutil.copytree(two[0].path, path)
        with govgraph.open(path) as copy:
            before, number = content(copy), copy.folder.current()
        later = Later(own.kill, chance.uniform(0, 0.02), chance.randrange(1, max(2, fetches)))
        try:
            pull(Folder(path), own.remote, progress=later, overwrite=True)
        except GraphError as error:
            assert re.search(AWAY, str(error)), error
            hits += 1
            with govgraph.open(path) as copy:
                # Whole loads that were fetched may stay among the records, for the next pull.
                assert before.items() <= content(copy).items()
                assert copy.folder.current() == number
            assert not list(path.rglob("tmp-*"))
        later.join()
        own.start()  # unless it was not killed
        turn += 1
        if turn % 2:  # each builds a version, which costs more than the kills
            continue
        pull(Folder(path), own.remote, progress=silent, overwrite=True)
        with govgraph.open(path) as copy:
            assert content(copy) == content(two[1])
    assert hits == 4


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
