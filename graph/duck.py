"""DuckDB as the graph uses it: how much memory and how many threads a connection gets, and Parquet files as SQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from govgraph.graph.errors import GraphError

if TYPE_CHECKING:
    import polars as pl
    from polars._typing import PolarsDataType

THREADS = 2
"""Threads of a connection: each thread takes memory, and stores are built at the same time."""

MEMORY_VARIABLE, SPILL_VARIABLE = "GOVGRAPH_MEMORY", "GOVGRAPH_SPILL"
"""The environment variables with the most memory for putting rows together, and with the folder for what does not fit."""
_USUAL_BYTES = 750_000_000
MEMORY = f"{_USUAL_BYTES // 1_000_000}MB"

_BYTES_OF_A_ROW, _MOST_BYTES = 300, 3_000_000_000
"""What joins and sorts hold of a row of a file, and the most that they get: more rows need the disk, which costs half as much again."""

_SMALL_BYTES = 4 << 20
_FEW_ROWS = 20_000


def connect(
    *, memory: str = "", spill: Path | None = None, ordered: bool = True, threads: int = THREADS
) -> duckdb.DuckDBPyConnection:
    """A new connection without a database: it reads Parquet files and registered frames.

    Args:
        memory: the most memory that it may use, as DuckDB writes it; empty: as the setting says.
        spill: a folder for data that does not fit, made when it is needed; None: data that does not fit is an error.
        ordered: whether rows without an ``ORDER BY`` keep the order of their source, which costs memory.
        threads: how many work; `threads_for` some rows.

    Raises:
        GraphError: the setting is no amount of memory.

    Example:
        >>> with connect(memory="100MB") as db:
        ...     db.execute("SELECT current_setting('threads'), current_setting('temp_directory')").fetchone()
        (2, '')
    """
    wanted = memory or os.environ.get(MEMORY_VARIABLE) or MEMORY
    # By default DuckDB spills into a folder `.tmp` in the working directory.
    try:
        db = duckdb.connect(
            config={
                "threads": threads,
                "memory_limit": wanted,
                "temp_directory": str(spill or ""),
                "preserve_insertion_order": ordered,
            }
        )
    except duckdb.Error as error:
        if memory:
            raise
        raise GraphError(
            f"{MEMORY_VARIABLE} is not an amount of memory: {wanted}", expected=f"for example {MEMORY}"
        ) from error
    db.execute("SET enable_progress_bar = false")
    return db


def asking(
    files: Iterable[Path] = (), spill: Path | None = None, *, memory: str = "", ordered: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection for a small question. Its views and tables have to be temporary; nobody else sees them.

    It belongs to a database that the process keeps: making one costs 20 ms of a processor, more than most questions.

    Args:
        files: what the question is about, if that may be large.
        spill, memory: for large files, as in :func:`connect`: the connection then is a new one.
        ordered: as in :func:`connect`; for small files the order is always kept.

    Raises:
        GraphError: the setting is no amount of memory.

    Example:
        >>> with asking() as db:
        ...     db.execute("SELECT 1").fetchall()
        [(1,)]
    """
    if (spill or memory) and not are_small(0, files):
        return connect(spill=spill, memory=memory, ordered=ordered)
    # After a fork, the threads of the database are in the other process.
    db = _kept(os.environ.get(MEMORY_VARIABLE) or MEMORY, os.getpid()).cursor()
    db.execute("SET enable_progress_bar = false")
    return db


@cache
def _kept(_memory: str, _process: int) -> duckdb.DuckDBPyConnection:
    db = connect(threads=1)
    # A file of a graph may be made anew under the same name.
    db.execute("SET enable_external_file_cache = false")
    return db


def memory_for(rows: int) -> str:
    """The memory for putting together the rows of all files, as DuckDB writes it; empty: as the setting says.

    Without a setting it grows with the rows, up to 3 GB and a quarter of the computer's memory.

    Example:
        >>> memory_for(2_000_000)
        ''
    """
    needed = min(rows * _BYTES_OF_A_ROW, _MOST_BYTES, _physical_memory() // 4)
    if os.environ.get(MEMORY_VARIABLE) or needed <= _USUAL_BYTES:
        return ""
    return f"{needed // 1_000_000}MB"


def threads_for(rows: int) -> int:
    """The threads for putting together the rows of all files: of few rows, a second thread costs more than its share of the work.

    Example:
        >>> threads_for(1_000), threads_for(1_000_000)
        (1, 2)
    """
    return 1 if rows < _FEW_ROWS else THREADS


def are_small(rows: int, files: Iterable[Path]) -> bool:
    """Whether planning a statement over files costs more than reading them once: they have few rows together, and no long texts.

    Example:
        >>> are_small(1_000, [])
        True
    """
    return rows < _FEW_ROWS and sum(file.stat().st_size for file in files) <= _SMALL_BYTES


def _physical_memory() -> int:
    """Bytes of memory that the computer has; 0 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return 0


def memory_of(db: duckdb.DuckDBPyConnection) -> int:
    """The most memory that a connection may use, in bytes.

    Example:
        >>> with connect(memory="96MiB") as db:
        ...     memory_of(db)
        100663296
    """
    ((size,),) = db.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchall()
    return int(size)


def too_little_memory(error: duckdb.OutOfMemoryException, what: str, where: Path) -> GraphError:
    """The error for work that does not fit into the memory of the setting, even with the disk.

    Args:
        what: what could not be done.
        where: the folder in which it was done.
    """
    return GraphError(
        f"{what} in the memory that it may use: {str(error).splitlines()[0]}",
        where=str(where),
        hint=f"allow more with --memory or {MEMORY_VARIABLE}, and repeat the command; the graph is as it was",
    )


def spill_below(usual: Path) -> Path:
    """A folder that is not there yet, for what does not fit in memory: below the one of the setting, or the usual one.

    Raises:
        GraphError: the setting names no folder.

    Example:
        >>> spill_below(Path("work/spill")).name
        'spill'
    """
    chosen = os.environ.get(SPILL_VARIABLE)
    if not chosen:
        return usual
    try:
        Path(chosen).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraphError(
            f"{SPILL_VARIABLE} names a folder that cannot be made: {error.strerror}", where=chosen, hint="name another"
        ) from error
    # Several processes may have the same setting.
    return Path(chosen).resolve() / f"govgraph-{uuid.uuid4().hex[:12]}"


def quoted(text: Path | str) -> str:
    """A path or word of our own as an SQL string; values from outside are bound instead.

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
    """An SQL table with all columns of a schema, under their names of today; columns declared after the files were written are null.

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
        >>> with connect() as db:
        ...     db.execute("CREATE TABLE old AS SELECT 1 AS row, '/a' AS at")
        ...     with_columns(db, "old", {"row": pl.Int64, "pointer": pl.String})
        <...>
        '(SELECT * EXCLUDE ("at"), "at" AS pointer FROM old)'
    """
    from govgraph.ontology.block import FORMER

    present = set(db.sql(f"SELECT * FROM {source}").columns)
    renamed = {old: new for old, new in FORMER.items() if old in present and new in schema}
    missing = {column: kind for column, kind in schema.items() if column not in {*present, *renamed.values()}}
    if not missing and not renamed:
        return source
    # Files of before and of today may be read together.
    without = [*renamed, *(new for new in renamed.values() if new in present)]
    added = [
        f"coalesce({new}, {_name(old)}) AS {new}" if new in present else f"{_name(old)} AS {new}"
        for old, new in renamed.items()
    ]
    added += [f"NULL::{sql_type(kind)} AS {column}" for column, kind in missing.items()]
    kept = f"* EXCLUDE ({', '.join(map(_name, without))})" if without else "*"
    return f"(SELECT {kept}, {', '.join(added)} FROM {source})"


def _name(column: str) -> str:
    return f'"{column}"'


def sql_type(kind: PolarsDataType) -> str:
    """DuckDB's name for the type of a column of ours.

    Example:
        >>> import polars as pl
        >>> sql_type(pl.List(pl.Struct({"lang": pl.String, "text": pl.String})))
        'STRUCT("lang" VARCHAR, "text" VARCHAR)[]'
    """
    import polars as pl

    match kind:
        case pl.List():
            return f"{sql_type(kind.inner)}[]"
        case pl.Struct():
            return "STRUCT(" + ", ".join(f'"{x.name}" {sql_type(x.dtype)}' for x in kind.fields) + ")"
    names = {"String": "VARCHAR", "Int64": "BIGINT", "Float64": "DOUBLE", "Boolean": "BOOLEAN", "Date": "DATE"}
    return names[str(kind)]


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
