"""The guards of what functions are given, when its kind is not known before a query runs."""

from __future__ import annotations

from functools import partial

from govgraph.graph.cypher import guards
from govgraph.graph.cypher.guards import stop, unless
from govgraph.graph.cypher.kind_rules import wanted_kinds
from govgraph.graph.cypher.kinds import TEMPORAL, TYPE_NAMES
from govgraph.graph.cypher.parsed import ParsedQuery, arguments
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.cypher.writer import Writer

_BAD_NUMBER = r"'(?s)[\\x00-\\x20].*|.*[\\x00-\\x20]|[+-]?[0-9]{19,}'"


def guard_arguments(query: ParsedQuery, writer: Writer) -> None:
    """Guard the arguments of functions, and what is asked for a label."""
    _labels(query, writer)
    for name, call in query.calls:
        given = arguments(call)
        for number, (value, wrong) in enumerate(zip(given, _wrong_types(name), strict=False)):
            is_unread = query.kind(value) in ("", "text") and value.kind not in ("stringLiteral", "parameter")
            if is_unread and name.startswith(("tointeger", "toboolean")):
                writer.wrap(call, partial(_if_bad_number, writer, value, stop(guards.NUMBER_TEXT, value, call)))
            if not query.kind(value):
                types = [*wrong, "FLOAT"] if name in _PLACES and number else wrong
                writer.wrap(value, partial(unless, kinds=types, ended=stop(guards.ARGUMENT, value, call)))
        if name in (*TEMPORAL, "point") and given and given[0].kind == "map":
            _guard_parts(query, writer, name, given[0])


_PLACES = frozenset("left right substring datetime.fromepoch datetime.fromepochmillis".split())
_WHOLE_ONLY = [name for name in TYPE_NAMES.values() if name != "INTEGER"]
_NO_ELEMENTS = [name for name in TYPE_NAMES.values() if name not in ("NODE", "RELATIONSHIP")]


def _wrong_types(name: str) -> list[list[str]]:
    """The types that each argument of a function may not have.

    No date, time, duration is made of a map whose keys cannot be looked at.
    """
    if name in _MADE_OF:
        return [[TYPE_NAMES[kind] for kind in TYPE_NAMES if kind not in _MADE_OF[name]]]
    if name.startswith("datetime.fromepoch"):
        return [_WHOLE_ONLY, _WHOLE_ONLY]
    return [
        [type_name for kind, type_name in TYPE_NAMES.items() if kind.replace("fraction", "number") not in kinds]
        for kinds in wanted_kinds(name)
    ]


_WITH_A_DAY = {"text", "datetime", "localdatetime"}
_MADE_OF = {
    "duration": {"text"}, "date": {*_WITH_A_DAY, "date"}, "datetime": _WITH_A_DAY, "localdatetime": _WITH_A_DAY,
    "time": {*_WITH_A_DAY, "time", "localtime"}, "localtime": {*_WITH_A_DAY, "time", "localtime"},
}  # fmt: skip


def _guard_parts(query: ParsedQuery, writer: Writer, name: str, parts: Tree) -> None:
    """The values of the map of which a date, time, duration or point is made."""
    for key, value in zip(parts.parts("propertyKeyName"), parts.children[3::4], strict=False):
        unit = key.name.lower()
        good = {"INTEGER", "FLOAT"} if name in ("duration", "point") else {"INTEGER"}
        if unit in TEMPORAL:
            good = {TYPE_NAMES[kind] for kind in TEMPORAL if kind != "duration"}
        may_be_null = value.kind != "numberLiteral" and (name == "duration" or unit in TEMPORAL)
        if unit not in ("timezone", "crs") and (may_be_null or query.kind(value) in ("", "text")):
            wrong = [*(type_name for type_name in TYPE_NAMES.values() if type_name not in good)]
            wrong += ["NULL"] if name == "duration" or unit in TEMPORAL else []
            writer.wrap(value, partial(unless, kinds=wrong, ended=stop(guards.ARGUMENT, value, parts)))


def _if_bad_number(writer: Writer, given: Tree, ended: str, whole: str) -> str:
    text = writer.inside(given)
    checked = f"CASE {text} =~ {_BAD_NUMBER} WHEN true THEN {ended} ELSE {whole} END"
    return f"CASE valueType({text}) WHEN 'STRING NOT NULL' THEN {checked} ELSE {whole} END"


def _labels(query: ParsedQuery, writer: Writer) -> None:
    """``x:Event`` of what may be neither a node nor a relationship."""
    for node in query.query.all("expression7"):
        if node.children[1].part("labelExpression") and not query.kind(node.children[0]):
            ended = stop(guards.ARGUMENT, node.children[0], node)
            writer.wrap(node, partial(_if_no_element, writer, node, ended))


def _if_no_element(writer: Writer, node: Tree, ended: str, whole: str) -> str:
    return unless(writer.beginning(node, 1), _NO_ELEMENTS, ended, whole)
