"""Objects of a JSON file of any length, one after the other: the items of a package's lists, of a bare list, or of JSON Lines.

Publishers of open data wrap one thing in many ways: ``{"releases": [...]}``, a list of packages, a package a line, a package within ``data``. A file is
read piece by piece, so that it may be longer than memory; only one item at a time is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from govgraph.loaders.json_text import DECODER, JsonText
from govgraph.ontology.loader import LoaderError, Source

WRAPPERS: Final = ("data", "result", "results", "releasePackage", "recordPackage", "package")
"""Keys that a package is wrapped in."""


class Found(NamedTuple):
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
    with source.open() as stream:
        text, number = JsonText(source, stream), 0
        while text.skip():
            yield from _document(text, lists, alone, "" if number == 0 else f"/{number}")
            number += 1


def _document(text: JsonText, lists: Sequence[str], alone: Sequence[str], at: str) -> Iterator[Found]:
    """What is in the value that begins here: a package, a list, or an item."""
    sign = text.skip()
    if at.count("/") > text.source.limits.nesting:
        raise LoaderError("lists within each other without end", where=text.where(), hint="get the file again")
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
                raise LoaderError("not JSON: a key expected", where=text.where(), hint="get the file again")
            text.expect(":")
            pointer = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
            first = text.skip()
            if key in lists and first == "[":
                yield from _items(text, key, pointer)
            elif key in WRAPPERS and first in "[{":
                yield from _document(text, lists, alone, pointer)
            else:
                yield Found(key, text.value(), pointer, False, text.position)
        text.expect("}")
    else:
        yield Found("", text.value(), at, True, text.position)


def _items(text: JsonText, key: str, at: str) -> Iterator[Found]:
    text.at += 1
    number = 0
    while text.skip() not in ("]", ""):
        yield Found(key, text.value(), f"{at}/{number}", True, text.position)
        number += 1
    text.expect("]")


def _stands_alone(text: JsonText, lists: Sequence[str], alone: Sequence[str]) -> bool:
    """Whether the object that begins here is an item: by the first of its keys that tells."""
    while True:
        depth, at, end = 0, text.at, len(text.window)
        while at < end:
            sign = text.window[at]
            if sign == '"':
                try:
                    word, at = DECODER.raw_decode(text.window, at)
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
