"""Dates as tables write them: ``DD.MM.YYYY``, ``D MMMM YYYY``, ``MM/YYYY``, read as partial dates, whole columns at a time.

A format has the letters YYYY, YY, MM, M, DD, D, MMM (Jan), MMMM (January), hh, mm and ss; all other characters stand for
themselves, and ``*`` for anything to the end of the cell. A month or day written as 00 is not known. YY is a year from 1950 to 2049.

The word ``excel`` is a format of its own: days counted from 1900, as a spreadsheet keeps them and writes them where a cell lost its format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from govgraph.ontology import dates

_TOKENS: Final = re.compile(r"YYYY|YY|MMMM|MMM|MM|M|DD|D|hh|mm|ss|\*")
_PATTERNS: Final = {
    "YYYY": r"(?P<year>\d{4})", "YY": r"(?P<short>\d{2})", "MM": r"(?P<month>\d{2})", "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})", "D": r"(?P<day>\d{1,2})", "MMM": r"(?P<name>\pL+)\.?", "MMMM": r"(?P<name>\pL+)",
    "hh": r"\d{1,2}", "mm": r"\d{2}", "ss": r"\d{2}(?:\.\d+)?", "*": r".*",
}  # fmt: skip
EXCEL: Final = "excel"
"""The format of days that a spreadsheet counts: 1 is 1900-01-01, and 60 a 29th of February that never was.

Source: ECMA-376 part 1, 18.17.4.1 (the 1900 date system).
"""
_FIRST, _LAST = 61, 2_958_465
"""1900-03-01, after the day that never was, and 9999-12-31."""
_ENGLISH: Final = "january february march april may june july august september october november december".split()
_RUSSIAN: Final = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_RUSSIAN_PLAIN: Final = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()


@cache
def months() -> dict[str, int]:
    """Name of a month in English or Russian (which Kyrgyz texts use as well), in lower case -> its number; also its first three letters.

    Example:
        >>> months()["sept"], months()["мая"], months()["jan"]
        (9, 5, 1)
    """
    numbers: dict[str, int] = {"sept": 9}
    for names in (_ENGLISH, _RUSSIAN, _RUSSIAN_PLAIN):
        for number, name in enumerate(names, start=1):
            numbers[name] = number
            numbers.setdefault(name[:3], number)
    return numbers


@dataclass(frozen=True, slots=True)
class DatePattern:
    """A format as a regular expression with the groups year, short, month, name and day; ``fault`` says why it is none."""

    pattern: str
    groups: tuple[str, ...]
    fault: str = ""


@cache
def pattern_of(form: str) -> DatePattern:
    """The regular expression of a format.

    Example:
        >>> pattern_of("DD.MM.YYYY").groups, pattern_of("DD.MM").fault
        (('day', 'month', 'year'), 'it has no year')
    """
    if form == EXCEL:
        return DatePattern(r"^(?P<serial>\d{2,7})(?:\.\d+)?$", ("serial",))
    parts, groups, at = [], [], 0
    for token in _TOKENS.finditer(form):
        parts += [re.escape(form[at : token.start()]), _PATTERNS[token[0]]]
        groups += re.findall(r"\?P<(\w+)>", _PATTERNS[token[0]])
        at = token.end()
    parts.append(re.escape(form[at:]))
    pattern = "^" + "".join(parts) + "$"
    twice = [g for g in groups if groups.count(g) > 1]
    if "year" not in groups and "short" not in groups:
        return DatePattern("", (), "it has no year")
    if twice or {"year", "short"} <= set(groups) or {"month", "name"} <= set(groups):
        return DatePattern("", (), "a part stands twice")
    if "day" in groups and not {"month", "name"} & set(groups):
        return DatePattern("", (), "it has a day and no month")
    return DatePattern(pattern, tuple(groups))


def read_dates(cells: pl.Series, formats: tuple[str, ...], precision: str) -> pl.Series:
    """Cells as partial dates; null where a cell fits no format.

    Args:
        formats: the first that fits counts; none: ISO 8601, also with a time of day, which is left out.
        precision: ``year``, ``month`` or ``day``: the rest is cut off.

    Example:
        >>> read_dates(pl.Series(["31.12.2019", "00.05.2020", "x"]), ("DD.MM.YYYY",), "").to_list()
        ['2019-12-31', '2020-05', None]
        >>> read_dates(pl.Series(["2019-12-31 10:00:00", "2019-00-00", "1999"]), (), "year").to_list()
        ['2019', '2019', '1999']
        >>> read_dates(pl.Series(["43831", "43831.5", "60"]), ("excel",), "").to_list()
        ['2020-01-01', '2020-01-01', None]
    """
    every = formats or ("YYYY-MM-DD", "YYYY-MM", "YYYY", "YYYY-MM-DD hh:mm*", "YYYY-MM-DDThh:mm*")
    frame = cells.to_frame("v")
    tried = [_partial(pattern_of(form)) for form in every]
    days = [pl.when(dates.earliest(text).dt.year() > 0).then(text) for text in tried]
    read = frame.select(pl.coalesce(days).alias("v")).to_series().alias(cells.name)
    length = {"year": 4, "month": 7}.get(precision)
    return read.str.slice(0, length) if length else read


def _partial(form: DatePattern) -> pl.Expr:
    """The expression that reads the column ``v`` in one format."""
    found = pl.col("v").str.extract_groups(form.pattern)

    def part(name: str) -> pl.Expr:
        return found.struct.field(name)

    if "serial" in form.groups:
        days = part("serial").cast(pl.Int32)
        counted = pl.when(days.is_between(_FIRST, _LAST)).then(days)
        return (pl.lit(date(1899, 12, 30)) + pl.duration(days=counted)).cast(pl.Date).cast(pl.String)
    if "year" in form.groups:
        year = part("year")
    else:
        short = part("short").cast(pl.Int32)
        year = (short + pl.when(short < 50).then(2000).otherwise(1900)).cast(pl.String)
    if "name" in form.groups:
        known = months()
        low = part("name").str.to_lowercase()
        month = low.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Int32)
        month = pl.when(part("name").is_not_null() & month.is_null()).then(99).otherwise(month)
    elif "month" in form.groups:
        month = part("month").cast(pl.Int32)
    else:
        return year
    text = year + "-" + month.cast(pl.String).str.zfill(2)
    known_month = pl.when(month > 0).then(text).otherwise(year)
    if "day" not in form.groups:
        return known_month
    day = part("day").cast(pl.Int32)
    return pl.when((month > 0) & (day > 0)).then(text + "-" + day.cast(pl.String).str.zfill(2)).otherwise(known_month)
