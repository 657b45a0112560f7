"""A Cypher query as words: what can be known of it without running it, for the checks that both stores share.

Not a parser: the engines have theirs and report faults better. This only tells words from text in quotes and comments, pairs
brackets, and finds clauses, projections and the variables in scope. What it cannot make sense of it leaves to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WORD = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      |(?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
      |(?P<quoted>`(?:[^`]|``)*`)
      |(?P<number>0[xX][\da-fA-F_]+|0o[0-7_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?|(?<!\.)\.\d[\d_]*(?:[eE][+-]?\d+)?)
      |(?P<name>[^\W\d]\w*)
      |(?P<mark><=|>=|<>|=~|\.\.|\|\||::|\+=|.)""",
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")

_CLAUSES = frozenset(
    [
        "MATCH",
        "OPTIONAL",
        "WITH",
        "RETURN",
        "UNWIND",
        "CALL",
        "WHERE",
        "ORDER",
        "SKIP",
        "OFFSET",
        "LIMIT",
        "UNION",
        "FINISH",
        "USE",
        "LOAD",
        "FOREACH",
        "CREATE",
        "MERGE",
        "SET",
        "DELETE",
        "DETACH",
        "NODETACH",
        "REMOVE",
        "INSERT",
        "LET",
        "FILTER",
        "WHEN",
        "NEXT",
        "SHOW",
        "USING",
    ]
)
# After these a word is a name, whatever it spells: a property, label, alias, variable of a pattern, part of a list.
_BEFORE_A_NAME = frozenset(
    [
        ".",
        ":",
        "(",
        "[",
        ",",
        "|",
        "&",
        "!",
        "$",
        "=",
        "<",
        ">",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "<>",
        "<=",
        ">=",
        "=~",
        "||",
        "::",
        "..",
    ]
) | {"AS"}
_BEFORE_A_WORD_OF_ITS_OWN = {
    "WITH": {"STARTS", "ENDS"},
    "CALL": {"OPTIONAL"},
    "MATCH": {"OPTIONAL"},
    "WHEN": {"CASE"},
    "SET": {"CREATE", "MATCH"},  # of MERGE ... ON CREATE SET
}
_AFTER_A_NAME = frozenset(
    [".", "=", "<>", "<", ">", "<=", ">=", "+", "*", "/", "%", "^", ",", ")", "]", "|", ":", "::", ".."]
) | {"IS", "IN"}


class Word(NamedTuple):
    """One word of a query.

    Attributes:
        kind: text, parameter, quoted, number, name or mark.
        text: as written.
        key: what it is compared by: names in capitals, all else as written.
        start: where it begins in the query.
        group: index of the bracket that it stands in; -1: of none.
    """

    kind: str
    text: str
    key: str
    start: int
    group: int

    @property
    def name(self) -> str:
        """What it names, without the quotes that it may need."""
        return self.text[1:-1].replace("``", "`") if self.kind == "quoted" else self.text


class Clause(NamedTuple):
    """A clause: its keyword (``MATCH``, ``WITH`` ...) and its words from there to the next: ``words[first:end]``."""

    keyword: str
    first: int
    end: int


class Text:
    """The words of a query.

    Attributes:
        words: all but space and comments.
        ends: index of an opening bracket -> index of the one that closes it.
        whole: whether all brackets and quotes are closed.

    Example:
        >>> [w.text for w in Text("MATCH (n) RETURN n.name // 'x'").words]
        ['MATCH', '(', 'n', ')', 'RETURN', 'n', '.', 'name']
    """

    def __init__(self, query: str) -> None:
        self.query = query
        self.words: list[Word] = []
        self.ends: dict[int, int] = {}
        self.whole = True
        open_now: list[int] = []
        for found in _WORD.finditer(query):
            kind = found.lastgroup
            if kind == "space":
                continue
            assert kind
            text = found[0]
            if text in _CLOSING:
                if open_now:
                    self.ends[open_now.pop()] = len(self.words)
                else:
                    self.whole = False
            elif text in "'\"`":
                self.whole = False
            key = text.upper() if kind == "name" else text
            self.words.append(Word(kind, text, key, found.start(), open_now[-1] if open_now else -1))
            if text in _OPENING:
                open_now.append(len(self.words) - 1)
        self.whole = self.whole and not open_now

    def where(self, index: int) -> str:
        """The place of a word as ``query:line:column``, both from 1."""
        start = self.words[index].start
        line_start = self.query.rfind("\n", 0, start) + 1
        return f"query:{self.query.count(chr(10), 0, start) + 1}:{start - line_start + 1}"

    def key(self, index: int) -> str:
        """The key of a word; empty outside the query."""
        return self.words[index].key if 0 <= index < len(self.words) else ""

    def calls(self, first: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
        """(index of its first word, name in small letters) of each function or procedure that is called.

        Example:
            >>> list(Text("RETURN date.truncate('month', date()) AS count").calls())
            [(1, 'date.truncate'), (7, 'date')]
        """
        index, end = first, len(self.words) if end is None else end
        while index < end:
            if self.words[index].kind == "name" and self.key(index - 1) != ".":
                last = index
                while self.key(last + 1) == "." and last + 2 < end and self.words[last + 2].kind == "name":
                    last += 2
                if self.key(last + 1) == "(" and not self._is_pattern(index, last):
                    yield index, "".join(w.text for w in self.words[index : last + 1]).lower()
                index = last
            index += 1

    def _is_pattern(self, index: int, last: int) -> bool:
        """Whether a name before a bracket is no function but a keyword or a variable."""
        return (last == index and self.key(index) in _NO_FUNCTIONS) or self.key(index - 1) in ("$", "YIELD", "AS")

    def keyword(self, index: int) -> str:
        """The keyword of the clause that begins at a word; empty: none does.

        Example:
            >>> text = Text("MATCH (set) WHERE set.create STARTS WITH 'x' RETURN set")
            >>> [text.keyword(i) for i in range(len(text.words)) if text.keyword(i)]
            ['MATCH', 'WHERE', 'RETURN']
        """
        word = self.words[index]
        if word.kind != "name" or word.key not in _CLAUSES:
            return ""
        before, after = self.key(index - 1), self.key(index + 1)
        if not after and word.key not in ("RETURN", "FINISH", "UNION"):
            return ""
        # A star also ends a clause: WITH * MATCH.
        after_star = before == "*" and self.key(index - 2) in ("WITH", "RETURN", "DISTINCT")
        is_name = before in _BEFORE_A_NAME or before in _BEFORE_A_WORD_OF_ITS_OWN.get(word.key, ())
        if index and is_name and not after_star:
            return ""
        if word.key == "WHEN" and index and self.key(index - 1) != "UNION":
            return ""
        if after in _AFTER_A_NAME and not (after == "*" and word.key in ("WITH", "RETURN")):
            return ""
        if word.key == "WHERE" and word.group >= 0 and self.key(word.group) != "{":
            return ""  # of a pattern or a list, not a clause
        if word.key == "OPTIONAL":
            return after if after in ("MATCH", "CALL") else ""
        return word.key

    def clauses(self, first: int = 0, end: int | None = None) -> list[Clause]:
        """The clauses of the query, or of the subquery whose words are ``words[first:end]``."""
        end = len(self.words) if end is None else end
        if first >= end:
            return []
        group = self.words[first].group
        starts = [(i, k) for i in range(first, end) if self.words[i].group == group and (k := self.keyword(i))]
        bounds = [*starts, (end, "")]
        return [Clause(key, i, bounds[n + 1][0]) for n, (i, key) in enumerate(starts)]

    def bodies(self) -> Iterator[tuple[int, int]]:
        """(first, end) of the words of each subquery, outer before inner; the query itself is not one."""
        for index, end in sorted(self.ends.items()):
            if self.key(index) == "{" and index + 1 < end and self.keyword(index + 1):
                yield index + 1, end

    def items(self, clause: Clause) -> list[tuple[int, int]]:
        """(first, end) of each thing that a WITH, RETURN or ORDER BY clause lists.

        Example:
            >>> text = Text("MATCH (n) RETURN DISTINCT n.a AS a, count(*)")
            >>> [" ".join(w.text for w in text.words[a:b]) for a, b in text.items(text.clauses()[-1])]
            ['n . a AS a', 'count ( * )']
        """
        first = clause.first + 1 + (self.key(clause.first + 1) in ("DISTINCT", "BY"))
        end = clause.end - (self.key(clause.end - 1) == ";")
        return list(self.split(first, end, frozenset(",")))

    def split(self, first: int, end: int, at: frozenset[str]) -> Iterator[tuple[int, int]]:
        """(first, end) of the parts of some words between those keys, outside of inner brackets, and of CASE unless it is a key."""
        if first >= end:
            return
        group, start, cases = self.words[first].group, first, 0
        for index in range(first, end):
            word = self.words[index]
            if word.group == group and word.kind == "name" and "CASE" not in at and self.key(index - 1) != ".":
                cases += (word.key == "CASE") - (word.key == "END" and cases > 0)
            if word.group == group and not cases and word.key in at and word.kind in ("mark", "name"):
                if index > start:
                    yield start, index
                start = index + 1
        if start < end:
            yield start, end

    def alias(self, item: tuple[int, int]) -> Word | None:
        """The name that a listed thing is given by AS, or has because it is a variable."""
        first, end = item
        if self.key(end - 2) == "AS" and self.words[end - 1].kind in ("name", "quoted"):
            return self.words[end - 1]
        alone = end - first == 1 and self.words[first].kind in ("name", "quoted")
        return self.words[first] if alone else None

    def written(self, item: tuple[int, int]) -> str:
        """The words of a listed thing exactly as they stand in the query."""
        last = self.words[item[1] - 1]
        return self.query[self.words[item[0]].start : last.start + len(last.text)]


_NO_FUNCTIONS = _CLAUSES | frozenset(
    ["AND", "OR", "XOR", "NOT", "IN", "IS", "AS", "BY", "ON", "ASC", "DESC", "ASCENDING", "DESCENDING", "DISTINCT", "CASE", "THEN", "ELSE", "END", "YIELD", "CONTAINS", "STARTS", "ENDS", "ALL", "ANY", "SHORTEST", "REPEATABLE", "DIFFERENT", "ELEMENTS", "EACH", "FROM", "BOTH", "LEADING", "TRAILING", "TYPED", "NODES", "NODE"]
) - frozenset({"ALL", "ANY", "NODES", "LEFT"})  # fmt: skip


def variables(text: Text, clauses: Sequence[Clause]) -> Iterator[tuple[Clause, dict[str, str]]]:
    """Before each clause, the variables in scope: name -> as it is written.

    Example:
        >>> text = Text("MATCH p = (a:X {k: f(b)})-[r]->(c) WITH a, count(*) AS n UNWIND [1] AS x RETURN *")
        >>> [sorted(scope) for _, scope in variables(text, text.clauses())]
        [[], ['a', 'c', 'p', 'r'], ['a', 'n'], ['a', 'n', 'x']]
    """
    scope: dict[str, str] = {}
    for clause in clauses:
        yield clause, dict(scope)
        if clause.keyword == "MATCH":
            scope.update((w.name, w.text) for w in drawn(text, clause))
        elif clause.keyword == "WITH":
            items = text.items(clause)
            named = {w.name: w.text for item in items if (w := text.alias(item))}
            scope = {**(scope if any(text.key(first) == "*" for first, _ in items) else {}), **named}
        elif clause.keyword in ("UNWIND", "LOAD") and text.key(clause.end - 2) == "AS":
            scope[text.words[clause.end - 1].name] = text.words[clause.end - 1].text
        elif clause.keyword == "CALL":
            scope.update((w.name, w.text) for w in _called(text, clause))
        elif clause.keyword == "UNION":
            scope = {}


def drawn(text: Text, clause: Clause) -> Iterator[Word]:
    """The variables of a pattern: of paths, nodes and relationships."""
    skipped: set[int] = set()  # brackets with expressions in them
    for index in range(clause.first + 1, clause.end):
        word = text.words[index]
        if word.group in skipped or word.key == "{":
            skipped.add(index)
            continue
        if word.key == "WHERE":
            skipped.add(word.group)
            continue
        if word.kind not in ("name", "quoted"):
            continue
        before, after = text.key(index - 1), text.key(index + 1)
        in_pattern = (
            index - 1 == word.group and before in "([" and after in (")", "]", ":", "{", "*", "WHERE", "IS", "")
        )
        if in_pattern or (after == "=" and (before in (",", "MATCH"))) or (after == "=" and index - 1 == word.group):
            yield word


def _called(text: Text, clause: Clause) -> Iterator[Word]:
    """The variables that a CALL adds."""
    for index in range(clause.first + 1, clause.end):
        word = text.words[index]
        if word.key == "{" and word.group == text.words[clause.first].group:
            inner = text.clauses(index + 1, text.ends[index])
            returned = next((c for c in inner if c.keyword == "RETURN"), None)
            if returned:
                yield from filter(None, (text.alias(item) for item in text.items(returned)))
            return
        if word.key == "YIELD":
            items = text.split(index + 1, clause.end, frozenset(","))
            yield from filter(None, (text.alias(item) for item in items))
            return
