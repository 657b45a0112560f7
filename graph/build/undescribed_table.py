"""The table of things that rows refer to and that none describes: from all rows, or from the version before and what a change touches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from govgraph.graph.build.assemble import Assembler
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.part_files import described, perhaps_with
from govgraph.graph.build.records import LOADED
from govgraph.graph.duck import copy, memory_of, parquet
from govgraph.graph.table_parts import part_path, parts_of
from govgraph.ontology.declaration import Table, node_tables

_NAME = "undescribed"
_IRI_BYTES = 100
"""What an IRI costs in the memory of a join."""
_DESCRIBED = tuple(t.name for t in node_tables() if t.name != _NAME)


def write(db: duckdb.DuckDBPyConnection, raw: Assembler, tables: Path) -> None:
    """Write the table from all rows.

    Args:
        raw: the records.
        tables: the folder of the tables; those of things are written already.
    """
    views = [parquet(*parts_of(tables, name)) for name in _DESCRIBED]
    shares = _shares(db, tables)
    for share in range(shares):
        rows = raw.undescribed_sql(views, share, shares)
        db.execute(f"CREATE TEMP TABLE nobody AS {rows}" if not share else f"INSERT INTO nobody {rows}")
    copy(db, "SELECT DISTINCT * FROM nobody", part_path(tables, _NAME, 0))


def _shares(db: duckdb.DuckDBPyConnection, tables: Path) -> int:
    """In how many steps the references are looked up, so that a step needs half of the memory of the setting at most.

    DuckDB cannot put all on disk that it keeps for a join of several lists without duplicates.
    """
    rows = sum(part.rows for table in LOADED for part in described(parts_of(tables, table.name)))
    return 1 + rows * _IRI_BYTES * 2 // memory_of(db)


def change(
    db: duckdb.DuckDBPyConnection, raw: Assembler, tables: Path, before: Path, changed: Sequence[Manifest]
) -> None:
    """Write the table of the next version. Only what touched rows refer to or describe can become or cease to be undescribed.

    Args:
        raw: the records of the next version; the tables ``touched_NAME`` and ``before_now`` are in the connection.
        tables: the folder of its tables; those of things are written already.
        before: the folder of the tables of the version before.
        changed: the loads in which the two versions differ.
    """
    _find_perhaps(db, raw, changed)
    known = []
    for name in _DESCRIBED:
        parts = perhaps_with(db, described(parts_of(tables, name)), "perhaps")
        known += [f"SELECT iri FROM {parquet(*(part.file for part in parts))}"] if parts else []
    nowhere = f" ANTI JOIN ({' UNION ALL '.join(known)}) k ON k.iri = p.iri" if known else ""
    db.execute(f"CREATE TEMP TABLE nowhere AS SELECT p.iri FROM perhaps p{nowhere}")
    old = parquet(*parts_of(before, _NAME))
    rows = f"SELECT t.iri, t.class FROM {old} t ANTI JOIN perhaps p ON p.iri = t.iri"
    ((some,),) = db.execute("SELECT count(*) FROM nowhere").fetchall()
    if some:
        # Rows refer by the IRIs of the records; an actor that has another one now is looked for by all of its IRIs.
        db.execute(
            "CREATE TEMP TABLE nowhere_named AS SELECT iri FROM nowhere UNION "
            f"SELECT n.iri FROM {raw.name}_now n SEMI JOIN nowhere w ON w.iri = n.now"
        )
        referred = raw.references("ref IN (SELECT iri FROM nowhere_named)")
        rows += f" UNION ALL SELECT r.ref, 'Undescribed' FROM ({referred}) r SEMI JOIN nowhere w ON w.iri = r.ref"
    copy(db, rows, part_path(tables, _NAME, 0))


def _find_perhaps(db: duckdb.DuckDBPyConnection, raw: Assembler, changed: Sequence[Manifest]) -> None:
    """Make the table ``perhaps`` of all IRIs that may become or cease to be undescribed."""
    parts = [f"SELECT {c} AS iri FROM {when}_now" for when in ("before", raw.name) for c in ("iri", "now")]
    for table in LOADED:
        if not table.is_link:
            parts.append(f"SELECT iri FROM touched_{table.name}")
        if not changed:  # the records are what they were, so that other IRIs are referred to and described as before
            continue
        rows = [raw.rows_of(table, f"touched_{table.name}")]
        rows += [parquet(m.records(table.name)) for m in changed if table.name in m.tables]
        parts += [ref for source in rows for ref in _refs(db, table, source)]
    db.execute(
        f"CREATE TEMP TABLE perhaps AS SELECT DISTINCT iri FROM ({' UNION ALL '.join(parts)}) WHERE iri IS NOT NULL"
    )
    for when in ("before", raw.name):
        db.execute(f"INSERT INTO perhaps SELECT DISTINCT n.now FROM {when}_now n SEMI JOIN perhaps p ON p.iri = n.iri")


def _refs(db: duckdb.DuckDBPyConnection, table: Table, source: str) -> list[str]:
    """The SQL of the IRIs that some rows refer to, one for each column; files of an earlier declaration may lack some."""
    present = set(db.sql(f"SELECT * FROM {source} LIMIT 0").columns)
    return [
        f"SELECT {f'unnest({c.name})' if c.many else c.name} AS iri FROM {source}"
        for c in table.refs
        if c.name in present
    ]
