"""Makes the next version from the version before: only things that changed loads or decisions touch are merged again.

The tables come first, with the rows removed from and added to each. Each store that the version before has is kept with these rows
(``pending``), and brought up to date when a question needs it. The cost depends on the size of the change, not on the size of the graph.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from govgraph.graph import pending
from govgraph.graph.build import part_files, releases, renamed, renamed_parts, undescribed_table
from govgraph.graph.build.assemble import Assembler
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.records import LOADED
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.duck import copy, parquet, quoted
from govgraph.graph.errors import Damaged
from govgraph.graph.files import link
from govgraph.graph.identity.kept import keep, other_iris
from govgraph.graph.on_demand import Store, kept_store, made_with
from govgraph.graph.stores.rdf_build import CITED
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.declaration import tables
from govgraph.ontology.terms import country_iri

MOST_CHANGED_SHARE, MOST_CHANGED_ROWS = 0.25, 300_000

_TABLES, _SAID, _CITED = "tables", "said", "cited"

_MADE_OF: dict[Store, tuple[str, ...]] = {"rdf": (_TABLES, _SAID, _CITED), "property": (_TABLES,)}
"""Store -> the rows that it is made of."""


def change(
    new: VersionTables, before: Path, added: list[Manifest], removed: list[Manifest], *, same_languages: bool = True
) -> None:
    """Make the tables of a version, and keep the stores of the version before with what changed.

    Args:
        new: the new version, with all its loads.
        before: the folder of the version before.
        added, removed: the loads in which the two versions differ.
        same_languages: whether names are chosen in the languages of the version before; otherwise its stores are of no use.
    """
    stores = [name for name in _MADE_OF if (before / name).exists() or pending.folder(before, name).exists()]
    diff = _Diff(new.work / "diff", same_languages and bool(stores))
    for path in (new.tables, new.said, new.work, diff.folder, *(diff.folder / of for of in (_TABLES, _SAID, _CITED))):
        path.mkdir()
    with new.connect() as db:
        raw = Assembler(db, new.settings.base, new.loads, log=new.log)
        keep(raw.resolved, new.out)
        _find_moved(db, other_iris(before), raw.resolved.other_iris)
        _find_touched(db, raw, new.settings.base, before, added + removed)
        for number, table in enumerate(LOADED):
            new.progress("putting the rows together", number, len(LOADED))
            touched = f"touched_{table.name}"
            ((some,),) = db.execute(f"SELECT count(*) FROM (SELECT 1 FROM {touched} LIMIT 1)").fetchall()
            if not some:
                _link_parts(before / _TABLES, new.tables, table.name)
                if table.shared:
                    _link_parts(before / _SAID, new.said, table.name)
                continue
            if not (added or removed or table.shared or table.identified) and renamed_parts.change(
                db, table, f"{raw.name}_{table.name}", touched, before / _TABLES, new.tables, new.work,
                *(diff.file(_TABLES, table.name, side) for side in ("old", "new")),
            ):  # fmt: skip
                continue
            _change_table(db, raw.sql(table.name, touched), table.name, before / _TABLES, new.tables, diff)
            if table.shared:
                _change_table(db, raw.said_sql(table.name, touched), table.name, before / _SAID, new.said, diff)
        if added or removed:
            new.own_tables(db)
            gone = Assembler(db, new.settings.base, removed, "gone")
            _change_cited(db, raw, gone, before, new.out, added, diff)
        else:
            _after_decisions(db, new, before, diff)
        undescribed_table.change(db, raw, new.tables, before / _TABLES, added + removed)
        for name in (t.name for t in tables().values() if t.own):
            old, now = (parquet(*parts_of(folder, name)) for folder in (before / _TABLES, new.tables))
            diff.keep(db, f"SELECT * FROM {old} EXCEPT SELECT * FROM {now}", _TABLES, name, "old")
            diff.keep(db, f"SELECT * FROM {now} EXCEPT SELECT * FROM {old}", _TABLES, name, "new")
    if diff.wanted:
        _keep_stores(new, before, diff.folder)
    shutil.rmtree(new.work)


@dataclass(frozen=True, slots=True)
class _Diff:
    """The rows that go and come, as files for the stores.

    Attributes:
        folder: has folders for the tables, what is said and what is cited.
        wanted: whether there is a store that needs them.
    """

    folder: Path
    wanted: bool

    def file(self, of: str, name: str, side: str) -> Path | None:
        """The file for rows of a table; ``side`` is ``old`` or ``new``. None if nobody needs it."""
        return self.folder / of / f"{name}.{side}.parquet" if self.wanted else None

    def keep(self, db: duckdb.DuckDBPyConnection, rows: str, of: str, name: str, side: str) -> None:
        """Write rows to their file, if somebody needs it."""
        if file := self.file(of, name, side):
            copy(db, rows, file)


def _find_moved(db: duckdb.DuckDBPyConnection, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Find the IRIs of records that belong to another actor than before, and keep what both versions say for what follows."""
    renamed.register(db, "before", before)
    moved = sorted(iri for iri in {*before, *now} if before.get(iri) != now.get(iri))
    db.execute("CREATE TEMP TABLE moved AS SELECT unnest($moved::VARCHAR[]) AS iri", {"moved": moved})


def _find_touched(
    db: duckdb.DuckDBPyConnection, raw: Assembler, base: str, before: Path, changed: list[Manifest]
) -> None:
    """Find the IRIs of each table whose facts may change: those in changed loads, and those derived from them."""
    for table in LOADED:
        files = [parquet(r.records(table.name)) for r in changed if table.name in r.tables]
        parts = [f"SELECT iri FROM {f}" for f in files] or ["SELECT NULL::VARCHAR AS iri WHERE false"]
        if table.name == "actors":
            old = parquet(*parts_of(before / _TABLES, "actors"))
            country = quoted(country_iri(base, ""))
            for was, now in (
                (f"SELECT iri FROM {old} WHERE class = 'Official'", f"SELECT iri FROM {raw.name}_officials"),
                (
                    f"SELECT iri FROM {old} WHERE kind = 'country' AND starts_with(iri, {country})",
                    f"SELECT iri FROM {raw.name}_country_rows",
                ),
            ):
                parts.append(f"(({was}) EXCEPT ({now})) UNION ALL (({now}) EXCEPT ({was}))")
        if table.name == "memberships":  # which date wins depends on the dates of the term (see doubts)
            in_period = f"{raw.name}_memberships m SEMI JOIN touched_events e ON m.period = e.iri"
            parts.append(f"SELECT m.iri FROM {in_period}")
        if units := releases.of_changed_units(f"{raw.name}_{table.name}_every", changed, (t.name for t in LOADED)):
            parts.append(units)
        for column in table.refs:
            if renamed.names_actors(column):
                value = f"unnest({column.name})" if column.many else column.name
                every = f"SELECT iri, {value} AS ref FROM {raw.sources[table.name]} WHERE {column.name} IS NOT NULL"
                parts.append(f"SELECT r.iri FROM ({every}) r SEMI JOIN moved m ON m.iri = r.ref")
        union = " UNION ".join(f"SELECT iri FROM ({p})" for p in parts)
        if table.identified:
            moved = f"SELECT iri FROM moved UNION {union}"
            each = [f"SELECT a.now FROM {when}_now a SEMI JOIN u ON u.iri = a.iri" for when in ("before", raw.name)]
            union = f"WITH u AS ({moved}) SELECT iri FROM u UNION {' UNION '.join(each)}"
        db.execute(f"CREATE TEMP TABLE touched_{table.name} AS {union}")


def _change_table(
    db: duckdb.DuckDBPyConnection, new_sql: str, name: str, before: Path, after: Path, diff: _Diff
) -> None:
    """Write a table of the next version: touched rows merged again, the others copied. Old and new rows are kept for the stores."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {new_sql}")
    diff.keep(db, "SELECT * FROM fresh", after.name, name, "new")
    changed = part_files.Changed("iri", f"touched_{name}", "fresh")
    part_files.change(db, changed, name, before, after, diff.file(after.name, name, "old"))


def _link_parts(before: Path, after: Path, name: str) -> None:
    for part in parts_of(before, name):
        link(part, after / part.name)


def _after_decisions(db: duckdb.DuckDBPyConnection, new: VersionTables, before: Path, diff: _Diff) -> None:
    """The tables that govgraph fills itself, when only decisions changed: what depends on the loads alone stays."""
    for name in ("event_types", "loads"):
        _link_parts(before / _TABLES, new.tables, name)
    new.datasets(db)
    _link_parts(before, new.out, CITED)
    for side in ("old", "new"):
        diff.keep(db, "SELECT NULL::VARCHAR AS record, NULL::VARCHAR AS document WHERE false", _CITED, CITED, side)


def _change_cited(
    db: duckdb.DuckDBPyConnection,
    raw: Assembler,
    removed: Assembler,
    before: Path,
    out: Path,
    added: list[Manifest],
    diff: _Diff,
) -> None:
    """Update which record cites which document: drop the removed records, add the new ones."""
    db.execute(f"CREATE TEMP TABLE cited_new AS {raw.documents_sql([r.load for r in added])}")
    db.execute(f"CREATE TEMP TABLE cited_gone AS SELECT DISTINCT record AS iri FROM ({removed.documents_sql()})")
    diff.keep(db, "SELECT * FROM cited_new", _CITED, CITED, "new")
    if parts_of(before, CITED)[0].exists():
        changed = part_files.Changed("record", "cited_gone", "cited_new")
        part_files.change(db, changed, CITED, before, out, diff.file(_CITED, CITED, "old"))
    else:  # the version before was made by an earlier govgraph, which did not keep this file
        diff.keep(db, removed.documents_sql(), _CITED, CITED, "old")
        part_files.write(db, raw.documents_sql(), out, CITED, key="record")


def _keep_stores(new: VersionTables, before: Path, diff: Path) -> None:
    """Keep the stores of the version before, with the change: the next question brings them up to date."""
    for name, needed in _MADE_OF.items():
        # A question may bring the store of the version before up to date at this moment, and remove what was pending. At the second
        # try it is there. Without it the next question builds the store from the tables, so no fault here is one of the load.
        for _ in range(2):
            try:
                if kept := _store_before(before, name, new.settings.languages):
                    pending.keep(
                        new.out, name, kept, diff, needed,
                        made_with=made_with(new.settings.languages), most_rows=most_changed(new.tables),
                    )  # fmt: skip
                break
            except (OSError, duckdb.Error, Damaged):
                shutil.rmtree(pending.folder(new.out, name), ignore_errors=True)


def _store_before(before: Path, name: Store, languages: Sequence[str]) -> pending.Pending | None:
    """What the version before has of a store; None if it has none, or one without hashes."""
    path, files = kept_store(before, name)
    if path.exists():
        return pending.Pending(path, files) if files else None
    return pending.read(before, name, made_with(languages))


def most_changed(tables: Path) -> int:
    """The most rows of a change by which tables, or a store of them, are updated; with more it costs less to build them anew.

    Args:
        tables: the folder of the tables.
    """
    rows = sum(pq.read_metadata(file).num_rows for file in tables.iterdir())
    return min(MOST_CHANGED_ROWS, int(MOST_CHANGED_SHARE * rows) + 500)
