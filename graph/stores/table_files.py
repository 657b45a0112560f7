"""Where the tables of a version are, as a graph tells it to the process that answers SQL."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from govgraph.graph.build.manifest import Manifest


class TableFiles(NamedTuple):
    """Where the tables of a version are, as it is sent to a worker.

    Attributes:
        graph: the graph folder.
        version: the folder of the version.
        records: table -> the files of all loads that have rows of it.
        languages: the preferred languages of the column ``name``, the first choice first.
    """

    graph: Path
    version: Path
    records: dict[str, list[Path]]
    languages: tuple[str, ...]


def table_files(graph: Path, version: Path, loads: Iterable[Manifest], languages: tuple[str, ...]) -> TableFiles:
    """The files of a version and of its loads.

    Example:
        >>> table_files(Path("g"), Path("g/versions/1"), [], ("ky",)).records
        {}
    """
    records: dict[str, list[Path]] = {}
    for load in loads:
        for table in load.tables:
            records.setdefault(table, []).append(load.records(table))
    return TableFiles(graph, version, records, languages)
