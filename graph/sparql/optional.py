"""Which variables of a SPARQL query may be unbound: those that only OPTIONAL, one side of UNION or a failed expression gives."""

from __future__ import annotations

from collections.abc import Iterable

from govgraph.graph.sparql.tree import Tree

_CAREFUL = frozenset("COALESCE IF BOUND EXISTS NOT || !".split())
"""What makes an expression true or valid although a variable in it is unbound."""


def maybe_unbound(select: Tree) -> set[str]:
    """The variables that the pattern of a SELECT names and does not surely bind.

    Args:
        select: a node ``Select`` or ``SubSelect``.

    Example:
        >>> from govgraph.graph.sparql.tree import parse
        >>> query = "SELECT * { ?s gov:to ?o OPTIONAL { ?s gov:tone ?t } OPTIONAL { ?s gov:type ?k } FILTER(?k > 1) }"
        >>> sorted(maybe_unbound(next(parse(query).all("Select"))))
        ['t']
    """
    where = select.part("Where")
    group = where.part("Group") if where else None
    return _variables([group]) - _bound(group) - _bound_by_values(select) if group else set()


def _variables(parts: Iterable[Tree]) -> set[str]:
    return {word.text[1:] for part in parts for word in part.words() if word.kind == "VARIABLE"}


def _bound(tree: Tree) -> set[str]:
    """The variables that every solution of a pattern binds."""
    match tree.rule:
        case "Triples":
            return _variables([tree])
        case "Union":
            return set.intersection(*(_bound(part) for part in tree.parts if part.rule == "Group"))
        case "InGraph" | "Service":
            named = [part for part in tree.parts if part.word]
            return _variables(named).union(*(_bound(part) for part in tree.parts if part.rule == "Group"))
        case "Values":
            return _bound_by_data(tree)
        case "SubSelect":
            return _bound_by_select(tree)
        case "Patterns":
            return _bound_by_patterns(tree)
        case "Group" | "Pattern":
            return set().union(*(_bound(part) for part in tree.parts))
    return set()


def _bound_by_patterns(tree: Tree) -> set[str]:
    inner = [part.parts[0] if part.rule == "Pattern" else part for part in tree.parts]
    tested = set().union(*(_bound_by_filter(part) for part in inner if part.rule == "Filter"))
    bound: set[str] = set()
    for number, part in enumerate(inner):
        if part.rule == "Bind":
            # BIND sees what stands before it. What a filter of the group wants bound counts too, unless only a later pattern binds it.
            later = _variables(other for other in inner[number + 1 :] if other.rule not in ("Filter", ""))
            if _is_sure(part.parts[:-2], bound | (tested - later)):
                bound |= _variables(part.parts[-2:])
        else:
            bound |= _bound(tree.parts[number])
    return bound | tested


def _bound_by_filter(tree: Tree) -> set[str]:
    """The variables that have to be bound for a filter to be true."""
    careful = any(word.kind in _CAREFUL for word in tree.words())
    return _variables([tree]) if not careful or _is_bound_test(tree) else set()


def _is_sure(parts: Iterable[Tree], bound: set[str]) -> bool:
    """Whether expressions have a value, when these variables are bound; that one may fail for another reason is not looked at."""
    return all(_has_value(part, bound) for part in parts)


def _has_value(part: Tree, bound: set[str]) -> bool:
    if part.word:
        return part.word.kind != "VARIABLE" or part.word.text[1:] in bound
    name = next((word.kind for word in part.words()), "") if part.rule == "Builtin" else ""
    arguments = part.part("Arguments")
    given = [given for given in arguments.parts if given.rule] if arguments else []
    match name:
        case "BOUND" | "EXISTS" | "NOT" | "COUNT":
            return True
        case "COALESCE":
            return any(_has_value(one, bound) for one in given)
        case "IF" if len(given) == 3:
            tested = _variables(given[:1]) if _is_bound_test(given[0]) else set()
            return _has_value(given[0], bound) and _has_value(given[1], bound | tested) and _has_value(given[2], bound)
    return _is_sure(part.parts, bound)


def _is_bound_test(tree: Tree) -> bool:
    """Whether a condition is just BOUND of a variable, or of several that must all be bound."""
    return {word.kind for word in tree.words()} <= {"FILTER", "(", ")", "BOUND", "&&", "VARIABLE"}


def _bound_by_select(tree: Tree) -> set[str]:
    clause = tree.part("SelectClause")
    assert clause
    unbound = maybe_unbound(tree)
    where = tree.part("Where")
    inner = (_variables([where]) if where else set()) - unbound
    if any(part.word and part.word.kind == "*" for part in clause.parts):
        return inner
    bound = set()
    for selected in clause.parts:
        if selected.rule == "Selected":
            name = _variables(selected.parts[-2:] if len(selected.parts) > 1 else selected.parts)
            bound |= name if _is_sure(selected.parts[:-2] or selected.parts, inner) else set()
    return bound


def _bound_by_values(select: Tree) -> set[str]:
    values = select.part("Values")
    return _bound_by_data(values) if values else set()


def _bound_by_data(values: Tree) -> set[str]:
    return set() if any(word.kind == "UNDEF" for word in values.words()) else _variables([values])
