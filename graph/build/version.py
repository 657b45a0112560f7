"""A version: all stores of one set of loads, built aside and put in force when complete.

From nothing, or from the version before and what the change touches. Both ways give the same content; which one is taken is a
matter of cost. The tables come first; the triples and the property graph are then made from them at the same time.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pyoxigraph as ox

from govgraph.graph.build.assemble import LOADED, Assembler, LoadRef
from govgraph.graph.build.described import CODES, dataset_rows, event_type_rows, load_rows
from govgraph.graph.build.ingest import read_manifest
from govgraph.graph.duck import copy, parquet, quoted
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder, Settings
from govgraph.graph.progress import Progress
from govgraph.graph.stores import rdf
from govgraph.graph.stores.processes import Job
from govgraph.ontology.declaration import ontology_quads, tables
from govgraph.ontology.terms import country_iri

# Above these a version is built from nothing: changing in place costs more for each row.
_MOST_CHANGED_SHARE, _MOST_CHANGED_ROWS = 0.25, 300_000
# RocksDB reads slow down with many small files; Oxigraph then merges them.
_MANY_FILES = 300


def load_ref(folder: Path) -> LoadRef:
    """A load as the assembly needs it, from its folder."""
    m = read_manifest(folder)
    return LoadRef(
        m.load, folder, m.file, m.dataset, m.dataset_title, m.licence, m.homepage, m.loader, m.sha256, m.source,
        tuple(m.tables),
    )  # fmt: skip


class _Lines(io.RawIOBase):
    """Several files read as one, reporting how far; each is removed once it is read, so that a load needs the disk once."""

    def __init__(self, files: Sequence[Path], progress: Progress, extra: bytes = b"") -> None:
        self._files, self._progress = list(files), progress
        self._total = sum(f.stat().st_size for f in files)
        self._done = 0
        self._now: io.BufferedIOBase = io.BytesIO(extra)
        self._read: Path | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while True:
            chunk = self._now.read(size)
            if chunk or not self._files:
                self._done += len(chunk)
                self._progress("loading the triples", self._done, self._total)
                return chunk
            self._leave()
            self._read = self._files.pop(0)
            self._now = self._read.open("rb")

    def _leave(self) -> None:
        self._now.close()
        if self._read:
            self._read.unlink()
            self._read = None

    def close(self) -> None:
        self._leave()
        super().close()


@dataclass(slots=True)
class Builder:
    """What makes one version.

    Attributes:
        folder: the graph's.
        loads: all loads of the version.
        out: an empty folder for it.
    """

    folder: Folder
    settings: Settings
    loads: list[LoadRef]
    out: Path
    progress: Progress

    def connect(self) -> duckdb.DuckDBPyConnection:
        db = duckdb.connect()
        db.execute("SET memory_limit = '1500MB'; SET threads = 2; SET preserve_insertion_order = false")
        db.execute(f"SET temp_directory = {quoted(self.work / 'spill')}; SET enable_progress_bar = false")
        return db

    @property
    def tables(self) -> Path:
        return self.out / "tables"

    @property
    def said(self) -> Path:
        return self.out / "said"

    @property
    def work(self) -> Path:
        return self.out / "work"

    # ------------------------------------------------------------------------------------ from nothing

    def build(self) -> None:
        """Make all stores from the records."""
        self.assemble()
        job = Job(
            "build",
            tables=self.tables,
            out=self.out / "property",
            languages=self.settings.languages,
            spill=self.work / "rids",
        )
        with job.running(self.progress):
            files = self.write_triples()
            with _Lines(files, self.progress, ontology_quads()) as stream:
                store = ox.Store(str(self.out / "rdf"))
                store.bulk_load(cast(IO[bytes], stream), ox.RdfFormat.N_QUADS)
                store.flush()
            del store
        shutil.rmtree(self.work)

    def assemble(self) -> None:
        """Put the rows of all loads together: the tables, what each dataset says, and which record cites what."""
        for path in (self.tables, self.said, self.work):
            path.mkdir()
        with self.connect() as db:
            raw = Assembler(db, self.settings.base, self.loads)
            for number, table in enumerate(LOADED):
                self.progress("putting the rows together", number, len(LOADED))
                copy(db, raw.sql(table.name), self.tables / f"{table.name}.parquet")
                if table.shared:
                    copy(db, raw.said_sql(table.name), self.said / f"{table.name}.parquet")
            self._own_tables(db, raw)
            copy(db, raw.documents_sql(), self.work / "documents.parquet")

    def _own_tables(self, db: duckdb.DuckDBPyConnection, raw: Assembler) -> None:
        """The tables that follow from the others: concepts in use, datasets, loads, what nothing describes."""
        source = {t.name: parquet(self.tables / f"{t.name}.parquet") for t in LOADED}
        used = db.execute(f"SELECT DISTINCT type FROM {source['events']} WHERE type IS NOT NULL").fetchall()
        concepts = event_type_rows(str(iri) for (iri,) in used)
        concepts.write_parquet(self.tables / "event_types.parquet")
        coded = db.execute(f"SELECT count(*) FROM {source['actors']} WHERE kind = 'country'").fetchone()
        dataset_rows(self.settings.base, self.loads, bool(coded and coded[0])).write_parquet(
            self.tables / "datasets.parquet"
        )
        load_rows(self.settings.base, self.loads).write_parquet(self.tables / "loads.parquet")
        self._no_iri_twice(db)
        described = [t.name for t in tables().values() if not t.is_link]
        views = [parquet(self.tables / f"{name}.parquet") for name in described]
        copy(db, raw.undescribed_sql(views), self.tables / "undescribed.parquet")

    def _no_iri_twice(self, db: duckdb.DuckDBPyConnection) -> None:
        """One IRI is one thing: it cannot be an actor here and a place there.

        Raises:
            GraphError: it is; the message names it and the files.
        """
        few = [t.name for t in tables().values() if not t.is_link and t.name != "events"]
        parts = [f"SELECT iri, '{n}' AS name FROM {parquet(self.tables / f'{n}.parquet')}" for n in few]
        db.execute(f"CREATE OR REPLACE TEMP TABLE described AS {' UNION ALL '.join(parts)}")
        events = f"SELECT e.iri, 'events' AS name FROM {parquet(self.tables / 'events.parquet')} e"
        found = db.execute(
            f"SELECT iri, list(name ORDER BY name) FROM (SELECT * FROM described UNION ALL {events} SEMI JOIN described d "
            "ON d.iri = e.iri) GROUP BY iri HAVING count(*) > 1 ORDER BY iri LIMIT 1"
        ).fetchone()
        if found:
            files = sorted({r.file for r in self.loads if any(n in r.tables for n in found[1])})
            raise GraphError(
                f"{found[0]} is described in the tables {' and '.join(found[1])}, and one thing is in one of them",
                where=", ".join(files[:5]),
                expected="an identifier of its own for each thing",
                hint="give one of them another id and load again; the graph is as it was",
            )

    def write_triples(self) -> list[Path]:
        """All triples and quads of the assembled tables as files of lines; gives the files."""
        files: list[Path] = []
        for file in sorted(self.tables.glob("*.parquet")):
            self.progress("writing the triples", 0, 0)
            files += rdf.write_lines(table_lines(file.stem, file), self.work, f"{file.stem}.nq")
        for file in sorted(self.said.glob("*.parquet")):
            lines = rdf.said_lines(tables()[file.stem], pl.scan_parquet(file))
            files += rdf.write_lines(lines, self.work, f"said-{file.stem}.nq")
        documents = rdf.document_lines(pl.scan_parquet(self.work / "documents.parquet"))
        return files + rdf.write_lines(documents, self.work, "cited.nq")

    # ---------------------------------------------------------------------------- from the version before

    def change(self, before: Path, added: list[LoadRef], removed: list[LoadRef]) -> None:
        for path in (self.tables, self.said, self.work, self.work / "diff", self.work / "said"):
            path.mkdir()
        with self.connect() as db:
            raw = Assembler(db, self.settings.base, self.loads)
            self._touched(db, raw, before, added + removed)
            for number, table in enumerate(LOADED):
                self.progress("putting the rows together", number, len(LOADED))
                self._change_table(
                    db,
                    raw.sql(table.name, f"touched_{table.name}"),
                    table.name,
                    before / "tables",
                    self.tables,
                    self.work / "diff",
                )
                if table.shared:
                    said = raw.said_sql(table.name, f"touched_{table.name}")
                    self._change_table(db, said, table.name, before / "said", self.said, self.work / "said")
            self._own_tables(db, raw)
            for name in ("event_types", "datasets", "loads", "undescribed"):
                old, new = parquet(before / "tables" / f"{name}.parquet"), parquet(self.tables / f"{name}.parquet")
                self._diff(db, f"SELECT * FROM {old}", f"SELECT * FROM {new}", self.work / "diff" / name)
            copy(db, raw.documents_sql([r.load for r in added]), self.work / "documents.new.parquet")
            gone = Assembler(db, self.settings.base, removed, "gone")
            copy(db, gone.documents_sql(), self.work / "documents.old.parquet")
        shutil.copytree(before / "property", self.out / "property")
        job = Job(
            "update",
            out=self.out / "property",
            diff=self.work / "diff",
            tables=self.tables,
            languages=self.settings.languages,
        )
        with job.running(self.progress):
            self._change_triples(before / "rdf")
        shutil.rmtree(self.work)

    def _touched(self, db: duckdb.DuckDBPyConnection, raw: Assembler, before: Path, changed: list[LoadRef]) -> None:
        """The IRIs of each table whose facts may change: all that changed loads state, and what follows from them."""
        for table in LOADED:
            files = [parquet(r.folder / f"{table.name}.parquet") for r in changed if table.name in r.tables]
            parts = [f"SELECT iri FROM {f}" for f in files] or ["SELECT NULL::VARCHAR AS iri WHERE false"]
            if table.name == "actors":
                old = parquet(before / "tables" / "actors.parquet")
                country = quoted(country_iri(self.settings.base, ""))
                for was, now in (
                    (f"SELECT iri FROM {old} WHERE class = 'Official'", f"SELECT iri FROM {raw.name}_officials"),
                    (
                        f"SELECT iri FROM {old} WHERE kind = 'country' AND starts_with(iri, {country})",
                        f"SELECT iri FROM {raw.name}_country_rows",
                    ),
                ):
                    parts.append(f"(({was}) EXCEPT ({now})) UNION ALL (({now}) EXCEPT ({was}))")
            if table.name == "memberships":  # a date outside its term loses, so it follows from the term
                period = "m.period = e.iri"
                parts.append(f"SELECT m.iri FROM {raw.name}_memberships m SEMI JOIN touched_events e ON {period}")
            union = " UNION ".join(f"SELECT iri FROM ({p})" for p in parts)
            db.execute(f"CREATE TEMP TABLE touched_{table.name} AS {union}")

    def _change_table(
        self, db: duckdb.DuckDBPyConnection, new_sql: str, name: str, before: Path, after: Path, diff: Path
    ) -> None:
        """A table of the next version: the touched rows made anew, the others as they were; both sides kept for the stores."""
        old_file, new_file = before / f"{name}.parquet", after / f"{name}.parquet"
        counted = db.execute(f"SELECT count(*) FROM touched_{name}").fetchone()
        if not counted or not counted[0]:
            link(old_file, new_file)
            return
        db.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {new_sql}")
        old = parquet(old_file)
        touched = f"SEMI JOIN touched_{name} x ON x.iri = t.iri"
        copy(db, f"SELECT t.* FROM {old} t {touched}", diff / f"{name}.old.parquet")
        copy(db, "SELECT * FROM fresh", diff / f"{name}.new.parquet")
        rest = f"SELECT t.* FROM {old} t ANTI JOIN touched_{name} x ON x.iri = t.iri"
        copy(db, f"{rest} UNION ALL BY NAME SELECT * FROM fresh", new_file)

    @staticmethod
    def _diff(db: duckdb.DuckDBPyConnection, old: str, new: str, to: Path) -> None:
        copy(db, f"({old}) EXCEPT ({new})", to.with_name(to.name + ".old.parquet"))
        copy(db, f"({new}) EXCEPT ({old})", to.with_name(to.name + ".new.parquet"))

    def _change_triples(self, before: Path) -> None:
        clone_store(before, self.out / "rdf")
        old, new = self._diff_lines("old"), self._diff_lines("new")
        gone, come = old - new, new - old
        store = ox.Store(str(self.out / "rdf"))
        for number, line in enumerate(sorted(gone)):
            if number % 10_000 == 0:
                self.progress("taking triples out", number, len(gone))
            for quad in ox.parse(line, ox.RdfFormat.N_QUADS):
                store.remove(quad)
        if come:
            self.progress("loading the triples", 0, len(come))
            store.bulk_load(b"\n".join(sorted(come)), ox.RdfFormat.N_QUADS)
        if len(list((self.out / "rdf").glob("*.sst"))) > _MANY_FILES:
            store.optimize()
        store.flush()
        del store

    def _diff_lines(self, side: str) -> set[bytes]:
        files: list[Path] = []
        for file in sorted((self.work / "diff").glob(f"*.{side}.parquet")):
            name = file.name.split(".")[0]
            files += rdf.write_lines(table_lines(name, file), self.work, f"{name}.{side}.nq")
        for file in sorted((self.work / "said").glob(f"*.{side}.parquet")):
            name = file.name.split(".")[0]
            lines = rdf.said_lines(tables()[name], pl.scan_parquet(file))
            files += rdf.write_lines(lines, self.work, f"said-{name}.{side}.nq")
        pairs = rdf.document_lines(pl.scan_parquet(self.work / f"documents.{side}.parquet"))
        files += rdf.write_lines(pairs, self.work, f"cited.{side}.nq")
        found: set[bytes] = set()
        for file in files:
            found.update(file.read_bytes().splitlines())
        found.discard(b"")
        return found


def table_lines(name: str, file: Path) -> Iterator[pl.LazyFrame]:
    """The triples of a file of a table's assembled rows, by the table's name."""
    rows, facts = pl.scan_parquet(file), pq.read_metadata(file)
    if name == "undescribed":
        yield from rdf.undescribed_lines(rows)
    elif facts.num_rows:
        yield from rdf.row_lines(tables()[name], rows, _full(facts))


def _full(facts: pq.FileMetaData) -> set[str]:
    """The columns of a Parquet file that have no null, by its statistics."""
    groups = [facts.row_group(i) for i in range(facts.num_row_groups)]
    known: dict[str, bool] = {}
    for column in (g.column(i) for g in groups for i in range(g.num_columns)):
        counted = column.statistics is not None and column.statistics.has_null_count
        full = counted and column.statistics.null_count == 0
        known[column.path_in_schema] = known.get(column.path_in_schema, True) and full
    return {name for name, full in known.items() if full}


def link(old: Path, new: Path) -> None:
    """The same file under another name: a hard link, or a copy where there are none."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def clone_store(before: Path, after: Path) -> None:
    """A copy of a closed Oxigraph store: its table files never change and are linked, the few others copied."""
    after.mkdir()
    for file in before.iterdir():
        if file.suffix == ".sst":
            link(file, after / file.name)
        elif file.name != "LOCK":
            shutil.copy2(file, after / file.name)


def build_version(folder: Folder, loads: Sequence[str], progress: Progress, *, anew: bool = False) -> int:
    """Build the stores of a set of loads and put them in force; the caller holds the writer's lock.

    Args:
        loads: the names of all loads of the new version.
        anew: from the records alone, though a version is there.

    Returns:
        the number of the version in force: the same as before when nothing changes.

    Raises:
        GraphError: a load's records are missing.
    """
    refs = []
    for name in sorted(loads):
        if not (folder.records / name).is_dir():
            raise GraphError(f"the records of load {name} are missing", where=str(folder.records / name))
        refs.append(load_ref(folder.records / name))
    with contextlib.nullcontext() if anew else folder.reading() as before:
        had = set(folder.facts(before)["loads"]) if before else set()
        if before and had == set(loads):
            return folder.current()
        out = folder.scratch()
        builder = Builder(folder, folder.settings(), refs, out, progress)
        try:
            added = [r for r in refs if r.load not in had]
            removed = [load_ref(folder.records / name) for name in sorted(had - set(loads))]
            same = before and folder.facts(before).get("declaration") == _declaration()
            if before and same and _small(before, added + removed):
                builder.change(before, added, removed)
            else:
                builder.build()
            number = folder.put_version(out, {"loads": sorted(loads), "codes": CODES, "declaration": _declaration()})
        except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
            raise GraphError(
                f"the new version could not be built: {error}",
                where=str(folder.path),
                hint="free disk space or memory and repeat the command; the last version is still in force",
            ) from error
        finally:
            shutil.rmtree(out, ignore_errors=True)
    return number


def _declaration() -> str:
    """A hash of the declared tables: a version made by another declaration has other columns, so nothing is taken from it."""
    return hashlib.sha256(repr(tables()).encode()).hexdigest()[:12]


def _small(before: Path, changed: list[LoadRef]) -> bool:
    def rows(files: Iterator[Path]) -> int:
        return sum(pq.read_metadata(f).num_rows for f in files)

    change = rows(r.folder / f"{t}.parquet" for r in changed for t in r.tables)
    return change <= min(_MOST_CHANGED_ROWS, _MOST_CHANGED_SHARE * rows((before / "tables").glob("*.parquet")) + 500)
