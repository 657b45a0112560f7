"""Push a graph folder to a Neo4j database, so that the database shows what the folder holds and can give it back.

The database is made to match the version in force: missing items are created, different items are changed, obsolete items are
removed (`plan`, `write`); if it matches, nothing is written. Nothing else is touched. What others have added stays: their nodes, their
relationships (also those to our nodes), and labels and properties with other names on our nodes. The records of the loads are sent as well
(`record_files`).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import neo4j
import numpy as np
from neo4j import exceptions as neo4j_errors

from govgraph.graph.damage import of_version, refuse, telling_damage
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.identity.log import read as read_log
from govgraph.graph.neo4j import decision_files, record_files
from govgraph.graph.neo4j.claim import Claim, take_claim
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.digest import content_digest
from govgraph.graph.neo4j.hints import command
from govgraph.graph.neo4j.indexes import ensure
from govgraph.graph.neo4j.items import NONE, Items, total
from govgraph.graph.neo4j.memory import Memory
from govgraph.graph.neo4j.observe import observe
from govgraph.graph.neo4j.plan import CHANGE, CREATE, Plan, look_up, vocabulary
from govgraph.graph.neo4j.send import ItemsChanged
from govgraph.graph.neo4j.state import LABEL, State, Vocabulary, read_state
from govgraph.graph.neo4j.write import Writing
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.projected import ProjectedTable, projected_tables
from govgraph.graph.property_graph.projection import ROOT

BATCH = 10_000
"""The most rows in a transaction. Measured: batches of 5,000 to 20,000 rows cost the same, batches of 1,000 a sixth more."""

MOST_REMOVED = 0.25
"""The share of our nodes and relationships that one push may remove without ``--yes``."""

_FEW_REMOVED = 100  # a push may always remove this many: in a small graph a share means little
_CONSTRAINTS = (
    f"CREATE CONSTRAINT govgraph_entity_iri IF NOT EXISTS FOR (n:{ROOT}) REQUIRE n.iri IS UNIQUE",
    f"CREATE CONSTRAINT govgraph_state_name IF NOT EXISTS FOR (n:{LABEL}) REQUIRE n.name IS UNIQUE",
    f"CREATE CONSTRAINT govgraph_decisions_name IF NOT EXISTS FOR (n:{decision_files.LABEL}) REQUIRE n.name IS UNIQUE",
    f"CREATE CONSTRAINT govgraph_records_name IF NOT EXISTS FOR (n:{record_files.LABEL}) REQUIRE n.name IS UNIQUE",
)


class LoadsChanged(GraphError):
    """Others have loaded, unloaded or decided something in the database since this folder last saw it."""


@dataclass(slots=True)
class PushReport:
    """What a push did, or with ``dry_run`` would do.

    Attributes:
        unchanged: the database already showed this version; nothing was written.
        nodes_kept: how many nodes that are no longer in the graph were kept, as ``:Undescribed``, because others have drawn relationships
            to them.
        loads_sent, loads_removed: names of loads.
        decisions_sent: how many batches of decisions the database did not have.
        counters: the sums of the server's own counters, such as ``properties_set``, without the nodes for state and records.
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
    decisions_sent: int = 0
    seconds: float = 0.0
    counters: dict[str, int] = field(default_factory=dict)


def push(
    folder: Folder,
    remote: Remote,
    *,
    progress: Progress,
    batch: int = BATCH,
    compare: bool = False,
    dry_run: bool = False,
    remove_many: bool = False,
    overwrite: bool = False,
) -> PushReport:
    """Make a Neo4j database show the version in force of a graph folder.

    Args:
        folder: the graph folder.
        remote: the database.
        progress: told what is being done.
        batch: the most rows in a transaction.
        compare: read the whole database and compare it item by item, even if its state says that it already shows this version.
            This finds and repairs what others have changed.
        dry_run: compare, but write nothing.
        remove_many: push even if this removes more than :data:`MOST_REMOVED` of our nodes and relationships.
        overwrite: push even if this undoes what others have loaded or unloaded since this folder last saw the database.

    Returns:
        what was done.

    Raises:
        LoadsChanged: others have changed the loads of the database since this folder last saw it.
        Busy: another push is writing.
        Damaged: the tables, or the records that are sent, are not what they were when they were made.
        GraphError: the server cannot be reached, or refuses the user or the transaction; or too many items would be removed.
            If some of it was written already, the next push completes it.
    """
    started = time.monotonic()
    with telling_damage(folder), folder.reading() as version:
        if version is None:
            raise GraphError(
                "nothing has been loaded yet", where=str(folder.path), hint=f"govgraph load FILE --graph {folder.path}"
            )
        refuse(of_version(folder, version))
        with remote.session() as session:
            this_push = _Push(folder, version, remote, session, progress, batch)
            report = this_push.run(compare=compare, dry_run=dry_run, remove_many=remove_many, overwrite=overwrite)
    report.seconds = round(time.monotonic() - started, 3)
    return report


class _Push:
    """One push, from reading the state to marking the push as complete."""

    def __init__(
        self, folder: Folder, version: Path, remote: Remote, session: neo4j.Session, progress: Progress, batch: int
    ) -> None:
        self.folder, self.version, self.remote, self.session = folder, version, remote, session
        self.progress, self.batch = progress, batch
        self.settings = folder.settings()
        self.loads: list[str] = folder.facts(version)["loads"]
        self.decisions = set(read_log(folder.path).files)
        self.memory = Memory.of(folder, remote)

    @cached_property
    def digest(self) -> str:
        return content_digest(self.version, self.settings.languages)

    @cached_property
    def tables(self) -> list[ProjectedTable]:
        return projected_tables(self.version, self.settings.languages)

    @cached_property
    def plan(self) -> Plan:
        return Plan.of(self.tables, self.progress)

    def run(self, *, compare: bool, dry_run: bool, remove_many: bool, overwrite: bool) -> PushReport:
        while True:
            state = read_state(self.session, items=False)
            if not overwrite:
                self._refuse_changed_loads(state)
            new_decisions = self.decisions - self._decisions_there(overwrite)
            shown = state.status == "complete" and set(state.loads) == set(self.loads) and state.digest == self.digest
            # A push that was killed after it was complete has left the records of loads that are gone.
            shown = shown and not record_files.others(self.session, self.loads)
            if shown and not compare and not new_decisions:
                self.memory.keep(state)
                return PushReport(unchanged=True, dry_run=dry_run)
            state = read_state(self.session)
            words = vocabulary(self.tables) | state.vocabulary
            in_database = observe(self.session, self.plan, words, state, self.progress) if compare else state.items
            self.plan.compare(in_database)
            report = self._planned(state)
            report.decisions_sent = len(new_decisions)
            if dry_run or (shown and not self.plan.steps and not report.loads_sent and not new_decisions):
                report.unchanged, report.dry_run = shown and not self.plan.steps and not new_decisions, dry_run
                return report
            if not remove_many:
                self._refuse_many_removals(total(in_database))
            for statement in _CONSTRAINTS:
                self.session.run(statement).consume()
            claim = take_claim(self.session, state, words)
            if not claim:
                continue  # another push has written since the state was read
            try:
                decision_files.send(claim, self.folder.path, new_decisions)
                return self._write(claim, state, in_database, words, report)
            except ItemsChanged:
                # Others have changed items of ours: read the whole database, and compare with that.
                if compare:
                    raise
                compare = True

    def _refuse_changed_loads(self, state: State) -> None:
        """Refuse to replace another graph, or loads that others have changed since this folder last saw the database."""
        if state.base and state.base != self.settings.base:
            raise GraphError(
                f"the graph in the database has the base {state.base}, this folder has the base {self.settings.base}",
                where=str(self.remote),
                hint=f"push to another database; or govgraph pull {self.remote} --graph NEW_FOLDER, and load into that folder",
            )
        seen, in_database, in_folder = self.memory.seen(state), set(state.loads), set(self.loads)
        loaded, unloaded = sorted(in_database - in_folder - seen), sorted((seen - in_database) & in_folder)
        if loaded or unloaded:
            changes = [f"{load} was loaded" for load in loaded] + [f"{load} was unloaded" for load in unloaded]
            raise LoadsChanged(
                f"others have changed the graph in the database: {', '.join(changes[:5])}{' ...' if changes[5:] else ''}",
                where=str(self.remote),
                expected="the loads that this folder last saw there",
                hint=f"to bring both together: {command('sync', self.folder, self.remote)}; "
                f"to overwrite their changes: {command('push', self.folder, self.remote, '--yes')}",
            )

    def _decisions_there(self, overwrite: bool) -> set[str]:
        """The files of decisions in the database; refused if others have decided what this folder does not know of."""
        there = decision_files.stored(self.session)
        if (unknown := there - self.decisions) and not overwrite:
            what = f"others have decided who is the same as whom: {len(unknown)} batches of decisions"
            hint = f"to bring both together: {command('sync', self.folder, self.remote)}"
            raise LoadsChanged(what, where=str(self.remote), hint=hint)
        return there

    def _refuse_many_removals(self, in_database: int) -> None:
        obsolete = self.plan.count_obsolete(nodes=True) + self.plan.count_obsolete(nodes=False)
        if obsolete > max(_FEW_REMOVED, MOST_REMOVED * in_database):
            raise GraphError(
                f"{obsolete:,} of {in_database:,} nodes and relationships would be removed from the database, "
                f"more than {MOST_REMOVED:.0%}; nothing was written",
                hint=f"to see what would be done: {command('push', self.folder, self.remote, '--dry-run')}; "
                f"to remove them: {command('push', self.folder, self.remote, '--yes')}",
            )

    def _planned(self, state: State) -> PushReport:
        return PushReport(
            nodes_created=self.plan.count(CREATE, nodes=True),
            nodes_changed=self.plan.count(CHANGE, nodes=True),
            nodes_deleted=self.plan.count_obsolete(nodes=True),
            relationships_created=self.plan.count(CREATE, nodes=False),
            relationships_changed=self.plan.count(CHANGE, nodes=False),
            relationships_deleted=self.plan.count_obsolete(nodes=False),
            loads_sent=sorted(set(self.loads) - record_files.stored(self.session)),
            loads_removed=sorted(set(state.loads) - set(self.loads)),
        )

    def _write(
        self, claim: Claim, state: State, in_database: Mapping[str, Items], words: Vocabulary, report: PushReport
    ) -> PushReport:
        try:
            _correct_journal(claim, state.items, in_database)
            self._send_records(claim, report.loads_sent)
            fresh = not in_database and not self.session.run(f"MATCH (n:{ROOT}) RETURN count(n)").single(strict=True)[0]
            written = Writing(claim, self.plan, words, fresh=fresh, batch=self.batch, progress=self.progress).run()
            report.nodes_deleted, report.nodes_kept = written.nodes_deleted, written.nodes_kept
            report.counters = {key: value for key, value in sorted(written.counters.items()) if value}
            # After the rows: filling an index at once costs half as much as adding each row to it.
            ensure(self.session)
            claim.compact(total(self.plan.items))
            claim.complete(self.digest, self.settings.base, self.settings.languages, self.loads)
            record_files.remove_others(claim, self.loads)
        except BaseException as error:
            claim.forget()
            if not isinstance(error, neo4j_errors.DriverError):  # otherwise the server cannot be reached
                with contextlib.suppress(neo4j_errors.DriverError, neo4j_errors.Neo4jError):
                    claim.release()
            raise
        claim.release()
        self.memory.keep(read_state(self.session, items=False))
        return report

    def _send_records(self, claim: Claim, loads: Sequence[str]) -> None:
        folders = [self.folder.records / load for load in loads]
        total_bytes = sum(file.stat().st_size for folder in folders for file in folder.iterdir())
        sent_bytes = 0

        def sent(size: int) -> None:
            nonlocal sent_bytes
            sent_bytes += size
            self.progress("sending the records", sent_bytes, total_bytes)

        for folder in folders:
            record_files.send(claim, folder, sent)


def _correct_journal(claim: Claim, in_journal: Mapping[str, Items], in_database: Mapping[str, Items]) -> None:
    """Correct the journal where it differs from what the database was found to hold."""
    if in_database is in_journal:
        return
    for kind in {*in_journal, *in_database}:
        written, present = in_journal.get(kind, NONE), in_database.get(kind, NONE)
        position, right = look_up(present.keys, written.keys)
        right[right] = written.contents[position[right]] == present.contents[right]
        claim.add_entry(kind, present[~right], np.setdiff1d(written.keys, present.keys))
