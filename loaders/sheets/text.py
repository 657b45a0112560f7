"""Rows of text files: CSV by any of its separators, and JSON Lines."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import polars as pl

from govgraph.loaders.sheets.sheet import BROKEN, ROW, WRONG_WIDTH, Cells, Sheet, clean, stem, told
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source

_LONGEST: Final = 1 << 24
"""Bytes of a single line; a file with a longer one is no table."""
_UTF8: Final = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


def join_cell(values: Sequence[str]) -> str:
    r"""Several values as one cell: ``|`` between them; a bar in a value is written ``\|``, a backslash ``\\``.

    Example:
        >>> print(join_cell(["a|b", "c"]))
        a\|b|c
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def _lines(source: Source, ends: deque[int]) -> Iterator[str]:
    """The lines of a text file; ``ends`` takes the position after each.

    Raises:
        LoaderError: the file cannot be read to its end, is not UTF-8, or has an endless line.
    """
    position = number = 0
    try:
        with source.open() as stream:
            while raw := stream.readline(_LONGEST):
                number += 1
                position += len(raw)
                if len(raw) == _LONGEST:
                    raise LoaderError(
                        f"a line is longer than {_LONGEST >> 20} MB: not a table", where=f"{source}:{number}"
                    )
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if raw.endswith(b"\r\r\n"):
                    raw = raw.rstrip(b"\r\n") + b"\n"
                try:
                    line = raw.decode()
                except UnicodeDecodeError as error:
                    raise LoaderError(f"not UTF-8: {error.reason}", where=f"{source}:{number}", hint=_UTF8) from error
                ends.append(position)
                yield line
    except BROKEN as error:
        raise LoaderError(f"cannot be read on: {error}", where=str(source)) from error


def separated(source: Source, known: Callable[[str], bool]) -> Sheet:
    """A CSV file (RFC 4180), separated by comma, semicolon or TAB: that with which the header has the most known names."""
    meta: dict[str, tuple[str, int]] = {}
    for row, line in enumerate(_lines(source, deque(maxlen=1)), start=1):
        bare = line.strip()
        if bare.lstrip('"').startswith("#"):
            # A spreadsheet puts quotes around a comment with a comma, and separators behind each.
            said = told(bare.rstrip(",;\t").strip('"').replace('""', '"'))
            if said:
                meta.setdefault(said[0], (said[1], row))
            continue
        if bare.strip(",;\t"):
            break
    else:
        raise LoaderError(
            "there is no header", where=str(source), expected="a first line with the names of the columns"
        )
    headers = {d: _header(line, d) for d in ",;\t"}
    delimiter = max(headers, key=lambda d: (sum(map(known, headers[d])), len(headers[d])))

    def cells(rows: int) -> Iterator[Cells]:
        yield from _csv_cells(source, delimiter, headers[delimiter], row, rows)

    return Sheet(stem(source), meta, headers[delimiter], row, cells)


def _header(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    names = [name.strip() for name in names]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _csv_cells(source: Source, delimiter: str, header: tuple[str, ...], header_row: int, rows: int) -> Iterator[Cells]:
    """The records after the header; a row number counts records, so comments, blank lines and the header as well."""
    ends: deque[int] = deque(maxlen=1)
    lines = _lines(source, ends)
    for _ in range(header_row):
        next(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, width = header_row, len(header)
    found: list[list[str]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    notes: list[Note] = []
    rows_read = 0

    def block() -> Cells:
        return Cells(_frame(header, found, numbers), rows_read, rejects, notes, ends[-1] if ends else 0)

    while True:
        line = header_row + reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            number += 1
            rows_read += 1
            last = header_row + reader.line_num
            rejects.append(Reject(number, "", "quotes are broken", f"lines {line} to {last}: {error}"))
            continue
        if record is None:
            break
        number += 1
        if not any(record) or not any(cell.strip() for cell in record):
            continue
        if record[0].startswith("#"):
            if any(record[1:]):
                notes.append(Note("row that begins with # is a comment", record[0][:200], number))
            continue
        rows_read += 1
        if len(record) != width:
            if len(record) < width or any(cell.strip() for cell in record[width:]):
                rejects.append(Reject(number, "", WRONG_WIDTH, f"{len(record)}, not {width}"))
                record = []
            else:
                record = record[:width]
        if record:
            found.append(record)
            numbers.append(number)
        if rows_read == rows:
            yield block()
            found, numbers, rejects, notes, rows_read = [], [], [], [], 0
    if rows_read or notes:
        yield block()


def _frame(header: Sequence[str], found: list[list[str]], numbers: list[int]) -> pl.DataFrame:
    columns = list(zip(*found, strict=True)) if found else [()] * len(header)
    frame = pl.DataFrame(
        {name: pl.Series(list(v), dtype=pl.String) for name, v in zip(header, columns, strict=True) if name}
    )
    return clean(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64)))


# ------------------------------------------------------------------------------------------------ JSON Lines


def json_lines(source: Source) -> Sheet:
    """JSON Lines (https://jsonlines.org): one object a line; ``#`` begins a comment here too."""
    meta: dict[str, tuple[str, int]] = {}
    header: tuple[str, ...] = ()
    for row, line in enumerate(_lines(source, deque(maxlen=1)), start=1):
        bare = line.strip()
        if bare.startswith("#"):
            if said := told(bare):
                meta.setdefault(said[0], (said[1], row))
        elif bare:
            try:
                header = tuple(json.loads(bare))
            except (ValueError, RecursionError) as error:
                raise LoaderError(
                    f"not JSON Lines: {error}", where=f"{source}:{row}", expected="one JSON object a line"
                ) from error
            break

    def cells(rows: int) -> Iterator[Cells]:
        yield from _json_cells(source, rows)

    return Sheet(stem(source), meta, header, 0, cells)


class _Twice(ValueError):
    """A key that an object has twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice("a key stands twice")
    return found


# Numbers stay as they are written: 007 is no JSON, and 0.10 is not 0.1 in a text.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str)


def _json_cells(source: Source, rows: int) -> Iterator[Cells]:
    ends: deque[int] = deque(maxlen=1)
    found: list[dict[str, str | None]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    rows_read = 0

    def block() -> Cells:
        names = dict.fromkeys(key for record in found for key in record)
        frame = pl.DataFrame({n: pl.Series([r.get(n) for r in found], dtype=pl.String) for n in names if n})
        return Cells(
            clean(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))), rows_read, rejects, [], ends[-1]
        )

    for number, line in enumerate(_lines(source, ends), start=1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        rows_read += 1
        try:
            record = _DECODER.decode(bare)
            if not isinstance(record, dict):
                raise _NoCell("not an object")
            "".join(record).encode()  # a key may be half of a character, too
        except (ValueError, RecursionError) as error:
            rejects.append(Reject(number, "", "not a JSON object", f"{error}: {bare}"[:200]))
        else:
            flat = {}
            try:
                for key, value in record.items():
                    flat[key] = _json_cell(value)
            except _NoCell:
                reason = "not a text, number, true, false or list of them"
                rejects.append(Reject(number, ascii(key)[1:-1], reason, ascii(value)[:200]))
            else:
                found.append(flat)
                numbers.append(number)
        if rows_read == rows:
            yield block()
            found, numbers, rejects, rows_read = [], [], [], 0
    if rows_read:
        yield block()


class _NoCell(ValueError):
    """A JSON value that no cell can hold."""


def _json_cell(value: Any) -> str | None:
    """A JSON value as a cell.

    Raises:
        _NoCell: it is an object, a list of lists, or half of a character (``"\\ud800"`` is JSON and no text).
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if any(isinstance(item, list) for item in value):
            raise _NoCell
        return join_cell([cell for item in value if (cell := _json_cell(item)) is not None])
    if not isinstance(value, str):
        raise _NoCell
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _NoCell from None
    return value
