"""GDELT events that others have written again: with commas, a header, an index, fewer columns, other orders, as Parquet, JSON or a workbook.

Values are brought into the form in which GDELT publishes them, so that an event is the same whichever file it comes from: a column
of numbers writes 4.0 for 4, BigQuery and Hive write true for 1, a date column 2018-01-01. Sources: the table schemas of
``gdelt-bq.full.events`` and ``gdelt-bq.gdeltv2.events`` and the frames of gdeltPyR (https://github.com/linwoodc3/gdeltPyR).
"""

from __future__ import annotations

import csv
from collections import Counter
from typing import Final

import polars as pl

from govgraph.loaders.events.layout import Format, Header, header_of
from govgraph.loaders.gdelt.damage import exact
from govgraph.loaders.gdelt.layout import LAYOUTS, head, is_published, starts_as_event
from govgraph.ontology.loader import LoaderError, Source

NULLS: Final = ("NA", "NULL", "None", "nan", "NaN", "<NA>", "\\N", "null")
"""Words that programs write for a missing value; GDELT itself writes none."""

_WHOLE: Final = (
    "GLOBALEVENTID", "SQLDATE", "IsRootEvent", "QuadClass", "NumMentions", "NumSources", "NumArticles", "EventCode", "EventBaseCode",
    "EventRootCode", "ActionGeo_Type", "ActionGeo_FeatureID", "DATEADDED",
)  # fmt: skip
_DECIMAL: Final = ("GoldsteinScale", "AvgTone", "ActionGeo_Lat", "ActionGeo_Long")
_DAY: Final = r"^(\d{4})-(\d\d)-(\d\d)(?:[ T].*)?$"
_MOMENT: Final = r"^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d).*$"


def event_format(used: tuple[str, ...]) -> Format:
    """The columns of a file of events with a header, of which at least the day, a code, and the id or both actors are there."""
    return Format(
        columns={name: ("Day",) if name == "SQLDATE" else () for name in used},
        needed=(
            ("SQLDATE",),
            ("EventCode", "EventBaseCode"),
            ("GLOBALEVENTID", "Actor1Code"),
            ("GLOBALEVENTID", "Actor2Code"),
        ),
        nulls=NULLS,
    )


def header_in(source: Source, of: Format) -> Header | None:
    """Where the columns stand in a file that is not as GDELT publishes it; None if it is, or holds no events.

    Without a header, the columns are those of GDELT, with an index before them or not.

    Example:
        >>> from pathlib import Path
        >>> data = b"day;eventcode;globaleventid\\n20180101;042;7\\n"
        >>> header_in(Source(Path("a.csv"), data=data), event_format(("GLOBALEVENTID", "SQLDATE", "EventCode"))).separator
        ';'
    """
    return header_of(source, of) or (None if is_published(source) else _without_header(source))


def _without_header(source: Source) -> Header | None:
    lines = head(source)
    for separator in ",;\t":
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            continue
        for before in (0, 1):
            widths = Counter(len(row) - before for row in rows if starts_as_event(row[before:]))
            if widths and widths.total() * 2 >= len(rows):
                width = widths.most_common(1)[0][0]
                return Header(("",) * before + LAYOUTS[width], 0, separator)
    return None


def as_published(rows: pl.DataFrame, separator: str) -> pl.DataFrame:
    """The values of rows of events in the form in which GDELT publishes them.

    Args:
        rows: as text, some of GDELT's columns.
        separator: what separates the cells of the file; where it is ``;`` programs write decimal commas.

    Example:
        >>> rows = pl.DataFrame({"GLOBALEVENTID": ["7.0"], "SQLDATE": ["2018-01-01"], "IsRootEvent": ["TRUE"], "AvgTone": ["-2,5"]})
        >>> as_published(rows, ";").row(0)
        ('7', '20180101', '1', '-2.5')
    """
    have = set(rows.columns)
    odd = [
        c for c in _WHOLE if c in have and rows[c].str.contains(r"\.0+$|^[0-9.,]+[eE]|^[A-Za-z]{4,5}$|^\d{4}-").any()
    ]
    rows = rows.with_columns(exact(c).str.replace(r"\.0+$", "") for c in odd)
    if "IsRootEvent" in odd:
        flag = pl.col("IsRootEvent").str.to_lowercase()
        rows = rows.with_columns(IsRootEvent=flag.replace({"true": "1", "false": "0"}))
    if "SQLDATE" in odd:
        rows = rows.with_columns(pl.col("SQLDATE").str.replace(_DAY, "${1}${2}${3}"))
    if "DATEADDED" in odd:
        moment = pl.col("DATEADDED").str.replace(_MOMENT, "${1}${2}${3}${4}${5}${6}")
        rows = rows.with_columns(moment.str.replace(_DAY, "${1}${2}${3}000000"))
    if separator == ";":
        rows = rows.with_columns(pl.col([c for c in _DECIMAL if c in have]).str.replace(",", ".", literal=True))
    return rows


def check_header(rows: pl.DataFrame, where: str) -> None:
    """Check that what stands below the names of a header can be what they say.

    Args:
        rows: the values of some rows, as GDELT would publish them.

    Raises:
        LoaderError: most of the days or codes are none, so that the names stand over other columns.
    """
    for column, pattern in (("SQLDATE", r"^\d{8}$"), ("EventCode", r"^(?:\d{2,4}|---)$")):
        given = rows[column].drop_nulls() if column in rows.columns else pl.Series([], dtype=pl.String)
        good = given.str.contains(pattern).sum()
        if len(given) and good * 2 < len(given):
            raise LoaderError(
                f"the header does not fit: below {column} stands {given[0][:40]!r}",
                where=where,
                expected="a name over each column, as GDELT names them",
                hint="correct the header, or remove it from a file with all columns in GDELT's order",
            )
