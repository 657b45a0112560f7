"""From a question to a picture: which nodes and relationships of a graph a page shall show, with their evidence.

A selection is a set of IRIs: what a query's answer mentions, an actor's surroundings, or the whole graph. Names,
dates and relationships are then read from the graph's tables, evidence from the records, so that every page shows the
same facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from govgraph.graph.graph import Graph
from govgraph.graph.part import edge_parts, node_tables, with_ends
from govgraph.ontology.declaration import Table
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

MOST = 1500
"""Nodes that one page can show so that a person can still read it."""

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


def whole(graph: Graph, most: int = MOST) -> set[str]:
    """All nodes of a graph that is small enough.

    Raises:
        ViewError: it is not.
    """
    union = " UNION ALL ".join(f"SELECT iri FROM {t.name}" for t in node_tables())
    found = graph.sql(f"SELECT iri FROM ({union}) LIMIT {most + 1}")
    if len(found) > most:
        raise ViewError(
            f"the graph has more than {most} nodes, too many to read",
            hint="govgraph view --actor NAME --hops 1, or --cypher / --sparql with a question",
        )
    return {row[0] for row in found}


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
    wanted = with_ends(graph, iris)
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
    for table in node_tables():
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
    for table, kind, source, target, origin in edge_parts():
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
    evidence: dict[str, list[Evidence]] = {}
    if not iris:
        return evidence
    parts = [
        f'SELECT iri, load, dataset, row, "at", document FROM records.{t.name} WHERE iri = ANY($i)'
        for t in of or node_tables()
        if not t.own
    ]
    query = (
        f"SELECT DISTINCT r.*, l.file_name, l.licence FROM ({' UNION ALL '.join(parts)}) r "
        "JOIN loads l ON ends_with(l.iri, '/' || r.load) ORDER BY ALL"
    )
    for row in graph.sql(query, i=iris):
        where = str(row["at"] or row["row"])
        proof = Evidence(row["file_name"], where, row["document"], row["load"], row["dataset"], row["licence"])
        evidence.setdefault(row["iri"], []).append(proof)
    return evidence


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list) else json.loads(json.dumps(value, default=str))
