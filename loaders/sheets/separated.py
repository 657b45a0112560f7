"""Rows of CSV files (RFC 4180) with any of the usual separators, as people and programs really write them.

Comments, a line ``sep=;`` for Excel, and titles may stand above the header. If a quote is opened and not closed, only its own
line is rejected: the lines after it are read again as rows, instead of becoming the text of one cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from govgraph.loaders.sheets.encoding import Lines, encoding_of, encoding_of_rows, head_lines
from govgraph.loaders.sheets.records import Records
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
    stem,
    without_headers,
)
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source

_DELIMITERS: Final = ",;\t|"
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?[,;\t]*\s*', re.IGNORECASE)
"""The line above the header by which Excel is told what separates the cells."""
SIGNS: Final = {"\t": "TAB"}
MORE_SEPARATORS: Final = "rows end in more separators than the header"
_TOP: Final = 20
"""How many rows are searched for the header."""


def separated(
    source: Source, known: Callable[[str], bool], names: tuple[str, ...] = (), delimiter: str = "", own: bool = False
) -> Sheet:
    """A CSV file, separated by comma, semicolon, TAB or |, whichever gives the header the most known names.

    Args:
        known: whether a name is that of a declared column.
        names: of a file without a header, the names of its columns.
        delimiter: of such a file, what separates its cells.
        own: whether it is one of our own tables (:func:`~govgraph.loaders.sheets.sheet.is_comment`).

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
    tries = [_top(head, d, known, most, own) for d in ([announced[1]] if announced else _DELIMITERS)]
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
    own: bool = False


def _top(head: Iterable[str], delimiter: str, known: Callable[[str], bool], most: int, own: bool) -> _Top:
    top = _Top(delimiter, own=own)
    records = Records(iter(head), delimiter, "")
    rows: list[tuple[int, list[str]]] = []
    comments: list[tuple[int, str]] = []
    while len(rows) < _TOP and (record := records.next()) is not None:
        if isinstance(record, str):
            rows.append((records.number, []))
            continue
        text = delimiter.join(record).strip()
        if is_comment(record, own):
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
    records = Records(lines.whole(), top.delimiter, str(source))
    while records.number < top.row:
        records.next()
    width = len(top.header)
    rows = rows_a_block(rows, width)
    texts: list[list[str]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    notes = [] if encoding == encoding_of(source) else list(encoding.notes)
    rows_read = 0
    parts: list[pl.DataFrame] = []
    widest: Widest | None = None
    told = False
    names = {name: name for name in top.header if name} if top.row else {}

    def block() -> Cells:
        frame = clean(pl.concat([*parts, _frame(top.header, texts, numbers)]))
        frame, again = without_headers(frame, names, ROW)
        return Cells(frame, rows_read, [*rejects, *again], notes, lines.position)

    while True:
        before = records.number
        plain = records.plain(rows - rows_read, width)
        if plain is not None:
            if texts:
                parts.append(_frame(top.header, texts, numbers))
                texts, numbers = [], []
            rows_read += records.number - before
            parts.append(_split(top, plain, before + 1))
            if rows_read == rows:
                yield block()
                parts, rejects, notes, rows_read = [], [], [], 0
            continue
        record = records.next(width)
        if record is None:
            break
        number = records.number
        if isinstance(record, str):
            rejects.append(Reject(number, "", "quotes are broken", record))
            rows_read += 1
        elif not any(map(str.strip, record)):
            continue
        elif is_comment(record, top.own):
            if any(record[1:]):
                notes.append(Note("row that begins with # is a comment", record[0][:200], number))
            continue
        else:
            rows_read += 1
            if len(record) > width and widest is None:
                widest = Widest.of(source, top.delimiter, top.row, width)
            if len(record) < width or any(map(str.strip, record[width:])):
                rejects.append(Reject(number, "", WRONG_WIDTH, f"{len(record)}, not {width}"))
            elif widest and len(record) > widest.rows:
                rejects.append(Reject(number, "", WRONG_WIDTH, shifted(len(record), width, top.delimiter)))
            else:
                if widest and len(record) > widest.header and not told:
                    told = True
                    notes.append(Note(MORE_SEPARATORS, f"{len(record)} cells, not {width}", number))
                texts.append(record[:width])
                numbers.append(number)
        if rows_read == rows:
            yield block()
            texts, numbers, rejects, notes, rows_read, parts = [], [], [], [], 0, []
    if rows_read or notes:
        yield block()


@dataclass(frozen=True, slots=True)
class Widest:
    """How many cells the header and the rows of a text file have, with the empty ones that separators at the end of a line make.

    A row may have as many as the header. If more than half of the first rows have more, that is how the file is written, too. Any other row
    that ends in an empty cell too many may be shifted: by a comma in a name without quotes.
    """

    header: int
    rows: int

    @classmethod
    def of(cls, source: Source, delimiter: str, header_row: int, width: int) -> Widest:
        """As the first 64 kB show.

        Args:
            header_row: the row of the header; 0: there is none.
            width: how many columns have names.

        Example:
            >>> from pathlib import Path
            >>> Widest.of(Source(Path("a.csv"), data=b"id,kind\\na,ngo,\\nb,ngo,\\n"), ",", 1, 2)
            Widest(header=2, rows=3)
        """
        records = Records(iter(head_lines(source, encoding_of(source))), delimiter, "")
        header, lengths = width, Counter[int]()
        while (record := records.next(width)) is not None:
            if records.number == header_row:
                header = max(width, len(record))
            elif records.number > header_row and not isinstance(record, str) and any(map(str.strip, record)):
                lengths[len(record)] += 1
        most, count = lengths.most_common(1)[0] if lengths else (0, 0)
        return cls(header, max(header, most if count * 2 > lengths.total() else 0))


def shifted(cells: int, width: int, delimiter: str) -> str:
    """What a reject says of a row with empty cells too many."""
    return f"{cells}, not {width}, though the last is empty: a cell with {SIGNS.get(delimiter, delimiter)} needs quotes"


def _frame(header: Sequence[str], texts: list[list[str]], numbers: list[int]) -> pl.DataFrame:
    columns = list(zip(*texts, strict=True)) if texts else [()] * len(header)
    frame = pl.DataFrame(
        {name: pl.Series(list(v), dtype=pl.String) for name, v in zip(header, columns, strict=True) if name}
    )
    return frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))


def _split(top: _Top, lines: bytes, first: int) -> pl.DataFrame:
    """The cells of lines that are rows for certain; ``first`` is the number of the first."""
    places = {name: number for number, name in enumerate(top.header) if name}
    schema = {f"c{number}": pl.String for number in range(len(top.header))}
    cells = pl.read_csv(lines, separator=top.delimiter, has_header=False, quote_char=None, schema=schema)
    number = pl.int_range(first, first + cells.height, dtype=pl.Int64).alias(ROW)
    return cells.select(*(pl.col(f"c{place}").alias(name) for name, place in places.items()), number)
