"""The files of a table in a version: one, or several parts of bounded size.

A small table is one file, ``events.parquet``. A larger one has more parts beside it, ``events.1.parquet`` and so on. Each part holds the
rows of a range of IRIs, so a look-up reads few parts and a small change rewrites few; the others are links to the version before. Ranges may
overlap after changes. This module only finds parts; :mod:`govgraph.graph.build.part_files` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_SUFFIX = ".parquet"


def part_path(folder: Path, table: str, number: int) -> Path:
    """The file of a part; number 0 is the first.

    Example:
        >>> part_path(Path("tables"), "events", 0).name, part_path(Path("tables"), "events", 2).name
        ('events.parquet', 'events.2.parquet')
    """
    return folder / (f"{table}.{number}{_SUFFIX}" if number else f"{table}{_SUFFIX}")


def number_of(part: Path) -> int:
    """The number of a part.

    Example:
        >>> number_of(Path("events.parquet")), number_of(Path("events.2.parquet"))
        (0, 2)
    """
    _, *number = part.name.removesuffix(_SUFFIX).split(".")
    return int(number[0]) if number else 0


def parts_of(folder: Path, table: str) -> list[Path]:
    """The parts of a table, in the order of their numbers. If it has none, the file that is missing, so that who reads it is told.

    Args:
        folder: ``tables`` or ``said`` of a version; for ``cited``, the version.

    Example:
        >>> [part.name for part in parts_of(graph.version() / "tables", "events")]
        ['events.parquet']
        >>> parts_of(Path("no-such-folder"), "events")
        [PosixPath('no-such-folder/events.parquet')]
    """
    first = part_path(folder, table, 0)
    more = [part for part in folder.glob(f"{table}.*{_SUFFIX}") if part.name.split(".")[1].isdecimal()]
    found = [*([first] if first.exists() else []), *sorted(more, key=number_of)]
    return found or [first]


def height(parts: Iterable[Path]) -> int:
    """The number of rows of a table, which its parts say without being read.

    Raises:
        OSError, pyarrow.ArrowInvalid: a part is not there, or is no Parquet file.

    Example:
        >>> height(parts_of(graph.version() / "tables", "events"))
        2
    """
    import pyarrow.parquet as pq  # who only looks for parts does without

    return sum(int(pq.read_metadata(part).num_rows) for part in parts)


def tables_in(folder: Path) -> dict[str, list[Path]]:
    """The tables of a folder, sorted by name, each with its parts.

    Example:
        >>> list(tables_in(graph.version() / "said"))
        ['actors', 'documents', 'places', 'posts']
    """
    names = sorted({part.name.split(".")[0] for part in folder.glob(f"*{_SUFFIX}")})
    return {name: parts_of(folder, name) for name in names}


def full_and_empty(parts: Iterable[Path]) -> tuple[set[str], set[str]]:
    """The columns of a table that have no null, and those that have nothing else, as far as the statistics of its parts say so.

    Most graphs fill few of the columns that are declared; whoever asks something of each column need not ask it of the others.

    Returns:
        the full ones by their paths, as ``iri``; the empty ones by their names.

    Raises:
        OSError, pyarrow.ArrowInvalid: a part is not there, or is no Parquet file.

    Example:
        >>> full, empty = full_and_empty(parts_of(graph.version() / "tables", "events"))
        >>> "iri" in full, "iri" in empty
        (True, False)
    """
    import pyarrow.parquet as pq

    facts = [pq.read_metadata(part) for part in parts]
    full: dict[str, bool] = {}
    empty: dict[str, bool] = {}
    for group in (of_part.row_group(i) for of_part in facts for i in range(of_part.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            path = column.path_in_schema  # of what is in a list: names.list.element.text
            name = path.partition(".")[0]
            counted = column.statistics is not None and column.statistics.has_null_count
            nulls = column.statistics.null_count if counted else -1
            full[path] = full.get(path, True) and nulls == 0
            empty[name] = empty.get(name, True) and nulls == column.num_values
    return {path for path, is_so in full.items() if is_so}, {name for name, is_so in empty.items() if is_so}
