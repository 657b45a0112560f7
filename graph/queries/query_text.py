"""A query as a person wrote it, alike in all three languages: what text can be asked at all, places in it, and nearest keywords."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from govgraph.graph.cypher.tree import place
from govgraph.graph.errors import QueryError
from govgraph.ontology.visible import HALF, half_named

__all__ = ["asked", "excerpt", "misspelt", "place"]

_PLACE = re.compile(r"query:(\d+):(\d+)")
_WIDTH = 100
"""The longest piece of a line that is shown."""


@contextmanager
def asked(query: str, parameters: dict[str, Any]) -> Iterator[None]:
    """The time in which a query is answered. An error with a place in the query gets a note that shows the line.

    Raises:
        QueryError: the query or a parameter has text that is none: half of a surrogate pair.

    Example:
        >>> with asked("RETURN 1", {"name": "\\ud800"}):
        ...     pass
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: $name has half of a surrogate pair, U+D800, ...
    """
    if half := HALF.search(query):
        raise _no_text("the query", half[0], place(query, half.start()))
    for name, value in parameters.items():
        if half := next((match for text in _texts(value) if (match := HALF.search(text))), None):
            raise _no_text(f"${name}", half[0], "")
    try:
        yield
    except QueryError as error:
        if shown := excerpt(query, error.where):
            error.add_note(shown)
        raise


def _no_text(what: str, half: str, where: str) -> QueryError:
    return QueryError(half_named(what, half), where=where, expected="text that UTF-8 can write")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield from _texts(key)
                yield from _texts(inner)
        case list() | tuple() | set():
            for inner in value:
                yield from _texts(inner)


def excerpt(query: str, where: str) -> str:
    """The line of a query that an error is about, with a mark below the place; empty without a place.

    Example:
        >>> print(excerpt("MATCH (n)\\nRETRUN n", "query:2:1"))
          RETRUN n
          ^
    """
    match = _PLACE.match(where)
    lines = query.split("\n")
    if not match or int(match[1]) > len(lines) or not query.strip():
        return ""
    line, column = lines[int(match[1]) - 1], int(match[2]) - 1
    first = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = "".join(c if c.isprintable() else " " for c in line[first : first + _WIDTH])
    return f"  {shown.rstrip()}\n  {' ' * (column - first)}^"


def misspelt(word: str, keywords: Iterable[str]) -> str:
    """The keyword that a word was meant to be; empty if it is one, or like none.

    Example:
        >>> misspelt("RETRUN", ["RETURN", "MATCH"]), misspelt("return", ["RETURN"]), misspelt("x", ["MAX"])
        ('RETURN', '', '')
    """
    known = list(keywords)
    if len(word) < 3 or word.upper() in known:
        return ""
    return next(iter(difflib.get_close_matches(word.upper(), known, 1, 0.7)), "")
