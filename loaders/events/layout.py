"""Which column of a table of events is which: the names that a format knows, and the header of a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from govgraph.loaders.sheets.encoding import encoding_of, head_lines
from govgraph.loaders.sheets.reading import form_of, sheets
from govgraph.loaders.sheets.sheet import Sheet
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.terms import SPACE

NULLS: Final = ("NA", "NULL", "None", "n/a", "N/A", "---")
"""Words that stand for a missing value in most files; an empty cell always does."""


@dataclass(frozen=True)
class Format:
    """The columns of a format.

    Attributes:
        columns: our name of a column -> other names that it has in files.
        needed: groups of columns; a file has at least one of each group, or it is not of this format.
        nulls: words that stand for a missing value.
    """

    columns: dict[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    nulls: tuple[str, ...] = NULLS
    _of: dict[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for name, others in self.columns.items():
            self._of.update({fold(other): name for other in (name, *others)})

    def column(self, name: str) -> str | None:
        """Our name of a column, by its name in a file."""
        return self._of.get(fold(name))

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a header has all columns that are needed."""
        have = {self.column(name) for name in header}
        return all(any(c in have for c in group) for group in self.needed)


@dataclass(frozen=True, eq=False)
class Header:
    """Where the columns of a format stand in a file.

    Attributes:
        names: the names in the file; of a file without a header, our own.
        row: the row of the header; 0: there is none.
        separator: of a text file; empty: it is another kind of table, in ``sheet``.
    """

    names: tuple[str, ...]
    row: int = 0
    separator: str = ""
    sheet: Sheet | None = None


def fold(name: str) -> str:
    """The name of a column for comparing.

    Example:
        >>> fold("Event ID") == fold('"event_id"')
        True
    """
    return re.sub(r"[\W_]+", "", name).casefold()


_HEADERS: Final[WeakKeyDictionary[Source, list[Header]]] = WeakKeyDictionary()


def headers(source: Source) -> list[Header]:
    """What the header of a file may be: of a text file its first line with each separator, of another table its own.

    Example:
        >>> from pathlib import Path
        >>> [h.names for h in headers(Source(Path("a.tab"), data=b"Event ID\\tEvent Date\\n")) if len(h.names) > 1]
        [('Event ID', 'Event Date')]
    """
    if source not in _HEADERS:
        try:
            _HEADERS[source] = _headers(source)
        except LoaderError:  # its own loader says what is wrong with it
            _HEADERS[source] = []
    return _HEADERS[source]


def _headers(source: Source) -> list[Header]:
    if form_of(source) != "csv":
        return [Header(s.header, s.header_row, sheet=s) for s in sheets(source, lambda _: False)]
    lines = head_lines(source, encoding_of(source))
    row = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if row is None:
        return []
    found = []
    for separator in "\t,;":
        try:
            names = next(csv.reader([lines[row].rstrip("\r\n")], delimiter=separator), [])
        except csv.Error:
            continue
        if len(names) > source.limits.columns:
            continue  # of no format; to look at the names for each of them would take minutes
        found.append(Header(tuple(n.strip(SPACE) for n in names), row + 1, separator))
    return found


def header_of(source: Source, of: Format) -> Header | None:
    """The header of a file of the format, or None if it is of another.

    Example:
        >>> from pathlib import Path
        >>> ours = Format({"id": (), "day": ("event_date",)}, needed=(("id",), ("day",)))
        >>> header_of(Source(Path("a.csv"), data=b"Event Date;x;ID\\n"), ours).names
        ('Event Date', 'x', 'ID')
    """
    return next((header for header in headers(source) if of.fits(header.names)), None)


def first_cells(source: Source, separator: str = "\t", lines: int = 200) -> list[list[str]]:
    """The cells of the first lines that are not blank, for formats without a header."""
    if form_of(source) != "csv":
        return []
    head = [line.rstrip("\r\n") for line in head_lines(source, encoding_of(source))]
    return [line.split(separator, source.limits.columns) for line in head if line.strip()][:lines]
