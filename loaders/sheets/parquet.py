"""Rows of Parquet files: one cell per column, in blocks that are limited in rows and in bytes.

A few kilobytes of Parquet can hold a long text a million times, so only a few rows are decoded at once, and a block ends when it
gets too large.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from govgraph.loaders.sheets.sheet import ROW, Cells, Sheet, clean, rows_a_block, stem
from govgraph.ontology.loader import LoaderError, Source

_AT_ONCE: Final = 256
_BLOCK_BYTES: Final = 1 << 26
_FIRST_DAY: Final = 719_162
"""Days from the beginning of the year 1 to the beginning of 1970, where Parquet starts counting."""
_LAST_DAY: Final = 2_932_896
"""The last day of the year 9999, counted from 1970."""
_INT64: Final = 2**63 - 1
_FAULTS: Final = (pa.ArrowException, pl.exceptions.PolarsError, OSError, UnicodeDecodeError)


def parquet(source: Source) -> Sheet:
    """A Parquet file.

    Raises:
        LoaderError: the file cannot be read, or has more columns than the limit.

    Example:
        >>> import io
        >>> from pathlib import Path
        >>> stream = io.BytesIO()
        >>> pl.DataFrame({"id": [7.0], "name_en": ["Fund"]}).write_parquet(stream)
        >>> next(parquet(Source(Path("a.parquet"), data=stream.getvalue())).cells(10)).frame.row(0)
        ('7', 'Fund', 1)
    """
    try:
        with source.seekable() as stream:
            header = tuple(pq.ParquetFile(stream).schema_arrow.names)
    except _FAULTS as error:
        raise _error(source, error) from error
    if len(header) > source.limits.columns:
        raise LoaderError(
            f"more than {source.limits.columns:,} columns", where=str(source), hint="--limit columns=NUMBER"
        )
    exact = "iri" in header

    def cells(rows: int) -> Iterator[Cells]:
        first, size = 1, source.size()
        try:
            with source.seekable() as stream:
                file = pq.ParquetFile(stream)
                total = max(file.metadata.num_rows, 1)
                for frame in _frames(source, file, rows_a_block(rows, len(header))):
                    numbers = pl.int_range(first, first + frame.height, dtype=pl.Int64).alias(ROW)
                    text = pl.DataFrame([_as_text(frame[c]) for c in frame.columns if c != ROW]).with_columns(numbers)
                    first += frame.height
                    yield Cells(text if exact else clean(text), frame.height, position=size * (first - 1) // total)
        except _FAULTS as error:
            raise _error(source, error) from error

    return Sheet(stem(source), {}, header, 0, cells, stored=exact)


def _error(source: Source, error: Exception) -> LoaderError:
    return LoaderError(f"cannot be read as Parquet: {error}", where=str(source), hint="write it again")


def _frames(source: Source, file: pq.ParquetFile, rows: int) -> Iterator[pl.DataFrame]:
    """The rows, in frames of at most ``rows`` rows."""
    batches: list[pa.RecordBatch] = []
    height = size = 0
    for batch in file.iter_batches(batch_size=min(rows, _AT_ONCE)):
        if batch.nbytes > source.limits.line * min(batch.num_rows, 4):
            raise LoaderError(
                f"the rows from {height + 1} on hold more than {source.limits.line:,} bytes each",
                where=str(source),
                hint="--limit line=NUMBER, if the file is right",
            )
        if batches and (height + batch.num_rows > rows or size + batch.nbytes > _BLOCK_BYTES):
            yield _frame(batches)
            batches, height, size = [], 0, 0
        batches.append(batch)
        height, size = height + batch.num_rows, size + batch.nbytes
    if batches:
        yield _frame(batches)


def _frame(batches: list[pa.RecordBatch]) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(pa.Table.from_batches(batches)))


def _as_text(values: pl.Series) -> pl.Series:
    """A scalar column as text; lists stay lists."""
    kind = values.dtype
    if isinstance(kind, pl.List):
        return (
            values if kind.inner == pl.String or isinstance(kind.inner, pl.Struct) else values.cast(pl.List(pl.String))
        )
    if kind.is_float():
        # pandas stores a column of whole numbers with a gap as decimal numbers.
        text = values.cast(pl.Float64).cast(pl.String)
        return text.str.replace(r"^(-?\d+)\.0$", "${1}")
    if isinstance(kind, pl.Datetime):
        return _moments(values, kind)
    if kind == pl.Date:
        days = pl.col("v").dt.to_string("%Y-%m-%d")
        return _within(values, _LAST_DAY, days)
    return values.cast(pl.String) if not kind.is_nested() else values


def _moments(values: pl.Series, kind: pl.Datetime) -> pl.Series:
    """Time stamps as text: only the day if it is midnight in the column's own time zone, else with the time of day."""
    zone = kind.time_zone
    local = pl.col("v").dt.replace_time_zone(None)
    full = pl.col("v").dt.to_string("%Y-%m-%d %H:%M:%S%.f%:z" if zone else "%Y-%m-%d %H:%M:%S%.f")
    text = pl.when(local == local.dt.truncate("1d")).then(local.dt.to_string("%Y-%m-%d")).otherwise(full)
    return _within(values, _LAST_DAY * 86_400 * {"ms": 10**3, "us": 10**6, "ns": 10**9}[kind.time_unit], text)


def _within(values: pl.Series, last: int, text: pl.Expr) -> pl.Series:
    """Dates as text; one beyond the year 9999, which polars cannot write, as the number that is stored."""
    first = -_FIRST_DAY * (last // _LAST_DAY)
    stored = values.to_physical()
    good = stored.is_between(max(first, -_INT64), min(last, _INT64))
    # Dates out of range are removed first: polars would not raise an error for them but end the process.
    texts = (
        pl.DataFrame({"v": values, "good": good}).select(pl.when("good").then("v").alias("v")).select(text.alias("t"))
    )
    return pl.select(pl.coalesce(texts["t"], stored.cast(pl.String)).alias(values.name)).to_series()
