"""SPARQL queries that do more than read this graph are refused before they run.

``SERVICE`` would send requests to any address. Oxigraph's own parse decides whether it is there: each ``service`` in the text is written
with the escape that SPARQL has for its first letter in texts and IRIs (``\\u0073``). In those the query stays the same; as a
keyword it is not read, and the parser says where it stands, before anything has run. Only what cannot be a keyword, the
rest of a variable or of a name after a colon, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from govgraph.graph.errors import QueryError
from govgraph.graph.queries.query_text import place
from govgraph.graph.sparql.words import words
from govgraph.ontology.errors import nearest

_SERVICE = re.compile(r"(?P<name>:(?:\w[\w-]*)?|[?$]\w*)?(?P<slashes>\\*)(?P<word>service)", re.IGNORECASE | re.ASCII)
_PREFIX = re.compile(r"PREFIX\s+([^\s:]*service[^\s:]*)\s*:", re.IGNORECASE)
_LOOKED_FOR = "OPTIONAL"
_LONGER = 5  # characters by which the escape is longer than the letter

_UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
_PROLOGUE = frozenset("PREFIX BASE NAME IRIREF".split())
_TEXT_OR_FROM = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|(?<![\w?$:])FROM\s+(?:NAMED\s+)?<(?P<graph>[^<>\s]*)>|<[^<>\"{}|^`\\\s]*>|#[^\n]*",
    re.IGNORECASE,
)


class Guarded(NamedTuple):
    """A query in which no ``SERVICE`` can be read.

    Attributes:
        text: what the parser gets.
        changed: the offsets in ``text`` of the escapes.
    """

    text: str
    changed: tuple[int, ...]


def guarded(query: str) -> Guarded:
    r"""The query with each ``service`` escaped that could be a keyword.

    Example:
        >>> guarded('SELECT ?service { ?s gov:publicService "Service" }').text
        'SELECT ?service { ?s gov:publicService "\\u0053ervice" }'
    """
    parts: list[str] = []
    changed: list[int] = []
    length = end = 0
    for match in _SERVICE.finditer(query):
        # After one backslash it is an escape that SPARQL does not have, which no parser reads, in a text or outside of one.
        if (match["name"] and not match["slashes"]) or len(match["slashes"]) % 2:
            continue
        start = match.start("word")
        parts += [query[end:start], f"\\u{ord(query[start]):04x}"]
        length += start - end
        changed.append(length)
        length += 1 + _LONGER
        end = start + 1
    return Guarded("".join([*parts, query[end:]]), tuple(changed))


def service_fault(message: str, query: str, given: Guarded) -> QueryError | None:
    """The error, if what Oxigraph says of a guarded query (``error at 1:9: expected ...``) is due to a ``SERVICE``; else None.

    Args:
        query: what the person wrote.
        given: what the parser got.

    Example:
        >>> service_fault("error at 1:20: expected OPTIONAL", *(q := "ASK { { SERVICE ?x {} } }", guarded(q)))
        >>> service_fault("error at 1:17: expected OPTIONAL", *(q := "ASK { { SERVICE ?x {} } }", guarded(q))).where
        'query:1:9'
    """
    match = re.search(r"error at (\d+):(\d+): (?:expected (.*))?", message, re.DOTALL)
    if not match:
        return None
    line, column, expected = int(match[1]), int(match[2]), (match[3] or "").strip()
    begin = ([0] + [m.end() for m in re.finditer("\n", given.text)])[line - 1]
    offset = begin + column - 1
    # The parser counts the keyword that it looked for as read: what it cannot read is that many characters earlier.
    for at in (offset, offset - len(_LOOKED_FOR)):
        if at in given.changed and expected.startswith(_LOOKED_FOR):
            return _service(f"query:{line}:{at - begin + 1 - _LONGER * _earlier(given, begin, at)}")
    if given.changed and (prefix := _PREFIX.search(query)):
        return QueryError(
            f"a prefix cannot be called {prefix[1]!r}",
            where=place(query, prefix.start(1)),
            expected="a name without 'service' in it",
        )
    return None


def _earlier(given: Guarded, begin: int, end: int) -> int:
    return sum(begin <= place < end for place in given.changed)


def _service(where: str = "") -> QueryError:
    return QueryError(
        "queries only read this graph; SERVICE would ask another address",
        where=where,
        expected="a query without SERVICE",
        hint="govgraph load FILE, to have the other data here; govgraph export nt, to ask both elsewhere",
    )


def refuse_service_in(parsed: Any) -> None:
    """Refuse SERVICE and FROM in a query that rdflib has parsed and would answer itself.

    Raises:
        QueryError: it would ask another address, or load files.
    """
    waiting, seen = [parsed], set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        name = getattr(part, "name", "")
        if name == "ServiceGraphPattern":
            raise _service()
        if name == "DatasetClause":
            raise QueryError(
                "queries only read this graph; FROM would load what it names", hint="the query without FROM"
            )
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list | tuple):
            waiting += part


def refuse_updates(query: str) -> None:
    """Refuse a SPARQL Update.

    Raises:
        QueryError: it would write.

    Example:
        >>> refuse_updates("LOAD <file:///etc/hostname>")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:1: queries only read; LOAD would change the graph; expected: SELECT, ASK, ...
    """
    first = next(word for word in words(query) if word.kind not in _PROLOGUE)
    if first.kind in _UPDATES:
        raise QueryError(
            f"queries only read; {first.kind} would change the graph",
            where=place(query, first.start),
            expected="SELECT, ASK, CONSTRUCT or DESCRIBE",
            hint="govgraph load FILE, govgraph unload LOAD",
        )


def refuse_unknown_graphs(query: str, graphs: Collection[str]) -> None:
    """Refuse ``FROM`` and ``FROM NAMED`` with anything but a graph that is here: nothing is read for a query.

    Args:
        graphs: the IRIs of the named graphs.

    Raises:
        QueryError: there is no such graph.

    Example:
        >>> refuse_unknown_graphs("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", ["x:a"])
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:15: queries only read this graph; FROM reads no file or address: there is no graph <file:...
    """
    for match in _TEXT_OR_FROM.finditer(query):
        if match["graph"] is not None and match["graph"] not in graphs:
            near = nearest(match["graph"], graphs)
            raise QueryError(
                f"queries only read this graph; FROM reads no file or address: there is no graph <{match['graph']}>",
                where=place(query, match.start("graph") - 1),
                expected=", ".join(f"<{x}>" for x in ([near] if near else sorted(graphs)[:5])),
                hint="govgraph load FILE, or the query without FROM",
            )
