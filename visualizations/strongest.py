"""Which relations of a dense picture are drawn: the strongest of each node, so that the picture shows structure and is no heap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar


class _Relation(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def count(self) -> int: ...


_L = TypeVar("_L", bound=_Relation)

MOST_LINES = 1200
"""With more lines than this, and than two for every node, a picture is a heap."""


def strongest(between: Sequence[_L], actors: int) -> tuple[int, list[_L]]:
    """Those of the relations that a picture can show: the strongest of each node, as many of each as leave about two for every node, and at
    least one, so that no node loses all relations.

    Args:
        between: the relations.
        actors: how many nodes the picture has.

    Returns:
        how many of each node were kept, 0 if all were; and the relations in their order. A relation is kept if it is among the
        strongest of one of its two nodes.

    Example:
        >>> from govgraph.visualizations.picture import PictureEdge
        >>> edges = [PictureEdge(f"{i}-{j}", str(i), str(j), "BETWEEN", count=i * j) for i in range(60) for j in range(i)]
        >>> each, kept = strongest(edges, 60)
        >>> each, len(edges), len(kept)
        (25, 1770, 1175)
    """
    most = max(MOST_LINES, 2 * actors)
    if len(between) <= most:
        return 0, list(between)
    ranked = sorted(between, key=lambda relation: (-relation.count, relation.source, relation.target, relation.type))
    rank: dict[int, int] = {}
    seen: Counter[str] = Counter()
    for relation in ranked:
        # The better of its places among the relations of its two actors.
        rank[id(relation)] = min(seen[relation.source], seen[relation.target])
        seen.update((relation.source, relation.target))
    of_rank = Counter(rank.values())
    each = 1
    while sum(of_rank[place] for place in range(each + 1)) <= most:
        each += 1
    return each, [relation for relation in between if rank[id(relation)] < each]
