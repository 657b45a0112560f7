"""A version: the tables of one set of loads, put together aside and put in force when they are complete.

From nothing, or from the version before and what the change touches (``change``). Both ways give the same content; which one is
taken is a matter of cost. The triples and the property graph of a version are built when a question needs them (``on_demand``).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq

from govgraph.graph.build.change import change
from govgraph.graph.build.described import CODES
from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.progress import Progress
from govgraph.graph.projection import declared_by
from govgraph.graph.stores.worker import Workers

# Above these a version is built from nothing: changing in place costs more for each row.
_MOST_CHANGED_SHARE, _MOST_CHANGED_ROWS = 0.25, 300_000


def build_version(
    folder: Folder, loads: Sequence[str], progress: Progress, *, anew: bool = False, workers: Workers | None = None
) -> int:
    """Put the tables of a set of loads together and put them in force; the caller holds the writer's lock.

    Args:
        loads: the names of all loads of the new version.
        anew: from the records alone, though a version is there; so it is also where another declaration made that version.
        workers: change the property graph, where there is one; None: one that ends with this.

    Returns:
        the number of the version in force: the same as before when nothing changes.

    Raises:
        GraphError: a load's records are missing.
    """
    refs = []
    for name in sorted(loads):
        if not (folder.records / name).is_dir():
            raise GraphError(f"the records of load {name} are missing", where=str(folder.records / name))
        refs.append(read_manifest(folder.records / name))
    declared = declared_by()
    with (
        contextlib.nullcontext() if anew else folder.reading() as before,
        contextlib.nullcontext(workers) if workers else contextlib.closing(Workers()) as changers,
    ):
        had = set(folder.facts(before)["loads"]) if before else set()
        if before and had == set(loads):
            return folder.current()
        out = folder.scratch()
        new = VersionTables(folder.settings(), refs, out, progress)
        try:
            added = [r for r in refs if r.load not in had]
            removed = [read_manifest(folder.records / name) for name in sorted(had - set(loads))]
            if before and folder.facts(before).get("declared") == declared and _small(before, added + removed):
                change(new, before, added, removed, changers)
            else:
                new.assemble()
            number = folder.put_version(out, {"loads": sorted(loads), "codes": CODES, "declared": declared})
        except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
            raise GraphError(
                f"the new version could not be built: {error}",
                where=str(folder.path),
                hint="free disk space or memory and repeat the command; the last version is still in force",
            ) from error
        finally:
            shutil.rmtree(out, ignore_errors=True)
    return number


def _small(before: Path, changed: list[Manifest]) -> bool:
    def rows(files: Iterator[Path]) -> int:
        return sum(pq.read_metadata(f).num_rows for f in files)

    change = rows(r.records(t) for r in changed for t in r.tables)
    return change <= min(_MOST_CHANGED_ROWS, _MOST_CHANGED_SHARE * rows((before / "tables").glob("*.parquet")) + 500)
