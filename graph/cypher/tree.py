"""The tree of a parsed query, in Python: what the rules for gaps look through.

The names of its nodes are those of the engine's grammar (``Cypher25Parser.g4``). The grammar has one level an operator, so that
a lone ``1`` stands under eleven of them: a level that holds only the next one is left out, and a name is its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MARK = "\x01"
"""Begins a rule in the text of a tree; no query may have it."""


class Word(NamedTuple):
    """A word of the query without spaces and comments: its text, and the place of its first character, from 0."""

    text: str
    start: int


class Tree:
    """A node of the tree: a rule of the grammar with what it consists of.

    Attributes:
        kind: the rule's name; empty for a single word.
        children: its parts in the order of the query.
        first: number of its first word; ``end`` is the number after its last.
        parent: the node that it is a part of; None: of none.
    """

    __slots__ = ("children", "end", "first", "kind", "parent", "query")

    def __init__(
        self, kind: str, first: int, query: Query, end: int | None = None, children: list[Tree] | None = None
    ) -> None:
        self.kind, self.first, self.end, self.query = kind, first, first if end is None else end, query
        self.children = children or []
        self.parent: Tree | None = None
        for child in self.children:
            child.parent = self

    def __iter__(self) -> Iterator[Tree]:
        """The node and all below it, in the order of the query."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    @property
    def text(self) -> str:
        """Exactly as it stands in the query."""
        return self.query.between(self.first, self.end)

    @property
    def name(self) -> str:
        """What a variable, key or label names: without the quotes that it may need."""
        text = self.text
        return text[1:-1].replace("``", "`") if text.startswith("`") else text

    @property
    def where(self) -> str:
        """Its place as ``query:line:column``, both from 1."""
        return self.query.where(self.first)

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in capitals, to see whether two expressions are written alike."""
        return tuple(word.text.upper() for word in self.query.words[self.first : self.end])

    def has(self, word: str) -> bool:
        """Whether a keyword or mark is one of its own parts."""
        return any(not c.kind and c.text.upper() == word for c in self.children)

    def part(self, *kinds: str) -> Tree | None:
        """Its first part of one of those kinds."""
        return next((c for c in self.children if c.kind in kinds), None)

    def parts(self, *kinds: str) -> list[Tree]:
        """Its own parts of those kinds."""
        return [c for c in self.children if c.kind in kinds]

    def below(self, *kinds: str) -> list[Tree]:
        """All nodes of those kinds in it, itself included."""
        return [node for kind in kinds for node in self.query.all(kind) if self.holds(node)]

    def holds(self, node: Tree) -> bool:
        """Whether a node is this one or somewhere below it."""
        return self.first <= node.first and node.end <= self.end and (self is node or self in node.above())

    def above(self) -> Iterator[Tree]:
        """The nodes that it is a part of, the nearest first."""
        node = self.parent
        while node:
            yield node
            node = node.parent


class Query:
    """The text of a query with its words and its tree.

    Attributes:
        text: as it was asked.
        words: all but spaces and comments.
        root: the tree.
        prefix: what stands before it: ``EXPLAIN``, ``PROFILE``, ``CYPHER 5``.
    """

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text, self.words = text, words
        self.prefix: list[Tree] = []
        self.root = Tree("statement", 0, self)
        self._kinds: dict[str, list[Tree]] = {}

    def all(self, *kinds: str) -> list[Tree]:
        """All nodes of those kinds, in the order of the query for each."""
        if not self._kinds:
            for node in self.root:
                self._kinds.setdefault(node.kind, []).append(node)
        return [node for kind in kinds for node in self._kinds.get(kind, ())]

    def between(self, first: int, end: int) -> str:
        """The text from a word to before another."""
        if first >= end:
            return ""
        last = self.words[end - 1]
        return self.text[self.words[first].start : last.start + len(last.text)]

    def where(self, number: int) -> str:
        """The place of a word, or of the end of the query, as ``query:line:column``, both from 1."""
        return place(self.text, self.words[number].start if number < len(self.words) else len(self.text))


def place(text: str, start: int) -> str:
    """A place in a query as ``query:line:column``, both from 1.

    Example:
        >>> place("MATCH (n)\\nRETURN m", 17)
        'query:2:8'
    """
    return f"query:{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"


class Rules:
    """The grammar's rules by number, and how the parser writes the tree of a query as one text.

    The text is ``(rule child child)``. The parser is told to write each rule as ``MARK`` and three digits, so that rules are
    told from words of the query; brackets among the words are told from those of the text because all words are known.

    Args:
        kinds: the names of the rules.

    Example:
        >>> query = Query("RETURN (1)", [Word("RETURN", 0), Word("(", 7), Word("1", 8), Word(")", 9)])
        >>> lisp = "(#000 RETURN (#001 ( (#002 1) )))".replace("#", MARK)
        >>> tree = Rules(["returnClause", "parenthesizedExpression", "numberLiteral"]).tree(lisp, query)
        >>> tree.kind, [(part.kind, part.text) for part in tree.children]
        ('returnClause', [('', 'RETURN'), ('parenthesizedExpression', '(1)')])
    """

    def __init__(self, kinds: Sequence[str]) -> None:
        self.numbers = [f"{MARK}{number:03}" for number in range(len(kinds))]
        self._rules = {f"{number:03}": (kind, _is_level(kind), _is_name(kind)) for number, kind in enumerate(kinds)}

    def tree(self, lisp: str, query: Query, number: int = 0) -> Tree:
        """The tree of a query from that text; ``number`` is that of its first word."""
        lengths = [len(word.text) + sum(map(word.text.count, "\n\r\t")) for word in query.words]  # escaped in the text
        children: list[Tree] = []
        stack: list[tuple[tuple[str, bool, bool], int, list[Tree]]] = []
        opened = True
        for chunk in lisp.split(MARK)[1:]:
            rule = self._rules[chunk[:3]]
            if opened:
                stack.append((rule, number, children))
                children = []
            else:
                children.append(Tree(rule[0], number, query))
            opened = chunk.endswith("(")
            at, end = 3, len(chunk) - (2 if opened else chunk.endswith(" "))
            while at < end:
                if chunk[at] == ")":
                    (kind, is_level, is_name), first, siblings = stack.pop()
                    if len(children) == 1 and (is_name or (is_level and children[0].kind)):
                        siblings.append(children[0])
                    else:
                        siblings.append(Tree(kind, first, query, number, children))
                    children = siblings
                    at += 1
                else:
                    children.append(Tree("", number, query, number + 1))
                    at += 1 + lengths[number]
                    number += 1
        return children[0]


def _is_level(kind: str) -> bool:
    return kind.startswith(("expression", "labelExpression")) or kind in (
        "clause",
        "literal",
        "functionArgument",
        "anonymousPattern",
    )


def _is_name(kind: str) -> bool:
    return kind.lower().startswith(("symbolicname", "symbolicvariable", "unescaped", "escaped"))
