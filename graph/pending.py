"""What a version keeps of a store that is not up to date: the store of an earlier version and the rows that went and came since.

A small load does not wait for the stores. It keeps, in the folder ``pending`` of the new version, the files of the store before (as
links) and the change. The next question applies the change to a copy (``on_demand``). A second change before any question is put
together with the first. What was made with another declaration or other languages is not used, nor what is damaged: the store is
then built from the tables.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.graph.errors import REBUILD, Damaged
from govgraph.graph.files import link
from govgraph.graph.intact import Listing, differences, listing, read_sealed, write_sealed

if TYPE_CHECKING:
    import duckdb

# Questions import this module, so what only a change needs is imported where it is used.

_PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Pending:
    """A store that is not up to date.

    Attributes:
        base: the folder of the store of an earlier version.
        files: what its files must be.
        change: the folder of the rows that went (``NAME.old.parquet``) and came (``NAME.new.parquet``) since; None: none did.
    """

    base: Path
    files: Listing
    change: Path | None = None


def folder(version: Path, name: str) -> Path:
    """Where a version keeps a store that is not up to date.

    Example:
        >>> folder(Path("1"), "rdf").as_posix()
        '1/pending/rdf'
    """
    return version / _PENDING / name


def read(version: Path, name: str, made_with: dict[str, Any]) -> Pending | None:
    """What a version keeps of a store; None if it keeps nothing that can be used. The files of the base are not read here.

    Args:
        made_with: what a store is made with now, see :func:`keep`; a base that was made with something else is not used.

    Raises:
        Damaged: the description or a file of the change is missing, or is not what it was.
    """
    place = folder(version, name)
    if not place.exists():
        return None
    kept = read_sealed(place / "pending.json")
    if kept["made_with"] != made_with:
        return None
    refuse_other_files(place / "change", kept["change"])
    return Pending(place / "base", kept["base"], place / "change")


def refuse_other_files(at: Path, listed: Listing) -> None:
    """Compare all files of a listing with their hashes.

    Raises:
        Damaged: a file is missing, or is not what was listed.
    """
    for file, words in differences(at, listed, hashes=True):
        raise Damaged(f"this file {words}", where=str(file), hint=REBUILD)


def damaged(version: Path, name: str) -> Iterator[tuple[Path, str]]:
    """The files of what a version keeps of a store that are not what they were, each with words that say why.

    Example:
        >>> list(damaged(Path("no-such-version"), "rdf"))
        []
    """
    place = folder(version, name)
    if not place.exists():
        return
    try:
        kept = read_sealed(place / "pending.json")
    except Damaged as error:
        yield Path(error.where), error.what
        return
    for of in ("base", "change"):
        yield from differences(place / of, kept[of], hashes=True)


def keep(
    out: Path,
    name: str,
    before: Pending,
    change: Path,
    needed: Sequence[str],
    *,
    made_with: dict[str, Any],
    most_rows: int,
) -> None:
    """Keep the store of the version before, and the change, in a new version; nothing if the change has too many rows.

    Args:
        out: the folder of the new version.
        before: what the version before has of the store.
        change: the rows that went and came, from the version before to this one.
        needed: the folders of the change that this store is made of.
        made_with: what the content of a store depends on, beside the tables.
        most_rows: beyond these the store is cheaper to build from the tables.
    """
    import pyarrow.parquet as pq

    from govgraph.graph.duck import asking

    place = folder(out, name)
    place.mkdir(parents=True)
    together = place / "change"
    for of in needed:
        (together / of).mkdir(parents=True)
        if before.change:
            changes = [file for way in (before.change, change) for file in (way / of).glob("*.parquet")]
            with asking(changes, place / "spill", ordered=True) as db:
                _compose(db, before.change / of, change / of, together / of)
        else:
            for file in (change / of).glob("*.parquet"):
                link(file, together / of / file.name)
    shutil.rmtree(place / "spill", ignore_errors=True)
    files = sorted(together.rglob("*.parquet"))
    if sum(pq.read_metadata(file).num_rows for file in files) > most_rows:
        shutil.rmtree(place)
        return
    (place / "base").mkdir()
    for file_name in before.files:
        link(before.base / file_name, place / "base" / file_name)
    write_sealed(
        place / "pending.json", {"made_with": made_with, "base": before.files, "change": listing(together, files)}
    )


def _compose(db: duckdb.DuckDBPyConnection, first: Path, second: Path, together: Path) -> None:
    """Two changes as one: what the first adds and the second takes out never was there for the store."""
    from govgraph.graph.duck import copy

    for name in sorted({file.name.split(".")[0] for way in (first, second) for file in way.glob("*.parquet")}):
        for side, earlier, later in _sides(first, second, name):
            copy(db, f"{earlier} UNION {later}", together / f"{name}.{side}.parquet")


def _sides(first: Path, second: Path, name: str) -> Iterator[tuple[str, str, str]]:
    from govgraph.graph.duck import parquet

    def rows(way: Path, other: Path, side: str) -> str:
        file = way / f"{name}.{side}.parquet"
        if file.exists():
            return f"SELECT * FROM {parquet(file)}"
        return f"SELECT * FROM {parquet(next(other.glob(f'{name}.*.parquet')))} WHERE false"

    old_1, new_1 = (rows(first, second, side) for side in ("old", "new"))
    old_2, new_2 = (rows(second, first, side) for side in ("old", "new"))
    yield "old", old_1, f"(({old_2}) EXCEPT ({new_1}))"
    yield "new", f"(({new_1}) EXCEPT ({old_2}))", new_2
