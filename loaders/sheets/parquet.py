"""Rows of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from govgraph.loaders.sheets.sheet import ROW, Cells, Sheet, clean, stem
from govgraph.ontology.loader import LoaderError, Source


def parquet(source: Source) -> Sheet:
    try:
        with source.seekable() as stream:
            header = tuple(pq.ParquetFile(stream).schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise LoaderError(f"cannot be read as Parquet: {error}", where=str(source)) from error

    def cells(rows: int) -> Iterator[Cells]:
        yield from _parquet_cells(source, "iri" in header, rows)

    return Sheet(stem(source), {}, header, 0, cells, stored="iri" in header)


def _parquet_cells(source: Source, exact: bool, rows: int) -> Iterator[Cells]:
    """Rows of a Parquet file, numbered from 1; with ``exact`` text is kept with its spaces."""
    first, size = 1, source.size()
    try:
        with source.seekable() as stream:
            file = pq.ParquetFile(stream)
            total = max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(batch_size=rows):
                frame = pl.DataFrame(pl.from_arrow(batch))
                count = frame.height
                numbers = pl.int_range(first, first + count, dtype=pl.Int64).alias(ROW)
                frame = pl.DataFrame([_as_text(frame[c]) for c in frame.columns if c != ROW]).with_columns(numbers)
                first += count
                yield Cells(frame if exact else clean(frame), count, position=size * (first - 1) // total)
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError) as error:
        raise LoaderError(f"cannot be read as Parquet: {error}", where=str(source)) from error


def _as_text(values: pl.Series) -> pl.Series:
    """A scalar column as text; lists stay lists."""
    kind = values.dtype
    if isinstance(kind, pl.List):
        return (
            values if kind.inner == pl.String or isinstance(kind.inner, pl.Struct) else values.cast(pl.List(pl.String))
        )
    if kind.is_float():
        # A column of whole numbers with a gap is stored as numbers with a point.
        text = values.cast(pl.Float64).cast(pl.String)
        return text.str.replace(r"^(-?\d+)\.0$", "${1}")
    return values.cast(pl.String) if kind in (pl.Boolean, pl.Date) or not kind.is_nested() else values
