"""Makes a network page with another tool, as its documentation shows it, from a graph in JSON.

Arguments: the tool, graph.json, the page to write.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

COLOURS = {
    "Agency": "#0072B2",
    "Official": "#0072B2",
    "Person": "#56B4E9",
    "Party": "#CC79A7",
    "NGO": "#009E73",
    "Place": "#F0E442",
    "Post": "#F0E442",
}


def pyvis(graph: dict[str, Any], out: Path, placed: bool) -> None:
    """pyvis with its defaults, or with positions and without its simulation."""
    from pyvis.network import Network

    net = Network(directed=True, height="900px", width="100%", cdn_resources="in_line")
    for i, (label, kind) in enumerate(graph["nodes"]):
        place = {"x": graph["places"][i][0], "y": graph["places"][i][1]} if placed else {}
        net.add_node(i, label=label, title=kind, color=COLOURS[kind], **place)
    # add_edge is quadratic; its list is the same thing.
    net.edges.extend({"from": a, "to": b, "arrows": "to"} for a, b, _ in graph["edges"])
    if placed:
        net.set_options('{"physics": {"enabled": false}, "edges": {"smooth": false}}')
    out.write_text(net.generate_html(notebook=False), "utf-8")


def ipysigma(graph: dict[str, Any], out: Path) -> None:
    """ipysigma with the positions of the graph, written as HTML."""
    import networkx as nx
    from ipysigma import Sigma

    network = nx.MultiDiGraph()
    for i, (label, kind) in enumerate(graph["nodes"]):
        network.add_node(i, label=label, kind=kind)
    network.add_edges_from((a, b, {"type": relation}) for a, b, relation in graph["edges"])
    layout = {i: {"x": x, "y": -y} for i, (x, y) in enumerate(graph["places"])}
    Sigma(network, node_color="kind", edge_color="type", layout=layout, start_layout=False, height=880).to_html(
        str(out)
    )
    # Its scripts are handed to it from npm packages, which are other builds than those whose hashes the page has.
    out.write_text(re.sub(r'integrity="[^"]*"', "", out.read_text("utf-8")), "utf-8")


def neo4j_viz(graph: dict[str, Any], out: Path) -> None:
    """neo4j-viz with the positions of the graph."""
    from neo4j_viz import Layout, Node, Relationship, VisualizationGraph

    nodes = [
        Node(id=str(i), caption=label, x=graph["places"][i][0], y=graph["places"][i][1], properties={"kind": kind})
        for i, (label, kind) in enumerate(graph["nodes"])
    ]
    ties = [Relationship(source=str(a), target=str(b), caption=relation) for a, b, relation in graph["edges"]]
    shown = VisualizationGraph(nodes=nodes, relationships=ties).render(
        layout=Layout.COORDINATE, width="100%", height="880px", max_allowed_nodes=100_000
    )
    out.write_text(f'<!doctype html><meta charset="utf-8">{shown.data}', "utf-8")


def main() -> None:
    """Make the page."""
    tool, graph, out = sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8")), Path(sys.argv[3])
    if tool.startswith("pyvis"):
        pyvis(graph, out, placed=tool == "pyvis-placed")
    elif tool == "ipysigma":
        ipysigma(graph, out)
    else:
        neo4j_viz(graph, out)


main()
