"""The operators of SPARQL's algebra as SQL: each node becomes a SELECT over the SELECTs of its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from govgraph.graph.relational import aggregates, patterns
from govgraph.graph.relational.comparison import order_key
from govgraph.graph.relational.context import Context, Term
from govgraph.graph.relational.expressions import Expressions, Scopes
from govgraph.graph.relational.relation import Relation, join, left_join, selected, union
from govgraph.graph.relational.terms import FallBack, Value, same, unbound

Operator = Callable[[Context, Any, Term, Scopes], Relation]


def translate(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    """The solutions of a node of the algebra.

    Args:
        graph: the graph that its patterns are in; None: the default graph.
        outer: what the patterns around an EXISTS have bound.

    Raises:
        FallBack: the node, or something in it, is left to Oxigraph.
    """
    operator = _OPERATORS.get(node.name)
    if operator is None:
        raise FallBack(f"the operator {node.name}")
    return operator(context, node, graph, outer)


def _basic(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    del outer
    if graph is not None and not node.triples:
        raise FallBack("GRAPH without a pattern")
    return patterns.basic(context, node.triples, graph)


def _graph(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    if graph is not None:
        raise FallBack("GRAPH inside GRAPH")
    return translate(context, node.p, context.resolved(node.term), outer)


def _join(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    a, b = (translate(context, p, graph, outer) for p in (node.p1, node.p2))
    return join(context.names, a, b)


def _left_join(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    a, b = (translate(context, p, graph, outer) for p in (node.p1, node.p2))
    x, y = context.names.new("t"), context.names.new("t")
    if isinstance(node.expr, CompValue) and node.expr.name == "TrueFilter":
        return left_join(context.names, a, b, "", (x, y))
    scope = {**b.scope(y), **a.scope(x)}
    condition = Expressions(context, (scope, *outer), graph).truth(node.expr)
    return left_join(context.names, a, b, condition, (x, y))


def _union(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    return union(context.names, [translate(context, p, graph, outer) for p in (node.p1, node.p2)])


def _filter(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    found = translate(context, node.p, graph, outer)
    alias = context.names.new("t")
    condition = Expressions(context, (found.scope(alias), *outer), graph).truth(node.expr)
    return replace(found, sql=f"SELECT * FROM ({found.sql}) {alias} WHERE {condition}")


def _extend(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    found = translate(context, node.p, graph, outer)
    name = str(node.var)
    if name in found.variables and str(node.expr).startswith("__agg"):
        return found  # what is grouped by keeps its name
    if name in found.variables or name in context.given or any(name in scope for scope in outer):
        raise FallBack("BIND of a variable that is bound")
    alias = context.names.new("t")
    made = Expressions(context, (found.scope(alias), *outer), graph).value(node.expr)
    column = context.names.column(name)
    sql = f"SELECT *, {made.sql} AS {column} FROM ({found.sql}) {alias}"
    return Relation(sql, {**found.variables, name: Value(column, made.kinds, made.maybe)})


def _minus(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    if outer or context.given:
        raise FallBack("MINUS inside EXISTS or with parameters")
    a, b = (translate(context, p, graph, ()) for p in (node.p1, node.p2))
    shared = [name for name in a.variables if name in b.variables]
    if not shared:
        return a
    if any(r.variables[name].maybe for name in shared for r in (a, b)):
        raise FallBack("MINUS over a variable that may be unbound")
    x, y = context.names.new("t"), context.names.new("t")
    on = " AND ".join(same(a.variables[name].at(x), b.variables[name].at(y)) for name in shared)
    return Relation(f"SELECT {x}.* FROM ({a.sql}) {x} ANTI JOIN ({b.sql}) {y} ON {on}", a.variables)


def _inner(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    """A subselect, or the rows of a VALUES."""
    if node.p.name != "values" and (outer or context.given):
        raise FallBack("a subselect inside EXISTS, or with a parameter that is selected")
    found = translate(context, node.p, graph, outer)
    return replace(found, order=(), by=frozenset())


def _values(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    del graph
    names = list(dict.fromkeys(str(variable) for row in node.res for variable in row))
    if not names or any(name in context.given for name in names) or any(n in s for n in names for s in outer):
        raise FallBack("VALUES that is empty or names a variable of the surroundings")
    rows = []
    for row in node.res:
        cells = {str(k): context.constants.of(v) for k, v in row.items() if v != "UNDEF"}
        shown = selected(f"{v.sql} AS {context.names.column(name)}" for name, v in cells.items())
        variables = {name: Value(context.names.column(name), v.kinds) for name, v in cells.items()}
        rows.append(Relation(f"SELECT {shown}", variables))
    return union(context.names, rows)


def _project(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    found = translate(context, node.p, graph, outer)
    columns, variables = [], {}
    for name in dict.fromkeys(str(v) for v in node.PV):
        column = context.names.column(name)
        if name in context.given:
            v = context.constants.of(context.given[name])
            columns.append(f"{v.sql} AS {column}")
        else:
            v = found.variables.get(name, unbound())
            columns.append(column if name in found.variables else f"{v.sql} AS {column}")
        variables[name] = Value(column, v.kinds, v.maybe)
    columns += [key for key, _ in found.order]
    return replace(found, sql=f"SELECT {selected(columns)} FROM ({found.sql})", variables=variables)


def _distinct(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    found = translate(context, node.p, graph, outer)
    if found.by is None or not found.by <= found.variables.keys():
        raise FallBack("DISTINCT sorted by what is not shown")
    columns = [*(v.sql for v in found.variables.values()), *(key for key, _ in found.order)]
    return replace(found, sql=f"SELECT DISTINCT {selected(columns)} FROM ({found.sql})")


def _order(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    found = translate(context, node.p, graph, outer)
    alias = context.names.new("t")
    here = Expressions(context, (found.scope(alias), *outer), graph)
    columns, order = [], []
    for condition in node.expr:
        key = context.names.new("k")
        columns.append(f"{order_key(here.value(condition.expr), 'ORDER BY')} AS {key}")
        order.append((key, "DESC NULLS LAST" if condition.order == "DESC" else "ASC NULLS FIRST"))
    plain = all(isinstance(condition.expr, Variable) for condition in node.expr)
    by = frozenset(str(condition.expr) for condition in node.expr) if plain else None
    sql = f"SELECT *, {', '.join(columns)} FROM ({found.sql}) {alias}"
    return Relation(sql, found.variables, tuple(order), by)


def _slice(context: Context, node: Any, graph: Term, outer: Scopes) -> Relation:
    found = translate(context, node.p, graph, outer)
    limit = f" LIMIT {int(node.length)}" if node.length is not None else ""
    offset = f" OFFSET {int(node.start)}" if node.start else ""
    return replace(found, sql=f"SELECT * FROM ({found.sql}){found.order_sql}{limit}{offset}")


_OPERATORS: dict[str, Operator] = {
    "BGP": _basic,
    "Graph": _graph,
    "Join": _join,
    "LeftJoin": _left_join,
    "Union": _union,
    "Filter": _filter,
    "Extend": _extend,
    "Minus": _minus,
    "ToMultiSet": _inner,
    "values": _values,
    "Project": _project,
    "Distinct": _distinct,
    "OrderBy": _order,
    "Slice": _slice,
    "AggregateJoin": aggregates.grouped,
}
