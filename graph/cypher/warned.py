"""Warnings about a Cypher query that is answered: labels, types and properties that nothing in the graph has.

They are found from the query's tree and the declaration. Only what is certainly asked of a node or relationship is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.queries import known_names


def warnings(query: ParsedQuery) -> list[str]:
    """The warnings about a query, in the order of their places."""
    found = [*_labels(query), *_keys(query)]
    return list(dict.fromkeys(text for _, text in sorted(found)))


def _labels(query: ParsedQuery) -> Iterator[tuple[int, str]]:
    for node in query.query.all("labelExpression1"):
        if len(node.children) != 1 or node.name == "%":
            continue  # any label, or brackets
        of_relationship = _is_of_relationship(query, node)
        known = known_names.relationship_types() if of_relationship else known_names.labels()
        if of_relationship is not None and node.name not in known:
            what = "relationship type" if of_relationship else "label"
            yield node.first, known_names.unknown(what, node.name, known, node.where)


def _is_of_relationship(query: ParsedQuery, node: Tree) -> bool | None:
    """Whether a name after a colon is a relationship's type; None if it cannot be known."""
    for above in node.above():
        if above.kind in ("nodePattern", "relationshipPattern"):
            return above.kind == "relationshipPattern"
        if above.kind == "comparisonExpression6" and above.parent:
            kind = query.kind(above.parent.children[0])
            return {"node": False, "relationship": True}.get(kind)
    return None


def _keys(query: ParsedQuery) -> Iterator[tuple[int, str]]:
    for node in query.query.all("propertyKeyName"):
        if not known_names.is_key(node.name) and _is_asked_of_an_element(query, node):
            yield node.first, known_names.unknown("property", node.name, known_names.keys(), node.where)


def _is_asked_of_an_element(query: ParsedQuery, node: Tree) -> bool:
    """Whether a key is one of a node or relationship: ``n.key``, ``n {.key}``, ``(n {key: 1})``."""
    above = list(node.above())
    kinds = [part.kind for part in above[:3]]
    if kinds[0] == "map":
        return kinds[1] == "properties" and kinds[2] in ("nodePattern", "relationshipPattern")
    if kinds[:2] == ["property", "postFix"]:
        expression = above[2]
        first = expression.children[1] is above[1]
        return first and query.kind(expression.children[0]) in ("node", "relationship")
    if kinds[:2] == ["property", "mapProjectionElement"]:
        return query.kind(above[2].children[0]) in ("node", "relationship")
    return False
