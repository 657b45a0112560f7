"""What a Neo4j database knows of our pushes: how far the last one came, and which nodes and relationships are ours.

Others keep their own things in the same database, perhaps with our labels; a push may only take away what a push has put there.
So every node and relationship that we are about to write is recorded first, as eight bytes of a hash of its key, in nodes
``:GovgraphState`` of our own. A push that was killed leaves the status ``in progress`` and a record of all it may have written;
the next one compares everything and goes on from there.
"""

from __future__ import annotations

import hashlib
import uuid
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import neo4j
import numpy as np
import numpy.typing as npt

from govgraph.graph.errors import GraphError

LABEL = "GovgraphState"
"""The label of the nodes that keep the state."""

_PART = 131_072  # hashes a node: one megabyte
Hashes = npt.NDArray[np.uint64]


def item_hash(kind: str, key: str) -> int:
    """The hash by which a node or relationship is recorded.

    Args:
        kind: the relationship type; empty for a node.
        key: the IRI; of a relationship without one the IRIs of both ends.

    Example:
        >>> item_hash("", "x:1") == item_hash("WITHIN", "x:1")
        False
    """
    return int.from_bytes(hashlib.blake2b(f"{kind}\0{key}".encode(), digest_size=8).digest(), "little")


def hashes(items: Iterable[int]) -> Hashes:
    """Hashes as a sorted array without repetitions."""
    return np.unique(np.array(array("Q", items), dtype=np.uint64))


@dataclass(slots=True)
class Vocabulary:
    """The words that our pushes use; whatever has another name is somebody else's.

    Attributes:
        labels: of nodes.
        node_keys, link_keys: property keys of nodes and of relationships.
        types: relationship types.
        keyed: those whose relationships each have an ``iri``.
    """

    labels: set[str] = field(default_factory=set)
    node_keys: set[str] = field(default_factory=set)
    link_keys: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    keyed: set[str] = field(default_factory=set)

    def __or__(self, other: Vocabulary) -> Vocabulary:
        return Vocabulary(*(getattr(self, f) | getattr(other, f) for f in self.__slots__))

    def lists(self) -> dict[str, list[str]]:
        """Sorted lists, as Neo4j can hold them."""
        return {f: sorted(getattr(self, f)) for f in self.__slots__}


@dataclass(slots=True)
class State:
    """The state of a database.

    Attributes:
        status: ``complete``, ``in progress`` (a push is under way or was killed), or empty before the first one.
        digest: of the content that was pushed.
        vocabulary: the words of all pushes so far.
        ours: what pushes have put there; sorted.
    """

    status: str = ""
    digest: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    ours: Hashes = field(default_factory=lambda: np.empty(0, np.uint64))

    def owns(self, kind: str, key: str) -> bool:
        """Whether a push has put this node or relationship there."""
        wanted = item_hash(kind, key)
        place = int(np.searchsorted(self.ours, np.uint64(wanted)))
        return place < len(self.ours) and int(self.ours[place]) == wanted


def read_state(session: neo4j.Session) -> State:
    """The state of the session's database."""
    return session.execute_read(_read)


def _read(transaction: neo4j.ManagedTransaction) -> State:
    found = transaction.run(f"MATCH (s:{LABEL} {{name: 'push'}}) RETURN properties(s) AS state").single()
    if found is None:
        return State()
    state: dict[str, Any] = found["state"]
    parts = [
        bytes(row["items"])
        for row in transaction.run(
            f"MATCH (s:{LABEL}) WHERE s.items IS NOT NULL RETURN s.items AS items ORDER BY s.name"
        )
    ]
    words = Vocabulary(*(set(state.get(f, [])) for f in Vocabulary.__slots__))
    ours = np.frombuffer(b"".join(parts), dtype="<u8").astype(np.uint64)
    return State(str(state.get("status", "")), str(state.get("digest", "")), words, ours)


def begin(session: neo4j.Session, ours: Hashes, vocabulary: Vocabulary) -> str:
    """Record, before anything is written, what may be ours from now on.

    Args:
        ours: what was ours and what is going to be.

    Returns:
        the token of this push.
    """
    token = uuid.uuid4().hex

    def write(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run(
            f"MERGE (s:{LABEL} {{name: 'push'}}) SET s += $words, s.status = 'in progress', s.token = $token, s.digest = ''",
            words=vocabulary.lists(),
            token=token,
        ).consume()
        _write_ours(transaction, ours)

    session.execute_write(write)
    return token


def finish(session: neo4j.Session, token: str, digest: str, loads: Iterable[str], ours: Hashes) -> None:
    """Mark a push as complete.

    Raises:
        GraphError: another push began meanwhile; the state stays ``in progress``, for neither knows what the other wrote.
    """

    def write(transaction: neo4j.ManagedTransaction) -> bool:
        # The first SET takes the lock, so that the token is read when nobody else can change it.
        found = transaction.run(
            f"MATCH (s:{LABEL} {{name: 'push'}}) SET s.pushed = datetime() WITH s, s.token = $token AS mine "
            "SET s.token = '', s.digest = CASE WHEN mine THEN $digest ELSE '' END, "
            "s.status = CASE WHEN mine THEN 'complete' ELSE 'in progress' END, s.loads = $loads RETURN mine",
            token=token,
            digest=digest,
            loads=sorted(loads),
        ).single()
        if found is None or not found["mine"]:
            return False
        _write_ours(transaction, ours)
        return True

    if not session.execute_write(write):
        raise GraphError("another push to the same database ran at the same time", hint="repeat the push")


def _write_ours(transaction: neo4j.ManagedTransaction, ours: Hashes) -> None:
    transaction.run(f"MATCH (s:{LABEL}) WHERE s.items IS NOT NULL DELETE s").consume()
    for number, start in enumerate(range(0, len(ours), _PART)):
        transaction.run(
            f"CREATE (:{LABEL} {{name: $name, items: $items}})",
            name=f"push/{number:08d}",
            items=ours[start : start + _PART].astype("<u8").tobytes(),
        ).consume()
