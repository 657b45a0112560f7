"""From a part of a graph to a picture: its nodes and relationships, with their evidence.

Names, dates and relationships are read from the graph's tables, evidence from the records, so that every page shows the
same facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from govgraph.graph.part import Part, foreground_relationships, foreground_tables
from govgraph.graph.projection import ends_sql
from govgraph.ontology.declaration import Table, tables
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

MOST = 1500
"""The most nodes of a page that a person can still read."""

# The columns that a page shows elsewhere, not among the properties.
_ELSEWHERE = frozenset("names aliases links start_date end_date starts_from starts_by ends_from ends_by".split())


def _whole(graph: Graph) -> Part:
    """All nodes of a graph, if it is small enough."""
    union = " UNION ALL ".join(f"SELECT iri FROM {t.name}" for t in foreground_tables() if not t.own)
    nodes = graph.sql(f"SELECT iri FROM ({union}) LIMIT {MOST + 1}")
    if len(nodes) > MOST:
        raise ViewError(
            f"the graph has more than {MOST} nodes, too many to read",
            hint="govgraph view --actor NAME --hops 1, or --cypher / --sparql with a question",
        )
    return Part(frozenset(row[0] for row in nodes))


def picture(graph: Graph, part: Part | None, *, title: str, note: str = "") -> Picture:
    """The picture of a part of a graph.

    Args:
        part: what is drawn; IRIs in it that are not those of nodes are left out. None: the whole graph.
        note: text that the page shows, such as the query that selected the part.

    Raises:
        ViewError: too many nodes.

    Example:
        >>> sorted({node.kind for node in picture(graph, None, title="All").nodes})
        ['Agency', 'Country', 'Event', 'NGO', 'Official']
    """
    if part is None:
        part = _whole(graph)
    if len(part.iris) > 20 * MOST:
        raise ViewError(
            f"the answer mentions {len(part.iris)} things, too many to read", hint="add LIMIT 500 to the query"
        )
    iris = sorted(part.iris)
    nodes = list(_nodes(graph, iris, _evidence(graph, iris)))
    have = sorted(n.id for n in nodes)
    if len(have) > MOST:
        raise ViewError(
            f"{len(have)} nodes are too many to read", expected=f"at most {MOST}", hint="add LIMIT to the query"
        )
    named = {iri for *_, iri in part.only if iri}
    edges = [
        edge
        for edge in _edges(graph, have)
        if not part.only or (edge.type, edge.source, edge.target, edge.id if edge.id in named else "") in part.only
    ]
    return Picture(title, nodes, edges, languages=graph.settings.languages, note=note)


def _nodes(graph: Graph, iris: list[str], evidence: dict[str, list[Evidence]]) -> Iterator[PictureNode]:
    for table in foreground_tables():
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


def _properties(table: Table, of: dict[str, Any]) -> dict[str, Any]:
    return {
        column.key: _plain(of[column.name])
        for column in table.columns
        if column.term and column.name not in _ELSEWHERE and column.type != "ref" and of.get(column.name) is not None
    }


def _edges(graph: Graph, iris: list[str]) -> Iterator[PictureEdge]:
    for drawn in foreground_relationships():
        between = "_source = ANY($i) AND _target = ANY($i)"
        query = f"SELECT * FROM ({ends_sql(drawn, drawn.table)}) WHERE {between}"
        rows = [row.as_dict() for row in graph.sql(query, i=iris)]
        table = tables()[drawn.table]
        evidence = _evidence(graph, [of["iri"] for of in rows], [table]) if drawn.keyed else {}
        for of in rows:
            source, target = of["_source"], of["_target"]
            if not drawn.keyed:
                yield PictureEdge(id=f"{drawn.type} {source} {target}", source=source, target=target, type=drawn.type)
                continue
            yield PictureEdge(
                id=of["iri"],
                source=source,
                target=target,
                type=drawn.type,
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
        for t in of or foreground_tables()
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
