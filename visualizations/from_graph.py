"""From a part of a graph to a picture: its nodes and relationships, with their evidence.

Names, dates and relationships are read from the graph's tables, evidence from the records, so that every page shows the
same facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from govgraph.graph.find.titles import Names, names_of, titles
from govgraph.graph.property_graph.part import Part, foreground_relationships, foreground_tables
from govgraph.graph.property_graph.projection import ends_sql
from govgraph.graph.property_graph.surroundings import STANDS_FOR
from govgraph.ontology.declaration import Drawn, Table, tables
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.folding import MOST, things
from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

ELSEWHERE = frozenset("names aliases links start_date end_date starts_from starts_by ends_from ends_by".split())
"""The columns that a page shows elsewhere, not among the properties."""

# The columns of records that say where a row comes from.
_WHERE_FROM = "load, dataset, row, pointer, document"


def picture(graph: Graph, part: Part | None, *, title: str, note: str = "") -> Picture:
    """The picture of a part of a graph.

    Args:
        part: what is drawn; IRIs in it that are not those of nodes are left out. None: the whole graph.
        note: text that the page shows, such as the query that selected the part.

    Raises:
        ViewError: more than a page takes.

    Example:
        >>> sorted({node.kind for node in picture(graph, None, title="All").nodes})
        ['Agency', 'Country', 'Event', 'NGO', 'Official']
    """
    if part is None:
        part = Part(frozenset(things(graph)))
    if len(part.iris) > MOST:
        raise ViewError(
            f"the answer mentions {len(part.iris):,} things, too many for one picture",
            hint="add LIMIT 500 to the query",
        )
    nodes = list(nodes_of(graph, sorted(part.iris)))
    have = sorted(n.id for n in nodes)
    named = {iri for *_, iri in part.only if iri}
    edges = [
        edge
        for edge in edges_between(graph, have)
        if not part.only or (edge.type, edge.source, edge.target, edge.id if edge.id in named else "") in part.only
    ]
    others = others_of(graph, nodes, edges)
    return Picture(title, nodes, edges, languages=graph.settings.languages, note=note, others=others)


def others_of(graph: Graph, nodes: Iterable[PictureNode], edges: Iterable[PictureEdge]) -> dict[str, Names]:
    """The names of what nodes and edges refer to, and of the documents that their evidence cites."""
    things: list[PictureNode | PictureEdge] = [*nodes, *edges]
    referred = {iri for thing in things for iris in thing.references.values() for iri in iris}
    cited = {proof.document for thing in things for proof in thing.evidence if proof.document}
    return names_of(graph, referred | cited)


def nodes_of(graph: Graph, iris: list[str]) -> Iterator[PictureNode]:
    """The nodes with these IRIs, with their evidence."""
    evidence = evidence_of(graph, iris)
    made = titles(graph, iris, graph.settings.languages)
    for table in foreground_tables():
        for row in graph.sql(f"SELECT * FROM {table.name} WHERE iri = ANY($i) ORDER BY iri", timeout=None, i=iris):
            of = row.as_dict()
            yield PictureNode(
                id=of["iri"],
                kind=of["class"],
                names={n["lang"]: n["text"] for n in of.get("names") or []},
                made=made.get(of["iri"], {}),
                aliases=tuple(n["text"] for n in of.get("aliases") or []),
                properties=_properties(table, of),
                references=_references(table, of),
                start=of.get("start_date") or of.get("date"),
                end=of.get("end_date"),
                starts_from=_iso(of.get("starts_from")),
                ends_by=_iso(of.get("ends_by")),
                links=tuple(of.get("links") or ()),
                same_as=tuple(of.get("same_as") or ()),
                evidence=tuple(evidence.get(of["iri"], ())),
            )


def _properties(table: Table, of: dict[str, Any], *elsewhere: str) -> dict[str, Any]:
    """The properties of a row by key, without those that the page shows elsewhere."""
    return {
        column.key: _plain(of[column.name])
        for column in table.columns
        if column.term
        and column.name not in ELSEWHERE
        and column.name not in elsewhere
        and column.type != "ref"
        and of.get(column.name) is not None
    }


def _references(table: Table, of: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The IRIs that a row refers to, by key, without the two ends of a link."""
    return {
        column.key: tuple(of[column.name]) if column.many else (of[column.name],)
        for column in table.refs
        if column.name not in (table.source, table.target) and of.get(column.name)
    }


def edges_between(graph: Graph, iris: list[str]) -> Iterator[PictureEdge]:
    """The relationships between nodes, with their evidence."""
    yield from _stands_for(graph, iris)
    for drawn in foreground_relationships():
        between = "_source = ANY($i) AND _target = ANY($i)"
        query = f"SELECT * FROM ({ends_sql(drawn, drawn.table)}) WHERE {between}"
        rows = [row.as_dict() for row in graph.sql(query, timeout=None, i=iris)]
        if not drawn.keyed:
            yield from _unkeyed(graph, drawn, [(of["_source"], of["_target"]) for of in rows])
            continue
        table = tables()[drawn.table]
        evidence = evidence_of(graph, [of["iri"] for of in rows], [table])
        for of in rows:
            role = "role" if of.get("role") else "type"
            yield PictureEdge(
                id=of["iri"],
                source=of["_source"],
                target=of["_target"],
                type=drawn.type,
                role=of.get(role),
                start=of.get("start_date"),
                end=of.get("end_date"),
                starts_from=_iso(of.get("starts_from")),
                ends_by=_iso(of.get("ends_by")),
                properties=_properties(table, of, role),
                references=_references(table, of),
                evidence=tuple(evidence.get(of["iri"], ())),
            )


def _stands_for(graph: Graph, iris: list[str]) -> Iterator[PictureEdge]:
    columns = "iri, _source, _target, start_date, end_date, starts_from, ends_by"
    query = f"SELECT {columns} FROM ({STANDS_FOR}) WHERE _source = ANY($i) AND _target = ANY($i)"
    rows = list(graph.sql(query, timeout=None, i=iris))
    evidence = evidence_of(graph, [row["iri"] for row in rows], [tables()["memberships"]])
    for iri, member, party, start, end, starts_from, ends_by in rows:
        yield PictureEdge(
            id=f"STANDS_FOR {iri}", source=member, target=party, type="STANDS_FOR", start=start, end=end,
            starts_from=_iso(starts_from), ends_by=_iso(ends_by), evidence=tuple(evidence.get(iri, ())),
        )  # fmt: skip


def _unkeyed(graph: Graph, drawn: Drawn, ends: list[tuple[str, str]]) -> Iterator[PictureEdge]:
    """Relationships that a column of the source's row states; their evidence is the rows that state them."""
    targets = f"unnest({drawn.target})" if drawn.many else drawn.target
    stated = (
        "SELECT coalesce(s.now, r.iri) || ' ' || coalesce(o.now, r.target) AS key, r.* EXCLUDE (iri, target) FROM "
        f"(SELECT iri, {targets} AS target, {_WHERE_FROM} FROM records.{drawn.table}) r LEFT JOIN other_iris s ON s.iri = r.iri "
        "LEFT JOIN other_iris o ON o.iri = r.target WHERE coalesce(s.now, r.iri) = ANY($i) AND key = ANY($k)"
    )
    keys = [f"{source} {target}" for source, target in ends]
    evidence = {}
    if keys and not tables()[drawn.table].own:
        evidence = _proofs(graph, stated, i=[source for source, _ in ends], k=keys)
    for (source, target), key in zip(ends, keys, strict=True):
        yield PictureEdge(
            id=f"{drawn.type} {key}",
            source=source,
            target=target,
            type=drawn.type,
            evidence=tuple(evidence.get(key, ())),
        )


def evidence_of(graph: Graph, iris: list[str], of: list[Table] | None = None) -> dict[str, list[Evidence]]:
    """The rows that describe things, by IRI."""
    parts = [
        f"SELECT coalesce(o.now, r.iri) AS key, {_WHERE_FROM} FROM records.{t.name} r LEFT JOIN other_iris o ON o.iri = r.iri "
        "WHERE coalesce(o.now, r.iri) = ANY($i)"
        for t in of or foreground_tables()
        if not t.own
    ]
    return _proofs(graph, " UNION ALL ".join(parts), i=iris) if iris else {}


def _proofs(graph: Graph, rows: str, **parameters: Any) -> dict[str, list[Evidence]]:
    """Evidence by the column ``key`` of rows that also have the columns of :data:`_WHERE_FROM`."""
    evidence: dict[str, list[Evidence]] = {}
    query = (
        f"SELECT DISTINCT r.*, l.file_name, l.licence FROM ({rows}) r "
        "JOIN loads l ON ends_with(l.iri, '/' || r.load) ORDER BY ALL"
    )
    for row in graph.sql(query, timeout=None, **parameters):
        where = str(row["pointer"] or row["row"])
        proof = Evidence(row["file_name"], where, row["document"], row["load"], row["dataset"], row["licence"])
        evidence.setdefault(row["key"], []).append(proof)
    return evidence


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list) else json.loads(json.dumps(value, default=str))
