"""How the gaps of the embedded Cypher in values are seen in a query's tree: what a function or comparison is not for, dates, numbers.

See ``rules``. What kind of value a property has is known from the ontology.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from govgraph.graph.cypher.parsed import TIMES, ParsedQuery, arguments, bare, key_kinds, name_of
from govgraph.graph.cypher.tree import Tree

_COMPARISONS = frozenset({"<", ">", "<=", ">="})
_DATE_UNITS = frozenset(
    "year month day week dayofweek quarter dayofquarter ordinalday date datetime epochseconds epochmillis".split()
)
_TIME_UNITS = frozenset("hour minute second millisecond microsecond nanosecond time timezone datetime".split())
_UNITS = {
    "date": _DATE_UNITS, "localdatetime": _DATE_UNITS | _TIME_UNITS, "datetime": _DATE_UNITS | _TIME_UNITS,
    "time": _TIME_UNITS, "localtime": _TIME_UNITS,
    "duration": frozenset("years quarters months weeks days hours minutes seconds milliseconds microseconds nanoseconds".split()),
}  # fmt: skip
# A unit and the larger ones of which one must be given with it.
_NEEDS = {
    unit: frozenset(larger.split())
    for unit, larger in {
        "month": "year date datetime", "day": "month date datetime", "week": "year date datetime",
        "quarter": "year date datetime", "dayofweek": "week date datetime", "dayofquarter": "quarter date datetime",
        "ordinalday": "year date datetime", "minute": "hour time datetime", "second": "minute time datetime",
        "millisecond": "second time datetime epochseconds",
        "microsecond": "second millisecond time datetime epochseconds epochmillis",
        "nanosecond": "second millisecond microsecond time datetime epochseconds epochmillis",
    }.items()
}  # fmt: skip
_DAY = frozenset("day dayofweek dayofquarter ordinalday date datetime epochseconds epochmillis".split())
_DATE_FIELDS = frozenset(
    "year quarter month week weekyear dayofquarter quarterday day ordinalday dayofweek weekday".split()
)


# --------------------------------------------------------------------------------- what a value's kind allows


def wrong_kind(query: ParsedQuery) -> Iterator[Tree]:
    """A function over what it is not for, as the length of a text or a part of a date."""
    for name, call in query.calls:
        given = arguments(call)
        if name in _KINDS and given and query.kind(given[0]) in _KINDS[name]:
            yield call
    for comparison in query.query.all("comparisonExpression6"):
        value = comparison.parent.children[0] if comparison.parent else comparison
        if comparison.has("=~") and query.kind(value) in ("date", "number", "boolean", "list"):
            yield comparison


_KINDS = {
    name: frozenset(kinds.split())
    for name, kinds in {
        "length": "text date number boolean list map node",
        **dict.fromkeys(("substring", "left", "right"), "date number boolean list"),
        "size": "map",
        **dict.fromkeys(("percentiledisc", "percentilecont"), "date text list boolean"),
        **dict.fromkeys(("id", "elementid"), "text date number boolean list"),
        **dict.fromkeys(("startnode", "endnode"), "text date number boolean list node path"),
    }.items()
}


def no_condition(query: ParsedQuery) -> Iterator[Tree]:
    """A value that is neither true nor false, where a condition has to stand."""
    for node in map(bare, _conditions(query)):
        if (node.kind in _VALUES or query.property_key(node)) and query.kind(node) not in ("", "boolean", "path"):
            yield node


_VALUES = frozenset("variable numberLiteral stringLiteral listLiteral map functionInvocation".split())


def _conditions(query: ParsedQuery) -> Iterator[Tree]:
    """Each expression that has to be true or false."""
    for node in query.query.all("expression", "expression11", "expression10", "expression9"):
        yield from (part for part in node.children if part.kind)
    for (
        kind
    ) in "whereClause nodePattern relationshipPattern parenthesizedPath listComprehension listItemsPredicate".split():
        for node in query.query.all(kind):
            yield from (
                part for word, part in pairwise(node.children) if word.text.upper() == "WHERE" and not word.kind
            )
    yield from (case.children[1] for case in query.query.all("caseAlternative"))


def compared_nodes(query: ParsedQuery) -> Iterator[Tree]:
    """Nodes or relationships compared by size."""
    for sign, sides in _by_size(query):
        if all(side.kind == "variable" and query.kind(side) in ("node", "relationship") for side in sides):
            yield sign


def _by_size(query: ParsedQuery) -> Iterator[tuple[Tree, tuple[Tree, Tree]]]:
    """Each <, >, <= and >= with what stands at its sides."""
    for node in query.query.all("expression8"):
        for before, sign, after in zip(node.children, node.children[1:], node.children[2:], strict=False):
            if sign.text in _COMPARISONS:
                yield sign, (bare(before), bare(after))


def exists_of_a_value(query: ParsedQuery) -> Iterator[Tree]:
    """``exists(n.name)``."""
    for name, call in query.calls:
        given = arguments(call)
        if name == "exists" and given and bare(given[0]).kind != "patternExpression":
            yield call


def order_of_labels(query: ParsedQuery) -> Iterator[Tree]:
    """The place of a label or key in the list of them."""
    for node in query.query.all("expression2"):
        if query.kind(node.children[0]) == "labels":
            yield node
    for name, call in query.calls:
        if name in ("head", "last", "tail") and any(query.kind(given) == "labels" for given in arguments(call)):
            yield call
    for node in query.query.all("expression8"):
        for sign, side in pairwise(node.children):
            if sign.text in ("=", "<>") and "labels" in (
                query.kind(side),
                query.kind(node.children[node.children.index(sign) - 1]),
            ):
                yield sign


def type_names(query: ParsedQuery) -> Iterator[Tree]:
    """valueType() of what may be a list."""
    for name, call in query.calls:
        if name == "valuetype" and any(query.kind(given) not in _NAMED_ALIKE for given in arguments(call)):
            yield call


_NAMED_ALIKE = frozenset("number text boolean date duration map node".split())


# ------------------------------------------------------------------------------------------ dates and numbers


def incomplete_time(query: ParsedQuery) -> Iterator[Tree]:
    """A date or time of parts that leave something between them open, or of parts that there are not."""
    for name, call in query.calls:
        first = next(iter(arguments(call)), None)
        if name not in _UNITS or first is None:
            continue
        if first.kind == "map":
            given = {key.name.lower() for key in first.parts("propertyKeyName")}
        elif isinstance(value := query.parameter(first), dict):
            given = {str(key).lower() for key in value}
        else:
            continue
        if _is_incomplete(name, given):
            yield call


def _is_incomplete(name: str, given: set[str]) -> bool:
    if not given or given - _UNITS[name]:
        return True
    if name == "duration":
        return False
    if any(unit in given and not given & larger for unit, larger in _NEEDS.items()):
        return True
    has_day, has_time = bool(given & _DAY), bool(given & {"hour", "time"})
    return (name.endswith("datetime") and has_time and not has_day) or (
        not given & {"year", "date", "datetime", "epochseconds", "epochmillis", "hour", "time"}
        and given != {"timezone"}
    )


def unknown_date_field(query: ParsedQuery) -> Iterator[Tree]:
    """A field that dates do not have."""
    for node in query.query.all("expression2"):
        fields = [part.part("property") for part in node.children[1:]]
        base = node.children[0]
        place = 0 if base.kind == "functionInvocation" and name_of(base) in ("date", "date.truncate") else None
        if base.kind == "variable" and fields[0] and key_kinds().get(fields[0].children[1].name) == "date":
            place = 1
        field = fields[place] if place is not None and place < len(fields) else None
        if field and field.children[1].name.lower() not in _DATE_FIELDS:
            yield field.children[1]


def text_of_a_time(query: ParsedQuery) -> Iterator[Tree]:
    """toString() in a query that has times of day: whole minutes are written shorter."""
    called = {name for name, _ in query.calls}
    times = called & TIMES or any(isinstance(v, dt.time | dt.datetime) for v in query.parameters.values())
    for name, call in query.calls:
        kinds = {query.kind(given) for given in arguments(call)}
        is_joined = name in TIMES and call.parent and call.parent.kind == "expression6" and not call.parent.has("-")
        if (name.startswith("tostring") and times and kinds & {"", "time", "list"}) or (
            is_joined and "duration" not in called
        ):
            yield call


def compared_durations(query: ParsedQuery) -> Iterator[Tree]:
    """Durations compared by size, or in order, or added up."""
    for sign, sides in _by_size(query):
        if "duration" in map(query.kind, sides):
            yield sign
    for item in query.query.all("orderItem"):
        if query.kind(item.children[0]) == "duration":
            yield item
    for name, call in query.calls:
        if name in ("sum", "avg") and any(query.kind(given) == "duration" for given in arguments(call)):
            yield call


def division_by_zero(query: ParsedQuery) -> Iterator[Tree]:
    """Anything but a fraction as it is written, divided by a whole zero as it is written."""
    for node in query.query.all("expression5"):
        for before, sign, divisor in zip(node.children, node.children[1:], node.children[2:], strict=False):
            is_fraction = before.kind == "numberLiteral" and not before.text.lstrip("-").isdigit()
            if sign.text in ("/", "%") and divisor.text == "0" and not is_fraction:
                yield sign


def spaces_around_a_number(query: ParsedQuery) -> Iterator[Tree]:
    """``toInteger(' 42 ')``, ``toBoolean(' true ')``."""
    for name, call in query.calls:
        if name.startswith(("tointeger", "toboolean")):
            for given in arguments(call):
                value = given.text[1:-1] if given.kind == "stringLiteral" else query.parameter(given)
                if isinstance(value, str) and value != value.strip():
                    yield given


def large_number_and_fraction(query: ParsedQuery) -> Iterator[Tree]:
    """A whole number beyond 2^53 compared with a fraction, which cannot hold all of them."""
    for node in query.query.all("expression8"):
        values = [_number(query, part) for part in node.children if part.kind]
        if any(isinstance(v, float) for v in values) and any(isinstance(v, int) and abs(v) > 2**53 for v in values):
            yield node


def _number(query: ParsedQuery, node: Tree) -> int | float | None:
    """The number that is written, or given by a parameter."""
    if node.kind == "numberLiteral":
        try:
            return int(node.text, 0)
        except ValueError:
            return 0.0
    value = query.parameter(node)
    return value if isinstance(value, int | float) else None


def field_of_a_point(query: ParsedQuery) -> Iterator[Tree]:
    """``point(...).crs``, and fields that points do not have."""
    for node in query.query.all("expression2"):
        field = node.children[1].part("property")
        if query.kind(node.children[0]) == "point" and field and field.children[1].name not in _POINT_FIELDS:
            yield field


_POINT_FIELDS = frozenset("x y z longitude latitude height srid".split())


def number_with_lines(query: ParsedQuery) -> Iterator[Tree]:
    """``1_000``."""
    yield from (number for number in query.query.all("numberLiteral") if "_" in number.text)


def long_escape(query: ParsedQuery) -> Iterator[Tree]:
    r"""``'\U0001F642'``."""
    yield from (text for text in query.query.all("stringLiteral") if "\\U" in text.text.replace("\\\\", ""))


def point_functions(query: ParsedQuery) -> Iterator[Tree]:
    """Distances of points."""
    yield from (call for name, call in query.calls if name in ("point.distance", "point.withinbbox"))
