"""What is around an actor: the things that a few relationships reach, without walking through hubs.

A country, a parliament or the United Nations is tied to nearly everything: two steps through it are half the graph. So a path may end at
a country or at another hub, and leads through one only where a person asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govgraph.graph.defaults import HUBS
from govgraph.graph.errors import GraphError
from govgraph.graph.property_graph.part import foreground_relationships
from govgraph.graph.property_graph.projection import ends_sql

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

STANDS_FOR = "SELECT *, member AS _source, on_behalf_of AS _target FROM memberships WHERE on_behalf_of IS NOT NULL"
"""From members to the parties for which they are members of something else, as a parliament. The graph states it in a property of the
membership; in a picture, a party without its people would say nothing."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around an actor.

    Attributes:
        things: the IRIs, the actor's among them.
        hubs: those at which paths ended because they have too many neighbours: their IRIs, and how many neighbours.
    """

    things: frozenset[str]
    hubs: Mapping[str, int] = field(default_factory=dict)


def surroundings(graph: Graph, actor: str, hops: int, most: int | None = None, hubs: int = HUBS) -> Surroundings:
    """An actor, and all things at most ``hops`` relationships away. Paths end at countries and at hubs.

    Args:
        actor: the actor's IRI; it is never taken for a hub.
        most: the largest number of things; None: no limit.
        hubs: a thing with more neighbours than this is a hub; 0: nothing is, and countries are walked through, too.

    Raises:
        GraphError: there are more things than that.

    Example:
        >>> len(surroundings(graph, "https://example.org/nobody", 2).things)
        1
    """
    reached, frontier = {actor}, {actor}
    ended: dict[str, int] = {}
    for hop in range(hops):
        neighbours = _neighbours(graph, frontier)
        if hop and hubs:
            over = {iri: len(near) for iri, near in neighbours.items() if len(near) > hubs}
            ended |= over
            neighbours = {iri: near for iri, near in neighbours.items() if iri not in over}
        fresh = set().union(*neighbours.values()) - reached if neighbours else set()
        reached |= fresh
        if most is not None and len(reached) > most:
            raise GraphError(
                f"more than {most} nodes are within {hops} relationships of {actor!r}",
                hint="--hops 1, --hubs with a smaller number, or --cypher with a query that says which",
            )
        frontier = fresh - _countries(graph, fresh) if hubs else fresh
        if not frontier:
            break
    return Surroundings(frozenset(reached), dict(sorted(ended.items(), key=lambda entry: (-entry[1], entry[0]))))


def _neighbours(graph: Graph, frontier: set[str]) -> dict[str, set[str]]:
    drawn = [ends_sql(relationship, relationship.table) for relationship in foreground_relationships()]
    both = " UNION ALL ".join(
        f"SELECT _source AS a, _target AS b FROM ({ends}) WHERE _source = ANY($f) UNION ALL "
        f"SELECT _target, _source FROM ({ends}) WHERE _target = ANY($f)"
        for ends in (*drawn, STANDS_FOR)
    )
    rows = graph.sql(f"SELECT a, list(DISTINCT b) FROM ({both}) GROUP BY a", timeout=None, f=sorted(frontier))
    return {iri: {other for other in near if other} for iri, near in rows}


def _countries(graph: Graph, iris: set[str]) -> set[str]:
    query = "SELECT iri FROM actors WHERE class = 'Country' AND iri = ANY($f)"
    return {row[0] for row in graph.sql(query, timeout=None, f=sorted(iris))}
