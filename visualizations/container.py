"""A picture as a pyvis network: nodes with positions, edges with ids, options with the simulation off.

pyvis is used as a container and nothing else. Its ``add_node`` replaces a label of 0 by the id, its ``add_edge`` fails
with an AssertionError or drops edges, and its template loads files from the internet and executes what titles and ids
contain. So nodes and edges are appended to its lists, ``page.py`` writes the HTML and ``assets/`` draws. In a notebook, the pyvis network
can be used further.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pyvis.network import Network

from govgraph.visualizations.drawing import Drawing, drawing
from govgraph.visualizations.picture import Picture, name_of
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
    return filled(drawing(picture), picture.languages, language)


def filled(drawn: Drawing, languages: Sequence[str], language: str | None = None) -> Network:
    """Fill a pyvis network with a picture of which everything is computed; see :func:`network`.

    Example:
        >>> filled(drawing(Picture("t", [], [])), ["ky"]).nodes
        []
    """
    preferred = (language, *languages) if language else languages
    net = Network(directed=True)
    for i, node in enumerate(drawn.nodes):
        look = style_of(node.kind)
        net.nodes.append(
            {
                "id": i,
                "label": name_of(node, preferred),
                "x": float(drawn.points[i, 0]),
                "y": float(drawn.points[i, 1]),
                "size": drawn.radii[i],
                "shape": look.shape,
                "color": look.colour,
            }
        )
        net.node_ids.append(i)
        net.node_map[i] = net.nodes[-1]
    for i, (source, target) in enumerate(drawn.ties):
        net.edges.append({"id": i, "from": source, "to": target, "arrows": "to"})
    net.set_options(json.dumps(_OPTIONS))
    return net
