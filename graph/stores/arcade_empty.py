"""A new property graph with all declared types and no rows, copied from a database that is kept in the user's cache.

Declaring the types takes the engine longer than a small load; copying 1.7 MB takes almost no time. Each kept database belongs to
one version of the engine, one declaration and one time zone. The cache only saves time: if it is missing or damaged, or cannot be
written, the database is made without it. Several processes may do this at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import uuid
from pathlib import Path

import arcadedb_embedded as arcadedb
import jpype
import platformdirs

from govgraph.graph.stores.arcade_write import make_types, type_statements

_DATABASE, _DIGEST = "database", "sha256"


def create(out: Path) -> arcadedb.Database:
    """A new database with all types, open for writing.

    Args:
        out: the folder of the database, which must not exist.
    """
    kept = kept_folder()
    if _copied(kept, out):
        return arcadedb.open_database(str(out))
    with contextlib.closing(arcadedb.create_database(str(out))) as db:
        make_types(db)
    with contextlib.suppress(OSError):  # the disk is full, or the cache is not writable
        _keep(out, kept)
    return arcadedb.open_database(str(out))


def kept_folder() -> Path:
    """Where the empty database of this engine, declaration and time zone is kept."""
    zone = str(jpype.JClass("java.util.TimeZone").getDefault().getID())  # a database remembers the one it was made in
    identity = repr((arcadedb.__version__, zone, type_statements()))
    name = hashlib.sha256(identity.encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("govgraph", appauthor=False) / "empty-property-graphs" / name


def _copied(kept: Path, out: Path) -> bool:
    """Copy the kept database. Returns False if there is none, or if its files have changed."""
    try:
        digest = (kept / _DIGEST).read_text("ascii")
        shutil.copytree(kept / _DATABASE, out)
        whole = digest == _digest(out)
    except (OSError, ValueError):
        whole = False
    if not whole:
        shutil.rmtree(out, ignore_errors=True)
    return whole


def _keep(database: Path, kept: Path) -> None:
    """Keep a copy of a closed database, in place of the one that is kept now."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    new, old = (kept.with_name(f"tmp-{uuid.uuid4().hex[:12]}") for _ in range(2))
    try:
        shutil.copytree(database, new / _DATABASE)
        (new / _DIGEST).write_text(_digest(new / _DATABASE), "ascii")
        with contextlib.suppress(FileNotFoundError):
            kept.rename(old)
        new.rename(kept)  # fails if another process was quicker; its copy is as good
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _digest(folder: Path) -> str:
    """A hash of the names and bytes of all files in a folder."""
    total = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        total.update(f"{file.name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
