"""Expressions of SPARQL as SQL: operators, arithmetic, casts and EXISTS. The functions are in ``functions``."""

from __future__ import annotations

from typing import Any

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Literal, URIRef, Variable

from govgraph.graph.relational import comparison, functions
from govgraph.graph.relational.comparison import described
from govgraph.graph.relational.context import Context, Scope, Term
from govgraph.graph.relational.terms import (
    DECIMAL_UNIT,
    NUMERIC,
    TEXTUAL,
    XSD,
    FallBack,
    Value,
    same,
    unbound,
    value,
    where,
)

Scopes = tuple[Scope, ...]


class Expressions:
    """Translates the expressions of one place in a query.

    Args:
        scopes: what variables stand for, the innermost first.
        graph: the graph in which EXISTS looks.
    """

    def __init__(self, context: Context, scopes: Scopes, graph: Term) -> None:
        self.context, self.scopes, self.graph = context, scopes, graph

    def truth(self, expression: Any) -> str:
        """The effective boolean value of an expression as SQL; NULL is an error."""
        return comparison.truth(self.value(expression))

    def value(self, expression: Any) -> Value:
        """The value of an expression.

        Raises:
            FallBack: it is not known for certain what Oxigraph would give.
        """
        expression = self.context.resolved(expression)
        if isinstance(expression, Variable):
            return next((s[str(expression)] for s in self.scopes if str(expression) in s), unbound())
        if isinstance(expression, URIRef | Literal):
            return self.context.constants.of(expression)
        if not isinstance(expression, CompValue):
            raise FallBack("an expression that is not known")
        name = expression.name
        match name:
            case "RelationalExpression":
                return self._relation(expression)
            case "ConditionalAndExpression" | "ConditionalOrExpression":
                word = " AND " if name == "ConditionalAndExpression" else " OR "
                parts = [self.truth(x) for x in (expression.expr, *expression.other)]
                return value(f"({word.join(parts)})", "boolean", maybe=True)
            case "UnaryNot":
                return value(f"(NOT {self.truth(expression.expr)})", "boolean", maybe=True)
            case "AdditiveExpression" | "MultiplicativeExpression":
                return self._arithmetic(expression)
            case "UnaryMinus" | "UnaryPlus":
                number = self._number(expression.expr, "a sign before")
                if name == "UnaryPlus":
                    return number
                sql = f"plain_double(-{number.sql})" if number.kind == "double" else f"(-{number.sql})"
                return Value(sql, number.kinds, number.maybe)
            case "Builtin_EXISTS" | "Builtin_NOTEXISTS":
                return self._exists(expression)
            case "Function":
                return self._cast(str(expression.iri), expression.expr)
        if name.startswith("Builtin_"):
            return functions.call(self, name.removeprefix("Builtin_"), expression)
        raise FallBack(f"the expression {name}")

    def _relation(self, expression: Any) -> Value:
        operator = expression.op
        a = self.value(expression.expr)
        if operator in ("IN", "NOT IN"):
            others = expression.other if isinstance(expression.other, list) else []
            parts = [comparison.equal(a, self.value(x)) for x in others]
            sql = f"({' OR '.join(parts) or 'false'})"
            return value(sql if operator == "IN" else f"(NOT {sql})", "boolean", maybe=True)
        b = self.value(expression.other)
        if operator in ("=", "!="):
            sql = comparison.equal(a, b)
            return value(sql if operator == "=" else f"(NOT {sql})", "boolean", maybe=True)
        return value(comparison.less(a, operator, b), "boolean", maybe=True)

    def _number(self, expression: Any, what: str) -> Value:
        number = self.value(expression)
        if number.kind not in NUMERIC:
            raise FallBack(f"{what} {described(number)}")
        return number

    def _arithmetic(self, expression: Any) -> Value:
        found = self.value(expression.expr)
        for operator, other in zip(expression.op, expression.other, strict=True):
            found = _computed(found, operator, self.value(other))
        return found

    def _cast(self, iri: str, arguments: Any) -> Value:
        kind = iri.removeprefix(XSD)
        if len(arguments) != 1:
            raise FallBack(f"the function {iri}")
        v = self.value(arguments[0])
        if kind == v.kind:
            return v
        match kind, v.kind:
            case "string", _:
                return value(v.text, "string", maybe=v.maybe)
            case "integer", "string":
                return _whole(v)
            case "double", "string":
                return _double(v)
            case "date", "string":
                return _day(v)
            case "double", "integer":
                return value(f"({v.sql})::DOUBLE", kind, maybe=v.maybe)
            case "decimal", "integer":
                return value(f"(({v.sql})::HUGEINT * {DECIMAL_UNIT}::HUGEINT)", kind, maybe=v.maybe)
            case "integer", "decimal":
                return value(f"({v.sql} // {DECIMAL_UNIT}::HUGEINT)::BIGINT", kind, maybe=v.maybe)
        raise FallBack(f"{kind} made of {described(v)}")

    def _exists(self, expression: Any) -> Value:
        found = self.context.pattern(self.context, expression.graph, self.graph, self.scopes)
        alias = self.context.names.new("t")
        conditions = []
        seen: set[str] = set()
        for scope in self.scopes:
            for name in scope.keys() & found.variables.keys() - seen:
                outer, inner = scope[name], found.variables[name]
                if outer.maybe or inner.maybe:
                    raise FallBack("EXISTS over a variable that may be unbound")
                seen.add(name)
                conditions.append(same(outer, inner.at(alias)))
        word = "NOT EXISTS" if expression.name == "Builtin_NOTEXISTS" else "EXISTS"
        return value(f"{word} (SELECT 1 FROM ({found.sql}) {alias}{where(conditions)})", "boolean")


def _whole(v: Value) -> Value:
    """A whole number read from text; other text is none, which is an error."""
    longer = "error('a whole number of more than 18 digits')::BIGINT"
    short = f"WHEN regexp_full_match({v.sql}, '[+-]?[0-9]{{1,18}}') THEN {v.sql}::BIGINT"
    sql = f"CASE {short} WHEN regexp_full_match({v.sql}, '[+-]?[0-9]+') THEN {longer} END"
    return value(sql, "integer", maybe=True)


def _double(v: Value) -> Value:
    """A double read from text. What is written with an exponent or as a word is for Oxigraph."""
    plain = f"WHEN regexp_full_match({v.sql}, '[+]?[0-9]{{1,15}}([.][0-9]{{1,15}})?') THEN {v.sql}::DOUBLE"
    unusual = "error('a number that is written in an unusual way')::DOUBLE"
    sql = f"CASE {plain} WHEN regexp_matches({v.sql}, '^[+-]?[0-9.iInN]') THEN {unusual} END"
    return value(sql, "double", maybe=True)


def _day(v: Value) -> Value:
    """A date read from text. A date with a time zone, or of an unusual year, is for Oxigraph."""
    pattern = "'[0-9]{4}-[0-9]{2}-[0-9]{2}'"
    plain = f"WHEN regexp_full_match({v.sql}, {pattern}) AND {v.sql} >= '0001' THEN try_cast({v.sql} AS DATE)"
    sql = f"CASE {plain} WHEN regexp_matches({v.sql}, '^-?[0-9]{{4,}}-') THEN error('an unusual date')::DATE END"
    return value(sql, "date", maybe=True)


def _computed(a: Value, operator: str, b: Value) -> Value:
    """The result of one arithmetic operator on two numbers; with text, an IRI or a truth value it is an error."""
    if any(v.kinds <= TEXTUAL | {"iri", "boolean"} for v in (a, b)):
        return unbound("integer")
    if a.kind not in NUMERIC or b.kind not in NUMERIC:
        raise FallBack(f"arithmetic with {described(a, b)}")
    kinds = {a.kind, b.kind}
    if "double" in kinds:
        x, y = comparison.numbers(a, b)
        return value(f"plain_double({x} {operator} {y})", "double", maybe=True)
    if operator == "/":
        top = a.sql if a.kind == "decimal" else f"(({a.sql})::HUGEINT * {DECIMAL_UNIT}::HUGEINT)"
        if b.kind == "decimal":
            raise FallBack("division by a decimal")
        # Oxigraph cuts off after 18 digits, as the division of whole numbers does; dividing by zero is an error.
        return value(f"({top} // nullif({b.sql}, 0)::HUGEINT)", "decimal", maybe=True)
    if "decimal" not in kinds:
        return value(f"({a.sql} {operator} {b.sql})", "integer", maybe=True)
    if operator == "*":
        if a.kind == b.kind:
            raise FallBack("* of two decimals")
        return value(f"(({a.sql})::HUGEINT * ({b.sql})::HUGEINT)", "decimal", maybe=True)
    x, y = comparison.numbers(a, b)
    return value(f"({x} {operator} {y})", "decimal", maybe=True)
