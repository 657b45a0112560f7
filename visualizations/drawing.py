"""What a page draws, computed: the order of nodes and edges, how large and where each node is, and the communities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from govgraph.visualizations.bodies import Points
from govgraph.visualizations.groups import Groups, groups
from govgraph.visualizations.layout import positions, regions
from govgraph.visualizations.picture import Picture, PictureEdge, PictureNode, ordered
from govgraph.visualizations.style import node_radius

READABLE = 1_500
"""The most nodes that a person can still read; of more, each community is drawn as one node until it is opened."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with all that is computed of it.

    Attributes:
        nodes, edges: in an order that does not depend on the order in which they were given.
        ties: the numbers of the two nodes of each edge.
        radii: of each node, in picture units.
        points: of each node its x, to the right, and y, down, in picture units.
        groups: the communities, as numbers of nodes.
        discs: of each community the middle and the radius; empty if the picture is not folded.
    """

    nodes: list[PictureNode]
    edges: list[PictureEdge]
    ties: list[tuple[int, int]]
    radii: list[float]
    points: Points
    groups: Groups
    discs: list[tuple[float, float, float]]

    @property
    def folded(self) -> bool:
        """Whether each community is one node at first."""
        return bool(self.discs)


def drawing(picture: Picture) -> Drawing:
    """Compute what a page draws.

    Raises:
        ViewError: the picture contradicts itself (see ``picture.ordered``).

    Example:
        >>> from govgraph.visualizations.picture import PictureNode
        >>> drawing(Picture("t", [PictureNode("a", "Person")], [])).radii
        [6.0]
    """
    nodes, edges = ordered(picture)
    number = {node.id: i for i, node in enumerate(nodes)}
    ties = [(number[edge.source], number[edge.target]) for edge in edges]
    pairs = Counter((min(a, b), max(a, b)) for a, b in ties if a != b)
    degree = Counter(end for pair in pairs for end in pair)
    radii = [node_radius(degree[i]) for i in range(len(nodes))]
    found = groups(len(nodes), {pair: float(n) for pair, n in pairs.items()})
    if len(nodes) <= READABLE or not found.members:
        return Drawing(nodes, edges, ties, radii, positions(len(nodes), ties, radii), found, [])
    points, discs = regions(len(nodes), ties, radii, found.members)
    return Drawing(nodes, edges, ties, radii, points, found, discs)
