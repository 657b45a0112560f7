"""Lines in the order of their bytes, however many: what makes the same content the same file.

Sorted by hand in pieces that fit the memory, the pieces merged. It takes bytes as a stream would, so a serialiser writes into it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

_PIECE = 32 << 20


class LineSorter:
    """A place to write lines to, which gives them back sorted.

    Args:
        folder: where pieces are kept; the caller removes it.
        piece: bytes that are sorted at once; three times as much memory is needed.

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
        """Take bytes; a line may come in several calls."""
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
        """Nothing: a stream must have it."""

    @staticmethod
    def _sorted(data: bytes) -> list[bytes]:
        return sorted(line + b"\n" for line in data.split(b"\n") if line)

    def lines(self) -> Iterator[bytes]:
        """All lines, sorted, with their ends; empty ones are left out."""
        rest = self._sorted(bytes(self._held))
        with ExitStack() as stack:
            streams = [stack.enter_context(path.open("rb")) for path in self._files]
            yield from heapq.merge(*streams, rest) if streams else rest
