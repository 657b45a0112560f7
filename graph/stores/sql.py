"""SQL over a version's tables, and over the records that they were assembled from.

DuckDB reads the Parquet files directly. The assembled tables have their own names; the rows as each file gave them are in the
schema ``records``. The connection can read no other file and write nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import connect, parquet, quoted, with_columns
from govgraph.graph.errors import QueryError, QueryTimeout
from govgraph.graph.stores.sql_faults import explained
from govgraph.graph.stores.sql_table import table as table_of
from govgraph.ontology.block import assembled_schema, schema
from govgraph.ontology.declaration import tables


class SqlStore:
    """The tables of one version as SQL.

    Args:
        version: the folder of the version.
        loads: the loads of the version.
        languages: the preferred languages of the column ``name``, the first choice first.
    """

    def __init__(self, version: Path, loads: Sequence[Manifest], languages: Sequence[str]) -> None:
        self.db = connect(memory="2GB")
        self.db.execute("CREATE SCHEMA records")
        picks = ", ".join(
            f"list_filter(names, lambda x: x.lang = '{x}')[1].text" for x in languages if x.replace("-", "").isalnum()
        )
        for file in sorted((version / "tables").glob("*.parquet")):
            table = tables()[file.stem]
            rows = with_columns(self.db, parquet(file), assembled_schema(table))
            named = any(c.name == "names" for c in table.columns)
            extra = f", coalesce({picks + ', ' if picks else ''}names[1].text) AS name" if named else ""
            self.db.execute(f"CREATE VIEW {file.stem} AS SELECT *{extra} FROM {rows}")
        for table in tables().values():
            if table.own:
                continue
            files = [m.records(table.name) for m in loads if table.name in m.tables]
            if files:
                source = f"SELECT * FROM {with_columns(self.db, parquet(*files), schema(table.name))}"
            else:
                self.db.register("empty", pl.DataFrame(schema=schema(table.name)).to_arrow())
                source = "SELECT * FROM empty"
            # Other cursors do not see a view of a registered frame, so for an empty one a table is made.
            self.db.execute(f"CREATE {'VIEW' if files else 'TABLE'} records.{table.name} AS {source}")
        folders = ", ".join(quoted(f"{p}/") for p in [version / "tables", *(m.folder for m in loads)])
        self.db.execute(f"SET allowed_directories = [{folders}]; SET enable_external_access = false")
        self.db.execute("SET lock_configuration = true")

    def query(
        self, sql: str, parameters: dict[str, Any], limit: int | None, timeout: float | None
    ) -> tuple[pl.DataFrame, bool]:
        """The rows of one SELECT, and whether there were more than ``limit``.

        Raises:
            QueryError: the query has a fault, or is not exactly one SELECT.
            QueryTimeout: the query was stopped at the time limit.
        """
        expired = threading.Event()
        cursor = self.db.cursor()

        def stop() -> None:
            expired.set()
            cursor.interrupt()

        timer = threading.Timer(timeout, stop) if timeout else None
        try:
            statements = duckdb.extract_statements(sql)
            if len(statements) != 1 or statements[0].type not in (
                duckdb.StatementType.SELECT,
                duckdb.StatementType.EXPLAIN,
            ):
                raise QueryError(
                    "queries only read; this is not one SELECT", expected="SELECT ...", hint="govgraph ref"
                )
            if timer:
                timer.start()
            relation = cursor.sql(statements[0].query, params=parameters or None)
            frame = pl.DataFrame() if relation is None else table_of(relation)
        except duckdb.InterruptException:
            if not expired.is_set():
                raise
            raise QueryTimeout(
                f"the query was stopped after {timeout:.0f} seconds", hint="narrow it, or give more time with --timeout"
            ) from None
        except duckdb.Error as error:
            raise explained(str(error), sql) from error
        finally:
            if timer:
                timer.cancel()
            cursor.close()
        cut = limit is not None and frame.height > limit
        return (frame.head(limit) if cut and limit is not None else frame), cut

    def close(self) -> None:
        """Close the connection."""
        self.db.close()
