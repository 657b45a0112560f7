"""Writes a query with some of its parts written otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from govgraph.graph.cypher.tree import Query, Tree
from govgraph.graph.errors import QueryError

_LONGEST = 200_000
"""Characters of an expression with all that is written around its parts, each of which stands in it several times."""


class Writer:
    """Writes a query with some of its parts written otherwise, also where one such part is inside another."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._edits: dict[Tree, Callable[[], str]] = {}
        self._wraps: dict[Tree, list[Callable[[str], str]]] = {}

    def put(self, node: Tree, text: str | Callable[[], str]) -> None:
        """Write a text in place of a node; a function is called when everything is known."""
        self._edits[node] = text if callable(text) else lambda: text

    def wrap(self, node: Tree, around: Callable[[str], str]) -> None:
        """Write something around a node, however this itself is written."""
        self._wraps.setdefault(node, []).append(around)

    def is_wrapped(self, node: Tree) -> bool:
        """Whether something is written around a node."""
        return node in self._wraps

    def text(self, node: Tree) -> str:
        """How a node is to be written."""
        written = self._edits[node]() if node in self._edits else self.inside(node)
        for around in self._wraps.get(node, ()):
            written = around(written)
            if len(written) > _LONGEST:
                raise QueryError(
                    "too much in this expression depends on values that are only known while it runs",
                    where=node.where,
                    hint="WITH ... AS x for the inner parts first",
                )
        return written

    def beginning(self, node: Tree, parts: int) -> str:
        """How the first parts of a node are to be written."""
        return self._between(node.children[:parts], self._span(node)[0], self._span(node.children[parts - 1])[1])

    def inside(self, node: Tree) -> str:
        """How a node is to be written, apart from what was put in its own place."""
        if not node.children:
            return node.text
        return self._between(node.children, *self._span(node))

    def whole(self) -> str:
        """The whole query."""
        if not self._edits and not self._wraps:
            return self._query.text
        return self._between([*self._query.prefix, self._query.root], 0, len(self._query.text))

    def _between(self, parts: Sequence[Tree], start: int, end: int) -> str:
        written = ""
        for part in parts:
            if part.first < part.end:
                first, last = self._span(part)
                written += self._query.text[start:first] + self.text(part)
                start = last
        return written + self._query.text[start:end]

    def _span(self, node: Tree) -> tuple[int, int]:
        start = self._query.words[node.first].start
        return start, start + len(node.text)


def quoted(name: str) -> str:
    """The name of a variable as the engine gets it: it misreads names that only back-ticks make possible, such as ``a.b``.

    Example:
        >>> quoted("n"), quoted("a.b"), quoted("null")
        ('n', 'govgraph_612e62', 'govgraph_6e756c6c')
    """
    return name if name.isidentifier() and name.upper() not in _VALUES else f"govgraph_{name.encode().hex()}"


_VALUES = frozenset("NULL TRUE FALSE INF INFINITY NAN".split())
