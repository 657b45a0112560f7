"""Text that XML 1.0 can hold, for GraphML, GEXF and RDF/XML.

XML 1.0 has no way to write most control characters. They are replaced by their pictures (U+0001 by U+2401, a small "SOH"), which
show what was there, and the replacements are counted.
"""

from __future__ import annotations

import re
from typing import IO
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\r")


def _picture(code: int) -> str:
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


class XmlText:
    r"""Writes text and attributes, and counts the characters that XML cannot hold.

    Attributes:
        replaced: how many characters were replaced by their pictures.

    Example:
        >>> text = XmlText()
        >>> text.content("a<\x01\r"), text.attribute("ө\n"), text.replaced
        ('a&lt;␁&#13;', '"ө&#10;"', 1)
    """

    def __init__(self) -> None:
        self.replaced = 0

    def allowed(self, text: str) -> str:
        """Text in which the characters that XML cannot hold are replaced."""
        text, count = _FORBIDDEN.subn(lambda m: _picture(ord(m[0])), text)
        self.replaced += count
        return text

    def content(self, text: str) -> str:
        """Text between tags. A carriage return is escaped, since a parser would turn it into a line feed."""
        return escape(self.allowed(text), {"\r": "&#13;"})

    def attribute(self, text: str) -> str:
        """The value of an attribute, with its quotes."""
        return quoteattr(self.allowed(text))


class XmlStream:
    r"""A stream for XML from a library that does not replace control characters.

    Attributes:
        replaced: how many characters were replaced by their pictures.

    Example:
        >>> import io
        >>> out = io.BytesIO()
        >>> stream = XmlStream(out)
        >>> _ = stream.write(b"<a>\x01\r\xef"), stream.write(b"\xbf\xbe</a>"), stream.flush()
        >>> out.getvalue().decode()
        '<a>␁&#13;�</a>'
    """

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._held = out, b""
        self.replaced = 0

    def _one(self, match: re.Match[bytes]) -> bytes:
        if match[0] == b"\r":
            return b"&#13;"
        self.replaced += 1
        return _picture(match[0][0]).encode()

    def write(self, data: bytes) -> int:
        """Accept bytes of UTF-8; a character may be split over two calls."""
        text = self._held + data
        # U+FFFE and U+FFFF begin with these two bytes.
        keep = 2 if text.endswith(b"\xef\xbf") else 1 if text.endswith(b"\xef") else 0
        self._held = text[len(text) - keep :]
        self._out.write(_FORBIDDEN_BYTES.sub(self._one, text[: len(text) - keep]))
        return len(data)

    def flush(self) -> None:
        """Write the bytes held back so far."""
        self._out.write(self._held)
        self._held = b""
