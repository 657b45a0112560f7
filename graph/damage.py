"""What is damaged in a graph folder, in words that say which load or version it touches and what to do.

Whoever reads a version or records may find them damaged, in as many ways as there are libraries that read. So nobody who reads looks for
damage: the errors of all public calls pass through :func:`telling_damage`, and what an error means is found out here, by comparing the
files with the sizes and hashes that were kept when they were made.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.errors import REBUILD, Busy, Damaged, GraphError, QueryError, QueryTimeout, Unreadable
from govgraph.graph.folder import Folder
from govgraph.graph.identity.log import read as read_log
from govgraph.graph.intact import difference, differences
from govgraph.graph.on_demand import STORES, Store, kept_store
from govgraph.ontology.errors import GovgraphError


def of_version(folder: Folder, version: Path, *, hashes: bool = True) -> Iterator[Damaged]:
    """The damaged files of a version's tables; none if it was made by version 0.1 of govgraph, which kept no hashes.

    Args:
        version: the folder of the version.
        hashes: compare the hashes too, not only the sizes.
    """
    try:
        listed = folder.facts(version).get("files", {})
    except Damaged as damaged:
        yield damaged
        return
    for file, words in differences(version, listed, hashes=hashes):
        yield Damaged(f"this table of version {version.name} {words}", where=str(file), hint=REBUILD)


def of_store(version: Path, name: Store, *, hashes: bool = True) -> Iterator[Damaged]:
    """The damaged files of a store of a version; none if it is not built.

    Args:
        version: the folder of the version.
        hashes: compare the hashes too, not only the sizes.
    """
    try:
        path, listed = kept_store(version, name)
    except Damaged as damaged:
        yield _of_store(version, name, Path(damaged.where), damaged.what)
        return
    for file, words in differences(path, listed, hashes=hashes):
        yield _of_store(version, name, file, words)


def _of_store(version: Path, name: Store, file: Path, words: str) -> Damaged:
    return Damaged(f"this file of {STORES[name]} (version {version.name}) {words}", where=str(file), hint=REBUILD)


def of_load(place: Path, path: str = "", *, load: str = "") -> Iterator[Damaged]:
    """The damaged files of a load's records.

    Args:
        place: the folder of the load.
        path: the file that was loaded, if the manifest cannot say it.
        load: the load's name, if the folder does not have it yet.
    """
    try:
        manifest = read_manifest(place)
    except Damaged as damaged:
        missing = "" if place.is_dir() else ": the whole folder is missing"
        yield _of_load(place, path, Path(damaged.where), f"{damaged.what}{missing}")
        return
    if manifest.load != (load or place.name):
        yield _of_load(place, path, place, f"has the manifest of another load, {manifest.load}")
    kept = {manifest.records(table): of_table for table, of_table in manifest.tables.items()}
    if manifest.rejects_sha256:
        kept[manifest.rejects] = {"sha256": manifest.rejects_sha256}
    for file, of_file in kept.items():
        if words := difference(file, of_file):
            yield _of_load(place, manifest.path, file, words)


def _of_load(place: Path, path: str, file: Path, words: str) -> Damaged:
    return Damaged(
        f"this file of the records of load {place.name} {words}",
        where=str(file),
        hint=f"load {path or 'the file that it came from'} again (govgraph load, with the same options), "
        f"or govgraph unload {place.name}; a graph that was pushed: govgraph pull",
    )


def of_graph(folder: Folder) -> Iterator[Damaged]:
    """All that is damaged in the log of decisions, the version in force and the records of its loads; every byte is read.

    Example:
        >>> list(of_graph(Folder(Path("no-such-folder"))))
        []
    """
    try:
        read_log(folder.path)
        folder.settings()
        number = folder.current()
        if not number:
            return
        version = folder.version_path(number)
        facts = folder.facts(version)
    except Damaged as damaged:
        yield damaged
        return
    yield from of_version(folder, version)
    for name in STORES:
        yield from of_store(version, name)
    for load in facts["loads"]:
        yield from of_load(folder.records / load, facts.get("paths", {}).get(load, ""))


def refuse(damage: Iterable[Damaged]) -> None:
    """Raise the first of the damages, if there is one.

    Raises:
        Damaged: there is one.
    """
    for damaged in damage:
        raise damaged


# ----------------------------------------------------------------------------------------------- what an error means


def _may_be_damage(error: BaseException) -> bool:
    """Whether damage may be behind an error: not if it is told already, or is the query's."""
    match error:
        case Damaged():  # without a hint it does not know yet which load or version it touches
            return not error.hint
        case QueryTimeout() | Busy():
            return False
        case QueryError():  # an error of a query has its place; without one, or at the beginning, it may be the store's
            return error.where in ("", "query:1:1")
        case Unreadable():
            return True
        case GovgraphError():
            cause = error.__cause__ or error.__context__
            return cause is not None and not isinstance(cause, GovgraphError)
    # A panic of polars is not an Exception.
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


@contextlib.contextmanager
def telling_damage(folder: Folder) -> Iterator[None]:
    """Let errors that come from damage say so.

    Raises:
        Damaged: instead of any error behind which there is damage.
        GraphError: instead of an OSError about a file that cannot be read or written.
    """
    try:
        yield
    except BaseException as error:
        if not _may_be_damage(error):
            raise
        with contextlib.suppress(OSError):  # a folder that cannot be listed is no damage
            refuse(_from(error, of_graph(folder)))
        if isinstance(error, OSError) and error.filename:
            raise GraphError(
                f"{error.strerror}".lower(),
                where=str(error.filename),
                hint="check the path, the rights and the space on the disk",
            ) from error
        raise


def _from(error: BaseException, damage: Iterator[Damaged]) -> Iterator[Damaged]:
    for damaged in damage:
        damaged.__cause__ = error
        yield damaged


Made = TypeVar("Made", bound=type)


def tells_damage(cls: Made) -> Made:
    """A class decorator: every public method of an object with a ``folder`` is called within :func:`telling_damage`."""
    for name, method in list(vars(cls).items()):
        if not name.startswith("_") and inspect.isfunction(method):
            setattr(cls, name, _telling(method))
    return cls


def _telling(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def told(self: Any, *arguments: Any, **named: Any) -> Any:
        with telling_damage(self.folder):
            return method(self, *arguments, **named)

    return told
