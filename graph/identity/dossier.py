"""What a graph says of actors that are to be compared: their names, dates, offices, identifiers and sources, and whether it has changed since.

A person who decides sees this, in a table, on a page or in Python. What was seen has a hash, so that a decision that was made on a page
yesterday is only taken if the graph still says the same of both actors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from govgraph.graph.identity.decisions import Pair
from govgraph.ontology.terms import shorten

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

_MOST_OFFICES: Final = 60
_SEEN_LENGTH: Final = 16


@dataclass(slots=True)
class Card:
    """What a graph says of one actor.

    Attributes:
        iri: as the actor is named now.
        kind: as ``person``.
        names: (language, name), the shown ones first.
        start, end: birth and death of a person, founding and end of a body, as given.
        span: the first and the last day that the start can mean.
        country: its name; empty: not known.
        identifiers: typed, as ``wikidata:Q1``.
        offices: (role, body, start, end), the first begun first.
        sources: (file, row, data set).
        other_iris: the other IRIs that it is known by.
    """

    iri: str
    kind: str = ""
    names: list[tuple[str, str]] = field(default_factory=list)
    start: str = ""
    end: str = ""
    span: tuple[str, str] = ("", "")
    country: str = ""
    gender: str = ""
    identifiers: list[str] = field(default_factory=list)
    offices: list[tuple[str, str, str, str]] = field(default_factory=list)
    sources: list[tuple[str, int, str]] = field(default_factory=list)
    other_iris: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """All of it, as values that JSON can hold."""
        return asdict(self)


def cards(graph: Graph, iris: Iterable[str]) -> dict[str, Card]:
    """IRI -> what the graph says of the actor; one that no row describes is left out.

    Args:
        iris: as actors are named now.

    Example:
        >>> cards(graph, ["x:1"])
        {}
    """
    wanted = sorted(set(iris))
    given = "(SELECT unnest($iris::VARCHAR[]))"
    found: dict[str, Card] = {}
    for row in graph.sql(f"SELECT * FROM actors WHERE iri IN {given}", timeout=None, iris=wanted).rows:
        names = [(n["lang"] or "", n["text"]) for n in (*(row["names"] or ()), *(row["aliases"] or ()))]
        found[row["iri"]] = Card(
            row["iri"], row["kind"], names, row["start_date"] or "", row["end_date"] or "",
            (str(row["starts_from"] or ""), str(row["starts_by"] or "")), row["country"] or "", row["gender"] or "",
            sorted(row["identifiers"] or ()), other_iris=sorted(row["same_as"] or ()),
        )  # fmt: skip
    offices = graph.sql(
        f"SELECT member AS who, role AS post, organization AS body, start_date, end_date FROM memberships WHERE member IN {given} UNION ALL "
        f"SELECT t.holder, p.name, p.organization, t.start_date, t.end_date FROM tenures t LEFT JOIN posts p ON p.iri = t.post "
        f"WHERE t.holder IN {given} ORDER BY ALL",
        timeout=None,
        iris=wanted,
    ).rows
    called = graph.called(
        {*(x for row in offices if (x := row["body"])), *(c.country for c in found.values() if c.country)}
    )
    for row in offices:
        body = called.get(row["body"], shorten(row["body"])) if row["body"] else ""
        if row["who"] in found and len(found[row["who"]].offices) < _MOST_OFFICES:
            told = (row["post"] or "", body, row["start_date"] or "", row["end_date"] or "")
            found[row["who"]].offices.append(told)
    sources = graph.sql(
        "SELECT coalesce(o.now, r.iri) AS who, l.file_name AS file, r.row, r.dataset FROM records.actors r JOIN loads l "
        f"ON ends_with(l.iri, '/' || r.load) LEFT JOIN other_iris o ON o.iri = r.iri WHERE coalesce(o.now, r.iri) IN {given} ORDER BY ALL",
        timeout=None,
        iris=wanted,
    ).rows
    for row in sources:
        if row["who"] in found:
            found[row["who"]].sources.append((row["file"], row["row"], row["dataset"]))
    for card in found.values():
        card.country = called.get(card.country, card.country)
        card.offices.sort(key=lambda office: (office[2] or "9", office))
    return found


def seen(one: Card | None, other: Card | None) -> str:
    """A hash of what is seen of two actors, in any order; another one as soon as the graph says anything else of one of them.

    Example:
        >>> seen(Card("x:1"), Card("x:2")) == seen(Card("x:2"), Card("x:1")) != seen(Card("x:1"), Card("x:2", "person"))
        True
    """
    told = sorted(
        json.dumps(card.to_json(), ensure_ascii=False, sort_keys=True) if card else "" for card in (one, other)
    )
    return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:_SEEN_LENGTH]


def changed(graph: Graph, seen_then: Mapping[Pair, str]) -> dict[Pair, str]:
    """The pairs of which the graph says something else than was seen when they were decided, with words for it.

    Args:
        seen_then: pair -> the hash of then.

    Example:
        >>> changed(graph, {})
        {}
    """
    now = {iri: graph.identity.now(iri) for pair in seen_then for iri in pair}
    known = cards(graph, now.values()) if now else {}
    left = {}
    for (a, b), then in seen_then.items():
        if now[a] == now[b]:
            left[a, b] = "they have become one since this was decided"
        elif seen(known.get(now[a]), known.get(now[b])) != then:
            left[a, b] = "what the graph says of them has changed since this was decided; look at them again"
    return left
