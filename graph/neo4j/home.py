"""A graph that lives in a Neo4j database: the same object as one in a folder, kept there.

Cypher is asked of the server. A replica, an ordinary graph folder among the user's caches, answers SPARQL and SQL as
fast as any folder; it is brought up to date when the graph is opened, load by load. A load or unload is done in the replica and then
pushed; it counts when the push is complete. Until then the database's list of loads is the old one, and the next one who
opens the graph gets that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from govgraph.graph.build.load import LoadReport
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.defaults import TIMEOUT
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph, Open
from govgraph.graph.neo4j import search as neo4j_search
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.state import read_state
from govgraph.graph.neo4j.sync import PullReport, pull, sync
from govgraph.graph.on_demand import Store
from govgraph.graph.progress import Progress, silent
from govgraph.graph.results import Result

if TYPE_CHECKING:
    from govgraph.graph.check.report import CheckReport

_WAIT = 600  # seconds for another process that brings the same replica up to date


def replica_folder(remote: Remote) -> Path:
    """Where the replica of a database is: in the user's cache folder, one for each server and database.

    Example:
        >>> replica_folder(Remote("neo4j://localhost", ("neo4j", "x"))).name[:15]
        'neo4j-localhost'
    """
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", str(remote)).strip("-")[:60]
    name = f"{readable}-{hashlib.sha256(str(remote).encode()).hexdigest()[:8]}"
    return Path(platformdirs.user_cache_dir("govgraph", appauthor=False)) / "replicas" / name


class Neo4jGraph(Graph):
    """A graph that lives in a Neo4j database; made by ``govgraph.open("neo4j://HOST:PORT/DATABASE")``.

    What is asked is answered as of the moment when the graph was opened, or :meth:`sync` called; Cypher as of now.

    Args:
        uri: of the database.
        base, languages: of a graph that is new.
        user: instead of ``NEO4J_USER``; the password is ``NEO4J_PASSWORD``, or asked for.

    Raises:
        GraphError: the address is none, or there is no password.

    Example:
        >>> Neo4jGraph("neo4j://me:word@localhost")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: the address has a user or password in it ...
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
        """Bring the replica up to date with the database.

        Raises:
            GraphError: the server cannot be reached; or the database has no graph any more while the replica has one.
        """
        with self._alone():
            return self._update(progress or silent)

    def _update(self, progress: Progress) -> PullReport:
        with self.remote.session() as session:
            has_graph = bool(read_state(session, items=False).graph)
        if has_graph:
            # What only a replica has is the rest of a load that never became complete.
            report = pull(self.folder, self.remote, progress=progress, overwrite=True)
        elif self.folder.exists and self.folder.loads():
            raise GraphError(
                f"the database holds no graph any more, and its replica still has {len(self.folder.loads())} loads",
                where=str(self.remote),
                hint=f"put it back: govgraph push {self.remote} --graph {self.folder.path}; "
                "or remove that folder to begin anew",
            )
        else:
            report = PullReport(unchanged=True)
        self._up_to_date = True
        return report

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only process that changes the replica, from what is fetched to what is pushed."""
        # Beside the replica: a graph is only made in an empty folder.
        self.folder.path.mkdir(exist_ok=True)
        with self.folder.alone(f"../{self.folder.path.name}.lock", wait=_WAIT):
            yield

    def _refresh_once(self) -> None:
        if not self._up_to_date:
            self.refresh()

    def _open(self) -> Open:
        self._refresh_once()

        return super()._open()

    # ------------------------------------------------------------------------------------------------ loads

    def load(self, *paths: str | Path, progress: Progress | None = None, **options: Any) -> list[LoadReport]:
        """As :meth:`Graph.load`, into the database.

        Raises:
            GraphError: also: the server cannot be reached or refuses the writing. The graph is as it was then; what was
                written already is put right by the next load or push.
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

    def _publish(self, progress: Progress) -> None:
        # Until it is done the replica is ahead, and the database decides what the graph is.
        self._up_to_date = False
        # The person named what is to be loaded or unloaded; a folder does not ask again either.
        sync(self.folder, self.remote, progress=progress, remove_many=True)
        self._up_to_date = True

    def loads(self) -> list[Manifest]:
        """What is loaded, by name; empty before the first load."""
        self._refresh_once()

        return super().loads()

    # -------------------------------------------------------------------------------------------- questions

    def build(self, *stores: Store, progress: Progress | None = None) -> dict[Store, Path]:
        """As :meth:`Graph.build`; with no names only the triples, since the server answers Cypher."""
        return super().build(*(stores or ("rdf",)), progress=progress)

    def prepare(self, language: str, *, progress: Progress | None = None) -> None:
        """Build what answering in a language needs: for Cypher nothing, which the server answers."""
        if language != "cypher":
            super().prepare(language, progress=progress)

    def cypher(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer of the server to a Cypher query that only reads; parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has a fault, or would write.
            QueryTimeout: it was stopped at the limit.
        """
        self._refresh_once()

        if self._server is None:
            self._server = Neo4jStore(self.remote.uri, self.remote.auth, self.remote.database)
        return self._server.cypher(query, limit=limit, timeout=timeout, **parameters)

    def check(self, *, shapes: bool = True, deep: bool = False, progress: Progress | None = None) -> CheckReport:
        """As :meth:`Graph.check`, and whether the database shows what its records give.

        Raises:
            GraphError: also: the server cannot be reached.
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
        """As :meth:`Graph.search`, by the server's full-text index."""
        with self.remote.session() as session:
            return neo4j_search.search(session, text, kind=kind, limit=limit)
