"""Sending rows to a Neo4j database, in transactions as large as the server's memory allows. Each adds its entry to the journal.

Rows are sent as lists, and the statement says which column is which property: this is the least work for the driver to pack and for
the server to look up. If a row cannot be written because others have changed the database, :class:`ItemsChanged` is raised; the
database must then be read before the push can go on.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import neo4j
import polars as pl
from neo4j import exceptions as neo4j_errors

from govgraph.graph.errors import GraphError
from govgraph.graph.neo4j.claim import Claim
from govgraph.graph.neo4j.connect import NO_MEMORY
from govgraph.graph.neo4j.items import NODES, NONE, Hashes, Items
from govgraph.graph.progress import Progress

_BATCH_BYTES = 8 << 20  # rows of a transaction, roughly: the server holds a transaction in memory
_TAKEN = "Neo.ClientError.Schema.ConstraintValidationFailed"

Row = tuple[Any, ...]


class ItemsChanged(GraphError):
    """Others have changed items of ours, so the database does not hold what the journal says."""


class _TooLarge(Exception):
    """The server does not have the memory for a transaction of this size."""


class Sender:
    """Sends rows to a database.

    Args:
        claim: the right to write.
        batch: the most rows in a transaction.
        total: how many rows will be sent in all.
        progress: told how many have been sent.

    Attributes:
        counters: the sums of the server's own counters, such as ``nodes_created``.
    """

    def __init__(self, claim: Claim, batch: int, total: int, progress: Progress) -> None:
        self.claim, self.batch, self.total, self.progress = claim, max(1, batch), total, progress
        self.counters: Counter[str] = Counter()
        self._done = 0

    def batches(self, rows: pl.DataFrame, items: Items) -> Iterator[tuple[pl.DataFrame, Items]]:
        """The rows in batches, each with its items."""
        each = int(rows.estimated_size()) // max(1, rows.height) + 1
        step = max(1, min(self.batch, _BATCH_BYTES // each))
        for start in range(0, rows.height, step):
            yield rows.slice(start, step), items[start : start + step]

    def send(
        self,
        statement: str,
        rows: Sequence[Row],
        kind: str = NODES,
        *,
        put: Items = NONE,
        removed: Hashes = NONE.keys,
        must_match: bool = True,
    ) -> int:
        """Run a statement for each ``row``, in batches.

        Args:
            statement: Cypher that uses ``row``.
            rows: the values of ``row``.
            kind: of the items.
            put: for the journal, the items that the database holds afterwards, one for each row; or none.
            removed: for the journal, the keys of the items that it no longer holds, one for each row; or none.
            must_match: whether each row must match a node or relationship.

        Returns:
            the number of rows that matched.

        Raises:
            ItemsChanged: a row that must match did not, or others have created a node that was to be created.
        """
        matched, start = 0, 0
        while start < len(rows):
            stop = min(start + self.batch, len(rows))
            try:
                matched_in_batch = self._write(
                    statement, rows[start:stop], kind, put[start:stop], removed[start:stop], must_match
                )
            except _TooLarge as error:
                if stop - start == 1:
                    assert error.__cause__
                    raise error.__cause__ from None
                # Only the server knows how much is too much: halve the batches from now on.
                self.batch = max(1, (stop - start) // 2)
                continue
            matched, start = matched + matched_in_batch, stop
            self._done += matched_in_batch
            self.progress("writing to Neo4j", min(self._done, self.total), self.total)
        return matched

    def _write(
        self, statement: str, rows: Sequence[Row], kind: str, put: Items, removed: Hashes, must_match: bool
    ) -> int:
        attempts = itertools.count()

        def work(transaction: neo4j.ManagedTransaction) -> tuple[int, neo4j.SummaryCounters]:
            if next(attempts) and len(rows) > 1:
                # The driver retries after a temporary failure. One such failure is that the server ran out of memory at the commit.
                # Halving is harmless if the cause was different.
                raise _TooLarge
            try:
                result = transaction.run(f"UNWIND $rows AS row {statement} RETURN count(*) AS matched", rows=rows)
                matched, counters = int(result.single(strict=True)["matched"]), result.consume().counters
            except neo4j_errors.Neo4jError as error:
                if error.code in NO_MEMORY:
                    raise _TooLarge from error
                if error.code == _TAKEN:
                    raise ItemsChanged(
                        f"others have created a node of the graph meanwhile: {error.message}", hint="repeat the command"
                    ) from error
                raise
            if must_match and matched < len(rows):
                raise ItemsChanged(
                    f"{len(rows) - matched:,} of {len(rows):,} nodes or relationships were removed or doubled by others",
                    hint="govgraph push URI --compare reads the whole database and repairs it",
                )
            return matched, counters

        outcome = self.claim.write(work, kind=kind, put=put, removed=removed)
        if outcome is None:  # it had been done already, and only the server's answer was lost
            return len(rows)
        matched, counters = outcome
        self.counters.update({k: v for k, v in vars(counters).items() if type(v) is int})
        return matched

    def ask(self, query: str, rows: Sequence[Any] = ()) -> Iterable[neo4j.Record]:
        """The server's answer to a query that reads; ``$rows`` in the query are these rows."""
        return self.claim.session.run(query, rows=list(rows))
