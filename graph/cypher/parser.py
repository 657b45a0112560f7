"""The engine's own Cypher parser gives the tree of a query, so that the rules for gaps read exactly what the engine will run.

It runs only in the Java runtime of the worker that answers queries (``graph.stores.arcade``). The grammar and its runtime
(ANTLR 4) are in the engine's jar. The tree is passed from Java as one text, since one call per node would cost more than parsing.
"""

from __future__ import annotations

import re
from typing import Any

import jpype

from govgraph.graph.cypher.foreign import instead
from govgraph.graph.cypher.tree import MARK, Query, Rules, Tree, Word, place
from govgraph.graph.errors import QueryError
from govgraph.graph.queries.query_text import misspelt

_GRAMMAR = "com.arcadedb.query.opencypher.grammar.Cypher25"
_ANTLR = "org.antlr.v4.runtime."
_KEYWORDS = (
    "CALL FINISH LIMIT MATCH OFFSET OPTIONAL ORDER RETURN SKIP UNION UNWIND WHERE WITH "
    "AND ASC ASCENDING CASE CONTAINS COUNT DESC DESCENDING DISTINCT ELSE END ENDS EXISTS NOT NULL STARTS THEN WHEN"
).split()
_PREFIX = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?:CYPHER(?:\s+(?:\d+|\w+\s*=\s*\w+))*|PROFILE|EXPLAIN)(?=\s)",
    re.IGNORECASE | re.DOTALL,
)
"""One prefix of a query, or the space or comment before it. The engine accepts prefixes, but its grammar does not."""


class Parser:
    """The parser; it needs a running Java runtime, so it is made in the worker that answers queries."""

    def __init__(self) -> None:
        self._lexer = jpype.JClass(_GRAMMAR + "Lexer")
        self._parser = jpype.JClass(_GRAMMAR + "Parser")
        self._characters = jpype.JClass(_ANTLR + "CharStreams")
        self._stream = jpype.JClass(_ANTLR + "CommonTokenStream")
        self._stop_at_once = jpype.JClass(_ANTLR + "BailErrorStrategy")
        self._stopped = jpype.JClass(_ANTLR + "misc.ParseCancellationException")
        self._too_deep = jpype.JClass("java.lang.StackOverflowError")
        self._words = jpype.JClass(_ANTLR + "misc.IntervalSet")
        self._rules = Rules([str(name) for name in self._parser.ruleNames])
        self._numbers = jpype.JClass("java.util.ArrayList")()
        for number in self._rules.numbers:
            self._numbers.add(number)

    def parse(self, text: str) -> Query:
        """The query's words and tree.

        Raises:
            QueryError: the text is not valid Cypher. The error has the place, and what could stand there.
        """
        if MARK in text:
            raise QueryError(
                "the query has a control character, U+0001", where=place(text, text.index(MARK)), hint="take it out"
            )
        words, start = [], 0
        while prefix := _PREFIX.match(text, start):
            start = prefix.end()
            if not prefix["space"]:
                words.append(Word(prefix[0], prefix.start()))
        lexer = self._lexer(self._characters.fromString(re.sub(r"\S", " ", text[:start]) + text[start:]))
        lexer.removeErrorListeners()
        tokens = self._stream(lexer)
        parser = self._parser(tokens)
        parser.removeErrorListeners()
        parser.setErrorHandler(self._stop_at_once())
        try:
            tree = parser.statement()
        except self._stopped as error:
            raise self._fault(text, parser, error.getCause()) from None
        except self._too_deep:
            raise nested_too_deeply() from None
        rest = tokens.LT(1)
        if str(rest.getText()) == ";":
            rest = tokens.LT(2)
        if rest.getType() != -1:
            raise _unexpected(text, rest.getStartIndex(), str(rest.getText()), "")
        before = len(words)
        for token in tokens.getTokens():
            if token.getChannel() == 0 and token.getType() != -1:
                start = token.getStartIndex()
                words.append(Word(text[start : token.getStopIndex() + 1], start))
        query = Query(text, words)
        query.root = self._rules.tree(str(tree.toStringTree(self._numbers)), query, before)
        query.prefix = [Tree("prefix", number, query, number + 1) for number in range(before)]
        return query

    def _fault(self, text: str, parser: Any, cause: Any) -> QueryError:
        token = cause.getOffendingToken()
        if hasattr(cause, "getDeadEndConfigs"):
            expected = self._words()
            for configuration in cause.getDeadEndConfigs() or ():
                expected.addAll(parser.getATN().nextTokens(configuration.state))
        else:
            expected = cause.getExpectedTokens()
        names = str(expected.toString(self._parser.VOCABULARY)).strip("{}")
        at_end = token.getType() == -1
        return _unexpected(text, token.getStartIndex(), "" if at_end else str(token.getText()), _plain(names))


def nested_too_deeply() -> QueryError:
    """The error for a query that would overflow the stack of Java or Python."""
    return QueryError("the query is nested too deeply", where="query:1:1", hint="use fewer brackets inside brackets")


def _unexpected(text: str, start: int, word: str, expected: str) -> QueryError:
    if not word:
        what = "the query ends too early" if text.strip() else "the query is empty"
    elif word in "'\"`":
        what = f"the text or name that {word} begins is never closed"
    else:
        what = f"{word} cannot stand here"
    hint = instead(text, start, word) or misspelt(word, _KEYWORDS)
    before = re.search(r"(\w+)\s+$", text[:start])
    if not hint and before and (hint := misspelt(before[1], _KEYWORDS)):
        what, start = f"{before[1]} is no word of Cypher", before.start()
    return QueryError(f"the Cypher query has a fault: {what}", where=place(text, start), expected=expected, hint=hint)


def _plain(names: str) -> str:
    """What could stand at a place, in words.

    Example:
        >>> _plain("':', '$', IS, '{', ')', WHERE")
        'one of $ ) : IS WHERE {'
        >>> _plain("UNSIGNED_DECIMAL_INTEGER, STRING_LITERAL1, IDENTIFIER, ALL")
        'an expression'
        >>> _plain("IDENTIFIER, ESCAPED_SYMBOLIC_NAME, ALL")
        'a name'
    """
    tokens = {name.strip("'") for name in re.findall(r"'[^']*'|\w+", names)} - {"EPSILON", "EOF"}
    if "STRING_LITERAL1" in tokens:
        return "an expression"
    if tokens & {"IDENTIFIER", "ESCAPED_SYMBOLIC_NAME"}:
        return "a name"
    if not tokens or len(tokens) > 12:
        return ""
    words = sorted({"LIMITROWS": "LIMIT", "SKIPROWS": "SKIP"}.get(token, token) for token in tokens)
    return words[0] if len(words) == 1 else f"one of {' '.join(words)}"
