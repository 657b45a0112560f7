"""Objects of a JSON file that is a list, or has one object after another, pretty-printed or not, as programs of coders write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source


def json_objects(source: Source) -> Iterator[dict[str, Any] | Reject]:
    """The objects of a file in order; what is no object is a reject with its number.

    Raises:
        LoaderError: the file is not JSON (with the line and column), or exceeds the limits on what may be held in memory.

    Example:
        >>> from pathlib import Path
        >>> list(json_objects(Source(Path("a.jsonl"), data=b'{"a": 1}\\n{\\n "a": 2\\n}')))
        [{'a': 1}, {'a': 2}]
    """
    content = source.whole()
    encoding = json.detect_encoding(content)
    text = content.decode("utf-8-sig" if encoding.startswith("utf-8") else encoding, "replace")
    del content
    # Raw TABs occur in texts, which strict JSON forbids.
    decoder, at, number = json.JSONDecoder(strict=False), 0, 0
    while True:
        at = _skip(text, at)
        if at == len(text):
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            place = text.count("\n", 0, getattr(error, "pos", at)) + 1
            raise LoaderError(
                f"not JSON: {getattr(error, 'msg', error)}", where=f"{source}:{place}", hint="get the file again"
            ) from error
        for each in value if isinstance(value, list) else [value]:
            number += 1
            yield each if isinstance(each, dict) else Reject(number, "", "not a JSON object", str(each)[:200])


def _skip(text: str, at: int) -> int:
    """The place of the next value: commas between objects are allowed."""
    while at < len(text) and (text[at].isspace() or text[at] == ","):
        at += 1
    return at
