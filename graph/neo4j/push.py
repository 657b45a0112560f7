"""Push a graph folder to a Neo4j server, so that the database shows what the folder holds and can give it back.

The database is made equal to the version: what is missing is created, what differs is changed, what left is removed; nothing
else is touched. What others put there stays: their nodes, their relationships (also those to our nodes), and the labels
and properties with other names that they gave to our nodes. The records of the loads go along (`records`). A push of
what is there already writes nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import neo4j
import numpy as np
import pyarrow.parquet as pq
from neo4j import exceptions as failures

from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.ingest import Progress
from govgraph.graph.neo4j import records
from govgraph.graph.neo4j.compare import Comparison, Difference, Projected, Properties, link_key, name
from govgraph.graph.neo4j.connect import NO_MEMORY, Remote
from govgraph.graph.neo4j.indexes import ensure
from govgraph.graph.neo4j.memory import Memory
from govgraph.graph.neo4j.state import LABEL, Claim, State, Vocabulary, claim, read_state
from govgraph.graph.projection import PROJECTION, ROOT, label_set
from govgraph.graph.tables import parquet

BATCH = 10_000
"""Rows of a statement and transaction at the most: from 5,000 to 20,000 they cost the same, 1,000 a sixth more."""

MOST_DELETED = 0.25
"""Share of our nodes and relationships that one push may remove without being told to."""

_FEW_DELETED = 100  # in a small graph a share says little
_BATCH_BYTES = 8 << 20  # of their text, roughly: a transaction is held in the server's memory
_CONSTRAINTS = (
    f"CREATE CONSTRAINT govgraph_entity_iri IF NOT EXISTS FOR (n:{ROOT}) REQUIRE n.iri IS UNIQUE",
    f"CREATE CONSTRAINT govgraph_state_name IF NOT EXISTS FOR (n:{LABEL}) REQUIRE n.name IS UNIQUE",
    f"CREATE CONSTRAINT govgraph_records_name IF NOT EXISTS FOR (n:{records.LABEL}) REQUIRE n.name IS UNIQUE",
)


class Moved(GraphError):
    """The database has been changed by others since this folder last saw it."""


@dataclass(slots=True)
class PushReport:
    """What a push did, or with ``dry_run`` would do.

    Attributes:
        unchanged: the database showed the version already; nothing was written.
        nodes_kept: nodes that left the graph and to which others have drawn relationships: they stay, as ``:Undescribed``.
        loads_sent, loads_removed: names of loads.
        counters: the server's own sums, as ``properties_set``; without the state and records that a push keeps for itself.
    """

    unchanged: bool = False
    dry_run: bool = False
    nodes_created: int = 0
    nodes_changed: int = 0
    nodes_deleted: int = 0
    nodes_kept: int = 0
    relationships_created: int = 0
    relationships_changed: int = 0
    relationships_deleted: int = 0
    loads_sent: list[str] = field(default_factory=list)
    loads_removed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    counters: dict[str, int] = field(default_factory=dict)


def content_digest(version: Path, languages: Sequence[str]) -> str:
    """A digest of all that a version shows in a property graph, whatever the order of the rows in its files.

    Args:
        version: a folder as ``Graph.version()`` gives it.

    Example:
        >>> import tempfile, polars
        >>> folder = Path(tempfile.mkdtemp())
        >>> (folder / "tables").mkdir()
        >>> polars.DataFrame({"iri": ["x:1", "x:2"]}).write_parquet(folder / "tables" / "posts.parquet")
        >>> before = content_digest(folder, ["en"])
        >>> polars.DataFrame({"iri": ["x:2", "x:1"]}).write_parquet(folder / "tables" / "posts.parquet")
        >>> content_digest(folder, ["en"]) == before
        True
    """
    digest = hashlib.sha256(repr((PROJECTION, list(languages))).encode())
    digest.update(files("govgraph.ontology").joinpath("gov.ttl").read_bytes())
    with duckdb.connect() as db:
        db.execute("SET memory_limit = '500MB'; SET threads = 2")
        for file in sorted((version / "tables").glob("*.parquet")):
            columns = ", ".join(f'"{c}"' for c in sorted(pq.read_schema(file).names))
            rows = f"SELECT md5_number(to_json(t)::VARCHAR) AS h FROM (SELECT {columns} FROM {parquet(file)}) t"
            digest.update(
                repr((file.stem, db.execute(f"SELECT count(*), bit_xor(h) FROM ({rows})").fetchone())).encode()
            )
    return digest.hexdigest()


def push(
    folder: Folder,
    remote: Remote,
    *,
    progress: Progress,
    batch: int = BATCH,
    compare: bool = False,
    dry_run: bool = False,
    much: bool = False,
    overrule: bool = False,
) -> PushReport:
    """Make a Neo4j database show the version in force of a graph folder.

    Args:
        folder: of the graph.
        remote: the database, as :func:`~govgraph.graph.neo4j.connect.remote` gives it.
        batch: rows of a transaction at the most.
        compare: also when the database says that it shows this version already, to find what others changed in it.
        dry_run: compare, write nothing.
        much: though it removes more than :data:`MOST_DELETED` of what is there.
        overrule: though it undoes what others have loaded or unloaded since this folder last saw the database.

    Returns:
        what was done.

    Raises:
        Moved: others have changed the loads of the database since this folder last saw it.
        Busy: another push is writing.
        GraphError: the server cannot be reached, refuses the user or the writing; too much would be removed.
            What was written stays, and the next push completes it.
    """
    started = time.monotonic()
    with folder.reading() as version:
        if version is None:
            raise GraphError("nothing has been loaded yet", where=str(folder.path), hint="govgraph load FILE")
        with remote.session() as session:
            pushing = _Pushing(folder, version, remote, session, progress, batch)
            report = pushing.run(compare=compare, dry_run=dry_run, much=much, overrule=overrule)
    report.seconds = round(time.monotonic() - started, 3)
    return report


class _Pushing:
    """One push, from what it reads to what it marks as complete."""

    def __init__(
        self, folder: Folder, version: Path, remote: Remote, session: neo4j.Session, progress: Progress, batch: int
    ) -> None:
        self.folder, self.version, self.remote, self.session = folder, version, remote, session
        self.progress, self.batch = progress, batch
        self.settings = folder.settings()
        self.loads: list[str] = folder.facts(version)["loads"]
        self.digest = content_digest(version, self.settings.languages)
        self.memory = Memory.of(folder, remote)

    def run(self, *, compare: bool, dry_run: bool, much: bool, overrule: bool) -> PushReport:
        while True:
            state = read_state(self.session, ours=False)
            if not overrule:
                self._agree(state)
            shown = state.status == "complete" and state.digest == self.digest and set(state.loads) == set(self.loads)
            if shown and not compare:
                self.memory.keep(state)
                return PushReport(unchanged=True, dry_run=dry_run)
            state = read_state(self.session)
            projected = Projected(self.version, self.settings.languages)
            comparison = Comparison(projected, self.session, state, self.progress)
            difference = comparison.run()
            stored = records.stored(self.session)
            report = self._planned(state, difference, stored)
            if dry_run or (shown and not difference.steps and not report.loads_sent):
                report.unchanged, report.dry_run = shown and not difference.steps, dry_run
                return report
            _refuse_too_much(state, difference, much)
            for statement in _CONSTRAINTS:
                self.session.run(statement).consume()
            if held := claim(self.session, state, comparison.words):
                return self._write(held, state, projected, difference, comparison.words, report)

    def _agree(self, state: State) -> None:
        """See that what is about to be replaced is what this folder has seen."""
        if state.base and state.base != self.settings.base:
            raise GraphError(
                f"the graph in the database has the base {state.base}, this one {self.settings.base}",
                where=str(self.remote),
                hint="another database, or a graph folder made by `govgraph pull`",
            )
        seen, there, here = self.memory.seen(state), set(state.loads), set(self.loads)
        foreign, gone = sorted(there - here - seen), sorted((seen - there) & here)
        if foreign or gone:
            changes = [f"{x} was loaded" for x in foreign] + [f"{x} was unloaded" for x in gone]
            raise Moved(
                f"others have changed the graph in the database: {', '.join(changes[:5])}{' ...' if changes[5:] else ''}",
                where=str(self.remote),
                expected="the loads that this folder has seen there",
                hint="govgraph sync URI takes both sides' loads; push --yes makes the database as the folder",
            )

    def _planned(self, state: State, difference: Difference, stored: Collection[str]) -> PushReport:
        return PushReport(
            nodes_created=len(difference.create_nodes),
            nodes_changed=len(difference.change_nodes),
            nodes_deleted=len(difference.delete_nodes),
            relationships_created=sum(map(len, difference.create.values())),
            relationships_changed=sum(map(len, difference.change.values())),
            relationships_deleted=sum(map(len, difference.delete.values())),
            loads_sent=sorted(set(self.loads) - set(stored)),
            loads_removed=sorted(set(state.loads) - set(self.loads)),
        )

    def _write(
        self,
        held: Claim,
        state: State,
        projected: Projected,
        difference: Difference,
        words: Vocabulary,
        report: PushReport,
    ) -> PushReport:
        try:
            held.record(np.union1d(state.ours, difference.ours))
            self._send_records(held, report.loads_sent)
            batches = _Batches(held, self.batch, self.progress, difference.steps)
            _Writing(projected, difference, words, batches, report).run()
            # After the rows: an index that is filled at once costs half of one that grows with each row.
            ensure(self.session)
            held.complete(self.digest, self.settings.base, self.settings.languages, self.loads, difference.ours)
            records.remove_others(held, self.loads)
        except BaseException as error:
            held.forget()
            if not isinstance(error, failures.DriverError):  # else the server is gone, and there is nobody to tell
                with contextlib.suppress(failures.DriverError, failures.Neo4jError):
                    held.release()
            raise
        held.release()
        self.memory.keep(read_state(self.session, ours=False))
        return report

    def _send_records(self, held: Claim, loads: Sequence[str]) -> None:
        folders = [self.folder.records / load for load in loads]
        total = sum(file.stat().st_size for folder in folders for file in folder.iterdir())
        done = 0

        def sent(size: int) -> None:
            nonlocal done
            done += size
            self.progress("sending the records", done, total)

        for folder in folders:
            records.send(held, folder, sent)


def _refuse_too_much(state: State, difference: Difference, much: bool) -> None:
    gone = len(difference.delete_nodes) + sum(map(len, difference.delete.values()))
    if much or gone <= max(_FEW_DELETED, MOST_DELETED * len(state.ours)):
        return
    raise GraphError(
        f"{gone:,} of {len(state.ours):,} nodes and relationships would be removed from the database, "
        f"more than {MOST_DELETED:.0%}; nothing was written",
        hint="--yes if that is meant, --dry-run to see what would be done",
    )


def _size(row: Properties) -> int:
    """Roughly how many bytes a row's properties are."""
    return sum(len(v) if isinstance(v, str) else sum(map(len, v)) if isinstance(v, list) else 8 for v in row.values())


class _TooLarge(Exception):
    """The server has not the memory for a transaction of this size."""


class _Batches:
    """Rows for statements, gathered until they are worth a transaction."""

    def __init__(self, held: Claim, batch: int, progress: Progress, total: int) -> None:
        self.held, self.batch = held, max(1, batch)
        self.progress, self.total, self.done = progress, total, 0
        self.counters: Counter[str] = Counter()
        self._rows: dict[str, list[Any]] = {}
        self._bytes: Counter[str] = Counter()

    def add(self, statement: str, row: Any, size: int = 64) -> None:
        """One more row for a statement that goes through ``$rows`` and returns how many it found as ``found``."""
        rows = self._rows.setdefault(statement, [])
        rows.append(row)
        self._bytes[statement] += size
        if len(rows) >= self.batch or self._bytes[statement] >= _BATCH_BYTES:
            self._send(statement)

    def flush(self) -> None:
        """Send what is left."""
        for statement in list(self._rows):
            self._send(statement)

    def run(self, statement: str, rows: Sequence[Any]) -> int:
        """Send rows at once, batch by batch; how many were found."""
        return sum(
            self._write(statement, rows[start : start + self.batch]) for start in range(0, len(rows), self.batch)
        )

    def _send(self, statement: str) -> None:
        rows = self._rows.pop(statement)
        del self._bytes[statement]
        found = self._write(statement, rows)
        if found < len(rows):
            raise GraphError(
                f"{len(rows) - found} of {len(rows)} nodes or relationships were removed by others during the push",
                hint="repeat the push",
            )
        self.done += len(rows)
        self.progress("writing to Neo4j", self.done, self.total)

    def _write(self, statement: str, rows: Sequence[Any]) -> int:
        try:
            written = self.held.write(_work(statement, rows))
        except _TooLarge as error:
            if len(rows) == 1:
                assert error.__cause__
                raise error.__cause__ from None
            # The server's memory decides how much is too much: half of it, from now on.
            self.batch = max(1, len(rows) // 2)
            return self._write(statement, rows[: self.batch]) + self._write(statement, rows[self.batch :])
        if written is None:  # done before, and only the answer was lost
            return len(rows)
        found, counters = written
        self.counters.update({k: v for k, v in vars(counters).items() if type(v) is int})
        return found


def _work(
    statement: str, rows: Sequence[Any]
) -> Callable[[neo4j.ManagedTransaction], tuple[int, neo4j.SummaryCounters]]:
    def write(transaction: neo4j.ManagedTransaction) -> tuple[int, neo4j.SummaryCounters]:
        try:
            answer = transaction.run(statement, rows=rows)
            return int(answer.single(strict=True)["found"]), answer.consume().counters
        except failures.Neo4jError as error:
            # The driver would try the same again for half a minute.
            if error.code in NO_MEMORY:
                raise _TooLarge from error
            raise

    return write


class _Writing:
    def __init__(
        self, projected: Projected, difference: Difference, words: Vocabulary, batches: _Batches, report: PushReport
    ) -> None:
        self.projected, self.difference, self.words = projected, difference, words
        self.batches, self.report = batches, report

    def run(self) -> None:
        difference = self.difference
        # What left goes first, and relationships before their ends.
        self._delete_links()
        self._delete_nodes()
        self._write_nodes()
        for kind in sorted(difference.create):
            if difference.create[kind] or difference.change[kind]:
                self._write_links(kind)
        self.report.counters = {key: value for key, value in sorted(self.batches.counters.items()) if value}

    def _delete_links(self) -> None:
        for kind, ids in self.difference.delete.items():
            for element_id in ids:
                self.batches.add(
                    f"UNWIND $rows AS row MATCH ()-[r:{name(kind)}]->() WHERE elementId(r) = row "
                    "DELETE r RETURN count(*) AS found",
                    element_id,
                )
        self.batches.flush()

    def _delete_nodes(self) -> None:
        gone = self.difference.delete_nodes
        node = f"UNWIND $rows AS row MATCH (n:{ROOT} {{iri: row.iri}})"
        rows = [{"iri": iri, "set": dict.fromkeys(set(had.keys) - {"iri"})} for iri, had in gone.items()]
        self.report.nodes_deleted = self.batches.run(
            f"{node} WHERE NOT (n)--() DELETE n RETURN count(*) AS found", rows
        )
        if self.report.nodes_deleted < len(rows):
            # Others have drawn relationships to the rest, which would go with the nodes.
            bare = label_set("Undescribed").split("~")
            drop = _labels(sorted(self.words.labels - set(bare)))
            self.report.nodes_kept = self.batches.run(
                f"{node} SET n += row.set REMOVE n{drop} SET n{_labels(bare)} RETURN count(*) AS found", rows
            )

    def _write_nodes(self) -> None:
        difference = self.difference
        if not difference.create_nodes and not difference.change_nodes:
            return
        for text, properties in self.projected.nodes():
            iri, labels = properties["iri"], text.split("~")
            if iri in difference.create_nodes:
                # Not there, as the comparison saw, and nobody else of ours writes now.
                statement, row = f"CREATE (n{_labels(labels)}) SET n = row", properties
            elif had := difference.change_nodes.get(iri):
                drop = _labels([label for label in had.labels if label not in labels])
                statement = f"MATCH (n:{ROOT} {{iri: row.iri}}) SET n += row.set SET n{_labels(labels)}"
                statement += f" REMOVE n{drop}" if drop else ""
                row = {"iri": iri, "set": dict.fromkeys(had.keys) | properties}
            else:
                continue
            self.batches.add(f"UNWIND $rows AS row {statement} RETURN count(*) AS found", row, _size(properties))
        self.batches.flush()

    def _write_links(self, kind: str) -> None:
        create, change = self.difference.create[kind], self.difference.change[kind]
        keyed = kind in self.words.keyed
        draw = (
            f"UNWIND $rows AS row MATCH (a:{ROOT} {{iri: row.source}}) MATCH (b:{ROOT} {{iri: row.target}}) "
            f"CREATE (a)-[r:{name(kind)}]->(b) {'SET r = row.set ' if keyed else ''}RETURN count(*) AS found"
        )
        alter = (
            f"UNWIND $rows AS row MATCH ()-[r:{name(kind)}]->() WHERE elementId(r) = row.id "
            "SET r += row.set RETURN count(*) AS found"
        )
        for source, target, properties in self.projected.relationships(kind):
            found = link_key(source, target, properties)
            if found in create:
                create_row = {"source": source, "target": target}
                self.batches.add(draw, create_row | ({"set": properties} if keyed else {}), 128 + _size(properties))
            elif had := change.get(found):
                self.batches.add(
                    alter, {"id": had.element_id, "set": dict.fromkeys(had.keys) | properties}, _size(properties)
                )
        self.batches.flush()


def _labels(labels: Sequence[str]) -> str:
    return "".join(f":{name(label)}" for label in labels)
