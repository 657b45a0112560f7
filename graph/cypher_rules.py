"""How each gap of the embedded Cypher is seen in a query's words, before it runs: one function a gap.

A rule gives the places of what it knows to be answered otherwise than by Neo4j, and nothing else: one that is in doubt says nothing.
What the gaps are, why, and what to write instead is told in ``cypher_gaps``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

from govgraph.graph.cypher_text import Clause, Text, variables
from govgraph.ontology.declaration import tables

AGGREGATES = frozenset("count sum avg min max collect stdev stdevp percentilecont percentiledisc".split())
_CONDITIONS = frozenset("AND OR XOR NOT IN IS STARTS ENDS CONTAINS =~ :".split())
_PARTS = frozenset(", | WHEN THEN ELSE CASE END WHERE".split())
_BOOLEAN_PARTS = frozenset(", | WHEN THEN ELSE CASE END WHERE AND OR XOR NOT".split())
_COMPARISONS = frozenset({"<", ">", "<=", ">="})
_LIST_PREDICATES = frozenset({"any", "all", "none", "single", "reduce"})
_TIMES = frozenset({"time", "localtime", "datetime", "localdatetime"})

FUNCTIONS = AGGREGATES | frozenset(
    "abs acos all allshortestpaths any asin atan atan2 btrim ceil char_length character_length coalesce cos cot date "
    "date.realtime date.statement date.transaction date.truncate datetime datetime.fromepoch datetime.fromepochmillis "
    "datetime.realtime datetime.statement datetime.transaction datetime.truncate degrees duration duration.between "
    "duration.indays duration.inmonths duration.inseconds e elementid endnode exists exp file floor graph.byelementid "
    "graph.byname haversin head id isempty isnan keys labels last left length linenumber localdatetime "
    "localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate localtime "
    "localtime.realtime localtime.statement localtime.transaction localtime.truncate log log10 lower ltrim nodes none "
    "normalize nullif pi point point.distance point.withinbbox properties radians rand randomuuid range reduce "
    "relationships replace reverse right round rtrim shortestpath sign sin single size split sqrt startnode substring "
    "tail tan time time.realtime time.statement time.transaction time.truncate timestamp toboolean tobooleanlist "
    "tobooleanornull tofloat tofloatlist tofloatornull tointeger tointegerlist tointegerornull tolower tostring "
    "tostringlist tostringornull toupper trim type upper valuetype vector.similarity.cosine vector.similarity.euclidean".split()
)
"""All functions of Neo4j 5.26, in small letters."""

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
_DATE_FIELDS = frozenset("year quarter month week weekyear dayofquarter quarterday day ordinalday dayofweek weekday".split())


@cache
def key_kinds() -> dict[str, str]:
    """Property key -> date, number, boolean, list or text, as the ontology declares it.

    Example:
        >>> kinds = key_kinds()
        >>> kinds["startsFrom"], kinds["startDate"], kinds["tone"], kinds["aliases"]
        ('date', 'text', 'number', 'list')
    """
    kinds = {"iri": "text", "datasets": "list", "sources": "list", "documents": "list", "confidence": "number"}
    for table in tables().values():
        for column in table.columns:
            kind = {"integer": "number", "number": "number", "boolean": "boolean", "date": "date"}.get(column.type, "text")
            kinds[column.key] = "list" if column.many else kind
    return kinds


class Asked:
    """A query with its parameters, and what the rules need to know of it."""

    def __init__(self, text: Text, parameters: dict[str, Any]) -> None:
        self.text, self.parameters = text, parameters

    @cached_property
    def parts(self) -> list[list[Clause]]:
        """The clauses of the query and of each of its subqueries."""
        return [self.text.clauses(), *(self.text.clauses(a, b) for a, b in self.text.bodies())]

    @cached_property
    def calls(self) -> list[tuple[int, str]]:
        """(first word, name) of each call."""
        return list(self.text.calls())

    @cached_property
    def called(self) -> frozenset[str]:
        """The names of all functions that are called."""
        return frozenset(name for _, name in self.calls)

    @cached_property
    def nodes(self) -> frozenset[str]:
        """Variables that are nodes or relationships of a pattern."""
        found = set()
        for clauses in self.parts:
            for clause in clauses:
                if clause.keyword != "MATCH":
                    continue
                for i in range(clause.first, clause.end):
                    opens = self.text.words[i].key in ("(", "[")
                    name = self.text.key(i - 1)
                    in_function = name in ("ANY", "ALL", "NONE", "SINGLE", "REDUCE") or "COLLECT" in name
                    if opens and not in_function and self.text.key(i + 2) in (":", ")", "]", "{", "*", "WHERE"):
                        if i + 1 < clause.end and self.text.words[i + 1].kind in ("name", "quoted"):
                            if self.text.key(i - 1) in ("(", ",", "-", ">", "=", "MATCH", "SHORTESTPATH", ""):
                                found.add(self.text.words[i + 1].name)
        return frozenset(found)

    def argument(self, call: int) -> tuple[int, int]:
        """(first, end) of the words of the first argument of a call."""
        opening = call
        while self.text.key(opening) != "(":
            opening += 1
        end = self.text.ends[opening]
        return next(iter(self.text.split(opening + 1, end, frozenset(","))), (opening + 1, opening + 1))

    def close(self, call: int) -> int:
        """The bracket that ends a call."""
        opening = call
        while self.text.key(opening) != "(":
            opening += 1
        return self.text.ends[opening]

    def property_key(self, first: int, end: int) -> str:
        """The key, where the words are a property of a variable, as ``n.name``."""
        words = self.text.words
        alone = end - first == 3 and words[first + 1].key == "." and words[first].kind in ("name", "quoted")
        return words[first + 2].name if alone else ""

    def value(self, index: int) -> Any:
        """The value of a parameter that stands at a place; None elsewhere."""
        word = self.text.words[index]
        return self.parameters.get(word.text[1:].strip("`")) if word.kind == "parameter" else None

    def projections(self) -> Iterator[tuple[Clause, list[tuple[int, int]]]]:
        """Each WITH and RETURN with the things that it lists."""
        for clauses in self.parts:
            for clause in clauses:
                if clause.keyword in ("WITH", "RETURN"):
                    yield clause, self.text.items(clause)

    def has_aggregate(self, first: int, end: int) -> bool:
        """Whether an aggregate is called between those words, other than in a subquery."""
        return any(name in AGGREGATES and not self._is_subquery(i) for i, name in self.text.calls(first, end))

    def _is_subquery(self, index: int) -> bool:
        return self.text.key(index + 1) == "{"


# ------------------------------------------------------------------------------------ aggregates and order


def aggregate_in_condition(asked: Asked) -> Iterator[int]:
    """An aggregate that is combined by a condition, or whose property is taken."""
    for _, items in asked.projections():
        for first, end in items:
            if asked.has_aggregate(first, end):
                yield from _conditions(asked, first, end)


def _conditions(asked: Asked, first: int, end: int) -> Iterator[int]:
    text = asked.text
    for a, b in text.split(first, end, _PARTS):
        if not asked.has_aggregate(a, b):
            continue
        group = text.words[a].group
        for i in range(a, b):
            if text.words[i].group != group:
                continue
            key = text.words[i].key
            if i in text.ends and asked.has_aggregate(max(i - 1, a), text.ends[i] + 1):
                name = text.words[i - 1].text.lower() if i > a else ""
                if name not in AGGREGATES:
                    yield from _conditions(asked, i + 1, text.ends[i])
                if text.key(text.ends[i] + 1) == "." or _indexed_property(text, text.ends[i]):
                    yield i
            if key not in _CONDITIONS or (i and text.key(i - 1) == "."):
                continue
            is_source = key == "IN" and i == a + 1 and text.words[a].kind in ("name", "quoted") and _is_list(text, group)
            is_entry = key == ":" and i == a + 1 and text.key(group) == "{"
            if not is_source and not is_entry and key != "NOT":
                yield i
            elif key == "NOT" and asked.has_aggregate(i, b):
                yield i


def _indexed_property(text: Text, end: int) -> bool:
    while text.key(end + 1) == "[" and end + 1 in text.ends:
        end = text.ends[end + 1]
    return text.key(end + 1) == "."


def _is_list(text: Text, group: int) -> bool:
    return text.key(group) == "[" or text.words[group - 1].text.lower() in _LIST_PREDICATES


def order_by_what_is_gone(asked: Asked) -> Iterator[int]:
    """ORDER BY an aggregate that the projection before it does not list."""
    text = asked.text
    for clauses in asked.parts:
        for before, clause in zip(clauses, clauses[1:], strict=False):
            if clause.keyword != "ORDER" or before.keyword not in ("WITH", "RETURN"):
                continue
            listed = [_squeezed(text, item) for item in text.items(before)]
            for item in text.items(clause):
                for call, name in text.calls(*item):
                    if name in AGGREGATES:
                        wanted = _squeezed(text, (call, asked.close(call) + 1))
                        if not any(wanted in x for x in listed):
                            yield call


def _squeezed(text: Text, item: tuple[int, int]) -> str:
    return " ".join(w.key for w in text.words[item[0] : item[1]])


# --------------------------------------------------------------------------------------------------- paths


def shortest_prefix(asked: Asked) -> Iterator[int]:
    """``SHORTEST 2``, ``ALL SHORTEST``, ``ANY SHORTEST``, ``ANY`` before a pattern."""
    text = asked.text
    for clauses in asked.parts:
        for clause in (c for c in clauses if c.keyword == "MATCH"):
            for i in range(clause.first + 1, clause.end):
                at_start = text.words[i].group == text.words[clause.first].group and text.key(i - 1) in ("=", "MATCH", ",")
                if at_start and text.key(i) in ("SHORTEST", "ANY", "ALL") and text.words[i].kind == "name":
                    yield i


def same_ends(asked: Asked) -> Iterator[int]:
    """A shortest path from a variable to itself."""
    text = asked.text
    for call, name in asked.calls:
        if name in ("shortestpath", "allshortestpaths"):
            close = asked.close(call)
            ends = [i + 1 for i in range(call + 2, close) if text.key(i) == "(" and text.words[i].group == call + 1]
            if len(ends) == 2 and text.words[ends[0]].kind == "name" and text.key(ends[0]) == text.key(ends[1]):
                yield ends[1]


def colon_in_types(asked: Asked) -> Iterator[int]:
    """``[r:A|:B]``, which Neo4j takes only where nothing else is in the bracket."""
    text = asked.text
    for opening, close in text.ends.items():
        if text.key(opening) != "[":
            continue
        inside = [i for i in range(opening + 1, close) if text.words[i].group == opening]
        found = [i for i in inside if text.key(i) == "|" and text.key(i + 1) == ":"]
        if found and (text.key(opening + 1) != ":" or any(text.key(i) in ("{", "*") for i in inside)):
            yield found[0]


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
    "length": {"text", "date", "number", "boolean", "list", "map", "node"},
    "substring": {"date", "number", "boolean", "list"},
    "left": {"date", "number", "boolean", "list"},
    "right": {"date", "number", "boolean", "list"},
    "size": {"map"},
    "percentiledisc": {"date", "text", "list", "boolean"},
    "percentilecont": {"date", "text", "list", "boolean"},
    "id": {"text", "date", "number", "boolean", "list"},
    "elementid": {"text", "date", "number", "boolean", "list"},
    "startnode": {"text", "date", "number", "boolean", "list"},
    "endnode": {"text", "date", "number", "boolean", "list"},
}


def _kind(asked: Asked, first: int, end: int) -> str:
    """What some words are for sure: date, number, boolean, list, text, map or node; empty: not known."""
    words = asked.text.words
    if first < 0 or not 0 < end - first:
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
    return "node" if words[first].kind == "name" and words[first].name in asked.nodes else ""


def no_condition(asked: Asked) -> Iterator[int]:
    """A property that is no yes or no, where a condition has to stand."""
    text = asked.text
    for i, word in enumerate(text.words):
        if word.kind != "name" or word.key not in ("WHERE", "AND", "OR", "XOR", "NOT", "WHEN") or text.key(i - 1) in (".", ":"):
            continue
        for first, end, after in ((i + 1, i + 4, text.key(i + 4)), (i - 3, i, text.key(i - 4))):
            if first > i and after not in _AFTER_CONDITION:
                continue
            if first < i and (word.key in ("WHERE", "NOT", "WHEN") or after not in _BEFORE_CONDITION):
                continue
            if end <= len(text.words) and _kind(asked, first, end) not in ("", "boolean") and asked.property_key(first, end):
                yield first


_AFTER_CONDITION = frozenset({"", ")", "]", "}", "|", ",", ";", "AND", "OR", "XOR", "THEN", "RETURN", "WITH", "MATCH", "AS", "ORDER"})
_BEFORE_CONDITION = frozenset({"WHERE", "AND", "OR", "XOR", "NOT", "WHEN", "(", ",", "RETURN", "WITH"})


def compared_nodes(asked: Asked) -> Iterator[int]:
    """Nodes or relationships compared by size."""
    text = asked.text
    for i, word in enumerate(text.words):
        if word.key in _COMPARISONS and i and i + 1 < len(text.words):
            sides = (text.words[i - 1], text.words[i + 1])
            bare = text.key(i - 2) not in (".", "-") and text.key(i + 2) not in (".", "(", "-", "[")
            if bare and all(w.kind == "name" and w.name in asked.nodes for w in sides):
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
        not given & {"year", "date", "datetime", "epochseconds", "epochmillis", "hour", "time"} and given != {"timezone"}
    )


def unknown_date_field(asked: Asked) -> Iterator[int]:
    """A field that dates do not have."""
    text = asked.text
    for i in range(2, len(text.words) - 1):
        if text.key(i) == "." and text.key(i - 2) == "." and key_kinds().get(text.words[i - 1].name) == "date":
            if text.words[i + 1].text.lower() not in _DATE_FIELDS:
                yield i + 1


def text_of_a_time(asked: Asked) -> Iterator[int]:
    """toString() in a query that has times of day: whole minutes are written shorter."""
    times = asked.called & _TIMES or any(isinstance(v, dt.time | dt.datetime) for v in asked.parameters.values())
    if times:
        yield from (call for call, name in asked.calls if name.startswith("tostring"))


def compared_durations(asked: Asked) -> Iterator[int]:
    """Durations compared by size, or in order."""
    text = asked.text
    durations = [(call, asked.close(call)) for call, name in asked.calls if name.partition(".")[0] == "duration"]
    for call, close in durations:
        if text.key(call - 1) in _COMPARISONS or text.key(close + 1) in _COMPARISONS:
            yield call
    if not durations:
        return
    named = set()
    for clauses in asked.parts:
        for clause in clauses:
            if clause.keyword == "UNWIND" and any(clause.first < call < clause.end for call, _ in durations):
                named.add(text.words[clause.end - 1].name)
    for _, items in asked.projections():
        for first, end in items:
            alias = text.alias((first, end))
            if alias and any(first <= call < end and text.key(close + 1) != "." for call, close in durations):
                named.add(alias.name)
    for clauses in asked.parts:
        for clause in (c for c in clauses if c.keyword == "ORDER"):
            for first, _ in text.items(clause):
                if text.words[first].name in named and text.key(first + 1) != ".":
                    yield first


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


# ----------------------------------------------------------------------------------------- clauses and names


def unknown_function(asked: Asked) -> Iterator[int]:
    """A function that Neo4j does not have."""
    procedures = {c.first + 1 for clauses in asked.parts for c in clauses if c.keyword == "CALL"}
    for call, name in asked.calls:
        if name not in FUNCTIONS and call not in procedures and asked.text.key(call - 1) != "CALL":
            yield call


def clause_of_the_server(asked: Asked) -> Iterator[int]:
    """SHOW, EXPLAIN, USE, options and the like."""
    text = asked.text
    known = text.key(0) == "CYPHER" and text.key(1) == "5" and text.key(2) in _FIRST
    if text.key(0) in ("SHOW", "EXPLAIN", "CYPHER") and not known:
        yield 0
    for clauses in asked.parts:
        for clause in clauses:
            if clause.keyword == "USE" or (clause.keyword == "USING" and asked.text.key(clause.first + 1) != "SCAN"):
                yield clause.first


_FIRST = frozenset("MATCH OPTIONAL RETURN WITH UNWIND CALL".split())


def reading_files(asked: Asked) -> Iterator[int]:
    """LOAD CSV."""
    text = asked.text
    yield from (i for i, w in enumerate(text.words) if w.key == "LOAD" and w.kind == "name" and text.key(i + 1) == "CSV")


def newer_clause(asked: Asked) -> Iterator[int]:
    """Clauses of Cypher 25 only."""
    for clauses in asked.parts:
        yield from (c.first for c in clauses if c.keyword in ("LET", "FILTER", "WHEN", "NEXT"))


def procedure(asked: Asked) -> Iterator[int]:
    """CALL of a procedure."""
    for clauses in asked.parts:
        for clause in (c for c in clauses if c.keyword == "CALL"):
            named = clause.first + 1 + (asked.text.key(clause.first) == "OPTIONAL")
            if asked.text.key(named) not in ("{", "(") and named < clause.end:
                yield named


def unfinished(asked: Asked) -> Iterator[int]:
    """A query that ends before it gives anything."""
    clauses = asked.parts[0]
    last = next((c for c in reversed(clauses) if c.keyword not in ("WHERE", "ORDER", "SKIP", "OFFSET", "LIMIT", "USING")), None)
    if last and last.keyword in ("MATCH", "WITH", "UNWIND"):
        yield last.first


def unnamed_in_with(asked: Asked) -> Iterator[int]:
    """``WITH n.name`` without AS."""
    for clause, items in asked.projections():
        if clause.keyword == "WITH":
            for item in items:
                if asked.text.alias(item) is None and asked.text.key(item[0]) != "*":
                    yield item[0]


def named_again(asked: Asked) -> Iterator[int]:
    """UNWIND ... AS a name that there is already."""
    text = asked.text
    for clause, scope in variables(text, asked.parts[0]):
        if clause.keyword == "UNWIND" and text.key(clause.end - 2) == "AS" and text.words[clause.end - 1].name in scope:
            yield clause.end - 1


def star_in_subquery(asked: Asked) -> Iterator[int]:
    """``RETURN *, 1 AS x`` in a subquery: the embedded store forgets what is beside the star."""
    for clauses in asked.parts[1:]:
        for clause in (c for c in clauses if c.keyword == "RETURN"):
            items = asked.text.items(clause)
            if len(items) > 1 and any(asked.text.key(first) == "*" for first, _ in items):
                yield clause.first


def bytes_parameter(asked: Asked) -> Iterator[int]:
    """A parameter of bytes."""
    for i, word in enumerate(asked.text.words):
        if word.kind == "parameter" and isinstance(asked.value(i), bytes | bytearray):
            yield i
