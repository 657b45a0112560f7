"""What the words of a query show before the server runs it: whether it would write or read elsewhere, its parameters, and more.

The server has the parser; here no Java runs. This module only separates words from quoted text and comments, and counts brackets.
A query that it does not understand is left to the server, which also restricts every query to reading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govgraph.graph.cypher.tree import place
from govgraph.graph.cypher.writes import refusal
from govgraph.graph.errors import QueryError

_WORD = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      |(?P<name>\$?`(?:[^`]|``)*`|\$?[^\W\d]\w*|\$\d+)
      |(?P<mark><=|>=|<>|=~|\.\.|\|\||::|\+=|\d+|.)""",
    re.VERBOSE | re.DOTALL,
)
_ADMINISTRATION = frozenset(
    "ALTER DROP GRANT REVOKE DENY RENAME START STOP TERMINATE ENABLE REALLOCATE DEALLOCATE DRYRUN".split()
)
_MADE = frozenset(
    "INDEX CONSTRAINT DATABASE COMPOSITE USER ROLE ALIAS OR RANGE TEXT POINT FULLTEXT VECTOR LOOKUP SERVER UNIQUE".split()
)
# A word after one of the first or before one of the second is a name, even if it is spelled like a keyword.

_BEFORE_A_NAME = frozenset(". : ( [ , | & ! $ = < > + - * / % ^ <> <= >= =~ || :: .. AS".split())
_AFTER_A_NAME = frozenset(". = <> < > <= >= + * / % ^ , ) ] | : :: .. IS IN".split())
_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_ROWS = "govgraph load FILE, or rows as a parameter: UNWIND $rows AS row"
_PROCEDURES = re.compile(
    r"""db\.(labels|relationshiptypes|propertykeys|info|ping|schema\.\w+|stats\.\w+|index\.(fulltext|vector)\.\w+)
      |dbms\.(components|info)
      |apoc\.(path|algo|neighbors|nodes?|meta|search)\.[\w.]+
      |gds\.([\w.]+\.(stream|stats|estimate)|graph\.(project|list|exists|drop)|list|version)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Procedures that read the graph and nothing else: those of the server, and of the usual plugins."""
_FUNCTIONS = re.compile(
    r"apoc\.(version|(agg|any|bitwise|coll|convert|date|diff|hashing|json|label|map|math|meta|nodes?|number|path|rel|scoring"
    r"|stats|temporal|text|util)\.[\w.]+)",
    re.IGNORECASE,
)
_AFTER_THE_LIST = frozenset("ORDER SKIP OFFSET LIMIT UNION".split())


class _Word(NamedTuple):
    """A word of a query.

    Attributes:
        key: the word for comparison: names in capitals, anything else as written.
        text: the word as written.
        start: the offset of its first character in the query.
        depth: how many brackets are open there.
    """

    key: str
    text: str
    start: int
    depth: int


def _words(query: str) -> list[_Word]:
    words = []
    depth = 0
    for match in _WORD.finditer(query):
        if match.lastgroup == "space":
            continue
        text = match[0]
        depth -= text in ")]}"
        words.append(_Word(text.upper() if match.lastgroup == "name" else text, text, match.start(), depth))
        depth += text in "([{"
    return words


def refuse_writing(query: str) -> None:
    """Refuse a query with a clause that writes.

    Raises:
        QueryError: the query would write; the error has the position of the clause.

    Example:
        >>> refuse_writing("MATCH (set:Agency) WHERE set.name = 'CREATE (n)' RETURN set.delete AS merge")
        >>> refuse_writing("MATCH (n:Agency) SET n.name = 'x'")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:18: queries only read; this one would write; ...
    """
    words = _words(query)
    if any(word.text in "'\"`" for word in words) or sum(w.text in "([{" for w in words) != sum(
        w.text in ")]}" for w in words
    ):
        return  # the server says what is wrong
    keys = ["", *(word.key for word in words), "", "", ""]
    for word, before, key, *after in zip(words, keys, keys[1:], keys[2:], keys[3:], strict=False):
        if before == "" and key in _ADMINISTRATION:
            raise refusal(place(query, word.start))
        if before in _BEFORE_A_NAME or after[0] in _AFTER_A_NAME:
            continue
        if _writes(key, before, *after):
            raise refusal(place(query, word.start))


def _writes(key: str, before: str, after: str, then: str) -> bool:
    """Whether a word begins a clause that writes, judged by the word before it and the two words after it."""
    match key:
        case "CREATE" | "MERGE" | "INSERT" | "FOREACH":
            return after == "(" or then == "=" or after in _MADE
        case "SET" | "REMOVE":
            return after == "(" or then in (".", "=", "+=", ":", "[", "IS")
        case "DELETE" | "DETACH" | "NODETACH":
            return after == "(" or (
                (after[:1].isalpha() or after[:1] in ("`", "_")) and after not in ("RETURN", "WITH", "MATCH")
            )
        case "TRANSACTIONS":
            return before in ("IN", "CONCURRENT")
    return False


def has_patterns(query: str) -> bool:
    """Whether a query may look for nodes: without a MATCH, a procedure, an arrow or a pattern in braces it only computes.

    A query with escapes, which some releases read anywhere, counts as one that may.

    Example:
        >>> has_patterns("MATCH (n) RETURN count(*)"), has_patterns("RETURN COUNT { (n) } AS c")
        (True, True)
        >>> has_patterns("UNWIND [1, 2] AS x RETURN x - 1, 'MATCH (n)' AS text")
        False
    """
    if "\\" in query:
        return True
    keys = [word.key for word in _words(query)]
    return any(
        key in ("MATCH", "CALL") or pair in (("{", "("), ("-", "-"), ("-", "["), ("<", "-"), ("-", ">"))
        for key, pair in zip(keys, itertools.pairwise([*keys, ""]), strict=True)
    )


def refuse_reading_elsewhere(query: str) -> None:
    """Refuse a query that would read files or other addresses: LOAD CSV, and procedures and functions that are not known to read the graph alone.

    A server restricts a query to reading, but that includes files and the net.

    Raises:
        QueryError: with the place in the query, and what to write instead.

    Example:
        >>> refuse_reading_elsewhere("CALL db.labels() YIELD label RETURN label")
        >>> refuse_reading_elsewhere("LOAD CSV FROM 'https://example.org/a.csv' AS row RETURN row")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:1: queries only read this graph; LOAD CSV reads files and addresses; ...
    """
    # Some releases read escapes like \\u004C anywhere in a query, and some only in texts.
    for text in dict.fromkeys((query, _ESCAPE.sub(lambda m: chr(int(m[1], 16)), query))):
        words = _words(text)
        keys = ["", *(word.key for word in words), "", ""]
        for i, word in enumerate(words):
            before, key, after, then = keys[i : i + 4]
            if key == "LOAD" and after == "CSV" and then in ("WITH", "FROM"):
                raise _elsewhere("LOAD CSV reads files and addresses", text, query, word, _ROWS)
            procedure = _dotted(words, i + 1) if key == "CALL" and before not in _BEFORE_A_NAME else ""
            function = (
                _dotted(words, i, "(") if key.strip("`").upper() == "APOC" and before not in (".", "CALL") else ""
            )
            if (procedure and not _PROCEDURES.fullmatch(procedure)) or (
                function and not _FUNCTIONS.fullmatch(function)
            ):
                raise _elsewhere(f"{procedure or function} may do more", text, query, word, "MATCH ... RETURN ...")


def _dotted(words: list[_Word], first: int, follows: str = "") -> str:
    """The name that begins at a word, with its parts after dots; empty if there is none, or if something else than a sign follows."""
    parts: list[str] = []
    number = first
    while number < len(words) and re.fullmatch(r"`.*`|[^\W\d]\w*", words[number].text, re.DOTALL):
        parts.append(words[number].text.replace("`", ""))
        number += 1
        if number == len(words) or words[number].text != ".":
            break
        number += 1
    if follows and (number >= len(words) or words[number].text != follows):
        return ""
    return ".".join(parts)


def _elsewhere(what: str, text: str, query: str, word: _Word, hint: str) -> QueryError:
    where = place(query, word.start) if text == query else ""
    return QueryError(f"queries only read this graph; {what}", where=where, hint=hint)


def parameters(query: str) -> dict[str, str]:
    """The names of the parameters in a query, each with its first place.

    Example:
        >>> parameters("MATCH (n {iri: $iri}) RETURN '$text', n.name = $`a b`")
        {'iri': 'query:1:16', 'a b': 'query:1:48'}
    """
    places: dict[str, str] = {}
    for word in _words(query):
        if word.text[0] == "$" and len(word.text) > 1:
            places.setdefault(word.text[1:].replace("`", ""), place(query, word.start))
    return places


def label_columns(query: str, columns: Sequence[str]) -> set[int]:
    """The numbers of the columns that are nothing but ``labels(n)`` or ``keys(n)``, or what a WITH calls so.

    Args:
        columns: the names of all columns.

    Example:
        >>> label_columns("MATCH (n) RETURN n.name, labels(n) AS kinds, keys(n)[0]", ["n.name", "kinds", "keys(n)[0]"])
        {1}
        >>> label_columns("MATCH (n) WITH labels(n) AS l, count(*) AS c RETURN l AS kinds, c", ["kinds", "c"])
        {0}
    """
    words = _words(query)
    names = _names_of_labels(words)
    items = list(_returned(words))
    if any(word.key == "*" for item in items for word in item[:1]):
        return {number for number, name in enumerate(columns) if name in names}
    return {
        number
        for number, item in enumerate(items)
        if _is_labels([word.key for word in item]) or (item and _name(item[0]) in names and _is_a_name_alone(item))
    }


def _is_a_name_alone(item: list[_Word]) -> bool:
    return len(item) == 1 or (len(item) == 3 and item[1].key == "AS")


def _names_of_labels(words: list[_Word]) -> set[str]:
    """The names that always mean ``labels(n)`` or ``keys(n)``."""
    names: set[str] = set()
    others: set[str] = set()
    for at, word in enumerate(words[1:-1], 1):
        if word.key != "AS":
            continue
        called, before = _name(words[at + 1]), [earlier.key for earlier in words[max(0, at - 5) : at]]
        is_call = len(before) == 5 and _is_labels(before[1:]) and before[0] in _BEFORE_AN_ITEM
        is_name = len(before) > 1 and _name(words[at - 1]) in names and before[-2] in _BEFORE_AN_ITEM
        (names if is_call or is_name else others).add(called)
    return names - others


_BEFORE_AN_ITEM = frozenset({"WITH", "RETURN", "DISTINCT", ","})


def _name(word: _Word) -> str:
    return word.text.strip("`")


def _is_labels(keys: list[str]) -> bool:
    if len(keys) > 2 and keys[-2] == "AS":
        keys = keys[:-2]
    return len(keys) == 4 and keys[0] in ("LABELS", "KEYS") and keys[1] == "(" and keys[3] == ")"


def _returned(words: list[_Word]) -> Iterator[list[_Word]]:
    """The words of each expression in the first RETURN that is not inside brackets."""
    starts = [
        i
        for i, word in enumerate(words)
        if word.key == "RETURN" and not word.depth and not (i and words[i - 1].key in _BEFORE_A_NAME - {"*"})
    ]
    item: list[_Word] = []
    for word in words[starts[0] + 1 :] if starts else ():
        if not word.depth and (word.key == "," or word.key in _AFTER_THE_LIST):
            yield item
            item = []
            if word.key != ",":
                return
        elif item or word.key != "DISTINCT":
            item.append(word)
    yield item
