"""Checks that a Neo4j database shows the graph: each node and relationship, the state, the records and the indexes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from govgraph.graph.check.report import Finding
from govgraph.graph.folder import Folder
from govgraph.graph.neo4j import record_files as records
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.indexes import INDEXES, listed
from govgraph.graph.neo4j.items import NODES, total
from govgraph.graph.neo4j.observe import observe
from govgraph.graph.neo4j.plan import CHANGE, CREATE, Plan, vocabulary
from govgraph.graph.neo4j.state import read_state
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.projected import projected_tables
from govgraph.graph.stores.index import Index

_EXAMPLES = 5


def differences(
    remote: Remote,
    replica: Folder,
    version: Path,
    checked: dict[str, int],
    indexes: list[Index],
    progress: Progress,
) -> Iterator[Finding]:
    """The differences between a database and what the records in it give; nothing is written.

    Args:
        remote: the database.
        replica: the local folder that mirrors it, up to date.
        version: the replica's version in force, held by the caller.
        checked: receives how many of our nodes and relationships were compared.
        indexes: receives the indexes of the database.
        progress: called with how much has been compared.

    Yields:
        each difference, as an error.

    Raises:
        GraphError: the server cannot be reached.
    """
    where = str(remote)
    repair = f"govgraph push {where} --compare --graph {replica.path}"
    tables = projected_tables(version, replica.settings().languages)
    with remote.session() as session:
        state = read_state(session)
        if state.status != "complete":
            sync = f"govgraph sync {where} --graph {replica.path}"
            yield Finding("error", "a push was interrupted or is still running", where, sync)
        if lost := sorted(set(state.loads) - records.stored(session)):
            what = f"the records of {len(lost)} loads are incomplete"
            yield Finding("error", what, ", ".join(lost[:_EXAMPLES]), repair)
        plan = Plan.of(tables, progress)
        there = observe(session, plan, vocabulary(tables) | state.vocabulary, state, progress)
        plan.compare(there)
        checked["nodes and relationships in Neo4j"] = total(plan.items)
        for what, mark in (("nodes are missing", CREATE), ("nodes have other values", CHANGE)):
            if count := plan.count(mark, nodes=True):
                yield Finding("error", f"{count:,} {what}", ", ".join(_examples(plan, mark)), repair)
        if count := plan.count_obsolete(nodes=True):
            yield Finding("error", f"{count:,} nodes are there that the records do not give", where, repair)
        for kind in sorted({*plan.items, *plan.obsolete} - {NODES}):
            marks = plan.marks.get(kind, np.empty(0, np.uint8))
            for what, count in (
                ("are missing", int(np.count_nonzero(marks == CREATE))),
                ("have other values or are duplicated", int(np.count_nonzero(marks == CHANGE))),
                ("are there that the records do not give", len(plan.obsolete.get(kind, ()))),
            ):
                if count:
                    yield Finding("error", f"{count:,} relationships :{kind} {what}", where, repair)
        indexes += listed(session)
    usable = {index.name for index in indexes if index.state == "ONLINE"}
    for declared in INDEXES:
        if declared.name not in usable:
            what = f"the index {declared.name}, which finds {declared.why}, is missing"
            yield Finding("error", what, where, repair)


def _examples(plan: Plan, mark: np.uint8) -> list[str]:
    """The IRIs of some nodes with a mark, as examples."""
    marked = (
        piece.rows["iri"].filter(pl.Series(plan.marks[NODES][piece.positions] == mark))
        for piece in plan.pieces(nodes=True)
    )
    return list(itertools.islice(itertools.chain.from_iterable(marked), _EXAMPLES))
