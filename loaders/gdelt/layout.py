"""The columns of GDELT event files, and whether a file is one, undamaged or spoilt by a spreadsheet.

This is separate from the meaning of the columns (:mod:`govgraph.loaders.gdelt.events`), because the layout is decided on raw
bytes, before any row is read: there are three widths without a header, two of which occur in one file. Source of names and order: the
GDELT Event Database data format codebooks 1.03 and 2.0 (http://data.gdeltproject.org/documentation/).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final

from govgraph.ontology.loader import LoaderError, Source

_ACTOR: Final = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
                 "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS: Final[tuple[str, ...]] = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass"),
    *("GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
"""All 61 columns of GDELT 2.0 in order."""

_ONE: Final = tuple(c for c in COLUMNS if not c.endswith("ADM2Code"))
LAYOUTS: Final[dict[int, tuple[str, ...]]] = {57: _ONE[:-1], 58: _ONE, 61: COLUMNS}
"""Width of a line -> its columns: history of 1.0 (no SOURCEURL), 1.0, and 2.0 (with ADM2 codes)."""

EXPECTED: Final = "GDELT events as published: 57, 58 or 61 columns separated by TAB, no header, the second one YYYYMMDD"

_FIRST_FOUR: Final = (r"-?\d+", r"\d{8}", r"\d{6}", r"\d{4}")
# What a spreadsheet turns 20180101000000 into, with a decimal point or comma.
ROUNDED: Final = r"^\d+(?:[.,]\d+)?[eE]\+?\d+$"
"""The pattern of a DATEADDED that a spreadsheet has rounded."""
ZERO_LOST: Final = r"^[1-9]$"
"""The pattern of an EventRootCode that has lost its leading zero."""


def _starts_as_event(values: Sequence[str]) -> bool:
    """Whether the first four values are those of an event: id, and day, month and year that agree."""
    if len(values) < 57 or not all(re.fullmatch(p, v) for p, v in zip(_FIRST_FOUR, values, strict=False)):
        return False
    return values[1].startswith(values[2]) and values[2].startswith(values[3])


def _head(source: Source) -> list[str]:
    """The first lines, without the one that the limit of the head has cut."""
    text = source.head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    lines = text.split("\n") if "\n" in text else text.split("\r")
    return [line.rstrip("\r") for line in (lines[:-1] if len(lines) > 1 else lines) if line.strip()]


def is_header(values: Sequence[str]) -> bool:
    """Whether a line holds column names.

    Example:
        >>> is_header(["GlobalEventID", "SQLDATE"])
        True
    """
    return values[0].strip().casefold() == "globaleventid"


def check_header(values: Sequence[str], where: str) -> None:
    """Check that the names in a header are in GDELT's order.

    Raises:
        LoaderError: they are not, so that values would be read into the wrong columns.
    """
    names = LAYOUTS.get(len(values), COLUMNS)
    if len(values) != len(names):
        raise LoaderError(f"the header has {len(values)} columns", where=f"{where}:1", expected=EXPECTED)
    for value, name in zip(values, names, strict=True):
        if value.strip().casefold() != name.casefold():
            raise LoaderError(
                f"the header has the column {value.strip()!r} in the place of {name!r}",
                where=f"{where}:1",
                expected="the columns in the order in which GDELT publishes them",
                hint="load the file as published, without a header",
            )


def sureness(source: Source) -> float:
    """How sure it is that a file holds GDELT events: 0.95 or 0.

    Mentions (16 columns) and GKG (11 or 27) are not events. The file's name is not looked at.

    Raises:
        LoaderError: it holds GDELT events, but was saved from a spreadsheet.

    Example:
        >>> from pathlib import Path
        >>> sureness(Source(Path("20180101000000.mentions.CSV"), data=b"1\\t20180101000000\\n"))
        0.0
    """
    lines = _head(source)
    for separator in ";,":
        if sum(_starts_as_event(line.split(separator)) for line in lines) * 2 > len(lines) and lines:
            raise _other_separator(source, lines, separator)
    rows = [values for line in lines if not is_header(values := line.split("\t"))]
    events = [values for values in rows if len(values) in LAYOUTS and _starts_as_event(values)]
    if not events or len(events) * 2 < len(rows):
        return 0.0
    for values in events:
        columns = dict(zip(LAYOUTS[len(values)], values, strict=True))
        if re.match(ROUNDED, columns["DATEADDED"].strip()):
            raise saved_from_a_spreadsheet(str(source), f"DATEADDED {columns['DATEADDED'].strip()} is rounded")
        if re.match(ZERO_LOST, columns["EventRootCode"].strip()):
            raise saved_from_a_spreadsheet(
                str(source), f"EventRootCode {columns['EventRootCode'].strip()!r} has lost its leading zero"
            )
    return 0.95


def other_file(source: Source) -> str:
    """Which other kind of GDELT 2.0 file it is, by its width and its time stamps, or an empty string.

    Example:
        >>> from pathlib import Path
        >>> other_file(Source(Path("a.CSV"), data=b"7\\t20180101000000\\t20180101001500" + b"\\tx" * 13))
        'GDELT mentions'
    """
    lines = [line.split("\t") for line in _head(source)]
    stamp = r"\d{14}"
    if lines and all(len(v) == 16 and re.fullmatch(stamp, v[1]) and re.fullmatch(stamp, v[2]) for v in lines):
        return "GDELT mentions"
    if lines and all(len(v) == 27 and re.fullmatch(stamp + r"-T?\d+", v[0]) for v in lines):
        return "records of GDELT's Global Knowledge Graph"
    return ""


def _other_separator(source: Source, lines: Sequence[str], separator: str) -> LoaderError:
    """The error for events that are not separated by TAB: spoilt by a spreadsheet, or written whole by a script."""
    where = str(source)
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if _starts_as_event(row)]
    except csv.Error:
        rows = []
    of = [dict(zip(LAYOUTS[len(row)], row, strict=True)) for row in rows if len(row) in LAYOUTS]
    whole = [r for r in of if not re.match(ROUNDED, r["DATEADDED"]) and not re.match(ZERO_LOST, r["EventRootCode"])]
    if not of or len(whole) < len(of):
        return saved_from_a_spreadsheet(where, f"its separator is {separator!r}, not TAB")
    return LoaderError(
        f"GDELT events whose separator is {separator!r} and not TAB; its codes are whole, but only files as published are loaded",
        where=where,
        expected=EXPECTED,
        hint="load the file as published, or write it with TABs, without quotes",
    )


def saved_from_a_spreadsheet(where: str, what: str) -> LoaderError:
    """The error for GDELT events that were saved from a spreadsheet, to be raised by the caller."""
    return LoaderError(
        f"GDELT events that were saved from a spreadsheet: {what}; event codes and dates in such a file are wrong "
        "(042 has become 42, which is another event), so it is not loaded",
        where=where,
        expected=EXPECTED,
        hint="download the original file again and load it without opening it in a spreadsheet",
    )
