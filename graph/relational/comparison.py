"""How values compare: ``=`` and ``<`` of SPARQL, effective boolean values, and the order of terms, as Oxigraph has them.

NULL is an error, so that SQL's logic of three values is SPARQL's. What Oxigraph does with each pair of kinds was measured; the tests
measure it again.
"""

from __future__ import annotations

from govgraph.graph.relational.terms import (
    DATES,
    DECIMAL_UNIT,
    NUMERIC,
    ODD,
    TEXTUAL,
    FallBack,
    Value,
)


def described(*values: Value) -> str:
    """The kinds of values, for people.

    Example:
        >>> described(Value("a", frozenset({"string", "iri"})))
        'iri or string'
    """
    return ", ".join(" or ".join(sorted(v.kinds)) for v in values)


def numbers(a: Value, b: Value) -> tuple[str, str]:
    """Two numbers as SQL expressions that can be compared or added.

    Raises:
        FallBack: a double with a computed decimal, which Oxigraph converts in its own way.
    """
    if a.kind == b.kind:
        return a.sql, b.sql
    kinds = {a.kind, b.kind}
    if kinds == {"integer", "decimal"}:
        return _as_decimal(a), _as_decimal(b)
    if kinds == {"integer", "double"}:
        return f"({a.sql})::DOUBLE", f"({b.sql})::DOUBLE"
    return _as_double(a), _as_double(b)


def _as_decimal(v: Value) -> str:
    return v.sql if v.kind == "decimal" else f"(({v.sql})::HUGEINT * {DECIMAL_UNIT}::HUGEINT)"


def _as_double(v: Value) -> str:
    if v.kind == "decimal":
        if v.constant is None:
            raise FallBack("a computed decimal with a double")
        return f"{v.constant / DECIMAL_UNIT!r}::DOUBLE"
    return f"({v.sql})::DOUBLE"


def equal(a: Value, b: Value) -> str:
    """``a = b``."""
    if a.kind in NUMERIC and b.kind in NUMERIC:
        x, y = numbers(a, b)
        return f"({x} = {y})"
    if a.native and b.native and a.kind == b.kind:
        return f"({a.sql} = {b.sql})"
    if ODD in a.kinds | b.kinds or (a.kinds & NUMERIC and b.kinds & NUMERIC):
        raise FallBack(f"= between {described(a, b)}")
    if not a.kinds & b.kinds:
        return f"CASE WHEN {a.sql} IS NOT NULL AND {b.sql} IS NOT NULL THEN false END"
    return f"({a.term} = {b.term})"


def less(a: Value, operator: str, b: Value) -> str:
    """``a < b``, or with another operator of ``<= > >=``."""
    if a.kind in NUMERIC and b.kind in NUMERIC:
        x, y = numbers(a, b)
        return f"({x} {operator} {y})"
    if ODD in a.kinds | b.kinds or (a.kinds & NUMERIC and b.kinds & NUMERIC):
        raise FallBack(f"{operator} between {described(a, b)}")
    if not a.kinds & b.kinds:
        return "NULL::BOOLEAN"
    if a.native and b.native and a.kind != "iri":
        return f"({a.sql} {operator} {b.sql})"
    # IRIs have no order, but one is not less than itself.
    alike = f"CASE WHEN ({a.term}) = ({b.term}) THEN {str('=' in operator).lower()} END"
    if a.kind == "iri" or b.kind == "iri":
        return alike
    x, y = a.term, b.term
    iris = f"WHEN ({x}).t = 'iri' THEN {alike} " if "iri" in a.kinds & b.kinds else ""
    return f"CASE WHEN ({x}).t <> ({y}).t THEN NULL {iris}ELSE ({x}).v {operator} ({y}).v END"


def truth(v: Value) -> str:
    """The effective boolean value."""
    if v.kind == "boolean":
        return v.sql
    if v.kind == "string":
        return f"({v.sql} <> '')"
    if v.kind in NUMERIC:
        return f"({v.sql} <> 0)"
    if v.kinds <= TEXTUAL | DATES | {"iri"}:
        return f"CASE WHEN {v.tag} = '' THEN {v.text} <> '' END" if "string" in v.kinds else "NULL::BOOLEAN"
    raise FallBack(f"the truth of {described(v)}")


def order_key(v: Value, what: str) -> str:
    """An SQL expression by which terms sort as SPARQL sorts them.

    Args:
        what: the clause or function that sorts, for the message.

    Raises:
        FallBack: numbers among other terms.
    """
    if v.native:
        return v.sql
    if v.kinds & NUMERIC:
        raise FallBack(f"{what} over {described(v)}")
    return f"term_order({v.sql})"
