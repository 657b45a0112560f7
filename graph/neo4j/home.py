"""A graph that lives in a Neo4j database, used like a graph in a folder.

The server answers Cypher. SPARQL and SQL are answered by a replica, an ordinary graph folder in the user's cache, as fast
as by any folder. Opening the graph brings the replica up to date, load by load. A load or unload is done in the replica and then
pushed, and takes effect when the push is complete. Until then the database lists the old loads, and whoever opens the graph
gets those.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from govgraph.graph.answers.results import Result
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.report import LoadReport
from govgraph.graph.defaults import TIMEOUT
from govgraph.graph.errors import GraphError
from govgraph.graph.find.search_events import unnamed_events
from govgraph.graph.folder import Folder
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j import search as neo4j_search
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.hints import command
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.state import read_state
from govgraph.graph.neo4j.sync import PullReport, pull, sync
from govgraph.graph.on_demand import Store
from govgraph.graph.opened import Open
from govgraph.graph.progress import Progress, silent
from govgraph.graph.queries import named_iris

if TYPE_CHECKING:
    from govgraph.graph.check.report import CheckReport

_WAIT = 600  # seconds to wait for another process that is updating the same replica


def replica_folder(remote: Remote) -> Path:
    """The folder of a database's replica: in the user's cache, one for each server and database.

    Example:
        >>> replica_folder(Remote("neo4j://localhost", ("neo4j", "x"))).name[:15]
        'neo4j-localhost'
    """
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", str(remote)).strip("-")[:60]
    name = f"{readable}-{hashlib.sha256(str(remote).encode()).hexdigest()[:8]}"
    return Path(platformdirs.user_cache_dir("govgraph", appauthor=False)) / "replicas" / name


class Neo4jGraph(Graph):
    """A graph that lives in a Neo4j database; made by ``govgraph.open("neo4j://HOST:PORT/DATABASE")``.

    SPARQL and SQL see the graph as it was when it was opened or :meth:`refresh` was last called; Cypher and search see it as it
    is now.

    Args:
        uri: of the database.
        base, languages: the settings of a new graph.
        user: overrides ``NEO4J_USER``; the password is ``NEO4J_PASSWORD``, or asked for.

    Raises:
        GraphError: the URI is invalid, or there is no password.

    Example:
        >>> Neo4jGraph("neo4j://me:word@localhost")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: the URI has a user or password in it ...
    """

    def __init__(self, uri: str, *, base: str = "", languages: Sequence[str] = (), user: str | None = None) -> None:
        self.remote = Remote.at(uri, user=user)
        replica = replica_folder(self.remote)
        replica.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(replica, base=base, languages=languages)
        self._up_to_date = False
        self._server: Neo4jStore | None = None

    def close(self) -> None:
        """End the worker processes and the connections, and let the version go."""
        super().close()
        if self._server:
            self._server.close()
            self._server = None

    # ------------------------------------------------------------------------------------------ the replica

    def refresh(self, *, progress: Progress | None = None) -> PullReport:
        """Bring the replica up to date with the database, and report what was pulled.

        Raises:
            GraphError: the server cannot be reached; or the database no longer holds a graph while the replica does.
        """
        with self._alone():
            return self._update(progress or silent)

    def _update(self, progress: Progress) -> PullReport:
        with self.remote.session() as session:
            has_graph = bool(read_state(session, items=False).graph)
        if has_graph:
            # A load that only the replica has was never pushed completely.
            report = pull(self.folder, self.remote, progress=progress, overwrite=True)
        elif self.folder.exists and self.folder.loads():
            raise GraphError(
                f"the database holds no graph any more, and its replica still has {len(self.folder.loads())} loads",
                where=str(self.remote),
                hint=f"to restore the graph: {command('push', self.folder, self.remote)}; "
                "to start a new graph, remove that folder",
            )
        else:
            report = PullReport(unchanged=True)
        self._up_to_date = True
        return report

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only process that changes the replica, from the pull to the push."""
        # The lock is beside the replica, because a graph is only created in an empty folder.
        self.folder.path.mkdir(exist_ok=True)
        with self.folder.alone(f"../{self.folder.path.name}.lock", wait=_WAIT):
            yield

    def _refresh_once(self) -> None:
        if not self._up_to_date:
            self.refresh()

    def up_to_date(self) -> Folder:
        """The folder of the replica, after the database was asked for what is new."""
        self._refresh_once()
        return self.folder

    def _open(self) -> Open:
        self._refresh_once()
        return super()._open()

    # ------------------------------------------------------------------------------------------------ loads

    def load(self, *paths: str | Path, progress: Progress | None = None, **options: Any) -> list[LoadReport]:
        """As :meth:`Graph.load`, into the database.

        Raises:
            GraphError: also if the server cannot be reached or refuses to write. The graph is then as it was before, and the next load or push
                corrects what was already written.
        """
        with self._alone():
            self._update(progress or silent)
            reports = super().load(*paths, progress=progress, **options)
            if any(report.status in ("loaded", "replaced") for report in reports):
                self._publish(progress or silent)
        return reports

    def unload(self, *names: str, progress: Progress | None = None) -> list[str]:
        """As :meth:`Graph.unload`, from the database."""
        with self._alone():
            self._update(progress or silent)
            unloaded = super().unload(*names, progress=progress)
            self._publish(progress or silent)
        return unloaded

    @contextmanager
    def changing(self, progress: Progress) -> Iterator[None]:
        """The time in which the replica is changed, from a pull to a push."""
        with self._alone():
            self._update(progress)
            yield
            self._publish(progress)

    def _publish(self, progress: Progress) -> None:
        # Until the push is complete the replica is ahead, and the database decides what the graph is.
        self._up_to_date = False
        # No question about many removals: the person has named the loads, and a folder does not ask either.
        sync(self.folder, self.remote, progress=progress, remove_many=True)
        self._up_to_date = True

    def loads(self) -> list[Manifest]:
        """The loads of the graph, by name; empty before the first load."""
        self._refresh_once()
        return super().loads()

    # -------------------------------------------------------------------------------------------- questions

    def build(self, *stores: Store, progress: Progress | None = None) -> dict[Store, Path]:
        """As :meth:`Graph.build`; without names only the triples are built, since the server answers Cypher."""
        return super().build(*(stores or ("rdf",)), progress=progress)

    def prepare(
        self,
        language: str,
        query: str,
        parameters: Mapping[str, Any],
        *,
        timeout: float | None = TIMEOUT,
        progress: Progress | None = None,
    ) -> None:
        """Build the store that answers a query; for Cypher nothing, since the server answers it."""
        if language != "cypher":
            super().prepare(language, query, parameters, timeout=timeout, progress=progress)

    def cypher(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The server's answer to a Cypher query that only reads; parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has an error, or would write.
            QueryTimeout: the query was stopped at its time limit.
        """
        query, parameters, told = self._of_today("cypher", query, parameters)
        if self._server is None:
            self._server = Neo4jStore(self.remote.uri, self.remote.auth, self.remote.database)
        result = self._server.cypher(query, limit=limit, timeout=timeout, **parameters)
        result.warnings += told + self._missing(named_iris.texts("cypher", query, parameters, self.settings.base))
        return result

    def check(self, *, shapes: bool = True, deep: bool = False, progress: Progress | None = None) -> CheckReport:
        """As :meth:`Graph.check`; also checks that the database shows what its records say.

        Raises:
            GraphError: also if the server cannot be reached.
        """
        from govgraph.graph.check.neo4j import differences

        report_progress = progress or silent
        self.refresh(progress=report_progress)
        report = super().check(shapes=shapes, deep=deep, progress=report_progress)
        if report.tables_sound:
            report.add(
                differences(self.remote, self.folder, self.version(), report.checked, report.indexes, report_progress)
            )
        return report

    def search(self, text: str, *, kind: str = "", limit: int = 20) -> Result:
        """As :meth:`Graph.search`, with the server's full-text index; events without a name are found in the replica."""
        with self.remote.session() as session:
            hits = neo4j_search.search(session, text, kind=kind, limit=limit)
        return hits if hits.cut else unnamed_events(self, self._open().names, text, kind, limit, hits)
