"""Positions for a picture, computed here so that the same graph gives the same map on every screen and every day.

A force simulation in the browser runs for minutes and ends differently each time. Instead, connected parts are laid out
one by one. Within a part, communities (Louvain; Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008) become discs
that a spring layout of the quotient graph places (Fruchterman and Reingold 1991, doi:10.1002/spe.4380211102), and each
disc is filled in the same way. A few steps of local forces then bring neighbours in different discs closer together, and
nodes that overlap are pushed apart. Distances are stretched sideways, because labels and screens are wider than high. All
randomness is seeded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points = NDArray[np.float64]

SEED = 20100406
SPACING = 34.0
"""Free space around a node, in picture units, in addition to its radius."""
WIDER = 1.1
"""How much more room a node gets sideways than up and down."""


def positions(count: int, edges: Sequence[tuple[int, int]], radii: Sequence[float]) -> Points:
    """Place nodes ``0..count-1``.

    Args:
        count: number of nodes.
        edges: pairs of node numbers; repeats make a stronger tie, loops are ignored.
        radii: radius of each node, in picture units.

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
    placed = [(part, _place_part(graph.subgraph(part), part, size)) for part in parts if len(part) > 1]
    if lone:
        placed.append((lone, _grid(len(lone), float(size[lone].max()))))
    result = _pack(placed, count)
    result -= (result.max(axis=0) + result.min(axis=0)) / 2
    return np.round(result, 1) + 0.0


def _place_part(graph: nx.Graph, part: list[int], size: Points) -> Points:
    """Positions of one connected part, in the order of ``part``.

    The graph is built anew, because a view of a graph iterates in an order of its own.
    """
    index = {node: i for i, node in enumerate(part)}
    local = nx.Graph()
    local.add_nodes_from(range(len(part)))
    ties = sorted((*sorted((index[a], index[b])), data["weight"]) for a, b, data in graph.edges(data=True))
    local.add_weighted_edges_from(ties)
    radius = size[part]
    groups = [sorted(group) for group in nx.community.louvain_communities(local, seed=SEED, resolution=0.8)]
    groups.sort(key=lambda group: (-len(group), group[0]))
    points = _discs(local, groups, radius)
    pairs = np.array([(a, b) for a, b, _ in ties])
    home = np.empty(len(part), dtype=np.int64)
    for number, group in enumerate(groups):
        home[group] = number
    points = _relax(points, pairs, radius, home, steps=80 if len(part) <= 400 else 40)
    points = _landscape(points)
    points[:, 0] *= WIDER
    return _push_apart(points, radius)


def _discs(graph: nx.Graph, groups: list[list[int]], radius: Points) -> Points:
    """Place communities as discs by a spring layout of the quotient graph, and fill each disc by a spring layout."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    quotient = nx.Graph()
    quotient.add_nodes_from(range(len(groups)))
    for a, b, data in graph.edges(data=True):
        if home[a] != home[b]:
            before = quotient.get_edge_data(home[a], home[b], {"weight": 0.0})["weight"]
            quotient.add_edge(home[a], home[b], weight=before + data["weight"])
    reach = np.array([math.sqrt(float(((radius[group] + SPACING) ** 2).sum())) for group in groups])
    centres = _spring(quotient) * float(reach.sum()) / math.sqrt(len(groups))
    centres = _push_apart(centres, reach, margin=SPACING * 0.8)
    points = np.zeros((len(radius), 2))
    for number, group in enumerate(groups):
        inner = nx.Graph()
        inner.add_nodes_from(range(len(group)))
        place = {node: i for i, node in enumerate(group)}
        for a, b, data in graph.subgraph(group).edges(data=True):
            inner.add_edge(*sorted((place[a], place[b])), weight=data["weight"])
        points[group] = centres[number] + _spring(inner) * reach[number]
    return points


def _spring(graph: nx.Graph) -> Points:
    """A spring layout of nodes ``0..n-1`` within the unit disc.

    It starts from a fixed pattern, the seeds of a sunflower, with the nodes of the strongest ties in the middle.
    """
    count = graph.number_of_nodes()
    if count == 1:
        return np.zeros((1, 2))
    degree = np.array([graph.degree(node, weight="weight") for node in range(count)])
    rank = np.empty(count)
    rank[np.lexsort((np.arange(count), -degree))] = np.arange(count)
    angle = rank * math.pi * (3 - math.sqrt(5))
    far = np.sqrt((rank + 0.5) / count)
    start = np.column_stack([far * np.cos(angle), far * np.sin(angle)])
    ties = np.array([(a, b, data["weight"]) for a, b, data in sorted(graph.edges(data=True), key=lambda e: e[:2])])
    points = _fruchterman_reingold(start, ties.reshape(-1, 3), steps=80 if count <= 500 else 40)
    points -= points.mean(axis=0)
    return points / max(float(np.hypot(points[:, 0], points[:, 1]).max()), 1e-9)


def _fruchterman_reingold(points: Points, ties: Points, steps: int) -> Points:
    """Attraction along ties, repulsion between all pairs. The arrays are n x n, so it suits some hundreds of nodes."""
    count = len(points)
    ideal = math.sqrt(math.pi / count)
    first, second = ties[:, 0].astype(int), ties[:, 1].astype(int)
    strength = np.log2(1 + ties[:, 2])
    heat = 0.2
    for _ in range(steps):
        gap = points[:, None, :] - points[None, :, :]
        square = np.maximum((gap**2).sum(axis=2), 1e-4)
        move = (gap * (ideal**2 / square)[:, :, None]).sum(axis=1)
        along = points[second] - points[first]
        pull = along * (strength * np.hypot(along[:, 0], along[:, 1]) / ideal)[:, None]
        for axis in (0, 1):
            move[:, axis] += np.bincount(first, pull[:, axis], count) - np.bincount(second, pull[:, axis], count)
        # A little gravity: without it, a weakly tied node drifts away, and scaling to the disc shrinks all the others.
        move -= points * 0.3
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        points = points + move * (np.minimum(length, heat) / length)[:, None]
        heat *= 0.96
    return points


def _relax(points: Points, pairs: NDArray[np.int64], radius: Points, home: NDArray[np.int64], steps: int) -> Points:
    """Local forces on the whole part: ties pull towards their rest length, near nodes push.

    Ties between communities pull weakly; otherwise the discs would merge.
    """
    count = len(points)
    first, second = pairs[:, 0], pairs[:, 1]
    degree = np.bincount(pairs.ravel(), minlength=count)
    rest = radius[first] + radius[second] + SPACING * 1.6
    # A tie to a hub pulls its other end, not the hub: the busier end weighs more.
    share = degree[first] / (degree[first] + degree[second])
    grip = np.where(home[first] == home[second], 1.0, 0.12)
    reach = 2.4 * (SPACING + float(radius.mean()))
    for step in range(steps):
        rate = 0.12 * (1 - step / steps)
        along = points[second] - points[first]
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
        firm = grip * np.clip((length - rest) / length, -1, 1) / np.sqrt(np.minimum(degree[first], degree[second]))
        pull = along * firm[:, None]
        move = np.zeros_like(points)
        for axis in (0, 1):
            move[:, axis] += np.bincount(first, pull[:, axis] * (1 - share), count)
            move[:, axis] -= np.bincount(second, pull[:, axis] * share, count)
        near = cKDTree(points).query_pairs(reach, output_type="ndarray")
        if len(near):
            near = near[np.lexsort((near[:, 1], near[:, 0]))]
            apart = points[near[:, 0]] - points[near[:, 1]]
            gap = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1.0)
            push = apart * ((reach - gap) / reach * 14 / gap)[:, None]
            for axis in (0, 1):
                move[:, axis] += np.bincount(near[:, 0], push[:, axis], count)
                move[:, axis] -= np.bincount(near[:, 1], push[:, axis], count)
        points = points + move * rate
    return points


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


def _push_apart(points: Points, radius: Points, margin: float = SPACING / 2) -> Points:
    """Move nodes that overlap away from each other until none overlaps, for at most 300 rounds."""
    points = points.copy()
    need_most = 2 * (float(radius.max()) + margin)
    for round_ in range(300):
        near = cKDTree(points).query_pairs(need_most, output_type="ndarray")
        if not len(near):
            break
        near = near[np.lexsort((near[:, 1], near[:, 0]))]
        a, b = near[:, 0], near[:, 1]
        # In late rounds the margin is smaller: a little tight is better than never finished.
        need = radius[a] + radius[b] + margin * (2.0 if round_ < 150 else 1.0)
        apart = points[a] - points[b]
        gap = np.hypot(apart[:, 0], apart[:, 1])
        close = gap < need - 0.2
        if not close.any():
            break
        a, b, apart, gap, need = a[close], b[close], apart[close], gap[close], need[close]
        same = gap < 1e-6
        turn = (a * 2.399963 + b)[same]
        apart[same] = np.column_stack([np.cos(turn), np.sin(turn)])
        gap[same] = 1.0
        push = apart * ((need - np.where(same, 0, gap)) / gap * 0.5)[:, None]
        times = np.maximum(np.bincount(np.concatenate([a, b]), minlength=len(points)), 1)
        for axis in (0, 1):
            change = np.bincount(a, push[:, axis], len(points)) - np.bincount(b, push[:, axis], len(points))
            points[:, axis] += change / np.sqrt(times)
    return points


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
    width = max(float(boxes[0][0]), math.sqrt(area * 1.7))
    result = np.zeros((count, 2))
    left = top = height = 0.0
    for (part, points), box in zip(placed, boxes, strict=True):
        if left and left + float(box[0]) > width:
            left, top, height = 0.0, top + height, 0.0
        result[part] = points - points.min(axis=0) + (left, top)
        left, height = left + float(box[0]), max(height, float(box[1]))
    return result
