"""The property graph as a networkx graph in memory, for analysis and for networkx's own writers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from govgraph.graph.answers.values import plain as as_json
from govgraph.graph.export.xml_text import XmlText
from govgraph.graph.property_graph import projection


def add_nodes(graph: nx.MultiDiGraph, nodes: Sequence[projection.Nodes], *, plain: bool = True) -> None:
    """Add the nodes of some tables to a graph, with their labels and properties.

    Args:
        plain: whether all values are text, numbers or truth values.

    Example:
        >>> graph = nx.MultiDiGraph()
        >>> add_nodes(graph, [])
        >>> len(graph)
        0
    """
    for of_table in nodes:
        for row in of_table.rows.collect().iter_rows(named=True):
            labels = row.pop("labels").split("~")
            graph.add_node(row["iri"], **given({"labels": labels, **row}, plain))


def network(version: Path, languages: Sequence[str], *, plain: bool = True) -> nx.MultiDiGraph:
    """All nodes and relationships of a version; see :meth:`govgraph.graph.graph.Graph.networkx`.

    Args:
        version: its folder.
        languages: in the order in which ``name`` is chosen.
        plain: whether all values are text, numbers or truth values.

    Example:
        >>> len(network(Path("none"), ()))
        0
    """
    graph = nx.MultiDiGraph()
    nodes, relationships = projection.project(version / "tables", languages)
    add_nodes(graph, nodes, plain=plain)
    for drawn in relationships:
        for row in drawn.rows.collect().iter_rows(named=True):
            source, target = row.pop("_source"), row.pop("_target")
            key = (row.get("iri") or drawn.type) if plain else (drawn.type, row.get("iri", ""))
            graph.add_edge(source, target, key)
            # Writers of GEXF take an attribute `type` for the direction of an edge.
            named = {"type_" if k == "type" else k: v for k, v in row.items()} if plain else {"type": drawn.type, **row}
            graph.edges[source, target, key].update(given({"relationship": drawn.type, **named}, plain))
    return graph


def given(properties: dict[str, Any], plain: bool) -> dict[str, Any]:
    """The properties that have a value; plain ones as all writers of networkx accept them.

    Example:
        >>> given({"a": None, "b": ["x"]}, True)
        {'b': '["x"]'}
    """
    return {key: _plain(v) if plain else v for key, v in properties.items() if v is not None}


def _plain(value: Any) -> str | int | float | bool:
    """A value as all writers of networkx accept it: a list as JSON text, a date as ISO text, no control characters."""
    simple = as_json(value)
    if isinstance(simple, list | dict):
        simple = json.dumps(simple, ensure_ascii=False)
    return XmlText().allowed(simple) if isinstance(simple, str) else simple
