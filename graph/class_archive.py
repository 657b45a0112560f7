"""An archive of classes as Java has read and checked them ("class data sharing"), with which Java starts in less time.

Java itself writes one of all classes that a process has loaded, and does not use one that was made of other files. It only saves
time: without it, Java reads the classes from the jars. Who has an archive decides where it is and when it is made.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path


def options(file: Path) -> list[str]:
    """The options with which Java uses an archive; none if there is none.

    Example:
        >>> options(Path("no-such-file.jsa"))
        []
    """
    if not _size(file):
        return []
    return [f"-XX:SharedArchiveFile={file}", "-Xlog:cds=off"]  # an archive that does not fit is no news for a user


def make(file: Path, write: Callable[[Path], bool]) -> None:
    """Make an archive aside and put it in its place. If it cannot be made, the file is empty, so that it is not tried each time.

    Args:
        write: has Java write the archive into a file; says whether it did.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    new = file.with_name(f"{file.stem}-{uuid.uuid4().hex[:12]}.tmp")
    if not (write(new) and _size(new)):
        new.unlink(missing_ok=True)
        new.touch()
    new.replace(file)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
