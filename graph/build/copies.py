"""Sources whose content is a temporary copy that govgraph made itself: a table of a database, a file of which only some rows are there."""

from __future__ import annotations

import io
import os
import tempfile
import weakref
from functools import cached_property
from typing import IO, BinaryIO, cast

from govgraph.ontology.loader import Source


class CopySource(Source):
    """A source that is written once, when it is first read; a derived class says how."""

    def write(self, out: IO[bytes]) -> None:
        """Write the content.

        Raises:
            LoaderError: it cannot be had.
        """
        raise NotImplementedError

    @cached_property
    def _copy(self) -> IO[bytes]:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (it is there as long as the source)
        weakref.finalize(self, file.close)
        self.write(file)
        file.flush()
        return file

    def open(self) -> BinaryIO:
        """The content from the beginning."""
        return cast(BinaryIO, io.BufferedReader(_Reading(self._copy.fileno())))

    def size(self) -> int:
        """Bytes of the copy."""
        return os.fstat(self._copy.fileno()).st_size

    def _now(self) -> tuple[int, ...]:
        return ()  # the copy does not change


class _Reading(io.RawIOBase):
    """A reading of a file that has its own place in it, so that several may be open at once."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor, self.at = descriptor, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: os.fstat(self.descriptor).st_size}[whence]
        self.at = max(0, base + offset)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = os.pread(self.descriptor, len(buffer), self.at)
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)
