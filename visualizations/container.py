"""A picture as a pyvis network: nodes with positions, edges with ids, options with the simulation off.

pyvis is used as a container and nothing else. Its ``add_node`` replaces a label of 0 by the id, its ``add_edge`` fails
with an AssertionError or drops edges, and its template loads files from the internet and executes what titles and ids
contain. So nodes and edges are appended to its lists, and ``page.py`` writes the HTML. In a notebook, the pyvis network
can be used further.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

from pyvis.network import Network

from govgraph.visualizations.layout import positions
from govgraph.visualizations.picture import Picture, name_of, ordered
from govgraph.visualizations.style import style_of

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1},
    "edges": {
        "smooth": False,
        "width": 1,
        "hoverWidth": 0,
        "selectionWidth": 0,
        "color": {"color": "#c9ced6", "inherit": False},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
    },
    "interaction": {
        "hover": True,
        "selectable": False,
        "tooltipDelay": 200,
        "keyboard": {"enabled": False},
        "zoomSpeed": 0.6,
    },
}


def network(picture: Picture, *, language: str | None = None) -> Network:
    """Fill a pyvis network. The ids of nodes and edges are their positions in the sorted picture, from 0.

    Args:
        picture: what to draw.
        language: the language of the labels; None: the first language of the picture.

    Raises:
        ViewError: the picture contradicts itself (see ``picture.ordered``).

    Example:
        >>> from govgraph.visualizations.picture import PictureNode
        >>> network(Picture("t", [PictureNode("a", "Person", {"en": "0"})], [])).nodes[0]["label"]
        '0'
    """
    nodes, edges = ordered(picture)
    number = {node.id: i for i, node in enumerate(nodes)}
    ties = [(number[edge.source], number[edge.target]) for edge in edges]
    degree = Counter(end for pair in set(map(_unordered, ties)) if pair[0] != pair[1] for end in pair)
    radii = [node_radius(degree[i]) for i in range(len(nodes))]
    points = positions(len(nodes), ties, radii)
    preferred = (language, *picture.languages) if language else picture.languages
    net = Network(directed=True)
    for i, node in enumerate(nodes):
        look = style_of(node.kind)
        net.nodes.append(
            {
                "id": i,
                "label": name_of(node, preferred),
                "x": float(points[i, 0]),
                "y": float(points[i, 1]),
                "size": radii[i],
                "shape": look.shape,
                "color": look.colour,
            }
        )
        net.node_ids.append(i)
        net.node_map[i] = net.nodes[-1]
    for i, (source, target) in enumerate(ties):
        net.edges.append({"id": i, "from": source, "to": target, "arrows": "to"})
    net.set_options(json.dumps(_OPTIONS))
    return net


def node_radius(degree: int) -> float:
    """Radius, in picture units, of a node with this many neighbours: 6 for none, 20 at most.

    Example:
        >>> node_radius(0), node_radius(400)
        (6.0, 20.0)
    """
    return round(min(20.0, 6.0 + 1.6 * math.sqrt(degree)), 1)


def _unordered(pair: tuple[int, int]) -> tuple[int, int]:
    return (pair[0], pair[1]) if pair[0] <= pair[1] else (pair[1], pair[0])
