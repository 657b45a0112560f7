"""A graph's folder that a test has changed, with the sizes and hashes that it would have if it had been made so."""

from __future__ import annotations

import json
from pathlib import Path

from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.folder import Folder
from govgraph.graph.intact import file_sha256, listing, write_sealed
from govgraph.graph.on_demand import STORES, is_built, keep_listing


def _version(graph: Path) -> Path:
    folder = Folder(graph)
    return folder.version_path(folder.current())


def made_so(graph: Path, **facts: object) -> None:
    """Keep the hashes of the records, tables and stores of the version in force anew, and other facts of the version."""
    version = _version(graph)
    kept = Folder(graph).facts(version) | facts
    kept["files"] = listing(version, (version / name for name in kept["files"]))
    write_sealed(version / "version.json", kept)
    for name in STORES:
        if is_built(version, name):
            keep_listing(version, name, version / name)
    for load in kept["loads"]:
        manifest = read_manifest(graph / "records" / load)
        for table, of_table in manifest.tables.items():
            of_table["sha256"] = file_sha256(manifest.records(table))
        manifest.write()


def made_by_version_0_1(graph: Path) -> None:
    """Leave out of the files of the version in force what version 0.1 of govgraph did not write: hashes, and where they come from."""
    version = _version(graph)
    facts = {key: value for key, value in Folder(graph).facts(version).items() if key in ("loads", "codes")}
    (version / "version.json").write_text(json.dumps(facts), "utf-8")
    for name in STORES:
        (version / f"{name}.json").unlink(missing_ok=True)
    for load in facts["loads"]:
        manifest = read_manifest(graph / "records" / load)
        for table, of_table in manifest.tables.items():
            of_table["sha256"] = file_sha256(manifest.records(table))
        values = {key: value for key, value in manifest.to_json().items() if key != "rejects_sha256"}
        (manifest.folder / "manifest.json").write_text(json.dumps(values), "utf-8")
