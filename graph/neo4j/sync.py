"""Pull a graph folder from a Neo4j database, or sync both.

A pull makes the folder hold the loads that the database has. It fetches the records of the loads that the folder does not have yet, and
builds a version from them as a load does. The folder is then the same as the one that was pushed, byte for byte.

A sync does on each side what was done on the other since the folder last saw the database. Afterwards both sides have the loads
that were added to either, and neither has the loads that were removed from either.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field

import neo4j

from govgraph.graph.build.version import build_version
from govgraph.graph.damage import of_load, telling_damage
from govgraph.graph.errors import Busy, GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.identity import log as identity_log
from govgraph.graph.neo4j import decision_files, record_files
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.hints import command
from govgraph.graph.neo4j.memory import Memory
from govgraph.graph.neo4j.push import LoadsChanged, PushReport, push
from govgraph.graph.neo4j.state import State, read_state
from govgraph.graph.progress import Progress
from govgraph.graph.settings import Settings

_ATTEMPTS = 5


@dataclass(slots=True)
class PullReport:
    """What a pull did, or with ``dry_run`` would do.

    Attributes:
        unchanged: the folder already held exactly these loads.
        loads_fetched: the loads that the folder did not have, and those whose records it has damaged.
        loads_removed: names of loads.
        decisions_fetched: how many batches of decisions the folder did not have.
        bytes: the size of the records that were fetched.
    """

    unchanged: bool = False
    dry_run: bool = False
    loads_fetched: list[str] = field(default_factory=list)
    loads_removed: list[str] = field(default_factory=list)
    decisions_fetched: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class SyncReport:
    """What a sync did to the folder (pull) and to the database (push)."""

    pull: PullReport
    push: PushReport


def pull(
    folder: Folder,
    remote: Remote,
    *,
    progress: Progress,
    dry_run: bool = False,
    overwrite: bool = False,
    merge: bool = False,
) -> PullReport:
    """Make a graph folder hold what a database holds.

    Args:
        folder: the graph folder; a new one gets the settings of the graph in the database.
        remote: the database.
        progress: told what is being done.
        dry_run: only report what would be done.
        overwrite: pull even if this removes loads that only this folder has.
        merge: keep the loads that only this folder has, for a push that follows.

    Raises:
        Busy: another process is changing the folder.
        GraphError: the database holds no graph, or one with another base; its records are damaged; or loads would be lost.
    """
    started = time.monotonic()
    this_pull = _Pull(folder, remote, progress, dry_run=dry_run, overwrite=overwrite, merge=merge)
    with telling_damage(folder), remote.session() as session:
        for _ in range(_ATTEMPTS):
            state = read_state(session, items=False)
            if not state.graph:
                raise GraphError(
                    "this database holds no graph that govgraph pushed",
                    where=str(remote),
                    hint=f"from a folder that has a graph: govgraph push {remote} --graph FOLDER",
                )
            try:
                report = this_pull.run(session, state)
            except GraphError:
                # If others have unloaded something meanwhile, its records vanished while they were read: try again.
                if read_state(session, items=False).revision == state.revision:
                    raise
                continue
            report.seconds = round(time.monotonic() - started, 3)
            return report
    raise GraphError(
        "others change the graph in the database faster than it can be read",
        where=str(remote),
        hint="repeat the command later",
    )


@dataclass(frozen=True, slots=True)
class _Pull:
    """One pull: its folder, its database, and what it may do."""

    folder: Folder
    remote: Remote
    progress: Progress
    dry_run: bool
    overwrite: bool
    merge: bool

    def run(self, session: neo4j.Session, state: State) -> PullReport:
        self._refuse_another_base(state)
        folder, memory = self.folder, Memory.of(self.folder, self.remote)
        in_folder = set(folder.loads()) if folder.exists else set()
        damaged = {load for load in in_folder & set(state.loads) if any(of_load(folder.records / load))}
        loads = loads_after_sync(in_folder, set(state.loads), memory.seen(state)) if self.merge else set(state.loads)
        decisions = decision_files.stored(session) - set(identity_log.read(folder.path).files)
        report = PullReport(
            unchanged=loads == in_folder and not damaged and not decisions,
            decisions_fetched=len(decisions),
            dry_run=self.dry_run,
            loads_fetched=sorted((loads - in_folder) | damaged),
            loads_removed=sorted(in_folder - loads),
        )
        only_in_folder = in_folder - loads - memory.seen(state)
        if only_in_folder and not self.overwrite:
            raise GraphError(
                f"loads that only this folder has would be lost: {', '.join(sorted(only_in_folder)[:5])}",
                where=str(folder.path),
                hint=f"to bring both together: {command('sync', folder, self.remote)}; "
                f"to remove these loads: {command('pull', folder, self.remote, '--yes')}",
            )
        if self.dry_run:
            return report
        folder.create(Settings(state.base, state.languages))
        if not report.unchanged:
            # What a pull that was broken off has fetched is not fetched again.
            with folder.writing(report.loads_fetched):
                if set(folder.loads()) != in_folder:
                    raise Busy(
                        "another process has loaded or unloaded something in this folder meanwhile; nothing was changed",
                        where=str(folder.path),
                        hint="repeat the command",
                    )
                identity_log.append(folder.path, decision_files.fetch(session, decisions))
                for load in report.loads_fetched:
                    if any(of_load(folder.records / load)):
                        report.bytes += record_files.fetch(session, load, folder.records, self.progress)
                build_version(folder, sorted(loads), self.progress, anew=bool(damaged))
        memory.keep(state)
        return report

    def _refuse_another_base(self, state: State) -> None:
        folder = self.folder
        if folder.exists and state.base and folder.settings().base != state.base:
            raise GraphError(
                f"the graph in {self.remote} has the base {state.base}, this folder has the base {folder.settings().base}",
                where=str(folder.path),
                hint=f"pull into a new folder: govgraph pull {self.remote} --graph NEW_FOLDER",
            )


def loads_after_sync(in_folder: Collection[str], in_database: Collection[str], seen: Collection[str]) -> set[str]:
    """The loads that both sides should have after a sync: all loads, except those that one side has unloaded.

    Args:
        in_folder: the loads of the folder.
        in_database: the loads of the database.
        seen: the loads that both had when the folder last saw the database.

    Example:
        >>> sorted(loads_after_sync({"a", "loaded here"}, {"a", "b", "loaded there"}, seen={"a", "b"}))
        ['a', 'loaded here', 'loaded there']
    """
    unloaded = {load for load in seen if load not in in_folder or load not in in_database}
    return (set(in_folder) | set(in_database)) - unloaded


def sync(
    folder: Folder, remote: Remote, *, progress: Progress, dry_run: bool = False, remove_many: bool = False
) -> SyncReport:
    """Do on each side what was done on the other since the folder last saw the database. The first sync gives both all loads.

    Args:
        folder: the graph folder.
        remote: the database.
        progress: told what is being done.
        dry_run: only report what would be done.
        remove_many: as for :func:`~govgraph.graph.neo4j.push.push`.

    Raises:
        Busy: another process is changing the folder, or another push is writing.
        GraphError: as for :func:`pull` and :func:`~govgraph.graph.neo4j.push.push`.
    """
    for _ in range(_ATTEMPTS):
        pulled = _pull_if_any(folder, remote, progress, dry_run)
        if dry_run:
            return SyncReport(pulled, _planned_push(folder, remote, pulled))
        try:
            return SyncReport(pulled, push(folder, remote, progress=progress, remove_many=remove_many))
        except LoadsChanged:
            continue  # others have changed the loads since the pull: pull again
    raise GraphError(
        "others change the graph in the database faster than it can be synced",
        where=str(remote),
        hint="repeat the command later",
    )


def _pull_if_any(folder: Folder, remote: Remote, progress: Progress, dry_run: bool) -> PullReport:
    with remote.session() as session:
        empty = not read_state(session, items=False).graph
    if empty:
        return PullReport(unchanged=True, dry_run=dry_run)
    return pull(folder, remote, progress=progress, dry_run=dry_run, merge=True)


def _planned_push(folder: Folder, remote: Remote, pulled: PullReport) -> PushReport:
    with remote.session() as session:
        in_database = set(read_state(session, items=False).loads)
    in_folder = set(folder.loads()) if folder.exists else set()
    after_pull = (in_folder | set(pulled.loads_fetched)) - set(pulled.loads_removed)
    return PushReport(
        unchanged=after_pull == in_database,
        dry_run=True,
        loads_sent=sorted(after_pull - in_database),
        loads_removed=sorted(in_database - after_pull),
    )
