"""The text of a JSON file of any length, of which only a window is held: its values are read from there, one after the other.

RFC 8259 asks for UTF-8. Files in the encoding of a country are read too, and so are bytes at fault: both are told in the report of the file.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO, Final

from govgraph.loaders.sheets.encoding import Decoding, encoding_of
from govgraph.ontology.loader import LoaderError, Source

# Tabs and line ends occur within texts, which strict JSON forbids.
DECODER: Final = json.JSONDecoder(strict=False)
BETWEEN: Final = " \t\r\n,\ufeff\x1e"
"""What may stand between values: also commas, and the sign that begins a record of RFC 7464."""
_CHUNK: Final = 1 << 20


def is_json(source: Source) -> bool:
    """Whether a file begins like JSON, in any encoding that JSON may have.

    Example:
        >>> from pathlib import Path
        >>> is_json(Source(Path("a.json"), data=b" [{")), is_json(Source(Path("a.csv"), data=b"ocid,id"))
        (True, False)
    """
    return source.head.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n\x00")[:1] in (b"{", b"[")


class JsonText:
    """The window on the text of a file.

    Args:
        source: the file.
        stream: its bytes, from the beginning.

    Attributes:
        window: the text that is held.
        at: the place in the window from which is read.
        begun: where the value began that was read last.
        ended: whether all of the file is in the window, or was there.
        position: bytes read so far.

    Example:
        >>> from pathlib import Path
        >>> source = Source(Path("a.json"), data=b'{"a": 1}, {"a": 2}')
        >>> with source.open() as stream:
        ...     text = JsonText(source, stream)
        ...     text.skip(), text.value(), text.skip(), text.value(), text.skip()
        ('{', {'a': 1}, '{', {'a': 2}, '')
    """

    def __init__(self, source: Source, stream: BinaryIO) -> None:
        encoding = encoding_of(source)
        for note in encoding.notes:
            source.note(note.kind, note.value)
        self.source, self._stream = source, stream
        self._decoding = Decoding(source, encoding.name)
        stream.read(encoding.mark)
        self.window, self.at, self.begun, self.ended, self.position = "", 0, 0, False, 0
        self._lines_before = 0

    def more(self) -> bool:
        """Add to the window, at least as much as there is left of it; False at the end of the file."""
        if self.ended:
            return False
        rest = self.window[self.at :]
        data = self._stream.read(max(_CHUNK, len(rest)))
        self.ended = not data
        self.position += len(data)
        self._lines_before += self.window.count("\n", 0, self.at)
        self.window, self.at = rest + self._decoding.decode(data, self.ended), 0
        return True

    def more_of_one(self) -> bool:
        """The same, while a value is not complete.

        Raises:
            LoaderError: the value is longer than the limit on what may be held in memory.
        """
        if len(self.window) - self.at > self.source.limits.held:
            raise LoaderError(
                f"one object is longer than {self.source.limits.held:,} characters, or not JSON", where=self.where(),
                hint="--limit held=NUMBER, if there is enough memory",
            )  # fmt: skip
        return self.more()

    def skip(self) -> str:
        """Go to the next value, and return its first sign; empty at the end of the file."""
        while True:
            text, at, end = self.window, self.at, len(self.window)
            while at < end and text[at] in BETWEEN:
                at += 1
            self.at = at
            if at < end:
                return text[at]
            if not self.more():
                return ""

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            LoaderError: there is none, or it is longer than the limit.
        """
        while True:
            try:
                value, end = DECODER.raw_decode(self.window, self.at)
            except RecursionError as error:
                raise LoaderError(
                    "lists and objects within each other without end", where=self.where(), hint="get the file again"
                ) from error
            except ValueError as error:
                if self.more_of_one():
                    continue
                place, what = getattr(error, "pos", self.at), getattr(error, "msg", error)
                raise LoaderError(
                    f"not JSON: {what}", where=self.where(place), hint="mend the file there, or get it again"
                ) from error
            # A number at the end of the window may go on.
            if end == len(self.window) and not isinstance(value, dict | list | str) and self.more_of_one():
                continue
            self.begun, self.at = self.at, end
            return value

    def expect(self, sign: str) -> None:
        """Go over a sign.

        Raises:
            LoaderError: another one stands there.
        """
        if self.skip() != sign:
            raise LoaderError(f"not JSON: {sign!r} expected", where=self.where(), hint="get the file again")
        self.at += 1

    def where(self, place: int | None = None) -> str:
        """The file and line of a place in the window; of the one from which is read."""
        line = self._lines_before + self.window.count("\n", 0, self.at if place is None else place) + 1
        return f"{self.source}:{line}"
