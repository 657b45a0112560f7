"""The objects of a JSON file of any length, one after another: lines, a list, a list on one line, objects that follow each other.

Only one object is held at a time. A line that is no JSON is rejected alone where objects stand on lines of their own; elsewhere the rest of
the file cannot be told apart, and reading ends with an error that says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.json_text import BETWEEN, DECODER, JsonText
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import Source

NO_JSON: Final = "not JSON"
NO_OBJECT: Final = "not a JSON object"
_LINE: Final = 1 << 20
"""How long the first line of a file may be for its objects to stand on lines of their own."""
# Halves of surrogate pairs and NUL, which no store can hold; only texts that are escaped so are looked at.
_ESCAPED: Final = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


class Objects:
    """The objects of a JSON file in order, each with its number from 1; what is no object is a reject.

    Half of a surrogate pair is read as U+FFFD, and a NUL is left out, which the report of the file tells.

    Args:
        source: the file.

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

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | Reject]]:
        number = 0
        with self.source.open() as stream:
            self._text = text = JsonText(self.source, stream)
            by_line: bool | None = None
            self._in_list = False
            while mark := text.skip():
                self.position = text.position
                if mark == "]" or (mark == "[" and not self._in_list):
                    self._in_list = mark == "["
                    text.at += 1
                    continue
                number += 1
                if by_line is None:
                    by_line = self._stands_on_a_line()
                value = self._line(number) if by_line else self._value()
                self.position = text.position
                yield (
                    number,
                    value if isinstance(value, dict | Reject) else Reject(number, "", NO_OBJECT, ascii(value)[:200]),
                )

    def _end_of_line(self) -> int:
        text = self._text
        while (end := text.window.find("\n", text.at)) < 0:
            if not text.more_of_one():
                return len(text.window)
        return end

    def _stands_on_a_line(self) -> bool:
        """Whether the first value is a whole line, or a line with a fault that others follow."""
        text = self._text
        if "\n" not in text.window[text.at :] and not text.ended and len(text.window) - text.at >= _LINE:
            return False
        end = self._end_of_line()
        line = text.window[text.at : end].rstrip(BETWEEN)
        try:
            DECODER.decode(line)
        except (ValueError, RecursionError):
            return line[:1] == "{" and line[-1:] == "}" and not _begins_with_a_value(line)
        return True

    def _line(self, number: int) -> Any:
        text = self._text
        end = self._end_of_line()
        line = text.window[text.at : end].rstrip(BETWEEN)
        begun, text.at = text.at, end
        # The end of a list may stand on the line of its last object.
        for one in (line, line[:-1].rstrip(BETWEEN)) if line[-1:] == "]" else (line,):
            try:
                value = DECODER.decode(one)
            except (ValueError, RecursionError):
                continue
            self._in_list = self._in_list and one == line
            return self._clean(value, one)
        if line[:1] != "{" or not _begins_with_a_value(line):
            return Reject(number, "", NO_JSON, line[:200])
        text.at = begun  # several objects on one line
        return self._value()

    def _value(self) -> Any:
        text = self._text
        value = text.value()
        return self._clean(value, text.window[text.begun : text.at])

    def _clean(self, value: Any, text: str) -> Any:
        """The value without halves of surrogate pairs and NUL characters."""
        return self._plain(value) if "\\u" in text and _ESCAPED.search(text) else value

    def _plain(self, value: Any) -> Any:
        if isinstance(value, str):
            whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
            if whole != value:
                self.source.note("half of a character or NUL, replaced or left out", ascii(value)[:200])
            return whole
        if isinstance(value, list):
            return [self._plain(item) for item in value]
        if isinstance(value, dict):
            return {self._plain(key): self._plain(item) for key, item in value.items()}
        return value


def _begins_with_a_value(line: str) -> bool:
    try:
        DECODER.raw_decode(line)
    except (ValueError, RecursionError):
        return False
    return True
