"""Rewriting a query for the engine, where a rewritten query makes it do the same as Neo4j.

- The prefix ``CYPHER 5`` names the dialect that is supported here. The engine does not know it, so it is removed.
- Names that only back-ticks make possible are written otherwise (``writer.quoted``).
- The columns of ``RETURN *`` are sorted by name, as in Neo4j.
- A condition of MATCH that compares a carried value with a part of a property would match nothing, so it is moved
  (``carried_conditions``).
- EXISTS { } and COUNT { } beside other conditions are asked after them, which is the same and takes less time.
- COUNT { } in a sum or product gets brackets.
- A repeated relationship with a condition is written as a repeated pattern.
- A shortest path from a node to itself stops the query.
- A pattern as a condition of RETURN, WITH, a list or a reduce() becomes EXISTS { }, which the engine reads right there.
- The columns of all queries of a UNION get the order of the first.
- A pattern with a variable that may be null finds nothing where it is (``absent``).
- CASE in a sum, product, power or list gets brackets.
- What only the values can tell is guarded (``guarded``).
"""

from __future__ import annotations

from functools import partial

from govgraph.graph.cypher.absent import find_nothing
from govgraph.graph.cypher.guarded import guard
from govgraph.graph.cypher.parsed import ParsedQuery, name_of
from govgraph.graph.cypher.scopes import SUBQUERIES, sorted_column
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.cypher.writer import Writer, quoted

_SUBQUERIES = ("existsExpression", "countExpression")
SAME_ENDS = "the two ends of a shortest path are the same node"
"""What the engine is made to say, as the argument of a function that fails."""


def is_the_dialect(prefix: Tree) -> bool:
    """Whether a prefix of a query names the dialect that is supported here: ``CYPHER 5``."""
    return prefix.words[0].split() == ["CYPHER", "5"]


def runnable(query: ParsedQuery) -> str:
    """The text of the query, rewritten where necessary."""
    writer = Writer(query.query)
    for prefix in query.query.prefix:
        if is_the_dialect(prefix):
            writer.put(prefix, " " * len(prefix.text))
    _name_variables(query, writer)
    _name_columns(query, writer)
    _repeat_patterns(query, writer)
    _bracket_counts(query, writer)
    _check_ends(query, writer)
    _order_unions(query, writer)
    _ask_for_existence(query, writer)
    find_nothing(query, writer)
    guard(query, writer)
    _bracket_cases(query, writer)
    _move_conditions(query, writer)
    return writer.whole()


def _order_unions(query: ParsedQuery, writer: Writer) -> None:
    """The columns of the later queries of a UNION in the order of the first."""
    for union in query.query.all("union"):
        first, *others = union.parts("singleQuery")
        names = query.column_names(first)
        for single in others:
            given = query.column_names(single)
            if given != names and sorted(given) == sorted(names):
                items = single.children[-1].children[1].children
                listed = next(part for part in items if part.kind == "returnItems").parts("returnItem")
                for item, name in zip(listed, names, strict=True):
                    writer.put(item, partial(writer.inside, listed[given.index(name)]))


def _ask_for_existence(query: ParsedQuery, writer: Writer) -> None:
    """Patterns that are conditions, in places where the engine refuses them or finds nothing."""
    for pattern in query.query.all("patternExpression"):
        above = next((node for node in pattern.above() if node.kind in _PATTERN_ELSEWHERE), None)
        is_asked = pattern.parent is not None and pattern.parent.kind == "functionInvocation"
        if above and above.kind != "whereClause" and not is_asked:
            writer.put(pattern, partial(_in_brackets, writer, pattern, "EXISTS { ", " }"))
        elif above and above.kind == "listItemsPredicate" and pattern.parent and name_of(pattern.parent) == "exists":
            writer.put(pattern.parent, partial(_in_brackets, writer, pattern, "EXISTS { ", " }"))


_PATTERN_ELSEWHERE = frozenset(
    "whereClause returnItems orderBy listComprehension patternComprehension listItemsPredicate reduceExpression".split()
)


def _name_variables(query: ParsedQuery, writer: Writer) -> None:
    """Names as the engine reads them; what ORDER BY calls by the name of a column without AS is that column's expression."""
    for variable in query.query.all("variable"):
        above = variable.parent
        is_alone = above is not None and above.kind == "mapProjectionElement" and len(above.children) == 1
        if column := sorted_column(variable):
            writer.put(variable, partial(writer.text, column))
        elif is_alone and quoted(variable.name) != variable.name:
            writer.put(variable, f"{variable.text}: {quoted(variable.name)}")
        elif quoted(variable.name) != variable.text:
            writer.put(variable, f" {quoted(variable.name)} ")  # RETURN 1 AS`a b`


def _name_columns(query: ParsedQuery, writer: Writer) -> None:
    """The names in place of ``*``, in their order."""
    for single in query.scopes.outermost:
        for clause in single.parts("returnClause"):
            names = ", ".join(map(quoted, sorted(query.scopes.before[clause])))
            items = clause.children[1].part("returnItems")
            for star in items.children if items and names else ():
                if not star.kind and star.text == "*":
                    writer.put(star, names)


def _repeat_patterns(query: ParsedQuery, writer: Writer) -> None:
    """``-[r:T WHERE ...]->{1,3}`` becomes ``(()-[r:T WHERE ...]->()){1,3}``, the same, of which the engine reads the condition."""
    for relationship in query.query.all("relationshipPattern"):
        siblings = relationship.parent.children if relationship.parent else []
        after = siblings[siblings.index(relationship) + 1 :][:1]
        if relationship.has("WHERE") and after and after[0].kind == "quantifier":
            writer.put(relationship, partial(_in_brackets, writer, relationship, "(()", "())"))


def _bracket_counts(query: ParsedQuery, writer: Writer) -> None:
    """``COUNT { ... } + 1`` gets brackets, without which the engine drops what is added or multiplied."""
    for count in query.query.all("countExpression"):
        sum_of_it = None
        for node in count.above():
            if node.kind in _ARITHMETIC:
                sum_of_it = node
            elif node.kind != "parenthesizedExpression":
                break
        if sum_of_it:
            writer.put(sum_of_it, partial(_in_brackets, writer, sum_of_it, "(", ")"))


def _bracket_cases(query: ParsedQuery, writer: Writer) -> None:
    """``CASE ... END + 1``, ``CASE ... END.a`` and ``[CASE ... END][0]`` get brackets, also where a guard becomes the CASE.

    Without them the engine's first answer to ``CASE ... END + 1 = 2`` is false, whatever the values are; a second one is right.
    """
    for operation in query.query.all(*sorted(_ARITHMETIC), "expression2", "listLiteral"):
        for part in operation.children:
            if part.kind in _CASES or writer.is_wrapped(part):
                writer.wrap(part, "({})".format)


_ARITHMETIC = frozenset("expression6 expression5 expression4 expression3".split())
_CASES = frozenset({"caseExpression", "extendedCaseExpression"})


def _in_brackets(writer: Writer, node: Tree, before: str, after: str) -> str:
    return before + writer.inside(node) + after


def _check_ends(query: ParsedQuery, writer: Writer) -> None:
    """The ends of shortest paths get names, so that they can be compared; in an expression they are compared at once."""
    for path in query.query.all("shortestPathPattern"):
        if check := _check_of_ends(path):
            if path.parent and path.parent.kind == "pattern":
                for end, name in _ends(path):
                    if not end.part("variable"):
                        writer.put(end.children[0], f"({name}")
            else:
                writer.put(path, partial(_in_brackets, writer, path, f"{check} ELSE ", " END"))


def _ends(path: Tree) -> list[tuple[Tree, str]]:
    """(node, name) of both ends of a shortest path."""
    ends = path.children[2].parts("nodePattern")
    named = [(end, end.part("variable")) for end in ends]
    return [(end, quoted(variable.name) if variable else f"end_{end.first}") for end, variable in named]


def _check_of_ends(path: Tree) -> str:
    """The beginning of a CASE that stops the query where both ends are one node; empty if the path may have no steps.

    Neo4j stops such a query. The engine would give a path without steps.
    """
    if any(length.text.replace(" ", "").startswith("*0") for length in path.below("pathLength")):
        return ""
    (_, one), *_, (_, other) = _ends(path)
    return f"CASE WHEN {one} = {other} THEN date('{SAME_ENDS}')"


def _move_conditions(query: ParsedQuery, writer: Writer) -> None:
    """The conditions of a clause, without those that the engine does not support there, which follow in a WITH * WHERE.

    So do EXISTS { } and COUNT { } beside other conditions: the engine would ask them also where the others fail, of each pair of two patterns.
    The ends of shortest paths are compared after the query's own conditions, so that pairs which these exclude do not count.
    """
    checks: dict[Tree, list[str]] = {}
    for path in query.query.all("shortestPathPattern"):
        if path.parent and path.parent.kind == "pattern" and (check := _check_of_ends(path)):
            clause = next(node for node in path.above() if node.kind == "matchClause")
            checks.setdefault(clause, []).append(f"{check} IS NULL ELSE true END")
    carried = {where: moved for where, _, moved in carried_conditions(query)}
    for where in query.query.all("whereClause"):
        if where.parent and where.parent.kind == "matchClause" and not _is_fixed(where):
            parts, later = _parts(where), carried.get(where, [])
            asking = [part for part in parts if part not in later and part.below(*SUBQUERIES)]
            moved = [*later, *asking] if len(later) + len(asking) < len(parts) else later
            if moved:
                kept = [part for part in parts if part not in moved]
                writer.put(where, partial(_moved, writer, kept, moved, checks.pop(where.parent, [])))
    for clause, added in checks.items():
        last = clause.part("whereClause") or clause.children[-1]
        writer.put(last, partial(_checked, writer, last, added))


def _moved(writer: Writer, kept: list[Tree], moved: list[Tree], added: list[str]) -> str:
    before = f"WHERE {' AND '.join(map(writer.text, kept))} " if kept else ""
    return f"{before}WITH * WHERE {' AND '.join([*map(writer.text, moved), *added])}"


def _checked(writer: Writer, last: Tree, added: list[str]) -> str:
    if last.kind == "whereClause":
        return f"WHERE {' AND '.join([f'({writer.text(last.children[1])})', *added])}"
    return f"{writer.inside(last)} WHERE {' AND '.join(added)}"


def carried_conditions(query: ParsedQuery) -> list[tuple[Tree, list[Tree], list[Tree]]]:
    """(WHERE, conditions that the engine supports, conditions that it does not) of each MATCH with unsupported conditions.

    The engine does not know a value from an earlier WITH or UNWIND in a condition that also takes a part of a property or of
    a function's result, as in ``m.startsFrom.year = y``. After ``WITH *`` the same condition works.
    """
    conditions = []
    for where in query.query.all("whereClause"):
        parts = _parts(where)
        moved = [part for part in parts if _takes_apart(query, part) and _is_carried(query, where, part)]
        if moved and where.parent and where.parent.kind in ("matchClause", *_SUBQUERIES):
            conditions.append((where, [part for part in parts if part not in moved], moved))
    return conditions


def _parts(where: Tree) -> list[Tree]:
    """The conditions that a WHERE joins by AND."""
    whole = where.children[1]
    return [part for part in whole.children if part.kind] if whole.kind == "expression10" else [whole]


def carried_where_it_is_fixed(query: ParsedQuery) -> list[Tree]:
    """The unsupported conditions that cannot be moved: those of OPTIONAL MATCH, and those in EXISTS and COUNT.

    The engine knows the value after all where a single pattern has a node that is known before, or no relationship.
    """
    return [
        moved[0] for where, _, moved in carried_conditions(query) if _is_fixed(where) and not _is_anchored(query, where)
    ]


def _is_anchored(query: ParsedQuery, where: Tree) -> bool:
    """Whether a WHERE belongs to a single pattern, and this has a node that is known before it, or no relationship."""
    assert where.parent
    clause = next(node for node in where.above() if node in query.scopes.before)
    known = set(query.scopes.before[clause])
    if clause is not where.parent:  # EXISTS { (a)-->() WHERE ... }: what the clause around it draws is known too
        known |= set(query.scopes.names(clause.children[-1]))
    listed = where.parent.part("patternList")
    patterns = listed.parts("pattern") if listed else []
    if len(patterns) != 1:
        return False
    names = {v.name for node in patterns[0].below("nodePattern") for v in node.parts("variable")}
    return bool(names & known) or not patterns[0].below("relationshipPattern")


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
    """Whether a condition uses a value from before its pattern that is not a node, relationship or path."""
    clause = next(node for node in where.above() if node in query.scopes.before)
    for variable in _outside_subqueries(condition, "variable"):
        bound = query.scopes.before[clause].get(variable.name)
        if bound and not bound.kind and query.scopes.lookup(variable, variable.name) is bound:
            return True
    return False


def _outside_subqueries(condition: Tree, kind: str) -> list[Tree]:
    """The nodes of a kind in a condition, without those in subqueries, which have conditions of their own."""
    subqueries = condition.below(*SUBQUERIES)
    return [node for node in condition.below(kind) if not any(subquery.holds(node) for subquery in subqueries)]
