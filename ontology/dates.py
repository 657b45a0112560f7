"""Partial dates: the text as given, and the first and last day that it can mean.

A source that says "2010" did not say "2010-01-01". The text is kept, and comparisons use its bounds (the four time
stamps of the Simple Event Model: van Hage et al. 2011, https://doi.org/10.1016/j.websem.2011.03.003). Partial dates
follow ISO 8601-1:2019, 4.3 (reduced precision): a year, a year and month, or a day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

import polars as pl

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
PARTIAL = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
"""The pattern of a partial date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""


@lru_cache(maxsize=16_384)
def bounds(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that a partial date can mean; None when the text is not one.

    Example:
        >>> bounds("2012-02")
        (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        # A month or day of 0 is none; only one that is not there stands for the whole year or month.
        first = dt.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, dt.date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])


def earliest(column: pl.Expr) -> pl.Expr:
    """The first day that each partial date of a column can mean; null where the text is not one.

    Example:
        >>> pl.select(earliest(pl.lit("2010-05"))).item()
        datetime.date(2010, 5, 1)
    """
    length = column.str.len_bytes()
    padded = (
        pl.when(length == 4)
        .then(column + "-01-01")
        .when(length == 7)
        .then(column + "-01")
        .when(length == 10)
        .then(column)
    )
    return padded.str.to_date("%Y-%m-%d", strict=False)


def latest(column: pl.Expr) -> pl.Expr:
    """The last day that each partial date of a column can mean; null where the text is not one.

    Example:
        >>> pl.select(latest(pl.lit("2012-02"))).item()
        datetime.date(2012, 2, 29)
    """
    length = column.str.len_bytes()
    first = earliest(column)
    return (
        pl.when(length == 4)
        .then(first.dt.offset_by("1y").dt.offset_by("-1d"))
        .when(length == 7)
        .then(first.dt.month_end())
        .otherwise(first)
    )
