"""The files for ``neo4j-admin database import``, imported by the real command: the graph is the embedded one, and a push agrees."""

from __future__ import annotations

import datetime as dt
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from example_queries import EXAMPLES
from neo4j_fixture import QUICK, RELEASES
from neo4j_graphs import LINKS, NODES, assert_same
from record_files import ACTORS, EVENTS, MEMBERSHIPS, write_small, write_table
from test_neo4j_push import HOSTILE

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.export.neo4j_import import ImportReport, NodeGroup, write_import_files
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote, connect
from govgraph.graph.neo4j.push import PushReport, push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.property_graph import projected
from govgraph.graph.server.server import Neo4jServer

pytestmark = pytest.mark.server

# What CSV, shells and the importer's own dialect could take for something else. \x1f divides lists unless a list has it.
ODD = [
    HOSTILE,
    "ends with \\",
    '"quoted"',
    "two\nlines\r\nand\rmore",
    ",;|\t",
    "  spaces  ",
    "a\x1f and \x1e, \x01",
    "Ысык-Көл \u2028 😀",
    "NULL",
    "'",
    "$(date) `date` %PATH%",
]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Neo4jServer]]:
    """Servers of this file's own, one of each release, since they are stopped for each import."""
    found = {release: Neo4jServer(tmp_path_factory.mktemp("import-server"), release) for release in ("lts", "current")}
    try:
        yield found
    finally:
        for server in found.values():
            server.stop(grace=0)


@pytest.fixture
def server(servers: dict[str, Neo4jServer]) -> Neo4jServer:
    return servers["lts"]


def write(graph: Graph, out: Path, **more: Any) -> ImportReport:
    return write_import_files(graph.version(), out, graph.settings.languages, lambda *_: None, **more)


def admin(server: Neo4jServer, report: ImportReport, *more: str) -> str:
    """Run the command of a report, as it is, with this server's neo4j-admin."""
    assert report.command[0] == "neo4j-admin"
    return server.admin(*report.command[1:], *more, folder=report.folder)


@contextmanager
def imported(server: Neo4jServer, report: ImportReport) -> Iterator[tuple[str, tuple[str, str]]]:
    """The server with what was imported; stopped again at the end."""
    server.stop()
    said = admin(server, report, "--overwrite-destination")
    assert f"{report.nodes} nodes" in said and f"{report.relationships} relationships" in said
    info = server.start(heap="512m", page_cache="64m", settings=QUICK)
    try:
        yield info.uri, (server.user, server.password)
    finally:
        server.stop()


def pushed(graph: Graph, uri: str, auth: tuple[str, str], *, compare: bool) -> PushReport:
    return push(graph.folder, Remote(uri, auth), progress=lambda *_: None, compare=compare)


def assert_whole(graph: Graph, uri: str, auth: tuple[str, str]) -> None:
    """What was imported is the embedded graph, in all that it says, and a push has nothing of the graph to write."""
    with Neo4jStore(uri, auth) as store:
        assert_same(graph, store)
        for query in (NODES.replace("RETURN n ", "RETURN keys(n), labels(n) "), LINKS.replace(" r, ", " keys(r), ")):
            there = store.cypher(query.replace("(n)", "(n:Entity)", 1))
            assert [_sorted(row) for row in there] == [_sorted(row) for row in graph.cypher(query)]
        report = pushed(graph, uri, auth, compare=True)
        assert report.nodes_created == report.nodes_changed == report.nodes_deleted == 0
        assert report.relationships_created == report.relationships_changed == report.relationships_deleted == 0
        assert not any(key.startswith(("nodes", "relationships", "properties")) for key in report.counters)
        assert pushed(graph, uri, auth, compare=False).unchanged
        (row,) = store.cypher("SHOW CONSTRAINTS YIELD name WHERE name = 'govgraph_entity_iri' RETURN count(*)")
        assert row[0] == 1


def _sorted(row: Any) -> list[Any]:
    return [sorted(value) if isinstance(value, list) else value for value in row]


def write_hostile(folder: Path) -> Path:
    """Files with all that is odd, in texts, lists, keys and relationships."""
    files = write_small(folder)
    odd = [
        {"id": text, "kind": "ngo", "name_ky": text, "name_en": "2", "aliases": text.replace("|", "")}
        for text in ODD
    ]  # fmt: skip
    write_table(files / "actors.csv", [*ACTORS, *odd])
    zero = {"id": "zero", "tone": "0", "articles": "0", "fatalities": "0", "name_en": "0", "start_date": "2022"}
    much = {
        "id": "much",
        "tone": "-1e-7",
        "articles": "9007199254740993",
        "amount": "1e300",
        "start_date": "0044-03-15",
    }
    write_table(files / "events.csv", [*EVENTS, zero, much])
    links = [{**MEMBERSHIPS[0], "id": text, "role": text} for text in ODD]
    inherited = {"id": "m9", "member": "asan", "organization": "institute", "start_inherited": "false", "role": "0"}
    write_table(files / "memberships.csv", [*MEMBERSHIPS, *links, inherited])
    return files


BLOB = os.urandom(1 << 20) + bytes(range(256))
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=dt.UTC)
FURTHER = [
    pl.DataFrame({"name": ["push"], "items": [None], "moment": [MOMENT], "n": [7], "x": [float("inf")], "empty": [""]},
                 schema_overrides={"items": pl.Binary}),
    pl.DataFrame({"name": ["push/0"], "items": [BLOB], "moment": [None], "n": [None], "x": [-0.5], "empty": [None]},
                 schema_overrides={"moment": pl.Datetime("us", "UTC"), "n": pl.Int64, "empty": pl.String}),
]  # fmt: skip
"""Further nodes are what others than tables hold, as the state of a push: bytes up to a megabyte, numbers, moments."""


@dataclass(frozen=True)
class Imported:
    """A graph with odd values and with the example, imported into a server that runs.

    Attributes:
        further: the properties of the further nodes, by name; they were then removed, since a push would take them for its own state.
    """

    graph: Graph
    report: ImportReport
    uri: str
    auth: tuple[str, str]
    further: list[dict[str, Any]]


@pytest.fixture(scope="module", params=RELEASES)
def both(
    request: pytest.FixtureRequest, servers: dict[str, Neo4jServer], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    """Both graphs in one: an import takes a stop and a start of the server."""
    folder = tmp_path_factory.mktemp("both")
    with govgraph.open(folder / "graph") as graph:
        reports = graph.load(write_hostile(folder / "files"), EXAMPLES / "central-asia")
        assert not any(r.failed or r.rows_rejected for r in reports)
        # A folder whose name is a pattern, a list of paths and a command.
        out = folder / "a,b (c)* [d] $(e) Ысык"
        report = write(graph, out, groups=[NodeGroup("state", ["GovgraphState", "Kept"], FURTHER)])
        with imported(servers[request.param], report) as (uri, auth):
            with closing(connect(uri, auth)) as driver:
                kept = "MATCH (n:GovgraphState:Kept)"
                found = driver.execute_query(f"{kept} RETURN properties(n) AS p ORDER BY n.name").records
                driver.execute_query(f"{kept} DELETE n")
            yield Imported(graph, report, uri, auth, [record["p"] for record in found])


def test_hostile_values_arrive_as_they_are(both: Imported) -> None:
    assert {"--array-delimiter=U+001D", "--multiline-fields=true"} <= set(both.report.command)
    assert_whole(both.graph, both.uri, both.auth)
    with Neo4jStore(both.uri, both.auth) as store:
        names = {row[0] for row in store.cypher("MATCH (n:NGO) RETURN n.name")}
        # The loader strips; all else is as it was written.
        assert names >= {text.strip() for text in ODD}
        (row,) = store.cypher("MATCH (e {name_en: '0'}) RETURN e.tone, e.articles, e.fatalities")
        assert [repr(v) for v in row] == ["0.0", "0", "0"]
        (row,) = store.cypher("MATCH (e:Event {amount: 1e300}) RETURN e.articles, e.tone, e.startsFrom")
        assert tuple(row) == (9007199254740993, -1e-7, dt.date(44, 3, 15))
        (row,) = store.cypher("MATCH ()-[r:MEMBER_OF {role: '0'}]->() RETURN r.startInherited")
        assert row[0] is False


def test_the_example_graph_with_further_nodes_and_their_bytes(both: Imported) -> None:
    graph, report = both.graph, both.report
    assert report.nodes == len(graph.cypher(NODES)) + 2 and report.relationships == len(graph.cypher(LINKS))
    first, second = map(dict, both.further)
    assert first.pop("moment").to_native() == MOMENT
    assert first == {"name": "push", "n": 7, "x": float("inf"), "empty": ""}
    assert bytes(second.pop("items")) == BLOB
    assert second == {"name": "push/0", "x": -0.5}


def test_the_script_and_an_occupied_database(server: Neo4jServer, tmp_path: Path) -> None:
    """``sh import.sh`` from elsewhere, with the command that goes with our own server; twice only when it is told to."""
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_small(tmp_path / "files"))
        report = write(graph, tmp_path / "o'ut")
    script = report.folder / "import.sh"
    assert script.stat().st_mode & stat.S_IXUSR
    server.stop()
    tool = tmp_path / "neo4j-admin"
    tool.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m govgraph.cli neo4j admin --home "{server.home}" "$@"\n', "utf-8"
    )
    tool.chmod(0o755)

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["sh", str(script), *more], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )  # fmt: skip

    done = run("--overwrite-destination")
    assert done.returncode == 0, done.stderr
    assert f"{report.nodes} nodes" in done.stdout
    again = run()
    assert again.returncode == 1 and "already" in again.stderr
    readme = (report.folder / "README.txt").read_text("utf-8")
    assert f"{report.nodes:,} nodes and {report.relationships:,} relationships" in readme
    assert " ".join(report.command[:4]) in readme


def test_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_small(tmp_path / "files"))
        with pytest.raises(GraphError, match=r"folder is not empty; try: name a new folder"):
            write(graph, tmp_path / "out")
        with pytest.raises(GraphError, match="folder is not empty"):
            write(graph, tmp_path / "out" / "mine.txt")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("empty", [[], [""]])
def test_what_the_importer_cannot_say_is_refused(tmp_path: Path, empty: list[str]) -> None:
    rows = pl.DataFrame({"name": ["x"], "words": [empty]}, schema_overrides={"words": pl.List(pl.String)})
    (tmp_path / "version" / "tables").mkdir(parents=True)
    with pytest.raises(GraphError, match="an empty list or text in 'words' of nodes-more-X"):
        write_import_files(
            tmp_path / "version", tmp_path / "out", ["en"], lambda *_: None, groups=[NodeGroup("more", ["X"], [rows])]
        )


def test_slices_have_the_columns_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that only the last rows have must not shift the cells of those before."""
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_small(tmp_path / "files"))
        whole = write(graph, tmp_path / "whole")
        monkeypatch.setattr(projected, "STEP", 1)
        sliced = write(graph, tmp_path / "sliced")
    assert whole.command == sliced.command
    for file in whole.folder.iterdir():
        assert file.read_bytes() == (sliced.folder / file.name).read_bytes(), file.name
