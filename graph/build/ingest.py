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
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from govgraph.graph.build import unfinished
from govgraph.graph.build.blocks import Tally, Writer
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.unfinished import Unfinished, begun
from govgraph.graph.build.verify import verified
from govgraph.graph.duck import asking, spill_below, too_little_memory
from govgraph.graph.errors import GraphError
from govgraph.graph.files import write_through
from govgraph.graph.intact import file_sha256
from govgraph.graph.progress import Progress
from govgraph.ontology.block import Block, schema
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_SMALL_FILE, _FEW_ROWS = 100_000_000, 50_000
"""A file of fewer bytes is read in blocks of fewer rows: its reading takes less memory and no more time. In large files short blocks cost."""


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
        going = begun(records, manifest.load) if source.rows is None and loader.continues(source) else None
        writer = Writer(manifest, going)
        told = (going.folder if going else manifest.folder) / manifest.rejects.name
        told.touch()
        try:
            with told.open("r+", encoding="utf-8") as rejects:
                tally, size = Tally(source.name, rejects), source.size()
                if going and going.rows:
                    _take_up(going, writer, tally, source)
                for number, block in enumerate(_blocks(source, loader, options), start=1):
                    writer.write(block)
                    tally.take(block)
                    progress(f"reading {source.name}", block.position, size)
                    if going and number % unfinished.BLOCKS == 0:
                        _keep(going, writer, tally, block.position)
        finally:
            writer.close()
            pa.default_memory_pool().release_unused()  # for putting the rows together
        source.check_unchanged()
        writer.finish()
        if going:
            told.rename(manifest.rejects)
        tally.write_into(manifest, options.licence)
        manifest.tables = {table: writer.table(table) for table in sorted(writer.rows)}
        manifest.datasets = sorted(writer.datasets - {manifest.dataset})
        manifest.rejects_sha256 = file_sha256(manifest.rejects)
        manifest.rows_loaded, manifest.rows_merged = _count(loader, manifest)
        manifest.when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        manifest.seconds = round(time.monotonic() - started, 3)
        manifest.write()


def _keep(going: Unfinished, writer: Writer, tally: Tally, position: int) -> None:
    """Keep what is complete of a reading."""
    writer.complete()
    going.position, going.rows = position, tally.rows_read
    written = {"rows": dict(writer.rows), "stamped": sorted(writer.stamped), "datasets": sorted(writer.datasets)}
    going.tally = tally.to_json() | {"written": written}
    going.keep()


def _take_up(going: Unfinished, writer: Writer, tally: Tally, source: Source) -> None:
    """Go on with a reading that was killed, behind what is complete of it."""
    tally.take_up(going.tally)
    written = going.tally["written"]
    writer.rows, writer.stamped, writer.datasets = (
        Counter(written["rows"]),
        set(written["stamped"]),
        set(written["datasets"]),
    )
    source.begin = (going.position, going.rows)


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
    except duckdb.OutOfMemoryException as error:
        raise too_little_memory(error, "the records could not be written", records) from error
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
    if source.size() < _SMALL_FILE:
        options = replace(options, block_rows=min(options.block_rows, _FEW_ROWS))
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
    with asking(map(Path, files), spill_below(manifest.folder / "spill")) as db:
        counted = db.execute(
            "SELECT count(DISTINCT first) FROM (SELECT min(row) AS first FROM "
            f"read_parquet($files, union_by_name = true) GROUP BY {', '.join(apart)})",
            {"files": files},
        ).fetchone()
    first = int(counted[0]) if counted else 0
    return first, kept - first
