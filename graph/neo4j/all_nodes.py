"""Refuses a query that a server would answer with nodes which are not of the graph: our state and records, and what others keep there.

Such nodes have no label and no relationship of ours, so only a pattern without a label finds them: ``MATCH (n) RETURN count(*)``. What the
server's planner says tells it: a scan of all nodes whose rows nothing leaves out before they are counted, cut or returned. A relationship that
has to be there does, and so does a condition on a property, since our own of those nodes lack it. They have names too, of
which only a comparison with a whole name does.

Source: the operators of plans, https://neo4j.com/docs/cypher-manual/current/planning-and-tuning/operators/operators-detail/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from govgraph.graph.cypher.tree import place
from govgraph.graph.errors import QueryError

Plan = dict[str, Any]

_SCANS = ("AllNodesScan", "PartitionedAllNodesScan")
_COUNT = "NodeCountFromCountStore"
_STEPS = ("Expand(", "VarLengthExpand(", "PruningVarLengthExpand(", "BFSPruningVarLengthExpand(", "ShortestPath", "Repeat(",
          "StatefulShortestPath(")  # fmt: skip
_JOINS = ("NodeHashJoin", "ValueHashJoin")
_ENDS = (
    "EagerAggregation",
    "OrderedAggregation",
    "Limit",
    "Skip",
    "Top",
    "PartialTop",
    "PartialSort",
    "Optional",
    "AntiSemiApply",
)
"""Operators after which the rows of a scan are counted, cut or kept whatever follows."""
_OF_ANY_LENGTH = re.compile(r"\*0|\{0|\{\s*,|\)\*|\]-?>?\*")
_REMEMBERED = re.compile(r"cache[A-Z]?\[([^\]]*)\]")
SHARED = ("name", "status", "holder")
"""The properties of our own nodes outside of the graph that nodes of the graph have too."""
_TRUE_OF_NOTHING = re.compile(
    r"\bNOT\b(?! NULL)|\bIS NULL\b|\bXOR\b|\bCASE\b|\bcoalesce\(|\blabels\(|:%", re.IGNORECASE
)
"""What makes a condition hold for a node without the property."""


def refuse_all_nodes(query: str, plan: Plan) -> None:
    """Refuse a query whose plan finds nodes that are not of the graph.

    Args:
        query: the text of the query.
        plan: as the driver gives it for ``EXPLAIN``.

    Raises:
        QueryError: the query would find them; it tells the pattern that needs a label.

    Example:
        >>> refuse_all_nodes("MATCH (n) RETURN n", {"operatorType": "AllNodesScan@neo4j", "args": {"Details": "n"}})
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:7: this finds all nodes of the database, also those that are not of the graph; ...
    """
    for variable in _found(plan, []):
        named = rf"`?{re.escape(variable)}`?" if variable and not variable.startswith("anon_") else r"[`\w]*"
        pattern = re.search(rf"(?:\bMATCH|[,{{=])\s*(\(\s*({named})\s*(?=[){{:]|WHERE\b|IS\b))", query, re.IGNORECASE)
        raise QueryError(
            "this finds all nodes of the database, also those that are not of the graph",
            where=place(query, pattern.start(1)) if pattern else "",
            expected="a label",
            hint=f"({pattern[2] if pattern else ''}:Entity) for every node of the graph",
        )


def _found(plan: Plan, above: list[tuple[Plan, int]]) -> Iterator[str]:
    """The variables that stand for nodes which are not of the graph, empty if the plan names none; ``above`` has what the plan is part of, and as which child."""
    kind, details = _kind(plan), _details(plan)
    if kind in _SCANS and not _left_out(details, above):
        yield details
    if kind == _COUNT and ("()" in details or ":%" in details):
        yield ""
    for number, child in enumerate(plan.get("children", ())):
        yield from _found(child, [*above, (plan, number)])


def _left_out(variable: str, above: list[tuple[Plan, int]]) -> bool:
    """Whether something leaves out rows in which the variable is a node that is not of the graph."""
    for plan, number in reversed(above):
        kind = _kind(plan)
        if _needs(plan, variable):
            return True
        if kind in ("Apply", "SemiApply") and number == 0 and _first_needs(plan["children"][1], variable):
            return True
        if kind.startswith(_ENDS):
            return False
    return False


def _first_needs(plan: Plan, variable: str) -> bool:
    """Whether a plan gives no row where the variable is no node of the graph."""
    while True:
        if _needs(plan, variable):
            return True
        children = plan.get("children", ())
        if _kind(plan).startswith((*_ENDS, "Union")) or not children:
            return False
        plan = children[0]


def _needs(plan: Plan, variable: str) -> bool:
    """Whether an operator leaves out rows in which the variable has no relationship or not the property."""
    kind, details = _kind(plan), _details(plan)
    if kind.startswith(_STEPS):
        return f"({variable})" in details and not _OF_ANY_LENGTH.search(details)
    if kind.startswith(_JOINS):
        return bool(re.search(rf"(?<!\w){re.escape(variable)}(?!\w)", details))
    return kind == "Filter" and any(_rejects(one, variable) for one in _split(details, " AND "))


def _rejects(condition: str, variable: str) -> bool:
    """Whether a condition does not hold for a node without relationships, labels and properties of ours."""
    if condition.startswith("(") and condition.endswith(")") and len(options := _split(condition[1:-1], " OR ")) > 1:
        return all(_rejects(option, variable) for option in options)
    name = re.escape(variable)
    kept = rf"(?<![\w.]){name}(:|\.(?!({'|'.join(SHARED)})\b)|\.name (=|IN) )|\(\(?{name}\)[<-]|[->]\({name}\)"
    return not _TRUE_OF_NOTHING.search(condition) and " OR " not in condition and bool(re.search(kept, condition))


def _split(text: str, word: str) -> list[str]:
    """The parts of a text between a word that stands in no bracket.

    Example:
        >>> _split("a AND (b AND c) AND d", " AND ")
        ['a', '(b AND c)', 'd']
    """
    parts: list[str] = []
    for piece in text.split(word):
        if parts and parts[-1].count("(") != parts[-1].count(")"):
            parts[-1] += word + piece
        else:
            parts.append(piece)
    return parts


def _kind(plan: Plan) -> str:
    return str(plan["operatorType"]).partition("@")[0]


def _details(plan: Plan) -> str:
    """What an operator does; a property that the server remembers reads as one that it does not."""
    return _REMEMBERED.sub(r"\1", str(plan.get("args", {}).get("Details") or ""))
