"""The rules that recognise the gaps of the embedded Cypher in lists, and in the names that go through them.

They work as those in ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.kind_rules import written_kind
from govgraph.graph.cypher.kinds import key_kinds
from govgraph.graph.cypher.operand_rules import TAKING_TWO, sum_kind
from govgraph.graph.cypher.parsed import ParsedQuery, arguments, bare, name_of
from govgraph.graph.cypher.tree import Tree


def reversed_as_kept(query: ParsedQuery) -> Iterator[Tree]:
    """``reverse(n.aliases)``, also where the list was carried there."""
    for name, call in query.calls:
        if name == "reverse" and any(_is_kept(query, given) for given in arguments(call)):
            yield call


def _is_kept(query: ParsedQuery, node: Tree) -> bool:
    """Whether an expression may give the list that a property holds, as it is kept."""
    node = bare(node)
    match node.kind:
        case "expression2":
            return bare(node.children[0]).kind != "map" and key_kinds().get(_last_key(node), "") == "list"
        case "variable":
            bound = query.scopes.lookup(node, node.name)
            return bool(bound and bound.tree and not bound.element and _is_kept(query, bound.tree))
        case "functionInvocation" if name_of(node) in ("coalesce", "min", "max"):
            return any(_is_kept(query, given) for given in arguments(node))
        case "caseExpression" | "extendedCaseExpression":
            results = [part.children[-1] for part in node.parts("caseAlternative", "extendedCaseAlternative")]
            return any(_is_kept(query, part) for part in [*results, node.children[-2]])
    return False


def _last_key(node: Tree) -> str:
    """The key at the end of ``n.key`` or ``n['key']``; empty if there is none."""
    last = node.children[-1]
    if field := last.part("property"):
        return field.children[1].name
    key = last.part("stringLiteral")
    return key.text[1:-1] if key and len(last.children) == 3 else ""


def reduced_to_another_kind(query: ParsedQuery) -> Iterator[Tree]:
    """``reduce(s = 0, x IN ['a'] | s + x)``."""
    for node in query.query.all("reduceExpression"):
        result = bare(node.children[-2])
        begins, becomes = written_kind(query, node.children[4]), sum_kind(query, result)
        is_other = begins and becomes and _family(begins) != _family(becomes)
        if is_other or (begins in _NEVER_ADDED and result.kind in TAKING_TWO):
            yield result


_NEVER_ADDED = frozenset("boolean map node relationship path point".split())


def _family(kind: str) -> str:
    return "list" if kind == "labels" else kind


def key_of_a_property(query: ParsedQuery) -> Iterator[Tree]:
    """``n.aliases['a']``, ``n.aliases[1.5]``: Neo4j knows no kind of property, and takes a list."""
    for node in query.query.all("expression2"):
        for number, step in enumerate(node.children[1:], 1):
            if step.part("property", "labelExpression") or not _is_property(query, node, number):
                continue
            keys = [part for part in step.children if part.kind]
            yield from (key for key in keys if written_kind(query, key) not in ("", "number") or query.is_fraction(key))


def _is_property(query: ParsedQuery, node: Tree, parts: int) -> bool:
    """Whether the first parts of an expression are a property of a node or relationship, or a variable that is one."""
    first = bare(node.children[0])
    if parts == 2:
        return first.kind == "variable" and _is_drawn(query, first) and node.children[1].part("property") is not None
    if parts > 2:
        return False
    if first.kind == "variable":
        bound = query.scopes.lookup(first, first.name)
        first = bound.tree if bound and bound.tree and not bound.element else first
    return bool(query.property_key(first)) and _is_drawn(query, first.children[0])


def _is_drawn(query: ParsedQuery, variable: Tree) -> bool:
    return query.kind(variable) in ("node", "relationship")


def known_in_a_list(query: ParsedQuery) -> Iterator[Tree]:
    """``[(a)-[r]->(b) | b]`` with a relationship that is known before."""
    for pattern in query.query.all("patternComprehension"):
        for relationship in pattern.below("relationshipPattern"):
            variable = relationship.part("variable")
            if variable and query.scopes.lookup(pattern, variable.name):
                yield variable
