"""Copies of signed jars without their signatures, with which Java starts a server with a third less work.

Five of the jars of a Neo4j release are signed by those who made them. Java then compares each class with its sum in the jar, each time it starts,
and keeps no class of such a jar in an archive (`archive`). The signatures tell nothing here: Java does not ask who has signed, and the jars were
compared with known sums when they were fetched (`pinned`). The jars themselves stay as they were fetched.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import zipfile
from pathlib import Path

from govgraph.graph.errors import GraphError
from govgraph.graph.files import locked

_SIGNATURE = re.compile(r"META-INF/[^/]+\.(SF|RSA|DSA|EC)", re.IGNORECASE)
_MANIFEST = "META-INF/MANIFEST.MF"
_SUM = re.compile(rb"Name: .*(\n .*)*\n[\w-]+-Digest: .*(\n .*)*|")  # a long line goes on after a space
_WAIT_SECONDS = 60.0


def instead_of(jar: Path) -> Path:
    """The copy of a jar without its signature; the jar itself if it has no copy, or was fetched anew since it was copied.

    Example:
        >>> instead_of(Path("5.26.28/neo4j-5.26.28.jar")).name
        'neo4j-5.26.28.jar'
    """
    copy = _folder(jar.parent) / jar.name
    return copy if _of_the_same_time(jar, copy) else jar


def make(jars: Path) -> None:
    """Copy the signed jars of a release, if that was not done yet. If the cache cannot be written to, the jars are used as they are.

    Args:
        jars: the folder of the jars.
    """
    folder = _folder(jars)
    # On Windows a command line is too short for the names of all jars (`archive.class_path`).
    if sys.platform == "win32" or _is_made(folder, jars):
        return
    with (
        contextlib.suppress(OSError, zipfile.BadZipFile, GraphError),
        locked(folder.with_name(f"{folder.name}.lock"), "copying jars", wait=_WAIT_SECONDS),
    ):
        if not _is_made(folder, jars):
            new = folder.with_name(f"{folder.name}.tmp")
            for rest in (new, folder):
                shutil.rmtree(rest, ignore_errors=True)
            new.mkdir()
            for jar in jars.glob("*.jar"):
                _copy(jar, new / jar.name)
            new.rename(folder)


def _is_made(folder: Path, jars: Path) -> bool:
    return folder.exists() and all(_of_the_same_time(jars / copy.name, copy) for copy in folder.iterdir())


def _copy(jar: Path, to: Path) -> None:
    """Copy a jar, if it is signed, without the signature and without the sums of its files."""
    with zipfile.ZipFile(jar) as signed:
        left_out = {name for name in signed.namelist() if _SIGNATURE.fullmatch(name)}
        if not left_out:
            return
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for entry in signed.infolist():
                if entry.filename not in left_out:
                    data = signed.read(entry)
                    copy.writestr(entry.filename, _without_sums(data) if entry.filename == _MANIFEST else data)
    shutil.copystat(jar, to)


def _without_sums(manifest: bytes) -> bytes:
    """A manifest without the sections that only say which sum a file has; they end with empty lines.

    https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html#jar-manifest

    Example:
        >>> _without_sums(b"Manifest-Version: 1.0\\r\\n\\r\\nName: a/B.class\\r\\nSHA-256-Digest: x\\r\\n\\r\\n")
        b'Manifest-Version: 1.0\\n\\n'
    """
    sections = [section.strip(b"\n") for section in manifest.replace(b"\r\n", b"\n").split(b"\n\n")]
    kept = [section for section in sections if not _SUM.fullmatch(section)]
    return b"".join(section + b"\n\n" for section in kept)


def _of_the_same_time(jar: Path, copy: Path) -> bool:
    try:
        return copy.stat().st_mtime_ns == jar.stat().st_mtime_ns
    except OSError:
        return False


def _folder(jars: Path) -> Path:
    return jars.parent / "java-classes" / f"unsigned-{jars.name}"
