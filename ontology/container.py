"""Files and what they are packed in: how their content is opened, and everything that can be wrong with a container.

A container is told by its first bytes, not by its name, since programs unpack files on the way and leave the name. All that a
damaged one can raise while it is read becomes one :class:`Unreadable`, so that no reader has to know the errors of each method.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from govgraph.ontology import hits
from govgraph.ontology.limits import Limits
from govgraph.ontology.transcoded import PEEKED, AsUtf8, utf16_of_json

FAULTS: Final = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, struct.error, UnicodeDecodeError,
    NotImplementedError, RuntimeError, KeyError, ValueError, OverflowError,
)  # fmt: skip
"""What Python's own modules raise for a damaged, encrypted or unknown container (RuntimeError: a password is needed)."""

SUFFIXES: Final = (".gz", ".bz2", ".xz")
_METHODS: Final[dict[bytes, Callable[[BinaryIO], BinaryIO]]] = {
    b"\x1f\x8b": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
    b"BZh": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
    b"\xfd7zXZ\x00": lambda stream: cast(BinaryIO, lzma.LZMAFile(stream)),  # noqa: SIM115 (closed with the content)
}
_BUFFER: Final = 1 << 18
FREE: Final = 256_000_000
"""Bytes that a compressed file may unpack to whatever its own size is."""


class Unreadable(Exception):
    """Content that cannot be read.

    Args:
        what: why, in one sentence.
        hint: what to do.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        self.what, self.hint = what, hint
        super().__init__(what)


def unreadable(error: BaseException) -> Unreadable:
    """What :data:`FAULTS` mean to a person.

    Example:
        >>> unreadable(EOFError("end")).what
        'cannot be read: it is cut short (end)'
    """
    text = str(error) or type(error).__name__
    if isinstance(error, RuntimeError) and "password" in text:
        return Unreadable("cannot be read: it is encrypted", "unpack it with its password")
    if isinstance(error, NotImplementedError):
        return Unreadable(f"cannot be read: {text}", "unpack it with the program that packed it")
    if isinstance(error, EOFError):
        return Unreadable(f"cannot be read: it is cut short ({text})", "get the file again")
    return Unreadable(
        f"cannot be read: {text}", "" if isinstance(error, OSError) and error.errno else "get the file again"
    )


class _Content(io.RawIOBase):
    """An opened content in which every fault of its containers is an :class:`Unreadable`."""

    def __init__(self, opened: list[BinaryIO], most: int, ratio: int, wrap: Callable[[Unreadable], Exception]) -> None:
        self.opened, self.most, self.ratio, self.wrap, self.count = opened, most, ratio, wrap, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.opened[-1].seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._guarded(lambda: self.opened[-1].seek(offset, whence)))

    def tell(self) -> int:
        return int(self._guarded(lambda: self.opened[-1].tell()))

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._guarded(lambda: self.opened[-1].read(len(buffer)))
        buffer[: len(data)] = data
        self.count += len(data)
        if self.most and self.count > self.most:
            raise self.wrap(
                Unreadable(
                    f"it unpacks to more than {self.ratio} times its size", "--limit ratio=NUMBER, if it is right"
                )
            )
        return len(data)

    def _guarded(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except FAULTS as error:
            raise self.wrap(unreadable(error)) from error

    def close(self) -> None:
        for stream in reversed(self.opened):
            stream.close()
        super().close()


def open_content(
    path: Path, member: str, data: bytes | None, limits: Limits, wrap: Callable[[Unreadable], Exception]
) -> BinaryIO:
    """The unpacked bytes of a file, of a member of a zip archive, or of some bytes.

    Args:
        path: the file.
        member: name inside the archive, or empty.
        data: the bytes, instead of a file.
        wrap: makes the error that is raised, now and while the stream is read.

    Example:
        >>> packed = gzip.compress(b"id,kind")
        >>> open_content(Path("a.csv"), "", packed, Limits(), ValueError).read()
        b'id,kind'
    """
    opened: list[BinaryIO] = []
    try:
        if data is not None:
            opened.append(io.BytesIO(data))
            size = len(data)
        else:
            _regular(path)
            opened.append(path.open("rb", buffering=_BUFFER))
            size = os.fstat(opened[0].fileno()).st_size
        if member:
            size = _open_member(opened, member)
        packed = bool(member)
        method = _method(opened[-1])
        if method:
            opened.append(method(opened[-1]))
            packed = True
    except Unreadable as error:
        _close(opened)
        raise wrap(error) from error
    except FAULTS as error:
        _close(opened)
        raise wrap(unreadable(error)) from error
    most = max(size * limits.ratio, FREE) if packed else 0
    content = cast(io.BufferedReader, io.BufferedReader(_Content(opened, most, limits.ratio, wrap), _BUFFER))
    if encoding := utf16_of_json(content.peek(PEEKED)[:PEEKED]):
        content = io.BufferedReader(cast(io.RawIOBase, AsUtf8(content, encoding)), _BUFFER)
    if form := hits.of_hits(content.peek(hits.PEEKED)[: hits.PEEKED]):
        hint = "--limit held=NUMBER, if there is enough memory"
        documents = hits.Documents(content, form == "lines", limits.held, lambda what: wrap(Unreadable(what, hint)))
        content = io.BufferedReader(cast(io.RawIOBase, documents), _BUFFER)
    return cast(BinaryIO, content)


def holds_hits(stream: BinaryIO) -> bool:
    """Whether what is read is taken out of hits of a search engine.

    Example:
        >>> holds_hits(open_content(Path("a.jsonl"), "", b'{"_id": "1", "_source": {"a": 1}}', Limits(), ValueError))
        True
    """
    return isinstance(getattr(stream, "raw", None), hits.Documents)


def _regular(path: Path) -> None:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a pipe" if stat.S_ISFIFO(mode) else "a folder" if stat.S_ISDIR(mode) else "a device or socket"
        raise Unreadable(f"cannot be read: it is {kind}, not a file", f"cat {path} | govgraph load - --as LOADER")


def _open_member(opened: list[BinaryIO], member: str) -> int:
    archive = zipfile.ZipFile(opened[-1])
    infos = [info for info in archive.infolist() if info.filename == member]
    if len(infos) > 1:
        raise Unreadable(
            f"{len(infos)} members of the archive have this same name, and which is meant cannot be told",
            "pack it anew with one file a name",
        )
    opened.append(cast(BinaryIO, archive.open(member)))
    return infos[0].compress_size


def _method(stream: BinaryIO) -> Callable[[BinaryIO], BinaryIO] | None:
    start = stream.read(8)
    stream.seek(0)
    return next((method for magic, method in _METHODS.items() if start.startswith(magic)), None)


def _close(opened: list[BinaryIO]) -> None:
    for stream in reversed(opened):
        stream.close()


def members(path: Path) -> list[str] | None:
    """The names of what a zip archive holds, each once, without what a Mac or a version control system adds; None: it is none.

    A workbook (``.xlsx``) is a zip archive, too, and one file to us.

    Raises:
        Unreadable: it is one, and damaged.

    Example:
        >>> members(Path(__file__)) is None
        True
    """
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"PK" and path.suffix.lower() != ".zip":
                return None
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except FAULTS as error:
        raise unreadable(error) from error
    if "[Content_Types].xml" in names or "mimetype" in names:
        return None
    return sorted({name for name in names if not added(name.split("/"))})


def added(parts: list[str] | tuple[str, ...]) -> bool:
    """Whether a path, as its parts, is hidden or put there by a Mac, and so is no data.

    Example:
        >>> added(["__MACOSX", "._events.csv"]), added(["in", "events.csv"])
        (True, False)
    """
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
