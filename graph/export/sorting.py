"""Sorts any number of lines by their bytes, so that the same content gives the same file.

Pieces that fit into memory are sorted and then merged. It accepts bytes as a stream does, so a serialiser can write into it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

_PIECE = 32 << 20


class LineSorter:
    """A stream to write lines to, which returns them sorted.

    Args:
        folder: a folder for the pieces; the caller removes it.
        piece: the number of bytes that are sorted at once; this takes three times as much memory.

    Example:
        >>> sorter = LineSorter(Path("."))
        >>> _ = sorter.write(b"b\\na"), sorter.write(b"\\n")
        >>> list(sorter.lines())
        [b'a\\n', b'b\\n']
    """

    def __init__(self, folder: Path, piece: int = _PIECE) -> None:
        self._folder, self._piece = folder, piece
        self._held = bytearray()
        self._files: list[Path] = []

    def write(self, data: bytes) -> int:
        """Accept bytes; a line may be split over several calls."""
        self._held += data
        if len(self._held) > self._piece:
            end = self._held.rfind(b"\n") + 1
            if end:
                path = self._folder / f"sorted-{len(self._files)}"
                with path.open("wb") as stream:
                    stream.writelines(self._sorted(bytes(self._held[:end])))
                self._files.append(path)
                del self._held[:end]
        return len(data)

    def flush(self) -> None:
        """Do nothing: a stream must have this method."""

    @staticmethod
    def _sorted(data: bytes) -> list[bytes]:
        return sorted(line + b"\n" for line in data.split(b"\n") if line)

    def lines(self) -> Iterator[bytes]:
        """All lines, sorted, with their line ends; empty lines are left out."""
        rest = self._sorted(bytes(self._held))
        with ExitStack() as stack:
            streams = [stack.enter_context(path.open("rb")) for path in self._files]
            yield from heapq.merge(*streams, rest) if streams else rest
