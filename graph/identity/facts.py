"""What is known of actors that bears on whether two of them are one: their kinds, births, countries and identifiers, and what contradicts.

All rows of an actor count. Where its own rows disagree, it contradicts another actor only if none of them fits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from govgraph.ontology.classes import kinds, lineage
from govgraph.ontology.countries import countries
from govgraph.ontology.identifier_systems import one_per_thing
from govgraph.ontology.terms import country_iri, shorten

if TYPE_CHECKING:
    import duckdb

Span = tuple[dt.date, dt.date]
"""The first and the last day that a date can mean."""


@dataclass(slots=True)
class Facts:
    """What the rows of one actor say.

    Attributes:
        births: of a person: what each row says of the birth.
        ids: system -> identifiers, of the systems that have one for each thing.
    """

    kinds: set[str] = field(default_factory=set)
    births: set[Span] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    ids: dict[str, set[str]] = field(default_factory=dict)


def trusted(identifier: str) -> str:
    """The system of a typed identifier, if it has one identifier for each thing; else empty.

    Example:
        >>> trusted("wikidata:Q1"), trusted("cameo:KGZGOV")
        ('wikidata', '')
    """
    system = identifier.partition(":")[0]
    return system if system in one_per_thing() else ""


def facts_of(db: duckdb.DuckDBPyConnection, actors: str, iris: Iterable[str]) -> dict[str, Facts]:
    """IRI -> what the rows of actors say of it; an actor without rows is left out.

    Args:
        actors: a table or view of rows as records have them, in the connection.
    """
    wanted = sorted(set(iris))
    rows = db.execute(
        f"SELECT iri, kind, starts_from, starts_by, country, identifiers FROM {actors} "
        "WHERE iri IN (SELECT unnest($wanted::VARCHAR[]))",
        {"wanted": wanted},
    ).fetchall()
    found: dict[str, Facts] = {}
    for iri, kind, first, last, country, identifiers in rows:
        facts = found.setdefault(iri, Facts())
        facts.kinds.add(kind)
        if kind == "person" and first and last:
            facts.births.add((first, last))
        if country:
            facts.countries.add(country)
        for identifier in identifiers or ():
            if system := trusted(identifier):
                facts.ids.setdefault(system, set()).add(identifier)
    return found


def different_ids(one: Facts, other: Facts) -> str:
    """Why two actors cannot be one, by definition: each has another identifier of a system that has one for each thing.

    Example:
        >>> different_ids(Facts(ids={"wikidata": {"wikidata:Q1"}}), Facts(ids={"wikidata": {"wikidata:Q2"}}))
        'they are wikidata:Q1 and wikidata:Q2, and wikidata has one for each thing'
    """
    for system in sorted(one.ids.keys() & other.ids.keys()):
        if one.ids[system].isdisjoint(other.ids[system]):
            pair = " and ".join(", ".join(sorted(facts.ids[system])) for facts in (one, other))
            return f"they are {pair}, and {system} has one for each thing"
    return ""


def nothing_bears(one: Facts, other: Facts) -> bool:
    """Whether nothing is known of two actors of one kind by which they could agree or contradict. So it is of most of those with one name.

    Example:
        >>> nothing_bears(Facts(kinds={"person"}), Facts(kinds={"person"}, countries={"x:country/KGZ"}))
        True
    """
    both = (one.births and other.births) or (one.countries and other.countries)
    return one.kinds == other.kinds and not (both or one.ids or other.ids)


def contradicts(base: str, one: Facts, other: Facts) -> str:
    """What speaks against two actors being one: ids, kinds, births or countries; empty if nothing does.

    Args:
        base: the graph's base IRI.

    Example:
        >>> contradicts("x:", Facts(kinds={"person"}), Facts(kinds={"agency"}))
        'one is a person, the other an agency'
    """
    if why := different_ids(one, other):
        return why
    for facts in (one, other):
        for system, ids in sorted(facts.ids.items()):
            if len(ids) > 1:
                return f"one of them has several identifiers of {system}: {', '.join(sorted(ids))}"
    if one.kinds and other.kinds and not any(_fit(a, b) for a in one.kinds for b in other.kinds):
        a, b = (min(facts.kinds) for facts in (one, other))
        return f"one is {_article(a)}, the other {_article(b)}"
    if one.births and other.births and not any(_overlap(a, b) for a in one.births for b in other.births):
        a, b = (_day(min(facts.births)) for facts in (one, other))
        return f"one was born {a}, the other {b}"
    states = one.countries - _ended(base), other.countries - _ended(base)
    if all(states) and states[0].isdisjoint(states[1]):
        a, b = (", ".join(shorten(iri).removeprefix(base) for iri in sorted(of)) for of in states)
        return f"one is of {a}, the other of {b}"
    return ""


def _fit(a: str, b: str) -> bool:
    """Whether a thing can be of both kinds: one is the other, or is above it."""
    one, other = kinds()[a], kinds()[b]
    return one in lineage(other) or other in lineage(one)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _day(span: Span) -> str:
    first, last = (f"{day:%Y-%m-%d}" for day in span)
    return first if first == last else f"{first} to {last}"


def _article(kind: str) -> str:
    word = kind.replace("_", " ")
    return f"an {word}" if word[0] in "aeio" else f"a {word}"


@cache
def _ended(base: str) -> frozenset[str]:
    """The states that have ended: who was of one of them is of another today."""
    return frozenset(country_iri(base, country.iso3) for country in countries() if country.ended)
