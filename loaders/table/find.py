"""Finds the mapping file of a table: the one that was named, the one that is named like it, or one beside it that names it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from govgraph.loaders.table.parse import read_mapping
from govgraph.loaders.table.tree import DOCS
from govgraph.ontology.loader import MAPPING_SUFFIXES, LoaderError, Source

_MARK: Final = "files:"


def find_mapping(source: Source, named: str = "") -> Path | None:
    """The mapping file of a table; None if there is none.

    Args:
        named: the mapping that the person named.

    Raises:
        LoaderError: the named file does not exist, or several mappings beside the table are for it.

    Example:
        >>> find_mapping(Source(Path("meetings.csv"))) is None
        True
    """
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise LoaderError("there is no such mapping", where=named, hint=f"govgraph map {source} > {named}")
        return path
    folder = source.path.parent
    name = source.content_name
    if not folder.is_dir() or name.endswith(MAPPING_SUFFIXES):
        return None
    stems = dict.fromkeys((name, name.rsplit(".", 1)[0], source.path.name))
    for stem in stems:
        for suffix in MAPPING_SUFFIXES:
            if (beside := folder / f"{stem}{suffix}").is_file():
                return beside
    fitting = [path for path in _beside(folder) if any(fnmatchcase(name, p) for p in read_mapping(path).files)]
    if len(fitting) > 1:
        raise LoaderError(
            f"two mappings are for this file: {fitting[0].name} and {fitting[1].name}",
            where=str(source),
            hint=f"govgraph load {source} --map {fitting[0]}",
        )
    return fitting[0] if fitting else None


def _beside(folder: Path) -> list[Path]:
    """The mappings in a folder that name files."""
    found = sorted(path for suffix in MAPPING_SUFFIXES for path in folder.glob(f"*{suffix}"))
    return [path for path in found if _MARK in path.read_text("utf-8", "replace")]


def is_mapping(source: Source) -> LoaderError | None:
    """The error for a mapping file that is loaded as if it were data; None for any other file.

    Example:
        >>> is_mapping(Source(Path("meetings.map.yaml"))).what
        'it is a mapping file, not data'
    """
    if not source.content_name.endswith(MAPPING_SUFFIXES):
        return None
    return LoaderError("it is a mapping file, not data", where=str(source), hint=f"govgraph load TABLE --map {source}")


def no_mapping(source: Source) -> LoaderError:
    """The error for a table without a mapping.

    Example:
        >>> no_mapping(Source(Path("meetings.csv"))).hint.split(";")[0]
        'govgraph map meetings.csv > meetings.map.yaml'
    """
    stem = source.content_name.rsplit(".", 1)[0]
    return LoaderError(
        "there is no mapping for this table",
        where=str(source),
        expected=f"{stem}{MAPPING_SUFFIXES[0]} beside it, or --map FILE",
        hint=f"govgraph map {source} > {stem}{MAPPING_SUFFIXES[0]}; {DOCS}",
    )
