"""A parsed query with its parameters: the kind of each variable and expression, and the columns of the answer.

The rules for gaps use this. What cannot be known without running the query is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govgraph.graph.cypher.kinds import (
    AGGREGATES,
    BOOLEAN,
    FRACTIONS,
    GIVES,
    ITEMS,
    TEMPORAL,
    WHOLE,
    fraction_keys,
    key_kinds,
    kind_of_sum,
    kind_of_value,
)
from govgraph.graph.cypher.scopes import Binding, Scopes
from govgraph.graph.cypher.tree import Query, Tree

_LISTS = "listLiteral listComprehension patternComprehension collectExpression".split()


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

    def column_names(self, single: Tree) -> list[str]:
        """The names of the columns that one of the queries of a UNION returns; empty where only the engine knows them."""
        last = single.children[-1]
        items = last.children[1].part("returnItems") if last.kind == "returnClause" else None
        if not items or items.has("*"):
            return []
        return [
            item.children[-1].name if item.children[-1].kind == "variable" else item.text
            for item in items.parts("returnItem")
        ]

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
        """The numbers of the columns that are just ``labels(n)`` or ``keys(n)``, or what a WITH calls so."""
        scope = self.scopes.before[self.returned] if self.returned else {}
        kinds = [
            self.kind(column.expression) if column.expression else self._kind_of_variable(scope.get(column.name))
            for column in self.columns
        ]
        return {number for number, kind in enumerate(kinds) if kind == "labels"}

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
        """The kind of value that an expression certainly gives, one of those of ``kinds.py``; empty if it cannot be known."""
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
                return kind_of_value(self.parameter(node))
            case "variable":
                return self._kind_of_variable(self.scopes.lookup(node, node.name))
            case "functionInvocation":
                return self._kind_of_call(node)
            case "caseExpression" | "extendedCaseExpression":
                results = [part.children[-1] for part in node.parts("caseAlternative", "extendedCaseAlternative")]
                return self._kind_of_any([*results, node.children[-2]] if node.has("ELSE") else results)
            case "expression6" | "expression5" | "expression3":
                return kind_of_sum({self.kind(part) for part in node.children if part.kind}, node.kind)
            case "expression2" if len(node.children) == 2 and node.children[1].words[0] == "[":
                whole, chosen = bare(node.children[0]), node.children[1]
                if self.kind(whole) == "list":
                    return "list" if chosen.has("..") else self._kind_of_items(whole)
        if node.kind == "listComprehension" and self.kind(node.children[3]) == "labels":
            return "labels"
        if node.kind in _LISTS:
            return "list"
        return "boolean" if node.kind in BOOLEAN else ""

    def is_fraction(self, node: Tree) -> bool:
        """Whether an expression certainly gives a float, or null."""
        node = bare(node)
        if key := self.property_key(node):
            return self.kind(node) == "number" and key in fraction_keys()
        match node.kind:
            case "numberLiteral":
                return "." in node.text or ("e" in node.text.lower() and "x" not in node.text.lower())
            case "functionInvocation":
                return name_of(node) in FRACTIONS
            case "expression6" | "expression5" | "expression3":
                return any(map(self.is_fraction, node.children))
            case "variable":
                bound = self.scopes.lookup(node, node.name)
                if bound and bound.tree and bound.element:
                    items = [item for item in bound.tree.children if item.kind]
                    return bound.tree.kind == "listLiteral" and bool(items) and all(map(self.is_fraction, items))
                return bool(bound and bound.tree and self.is_fraction(bound.tree))
        return False

    def is_whole(self, node: Tree) -> bool:
        """Whether an expression certainly gives a whole number, or null."""
        node = bare(node)
        if key := self.property_key(node):
            is_drawn = self.kind(node.children[0]) in ("node", "relationship")
            return is_drawn and self.kind(node) == "number" and key not in fraction_keys()
        match node.kind:
            case "numberLiteral":
                return not self.is_fraction(node)
            case "parameter":
                return isinstance(self.parameter(node), int)
            case "countStar" | "countExpression":
                return True
            case "functionInvocation":
                return name_of(node) in WHOLE
            case "expression6" | "expression5" | "expression3":
                return all(self.is_whole(part) for part in node.children if part.kind)
            case "variable":
                bound = self.scopes.lookup(node, node.name)
                return bool(bound and bound.tree and not bound.element and self.is_whole(bound.tree))
        return False

    def _kind_of_variable(self, bound: Binding | None) -> str:
        if bound is None:
            return ""
        if bound.tree is None:
            return bound.kind
        return self._kind_of_items(bound.tree) if bound.element else self.kind(bound.tree)

    def _kind_of_items(self, given: Tree) -> str:
        """The kind of all values of a list; empty if it cannot be known."""
        given = bare(given)
        kinds: set[str] = set()
        if given.kind == "listLiteral":
            kinds = {self.kind(item) for item in given.children if item.kind}
        elif given.kind == "parameter" and isinstance(values := self.parameter(given), list | tuple):
            kinds = {kind_of_value(value) for value in values}
        elif given.kind == "functionInvocation":
            name = name_of(given)
            kinds = {self.kind(arguments(given)[0]) if name == "collect" else ITEMS.get(name, "")}
        elif given.kind == "variable":
            bound = self.scopes.lookup(given, given.name)
            return self._kind_of_items(bound.tree) if bound and bound.tree and not bound.element else ""
        elif given.kind in ("listComprehension", "patternComprehension") and given.has("|"):
            kinds = {self.kind(given.children[-2])}
        elif (kind := self.kind(given)) not in ("list", "labels"):
            return kind  # one value stands for a list of it
        return kinds.pop() if len(kinds) == 1 else ""

    def _kind_of_any(self, values: list[Tree]) -> str:
        """The kind of whichever of several values there is."""
        kinds = {self.kind(value) for value in values if value.text.upper() != "NULL"}
        return kinds.pop() if len(kinds) == 1 else ""

    def _kind_of_call(self, call: Tree) -> str:
        name = name_of(call)
        family = name.partition(".")[0]
        if family in TEMPORAL:
            return GIVES[family]
        if name in ("min", "max"):
            return next((self.kind(given) for given in arguments(call)), "")
        if name == "coalesce":
            return self._kind_of_any(arguments(call))
        if name in ("head", "last"):
            return next((self._kind_of_items(given) for given in arguments(call)), "")
        return GIVES.get(name, "")


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
