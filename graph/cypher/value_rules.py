"""How the gaps of the embedded Cypher in values are seen in a query's words: what a function or comparison is not for, dates, numbers.

See ``rules``. What kind of value a property has is known from the ontology.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from govgraph.graph.cypher.asked import Asked
from govgraph.graph.cypher.words import Word
from govgraph.ontology.declaration import tables

_COMPARISONS = frozenset({"<", ">", "<=", ">="})
_TIMES = frozenset({"time", "localtime", "datetime", "localdatetime"})

_DATE_UNITS = {
    "year", "month", "day", "week", "dayofweek", "quarter", "dayofquarter", "ordinalday", "date", "datetime",
    "epochseconds", "epochmillis",
}  # fmt: skip
_TIME_UNITS = {"hour", "minute", "second", "millisecond", "microsecond", "nanosecond", "time", "timezone", "datetime"}
_UNITS = {
    "date": _DATE_UNITS, "localdatetime": _DATE_UNITS | _TIME_UNITS, "datetime": _DATE_UNITS | _TIME_UNITS,
    "time": _TIME_UNITS, "localtime": _TIME_UNITS,
    "duration": {"years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds",
                 "microseconds", "nanoseconds"},
}  # fmt: skip
# A unit and the larger ones of which one must be given with it.
_NEEDS = {
    "month": {"year", "date", "datetime"},
    "day": {"month", "date", "datetime"},
    "week": {"year", "date", "datetime"},
    "quarter": {"year", "date", "datetime"},
    "dayofweek": {"week", "date", "datetime"},
    "dayofquarter": {"quarter", "date", "datetime"},
    "ordinalday": {"year", "date", "datetime"},
    "minute": {"hour", "time", "datetime"},
    "second": {"minute", "time", "datetime"},
    "millisecond": {"second", "time", "datetime", "epochseconds"},
    "microsecond": {"second", "millisecond", "time", "datetime", "epochseconds", "epochmillis"},
    "nanosecond": {"second", "millisecond", "microsecond", "time", "datetime", "epochseconds", "epochmillis"},
}
_DAY = {"day", "dayofweek", "dayofquarter", "ordinalday", "date", "datetime", "epochseconds", "epochmillis"}
_DATE_FIELDS = frozenset(
    [
        "year",
        "quarter",
        "month",
        "week",
        "weekyear",
        "dayofquarter",
        "quarterday",
        "day",
        "ordinalday",
        "dayofweek",
        "weekday",
    ]
)


@cache
def key_kinds() -> dict[str, str]:
    """Property key -> date, number, boolean, list or text, as the ontology declares it.

    Example:
        >>> kinds = key_kinds()
        >>> kinds["startsFrom"], kinds["startDate"], kinds["tone"], kinds["aliases"]
        ('date', 'text', 'number', 'list')
    """
    kinds = {}
    for table in tables().values():
        for column in (*table.columns, *table.property_columns):
            kind = {"integer": "number", "number": "number", "boolean": "boolean", "date": "date"}.get(
                column.type, "text"
            )
            kinds[column.key] = "list" if column.many else kind
    return kinds


# --------------------------------------------------------------------------------- what a value's kind allows


def wrong_kind(asked: Asked) -> Iterator[int]:
    """A function over what it is not for, as the length of a text or a part of a date."""
    text = asked.text
    for call, name in asked.calls:
        if name not in _KINDS:
            continue
        first, end = asked.argument(call)
        if first < end and (kind := _kind(asked, first, end)) and kind in _KINDS[name]:
            yield call
    for i, word in enumerate(text.words):
        if word.key == "=~" and _kind(asked, i - 3, i) in ("date", "number", "boolean", "list"):
            yield i


_KINDS = {
    "length": {"text", "date", "number", "boolean", "list", "map", "node"},  # of relationships it is a list, perhaps
    "substring": {"date", "number", "boolean", "list"},
    "left": {"date", "number", "boolean", "list"},
    "right": {"date", "number", "boolean", "list"},
    "size": {"map"},
    "percentiledisc": {"date", "text", "list", "boolean"},
    "percentilecont": {"date", "text", "list", "boolean"},
    "id": {"text", "date", "number", "boolean", "list"},
    "elementid": {"text", "date", "number", "boolean", "list"},
    "startnode": {"text", "date", "number", "boolean", "list", "node", "path"},
    "endnode": {"text", "date", "number", "boolean", "list", "node", "path"},
}


def _kind(asked: Asked, first: int, end: int) -> str:
    """What some words are for sure: date, number, boolean, list, text, map or node; empty: not known."""
    words = asked.text.words
    if first < 0 or not end - first > 0:
        return ""
    if key := asked.property_key(first, end):
        return "text" if key.startswith("name_") or key == "name" else key_kinds().get(key, "")
    if words[first].key == "{" and asked.text.ends[first] == end - 1:
        return "map"
    if end - first > 1:
        return ""
    match asked.value(first):
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
        case dt.date():
            return "date"
    if words[first].kind in ("text", "number"):
        return words[first].kind
    return asked.drawn.get(words[first].name, "") if words[first].kind == "name" else ""


def no_condition(asked: Asked) -> Iterator[int]:
    """A property that is no yes or no, where a condition has to stand."""
    text = asked.text
    for i, word in enumerate(text.words):
        if (
            word.kind != "name"
            or word.key not in ("WHERE", "AND", "OR", "XOR", "NOT", "WHEN")
            or text.key(i - 1) in (".", ":")
        ):
            continue
        for first, end, after in ((i + 1, i + 4, text.key(i + 4)), (i - 3, i, text.key(i - 4))):
            if first > i and after not in _AFTER_CONDITION:
                continue
            if first < i and (word.key in ("WHERE", "NOT", "WHEN") or after not in _BEFORE_CONDITION):
                continue
            if (
                end <= len(text.words)
                and _kind(asked, first, end) not in ("", "boolean")
                and asked.property_key(first, end)
            ):
                yield first
        if text.key(i + 2) in _AFTER_CONDITION and _kind(asked, i + 1, i + 2) in ("node", "relationship"):
            yield i + 1


_AFTER_CONDITION = frozenset(
    {"", ")", "]", "}", "|", ",", ";", "AND", "OR", "XOR", "THEN", "RETURN", "WITH", "MATCH", "AS", "ORDER"}
)
_BEFORE_CONDITION = frozenset({"WHERE", "AND", "OR", "XOR", "NOT", "WHEN", "(", ",", "RETURN", "WITH"})


def compared_nodes(asked: Asked) -> Iterator[int]:
    """Nodes or relationships compared by size."""
    text = asked.text
    for i, word in enumerate(text.words):
        if word.key in _COMPARISONS and i and i + 1 < len(text.words):
            sides = (text.words[i - 1], text.words[i + 1])
            bare = text.key(i - 2) not in (".", "-") and text.key(i + 2) not in (".", "(", "-", "[")
            if bare and all(asked.drawn.get(w.name) in ("node", "relationship") for w in sides):
                yield i


def exists_of_a_value(asked: Asked) -> Iterator[int]:
    """``exists(n.name)``."""
    for call, name in asked.calls:
        if name == "exists" and asked.text.key(call + 2) != "(":
            yield call


def order_of_labels(asked: Asked) -> Iterator[int]:
    """The place of a label or key in the list of them."""
    text = asked.text
    for call, name in asked.calls:
        if name in ("labels", "keys"):
            around = text.words[call - 2].text.lower() if text.key(call - 1) == "(" and call > 1 else ""
            after = text.key(asked.close(call) + 1)
            if after in ("[", "=", "<>") or around in ("head", "last", "tail") or text.key(call - 1) in ("=", "<>"):
                yield call


# ------------------------------------------------------------------------------------------ dates and numbers


def incomplete_time(asked: Asked) -> Iterator[int]:
    """A date or time of parts that leave something between them open, or of parts that there are not."""
    text = asked.text
    for call, name in asked.calls:
        if name not in _UNITS:
            continue
        first, end = asked.argument(call)
        if first >= end:
            continue
        if text.key(first) == "{" and text.ends[first] == end - 1:
            entries = list(text.split(first + 1, end - 1, frozenset(",")))
            given = {text.words[a].name.lower() for a, _ in entries}
        elif isinstance(value := asked.value(first), dict) and end - first == 1:
            given = {str(k).lower() for k in value}
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


def unknown_date_field(asked: Asked) -> Iterator[int]:
    """A field that dates do not have."""
    text = asked.text
    for call, name in asked.calls:
        field = asked.close(call) + 2
        if (
            name in ("date", "date.truncate")
            and text.key(field - 1) == "."
            and text.words[field].text.lower() not in _DATE_FIELDS
        ):
            yield field
    for i in range(2, len(text.words) - 1):
        of_date = text.key(i) == text.key(i - 2) == "." and key_kinds().get(text.words[i - 1].name) == "date"
        if of_date and text.words[i + 1].text.lower() not in _DATE_FIELDS:
            yield i + 1


def text_of_a_time(asked: Asked) -> Iterator[int]:
    """toString() in a query that has times of day: whole minutes are written shorter."""
    times = asked.called & _TIMES or any(isinstance(v, dt.time | dt.datetime) for v in asked.parameters.values())
    for call, name in asked.calls:
        joined = asked.text.key(call - 1) in ("+", "||") or asked.text.key(asked.close(call) + 1) in ("+", "||")
        if times and (name.startswith("tostring") or (name in _TIMES and joined and "duration" not in asked.called)):
            yield call


def compared_durations(asked: Asked) -> Iterator[int]:
    """Durations compared by size, or in order, or added up."""
    text = asked.text
    durations = [(call, asked.close(call)) for call, name in asked.calls if name.partition(".")[0] == "duration"]
    for call, close in durations:
        if text.key(call - 1) in _COMPARISONS or text.key(close + 1) in _COMPARISONS:
            yield call
    named = {w.name for w in _named_durations(asked, durations)} if durations else set()
    for clauses in asked.parts:
        for clause in (c for c in clauses if c.keyword == "ORDER"):
            for first, _ in text.items(clause):
                if text.words[first].name in named and text.key(first + 1) != ".":
                    yield first
    for call, name in asked.calls:
        if name in ("sum", "avg"):
            first, end = asked.argument(call)
            whole = any(call < d < close + 1 <= end and text.key(close + 1) != "." for d, close in durations)
            if whole or (end - first == 1 and text.words[first].name in named):
                yield call


def _named_durations(asked: Asked, durations: list[tuple[int, int]]) -> Iterator[Word]:
    text = asked.text
    for clauses in asked.parts:
        for clause in clauses:
            if clause.keyword == "UNWIND" and any(clause.first < call < clause.end for call, _ in durations):
                yield text.words[clause.end - 1]
    for _, items in asked.projections():
        for first, end in items:
            alias = text.alias((first, end))
            if alias and any(first <= call < end and text.key(close + 1) != "." for call, close in durations):
                yield alias


def division_by_zero(asked: Asked) -> Iterator[int]:
    """Anything divided by a whole zero as it is written."""
    text = asked.text
    for i in range(1, len(text.words) - 1):
        if text.key(i) in ("/", "%") and text.words[i + 1].text == "0" and text.key(i + 2) != ".":
            yield i


def number_with_lines(asked: Asked) -> Iterator[int]:
    """``1_000``."""
    yield from (i for i, w in enumerate(asked.text.words) if w.kind == "number" and "_" in w.text)


def long_escape(asked: Asked) -> Iterator[int]:
    r"""``'\U0001F642'``."""
    for i, word in enumerate(asked.text.words):
        if word.kind == "text" and "\\U" in word.text.replace("\\\\", ""):
            yield i


def point_functions(asked: Asked) -> Iterator[int]:
    """Distances of points."""
    yield from (call for call, name in asked.calls if name in ("point.distance", "point.withinbbox"))


def type_names(asked: Asked) -> Iterator[int]:
    """valueType()."""
    yield from (call for call, name in asked.calls if name == "valuetype")
