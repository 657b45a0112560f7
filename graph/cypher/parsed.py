"""A parsed query with its parameters: the kind of each variable and expression, and the columns of the answer.

The rules for gaps use this. What cannot be known without running the query is empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from govgraph.graph.cypher.scopes import Binding, Scopes
from govgraph.graph.cypher.tree import Query, Tree
from govgraph.ontology.declaration import tables

AGGREGATES = frozenset("count sum avg min max collect stdev stdevp percentilecont percentiledisc".split())
TIMES = frozenset("time localtime datetime localdatetime".split())
TEMPORAL = TIMES | {"date", "duration"}
_GIVES = {
    **dict.fromkeys("tostring toupper tolower upper lower trim ltrim rtrim btrim replace substring left right type".split(), "text"),
    **dict.fromkeys("size length tointeger tofloat abs round ceil floor sqrt count sum avg timestamp id".split(), "number"),
    **dict.fromkeys("labels keys".split(), "labels"),
    **dict.fromkeys("nodes relationships split range tail tointegerlist tostringlist collect".split(), "list"),
    **dict.fromkeys("properties".split(), "map"),
    **dict.fromkeys("startnode endnode".split(), "node"),
    **dict.fromkeys("exists isempty isnan toboolean".split(), "boolean"),
    **{name: name for name in (*TEMPORAL, "point")},
}  # fmt: skip
_FRACTIONS = frozenset("tofloat sqrt exp log log10 avg stdev stdevp rand ceil floor round radians degrees".split())
_BOOLEAN = "expression expression11 expression10 expression9 expression8 expression7 existsExpression listItemsPredicate".split()
_KINDS = {"integer": "number", "number": "number", "boolean": "boolean", "date": "date"}
_LISTS = "listLiteral listComprehension patternComprehension collectExpression".split()


@cache
def key_kinds() -> dict[str, str]:
    """Property key -> its kind: date, number, boolean, list or text, as the ontology declares it.

    Example:
        >>> kinds = key_kinds()
        >>> kinds["startsFrom"], kinds["startDate"], kinds["tone"], kinds["aliases"]
        ('date', 'text', 'number', 'list')
    """
    kinds = {}
    for table in tables().values():
        for column in (*table.columns, *table.property_columns):
            kinds[column.key] = "list" if column.many else _KINDS.get(column.type, "text")
    return kinds


@cache
def _fraction_keys() -> set[str]:
    """The property keys whose values are floats."""
    columns = [c for table in tables().values() for c in (*table.columns, *table.property_columns)]
    return {c.key for c in columns if c.type == "number"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: its name and its expression, which is None if the column comes from ``*``."""

    name: str
    expression: Tree | None


class ParsedQuery:
    """A query as the engine reads it, with its parameters.

    Attributes:
        query: its words and tree.
        parameters: name -> value.
        scopes: the variables that are known at each place.
    """

    def __init__(self, query: Query, parameters: dict[str, Any]) -> None:
        self.query, self.parameters = query, parameters
        self.scopes = Scopes(query)

    # ------------------------------------------------------------------------------------------------ the answer

    @property
    def returned(self) -> Tree | None:
        """The RETURN that names the columns: the first one outside subqueries."""
        return next((c for single in self.scopes.outermost for c in single.parts("returnClause")), None)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns, named as Neo4j names them; empty where only the engine knows them."""
        if self.returned is None:
            return []
        columns = []
        for part in self.returned.children[1].children:
            for item in part.children if part.kind == "returnItems" else ():
                if item.text == "*" and not item.kind:
                    columns += [Column(name, None) for name in sorted(self.scopes.before[self.returned])]
                elif item.kind:
                    alias = item.children[-1] if item.has("AS") else None
                    expression = item.children[0]
                    name = alias or (expression if expression.kind == "variable" else None)
                    columns.append(Column(name.name if name else expression.text, expression))
        return columns

    @property
    def sorting(self) -> Tree | None:
        """An ORDER BY outside subqueries, at the end of the query or before; None if there is none."""
        clauses = [clause for single in self.scopes.outermost for clause in single.children]
        orders = self.query.all("orderBy")
        return next(
            (order for order in orders for clause in clauses if order.parent in (clause, *clause.children)), None
        )

    @property
    def label_columns(self) -> set[int]:
        """The numbers of the columns that are just ``labels(n)`` or ``keys(n)``."""
        return {
            number
            for number, column in enumerate(self.columns)
            if column.expression
            and column.expression.kind == "functionInvocation"
            and self.kind(column.expression) == "labels"
        }

    # -------------------------------------------------------------------------------------------- what things are

    @cached_property
    def calls(self) -> list[tuple[str, Tree]]:
        """(name in lower case, node in the tree) of each function call."""
        calls = [(name_of(call), call) for call in self.query.all("functionInvocation")]
        return calls + [("count", call) for call in self.query.all("countStar")]

    @cached_property
    def aggregates(self) -> list[Tree]:
        """The calls of aggregates."""
        return [call for name, call in self.calls if name in AGGREGATES]

    def projections(self) -> Iterator[tuple[Tree, list[Tree]]]:
        """Each WITH and RETURN with the items that it lists, without ``*``."""
        for body in self.query.all("returnBody"):
            items = body.part("returnItems")
            assert body.parent and items
            yield body.parent, items.parts("returnItem")

    def patterns(self) -> Iterator[tuple[Tree, Any]]:
        """The node after each ``=~`` with its value, where that is known: it is a parameter, or text without escapes."""
        for comparison in self.query.all("comparisonExpression6"):
            if comparison.has("=~"):
                node = comparison.children[1]
                value = self.parameter(node)
                if value is None and node.kind == "stringLiteral" and "\\" not in node.text:
                    value = node.text[1:-1]
                if value is not None:
                    yield node, value

    @property
    def parameter_places(self) -> dict[str, str]:
        """The names of the parameters, each with its first place."""
        places: dict[str, str] = {}
        for node in self.query.all("parameter"):
            places.setdefault(node.children[1].children[0].name, node.where)
        return places

    def parameter(self, node: Tree) -> Any:
        """The value of a parameter; None if the node is not a parameter, or has no value."""
        return self.parameters.get(node.children[1].children[0].name) if node.kind == "parameter" else None

    def property_key(self, node: Tree) -> str:
        """The key of an expression such as ``n.name``, a property of a variable; empty for any other expression."""
        if node.kind == "expression2" and len(node.children) == 2 and node.children[0].kind == "variable":
            key = node.children[1].part("property")
            return key.children[1].name if key else ""
        return ""

    def kind(self, node: Tree) -> str:
        """The kind of value that an expression certainly gives; empty if it cannot be known.

        The kinds are date, time, localtime, datetime, localdatetime, duration, number, boolean, text, list, labels (a list without an order), map, point, node,
        relationship and path.
        """
        if key := self.property_key(node):
            bound = self.scopes.lookup(node, node.children[0].name)
            if bound and bound.tree and not bound.element and self.kind(bound.tree) in {"map", "point", *TEMPORAL}:
                return ""
            return "text" if key.startswith("name_") or key == "name" else key_kinds().get(key, "")
        match node.kind:
            case "parenthesizedExpression":
                return self.kind(node.children[1])
            case "numberLiteral" | "countStar" | "countExpression":
                return "number"
            case "stringLiteral" | "trimFunction" | "normalizeFunction":
                return "text"
            case "map" | "mapProjection":
                return "map"
            case "literal":
                return "boolean" if node.words[0] in ("TRUE", "FALSE") else ""
            case "parameter":
                return _kind_of_value(self.parameter(node))
            case "variable":
                return self._kind_of_variable(self.scopes.lookup(node, node.name))
            case "functionInvocation":
                return self._kind_of_call(node)
            case "expression6" | "expression5" | "expression3":
                return _kind_of_sum({self.kind(part) for part in node.children if part.kind}, node.kind)
        if node.kind == "listComprehension" and self.kind(node.children[3]) == "labels":
            return "labels"
        if node.kind in _LISTS:
            return "list"
        return "boolean" if node.kind in _BOOLEAN else ""

    def is_fraction(self, node: Tree) -> bool:
        """Whether an expression certainly gives a float, or null."""
        node = bare(node)
        if key := self.property_key(node):
            return self.kind(node) == "number" and key in _fraction_keys()
        match node.kind:
            case "numberLiteral":
                return "." in node.text or ("e" in node.text.lower() and "x" not in node.text.lower())
            case "functionInvocation":
                return name_of(node) in _FRACTIONS
            case "expression6" | "expression5" | "expression3":
                return any(map(self.is_fraction, node.children))
            case "variable":
                bound = self.scopes.lookup(node, node.name)
                if bound and bound.tree and bound.element:
                    items = [item for item in bound.tree.children if item.kind]
                    return bound.tree.kind == "listLiteral" and bool(items) and all(map(self.is_fraction, items))
                return bool(bound and bound.tree and self.is_fraction(bound.tree))
        return False

    def _kind_of_variable(self, bound: Binding | None) -> str:
        if bound is None:
            return ""
        if bound.tree is None:
            return bound.kind
        if bound.element:
            is_written = bound.tree.kind == "listLiteral"
            kinds = {self.kind(item) for item in bound.tree.children if item.kind} if is_written else set()
            return kinds.pop() if len(kinds) == 1 else ""
        return self.kind(bound.tree)

    def _kind_of_call(self, call: Tree) -> str:
        name = name_of(call)
        family = name.partition(".")[0]
        if family in TEMPORAL:
            return _GIVES[family]
        if name in ("min", "max"):
            return next((self.kind(given) for given in arguments(call)), "")
        return _GIVES.get(name, "")


def name_of(call: Tree) -> str:
    """The name of the called function or procedure, in lower case."""
    return "".join(call.children[0].words).lower()


def arguments(call: Tree) -> list[Tree]:
    """The arguments of a call."""
    return [part for part in call.children[1:] if part.kind]


def bare(node: Tree) -> Tree:
    """An expression without the brackets around it."""
    while node.kind == "parenthesizedExpression":
        node = node.children[1]
    return node


def _kind_of_value(value: Any) -> str:
    if type(value).__name__ == "Duration":  # a tuple as well
        return "duration"
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case dict():
            return "map"
        case list() | tuple():
            return "list"
        case dt.datetime():
            return "localdatetime" if value.tzinfo is None else "datetime"
        case dt.time():
            return "localtime" if value.tzinfo is None else "time"
        case dt.date():
            return "date"
    return ""


def _kind_of_sum(kinds: set[str], level: str) -> str:
    """The kind of a sum, product or signed value of values of those kinds."""
    if len(kinds) == 1 and kinds <= {"number", "duration"}:
        return kinds.pop()
    if level == "expression5":
        return "duration" if kinds == {"duration", "number"} else ""
    if len(kinds) == 2 and "duration" in kinds and kinds <= TEMPORAL:
        return (kinds - {"duration"}).pop()
    return "text" if "text" in kinds and "list" not in kinds and "" not in kinds else ""
