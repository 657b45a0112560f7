"""JSON in UTF-16, as Windows writes it, read as UTF-8, so that no reader of JSON has to know.

PowerShell writes what a program prints in UTF-16. The standard asks for UTF-8 (RFC 8259, 8.1). Tables in UTF-16 are left alone: their
reader knows encodings. Streams that are rewritten while they are read have one base here.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE: Final = {b"{\0": "utf-16-le", b"[\0": "utf-16-le", b"\0{": "utf-16-be", b"\0[": "utf-16-be"}
PEEKED: Final = 32
"""How many bytes tell whether a file is JSON in UTF-16."""


def utf16_of_json(head: bytes) -> str:
    """The encoding of JSON in UTF-16, by its first bytes; empty for anything else.

    Example:
        >>> utf16_of_json('{"a": 1}'.encode("utf-16")), utf16_of_json(b'{"a": 1}')
        ('utf-16-le', '')
    """
    for mark, name in _MARKS:
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            text = head[2 : len(head) & ~1].decode(name, "replace").lstrip()
            return name if text.startswith(("{", "[")) else ""
    return _BARE.get(head[:2], "")


class Rewritten(io.RawIOBase):
    """A stream as one of other bytes, which come in parts.

    Args:
        stream: what is read; it is closed with this one.
        parts: the other bytes; an empty part is passed over.

    Example:
        >>> io.BufferedReader(Rewritten(io.BytesIO(), iter([b"a", b"", b"bc"]))).read()
        b'abc'
    """

    def __init__(self, stream: BinaryIO, parts: Iterator[bytes]) -> None:
        self._stream, self._parts, self._waiting = stream, parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._waiting:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._waiting = part
        given, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        self._stream.close()
        super().close()


class AsUtf8(Rewritten):
    """A stream of UTF-16 as one of UTF-8, without a byte order mark; what is no UTF-16 becomes U+FFFD.

    Example:
        >>> io.BufferedReader(AsUtf8(io.BytesIO('{"a": "Ө"}'.encode("utf-16")), "utf-16-le")).read().decode()
        '{"a": "Ө"}'
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__(stream, _as_utf8(stream, codecs.getincrementaldecoder(encoding)("replace")))


def _as_utf8(stream: BinaryIO, decoder: codecs.IncrementalDecoder) -> Iterator[bytes]:
    begun, data = False, b" "
    while data:
        data = stream.read(io.DEFAULT_BUFFER_SIZE)
        text = decoder.decode(data, not data)
        if text and not begun:
            text, begun = text.removeprefix("\ufeff"), True
        yield text.encode("utf-8", "replace")
