"""The engine of the embedded property graph: it starts the Java runtime and opens databases.

A process has at most one Java runtime, which must not be forked and cannot be interrupted. So only the worker processes import
this module and the other ``arcade_*`` modules.
"""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path

import arcadedb_embedded as arcadedb
import jpype
from arcadedb_embedded import jvm

from govgraph.graph.stores import arcade_classes


def start(heap: str, *, short: bool = False) -> None:
    """Start this process's Java runtime, with its log switched off.

    Args:
        heap: the largest size of its heap, for example ``1g``.
        short: use Java's quick compiler, which halves the time of a small build.
    """
    with as_file(files("govgraph.graph.stores").joinpath("arcade-logging.properties")) as config:
        arguments = [f"-Djava.util.logging.config.file={config}", "-XX:+UseSerialGC"]
        if short:
            arguments.append("-XX:TieredStopAtLevel=1")
        arguments += arcade_classes.options()
        jvm.start_jvm(heap_size=heap, jvm_args=arguments)


def open_read_only(path: Path) -> arcadedb.Database:
    """A database, opened so that several processes can read it at once and none can change it."""
    mode = jpype.JClass("com.arcadedb.engine.ComponentFile").MODE.READ_ONLY
    factory = jpype.JClass("com.arcadedb.database.DatabaseFactory")(str(path))
    return arcadedb.Database(factory.open(mode))


def available_heap() -> str:
    """The largest heap of a worker: a quarter of the machine's memory, at least 512 MB and at most 1 GB.

    Example:
        >>> available_heap()[-1]
        'm'
    """
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # this system does not give its memory
        return "1024m"
    return f"{min(1024, max(512, memory // 4 >> 20))}m"
