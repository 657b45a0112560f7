"""JSON in UTF-16, as Windows writes it, read as UTF-8, so that no reader of JSON has to know.

PowerShell writes what a program prints in UTF-16. The standard asks for UTF-8 (RFC 8259, 8.1). Tables in UTF-16 are left alone: their
reader knows encodings.
"""

from __future__ import annotations

import codecs
import io
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


class AsUtf8(io.RawIOBase):
    """A stream of UTF-16 as one of UTF-8, without a byte order mark; what is no UTF-16 becomes U+FFFD.

    Example:
        >>> io.BufferedReader(AsUtf8(io.BytesIO('{"a": "Ө"}'.encode("utf-16")), "utf-16-le")).read().decode()
        '{"a": "Ө"}'
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream, self._waiting = stream, b""
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._waiting:
            data = self._stream.read(max(len(buffer), 2))
            text = self._decoder.decode(data, not data)
            if text and not self._begun:
                text, self._begun = text.removeprefix("\ufeff"), True
            self._waiting = text.encode("utf-8", "replace")
            if not data:
                break
        given, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        self._stream.close()
        super().close()
