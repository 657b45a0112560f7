"""A load that needs more memory than it may use goes on with the disk, in the folder that the setting names."""

from __future__ import annotations

import threading
from pathlib import Path

import polars as pl
import pytest
from command_line import command
from record_files import write_table

import govgraph
from govgraph.graph.build import part_files, undescribed_table
from govgraph.graph.duck import MEMORY_VARIABLE, SPILL_VARIABLE, connect, spill_below
from govgraph.graph.errors import GraphError
from govgraph.graph.table_parts import parts_of

ROWS = 60_000


@pytest.mark.slow
def test_rows_that_do_not_fit_are_sorted_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spill, ended = tmp_path / "deep" / "spill", threading.Event()
    seen: set[str] = set()

    def watch() -> None:
        while not ended.wait(0.002):
            seen.update(file.name for file in spill.glob("govgraph-*/*"))

    monkeypatch.setenv(MEMORY_VARIABLE, "64MB")
    monkeypatch.setenv(SPILL_VARIABLE, str(spill))
    monkeypatch.setattr(part_files, "PART_ROWS", 2_048)  # a part is written from memory
    threading.Thread(target=watch, daemon=True).start()
    rows = f"SELECT 'x:' || lpad((i * 7919 % {ROWS})::VARCHAR, 9, '0') AS iri, repeat(md5(i::VARCHAR), 20) AS text FROM range({ROWS}) r(i)"
    with connect(spill=spill_below(tmp_path / "usual"), ordered=False) as db:
        part_files.write(db, rows, tmp_path, "t")
    ended.set()
    assert seen, "nothing was spilled"
    assert not list(spill.iterdir())
    parts = part_files.described(parts_of(tmp_path, "t"))
    assert sum(part.rows for part in parts) == ROWS
    assert [part.first for part in parts] == sorted(str(part.first) for part in parts)


def test_a_load_in_little_memory_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "64MB")
    monkeypatch.setenv(SPILL_VARIABLE, str(tmp_path / "spill"))
    actors = [{"id": f"a{i}", "kind": "ngo", "name_en": f"A {i}"} for i in range(2_000)]
    with govgraph.open(tmp_path / "graph") as graph:
        (report,) = graph.load(write_table(tmp_path / "actors.csv", actors))
        assert (report.status, report.rows_loaded) == ("loaded", 2_000)
        assert pl.read_parquet(graph.version() / "tables" / "actors.parquet").height == 2_000
    assert not list((tmp_path / "spill").iterdir())


def test_a_limit_that_is_too_low_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_table(tmp_path / "actors.csv", [{"id": f"a{i}", "kind": "ngo", "name_en": "A"} for i in range(5)])
    monkeypatch.setenv(MEMORY_VARIABLE, "100KB")
    with govgraph.open(tmp_path / "graph") as graph:
        with pytest.raises(GraphError, match="memory") as told:
            graph.load(file)
        assert "SET threads" not in str(told.value)
        assert graph.loads() == []


def test_a_setting_that_names_no_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_table(tmp_path / "actors.csv", [{"id": "a", "kind": "ngo"}])
    monkeypatch.setenv(SPILL_VARIABLE, str(file))
    with govgraph.open(tmp_path / "graph") as graph, pytest.raises(GraphError, match="GOVGRAPH_SPILL names a folder"):
        graph.load(file)


def test_a_setting_that_is_no_amount_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "")  # so that it is put back
    file = write_table(tmp_path / "actors.csv", [{"id": "a", "kind": "ngo"}])
    code, said = command("load", str(file), "-g", str(tmp_path / "graph"), "--memory", "much")
    assert code == 1
    assert "GOVGRAPH_MEMORY is not an amount of memory: much" in said
    assert "Traceback" not in said


def test_what_nobody_describes_is_found_in_shares_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two records of one actor one has another IRI than what the rows refer to."""
    known = [{"id": i, "kind": "ngo", "identifiers": "wikidata:Q1"} for i in ("a", "b")]
    write_table(tmp_path / "in" / "actors.csv", known)
    ghosts = [f"g{i}" for i in range(30)]
    memberships = [{"member": "a", "organization": x} for x in ghosts] + [
        {"member": x, "organization": "b"} for x in ghosts
    ]
    write_table(tmp_path / "in" / "memberships.csv", memberships)

    def undescribed(name: str) -> list[str]:
        with govgraph.open(tmp_path / name) as graph:
            graph.load(tmp_path / "in")
            assert graph.sql("SELECT count(*) FROM actors WHERE kind = 'ngo'").rows == [(1,)]
            return [str(iri) for (iri,) in graph.sql("SELECT iri FROM undescribed ORDER BY iri").rows]

    at_once = undescribed("once")
    assert [iri.rpartition("/")[2] for iri in at_once] == sorted(ghosts)
    monkeypatch.setattr(undescribed_table, "_IRI_BYTES", 100_000_000)
    assert undescribed("shares") == at_once
