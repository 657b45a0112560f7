"""Turns a file into a load: runs a loader, checks its rows, and keeps them as Parquet with a manifest.

The name of a load is derived from the loader, file name, content and dataset, not from when or where it was loaded. So the same
file is the same load on every machine, and provenance does not depend on the order of loading. Records are never edited: a changed
file becomes a new load, which replaces the earlier one from the same path.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from govgraph.graph.build.manifest import Manifest, reason_of
from govgraph.graph.build.releases import STAMPED
from govgraph.graph.build.verify import verified
from govgraph.graph.duck import connect
from govgraph.graph.errors import GraphError
from govgraph.graph.files import write_through
from govgraph.graph.intact import file_sha256
from govgraph.graph.progress import Progress
from govgraph.ontology.block import Block, Note, schema
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_KEPT_NOTES = 10_000
_OF_FILE = ("licence", "source", "title")
"""The kinds of notes that say what the file is; they go to the manifest's own attributes."""


class _Writer:
    """Writes one Parquet file per table, block by block."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.files: dict[str, pq.ParquetWriter] = {}
        self.rows: Counter[str] = Counter()
        self.stamped: set[str] = set()
        self.datasets: set[str] = set()

    def write(self, block: Block) -> None:
        own = pl.col("dataset").fill_null(self.manifest.dataset)
        for name, frame in block.tables.items():
            if not frame.height:
                continue
            self.datasets.update(frame["dataset"].drop_nulls().unique())
            rows = frame.with_columns(load=pl.lit(self.manifest.load), dataset=own).to_arrow()
            if name not in self.files:
                self.files[name] = pq.ParquetWriter(self.manifest.records(name), rows.schema, compression="zstd")
            self.files[name].write_table(rows.cast(self.files[name].schema))
            self.rows[name] += frame.height
            if frame["unit"].null_count() < frame.height:
                self.stamped.add(name)

    def table(self, name: str) -> dict[str, Any]:
        """What the manifest says of a table."""
        told = {"rows": self.rows[name], "sha256": file_sha256(self.manifest.records(name))}
        return told | {STAMPED: True} if name in self.stamped else told

    def close(self) -> None:
        for file in self.files.values():
            file.close()


class _Tally:
    """Counts what becomes of the rows of a file, block by block; rejected rows are written to a file at once."""

    def __init__(self, file_name: str, rejects: IO[str]) -> None:
        self.file_name, self.rejects = file_name, rejects
        self.rows_read = 0
        self.rejected_rows: set[int] = set()
        self.reasons: Counter[str] = Counter()
        self.notes: dict[tuple[str, str], Note] = {}
        self.left_out: list[int] = []
        self.unused: dict[str, None] = {}

    def take(self, block: Block) -> None:
        self.rows_read += block.rows_read
        for reject in block.rejects:
            line = {"file": self.file_name, **asdict(reject)}
            if not reject.pointer:
                del line["pointer"]
            self.rejects.write(json.dumps(line, ensure_ascii=False) + "\n")
            if reject.row not in self.rejected_rows:
                self.rejected_rows.add(reject.row)
                self.reasons[reason_of(reject.column, reject.reason)] += 1
        for note in block.notes:
            if len(self.notes) < _KEPT_NOTES:
                self.notes.setdefault((note.kind, note.value), note)
            elif (note.kind, note.value) not in self.notes:
                self.left_out.append(note.row)
        self.unused.update(dict.fromkeys(block.unused_columns))

    def write_into(self, manifest: Manifest, licence: str) -> None:
        """Complete the manifest; a licence given by the person takes precedence over that of the file."""
        manifest.rows_read, manifest.rows_rejected = self.rows_read, len(self.rejected_rows)
        manifest.rejected = dict(sorted(self.reasons.items()))
        manifest.unused_columns = list(self.unused)
        of_file = {kind: [n.value for n in self.notes.values() if n.kind == kind] for kind in _OF_FILE}
        manifest.licence = licence or "; ".join(of_file["licence"]) or manifest.licence
        manifest.source = "; ".join(of_file["source"])
        manifest.dataset_title = "; ".join(of_file["title"]) or manifest.dataset_title
        manifest.notes = [
            (n.kind, n.value, n.row)
            for n in sorted(self.notes.values(), key=lambda n: (n.kind, n.row, n.value))
            if n.kind not in of_file
        ]
        if self.left_out:
            words = f"{len(self.left_out):,} more, of any kind"
            manifest.notes.append((f"notes beyond the first {_KEPT_NOTES:,}", words, self.left_out[0]))


def describe(source: Source, loader: Loader, options: Options) -> Manifest:
    """The manifest of a load that has not been read yet: its name, and all that is known without reading rows.

    The load's name is the loader's name and 12 hex digits of a hash of all that identifies the load.

    Raises:
        LoaderError: the file cannot be read.

    Example:
        >>> from govgraph.ontology.registry import loaders
        >>> source = Source(Path("a.json"), data=b"{}")
        >>> describe(source, loaders()["popolo"], Options(dataset="a")).load[:7]
        'popolo-'
    """
    sha256, dataset = source.sha256(), loader.dataset(source, options)
    read_with = loader.read_with(source, options)
    others = sorted(read_with.values())
    identity = json.dumps([loader.name, loader.version, source.name, sha256, dataset, *options.given, *others])
    return Manifest(
        load=f"{loader.name}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}",
        loader=loader.name,
        loader_version=loader.version,
        file=source.name,
        path=source.address,
        sha256=sha256,
        dataset=dataset,
        dataset_title=loader.dataset_title or dataset,
        licence=options.licence or loader.licence,
        homepage=loader.homepage,
        read_with=read_with,
        mends=source.mends,
    )


def ingest(
    source: Source, loader: Loader, options: Options, manifest: Manifest, records: Path, progress: Progress
) -> None:
    """Read a file into ``records/<load>/``. The folder appears only when it is complete.

    Args:
        manifest: from :func:`describe`; it is completed with what became of the rows.
        records: the graph's records folder.
        progress: called with the bytes read so far.

    Raises:
        LoaderError: the file cannot be read, or none of its rows is usable.
        GraphError: the records cannot be written.
    """
    started = time.monotonic()
    with _appearing_whole(records, manifest):
        writer = _Writer(manifest)
        try:
            with manifest.rejects.open("w", encoding="utf-8") as rejects:
                tally, size = _Tally(source.name, rejects), source.size()
                for block in _blocks(source, loader, options):
                    writer.write(block)
                    tally.take(block)
                    progress(f"reading {source.name}", block.position, size)
        finally:
            writer.close()
        source.check_unchanged()
        tally.write_into(manifest, options.licence)
        manifest.tables = {table: writer.table(table) for table in sorted(writer.rows)}
        manifest.datasets = sorted(writer.datasets - {manifest.dataset})
        manifest.rejects_sha256 = file_sha256(manifest.rejects)
        manifest.rows_loaded, manifest.rows_merged = _count(loader, manifest)
        manifest.when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        manifest.seconds = round(time.monotonic() - started, 3)
        manifest.write()


@contextmanager
def _appearing_whole(records: Path, manifest: Manifest) -> Iterator[None]:
    """A new folder for a load's records. It gets its final name when it is complete; if it is not completed, it is removed."""
    building, final = records / f"tmp-{uuid.uuid4().hex[:12]}", records / manifest.load
    building.mkdir(parents=True)
    manifest.folder = building
    try:
        yield
        write_through(building)
        if final.exists():  # left over from a load that was never activated
            shutil.rmtree(final)
        building.rename(final)
        manifest.folder = final
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        raise GraphError(
            f"the records could not be written: {error}",
            where=str(records),
            hint="free disk space and repeat the command; the graph is as it was",
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _blocks(source: Source, loader: Loader, options: Options) -> Iterator[Block]:
    """The file's blocks, each verified."""
    blocks, first = loader.read_file(source, options), True
    while True:
        try:
            raw = next(blocks, None)
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise LoaderError(
                f"cannot be read to its end: {error}", where=str(source), hint="get the file again"
            ) from error
        if raw is None:
            return
        block = verified(raw)
        if source.rows is not None:
            _only(block, source.rows, first)
            first = False
        yield block


def _only(block: Block, rows: frozenset[int], first: bool) -> None:
    """Take nothing but some rows from a block; all of them are counted in the first block of the file."""
    meant = pl.Series(sorted(rows), dtype=pl.Int64).implode()
    block.tables = {name: frame.filter(pl.col("row").is_in(meant)) for name, frame in block.tables.items()}
    block.rejects = [reject for reject in block.rejects if reject.row in rows]
    block.rows_read = len(rows) if first else 0


def _count(loader: Loader, manifest: Manifest) -> tuple[int, int]:
    """Count the rows loaded and the rows merged: a row is merged if earlier rows of the file already stated all that it states."""
    kept = manifest.rows_read - manifest.rows_rejected
    counted_tables = [t for t in loader.primary if t in manifest.tables]
    files = [str(manifest.records(t)) for t in counted_tables]
    apart = [c for c in loader.told_apart_by if any(c in schema(t) for t in counted_tables)]
    if not files:
        return kept, 0
    with connect(memory="1GB", spill=manifest.folder / "spill", ordered=False) as db:
        counted = db.execute(
            "SELECT count(DISTINCT first) FROM (SELECT min(row) AS first FROM "
            f"read_parquet($files, union_by_name = true) GROUP BY {', '.join(apart)})",
            {"files": files},
        ).fetchone()
    first = int(counted[0]) if counted else 0
    return first, kept - first
