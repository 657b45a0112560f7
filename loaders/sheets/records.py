"""Records of a CSV file from its lines: one at a time where quotes need a closer look, and many at once where every line is a row for certain."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from govgraph.loaders.sheets.encoding import lines_of
from govgraph.ontology.loader import LoaderError

_LONGEST: Final = 1 << 20
"""The number of characters after which an open quote counts as never closed."""
_AGAIN: Final = 16
"""How often, on average, a line may be read again before the file is refused; this limits the time that broken quotes cost."""

# The csv module has one limit for the whole process, so it is only ever raised; a record is ended by _LONGEST.
csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))

_LINE_END, _COMMENT, _SPACE, _DELETE = b"\n# \x7f"
QUOTES: Final = "a quote is opened and not closed"
QUOTES_HINT: Final = "write a quote in a quoted cell twice"


@dataclass(slots=True)
class Records:
    """Reads records from lines, one after the other.

    Attributes:
        texts: where the lines come from: pieces of whole lines.
        number: records read so far, including comments and blank lines.
    """

    texts: Iterator[str]
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
        if '"' not in line:
            return line.rstrip("\r\n").split(self.delimiter)
        if line.lstrip('"').startswith("#"):  # a comment, in which a quote may be alone, or a row
            return _alone(line.rstrip("\r\n"), self.delimiter)
        record_lines = [line]
        if f'{self.delimiter} "' in line and (spaced := self._spaced(line)) is not None:
            return spaced
        try:
            cells = next(csv.reader(self._fed(record_lines), delimiter=self.delimiter, strict=True), [])
        except csv.Error as error:
            return self._broken(record_lines, QUOTES if "end of data" in str(error) else str(error))
        if len(record_lines) > 1 and width and _swallowed(record_lines, self.delimiter, len(cells), width):
            return self._broken(record_lines, QUOTES)
        return cells

    def _spaced(self, line: str) -> list[str] | None:
        """The cells of a line in which a space stands before a quote, if the quote opens a cell; None if it is one of the text.

        Example:
            >>> Records(iter(()), ",", "")._spaced('"a", "b, c"'), Records(iter(()), ",", "")._spaced('a, "Bo" Sh')
            (['a', 'b, c'], None)
        """
        try:
            return next(csv.reader([line], delimiter=self.delimiter, strict=True, skipinitialspace=True), None)
        except csv.Error:
            return None

    def plain(self, most: int, width: int) -> bytes | None:
        """The next lines, at most so many, if each is a row of that width for certain; else None, and they are still to be read.

        A line with a quote, a comment, a blank line and one with other than the usual number of cells is not certain.

        Returns:
            the lines in UTF-8, each with the end LF.
        """
        if self._again or not (text := next(self.texts, "")):
            return None
        plain = text.replace("\r\n", "\n") if "\r" in text else text
        data = plain.encode() if plain.endswith("\n") else plain.encode() + b"\n"
        ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _LINE_END)
        if len(ends) > most:
            # The rest of the piece is for the next block.
            cut = int(ends[most - 1]) + 1
            rest = data[cut:].decode()
            self.texts = chain([rest if plain.endswith("\n") else rest[:-1]], self.texts)
            data, ends = data[:cut], ends[:most]
            text = data.decode()
        if not self._are_rows(data, ends, width):
            self._again.extend(lines_of(text))
            return None
        self.number += len(ends)
        self._line_number += len(ends)
        self._read += len(data)
        return data

    def _are_rows(self, data: bytes, ends: npt.NDArray[np.int64], width: int) -> bool:
        """Whether each line is a row of that width for certain."""
        separator = self.delimiter.encode()
        if len(separator) != 1 or any(sign in data for sign in (b'"', b"\r", b"\0")):
            return False
        every = np.frombuffer(data, dtype=np.uint8)
        starts = np.concatenate(([0], ends[:-1] + 1))
        separators = np.flatnonzero(every == separator[0])
        if len(separators) != len(ends) * (width - 1):
            return False
        if width > 1:
            of_lines = separators.reshape(len(ends), width - 1)
            if (of_lines[:, 0] < starts).any() or (of_lines[:, -1] > ends).any():
                return False
        first = every[starts]
        if (first == _COMMENT).any():
            return False
        if not ((first > _SPACE) & (first < _DELETE) & (first != separator[0])).all():
            seen = np.add.reduceat(
                (every > _SPACE) & (every < _DELETE) & (every != separator[0]), starts, dtype=np.int64
            )
            lines = pl.Series(
                [data[starts[at] : ends[at]].decode() for at in np.flatnonzero(seen == 0).tolist()], dtype=pl.String
            )
            return bool(lines.str.contains(rf"[^\s\p{{C}}{re.escape(self.delimiter)}]").all())
        return True

    def _fed(self, record_lines: list[str]) -> Iterator[str]:
        size = len(record_lines[0])
        yield record_lines[0]
        while size < _LONGEST and (line := self._line()) is not None:
            record_lines.append(line)
            size += len(line)
            yield line

    def _line(self) -> str | None:
        if not self._again:
            self._again.extend(lines_of(next(self.texts, "")))
        if not self._again:
            return None
        line = self._again.popleft()
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
        if self._reread > self._read * _AGAIN + _LONGEST * 4:
            raise LoaderError("too many quotes are opened and not closed", where=self.where, hint=QUOTES_HINT)
        return f"lines {self._line_number} to {last}: {why}"


def _alone(line: str, delimiter: str) -> list[str]:
    """The cells of a line that is looked at without those after it."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return line.split(delimiter)


def _swallowed(record_lines: list[str], delimiter: str, cells: int, width: int) -> bool:
    """Whether the lines of one record are really several rows that a stray quote has joined into a cell."""
    inside = record_lines[1:-1]
    rows = sum(len(line.split(delimiter)) == width for line in inside) if width > 1 else 0
    if cells != width:
        return rows > 0 or len(record_lines[-1].split(delimiter)) == width
    # A text of many lines may have a line with as many separators as a row, but hardly all of them.
    return rows * (width - 1) >= 6 and rows * 10 >= len(inside) * 9
