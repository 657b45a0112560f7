"""Push a version's property graph to a Neo4j server, so that the database shows what the graph folder holds.

The database is made equal to the version: what is missing is created, what differs is changed, what left is removed; nothing
else is touched. What others put there stays: their nodes, their relationships (also those to our nodes), and the labels
and properties with other names that they gave to our nodes. A push of what is there already writes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import neo4j
import numpy as np
import pyarrow.parquet as pq

from govgraph.graph.errors import GraphError
from govgraph.graph.ingest import Progress
from govgraph.graph.neo4j_compare import Comparison, Difference, Projected, Properties, link_key, name
from govgraph.graph.neo4j_connect import connect, explained
from govgraph.graph.neo4j_indexes import ensure
from govgraph.graph.neo4j_state import LABEL, Vocabulary, begin, finish, read_state
from govgraph.graph.projection import ROOT, label_set
from govgraph.graph.tables import parquet

BATCH = 5_000
"""Rows of a statement and transaction at the most: the fastest of 1,000, 5,000, 10,000 and 20,000 on 45,000 events."""

_BATCH_BYTES = 8 << 20  # of their text, roughly: a transaction is held in the server's memory
_CONSTRAINTS = (
    f"CREATE CONSTRAINT govgraph_entity_iri IF NOT EXISTS FOR (n:{ROOT}) REQUIRE n.iri IS UNIQUE",
    f"CREATE CONSTRAINT govgraph_state_name IF NOT EXISTS FOR (n:{LABEL}) REQUIRE n.name IS UNIQUE",
)


@dataclass(slots=True)
class PushReport:
    """What a push did.

    Attributes:
        unchanged: the database showed the version already; nothing was written.
        nodes_kept: nodes that left the graph and to which others have drawn relationships: they stay, as ``:Undescribed``.
        counters: the server's own sums, as ``properties_set``; without the state that a push keeps for itself.
    """

    unchanged: bool = False
    nodes_created: int = 0
    nodes_changed: int = 0
    nodes_deleted: int = 0
    nodes_kept: int = 0
    relationships_created: int = 0
    relationships_changed: int = 0
    relationships_deleted: int = 0
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
    digest = hashlib.sha256(repr(list(languages)).encode())
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
    version: Path,
    uri: str,
    auth: tuple[str, str],
    *,
    languages: Sequence[str],
    loads: Sequence[str],
    progress: Progress,
    database: str | None = None,
    batch: int = BATCH,
    compare: bool = False,
) -> PushReport:
    """Make a Neo4j database show a version's property graph.

    Args:
        version: a folder as ``Graph.version()`` gives it.
        uri: ``neo4j://HOST:PORT`` or ``bolt://HOST:PORT``, with ``+s`` for TLS.
        auth: user and password, as :func:`~govgraph.graph.neo4j_connect.credentials` gives them.
        languages: in the order in which ``name`` is chosen.
        loads: the names of the version's loads, for whoever looks into the database.
        database: its name; None: the user's home database.
        batch: rows of a transaction at the most.
        compare: also when the database says that it shows this version already, to find what others changed in it.

    Returns:
        what was done.

    Raises:
        GraphError: the server cannot be reached, refuses the user or the writing, or another push ran at the same time.
            What was written stays, and the next push completes it.
    """
    started = time.monotonic()
    digest = content_digest(version, languages)
    with explained(uri, database), closing(connect(uri, auth)) as driver:
        driver.verify_connectivity()
        # One session, so that on a cluster each step sees what the steps before it wrote.
        with driver.session(database=database, fetch_size=5_000) as session:
            state = read_state(session)
            shown = state.status == "complete" and state.digest == digest
            if shown and not compare:
                return PushReport(unchanged=True, seconds=time.monotonic() - started)
            projected = Projected(version, languages)
            comparison = Comparison(projected, session, state, progress)
            difference = comparison.run()
            report = PushReport()
            if shown and not difference.steps:
                report.unchanged = True
            else:
                for statement in _CONSTRAINTS:
                    session.run(statement).consume()
                ensure(session)
                token = begin(session, np.union1d(state.ours, difference.ours), comparison.words)
                batches = _Batches(session, batch, progress, difference.steps)
                _Push(projected, difference, comparison.words, batches, report).run()
                finish(session, token, digest, loads, difference.ours)
    report.seconds = time.monotonic() - started
    return report


def _size(row: Properties) -> int:
    """Roughly how many bytes a row's properties are."""
    return sum(len(v) if isinstance(v, str) else sum(map(len, v)) if isinstance(v, list) else 8 for v in row.values())


class _Batches:
    """Rows for statements, gathered until they are worth a transaction."""

    def __init__(self, session: neo4j.Session, batch: int, progress: Progress, total: int) -> None:
        self.session, self.batch = session, max(1, batch)
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
        def write(transaction: neo4j.ManagedTransaction) -> tuple[int, neo4j.SummaryCounters]:
            answer = transaction.run(statement, rows=rows)
            found = int(answer.single(strict=True)["found"])
            return found, answer.consume().counters

        found, counters = self.session.execute_write(write)
        self.counters.update({k: v for k, v in vars(counters).items() if type(v) is int})
        return found


class _Push:
    def __init__(
        self, projected: Projected, difference: Difference, words: Vocabulary, batches: _Batches, report: PushReport
    ) -> None:
        self.projected, self.difference, self.words = projected, difference, words
        self.batches, self.report = batches, report

    def run(self) -> None:
        report, difference = self.report, self.difference
        # What left goes first, and relationships before their ends.
        self._delete_links()
        self._delete_nodes()
        self._write_nodes()
        for kind in sorted(difference.create):
            if difference.create[kind] or difference.change[kind]:
                self._write_links(kind)
        report.nodes_created, report.nodes_changed = len(difference.create_nodes), len(difference.change_nodes)
        report.relationships_created = sum(map(len, difference.create.values()))
        report.relationships_changed = sum(map(len, difference.change.values()))
        report.relationships_deleted = sum(map(len, difference.delete.values()))
        report.counters = {key: value for key, value in sorted(self.batches.counters.items()) if value}

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
                statement = f"MERGE (n:{ROOT} {{iri: row.iri}}) SET n += row.set SET n{_labels(labels)}"
                row = {"iri": iri, "set": properties}
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
        key = " {iri: row.set.iri}" if kind in self.words.keyed else ""
        draw = (
            f"UNWIND $rows AS row MATCH (a:{ROOT} {{iri: row.source}}) MATCH (b:{ROOT} {{iri: row.target}}) "
            f"MERGE (a)-[r:{name(kind)}{key}]->(b)"
        )
        draw += " SET r += row.set RETURN count(*) AS found" if key else " RETURN count(*) AS found"
        alter = (
            f"UNWIND $rows AS row MATCH ()-[r:{name(kind)}]->() WHERE elementId(r) = row.id "
            "SET r += row.set RETURN count(*) AS found"
        )
        for source, target, properties in self.projected.relationships(kind):
            found = link_key(source, target, properties)
            if found in create:
                create_row = {"source": source, "target": target}
                self.batches.add(draw, create_row | ({"set": properties} if key else {}), 128 + _size(properties))
            elif had := change.get(found):
                self.batches.add(
                    alter, {"id": had.element_id, "set": dict.fromkeys(had.keys) | properties}, _size(properties)
                )
        self.batches.flush()


def _labels(labels: Sequence[str]) -> str:
    return "".join(f":{name(label)}" for label in labels)
