"""Which expressions of a query are guarded (``guards``), and how: those whose kind of value is not known before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from govgraph.graph.cypher import guards
from govgraph.graph.cypher.guarded_arguments import guard_arguments
from govgraph.graph.cypher.guarded_distinct import guard_distinct
from govgraph.graph.cypher.guards import stop, unless
from govgraph.graph.cypher.kind_rules import compared, conditions, counts_a_pattern
from govgraph.graph.cypher.kinds import TEMPORAL, TIMES, TYPE_NAMES, key_kinds
from govgraph.graph.cypher.parsed import ParsedQuery, arguments, bare
from govgraph.graph.cypher.time_rules import FIELDS
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.cypher.value_rules import POINT_FIELDS
from govgraph.graph.cypher.writer import Writer

_THINGS = ("MAP", "POINT", "NODE", "RELATIONSHIP", "PATH")
_NOT_JOINED = (*_THINGS, *(TYPE_NAMES[kind] for kind in sorted(TIMES)))
_NO_NUMBERS = [name for name in TYPE_NAMES.values() if name not in ("INTEGER", "FLOAT")]


def guard(query: ParsedQuery, writer: Writer) -> None:
    """Write all guards of a query."""
    for find in (_divisions, _fields, _elements, _comparisons, _patterns, _orders, _conditions):
        find(query, writer)
    guard_arguments(query, writer)
    _sums(query, writer)
    guard_distinct(query, writer)


def sorted_columns(query: ParsedQuery) -> dict[int, Tree]:
    """The numbers of the columns by which the whole answer is sorted, each with what ORDER BY says of it; none with LIMIT or SKIP."""
    body = query.returned.children[1] if query.returned else None
    order = body.part("orderBy") if body and not body.part("limit", "skip") else None
    return {
        number: item.children[0]
        for number, column in enumerate(query.columns)
        for item in (order.parts("orderItem") if order else ())
        if item.children[0].name == column.name
        or (column.expression and item.children[0].words == column.expression.words)
    }


# ------------------------------------------------------------------------------------------------------------ numbers


def _divisions(query: ParsedQuery, writer: Writer) -> None:
    """What is divided by, unless it is certainly a fraction or another number than 0; and durations that may be divided."""
    for node in query.query.all("expression5"):
        durations: set[Tree] = set()
        for before, sign, after in zip(node.children, node.children[1:], node.children[2:], strict=False):
            if sign.kind:
                continue
            if sign.text != "*" and not _is_no_zero(query, after):
                writer.wrap(after, partial(_if_zero, stop(guards.DIVISOR, after, node)))
            for side, other in ((before, after), (after, before)):
                if _may_be_any(query, side) and (sign.text != "*" or not query.is_whole(other)):
                    durations.add(side)
        for side in sorted(durations, key=lambda side: side.first):
            writer.wrap(side, partial(unless, kinds=["DURATION"], ended=stop(guards.PART, side, node)))


def _is_computed(node: Tree) -> bool:
    """Whether an expression is a product or power: a number or a duration, of which the parts are guarded already."""
    return bare(node).kind in ("expression5", "expression4", "expression3")


def _may_be_any(query: ParsedQuery, node: Tree) -> bool:
    return not query.kind(node) and not _is_computed(node)


def _is_no_zero(query: ParsedQuery, divisor: Tree) -> bool:
    return query.is_fraction(divisor) or bare(divisor).kind == "numberLiteral"  # of a literal 0 the rules decide


def _if_zero(ended: str, divisor: str) -> str:
    return f"CASE {divisor} WHEN 0 THEN {unless(divisor, ['INTEGER'], ended)} ELSE {divisor} END"


# ------------------------------------------------------------------------------------------------------ fields and text


def _fields(query: ParsedQuery, writer: Writer) -> None:
    """A field of a value that may be a date without this field, or no map at all."""
    for node in query.query.all("expression2"):
        for number, step in enumerate(node.children[1:], 1):
            field = step.part("property")
            if not field or (number == 1 and query.kind(node.children[0])):
                continue
            name = field.children[1].name
            if number == 2 and name in FIELDS.get(_declared(query, node), ()):
                continue
            without = [TYPE_NAMES[kind] for kind in sorted(TEMPORAL) if name not in FIELDS[kind]]
            without += [] if name in POINT_FIELDS else ["POINT"]
            ended = stop(guards.FIELD, field.children[1], node)
            writer.wrap(node, partial(_if_without, writer, node, number, without, ended))


def _elements(query: ParsedQuery, writer: Writer) -> None:
    """``x[y]`` of what may be no list, map, node or relationship, or whose key may be no text."""
    for node in query.query.all("expression2"):
        for number, step in enumerate(node.children[1:], 1):
            kind = query.kind(node.children[0]) if number == 1 else ""
            if step.part("property", "labelExpression") or kind in ("list", "labels"):
                continue
            key, ended = step.children[1], stop(guards.ELEMENT, step, node)
            if step.has(".."):
                writer.wrap(node, partial(_if_no_list, writer, node, number, [*_WITHOUT_ELEMENTS, *_KEYED], ended))
                continue
            wrong = [*_WITHOUT_ELEMENTS, *(_KEYED if query.kind(key) == "number" else ())]
            writer.wrap(node, partial(_if_no_list, writer, node, number, wrong, ended))
            if not query.kind(key):
                writer.wrap(node, partial(_if_no_key, writer, node, number, ended))


_KEYED = ("MAP", "NODE", "RELATIONSHIP")
_WITHOUT_ELEMENTS = [name for name in TYPE_NAMES.values() if name not in (*_KEYED, "LIST<ANY>")]


def _if_no_list(writer: Writer, node: Tree, number: int, wrong: list[str], ended: str, whole: str) -> str:
    return unless(writer.beginning(node, number), wrong, ended, whole)


def _if_no_key(writer: Writer, node: Tree, number: int, ended: str, whole: str) -> str:
    checked = unless(writer.text(node.children[number].children[1]), _NO_TEXTS, ended, whole)
    tests = " ".join(f"WHEN '{kind} NOT NULL' THEN {checked}" for kind in _KEYED)
    return f"CASE valueType({writer.beginning(node, number)}) {tests} ELSE {whole} END"


def _declared(query: ParsedQuery, node: Tree) -> str:
    """The declared kind of the property with which an expression begins: ``n.startsFrom`` of ``n.startsFrom.year``."""
    variable, first = node.children[:2]
    field = first.part("property")
    is_drawn = variable.kind == "variable" and query.kind(variable) in ("node", "relationship")
    return key_kinds().get(field.children[1].name, "") if field and is_drawn else ""


def _if_without(writer: Writer, node: Tree, number: int, without: list[str], ended: str, whole: str) -> str:
    return unless(writer.beginning(node, number), [*without, *_WITHOUT_FIELDS], ended, whole)


_WITHOUT_FIELDS = ("STRING", "INTEGER", "FLOAT", "BOOLEAN", "LIST<ANY>", "PATH")


def _sums(query: ParsedQuery, writer: Writer) -> None:
    """What may be a map, point, time of day, node, relationship or path, and is joined to what may be text."""
    for node in query.query.all("expression6"):
        sides = [part for part in node.children if part.kind]
        if not node.has("+") or any(query.kind(side) in ("list", "labels") for side in sides):
            continue
        for side in sides:
            if query.kind(side) not in ("", "map", "point", "node", "relationship", "path") or _is_computed(side):
                continue
            others = [x for x in sides if x is not side and not _is_computed(x) and query.kind(x) in ("", "text")]
            for other in others:
                writer.wrap(side, partial(_if_joined, query, writer, side, other))


def _if_joined(query: ParsedQuery, writer: Writer, side: Tree, other: Tree, whole: str) -> str:
    assert side.parent
    ended = unless(whole, _NOT_JOINED, stop(guards.JOINED, side, side.parent))
    if query.kind(other) == "text":
        return ended
    return f"CASE valueType({writer.inside(other)}) WHEN 'STRING NOT NULL' THEN {ended} ELSE {whole} END"


def _comparisons(query: ParsedQuery, writer: Writer) -> None:
    """What is compared with COUNT { } or the size of a pattern; things without a size; times with and without a zone."""
    for sign, (one, other) in [*compared(query), *_cases(query)]:
        assert sign.parent
        for side, beside in ((one, other), (other, one)):
            if query.kind(side):
                continue
            if counts_a_pattern(beside):
                ended = stop(guards.COUNTED, side, sign.parent)
                writer.wrap(side, partial(unless, kinds=_NO_NUMBERS, ended=ended))
            for zoned, without in _ZONES:
                if query.kind(beside) in ("", zoned, without):
                    ended = stop(guards.ZONE, side, sign.parent)
                    writer.wrap(side, partial(_if_zones_differ, writer, beside, (zoned, without), ended))
        if sign.text in _SIZES and not query.kind(one) and query.kind(other) in ("", "point"):
            writer.wrap(one, partial(unless, kinds=_UNSIZED, ended=stop(guards.SIZE, one, sign.parent)))
        elif sign.text in _SIZES and query.kind(one) == "point":
            writer.wrap(other, partial(unless, kinds=_UNSIZED, ended=stop(guards.SIZE, other, sign.parent)))


def _cases(query: ParsedQuery) -> Iterator[tuple[Tree, tuple[Tree, Tree]]]:
    """What CASE compares with what stands after its WHEN."""
    for case in query.query.all("extendedCaseExpression"):
        for alternative in case.parts("extendedCaseAlternative"):
            for wanted in alternative.parts("extendedWhen"):
                value = wanted.children[0]  # without a sign before it, as in WHEN > 2, WHEN IS NULL
                if value.kind and value.kind != "comparisonExpression6":
                    yield case.children[0], (bare(case.children[1]), bare(value))


_SIZES = frozenset({"<", ">", "<=", ">="})


def _patterns(query: ParsedQuery, writer: Writer) -> None:
    """Both sides of ``=~``, which are texts."""
    for comparison in query.query.all("comparisonExpression6"):
        if comparison.has("=~") and comparison.parent and comparison.parent.kind == "expression7":
            for side in (comparison.parent.children[0], comparison.children[1]):
                if not query.kind(side):
                    ended = stop(guards.ARGUMENT, side, comparison.parent)
                    writer.wrap(side, partial(unless, kinds=_NO_TEXTS, ended=ended))


def _orders(query: ParsedQuery, writer: Writer) -> None:
    """What may be a map, and is sorted by, or of which the largest or smallest is looked for."""
    returned = set(sorted_columns(query).values())  # the answer is looked at instead
    items = query.query.all("orderItem")
    sorted_by = [(item, item.children[0]) for item in items if item.children[0] not in returned]
    sorted_by += [(call, given) for name, call in query.calls if name in ("min", "max") for given in arguments(call)]
    for whole, value in sorted_by:
        if query.kind(value) in ("", "map"):
            writer.wrap(value, partial(unless, kinds=["MAP"], ended=stop(guards.SIZE, value, whole)))


_NO_TEXTS = [name for name in TYPE_NAMES.values() if name != "STRING"]
_ZONES = (("datetime", "localdatetime"), ("time", "localtime"))
_UNSIZED = ("DURATION", *_THINGS)


def _if_zones_differ(writer: Writer, beside: Tree, kinds: tuple[str, str], ended: str, whole: str) -> str:
    other, (zoned, without) = writer.inside(beside), (TYPE_NAMES[kind] for kind in kinds)
    return (
        f"CASE valueType({whole}) WHEN '{zoned} NOT NULL' THEN {unless(other, [without], ended, whole)} "
        f"WHEN '{without} NOT NULL' THEN {unless(other, [zoned], ended, whole)} ELSE {whole} END"
    )


def _conditions(query: ParsedQuery, writer: Writer) -> None:
    """What has to be true or false."""
    for node in set(map(bare, conditions(query))):
        if not query.kind(node) and node.kind in _UNKNOWN:
            writer.wrap(node, partial(unless, kinds=_NO_CONDITIONS, ended=stop(guards.CONDITION, node, node)))


_UNKNOWN = frozenset(
    "variable expression2 functionInvocation caseExpression extendedCaseExpression reduceExpression".split()
)
_NO_CONDITIONS = [name for name in TYPE_NAMES.values() if name != "BOOLEAN"]
