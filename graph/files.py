"""The file system, beyond reading and writing: locks between processes, links, and flushing files to the disk."""

from __future__ import annotations

import math
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from govgraph.graph.errors import Busy, GraphError

UNFINISHED = "unfinished-"
"""How the names of folders begin that keep what is complete of a long reading (:mod:`govgraph.graph.build.unfinished`)."""

_LOOK_AGAIN = 0.1  # seconds


@contextmanager
def locked(
    file: Path, doing: str, *, wait: float = math.inf, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold a lock that only one process can have; it belongs to the operating system, so it ends with the process.

    Args:
        file: the lock's file; made if it is missing.
        doing: what a process that holds the lock is doing, for the error message, such as "loading into this graph".
        wait: seconds to wait for the other process.
        waiting: called repeatedly while another process has the lock.

    Raises:
        Busy: another process still has the lock.
        GraphError: the folder cannot be written to.

    Example:
        >>> with locked(Path("a.lock"), "trying this"), locked(Path("a.lock"), "trying this", wait=0):
        ...     pass
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.Busy: ...: another process is trying this ...
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("a")
    except OSError as error:
        raise GraphError(
            f"cannot write here: {error.strerror}",
            where=str(file.parent),
            hint="a graph that can only be read can be asked, but not changed; copy it to change it",
        ) from error
    with stream:
        end = time.monotonic() + wait
        while True:
            try:
                portalocker.lock(stream, portalocker.LOCK_EX | portalocker.LOCK_NB)
                break
            except portalocker.LockException:
                if time.monotonic() >= end:
                    waited = f" and did not end within {wait:.0f} s" if wait else ""
                    raise Busy(
                        f"another process is {doing}{waited}",
                        where=str(file.parent),
                        hint="wait until it is done, then try again",
                    ) from None
                if waiting:
                    waiting()
                time.sleep(_LOOK_AGAIN)
        yield


def write_through(path: Path) -> None:
    """Flush a file, or a folder with everything below it, to the disk.

    Example:
        >>> write_through(Path("."))  # doctest: +SKIP
    """
    for file in [path, *path.rglob("*")]:
        if file.is_dir() and os.name != "posix":  # folders cannot be opened there, and need not be
            continue
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def link(old: Path, new: Path) -> None:
    """Give a file a second name: a hard link, or a copy where hard links do not work."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
