"""Positions: the same every time, apart from one another, and communities together."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.spatial.distance import pdist

from govgraph.visualizations.layout import positions


def planted(groups: int, size: int) -> list[tuple[int, int]]:
    graph = nx.planted_partition_graph(groups, size, 0.4, 0.01, seed=5)
    return sorted(tuple(sorted(edge)) for edge in graph.edges)


def test_positions_are_the_same_whatever_the_order_of_edges() -> None:
    edges = planted(4, 12)
    first = positions(48, edges, [8.0] * 48)
    again = positions(48, [(b, a) for a, b in reversed(edges)], [8.0] * 48)
    assert np.array_equal(first, again)


def test_no_two_nodes_overlap() -> None:
    edges = planted(6, 20)
    degree = np.bincount(np.array(edges).ravel(), minlength=120)
    radii = 6 + np.sqrt(degree)
    points = positions(120, edges, radii.tolist())
    need = pdist(radii[:, None], lambda a, b: float(a[0] + b[0]))
    assert (pdist(points) >= need).all()


def test_communities_lie_together() -> None:
    points = positions(80, planted(4, 20), [8.0] * 80)
    centres = points.reshape(4, 20, 2).mean(axis=1)
    nearest = np.hypot(*(points[:, None, :] - centres[None]).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == np.repeat(np.arange(4), 20)).mean() > 0.9


def test_parts_without_a_relation_between_them_do_not_overlap() -> None:
    points = positions(9, [(0, 1), (1, 2), (3, 4), (4, 5)], [8.0] * 9)
    first, second, lone = points[:3], points[3:6], points[6:]
    for one, other in ((first, second), (first, lone), (second, lone)):
        apart_x = one[:, 0].max() < other[:, 0].min() or other[:, 0].max() < one[:, 0].min()
        apart_y = one[:, 1].max() < other[:, 1].min() or other[:, 1].max() < one[:, 1].min()
        assert apart_x or apart_y


def test_small_and_odd_graphs() -> None:
    assert positions(0, [], []).shape == (0, 2)
    assert positions(1, [(0, 0)], [8.0]).tolist() == [[0.0, 0.0]]
    pair = positions(2, [(0, 1), (0, 1), (1, 0)], [8.0, 8.0])
    assert np.hypot(*(pair[0] - pair[1])) >= 16
    star = positions(31, [(0, i) for i in range(1, 31)], [14.0] + [8.0] * 30)
    assert np.isfinite(star).all() and pdist(star).min() >= 16
    complete = positions(12, [(i, j) for i in range(12) for j in range(i)], [10.0] * 12)
    assert pdist(complete).min() >= 20
