"""The state that a Neo4j database records about our pushes: which loads it holds, who is writing, and which items are ours.

It is kept in nodes ``:GovgraphState``. Others keep their own data in the same database, perhaps with our labels, and a push
may remove only what a push has written. So each transaction that writes items also adds an entry to a journal: the items it put
and the keys of those it removed, sixteen and eight bytes each (`items`). The sum of the journal is therefore always what pushes
have left in the database, even after a push was cut off. The next push compares with this sum instead of reading the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import neo4j
import numpy as np

from govgraph.graph.errors import GraphError
from govgraph.graph.neo4j.items import NONE, Items, from_bytes

LABEL = "GovgraphState"
"""The label of the nodes that keep the state."""

STATE = f"MATCH (s:{LABEL} {{name: 'push'}})"
"""The Cypher that finds the one node with the state itself. The other nodes are the entries of the journal."""

FORMAT = 3
"""The format of these nodes; raised whenever an older version of govgraph could not read them."""


@dataclass(slots=True)
class Vocabulary:
    """The names that our pushes use; anything with another name belongs to others.

    Attributes:
        labels: of nodes.
        node_keys, link_keys: the property keys of nodes and of relationships.
        types: the relationship types.
        keyed: the types whose relationships each have an ``iri``.
    """

    labels: set[str] = field(default_factory=set)
    node_keys: set[str] = field(default_factory=set)
    link_keys: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    keyed: set[str] = field(default_factory=set)

    def __or__(self, other: Vocabulary) -> Vocabulary:
        return Vocabulary(*(getattr(self, f) | getattr(other, f) for f in self.__slots__))

    def lists(self) -> dict[str, list[str]]:
        """The names as sorted lists, which Neo4j can store."""
        return {f: sorted(getattr(self, f)) for f in self.__slots__}


@dataclass(slots=True)
class State:
    """The state of a database.

    Attributes:
        status: ``complete``; ``in progress`` if a push is under way or was cut off; empty before the first push.
        graph: the permanent name of this graph, the same in every copy of the database.
        revision: increased by every push.
        digest: the digest of the content that was pushed; empty unless the push is complete.
        base, languages: the graph's settings.
        loads: the loads of the last complete push, whose records are in the database.
        vocabulary: the names that all pushes so far have used.
        step: how many transactions the last push has done.
        items: the items that pushes have left in the database, by kind; sorted by key.
    """

    status: str = ""
    graph: str = ""
    revision: int = 0
    digest: str = ""
    base: str = ""
    languages: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    step: int = 0
    items: dict[str, Items] = field(default_factory=dict)


def read_state(session: neo4j.Session, *, items: bool = True) -> State:
    """The state of the session's database.

    Args:
        items: whether to read the items of ours too, 16 bytes for each node and relationship.

    Raises:
        GraphError: the state was written by another version of govgraph.
    """
    return session.execute_read(_read, items)


def _read(transaction: neo4j.ManagedTransaction, items: bool) -> State:
    row = transaction.run(f"{STATE} RETURN properties(s) AS state").single()
    if row is None:
        return State()
    state: dict[str, Any] = row["state"]
    if state.get("format") != FORMAT:
        raise GraphError(
            f"the graph in the database was pushed by another version of govgraph (format {state.get('format')})",
            expected=f"format {FORMAT}",
            hint="use that version, or push to another database",
        )
    journal: dict[str, list[tuple[Items, bool]]] = {}
    if items:
        entries = f"MATCH (s:{LABEL}) WHERE s.kinds IS NOT NULL RETURN s.kinds, s.counts, s.put, s.gone ORDER BY s.name"
        for kinds, counts, put, removed in transaction.run(entries):
            if removed:  # such an entry is of one kind
                journal.setdefault(str(kinds[0]), []).append((_items(removed, keys_only=True), True))
            start = 0
            for kind, count in zip(kinds, counts, strict=True):
                end = start + 16 * count
                journal.setdefault(str(kind), []).append((_items(bytes(put)[start:end]), False))
                start = end
    return State(
        status=str(state.get("status", "")),
        graph=str(state.get("graph", "")),
        revision=int(state.get("revision", 0)),
        digest=str(state.get("digest", "")),
        base=str(state.get("base", "")),
        languages=tuple(state.get("languages", ())),
        loads=tuple(state.get("loads", ())),
        vocabulary=Vocabulary(*(set(state.get(f, [])) for f in Vocabulary.__slots__)),
        step=int(state.get("step", 0)),
        items={kind: summed(changes) for kind, changes in journal.items()},
    )


def _items(data: Any, *, keys_only: bool = False) -> Items:
    hashes = from_bytes(bytes(data or b""))
    if keys_only:
        return Items(hashes, np.zeros_like(hashes))
    half = len(hashes) // 2
    return Items(hashes[:half], hashes[half:])


def summed(changes: Sequence[tuple[Items, bool]]) -> Items:
    """The items that are left after these changes, sorted by key.

    Args:
        changes: in their order: items, and whether they were removed rather than put.

    Example:
        >>> one, none = np.array([7], np.uint64), np.array([0], np.uint64)
        >>> len(summed([(Items(one, one), False), (Items(one, none), True)]))
        0
    """
    keys = np.concatenate([NONE.keys, *(items.keys for items, _ in changes)])[::-1]
    contents = np.concatenate([NONE.contents, *(items.contents for items, _ in changes)])[::-1]
    removed = np.concatenate([np.empty(0, np.bool_), *(np.full(len(items), taken) for items, taken in changes)])[::-1]
    keys, last = np.unique(keys, return_index=True)  # np.unique takes the first of equal keys, here the last change

    kept = ~removed[last]
    return Items(keys[kept], contents[last][kept])
