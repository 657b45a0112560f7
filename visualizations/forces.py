"""Forces between bodies of a given size: what is tied attracts, everything repels, nothing overlaps.

The model is that of ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679) with distances from edge to edge, so
that a large body takes the room that it needs. It starts from a map of the distances in the graph (pivot MDS; Brandes and Pich 2007,
doi:10.1007/978-3-540-70904-6_6), which already has few crossings. There is no chance in it: the same graph gives the same map.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from govgraph.visualizations.bodies import SPACING, Points

_PIVOTS = 60
_AT_ONCE = 1_500
"""Up to so many bodies, every pair repels; of more, only those that are near each other."""


def arrange(quotient: nx.Graph, reach: Points, *, rough: bool = False) -> Points:
    """Place bodies ``0..n-1`` of a connected graph.

    Args:
        quotient: the bodies and their ties, with ``weight``.
        reach: the radius of each body, in picture units.
        rough: fewer steps, for one of many parts of a large picture.

    Returns:
        Array of shape (n, 2).

    Example:
        >>> arrange(nx.path_graph(2), np.array([10.0, 10.0])).shape
        (2, 2)
    """
    count = quotient.number_of_nodes()
    if count == 1:
        return np.zeros((1, 2))
    ties = np.array(
        [(a, b, d.get("weight", 1.0)) for a, b, d in sorted(quotient.edges(data=True), key=lambda e: e[:2])]
    )
    first, second = ties[:, 0].astype(int), ties[:, 1].astype(int)
    ideal = SPACING * 2.2 + float(np.median(reach))
    points = _distances_as_map(count, first, second, reach) * ideal
    degree = np.bincount(np.concatenate([first, second]), minlength=count)
    # Size counts too: a burst of a hundred leaves pushes like a hub, though it is tied to few other bodies.
    mass = 1.0 + degree + reach / SPACING
    strength = np.log2(1 + ties[:, 2])
    steps = 400 if count <= 600 else 200
    if rough:
        steps = 70
    at_once = _AT_ONCE // 6 if rough else _AT_ONCE
    heat = ideal * 1.5
    for _ in range(steps):
        move = _repulsion(points, mass, reach, ideal, at_once)
        along = points[second] - points[first]
        far = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
        gap = np.maximum(far - reach[first] - reach[second] - SPACING * 0.6, 0.0)
        # A tie of a hub is weaker: else its neighbours would be pressed into one heap.
        firm = strength * gap / far / np.sqrt(np.minimum(degree[first], degree[second]))
        for axis in (0, 1):
            pull = along[:, axis] * firm * 0.5
            move[:, axis] += np.bincount(first, pull, count) - np.bincount(second, pull, count)
        move -= (points - points.mean(axis=0)) * 0.018 * np.sqrt(mass)[:, None]
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        points = points + move * (np.minimum(length, heat) / length)[:, None]
        heat = max(heat * 0.985, 0.4)
    return push_apart(points, reach, margin=SPACING * 0.4)


def _repulsion(points: Points, mass: Points, reach: Points, ideal: float, at_once: int) -> Points:
    count = len(points)
    if count <= at_once:
        gap = points[:, None, :] - points[None, :, :]
        far = np.maximum(np.sqrt((gap**2).sum(axis=2)), 1e-3)
        free = np.maximum(far - reach[:, None] - reach[None, :], ideal * 0.08)
        push = mass[:, None] * mass[None, :] / (free * far)
        np.fill_diagonal(push, 0.0)
        all_pairs: Points = (gap * push[:, :, None]).sum(axis=1) * ideal * 0.35
        return all_pairs
    near = cKDTree(points).query_pairs(ideal * 4, output_type="ndarray")
    a, b = near[:, 0], near[:, 1]
    gap = points[a] - points[b]
    far = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-3)
    free = np.maximum(far - reach[a] - reach[b], ideal * 0.08)
    push = mass[a] * mass[b] / (free * far) * ideal * 0.35
    move = np.zeros_like(points)
    for axis in (0, 1):
        move[:, axis] = np.bincount(a, gap[:, axis] * push, count) - np.bincount(b, gap[:, axis] * push, count)
    return move


def _distances_as_map(count: int, first: NDArray[np.int64], second: NDArray[np.int64], reach: Points) -> Points:
    """Positions, at a mean distance of about 1, whose distances are near those in the graph."""
    length = 1.0 + (reach[first] + reach[second]) / (4 * SPACING)
    matrix = csr_array(
        (np.concatenate([length, length]), (np.concatenate([first, second]), np.concatenate([second, first]))),
        shape=(count, count),
    )
    degree = np.bincount(np.concatenate([first, second]), minlength=count)
    pivots = [int(degree.argmax())]
    far = dijkstra(matrix, indices=pivots)
    while len(pivots) < min(_PIVOTS, count):
        # The next pivot is the body that is farthest from all pivots.
        pivots.append(int(far.min(axis=0).argmax()))
        far = np.vstack([far, dijkstra(matrix, indices=pivots[-1:])])
    square = far.T**2
    centred = square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean()
    _, _, axes = np.linalg.svd(centred.T @ centred)
    points: Points = -0.5 * centred @ axes[:2].T
    for axis in (0, 1):
        column = points[:, axis]
        scale = float(np.abs(column).max())
        points[:, axis] = column / scale * np.sqrt(count) if scale > 1e-9 else 0.0
        # The sign of an axis is arbitrary: it is fixed, so that equal graphs give equal maps.
        if points[np.abs(points[:, axis]).argmax(), axis] < 0:
            points[:, axis] *= -1
    # Bodies with the same distances to everything lie on one spot; a spiral takes them apart.
    turn = np.arange(count) * 2.399963
    points += 0.15 * np.column_stack([np.cos(turn), np.sin(turn)])
    return points


def push_apart(points: Points, radius: Points, margin: float = SPACING / 2) -> Points:
    """Move what overlaps away from each other until nothing does, for at most 300 rounds.

    Example:
        >>> apart = push_apart(np.zeros((2, 2)), np.array([5.0, 5.0]))
        >>> bool(np.hypot(*(apart[0] - apart[1])) >= 10)
        True
    """
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
