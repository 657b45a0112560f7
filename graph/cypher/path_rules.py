"""The rules that recognise the gaps of the embedded Cypher in patterns and paths.

They work as those in ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.scopes import first_drawn
from govgraph.graph.cypher.tree import Tree


def shortest_prefix(query: ParsedQuery) -> Iterator[Tree]:
    """``SHORTEST 2``, ``ALL SHORTEST``, ``ANY SHORTEST``, ``ANY`` before a pattern."""
    yield from query.query.all("pathPatternPrefix")


def same_ends(query: ParsedQuery) -> Iterator[Tree]:
    """A shortest path from a variable to itself."""
    for path in query.query.all("shortestPathPattern"):
        names = [node.part("variable") for node in path.children[2].parts("nodePattern")]
        if len(names) == 2 and names[0] and names[1] and names[0].name == names[1].name:
            yield names[1]


def condition_on_a_shortest_path(query: ParsedQuery) -> Iterator[Tree]:
    """WHERE ... that names a shortest path, its relationship or a node on it."""
    for path in query.query.all("shortestPathPattern"):
        pattern = next(node for node in path.above() if node.kind in ("pattern", "shortestPathExpression"))
        clause = next(node for node in path.above() if node in query.scopes.before)
        own = [pattern.part("variable"), *(r.part("variable") for r in path.children[2].parts("relationshipPattern"))]
        names = {variable.name for variable in own if variable}
        where = clause.part("whereClause") if pattern.kind == "pattern" else None
        yield from (v for v in (where.below("variable") if where else ()) if v.name in names)


def least_length(query: ParsedQuery) -> Iterator[Tree]:
    """A shortest path of at least two steps."""
    for path in query.query.all("shortestPathPattern"):
        for length in path.below("pathLength"):
            if len(length.children) > 1 and length.children[1].text.isdigit() and int(length.children[1].text) > 1:
                yield length


def properties_on_a_shortest_path(query: ParsedQuery) -> Iterator[Tree]:
    """A shortest path whose relationships are limited by properties."""
    for path in query.query.all("shortestPathPattern"):
        yield from (part for r in path.below("relationshipPattern") for part in r.parts("properties"))


def condition_on_repeated(query: ParsedQuery) -> Iterator[Tree]:
    """``[r:T*1..3 WHERE r.x = 1]``."""
    for relationship in query.query.all("relationshipPattern"):
        if relationship.part("pathLength"):
            yield from (word for word in relationship.children if not word.kind and word.text.upper() == "WHERE")


def mixed_repetition(query: ParsedQuery) -> Iterator[Tree]:
    """``[*1..2]`` and ``{1,2}`` in one clause."""
    for clause in query.query.all("matchClause"):
        patterns = clause.part("patternList")
        if patterns and patterns.below("quantifier"):
            yield from patterns.below("pathLength")


def property_of_what_comes_later(query: ParsedQuery) -> Iterator[Tree]:
    """``(a {name: b.name})-->(b)``, ``(a)-[r WHERE r.x = b.x]->(b)``, ``(a)-[r {role: q.role}]->()``."""
    for clause in query.query.all("matchClause", "existsExpression", "countExpression", "patternComprehension"):
        drawn = first_drawn(clause)
        outer = next((node for node in (clause, *clause.above()) if node in query.scopes.before), clause)
        known = set(query.scopes.before.get(outer, {})) | (set() if outer is clause else set(first_drawn(outer)))
        for limit in _limits(clause):
            for variable in limit.below("variable"):
                node = drawn.get(variable.name)
                is_later = node and variable.name not in known and node.first > limit.first
                if is_later or (limit.kind == "properties" and _is_unread(query, limit, variable, node)):
                    yield variable


def _limits(clause: Tree) -> Iterator[Tree]:
    """The braces and conditions inside the nodes and relationships of a clause's patterns."""
    yield from clause.below("properties")
    for node in clause.below("nodePattern", "relationshipPattern"):
        if node.has("WHERE"):
            yield node.children[[child.text.upper() for child in node.children].index("WHERE") + 1]


def _is_unread(query: ParsedQuery, braces: Tree, variable: Tree, drawn: Tree | None) -> bool:
    """Whether braces name their own thing, or are those of a relationship and name the property of a node or relationship."""
    if drawn is braces.parent:
        return True
    kind = query.kind(variable)
    return (
        braces.parent is not None and braces.parent.kind == "relationshipPattern" and kind in ("node", "relationship")
    )


def dynamic_types(query: ParsedQuery) -> Iterator[Tree]:
    """``$any(...)``, ``$all(...)``, and ``$(...)`` in place of a type or in a condition."""
    for node in query.query.all("dynamicAnyAllExpression"):
        in_place = any(above.kind in ("relationshipPattern", "comparisonExpression6") for above in node.above())
        if in_place or node.has("ANY") or node.has("ALL"):
            yield node


def colon_in_types(query: ParsedQuery) -> Iterator[Tree]:
    """``[r:A|:B]``, which Neo4j accepts only if nothing else is in the brackets."""
    for relationship in query.query.all("relationshipPattern"):
        if relationship.part("variable", "pathLength", "properties"):
            for types in relationship.below("labelExpression4"):
                yield from (
                    colon
                    for bar, colon in zip(types.children, types.children[1:], strict=False)
                    if bar.text == "|" and colon.text == ":"
                )


def relationship_twice(query: ParsedQuery) -> Iterator[Tree]:
    """``(a)-[r]->(b), (c)-[r]->(d)``."""
    for patterns in query.query.all("patternList"):
        names: set[str] = set()
        for relationship in patterns.below("relationshipPattern"):
            variable = relationship.part("variable")
            inner = next(node for node in relationship.above() if node is patterns or node.kind in _OWN_PATTERNS)
            if variable and inner is patterns:
                if variable.name in names:
                    yield variable
                names.add(variable.name)


_OWN_PATTERNS = frozenset("patternList patternComprehension patternExpression whereClause".split())
