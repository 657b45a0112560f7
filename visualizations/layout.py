"""Positions for a picture, computed here so that the same graph gives the same map on every screen and every day.

A force simulation in the browser runs for minutes and ends differently each time. Here, connected parts are laid out one by one:
their nodes become bodies (``bodies.py``), forces arrange these (``forces.py``), and the bodies are opened into their nodes. The parts are
then packed to the shape of a screen. Distances are stretched sideways, because labels and screens are wider than high.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import networkx as nx
import numpy as np

from govgraph.visualizations.bodies import SPACING, Points, bodies, expand
from govgraph.visualizations.forces import arrange, push_apart

WIDER = 1.1
"""How much more room a node gets sideways than up and down."""
SHAPE = 1.15
"""Width by height of the place where a page shows the picture, on a usual screen."""


def positions(count: int, edges: Sequence[tuple[int, int]], radii: Sequence[float], *, rough: bool = False) -> Points:
    """Place nodes ``0..count-1``.

    Args:
        count: number of nodes.
        edges: pairs of node numbers; repeats make a stronger tie, loops are ignored.
        radii: radius of each node, in picture units.
        rough: faster, for one of many parts of a large picture.

    Returns:
        Array of shape (count, 2), x to the right and y down, in picture units, rounded to 0.1, centred on
        the origin. No two nodes are nearer to each other than the sum of their radii.

    Example:
        >>> positions(2, [(0, 1)], [8.0, 8.0]).shape
        (2, 2)
    """
    if count == 0:
        return np.zeros((0, 2))
    size = np.asarray(radii, dtype=np.float64)
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    for a, b in edges:
        if a != b:
            tie = graph.edges[a, b]["weight"] if graph.has_edge(a, b) else 0.0
            graph.add_edge(a, b, weight=tie + 1.0)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    lone = [part[0] for part in parts if len(part) == 1]
    placed = [(part, _place_part(graph.subgraph(part), part, size, rough)) for part in parts if len(part) > 1]
    if lone:
        placed.append((lone, _grid(len(lone), float(size[lone].max()))))
    result = _pack(placed, count)
    result -= (result.max(axis=0) + result.min(axis=0)) / 2
    return np.round(result, 1) + 0.0


def regions(
    count: int, edges: Sequence[tuple[int, int]], radii: Sequence[float], groups: Sequence[Sequence[int]]
) -> tuple[Points, list[tuple[float, float, float]]]:
    """Place nodes community by community: the nodes of each lie in a disc of its own, and the discs do not overlap.

    So a community can be drawn as one node, and opened where it is without moving another one.

    Args:
        groups: the nodes of each community; a node in none is placed beside them.

    Returns:
        The positions as of :func:`positions`; and the middle (x, y) and the radius of the disc of each community.

    Example:
        >>> points, discs = regions(4, [(0, 1), (2, 3), (1, 2)], [8.0] * 4, [[0, 1], [2, 3]])
        >>> points.shape, len(discs)
        ((4, 2), 2)
    """
    size = np.asarray(radii, dtype=np.float64)
    home = {node: i for i, group in enumerate(groups) for node in group}
    own: list[list[tuple[int, int]]] = [[] for _ in groups]
    quotient = nx.Graph()
    quotient.add_nodes_from(range(len(groups)))
    place = {node: i for group in groups for i, node in enumerate(group)}
    for a, b in edges:
        if a not in home or b not in home:
            continue
        if home[a] == home[b]:
            own[home[a]].append((place[a], place[b]))
        else:
            tie = quotient.get_edge_data(home[a], home[b], {"weight": 0.0})["weight"]
            quotient.add_edge(home[a], home[b], weight=tie + 1.0)
    inside = [
        _rounded(positions(len(group), own[i], size[list(group)].tolist(), rough=True), size[list(group)])
        for i, group in enumerate(groups)
    ]
    reach = np.array(
        [
            float(np.hypot(*points.T).max() + size[list(group)].max() + SPACING / 2)
            for points, group in zip(inside, groups, strict=True)
        ]
    )
    placed: list[tuple[list[int], Points]] = []
    parts = sorted((sorted(part) for part in nx.connected_components(quotient)), key=lambda part: (-len(part), part[0]))
    for part in parts:
        index = {group: i for i, group in enumerate(part)}
        local = nx.Graph()
        local.add_nodes_from(range(len(part)))
        local.add_weighted_edges_from(
            sorted(
                (*sorted((index[a], index[b])), data["weight"])
                for a, b, data in quotient.subgraph(part).edges(data=True)
            )
        )
        middles = push_apart(_landscape(arrange(local, reach[part])) * (WIDER, 1.0), reach[part], SPACING / 2)
        nodes = [node for group in part for node in groups[group]]
        placed.append((nodes, np.vstack([inside[group] + middles[i] for i, group in enumerate(part)])))
    lone = [node for node in range(count) if node not in home]
    if lone:
        placed.append((lone, _grid(len(lone), float(size[lone].max()))))
    result = _pack(placed, count)
    result -= (result.max(axis=0) + result.min(axis=0)) / 2
    result = np.round(result, 1) + 0.0
    discs = []
    for group, points, far in zip(groups, inside, reach, strict=True):
        x, y = (result[list(group)] - points).mean(axis=0)
        discs.append((round(float(x), 1), round(float(y), 1), round(float(far), 1)))
    return result, discs


def _rounded(points: Points, size: Points) -> Points:
    """The same map drawn into a disc: directions stay, and the distances from the middle become those of an evenly filled disc in the same
    order. So no disc is large because of one node far out."""
    middle = points - np.median(points, axis=0)
    far = np.hypot(middle[:, 0], middle[:, 1])
    place = np.empty(len(points))
    place[np.argsort(far, kind="stable")] = np.sqrt(np.arange(len(points)) + 0.5)
    cell = 2 * float(size.mean()) + SPACING * 0.72
    turned = np.arctan2(middle[:, 1], middle[:, 0])
    even = 0.62 * cell * place
    return push_apart(np.column_stack([even * np.cos(turned), even * np.sin(turned)]), size, SPACING / 4)


def _place_part(graph: nx.Graph, part: list[int], size: Points, rough: bool) -> Points:
    """Positions of one connected part, in the order of ``part``.

    The graph is built anew, because a view of a graph iterates in an order of its own.
    """
    index = {node: i for i, node in enumerate(part)}
    local = nx.Graph()
    local.add_nodes_from(range(len(part)))
    ties = sorted((*sorted((index[a], index[b])), data["weight"]) for a, b, data in graph.edges(data=True))
    local.add_weighted_edges_from(ties)
    radius = size[part]
    moved = bodies(local, radius)
    home = {node: i for i, body in enumerate(moved) for node in (body.hub, *body.nodes) if node >= 0}
    quotient = nx.Graph()
    quotient.add_nodes_from(range(len(moved)))
    for a, b, weight in ties:
        if home[a] != home[b]:
            before = quotient.get_edge_data(home[a], home[b], {"weight": 0.0})["weight"]
            quotient.add_edge(home[a], home[b], weight=before + weight)
    middles = _landscape(arrange(quotient, np.array([body.reach for body in moved]), rough=rough))
    points = np.zeros((len(part), 2))
    for i, body in enumerate(moved):
        tied = middles[sorted(quotient[i])] - middles[i] if quotient[i] else np.zeros((1, 2))
        toward = tied.sum(axis=0)
        away = math.atan2(-toward[1], -toward[0]) if np.hypot(*toward) > 1e-6 else math.pi / 2
        for node, place in expand(body, middles[i], away, radius).items():
            points[node] = place
    points[:, 0] *= WIDER
    return push_apart(points, radius)


def _landscape(points: Points) -> Points:
    """Rotate the points so that their longest extent lies sideways; signs are fixed, since those of eigenvectors are arbitrary."""
    centred = points - points.mean(axis=0)
    if len(points) < 3:
        return centred if len(points) < 2 else np.column_stack([_line(centred), np.zeros(len(points))])
    _, axes = np.linalg.eigh(np.cov(centred.T))
    axes = axes[:, ::-1]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    turned: Points = centred @ axes
    return turned


def _line(points: Points) -> Points:
    """Two nodes on one line, as far apart as before."""
    half = float(np.hypot(*(points[1] - points[0]))) / 2
    return np.array([-half, half])


def _grid(count: int, radius: float) -> Points:
    """Nodes without relations, in rows."""
    columns = max(1, math.ceil(math.sqrt(count * 2.5)))
    step = 2 * radius + SPACING
    number = np.arange(count)
    return np.column_stack([number % columns * step * WIDER, number // columns * step]).astype(np.float64)


def _pack(placed: list[tuple[list[int], Points]], count: int) -> Points:
    """Put the parts side by side, in rows as wide as the largest part or, if that is wider, as suits a landscape screen."""
    gap = 2.2 * SPACING
    boxes = [points.max(axis=0) - points.min(axis=0) + gap for _, points in placed]
    area = sum(float(box[0] * box[1]) for box in boxes)
    width = max(float(boxes[0][0]), math.sqrt(area * SHAPE))
    result = np.zeros((count, 2))
    left = top = height = 0.0
    for (part, points), box in zip(placed, boxes, strict=True):
        if left and left + float(box[0]) > width:
            left, top, height = 0.0, top + height, 0.0
        result[part] = points - points.min(axis=0) + (left, top)
        left, height = left + float(box[0]), max(height, float(box[1]))
    return result
