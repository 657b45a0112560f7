"""Selects a part of a graph: an actor's surroundings, or what the answer to a query mentions.

Pages and exports both use it, so that a page and a file of the same choice show the same things.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from govgraph.graph.defaults import HUBS
from govgraph.graph.errors import GraphError
from govgraph.graph.find.lookup import offered
from govgraph.graph.find.titles import names_of, pick
from govgraph.graph.property_graph.elements import Node, Path, Relationship
from govgraph.graph.property_graph.part import Part
from govgraph.graph.property_graph.surroundings import Surroundings, surroundings
from govgraph.graph.stores.sparql import form
from govgraph.ontology.declaration import relationships
from govgraph.ontology.terms import is_iri

if TYPE_CHECKING:
    from govgraph.graph.answers.results import Result
    from govgraph.graph.graph import Graph

_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's choice: an actor, or a query in one of the languages; nothing means the whole graph.

    Attributes:
        actor: its IRI, identifier, a name in any language, or words of its names that no other actor has.
        hops: how many relationships around the actor are taken.
        parameters: values for the query's parameters.
        timeout: seconds that the query may take; None: as long as it takes.
        hubs: paths end at things with more neighbours than this, and at countries; 0: they lead through all.

    Raises:
        GraphError: more than one of actor, sparql, cypher and sql is given.

    Example:
        >>> Choice(sql="SELECT iri FROM actors").query
        'SELECT iri FROM actors'
    """

    actor: str = ""
    hops: int = 1
    sparql: str = ""
    cypher: str = ""
    sql: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    timeout: float | None = None
    hubs: int = HUBS

    def __post_init__(self) -> None:
        if sum(bool(x) for x in (self.actor, self.sparql, self.cypher, self.sql)) > 1:
            raise GraphError("only one selection can be made at a time", expected="one of actor, sparql, cypher, sql")

    @property
    def query(self) -> str:
        """The text of the query; empty if there is none."""
        return self.sparql or self.cypher or self.sql


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen.

    Attributes:
        part: the things; if the answer has relationships, only these are included; None: the whole graph.
        name: the name of the actor; empty if none was chosen.
        answer: the answer to the query; None if there was none.
        quads: the result of a CONSTRUCT or DESCRIBE; None if there was none.
        notes: how the person's words were understood.
    """

    part: Part | None = None
    name: str = ""
    answer: Result | None = None
    quads: list[ox.Quad] | None = None
    notes: tuple[str, ...] = ()


def select(graph: Graph, choice: Choice, *, most: int | None = None) -> Selection:
    """The part of a graph that a choice selects.

    Args:
        most: the largest number of things around an actor; None: no limit.

    Raises:
        GraphError: no such actor, several, or too many things around it.
        QueryError: the query has a fault.

    Example:
        >>> import tempfile
        >>> from govgraph.graph.graph import Graph
        >>> select(Graph(tempfile.mkdtemp()), Choice()).part is None
        True
    """
    if choice.actor:
        iri, called = resolve_actor(graph, choice.actor)
        around = surroundings(graph, iri, choice.hops, most, choice.hubs)
        notes = (*understood(choice.actor, iri, called), *_ended_at(graph, around))
        return Selection(Part(around.things), called or choice.actor, notes=notes)
    if choice.query:
        ask = graph.sparql if choice.sparql else graph.cypher if choice.cypher else graph.sql
        answer = ask(choice.query, timeout=choice.timeout, **choice.parameters)
        quads = _constructed(answer, choice.sparql)
        iris, only = _mentioned(answer) if quads is None else (_in_quads(quads), set())
        return Selection(Part(frozenset(_with_ends(graph, iris) - {""}), frozenset(only)), answer=answer, quads=quads)
    return Selection()


def _ended_at(graph: Graph, around: Surroundings) -> tuple[str, ...]:
    """What to tell a person of the hubs at which the surroundings end."""
    if not around.hubs:
        return ()
    names = names_of(graph, list(around.hubs)[:_OFFERED])
    named = [
        f"{pick(names.get(iri, {}), graph.settings.languages) or iri} ({n:,} neighbours)"
        for iri, n in around.hubs.items()
    ]
    more = f" and {len(named) - _OFFERED} more" if len(named) > _OFFERED else ""
    return (f"not followed any further: {', '.join(named[:_OFFERED])}{more}; --hubs 0 follows all",)


def understood(given: str, iri: str, called: str) -> tuple[str, ...]:
    """What to tell a person whose words were taken for an actor with a longer name; nothing if the name was exact.

    Example:
        >>> understood("асан", "x:1", "")
        ()
    """
    return (
        (f"no actor is called exactly {given!r}; showing {called} ({iri}), the only one with it in a name",)
        if called
        else ()
    )


def resolve_actor(graph: Graph, name: str) -> tuple[str, str]:
    """The actor that a name stands for: its IRI, and its name if that is not exactly the given one (else empty).

    Raises:
        GraphError: no such actor, or several.

    Example:
        >>> resolve_actor(graph, "wikidata:Q1")[1]
        ''
    """
    matches = graph.actor(name)
    if len(matches) == 1:
        return str(matches[0]["iri"]), ""
    if matches:
        raise GraphError(
            f"{len(matches)} actors are called {name!r}",
            expected=", ".join(m["iri"] for m in matches[:5]),
            hint="use the IRI",
        )
    hits = graph.search(name, kind="Actor", limit=_OFFERED)
    if len(hits) == 1:
        return str(hits.rows[0]["iri"]), str(hits.rows[0]["matched"])
    if hits.rows:
        listed = [f"{row['matched']} <{row['iri']}>" for row in hits]
        raise GraphError(
            f"no actor is called exactly {name!r}, and {'many' if hits.cut else len(hits)} have it in their names",
            expected=", ".join(listed),
            hint=f"use one of the names or IRIs; govgraph search {shlex.quote(name)} --kind actor lists more",
        )
    raise GraphError(
        f"no actor is called {name!r}",
        expected=offered(graph, name, kind="Actor"),
        hint=f"govgraph search {shlex.quote(name)}",
    )


def _constructed(answer: Result, sparql: str) -> list[ox.Quad] | None:
    """The triples of a CONSTRUCT or DESCRIBE, from the rows of its answer; None for any other query."""
    if form(sparql) not in ("CONSTRUCT", "DESCRIBE"):
        return None

    def line(row: tuple[str, str, str]) -> str:
        subject = row[0] if row[0].startswith("_:") else f"<{row[0]}>"
        return f"{subject} <{row[1]}> {row[2]} ."

    text = "\n".join(line(row) for row in answer.to_polars().iter_rows())
    return list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def _in_quads(quads: Iterable[ox.Quad]) -> set[str]:
    """The IRIs of subjects and objects."""
    terms = (term for quad in quads for term in (quad.subject, quad.object))
    return {term.value for term in terms if isinstance(term, ox.NamedNode)}


def _mentioned(result: Result) -> tuple[set[str], set[tuple[str, str, str, str]]]:
    """The node IRIs that an answer mentions, and the relationships in it as (type, source, target, iri or empty)."""
    nodes: set[str] = set()
    edges: set[tuple[str, str, str, str]] = set()

    def take(value: Any) -> None:
        match value:
            case Node():
                nodes.add(str(value.properties.get("iri", "")))
            case Relationship():
                edges.add((value.type, value.start, value.end, str(value.properties.get("iri", ""))))
                nodes.update((value.start, value.end))
            case Path():
                for part in (*value.nodes, *value.relationships):
                    take(part)
            case list() | tuple():
                for part in value:
                    take(part)
            case dict():
                for part in value.values():
                    take(part)
            case str() if is_iri(value):
                nodes.add(value)

    for row in result.rows:
        for value in row:
            take(value)
    return nodes, edges


def _with_ends(graph: Graph, iris: Iterable[str]) -> set[str]:
    """The IRIs, and for each that is a link (such as a membership) also the IRIs of its ends."""
    all_iris = set(iris)
    for drawn in relationships():
        if drawn.keyed:
            query = f"SELECT {drawn.source}, {drawn.target} FROM {drawn.table} WHERE iri = ANY($i)"
            all_iris |= {end for row in graph.sql(query, i=sorted(all_iris)) for end in row}
    return all_iris
