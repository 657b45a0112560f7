"""The values of Wikidata's JSON: ranks, snaks, items and times with their precision.

The data model: https://www.wikidata.org/wiki/Help:Data_type and ``docs/topics/json.md`` of the extension Wikibase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from govgraph.ontology import dates
from govgraph.ontology.countries import country
from govgraph.ontology.terms import country_iri, mint

_TIME: Final = re.compile(r"([+-])0*(\d+)-(\d{2})-(\d{2})T.*")
_ITEM: Final = re.compile(r"Q[1-9]\d*")
_JULIAN: Final = "Q1985786"
YEAR, MONTH, DAY = 9, 10, 11
"""Precisions of a time; what is less is a decade or more, for which there is no partial date."""
UNKNOWN: Final = "unknown value"
NONE: Final = "no value"


class Statement(NamedTuple):
    """A statement about an item.

    Attributes:
        rank: preferred, normal or deprecated.
        snak: the value.
        qualifiers: property -> snaks.
    """

    id: str
    rank: str
    snak: dict[str, Any]
    qualifiers: dict[str, list[dict[str, Any]]]


def statements(claims: object, prop: str) -> list[Statement]:
    """The statements of a property, the deprecated ones included."""
    found = claims.get(prop) if isinstance(claims, dict) else None
    made = []
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and isinstance(snak := one.get("mainsnak"), dict):
            rank, qualifiers = one.get("rank"), one.get("qualifiers")
            rank = rank if rank in ("preferred", "deprecated") else "normal"
            made.append(
                Statement(str(one.get("id") or ""), rank, snak, qualifiers if isinstance(qualifiers, dict) else {})
            )
    return made


def truthy(of: list[Statement]) -> list[Statement]:
    """The statements that count for a single fact: the preferred ones, else the normal ones; never deprecated ones.

    Example:
        >>> truthy([Statement("a", "normal", {}, {}), Statement("b", "deprecated", {}, {})])[0].id
        'a'
    """
    return [s for s in of if s.rank == "preferred"] or [s for s in of if s.rank == "normal"]


def value(snak: dict[str, Any]) -> Any:
    """The value of a snak; None if it has none or an unknown one."""
    data = snak.get("datavalue")
    return data.get("value") if snak.get("snaktype", "value") == "value" and isinstance(data, dict) else None


def item(snak: dict[str, Any]) -> str:
    """The item that a snak names, or an empty string. Old dumps have only its number.

    Example:
        >>> item({"datavalue": {"value": {"entity-type": "item", "numeric-id": 813}}})
        'Q813'
    """
    found = value(snak)
    if not isinstance(found, dict):
        return ""
    identifier = found.get("id") or (
        f"Q{found['numeric-id']}" if found.get("numeric-id") and found.get("entity-type", "item") == "item" else ""
    )
    return identifier if isinstance(identifier, str) and _ITEM.fullmatch(identifier) else ""


class Time(NamedTuple):
    """A time.

    Attributes:
        date: a partial date as exact as the source knows it; None if there is none for it.
        given: as the source writes it, with the precision.
        why: why there is no date, or what was done to get it; empty: nothing.
    """

    date: str | None
    given: str
    why: str = ""


def time(snak: dict[str, Any]) -> Time | None:
    """The time of a snak; None if it holds no time.

    A year before the common era, and what is less exact than a year, have no partial date. A day of the Julian calendar is
    converted to the Gregorian one.

    Example:
        >>> time({"datavalue": {"value": {"time": "+2012-00-00T00:00:00Z", "precision": 9}}}).date
        '2012'
        >>> time({"datavalue": {"value": {"time": "-0044-03-15T00:00:00Z", "precision": 11}}}).why
        'before the common era'
    """
    found = value(snak)
    match = _TIME.fullmatch(str(found.get("time"))) if isinstance(found, dict) else None
    if match is None or not isinstance(found, dict):
        return None
    precision = found.get("precision", DAY)
    given = f"{found['time']}/{precision}"
    sign, year, month, day = match.groups()
    if sign == "-":
        return Time(None, given, "before the common era")
    if not isinstance(precision, int) or precision < YEAR or len(year) > 4 or year == "0":
        return Time(None, given, "date less exact than a year")
    text = "-".join([year.zfill(4), month, day][: min(precision, DAY) - YEAR + 1])
    text = text.removesuffix("-00").removesuffix("-00")
    if len(text) == 10 and str(found.get("calendarmodel", "")).endswith(_JULIAN):
        return Time(_gregorian(int(year), int(month), int(day)), given, "Julian date converted")
    return Time(text, given) if dates.bounds(text) else Time(None, given, "date not understood")


def _gregorian(year: int, month: int, day: int) -> str | None:
    """A day of the Julian calendar in the Gregorian one (Richards 2013, Explanatory Supplement to the Astronomical Almanac, 15.11).

    Example:
        >>> _gregorian(1917, 10, 25)
        '1917-11-07'
    """
    early = (14 - month) // 12
    shifted, of_year = year + 4800 - early, month + 12 * early - 3
    number = day + (153 * of_year + 2) // 5 + 365 * shifted + shifted // 4 - 32083
    century = (4 * (number + 32044) + 3) // 146097
    rest = number + 32044 - 146097 * century // 4
    years = (4 * rest + 3) // 1461
    days = rest - 1461 * years // 4
    months = (5 * days + 2) // 153
    text = f"{100 * century + years - 4800 + months // 10:04}-{months + 3 - 12 * (months // 10):02}-{days - (153 * months + 2) // 5 + 1:02}"
    return text if dates.bounds(text) else None


def point(snak: dict[str, Any]) -> dict[str, float]:
    """Latitude and longitude of a snak; empty if it holds no point on Earth.

    Example:
        >>> point({"datavalue": {"value": {"latitude": 40.5, "longitude": "72.8"}}})
        {'latitude': 40.5, 'longitude': 72.8}
    """
    found = value(snak)
    if not isinstance(found, dict) or not str(found.get("globe", "Q2")).endswith("Q2"):
        return {}
    made = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        try:
            number = float(str(found.get(name)))
        except ValueError:
            return {}
        if not abs(number) <= most:
            return {}
        made[name] = number
    return made


def shown(snak: dict[str, Any]) -> str:
    """A value as text, for details.

    Example:
        >>> shown({"snaktype": "somevalue"}), shown({"datavalue": {"value": {"amount": "+5", "unit": "1"}}})
        ('unknown value', '5')
    """
    if snak.get("snaktype") in ("somevalue", "novalue"):
        return UNKNOWN if snak["snaktype"] == "somevalue" else NONE
    if found := item(snak):
        return found
    if (moment := time(snak)) is not None:
        return moment.date or moment.given
    found_value = value(snak)
    if isinstance(found_value, dict):
        if "amount" in found_value:
            unit = str(found_value.get("unit", "1")).rsplit("/", 1)[-1]
            return str(found_value["amount"]).removeprefix("+") + ("" if unit == "1" else f" {unit}")
        if "text" in found_value:
            return str(found_value["text"])
        if "latitude" in found_value:
            return f"{found_value['latitude']} {found_value.get('longitude')}"
        return str(found_value.get("id") or "")
    return str(found_value) if found_value is not None else ""


@lru_cache(maxsize=65_536)
def iri_of(base: str, kind: str, identifier: str) -> str:
    """The IRI of an item in a role: a country, if it is one of our list, else one made of the kind and the item.

    Example:
        >>> iri_of("x:", "organization", "Q813"), iri_of("x:", "person", "Q7747")
        ('x:country/KGZ', 'x:person/wikidata/Q7747')
    """
    state = country(f"wikidata:{identifier}") if kind in ("organization", "place") else None
    return country_iri(base, state.iso3) if state else mint(base, kind, "wikidata", identifier)


def texts(of: object) -> Iterator[tuple[str, str]]:
    """(language, text) of labels, descriptions or aliases; an empty map may be written as a list."""
    for language, found in of.items() if isinstance(of, dict) else ():
        for one in found if isinstance(found, list) else [found]:
            text = one.get("value") if isinstance(one, dict) else one
            if isinstance(text, str) and text.strip():
                yield str(language), text.strip()
