"""The objects of a JSON file of any length, one after another: lines, a list, a list on one line, objects that follow each other.

Only one object is held at a time. A line that is no JSON is rejected alone where objects stand on lines of their own; elsewhere the rest of
the file cannot be told apart, and reading ends with an error that says where.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source

NO_JSON: Final = "not JSON"
NO_OBJECT: Final = "not a JSON object"
_CHUNK: Final = 1 << 20
# Halves of surrogate pairs and NUL, which no store can hold; only texts that are escaped so are looked at.
_ESCAPED: Final = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_BETWEEN: Final = " \t\r\n,\ufeff\x1e"
_LOADS = json.JSONDecoder(strict=False)


class Objects:
    """The objects of a JSON file in order, each with its number from 1; what is no object is a reject.

    Args:
        source: the file, in UTF-8 (a byte that is not is read as U+FFFD).

    Attributes:
        position: bytes read so far, for progress.

    Raises:
        LoaderError: an object has no end, or is longer than the limit on what may be held in memory.

    Example:
        >>> from pathlib import Path
        >>> list(Objects(Source(Path("a.json"), data=b'[{"a": 1},\\n{"a": 2}\\n]')))
        [(1, {'a': 1}), (2, {'a': 2})]
        >>> list(Objects(Source(Path("a.jsonl"), data=b'{"a": 1}\\n{"a": \\n{"a": 3}')))[1]
        (2, Reject(row=2, column='', reason='not JSON', value='{"a":', pointer=''))
    """

    def __init__(self, source: Source) -> None:
        self.source, self.position = source, 0
        self._text, self._at, self._lines_before = "", 0, 0
        self._ended = False

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        number = 0
        with self.source.open() as stream:
            self._stream = stream
            self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
            by_line: bool | None = None
            in_list = False
            while self._skip():
                mark = self._text[self._at]
                if number == 0 and not in_list and mark == "[":
                    in_list, self._at = True, self._at + 1
                    continue
                if mark == "]":
                    self._at += 1
                    continue
                number += 1
                if by_line is None:
                    by_line = self._stands_on_a_line()
                value = self._line(number) if by_line else self._value()
                yield number, value if isinstance(value, dict | Reject) else _no_object(number, value)

    def _more(self) -> bool:
        """Read on, at least as much as there is left; False at the end of the file."""
        if self._ended:
            return False
        rest = self._text[self._at :]
        if len(rest) > self.source.limits.held:
            raise LoaderError(
                f"one object is longer than {self.source.limits.held:,} characters", where=self._where(),
                hint="--limit held=NUMBER, if there is enough memory",
            )  # fmt: skip
        data = self._stream.read(max(_CHUNK, len(rest)))
        self._ended = not data
        self.position += len(data)
        self._lines_before += self._text.count("\n", 0, self._at)
        self._text, self._at = rest + self._decoder.decode(data, final=not data), 0
        return True

    def _where(self) -> str:
        return f"{self.source}:{self._lines_before + self._text.count(chr(10), 0, self._at) + 1}"

    def _skip(self) -> bool:
        """Go to the next value; False at the end of the file."""
        while True:
            text, at, end = self._text, self._at, len(self._text)
            while at < end and text[at] in _BETWEEN:
                at += 1
            self._at = at
            if at < end:
                return True
            if not self._more():
                return False

    def _end_of_line(self) -> int:
        while (end := self._text.find("\n", self._at)) < 0:
            if not self._more():
                return len(self._text)
        return end

    def _stands_on_a_line(self) -> bool:
        """Whether the first value is a whole line, or a line with a fault that others follow."""
        if "\n" not in self._text[self._at :] and not self._ended and len(self._text) - self._at >= _CHUNK:
            return False
        line = self._text[self._at : self._end_of_line()].rstrip(_BETWEEN)
        try:
            _LOADS.decode(line)
        except (ValueError, RecursionError):
            return line[:1] == "{" and line[-1:] == "}" and _value_or_none(line) is None
        return True

    def _line(self, number: int) -> Any:
        end = self._end_of_line()
        line = self._text[self._at : end].rstrip(_BETWEEN)
        begun, self._at = self._at, end
        try:
            value = _LOADS.decode(line)
        except (ValueError, RecursionError):
            if line[-1:] == "]":  # the end of a list on the line of its last object
                try:
                    return _clean(_LOADS.decode(line[:-1].rstrip(_BETWEEN)), line)
                except (ValueError, RecursionError):
                    pass
            if line[:1] != "{" or _value_or_none(line) is None:
                return Reject(number, "", NO_JSON, line[:200])
            self._at = begun  # several objects on one line
            return self._value()
        return _clean(value, line)

    def _value(self) -> Any:
        while True:
            try:
                value, end = _LOADS.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    what = "too many lists within lists" if isinstance(error, RecursionError) else f"{NO_JSON}: {error}"
                    raise LoaderError(what, where=self._where(), hint="get the file again, or mend it there") from error
                continue
            if end == len(self._text) and not isinstance(value, dict) and self._more():
                continue  # a number may go on
            text = self._text[self._at : end]
            self._at = end
            return _clean(value, text)


def _value_or_none(line: str) -> Any:
    try:
        return _LOADS.raw_decode(line)[0]
    except (ValueError, RecursionError):
        return None


def _no_object(number: int, value: object) -> Reject:
    return Reject(number, "", NO_OBJECT, ascii(value)[:200])


def _clean(value: Any, text: str) -> Any:
    """The value without halves of surrogate pairs (they become U+FFFD) and NUL characters."""
    if not _ESCAPED.search(text):
        return value
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return value
