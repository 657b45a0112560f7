"""The triples of a version: made from its tables, or from the triples of the version before it and the rows that changed.

Oxigraph reads lines in bulk. For a small change the previous store is copied (its table files never change, so they are linked),
the removed lines are taken out and the added ones put in. Both ways give the same content.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import polars as pl
import pyoxigraph as ox

from govgraph.graph.files import link
from govgraph.graph.progress import Progress
from govgraph.graph.stores import rdf
from govgraph.graph.table_parts import full_and_empty, height, parts_of, tables_in
from govgraph.ontology.classes import ontology_quads
from govgraph.ontology.declaration import tables

CITED = "cited"
"""A table in a version's folder: which record cites which document. It is computed from the records; no table of records holds it."""

# Reads in RocksDB slow down with many small files, so beyond this number Oxigraph merges them.
_MANY_FILES = 300


def fact_files(version: Path, work: Path, progress: Progress) -> list[Path]:
    """The lines of the default graph, which holds the assembled facts, as files.

    Args:
        version: the folder of the version.
        work: an empty folder for the files.
    """
    files: list[Path] = []
    for name, parts in tables_in(version / "tables").items():
        progress("writing the triples", 0, 0)
        files += rdf.write_lines(table_lines(name, parts), work, f"{name}.nq")
    files += rdf.write_lines(rdf.document_lines(pl.scan_parquet(parts_of(version, CITED))), work, f"{CITED}.nq")
    return files


def said_files(version: Path, work: Path) -> list[Path]:
    """The lines of the named graphs, which hold what each dataset says about shared things, as files."""
    files: list[Path] = []
    for name, parts in tables_in(version / "said").items():
        files += rdf.write_lines(_said_lines(name, parts), work, f"said-{name}.nq")
    return files


def build(version: Path, out: Path, work: Path, progress: Progress) -> None:
    """Make a store of all triples of a version.

    Args:
        version: its folder, with its tables.
        out: the folder of the store, which must not exist.
        work: an empty folder for temporary files.
    """
    files = [*fact_files(version, work, progress), *said_files(version, work)]
    with _Lines(files, progress, ontology_quads()) as stream:
        store = ox.Store(str(out))
        # IRIs were checked when the records were kept; checking again would take a fifth of the load's time.
        store.bulk_load(cast(IO[bytes], stream), ox.RdfFormat.N_QUADS, lenient=True)
        store.flush()
    del store


def change(before: Path, out: Path, diff: Path, work: Path, progress: Progress) -> None:
    """Make a store from the store of the previous version.

    Args:
        before: the folder of the previous store.
        out: the folder of the new store, which must not exist.
        diff: the folders ``tables``, ``said`` and ``cited`` of rows removed (``NAME.old.parquet``) and added (``NAME.new.parquet``).
        work: an empty folder for temporary files.
    """
    _clone(before, out)
    old, new = _diff_lines(diff, "old", work), _diff_lines(diff, "new", work)
    removed, added = old - new, new - old
    store = ox.Store(str(out))
    for number, line in enumerate(sorted(removed)):
        if number % 10_000 == 0:
            progress("taking triples out", number, len(removed))
        for quad in ox.parse(line, ox.RdfFormat.N_QUADS, lenient=True):
            store.remove(quad)
    if added:
        progress("loading the triples", 0, len(added))
        store.bulk_load(b"\n".join(sorted(added)), ox.RdfFormat.N_QUADS, lenient=True)
    if len(list(out.glob("*.sst"))) > _MANY_FILES:
        store.optimize()
    store.flush()
    del store


def _diff_lines(diff: Path, side: str, work: Path) -> set[bytes]:
    files: list[Path] = []
    for file in sorted((diff / "tables").glob(f"*.{side}.parquet")):
        name = file.name.split(".")[0]
        files += rdf.write_lines(table_lines(name, [file]), work, f"{name}.{side}.nq")
    for file in sorted((diff / "said").glob(f"*.{side}.parquet")):
        name = file.name.split(".")[0]
        files += rdf.write_lines(_said_lines(name, [file]), work, f"said-{name}.{side}.nq")
    cited = rdf.document_lines(pl.scan_parquet(diff / "cited" / f"cited.{side}.parquet"))
    files += rdf.write_lines(cited, work, f"cited.{side}.nq")
    lines: set[bytes] = set()
    for file in files:
        lines.update(file.read_bytes().splitlines())
    lines.discard(b"")
    return lines


class _Lines(io.RawIOBase):
    """Several files read as one, with progress. Each file is deleted once it is read, so that the load needs less disk."""

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


def table_lines(name: str, parts: Sequence[Path]) -> Iterator[pl.LazyFrame]:
    """The triples of a table's assembled rows, given the table's name and its parts.

    All parts are read as one: each frame of lines costs some milliseconds beside its rows, and a part has as many frames as lists.
    """
    if height(parts):
        full, empty = full_and_empty(parts)
        yield from rdf.row_lines(tables()[name], pl.scan_parquet(list(parts)).drop(empty, strict=False), full)


def _said_lines(name: str, parts: Sequence[Path]) -> Iterator[pl.LazyFrame]:
    if height(parts):
        _, empty = full_and_empty(parts)
        yield from rdf.said_lines(tables()[name], pl.scan_parquet(list(parts)).drop(empty, strict=False))


def _clone(before: Path, after: Path) -> None:
    """A copy of a closed Oxigraph store: its table files never change and are linked, the few others copied."""
    after.mkdir()
    for file in before.iterdir():
        if file.suffix == ".sst":
            link(file, after / file.name)
        elif file.name != "LOCK":
            shutil.copy2(file, after / file.name)
