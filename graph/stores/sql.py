"""SQL over a version's tables, and over the records that they were assembled from, as a worker process answers it.

DuckDB reads the Parquet files directly. The assembled tables have their own names; the rows as each file gave them are in the
schema ``records``. A query is one SELECT (``sql_check``), and runs in a transaction that only reads, on a connection that can open no other
file. The files are named relative to the graph folder, so that no answer, plan or error tells where the folder is.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from govgraph.graph.duck import connect, memory_of, parquet, quoted, sql_type, with_columns
from govgraph.graph.errors import GraphError, QueryError, Unreadable
from govgraph.graph.identity.kept import other_iris
from govgraph.graph.queries.parameters import refuse_missing, refuse_unknown
from govgraph.graph.stores.sql_check import Checked, checked
from govgraph.graph.stores.sql_faults import explained, parameter_places
from govgraph.graph.stores.sql_table import table as table_of
from govgraph.graph.stores.table_answer import TableAnswer, packed
from govgraph.graph.stores.table_files import TableFiles
from govgraph.graph.table_parts import tables_in
from govgraph.ontology.block import assembled_schema, schema
from govgraph.ontology.declaration import tables

MEMORY_VARIABLE = "GOVGRAPH_SQL_MEMORY"
"""The environment variable with the most memory that SQL queries may use."""
MEMORY = "2GB"
OTHER_IRIS = "other_iris"
"""The table (iri, now) of IRIs of records that are not their actors' now, in SQL only."""

_BESIDE_THE_ENGINE = 3 << 30  # bytes: Python, its libraries, threads, and an answer on its way

_LARGEST_ANSWER = 1 << 30


class SqlStore:
    """The tables of one version as SQL. It changes the working directory to the graph folder.

    Args:
        files: of the version.
        spill: an empty folder for what does not fit in memory.

    Raises:
        GraphError: the setting of the memory is wrong.
    """

    def __init__(self, files: TableFiles, spill: Path) -> None:
        os.chdir(files.graph)
        self._graph = files.graph
        self._memory = os.environ.get(MEMORY_VARIABLE) or MEMORY
        try:
            self.db = connect(memory=self._memory, spill=spill)
        except duckdb.Error as error:
            raise GraphError(
                f"{MEMORY_VARIABLE} is not an amount of memory: {self._memory}", expected=f"for example {MEMORY}"
            ) from error
        _bound_the_process(self.db)
        self._opened: list[Path] = []
        self._missing = self._statements(files)
        self._names = set(self._missing)
        paths = ", ".join(quoted(path) for path in self._opened)
        self.db.execute("SET python_enable_replacements = false; SET autoinstall_known_extensions = false")
        self.db.execute(f"SET allowed_paths = [{paths}]; SET enable_external_access = false")
        self.db.execute("SET lock_configuration = true")

    def _statements(self, files: TableFiles) -> dict[tuple[str, str], Callable[[], object]]:
        """(schema, table) -> what makes the table. It is made when a query needs it: making all takes longer than most queries."""
        picks = ", ".join(
            f"list_filter(names, lambda x: x.lang = '{x}')[1].text"
            for x in files.languages
            if x.replace("-", "").isalnum()
        )
        made: dict[tuple[str, str], Callable[[], object]] = {}
        for name, parts in tables_in(files.version / "tables").items():
            table = tables()[name]
            named = any(c.name == "names" for c in table.columns)
            extra = f", coalesce({picks + ', ' if picks else ''}names[1].text) AS name" if named else ""
            made["main", name] = partial(self._view, name, self._parquet(*parts), assembled_schema(table), extra)
        made["main", OTHER_IRIS] = partial(self._other_iris, files.version)
        self.db.execute("CREATE SCHEMA records")
        for table in tables().values():
            if table.own:
                continue
            name, rows = f"records.{table.name}", schema(table.name)
            if paths := files.records.get(table.name):
                made["records", table.name] = partial(self._view, name, self._parquet(*paths), rows)
            else:
                columns = ", ".join(f"NULL::{sql_type(kind)} AS {column}" for column, kind in rows.items())
                statement = f"CREATE VIEW {name} AS SELECT {columns} LIMIT 0"
                made["records", table.name] = partial(self.db.execute, statement)
        return made

    def _view(
        self, name: str, source: str, columns: Mapping[str, pl.DataType | type[pl.DataType]], extra: str = ""
    ) -> None:
        self.db.execute(f"CREATE VIEW {name} AS SELECT *{extra} FROM {with_columns(self.db, source, columns)}")

    def _other_iris(self, version: Path) -> None:
        """Which actor an IRI of the records is now."""
        self.db.execute(f"CREATE TABLE {OTHER_IRIS} (iri VARCHAR PRIMARY KEY, now VARCHAR)")
        now = other_iris(version)
        pairs = [list(now), list(now.values())]
        self.db.execute(f"INSERT INTO {OTHER_IRIS} SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", pairs)

    def _make(self, names: Iterable[tuple[str, str]]) -> None:
        """Make those of some tables that are not there yet.

        Raises:
            Unreadable: a file cannot be read.
        """
        try:
            for name in sorted(self._missing.keys() & set(names)):
                self._missing.pop(name)()
        except duckdb.Error as error:
            raise Unreadable(
                f"the tables cannot be read: {self._said(error)}", hint="govgraph check; govgraph rebuild"
            ) from error

    def _parquet(self, *files: Path) -> str:
        inside = [file.relative_to(self._graph) for file in files]
        self._opened += inside
        return parquet(*inside)

    def answer(self, query: str, parameters: dict[str, Any], limit: int | None) -> TableAnswer:
        """At most ``limit`` rows of one SELECT.

        Raises:
            QueryError: the query has a fault, is not exactly one SELECT, or needs more memory than there is.
            Unreadable: a file of a table that it reads cannot be read.
        """
        cursor = self.db.cursor()
        try:
            one = checked(cursor, query, self._names)
            self._make(one.tables)
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            refuse_missing(parameters, parameter_places(query, one.parameters))
            refuse_unknown(parameters, one.parameters, "$")
            return packed(self._rows(cursor, one, parameters or None, limit), limit)
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise self._fault(error, query) from error
        finally:
            cursor.close()

    def _rows(
        self, cursor: duckdb.DuckDBPyConnection, query: Checked, values: dict[str, Any] | None, limit: int | None
    ) -> pl.DataFrame:
        if query.explain:
            return pl.DataFrame(cursor.sql(f"{query.explain}SELECT * FROM {query.subquery}", params=values))
        at_most = "" if limit is None else f" LIMIT {limit + 1}"
        frame = table_of(cursor.sql(f"SELECT * FROM {query.subquery}{at_most}", params=values))
        if frame.estimated_size() > _LARGEST_ANSWER:
            raise QueryError(
                f"the answer has {frame.height:,} rows and more than {_LARGEST_ANSWER >> 30} GB",
                hint="narrow it, add LIMIT, or govgraph export parquet for whole tables",
            )
        return frame

    def _said(self, error: Exception) -> str:
        """What DuckDB says, without the place of the graph folder. Polars hands on what happens while it takes the rows."""
        said = str(error).removeprefix("got external error: ")
        return said.replace(f"{self._graph}{os.sep}", "").replace(str(self._graph), ".")

    def _fault(self, error: Exception, query: str) -> QueryError:
        said = self._said(error)
        if said.startswith("Out of Memory Error"):
            return QueryError(
                f"the query needs more than {self._memory} of memory",
                hint=f"narrow it, add LIMIT, or set {MEMORY_VARIABLE} to more",
            )
        # The query stands on the second line of what is run.
        return explained(said, query, lines_before=1)

    def close(self) -> None:
        """Close the connection, and leave the graph folder: it may be removed, and in a folder that is gone Java does not start."""
        self.db.close()
        os.chdir(tempfile.gettempdir())


def _bound_the_process(db: duckdb.DuckDBPyConnection) -> None:
    """Bound the memory of this process, where the system can: some of what the engine needs it does not count itself."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    most = memory_of(db) + _BESIDE_THE_ENGINE
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
