"""Push a graph folder to a Neo4j server, so that the database shows what the folder holds and can give it back.

The database is made equal to the version: what is missing is created, what differs is changed, what left is removed (`plan`,
`write`); nothing else is touched. What others put there stays: their nodes, their relationships (also those to our nodes), and the labels
and properties with other names that they gave to our nodes. The records of the loads go along (`records`). A push of
what is there already writes nothing.
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
from neo4j import exceptions as failures

from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.neo4j import record_files as records
from govgraph.graph.neo4j.claim import Claim, claim
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.digest import content_digest
from govgraph.graph.neo4j.indexes import ensure
from govgraph.graph.neo4j.items import NONE, Items, total
from govgraph.graph.neo4j.memory import Memory
from govgraph.graph.neo4j.observe import observe
from govgraph.graph.neo4j.plan import CHANGE, CREATE, Plan, look_up, vocabulary
from govgraph.graph.neo4j.send import Astray
from govgraph.graph.neo4j.state import LABEL, State, Vocabulary, read_state
from govgraph.graph.neo4j.write import Writing
from govgraph.graph.progress import Progress
from govgraph.graph.projected import ProjectedTable, projected_tables
from govgraph.graph.projection import ROOT

BATCH = 10_000
"""Rows of a statement and transaction at the most: from 5,000 to 20,000 they cost the same, 1,000 a sixth more."""

MOST_DELETED = 0.25
"""Share of our nodes and relationships that one push may remove without being told to."""

_FEW_DELETED = 100  # in a small graph a share says little
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

    def run(self, *, compare: bool, dry_run: bool, much: bool, overrule: bool) -> PushReport:
        while True:
            state = read_state(self.session, items=False)
            if not overrule:
                self._agree(state)
            shown = state.status == "complete" and set(state.loads) == set(self.loads) and state.digest == self.digest
            if shown and not compare:
                self.memory.keep(state)
                return PushReport(unchanged=True, dry_run=dry_run)
            state = read_state(self.session)
            words = vocabulary(self.tables) | state.vocabulary
            there = state.items
            if compare:
                there = observe(self.session, self.plan, words, state, self.progress)
            self.plan.compare(there)
            report = self._planned(state)
            if dry_run or (shown and not self.plan.steps and not report.loads_sent):
                report.unchanged, report.dry_run = shown and not self.plan.steps, dry_run
                return report
            _refuse_too_much(total(there), self.plan, much)
            for statement in _CONSTRAINTS:
                self.session.run(statement).consume()
            held = claim(self.session, state, words)
            if not held:
                continue  # another push was there since the state was read
            try:
                return self._write(held, state, there, words, report)
            except Astray:
                # Others have changed what we took for given: read what is there, and go on from that.
                if compare:
                    raise
                compare = True

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

    def _planned(self, state: State) -> PushReport:
        plan = self.plan
        return PushReport(
            nodes_created=plan.count(CREATE, nodes=True),
            nodes_changed=plan.count(CHANGE, nodes=True),
            nodes_deleted=plan.count_gone(nodes=True),
            relationships_created=plan.count(CREATE, nodes=False),
            relationships_changed=plan.count(CHANGE, nodes=False),
            relationships_deleted=plan.count_gone(nodes=False),
            loads_sent=sorted(set(self.loads) - records.stored(self.session)),
            loads_removed=sorted(set(state.loads) - set(self.loads)),
        )

    def _write(
        self, held: Claim, state: State, there: Mapping[str, Items], words: Vocabulary, report: PushReport
    ) -> PushReport:
        try:
            _correct(held, state.items, there)
            self._send_records(held, report.loads_sent)
            fresh = not there and not self.session.run(f"MATCH (n:{ROOT}) RETURN count(n)").single(strict=True)[0]
            written = Writing(held, self.plan, words, fresh=fresh, batch=self.batch, progress=self.progress).run()
            report.nodes_deleted, report.nodes_kept = written.nodes_deleted, written.nodes_kept
            report.counters = {key: value for key, value in sorted(written.counters.items()) if value}
            # After the rows: an index that is filled at once costs half of one that grows with each row.
            ensure(self.session)
            held.tidy(total(self.plan.items))
            held.complete(self.digest, self.settings.base, self.settings.languages, self.loads)
            records.remove_others(held, self.loads)
        except BaseException as error:
            held.forget()
            if not isinstance(error, failures.DriverError):  # else the server is gone, and there is nobody to tell
                with contextlib.suppress(failures.DriverError, failures.Neo4jError):
                    held.release()
            raise
        held.release()
        self.memory.keep(read_state(self.session, items=False))
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


def _refuse_too_much(there: int, plan: Plan, much: bool) -> None:
    gone = plan.count_gone(nodes=True) + plan.count_gone(nodes=False)
    if much or gone <= max(_FEW_DELETED, MOST_DELETED * there):
        return
    raise GraphError(
        f"{gone:,} of {there:,} nodes and relationships would be removed from the database, "
        f"more than {MOST_DELETED:.0%}; nothing was written",
        hint="--yes if that is meant, --dry-run to see what would be done",
    )


def _correct(held: Claim, recorded: Mapping[str, Items], there: Mapping[str, Items]) -> None:
    """Write down what was found to be there where it is not what was written down."""
    if there is recorded:
        return
    for kind in {*recorded, *there}:
        had, found = recorded.get(kind, NONE), there.get(kind, NONE)
        place, known = look_up(found.keys, had.keys)
        known[known] = had.contents[place[known]] == found.contents[known]
        held.note(kind, found[~known], np.setdiff1d(had.keys, found.keys))
