"""DuckDB as the graph uses it: how much memory and which cores a connection gets, and Parquet files as SQL."""

from __future__ import annotations

from pathlib import Path

import duckdb

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
