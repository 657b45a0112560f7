"""The columns of GDELT event files, and whether a file is one as GDELT publishes it: separated by TAB, without a header.

This is separate from the meaning of the columns (:mod:`govgraph.loaders.gdelt.events`), because the layout is decided on raw
bytes, before any row is read: there are three widths without a header, two of which occur in one file. Files that others have written
again are known by :mod:`govgraph.loaders.gdelt.exports`. Source of names and order: the
GDELT Event Database data format codebooks 1.03 and 2.0 (http://data.gdeltproject.org/documentation/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from govgraph.ontology.loader import Source

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

EXPECTED: Final = "GDELT events: 57, 58 or 61 columns without a header, the second one YYYYMMDD, or a header with GLOBALEVENTID, SQLDATE and EventCode"

_FIRST_FOUR: Final = (r"-?\d+", r"\d{8}", r"\d{6}", r"\d{4}")


def starts_as_event(values: Sequence[str]) -> bool:
    """Whether the first four values are those of an event: id, and day, month and year that agree.

    Example:
        >>> starts_as_event(["7", "20180101", "201801", "2018", *[""] * 57])
        True
    """
    if len(values) not in LAYOUTS or not all(re.fullmatch(p, v) for p, v in zip(_FIRST_FOUR, values, strict=False)):
        return False
    return values[1].startswith(values[2]) and values[2].startswith(values[3])


def head(source: Source) -> list[str]:
    """The first lines, without the one that the limit of the head has cut."""
    text = source.head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    lines = text.split("\n") if "\n" in text else text.split("\r")
    return [line.rstrip("\r") for line in (lines[:-1] if len(lines) > 1 else lines) if line.strip()]


def is_published(source: Source) -> bool:
    """Whether a file holds GDELT events as GDELT publishes them: most of its first lines are events. Its name is not looked at.

    Mentions (16 columns) and GKG (11 or 27) are not events.

    Example:
        >>> from pathlib import Path
        >>> is_published(Source(Path("20180101000000.mentions.CSV"), data=b"1\\t20180101000000\\n"))
        False
    """
    rows = head(source)
    events = sum(starts_as_event(row.split("\t")) for row in rows if row.count("\t") + 1 in LAYOUTS)
    return bool(events) and events * 2 >= len(rows)
