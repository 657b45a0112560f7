"""The rules that recognise the gaps of the embedded Cypher in dates, times and durations.

They work as those in ``rules``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from govgraph.graph.cypher.kind_rules import compared, compared_by_size
from govgraph.graph.cypher.kinds import TIMES, key_kinds
from govgraph.graph.cypher.parsed import ParsedQuery, arguments, bare
from govgraph.graph.cypher.tree import Tree

_DATE_UNITS = frozenset(
    "year month day week dayofweek quarter dayofquarter ordinalday date datetime epochseconds epochmillis".split()
)
_TIME_UNITS = frozenset("hour minute second millisecond microsecond nanosecond time timezone datetime".split())
_UNITS = {
    "date": _DATE_UNITS, "localdatetime": _DATE_UNITS | _TIME_UNITS, "datetime": _DATE_UNITS | _TIME_UNITS,
    "time": _TIME_UNITS, "localtime": _TIME_UNITS,
    "duration": frozenset("years months weeks days hours minutes seconds milliseconds microseconds nanoseconds".split()),
}  # fmt: skip
# Unit -> the larger units, one of which must be given with it.
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
_OF_DATES = "year quarter month week weekYear dayOfQuarter day ordinalDay dayOfWeek weekDay".split()
_OF_TIMES = "hour minute second millisecond microsecond nanosecond".split()
_OF_ZONES = "timezone offset offsetMinutes offsetSeconds".split()
FIELDS = {
    "date": frozenset(_OF_DATES),
    "localdatetime": frozenset([*_OF_DATES, *_OF_TIMES]),
    "datetime": frozenset([*_OF_DATES, *_OF_TIMES, *_OF_ZONES, "epochSeconds", "epochMillis"]),
    "localtime": frozenset(_OF_TIMES),
    "time": frozenset([*_OF_TIMES, *_OF_ZONES]),
    "duration": frozenset(
        """
        years quarters months weeks days hours minutes seconds milliseconds microseconds nanoseconds quartersOfYear monthsOfQuarter
        monthsOfYear daysOfWeek minutesOfHour secondsOfMinute millisecondsOfSecond microsecondsOfSecond nanosecondsOfSecond
        """.split()
    ),
}
"""Kind of a date, time or duration -> the names of its fields, which the embedded store reads only when they are written so."""

_WITH_AND_WITHOUT_A_ZONE = ({"datetime", "localdatetime"}, {"time", "localtime"})


def incomplete_time(query: ParsedQuery) -> Iterator[Tree]:
    """A date or time made of parts that skip a unit between them, or of units that do not exist."""
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


def unknown_field(query: ParsedQuery) -> Iterator[Tree]:
    """A field that a date, time or duration does not have, or that is written in other letters, or in square brackets."""
    for node in query.query.all("expression2"):
        base, at = node.children[0], 0
        kind = query.kind(base)
        first = node.children[1].part("property")
        if base.kind == "variable" and kind not in FIELDS and first:
            kind, at = ("date" if key_kinds().get(first.children[1].name) == "date" else ""), 1
        if kind in FIELDS and at + 1 < len(node.children):
            field = node.children[at + 1].part("property")
            if not field or field.children[1].name not in FIELDS[kind]:
                yield field.children[1] if field else node.children[at + 1]


def text_of_a_time(query: ParsedQuery) -> Iterator[Tree]:
    """toString() in a query that has times of day: whole minutes are written without seconds."""
    called = {name for name, _ in query.calls}
    times = called & TIMES or any(isinstance(v, dt.time | dt.datetime) for v in query.parameters.values())
    for name, call in query.calls:
        kinds = {query.kind(given) for given in arguments(call)}
        is_joined = (
            name in TIMES and call.parent and call.parent.kind == "expression6" and not _is_list(query, call.parent)
        )
        if (name.startswith("tostring") and times and kinds & {"", "list", *TIMES}) or (
            is_joined and "duration" not in called
        ):
            yield call


def _is_list(query: ParsedQuery, total: Tree) -> bool:
    """Whether a sum gives a list, or is a difference."""
    return total.has("-") or any(query.kind(part) in ("list", "labels") for part in total.children)


def time_of_a_date(query: ParsedQuery) -> Iterator[Tree]:
    """``localdatetime(d)`` of a date, which has no time of day."""
    for name, call in query.calls:
        given = arguments(call)
        if name in TIMES and given and query.kind(given[0]) == "date":
            yield given[0]


def mixed_times(query: ParsedQuery) -> Iterator[Tree]:
    """A time with a zone compared with one that has none."""
    for sign, sides in compared(query):
        if set(map(query.kind, sides)) in _WITH_AND_WITHOUT_A_ZONE:
            yield sign


def compared_durations(query: ParsedQuery) -> Iterator[Tree]:
    """Durations compared by size, or in order, or added up."""
    for sign, sides in compared_by_size(query):
        if "duration" in map(query.kind, sides):
            yield sign
    for item in query.query.all("orderItem"):
        if query.kind(item.children[0]) == "duration":
            yield item
    for name, call in query.calls:
        if name in ("sum", "avg") and any(query.kind(given) == "duration" for given in arguments(call)):
            yield call


def parts_of_a_duration(query: ParsedQuery) -> Iterator[Tree]:
    """A duration divided, or multiplied by anything but a whole number that is written in the query or a parameter."""
    for node in query.query.all("expression5"):
        for before, sign, after in zip(node.children, node.children[1:], node.children[2:], strict=False):
            sides = bare(before), bare(after)
            kinds = [query.kind(side) for side in sides]
            if sign.kind or "duration" not in kinds:
                continue
            other = sides[1 - kinds.index("duration")]
            if sign.text == "/" or not _is_whole(query, other):
                yield sign


def _is_whole(query: ParsedQuery, node: Tree) -> bool:
    return "".join(node.words).removeprefix("-").isdigit() or isinstance(query.parameter(node), int)
