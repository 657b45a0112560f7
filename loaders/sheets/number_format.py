"""How a number in a workbook is shown: as a date of some precision, a code with leading zeros, or a number.

A workbook stores "March 2019" as the number of a day, 43525, and a format ``mmm-yy``: what the author meant is in the format
(ECMA-376 part 1, 18.8.30). The day is dropped only if the author cannot have typed it: a first day of a month that is shown
without its day. Any other day is kept, with a note.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final, NamedTuple

_BUILT_IN: Final = {
    14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "m/d/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    # Date formats of Chinese, Japanese and Korean versions; those without a day are listed one by one.
    **dict.fromkeys([*range(28, 32), 36, *range(50, 55), 57, 58], "yyyy/m/d"), 27: "yyyy/m", 32: "h:mm", 33: "h:mm:ss",
    34: "h:mm", 35: "h:mm:ss", 55: "h:mm", 56: "h:mm:ss",
}  # fmt: skip
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS: Final = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_MINUTES: Final = re.compile(r"(h+[^a-z]*)m+|m+(?=[^a-z]*s)", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_EPOCH: Final = dt.datetime(1899, 12, 30)
_DAYS_1904: Final = 1462
_LAST: Final = 2_958_466
_LONGEST: Final = 255
"""The longest format that spreadsheet programs allow, in characters."""


class Format(NamedTuple):
    """What a format shows: ``kind`` is number, year, month, day, day without year, moment, time, length or zeros; ``digits`` is the width for zeros."""

    kind: str
    digits: int = 0
    code: str = ""


class NoDate(ValueError):
    """A number that is shown as a date, but that no calendar has."""


@cache
def format_of(number: int, code: str = "") -> Format:
    """What the format of a cell shows.

    Args:
        number: the format's number; those up to 163 are built in.
        code: its code, where the workbook declares it.

    Example:
        >>> format_of(17).kind, format_of(164, "dd.mm.yyyy").kind, format_of(165, "0000"), format_of(0).kind
        ('month', 'day', Format(kind='zeros', digits=4, code='0000'), 'number')
    """
    code = code[:_LONGEST] or _BUILT_IN.get(number, "")
    bracketed = _BRACKETS.sub("", _QUOTED.sub("", code.split(";", 1)[0]))
    if _LENGTH.search(bracketed):
        return Format("length", 0, code)
    plain = bracketed.replace("[", "").replace("]", "")
    if re.fullmatch(r"0{2,}", plain.strip()):
        return Format("zeros", len(plain.strip()), code)
    if not plain or "general" in plain.lower() or re.search(r"[0#?]", re.sub(r"s\.?0+", "s", plain, flags=re.I)):
        return Format("number", 0, code)
    letters = re.sub(r"am/pm|a/p", "", plain.lower())
    letters = _MINUTES.sub(lambda match: (match[1] or "") + "n", letters)
    day, month, year = (any(letter in letters for letter in word) for word in ("d", "m", "yeb"))
    clock = any(letter in letters for letter in "hns")
    if day and clock:
        return Format("moment", 0, code)
    if day:
        return Format("day" if year else "day without year", 0, code)
    if month or year:
        return Format("moment" if clock else "month" if month else "year", 0, code)
    return Format("time" if clock else "number", 0, code)


def shown(value: str, form: Format, from_1904: bool = False) -> tuple[str, str]:
    """The number in a cell as text, and a remark about it.

    Args:
        value: the number as the workbook stores it.
        form: the format of its cell.
        from_1904: whether days are counted from 1904, and not from 1900.

    Returns:
        the text, and a remark or an empty string.

    Raises:
        NoDate: it is shown as a date, but no calendar has that day.
        ValueError: the value is not a number.

    Example:
        >>> shown("43525", format_of(17)), shown("7", format_of(164, "000")), shown("0.5", format_of(0))
        (('2019-03', '2019-03-01 is shown as mmm-yy'), ('007', ''), ('0.5', ''))
        >>> shown("1.5", format_of(46)), shown("43587", format_of(16))[1]
        (('36:00:00', ''), '2019-05-02 has a year that d-mmm does not show, so that perhaps nobody typed it')
    """
    number = float(value)
    if form.kind in ("number", "zeros"):
        plain = _plain(value, number)
        if form.kind == "zeros" and plain.isdigit():
            return plain.zfill(form.digits), ""
        return plain, "it has more than 15 digits" if abs(number) >= 1e15 else ""
    if form.kind == "length":
        minutes, seconds = divmod(round(abs(number) * 86_400), 60)
        return f"{'-' if number < 0 else ''}{minutes // 60}:{minutes % 60:02}:{seconds:02}", ""
    if form.kind == "time" and 0 <= number < 1:
        return _moment(number + 1).strftime("%H:%M:%S"), ""
    moment = _moment(number + (_DAYS_1904 if from_1904 else 0))
    day = moment.date().isoformat()
    if form.kind in ("month", "year"):
        if moment.day == 1 and (form.kind == "month" or moment.month == 1):
            return day[:7] if form.kind == "month" else day[:4], f"{day} is shown as {form.code}"
        return day, f"{day} is shown as {form.code}, and its day is kept"
    if form.kind == "day without year":
        return day, f"{day} has a year that {form.code} does not show, so that perhaps nobody typed it"
    return (day if form.kind == "day" else moment.strftime("%Y-%m-%d %H:%M:%S")), ""


def _moment(days: float) -> dt.datetime:
    """The day and time of a number of days since the end of 1899.

    The first spreadsheets took 1900 for a leap year, which it was not: day 60 does not exist, and earlier days are off by one.
    """
    if not 1 <= days < _LAST or 60 <= days < 61:
        raise NoDate
    moment = _EPOCH + dt.timedelta(days=days + (1 if days < 60 else 0))
    return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def _plain(value: str, number: float) -> str:
    if re.fullmatch(r"-?\d{1,15}", value):
        return value
    if number.is_integer() and abs(number) < 1e17:
        return str(int(number))
    return repr(number)
