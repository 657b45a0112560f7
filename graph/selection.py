"""From what a person asks for to a part of a graph: an actor's surroundings, or what the answer to a query mentions.

Pages and exports select here, so that a page and a file of the same choice show the same things.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from govgraph.graph.elements import Node, Path, Relationship
from govgraph.graph.errors import GraphError
from govgraph.graph.part import Part, foreground_relationships
from govgraph.graph.projection import ends_sql
from govgraph.graph.stores.sparql import form
from govgraph.ontology.declaration import relationships
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import is_iri

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph
    from govgraph.graph.results import Result

_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chooses of a graph: an actor, or a query in one of the languages; nothing: all of it.

    Attributes:
        actor: its IRI, identifier, a name in any language, or words of its names that no other actor has.
        hops: how many relationships around the actor are taken.
        parameters: of the query.
        timeout: seconds that the query may take; None: as long as it takes.

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

    def __post_init__(self) -> None:
        if sum(bool(x) for x in (self.actor, self.sparql, self.cypher, self.sql)) > 1:
            raise GraphError("only one selection can be made at a time", expected="one of actor, sparql, cypher, sql")

    @property
    def query(self) -> str:
        """The text of the query; empty where there is none."""
        return self.sparql or self.cypher or self.sql


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen.

    Attributes:
        part: the things, and where an answer has relationships, only those; None: the whole graph.
        name: of the actor; empty where none was chosen.
        answer: to the query; None where there was none.
        quads: that a CONSTRUCT or DESCRIBE gave; None where there was none.
        notes: how words were understood, for the person who chose.
    """

    part: Part | None = None
    name: str = ""
    answer: Result | None = None
    quads: list[ox.Quad] | None = None
    notes: tuple[str, ...] = ()


def select(graph: Graph, choice: Choice, *, most: int | None = None) -> Selection:
    """The part of a graph that a choice means.

    Args:
        most: more things than this around an actor are refused; None: as many as there are.

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
        iri, called = _resolve(graph, choice.actor)
        note = f"no actor is called exactly {choice.actor!r}; showing {called} ({iri}), the only one with it in a name"
        things = frozenset(surroundings(graph, iri, choice.hops, most))
        return Selection(Part(things), called or choice.actor, notes=(note,) if called else ())
    if choice.query:
        ask = graph.sparql if choice.sparql else graph.cypher if choice.cypher else graph.sql
        answer = ask(choice.query, timeout=choice.timeout, **choice.parameters)
        quads = _constructed(answer, choice.sparql)
        iris, only = _mentioned(answer) if quads is None else (_in_quads(quads), set())
        return Selection(Part(frozenset(_with_ends(graph, iris) - {""}), frozenset(only)), answer=answer, quads=quads)
    return Selection()


def surroundings(graph: Graph, actor: str, hops: int, most: int | None = None) -> set[str]:
    """An actor, and what is at most so many relationships away; countries are reached and not passed through.

    Args:
        actor: its IRI.
        most: more things than this are refused; None: as many as there are.

    Raises:
        GraphError: too many nodes.
    """
    reached, frontier = {actor}, {actor}
    parts = " UNION ALL ".join(
        f"SELECT _source AS a, _target AS b FROM ({ends_sql(drawn, drawn.table)}) "
        "WHERE _source = ANY($f) OR _target = ANY($f)"
        for drawn in foreground_relationships()
    )
    limit = "" if most is None else f" LIMIT {50 * most}"
    for _ in range(hops):
        pairs = graph.sql(f"SELECT DISTINCT a, b FROM ({parts}){limit}", f=sorted(frontier))
        fresh = {end for row in pairs for end in row if end} - reached
        reached |= fresh
        if most is not None and len(reached) > most:
            raise GraphError(
                f"more than {most} nodes are within {hops} relationships of {actor!r}",
                hint="--hops 1, or --cypher with a question that says which",
            )
        countries = graph.sql("SELECT iri FROM actors WHERE class = 'Country' AND iri = ANY($f)", f=sorted(fresh))
        frontier = fresh - {row[0] for row in countries}
        if not frontier:
            break
    return reached


def _resolve(graph: Graph, name: str) -> tuple[str, str]:
    """Which actor a name means: its IRI, and what it is called when that is not just the name (else empty).

    Raises:
        GraphError: no such actor, or several.
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
        offered = [f"{row['matched']} <{row['iri']}>" for row in hits]
        raise GraphError(
            f"no actor is called just {name!r}, and {'many' if hits.cut else len(hits)} have it in their names",
            expected=", ".join(offered),
            hint=f"use one of the names or IRIs; govgraph search {shlex.quote(name)} --kind actor lists more",
        )
    names = [row[0] for row in graph.sql("SELECT DISTINCT u.text FROM actors, unnest(names) AS t(u) LIMIT 20000")]
    raise GraphError(
        f"no actor is called {name!r}", expected=nearest(name, names), hint=f"govgraph search {shlex.quote(name)}"
    )


def _constructed(answer: Result, sparql: str) -> list[ox.Quad] | None:
    """The triples of a CONSTRUCT or DESCRIBE, from the rows of its answer; None for another query."""
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
    """Some IRIs, and where among them are links (a membership, say), the ends of these."""
    all_iris = set(iris)
    for drawn in relationships():
        if drawn.keyed:
            query = f"SELECT {drawn.source}, {drawn.target} FROM {drawn.table} WHERE iri = ANY($i)"
            all_iris |= {end for row in graph.sql(query, i=sorted(all_iris)) for end in row}
    return all_iris
