"""The classes of a release as Java has read and checked them, kept beside its jars: a server then starts with half the work.

Java itself writes such an archive of all classes that a process has loaded ("class data sharing"), and does not use one that was made of
other files. It takes half a minute and 130 MB, so only the second start of a release on a computer makes it: who starts a server once,
such as a build that begins with nothing, would gain nothing. It only saves time: without it, Java reads the classes from the jars.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

from govgraph.graph.errors import Busy, GraphError
from govgraph.graph.files import locked
from govgraph.graph.server.install import java_home

_MOST = 3  # archives of a release: each environment of Python has a Java of its own
_SECONDS = 600


def class_path(jars: Path) -> str:
    """The jars of a release, in an order that is the same at each start: Java compares it with the archive's.

    On Windows a command line is too short for all names. There Java looks into the folder, and has no archive.
    """
    if sys.platform == "win32":
        return str(jars / "*")
    return os.pathsep.join(str(jar) for jar in sorted(jars.glob("*.jar")))


def options(jars: Path) -> list[str]:
    """The options with which Java uses the archive of these jars; none if there is none."""
    file = _file(jars)
    if not _size(file):
        return []
    with contextlib.suppress(OSError):
        os.utime(file)  # the archives that are used are kept
    return [f"-XX:SharedArchiveFile={file}", "-Xlog:cds=off"]  # an archive that does not fit is no news for a user


def keep(pid: int, jars: Path, say: Callable[[str], None]) -> None:
    """Make the archive from the classes that a running server has loaded, if it is missing and this is not the first server.

    Args:
        pid: the process of the server.
        jars: the folder of its jars.
        say: called with a line of text before it begins.
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
            _make(pid, file)
            _remove_others(file, jars)


def _make(pid: int, file: Path) -> None:
    new = file.with_name(f"{file.stem}-{uuid.uuid4().hex[:12]}.tmp")
    command = [str(java_home() / "bin" / "jcmd"), str(pid), "VM.cds", "static_dump", str(new)]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_SECONDS)
    if not _size(new):
        new.unlink(missing_ok=True)
        new.touch()  # empty: it cannot be made here, so it is not tried each time
    new.replace(file)


def _remove_others(file: Path, jars: Path) -> None:
    """What was begun and not ended, and the archives of this release that were used longest ago."""
    for rest in file.parent.glob(f"{jars.name}-*.tmp"):
        rest.unlink()
    for old in sorted(file.parent.glob(f"{jars.name}-*.jsa"), key=lambda other: other.stat().st_mtime)[:-_MOST]:
        old.unlink()


def _file(jars: Path) -> Path:
    """Named after the release, then after this environment's Java."""
    modules = java_home() / "lib" / "modules"
    facts = repr((modules.stat().st_size, modules.stat().st_mtime_ns, str(jars)))
    return jars.parent / "java-classes" / f"{jars.name}-{hashlib.sha256(facts.encode()).hexdigest()[:16]}.jsa"


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
