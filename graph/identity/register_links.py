"""Links from actors to the entries of the register that their names mean for certain, and the names that stay open.

Only what is no person is looked at. The register is the one that comes with govgraph, whether it is loaded into the graph or not; an entry that
is not loaded is an IRI by which the actor is known as well. What a name means is decided in :mod:`govgraph.ontology.register_names`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from govgraph.graph.identity.clusters import Apart, Link
from govgraph.graph.identity.facts import Facts, trusted
from govgraph.ontology.actor_register import DATASET, Entry
from govgraph.ontology.classes import kinds, lineage
from govgraph.ontology.register_names import Meant, meant
from govgraph.ontology.terms import BASE, country_iri

if TYPE_CHECKING:
    import duckdb

_ROWS: Final = 20_000
_MOST_NAMES: Final = 12


@dataclass(slots=True)
class RegisterLinks:
    """What names mean.

    Attributes:
        links: from actors to entries.
        open: names that the register has and that are not certain.
        facts: the entries that are linked, with what the register says of them.
    """

    links: list[Link] = field(default_factory=list)
    open: list[Apart] = field(default_factory=list)
    facts: dict[str, Facts] = field(default_factory=dict)


def named_kinds() -> list[str]:
    """The kinds of actors whose names are looked up: states and all kinds of organizations.

    Example:
        >>> "person" in named_kinds(), "agency" in named_kinds()
        (False, True)
    """
    return sorted(kind for kind, cls in kinds().items() if kind == "country" or "Organization" in lineage(cls))


def looked_up(base: str) -> tuple[str, dict[str, object]]:
    """Which rows of actors have names that are looked up, as a condition in SQL and its parameters: not our own countries, nor the register's.

    Example:
        >>> looked_up("x:")[1]["country"]
        'x:country/'
    """
    condition = "kind IN (SELECT unnest($kinds::VARCHAR[])) AND dataset <> $register AND NOT starts_with(iri, $country)"
    return condition, {"kinds": named_kinds(), "register": DATASET, "country": country_iri(base, "")}


def register_links(db: duckdb.DuckDBPyConnection, base: str, actors: str) -> RegisterLinks:
    """The entries that the actors of a graph are called.

    Args:
        base: the graph's base IRI.
        actors: a table or view there of all rows of actors, with the IRIs of the records.
    """
    found = RegisterLinks()
    condition, parameters = looked_up(base)
    db.execute(
        "SELECT iri, list(DISTINCT kind), list(DISTINCT country) FILTER (country IS NOT NULL), list_sort(list_distinct(flatten(list("
        f"list_transform(coalesce(names, []) || coalesce(aliases, []), lambda x: x.text))))) FROM {actors} "
        f"WHERE {condition} GROUP BY iri",
        parameters,
    )
    prefix = country_iri(base, "")
    while rows := db.fetchmany(_ROWS):
        for iri, of_kinds, countries, names in rows:
            states = tuple(sorted(country.removeprefix(prefix) for country in countries or ()))
            _look_up(
                found,
                base,
                iri,
                [(name, _meant(name, tuple(sorted(of_kinds)), states)) for name in names[:_MOST_NAMES]],
            )
    return found


@lru_cache(maxsize=1 << 18)
def _meant(name: str, of_kinds: tuple[str, ...], states: tuple[str, ...]) -> Meant:
    """What a name means is looked up once in a process: a decision asks twice, before it is taken and when it is carried out."""
    return meant(name, of_kinds, states)


def _look_up(found: RegisterLinks, base: str, iri: str, names: Iterable[tuple[str, Meant]]) -> None:
    """Add the links of one actor, or the first reason for which its names stay open."""
    why: Apart | None = None
    for name, meaning in names:
        if meaning.entry:
            entry = base + meaning.entry.iri.removeprefix(BASE)
            form = "a form of " if meaning.endings else "" if name == meaning.text else "as "
            reason = f"«{name}», {form}«{meaning.text}»" if form else f"«{name}»"
            found.links.append(Link(iri, entry, f"{reason} in the register"))
            found.facts.setdefault(entry, _facts(base, meaning.entry))
        elif meaning.why and why is None:
            why = Apart((iri,), f"«{name}»: {meaning.why}", ())
    if why and (not found.links or found.links[-1].a != iri):
        found.open.append(why)


def _facts(base: str, entry: Entry) -> Facts:
    facts = Facts(kinds={entry.kind})
    facts.countries |= {country_iri(base, x.partition(":")[2]) for x in entry.facts.get("country", ())}
    for identifier in entry.facts.get("identifiers", ()):
        if system := trusted(identifier):
            facts.ids.setdefault(system, set()).add(identifier)
    return facts
