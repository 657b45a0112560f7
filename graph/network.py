"""The property graph as a networkx graph in memory, for analysis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import networkx as nx

from govgraph.graph import projection


def add_nodes(graph: nx.MultiDiGraph, nodes: Sequence[projection.Nodes]) -> None:
    """Add the nodes of some tables to a graph, with their labels and properties.

    Example:
        >>> graph = nx.MultiDiGraph()
        >>> add_nodes(graph, [])
        >>> len(graph)
        0
    """
    for of_table in nodes:
        for row in of_table.rows.collect().iter_rows(named=True):
            labels = row.pop("labels").split("~")
            graph.add_node(row["iri"], labels=labels, **{k: v for k, v in row.items() if v is not None})


def network(version: Path, languages: Sequence[str]) -> nx.MultiDiGraph:
    """All nodes and relationships of a version; see :meth:`govgraph.graph.graph.Graph.networkx`.

    Args:
        version: its folder.
        languages: in the order in which ``name`` is chosen.

    Example:
        >>> len(network(Path("none"), ()))
        0
    """
    graph = nx.MultiDiGraph()
    nodes, relationships = projection.project(version / "tables", languages)
    add_nodes(graph, nodes)
    for drawn in relationships:
        for row in drawn.rows.collect().iter_rows(named=True):
            source, target = row.pop("_source"), row.pop("_target")
            properties = {k: v for k, v in row.items() if v is not None}
            # An association has a property `type` of its own, which would clash with a keyword argument.
            key = graph.add_edge(source, target, key=(drawn.type, row.get("iri", "")))
            graph.edges[source, target, key].update({"type": drawn.type, "relationship": drawn.type, **properties})
    return graph
