"""Transactions by which rows go to a Neo4j database, as large as its memory allows, each writing down what it did.

Rows travel as lists and a statement says which column is which property: that is least for the driver to pack and for the server
to look up. What is in the way because others changed the database beside us ends in :class:`ItemsChanged`: then what is there has to be
read first.
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

_BATCH_BYTES = 8 << 20  # of rows, roughly: a transaction is held in the server's memory
_TAKEN = "Neo.ClientError.Schema.ConstraintValidationFailed"

Row = tuple[Any, ...]


class ItemsChanged(GraphError):
    """The database is not as the pushes left it."""


class _TooLarge(Exception):
    """The server has not the memory for a transaction of this size."""


class Sender:
    """Sends rows to a database.

    Args:
        claim: the claim to write.
        batch: rows of a transaction at the most.
        total: rows that will be sent.
        progress: told how many have been.

    Attributes:
        counters: the server's own sums.
    """

    def __init__(self, claim: Claim, batch: int, total: int, progress: Progress) -> None:
        self.claim, self.batch, self.total, self.progress = claim, max(1, batch), total, progress
        self.counters: Counter[str] = Counter()
        self._done = 0

    def batches(self, rows: pl.DataFrame, items: Items) -> Iterator[tuple[pl.DataFrame, Items]]:
        """Some rows at a time, and their items."""
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
        """Do something for each ``row``, some at a time.

        Args:
            put, removed: what is there or not there when it is done, one a row; or nothing.
            must_match: whether each row must find what it is about.

        Returns:
            how many rows found what they are about.
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
                # The server's memory decides how much is too much: half of it, from now on.
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
                # The driver tries again for a passing reason, and one of them is that the server found at the commit that its
                # memory is too little. Half as much does no harm if it was another.
                raise _TooLarge
            try:
                result = transaction.run(f"UNWIND $rows AS row {statement} RETURN count(*) AS matched", rows=rows)
                matched, counters = int(result.single(strict=True)["matched"]), result.consume().counters
            except neo4j_errors.Neo4jError as error:
                if error.code in NO_MEMORY:
                    raise _TooLarge from error
                if error.code == _TAKEN:
                    raise ItemsChanged(
                        f"a node of the graph has been made by others meanwhile: {error.message}"
                    ) from error
                raise
            if must_match and matched < len(rows):
                raise ItemsChanged(
                    f"{len(rows) - matched:,} of {len(rows):,} nodes or relationships were removed or doubled by others",
                    hint="govgraph push --compare puts it right",
                )
            return matched, counters

        outcome = self.claim.write(work, kind=kind, put=put, removed=removed)
        if outcome is None:  # done before, and only the answer was lost
            return len(rows)
        matched, counters = outcome
        self.counters.update({k: v for k, v in vars(counters).items() if type(v) is int})
        return matched

    def ask(self, query: str, rows: Sequence[Any] = ()) -> Iterable[neo4j.Record]:
        """What the server answers; ``$rows`` in the query are the rows."""
        return self.claim.session.run(query, rows=list(rows))
