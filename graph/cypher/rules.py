"""The rules that recognise the gaps of the embedded Cypher in clauses and aggregates: one function for each gap.

A rule yields the nodes of the query's tree that Neo4j certainly answers in another way; in doubt it yields nothing.
The gaps, their reasons, and what to write instead are in ``gaps``.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.parsed import ParsedQuery, bare, name_of
from govgraph.graph.cypher.rewrite import carried_where_it_is_fixed, is_the_dialect
from govgraph.graph.cypher.scopes import SUBQUERIES, subqueries
from govgraph.graph.cypher.tree import Tree
from govgraph.ontology.errors import nearest

_NAMES = {
    name.lower(): name
    for name in """
    abs acos all allShortestPaths any asin atan atan2 btrim ceil char_length character_length coalesce cos cot
    date date.realtime date.statement date.transaction date.truncate
    datetime datetime.fromEpoch datetime.fromEpochMillis datetime.realtime datetime.statement datetime.transaction datetime.truncate
    degrees duration duration.between duration.inDays duration.inMonths duration.inSeconds e elementId endNode exists exp file floor
    graph.byElementId graph.byName haversin head id isEmpty isNaN keys labels last left length linenumber
    localdatetime localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
    localtime localtime.realtime localtime.statement localtime.transaction localtime.truncate log log10 lower ltrim nodes none
    normalize nullIf pi point point.distance point.withinBBox properties radians rand randomUUID range reduce relationships replace
    reverse right round rtrim shortestPath sign sin single size split sqrt startNode substring tail tan
    time time.realtime time.statement time.transaction time.truncate timestamp toBoolean toBooleanList toBooleanOrNull
    toFloat toFloatList toFloatOrNull toInteger toIntegerList toIntegerOrNull toLower toString toStringList toStringOrNull toUpper
    trim type upper valueType vector.similarity.cosine vector.similarity.euclidean
    avg collect count max min percentileCont percentileDisc stDev stDevP sum
    """.split()
}
"""All functions of Neo4j 5.26: name in lower case -> as it is written."""
FUNCTIONS = frozenset(_NAMES)

_CONDITIONS = frozenset("expression expression11 expression10 expression9 comparisonExpression6".split())


# ------------------------------------------------------------------------------------ aggregates and order


def aggregate_in_condition(query: ParsedQuery) -> Iterator[Tree]:
    """An aggregate that is part of a condition, or whose property is read."""
    for call in query.aggregates:
        below = call
        for node in call.above():
            if node.kind == "returnItem" or node in query.aggregates:
                break
            is_condition = node.kind in _CONDITIONS or (
                node.kind == "expression7" and node.part("comparisonExpression6")
            )
            takes_property = (
                node.kind == "expression2"
                and below is node.children[0]
                and any(p.part("property") for p in node.children)
            )
            if (is_condition and _is_projected(node)) or takes_property:
                yield node
            below = node


def _is_projected(node: Tree) -> bool:
    return any(above.kind == "returnItem" for above in node.above())


def mixed_grouping(query: ParsedQuery) -> Iterator[Tree]:
    """An aggregate in an expression with a variable that is not returned as an item of its own, so that nothing groups by it."""
    for clause, items in query.projections():
        scope = query.scopes.before.get(clause, {})
        alone = {item.children[0].words for item in items}
        for item in items:
            inside = item.below("functionInvocation", "countStar")
            if bare(item.children[0]).kind in SUBQUERIES:
                continue  # whose aggregates are its own, except in a larger expression
            aggregates = [call for call in inside if call in query.aggregates]
            for variable in item.children[0].below("variable") if aggregates else ():
                if variable.name not in scope or any(call.holds(variable) for call in aggregates):
                    continue
                if _is_local(query, variable) or not _prefixes(variable).isdisjoint(alone):
                    continue
                yield variable


def _is_local(query: ParsedQuery, variable: Tree) -> bool:
    """Whether an expression defines the variable for itself, as a list comprehension does."""
    bound = query.scopes.lookup(variable, variable.name)
    clause = next(node for node in variable.above() if node in query.scopes.before)
    return bound is not query.scopes.before[clause].get(variable.name)


def _prefixes(variable: Tree) -> set[tuple[str, ...]]:
    """How the variable is written with none, the first, ... and all of the properties that follow it."""
    ends = [variable.end]
    if variable.parent and variable.parent.kind == "expression2":
        ends += [part.end for part in variable.parent.children[1:] if part.part("property")]
    return {tuple(word.text.upper() for word in variable.query.words[variable.first : end]) for end in ends}


def aggregate_in_aggregate(query: ParsedQuery) -> Iterator[Tree]:
    """``collect({n: count(x)})``."""
    yield from (call for call in query.aggregates if any(above in query.aggregates for above in call.above()))


def order_by_what_is_gone(query: ParsedQuery) -> Iterator[Tree]:
    """ORDER BY an aggregate that the projection before it does not list."""
    for body in query.query.all("returnBody"):
        order, items = body.part("orderBy"), body.part("returnItems")
        if order and items:
            listed = {call.words for call in query.aggregates if items.holds(call)}
            yield from (call for call in query.aggregates if order.holds(call) and call.words not in listed)


# ----------------------------------------------------------------------------------------- clauses and names


def sign_of_other_languages(query: ParsedQuery) -> Iterator[Tree]:
    """``!=``."""
    for comparison in query.query.all("expression8"):
        yield from (sign for sign in comparison.children if not sign.kind and sign.text == "!=")


def case_by_type(query: ParsedQuery) -> Iterator[Tree]:
    """``CASE x WHEN IS :: INTEGER THEN``, ``CASE x WHEN IS NULL``."""
    for when in query.query.all("extendedWhen"):
        if when.children[0].kind == "comparisonExpression6" and when.children[0].has("::"):
            yield when


def returned_again(query: ParsedQuery) -> Iterator[Tree]:
    """A subquery that returns a name which there is already outside of it."""
    for call in query.query.all("subqueryClause"):
        known = query.scopes.before.get(call, {})
        for single in subqueries(call):
            for clause in single.parts("returnClause"):
                items = clause.children[1].part("returnItems")
                for item in items.parts("returnItem") if items else ():
                    if item.children[-1].kind == "variable" and item.children[-1].name in known:
                        yield item.children[-1]


def other_columns_in_union(query: ParsedQuery) -> Iterator[Tree]:
    """UNION of queries that return other columns, by name."""
    for union in query.query.all("union"):
        first, *others = [query.column_names(single) for single in union.parts("singleQuery")]
        for single, names in zip(union.parts("singleQuery")[1:], others, strict=True):
            if first and names and sorted(first) != sorted(names):
                yield single.children[-1]


def pattern_as_a_value(query: ParsedQuery) -> Iterator[Tree]:
    """``RETURN (a)-->() AS x``, ``(a)-->() = true``: a pattern is a condition, and no value."""
    for pattern in query.query.all("patternExpression"):
        above = pattern.parent
        is_result = above and above.kind in _COMPREHENSIONS and above.has("|") and above.children[-2] is pattern
        if above and (is_result or above.kind in _OF_VALUES):
            yield pattern


_COMPREHENSIONS = ("listComprehension", "patternComprehension")
_OF_VALUES = frozenset("returnItem orderItem expression8 listLiteral map".split())


def unknown_function(query: ParsedQuery) -> Iterator[Tree]:
    """A function that Neo4j does not have."""
    yield from (call for name, call in query.calls if name not in FUNCTIONS)
    yield from query.query.all("allReduceExpression", "vectorFunction", "vectorDistanceFunction", "vectorNormFunction")


def nearest_function(call: Tree) -> str:
    """What to write in place of an unknown function: the one with the nearest name, or what does the same as a function of another language;
    empty if there is neither."""
    name = name_of(call) if call.kind == "functionInvocation" else ""
    near = nearest(name, FUNCTIONS)
    return _OF_OTHER_LANGUAGES.get(name) or (f"{_NAMES[near]}()" if near else "")


_OF_OTHER_LANGUAGES = {
    **dict.fromkeys(("len", "strlen"), "size(x)"), **dict.fromkeys(("ucase", "uppercase"), "toUpper(x)"),
    **dict.fromkeys(("lcase", "lowercase"), "toLower(x)"), **dict.fromkeys(("ifnull", "isnull", "nvl"), "coalesce(x, y)"),
    **dict.fromkeys(("average", "mean"), "avg(x)"), **dict.fromkeys(("group_concat", "string_agg", "array_agg"), "collect(x)"),
    **dict.fromkeys(("pow", "power"), "x ^ y"), **dict.fromkeys(("regex", "regexp_matches"), "x =~ '.*y.*'"),
    **{unit: f"x.{unit}" for unit in ("year", "month", "day", "hour", "minute", "second")},
    "substr": "substring(x, 0, 4)", "concat": "x + y", "contains": "x CONTAINS y", "startswith": "x STARTS WITH y", "endswith": "x ENDS WITH y",
    "now": "datetime()", "today": "date()", "int": "toInteger(x)", "float": "toFloat(x)", "str": "toString(x)", "median": "percentileDisc(x, 0.5)",
    "random": "rand()", "uuid": "randomUUID()",
}  # fmt: skip
"""Functions of SQL, SPARQL and Python -> what does the same in Cypher."""


def clause_of_the_server(query: ParsedQuery) -> Iterator[Tree]:
    """SHOW, EXPLAIN, USE, options and the like."""
    yield from (word for word in query.query.prefix if word.words[0] != "PROFILE" and not is_the_dialect(word))
    yield from query.query.all("command", "useClause")
    yield from (hint for hint in query.query.all("hint") if not hint.has("SCAN"))


def reading_files(query: ParsedQuery) -> Iterator[Tree]:
    """LOAD CSV."""
    yield from query.query.all("loadCSVClause")


def newer_clause(query: ParsedQuery) -> Iterator[Tree]:
    """Clauses of Cypher 25 only."""
    yield from query.query.all(
        "letClause", "filterClause", "when", "forUnwindClause", "localDefinition", "searchClause", "matchMode"
    )
    for statement in query.query.all("nextStatement"):
        yield from (word for word in statement.children if not word.kind)
    for body in query.query.all("returnBody"):
        yield from (word for word in body.children if not word.kind and word.text.upper() == "ALL")


def procedure(query: ParsedQuery) -> Iterator[Tree]:
    """CALL of a procedure, except the one that both stores have: querying a full-text index."""
    for call in query.query.all("callClause"):
        name = call.part("procedureName")
        if name and "".join(name.words) != "DB.INDEX.FULLTEXT.QUERYNODES":
            yield name


def unfinished(query: ParsedQuery) -> Iterator[Tree]:
    """A query that ends without returning anything."""
    for single in query.scopes.outermost:
        if single.children[-1].kind in ("matchClause", "withClause", "unwindClause"):
            yield single.children[-1]


def after_the_end(query: ParsedQuery) -> Iterator[Tree]:
    """A clause after RETURN, such as ORDER BY after LIMIT."""
    for single in query.query.all("singleQuery"):
        returned = [number for number, clause in enumerate(single.children) if clause.kind == "returnClause"]
        if returned:
            yield from single.children[returned[0] + 1 :]


def limit_that_is_no_number(query: ParsedQuery) -> Iterator[Tree]:
    """LIMIT or SKIP with a text or a fraction."""
    for node in query.query.all("limit", "skip"):
        given = node.children[1]
        if query.kind(given) == "text" or query.is_fraction(given) or isinstance(query.parameter(given), float):
            yield given


def carried_value(query: ParsedQuery) -> Iterator[Tree]:
    """A carried value compared with a part of a property, where the condition cannot be rewritten."""
    yield from carried_where_it_is_fixed(query)


def unnamed_in_with(query: ParsedQuery) -> Iterator[Tree]:
    """``WITH n.name`` without AS."""
    for clause, items in query.projections():
        if clause.kind == "withClause":
            yield from (item for item in items if not item.has("AS") and item.children[0].kind != "variable")


def named_again(query: ParsedQuery) -> Iterator[Tree]:
    """UNWIND ... AS a name that is already defined."""
    for clause in query.query.all("unwindClause"):
        if clause.children[3].name in query.scopes.before.get(clause, {}):
            yield clause.children[3]


def star_in_subquery(query: ParsedQuery) -> Iterator[Tree]:
    """``RETURN *, 1 AS x`` in a subquery: the embedded store loses what is beside the star."""
    own = {clause for single in query.scopes.outermost for clause in single.children}
    for clause in query.query.all("returnClause"):
        items = clause.children[1].part("returnItems")
        if clause not in own and items and len(items.children) > 1 and items.has("*"):
            yield clause


def bytes_parameter(query: ParsedQuery) -> Iterator[Tree]:
    """A parameter of bytes."""
    yield from (node for node in query.query.all("parameter") if isinstance(query.parameter(node), bytes | bytearray))
