"""The sheets of an Excel workbook as tables, and notes on what a workbook holds besides the values of its cells.

The value of merged cells holds for all rows that they span. A note is made of what a spreadsheet program shows but cannot be
loaded (links and comments of cells), and of what people may not expect (hidden rows, dates that are shown without their day).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice

import polars as pl

from govgraph.loaders.sheets.sheet import (
    ROW,
    WRONG_WIDTH,
    Cells,
    Sheet,
    clean,
    header_index,
    is_comment,
    metadata_in_comment,
    plain_name,
    rows_a_block,
)
from govgraph.loaders.sheets.xlsx import Book, Part
from govgraph.loaders.sheets.xlsx_cells import Row, Wrong, reference
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source

_TOP = 20


def workbook(source: Source, known: Callable[[str], bool], own: bool = False) -> Iterator[Sheet]:
    """The sheets of a workbook that are not empty, with every cell as text.

    Args:
        known: whether a name is that of a declared column; it helps to find the header.
        own: whether they are our own tables (:func:`~govgraph.loaders.sheets.sheet.is_comment`).

    Raises:
        LoaderError: the file is not a workbook, is damaged, or exceeds the limits.

    Example:
        >>> import io
        >>> from pathlib import Path
        >>> import xlsxwriter
        >>> stream = io.BytesIO()
        >>> with xlsxwriter.Workbook(stream) as book:
        ...     sheet = book.add_worksheet("actors")
        ...     done = sheet.write_column("A1", ["id", 7])
        >>> (sheet,) = workbook(Source(Path("a.xlsx"), data=stream.getvalue()), lambda name: name == "id")
        >>> sheet.name, sheet.header, next(sheet.cells(10)).frame["id"].to_list()
        ('actors', ('id',), ['7'])
    """
    book = Book(source)
    offset = 0
    for part in book.parts:
        if part.last_row:
            yield _sheet(book, part, known, offset, own)
            offset += part.last_row


def _text(cell: str | Wrong | None) -> str:
    return "" if cell is None or isinstance(cell, Wrong) else cell


def _is_comment(row: Row, first: int, own: bool) -> bool:
    """Whether a row is a comment; ``first``: the first column of the table."""
    if not _text(row.cells.get(first)).startswith("#"):
        return False
    return is_comment([_text(row.cells[column]) for column in sorted(row.cells) if column >= first], own)


def _sheet(book: Book, part: Part, known: Callable[[str], bool], offset: int, own: bool) -> Sheet:
    """One sheet: comments and titles, then the header, then the rows of data."""
    meta: dict[str, tuple[str, int]] = {}
    tops: list[Row] = []
    for row in book.rows(part):
        first = _text(row.cells[min(row.cells)]).strip()
        if not _is_comment(row, min(row.cells), own):
            tops.append(row)
            if len(tops) == _TOP:
                break
        elif (word := metadata_in_comment(first)) and len(tops) == 0:
            meta.setdefault(word[0], (word[1], offset + row.number))
    index = header_index([[_text(cell) for cell in row.cells.values()] for row in tops], known)
    names: dict[int, str] = {}
    if index < len(tops):
        names = {column: name for column, cell in tops[index].cells.items() if (name := plain_name(_text(cell)))}
        if len(names) > book.source.limits.columns:
            raise LoaderError(
                f"more than {book.source.limits.columns:,} columns",
                where=f"{book.source}/{part.name}:{tops[index].number}",
                hint="--limit columns=NUMBER",
            )
    header_row = tops[index].number if names else part.last_row

    def cells(rows: int) -> Iterator[Cells]:
        yield from _cells(book, part, names, header_row, offset, rows_a_block(rows, len(names)), own)

    above = [
        Note("row above the header", f"{part.name}!{row.number} {' '.join(map(_text, row.cells.values()))}"[:200], offset + row.number)
        for row in tops[:index]
    ]  # fmt: skip
    if part.hidden:
        above.append(Note("hidden sheet is loaded", part.name, offset + 1))
    return Sheet(part.name, meta, tuple(names.values()), header_row, cells, True, offset, notes=above)


class _Merged:
    """Merged cells below the header, in the order of their rows: the value is used in the first column, for all rows."""

    def __init__(self, part: Part, header_row: int, names: dict[int, str]) -> None:
        below = sorted(m for m in part.merged if m[0] > header_row and m[1] in names)
        self.coming = deque(below)
        self.open: dict[int, tuple[int, str | Wrong]] = {}

    def fill(self, row: Row) -> Iterator[str]:
        """Fill the merged cells of a row, and yield a text to note for each of them that begins in it."""
        while self.coming and self.coming[0][0] <= row.number:
            first, column, last, last_column = self.coming.popleft()
            value = row.cells.get(column) if first == row.number else None
            name = f"{reference(first, column)}:{reference(last, last_column)}"
            if value is not None and last > first:
                self.open[column] = (last, value)
                yield f"{name} {_text(value)}"
            elif value is not None:
                yield f"{name} {_text(value)}, in its first column only"
        for column, (last, value) in list(self.open.items()):
            if row.number > last:
                del self.open[column]
            else:
                row.cells.setdefault(column, value)


def _cells(
    book: Book, part: Part, names: dict[int, str], header_row: int, offset: int, rows: int, own: bool
) -> Iterator[Cells]:
    merged = _Merged(part, header_row, names)
    below = (row for row in book.rows(part) if row.number > header_row)
    while some := list(islice(below, rows)):
        values: dict[str, list[str | None]] = {name: [] for name in names.values()}
        numbers: list[int] = []
        rejects: list[Reject] = []
        notes: list[Note] = []
        rows_read = 0
        for row in some:
            number = row.number + offset
            if _is_comment(row, min(names, default=0), own):
                if len(row.cells) > 1:
                    notes.append(
                        Note("row that begins with # is a comment", _text(row.cells[min(names)])[:200], number)
                    )
                continue
            notes += [Note("merged cells", f"{part.name}!{text}"[:200], number) for text in merged.fill(row)]
            if not any(isinstance(cell, Wrong) or cell.strip() for cell in row.cells.values()):
                continue
            rows_read += 1
            if reject := _reject(row, names, number):
                rejects.append(reject)
                continue
            notes += _remarks(part, row, names, number)
            numbers.append(number)
            for column, name in names.items():
                cell = row.cells.get(column)
                values[name].append(cell if isinstance(cell, str) else None)
        frame = pl.DataFrame({name: pl.Series(column, dtype=pl.String) for name, column in values.items()})
        yield Cells(clean(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))), rows_read, rejects, notes)


def _reject(row: Row, names: dict[int, str], number: int) -> Reject | None:
    for column, cell in sorted(row.cells.items()):
        if isinstance(cell, Wrong) and column in names:
            return Reject(number, names[column], cell.reason)
    if any(column not in names and not _is_number_of_row(column, cell, names) for column, cell in row.cells.items()):
        return Reject(number, "", WRONG_WIDTH, f"more than {len(names)}")
    return None


def _is_number_of_row(column: int, cell: str | Wrong, names: dict[int, str]) -> bool:
    """Whether a cell below no name says nothing: it is empty, or the number that pandas and R write before each row."""
    text = _text(cell).strip()
    return not isinstance(cell, Wrong) and (not text or (column < min(names) and text.isdigit()))


def _remarks(part: Part, row: Row, names: dict[int, str], number: int) -> Iterator[Note]:
    for column, remark in row.remarks:
        if column in names:
            kind = "date shown without its day" if "is shown as" in remark else "value that may not be meant"
            yield Note(kind, f"{part.name}!{reference(row.number, column)}: {remark}"[:200], number)
    for column in row.cells:
        link = part.links.get((row.number, column), "")
        if link and link.rstrip("/") != _text(row.cells[column]).strip().rstrip("/"):
            yield Note(
                "link of a cell is not loaded", f"{part.name}!{reference(row.number, column)} {link}"[:200], number
            )
        if (row.number, column) in part.comments:
            yield Note("comment of a cell is not loaded", f"{part.name}!{reference(row.number, column)}", number)
    if row.hidden:
        yield Note("hidden row is loaded", f"{part.name}!{row.number}", number)
