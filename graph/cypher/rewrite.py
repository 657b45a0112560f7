"""The query as the engine is to run it: what it would do otherwise than Neo4j, and what can be written so that it does the same.

- The prefix ``CYPHER 5`` names the dialect that is spoken here, and the engine does not know it.
- The columns of ``RETURN *`` are sorted by name in Neo4j.
- A condition of MATCH that compares a carried value with a part of a property finds nothing (``carried_conditions``).
"""

from __future__ import annotations

from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.tree import Tree

_SUBQUERIES = ("existsExpression", "countExpression")


def is_the_dialect(prefix: Tree) -> bool:
    """Whether a prefix of a query names the dialect that is spoken here: ``CYPHER 5``."""
    return prefix.words[0].split() == ["CYPHER", "5"]


def runnable(query: ParsedQuery) -> str:
    """The query's text with all that has to be written otherwise."""
    edits = [(prefix, " " * len(prefix.text)) for prefix in query.query.prefix if is_the_dialect(prefix)]
    for single in query.scopes.outermost:
        for clause in single.parts("returnClause"):
            names = ", ".join(map(_quoted, sorted(query.scopes.before[clause])))
            items = clause.children[1].part("returnItems")
            edits += [
                (star, names)
                for star in (items.children if items else ())
                if names and not star.kind and star.text == "*"
            ]
    for where, kept, moved in carried_conditions(query):
        if not _is_fixed(where):
            before = f"WHERE {' AND '.join(part.text for part in kept)} " if kept else ""
            edits.append((where, f"{before}WITH * WHERE {' AND '.join(part.text for part in moved)}"))
    text = query.query.text
    for node, new in sorted(edits, key=lambda edit: -edit[0].first):
        start = query.query.words[node.first].start
        text = text[:start] + new + text[start + len(node.text) :]
    return text


def carried_conditions(query: ParsedQuery) -> list[tuple[Tree, list[Tree], list[Tree]]]:
    """(WHERE, conditions that the engine answers, conditions that it does not) of each MATCH with some that it does not.

    A value that WITH or UNWIND carries is unknown to it where a condition of a later pattern also takes a part of a property or of
    what a function gives, as in ``m.startsFrom.year = y``. After ``WITH *`` the same condition is right.
    """
    conditions = []
    for where in query.query.all("whereClause"):
        whole = where.children[1]
        parts = [part for part in whole.children if part.kind] if whole.kind == "expression10" else [whole]
        moved = [part for part in parts if _takes_apart(query, part) and _is_carried(query, where, part)]
        if moved and where.parent and where.parent.kind in ("matchClause", *_SUBQUERIES):
            conditions.append((where, [part for part in parts if part not in moved], moved))
    return conditions


def carried_where_it_is_fixed(query: ParsedQuery) -> list[Tree]:
    """The conditions that the engine does not answer and that cannot be moved: of OPTIONAL MATCH, and in EXISTS and COUNT."""
    return [moved[0] for where, _, moved in carried_conditions(query) if _is_fixed(where)]


def _is_fixed(where: Tree) -> bool:
    match = where.parent
    assert match
    ends_with_it = match.kind == "matchClause" and match.parent is not None and match.parent.children[-1] is match
    return match.kind in _SUBQUERIES or match.has("OPTIONAL") or ends_with_it


def _takes_apart(query: ParsedQuery, condition: Tree) -> bool:
    """Whether a condition takes a part of anything but a variable, or an element by a computed key."""
    for node in _outside_subqueries(condition, "expression2"):
        base = node.children[0]
        is_drawn = base.kind == "variable" and query.kind(base) in ("node", "relationship")
        if base.kind != "variable" or len(node.children) > 2 or (is_drawn and not node.children[1].part("property")):
            return True
    return False


def _is_carried(query: ParsedQuery, where: Tree, condition: Tree) -> bool:
    """Whether a condition names a value from before its pattern, which is no node, relationship or path."""
    clause = next(node for node in where.above() if node in query.scopes.before)
    for variable in _outside_subqueries(condition, "variable"):
        bound = query.scopes.before[clause].get(variable.name)
        if bound and not bound.kind and query.scopes.lookup(variable, variable.name) is bound:
            return True
    return False


def _outside_subqueries(condition: Tree, kind: str) -> list[Tree]:
    """The nodes of a kind in a condition, but for those in a subquery, which has conditions of its own."""
    subqueries = condition.below(*_SUBQUERIES, "collectExpression")
    return [node for node in condition.below(kind) if not any(subquery.holds(node) for subquery in subqueries)]


def _quoted(name: str) -> str:
    """A name as it is written in a query.

    Example:
        >>> _quoted("n"), _quoted("a name")
        ('n', '`a name`')
    """
    return name if name.isidentifier() else "`" + name.replace("`", "``") + "`"
