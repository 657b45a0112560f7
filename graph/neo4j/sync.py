"""Pull a graph folder from a Neo4j database, or bring both sides together.

A pull makes a folder hold the loads that the database has: their records are fetched, those that are there already are not, and the
stores are built from them as after a load; so the folder is the same as the one that was pushed, byte for byte. A sync does
on each side what was done on the other since they last met: what was loaded on either side is then on both, what was
unloaded on either side is on neither.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field

import neo4j

from govgraph.graph.build.version import build_version
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder, Settings
from govgraph.graph.neo4j import record_files
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.memory import Memory
from govgraph.graph.neo4j.push import LoadsChanged, PushReport, push
from govgraph.graph.neo4j.state import State, read_state
from govgraph.graph.progress import Progress

_ATTEMPTS = 5


@dataclass(slots=True)
class PullReport:
    """What a pull did, or with ``dry_run`` would do.

    Attributes:
        unchanged: the folder held just this already.
        loads_fetched, loads_removed: names of loads.
        bytes: of records, over the wire.
    """

    unchanged: bool = False
    dry_run: bool = False
    loads_fetched: list[str] = field(default_factory=list)
    loads_removed: list[str] = field(default_factory=list)
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
        folder: of the graph; a new one gets the settings of the graph in the database.
        remote: the database, as :func:`~govgraph.graph.neo4j.connect.remote` gives it.
        dry_run: only say what would be done.
        overwrite: though loads that only this folder has are removed from it.
        merge: keep the loads that only this folder has, for a push that follows.

    Raises:
        Busy: another process is changing the folder.
        GraphError: there is no graph in the database, or another one; its records are damaged; loads would be lost.
    """
    started = time.monotonic()
    this_pull = _Pull(folder, remote, progress, dry_run=dry_run, overwrite=overwrite, merge=merge)
    with remote.session() as session:
        for _ in range(_ATTEMPTS):
            state = read_state(session, items=False)
            if not state.graph:
                raise GraphError(
                    "there is no graph of govgraph's in this database",
                    where=str(remote),
                    hint=f"govgraph push {remote}",
                )
            try:
                report = this_pull.run(session, state)
            except GraphError:
                # Records that vanish while they are read are those of a load that was just taken out.
                if read_state(session, items=False).revision == state.revision:
                    raise
                continue
            report.seconds = round(time.monotonic() - started, 3)
            return report
    raise GraphError("the graph in the database changes faster than it can be read", where=str(remote))


@dataclass(frozen=True, slots=True)
class _Pull:
    """One pull: from where to where, and what it may do."""

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
        loads = target(in_folder, set(state.loads), memory.seen(state)) if self.merge else set(state.loads)
        report = PullReport(
            unchanged=loads == in_folder,
            dry_run=self.dry_run,
            loads_fetched=sorted(loads - in_folder),
            loads_removed=sorted(in_folder - loads),
        )
        only_in_folder = in_folder - loads - memory.seen(state)
        if only_in_folder and not self.overwrite:
            raise GraphError(
                f"loads that only this folder has would be lost: {', '.join(sorted(only_in_folder)[:5])}",
                where=str(folder.path),
                hint="govgraph sync URI takes both sides' loads; pull --yes makes the folder as the database",
            )
        if self.dry_run:
            return report
        folder.create(Settings(state.base, state.languages))
        if not report.unchanged:
            with folder.writing():
                for load in report.loads_fetched:
                    if not (folder.records / load / "manifest.json").exists():
                        report.bytes += record_files.fetch(session, load, folder.records, self.progress)
                build_version(folder, sorted(loads), self.progress)
        memory.keep(state)
        return report

    def _refuse_another_base(self, state: State) -> None:
        folder = self.folder
        if folder.exists and state.base and folder.settings().base != state.base:
            raise GraphError(
                f"the graph in {self.remote} has the base {state.base}, this folder {folder.settings().base}",
                where=str(folder.path),
                hint="name a new folder with --graph",
            )


def target(in_folder: Collection[str], in_database: Collection[str], seen: Collection[str]) -> set[str]:
    """The loads that both sides shall have: all, without those that one side had and has taken out.

    Example:
        >>> sorted(target({"a", "new here"}, {"a", "b", "new there"}, {"a", "b"}))
        ['a', 'new here', 'new there']
    """
    unloaded = {load for load in seen if load not in in_folder or load not in in_database}
    return (set(in_folder) | set(in_database)) - unloaded


def sync(
    folder: Folder, remote: Remote, *, progress: Progress, dry_run: bool = False, remove_many: bool = False
) -> SyncReport:
    """Do on each side what was done on the other since they last met; at the first time both get all loads.

    Args:
        remove_many: though a large share of the database is removed by it.

    Raises:
        Busy: another process is changing the folder, or another push is writing.
        GraphError: as of :func:`pull` and :func:`~govgraph.graph.neo4j.push.push`.
    """
    for _ in range(_ATTEMPTS):
        pulled = _pull_if_any(folder, remote, progress, dry_run)
        if dry_run:
            return SyncReport(pulled, _planned_push(folder, remote, pulled))
        try:
            return SyncReport(pulled, push(folder, remote, progress=progress, remove_many=remove_many))
        except LoadsChanged:
            continue  # others were faster: what they did is taken in as well
    raise GraphError("the graph in the database changes faster than it can be brought together", where=str(remote))


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
