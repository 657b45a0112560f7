"""What a Neo4j database knows of our pushes: which loads it holds, who may write now, and which nodes are ours.

All of it is in nodes ``:GovgraphState`` of our own. Others keep their things in the same database, perhaps with our labels, and
a push may only take away what a push has put there: so every node and relationship that we are about to write is recorded
first, as eight bytes of a hash of its key.

One push writes at a time. It holds a claim: a token in the state, and a sign of life with every transaction. Each transaction
checks the token and counts itself, under the lock of the state's node; so a push that was taken for dead and comes back writes
nothing more, and a transaction whose answer was lost on the way is not done twice when the driver repeats it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import uuid
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j
import numpy as np
import numpy.typing as npt

from govgraph.graph.errors import Busy, GraphError

LABEL = "GovgraphState"
"""The label of the nodes that keep the state."""

ALIVE = 60
"""Seconds after its last transaction in which a push is taken to be alive."""

_STATE = f"MATCH (s:{LABEL} {{name: 'push'}})"
_PART = 131_072  # hashes a node: one megabyte
_held: set[str] = set()  # the tokens of this process
Hashes = npt.NDArray[np.uint64]
T = TypeVar("T")


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
        status: ``complete``, ``in progress`` (a push is under way or was cut off), or empty before the first one.
        graph: names this graph for ever, wherever a copy of it is.
        revision: raised by every push.
        digest: of the content that was pushed; empty unless complete.
        base, languages: the graph's settings.
        loads: the loads of the last complete push, whose records are in the database.
        vocabulary: the words of all pushes so far.
        ours: what pushes have put there; sorted.
    """

    status: str = ""
    graph: str = ""
    revision: int = 0
    digest: str = ""
    base: str = ""
    languages: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    ours: Hashes = field(default_factory=lambda: np.empty(0, np.uint64))

    def owns(self, kind: str, key: str) -> bool:
        """Whether a push has put this node or relationship there."""
        wanted = item_hash(kind, key)
        place = int(np.searchsorted(self.ours, np.uint64(wanted)))
        return place < len(self.ours) and int(self.ours[place]) == wanted


def read_state(session: neo4j.Session, *, ours: bool = True) -> State:
    """The state of the session's database.

    Args:
        ours: whether the record of what is ours is read too, 8 bytes a node and relationship.
    """
    return session.execute_read(_read, ours)


def _read(transaction: neo4j.ManagedTransaction, ours: bool) -> State:
    found = transaction.run(f"{_STATE} RETURN properties(s) AS state").single()
    if found is None:
        return State()
    state: dict[str, Any] = found["state"]
    parts = []
    if ours:
        every = f"MATCH (s:{LABEL}) WHERE s.items IS NOT NULL RETURN s.items AS items ORDER BY s.name"
        parts = [bytes(row["items"]) for row in transaction.run(every)]
    return State(
        status=str(state.get("status", "")),
        graph=str(state.get("graph", "")),
        revision=int(state.get("revision", 0)),
        digest=str(state.get("digest", "")),
        base=str(state.get("base", "")),
        languages=tuple(state.get("languages", ())),
        loads=tuple(state.get("loads", ())),
        vocabulary=Vocabulary(*(set(state.get(f, [])) for f in Vocabulary.__slots__)),
        ours=np.frombuffer(b"".join(parts), dtype="<u8").astype(np.uint64),
    )


class Claim:
    """The right to write to a database, which one push has at a time; made by :func:`claim`."""

    def __init__(self, session: neo4j.Session, token: str) -> None:
        self.session, self.token = session, token
        self._step = 0
        _held.add(token)

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T | None:
        """Do some work in one transaction, exactly once, though the driver may have to repeat it.

        Returns:
            what the work returned; None where it had been done and only the answer was lost.

        Raises:
            GraphError: another push has taken over.
        """
        self._step += 1
        return self.session.execute_write(self._fenced, work)

    def _fenced(self, transaction: neo4j.ManagedTransaction, work: Callable[[neo4j.ManagedTransaction], T]) -> T | None:
        # The SET takes the lock of the node, so that what is read after it is true until this transaction ends.
        held = transaction.run(f"{_STATE} SET s.alive = timestamp() RETURN s.token AS token, s.step AS step").single()
        if held is None or held["token"] != self.token:
            raise GraphError(
                "another push to the same database has taken over", hint="repeat the command when that one is done"
            )
        if held["step"] >= self._step:
            return None
        done = work(transaction)
        transaction.run(f"{_STATE} SET s.step = $step", step=self._step).consume()
        return done

    def record(self, ours: Hashes) -> None:
        """Record what may be ours from now on, before it is written."""
        self.write(lambda transaction: _write_ours(transaction, ours))

    def complete(self, digest: str, base: str, languages: Iterable[str], loads: Iterable[str], ours: Hashes) -> None:
        """Mark the push as complete, in one transaction with the new list of loads."""
        facts = {"digest": digest, "base": base, "languages": list(languages), "loads": sorted(loads)}

        def write(transaction: neo4j.ManagedTransaction) -> None:
            _write_ours(transaction, ours)
            transaction.run(
                f"{_STATE} SET s += $facts, s.status = 'complete', s.pushed = datetime()", facts=facts
            ).consume()

        self.write(write)

    def release(self) -> None:
        """Give the claim up, so that the next push need not wait; the status stays what it is."""
        self.forget()
        let_go = f"{_STATE} WHERE s.token = $token REMOVE s.token, s.holder"
        self.session.execute_write(lambda transaction: transaction.run(let_go, token=self.token).consume())

    def forget(self) -> None:
        """Write no more: whoever asks is told that this push has ended."""
        _held.discard(self.token)


def _holder() -> str:
    return f"{platform.node()} {os.getpid()}"


def _dead(holder: str, token: str) -> bool:
    """Whether the push that holds a claim is known to have ended: only of this computer's can that be known."""
    node, _, number = holder.rpartition(" ")
    if os.name != "posix" or node != platform.node() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is there, and another user's
        return False
    return int(number) == os.getpid() and token not in _held


def claim(session: neo4j.Session, state: State, vocabulary: Vocabulary) -> Claim | None:
    """Become the one push that writes.

    Args:
        state: what the push has read and compared with.
        vocabulary: the words that it is going to use.

    Returns:
        the claim; None where another push has been there since the state was read.

    Raises:
        Busy: another push is alive.
    """
    token = uuid.uuid4().hex

    def take(transaction: neo4j.ManagedTransaction) -> bool:
        found = transaction.run(
            f"MERGE (s:{LABEL} {{name: 'push'}}) SET s.graph = coalesce(s.graph, $token) "
            "RETURN coalesce(s.token, '') AS token, coalesce(s.holder, '') AS holder, "
            "coalesce(s.revision, 0) AS revision, (timestamp() - coalesce(s.alive, 0)) / 1000 AS silent",
            token=token,
        ).single(strict=True)
        if found["token"] == token:  # taken already, and only the answer was lost
            return True
        if found["token"] and found["silent"] < ALIVE and not _dead(found["holder"], found["token"]):
            raise Busy(
                f"another push is writing to the same database (by {found['holder']}, "
                f"last sign of life {found['silent']} s ago)",
                hint=f"repeat the command when it is done; one that was cut off is taken over after {ALIVE} s",
            )
        if found["revision"] != state.revision:
            return False
        transaction.run(
            f"{_STATE} SET s += $words, s.status = 'in progress', s.digest = '', s.token = $token, s.holder = $holder, "
            "s.revision = $revision, s.step = 0, s.alive = timestamp()",
            words=vocabulary.lists(),
            token=token,
            holder=_holder(),
            revision=state.revision + 1,
        ).consume()
        return True

    return Claim(session, token) if session.execute_write(take) else None


def _write_ours(transaction: neo4j.ManagedTransaction, ours: Hashes) -> None:
    transaction.run(f"MATCH (s:{LABEL}) WHERE s.items IS NOT NULL DELETE s").consume()
    for number, start in enumerate(range(0, len(ours), _PART)):
        transaction.run(
            f"CREATE (:{LABEL} {{name: $name, items: $items}})",
            name=f"push/{number:08d}",
            items=ours[start : start + _PART].astype("<u8").tobytes(),
        ).consume()
