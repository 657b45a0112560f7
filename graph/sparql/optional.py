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
    bound = set().union(*(_bound(part) for part in tree.parts))
    for part in tree.parts:
        inner = part.parts[0] if part.rule == "Pattern" else part
        used, careful = _variables(inner.parts[:-2]), any(word.kind in _CAREFUL for word in inner.words())
        if inner.rule == "Bind" and used <= bound:
            bound |= _variables(inner.parts[-2:])
        elif inner.rule == "Filter" and (not careful or _is_bound_test(inner)):
            bound |= _variables([inner])
    return bound


def _is_bound_test(tree: Tree) -> bool:
    """Whether a filter is just BOUND of a variable, or several of them."""
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
            counts = any(next(a.words()).kind == "COUNT" for a in selected.all("Aggregate"))
            used = _variables(selected.parts[:-2]) if len(selected.parts) > 1 else name
            bound |= name if counts or used <= inner else set()
    return bound


def _bound_by_values(select: Tree) -> set[str]:
    values = select.part("Values")
    return _bound_by_data(values) if values else set()


def _bound_by_data(values: Tree) -> set[str]:
    return set() if any(word.kind == "UNDEF" for word in values.words()) else _variables([values])
