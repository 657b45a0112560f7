"""From a question to a picture: which nodes and relationships of a graph a page shall show, with their evidence.

A selection is a set of IRIs: what a query's answer mentions, an actor's surroundings, or the whole graph. Names,
dates and relationships are then read from the graph's tables, evidence from the records, so that every page shows the
same facts.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from typing import Any

from govgraph.graph.graph import Graph
from govgraph.graph.results import Result
from govgraph.graph.values import Node, Path, Relationship
from govgraph.ontology.declaration import Table, tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import is_iri
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

MOST = 1500
"""Nodes that one page can show so that a person can still read it."""

_OFFERED = 5

# Concepts, datasets and loads are linked to everything and say nothing about who knows whom.
_BACKGROUND = ("event_types", "datasets", "loads")
_SKIPPED = {
    "iri",
    "class",
    "names",
    "aliases",
    "links",
    "name",
    "start_date",
    "end_date",
    "sources",
    "documents",
    "datasets",
}
_BOUNDS = {"starts_from", "starts_by", "ends_from", "ends_by"}


def _node_tables() -> list[Table]:
    return [t for t in tables().values() if not t.is_link and t.name not in _BACKGROUND]


def _edge_parts() -> Iterator[tuple[Table, str, str, str, str]]:
    """(table, relationship type, SQL of the source, SQL of the target, FROM) of everything that is drawn."""
    for table in tables().values():
        if table.name in _BACKGROUND:
            continue
        if table.is_link:
            yield table, table.relationship, f"t.{table.source}", f"t.{table.target}", f"{table.name} t"
            continue
        for column in table.refs:
            if column.relationship and column.to != "EventType":
                source = f"{table.name} t"
                if column.many:
                    yield table, column.relationship, "t.iri", "u.x", f"{source}, unnest(t.{column.name}) AS u(x)"
                else:
                    yield table, column.relationship, "t.iri", f"t.{column.name}", source


def whole(graph: Graph, most: int = MOST) -> set[str]:
    """All nodes of a graph that is small enough.

    Raises:
        ViewError: it is not.
    """
    union = " UNION ALL ".join(f"SELECT iri FROM {t.name}" for t in _node_tables())
    found = graph.sql(f"SELECT iri FROM ({union}) LIMIT {most + 1}")
    if len(found) > most:
        raise ViewError(
            f"the graph has more than {most} nodes, too many to read",
            hint="govgraph view --actor NAME --hops 1, or --cypher / --sparql with a question",
        )
    return {row[0] for row in found}


def surroundings(graph: Graph, name: str, hops: int, most: int = MOST) -> set[str]:
    """An actor, and what is at most so many relationships away; countries are reached and not passed through.

    Args:
        name: its IRI, identifier, a name in any language, or words of its names that no other actor has.

    Raises:
        ViewError: no such actor, several, or too many nodes.
    """
    start, _ = resolved(graph, name)
    found, frontier = {start}, {start}
    parts = " UNION ALL ".join(
        f"SELECT {a} AS a, {b} AS b FROM {source} WHERE {a} = ANY($f) OR {b} = ANY($f)"
        for _, _, a, b, source in _edge_parts()
    )
    for _ in range(hops):
        reached = graph.sql(f"SELECT DISTINCT a, b FROM ({parts}) LIMIT {50 * most}", f=sorted(frontier))
        fresh = {end for row in reached for end in row if end} - found
        found |= fresh
        if len(found) > most:
            raise ViewError(
                f"more than {most} nodes are within {hops} relationships of {name!r}",
                hint="--hops 1, or --cypher with a question that says which",
            )
        countries = graph.sql("SELECT iri FROM actors WHERE class = 'Country' AND iri = ANY($f)", f=sorted(fresh))
        frontier = fresh - {row[0] for row in countries}
        if not frontier:
            break
    return found


def resolved(graph: Graph, name: str) -> tuple[str, str]:
    """Which actor a name means: its IRI, and what it is called when that is not just the name (else empty).

    Raises:
        ViewError: no such actor, or several.
    """
    matches = graph.actor(name)
    if len(matches) == 1:
        return str(matches[0]["iri"]), ""
    if matches:
        raise ViewError(
            f"{len(matches)} actors are called {name!r}",
            expected=", ".join(m["iri"] for m in matches[:5]),
            hint="use the IRI",
        )
    found = graph.search(name, kind="Actor", limit=_OFFERED)
    if len(found) == 1:
        return str(found.rows[0]["iri"]), str(found.rows[0]["matched"])
    if found.rows:
        offered = [f"{row['matched']} <{row['iri']}>" for row in found]
        raise ViewError(
            f"no actor is called just {name!r}, and {'many' if found.cut else len(found)} have it in their names",
            expected=", ".join(offered),
            hint=f"use one of the names or IRIs; govgraph search {shlex.quote(name)} --kind actor lists more",
        )
    names = [row[0] for row in graph.sql("SELECT DISTINCT u.text FROM actors, unnest(names) AS t(u) LIMIT 20000")]
    raise ViewError(
        f"no actor is called {name!r}", expected=nearest(name, names), hint=f"govgraph search {shlex.quote(name)}"
    )


def mentioned(result: Result) -> tuple[set[str], set[tuple[str, str, str, str]]]:
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
            case str() if is_iri(value):
                nodes.add(value)

    for row in result.rows:
        for value in row:
            take(value)
    return nodes, edges


def picture(
    graph: Graph,
    iris: Iterable[str],
    *,
    title: str,
    only: set[tuple[str, str, str, str]] | None = None,
    note: str = "",
) -> Picture:
    """The picture of some nodes and the relationships between them.

    Args:
        iris: node IRIs; those of links (a membership, say) stand for their ends; others are left out.
        only: draw these relationships and no others; empty or None: all between the nodes.

    Raises:
        ViewError: too many nodes.
    """
    wanted = set(iris)
    for table in tables().values():
        if table.is_link:
            ends = graph.sql(
                f"SELECT {table.source}, {table.target} FROM {table.name} WHERE iri = ANY($i)", i=sorted(wanted)
            )
            wanted |= {end for row in ends for end in row}
    if len(wanted) > 20 * MOST:
        raise ViewError(
            f"the answer mentions {len(wanted)} things, too many to read", hint="add LIMIT 500 to the query"
        )
    evidence = _evidence(graph, sorted(wanted))
    nodes = list(_nodes(graph, sorted(wanted), evidence))
    have = sorted(n.id for n in nodes)
    if len(have) > MOST:
        raise ViewError(
            f"{len(have)} nodes are too many to read", expected=f"at most {MOST}", hint="add LIMIT to the query"
        )
    named = {iri for *_, iri in only or () if iri}
    edges = [
        edge
        for edge in _edges(graph, have)
        if not only or (edge.type, edge.source, edge.target, edge.id if edge.id in named else "") in only
    ]
    return Picture(title, nodes, edges, languages=graph.settings.languages, note=note)


def _nodes(graph: Graph, iris: list[str], evidence: dict[str, list[Evidence]]) -> Iterator[PictureNode]:
    for table in _node_tables():
        for row in graph.sql(f"SELECT * FROM {table.name} WHERE iri = ANY($i) ORDER BY iri", i=iris):
            of = row.as_dict()
            yield PictureNode(
                id=of["iri"],
                kind=of["class"],
                names={n["lang"]: n["text"] for n in of.get("names") or []},
                aliases=tuple(n["text"] for n in of.get("aliases") or []),
                properties=_properties(table, of),
                start=of.get("start_date") or of.get("date"),
                end=of.get("end_date"),
                starts_from=_iso(of.get("starts_from")),
                ends_by=_iso(of.get("ends_by")),
                links=tuple(of.get("links") or ()),
                evidence=tuple(evidence.get(of["iri"], ())),
            )
    for row in graph.sql("SELECT iri FROM undescribed WHERE iri = ANY($i) ORDER BY iri", i=iris):
        yield PictureNode(id=row[0], kind="Undescribed")


def _properties(table: Table, of: dict[str, Any]) -> dict[str, Any]:
    return {
        column.key: _plain(of[column.name])
        for column in table.columns
        if column.term
        and column.name not in _SKIPPED | _BOUNDS
        and column.type != "ref"
        and of.get(column.name) is not None
    }


def _edges(graph: Graph, iris: list[str]) -> Iterator[PictureEdge]:
    for table, kind, source, target, origin in _edge_parts():
        columns = "t.*" if table.is_link else "t.iri"
        between = f"{source} = ANY($i) AND {target} = ANY($i)"
        query = f"SELECT {columns}, {source} AS _a, {target} AS _b FROM {origin} WHERE {between}"
        rows = [row.as_dict() for row in graph.sql(query, i=iris)]
        evidence = _evidence(graph, [of["iri"] for of in rows], [table]) if table.is_link else {}
        for of in rows:
            if not table.is_link:
                yield PictureEdge(id=f"{kind} {of['_a']} {of['_b']}", source=of["_a"], target=of["_b"], type=kind)
                continue
            yield PictureEdge(
                id=of["iri"],
                source=of["_a"],
                target=of["_b"],
                type=kind,
                role=of.get("role") or of.get("type"),
                start=of.get("start_date"),
                end=of.get("end_date"),
                starts_from=_iso(of.get("starts_from")),
                ends_by=_iso(of.get("ends_by")),
                properties=_properties(table, of),
                evidence=tuple(evidence.get(of["iri"], ())),
            )


def _evidence(graph: Graph, iris: list[str], of: list[Table] | None = None) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    if not iris:
        return found
    parts = [
        f'SELECT iri, load, dataset, row, "at", document FROM records.{t.name} WHERE iri = ANY($i)'
        for t in of or _node_tables()
        if not t.own
    ]
    query = (
        f"SELECT DISTINCT r.*, l.file_name, l.licence FROM ({' UNION ALL '.join(parts)}) r "
        "JOIN loads l ON ends_with(l.iri, '/' || r.load) ORDER BY ALL"
    )
    for row in graph.sql(query, i=iris):
        where = str(row["at"] or row["row"])
        proof = Evidence(row["file_name"], where, row["document"], row["load"], row["dataset"], row["licence"])
        found.setdefault(row["iri"], []).append(proof)
    return found


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list) else json.loads(json.dumps(value, default=str))
