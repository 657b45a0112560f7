"""The classes of the engine as Java has read and checked them, kept in the user's cache: Java then starts in two thirds of the time.

See :mod:`govgraph.graph.class_archive`. Each environment of Python has one, of about 40 MB.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import jpype
import platformdirs
from arcadedb_embedded import jvm

from govgraph.graph import class_archive

QUERY = "MATCH (n:Actor)-[r]->(m) WHERE n.name <> '' RETURN m.iri, count(*) AS links ORDER BY links DESC LIMIT 1"
"""It loads the classes that most queries need. It can be asked of a graph of any content."""


def options() -> list[str]:
    """The options with which Java uses the archive; none if there is none."""
    return class_archive.options(_file())


def missing() -> bool:
    """Whether there is no archive, and nobody has tried in vain to make it."""
    return not _file().exists()


def keep() -> None:
    """Make the archive from the classes that this process has loaded."""
    file = _file()
    with contextlib.suppress(OSError):  # the cache is not writable, or the disk is full
        file.parent.mkdir(parents=True, exist_ok=True)
        for other in file.parent.glob(f"{file.name.partition('-')[0]}-*"):  # of an earlier release of the engine
            other.unlink()
        class_archive.make(file, _written)


def _written(file: Path) -> bool:
    text = jpype.JArray(jpype.JString)
    try:
        beans = jpype.JClass("java.lang.management.ManagementFactory").getPlatformMBeanServer()
        commands = jpype.JClass("javax.management.ObjectName")("com.sun.management:type=DiagnosticCommand")
        beans.invoke(commands, "vmCds", [text(["static_dump", str(file)])], text(["[Ljava.lang.String;"]))
    except jpype.JException:
        return False
    return True


def _file() -> Path:
    """Named after this environment's engine, then after what it consists of."""
    library, jars = Path(jvm.get_bundled_jre_lib_path()), Path(jvm.get_jar_path())
    parts = [(x.name, x.stat().st_size, x.stat().st_mtime_ns) for x in (library, *sorted(jars.glob("*.jar")))]
    names = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in (str(jars), repr(parts))]
    return platformdirs.user_cache_path("govgraph", appauthor=False) / "java-classes" / f"{'-'.join(names)}.jsa"
