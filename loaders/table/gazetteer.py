"""Proposes the mapping of a table of places: a gazetteer, a list of districts, of constituencies with their coordinates.

Such a table has coordinates, codes of districts or types of places, and names nobody and nothing that happens.
"""

from __future__ import annotations

import re
from typing import Final

from govgraph.loaders.records.header import language_tag
from govgraph.loaders.table.actor_lines import country_line
from govgraph.loaders.table.guessed import Guess
from govgraph.loaders.table.look import Column
from govgraph.loaders.table.words import EVENT, JOB, ORG, PERSON, RELATION
from govgraph.loaders.table.written import quoted, safe

_LATITUDE: Final = frozenset({"lat", "latitude", "ylat"})
_LONGITUDE: Final = frozenset({"lon", "lng", "long", "longitude", "xlong"})
_TYPE: Final = frozenset({"placetype", "featureclass"})
_ISO: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
"""A code of ISO 3166-2."""
_OF_REGISTERS: Final = frozenset(
    "inception cessation deprecated superseded founded established dissolved abolished created modified lastmodified updated census since".split()
)
"""Words for the days of a place itself."""
_OTHERS: Final = (ORG | PERSON | JOB | RELATION | EVENT.keys() | {"event", "actor", "amount"}) - {
    "name",
    "office",
    "title",
}
_SCHEMES: Final = ("wikidata", "geonames", "osm", "gadm")


def gazetteer(columns: list[Column]) -> list[str]:
    """The lines of a mapping for a table of places; none if it is no such table.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> lines = gazetteer(look(pl.DataFrame({"id": ["1"], "name": ["Osh"], "lat": ["40.5"], "lon": ["72.8"]})))
        >>> [line.split("  #")[0] for line in lines]
        ['places:', '  place:', '    name: name', '    id: id', '    latitude: lat', '    longitude: lon']
    """
    rest = [column for column in columns if column.form != "empty"]
    latitude, longitude = _called(rest, _LATITUDE), _called(rest, _LONGITUDE)
    coded = next((c for c in rest if "3166" in c.words and all(_ISO.fullmatch(text) for text in c.texts)), None)
    kind = next((c for c in rest if set(c.words) & _TYPE or c.words == ("place", "type")), None)
    if not ((latitude and longitude) or coded or kind) or any(_tells_of_others(c) for c in rest):
        return []
    tongues = [c for c in rest if c.form in ("text", "country") and language_tag(c.name) and len(c.name) == 2]
    name = next(
        (c for c in rest if c.form in ("text", "country") and "name" in c.words and c.filled * 10 >= c.rows * 9), None
    )
    if not name and not tongues:
        return []
    used = [c for c in (latitude, longitude, name, *tongues) if c]
    lines = ["places:", "  place:"]
    if name:
        lines.append(f"    name: {quoted(name.name)}  # guess: the word in its name; cells like {safe(name.shown)}")
    lines += [
        f"    name_{c.name}: {quoted(c.name)}  # guess: the tag of a language; cells like {safe(c.shown)}"
        for c in tongues
    ]
    ident = coded or next((c for c in rest if "id" in c.words and c not in used and c.different == c.rows), None)
    if ident and ident.different == ident.rows:
        used.append(ident)
        lines.append(f"    id: {quoted(ident.name)}  # guess: {ident.different:,} different in {ident.rows:,} rows")
    known = [c for c in rest if c not in used and c.name.lower() in _SCHEMES]
    if known:
        schemes = ", ".join(f"{c.name.lower()}: {quoted(c.name)}" for c in known)
        lines.append(f"    identifiers: {{{schemes}}}  # guess: the names of the columns; as {safe(known[0].shown)}")
    country = next((c for c in rest if c not in used and c.form == "country" and c.system != "name"), None)
    if country:
        lines.append(f"    country: {country_line(country, Guess())}")
    for field, column in (("latitude", latitude), ("longitude", longitude)):
        lines += [f"    {field}: {quoted(column.name)}  # guess: the word in its name"] if column else []
    left = [c for c in rest if c not in (*used, *known, country)]
    if left:
        lines.append(
            f"    details: [{', '.join(quoted(c.name) for c in left)}]  # guess: nothing else is known of them"
        )
    return lines


def _called(columns: list[Column], words: frozenset[str]) -> Column | None:
    return next((c for c in columns if c.form == "number" and set(c.words) & words), None)


def _tells_of_others(column: Column) -> bool:
    """Whether a column names an actor or says that something happened."""
    words = set(column.words)
    if column.form == "date":
        return not words & _OF_REGISTERS
    return column.form in ("text", "url") and bool(words & _OTHERS)
