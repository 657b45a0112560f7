"""What a version keeps of a store that is not up to date: the store of an earlier version and the rows that went and came since.

A small load does not wait for the stores. It keeps, in the folder ``pending`` of the new version, the files of the store before (as
links) and the change. The next question applies the change to a copy (``on_demand``). A second change before any question is put
together with the first. What is damaged, or was made by another declaration, is not used: the store is then built from the tables.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govgraph.graph.errors import REBUILD, Damaged
from govgraph.graph.files import link
from govgraph.graph.intact import Listing, differences, listing, read_sealed, write_sealed

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


def read(version: Path, name: str, declared: str) -> Pending | None:
    """What a version keeps of a store; None if it keeps nothing that this declaration can use.

    Args:
        declared: the digest of the declaration; a base that was made by another one is not used.

    Raises:
        Damaged: a file is missing, or is not what it was.
    """
    place = folder(version, name)
    if not place.exists():
        return None
    kept = read_sealed(place / "pending.json")
    if kept["declared"] != declared:
        return None
    for of in ("base", "change"):
        for file, words in differences(place / of, kept[of], hashes=True):
            raise Damaged(f"this file {words}", where=str(file), hint=REBUILD)
    return Pending(place / "base", kept["base"], place / "change")


def keep(out: Path, name: str, before: Pending, change: Path, declared: str, most_rows: int) -> None:
    """Keep the store of the version before, and the change, in a new version; nothing if the change has too many rows.

    Args:
        out: the folder of the new version.
        before: what the version before has of the store.
        change: the rows that went and came, from the version before to this one.
        most_rows: beyond these the store is cheaper to build from the tables.
    """
    import pyarrow.parquet as pq  # here, because questions import this module too

    place = folder(out, name)
    place.mkdir(parents=True)
    together = place / "change"
    if before.change:
        _compose(before.change, change, together)
    else:
        shutil.copytree(change, together, ignore=shutil.ignore_patterns("spill"))
    files = sorted(together.rglob("*.parquet"))
    if sum(pq.read_metadata(file).num_rows for file in files) > most_rows:
        shutil.rmtree(place)
        return
    (place / "base").mkdir()
    for file in before.files:
        link(before.base / file, place / "base" / file)
    write_sealed(
        place / "pending.json", {"declared": declared, "base": before.files, "change": listing(together, files)}
    )


def _compose(first: Path, second: Path, together: Path) -> None:
    """Two changes as one: what the first adds and the second takes out never was there for the store."""
    from govgraph.graph.duck import connect, copy

    for of in sorted({path.name for path in (*first.iterdir(), *second.iterdir()) if path.is_dir()}):
        (together / of).mkdir(parents=True)
        names = {file.name.split(".")[0] for way in (first, second) for file in (way / of).glob("*.parquet")}
        for name in sorted(names):
            for side, earlier, later in _sides(first / of, second / of, name):
                with connect() as db:
                    copy(db, f"{earlier} UNION {later}", together / of / f"{name}.{side}.parquet")


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
