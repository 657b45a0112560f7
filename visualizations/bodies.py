"""What a layout moves as one: a hub with its leaves, or nodes that have the same neighbours.

Most nodes of a governance graph hang on one hub (the members of a parliament) or between the same two (the organisations to which two
countries belong). Moved one by one they fill discs of equal dots; as bodies they become what a reader should see: a burst
around its hub, and a bridge between two. Nodes with the same neighbours are structurally equivalent (Lorrain and White 1971,
doi:10.1080/0022250X.1971.9989788).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

SPACING = 34.0
"""Free space around a node, in picture units, in addition to its radius."""

_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Body:
    """Nodes that are moved as one.

    Attributes:
        hub: the node in the middle; -1: none, the nodes fill a disc.
        nodes: the nodes around it, or in the disc.
        reach: the distance from the middle to the edge of the outermost node, in picture units.
    """

    hub: int
    nodes: tuple[int, ...]
    reach: float


def bodies(graph: nx.Graph, radius: Points) -> list[Body]:
    """Divide a connected graph of nodes ``0..n-1`` into bodies; each node is in one.

    Example:
        >>> star = nx.star_graph(4)
        >>> [(body.hub, body.nodes) for body in bodies(star, np.full(5, 8.0))]
        [(0, (1, 2, 3, 4))]
    """
    alike: dict[frozenset[int], list[int]] = {}
    for node in sorted(graph):
        alike.setdefault(frozenset(graph[node]), []).append(node)
    leaves = {next(iter(near)): nodes for near, nodes in alike.items() if len(near) == 1 and len(graph) > 2}
    hanging = {node for nodes in leaves.values() for node in nodes}
    result = [_around(hub, leaves.get(hub, []), radius) for hub in sorted(set(graph) - hanging)]
    single = {body.hub for body in result if not body.nodes}
    for near, nodes in alike.items():
        # A pair is left apart: two nodes in a disc would lie on a line that means nothing.
        if len(nodes) > 2 and len(near) > 1 and single.issuperset(nodes):
            together = set(nodes)
            result = [body for body in result if body.hub not in together]
            result.append(Body(-1, tuple(nodes), _cell(nodes, radius) * (0.5 + 0.62 * math.sqrt(len(nodes)))))
    return sorted(result, key=lambda body: body.hub if body.hub >= 0 else body.nodes[0])


def expand(body: Body, middle: Points, away: float, radius: Points) -> dict[int, Points]:
    """Where the nodes of a body lie.

    Args:
        middle: where the body is.
        away: the direction, in radians, in which leaves come first: away from what else the hub is tied to.

    Example:
        >>> body = Body(0, (1,), 50.0)
        >>> expand(body, np.zeros(2), 0.0, np.full(2, 8.0))[1].round().tolist()
        [64.0, 0.0]
    """
    if body.hub < 0:
        cell = _cell(body.nodes, radius)
        far = [0.62 * cell * math.sqrt(i + 0.5) for i in range(len(body.nodes))]
        turned = [i * _GOLDEN + away for i in range(len(body.nodes))]
        return {n: middle + _polar(r, a) for n, r, a in zip(body.nodes, far, turned, strict=True)}
    places = {body.hub: middle}
    rest = list(body.nodes)
    for distance, room in _rings(body.hub, body.nodes, radius):
        ring, rest = rest[:room], rest[room:]
        # A full ring closes; a part of one is a fan around the direction that leads away from the rest.
        step = 2 * math.pi / max(room, len(ring)) if len(ring) > room * 0.8 else 2 * math.pi / room
        for i, node in enumerate(ring):
            side = (i + 1) // 2 * (1 if i % 2 else -1)
            places[node] = middle + _polar(distance, away + side * step)
    return places


def _around(hub: int, leaves: list[int], radius: Points) -> Body:
    if not leaves:
        return Body(hub, (), float(radius[hub]))
    outermost = max(distance for distance, _ in _rings(hub, leaves, radius))
    return Body(hub, tuple(leaves), outermost + float(radius[leaves].max()))


def _rings(hub: int, leaves: list[int] | tuple[int, ...], radius: Points) -> list[tuple[float, int]]:
    """The distance of each ring of leaves from their hub, and how many leaves it takes."""
    if not leaves:
        return []
    cell = _cell(leaves, radius)
    # The more leaves, the wider the free ring around the hub, in which its edges can be seen.
    distance = float(radius[hub]) + cell * (1.1 + 0.28 * math.sqrt(len(leaves)))
    rings, left = [], len(leaves)
    while left > 0:
        room = max(1, int(2 * math.pi * distance / cell))
        rings.append((distance, room))
        left -= room
        distance += cell * 0.9
    return rings


def _cell(nodes: list[int] | tuple[int, ...], radius: Points) -> float:
    """The distance between two neighbours in a ring or disc."""
    return 2 * float(radius[list(nodes)].max()) + SPACING * 0.72


def _polar(distance: float, angle: float) -> Points:
    return np.array([distance * math.cos(angle), distance * math.sin(angle)])
