"""The functions of SPARQL as SQL: on any terms, on dates and on numbers. Those on text are in ``text_functions``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from govgraph.graph.duck import quoted
from govgraph.graph.relational import text_functions
from govgraph.graph.relational.comparison import described
from govgraph.graph.relational.terms import (
    DATES,
    NUMERIC,
    XSD,
    FallBack,
    Value,
    same,
    unbound,
    unified,
    value,
)
from govgraph.graph.relational.text_functions import Function

if TYPE_CHECKING:
    from govgraph.graph.relational.expressions import Expressions


def call(here: Expressions, name: str, node: Any) -> Value:
    """The value of a function call.

    Args:
        here: translates the arguments.
        name: of the function, as rdflib has it.

    Raises:
        FallBack: the function is not known, or not for such arguments.

    Example:
        >>> call(None, "MD5", None)
        Traceback (most recent call last):
        ...
        govgraph.graph.relational.terms.FallBack: the function MD5
    """
    function = _FUNCTIONS.get(name)
    if function is None:
        raise FallBack(f"the function {name}")
    return function(here, node)


# --------------------------------------------------------------------------------------------- any terms


def _str(here: Expressions, node: Any) -> Value:
    v = here.value(node.arg)
    return value(v.text, "string", maybe=v.maybe)


def _lang(here: Expressions, node: Any) -> Value:
    v = here.value(node.arg)
    if v.kind == "iri":
        return unbound()
    if v.native:
        return value(f"CASE WHEN {v.sql} IS NOT NULL THEN '' END", "string", maybe=True)
    return value(f"term_language({v.sql})", "string", maybe=v.maybe or "iri" in v.kinds)


def _datatype(here: Expressions, node: Any) -> Value:
    v = here.value(node.arg)
    if v.kind == "iri":
        return unbound("iri")
    if v.native:
        return value(f"CASE WHEN {v.sql} IS NOT NULL THEN {quoted(XSD + v.kind)} END", "iri", maybe=True)
    return value(f"term_datatype({v.sql})", "iri", maybe=v.maybe or "iri" in v.kinds)


def _bound(here: Expressions, node: Any) -> Value:
    return value(f"({here.value(node.arg).sql} IS NOT NULL)", "boolean")


def _if(here: Expressions, node: Any) -> Value:
    condition = here.truth(node.arg1)
    (yes, no), kinds = unified([here.value(node.arg2), here.value(node.arg3)])
    return Value(f"CASE WHEN {condition} THEN {yes} WHEN NOT {condition} THEN {no} END", kinds, True)


def _coalesce(here: Expressions, node: Any) -> Value:
    values = [here.value(x) for x in node.arg]
    sqls, kinds = unified(values)
    return Value(f"coalesce({', '.join(sqls)})", kinds, all(v.maybe for v in values))


def _same_term(here: Expressions, node: Any) -> Value:
    a, b = here.value(node.arg1), here.value(node.arg2)
    sql = f"CASE WHEN {a.sql} IS NOT NULL AND {b.sql} IS NOT NULL THEN {same(a, b)} END"
    return value(sql, "boolean", maybe=True)


def _is(test: Callable[[str], bool]) -> Function:
    def of(here: Expressions, node: Any) -> Value:
        v = here.value(node.arg)
        answers = {test(kind) for kind in v.kinds}
        if len(answers) == 1:
            return value(f"CASE WHEN {v.sql} IS NOT NULL THEN {str(answers.pop()).lower()} END", "boolean", maybe=True)
        if test("iri") == any(test(kind) for kind in v.kinds - {"iri"}):
            raise FallBack(f"a test of the kind of {described(v)}")
        return value(f"({v.tag} {'=' if test('iri') else '<>'} 'iri')", "boolean", maybe=True)

    return of


# ------------------------------------------------------------------------------------------------- text


# -------------------------------------------------------------------------------------- dates and numbers


def _part(part: str, first: int, length: int) -> Function:
    """A part of a date; a year has no month, and that is an error. Oxigraph takes years of years and months as well."""

    def of(here: Expressions, node: Any) -> Value:
        v = here.value(node.arg)
        if v.kind == "date":
            return value(f"{part}({v.sql})", "integer", maybe=v.maybe)
        if not v.kinds <= DATES:
            raise FallBack(f"{part.upper()} of {described(v)}")
        text = f"substr({v.text}, {first}, {length})"
        there = f"length({v.text}) >= {first + length - 1}"
        return value(f"CASE WHEN {there} THEN ({text})::BIGINT END", "integer", maybe=True)

    return of


def _rounding(function: str) -> Function:
    def of(here: Expressions, node: Any) -> Value:
        v = here.value(node.arg)
        if v.kind not in NUMERIC or v.kind == "decimal":
            raise FallBack(f"{function.upper()} of {described(v)}")
        if v.kind == "integer":
            return v if function != "abs" else Value(f"abs({v.sql})", v.kinds, v.maybe)
        # SPARQL rounds halves up, SQL away from zero.
        up = f"CASE WHEN abs({v.sql}) < 4503599627370496 THEN floor({v.sql} + 0.5) ELSE {v.sql} END"
        sql = up if function == "round" else f"{function}({v.sql})"
        return Value(f"plain_double({sql})", v.kinds, v.maybe)

    return of


_FUNCTIONS: dict[str, Function] = {
    **text_functions.FUNCTIONS,
    "STR": _str,
    "LANG": _lang,
    "DATATYPE": _datatype,
    "BOUND": _bound,
    "IF": _if,
    "COALESCE": _coalesce,
    "sameTerm": _same_term,
    "isIRI": _is(lambda kind: kind == "iri"),
    "isURI": _is(lambda kind: kind == "iri"),
    "isLITERAL": _is(lambda kind: kind != "iri"),
    "isBLANK": _is(lambda kind: kind == "blank"),
    "isNUMERIC": _is(lambda kind: kind in NUMERIC),
    "YEAR": _part("year", 1, 4),
    "MONTH": _part("month", 6, 2),
    "DAY": _part("day", 9, 2),
    "ABS": _rounding("abs"),
    "CEIL": _rounding("ceil"),
    "FLOOR": _rounding("floor"),
    "ROUND": _rounding("round"),
}
"""The name of a function in rdflib's algebra -> its translation."""
