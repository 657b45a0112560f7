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
_MOMENT: Final = r"^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(?:Z|UTC|[+-]00:?00)?$"
_AS_GDELT: Final = r"^\d{8}(?:\d{6})?$"
_EPOCH: Final = r"^-?\d{12,13}$"
"""Milliseconds since 1970, as pandas writes moments into JSON; GDELT's own moments have 14 digits."""


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


_FEWEST: Final = min(LAYOUTS) - 1
"""How many separators a row of events has at least."""


def _without_header(source: Source) -> Header | None:
    lines = head(source)
    quoted = any('"' in line for line in lines)
    for separator in ",;\t":
        wide = sum(line.count(separator) >= _FEWEST for line in lines)
        if not quoted and wide * 2 < len(lines):
            continue  # without quotes a line is a row, and most of them have too few cells
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
        c
        for c in _WHOLE
        if c in have and rows[c].str.contains(r"\.0+$|^[0-9.,]+[eE]|^[A-Za-z]{4,5}$|^\d{4}-|^-?\d{12,13}$").any()
    ]
    rows = rows.with_columns(exact(c).str.replace(r"\.0+$", "") for c in odd)
    if "IsRootEvent" in odd:
        flag = pl.col("IsRootEvent").str.to_lowercase()
        rows = rows.with_columns(IsRootEvent=flag.replace({"true": "1", "false": "0"}))
    if "SQLDATE" in odd:
        rows = with_moments(rows, "SQLDATE").with_columns(pl.col("SQLDATE").str.replace(r"^(\d{8})\d{6}$", "${1}"))
    if "DATEADDED" in odd:
        rows = with_moments(rows, "DATEADDED")
    if separator == ";":
        rows = rows.with_columns(pl.col([c for c in _DECIMAL if c in have]).str.replace(",", ".", literal=True))
    return rows


def with_moments(rows: pl.DataFrame, *columns: str, midnight: str = "000000") -> pl.DataFrame:
    """The rows with moments as GDELT writes them, ``20180101001500``, where a program has read them as moments; any other text as it is.

    Args:
        columns: of text; those that the rows do not have are passed over.
        midnight: what stands behind a day that is given without a time of day.

    Example:
        >>> rows = pl.DataFrame({"a": ["2018-01-01 00:15:00+00:00", "1514765700000", "2018-01-01", "0"]})
        >>> with_moments(rows, "a")["a"].to_list()
        ['20180101001500', '20180101001500', '20180101000000', '0']
    """
    for name in columns:
        if name not in rows.columns or rows[name].unique().str.contains(_AS_GDELT).all():
            continue
        text = pl.col(name)
        parts = [text.str.extract(_MOMENT, group) for group in range(1, 7)]
        written = pl.concat_str(*parts[:5], parts[5].fill_null("00"))
        day = text.str.replace(_DAY, "${1}${2}${3}" + midnight)
        passed = pl.when(text.str.contains(_EPOCH)).then(text).cast(pl.Int64, strict=False)
        counted = pl.from_epoch(passed, time_unit="ms").dt.to_string("%Y%m%d%H%M%S")
        whole = pl.when(text.str.contains(r"^\d{4}-\d\d-\d\d$")).then(day)
        rows = rows.with_columns(pl.coalesce(written, whole, counted, text).alias(name))
    return rows


def no_moment(column: str) -> tuple[str, list[str], str, pl.Expr]:
    """The check of a column of moments, for :func:`govgraph.loaders.events.columns.without_wrong_cells`; a cell that is none is only noted."""
    day = pl.col(column).str.slice(0, 8).str.to_date("%Y%m%d", strict=False)
    wrong = ~pl.col(column).str.contains(_AS_GDELT) | (day.is_null() & (pl.col(column).str.strip_chars("0") != ""))
    return column, [], "not a moment as GDELT writes it (20180101001500)", pl.col(column).is_not_null() & wrong


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
