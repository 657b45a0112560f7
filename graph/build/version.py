"""Builds a version: the tables of a set of loads, made in a scratch folder and put in force when they are complete.

A version is built from scratch, or from the version before and what the change touches (``change``). Both ways give the same
content; the cheaper one is taken. The triples and the property graph of a version are built when a query needs them (``on_demand``).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from govgraph.graph.build.change import change, most_changed
from govgraph.graph.build.described import CODES
from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.damage import of_load, of_version, refuse
from govgraph.graph.duck import too_little_memory
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.identity import log as identity_log
from govgraph.graph.identity.kept import LINKS, OTHER_IRIS
from govgraph.graph.intact import Listing, listing
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.projection import declared_by
from govgraph.graph.stores.rdf_build import CITED
from govgraph.graph.table_parts import parts_of


def build_version(folder: Folder, loads: Sequence[str], progress: Progress, *, anew: bool = False) -> int:
    """Build the tables of a set of loads, by the decisions in the folder, and put them in force; the caller holds the writer's lock.

    Args:
        loads: the names of all loads of the new version.
        anew: build from the records alone, even if there is a version. The version before is never used either if it was made with a
            different declaration.

    Returns:
        the number of the version in force; unchanged if the loads and the decisions are the same as before.

    Raises:
        Damaged: the records of a load, or files of the version before that are used again, are not what they were.
        GraphError: there is no room for the new version.
    """
    for name in sorted(loads):
        refuse(of_load(folder.records / name))
    refs = [read_manifest(folder.records / name) for name in sorted(loads)]
    declared = declared_by()
    with contextlib.nullcontext() if anew else folder.reading() as before:
        facts = folder.facts(before) if before else {"loads": []}
        names_before = set(facts["loads"])
        log = identity_log.read(folder.path)
        if before and names_before == set(loads) and facts.get("decisions", "") == log.digest:
            return folder.current()
        settings = folder.settings()
        out = folder.scratch()
        new = VersionTables(settings, refs, out, progress, log)
        try:
            added = [r for r in refs if r.load not in names_before]
            removed = _intact(folder, names_before - set(loads))
            if before and facts.get("declared") == declared and removed is not None and _small(before, added + removed):
                # Else damage would go into the new version, where it would look as if it had been made so.
                refuse(of_version(folder, before))
                made = facts.get("settings", {}).get("languages", settings.languages)
                change(new, before, added, removed, same_languages=list(made) == list(settings.languages))
            else:
                new.assemble()
            tables = [
                *(p for of in (new.tables, new.said) for p in of.iterdir()),
                *parts_of(out, CITED),
                *(out / x for x in (OTHER_IRIS, LINKS)),
            ]
            number = folder.put_version(
                out,
                {
                    "loads": sorted(loads), "decisions": log.digest, "codes": CODES, "declared": declared, "files": listing(out, tables, _linked(facts, before, out)),
                    "paths": {r.load: r.path for r in refs},
                    "settings": {"base": settings.base, "languages": settings.languages},
                },
            )  # fmt: skip
        except duckdb.OutOfMemoryException as error:
            raise too_little_memory(error, "the new version could not be built", folder.path) from error
        except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
            raise GraphError(
                f"the new version could not be built: {error}",
                where=str(folder.path),
                hint="free disk space or memory and repeat the command; the last version is still in force",
            ) from error
        finally:
            shutil.rmtree(out, ignore_errors=True)
    return number


def _linked(facts: dict[str, Any], before: Path | None, out: Path) -> Listing:
    """The sizes and hashes of the files that are links to those of the version before; these were compared with their hashes already."""
    kept: Listing = facts.get("files", {})
    there = {name: of for name, of in kept.items() if before and (out / name).is_file() and (before / name).is_file()}
    return {name: of for name, of in there.items() if before and (out / name).samefile(before / name)}


def _intact(folder: Folder, loads: set[str]) -> list[Manifest] | None:
    """The manifests of loads that are to be removed; None if the records of one are damaged, and cannot tell what it stated."""
    if any(True for name in loads for _ in of_load(folder.records / name)):
        return None
    return [read_manifest(folder.records / name) for name in sorted(loads)]


def _small(before: Path, changed: list[Manifest]) -> bool:
    rows: int = sum(pq.read_metadata(r.records(t)).num_rows for r in changed for t in r.tables)
    return rows <= most_changed(before / "tables")
