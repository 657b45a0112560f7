"""A decision writes only the columns that name actors again, and gives what all the records give when they are put together at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from polars.testing import assert_frame_equal
from record_files import write_table

import govgraph
from govgraph.graph.build import part_files, renamed_parts
from govgraph.graph.build.column_splice import CannotSplice, idle_share, replace_columns
from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.damage import of_version
from govgraph.graph.duck import connect, copy
from govgraph.graph.graph import Graph
from govgraph.graph.identity import log as identity_log
from govgraph.graph.progress import silent
from govgraph.graph.table_parts import parts_of

EVENTS = 7_000


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    """A graph in which three actors are named in every part of the tables, each of which has several."""
    monkeypatch.setattr(part_files, "PART_ROWS", 2_048)
    monkeypatch.setattr(part_files, "SMALL_ROWS", 600)
    files = tmp_path / "files"
    write_table(
        files / "actors.csv", [{"id": f"a{n}", "kind": "ngo", "name_en": f"Actor {n} of many"} for n in range(3)]
    )
    events = [
        {
            "id": f"e{n:05}",
            "type": "event-type:seminar",
            "start_date": "2012",
            "about": f"a{n % 3}|a{n % 2}" if n % 7 else "",
        }
        for n in range(EVENTS)
    ]
    write_table(files / "events.csv", events)
    taken = [{"participant": f"a{n % 3}", "event": f"e{n:05}", "role": f"role {n}"} for n in range(EVENTS)]
    write_table(files / "participations.csv", taken)
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(files, dataset="d")
        yield graph


def _actor(number: int) -> str:
    return f"https://w3id.org/govgraph/id/record/d/a{number}"


def _same_as_at_once(graph: Graph, out: Path) -> None:
    out.mkdir()
    loads = [read_manifest(graph.folder.records / name) for name in graph.folder.loads()]
    VersionTables(graph.folder.settings(), loads, out, silent, identity_log.read(graph.path)).assemble()
    version = graph.version()
    assert not list(of_version(graph.folder, version))
    for name in ("events", "participations", "undescribed", "actors"):
        now, then = (pl.read_parquet(parts_of(of / "tables", name)).sort("iri") for of in (version, out))
        assert_frame_equal(now, then)


def test_a_decision_writes_columns_and_gives_what_all_records_give(busy: Graph, tmp_path: Path) -> None:
    busy.build("rdf")
    before = {p.name: p.stat().st_ino for p in busy.version().glob("tables/*.parquet")}
    lines = busy.ntriples()
    made = busy.identity.decide(_actor(0), _actor(1))
    assert made is not None
    for name in ("events", "participations"):
        parts = parts_of(busy.version() / "tables", name)
        assert len(parts) > 2
        assert all(before[part.name] != part.stat().st_ino and idle_share(part) > 0 for part in parts)
    _same_as_at_once(busy, tmp_path / "decided")
    decided = busy.ntriples()
    busy.rebuild()
    assert busy.ntriples() == decided != lines
    busy.identity.undo(made.id)
    _same_as_at_once(busy, tmp_path / "undone")
    assert busy.ntriples() == lines


def test_what_nothing_refers_to_in_a_part_is_not_kept_for_ever(
    busy: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renamed_parts, "_MOST_IDLE", 0.04)
    shares = []
    for _ in range(3):
        made = busy.identity.decide(_actor(0), _actor(2))
        assert made is not None
        busy.identity.undo(made.id)
        parts = parts_of(busy.version() / "tables", "participations")
        shares.append(max(map(idle_share, parts)))
    assert max(shares) < 0.08
    assert any(later < earlier for earlier, later in pairwise(shares)), shares
    _same_as_at_once(busy, tmp_path / "undone")


def test_a_thing_with_several_rows_is_put_together_from_all_of_them(busy: Graph, tmp_path: Path) -> None:
    """Which of its rows counts may depend on whom they name."""
    more = write_table(
        tmp_path / "more" / "events.csv",
        [{"id": "e00001", "type": "event-type:seminar", "about": "a2", "place": "p1", "description_en": "Again"}],
    )
    busy.load(more, dataset="d")
    made = busy.identity.decide(_actor(1), _actor(2))
    assert made is not None
    _same_as_at_once(busy, tmp_path / "decided")
    busy.identity.undo(made.id)
    _same_as_at_once(busy, tmp_path / "undone")


@pytest.mark.parametrize("now", ["NULL", "n::VARCHAR || 'ä'", "CASE WHEN n % 3 = 0 THEN 'x' END"])
def test_all_readers_find_the_new_columns(tmp_path: Path, now: str) -> None:
    old, columns, new = (tmp_path / name for name in ("old.parquet", "columns.parquet", "new.parquet"))
    lists = f"CASE WHEN n % 5 > 0 THEN [{now}, 'y', NULL] WHEN n % 2 = 0 THEN [] END"
    with connect() as db:
        rows = "SELECT n, 'a' || n % 7 AS word, ['b', n::VARCHAR] AS list, n / 3 AS number FROM range(1000) r(n)"
        copy(db, rows, old)
        said = (
            f"SELECT ({now})::VARCHAR AS word, ({lists})::VARCHAR[] AS list FROM ({rows.replace('AS word', 'AS was')})"
        )
        copy(db, said, columns)
        replace_columns(old, columns, new)
        kept, wanted = pl.read_parquet(old, columns=["n", "number"]), pl.read_parquet(columns)
        whole = pl.concat([kept, wanted], how="horizontal").select("n", "word", "list", "number")
        by_duck = pl.from_arrow(db.sql(f"SELECT * FROM '{new}'").to_arrow_table())
        assert isinstance(by_duck, pl.DataFrame)
        assert_frame_equal(by_duck, whole)
        assert db.sql(f"SELECT count(*) FROM '{new}' WHERE word = 'a1'").fetchall() == [(0,)]
        again = tmp_path / "again.parquet"
        copy(db, "SELECT 'z' AS word FROM range(1000)", columns)
        replace_columns(new, columns, again)
    assert_frame_equal(pl.read_parquet(new), whole)
    by_arrow = pl.from_arrow(pq.read_table(new))
    assert isinstance(by_arrow, pl.DataFrame)
    assert_frame_equal(by_arrow, whole)
    assert idle_share(old) < idle_share(new) < idle_share(again)
    assert set(pl.read_parquet(again)["word"]) == {"z"}


@pytest.mark.parametrize(
    ("rows", "groups", "column"), [(999, 10_000, "word"), (10_000, 2_048, "word"), (1_000, 10_000, "other")]
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, rows: int, groups: int, column: str) -> None:
    old, columns = tmp_path / "old.parquet", tmp_path / "columns.parquet"
    with connect() as db:
        many = max(rows, 1_000)
        db.execute(f"COPY (SELECT n, 'a' AS word FROM range({many}) r(n)) TO '{old}' (ROW_GROUP_SIZE {groups})")
        db.execute(f"COPY (SELECT 'b' AS {column} FROM range({rows})) TO '{columns}' (ROW_GROUP_SIZE 10_000)")
    with pytest.raises(CannotSplice):
        replace_columns(old, columns, tmp_path / "new.parquet")
    assert not (tmp_path / "new.parquet").exists()


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    """What another version of the writer puts into its footers is not known here."""
    old, columns = tmp_path / "old.parquet", tmp_path / "columns.parquet"
    pl.DataFrame({"word": ["a"], "n": [1]}).write_parquet(old)
    with connect() as db:
        copy(db, "SELECT 'b' AS word", columns)
    with pytest.raises(CannotSplice, match="the same version of one program"):
        replace_columns(old, columns, tmp_path / "new.parquet")
