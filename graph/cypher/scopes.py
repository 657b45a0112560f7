"""The scopes of a query: which variables are known at each place, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from govgraph.graph.cypher.tree import Query, Tree

_LOCAL = frozenset(
    "patternExpression existsExpression countExpression collectExpression patternComprehension whereClause properties".split()
)
_DRAWING = ("matchClause", "createClause", "mergeClause")
_PROJECTING = ("withClause", "returnClause")
SUBQUERIES = ("existsExpression", "countExpression", "collectExpression")


@dataclass(frozen=True, slots=True)
class Binding:
    """What a variable is.

    Attributes:
        kind: node, relationship or path, if a pattern defines the variable.
        tree: the expression that the variable names; None if a pattern or a procedure defines it.
        element: whether it is one value of the list that the expression gives.
        may_be_null: whether an OPTIONAL clause defines it, so that there may be nothing.
    """

    kind: str = ""
    tree: Tree | None = None
    element: bool = False
    may_be_null: bool = False


Scope = dict[str, Binding]


class Scopes:
    """The variables of a query.

    Attributes:
        before: clause -> the variables that are known before it, including those of an outer query that it may use.
        outermost: the parts of the query that UNION joins, without subqueries.
    """

    def __init__(self, query: Query) -> None:
        self.before: dict[Tree, Scope] = {}
        self.outermost = subqueries(query.root)
        for single in self.outermost:
            self._walk(single, {})

    def lookup(self, place: Tree, name: str) -> Binding | None:
        """The variable of a name at a place of the tree; None if it is not known there."""
        below, in_items = place, False
        for node in place.above():
            in_items = in_items or node.kind == "returnItems"
            local = _local(node, below)
            if name in local:
                return local[name]
            if node in self.before:
                return (self.before[node] if in_items else self._inside(node)).get(name)
            below = node
        return None

    def names(self, place: Tree) -> list[str]:
        """The variables that are known at a place, without those that an expression defines for itself."""
        clause = next((node for node in place.above() if node in self.before), None)
        return sorted(self._inside(clause)) if clause else []

    def _inside(self, clause: Tree) -> Scope:
        """The variables that are known in a clause: those from before it, those of its patterns, and the names that it gives."""
        scope = self.before[clause]
        if clause.kind in _DRAWING:
            return {**_drawn(clause), **scope}
        return {**scope, **self._projected(clause)} if clause.kind in _PROJECTING else scope

    def _walk(self, single: Tree, outer: Scope) -> None:
        """Note what is known before each clause of a query."""
        scope = dict(outer)
        for clause in single.children:
            self.before[clause] = dict(scope)
            if clause.kind == "subqueryClause":
                scope.update(self._call(clause, scope))
            else:
                self._subqueries(clause)
            match clause.kind:
                case kind if kind in _DRAWING and clause.has("OPTIONAL"):
                    scope = {**_changed(_drawn(clause), may_be_null=True), **scope}
                case kind if kind in _DRAWING:
                    drawn = _drawn(clause)
                    scope = {
                        **drawn,
                        **scope,
                        **_changed({k: b for k, b in scope.items() if k in drawn}, may_be_null=False),
                    }
                case kind if kind in _PROJECTING:
                    scope = self._projected(clause)
                    asked = {name: scope[name] for name in _asked_for(clause) if name in scope}
                    scope.update(_changed(asked, may_be_null=False))
                case "unwindClause":
                    scope[clause.children[3].name] = Binding(tree=clause.children[1], element=True)
                case "loadCSVClause" | "forUnwindClause":
                    scope.update((v.name, Binding()) for v in clause.parts("variable"))
                case "callClause":
                    scope.update(
                        (item.parts("variable")[-1].name, Binding()) for item in clause.parts("procedureResultItem")
                    )

    def _projected(self, clause: Tree) -> Scope:
        """The variables after a WITH or RETURN."""
        scope: Scope = {}
        before = self.before[clause]
        items = clause.children[1].part("returnItems")
        for item in items.children if items else ():
            if item.text == "*" and not item.kind:
                scope.update(before)
            elif item.kind:
                expression, name = item.children[0], item.children[-1]
                if name.kind == "variable" and (item.has("AS") or len(item.children) == 1):
                    known = before.get(expression.name) if expression.kind == "variable" else None
                    scope[name.name] = known or Binding(tree=expression)
        return scope

    def _call(self, clause: Tree, scope: Scope) -> Scope:
        """The variables that a CALL { ... } adds."""
        listed = clause.part("subqueryScope")
        added: Scope = {}
        for single in subqueries(clause):
            imported = scope
            if listed and not listed.has("*"):
                imported = {v.name: scope[v.name] for v in listed.parts("variable") if v.name in scope}
            elif not listed and (not single.children or single.children[0].kind != "withClause"):
                imported = {}
            self._walk(single, imported)
            last = single.children[-1]
            if last.kind == "returnClause":
                added.update(self._projected(last))
        return _changed(added, may_be_null=True) if clause.has("OPTIONAL") else added

    def _subqueries(self, clause: Tree) -> None:
        """Walk the subqueries in a clause's expressions; deeper ones are walked as parts of these."""
        for subquery in clause.below(*SUBQUERIES):
            outer = next((n for n in subquery.above() if n in self.before), None)
            if outer is clause:
                is_returned = any(node.kind == "returnItems" for node in subquery.above())
                for single in subqueries(subquery):
                    self._walk(single, self.before[clause] if is_returned else self._inside(clause))


def _changed(scope: Scope, *, may_be_null: bool) -> Scope:
    return {name: replace(bound, may_be_null=may_be_null) for name, bound in scope.items()}


def _asked_for(clause: Tree) -> list[str]:
    """The variables of which the WHERE of a WITH says that they are not null."""
    where = clause.part("whereClause")
    whole = where.children[1] if where else None
    parts = whole.children if whole and whole.kind == "expression10" else [whole] if whole else []
    return [
        part.children[0].name
        for part in parts
        if part.kind == "expression7"
        and part.children[0].kind == "variable"
        and part.children[1].words == ("IS", "NOT", "NULL")
    ]


def subqueries(node: Tree) -> list[Tree]:
    """The queries that UNION joins in a whole query or a subquery; empty for a command to the server."""
    waiting, singles = [node], []
    while waiting:
        for child in waiting.pop().children:
            if child.kind == "singleQuery" and not child.has("{"):
                singles.append(child)
            elif child.kind in _TO_SINGLES:
                waiting.append(child)
    return sorted(singles, key=lambda single: single.first)


_TO_SINGLES = frozenset(
    "queryWithLocalDefinitions nextStatement regularQuery union singleQuery when whenBranch elseBranch".split()
)


def first_drawn(clause: Tree) -> dict[str, Tree]:
    """Variable -> the first node or relationship of a clause's patterns that has this name."""
    drawn: dict[str, Tree] = {}
    for node, variable in sorted(_pattern_variables(clause), key=lambda found: found[0].first):
        drawn.setdefault(variable.name, node)
    return drawn


def _drawn(part: Tree) -> Scope:
    """The variables of the patterns in a part of the tree, without patterns in conditions."""
    scope: Scope = {}
    for node, variable in _pattern_variables(part):
        kind = {"nodePattern": "node", "relationshipPattern": "relationship"}.get(node.kind, "path")
        scope.setdefault(variable.name, Binding("" if _is_repeated(node) else kind))
    return scope


def _pattern_variables(part: Tree) -> Iterator[tuple[Tree, Tree]]:
    waiting = list(part.children)
    while waiting:
        node = waiting.pop(0)
        if node.kind in _LOCAL:
            continue
        variable = node.part("variable") if node.kind in ("nodePattern", "relationshipPattern", "pattern") else None
        if variable:
            yield node, variable
        waiting += [child for child in node.children if child.kind and not child.kind.startswith("expression")]


def _is_repeated(node: Tree) -> bool:
    """Whether a node or relationship of a pattern may match several times, so that its variable is a list."""
    siblings = node.parent.children if node.parent else []
    after = siblings[siblings.index(node) + 1 :][:1]
    return (
        (node.kind == "relationshipPattern" and (node.part("pathLength") is not None or any(n.kind == "quantifier" for n in after)))
        or any(n.kind == "parenthesizedPath" and n.part("quantifier") for n in node.above())
    )  # fmt: skip


def _local(node: Tree, below: Tree) -> Scope:
    """The variables that an expression defines for a part of itself."""
    match node.kind:
        case "listComprehension" | "listItemsPredicate":
            source = node.children[node.children.index(node.part("variable") or node) + 2]
            variable = node.part("variable")
            return {} if below is source or not variable else {variable.name: Binding(tree=source, element=True)}
        case "reduceExpression":
            total, start, item, source = (node.children[place] for place in (2, 4, 6, 8))
            given = {total.name: Binding(), item.name: Binding(tree=source, element=True)}
            return {} if below in (start, source) else given
        case "patternComprehension":
            own = node.part("variable")
            return {**_drawn(node), **({own.name: Binding("path")} if own and node.has("=") else {})}
        case "existsExpression" | "countExpression":
            return _drawn(node)
    return {}


def sorted_column(variable: Tree) -> Tree | None:
    """The expression of the column without AS of which an ORDER BY has the name: ``RETURN count(*) ORDER BY `count(*)```."""
    body = next((above for above in variable.above() if above.kind == "returnBody"), None)
    order, items = (body.part("orderBy"), body.part("returnItems")) if body else (None, None)
    if not order or not items or not order.holds(variable):
        return None
    unnamed = (item for item in items.parts("returnItem") if len(item.children) == 1)
    return next((item.children[0] for item in unnamed if item.text == variable.name), None)
