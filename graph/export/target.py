"""The target of an export: a file or folder that appears only when it is complete.

A file or folder is made under another name in the same place and renamed when it is complete, so an interrupted export leaves what
was there before. An existing target is replaced only with ``force``, and a folder only if an export made it.
"""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from govgraph.graph.errors import GraphError
from govgraph.graph.files import write_through


def refuse_existing(path: Path, force: bool, mark: str) -> None:
    """Raise an error if the target exists already, before the long work begins.

    Args:
        force: whether it may be replaced: a file, or a folder that an export made.
        mark: the file by which such a folder is recognised; empty: a file is to be written, which never replaces a folder.

    Raises:
        GraphError: the target exists and may not be replaced, or its parent folder does not exist.

    Example:
        >>> refuse_existing(Path(__file__), False, "datapackage.json")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: ...
    """
    if not path.parent.is_dir():
        raise GraphError("there is no such folder", where=str(path.parent), hint=f"mkdir -p {path.parent}")
    if not path.exists() or (mark and path.is_dir() and not any(path.iterdir())):
        return
    if not force:
        raise GraphError("already exists", where=str(path), hint="--force replaces it")
    if path.is_dir() and not (mark and (path / mark).is_file()):
        raise GraphError(
            "is a folder that no export has made in this format, so it is not replaced",
            where=str(path),
            hint="name another with -o",
        )


@contextlib.contextmanager
def scratch(beside: Path | None) -> Iterator[Path]:
    """A folder for temporary files beside the target, on the disk that has room for it; removed at the end.

    Example:
        >>> with scratch(None) as folder:
        ...     folder.is_dir()
        True
    """
    with tempfile.TemporaryDirectory(prefix=".govgraph-export-", dir=beside) as name:
        yield Path(name)


@contextlib.contextmanager
def file_target(path: Path, work: Path) -> Iterator[IO[bytes]]:
    """A stream to a file that appears when it is complete; compressed if its name ends in ``.gz``.

    Args:
        work: a folder on the same disk.

    Example:
        >>> with scratch(Path(".")) as work, file_target(work / "a.gz", work) as stream:
        ...     stream.write(b"x")
        1
    """
    new = work / "whole"
    with new.open("wb") as raw:
        if path.suffix == ".gz":
            # Without name and time, so that the same content gives the same file.
            with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        else:
            yield raw
    write_through(new)
    new.replace(path)


@contextlib.contextmanager
def folder_target(path: Path, work: Path) -> Iterator[Path]:
    """An empty folder that moves to its final place when it is complete.

    Example:
        >>> with scratch(Path(".")) as work, folder_target(work / "a", work) as folder:
        ...     folder.name
        'whole'
    """
    new = work / "whole"
    new.mkdir()
    yield new
    write_through(new)
    if path.exists():
        path.rename(work / "before")
    new.rename(path)
    shutil.rmtree(work / "before", ignore_errors=True)
