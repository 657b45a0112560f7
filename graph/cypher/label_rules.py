"""The rule that recognises what depends on the order of labels() and keys(), which each store has of its own.

It works as those in ``rules``. What is certainly such a list has the kind ``labels``. A column that is just such a list is sorted in the
answers of both stores; a list that is gone through, asked for its size, or after IN needs no order.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.parsed import ParsedQuery, arguments, bare, name_of
from govgraph.graph.cypher.tree import Tree


def order_of_labels(query: ParsedQuery) -> Iterator[Tree]:
    """An expression that depends on the order of labels or keys."""
    for node in query.query.all("expression2"):
        if query.kind(node.children[0]) == "labels":
            yield node
    for name, call in query.calls:
        if name in _BY_ORDER and any(query.kind(given) == "labels" for given in arguments(call)):
            yield call
    for node in query.query.all("expression8"):
        for before, sign, after in zip(node.children, node.children[1:], node.children[2:], strict=False):
            if not sign.kind and "labels" in (query.kind(before), query.kind(after)):
                yield sign
    yield from (item for item in query.query.all("orderItem") if query.kind(item.children[0]) == "labels")
    yield from _put_together(query)
    yield from _grouped_by_keys(query)
    for column in query.columns:
        if column.expression and query.kind(column.expression) == "labels" and not _is_sorted(query, column.expression):
            yield column.expression


_BY_ORDER = frozenset("head last tail min max reverse coalesce collect tostringlist".split())


def _put_together(query: ParsedQuery) -> Iterator[Tree]:
    """Labels or keys as a part of a list or map, put one after the other, or as the result of a CASE."""
    for node in query.query.all(
        "listLiteral", "map", "mapProjectionElement", "caseAlternative", "extendedCaseAlternative"
    ):
        yield from (part for part in node.children if part.kind and query.kind(part) == "labels")
    for node in query.query.all("listComprehension", "patternComprehension"):
        if node.has("|") and query.kind(node.children[-2]) == "labels":
            yield node.children[-2]
    for node in query.query.all("reduceExpression"):
        if query.kind(node.children[8]) == "labels":
            yield node.children[8]
    for node in query.query.all("expression6"):
        if any(query.kind(part) == "labels" for part in node.children if part.kind) and not _needs_no_order(node):
            yield node


def _needs_no_order(node: Tree) -> bool:
    above = node.parent
    while above and above.kind == "parenthesizedExpression":
        above = above.parent
    if above is None:
        return False
    is_measured = above.kind == "functionInvocation" and name_of(above) in ("size", "isempty")
    return is_measured or (above.kind == "comparisonExpression6" and above.has("IN"))


def _grouped_by_keys(query: ParsedQuery) -> Iterator[Tree]:
    """keys() made distinct or grouped by: a server gives the same keys in several orders, which are several values."""
    for clause, items in query.projections():
        values = [item.children[0] for item in items]
        aggregated = {value for value in values if any(value.holds(call) for call in query.aggregates)}
        if aggregated or clause.children[1].has("DISTINCT"):
            yield from (value for value in values if value not in aggregated and _gives_keys(query, value))
    for call in query.aggregates:
        if call.has("DISTINCT"):
            yield from (given for given in arguments(call) if _gives_keys(query, given))


def _gives_keys(query: ParsedQuery, node: Tree) -> bool:
    source = _source(query, node)
    return source.kind == "functionInvocation" and name_of(source) == "keys"


def _is_sorted(query: ParsedQuery, node: Tree) -> bool:
    return _source(query, node).kind == "functionInvocation"


def _source(query: ParsedQuery, node: Tree) -> Tree:
    """The expression that a variable names, through all WITH."""
    node = bare(node)
    if node.kind == "variable":
        bound = query.scopes.lookup(node, node.name)
        if bound and bound.tree and not bound.element:
            return _source(query, bound.tree)
    return node
