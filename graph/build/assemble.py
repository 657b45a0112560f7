"""Merges the rows of all loads into one row per thing: the facts that every store shows.

Many rows of many loads may describe the same thing. They are merged by ``iri``:

- a single-valued column takes the first value, in the order of (load, row), that does not contradict what is known
  (:mod:`govgraph.graph.build.doubts`);
- a many-valued column takes all values, and so does provenance;
- names take one per language; the others become aliases.

Loads are ordered by their names, which are derived from their content, so the facts do not depend on when or in which order files
were loaded. Every decision made here can be made again from the records.

DuckDB does the joins by key and spills to disk when it must. The SQL is generated from the declaration; values are bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import duckdb
import polars as pl

from govgraph.graph.build import doubts, releases
from govgraph.graph.build.described import CODES, country_rows
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import parquet, quoted, with_columns
from govgraph.ontology.block import schema
from govgraph.ontology.classes import classes, kinds
from govgraph.ontology.declaration import Column, Table, tables
from govgraph.ontology.terms import country_iri, dataset_iri, record_prefix

LOADED = tuple(t for t in tables().values() if not t.own)
"""The tables that loaders fill."""

# Where two sources give different kinds, the more specific one is taken: the one with more ancestors.
_KIND_RANK = {kind: rank for rank, kind in enumerate(kinds())}


class _Sql(NamedTuple):
    """The SQL of a column, for a thing with one row and for a thing with several rows."""

    of_one: str
    of_several: str


# The SQL of each evidence column; the declaration says which of them a table has.
_EVIDENCE = {
    "datasets": _Sql("[dataset_iri]", "list_sort(list(DISTINCT dataset_iri))"),
    "sources": _Sql("[record]", "list_sort(list(DISTINCT record))"),
    "documents": _Sql(
        "CASE WHEN document IS NOT NULL THEN [document] END",
        "list_sort(list(DISTINCT document) FILTER (document IS NOT NULL))",
    ),
    "confidence": _Sql("confidence", "max(confidence)"),
}


class Assembler:
    """The records of a set of loads, ready to be merged.

    Args:
        db: a connection of its own.
        base: the graph's base IRI.
        loads: the loads, in any order.

    Example:
        >>> from govgraph.graph.duck import connect
        >>> with connect() as db:
        ...     db.sql(Assembler(db, "https://example.org/", []).sql("actors")).fetchall()
        []
    """

    def __init__(self, db: duckdb.DuckDBPyConnection, base: str, loads: Iterable[Manifest], name: str = "raw") -> None:
        self.db, self.base, self.name = db, base, name
        self.loads = sorted(loads, key=lambda x: x.load)
        rows: list[list[Any]] = [
            [m.load, i + 1, record_prefix(base, m.load, m.file), dataset_iri(base, m.dataset)]
            for i, m in enumerate(self.loads)
        ]
        rows.append([CODES, 0, record_prefix(base, CODES, "countries.csv"), dataset_iri(base, CODES)])
        db.execute(
            f"CREATE TEMP TABLE {name}_loads (load VARCHAR, ordinal BIGINT, prefix VARCHAR, dataset_iri VARCHAR)"
        )
        db.executemany(f"INSERT INTO {name}_loads VALUES (?, ?, ?, ?)", rows)
        for table in LOADED:
            self._raw(table)
        self._count_newest()
        self._countries()
        self._officials()

    def _raw(self, table: Table) -> None:
        files = [m.records(table.name) for m in self.loads if table.name in m.tables]
        if files:
            source = self._of_today(with_columns(self.db, parquet(*files), schema(table.name)))
        else:
            empty = pl.DataFrame(schema=schema(table.name)).to_arrow()
            self.db.register(f"{self.name}_no_{table.name}", empty)
            source = f"{self.name}_no_{table.name}"
        # In a fragment "/" and "!" stand for themselves (RFC 3986, 3.5).
        place = "replace(replace(url_encode(t.pointer), '%2F', '/'), '%21', '!')"
        self.db.execute(
            f"CREATE TEMP VIEW {self.name}_{table.name}_every AS SELECT t.*, l.ordinal * 1099511627776 + t.row AS rank, "
            f"l.prefix || coalesce({place}, 'row=' || t.row) AS record, l.dataset_iri "
            f"FROM {source} t JOIN {self.name}_loads l ON t.load = l.load"
        )

    def _count_newest(self) -> None:
        """Leave out the rows that a newer release of their source replaces or withdraws."""
        stamped = [t.name for t in LOADED if releases.stamped(t.name, self.loads)]
        superseded = f"{self.name}_superseded"
        releases.find_superseded(self.db, superseded, [f"{self.name}_{name}_every" for name in stamped])
        for table in LOADED:
            said, every = f"{self.name}_{table.name}_said", f"{self.name}_{table.name}_every"
            rows = releases.counting(every, superseded) if table.name in stamped else f"SELECT * FROM {every}"
            self.db.execute(f"CREATE TEMP VIEW {said} AS {rows}")
            self.db.execute(f"CREATE TEMP VIEW {self.name}_{table.name} AS SELECT * FROM {said}")

    def _of_today(self, source: str) -> str:
        """The SQL of rows in which the flag ``dates_inherited`` of version 0.1 is split into one flag for each date."""
        if "dates_inherited" not in self.db.sql(f"SELECT * FROM {source} LIMIT 0").columns:
            return source
        each = ", ".join(f"coalesce({c}, dates_inherited) AS {c}" for c in ("start_inherited", "end_inherited"))
        return f"(SELECT * EXCLUDE (dates_inherited) REPLACE ({each}) FROM {source})"

    def references(self, only: str = "") -> str:
        """The SQL of all IRIs that any row refers to, limited by a condition on ``ref`` if one is given."""
        parts = []
        for table in LOADED:
            for column in table.refs:
                value = f"unnest({column.name})" if column.many else column.name
                parts.append(
                    f"SELECT DISTINCT {value} AS ref FROM {self.name}_{table.name}_said WHERE {column.name} IS NOT NULL"
                )
        where = f" WHERE {only}" if only else ""
        return f"SELECT DISTINCT ref FROM ({' UNION ALL '.join(parts)}){where}"

    def _countries(self) -> None:
        """Add rows from our code list for the countries that are referred to, with the list as their source."""
        prefix = country_iri(self.base, "")
        referenced = self.db.execute(self.references("starts_with(ref, ?)"), [prefix]).fetchall()
        described = country_rows(self.base, {str(iri) for (iri,) in referenced})
        self.db.register(f"{self.name}_country_rows", described.to_arrow())
        self.db.execute(
            f"CREATE OR REPLACE TEMP VIEW {self.name}_actors AS SELECT * FROM {self.name}_actors_said UNION ALL BY NAME "
            f"SELECT t.*, t.row AS rank, l.prefix || 'row=' || t.row AS record, l.dataset_iri "
            f"FROM {self.name}_country_rows t JOIN {self.name}_loads l ON t.load = l.load"
        )

    def _officials(self) -> None:
        """Find the persons with a membership in a public body. This is derived: no source states it, and people leave office."""
        rank = self._kind_rank("kind")
        self.db.execute(
            f"CREATE TEMP TABLE {self.name}_kinds AS SELECT iri, arg_min(kind, {rank}) AS kind "
            f"FROM {self.name}_actors GROUP BY iri"
        )
        public = ", ".join(quoted(c.kind) for c in classes().values() if c.public)
        self.db.execute(
            f"CREATE TEMP TABLE {self.name}_officials AS SELECT DISTINCT m.member AS iri FROM {self.name}_memberships m "
            f"JOIN {self.name}_kinds o ON o.iri = m.organization AND o.kind IN ({public}) "
            f"JOIN {self.name}_kinds p ON p.iri = m.member AND p.kind = 'person'"
        )

    @staticmethod
    def _kind_rank(column: str) -> str:
        return "CASE " + column + " ".join(f" WHEN {quoted(k)} THEN {i}" for k, i in _KIND_RANK.items()) + " END"

    # ---------------------------------------------------------------------------------------- rows

    def _find_several(self, table: Table, only: str) -> None:
        """Keep the IRIs of a table that have several rows or several names: only these need merging."""
        name = table.name
        limit = f" SEMI JOIN {only} o ON o.iri = t.iri" if only else ""
        several = ["count(*) > 1"]
        for column in table.columns:
            if column.type == "names":
                several.append(f"max(coalesce(len(t.{column.name}), 0)) > {0 if column.many else 1}")
        if table.shared:
            several = ["true"]
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE {self.name}_several AS SELECT t.iri FROM {self.name}_{name} t{limit} "
            f"GROUP BY t.iri HAVING {' OR '.join(several)}"
        )

    def sql(self, name: str, only: str = "") -> str:
        """The SQL of a table's assembled rows, with the columns of :func:`assembled_schema`; run it before the next call.

        Args:
            name: the table.
            only: a table whose column ``iri`` lists the things to assemble; empty: all of them.
        """
        table = tables()[name]
        raw = f"{self.name}_{name}"
        limit = f" SEMI JOIN {only} o ON o.iri = t.iri" if only else ""
        self._find_several(table, only)
        single = f"SELECT t.* FROM {raw} t{limit} ANTI JOIN {self.name}_several s ON s.iri = t.iri"
        merged = f"SELECT t.* FROM {raw} t SEMI JOIN {self.name}_several s ON s.iri = t.iri"
        merged = doubts.with_doubts(self.db, self.base, table.name, merged, f"{self.name}_events")
        return f"{self._single(table, single)} UNION ALL BY NAME {self._merged(table, merged)}"

    def _class(self, table: Table, of: str) -> str:
        if table.name != "actors":
            return quoted(table.cls)
        cases = " ".join(f"WHEN {quoted(k)} THEN {quoted(c)}" for k, c in kinds().items())
        official = f"{of}iri IN (SELECT iri FROM {self.name}_officials)"
        return f"CASE WHEN {official} THEN 'Official' ELSE CASE {of}kind {cases} END END"

    def _single(self, table: Table, source: str) -> str:
        """The SQL of things with one row: that row, with its lists sorted."""
        columns = ["iri", f"{self._class(table, '')} AS class"]
        for column in table.columns:
            if column.many and column.type != "names":
                columns.append(f"list_sort(list_distinct({column.name})) AS {column.name}")
            else:
                columns.append(column.name)
        columns += [f"{_EVIDENCE[column.name].of_one} AS {column.name}" for column in table.evidence]
        return f"SELECT {', '.join(columns)} FROM ({source})"

    def _merged(self, table: Table, source: str) -> str:
        """The SQL of things with several rows or several names: one merged row for each."""
        picks = ["iri"]
        for column in table.columns:
            if column.type == "names":
                continue
            picks.append(f"{self._pick(table, column)} AS {column.name}")
        picks += [f"{_EVIDENCE[column.name].of_several} AS {column.name}" for column in table.evidence]
        parts = [f"r AS ({source})", f"facts AS (SELECT {', '.join(picks)} FROM r GROUP BY iri)"]
        columns = ["f.iri", f"{self._class(table, 'f.')} AS class"]
        joins = ""
        has = {c.name for c in table.columns if c.type == "names"}
        if "names" in has:
            parts += _name_steps("aliases" in has)
            joins += " LEFT JOIN names n ON n.iri = f.iri"
            if "aliases" in has:
                joins += " LEFT JOIN aliases a ON a.iri = f.iri"
        for column in table.columns:
            owner = {"names": "n", "aliases": "a"}.get(column.name, "f") if column.type == "names" else "f"
            columns.append(f"{owner}.{column.name}")
        columns += [f"f.{column.name}" for column in table.evidence]
        return f"SELECT * FROM (WITH {', '.join(parts)} SELECT {', '.join(columns)} FROM facts f{joins})"

    def _pick(self, table: Table, column: Column) -> str:
        if column.name == "kind":
            return f"arg_min(kind, {self._kind_rank('kind')})"
        if column.many:
            return f"list_sort(list_distinct(flatten(list({column.name}) FILTER ({column.name} IS NOT NULL))))"
        doubt = doubts.column(table.name, column)
        if not column.group:
            return f"arg_min({column.name}, ROW({doubt}, rank, {column.name})) FILTER ({column.name} IS NOT NULL)"
        group = [c.name for c in table.columns if c.group == column.group]
        fields = ", ".join(f"{c} := {c}" for c in group)
        # Values of a group come from the same row: the latitude of one source and the longitude of another are no point.
        return (
            f"struct_extract(arg_min(struct_pack({fields}), ROW({group[0]} IS NULL, {doubt}, rank, {', '.join(group)})) "
            f"FILTER (coalesce({', '.join(f'{c}::VARCHAR' for c in group)}) IS NOT NULL), '{column.name}')"
        )

    def undescribed_sql(self, described: Sequence[str]) -> str:
        """The SQL of the IRIs that rows refer to and that none of the given tables or views lists in its column ``iri``."""
        known = " UNION ALL ".join(f"SELECT iri FROM {view}" for view in described)
        return (
            f"SELECT r.ref AS iri, 'Undescribed' AS class FROM ({self.references()}) r "
            f"ANTI JOIN ({known}) k ON k.iri = r.ref"
        )

    def documents_sql(self, only_loads: Sequence[str] | None = None) -> str:
        """The SQL of (record, document): which document each record of a file cites."""
        parts = [
            f"SELECT record, document FROM {self.name}_{t.name}_every WHERE document IS NOT NULL"
            + (f" AND load IN ({', '.join(quoted(x) for x in only_loads)})" if only_loads is not None else "")
            for t in LOADED
        ]
        return f"SELECT DISTINCT record, document FROM ({' UNION ALL '.join(parts)})"

    def said_sql(self, name: str, only: str = "") -> str:
        """The SQL of what each dataset says about shared things: the rows before merging, with ``dataset_iri``."""
        limit = f" SEMI JOIN {only} o ON o.iri = t.iri" if only else ""
        columns = ", ".join(["t.iri", "t.dataset_iri", *(f"t.{c.name}" for c in tables()[name].columns)])
        return f"SELECT DISTINCT {columns} FROM {self.name}_{name} t{limit}"


def _name_steps(aliases: bool) -> list[str]:
    """Common table expressions: one name per language by rank; all other names and aliases."""
    every = "SELECT iri, rank, unnest(names) AS u FROM r"
    steps = [
        f"said AS (SELECT iri, coalesce(u.lang, '') AS lang, u.text AS text, min(rank) AS rank FROM ({every}) GROUP BY ALL)",
        "chosen AS (SELECT iri, lang, arg_min(text, ROW(rank, text)) AS text FROM said GROUP BY iri, lang)",
        "names AS (SELECT iri, list(struct_pack(lang := lang, text := text) ORDER BY lang) AS names FROM chosen GROUP BY iri)",
    ]
    if aliases:
        steps += [
            "other AS (SELECT DISTINCT iri, coalesce(u.lang, '') AS lang, u.text AS text FROM "
            "(SELECT iri, unnest(aliases) AS u FROM r) UNION SELECT iri, lang, text FROM said)",
            "spare AS (SELECT o.* FROM other o ANTI JOIN chosen c ON c.iri = o.iri AND c.lang = o.lang AND c.text = o.text)",
            "aliases AS (SELECT iri, list(struct_pack(lang := lang, text := text) ORDER BY lang, text) AS aliases "
            "FROM spare GROUP BY iri)",
        ]
    return steps
