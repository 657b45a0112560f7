"""The documents of Elasticsearch or OpenSearch, out of the hits that they are wrapped in, so that no reader of JSON has to know.

A dump has a hit a line, the answer of a search has its hits in a list. Source of the layouts: the response of the search API
(https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search) and the files that ``elasticdump`` writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from govgraph.ontology.transcoded import Rewritten

WRAPPED: Final = "the documents in the hits of a search engine are read"
"""The kind of the note."""
PEEKED: Final = 4096
"""How many bytes tell whether a file holds hits."""
KEY: Final = "_source"
_HIT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"_(?:index|id|type|score)"\s*:')
_ANSWER: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{.*?"hits"\s*:\s*\[\s*\{\s*"_(?:index|id|type|score)"', re.DOTALL)
_ANY: Final = re.compile(rb'"_source"\s*:\s*\{')
_DOCUMENT: Final = re.compile(r'"_source"\s*:\s*(?=\{)')
_LIST: Final = re.compile(r'\ufeff?\s*\[|.*?"hits"\s*:\s*\[', re.DOTALL)
_BETWEEN: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder(strict=False)


def of_hits(head: bytes) -> str:
    """How a file holds hits, by its first bytes: ``lines``, ``whole`` (a list, or an answer), or empty, if it holds none.

    Example:
        >>> of_hits(b'{"_index": "a", "_id": "1", "_source": {"ocid": "x"}}'), of_hits(b'{"_id": 1, "ocid": "x"}')
        ('lines', '')
        >>> of_hits(b'{"took": 1, "hits": {"total": 1, "hits": [{"_id": "1", "_source": {}}]}}')
        'whole'
    """
    if not _ANY.search(head):
        return ""
    if not _HIT.match(head):
        return "whole" if _ANSWER.match(head) else ""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    return "lines" if first.startswith(b"{") and b'"_' in first else "whole"


class Documents(Rewritten):
    """A stream of hits as one of their documents, one a line and as they are written; a line that is no hit stays as it is.

    Args:
        stream: the hits.
        by_line: whether each is a line; else all of them are held.
        held: the most bytes that may be held.
        too_long: makes the error for more.

    Example:
        >>> import io
        >>> hits = io.BytesIO(b'{"_id": "1", "_source": {"a": 0.10}}\\n{"_id": "2"}\\n')
        >>> io.BufferedReader(Documents(hits, True, 99, ValueError)).read()
        b'{"a": 0.10}\\n{"_id": "2"}\\n'
    """

    def __init__(self, stream: BinaryIO, by_line: bool, held: int, too_long: Callable[[str], Exception]) -> None:
        super().__init__(stream, self._by_line() if by_line else self._whole())
        self._held, self._too_long = held, too_long

    def _by_line(self) -> Iterator[bytes]:
        # A line that is longer than may be held comes in pieces, and none of them is a hit: its reader says so.
        while line := self._stream.readline(self._held):
            text = line.decode("utf-8", "surrogateescape").strip("\ufeff \t\r\n")
            document, end = _document(text, 0) if text.startswith("{") else ("", 0)
            yield _line(document) if document and end == len(text) else line

    def _whole(self) -> Iterator[bytes]:
        data = self._stream.read(self._held + 1)
        if len(data) > self._held:
            raise self._too_long(f"its hits are one list, which is longer than {self._held:,} bytes")
        text = data.decode("utf-8", "surrogateescape")
        begin = _LIST.match(text)
        at = begin.end() if begin else text.index("{")
        while (at := _BETWEEN.match(text, at).end()) < len(text) and text[at] == "{":  # type: ignore[union-attr]
            document, end = _document(text, at)
            # What cannot be told apart stays, and its reader says what is wrong with it.
            yield _line(document or text[at:])
            at = end if document else len(text)


def _document(text: str, at: int) -> tuple[str, int]:
    """The document in the hit that begins at a place, and where the hit ends; the hit itself if there is none in it, nothing if it is no JSON."""
    try:
        hit, end = _DECODER.raw_decode(text, at)
        found = _DOCUMENT.search(text, at, end) if isinstance(hit.get(KEY), dict) else None
        if found is None:
            return text[at:end], end
        document, last = _DECODER.raw_decode(text, found.end())
    except (ValueError, RecursionError):
        return "", at
    return (text[found.end() : last] if document == hit[KEY] else json.dumps(hit[KEY], ensure_ascii=False)), end


def _line(text: str) -> bytes:
    return text.replace("\r", " ").replace("\n", " ").encode("utf-8", "surrogateescape") + b"\n"
