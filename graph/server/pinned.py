"""The SHA-256 sums that the jars of a Neo4j release must have: the lock file ``neo4j.lock.json``.

The file is made by ``python tests/neo4j_lock.py``, which fetches the releases and compares the jars with the sums that the
repository publishes. A jar that differs is deleted, and so are all that the release should not have.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from govgraph.graph.errors import GraphError

LOCK = "neo4j.lock.json"


class Differs(GraphError):
    """A fetched file is not the one that it should be."""


@cache
def _lock() -> dict[str, dict[str, str]]:
    lock: dict[str, dict[str, str]] = json.loads(files(__package__).joinpath(LOCK).read_text("utf-8"))
    return lock


def releases() -> list[str]:
    """The releases whose sums are known.

    Example:
        >>> "5.26.28" in releases()
        True
    """
    return list(_lock())


def sums(version: str) -> Mapping[str, str] | None:
    """The name and the SHA-256 sum of each jar of a release; None if they are not known.

    Example:
        >>> sums("1.2.3") is None
        True
    """
    return _lock().get(version)


def sum_of(file: Path) -> str:
    """The SHA-256 sum of a file, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check(jars: Iterable[Path], pins: Mapping[str, str]) -> None:
    """Compare files with the sums that they should have. The first that differs is deleted.

    Args:
        jars: the fetched files.
        pins: name -> SHA-256 sum, of all files that there should be.

    Raises:
        Differs: a file has another sum, should not be there, or is missing.
    """
    found = set()
    for jar in jars:
        expected, got = pins.get(jar.name, "no such file"), sum_of(jar)
        if got != expected:
            jar.unlink()
            raise Differs(
                f"{jar.name} is not the file that it should be, and was deleted: its SHA-256 sum is {got}",
                where=str(jar.parent),
                expected=expected,
                hint="fetch it again, from another mirror; if it differs again, report it and do not use the mirror",
            )
        found.add(jar.name)
    if missing := sorted(pins.keys() - found):
        raise Differs(f"{len(missing)} files of the release were not fetched", expected=", ".join(missing[:5]))
