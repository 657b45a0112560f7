"""The sheets of an OpenDocument workbook (``.ods``), read by calamine, which gives values without their formats.

So a day is a day, however the spreadsheet shows it, and a formula is its stored value. The workbook is held in memory, within the
limits. Row numbers are those of the sheet; those of the second sheet continue after those of the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

import polars as pl

from govgraph.loaders.sheets.sheet import (
    ROW,
    WRONG_WIDTH,
    Cells,
    Sheet,
    clean,
    header_index,
    is_comment,
    plain_name,
    rows_a_block,
)
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source

MIME: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_TOP: Final = 20


def ods(source: Source, known: Callable[[str], bool], own: bool = False) -> Iterator[Sheet]:
    """The sheets that are not empty, with every cell as text.

    Args:
        known: whether a name is that of a declared column; it helps to find the header.
        own: whether they are our own tables (:func:`~govgraph.loaders.sheets.sheet.is_comment`).

    Raises:
        LoaderError: the workbook cannot be read, or exceeds the limits.

    Example:
        >>> from pathlib import Path
        >>> list(ods(Source(Path("a.ods"), data=b"PK"), bool))
        Traceback (most recent call last):
        govgraph.ontology.loader.LoaderError: a.ods: cannot be read as a workbook: ...
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with source.seekable() as stream:
            book = CalamineWorkbook.from_filelike(stream)
        offset = 0
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(_text(cell) for cell in row) for row in rows):
                yield _sheet(source, name, rows, known, offset, own)
                offset += len(rows)
    except (CalamineError, OSError, ValueError) as error:
        raise LoaderError(f"cannot be read as a workbook: {error}", where=str(source), expected=".ods") from error


def _sheet(
    source: Source, name: str, rows: list[list[Any]], known: Callable[[str], bool], offset: int, own: bool
) -> Sheet:
    filled = [
        (number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1) if any(map(_text, row))
    ]
    tops = [(number, row) for number, row in filled[:_TOP] if not is_comment(row, own)]
    index = header_index([row for _, row in tops], known)
    header_row, header = tops[index] if tops else (len(rows), [])
    names = {at: title for at, cell in enumerate(header) if (title := plain_name(cell))}
    if len(names) > source.limits.columns:
        raise LoaderError(
            f"more than {source.limits.columns:,} columns", where=f"{source}/{name}", hint="--limit columns=NUMBER"
        )
    data = [(number, row) for number, row in filled if number > header_row and not is_comment(row, own)]

    def cells(size: int) -> Iterator[Cells]:
        size = rows_a_block(size, len(names))
        for start in range(0, len(data), size):
            block = data[start : start + size]
            wide = [n for n, row in block if any(cell for at, cell in enumerate(row) if at not in names)]
            good = [(n, row) for n, row in block if n not in wide]
            frame = pl.DataFrame(
                {t: pl.Series([row[at] for _, row in good], dtype=pl.String) for at, t in names.items()}
            )
            frame = frame.with_columns(pl.Series(ROW, [n + offset for n, _ in good], dtype=pl.Int64))
            rejects = [Reject(n + offset, "", WRONG_WIDTH, f"more than {len(names)}") for n in wide]
            yield Cells(clean(frame), len(block), rejects)

    above = [Note("row above the header", f"{name}!{n} {' '.join(row)}"[:200], n + offset) for n, row in tops[:index]]
    return Sheet(name, {}, tuple(names.values()), header_row, cells, True, offset, notes=above)


def _text(cell: Any) -> str:
    """A value as text: a day without a time, a whole number without a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell).strip()
