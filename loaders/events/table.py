"""Tables of events: which column is which, wherever it stands, and the rows in blocks of text with one name for each column.

A format is known by the names in its header, so columns may stand in any order, some may be absent and others be added. Names are
compared without case, spaces and underscores (``Event ID``, ``event_id``, ``EVENTID``). Text files are split by polars, whole blocks at
once; from the first block that has a broken row on, a file with quotes is read row by row, which finds what is wrong with each row.
Workbooks, Parquet and JSON Lines are read as any other table (:mod:`govgraph.loaders.sheets`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import Final

import numpy as np
import polars as pl

from govgraph.loaders.events.layout import Format, Header
from govgraph.loaders.sheets.encoding import encoding_of_rows
from govgraph.loaders.sheets.lines import BLANK, NOT_UTF8, Lines, line_blocks
from govgraph.loaders.sheets.saved_again import DECIMAL_COMMA, days, whole_numbers, written_days
from govgraph.loaders.sheets.separated import MORE_SEPARATORS, Widest, separated, shifted
from govgraph.loaders.sheets.sheet import ROW, WRONG_WIDTH, Sheet, without_headers
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import Source

# Older coders' programs wrote single lines so into files that otherwise are UTF-8.
_FALLBACK: Final = "cp1252"
_PIECE: Final = 1 << 18
_DECIMALS: Final = ("latitude", "longitude", "intensity", "goldstein", "Version")
"""Columns of numbers that are so small that a comma in one cannot stand before each three digits."""
_DECIMAL_COMMA: Final = r"^([-+]?\d{1,3}),(\d+)$"
_SPACE, _LINE_END = ord(" "), ord("\n")


@dataclass(slots=True)
class Rows:
    """Rows of one block.

    Attributes:
        frame: ``row``, and as text one column for each that the format knows and the file has; null where there is no value.
        rows_read: rows of the file in this block, rejected ones included.
        unused: columns of the file that the format does not know.
        clean: whether cells have no space around them, and what is missing is null already.
        tabs: whether a cell may hold a TAB.
    """

    frame: pl.DataFrame
    rows_read: int
    rejects: list[Reject]
    notes: list[Note]
    position: int
    unused: tuple[str, ...]
    clean: bool = False
    tabs: bool = True


def table_rows(source: Source, of: Format, header: Header, block_rows: int) -> Iterator[Rows]:
    """The rows of a file, block by block.

    Raises:
        LoaderError: the file cannot be read to its end.

    Example:
        >>> from pathlib import Path
        >>> from govgraph.loaders.events.layout import header_of
        >>> ours = Format({"id": (), "day": ("event_date",)}, needed=(("id",), ("day",)))
        >>> source = Source(Path("a.csv"), data=b"Event Date,x,ID\\n2020-01-01,,NA\\n")
        >>> (rows,) = table_rows(source, ours, header_of(source, ours), 10)
        >>> rows.frame.row(0, named=True), rows.unused
        ({'row': 2, 'day': '2020-01-01', 'id': None}, ('x',))
    """
    unused = tuple(n for n in header.names if n and of.column(n) is None)
    slashes: dict[str, str] = {}
    for rows in _of_sheet(header.sheet, block_rows) if header.sheet else _of_text(source, header, block_rows, of):
        ours: dict[str, str] = {}
        for index, name in enumerate(header.names):
            if (column := of.column(name)) and f"c{index}" in rows.frame.columns:
                ours.setdefault(column, f"c{index}")
        frame = rows.frame.select("row", **{name: pl.col(cell) for name, cell in ours.items()})
        if not rows.clean:
            text = pl.col(pl.String)
            # Comparing with each word costs less than looking all texts up in a set of words.
            told = reduce(lambda a, b: a & b, (text != word for word in ("", *of.nulls)))
            # Keys are texts whose parts are separated by TABs, so that a cell must not hold one.
            plain = text.str.strip_chars()
            if rows.tabs and header.separator != "\t":
                plain = plain.str.replace_all("\t", " ", literal=True)
            frame = frame.with_columns(plain).with_columns(pl.when(told).then(text))
        frame, notes = _with_points(whole_numbers(frame))
        frame, counted = days(frame, "row", _of_days)
        frame, written = written_days(frame, "row", _of_days, slashes)
        rows.notes += [*notes, *counted, *written]
        some = {ours: header.names[int(cell[1:])] for ours, cell in islice(ours.items(), 4)}
        frame, again = without_headers(frame, some, "row")
        rows.rejects += again
        yield Rows(frame, rows.rows_read, rows.rejects, rows.notes, rows.position, unused)
        unused = ()


def _of_days(name: str) -> bool:
    return "date" in name or name == "day"


def _with_points(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Note]]:
    """The rows with numbers as ``42.87``, which spreadsheet programs of many languages write as ``42,87``; and a note on it."""
    notes = []
    for name in _DECIMALS:
        if name in frame.columns and (odd := frame[name].str.contains(_DECIMAL_COMMA).fill_null(False)).any():
            first = frame.filter(odd)
            notes.append(Note(DECIMAL_COMMA, f"{name}: {first[name][0]}", int(first["row"][0])))
            frame = frame.with_columns(pl.col(name).str.replace(_DECIMAL_COMMA, "${1}.${2}"))
    return frame, notes


def _of_text(source: Source, header: Header, block_rows: int, of: Format) -> Iterator[Rows]:
    wanted = [f"c{i}" for i, name in enumerate(header.names) if of.column(name)]
    encoding = encoding_of_rows(source)
    notes = list(encoding.notes)
    quoted = header.separator != "\t"
    if header.spaced:
        yield from _row_by_row(source, header, block_rows, 1, notes)
        return
    for lines in line_blocks(source, block_rows, header.separator.encode(), quoted, encoding.name):
        mended, odd = _mended(lines)
        if odd:
            notes.append(Note("lines that are not UTF-8: read as", _FALLBACK, odd[0]))
        try:
            rows = _split(mended, header, wanted, of.nulls, source)
        except pl.exceptions.PolarsError:  # a quote in the middle of a cell
            if not quoted:
                raise
            rows = None
        if rows is None:
            yield from _row_by_row(source, header, block_rows, lines.first, notes)
            return
        rows.notes = [*notes, *rows.notes]
        yield rows
        notes = []


def _mended(lines: Lines) -> tuple[Lines, list[int]]:
    """The lines with those that are not UTF-8 read as :data:`_FALLBACK`, and the numbers of these."""
    odd = [index for index, fault in lines.faults.items() if fault == NOT_UTF8]
    if not odd:
        return lines, []
    every = [lines.line(index) for index in range(lines.count)]
    for index in odd:
        every[index] = every[index].decode(_FALLBACK, "replace").encode()
    data = b"".join(line + b"\n" for line in every)
    again = Lines(data, lines.first, lines.position, lines.separator, lines.quoted)
    return again, [lines.first + index for index in odd]


def _split(lines: Lines, header: Header, wanted: Sequence[str], nulls: Sequence[str], source: Source) -> Rows | None:
    """The wanted columns of some lines; None if a file with quotes has a row that needs a closer look."""
    if not lines.closed:
        return None
    width = len(header.names)
    keep = np.ones(lines.count, dtype=np.bool_)
    if header.row and lines.first <= header.row < lines.first + lines.count:
        keep[: header.row - lines.first + 1] = False
    elif header.row >= lines.first + lines.count:
        keep[:] = False
    rejects, notes = [], list[Note]()
    for index, fault in lines.faults.items():
        if keep[index] and fault != BLANK:
            rejects.append(Reject(lines.first + index, "", fault, lines.line(index).decode("utf-8", "replace")[:200]))
        keep[index] = False
    fitting = keep & (lines.widths == width)
    frames = [_cells(lines, fitting, width, wanted, nulls)]
    others = keep & ~fitting
    if others.any():
        if lines.quoted:
            return None
        widest = Widest.of(source, header.separator, header.row, width)
        for wide in np.unique(lines.widths[others]).tolist():
            of_width = others & (lines.widths == wide)
            wrong = (np.flatnonzero(of_width) + lines.first).tolist()
            if width < wide <= _WIDEST:
                frames.append(right := _with_tabs(lines, wrong, width, wanted))
                of_width[right["row"].to_numpy() - lines.first] = False
                extra = [f"c{i}" for i in range(width, wide)]
                cells = _cells(lines, of_width, wide, [*wanted, *extra], nulls)
                empty = cells.select(pl.all_horizontal(pl.col(extra).fill_null("").str.strip_chars() == "")).to_series()
                wrong = cells.filter(~empty)["row"].to_list()
                same = cells.filter(empty).drop(extra)  # the same rows, if they are not shifted
                if wide > widest.rows:
                    told = shifted(wide, width, header.separator)
                    rejects += [Reject(row, "", WRONG_WIDTH, told) for row in same["row"].to_list()]
                else:
                    frames.append(same)
                    if wide > widest.header and same.height:
                        notes.append(Note(MORE_SEPARATORS, f"{wide} cells, not {width}", int(same["row"][0])))
            rejects += [Reject(row, "", WRONG_WIDTH, f"{wide}, not {width}") for row in wrong]
    filled = [frame for frame in frames if frame.height]
    frame = pl.concat(filled).sort("row") if len(filled) > 1 else (filled or frames)[0]
    read, tabs = frame.height + len(rejects), b"\t" in lines.data
    return Rows(frame, read, rejects, notes, lines.position, (), _is_clean(lines), tabs)


def _with_tabs(lines: Lines, rows: Sequence[int], width: int, wanted: Sequence[str]) -> pl.DataFrame:
    """The wanted columns of those rows of a file between TABs that have the right number of cells, since a TAB in them stands in quotes."""
    right: list[tuple[int, *tuple[str, ...]]] = []
    for row in rows:
        line = lines.line(row - lines.first).decode("utf-8", "replace")
        try:
            cells = next(csv.reader([line], delimiter="\t", strict=True), []) if '"' in line else []
        except csv.Error:
            continue
        if len(cells) == width:
            right.append((row, *(cells[int(name[1:])].replace("\t", " ") for name in wanted)))
    return pl.DataFrame(right, schema={"row": pl.Int64, **dict.fromkeys(wanted, pl.String)}, orient="row")


_WIDEST = 2_000
"""A line with more cells is not looked at: it is no row."""


def _is_clean(lines: Lines) -> bool:
    """Whether no cell of some lines has a space or a quote around it, or a TAB; looked for in the bytes, where it costs least."""
    marks = [b'"', *([] if lines.separator == b"\t" else [b"\t"])]
    if not lines.data.isascii():
        marks += [b"\xc2\xa0", b"\xe2\x80"]  # two bytes are looked for many times slower than one
    if lines.data.startswith(b" ") or any(mark in lines.data for mark in marks):
        return False
    every = np.frombuffer(lines.data, dtype=np.uint8)
    # Pieces that fit the processor's cache; each overlaps the next by one byte.
    for start in range(0, len(every), _PIECE):
        piece = every[start : start + _PIECE + 1]
        blank, end = piece == _SPACE, (piece == lines.separator[0]) | (piece == _LINE_END)
        if (blank[:-1] & end[1:]).any() or (end[:-1] & blank[1:]).any():
            return False
    return True


def _cells(
    lines: Lines, keep: np.typing.NDArray[np.bool_], width: int, wanted: Sequence[str], nulls: Sequence[str]
) -> pl.DataFrame:
    """Some columns of some lines, which have a certain number of columns."""
    frame = lines.frame(keep, [f"c{i}" for i in range(width)], wanted, nulls)
    if lines.quoted or b'"' not in lines.data:
        return frame
    # The archive's "tab-delimited" copies put texts in quotes, the original files do not.
    quoted = [name for name in wanted if frame[name].str.contains(r'^\s*"').any()]
    inside = {n: pl.col(n).str.extract(r'^\s*"(.*)"\s*$').str.replace_all('""', '"', literal=True) for n in quoted}
    return frame.with_columns(pl.coalesce(text, name).alias(name) for name, text in inside.items())


def _row_by_row(source: Source, header: Header, block_rows: int, first: int, notes: list[Note]) -> Iterator[Rows]:
    """The rows of a text file from a row on."""
    # Columns without a header get names by their numbers, because several may have none.
    names = () if header.row else tuple(f"c{i}" for i in range(len(header.names)))
    sheet = separated(source, lambda name: name in header.names, names, header.separator)
    for rows in _of_sheet(sheet, block_rows):
        frame = rows.frame.filter(pl.col("row") >= first)
        rejects = [r for r in rows.rejects if r.row >= first]
        if frame.height or rejects:
            frame = frame.with_columns(pl.col(pl.String).str.replace_all(r"\r+\n", "\n"))
            yield Rows(frame, frame.height + len(rejects), rejects, [*notes, *rows.notes], rows.position, ())
            notes = []


def _of_sheet(sheet: Sheet, block_rows: int) -> Iterator[Rows]:
    of = {name: f"c{index}" for index, name in reversed(list(enumerate(sheet.header)))}
    notes = list(sheet.notes)
    for cells in sheet.cells(block_rows):
        frame = cells.frame.select(
            pl.col(ROW).alias("row"),
            *(pl.col(n).cast(pl.String).alias(c) for n, c in of.items() if n in cells.frame.columns),
        )
        yield Rows(frame, cells.rows_read, cells.rejects, [*notes, *cells.notes], cells.position, ())
        notes = []
