"""Writes the parts of a version's tables, and makes those of the next version from those of the version before.

A table that is written from nothing is sorted by its key and cut into parts. A small change rewrites only parts in which rows change; new rows
go where their range is rewritten anyway, and else into a part of their own with other small parts, as in a log-structured merge tree. So the
cost of a change does not grow with the table, and the number of parts stays small: a part is merged with others until it is as large
as what follows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pyarrow.parquet as pq

from govgraph.graph.duck import copy, parquet, quoted
from govgraph.graph.files import link
from govgraph.graph.table_parts import number_of, part_path, parts_of

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

PART_ROWS = 61_440
"""The most rows of a part that is written: a multiple of DuckDB's vectors of 2,048 rows."""

SMALL_ROWS = 20_480
"""A part with fewer rows is merged with new rows, so a table of few rows is one file."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a table.

    Attributes:
        rows: how many it has.
        first, last: its lowest and its highest key; None if its file does not say.
    """

    file: Path
    rows: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What changes in a table.

    Attributes:
        key: the column that parts are sorted by; several rows may have one key.
        touched: a table in the connection, whose column ``iri`` lists the keys of the rows that go.
        fresh: a table there of the rows that come.
    """

    key: str
    touched: str
    fresh: str


def write(db: duckdb.DuckDBPyConnection, rows: str, folder: Path, table: str, *, key: str = "iri") -> None:
    """Write a table from nothing.

    Args:
        rows: the SQL of its rows.
        folder: where its parts are made.
        key: the column to sort by.
    """
    _write(db, rows, folder, table, key, taken=set())


def write_empty(schema: Mapping[str, PolarsDataType], folder: Path, table: str) -> None:
    """Write a table without rows, as :func:`write` would, but without a statement to plan.

    Args:
        schema: column -> polars type.
        folder: where its part is made.
    """
    pl.DataFrame(schema=schema).write_parquet(part_path(folder, table, 0))


def _write(db: duckdb.DuckDBPyConnection, rows: str, folder: Path, table: str, key: str, taken: set[int]) -> None:
    """Write rows as parts with the lowest numbers that are not taken, which then are."""
    scratch = folder / f"tmp-{table}"
    db.execute(
        f"COPY (SELECT * FROM ({rows}) ORDER BY {key}) TO {quoted(scratch)} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {PART_ROWS}, ROW_GROUPS_PER_FILE 1)"
    )
    files = sorted(scratch.iterdir(), key=_written)
    free = [number for number in range(len(taken) + len(files)) if number not in taken]
    for file, number in zip(files, free, strict=False):
        file.rename(part_path(folder, table, number))
        taken.add(number)
    scratch.rmdir()


def _written(file: Path) -> int:
    return int(file.stem.rpartition("_")[2])


def described(files: Iterable[Path], key: str = "iri") -> list[Part]:
    """What the files themselves say of their rows and keys, without reading rows.

    Example:
        >>> [part.rows for part in described(parts_of(graph.version() / "tables", "undescribed"))]
        [0]
    """
    return [_described(file, key) for file in files]


def _described(file: Path, key: str) -> Part:
    facts = pq.read_metadata(file)
    lows, highs = [], []
    for group in map(facts.row_group, range(facts.num_row_groups)):
        column = next(x for x in map(group.column, range(group.num_columns)) if x.path_in_schema == key)
        if not group.num_rows:
            continue
        if column.statistics is None or not column.statistics.has_min_max:
            return Part(file, facts.num_rows, None, None)
        lows.append(column.statistics.min)
        highs.append(column.statistics.max)
    return Part(file, facts.num_rows, min(lows, default=None), max(highs, default=None))


def perhaps_with(db: duckdb.DuckDBPyConnection, parts: Sequence[Part], keys: str) -> list[Part]:
    """Those of some parts whose ranges hold any of some keys.

    Args:
        keys: a table or query in parentheses, with a column ``iri``.
    """
    numbered = list(enumerate(parts))
    unknown = {n for n, part in numbered if part.first is None and part.rows}
    known = [[n, part.first, part.last] for n, part in numbered if part.first is not None]
    if not known:
        return [part for n, part in numbered if n in unknown]
    columns = [list(column) for column in zip(*known, strict=True)]
    found = db.execute(
        "SELECT DISTINCT p.n FROM (SELECT unnest($1::BIGINT[]) AS n, unnest($2::VARCHAR[]) AS low, unnest($3::VARCHAR[]) AS high) p "
        f"JOIN {keys} k ON k.iri BETWEEN p.low AND p.high",
        columns,
    ).fetchall()
    hit = unknown | {int(n) for (n,) in found}
    return [part for n, part in numbered if n in hit]


def change(
    db: duckdb.DuckDBPyConnection, changed: Changed, table: str, before: Path, after: Path, old: Path | None = None
) -> None:
    """Make the parts of a table of the next version.

    Args:
        before, after: the folders with the parts of the two versions.
        old: the Parquet file to write the rows into that go; None: nobody needs them.
    """
    parts = described(parts_of(before, table), changed.key)
    going = _going(db, changed, parts)
    hit = [part for part in parts if part.file in going]
    rows_before = parquet(*(part.file for part in hit or parts[:1]))
    touched = f"JOIN {changed.touched} x ON x.iri = t.{changed.key}"
    if old:
        copy(db, f"SELECT t.* FROM {rows_before} t SEMI {touched}{'' if hit else ' WHERE false'}", old)
    alone = [part for part in hit if part.rows >= SMALL_ROWS]
    coming = _place(db, changed, alone)
    groups = [([part], f"WHERE n = {n}", coming.get(n, 0)) for n, part in enumerate(alone)]
    small = [part for part in hit if part.rows < SMALL_ROWS]
    if small or coming.get(None):
        new = coming.get(None, 0)
        others = [part for part in parts if part not in hit]
        groups.append(([*small, *_merged(others, new + sum(part.rows for part in small))], "WHERE n IS NULL", new))
    rewritten = {part.file for group, *_ in groups for part in group}
    taken: set[int] = set()
    for part in parts:
        if part.file not in rewritten and part.rows:
            link(part.file, after / part.file.name)
            taken.add(number_of(part.file))
    columns = ", ".join(f'"{name}"' for name in db.sql(f"SELECT * FROM {rows_before}").columns)
    for group, which, new in groups:
        left = sum(part.rows - going.get(part.file, 0) for part in group) + new
        kept = [f"SELECT {columns} FROM {parquet(*(p.file for p in group))} t ANTI {touched}"] if group else []
        rows = " UNION ALL ".join([*kept, f"SELECT {columns} FROM placed_rows {which}"])
        if left and len(group) == 1 and left <= 1.5 * PART_ROWS:
            _write_one(db, rows, after, table, taken)
        elif left:
            _write(db, rows, after, table, changed.key, taken)
    if not taken:
        _write_one(db, f"SELECT {columns} FROM placed_rows WHERE false", after, table, taken)
    if 0 not in taken:
        part_path(after, table, min(taken)).rename(part_path(after, table, 0))


def _write_one(db: duckdb.DuckDBPyConnection, rows: str, folder: Path, table: str, taken: set[int]) -> None:
    """Write rows as one part, as they come: who looks for a key reads all of a part that may have it."""
    number = next(number for number in range(len(taken) + 1) if number not in taken)
    db.execute(
        f"COPY ({rows}) TO {quoted(part_path(folder, table, number))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {2 * PART_ROWS})"
    )
    taken.add(number)


def _going(db: duckdb.DuckDBPyConnection, changed: Changed, parts: Sequence[Part]) -> dict[Path, int]:
    """The files from which rows go, each with their number."""
    perhaps = perhaps_with(db, parts, changed.touched)
    if not perhaps:
        return {}
    files = ", ".join(quoted(part.file) for part in perhaps)
    found = db.execute(
        f"SELECT t.filename, count(*) FROM read_parquet([{files}], filename = true) t "
        f"SEMI JOIN {changed.touched} x ON x.iri = t.{changed.key} GROUP BY t.filename"
    ).fetchall()
    return {Path(name): int(number) for name, number in found}


def _place(db: duckdb.DuckDBPyConnection, changed: Changed, alone: Sequence[Part]) -> dict[int | None, int]:
    """Make ``placed_rows``: the rows that come, with the number ``n`` of the first of some parts in whose range they are.

    Returns:
        how many rows have which number; None: they are in no range.
    """
    ranges = [(number, part.first, part.last) for number, part in enumerate(alone) if part.first is not None]
    columns = [list(column) for column in zip(*ranges, strict=True)] or [[], [], []]
    db.execute(
        "CREATE OR REPLACE TEMP TABLE part_ranges AS "
        "SELECT unnest($1::BIGINT[]) AS n, unnest($2::VARCHAR[]) AS low, unnest($3::VARCHAR[]) AS high",
        columns,
    )
    place = (
        f"SELECT f.{changed.key} AS key, min(r.n) AS n FROM (SELECT DISTINCT {changed.key} FROM {changed.fresh}) f "
        f"JOIN part_ranges r ON f.{changed.key} BETWEEN r.low AND r.high GROUP BY f.{changed.key}"
    )
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE placed_rows AS SELECT f.*, p.n FROM {changed.fresh} f LEFT JOIN ({place}) p ON p.key = f.{changed.key}"
    )
    counted = db.execute("SELECT n, count(*) FROM placed_rows GROUP BY n").fetchall()
    return {None if n is None else int(n): int(count) for n, count in counted}


def _merged(others: Sequence[Part], rows: int) -> list[Part]:
    """The parts that are written again with some rows, so that the number of parts grows with the logarithm of the changes."""
    chosen = []
    for part in sorted(others, key=lambda part: part.rows):
        if rows + part.rows > PART_ROWS or part.rows > max(SMALL_ROWS, 2 * rows):
            break
        chosen.append(part)
        rows += part.rows
    return chosen
