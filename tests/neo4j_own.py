"""A Neo4j server of a test file's own, which its tests may kill, stop and start again, and what they ask of it afterwards.

A plugin: the files with such tests are groups of their own, so that several processes can run them at once.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j_fixture import QUICK
from neo4j_graphs import assert_server_shows
from record_files import write_table

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import PushReport, push
from govgraph.graph.progress import silent
from govgraph.graph.server.process import ServerInfo, ended_within
from govgraph.graph.server.server import Neo4jServer

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


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost server is told at the second try: what is tested comes after that."""
    monkeypatch.setattr("govgraph.graph.neo4j.connect.RETRY_SECONDS", 0.5)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Graph, Graph]]:
    """One graph at two times: of the second nearly all rows are other ones, or are not there."""
    folder, many = tmp_path_factory.mktemp("two"), 300
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
