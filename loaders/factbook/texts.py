"""Texts of the World Factbook: without HTML, split where they list several things, and dates in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.ontology import dates

BREAK: Final = "\n"
"""What stands for a line break of the page."""
_BREAKS: Final = re.compile(r"<br\s*/?>|</p>|\s\+\+\s", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_MONTHS: Final = {
    name: f"{number:02}"
    for number, name in enumerate(
        "January February March April May June July August September October November December".split(), start=1
    )
}
_DATE: Final = re.compile(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})")


def plain(value: object) -> str:
    """A text of the Factbook without HTML, with :data:`BREAK` for its line breaks; empty if there is none.

    Example:
        >>> plain({"text": "<em><br>2021:</em> Charg&eacute;&nbsp; d'Affaires"})
        "2021: Chargé d'Affaires"
        >>> plain("Alliance<br>Cohesion").split(BREAK)
        ['Alliance', 'Cohesion']
    """
    if isinstance(value, dict):
        value = value.get("text")
    if not isinstance(value, str):
        return ""
    text = html.unescape(_TAG.sub("", _BREAKS.sub(BREAK, value))).replace("\0", "")
    text = text.encode(errors="replace").decode()  # a text of JSON may hold half of a character
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return BREAK.join(line for line in lines if line)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The texts inside a field, each with the names of the fields that lead to it.

    Example:
        >>> list(leaves({"name": {"text": "Bishkek"}, "note": "old"}, "Capital"))
        [('Capital.name', 'Bishkek'), ('Capital.note', 'old')]
    """
    if text := plain(value).replace(BREAK, "; "):
        yield path, text
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "text":
                yield from leaves(inner, f"{path}.{name}" if path else name)


def split_outside(text: str, marks: str) -> list[str]:
    """The parts of a text between some characters, which do not count inside brackets.

    Example:
        >>> split_outside("ICC (NGOs), CIS (associate, not ratified), WHO", ",")
        ['ICC (NGOs)', 'CIS (associate, not ratified)', 'WHO']
    """
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter in marks and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def day_in_words(text: str) -> str | None:
    """A date such as ``28 January 2021``, ``January 2025`` or ``2018``; None for anything else.

    Example:
        >>> day_in_words("28 January 2021"), day_in_words("January 2025"), day_in_words("31 June 2020"), day_in_words("soon")
        ('2021-01-28', '2025-01', None, None)
    """
    match = _DATE.fullmatch(" ".join(text.split()))
    if not match or (match[2] and match[2] not in _MONTHS) or (match[1] and not match[2]):
        return None
    parts = [match[3], *([_MONTHS[match[2]]] if match[2] else []), *([f"{int(match[1]):02}"] if match[1] else [])]
    day = "-".join(parts)
    return day if dates.bounds(day) else None


def point(text: str) -> tuple[float, float] | None:
    """Coordinates such as ``42 52 N, 74 36 E`` in degrees; None for anything else.

    Example:
        >>> point("42 52 N, 74 36 E"), point("(Brussels) 50 50 N, 4 20 E")
        ((42.8667, 74.6), None)
    """
    match = re.fullmatch(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not match:
        return None
    north, east = (int(match[i]) + int(match[i + 1]) / 60 for i in (1, 4))
    sign = (-1 if match[3] == "S" else 1, -1 if match[6] == "W" else 1)
    return round(north * sign[0], 4), round(east * sign[1], 4)
