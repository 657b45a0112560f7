"""DuckDB as the graph uses it: how much memory and which cores a connection gets, and Parquet files as SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import polars as pl

THREADS = 2
"""Threads of a connection: parallel work takes memory for each thread, and the stores are built beside it."""


def connect(*, memory: str = "1500MB", spill: Path | None = None, ordered: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection of its own to no database: what it reads are Parquet files and registered frames.

    Args:
        memory: the most that it may hold, as DuckDB writes it.
        spill: a folder for what does not fit, made when it is needed; None: nothing is written, and too much is an error.
        ordered: whether rows without an ``ORDER BY`` keep the order of their source, which costs memory.

    Example:
        >>> with connect(memory="100MB") as db:
        ...     db.execute("SELECT current_setting('threads'), current_setting('temp_directory')").fetchone()
        (2, '')
    """
    # By default DuckDB spills into a folder `.tmp` where the process stands.
    db = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": memory,
            "temp_directory": str(spill or ""),
            "preserve_insertion_order": ordered,
        }
    )
    db.execute("SET enable_progress_bar = false")
    return db


def quoted(text: Path | str) -> str:
    """A path or word of ours as an SQL string; what comes from outside is bound instead.

    Example:
        >>> quoted("a'b")
        "'a''b'"
    """
    return "'" + str(text).replace("'", "''") + "'"


def parquet(*files: Path) -> str:
    """One or several Parquet files as an SQL table.

    Example:
        >>> parquet(Path("a.parquet"))
        "read_parquet(['a.parquet'], union_by_name = true)"
    """
    return f"read_parquet([{', '.join(quoted(f) for f in files)}], union_by_name = true)"


def with_columns(
    db: duckdb.DuckDBPyConnection, source: str, schema: Mapping[str, pl.DataType | type[pl.DataType]]
) -> str:
    """An SQL table with all columns of a schema: null in those that were declared after its files were written.

    Args:
        source: as :func:`parquet` gives it.
        schema: column -> polars type.

    Example:
        >>> import polars as pl
        >>> with connect() as db:
        ...     db.execute("CREATE TABLE t AS SELECT 1 AS a")
        ...     with_columns(db, "t", {"a": pl.Int64, "b": pl.List(pl.String)})
        <...>
        '(SELECT *, NULL::VARCHAR[] AS b FROM t)'
    """
    present = set(db.sql(f"SELECT * FROM {source}").columns)
    missing = {column: kind for column, kind in schema.items() if column not in present}
    if not missing:
        return source
    import polars as pl

    types = duckdb.from_arrow(pl.DataFrame(schema=missing).to_arrow(), connection=db).types
    nulls = ", ".join(f"NULL::{kind} AS {column}" for column, kind in zip(missing, types, strict=True))
    return f"(SELECT *, {nulls} FROM {source})"


def copy(db: duckdb.DuckDBPyConnection, query: str, to: Path) -> None:
    """Write the rows of a query to a Parquet file.

    Example:
        >>> import tempfile
        >>> target = Path(tempfile.mkdtemp()) / "a.parquet"
        >>> with connect() as db:
        ...     copy(db, "SELECT 1 AS a", target)
        >>> target.exists()
        True
    """
    db.execute(f"COPY ({query}) TO {quoted(to)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")
