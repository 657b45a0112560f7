"""GROUP BY and the aggregates as SQL.

Where SQL leaves NULL out, Oxigraph makes the whole aggregate an error (except COUNT and SAMPLE), and so does the SQL that is made here.
"""

from __future__ import annotations

from typing import Any

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from govgraph.graph.relational.comparison import described, order_key
from govgraph.graph.relational.context import Context, Term
from govgraph.graph.relational.expressions import Expressions, Scopes
from govgraph.graph.relational.relation import Relation, selected
from govgraph.graph.relational.terms import DECIMAL_UNIT, NUMERIC, ODD, FallBack, Value, value


def grouped(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    """The groups of an AggregateJoin: its aggregates, and the variables that it groups by."""
    group, source = node.p, node.p.p
    unnamed = []
    # rdflib makes an Extend without a variable of each expression in GROUP BY that has no name.
    while source.name == "Extend" and source.var is None:
        unnamed.append(source.expr)
        source = source.p
    if any(a.name == "Aggregate_GroupConcat" for a in node.A) and _is_sorted(source):
        raise FallBack("GROUP_CONCAT over what a subselect has sorted")
    found = context.pattern(context, source, graph, outer)
    alias = context.names.new("t")
    here = Expressions(context, (found.scope(alias), *outer), graph)
    keys = [unnamed.pop() if e is None else e for e in group.expr or []]
    by = {str(key): here.value(key) for key in keys}
    made = {str(a.res): _aggregate(here, a, by) for a in node.A}
    made |= {str(key): by[str(key)] for key in keys if isinstance(key, Variable)}
    columns = {name: context.names.column(name) for name in made}
    shown = selected(f"{v.sql} AS {columns[name]}" for name, v in made.items())
    tail = f" GROUP BY {', '.join(v.sql for v in by.values())}" if by else ""
    variables = {name: Value(columns[name], v.kinds, v.maybe) for name, v in made.items()}
    return Relation(f"SELECT {shown} FROM ({found.sql}) {alias}{tail}", variables)


def _is_sorted(node: Any) -> bool:
    """Whether some part of a pattern has ORDER BY."""
    return isinstance(node, CompValue) and (node.name == "OrderBy" or any(map(_is_sorted, node.values())))


def _aggregate(here: Expressions, node: Any, by: dict[str, Value]) -> Value:
    """One aggregate.

    Args:
        by: what is grouped by; empty: there is one group, which may have no solution.
    """
    kind = node.name.removeprefix("Aggregate_")
    distinct = "DISTINCT " if node.distinct else ""
    if kind == "Count" and node.vars == "*":
        if distinct:
            raise FallBack("COUNT(DISTINCT *)")
        return value("count(*)", "integer")
    if kind == "Sample" and str(node.vars) in by:
        return by[str(node.vars)]
    v = here.value(node.vars)
    match kind:
        case "Sample":
            return Value(f"any_value({v.sql})", v.kinds, True)
        case "Count":
            number = value(f"count({distinct}{v.sql})", "integer")
            # A variable without a value is not counted; an expression without a value is an error.
            return number if isinstance(node.vars, Variable) else _whole(v, number)
        case "Min" | "Max":
            function = kind.lower()
            sql = f"{function}({v.sql})" if v.native else f"arg_{function}({v.sql}, {order_key(v, kind.upper())})"
            return _whole(v, Value(sql, v.kinds, True))
        case "Sum" | "Avg":
            if not v.kinds & NUMERIC and ODD not in v.kinds:
                # Any value that is no number is an error, and of no value the sum and the mean are 0.
                return value("CASE WHEN count(*) = 0 THEN 0::BIGINT END", "integer", maybe=True)
            return _whole(v, _total(kind, v, distinct, bool(by)))
        case "GroupConcat":
            if v.kind != "string":
                raise FallBack(f"GROUP_CONCAT over {described(v)}")
            separator = " " if node.separator is None else str(node.separator)
            joined = f"string_agg({distinct}{v.sql}, {here.context.constants.text(separator)})"
            return _whole(v, value(f"coalesce({joined}, '')", "string"))
    raise FallBack(f"the aggregate {kind}")


def _whole(v: Value, made: Value) -> Value:
    """An aggregate that is an error when one of its values is."""
    if not v.maybe:
        return made
    return Value(f"CASE WHEN count({v.sql}) = count(*) THEN {made.sql} END", made.kinds, True)


def _total(kind: str, v: Value, distinct: str, groups: bool) -> Value:
    if v.kind not in NUMERIC or v.kind == "decimal":
        raise FallBack(f"{kind.upper()} over {described(v)}")
    total, number = f"sum({distinct}{v.sql})", f"count({distinct}{v.sql})"
    if kind == "Sum" and v.kind == "integer":
        return value(f"coalesce({total}, 0)::BIGINT", "integer")
    if v.kind == "integer":
        made = value(f"(({total})::HUGEINT * {DECIMAL_UNIT}::HUGEINT // {number}::HUGEINT)", "decimal")
    else:
        made = value(f"plain_double({total})" if kind == "Sum" else f"plain_double({total} / {number})", "double")
    if groups:
        return made
    # Of nothing the sum and the mean are the whole number 0.
    empty = value("0::BIGINT", "integer")
    return Value(f"CASE WHEN {number} = 0 THEN {empty.term} ELSE {made.term} END", made.kinds | empty.kinds)
