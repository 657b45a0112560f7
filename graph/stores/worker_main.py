"""The program of a worker process: it does the tasks that ``worker`` sends, one after the other.

It imports what a task needs when that task is first sent. What an engine prints never reaches the channel. An unexpected
exception ends the process, and its message is the last line on standard error.
"""

from __future__ import annotations

import os
import pickle
import queue
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from govgraph.graph.stores.channel import ANSWER, ERROR, PROGRESS, READY, REPLACE, read_bytes, write_bytes
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.sparql.plan import Plan
    from govgraph.graph.sparql.route import Router
    from govgraph.graph.stores.answer import Answer
    from govgraph.graph.stores.arcade_query import CypherStore
    from govgraph.graph.stores.sparql import SparqlStore
    from govgraph.graph.stores.sql import SqlStore
    from govgraph.graph.stores.table_answer import TableAnswer
    from govgraph.graph.stores.table_files import TableFiles

FEW_ROWS = 500_000
"""Builds of fewer rows use Java's quick compiler. For larger builds the optimising compiler pays: they then cost a third less."""
FEW_BYTES = 64 << 20
"""As :data:`FEW_ROWS`, for queries: the size of the property graph in bytes. 64 MB hold about 150,000 rows."""


class _Unsuitable(Exception):
    """This process was started for small work, and the task is large."""


class Tasks:
    """What a worker does.

    Args:
        tell: sends a message of a kind with its content.
        scratch: the folder of this process for what does not fit in memory.
    """

    def __init__(self, tell: Callable[[str, Any], None], scratch: Path) -> None:
        self._tell, self._scratch = tell, scratch
        self._sql: tuple[TableFiles, SqlStore] | None = None
        self._sparql: tuple[Path, SparqlStore] | None = None
        self._router: tuple[Path, Router] | None = None
        self._cypher: tuple[Path, CypherStore] | None = None
        self._quick: bool | None = None

    # ------------------------------------------------------------------------------------------ questions

    def sql(self, files: TableFiles, query: str, parameters: dict[str, Any], limit: int | None) -> TableAnswer:
        """See ``SqlStore.answer``; the tables stay open for the next query."""
        if self._sql is None or self._sql[0] != files:
            from govgraph.graph.stores.sql import SqlStore

            if self._sql:
                self._sql[1].close()
                self._sql = None
            self._sql = (files, SqlStore(files, self._scratch))
        self._tell(READY, None)
        return self._sql[1].answer(query, parameters, limit)

    def sparql(self, store: Path, query: str, parameters: dict[str, Any], limit: int | None) -> Answer:
        """See ``SparqlStore.answer``; the store stays open for the next query."""
        opened = self._triples(store)
        self._tell(READY, None)
        return opened.answer(query, parameters, limit)

    def route(
        self, version: Path, home: Path, store: Path | None, query: str, parameters: dict[str, Any], limit: int | None
    ) -> tuple[Answer | None, Plan]:
        """See ``Router.answer``; the version stays open for the next query."""
        router = self._routed(version, home)
        triples = self._triples(store) if store else None
        self._tell(READY, None)
        return router.answer(query, parameters, limit, triples)

    def explain(self, version: Path, home: Path, built: bool, query: str, parameters: dict[str, Any]) -> Plan:
        """See ``Router.plan``."""
        router = self._routed(version, home)
        self._tell(READY, None)
        return router.plan(query, parameters, built)

    def _triples(self, store: Path) -> SparqlStore:
        if self._sparql is None or self._sparql[0] != store:
            from govgraph.graph.stores.sparql import SparqlStore

            self._sparql = None
            self._sparql = (store, SparqlStore(store))
        return self._sparql[1]

    def _routed(self, version: Path, home: Path) -> Router:
        if self._router is None or self._router[0] != version:
            from govgraph.graph.sparql.route import Router

            if self._router:
                self._router[1].close()
            self._router = None
            self._router = (version, Router(version, home))
        return self._router[1]

    def cypher(
        self, store: Path, query: str, parameters: dict[str, Any], limit: int | None
    ) -> tuple[list[str], list[Any], bool]:
        """See ``CypherStore.answer``; the store stays open for the next query."""
        opened = self._property_graph(store)
        self._tell(READY, None)
        return opened.answer(query, parameters, limit)

    def sparql_warnings(
        self, query: str, parameters: tuple[str, ...], base: str, store: Path | None
    ) -> tuple[list[str], list[tuple[str, str]]]:
        """The warnings about a SPARQL query that was answered, and the IRIs in it that begin with the base, with their places.

        Args:
            store: the triples, if they are built; IRIs of which they say something are then left out.
        """
        from govgraph.graph.sparql import warned

        iris = warned.iris(query, base)
        if iris and store:
            triples = self._triples(store)
            iris = [(iri, place) for iri, place in iris if not triples.has(iri)]
        return warned.warnings(query, parameters), iris

    def cypher_warnings(self, store: Path, query: str, parameters: dict[str, Any]) -> list[str]:
        """See ``CypherStore.warnings``."""
        return self._property_graph(store).warnings(query, parameters)

    def cypher_on_a_copy(
        self, store: Path, query: str, parameters: dict[str, Any], limit: int | None
    ) -> tuple[list[str], list[Any], bool]:
        """The answer to a query that may write. The store is a copy that is deleted afterwards."""
        self._start_java(_bytes(store) < FEW_BYTES)
        from govgraph.graph.stores.arcade_query import CypherStore

        opened = CypherStore(store, writable=True)
        try:
            self._tell(READY, None)
            return opened.answer(query, parameters, limit)
        finally:
            opened.close()

    def indexes(self, store: Path) -> list[dict[str, Any]]:
        """See ``CypherStore.indexes``."""
        return self._property_graph(store).indexes()

    def release(self) -> None:
        """Close the stores that are open."""
        self._sparql = None
        if self._sql:
            self._sql[1].close()
        self._sql = None
        if self._router:
            self._router[1].close()
        self._router = None
        if self._cypher:
            self._cypher[1].close()
        self._cypher = None

    def _property_graph(self, store: Path) -> CypherStore:
        if self._cypher is None or self._cypher[0] != store:
            self._start_java(_bytes(store) < FEW_BYTES)
            from govgraph.graph.stores.arcade_query import CypherStore

            if self._cypher:
                self._cypher[1].close()
                self._cypher = None
            self._cypher = (store, CypherStore(store))
        return self._cypher[1]

    # ------------------------------------------------------------------------------------------- building

    def build_triples(self, version: Path, out: Path, work: Path) -> None:
        """See ``rdf_build.build``."""
        from govgraph.graph.stores import rdf_build

        rdf_build.build(version, out, work, self._progress)

    def build_property_graph(self, tables: Path, out: Path, languages: tuple[str, ...], spill: Path) -> None:
        """See ``arcade_build.build``."""
        self._start_java(_rows(tables) < FEW_ROWS)
        from govgraph.graph.stores import arcade_build, arcade_classes

        arcade_build.build(tables, out, languages, spill, self._progress)
        if arcade_classes.missing():
            self._property_graph(out).answer(arcade_classes.QUERY, {}, None)
            self.release()
            arcade_classes.keep()

    def update_triples(self, base: Path, out: Path, diff: Path, work: Path) -> None:
        """See ``rdf_build.change``."""
        from govgraph.graph.stores import rdf_build

        rdf_build.change(base, out, diff, work, self._progress)

    def update_property_graph(self, out: Path, diff: Path, tables: Path, languages: tuple[str, ...]) -> None:
        """See ``arcade_update.update``."""
        self._start_java(_rows(diff) < FEW_ROWS)
        from govgraph.graph.stores import arcade_update

        arcade_update.update(out, diff, tables, languages)

    def _progress(self, what: str, done: int, total: int) -> None:
        self._tell(PROGRESS, (what, done, total))

    # ----------------------------------------------------------------------------------------------- Java

    def _start_java(self, little: bool) -> None:
        """Start the Java runtime for little or much work, unless it runs already. How it compiles cannot be changed later.

        Raises:
            _Unsuitable: it was started for little work, and this task is much work.
        """
        if self._quick is None:
            from govgraph.graph.stores import arcade

            arcade.start(arcade.available_heap(), short=little)
            self._quick = little
        elif self._quick and not little:
            raise _Unsuitable


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _rows(folder: Path) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in folder.glob("*.parquet"))


def _serve(scratch: Path) -> NoReturn:
    source, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what an engine prints must not be read as a message
    # The Java engine makes a folder for its log in the current folder. Whatever else is made on the way goes there too: a process that is
    # killed at a time limit removes nothing, and its folder is removed for it.
    os.chdir(scratch)
    tempfile.tempdir = str(scratch)
    requests: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        while True:
            try:
                requests.put(read_bytes(source))
            except EOFError:  # the process that asked has ended, so nobody waits for the answer
                shutil.rmtree(scratch, ignore_errors=True)
                os._exit(0)

    def tell(kind: str, content: object) -> None:
        write_bytes(out, pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL))

    threading.Thread(target=listen, daemon=True).start()
    tasks = Tasks(tell, scratch)
    while True:
        task, arguments = pickle.loads(requests.get())
        try:
            answer = getattr(tasks, task)(*arguments)
        except GovgraphError as error:
            tell(ERROR, error)
        except _Unsuitable:
            tell(REPLACE, None)
        else:
            tell(ANSWER, answer)


def main() -> NoReturn:
    """Do the tasks that arrive on standard input. When it closes, end at once, even in the middle of a task."""
    try:
        _serve(Path(sys.argv[1]))
    finally:
        # An orderly end would wait for the listening thread and for Java.
        if error := sys.exception():
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)  # noqa: T201
        os._exit(1)


if __name__ == "__main__":
    main()
