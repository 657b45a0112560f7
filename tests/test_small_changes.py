"""A small change rewrites the parts of tables that it touches, and gives what all the records give when they are put together at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from often import cases
from record_files import write_small, write_table

import govgraph
from govgraph.graph.build import part_files
from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.damage import of_version
from govgraph.graph.duck import connect, copy
from govgraph.graph.graph import Graph
from govgraph.graph.identity import log as identity_log
from govgraph.graph.identity.decisions import SAME
from govgraph.graph.progress import silent
from govgraph.graph.stores import rdf_build
from govgraph.graph.table_parts import parts_of, tables_in

ACTORS, EVENTS = 60, 9_000


@pytest.fixture
def little_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of few rows, so that a small graph has many."""
    monkeypatch.setattr(part_files, "PART_ROWS", 2_048)
    monkeypatch.setattr(part_files, "SMALL_ROWS", 600)


def _file(chance: random.Random, folder: Path, rows: int) -> Path:
    """A folder of tables about some of the same actors and events as other folders, with other words; some actors are in none."""
    first = chance.randrange(EVENTS)
    ids = {(first + i) % EVENTS for i in range(rows)} | {chance.randrange(EVENTS) for _ in range(5)}
    actors = [
        {"id": f"a{i}", "kind": chance.choice(["person", "ngo", "agency"]), "name_en": f"A {i} {chance.randrange(3)}"}
        for i in chance.sample(range(ACTORS), 12)
    ]
    events = [
        {
            "id": f"e{i:05d}",
            "type": f"event-type:{chance.choice(['seminar', 'conference'])}",
            "start_date": f"20{i % 20:02d}-05",
            "about": f"a{chance.randrange(ACTORS)}",
            "tone": str(chance.randrange(9)),
        }
        for i in sorted(ids)
    ]
    taken = [
        {
            "participant": f"a{chance.randrange(ACTORS)}",
            "event": event["id"] if chance.random() < 0.98 else "e-unknown",
            "role": chance.choice(["speaker", "organizer"]),
            "document": f"https://example.org/{chance.randrange(4)}",
        }
        for event in events
    ]
    terms = [
        {"id": f"m{chance.randrange(30)}", "member": f"a{chance.randrange(ACTORS)}", "organization": "a1", "role": "x"}
        for _ in range(5)
    ]
    for name, of in (("actors", actors), ("events", events), ("participations", taken), ("memberships", terms)):
        write_table(folder / f"{name}.csv", of)
    return folder


def _lines(version: Path, work: Path) -> list[bytes]:
    """All statements of a version, sorted."""
    work.mkdir()
    files = [*rdf_build.fact_files(version, work, silent), *rdf_build.said_files(version, work)]
    return sorted(line for file in files for line in file.read_bytes().splitlines() if line)


def _at_once(graph: Graph, out: Path) -> Path:
    """What the records of a graph and its decisions give when they are put together from nothing."""
    out.mkdir()
    loads = [read_manifest(graph.folder.records / name) for name in graph.folder.loads()]
    log = identity_log.read(graph.path)
    VersionTables(graph.folder.settings(), loads, out, silent, log).assemble()
    return out


def _compare(graph: Graph, scratch: Path) -> None:
    scratch.mkdir()
    version = graph.version()
    assert not list(of_version(graph.folder, version))
    anew = _at_once(graph, scratch / "anew")
    assert _lines(version, scratch / "now") == _lines(anew, scratch / "then")
    for name in tables_in(anew / "tables"):
        for folder in (version / "tables", anew / "tables"):
            parts = parts_of(folder, name)
            assert parts[0].name == f"{name}.parquet"
            assert all(part.rows for part in part_files.described(parts)) or len(parts) == 1
        iris = pl.read_parquet(parts_of(version / "tables", name))["iri"]
        assert iris.n_unique() == iris.len()


@pytest.mark.slow
@pytest.mark.usefixtures("little_parts")
@pytest.mark.parametrize("seed", cases(1, only_in_ci=[2]))
def test_any_order_of_loads_and_unloads_gives_the_content_of_a_load_of_all(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(_file(chance, tmp_path / "0", 7_000), dataset="d")
        assert len(parts_of(graph.version() / "tables", "events")) > 2
        there, decided, linked = {0}, [], 0
        for step in range(1, 9):
            before = {p.name: p.stat().st_ino for p in graph.version().glob("tables/*.parquet")}
            what = chance.choice(["load", "load", "unload", "reload", "decide", "undo"])
            if what == "unload" and len(there) > 1:
                gone = chance.choice(sorted(there - {0}))
                there.remove(gone)
                graph.unload(*map(str, (tmp_path / str(gone)).iterdir()))
            elif what == "decide":
                known = pl.read_parquet(parts_of(graph.version() / "tables", "actors"))["iri"]
                one, other = chance.sample(sorted(iri for iri in known if "/country/" not in iri), 2)
                made = graph.identity.decide(one, other, SAME)
                decided += [made.id] if made else []
            elif what == "undo" and decided:
                graph.identity.undo(decided.pop())
            else:
                number = chance.choice(sorted(there - {0}) or [step]) if what == "reload" else step
                there.add(number)
                graph.load(_file(chance, tmp_path / str(number), chance.choice([1, 40, 900])), dataset="d")
            after = {p.name: p.stat().st_ino for p in graph.version().glob("tables/*.parquet")}
            linked += sum(1 for name, inode in after.items() if name.count(".") > 1 and before.get(name) == inode)
            _compare(graph, tmp_path / f"compare {step}")
        assert linked > 5
        while decided:
            graph.identity.undo(decided.pop())
        with govgraph.open(tmp_path / "at once") as all_new:
            all_new.load(*(tmp_path / str(number) for number in sorted(there)), dataset="d")
            assert _lines(graph.version(), tmp_path / "a") == _lines(all_new.version(), tmp_path / "b")


@pytest.fixture
def table(tmp_path: Path, little_parts: None) -> Iterator[tuple[Path, Path]]:  # noqa: ARG001 - sets the sizes
    """The folders of two versions; the first has a table ``t`` of 10,000 rows."""
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    with connect() as db:
        rows = "SELECT 'x:' || lpad((i * 10)::VARCHAR, 6, '0') AS iri, i AS value FROM range(10000) r(i)"
        part_files.write(db, rows, before, "t")
    yield before, after


def _change(before: Path, after: Path, touched: list[str], fresh: dict[str, int]) -> dict[str, int]:
    """Change the table ``t``, and read it again."""
    with connect(ordered=False) as db:
        db.execute("CREATE TABLE touched AS SELECT unnest($1::VARCHAR[]) AS iri", [[*touched, *fresh]])
        columns = [list(fresh), list(fresh.values())]
        db.execute("CREATE TABLE fresh AS SELECT unnest($1::VARCHAR[]) AS iri, unnest($2::BIGINT[]) AS value", columns)
        changed = part_files.Changed("iri", "touched", "fresh")
        part_files.change(db, changed, "t", before, after, after.with_suffix(".old"))
    rows = pl.read_parquet(parts_of(after, "t"))
    assert rows["iri"].n_unique() == rows.height
    return dict(rows.iter_rows())


def _written(before: Path, after: Path) -> int:
    """How many parts are no links."""
    return sum(not (before / p.name).exists() or not p.samefile(before / p.name) for p in parts_of(after, "t"))


def test_a_changed_row_rewrites_one_part(table: tuple[Path, Path]) -> None:
    before, after = table
    assert len(parts_of(before, "t")) == 5
    rows = _change(before, after, [], {"x:050000": -1})
    assert (len(rows), rows["x:050000"], rows["x:050010"]) == (10_000, -1, 5_001)
    assert _written(before, after) == 1
    assert pl.read_parquet(after.with_suffix(".old")).rows() == [("x:050000", 5_000)]


def test_new_rows_rewrite_no_part_of_a_large_table(table: tuple[Path, Path]) -> None:
    before, after = table
    rows = _change(before, after, [], {f"x:{i:06d}5": i for i in range(0, 100_000, 1_000)})
    assert len(rows) == 10_100
    assert _written(before, after) == 1
    assert len(parts_of(after, "t")) == 6


def test_small_parts_become_one_again(table: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = table
    for number in range(40):
        _change(before, after, [], {f"x:{number:06d}{i}5": i for i in range(100)})
        before, after = after, tmp_path / str(number)
        after.mkdir()
    assert len(pl.read_parquet(parts_of(before, "t"))) == 14_000
    assert len(parts_of(before, "t")) <= 10


def test_a_table_of_which_all_rows_go_is_one_empty_file(table: tuple[Path, Path]) -> None:
    before, after = table
    assert _change(before, after, [f"x:{i * 10:06d}" for i in range(10_000)], {}) == {}
    assert [p.name for p in parts_of(after, "t")] == ["t.parquet"]
    assert pl.read_parquet_schema(after / "t.parquet") == pl.read_parquet_schema(before / "t.parquet")


def test_a_first_part_that_goes_is_replaced(table: tuple[Path, Path]) -> None:
    before, after = table
    rows = _change(before, after, [f"x:{i * 10:06d}" for i in range(2_048)], {})
    assert min(rows) == f"x:{20_480:06d}"
    assert parts_of(after, "t")[0].name == "t.parquet"
    assert len(parts_of(after, "t")) == 4


def test_a_large_table_of_one_file_as_versions_of_before_have_it_is_cut_when_it_changes(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    with connect() as db, pytest.MonkeyPatch.context() as patched:
        copy(
            db,
            "SELECT 'x:' || lpad((i * 10)::VARCHAR, 6, '0') AS iri, i AS value FROM range(10000) r(i)",
            before / "t.parquet",
        )
        patched.setattr(part_files, "PART_ROWS", 2_048)
        patched.setattr(part_files, "SMALL_ROWS", 600)
        rows = _change(before, after, ["x:000010"], {"x:050000": -1})
    assert (len(rows), rows["x:050000"]) == (9_999, -1)
    assert len(parts_of(after, "t")) == 5


def test_a_small_graph_has_one_file_a_table(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_small(tmp_path / "files"))
        graph.load(write_table(tmp_path / "more" / "actors.csv", [{"id": "more", "kind": "ngo", "name_en": "More"}]))
        assert all(len(parts) == 1 for parts in tables_in(graph.version() / "tables").values())
