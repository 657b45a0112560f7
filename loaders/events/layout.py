"""Which column of a table of events is which: the names that a format knows, and the header of a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from weakref import WeakKeyDictionary

from govgraph.loaders.sheets.encoding import encoding_of, head_lines
from govgraph.loaders.sheets.reading import form_of, is_markup, sheets
from govgraph.loaders.sheets.separated import SEPARATOR_LINE
from govgraph.loaders.sheets.sheet import Sheet, is_comment
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
        only: whether a file has no other columns.
    """

    columns: dict[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    nulls: tuple[str, ...] = NULLS
    only: bool = False
    _of: dict[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for name, others in self.columns.items():
            self._of.update({fold(other): name for other in (name, *others)})

    def column(self, name: str) -> str | None:
        """Our name of a column, by its name in a file."""
        return self._of.get(fold(name))

    def missing(self, header: Sequence[str]) -> list[tuple[str, ...]]:
        """The groups of needed columns of which a header has none."""
        have = {self.column(name) for name in header}
        return [group for group in self.needed if have.isdisjoint(group)]

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a header has all columns that are needed."""
        return not self.missing(header)

    def may_fit(self, keys: frozenset[str]) -> bool:
        """Whether an object may have all columns that are needed, by its folded keys; a column may be a key within a key.

        Example:
            >>> ours = Format({"id": (), "day": ("event.date",)}, needed=(("id",), ("day",)))
            >>> ours.may_fit(frozenset({"id", "event", "date"})), ours.may_fit(frozenset({"id", "date"}))
            (True, False)
        """
        if self.only and not keys <= self._of.keys():
            return False
        return all(
            any(column in group and _is_made_of(name, keys) for name, column in self._of.items())
            for group in self.needed
        )


@dataclass(frozen=True, eq=False)
class Header:
    """Where the columns of a format stand in a file.

    Attributes:
        names: the names in the file; of a file without a header, our own.
        row: the row of the header; 0: there is none.
        separator: of a text file; empty: it is another kind of table, in ``sheet``.
        spaced: whether a space stands between separators and quotes.
    """

    names: tuple[str, ...]
    row: int = 0
    separator: str = ""
    sheet: Sheet | None = None
    spaced: bool = False


def fold(name: str) -> str:
    """The name of a column for comparing.

    Example:
        >>> fold("Event ID") == fold('"event_id"')
        True
    """
    return re.sub(r"[\W_]+", "", name).casefold()


def _is_made_of(name: str, keys: frozenset[str]) -> bool:
    return name in keys or any(name.startswith(key) and name[len(key) :] in keys for key in keys)


def keys_of(source: Source) -> frozenset[str]:
    """The folded keys of the objects at the beginning of a JSON file; none if it is no JSON."""
    if form_of(source) not in ("json", "jsonl"):
        return frozenset()
    if source not in _KEYS:
        encoding = encoding_of(source)
        text = source.head[encoding.mark :].decode(encoding.name, "replace")
        _KEYS[source] = frozenset(map(fold, set(_KEY.findall(text))))
    return _KEYS[source]


_CELL_ENDS: Final = re.compile(r"[,;|\t]")
_KEY: Final = re.compile(r'"((?:[^"\\\n]|\\.){1,200})"\s*:')
_KEYS: Final[WeakKeyDictionary[Source, frozenset[str]]] = WeakKeyDictionary()
_HEADERS: Final[WeakKeyDictionary[Source, list[Header]]] = WeakKeyDictionary()


def headers(source: Source, of: Format | None = None) -> list[Header]:
    """What the header of a file may be: of a text file its first line with each separator, of another table its own.

    Args:
        of: the format that is looked for, if it is one. JSON that cannot be of it is not read for its header, which may mean to the end.

    Example:
        >>> from pathlib import Path
        >>> ours = Format({"id": (), "day": ("event_date",)}, needed=(("id",), ("day",)))
        >>> [h.names for h in headers(Source(Path("a.tab"), data=b"ID\\tEvent Date\\n"), ours) if len(h.names) > 1]
        [('ID', 'Event Date')]
    """
    if of and form_of(source) in ("json", "jsonl") and not of.may_fit(keys_of(source)):
        return []
    if source not in _HEADERS:
        try:
            _HEADERS[source] = _headers(source)
        except LoaderError:  # its own loader says what is wrong with it
            _HEADERS[source] = []
    return _HEADERS[source]


def _headers(source: Source) -> list[Header]:
    if form_of(source) != "csv":
        return [Header(s.header, s.header_row, sheet=s) for s in sheets(source, lambda _: False)]
    if is_markup(source):
        return []
    lines = head_lines(source, encoding_of(source))
    row = next(
        (
            i
            for i, line in enumerate(lines)
            if line.strip() and not is_comment(_CELL_ENDS.split(line)) and not SEPARATOR_LINE.fullmatch(line)
        ),
        None,
    )
    if row is None:
        return []
    found = []
    for separator in "\t,;|":
        try:
            spaced = f'{separator} "' in lines[row]
            names = next(csv.reader([lines[row].rstrip("\r\n")], delimiter=separator, skipinitialspace=spaced), [])
        except csv.Error:
            continue
        if len(names) > source.limits.columns:
            continue  # of no format; to look at the names for each of them would take minutes
        found.append(Header(tuple(n.strip(SPACE) for n in names), row + 1, separator, spaced=spaced))
    return found


def header_of(source: Source, of: Format) -> Header | None:
    """The header of a file of the format, or None if it is of another.

    Example:
        >>> from pathlib import Path
        >>> ours = Format({"id": (), "day": ("event_date",)}, needed=(("id",), ("day",)))
        >>> header_of(Source(Path("a.csv"), data=b"Event Date;x;ID\\n"), ours).names
        ('Event Date', 'x', 'ID')
    """
    return next((header for header in headers(source, of) if of.fits(header.names)), None)


def first_cells(source: Source, separator: str = "\t", lines: int = 200) -> list[list[str]]:
    """The cells of the first lines that are not blank, for formats without a header."""
    if form_of(source) != "csv" or is_markup(source):
        return []
    filled = (line.rstrip("\r\n") for line in head_lines(source, encoding_of(source)) if line.strip())
    return [line.split(separator, source.limits.columns) for line in islice(filled, lines)]
