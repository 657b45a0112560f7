"""Small questions share one database of DuckDB in the process, and nobody can tell."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import polars as pl
import pytest

from govgraph.graph import duck
from govgraph.graph.duck import MEMORY_VARIABLE, asking, parquet
from govgraph.graph.errors import GraphError


def test_nobody_sees_what_another_makes() -> None:
    with asking() as one, asking() as other:
        for db, value in ((one, 1), (other, 2)):
            db.execute(f"CREATE TEMP TABLE t AS SELECT {value} AS x")
            db.register("r", pl.DataFrame({"x": [value]}).to_arrow())
        for db, value in ((one, 1), (other, 2)):
            assert db.execute("SELECT t.x, r.x FROM t, r").fetchall() == [(value, value)]
    with asking() as later, pytest.raises(duckdb.CatalogException):
        later.execute("SELECT * FROM t")


def test_a_file_that_is_made_anew_is_read_anew(tmp_path: Path) -> None:
    """Also if it has its size and time of before."""
    file, answers = tmp_path / "a.parquet", []
    for value in (1, 2):
        pl.DataFrame({"x": [value]}).write_parquet(file, compression="uncompressed")
        os.utime(file, ns=(0, 0))
        with asking() as db:
            answers.append((file.stat().st_size, db.execute(f"SELECT x FROM {parquet(file)}").fetchall()))
    assert answers == [(answers[0][0], [(1,)]), (answers[0][0], [(2,)])]


def test_a_question_about_large_files_may_use_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, spill = tmp_path / "a.parquet", tmp_path / "spill"
    pl.DataFrame({"x": [1]}).write_parquet(file)
    folder = "SELECT current_setting('temp_directory')"
    with asking([file], spill) as db:
        assert db.execute(folder).fetchall() == [("",)]
    monkeypatch.setattr(duck, "_SMALL_BYTES", 1)
    with asking([file], spill) as db:
        assert db.execute(folder).fetchall() == [(str(spill),)]


def test_the_memory_is_the_setting_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = "SELECT current_setting('memory_limit')"
    with asking() as db:
        usual = db.execute(limit).fetchall()
    monkeypatch.setenv(MEMORY_VARIABLE, "100MB")
    with asking() as db:
        assert db.execute(limit).fetchall() not in ([], usual)
    monkeypatch.setenv(MEMORY_VARIABLE, "plenty")
    with pytest.raises(GraphError, match="plenty"):
        asking()
