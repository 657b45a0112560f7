"""What a Neo4j database knows of our pushes: which loads it holds, who may write now, and what we have put there.

All of it is in nodes ``:GovgraphState`` of our own. Others keep their things in the same database, perhaps with our labels, and
a push may only take away what a push has put there. So each transaction that writes also writes down what it put and took
away, as sixteen bytes an item (`items`): what is written down is always just what is there, also after a push that was cut
off, and the next push compares with that instead of reading the database.

One push writes at a time. It holds a claim: a token in the state, and a sign of life with every transaction. Each transaction
checks the token and counts itself, under the lock of the state's node; so a push that was taken for dead and comes back writes
nothing more, and a transaction whose answer was lost on the way is repeated and not done twice.
"""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j
import numpy as np
from neo4j import exceptions as failures

from govgraph.graph.errors import Busy, GraphError
from govgraph.graph.neo4j.items import NONE, Hashes, Items, from_bytes, to_bytes

LABEL = "GovgraphState"
"""The label of the nodes that keep the state."""

ALIVE = 60
"""Seconds after its last transaction in which a push is taken to be alive."""

_STATE = f"MATCH (s:{LABEL} {{name: 'push'}})"
_FORMAT = 2  # of the nodes that say what is there
_PART = 65_536  # items a node: one megabyte
_SPARE_PARTS = 64
_held: set[str] = set()  # the tokens of this process
T = TypeVar("T")


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
        step: transactions of the last push.
        items: what pushes have put there, by kind; sorted by key.
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
        items: whether what is ours is read too, 16 bytes a node and relationship.

    Raises:
        GraphError: the state was written by another version of govgraph.
    """
    return session.execute_read(_read, items)


def _read(transaction: neo4j.ManagedTransaction, items: bool) -> State:
    found = transaction.run(f"{_STATE} RETURN properties(s) AS state").single()
    if found is None:
        return State()
    state: dict[str, Any] = found["state"]
    if state.get("format") != _FORMAT:
        raise GraphError(
            f"the graph in the database was pushed by another version of govgraph (format {state.get('format')})",
            expected=f"format {_FORMAT}",
            hint="use that version, or push to another database",
        )
    there = {}
    if items:
        every = f"MATCH (s:{LABEL}) WHERE s.kind IS NOT NULL RETURN s.kind, s.put, s.gone ORDER BY s.name"
        notes: dict[str, list[tuple[Items, bool]]] = {}
        for kind, put, gone in transaction.run(every):
            notes.setdefault(str(kind), []).extend([(_items(gone, keys=True), True), (_items(put), False)])
        there = {kind: summed(of_kind) for kind, of_kind in notes.items()}
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
        items=there,
    )


def _items(said: Any, *, keys: bool = False) -> Items:
    found = from_bytes(bytes(said or b""))
    if keys:
        return Items(found, np.zeros_like(found))
    half = len(found) // 2
    return Items(found[:half], found[half:])


def summed(notes: Sequence[tuple[Items, bool]]) -> Items:
    """What is there after all that was put and taken away, sorted by key.

    Args:
        notes: in their order; true for what was taken away.

    Example:
        >>> one, none = np.array([7], np.uint64), np.array([0], np.uint64)
        >>> len(summed([(Items(one, one), False), (Items(one, none), True)]))
        0
    """
    keys = np.concatenate([NONE.keys, *(items.keys for items, _ in notes)])[::-1]
    contents = np.concatenate([NONE.contents, *(items.contents for items, _ in notes)])[::-1]
    gone = np.concatenate([np.empty(0, np.bool_), *(np.full(len(items), taken) for items, taken in notes)])[::-1]
    keys, last = np.unique(keys, return_index=True)  # the first of what is reversed
    there = ~gone[last]
    return Items(keys[there], contents[last][there])


class Claim:
    """The right to write to a database, which one push has at a time; made by :func:`claim`."""

    def __init__(self, session: neo4j.Session, token: str, revision: int) -> None:
        self.session, self.token, self.revision = session, token, revision
        self._step = 0
        _held.add(token)

    def write(
        self,
        work: Callable[[neo4j.ManagedTransaction], T],
        *,
        kind: str = "",
        put: Items = NONE,
        gone: Hashes = NONE.keys,
    ) -> T | None:
        """Do some work in one transaction, exactly once, though it may have to be repeated.

        Args:
            kind: of the items that the work puts or takes away.
            put: items that are there after the work, whether or not they were before.
            gone: keys of items that are not there after the work.

        Returns:
            what the work returned; None where it had been done and only the answer was lost.

        Raises:
            GraphError: another push has taken over.
        """
        self._step += 1
        note: dict[str, Any] = {}
        if len(put) or len(gone):
            note = {"name": f"push/{self.revision:08d}/{self._step:08d}", "kind": kind}
            note["put"], note["gone"] = to_bytes(put.keys, put.contents), to_bytes(gone)
        try:
            return self.session.execute_write(self._fenced, work, note)
        except failures.IncompleteCommit:
            # The answer to the commit was lost, and the driver leaves it at that: it cannot know what we count.
            return self.session.execute_write(self._fenced, work, note)

    def _fenced(
        self, transaction: neo4j.ManagedTransaction, work: Callable[[neo4j.ManagedTransaction], T], note: dict[str, Any]
    ) -> T | None:
        # The SET takes the lock of the node, so that what is read after it is true until this transaction ends.
        held = transaction.run(f"{_STATE} SET s.alive = timestamp() RETURN s.token AS token, s.step AS step").single()
        if held is None or held["token"] != self.token:
            raise GraphError(
                "another push to the same database has taken over", hint="repeat the command when that one is done"
            )
        if held["step"] >= self._step:
            return None
        done = work(transaction)
        if note:
            transaction.run(f"CREATE (s:{LABEL}) SET s = $note", note=note).consume()
        transaction.run(f"{_STATE} SET s.step = $step", step=self._step).consume()
        return done

    def note(self, kind: str, put: Items = NONE, gone: Hashes = NONE.keys) -> None:
        """Write down what is there or is not, though nothing is done about it: it was found to be so."""
        for start in range(0, len(put), _PART):
            self.write(lambda _: None, kind=kind, put=put[start : start + _PART])
        for start in range(0, len(gone), _PART):
            self.write(lambda _: None, kind=kind, gone=gone[start : start + _PART])

    def complete(self, digest: str, base: str, languages: Iterable[str], loads: Iterable[str]) -> None:
        """Mark the push as complete, in one transaction with the new list of loads."""
        facts = {"digest": digest, "base": base, "languages": list(languages), "loads": sorted(loads)}
        done = f"{_STATE} SET s += $facts, s.status = 'complete', s.pushed = datetime()"
        self.write(lambda transaction: transaction.run(done, facts=facts).consume())

    def tidy(self, count: int) -> None:
        """Say what is there in as few nodes as it needs, when many small pushes have made them many.

        Args:
            count: items that are there.
        """
        parts = self.session.run(f"MATCH (s:{LABEL}) WHERE s.kind IS NOT NULL RETURN count(s) AS n")
        if parts.single(strict=True)["n"] <= _SPARE_PARTS + 2 * (count // _PART):
            return
        there = read_state(self.session).items
        first = f"push/{self.revision:08d}/{self._step + 1:08d}"
        for kind, items in there.items():
            self.note(kind, items)
        # The oldest first: what was put there and taken away again must not come back if this is cut off.
        old = f"MATCH (s:{LABEL}) WHERE s.kind IS NOT NULL AND s.name < $first WITH s ORDER BY s.name LIMIT 64 DELETE s RETURN count(*) AS n"
        while self.write(lambda transaction: transaction.run(old, first=first).single(strict=True)["n"]):
            pass

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
            "coalesce(s.revision, 0) AS revision, coalesce(s.step, 0) AS step, (timestamp() - coalesce(s.alive, 0)) / 1000 AS silent",
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
        if (found["revision"], found["step"]) != (state.revision, state.step):
            return False
        transaction.run(
            f"{_STATE} SET s += $words, s.status = 'in progress', s.digest = '', s.token = $token, s.holder = $holder, "
            "s.revision = $revision, s.step = 0, s.alive = timestamp(), s.format = $format",
            words=vocabulary.lists(),
            token=token,
            holder=_holder(),
            revision=state.revision + 1,
            format=_FORMAT,
        ).consume()
        return True

    return Claim(session, token, state.revision + 1) if session.execute_write(take) else None
