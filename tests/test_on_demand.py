"""The triples and the property graph are built when a question needs them: once, whole or not at all, beside readers."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import on_a_full_disk
from graph_files import made_by_version_0_1
from often import often
from record_files import ACTORS, EVENTS, small_graph, write_table

import govgraph
from govgraph.graph.graph import Graph
from govgraph.graph.on_demand import STORES, Store, is_built

pytestmark = pytest.mark.slow

NODES = 17
PERSONS = "SELECT count(*) FROM actors WHERE kind = 'person'"
# The columns do not answer what is random.
QUESTION = {
    "rdf": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(RAND() < 2) }",
    "property": "MATCH (n) RETURN count(n) AS n",
}
LANGUAGE = {"rdf": "sparql", "property": "cypher"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("on-demand"))


@pytest.fixture
def graph(loaded: Path, tmp_path: Path) -> Iterator[Graph]:
    shutil.copytree(loaded, tmp_path / "graph")
    with govgraph.open(tmp_path / "graph") as opened:
        yield opened


def built(graph: Graph) -> list[Store]:
    return [name for name in STORES if is_built(graph.version(), name)]


def ask(graph: Graph, name: Store) -> int:
    answer = graph.sparql(QUESTION[name]) if name == "rdf" else graph.cypher(QUESTION[name])
    return int(answer.rows[0]["n"])


def start(graph: Path, name: Store) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "govgraph.cli", LANGUAGE[name], QUESTION[name], "--csv", "--graph", str(graph)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_what_needs_no_store_builds_none(graph: Graph, tmp_path: Path) -> None:
    assert graph.sql(PERSONS).rows[0][0] == 1
    assert graph.search("асан").rows[0]["rank"] == 1
    assert graph.trace(graph.actor("Асан")[0]["iri"]).rows
    assert len(graph.networkx()) == NODES
    graph.export("graphml", tmp_path / "graph.graphml")
    graph.export("parquet", tmp_path / "tables")
    report = graph.check()
    assert report.ok and report.checked["triples against the shapes"] > 50
    assert built(graph) == []


def test_a_question_builds_what_it_needs(graph: Graph) -> None:
    assert ask(graph, "rdf") > 50
    assert built(graph) == ["rdf"]
    assert ask(graph, "property") == NODES
    assert built(graph) == ["rdf", "property"]
    assert {"triples", "nodes"} <= graph.check().checked.keys()


def test_a_small_change_updates_no_store_until_it_is_asked(graph: Graph, tmp_path: Path) -> None:
    graph.build("rdf")
    more = write_table(tmp_path / "more.csv", [{**ACTORS[1], "id": "new", "name_ky": "Жаңы"}])
    graph.load(more, loader="records")
    assert built(graph) == []
    changed = graph.ntriples()
    assert built(graph) == ["rdf"]
    graph.rebuild()
    assert built(graph) == []
    assert graph.ntriples() == changed


def test_two_who_ask_at_once_build_once(graph: Graph) -> None:
    told: list[list[str]] = [[], []]

    def build(number: int) -> None:
        with govgraph.open(graph.path) as opened:
            opened.build("rdf", progress=lambda what, _done, _total: told[number].append(what))

    threads = [threading.Thread(target=build, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    builders = [number for number in range(2) if "loading the triples" in told[number]]
    assert len(builders) == 1
    waited = told[1 - builders[0]]
    assert set(waited) <= {f"waiting for another process that builds {STORES['rdf']}"}
    assert built(graph) == ["rdf"]


@pytest.mark.parametrize("name", list(STORES))
def test_whoever_is_killed_while_building_leaves_no_half_store(graph: Graph, name: Store) -> None:
    started = time.monotonic()
    whole = start(graph.path, name)
    right, _ = whole.communicate()
    seconds = time.monotonic() - started
    assert whole.returncode == 0
    chance = random.Random(4711)
    killed = 0
    for _ in range(often(2, 4)):
        graph.close()
        shutil.rmtree(graph.version() / name)
        process = start(graph.path, name)
        time.sleep(chance.uniform(0.2, seconds))
        killed += process.poll() is None
        process.kill()
        process.communicate()
        assert graph.sql(PERSONS).rows[0][0] == 1
        again = start(graph.path, name)
        assert again.communicate() == (right, b"")
        assert not list(graph.version().glob("tmp-*"))
    assert killed


def test_what_a_killed_builder_still_writes_is_in_nobodys_way(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    left = graph.version() / "tmp-rdf-left"
    (left / "work").mkdir(parents=True)
    tried: list[Path] = []
    remove = shutil.rmtree

    def busy_once(path: Path, ignore_errors: bool = False) -> None:
        """The orphan makes a file while its folder is removed for the first time."""
        if path == left and not tried:
            tried.append(path)
        else:
            remove(path, ignore_errors=ignore_errors)

    monkeypatch.setattr("govgraph.graph.on_demand.shutil.rmtree", busy_once)
    assert ask(graph, "rdf") > 5
    assert tried and not list(graph.version().glob("tmp-*"))


@pytest.mark.parametrize("name", list(STORES))
def test_a_full_disk_while_building_is_told_and_sql_answers(graph: Graph, name: Store) -> None:
    done = on_a_full_disk(3_000, "build", name, "--graph", str(graph.path))
    assert done.returncode == 1
    assert b"error: " in done.stderr and b"try: " in done.stderr and b"Traceback" not in done.stderr
    assert built(graph) == []
    assert graph.sql(PERSONS).rows[0][0] == 1
    assert ask(graph, name) > 5


def test_ctrl_c_while_building_leaves_the_graph_as_it_was(graph: Graph) -> None:
    process = start(graph.path, "property")
    while not list(graph.version().glob("tmp-property-*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode != 0 and b"Traceback" not in errors
    assert built(graph) == []
    assert not list(graph.version().glob("tmp-*"))


def test_a_folder_that_is_only_read_gets_its_stores_in_the_cache(graph: Graph, tmp_path: Path) -> None:
    graph.close()
    # Modes do not bind root, unless it gives up the right to override them.
    command = [] if os.getuid() else ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if command and not shutil.which("setpriv"):
        pytest.skip("as root without setpriv nothing is read-only")
    paths = [graph.path, *graph.path.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        command += [
            sys.executable,
            "-m",
            "govgraph.cli",
            "sparql",
            QUESTION["rdf"],
            "--csv",
            "--graph",
            str(graph.path),
        ]
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        done = [subprocess.run(command, env=environment, capture_output=True, text=True, check=False) for _ in range(2)]
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert [run.returncode for run in done] == [0, 0], done[0].stderr
    assert done[0].stdout == done[1].stdout
    assert len(list((tmp_path / "cache" / "govgraph" / "stores").glob("*/rdf"))) == 1
    assert built(graph) == []


def test_a_graph_of_the_first_version_opens_and_is_as_it_was(graph: Graph) -> None:
    """Its versions have both stores and no list of which record cites what."""
    graph.build()
    before = graph.ntriples()
    (graph.version() / "cited.parquet").unlink()
    made_by_version_0_1(graph.path)
    assert graph.ntriples() == before
    graph.load(
        write_table(
            graph.path.parent / "e" / "events.csv", [{**EVENTS[0], "id": "e9", "document": "https://example.org/z"}]
        )
    )
    after = graph.ntriples()
    assert (graph.version() / "cited.parquet").exists()
    graph.rebuild()
    assert graph.ntriples() == after
