"""The communities of a picture: groups of nodes with more relations among themselves than with others.

Found by Louvain's method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008), always with the same result. A small picture gets a tinted
ground behind each community; of a large one, each community is drawn as one node until it is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

MOST_GROUPS = 200
"""A picture has at most so many communities; what is in none of the larger ones is one more."""
MOST_MEMBERS = 800
"""A community with more members is divided again: nobody could read it when it is opened."""

_SEED = 1


@dataclass(frozen=True, slots=True)
class Groups:
    """The communities of nodes ``0..n-1``.

    Attributes:
        members: of each community its nodes, those with the most neighbours first; the largest community first.
        rest: the last one is what is left over from small communities, and has no name.
    """

    members: tuple[tuple[int, ...], ...]
    rest: bool = False


def groups(count: int, pairs: Mapping[tuple[int, int], float]) -> Groups:
    """The communities of a picture. Nodes without relations are in none.

    Args:
        count: number of nodes.
        pairs: how many relations two nodes have.

    Example:
        >>> groups(5, {(0, 1): 1, (0, 2): 1, (3, 4): 1}).members
        ((0, 1, 2), (3, 4))
    """
    network = nx.Graph()
    for (a, b), weight in sorted(pairs.items()):
        if a != b and max(a, b) < count:
            before = network.get_edge_data(a, b, {"weight": 0.0})["weight"]
            network.add_edge(a, b, weight=before + weight)
    degree = dict(network.degree())
    found = [
        tuple(sorted(one, key=lambda node: (-degree[node], node))) for one in _small_enough(network) if len(one) > 1
    ]
    found.sort(key=lambda one: (-len(one), one[0]))
    if len(found) <= MOST_GROUPS:
        return Groups(tuple(found))
    rest = [node for one in found[MOST_GROUPS - 1 :] for node in one]
    return Groups((*found[: MOST_GROUPS - 1], tuple(sorted(rest, key=lambda node: (-degree[node], node)))), rest=True)


def _small_enough(network: nx.Graph) -> list[set[int]]:
    """The communities of a network, the large ones divided again as long as they can be."""
    result = []
    for one in nx.community.louvain_communities(network, seed=_SEED) if len(network) else []:
        if MOST_MEMBERS < len(one) < len(network):
            # Built anew, because a view of a graph iterates in an order of its own.
            part = nx.Graph()
            part.add_nodes_from(sorted(one))
            part.add_weighted_edges_from(
                sorted((min(a, b), max(a, b), w) for a, b, w in network.subgraph(one).edges(data="weight"))
            )
            result.extend(_small_enough(part))
        else:
            result.append(one)
    return result
