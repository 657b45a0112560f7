"""The tree of a SPARQL query, by the grammar of the standard (``grammar.txt``): where a fault is, and what could stand there.

Oxigraph runs the queries and is the judge of what is valid. It does not give its tree, and says of a fault only how far it read, with
its grammar's rules for single characters. The grammar looks one word ahead, so that the first word that does not fit is the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from govgraph.graph.sparql.words import Word, words

BUILTINS = frozenset(
    "STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI "
    "CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 "
    "SHA384 SHA512 COALESCE IF STRLANG STRLANGDIR STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC HASLANG HASLANGDIR REGEX "
    "SUBSTR REPLACE TRIPLE ISTRIPLE SUBJECT PREDICATE OBJECT ADJUST".split()
)
AGGREGATES = frozenset("SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())
_CLASSES = {"BUILTIN": BUILTINS, "AGGREGATE": AGGREGATES}


@dataclass(eq=False)
class Tree:
    """A node of the tree: a rule of the grammar, or a word (then ``rule`` is empty).

    Attributes:
        rule: the rule's name.
        parts: its parts, in the order of the query.
        word: of a word.
    """

    rule: str = ""
    parts: list[Tree] = field(default_factory=list)
    word: Word | None = None

    def all(self, *rules: str) -> Iterator[Tree]:
        """This node and those below it that are of one of the rules."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.rule in rules:
                yield node
            waiting += reversed(node.parts)

    def words(self) -> Iterator[Word]:
        """Its words, in order."""
        for leaf in self.all(""):
            assert leaf.word
            yield leaf.word

    def part(self, *rules: str) -> Tree | None:
        """Its first direct part of one of the rules."""
        return next((part for part in self.parts if part.rule in rules), None)


class Unexpected(Exception):
    """A word that cannot stand where it stands.

    Attributes:
        number: its number among the words of the query.
        expected: the kinds of words that could.
    """

    def __init__(self, number: int, expected: frozenset[str]) -> None:
        super().__init__()
        self.number, self.expected = number, expected


def parse(query: str) -> Tree:
    """The tree of a query.

    Raises:
        Unexpected: it is not a query by the grammar.

    Example:
        >>> [node.rule for node in parse("ASK { ?s ?p 1 }").parts]
        ['Ask']
    """
    found = words(query)
    parser = _Parser(found)
    tree = Tree("Query")
    parser.rule("Query", tree)
    if found[parser.at].kind:
        raise parser.unexpected()
    return tree


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """A part of a rule.

    Attributes:
        kind: ``word``, ``rule``, ``all`` (one part after the other), ``any`` (one of them), or ``?``, ``*``, ``+`` (repeated).
        name: the kind of word, or the name of the rule.
    """

    kind: str
    name: str = ""
    parts: tuple[_Part, ...] = ()


@cache
def _grammar() -> dict[str, _Part]:
    rules = {}
    for line in files("govgraph.graph.sparql").joinpath("grammar.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, right = line.partition(":")
            rules[name] = _alternatives(re.findall(r'"[^"]+"|\w+|[()|?*+]', right))
    return rules


def _alternatives(tokens: list[str]) -> _Part:
    choices: list[_Part] = []
    row: list[_Part] = []
    while tokens and tokens[0] != ")":
        token = tokens.pop(0)
        if token == "|":
            choices.append(_Part("all", parts=tuple(row)))
            row = []
            continue
        if token == "(":
            part = _alternatives(tokens)
            tokens.pop(0)
        elif token.startswith('"'):
            part = _Part("word", token[1:-1])
        else:
            part = _Part("word" if token.isupper() else "rule", token)
        if tokens and tokens[0] in ("?", "*", "+"):
            part = _Part(tokens.pop(0), parts=(part,))
        row.append(part)
    choices.append(_Part("all", parts=tuple(row)))
    return _Part("any", parts=tuple(choices)) if len(choices) > 1 else choices[0]


@cache
def _first(part: _Part) -> tuple[frozenset[str], bool]:
    """The kinds of words with which a part can begin, and whether it can be empty."""
    match part.kind:
        case "word":
            return _CLASSES.get(part.name, frozenset({part.name})), False
        case "rule":
            return _first(_grammar()[part.name])
        case "any":
            firsts = [_first(inner) for inner in part.parts]
            return frozenset().union(*(starts for starts, _ in firsts)), any(empty for _, empty in firsts)
    starts: frozenset[str] = frozenset()
    for inner in part.parts:
        more, empty = _first(inner)
        starts |= more
        if not empty and part.kind not in ("?", "*"):
            return starts, False
    return starts, True


class _Parser:
    def __init__(self, found: Sequence[Word]) -> None:
        self.found, self.at = found, 0
        self._passed: set[str] = set()  # what else could have stood at the present word

    def unexpected(self) -> Unexpected:
        return Unexpected(self.at, frozenset(self._passed))

    def rule(self, name: str, tree: Tree) -> None:
        self._part(_grammar()[name], tree)

    def _part(self, part: _Part, tree: Tree) -> None:
        match part.kind:
            case "word":
                self._word(part, tree)
            case "rule":
                node = Tree(part.name)
                self.rule(part.name, node)
                tree.parts += [node] if node.parts else []
            case "all":
                for inner in part.parts:
                    self._part(inner, tree)
            case "any":
                choice = next((choice for choice in part.parts if self._can_begin(choice)), None)
                if choice:
                    self._part(choice, tree)
                elif not _first(part)[1]:
                    raise self.unexpected()
            case repeated:
                (inner,) = part.parts
                if repeated == "+":
                    self._part(inner, tree)
                while self._can_begin(inner):
                    self._part(inner, tree)
                    if repeated == "?":
                        break

    def _word(self, part: _Part, tree: Tree) -> None:
        if not self._can_begin(part):
            raise self.unexpected()
        tree.parts.append(Tree(word=self.found[self.at]))
        self.at += 1
        self._passed = set()

    def _can_begin(self, part: _Part) -> bool:
        starts, _ = _first(part)
        if self.found[self.at].kind in starts:
            return True
        self._passed |= starts
        return False
