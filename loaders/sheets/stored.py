"""Rows of files that are no text: Parquet and Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import fastexcel
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from govgraph.loaders.sheets.sheet import BROKEN, ROW, WRONG_WIDTH, Cells, Sheet, clean, stem, told
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source


def _on_disk(source: Source) -> BinaryIO:
    """The content as a stream that can be read in any order."""
    if source.local_path():
        return source.open()
    try:
        with source.open() as stream:
            return io.BytesIO(stream.read())
    except BROKEN as error:
        raise LoaderError(f"cannot be read on: {error}", where=str(source)) from error


def parquet(source: Source) -> Sheet:
    try:
        with _on_disk(source) as stream:
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
        with _on_disk(source) as stream:
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


# ------------------------------------------------------------------------------------------------ workbooks


def workbook(source: Source) -> Iterator[Sheet]:
    """The sheets of a workbook that hold anything; every cell as text."""
    try:
        with _on_disk(source) as stream:
            book = fastexcel.read_excel(stream.read())
    except fastexcel.FastExcelError as error:
        raise LoaderError(f"cannot be read as a workbook: {error}", where=str(source), expected=".xlsx") from error
    offset = 0
    for name in book.sheet_names:
        try:
            read = book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0)
            batch, errors = read.to_arrow_with_errors()
        except fastexcel.FastExcelError as error:
            raise LoaderError(f"the sheet {name!r} cannot be read: {error}", where=str(source)) from error
        frame = clean(pl.DataFrame(pl.from_arrow(batch)))
        if not frame.width or not frame.height:
            continue
        wrong = {e.position for e in errors.errors} if errors else set()
        yield _sheet(name, frame, wrong, offset)
        offset += frame.height


def _sheet(name: str, frame: pl.DataFrame, wrong: set[tuple[int, int]], offset: int) -> Sheet:
    """One sheet: comments, then the row of names, then rows."""
    meta: dict[str, tuple[str, int]] = {}
    begin, names = frame.height, [""] * frame.width
    for index, cells in enumerate(frame.iter_rows()):
        first = next((cell for cell in cells if cell is not None), None)
        if first is None:
            continue
        if not first.startswith("#"):
            begin, names = index, [cell or "" for cell in cells]
            break
        if said := told(first):
            meta.setdefault(said[0], (said[1], offset + index + 1))
    numbers = pl.int_range(offset + begin + 2, offset + frame.height + 1, eager=True, dtype=pl.Int64).alias(ROW)
    body = frame.slice(begin + 1).with_columns(numbers)
    faulty = sorted((row + 1 + offset, column) for row, column in wrong if row > begin and names[column])

    def cells_of(rows: int) -> Iterator[Cells]:
        columns = frame.columns
        for start in range(0, body.height, rows):
            part = body.slice(start, rows)
            some = part.filter(pl.any_horizontal(pl.col(columns).is_not_null()))
            comment = pl.col(columns[0]).str.starts_with("#").fill_null(False)
            notes = [
                Note("row that begins with # is a comment", text[:200], row)
                for text, row in some.filter(comment & pl.any_horizontal(pl.col(columns[1:] or columns).is_not_null()))
                .select(columns[0], ROW)
                .iter_rows()
                if len(columns) > 1
            ]
            some = some.filter(~comment)
            rejects: dict[int, Reject] = {}
            have = set(part[ROW].to_list())
            for row, column in faulty:
                if row in have:
                    rejects.setdefault(row, Reject(row, names[column], "the cell holds an error of the spreadsheet"))
            # A row of nothing but an error looks blank.
            errors_alone = set(rejects) - set(some[ROW].to_list())
            rows_read = some.height + len(errors_alone)
            some = some.filter(~pl.col(ROW).is_in(list(rejects)))
            unnamed = [c for c, n in zip(columns, names, strict=True) if not n]
            if unnamed:
                extra = pl.any_horizontal(pl.col(unnamed).is_not_null())
                for (row,) in some.filter(extra).select(ROW).iter_rows():
                    rejects[row] = Reject(row, "", WRONG_WIDTH, f"more than {sum(map(bool, names))}")
                some = some.filter(~extra)
            renamed = some.select(ROW, *(pl.col(c).alias(n) for c, n in zip(columns, names, strict=True) if n))
            yield Cells(renamed, rows_read, [rejects[r] for r in sorted(rejects)], notes)

    return Sheet(name, meta, tuple(n for n in names if n), begin + 1, cells_of, True, offset)
