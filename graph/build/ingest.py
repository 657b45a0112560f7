"""From a file to a load: run a loader, check its rows, keep them as Parquet with a manifest.

A load is named by what it is (loader, file name, content, dataset), not by when or where it was loaded; so the same file is
the same load on every machine, and provenance is the same whatever the order of loading. What a file said is never edited:
a changed file is another load that takes the place of the earlier one from the same path.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import time
import uuid
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from govgraph.graph.build.verify import verified
from govgraph.graph.duck import quoted
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import write_through
from govgraph.graph.progress import Progress
from govgraph.ontology.block import Block, Note
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_KEPT_NOTES = 10_000


@dataclass(slots=True)
class Manifest:
    """What is known of a load; ``manifest.json`` beside its records.

    Attributes:
        load: the load's name.
        rows_read, rows_loaded, rows_merged, rows_rejected: rows of the file; the first is the sum of the others.
        rejected: reason -> rows.
        notes: [kind, value, first row] of things worth knowing about loaded rows.
        tables: table -> {"rows": ..., "sha256": of its Parquet file}.
    """

    load: str
    loader: str
    loader_version: int
    file: str
    path: str
    sha256: str
    dataset: str
    dataset_title: str
    licence: str
    homepage: str
    source: str = ""
    rows_read: int = 0
    rows_loaded: int = 0
    rows_merged: int = 0
    rows_rejected: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    unused_columns: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    when: str = ""
    seconds: float = 0.0


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a load's folder.

    Raises:
        GraphError: it is missing or damaged.
    """
    file = folder / "manifest.json"
    try:
        found = json.loads(file.read_text("utf-8"))
        found["notes"] = [tuple(note) for note in found["notes"]]
        return Manifest(**found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GraphError(
            f"the load's manifest cannot be read: {error}", where=str(file), hint="load the file again"
        ) from error


def load_name(loader: Loader, source: Source, sha256: str, dataset: str, options: Options) -> str:
    """The name of the load that a file gives: the loader's name and 12 hex digits of what makes it that load.

    Example:
        >>> from govgraph.ontology.loader import loaders
        >>> load_name(loaders()["popolo"], Source(Path("a.json")), "00", "a", Options())[:7]
        'popolo-'
    """
    identity = json.dumps([loader.name, loader.version, source.name, sha256, dataset, *options.given])
    return f"{loader.name}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"


class _Writer:
    """One Parquet file a table, written block by block."""

    def __init__(self, folder: Path, load: str, dataset: str) -> None:
        self.folder, self.load, self.dataset = folder, load, dataset
        self.files: dict[str, pq.ParquetWriter] = {}
        self.rows: Counter[str] = Counter()

    def write(self, block: Block) -> None:
        for name, frame in block.tables.items():
            if not frame.height:
                continue
            named = frame.with_columns(load=pl.lit(self.load), dataset=pl.lit(self.dataset)).to_arrow()
            if name not in self.files:
                self.files[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", named.schema, compression="zstd")
            self.files[name].write_table(named.cast(self.files[name].schema))
            self.rows[name] += frame.height

    def close(self) -> None:
        for file in self.files.values():
            file.close()


def ingest(
    source: Source,
    loader: Loader,
    options: Options,
    records: Path,
    *,
    sha256: str,
    progress: Progress | None = None,
) -> Manifest:
    """Read a file into ``records/<load>/``; nothing is there until all of it is.

    Args:
        records: the graph's records folder.
        sha256: of the source, already computed.
        progress: told the bytes read.

    Returns:
        the manifest of the new load.

    Raises:
        LoaderError: the file cannot be read, or no row of it is usable.
    """
    started = time.monotonic()
    dataset = loader.dataset(source, options)
    name = load_name(loader, source, sha256, dataset, options)
    manifest = Manifest(
        name, loader.name, loader.version, source.name, str(Source(source.path.resolve(), source.member)), sha256, dataset,
        loader.dataset_title or dataset, loader.licence, loader.homepage,
    )  # fmt: skip
    building = records / f"tmp-{uuid.uuid4().hex[:12]}"
    building.mkdir(parents=True)
    try:
        writer = _Writer(building, name, dataset)
        try:
            _read(source, loader, options, writer, manifest, building, progress)
        finally:
            writer.close()
        manifest.tables = {
            t: {"rows": n, "sha256": file_sha256(building / f"{t}.parquet")} for t, n in sorted(writer.rows.items())
        }
        manifest.rows_loaded, manifest.rows_merged = _count(building, loader, manifest)
        manifest.when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        manifest.seconds = round(time.monotonic() - started, 3)
        (building / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
        write_through(building)
        final = records / name
        if final.exists():  # a rest of a load that was never put in force
            shutil.rmtree(final)
        building.rename(final)
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        raise GraphError(
            f"the records could not be kept: {error}",
            where=str(records),
            hint="free disk space and repeat the command; the graph is as it was",
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return manifest


def _read(
    source: Source,
    loader: Loader,
    options: Options,
    writer: _Writer,
    manifest: Manifest,
    building: Path,
    progress: Progress | None,
) -> None:
    rejected_rows: set[int] = set()
    reasons: Counter[str] = Counter()
    notes: dict[tuple[str, str], Note] = {}
    unused: dict[str, None] = {}
    size = source.size()
    with (building / "rejects.jsonl").open("w", encoding="utf-8") as rejects:
        try:
            for raw in loader.blocks(source, options):
                block = verified(raw)
                writer.write(block)
                manifest.rows_read += block.rows_read
                for reject in block.rejects:
                    line = {"file": source.name, **asdict(reject)}
                    rejects.write(json.dumps(line, ensure_ascii=False) + "\n")
                    if reject.row not in rejected_rows:
                        rejected_rows.add(reject.row)
                        reasons[f"{reject.column}: {reject.reason}" if reject.column else reject.reason] += 1
                for note in block.notes:
                    if len(notes) < _KEPT_NOTES:
                        notes.setdefault((note.kind, note.value), note)
                unused.update(dict.fromkeys(block.unused_columns))
                if progress:
                    progress(f"reading {source.name}", block.position, size)
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise LoaderError(f"cannot be read on: {error}", where=str(source)) from error
    manifest.rows_rejected = len(rejected_rows)
    manifest.rejected = dict(sorted(reasons.items()))
    manifest.unused_columns = list(unused)
    own = {kind: [n.value for n in notes.values() if n.kind == kind] for kind in ("licence", "source")}
    manifest.licence = options.licence or "; ".join(own["licence"]) or manifest.licence
    manifest.source = "; ".join(own["source"])
    manifest.notes = [
        (n.kind, n.value, n.row)
        for n in sorted(notes.values(), key=lambda n: (n.kind, n.row, n.value))
        if n.kind not in own
    ]


def _count(building: Path, loader: Loader, manifest: Manifest) -> tuple[int, int]:
    """Rows loaded and rows merged: a row is merged when all that it states was stated by earlier rows of the file."""
    kept = manifest.rows_read - manifest.rows_rejected
    files = [str(building / f"{t}.parquet") for t in loader.primary if t in manifest.tables]
    if not files:
        return kept, 0
    with duckdb.connect() as db:
        db.execute("SET memory_limit = '1GB'; SET threads = 2; SET preserve_insertion_order = false")
        db.execute(f"SET temp_directory = {quoted(building / 'spill')}")
        found = db.execute(
            "SELECT count(DISTINCT first) FROM (SELECT min(row) AS first FROM "
            "read_parquet($files, union_by_name = true) GROUP BY iri)",
            {"files": files},
        ).fetchone()
    first = int(found[0]) if found else 0
    return first, kept - first


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex.

    Example:
        >>> len(file_sha256(Path(__file__)))
        64
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
