"""What a declared gap is; the gaps themselves are in ``gaps`` and ``list_gaps``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.tree import Tree


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference.

    Attributes:
        name: its name in the tests and in the documentation.
        topic: its topic in the parity tests.
        find: the rule, which yields the places in a query that have this gap.
        what: what is refused; the text of the error.
        reason: what the embedded store would do.
        instead: what to write instead, in words.
        example: a query that is refused.
        alternative: a query that asks the same and runs on both stores; empty if there is none.
        neo4j_refuses: whether Neo4j refuses the example as well.
        only_lts: whether only 5.26 refuses it, and newer releases answer.
        nearest: what to write in place of that very node, where this can be told; else the error says ``instead``.
    """

    name: str
    topic: str
    find: Callable[[ParsedQuery], Iterator[Tree]]
    what: str
    reason: str
    instead: str
    example: str
    alternative: str = ""
    neo4j_refuses: bool = False
    only_lts: bool = False
    nearest: Callable[[Tree], str] = lambda _: ""
