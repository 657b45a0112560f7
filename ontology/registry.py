"""The installed loaders, and which of them a file is for."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from govgraph.ontology.errors import nearest
from govgraph.ontology.foreign import foreign, is_table_suffix, no_text
from govgraph.ontology.loader import Loader, LoaderError, Source

GROUP = "govgraph.loaders"
"""The entry point group of loaders."""


@lru_cache(maxsize=1)
def _points(path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """The entry points of loaders. To find them, the metadata of every installed package is read, so not for each file anew.

    Args:
        path: where Python looks for packages, since others may be found when it changes.
    """
    del path
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: point.name))


def loaders() -> dict[str, Loader]:
    """All installed loaders by name.

    Raises:
        LoaderError: an installed plug-in cannot be imported.

    Example:
        >>> "popolo" in loaders()
        True
    """
    return {point.name: _made(point) for point in _points(tuple(sys.path))}


def _made(point: EntryPoint) -> Loader:
    try:
        loader: Loader = point.load()()
    except (ImportError, AttributeError, TypeError) as error:
        raise LoaderError(
            f"the loader {point.name!r} cannot be used: {error}",
            where=point.value,
            hint="reinstall or remove the package that brings it",
        ) from error
    return loader


def _named(name: str) -> Loader:
    """One loader; the others are not imported."""
    points = {point.name: point for point in _points(tuple(sys.path))}
    if name not in points:
        raise LoaderError(
            f"no loader {name!r}", expected=nearest(name, points) or ", ".join(points), hint="govgraph loaders"
        )
    return _made(points[name])


def find_loader(source: Source, name: str = "") -> Loader:
    """The loader for a file: the one named, else the one that is most likely right.

    Raises:
        LoaderError: no such loader, no loader knows the file, or two are equally sure of it.

    Example:
        >>> from pathlib import Path
        >>> find_loader(Source(Path("x.json"), data=b'{"persons": [], "organizations": []}')).name
        'popolo'
    """
    if name:
        return _named(name)
    installed = loaders()
    sure: dict[str, float] = {}
    faults: list[LoaderError] = []
    if not source.head:
        raise LoaderError("it is empty", where=str(source), hint="get the file again, if it should hold something")
    for loader in installed.values():
        try:
            sure[loader.name] = loader.detect(source)
        except LoaderError as error:
            faults.append(error)
    best = [n for n in sure if sure[n] == max(sure.values()) > 0]
    if len(best) > 1:
        raise LoaderError(
            f"it may be of the format {best[0]} or {best[1]}, and which one cannot be told",
            where=str(source),
            hint=" or ".join(f"govgraph load {source} --as {n}" for n in best),
        )
    if best:
        return installed[best[0]]
    if faults and not no_text(source.head):
        raise faults[0]
    if other := foreign(source.head, source.content_name):
        raise LoaderError(f"no loader knows this format: it is {other.name}", where=str(source), hint=other.instead)
    for loader in installed.values():
        if reason := loader.why_not(source):
            raise reason
    raise LoaderError(
        "no loader knows this format",
        where=str(source),
        expected=f"one of {len(installed)} formats that govgraph loaders lists",
        hint=f"govgraph load --as LOADER {source}, or govgraph map {source} if it is a table",
    )


def probably_holds_data(source: Source) -> bool:
    """Whether a file that is not loaded probably holds data: its name is that of a table, or of a format for tables.

    Example:
        >>> from pathlib import Path
        >>> probably_holds_data(Source(Path("in/events.csv"))), probably_holds_data(Source(Path("in/README.md")))
        (True, False)
    """
    return any(loader.named_so(source) for loader in loaders().values()) or is_table_suffix(source.content_name)
