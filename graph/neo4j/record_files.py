"""The records of loads, kept in a Neo4j database, so that the graph folder can be rebuilt from the database alone.

A property graph is assembled from the records, and no longer shows which file said what in which words. So the files of
each load's folder are stored as they are, one after the other, in nodes ``:GovgraphRecords`` of at most a megabyte each: one node
for most loads. A pull makes the same files of them again, byte for byte; a hash verifies this.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import neo4j
from neo4j import exceptions as neo4j_errors

from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.damage import of_load, refuse
from govgraph.graph.errors import GraphError
from govgraph.graph.files import write_through
from govgraph.graph.intact import file_sha256
from govgraph.graph.neo4j.claim import Claim
from govgraph.graph.neo4j.connect import NO_MEMORY
from govgraph.graph.progress import Progress

LABEL = "GovgraphRecords"
"""The label of the nodes that hold records."""

_PART = 1 << 20
_PARTS_A_TRANSACTION = 8
# A database is no more trustworthy than a file, and these texts become names of folders and files.
_LOAD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*-[0-9a-f]{12}")
_FILE = re.compile(r"[a-z_]+\.(?:parquet|jsonl|json)")


def parts(folder: Path) -> Iterator[dict[str, Any]]:
    """The properties of the nodes that hold the records of a load, in order.

    Args:
        folder: the folder of the load, with its manifest.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    sizes = [file.stat().st_size for file in files]
    count = max(1, -(-sum(sizes) // _PART))
    common = {"load": folder.name, "parts": count, "files": [file.name for file in files], "sizes": sizes}
    common["hashes"] = [file_sha256(file) for file in files]
    data = b""
    number = 0
    for file in files:
        with file.open("rb") as stream:
            while piece := stream.read(_PART - len(data)):
                data += piece
                if len(data) == _PART and number + 1 < count:
                    yield {"name": f"{folder.name}/{number:06d}", **common, "part": number, "data": data}
                    data, number = b"", number + 1
    yield {"name": f"{folder.name}/{number:06d}", **common, "part": number, "data": data}


def stored(session: neo4j.Session) -> set[str]:
    """The names of the loads whose records are in the database completely."""
    query = f"MATCH (r:{LABEL}) WITH r.load AS load, r.parts AS parts, count(*) AS n WHERE parts = n RETURN load"
    return {str(row["load"]) for row in session.run(query)}


def send(claim: Claim, folder: Path, sent: Callable[[int], None]) -> None:
    """Write the records of a load to the database.

    Args:
        claim: the right to write.
        folder: the folder of the load.
        sent: called with the number of bytes of each transaction.

    Raises:
        Damaged: they are not what they were when they were loaded.
    """
    waiting: list[dict[str, Any]] = []
    at_once = _PARTS_A_TRANSACTION

    def flush() -> None:
        nonlocal at_once
        while waiting:
            rows = waiting[:at_once]
            try:
                claim.write(_write_of(rows))
            except neo4j_errors.Neo4jError as error:
                if error.code not in NO_MEMORY or at_once == 1:
                    raise
                at_once = 1
                continue
            del waiting[: len(rows)]
            sent(sum(len(row["data"]) for row in rows))

    refuse(of_load(folder))
    for part in parts(folder):
        waiting.append(part)
        if len(waiting) == _PARTS_A_TRANSACTION:
            flush()
    flush()


def _write_of(rows: Sequence[dict[str, Any]]) -> Callable[[neo4j.ManagedTransaction], object]:
    query = f"UNWIND $rows AS row MERGE (r:{LABEL} {{name: row.name}}) SET r = row"
    return lambda transaction: transaction.run(query, rows=rows).consume()


def others(session: neo4j.Session, keep: Collection[str]) -> bool:
    """Whether the database has records of other loads than those to keep."""
    query = f"MATCH (r:{LABEL}) WHERE NOT r.load IN $keep RETURN r.name LIMIT 1"
    return session.run(query, keep=sorted(keep)).single() is not None


def remove_others(claim: Claim, keep: Collection[str]) -> None:
    """Remove the records of all loads except those to keep."""
    while claim.write(
        lambda transaction: transaction.run(
            f"MATCH (r:{LABEL}) WHERE NOT r.load IN $keep WITH r LIMIT 64 DELETE r RETURN count(*) AS n",
            keep=sorted(keep),
        ).single(strict=True)["n"]
    ):
        pass


def fetch(session: neo4j.Session, load: str, records: Path, progress: Progress) -> int:
    """Fetch the records of a load into ``records/<load>/``. This folder appears only when all files are complete and verified.

    Args:
        load: the name of the load.
        records: the records folder of the graph.
        progress: told the bytes that have been read.

    Returns:
        the number of bytes read.

    Raises:
        GraphError: the records in the database are incomplete, or differ from what was sent.
    """
    if not _LOAD.fullmatch(load):
        raise GraphError(
            f"{load[:100]!r} is not the name of a load",
            hint="others have changed the nodes :GovgraphState; govgraph push URI --yes, from a folder that has the graph, "
            "writes them again",
        )
    building = records / f"tmp-{uuid.uuid4().hex[:12]}"
    building.mkdir(parents=True)
    try:
        size = _read_parts(session, load, building, progress)
        if read_manifest(building).load != load:
            raise _damaged(load, "its manifest belongs to another load")
        for damaged in of_load(building, load=load):
            raise _damaged(load, f"{Path(damaged.where).name} is not what was loaded")
        write_through(building)
        final = records / load
        if final.exists():
            shutil.rmtree(final)
        building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return size


def _read_parts(session: neo4j.Session, load: str, to: Path, progress: Progress) -> int:
    size, number = 0, 0
    with session.begin_transaction() as transaction:
        # One part at a time: a load may be larger than the memory of this process or of the server.
        names = transaction.run(f"MATCH (r:{LABEL} {{load: $load}}) RETURN r.name ORDER BY r.name", load=load)
        found = [str(row[0]) for row in names]
        if not found:
            raise _damaged(load, "it has no files")
        files: _Files | None = None
        for part_name in found:
            part = transaction.run(f"MATCH (r:{LABEL} {{name: $name}}) RETURN properties(r)", name=part_name).single(
                strict=True
            )[0]
            files = files or _Files(load, to, part)
            if part["part"] != number or part["parts"] != len(found):
                raise _damaged(load, f"it has {len(found)} of its {part['parts']} parts")
            number += 1
            data = bytes(part["data"])
            files.write(data)
            size += len(data)
            progress(f"fetching {load}", size, 0)
        assert files
        files.finish()
    return size


class _Files:
    """Makes the files of a load again from its parts, which hold them one after the other.

    Args:
        load: the name of the load.
        to: the folder for the files.
        part: the properties of one of the parts: names, sizes and hashes of the files.

    Raises:
        GraphError: what the database says of the files cannot be true.
    """

    def __init__(self, load: str, to: Path, part: dict[str, Any]) -> None:
        self._load, self._to = load, to
        lists = [list(part[key]) for key in ("files", "sizes", "hashes")]
        for name in lists[0]:
            if not _FILE.fullmatch(str(name)):
                raise _damaged(load, f"{str(name)[:100]!r} is not the name of a records file")
        if len({len(values) for values in lists}) > 1:
            raise _damaged(load, "its files, sizes and hashes are not equally many")
        self._waiting = [(str(name), int(size), str(digest)) for name, size, digest in zip(*lists, strict=True)]
        self._stream: BinaryIO | None = None
        self._left, self._digest, self._expected = 0, hashlib.sha256(), ""

    def write(self, data: bytes) -> None:
        """Write the bytes of one part."""
        while data:
            if not self._left and not self._next():
                raise _damaged(self._load, "it is longer than its files")
            piece, data = data[: self._left], data[self._left :]
            assert self._stream
            self._stream.write(piece)
            self._digest.update(piece)
            self._left -= len(piece)

    def finish(self) -> None:
        """Check that all files are complete."""
        while self._next():
            pass

    def _next(self) -> bool:
        """Close the file that is being written, and open the next; False if there is none."""
        if self._stream:
            self._stream.close()
            if self._left or self._digest.hexdigest() != self._expected:
                raise _damaged(self._load, f"{Path(self._stream.name).name} differs from what was sent")
            self._stream = None
        if not self._waiting:
            return False
        name, self._left, self._expected = self._waiting.pop(0)
        self._stream, self._digest = (self._to / name).open("wb"), hashlib.sha256()
        return bool(self._left) or self._next()


def _damaged(load: str, what: str) -> GraphError:
    return GraphError(
        f"the records of load {load} in the database are damaged: {what}",
        hint=f"MATCH (r:{LABEL} {{load: '{load}'}}) DELETE r, then govgraph push URI --compare from a folder that has this load",
    )
