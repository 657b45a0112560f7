"""Checks single values of untrusted JSON: texts, dates and Wikidata items."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from govgraph.ontology import dates
from govgraph.ontology.visible import encodable

_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:.*", re.DOTALL)
_MILLISECONDS = re.compile(r"-?\d{11,13}")
# A month or day written as 00, as databases and Wikidata write an unknown one.
_UNKNOWN_PART = re.compile(r"(\d{4})-00-00|(\d{4}-\d{2})-00")


def writable(text: str) -> str:
    """The first 200 characters of a text, with halves of surrogate pairs as escapes, so that it can be encoded.

    Example:
        >>> writable("CC0 \\ud800")
        'CC0 \\\\ud800'
    """
    text = text[:200]
    return text if text.isascii() else encodable(text)


def wikidata_item(identifier: str) -> str:
    """The Wikidata item that an identifier or address names, or an empty string.

    Example:
        >>> wikidata_item("http://www.wikidata.org/entity/Q813"), wikidata_item("Q8x")
        ('Q813', '')
    """
    if identifier[:1] not in ("Q", "h"):  # most, and told much faster
        return ""
    match = _WIKIDATA.fullmatch(identifier)
    return match[1] if match else ""


def as_text(value: object) -> tuple[str | None, str]:
    """A text or whole number as text, or None with the reason why it is not a text; an empty value has no reason.

    Example:
        >>> as_text(5), as_text(" "), as_text([])
        (('5', ''), (None, ''), (None, 'not a text'))
    """
    if value is None:
        return None, ""
    if value.__class__ is str and value.isascii():
        return (None, "holds a NUL character") if "\0" in value else (value.strip() or None, "")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None, "not a text"
    if "\0" in value:
        return None, "holds a NUL character"
    try:
        value.encode()
    except UnicodeEncodeError:
        return None, "holds half of a character"
    return value.strip() or None, ""


def as_date(value: object) -> str | None:
    """A partial date (ISO 8601-1:2019, 4.3), without time of day and without a month or day of ``00``; None if it is no date.

    Whole days in milliseconds since 1970 are what pandas writes into JSON; :func:`is_milliseconds` tells that a value was one, so that it can be noted.

    Example:
        >>> as_date("2012-05-06T00:00:00Z"), as_date("1964-00-00"), as_date(2011), as_date("2010-02-30"), as_date(1672617600000)
        ('2012-05-06', '1964', '2011', None, '2023-01-02')
    """
    return _date(str(value)) if isinstance(value, (str, int)) else None


@lru_cache(maxsize=16_384)
def _date(text: str) -> str | None:
    text = text.strip()
    if match := _TIME.fullmatch(text):
        text = match[1]
    if is_milliseconds(text):
        text = str(dt.date(1970, 1, 1) + dt.timedelta(milliseconds=int(text)))
    if match := _UNKNOWN_PART.fullmatch(text):
        text = match[1] or match[2]
    # \d also matches digits of other scripts, which ISO 8601 does not allow.
    return text if text.isascii() and dates.bounds(text) is not None else None


def is_milliseconds(value: object) -> bool:
    """Whether :func:`as_date` takes a value for a day in milliseconds since 1970.

    Example:
        >>> is_milliseconds(1672617600000), is_milliseconds("2023-01-02"), is_milliseconds(1672617600001)
        (True, False, False)
    """
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return False
    text = str(value).strip()
    return len(text) > 10 and _MILLISECONDS.fullmatch(text) is not None and int(text) % 86_400_000 == 0


def ends_early(start: str | None, end: str | None) -> bool:
    """Whether an end is certainly before a start.

    Example:
        >>> ends_early("2012", "2012-01"), ends_early("2012-03", "2012-02")
        (False, True)
    """
    if not start or not end:
        return False
    first, last = dates.bounds(start), dates.bounds(end)
    return bool(first and last and last[1] < first[0])
