"""The rule for operators and lists whose values are certainly of a kind that they are not for: ``true + 1``, ``[x IN 5 | x]``.

The embedded store stops at them when a row comes to them, Neo4j before the query runs. Only what Neo4j knows then is looked at: it knows
nothing of the kinds of properties.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.kind_rules import written_kind
from govgraph.graph.cypher.kinds import TEMPORAL
from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.tree import Tree

_LISTS = frozenset({"list", "labels"})
_NUMBER = frozenset({"number"})
_LENGTHS = frozenset({"number", "duration"})
_MOMENTS = TEMPORAL - {"duration"}
# Operator -> the kinds that may stand before it, and after it.
_TAKES = {
    "-": (_LENGTHS | _MOMENTS, _LENGTHS),
    "*": (_LENGTHS, _LENGTHS),
    "/": (_LENGTHS, _NUMBER),
    "%": (_NUMBER, _NUMBER),
    "^": (_NUMBER, _NUMBER),
    "||": (_LISTS | {"text"}, _LISTS | {"text"}),
}


def wrong_operand(query: ParsedQuery) -> Iterator[Tree]:
    """A value beside an operator, a list that is gone through, or a key in square brackets, of a kind that it cannot be."""
    for node in query.query.all(*TAKING_TWO):
        yield from _operands(query, node)
    for node in query.query.all("expression3"):
        if written_kind(query, node.children[-1]) not in {"", "number"}:
            yield node.children[-1]
    for node in query.query.all("listComprehension", "listItemsPredicate", "reduceExpression"):
        given = _after(node, "IN")
        if given and written_kind(query, given) not in {"", *_LISTS}:
            yield given
    for node in query.query.all("expression2"):
        yield from _keys(query, node)


def _operands(query: ParsedQuery, node: Tree) -> Iterator[Tree]:
    first = node.children[0]
    before, earlier = written_kind(query, first), first
    for sign, side in zip(node.children[1::2], node.children[2::2], strict=True):
        kind = written_kind(query, side)
        if sign.text == "+":
            if not _can_be_added(before, kind):
                yield side
        else:
            left, right = _TAKES[sign.text]
            if before not in {"", *left}:
                yield earlier
            elif kind not in {"", *right} or not _can_stand_together(sign.text, before, kind):
                yield side
        before, earlier = _result(sign.text, before, kind), side


def sum_kind(query: ParsedQuery, node: Tree) -> str:
    """The kind of a sum, product or other expression, if Neo4j knows it before a query runs."""
    if node.kind not in TAKING_TWO:
        return written_kind(query, node)
    kind = written_kind(query, node.children[0])
    for sign, side in zip(node.children[1::2], node.children[2::2], strict=True):
        kind = _result(sign.text, kind, written_kind(query, side))
    return kind


TAKING_TWO = ("expression6", "expression5", "expression4")


def _can_be_added(before: str, after: str) -> bool:
    """Whether + can stand between two kinds; text beside anything is looked at by another rule."""
    kinds = {before, after}
    if "" in kinds or kinds & _LISTS or "text" in kinds or kinds == _NUMBER or kinds == {"duration"}:
        return True
    return "duration" in kinds and bool(kinds & _MOMENTS)


def _can_stand_together(sign: str, before: str, after: str) -> bool:
    if "" in (before, after):
        return True
    if sign == "||":
        return (before == "text") == (after == "text")
    return sign != "-" or (before == "number") == (after == "number")


def _result(sign: str, before: str, after: str) -> str:
    kinds = {before, after}
    if sign == "+" and "list" in kinds:
        return "list"
    if "" in kinds:
        return ""
    if sign == "+":
        moments = kinds & _MOMENTS
        return "text" if "text" in kinds else moments.pop() if moments else before
    return "duration" if sign == "*" and "duration" in kinds else before


def _after(node: Tree, word: str) -> Tree | None:
    """The part that follows a word."""
    parts = iter(node.children)
    return next(parts, None) if any(not part.kind and part.text.upper() == word for part in parts) else None


def _keys(query: ParsedQuery, node: Tree) -> Iterator[Tree]:
    """The keys in ``x[key]`` and ``x[from..to]`` that are no whole number for a list, or no text for a map."""
    whole, first = written_kind(query, node.children[0]), node.children[1]
    if first.part("property", "labelExpression"):
        return
    wanted = (
        "number" if whole in _LISTS or first.has("..") else "text" if whole in ("map", "node", "relationship") else ""
    )
    for key in first.children:
        if key.kind and wanted and written_kind(query, key) not in {"", wanted}:
            yield key
