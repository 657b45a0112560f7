"""What things are called: their names in all languages, and titles that are made for events that have none.

Event data names no event: GDELT has a code, actors, a place and a day. A made title puts these side by side, as
``Make a visit · United States → Israel · 2018-01-01``, with words in the reader's language and no endings that grammar would need. It is
computed when it is shown, is in no table and no triple, and whoever shows it says that it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govgraph.graph.property_graph.meetings import ADDRESSED
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import node_tables

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

Names = Mapping[str, str]
"""Names by language tag."""

MADE = "[{}]"
"""How a made title is written where nothing else says that it was made: ISBD brackets what is not on the thing itself."""

MOST_ACTORS = 3
"""The most actors of one side that a title names; it counts the others."""


def names_of(graph: Graph, iris: Iterable[str]) -> dict[str, Names]:
    """The names of those of the things that have any, by IRI.

    Example:
        >>> names_of(graph, ["https://w3id.org/govgraph/id/country/KGZ"])["https://w3id.org/govgraph/id/country/KGZ"]["ru"]
        'Кыргызстан'
    """
    named = [t.name for t in node_tables() if any(column.name == "names" for column in t.columns)]
    query = " UNION ALL ".join(
        f"SELECT iri, names FROM {name} WHERE iri = ANY($i) AND names IS NOT NULL" for name in named
    )
    return {
        iri: {n["lang"]: n["text"] for n in names} for iri, names in graph.sql(query, timeout=None, i=sorted(set(iris)))
    }


def pick(names: Names, languages: Sequence[str]) -> str:
    """The name in the first of the languages that has one, else any name; empty if there is none.

    Example:
        >>> pick({"en": "Kyrgyzstan", "ru": "Кыргызстан"}, ["ky", "ru"])
        'Кыргызстан'
    """
    for language in (*languages, *sorted(names)):
        if names.get(language):
            return names[language]
    return ""


@dataclass(slots=True)
class _Facts:
    """What is known of one event: IRIs of its type, its place and its actors on both sides, and its dates as given."""

    type: str | None
    place: str | None
    dates: tuple[str | None, str | None]
    doing: list[str] = field(default_factory=list)
    addressed: list[str] = field(default_factory=list)


def titles(graph: Graph, events: Iterable[str], languages: Sequence[str]) -> dict[str, Names]:
    """Titles for those of the events that have no name, by IRI and language.

    Args:
        graph: the graph that they are in.
        events: their IRIs; those of other things are passed over.
        languages: the languages to make titles in. What has no name in one of them is called as in the first that has one.

    Example:
        >>> titles(graph, ["https://w3id.org/govgraph/id/country/KGZ"], ["ky"])
        {}
    """
    facts = _facts(graph, events)
    parts = {iri for one in facts.values() for iri in (one.type, one.place, *one.doing, *one.addressed) if iri}
    names = names_of(graph, parts)
    return {
        iri: {
            language: _title(one, names, (language, *(x for x in languages if x != language))) for language in languages
        }
        for iri, one in facts.items()
    }


def _facts(graph: Graph, events: Iterable[str]) -> dict[str, _Facts]:
    iris = sorted(set(events))
    rows = graph.sql(
        "SELECT iri, type, place, start_date, end_date FROM events WHERE iri = ANY($i) AND len(coalesce(names, [])) = 0",
        timeout=None, i=iris,
    )  # fmt: skip
    facts = {iri: _Facts(kind, place, (start, end)) for iri, kind, place, start, end in rows}
    actors = graph.sql(
        "SELECT event, participant, role FROM participations WHERE event = ANY($i) ORDER BY event, role, participant",
        timeout=None, i=sorted(facts),
    )  # fmt: skip
    for event, participant, role in actors:
        side = facts[event].addressed if role in ADDRESSED else facts[event].doing
        if participant not in side:
            side.append(participant)
    return facts


def _title(of: _Facts, names: Mapping[str, Names], languages: Sequence[str]) -> str:
    def called(iri: str) -> str:
        return pick(names.get(iri, {}), languages) or iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]

    def side(actors: Sequence[str]) -> str:
        first = ", ".join(called(iri) for iri in actors[:MOST_ACTORS])
        return f"{first} +{len(actors) - MOST_ACTORS}" if len(actors) > MOST_ACTORS else first

    kind = called(of.type) if of.type else pick(classes()["Event"].labels, languages).capitalize()
    sides = [text for text in (side(of.doing), f"→ {side(of.addressed)}" if of.addressed else "") if text]
    # The place is said where the actors do not already say where it was.
    said = (of.doing and of.addressed) or of.place in (*of.doing, *of.addressed)
    place = called(of.place) if of.place and not said else ""
    start, end = of.dates
    date = f"{start} – {end}" if start and end and end != start else start or ""
    return " · ".join(part for part in (kind, " ".join(sides), place, date) if part)
