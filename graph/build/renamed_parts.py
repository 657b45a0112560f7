"""The parts of a table in which nothing but names of actors changes, as after a decision: only columns that name actors are written again.

A busy actor is named in all parts of a large table, so all of them change. Their other columns, which are most of the bytes, are copied as they are
(:mod:`govgraph.graph.build.column_splice`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from govgraph.graph.build import merging, part_files, renamed
from govgraph.graph.build.column_splice import CannotSplice, idle_share, replace_columns
from govgraph.graph.duck import copy, parquet, quoted
from govgraph.graph.files import link
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.declaration import Table

_MOST_IDLE = 0.5
"""From which share of bytes on that nothing refers to a part is written anew as a whole."""


def change(
    db: duckdb.DuckDBPyConnection,
    table: Table,
    rows: str,
    touched: str,
    before: Path,
    after: Path,
    work: Path,
    old: Path | None = None,
    new: Path | None = None,
) -> bool:
    """Make the parts of a table of the next version.

    Args:
        rows: a table or view of all rows that count, with the IRIs of now.
        touched: a table whose column ``iri`` lists the things whose rows may name another actor now.
        before, after: the folders with the parts of the two versions.
        work: a folder for files that are removed again.
        old, new: the Parquet files to write the rows into that go and come; None: nobody needs them.

    Returns:
        False, and nothing is made, if a thing has several rows: what these come to together may change in other columns too.
    """
    columns = {c.name: merging.set_of(c.name) if c.many else c.name for c in table.refs if renamed.names_actors(c)}
    picks = "".join(f", any_value({pick}) AS {name}" for name, pick in columns.items())
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE renamed_rows AS SELECT t.iri{picks}, count(*) AS _rows FROM {rows} t SEMI JOIN {touched} x ON x.iri = t.iri GROUP BY t.iri"
    )
    ((most,),) = db.execute("SELECT max(_rows) FROM renamed_rows").fetchall()
    if most is None or most > 1:
        return False
    parts = parts_of(before, table.name)
    changes = _find_changes(db, list(columns), parts)
    if old and new:
        same = f"{parquet(*parts)} t JOIN changing c ON c.iri = t.iri"
        copy(db, f"SELECT t.* FROM {same}", old)
        copy(db, f"SELECT t.* REPLACE ({', '.join(f'c.{name} AS {name}' for name in columns)}) FROM {same}", new)
    for part in parts:
        if part in changes:
            _rename(db, part, changes[part], after / part.name, work / "columns.parquet")
        else:
            link(part, after / part.name)
    return True


def _find_changes(
    db: duckdb.DuckDBPyConnection, columns: Sequence[str], parts: Sequence[Path]
) -> dict[Path, list[str]]:
    """Make the table ``changing`` of the rows that change, each with its file, its place in it and what it says now.

    Returns:
        the parts in which rows change, each with the columns in which they do.
    """
    perhaps = part_files.perhaps_with(db, part_files.described(parts), "renamed_rows")
    if not perhaps:
        db.execute("CREATE OR REPLACE TEMP TABLE changing AS FROM renamed_rows LIMIT 0")
        return {}
    files = ", ".join(quoted(part.file) for part in perhaps)
    differ = [f"t.{name} IS DISTINCT FROM f.{name}" for name in columns]
    told = ", ".join(f"{each} AS _differs_{name}" for each, name in zip(differ, columns, strict=True))
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE changing AS SELECT f.*, t.filename AS _file, t.file_row_number AS _row, {told} "
        f"FROM read_parquet([{files}], filename = true, file_row_number = true) t JOIN renamed_rows f ON f.iri = t.iri "
        f"WHERE {' OR '.join(differ)}"
    )
    some = ", ".join(f"bool_or(_differs_{name})" for name in columns)
    found = db.execute(f"SELECT _file, {some} FROM changing GROUP BY _file").fetchall()
    return {Path(file): [name for name, any_of in zip(columns, each, strict=True) if any_of] for file, *each in found}


def _rename(db: duckdb.DuckDBPyConnection, part: Path, columns: Sequence[str], target: Path, scratch: Path) -> None:
    """Write a part with the names of now in some columns."""
    now = ", ".join(f"CASE WHEN c.iri IS NULL THEN t.{name} ELSE c.{name} END AS {name}" for name in columns)
    rows = (
        f"read_parquet({quoted(part)}, file_row_number = true) t "
        f"LEFT JOIN (FROM changing WHERE _file = {quoted(part)}) c ON c._row = t.file_row_number ORDER BY t.file_row_number"
    )
    if idle_share(part) < _MOST_IDLE:
        _write(db, f"SELECT {now} FROM {rows}", scratch)
        try:
            replace_columns(part, scratch, target)
            return
        except CannotSplice:
            target.unlink(missing_ok=True)
    _write(db, f"SELECT t.* EXCLUDE (file_row_number) REPLACE ({now}) FROM {rows}", target)


def _write(db: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    db.execute(
        f"COPY ({rows}) TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {2 * part_files.PART_ROWS})"
    )
