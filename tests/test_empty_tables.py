"""A table in which no load has rows is written without a statement, and is what a statement over no rows gives."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from record_files import write_small

import govgraph
from govgraph.graph.build.assemble import Assembler
from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.build.records import LOADED
from govgraph.graph.duck import connect, parquet
from govgraph.graph.graph import Graph
from govgraph.graph.table_parts import parts_of


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("empty tables")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


def columns(db: duckdb.DuckDBPyConnection, rows: str) -> list[tuple[str, str]]:
    """Names and types, in order."""
    return [(row[0], row[1]) for row in db.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()]


def test_columns_are_those_of_a_statement(graph: Graph) -> None:
    loads = [read_manifest(folder) for folder in graph.folder.records.iterdir()]
    compared = []
    with connect() as db:
        raw = Assembler(db, graph.folder.settings().base, loads)
        for table in LOADED:
            for folder, statement in (("tables", raw.sql), ("said", raw.said_sql if table.shared else None)):
                if statement:
                    files = parts_of(graph.version() / folder, table.name)
                    assert columns(db, parquet(*files)) == columns(db, f"({statement(table.name)})"), table.name
                    compared.append((raw.has(table), folder))
    assert set(compared) == {(filled, folder) for filled in (True, False) for folder in ("tables", "said")}


def test_a_later_load_fills_them(graph: Graph) -> None:
    """The tables that were empty take rows in the next version, made from the one before or from nothing."""
    with govgraph.open(graph.path.parent / "other") as other:
        other.load(graph.path.parent / "files")
        assert other.sql("SELECT count(*) FROM places").rows == [(0,)]
        file = graph.path.parent / "places.csv"
        file.write_text("id,name_ky\nosh,Ош\n", "utf-8")
        other.load(file)
        assert other.sql("SELECT count(*) FROM places").rows == [(1,)]
        before = other.ntriples()
        other.rebuild()
        assert other.sql("SELECT count(*) FROM places").rows == [(1,)]
        assert other.ntriples() == before
