"""The files that a load command names: by paths, folders and globs, and inside archives."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from govgraph.graph.build.database import database_sources, is_address
from govgraph.graph.build.source_rules import RULES_FILE
from govgraph.graph.errors import GraphError
from govgraph.ontology.container import Unreadable, added, members
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import MAPPING_SUFFIXES, Source


def find_sources(paths: Sequence[str | Path], limits: Limits | None = None) -> list[tuple[Source, bool]]:
    """The files that the paths stand for, and for each whether it was named itself rather than found in a folder.

    Args:
        paths: files, folders, globs, zip archives, and addresses of databases.
        limits: how much of the machine's resources each file may use.

    Raises:
        GraphError: a path is empty or does not exist, or a glob matches nothing.

    Example:
        >>> find_sources([__file__])[0][1]
        True
    """
    limits = limits or Limits()
    sources: list[tuple[Source, bool]] = []
    for given in paths:
        if not str(given).strip():  # a variable of the shell that is not set; for Python it is this folder
            raise GraphError(
                "a file with an empty name", hint="name a file or folder; a dot is the folder that you are in"
            )
        if is_address(given):
            tables = database_sources(str(given), limits)
            sources += [(table, len(tables) == 1) for table in tables]
            continue
        path = Path(given).expanduser()
        if path.is_dir():
            sources += [(s, False) for p in _inside(path) for s in _members(p, limits)]
        elif path.exists():
            sources += _named(path, limits)
        elif path.is_symlink():
            raise GraphError(
                "the link points to a file that does not exist", where=str(given), hint="repair or remove the link"
            )
        else:
            matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (pathlib takes no absolute pattern)
            files = [Path(match) for match in matches if not Path(match).is_dir()]
            if not files:
                raise GraphError(
                    "no such file", where=str(given), hint="check the path; quote globs that your shell does not know"
                )
            sources += [source for file in files for source in _named(file, limits)]
    return sources


def _named(path: Path, limits: Limits) -> list[tuple[Source, bool]]:
    """The sources in a file that was named itself; a member of an archive counts as named only if it is the only one."""
    inside = _members(path, limits)
    return [(source, len(inside) == 1) for source in inside]


def _inside(folder: Path) -> list[Path]:
    """The files below a folder, without hidden ones. Links are followed, but no folder is read twice.

    Raises:
        GraphError: a folder cannot be listed.
    """

    def fail(error: OSError) -> None:
        raise GraphError(
            f"the folder cannot be listed: {error.strerror}",
            where=str(error.filename),
            hint="give yourself the right to read it, or name the files themselves",
        ) from error

    files: list[Path] = []
    seen: set[str] = set()
    for at, folders, names in os.walk(folder, followlinks=True, onerror=fail):
        real = os.path.realpath(at)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not added([name])]
        files += [Path(at) / name for name in names if _is_data(name)]
    return sorted(files)


def _is_data(name: str) -> bool:
    """Whether a file in a folder is loaded: not if it is hidden, or says how the others are read."""
    return name != RULES_FILE and not name.endswith(MAPPING_SUFFIXES) and not added([name])


def _members(path: Path, limits: Limits) -> list[Source]:
    try:
        names = members(path) if path.is_file() else None
    except Unreadable:
        names = None  # the error is reported when the file is read
    return [Source(path, limits=limits)] if not names else [Source(path, name, limits=limits) for name in names]
