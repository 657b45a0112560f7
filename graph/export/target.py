"""Where an export goes: a file, a folder, or standard output, and only whole.

A file or folder is made under another name beside its place and renamed when it is complete, so an export that is interrupted
leaves what was there before. What exists is replaced only on demand, and a folder only when it holds nothing but an export.
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
    """Say at once that there is something already, not after long work.

    Args:
        force: whether it may be replaced: a file, or a folder that an export made.
        mark: the file by which such a folder is known; empty: a file is to be written, which replaces no folder.

    Raises:
        GraphError: there is, and it may not be replaced.

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
        raise GraphError("is there already", where=str(path), hint="--force replaces it")
    if path.is_dir() and not (mark and (path / mark).is_file()):
        raise GraphError(
            "is a folder that no export has made in this format, and is not replaced",
            where=str(path),
            hint="name another with -o",
        )


@contextlib.contextmanager
def scratch(beside: Path | None) -> Iterator[Path]:
    """A folder for files on the way, beside the target (where there is room for it), removed at the end.

    Example:
        >>> with scratch(None) as folder:
        ...     folder.is_dir()
        True
    """
    with tempfile.TemporaryDirectory(prefix=".govgraph-export-", dir=beside) as name:
        yield Path(name)


@contextlib.contextmanager
def file_target(path: Path, work: Path) -> Iterator[IO[bytes]]:
    """A stream to a file that appears when all is written; compressed where its name ends in ``.gz``.

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
            # Neither name nor time: the same content is the same file.
            with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        else:
            yield raw
    write_through(new)
    new.replace(path)


@contextlib.contextmanager
def folder_target(path: Path, work: Path) -> Iterator[Path]:
    """An empty folder that takes its place when all is written.

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
