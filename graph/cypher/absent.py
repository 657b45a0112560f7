"""Variables that may be null in patterns: after OPTIONAL MATCH, or after a WITH or UNWIND of any value.

Neo4j finds nothing where such a variable is null. The engine takes null for any node or relationship at most places of a pattern. So a
test is written before or around the pattern.
"""

from __future__ import annotations

from functools import partial

from govgraph.graph.cypher.parsed import ParsedQuery, name_of
from govgraph.graph.cypher.scopes import Binding, first_drawn
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.cypher.writer import Writer, quoted

_NOTHING = {
    "patternComprehension": "[]",
    "countExpression": "0",
    "patternExpression": "false",
    "existsExpression": "false",
}
"""What a pattern gives that finds nothing."""
_PATTERNS = ("nodePattern", "relationshipPattern")
_NEVER_NULL = frozenset({"collect", "nodes", "relationships"})
"""Functions that give lists without null."""


def find_nothing(query: ParsedQuery, writer: Writer) -> None:
    """Write the tests."""
    for clause in query.query.all("matchClause"):
        names = _clause_names(query, clause)
        if names and not clause.has("OPTIONAL"):
            writer.wrap(clause, f"WITH * WHERE {_all(names, 'IS NOT NULL', 'AND')} {{}}".format)
        elif {*names} - _read(query, clause):
            writer.wrap(clause, partial(_in_a_subquery, names, _new_names(query, clause)))
    for kind, nothing in _NOTHING.items():
        for pattern in query.query.all(kind):
            if names := _names_around(query, pattern):
                called = pattern.parent if pattern.parent and pattern.parent.kind == "functionInvocation" else None
                whole = called if called and name_of(called) == "exists" else pattern
                writer.wrap(whole, partial(_tested, names, nothing))


def _in_a_subquery(names: list[str], new: list[str], clause: str) -> str:
    """An OPTIONAL MATCH as OPTIONAL CALL, in which the test can stand before the MATCH."""
    match = clause.split(maxsplit=1)[1]
    returned = ", ".join(map(quoted, new)) or f"1 AS {_FOUND}"
    return f"OPTIONAL CALL (*) {{ WITH * WHERE {_all(names, 'IS NOT NULL', 'AND')} {match} RETURN {returned} }}"


_FOUND = "`govgraph found`"


def _new_names(query: ParsedQuery, clause: Tree) -> list[str]:
    return sorted(set(first_drawn(clause)) - set(query.scopes.before[clause]))


def _tested(names: list[str], nothing: str, whole: str) -> str:
    if nothing == "false":
        return f"({_all(names, 'IS NOT NULL', 'AND')} AND {whole})"
    return f"(CASE WHEN {_all(names, 'IS NULL', 'OR')} THEN {nothing} ELSE {whole} END)"


def _all(names: list[str], test: str, joined: str) -> str:
    """One test of several variables."""
    return f" {joined} ".join(f"{quoted(name)} {test}" for name in names)


def _clause_names(query: ParsedQuery, clause: Tree) -> list[str]:
    before = query.scopes.before.get(clause, {})
    drawn = {variable.name for variable in _variables(clause.part("patternList"))}
    return sorted(name for name in drawn if name in before and _may_be_null(before[name]))


def _names_around(query: ParsedQuery, pattern: Tree) -> list[str]:
    """The variables of a pattern in an expression that may be null there; those of a subquery's clauses are the clauses' own."""
    part = pattern.part("patternList") if pattern.kind in ("existsExpression", "countExpression") else pattern
    bound = {v.name: query.scopes.lookup(pattern, v.name) for v in _variables(part)}
    return sorted(name for name, known in bound.items() if known and _may_be_null(known))


def _may_be_null(bound: Binding) -> bool:
    """Whether a variable may be null where a pattern draws it again."""
    if bound.kind or bound.tree is None:
        return bound.may_be_null
    tree = bound.tree
    return not (bound.element and tree.kind == "functionInvocation" and name_of(tree) in _NEVER_NULL)


def _variables(part: Tree | None) -> list[Tree]:
    """The variables of the nodes and relationships of a pattern, without those of patterns in its conditions."""
    found, waiting = [], [part] if part else []
    while waiting:
        node = waiting.pop(0)
        if node.kind in _PATTERNS and (variable := node.part("variable")):
            found.append(variable)
        waiting += [child for child in node.children if child.kind and not child.kind.startswith(_CONDITIONS)]
    return found


_CONDITIONS = (
    "expression",
    "whereClause",
    "properties",
    "existsExpression",
    "countExpression",
    "patternExpression",
    "patternComp",
)


def _read(query: ParsedQuery, clause: Tree) -> set[str]:
    """The variables of an OPTIONAL MATCH of which the engine sees that they are null: the first node, or the end of one step from a new node."""
    patterns = clause.part("patternList")
    if not patterns or len(patterns.parts("pattern")) != 1:
        return set()
    nodes, steps = patterns.below("nodePattern"), patterns.below("relationshipPattern")
    first, last = (node.part("variable") for node in (nodes[0], nodes[-1]))
    read = {first.name} if first else set()
    is_new = not first or first.name not in query.scopes.before[clause]
    if len(steps) == 1 and is_new and last and not patterns.below("pathLength", "quantifier"):
        read.add(last.name)
    return read
