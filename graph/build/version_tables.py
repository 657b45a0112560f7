"""The tables of a version: the merged rows of all loads, one row per thing, and the tables derived from them.

They are made from scratch here; ``change`` makes them from the version before.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from govgraph.graph.build import part_files, undescribed_table
from govgraph.graph.build.assemble import Assembler
from govgraph.graph.build.described import dataset_rows, event_type_rows, load_rows
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.records import LOADED
from govgraph.graph.duck import are_small, asking, connect, memory_for, parquet, spill_below, threads_for
from govgraph.graph.errors import GraphError
from govgraph.graph.identity.kept import keep
from govgraph.graph.identity.log import Log
from govgraph.graph.progress import Progress
from govgraph.graph.settings import Settings
from govgraph.graph.stores.rdf_build import CITED
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.block import assembled_schema, said_schema
from govgraph.ontology.declaration import node_tables

_DESCRIBED = tuple(t.name for t in node_tables() if t.name != "undescribed")


@dataclass(slots=True)
class VersionTables:
    """The tables of a version that is being made.

    Attributes:
        settings: the settings of the graph.
        loads: all loads of the version.
        out: an empty folder for the version.
        log: the decisions on who is the same as whom.
    """

    settings: Settings
    loads: list[Manifest]
    out: Path
    progress: Progress
    log: Log

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection whose joins spill into the version's own folder; for small loads one that is there."""
        rows = sum(load.rows_loaded for load in self.loads)
        if are_small(rows, (file for load in self.loads for file in load.files)):
            return asking()
        return connect(
            memory=memory_for(rows), spill=spill_below(self.work / "spill"), ordered=False, threads=threads_for(rows)
        )

    @property
    def tables(self) -> Path:
        """The folder of the assembled tables, one row per thing."""
        return self.out / "tables"

    @property
    def said(self) -> Path:
        """The folder of what each dataset says about shared things."""
        return self.out / "said"

    @property
    def work(self) -> Path:
        """The folder of temporary files, removed before the version is put in force."""
        return self.out / "work"

    def _rows(self, name: str) -> str:
        """The rows of a table that is written, as SQL."""
        return parquet(*parts_of(self.tables, name))

    def assemble(self) -> None:
        """Merge the rows of all loads, and write the tables, what each dataset says, and which record cites which document."""
        for path in (self.tables, self.said, self.work):
            path.mkdir()
        with self.connect() as db:
            raw = Assembler(db, self.settings.base, self.loads, log=self.log)
            keep(raw.resolved, self.out)
            for number, table in enumerate(LOADED):
                self.progress("putting the rows together", number, len(LOADED))
                if not raw.has(table):
                    part_files.write_empty(assembled_schema(table), self.tables, table.name)
                    if table.shared:
                        part_files.write_empty(said_schema(table), self.said, table.name)
                    continue
                part_files.write(db, raw.sql(table.name), self.tables, table.name)
                if table.shared:
                    part_files.write(db, raw.said_sql(table.name), self.said, table.name)
            self.own_tables(db)
            undescribed_table.write(db, raw, self.tables)
            part_files.write(db, raw.documents_sql(), self.out, CITED, key="record")
        shutil.rmtree(self.work)

    def own_tables(self, db: duckdb.DuckDBPyConnection) -> None:
        """Write the tables derived from the others: concepts in use, datasets, loads."""
        used = db.execute(f"SELECT DISTINCT type FROM {self._rows('events')} WHERE type IS NOT NULL").fetchall()
        concepts = event_type_rows(str(iri) for (iri,) in used)
        concepts.write_parquet(self.tables / "event_types.parquet")
        self.datasets(db)
        load_rows(self.settings.base, self.loads).write_parquet(self.tables / "loads.parquet")
        self._no_iri_twice(db, _DESCRIBED)

    def datasets(self, db: duckdb.DuckDBPyConnection) -> None:
        """Write the table of datasets, our code lists among them if they describe a country."""
        coded = db.execute(f"SELECT count(*) FROM {self._rows('actors')} WHERE kind = 'country'").fetchone()
        rows = dataset_rows(self.settings.base, self.loads, bool(coded and coded[0]))
        rows.write_parquet(self.tables / "datasets.parquet")

    def _no_iri_twice(self, db: duckdb.DuckDBPyConnection, described: Sequence[str]) -> None:
        """Check that each IRI is in one table only: it cannot be both an actor and a place.

        Raises:
            GraphError: an IRI is in several tables; the message names it and the files.
        """
        few = [name for name in described if name != "events"]
        parts = [f"SELECT iri, '{n}' AS name FROM {self._rows(n)}" for n in few]
        db.execute(f"CREATE OR REPLACE TEMP TABLE described AS {' UNION ALL '.join(parts)}")
        events = f"SELECT e.iri, 'events' AS name FROM {self._rows('events')} e"
        duplicate = db.execute(
            f"SELECT iri, list(name ORDER BY name) FROM (SELECT * FROM described UNION ALL {events} SEMI JOIN described d "
            "ON d.iri = e.iri) GROUP BY iri HAVING count(*) > 1 ORDER BY iri LIMIT 1"
        ).fetchone()
        if duplicate:
            iri, names = duplicate
            files = sorted({r.file for r in self.loads if any(n in r.tables for n in names)})
            raise GraphError(
                f"{iri} appears in both {' and '.join(names)}; an IRI may belong to one table only",
                where=", ".join(files[:5]),
                expected="an identifier of its own for each thing",
                hint="give one of them another id and load again; the graph is as it was",
            )
