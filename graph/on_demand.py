"""The stores of a version that are built when a query needs them: the triples (SPARQL) and the property graph (Cypher).

A load ends when the tables are in force; SQL, search, pages and pushes read only these. A store is built once, by the process that
needs it first: from the store of an earlier version and what changed since (``pending``), or from the tables if nothing is pending or
that fails. It is built in a scratch folder, under a lock of its own, and renamed when it is complete and on disk, so a store that has
its final name is complete. Two processes that need it at the same time build it once. A process that is killed while building leaves a
scratch folder, which the next builder removes; SQL works as before. If the graph folder cannot be written to, its stores are kept in
the user's cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import platformdirs

from govgraph.graph import pending
from govgraph.graph.errors import REBUILD, Damaged, GraphError
from govgraph.graph.files import locked, write_through
from govgraph.graph.intact import Listing, listing, read_sealed, write_sealed
from govgraph.graph.progress import Progress, silent
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.stores.worker import Worker, Workers

Store = Literal["rdf", "property"]

STORES: dict[Store, str] = {"rdf": "the triples, for SPARQL", "property": "the property graph, for Cypher"}
"""The stores, by the names of their folders in a version."""


def is_built(version: Path, name: Store) -> bool:
    """Whether a version has a store already.

    Example:
        >>> is_built(Path("no-such-version"), "rdf")
        False
    """
    return (home(version) / name).exists()


def store(
    version: Path,
    name: Store,
    languages: Sequence[str],
    progress: Progress = silent,
    worker: Worker | Workers | None = None,
) -> Path:
    """The folder of a store of a version; the store is built now if it is missing.

    Args:
        version: the folder of the version, held by the caller.
        languages: in the order in which ``name`` is chosen.
        progress: called with what is being done, and how far it is.
        worker: the process that builds; None: a new one, which ends with this call.

    Raises:
        GraphError: it could not be built, for example for lack of memory or disk space; everything else is unchanged.
        Damaged: the version was made before stores were built when they are needed, and has lost the one that it had.
    """
    folder = home(version)
    path = folder / name
    if path.exists():
        return path

    def tell_waiting() -> None:
        progress(f"waiting for another process that builds {STORES[name]}", 0, 0)

    with locked(folder / f"{name}.lock", f"building {STORES[name]}", waiting=tell_waiting):
        if not path.exists():  # else the other process has built it
            with _building(folder, name) as scratch, _one(worker) as builder:
                making = _Making(version, name, scratch, tuple(languages), progress, builder)
                known = making.update()
                if known is None:
                    making.build()
                write_through(scratch / name)
                keep_listing(folder, name, scratch / name, known)
                (scratch / name).rename(path)
        shutil.rmtree(pending.folder(version, name), ignore_errors=True)
    return path


def keep_listing(folder: Path, name: Store, store: Path, known: Listing | None = None) -> None:
    """Write down the sizes and hashes of the files of a store that is complete, beside it.

    Args:
        folder: the one that the store is in, or will be in.
        store: where it is now.
        known: of files that are only linked.
    """
    write_sealed(folder / f"{name}.json", {"files": listing(store, known=known or {})})


def kept_store(version: Path, name: Store) -> tuple[Path, Listing]:
    """The folder of a store, and what its files must be; that is empty if it is not built, or was built by version 0.1.

    Raises:
        Damaged: what was kept of its files is damaged.
    """
    path = home(version) / name
    kept = path.with_suffix(".json")
    if not path.exists():
        return path, {}
    if not kept.exists() and "files" not in read_sealed(version / "version.json", since="files"):
        return path, {}
    return path, read_sealed(kept)["files"]


def made_with(languages: Sequence[str]) -> dict[str, Any]:
    """What the content of a store depends on, beside the tables.

    Args:
        languages: in the order in which ``name`` is chosen.

    Example:
        >>> made_with(("en", "ru"))["languages"]
        ['en', 'ru']
    """
    from govgraph.graph.property_graph.projection import declared_by

    return {"declared": declared_by(), "languages": list(languages)}


def home(version: Path) -> Path:
    """Where the stores of a version are: in its folder, or in the user's cache if that cannot be written to.

    Example:
        >>> home(graph.version()) == graph.version()
        True
    """
    if os.access(version, os.W_OK) or not version.exists():
        return version
    key = hashlib.sha256(str(version.resolve()).encode() + (version / "version.json").read_bytes()).hexdigest()[:16]
    return platformdirs.user_cache_path("govgraph", appauthor=False) / "stores" / key


@contextlib.contextmanager
def _building(home: Path, name: Store) -> Iterator[Path]:
    """An empty folder to build in, removed at the end with what a killed builder left over.

    The folder has a name of its own: the worker of a killed builder may still write into the old one for a moment.
    """

    def remove() -> None:
        for folder in home.glob(f"tmp-{name}-*"):
            shutil.rmtree(folder, ignore_errors=True)

    remove()
    scratch = Path(tempfile.mkdtemp(prefix=f"tmp-{name}-", dir=home))
    try:
        yield scratch
    except OSError as error:
        raise GraphError(
            f"{STORES[name]} could not be built: {error}",
            where=str(home),
            hint="free disk space or memory and repeat the query; SQL, search and pages work without it",
        ) from error
    finally:
        remove()


@contextlib.contextmanager
def _one(worker: Worker | Workers | None) -> Iterator[Worker | Workers]:
    """The process that builds; without one, a new one, which ends at the end."""
    # Imported here because SQL queries do not need it.
    from govgraph.graph.stores.worker import Worker

    if worker:
        yield worker
    else:
        with contextlib.closing(Worker()) as own:
            yield own


@dataclass(frozen=True, slots=True)
class _Making:
    """A store that is being made, in a worker process, which can be killed when the person does not want to wait.

    Attributes:
        scratch: an empty folder; the store is made in the folder in it that has its name.
        languages: in the order in which ``name`` is chosen.
    """

    version: Path
    name: Store
    scratch: Path
    languages: tuple[str, ...]
    progress: Progress
    worker: Worker | Workers

    def update(self) -> Listing | None:
        """Make the store from that of an earlier version; None if there is none that can be used, or that failed.

        Returns:
            the files that are links to those of the earlier store.
        """
        words = STORES[self.name]
        if not pending.folder(self.version, self.name).exists():
            return None
        try:
            kept = pending.read(self.version, self.name, made_with(self.languages))
            if not kept or not kept.change:
                return None
            self.progress(f"bringing {words} up to date", 0, 0)
            return self._changed(kept, kept.change)
        except (GovgraphError, OSError) as error:
            # The tables have all that a store holds, so whatever is wrong with the earlier store or the change is no harm.
            shutil.rmtree(self.scratch / self.name, ignore_errors=True)
            why = f"{error.where} {error.what}".strip() if isinstance(error, GovgraphError) else str(error)
            self.progress(f"{words}: {why.splitlines()[0]}; building from the tables instead", 0, 0)
            return None

    def _changed(self, kept: pending.Pending, change: Path) -> Listing:
        """Apply a change to a copy of a store."""
        out, diff = self.scratch / self.name, self.scratch / "change"
        shutil.copytree(change, diff)  # the update writes temporary files beside it
        if self.name == "rdf":
            pending.refuse_other_files(kept.base, kept.files)
            work = self.scratch / "update"
            work.mkdir()
            self.worker.call("update_triples", kept.base, out, diff, work, progress=self.progress)
            # Table files of RocksDB never change.
            return {file: of for file, of in kept.files.items() if file.endswith(".sst")}
        shutil.copytree(kept.base, out)
        # The copy is compared, since a reader of the earlier version who closes the store writes some of its files again.
        pending.refuse_other_files(out, kept.files)
        changed = (out, diff / "tables", self.version / "tables", self.languages)
        self.worker.call("update_property_graph", *changed, progress=self.progress)
        return {}

    def build(self) -> None:
        """Make the store from the tables."""
        # Imported here because SQL queries do not need it.
        from govgraph.graph.stores.rdf_build import CITED

        if not parts_of(self.version, CITED)[0].exists():
            raise Damaged(
                f"{STORES[self.name]}, cannot be built from the tables of an earlier version of govgraph, and the store that it made is not there any more",
                where=str(self.version),
                hint=f"{REBUILD}, which makes the graph anew from its records; SQL and search answer without",
            )
        work, out, tables = self.scratch / "work", self.scratch / self.name, self.version / "tables"
        work.mkdir()
        if self.name == "rdf":
            self.worker.call("build_triples", self.version, out, work, progress=self.progress)
        else:
            self.worker.call("build_property_graph", tables, out, self.languages, work, progress=self.progress)
