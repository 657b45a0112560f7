"""The classes of a release as Java has read and checked them, kept beside its jars: a server then starts with half the work.

See :mod:`govgraph.graph.class_archive`. It takes half a minute and 130 MB, so only the second start of a release on a computer makes it: who
starts a server once, such as a build that begins with nothing, would gain nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from govgraph.graph import class_archive
from govgraph.graph.errors import Busy, GraphError
from govgraph.graph.files import locked
from govgraph.graph.server import unsigned
from govgraph.graph.server.install import java_home

QUESTIONS = (
    "MATCH (a:Entity)-[r]->(b:Entity) WHERE a.name <> '' RETURN type(r) AS t, r, count(*) AS links ORDER BY t LIMIT 1",
    "EXPLAIN UNWIND $rows AS row MERGE (a:Entity {iri: row[0]}) SET a += row[1] WITH a, row MATCH (b:Entity {iri: row[2]}) "
    "CREATE (a)-[:MEMBER_OF {iri: row[3]}]->(b) RETURN count(*) AS n",
    "EXPLAIN MATCH (a:Entity {iri: $iri})-[r]-(b) OPTIONAL MATCH (b)-[*1..2]->(c) WITH c, collect(DISTINCT r) AS all DELETE c",
)
"""They load the classes with which a server plans and answers. They change nothing, and can be asked of a database of any content."""

_MOST = 3  # archives of a release: each environment of Python has a Java of its own
_SECONDS = 600


def class_path(jars: Path) -> str:
    """The jars of a release, or their copies without signatures, in an order that is the same at each start: Java compares it with the archive's.

    On Windows a command line is too short for all names. There Java looks into the folder, and has no archive.
    """
    if sys.platform == "win32":
        return str(jars / "*")
    return os.pathsep.join(str(unsigned.instead_of(jar)) for jar in sorted(jars.glob("*.jar")))


def options(jars: Path) -> list[str]:
    """The options with which Java uses the archive of these jars; none if there is none."""
    file = _file(jars)
    found = class_archive.options(file)
    with contextlib.suppress(OSError):
        if found:
            os.utime(file)  # the archives that are used are kept
    return found


def keep(pid: int, jars: Path, say: Callable[[str], None], ask: Callable[..., None]) -> None:
    """Make the archive from the classes that a running server has loaded, if it is missing and this is not the first server.

    Args:
        pid: the process of the server.
        jars: the folder of its jars.
        say: called with a line of text before it begins.
        ask: called with `QUESTIONS`, which it asks the server: planning the first ones takes longer than any that follow, since it loads thousands of classes.
    """
    file = _file(jars)
    if sys.platform == "win32" or file.exists():
        return
    # The cache may not be writable, or the disk full; another start may be making it.
    with contextlib.suppress(OSError, GraphError, Busy), locked(file.with_suffix(".lock"), "keeping classes", wait=0):
        started = file.with_suffix(".started")
        if not started.exists():
            started.touch()
        elif not file.exists():
            say("keeping the classes that Java has read: later starts take half the time (once, about half a minute)")
            _asked(ask)
            class_archive.make(file, lambda new: _written(pid, new))
            _remove_others(file, jars)


def _asked(ask: Callable[..., None]) -> None:
    import neo4j.exceptions

    with contextlib.suppress(neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
        ask(*QUESTIONS)


def _written(pid: int, file: Path) -> bool:
    command = [str(java_home() / "bin" / "jcmd"), str(pid), "VM.cds", "static_dump", str(file)]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_SECONDS)
    return file.exists()


def _remove_others(file: Path, jars: Path) -> None:
    """What was begun and not ended, and the archives of this release that were used longest ago."""
    for rest in file.parent.glob(f"{jars.name}-*.tmp*"):  # Java adds endings of its own
        rest.unlink()
    for old in sorted(file.parent.glob(f"{jars.name}-*.jsa"), key=lambda other: other.stat().st_mtime)[:-_MOST]:
        old.unlink()


def _file(jars: Path) -> Path:
    """Named after the release, then after this environment's Java and the jars."""
    modules = java_home() / "lib" / "modules"
    facts = repr((modules.stat().st_size, modules.stat().st_mtime_ns, class_path(jars)))
    return jars.parent / "java-classes" / f"{jars.name}-{hashlib.sha256(facts.encode()).hexdigest()[:16]}.jsa"
