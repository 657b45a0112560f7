"""Ready-made SQL queries: the actors with a name, the rows that describe a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govgraph.ontology.declaration import tables

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph
    from govgraph.graph.results import Result


def actors_called(graph: Graph, name: str) -> list[dict[str, Any]]:
    """The actors that have this IRI, identifier or name; see :meth:`govgraph.graph.graph.Graph.actor`.

    Example:
        >>> [actor["class"] for actor in actors_called(graph, "wikidata:Q1")]
        ['NGO']
    """
    query = """
        SELECT iri, class, name, names, aliases, identifiers FROM actors
        WHERE iri = $name OR list_contains(identifiers, $name) OR list_contains(identifiers, 'iso3:' || $name)
        OR len(list_filter(list_concat(names, coalesce(aliases, [])), lambda x: lower(x.text) = lower($name))) > 0
        ORDER BY iri"""
    return [row.as_dict() for row in graph.sql(query, name=name)]


def rows_about(graph: Graph, iri: str) -> Result:
    """The rows of files that describe a thing; see :meth:`govgraph.graph.graph.Graph.trace`.

    Of an actor that is one under several IRIs, these are the rows of all of them.
    """
    parts = [
        f"SELECT '{t.name}' AS \"table\", r.load, l.file_name AS file, r.row, r.at, r.document, r.dataset, l.licence "
        f"FROM records.{t.name} r JOIN loads l ON ends_with(l.iri, '/' || r.load) "
        "LEFT JOIN other_iris o ON o.iri = r.iri WHERE coalesce(o.now, r.iri) = $iri"
        for t in tables().values()
        if not t.own
    ]
    return graph.sql(" UNION ALL ".join(parts) + " ORDER BY ALL", iri=graph.identity.now(iri))
