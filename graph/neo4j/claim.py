"""The claim: the right to write to a Neo4j database, which one push has at a time.

A claim is a token in the state, with the time of the last transaction as a sign of life. Each transaction checks the token and
counts itself, while it holds the lock of the state's node. So a push that was wrongly taken for dead writes nothing more, and a
transaction whose answer was lost can be repeated without being done twice.
"""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as neo4j_errors

from govgraph.graph.errors import Busy, GraphError
from govgraph.graph.neo4j.items import NONE, Hashes, Items, to_bytes
from govgraph.graph.neo4j.state import FORMAT, LABEL, STATE, State, Vocabulary, read_state

ALIVE = 60
"""A push counts as alive for this many seconds after its last transaction."""

_ENTRY_ITEMS = 65_536  # the most items in one entry of the journal: one megabyte
_SPARE_ENTRIES = 1  # entries that the journal may have beyond what its items need
_tokens: set[str] = set()  # the tokens that pushes of this process hold
T = TypeVar("T")


class Claim:
    """The right to write to a database, which one push has at a time; returned by :func:`take_claim`."""

    def __init__(self, session: neo4j.Session, token: str, revision: int) -> None:
        self.session, self.token, self.revision = session, token, revision
        self._step = 0
        _tokens.add(token)

    def write(
        self,
        work: Callable[[neo4j.ManagedTransaction], T],
        *,
        kind: str = "",
        put: Items = NONE,
        removed: Hashes = NONE.keys,
    ) -> T | None:
        """Do some work in one transaction, exactly once, even if it has to be retried.

        Args:
            work: writes with the transaction that it is given.
            kind: the kind of the items that the work puts or removes.
            put: for the journal, the items that the database holds after the work, whether or not it held them before.
            removed: for the journal, the keys of the items that the database does not hold after the work.

        Returns:
            what the work returned; None if it had been done already and only the server's answer was lost.

        Raises:
            GraphError: another push has taken over.
        """
        self._step += 1
        entry: dict[str, Any] = {}
        if len(put) or len(removed):
            entry = {"kinds": [kind], "counts": [len(put)]}
            entry["put"], entry["gone"] = to_bytes(put.keys, put.contents), to_bytes(removed)
        return self._once(work, entry)

    def _once(self, work: Callable[[neo4j.ManagedTransaction], T], entry: dict[str, Any]) -> T | None:
        if entry:
            entry["name"] = f"push/{self.revision:08d}/{self._step:08d}"
        try:
            return self.session.execute_write(self._fenced, work, entry)
        except neo4j_errors.IncompleteCommit:
            # The answer to the commit was lost. The driver does not retry this, since it does not know that we count transactions.
            return self.session.execute_write(self._fenced, work, entry)

    def _fenced(
        self,
        transaction: neo4j.ManagedTransaction,
        work: Callable[[neo4j.ManagedTransaction], T],
        entry: dict[str, Any],
    ) -> T | None:
        # The SET takes the lock of the node, so what is read after it stays true until this transaction ends.
        state = transaction.run(f"{STATE} SET s.alive = timestamp() RETURN s.token AS token, s.step AS step").single()
        if state is None or state["token"] != self.token:
            raise GraphError(
                "another push to the same database has taken over", hint="repeat the command when that one is done"
            )
        if state["step"] >= self._step:
            return None
        outcome = work(transaction)
        if entry:
            transaction.run(f"CREATE (s:{LABEL}) SET s = $entry", entry=entry).consume()
        transaction.run(f"{STATE} SET s.step = $step", step=self._step).consume()
        return outcome

    def add_entry(self, kind: str, put: Items = NONE, removed: Hashes = NONE.keys) -> None:
        """Add to the journal what the database was found to hold or not to hold, without changing any item."""
        for start in range(0, len(put), _ENTRY_ITEMS):
            self.write(lambda _: None, kind=kind, put=put[start : start + _ENTRY_ITEMS])
        for start in range(0, len(removed), _ENTRY_ITEMS):
            self.write(lambda _: None, kind=kind, removed=removed[start : start + _ENTRY_ITEMS])

    def complete(self, digest: str, base: str, languages: Iterable[str], loads: Iterable[str]) -> None:
        """Mark the push as complete, in one transaction with the new list of loads."""
        facts = {"digest": digest, "base": base, "languages": list(languages), "loads": sorted(loads)}
        complete = f"{STATE} SET s += $facts, s.status = 'complete', s.pushed = datetime()"
        self.write(lambda transaction: transaction.run(complete, facts=facts).consume())

    def compact(self, count: int) -> None:
        """Rewrite the journal with as few entries as its items need, if many small pushes have left it many.

        Args:
            count: the number of items that the database holds.
        """
        entries = self.session.run(f"MATCH (s:{LABEL}) WHERE s.kinds IS NOT NULL RETURN count(s) AS n")
        if entries.single(strict=True)["n"] <= _SPARE_ENTRIES + 2 * (count // _ENTRY_ITEMS):
            return
        first = f"push/{self.revision:08d}/{self._step + 1:08d}"
        for entry in _entries(read_state(self.session).items):
            self._step += 1
            self._once(lambda _: None, entry)
        # The oldest first: otherwise, if this is cut off, an item that was put and later removed would come back.
        old = f"MATCH (s:{LABEL}) WHERE s.kinds IS NOT NULL AND s.name < $first WITH s ORDER BY s.name LIMIT 64 DELETE s RETURN count(*) AS n"
        while self.write(lambda transaction: transaction.run(old, first=first).single(strict=True)["n"]):
            pass

    def release(self) -> None:
        """Give the claim up, so that the next push need not wait. The status of the state does not change."""
        self.forget()
        release = f"{STATE} WHERE s.token = $token REMOVE s.token, s.holder"
        self.session.execute_write(lambda transaction: transaction.run(release, token=self.token).consume())

    def forget(self) -> None:
        """Stop using the claim: this process no longer counts as a push that is alive."""
        _tokens.discard(self.token)


def _entries(items_of: dict[str, Items]) -> Iterator[dict[str, Any]]:
    """As few entries as possible that put all items; an entry has items of several kinds."""
    entry: dict[str, Any] = {"kinds": [], "counts": [], "put": b"", "gone": b""}
    room = _ENTRY_ITEMS
    for kind, items in items_of.items():
        start = 0
        while start < len(items):
            piece = items[start : start + room]
            entry["kinds"].append(kind)
            entry["counts"].append(len(piece))
            entry["put"] += to_bytes(piece.keys, piece.contents)
            start, room = start + len(piece), room - len(piece)
            if not room:
                yield entry
                entry, room = {"kinds": [], "counts": [], "put": b"", "gone": b""}, _ENTRY_ITEMS
    if entry["kinds"]:
        yield entry


def _this_process() -> str:
    return f"{platform.node()} {os.getpid()}"


def _has_ended(holder: str, token: str) -> bool:
    """Whether the push that holds a claim is known to have ended. That can be known only of pushes on this computer."""
    node, _, number = holder.rpartition(" ")
    if os.name != "posix" or node != platform.node() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # the process exists and belongs to another user
        return False
    return int(number) == os.getpid() and token not in _tokens


def take_claim(session: neo4j.Session, state: State, vocabulary: Vocabulary) -> Claim | None:
    """Become the one push that writes.

    Args:
        state: the state that the push has read and compared with.
        vocabulary: the names that the push is going to use.

    Returns:
        the claim; None if another push has written since the state was read.

    Raises:
        Busy: another push is alive.
    """
    token = uuid.uuid4().hex

    def take(transaction: neo4j.ManagedTransaction) -> bool:
        before = transaction.run(
            f"MERGE (s:{LABEL} {{name: 'push'}}) SET s.graph = coalesce(s.graph, $token) "
            "RETURN coalesce(s.token, '') AS token, coalesce(s.holder, '') AS holder, "
            "coalesce(s.revision, 0) AS revision, coalesce(s.step, 0) AS step, (timestamp() - coalesce(s.alive, 0)) / 1000 AS silent",
            token=token,
        ).single(strict=True)
        if before["token"] == token:  # taken already: only the server's answer was lost
            return True
        if before["token"] and before["silent"] < ALIVE and not _has_ended(before["holder"], before["token"]):
            raise Busy(
                f"another push is writing to the same database (by {before['holder']}, "
                f"last sign of life {before['silent']} s ago)",
                hint=f"repeat the command when that push is done; a push that was cut off is taken over after {ALIVE} s",
            )
        if (before["revision"], before["step"]) != (state.revision, state.step):
            return False
        transaction.run(
            f"{STATE} SET s += $words, s.status = 'in progress', s.digest = '', s.token = $token, s.holder = $holder, "
            "s.revision = $revision, s.step = 0, s.alive = timestamp(), s.format = $format",
            words=vocabulary.lists(),
            token=token,
            holder=_this_process(),
            revision=state.revision + 1,
            format=FORMAT,
        ).consume()
        return True

    return Claim(session, token, state.revision + 1) if session.execute_write(take) else None
