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

from collections.abc import Mapping

import polars as pl

from govgraph.graph.build import doubts, merging
from govgraph.graph.build.merging import EVIDENCE, name_steps
from govgraph.graph.build.records import Records
from govgraph.graph.duck import quoted
from govgraph.ontology.block import assembled_schema, said_schema
from govgraph.ontology.classes import kinds
from govgraph.ontology.declaration import Column, Table, tables


class Assembler(Records):
    """Merges the rows of a set of loads.

    Example:
        >>> from govgraph.graph.duck import connect
        >>> with connect() as db:
        ...     db.sql(Assembler(db, "https://example.org/", []).sql("actors")).fetchall()
        []
    """

    def _find_several(self, table: Table, raw: str, only: str) -> None:
        """Keep the IRIs of a table that have several rows or several names: only these need merging."""
        limit = f" SEMI JOIN {only} o ON o.iri = t.iri" if only else ""
        several = ["count(*) > 1"]
        for column in table.columns:
            if column.type == "names":
                several.append(f"max(coalesce(len(t.{column.name}), 0)) > {0 if column.many else 1}")
        if table.shared:
            several = ["true"]
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE {self.name}_several AS SELECT t.iri FROM {raw} t{limit} "
            f"GROUP BY t.iri HAVING {' OR '.join(several)}"
        )

    def sql(self, name: str, only: str = "") -> str:
        """The SQL of a table's assembled rows, with the columns of :func:`assembled_schema`; run it before the next call.

        Args:
            name: the table.
            only: a table whose column ``iri`` lists the things to assemble; empty: all of them.
        """
        table = tables()[name]
        if not self.has(table):
            return self._nothing(f"{name}_assembled", assembled_schema(table))
        raw = self.some(table, only)
        limit = f" SEMI JOIN {only} o ON o.iri = t.iri" if only else ""
        self._find_several(table, raw, only)
        # Of a small file, planning a statement costs more than its rows: what has nothing to do is left out.
        ((several,),) = self.db.execute(f"SELECT count(*) FROM {self.name}_several").fetchall()
        if not several:
            return self._single(table, f"SELECT t.* FROM {raw} t{limit}")
        merged = f"SELECT t.* FROM {raw} t SEMI JOIN {self.name}_several s ON s.iri = t.iri"
        merged = self._merged(table, doubts.with_doubts(self.db, self.base, table.name, merged, f"{self.name}_events"))
        if table.shared:
            return merged
        single = f"SELECT t.* FROM {raw} t{limit} ANTI JOIN {self.name}_several s ON s.iri = t.iri"
        return f"{self._single(table, single)} UNION ALL BY NAME {merged}"

    def _nothing(self, name: str, schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> str:
        """The SQL of no rows, for a table of which no load has any: most loads fill few tables."""
        self.db.register(f"{self.name}_no_{name}", pl.DataFrame(schema=schema).to_arrow())
        return f"SELECT * FROM {self.name}_no_{name}"

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
                columns.append(f"{merging.set_of(column.name)} AS {column.name}")
            else:
                columns.append(column.name)
        columns += [f"{EVIDENCE[column.name].of_one} AS {column.name}" for column in table.evidence]
        return f"SELECT {', '.join(columns)} FROM ({source})"

    def _merged(self, table: Table, source: str) -> str:
        """The SQL of things with several rows or several names: one merged row for each."""
        picks = ["iri"]
        first_of_group = {c.group: c for c in reversed(table.columns) if c.group}
        for column in table.columns:
            if column.group:
                if column is first_of_group[column.group]:
                    picks.append(f"{self._pick_group(table, column)} AS {_whole(column)}")
            elif column.type != "names":
                picks.append(f"{self._pick(table, column)} AS {column.name}")
        picks += [f"{EVIDENCE[column.name].of_several} AS {column.name}" for column in table.evidence]
        parts = [f"r AS ({source})", f"facts AS (SELECT {', '.join(picks)} FROM r GROUP BY iri)"]
        columns = ["f.iri", f"{self._class(table, 'f.')} AS class"]
        joins = ""
        has = {c.name for c in table.columns if c.type == "names"}
        if "names" in has:
            parts += name_steps("aliases" in has)
            joins += " LEFT JOIN names n ON n.iri = f.iri"
            if "aliases" in has:
                joins += " LEFT JOIN aliases a ON a.iri = f.iri"
        for column in table.columns:
            owner = {"names": "n", "aliases": "a"}.get(column.name, "f") if column.type == "names" else "f"
            columns.append(f"f.{_whole(column)}.{column.name}" if column.group else f"{owner}.{column.name}")
        columns += [f"f.{column.name}" for column in table.evidence]
        return f"SELECT * FROM (WITH {', '.join(parts)} SELECT {', '.join(columns)} FROM facts f{joins})"

    def _pick(self, table: Table, column: Column) -> str:
        if column.name == "kind":
            return f"arg_min(kind, {self.kind_rank('kind')})"
        if column.many:
            return f"list_sort(list_distinct(flatten(list({column.name}) FILTER ({column.name} IS NOT NULL))))"
        doubt = doubts.column(table.name, column)
        return f"arg_min({column.name}, ROW({doubt}, rank, {column.name})) FILTER ({column.name} IS NOT NULL)"

    @staticmethod
    def _pick_group(table: Table, column: Column) -> str:
        """The SQL of the values of a group of columns. They come from one row: the latitude of one source and the longitude of another are no point."""
        group = [c.name for c in table.columns if c.group == column.group]
        fields = ", ".join(f"{c} := {c}" for c in group)
        return (
            f"arg_min(struct_pack({fields}), ROW({group[0]} IS NULL, {doubts.column(table.name, column)}, rank, {', '.join(group)})) "
            f"FILTER (coalesce({', '.join(f'{c}::VARCHAR' for c in group)}) IS NOT NULL)"
        )

    def said_sql(self, name: str, only: str = "") -> str:
        """The SQL of what each dataset says about shared things: the rows before merging, with ``dataset_iri``."""
        table = tables()[name]
        if not self.has(table):
            return self._nothing(f"{name}_said", said_schema(table))
        limit = f" SEMI JOIN {only} o ON o.iri = t.iri" if only else ""
        columns = ", ".join(["t.iri", "t.dataset_iri", *(f"t.{c.name}" for c in table.columns)])
        return f"SELECT DISTINCT {columns} FROM {self.name}_{name} t{limit}"


def _whole(column: Column) -> str:
    """What the values of a column's group are called together, within a statement."""
    return f"whole_{column.group}"
