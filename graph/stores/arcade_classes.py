"""The classes of the engine as Java has read and checked them, kept in the user's cache: Java then starts in two thirds of the time.

Java itself writes such an archive of all classes that a process has loaded ("class data sharing"), and refuses one that does not
belong to its own files. The archive only saves time: if it is missing, or cannot be made, Java reads the classes from their files.
Each environment of Python has one, of about 40 MB.
"""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from pathlib import Path

import jpype
import platformdirs
from arcadedb_embedded import jvm

QUERY = "MATCH (n:Actor)-[r]->(m) WHERE n.name <> '' RETURN m.iri, count(*) AS links ORDER BY links DESC LIMIT 1"
"""It loads the classes that most queries need. It can be asked of a graph of any content."""


def options() -> list[str]:
    """The options with which Java uses the archive; none if there is none."""
    file = _file()
    if not _size(file):
        return []
    return [f"-XX:SharedArchiveFile={file}", "-Xlog:cds=off"]  # an archive that does not fit is no news for a user


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
        new = file.with_name(f"{file.stem}-{uuid.uuid4().hex[:12]}.tmp")
        try:
            _write(new)
        except jpype.JException:
            new.unlink(missing_ok=True)
            new.touch()  # empty: it cannot be made here, so it is not tried each time
        new.replace(file)


def _write(file: Path) -> None:
    beans = jpype.JClass("java.lang.management.ManagementFactory").getPlatformMBeanServer()
    commands = jpype.JClass("javax.management.ObjectName")("com.sun.management:type=DiagnosticCommand")
    text = jpype.JArray(jpype.JString)
    beans.invoke(commands, "vmCds", [text(["static_dump", str(file)])], text(["[Ljava.lang.String;"]))


def _file() -> Path:
    """Named after this environment's engine, then after what it consists of."""
    library, jars = Path(jvm.get_bundled_jre_lib_path()), Path(jvm.get_jar_path())
    parts = [(x.name, x.stat().st_size, x.stat().st_mtime_ns) for x in (library, *sorted(jars.glob("*.jar")))]
    names = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in (str(jars), repr(parts))]
    return platformdirs.user_cache_path("govgraph", appauthor=False) / "java-classes" / f"{'-'.join(names)}.jsa"


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
