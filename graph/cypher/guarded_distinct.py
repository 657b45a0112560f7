"""The guard of what is made distinct or grouped by: NaN, of which the embedded store makes one value and Neo4j several."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

from govgraph.graph.cypher import guards
from govgraph.graph.cypher.guards import stop
from govgraph.graph.cypher.kinds import TEMPORAL
from govgraph.graph.cypher.parsed import ParsedQuery, arguments, name_of
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.cypher.writer import Writer

# Functions that give a float, and so may give NaN.
_FLOATS = frozenset(
    "sqrt log log10 exp asin acos atan atan2 sin cos tan cot haversin tofloat tofloatornull tofloatlist stdev stdevp avg sum".split()
)


def guard_distinct(query: ParsedQuery, writer: Writer) -> None:
    """Before a clause that makes values distinct, or groups by them: a condition that ends the query if one of them is NaN."""
    for clause, items in query.projections():
        made_distinct = list(_made_distinct(query, clause, items))
        checked = [value for value in made_distinct if _may_be_nan(query, value, set())]
        if checked:
            writer.wrap(clause, partial(_after_check, query, writer, clause, checked))


def _made_distinct(query: ParsedQuery, clause: Tree, items: list[Tree]) -> Iterator[Tree]:
    aggregated = {item for item in items if any(item.holds(call) for call in query.aggregates)}
    by_union = clause.kind == "returnClause" and clause.parent is not None and _is_in_union(clause.parent)
    if clause.children[1].has("DISTINCT") or by_union or aggregated:
        yield from (item.children[0] for item in items if item not in aggregated)
    for call in query.aggregates:
        if call.has("DISTINCT") and any(item.holds(call) for item in aggregated):
            yield from arguments(call)


def _is_in_union(single: Tree) -> bool:
    union = single.parent
    return union is not None and any(
        word.text.upper() == "UNION" and not (after.text.upper() == "ALL" and not after.kind)
        for word, after in zip(union.children, union.children[1:], strict=False)
    )


def _after_check(query: ParsedQuery, writer: Writer, clause: Tree, checked: list[Tree], whole: str) -> str:
    carried = "1 AS `govgraph checks`" if query.scopes.before.get(clause) == {} else "*"
    tests = " AND ".join(
        f"CASE WHEN {text} <> {text} THEN {stop(guards.NAN, value, value)} IS NULL ELSE true END"
        for value in checked
        for text in [writer.text(value)]
    )
    return f"WITH {carried} WHERE {tests} {whole}"


def _may_be_nan(query: ParsedQuery, value: Tree, seen: set[Tree]) -> bool:
    """Whether an expression, or what its variables stand for, computes with fractions so that it may have a NaN in it."""
    if value in seen or query.kind(value) in _NEVER_NAN:
        return False
    seen.add(value)
    for node in value:
        if node.kind in _ARITHMETIC and query.kind(node) in ("", "number") and not query.is_whole(node):
            return True
        if node.kind == "functionInvocation" and name_of(node) in _FLOATS:
            return True
        if node.kind == "parameter" and _has_nan(query.parameter(node)):
            return True
        if node.kind == "variable":
            bound = query.scopes.lookup(node, node.name)
            if bound and bound.tree and _may_be_nan(query, bound.tree, seen):
                return True
    return False


_NEVER_NAN = frozenset({"text", "boolean", "node", "relationship", "path", "labels", *TEMPORAL})
_ARITHMETIC = frozenset("expression6 expression5 expression4".split())


def _has_nan(value: Any) -> bool:
    match value:
        case float():
            return math.isnan(value)
        case dict():
            return any(map(_has_nan, value.values()))
        case list() | tuple():
            return any(map(_has_nan, value))
    return False
