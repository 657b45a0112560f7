"""Parquet files as SQL: how DuckDB is told to read and to write the tables of loads and versions."""

from __future__ import annotations

from pathlib import Path

import duckdb


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
        >>> with duckdb.connect() as db:
        ...     copy(db, "SELECT 1 AS a", target)
        >>> target.exists()
        True
    """
    db.execute(f"COPY ({query}) TO {quoted(to)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")
