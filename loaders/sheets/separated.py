"""Rows of CSV files (RFC 4180) with any of the usual separators, as people and programs really write them.

Comments, a line ``sep=;`` for Excel, and titles may stand above the header. If a quote is opened and not closed, only its own
line is rejected: the lines after it are read again as rows, instead of becoming the text of one cell.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from govgraph.loaders.sheets.encoding import Lines, encoding_of, encoding_of_rows, head_lines
from govgraph.loaders.sheets.sheet import (
    ROW,
    WRONG_WIDTH,
    Cells,
    Sheet,
    clean,
    header_index,
    metadata_in_comment,
    plain_name,
    rows_a_block,
    stem,
)
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source

_DELIMITERS: Final = ",;\t"
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?[,;\t]*\s*', re.IGNORECASE)
"""The line above the header by which Excel is told what separates the cells."""
_TOP: Final = 20
"""How many rows are searched for the header."""
_RECORD: Final = 1 << 20
"""The number of characters after which an open quote counts as never closed."""
_AGAIN: Final = 16
"""How often, on average, a line may be read again before the file is refused; this limits the time that broken quotes cost."""

# The csv module has one limit for the whole process, so it is only ever raised; a record is ended by _RECORD.
csv.field_size_limit(max(csv.field_size_limit(), _RECORD))

QUOTES: Final = "a quote is opened and not closed"
QUOTES_HINT: Final = "write a quote in a quoted cell twice"


@dataclass(slots=True)
class _Records:
    """Reads records from lines, one after the other.

    Attributes:
        lines: where the lines come from.
        number: records read so far, including comments and blank lines.
    """

    lines: Iterator[str]
    delimiter: str
    where: str
    number: int = 0
    _again: deque[str] = field(default_factory=deque)
    _line_number: int = 0
    _read: int = 0
    _reread: int = 0

    def next(self, width: int = 0) -> list[str] | str | None:
        """The cells of the next record; or a text that says what is wrong with it; or None at the end.

        Args:
            width: the number of cells in a record; 0 if it is not known.
        """
        line = self._line()
        if line is None:
            return None
        self.number += 1
        if '"' not in line or line.lstrip().startswith("#"):
            return line.rstrip("\r\n").split(self.delimiter)
        record_lines = [line]
        try:
            cells = next(csv.reader(self._fed(record_lines), delimiter=self.delimiter, strict=True), [])
        except csv.Error as error:
            return self._broken(record_lines, QUOTES if "end of data" in str(error) else str(error))
        if len(record_lines) > 1 and width and _swallowed(record_lines, self.delimiter, len(cells), width):
            return self._broken(record_lines, QUOTES)
        return cells

    def _fed(self, record_lines: list[str]) -> Iterator[str]:
        size = len(record_lines[0])
        yield record_lines[0]
        while size < _RECORD and (line := self._line()) is not None:
            record_lines.append(line)
            size += len(line)
            yield line

    def _line(self) -> str | None:
        line = self._again.popleft() if self._again else next(self.lines, None)
        if line is not None:
            self._line_number += 1
            self._read += len(line)
        return line

    def _broken(self, record_lines: list[str], why: str) -> str:
        """What is wrong with the record: its first line is at fault, the others will be read again."""
        last = self._line_number
        again = sum(map(len, record_lines[1:]))
        self._again.extendleft(reversed(record_lines[1:]))
        self._line_number -= len(record_lines) - 1
        self._read -= again
        self._reread += again
        if self._reread > self._read * _AGAIN + _RECORD * 4:
            raise LoaderError("too many quotes are opened and not closed", where=self.where, hint=QUOTES_HINT)
        return f"lines {self._line_number} to {last}: {why}"


def _swallowed(record_lines: list[str], delimiter: str, cells: int, width: int) -> bool:
    """Whether the lines of one record are really several rows that a stray quote has joined into a cell."""
    inside = record_lines[1:-1]
    rows = sum(len(line.split(delimiter)) == width for line in inside) if width > 1 else 0
    if cells != width:
        return rows > 0 or len(record_lines[-1].split(delimiter)) == width
    # A text of many lines may have a line with as many separators as a row, but hardly all of them.
    return rows * (width - 1) >= 6 and rows * 10 >= len(inside) * 9


def separated(source: Source, known: Callable[[str], bool], names: tuple[str, ...] = (), delimiter: str = "") -> Sheet:
    """A CSV file, separated by comma, semicolon or TAB, whichever gives the header the most known names.

    Args:
        known: whether a name is that of a declared column.
        names: of a file without a header, the names of its columns.
        delimiter: of such a file, what separates its cells.

    Raises:
        LoaderError: there is no header.

    Example:
        >>> from pathlib import Path
        >>> data = "Register of 2019\\nid;kind\\na;ngo\\n".encode()
        >>> sheet = separated(Source(Path("a.csv"), data=data), lambda name: name in ("id", "kind"))
        >>> sheet.header, sheet.header_row, next(sheet.cells(10)).frame["kind"].to_list()
        (('id', 'kind'), 2, ['ngo'])
    """
    encoding = encoding_of(source)
    if names:
        top = _Top(delimiter, names)
        return Sheet(stem(source), {}, names, 0, lambda rows: _cells(source, top, rows), notes=list(encoding.notes))
    head = head_lines(source, encoding)
    announced = SEPARATOR_LINE.fullmatch(head[0]) if head else None
    most = source.limits.columns + 1  # more are refused below, without a look at their names
    tries = [_top(head, d, known, most) for d in ([announced[1]] if announced else _DELIMITERS)]
    top = max(tries, key=lambda t: (sum(map(known, t.header)), len(t.header)))
    if not top.row:
        raise LoaderError(
            "there is no header", where=str(source), expected="a first line with the names of the columns"
        )
    if len(top.header) > source.limits.columns:
        raise LoaderError(
            f"more than {source.limits.columns:,} columns", where=f"{source}:{top.row}", hint="--limit columns=NUMBER"
        )

    def cells(rows: int) -> Iterator[Cells]:
        yield from _cells(source, top, rows)

    return Sheet(stem(source), top.meta, top.header, top.row, cells, notes=[*encoding.notes, *top.notes])


@dataclass(slots=True)
class _Top:
    """What stands above the rows of data: the header, the number of its row (0: there is none), and comments."""

    delimiter: str
    header: tuple[str, ...] = ()
    row: int = 0
    meta: dict[str, tuple[str, int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def _top(head: Iterable[str], delimiter: str, known: Callable[[str], bool], most: int) -> _Top:
    top = _Top(delimiter)
    records = _Records(iter(head), delimiter, "")
    rows: list[tuple[int, list[str]]] = []
    comments: list[tuple[int, str]] = []
    while len(rows) < _TOP and (record := records.next()) is not None:
        if isinstance(record, str):
            rows.append((records.number, []))
            continue
        text = delimiter.join(record).strip()
        if text.lstrip('"').startswith("#"):
            # A spreadsheet program adds separators after a comment.
            comments.append((records.number, text.rstrip(",;\t ").strip('"')))
        elif text.strip(",;\t") and not (records.number == 1 and SEPARATOR_LINE.fullmatch(text)):
            rows.append((records.number, _names(record[:most])))
    index = header_index([names for _, names in rows], known)
    if index < len(rows):
        top.row, top.header = rows[index][0], tuple(rows[index][1])
        top.notes = [Note("row above the header", " ".join(names)[:200], row) for row, names in rows[:index]]
    for row, text in comments:
        if row < top.row and (word := metadata_in_comment(text)):
            top.meta.setdefault(word[0], (word[1], row))
    return top


def _names(record: Sequence[str]) -> list[str]:
    names = [plain_name(name) for name in record]
    while names and not names[-1]:
        names.pop()
    return names


def _cells(source: Source, top: _Top, rows: int) -> Iterator[Cells]:
    """The records after the header; row numbers count all records, including comments, blank lines and the header."""
    encoding = encoding_of_rows(source)
    lines = Lines(source, encoding)
    records = _Records(iter(lines), top.delimiter, str(source))
    while records.number < top.row:
        records.next()
    width = len(top.header)
    rows = rows_a_block(rows, width)
    texts: list[list[str]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    notes = [] if encoding == encoding_of(source) else list(encoding.notes)
    rows_read = 0

    def block() -> Cells:
        return Cells(_frame(top.header, texts, numbers), rows_read, rejects, notes, lines.position)

    while (record := records.next(width)) is not None:
        number = records.number
        if isinstance(record, str):
            rejects.append(Reject(number, "", "quotes are broken", record))
            rows_read += 1
        elif not any(map(str.strip, record)):
            continue
        elif record[0].startswith("#"):
            if any(record[1:]):
                notes.append(Note("row that begins with # is a comment", record[0][:200], number))
            continue
        else:
            rows_read += 1
            if len(record) != width and (len(record) < width or any(map(str.strip, record[width:]))):
                rejects.append(Reject(number, "", WRONG_WIDTH, f"{len(record)}, not {width}"))
            else:
                texts.append(record[:width])
                numbers.append(number)
        if rows_read == rows:
            yield block()
            texts, numbers, rejects, notes, rows_read = [], [], [], [], 0
    if rows_read or notes:
        yield block()


def _frame(header: Sequence[str], texts: list[list[str]], numbers: list[int]) -> pl.DataFrame:
    columns = list(zip(*texts, strict=True)) if texts else [()] * len(header)
    frame = pl.DataFrame(
        {name: pl.Series(list(v), dtype=pl.String) for name, v in zip(header, columns, strict=True) if name}
    )
    return clean(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64)))
