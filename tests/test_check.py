"""A check finds nothing in a sound graph, and finds each kind of damage, in words that say where it is and what to do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyoxigraph as ox
import pytest
from graph_files import made_so
from record_files import EVENTS, TABLES, write_table

import govgraph
from govgraph.graph.check.check import check
from govgraph.graph.check.report import CheckReport
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.on_demand import STORES
from govgraph.ontology.terms import GOV

# All of them look at a graph of which every store is built.
pytestmark = pytest.mark.slow

MEMBERSHIP = GOV + "Membership"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder, to be copied before it is damaged; one reference in it leads nowhere."""
    folder = tmp_path_factory.mktemp("sound")
    tables = {
        **TABLES,
        "events": [*EVENTS, {"id": "e3", "start_date": "2023", "place": "nowhere"}],
        "documents": [{"id": "d1", "name_en": "Article", "publisher": "An agency", "date": "2022-05"}],
        "mentions": [{"event": "e1", "reported_in": "d1"}],
    }
    files = [write_table(folder / f"{name}.csv", rows) for name, rows in tables.items()]
    with govgraph.open(folder / "graph") as graph:
        assert {r.status for r in graph.load(*files)} == {"loaded"}
        graph.build()
    return folder / "graph"


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "graph"))


def _version(graph: Path) -> Path:
    folder = Folder(graph)
    return folder.version_path(folder.current())


def _change_triples(graph: Path, change: Callable[[ox.Store], None]) -> None:
    store = ox.Store(str(_version(graph) / "rdf"))
    change(store)
    store.flush()
    del store
    made_so(graph)


def _cypher(graph: Path, statement: str) -> None:
    """Run a writing statement against the embedded store, in a process of its own: a Java runtime cannot be ended."""
    program = (
        "import sys, pathlib, arcadedb_embedded as a\n"
        "from govgraph.graph.stores import arcade\n"
        "arcade.start('256m')\n"
        "db = a.open_database(sys.argv[1])\n"
        "with db.transaction():\n"
        "    db.command('opencypher', sys.argv[2])\n"
        "db.close()\n"
    )
    path = str(_version(graph) / "property")
    subprocess.run([sys.executable, "-c", program, path, statement], check=True, cwd=graph.parent, capture_output=True)
    made_so(graph)


def _errors(report: CheckReport) -> str:
    assert not report.ok
    return "\n".join(f"{f.where}: {f.what}" for f in report.errors)


@pytest.mark.slow
def test_a_sound_graph_has_no_errors(sound: Path) -> None:
    seen: list[str] = []
    report = check(sound, deep=True, progress=lambda what, _done, _total: seen.append(what))
    assert report.errors == []
    assert report.ok
    assert report.checked["loads"] == 6
    assert report.checked["relationships"] > 10
    assert {"checking the records", "comparing the stores", "checking the shapes"} <= set(seen)
    # What nothing describes is a warning that says which column and which IRI.
    (missing,) = [f for f in report.findings if "events.place" in f.what]
    assert missing.severity == "warning"
    assert missing.where.endswith("/nowhere")
    assert json.loads(json.dumps(report.to_json()))["ok"] is True
    assert str(report).splitlines()[-1].startswith("sound: 6 loads")


@pytest.mark.slow
def test_a_graph_that_was_changed_in_place_is_sound(copy: Path, tmp_path: Path) -> None:
    """A build changes the stores of the version before by what a small load brought; a deep check compares that with building from nothing."""
    rows = [{"id": "d1", "publisher": "Another", "language": "ky"}, {"id": "d2", "name_en": "Report"}]
    with govgraph.open(copy) as graph:
        (report,) = graph.load(write_table(tmp_path / "documents.csv", rows))
        assert report.status == "loaded"
        told: set[str] = set()
        graph.build(progress=lambda what, _done, _total: told.add(what))
        assert told >= {f"bringing {words} up to date" for words in STORES.values()}
        checked = graph.check(deep=True)
        assert checked.errors == []
        assert {"triples", "nodes"} <= checked.checked.keys()


def test_a_check_changes_nothing(copy: Path) -> None:
    # By content: an engine that closes a store writes some of its files again as they were.
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file() and p.name != "readers.lock"}
    with govgraph.open(copy) as graph:
        assert graph.check(shapes=False).ok
    after = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file() and p.name != "readers.lock"}
    assert set(after) == set(before)
    assert {p.name for p in after if after[p] != before[p]} <= {"LOCK", "LOG"}


def test_one_changed_byte_of_the_records_is_found(copy: Path) -> None:
    file = next(copy.glob("records/*/participations.parquet"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    told = _errors(check(copy, shapes=False))
    assert str(file) in told
    assert "was changed after it was made" in told


def test_missing_records_and_manifests_are_found(copy: Path) -> None:
    loads = sorted(copy.glob("records/*"))
    shutil.rmtree(loads[0])
    (loads[1] / "manifest.json").write_text("{", "utf-8")
    next(loads[2].glob("*.parquet")).unlink()
    told = _errors(check(copy, shapes=False, deep=True))
    assert (
        f"{loads[0] / 'manifest.json'}: this file of the records of load {loads[0].name} is missing: the whole folder"
        in told
    )
    assert f"load {loads[1].name} is no longer the JSON that was written" in told
    assert f"load {loads[2].name} is missing" in told


def test_a_lost_triple_is_found(copy: Path) -> None:
    def change(store: ox.Store) -> None:
        membership = next(store.quads_for_pattern(None, ox.NamedNode(GOV + "role"), None, ox.DefaultGraph()))
        store.remove(membership)

    _change_triples(copy, change)
    report = check(copy, shapes=False)
    (finding,) = report.errors
    assert finding.where == "RDF store"
    assert "triples of gov:role: the tables say" in finding.what
    assert finding.hint == "govgraph rebuild"


def test_a_thing_that_no_table_has_is_found(copy: Path) -> None:
    def change(store: ox.Store) -> None:
        new = ox.NamedNode("https://example.org/new")
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        store.add(ox.Quad(new, kind, ox.NamedNode(MEMBERSHIP)))
        store.add(ox.Quad(new, ox.NamedNode(GOV + "likes"), ox.Literal("tea")))

    _change_triples(copy, change)
    told = _errors(check(copy))
    assert "instances of gov:Membership: the tables say 2, the RDF store has 3" in told
    assert "triples of gov:likes: the tables say 0" in told
    # The shapes say of the same thing what is wrong with it.
    assert "a membership needs exactly one member" in told
    assert "no record of a file says so" in told


@pytest.mark.slow
def test_a_lost_node_and_relationship_are_found(copy: Path) -> None:
    _cypher(copy, "MATCH (n:NGO) DETACH DELETE n")
    told = _errors(check(copy, shapes=False))
    assert "nodes :Actor:Entity:NGO:Organization: the tables say 1, the property graph has 0" in told
    assert "relationships :PARTICIPATED_IN: the tables say 3, the property graph has 1" in told


@pytest.mark.slow
def test_values_that_differ_are_found_by_a_deep_check(copy: Path) -> None:
    """Nothing is missing and nothing too much, so that counting finds nothing."""

    def change(store: ox.Store) -> None:
        old = next(store.quads_for_pattern(None, ox.NamedNode(GOV + "role"), ox.Literal("speaker"), ox.DefaultGraph()))
        store.remove(old)
        store.add(ox.Quad(old.subject, old.predicate, ox.Literal("guest"), old.graph_name))

    _change_triples(copy, change)
    _cypher(copy, "MATCH (n:NGO) SET n.name_en = 'Another'")
    table = _version(copy) / "tables" / "events.parquet"
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE t AS SELECT * REPLACE (tone + 1 AS tone) FROM read_parquet('{table}')")
        db.execute(f"COPY t TO '{table}' (FORMAT parquet)")
    made_so(copy)
    assert check(copy, shapes=False).ok
    told = _errors(check(copy, shapes=False, deep=True))
    assert '"guest"' in told
    assert '"speaker"' in told
    assert "a node with other values than the records give" in told
    assert "table events: 1 rows that the records do not give" in told


def test_what_the_shapes_forbid_is_told_in_their_words(copy: Path) -> None:
    def change(store: ox.Store) -> None:
        for quad in store.quads_for_pattern(None, ox.NamedNode(GOV + "startDate"), None, ox.DefaultGraph()):
            store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("long ago")))

    _change_triples(copy, change)
    (finding,) = [f for f in check(copy).errors if "at most one start" in f.what]
    assert "[gov:startDate]" in finding.what
    assert "times" in finding.what
    assert "https://" in finding.where


def test_shapes_are_left_out_of_a_graph_that_is_too_large(sound: Path) -> None:
    report = check(sound, shapes_limit=1)
    assert report.ok
    (finding,) = [f for f in report.findings if "shapes were not checked" in f.what]
    assert finding.severity == "warning"


@pytest.mark.parametrize("part", ["rdf", "property", "tables/actors.parquet"])
def test_a_store_that_cannot_be_read_is_a_finding(copy: Path, part: str) -> None:
    path = _version(copy) / part
    if path.is_dir():
        shutil.rmtree(path)
        path.mkdir()
    else:
        path.write_bytes(b"PAR1")
    made_so(copy)
    told = _errors(check(copy))
    assert "cannot be read" in told
    assert str(path) in told


def test_a_version_of_another_declaration_is_a_finding(copy: Path) -> None:
    table = _version(copy) / "tables" / "posts.parquet"
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE t AS SELECT * EXCLUDE (area), 1 AS height FROM read_parquet('{table}')")
        db.execute(f"COPY t TO '{table}' (FORMAT parquet)")
    made_so(copy)
    assert "the table posts was built from another declaration; columns that differ: area, height" in _errors(
        check(copy)
    )


def test_a_folder_without_a_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="nothing has been loaded yet"):
        check(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
