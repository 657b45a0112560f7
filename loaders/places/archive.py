"""Files of a tar archive, one after the other, without unpacking anything to disk."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import Final

from govgraph.ontology.container import FAULTS
from govgraph.ontology.loader import LoaderError, Source

_MAGIC: Final = b"ustar"
_AT: Final = 257


def is_tar(source: Source) -> bool:
    """Whether the (unpacked) content is a tar archive.

    Example:
        >>> from pathlib import Path
        >>> is_tar(Source(Path("a.tar"), data=bytes(257) + b"ustar"))
        True
    """
    return source.head[_AT : _AT + len(_MAGIC)] == _MAGIC


def tar_files(source: Source, suffix: str) -> Iterator[tuple[str, bytes | None, int]]:
    """The name and content of each file whose name has a suffix, and the bytes read so far. Links, devices and folders are passed over.

    A file that is longer than the limit on what may be held has no content (None).

    Raises:
        LoaderError: the archive is damaged.
    """
    with source.open() as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for member in archive:
                    if not member.isreg() or not member.name.endswith(suffix):
                        continue
                    file = archive.extractfile(member) if member.size <= source.limits.held else None
                    yield member.name, file.read() if file else None, member.offset_data
        except (tarfile.TarError, *FAULTS) as error:
            raise LoaderError(
                f"the archive cannot be read to its end: {error}", where=str(source), hint="get it again"
            ) from error
