"""Objects of a JSON file of any length, one after the other: the items of a package's lists, of a bare list, or of JSON Lines.

Publishers of open data wrap one thing in many ways: ``{"releases": [...]}``, a list of packages, a package a line, a package within ``data``. A file is
read piece by piece, so that it may be longer than memory; only one item at a time is held.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from govgraph.loaders.sheets.encoding import encoding_of
from govgraph.ontology.loader import LoaderError, Source

_CHUNK: Final = 1 << 20
_SPACE: Final = " \t\r\n,"
WRAPPERS: Final = ("data", "result", "results", "releasePackage", "recordPackage", "package")
"""Keys that a package is wrapped in."""


def is_json(source: Source) -> bool:
    """Whether a file begins like JSON, in any encoding that JSON may have.

    Example:
        >>> from pathlib import Path
        >>> is_json(Source(Path("a.json"), data=b" [{")), is_json(Source(Path("a.csv"), data=b"ocid,id"))
        (True, False)
    """
    return source.head.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n\x00")[:1] in (b"{", b"[")


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a file.

    Attributes:
        key: the list that it is an item of, or the key that it belongs to; empty for an object that stands alone.
        value: as parsed.
        at: its JSON pointer.
        item: whether it is an item of a list, or an object that stands alone; else it is a value of the package.
        position: bytes read so far.
    """

    key: str
    value: Any
    at: str
    item: bool
    position: int


@dataclass(slots=True)
class _Text:
    """The text of a file, of which a window is held."""

    source: Source
    stream: BinaryIO
    decode: Callable[..., str]
    window: str = ""
    at: int = 0
    ended: bool = False
    read: int = 0
    lines: int = 0
    decoder: json.JSONDecoder = field(default_factory=lambda: json.JSONDecoder(strict=False))

    def more(self) -> bool:
        """Add to the window; whether there was more."""
        if self.ended:
            return False
        data = self.stream.read(max(_CHUNK, len(self.window) - self.at))
        self.read += len(data)
        self.ended = not data
        self.lines += self.window.count("\n", 0, self.at)
        self.window = self.window[self.at :] + self.decode(data, self.ended)
        self.at = 0
        return True

    def skip(self) -> str:
        """Go to the next sign that is no space and no comma, and return it; empty at the end."""
        while True:
            while self.at < len(self.window) and self.window[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.window):
                return self.window[self.at]
            if not self.more():
                return ""

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            LoaderError: there is none, or it is longer than the limit.
        """
        while True:
            try:
                value, end = self.decoder.raw_decode(self.window, self.at)
            except RecursionError as error:
                raise LoaderError(
                    "lists and objects within each other without end", where=str(self.source), hint="get the file again"
                ) from error
            except ValueError as error:
                if len(self.window) - self.at > self.source.limits.held:
                    raise LoaderError(
                        f"an item is longer than {self.source.limits.held:,} characters, or not JSON", where=self.where(self.at),
                        hint="--limit held=NUMBER, if there is enough memory",
                    ) from error  # fmt: skip
                if self.more():
                    continue
                place = getattr(error, "pos", self.at)
                raise LoaderError(
                    f"not JSON: {getattr(error, 'msg', error)}", where=self.where(place), hint="mend the file there, or get it again"
                ) from error  # fmt: skip
            # A number at the end of the window may go on.
            if end == len(self.window) and not isinstance(value, (dict, list, str)) and self.more():
                continue
            self.at = end
            return value

    def expect(self, sign: str) -> None:
        """Go over a sign.

        Raises:
            LoaderError: another one stands there.
        """
        found = self.skip()
        if found != sign:
            raise LoaderError(f"not JSON: {sign!r} expected", where=self.where(self.at), hint="get the file again")
        self.at += 1

    def where(self, place: int) -> str:
        """The file and line of a place in the window."""
        return f"{self.source}:{self.lines + self.window.count(chr(10), 0, place) + 1}"


def found(source: Source, lists: Sequence[str], alone: Sequence[str] = ()) -> Iterator[Found]:
    """The items of the named lists of a file's packages, and the other values of the packages.

    Args:
        source: the file.
        lists: keys whose values are lists of items.
        alone: keys that only an item has; an object with one of them that stands alone is an item itself.

    Raises:
        LoaderError: the file is not JSON (with the line), or an item is longer than the limits allow.

    Example:
        >>> from pathlib import Path
        >>> source = Source(Path("a.json"), data=b'{"version": "1.1", "releases": [{"ocid": "a"}, {"ocid": "b"}]}')
        >>> [(each.key, each.at, each.item) for each in found(source, ["releases"])]
        [('version', '/version', False), ('releases', '/releases/0', True), ('releases', '/releases/1', True)]
    """
    encoding = encoding_of(source)
    with source.open() as stream:
        stream.read(encoding.mark)
        text = _Text(source, stream, codecs.getincrementaldecoder(encoding.name)("replace").decode)
        number = 0
        while text.skip():
            yield from _document(text, lists, alone, "" if number == 0 else f"/{number}")
            number += 1


def _document(text: _Text, lists: Sequence[str], alone: Sequence[str], at: str) -> Iterator[Found]:
    """What is in the value that begins here: a package, a list, or an item."""
    sign = text.skip()
    if at.count("/") > text.source.limits.nesting:
        raise LoaderError("lists within each other without end", where=text.where(text.at), hint="get the file again")
    if sign == "[":
        text.at += 1
        number = 0
        while text.skip() not in ("]", ""):
            yield from _document(text, lists, alone, f"{at}/{number}")
            number += 1
        text.expect("]")
    elif sign == "{" and not _stands_alone(text, lists, alone):
        text.at += 1
        while text.skip() not in ("}", ""):
            key = text.value()
            if not isinstance(key, str):
                raise LoaderError("not JSON: a key expected", where=text.where(text.at), hint="get the file again")
            text.expect(":")
            pointer = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
            first = text.skip()
            if key in lists and first == "[":
                yield from _items(text, key, pointer)
            elif key in WRAPPERS and first in "[{":
                yield from _document(text, lists, alone, pointer)
            else:
                yield Found(key, text.value(), pointer, False, text.read)
        text.expect("}")
    else:
        yield Found("", text.value(), at, True, text.read)


def _items(text: _Text, key: str, at: str) -> Iterator[Found]:
    text.at += 1
    number = 0
    while text.skip() not in ("]", ""):
        yield Found(key, text.value(), f"{at}/{number}", True, text.read)
        number += 1
    text.expect("]")


def _stands_alone(text: _Text, lists: Sequence[str], alone: Sequence[str]) -> bool:
    """Whether the object that begins here is an item: by the first of its keys that tells."""
    while True:
        depth, at, end = 0, text.at, len(text.window)
        while at < end:
            sign = text.window[at]
            if sign == '"':
                try:
                    word, at = text.decoder.raw_decode(text.window, at)
                except ValueError:
                    break
                if depth == 1 and text.window[at : at + 40].lstrip()[:1] == ":":
                    if word in lists or word in WRAPPERS:
                        return False
                    if word in alone:
                        return True
                continue
            depth += (sign in "{[") - (sign in "}]")
            at += 1
            if depth == 0:
                return True
        if len(text.window) - text.at > text.source.limits.held or not text.more():
            return False
