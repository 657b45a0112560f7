"""The embedded engine's own errors, with their place in the query.

Most of the engine's messages have no place. It is then the place of what the message names: a variable, parameter, function or
value. If the message names nothing, it is the beginning of the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgraph.graph.cypher.guards import stopped
from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.rewrite import SAME_ENDS
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.cypher.writes import refusal
from govgraph.graph.errors import GraphError, QueryError
from govgraph.graph.stores.arcade import available_heap

_WRAPPING = re.compile(r"^(?:(?:Query failed|Command failed|Reading the result set failed): )?(?:(?:[a-z]+\.)+\w+: )?")
_CODE = re.compile(r"^(?:[A-Z][a-z]+[A-Z]\w*: )(?:[A-Z][a-z]+[A-Z]\w* - )?")
_POSITION = re.compile(r"line (\d+):(\d+)\s*-?\s*(.*?)(?:\(caused by.*)?$", re.DOTALL)


def explained(message: str, query: ParsedQuery) -> GraphError:
    """An error of the engine as one of ours: a QueryError with its place.

    If the engine ran out of memory it is a GraphError, after which the worker is replaced.
    """
    if "java.lang.OutOfMemoryError" in message:
        return GraphError(
            "the query needs more memory than the embedded engine has",
            expected=f"at most {available_heap()}",
            hint="narrow it, add LIMIT, or push the graph to a Neo4j database",
        )
    if "not idempotent" in message or "read-only" in message.lower() or "READ_ONLY" in message:
        return refusal(query.query.where(0))
    if ended := stopped(message, query.query.root):
        return ended
    text = _CODE.sub("", _WRAPPING.sub("", message.strip()).partition(" (caused by ")[0])
    if SAME_ENDS in text:
        paths = query.query.all("shortestPathPattern")
        return _fault(SAME_ENDS, paths[0].where if paths else query.query.where(0), "WHERE a <> b")
    if match := _POSITION.search(text):
        return _fault(match[3].strip(), f"query:{match[1]}:{int(match[2]) + 1}")
    return _fault(text, next((node.where for node in _named(text, query)), "") or _of_word(text, query))


# What the engine says -> what to write instead.
_INSTEAD = (
    ("mbiguous aggregation", "WITH the other values first: WITH n.tone AS tone, count(*) AS n RETURN tone + n"),
    ("too deeply", "x IN [...] in place of many OR, or WITH ... AS x for the inner parts first"),
    ("by zero", "CASE WHEN y <> 0 THEN x / y END"),
    ("require numeric", "toInteger(x) or toFloat(x) of a text; coalesce(x, 0)"),
    ("IN requires a list", "a list after IN: x IN [y]; or x = y"),
    ("union types are not supported", "x IS :: INTEGER OR x IS :: STRING"),
    ("Cannot compare", "ORDER BY toString(x), or give each kind its own column"),
    ("long overflow", "toFloat(x) of large numbers"),
    ("as a date or timezone", "YYYY-MM-DD, YYYY-Www-D or YYYY-DDD"),
    ("same return column names", "the same names in each: RETURN a.iri AS x UNION RETURN b.iri AS x"),
)


# What the engine says -> the word of the query that it is about.
_WORDS = (("IN requires", "IN"), ("IS TYPED", "IS"), ("Cannot compare", "ORDER"))


def _of_word(text: str, query: ParsedQuery) -> str:
    """The place of the first word of which the engine may speak, else the beginning of the query."""
    meant = next((word for said, word in _WORDS if said in text), "")
    numbers = (number for number, word in enumerate(query.query.words) if word.text.upper() == meant)
    return query.query.where(next(numbers, 0))


def _fault(what: str, where: str, hint: str = "") -> QueryError:
    hint = hint or next((instead for said, instead in _INSTEAD if said in what), "")
    return QueryError(f"the Cypher query has a fault: {what[:400]}", where=where, hint=hint)


def _named(text: str, query: ParsedQuery) -> Iterator[Tree]:
    """The nodes of the tree that a message names: functions first, then quoted names and values."""
    functions = {name.lower() for name in re.findall(r"([\w.]+)\(\)", text)}
    quoted = re.findall(r"[\"'`](.*?)[\"'`]", text)
    yield from (call for name, call in query.calls if name in functions or name in quoted)
    for node in query.query.all("variable", "propertyKeyName", "procedureName", "stringLiteral", "numberLiteral"):
        if (
            node.name in quoted
            or node.text.strip("'\"") in quoted
            or (node.kind == "numberLiteral" and node.text in text)
        ):
            yield node
