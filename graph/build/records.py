"""The records of a set of loads as they count: without what newer releases replace, and with one IRI for each actor.

The SQL is generated from the declaration; values are bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import duckdb
import polars as pl

from govgraph.graph.build import releases, renamed
from govgraph.graph.build.described import CODES, country_rows
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import are_small, parquet, quoted, sql_type, with_columns
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.resolve import Resolved, resolve
from govgraph.ontology.block import schema
from govgraph.ontology.classes import classes, kinds
from govgraph.ontology.declaration import Table, tables
from govgraph.ontology.terms import country_iri, dataset_iri, record_prefix

LOADED = tuple(t for t in tables().values() if not t.own)
"""The tables that loaders fill."""

# Where two sources give different kinds, the more specific one is taken: the one with more ancestors.
_KIND_RANK = {kind: rank for rank, kind in enumerate(kinds())}


class Records:
    """The records of a set of loads, in views that begin with ``name``: rows that count, with the IRIs of now.

    Args:
        db: a connection of its own.
        base: the graph's base IRI.
        loads: the loads, in any order.
        log: the decisions on who is the same as whom; None: every IRI stays what it is.

    Attributes:
        resolved: who is one.
        sources: table -> the SQL of its rows as records have them.
    """

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        base: str,
        loads: Iterable[Manifest],
        name: str = "raw",
        log: Log | None = None,
    ) -> None:
        self.db, self.base, self.name = db, base, name
        self.loads = sorted(loads, key=lambda x: x.load)
        self._small = are_small(sum(m.rows_loaded for m in self.loads), (file for m in self.loads for file in m.files))
        named = [(CODES, "countries.csv"), *((m.load, m.file) for m in self.loads)]
        db.execute(
            f"CREATE TEMP TABLE {name}_loads AS SELECT unnest($loads::VARCHAR[]) AS load, "
            "unnest(range($count)) AS ordinal, unnest($prefixes::VARCHAR[]) AS prefix",
            {
                "loads": [load for load, _ in named],
                "count": len(named),
                "prefixes": [record_prefix(base, load, file) for load, file in named],
            },
        )
        datasets = sorted({CODES, *(d for m in self.loads for d in (m.dataset, *m.datasets))})
        db.execute(
            f"CREATE TEMP TABLE {name}_datasets AS SELECT unnest($datasets::VARCHAR[]) AS dataset, "
            "unnest($iris::VARCHAR[]) AS dataset_iri",
            {"datasets": datasets, "iris": [dataset_iri(base, dataset) for dataset in datasets]},
        )
        self._filled = {
            *(table.name for table in LOADED if table.identified),
            *(table for m in self.loads for table in m.tables),
        }
        self.sources: dict[str, str] = {}
        self._stamped = {t.name for t in LOADED if releases.stamped(t.name, self.loads)}
        for table in LOADED:
            self._raw(table)
        self._count_newest()
        self._countries = country_rows(base)
        self.resolved = Resolved() if log is None else self._resolve(log)
        self._rename()
        self._describe_countries()
        self._officials()

    def _name(self, name: str, rows: str) -> None:
        """Give rows a name. Few are kept in memory: else each of many statements would plan anew all that they are made of."""
        self.db.execute(f"CREATE TEMP {'TABLE' if self._small else 'VIEW'} {name} AS {rows}")

    def _with_rows(self) -> Iterator[Table]:
        """The tables that may have rows: each that a statement does not name makes it cheaper to plan."""
        return filter(self.has, LOADED)

    def _raw(self, table: Table) -> None:
        files = [m.records(table.name) for m in self.loads if table.name in m.tables]
        if files:
            source = self._of_today(with_columns(self.db, parquet(*files), schema(table.name)))
            if self._small:
                self._name(f"{self.name}_{table.name}_few", f"SELECT * FROM {source}")
                source = f"{self.name}_{table.name}_few"
            self._name(f"{self.name}_{table.name}_every", self._with_record(source))
        else:  # the same columns, without a statement to plan
            source = f"{self.name}_no_{table.name}"
            columns = [f'"{column}" {sql_type(kind)}' for column, kind in schema(table.name).items()]
            self.db.execute(f"CREATE TEMP TABLE {source} ({', '.join(columns)})")
            columns += ["rank BIGINT", "record VARCHAR", "dataset_iri VARCHAR"]
            self.db.execute(f"CREATE TEMP TABLE {self.name}_{table.name}_every ({', '.join(columns)})")
        self.sources[table.name] = source

    def _with_record(self, source: str) -> str:
        """The SQL of rows with their rank, record and data set."""
        return (
            f"SELECT t.*, l.ordinal * 1099511627776 + t.row AS rank, {self._record('t')} AS record, d.dataset_iri "
            f"FROM {source} t JOIN {self.name}_loads l ON t.load = l.load JOIN {self.name}_datasets d ON d.dataset = t.dataset"
        )

    def _count_newest(self) -> None:
        """Leave out the rows that a newer release of their source replaces or withdraws."""
        stamped = [f"{self.name}_{name}_every" for name in sorted(self._stamped)]
        releases.find_superseded(self.db, f"{self.name}_superseded", stamped)
        for table in LOADED:
            said = self._counting(table, f"{self.name}_{table.name}_every")
            self.db.execute(f"CREATE TEMP VIEW {self.name}_{table.name}_said AS {said}")

    def _counting(self, table: Table, every: str) -> str:
        """The SQL of those rows of a view that count."""
        superseded = f"{self.name}_superseded"
        return releases.counting(every, superseded) if table.name in self._stamped else f"SELECT * FROM {every}"

    def some(self, table: Table, only: str) -> str:
        """A view of the rows of some things: what is read of the records is limited before anything is computed.

        Args:
            only: a table whose column ``iri`` lists the things; empty: all of them.
        """
        whole = f"{self.name}_{table.name}"
        if not only or table.identified:  # the IRIs of actors are known when they are looked up, not before
            return whole
        said = self._counting(table, self.rows_of(table, only))
        self.db.execute(f"CREATE OR REPLACE TEMP VIEW {whole}_some_said AS {said}")
        self.db.execute(f"CREATE OR REPLACE TEMP VIEW {whole}_some AS {self._renamed(table, f'{whole}_some_said')}")
        return f"{whole}_some"

    def rows_of(self, table: Table, only: str) -> str:
        """A table in the connection of all rows of some things, also of those that do not count; read from the records once.

        Args:
            only: a table whose column ``iri`` lists the things.
        """
        made = f"{self.name}_{table.name}_{only}"
        ((low, high),) = self.db.execute(f"SELECT min(iri), max(iri) FROM {only}").fetchall()
        # Given as values, the bounds let DuckDB pass over those parts of the files that have none of the things.
        within = "t.iri BETWEEN $low AND $high" if low is not None else "false"
        rows = f"(SELECT t.* FROM {self.sources[table.name]} t SEMI JOIN {only} o ON o.iri = t.iri WHERE {within})"
        self.db.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {made} AS {self._with_record(rows)}",
            {"low": low, "high": high} if low is not None else None,
        )
        return made

    def _resolve(self, log: Log) -> Resolved:
        """Find out who is one, among all rows of actors and all countries of our code list."""
        listed, every = f"{self.name}_listed", f"{self.name}_identified"
        self.db.register(listed, self._countries.to_arrow())
        self._name(every, f"SELECT * FROM {self.name}_actors_said UNION ALL BY NAME SELECT * FROM {listed}")
        return resolve(self.db, self.base, log, every, self._no_actors)

    def _no_actors(self, iris: Collection[str]) -> dict[str, str]:
        """Those of the IRIs that rows describe as something else than an actor -> the table."""
        each = (t.name for t in LOADED if not t.identified)
        parts = " UNION ".join(f"SELECT iri, '{name}' AS place FROM {self.name}_{name}_said" for name in each)
        wanted = f"SELECT iri, min(place) FROM ({parts}) WHERE iri IN (SELECT unnest($iris::VARCHAR[])) GROUP BY iri"
        return {str(iri): str(place) for iri, place in self.db.execute(wanted, {"iris": sorted(iris)}).fetchall()}

    def _rename(self) -> None:
        """Let the rows name each actor by its one IRI."""
        renamed.register(self.db, self.name, self.resolved.other_iris)
        for table in LOADED:
            if not table.identified:  # actors are named when countries are added to them
                self._name(f"{self.name}_{table.name}", self._renamed(table, f"{self.name}_{table.name}_said"))

    def _renamed(self, table: Table, said: str) -> str:
        return renamed.rows(self.db, self.name, table, said) if self.resolved.other_iris else f"SELECT * FROM {said}"

    def _of_today(self, source: str) -> str:
        """The SQL of rows in which the flag ``dates_inherited`` of version 0.1 is split into one flag for each date."""
        if "dates_inherited" not in self.db.sql(f"SELECT * FROM {source} LIMIT 0").columns:
            return source
        each = ", ".join(f"coalesce({c}, dates_inherited) AS {c}" for c in ("start_inherited", "end_inherited"))
        return f"(SELECT * EXCLUDE (dates_inherited) REPLACE ({each}) FROM {source})"

    def references(self, only: str = "", *, to_actors: bool = False) -> str:
        """The SQL of all IRIs that any row refers to.

        Args:
            only: a condition on ``ref``, the IRI as the records have it; empty: none.
            to_actors: only references that may be to actors.
        """
        parts = []
        where = f" AND {only}" if only else ""
        for table in self._with_rows():
            # Where all rows count, nothing but the column need be read.
            rows = f"{self.name}_{table.name}_said" if table.name in self._stamped else self.sources[table.name]
            for column in table.refs:
                if to_actors and not renamed.names_actors(column):
                    continue
                value = f"unnest({column.name})" if column.many else column.name
                said = f"SELECT {value} AS ref FROM {rows} WHERE {column.name} IS NOT NULL"
                parts.append(f"SELECT DISTINCT ref FROM ({said}) WHERE true{where}")
        # Each IRI once before it is looked up: there are many references and few things.
        return (
            f"SELECT DISTINCT coalesce(n.now, r.ref) AS ref FROM ({' UNION '.join(parts)}) r "
            f"LEFT JOIN {self.name}_now n ON n.iri = r.ref"
        )

    def _describe_countries(self) -> None:
        """Add rows from our code list for the countries that are referred to, with the list as their source."""
        prefix = country_iri(self.base, "")
        of_countries = self.references(f"starts_with(ref, {quoted(prefix)})", to_actors=True)
        referenced = self.db.execute(of_countries).fetchall()
        wanted = {str(iri) for (iri,) in referenced} | set(self.resolved.other_iris.values())
        self.db.register(f"{self.name}_country_rows", self._countries.filter(pl.col("iri").is_in(wanted)).to_arrow())
        rows = (
            f"{self._renamed(tables()['actors'], f'{self.name}_actors_said')} UNION ALL BY NAME "
            f"SELECT t.*, t.row AS rank, l.prefix || 'row=' || t.row AS record, d.dataset_iri "
            f"FROM {self.name}_country_rows t JOIN {self.name}_loads l ON t.load = l.load "
            f"JOIN {self.name}_datasets d ON d.dataset = t.dataset"
        )
        self._name(f"{self.name}_actors", renamed.with_others(self.name, rows))

    def _officials(self) -> None:
        """Find the persons with a membership or post in a public body. This is derived: no source states it, and people leave office."""
        rank = self.kind_rank("kind")
        self.db.execute(
            f"CREATE TEMP TABLE {self.name}_kinds AS SELECT iri, arg_min(kind, {rank}) AS kind "
            f"FROM {self.name}_actors GROUP BY iri"
        )
        public = ", ".join(quoted(c.kind) for c in classes().values() if c.public)
        self.db.execute(
            f"CREATE TEMP TABLE {self.name}_officials AS SELECT DISTINCT m.member AS iri FROM "
            f"(FROM {self.name}_memberships SELECT member, organization UNION FROM {self.name}_tenures t "
            f"JOIN {self.name}_posts p ON p.iri = t.post SELECT t.holder, p.organization) m "
            f"JOIN {self.name}_kinds o ON o.iri = m.organization AND o.kind IN ({public}) "
            f"JOIN {self.name}_kinds p ON p.iri = m.member AND p.kind = 'person'"
        )

    @staticmethod
    def kind_rank(column: str) -> str:
        """The SQL of the rank of a kind: where two sources give different kinds, the one with the lowest rank is taken."""
        return "CASE " + column + " ".join(f" WHEN {quoted(k)} THEN {i}" for k, i in _KIND_RANK.items()) + " END"

    def undescribed_sql(self, described: Sequence[str], share: int = 0, shares: int = 1) -> str:
        """The SQL of the IRIs that rows refer to and that none of the given tables or views lists in its column ``iri``.

        Args:
            described: the tables or views.
            share, shares: only one of so many equal shares of the references, which needs less memory.
        """
        # What an actor is called now may be in another share than what a row calls it.
        own = f" WHERE hash(iri) % {shares} = {share} OR iri IN (SELECT now FROM {self.name}_now)" if shares > 1 else ""
        known = " UNION ALL ".join(f"SELECT iri FROM {view}{own}" for view in described)
        only = f"hash(ref) % {shares} = {share}" if shares > 1 else ""
        return (
            f"SELECT r.ref AS iri, 'Undescribed' AS class FROM ({self.references(only)}) r "
            f"ANTI JOIN ({known}) k ON k.iri = r.ref"
        )

    def documents_sql(self, only_loads: Sequence[str] | None = None) -> str:
        """The SQL of (record, document): which document each record of a file cites."""
        only = f" AND load IN ({', '.join(quoted(x) for x in only_loads)})" if only_loads is not None else ""
        # Several tables have rows of one record, so its name is made when it is listed once.
        parts = [
            f"SELECT load, CASE WHEN pointer IS NULL THEN row END AS row, pointer, document FROM {self.sources[t.name]} "
            f"WHERE document IS NOT NULL{only}"
            for t in self._with_rows()
        ]
        cited = (
            " UNION ALL ".join(parts)
            or "SELECT NULL::VARCHAR AS load, NULL::BIGINT AS row, NULL::VARCHAR AS pointer, NULL::VARCHAR AS document WHERE false"
        )
        return (
            f"SELECT {self._record('t')} AS record, document FROM (SELECT DISTINCT load, row, pointer, document FROM ({cited})) t "
            f"JOIN {self.name}_loads l ON t.load = l.load"
        )

    @staticmethod
    def _record(row: str) -> str:
        """The SQL of the IRI of a row's record; ``l`` is its load.

        Args:
            row: the name of a table of rows.
        """
        # In a fragment "/" and "!" stand for themselves (RFC 3986, 3.5).
        place = f"replace(replace(url_encode({row}.pointer), '%2F', '/'), '%21', '!')"
        return f"l.prefix || coalesce({place}, 'row=' || {row}.row)"

    def has(self, table: Table) -> bool:
        """Whether a table can have rows: a load has some, or it is the one that our code list adds countries to."""
        return table.name in self._filled
