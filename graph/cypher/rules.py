"""How the gaps of the embedded Cypher in its clauses, aggregates and paths are seen in a query's words: one function a gap.

A rule gives the places of what it knows to be answered otherwise than by Neo4j, and nothing else: one that is in doubt says nothing.
What the gaps are, why, and what to write instead is told in ``gaps``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from govgraph.graph.cypher.asked import AGGREGATES, Asked
from govgraph.graph.cypher.words import Text, variables

_CONDITIONS = frozenset(["AND", "OR", "XOR", "NOT", "IN", "IS", "STARTS", "ENDS", "CONTAINS", "=~", ":"])
_PARTS = frozenset([",", "|", "WHEN", "THEN", "ELSE", "CASE", "END", "WHERE"])
_LIST_PREDICATES = frozenset({"any", "all", "none", "single", "reduce"})
FUNCTIONS = AGGREGATES | frozenset(
    [
        "abs",
        "acos",
        "all",
        "allshortestpaths",
        "any",
        "asin",
        "atan",
        "atan2",
        "btrim",
        "ceil",
        "char_length",
        "character_length",
        "coalesce",
        "cos",
        "cot",
        "date",
        "date.realtime",
        "date.statement",
        "date.transaction",
        "date.truncate",
        "datetime",
        "datetime.fromepoch",
        "datetime.fromepochmillis",
        "datetime.realtime",
        "datetime.statement",
        "datetime.transaction",
        "datetime.truncate",
        "degrees",
        "duration",
        "duration.between",
        "duration.indays",
        "duration.inmonths",
        "duration.inseconds",
        "e",
        "elementid",
        "endnode",
        "exists",
        "exp",
        "file",
        "floor",
        "graph.byelementid",
        "graph.byname",
        "haversin",
        "head",
        "id",
        "isempty",
        "isnan",
        "keys",
        "labels",
        "last",
        "left",
        "length",
        "linenumber",
        "localdatetime",
        "localdatetime.realtime",
        "localdatetime.statement",
        "localdatetime.transaction",
        "localdatetime.truncate",
        "localtime",
        "localtime.realtime",
        "localtime.statement",
        "localtime.transaction",
        "localtime.truncate",
        "log",
        "log10",
        "lower",
        "ltrim",
        "nodes",
        "none",
        "normalize",
        "nullif",
        "pi",
        "point",
        "point.distance",
        "point.withinbbox",
        "properties",
        "radians",
        "rand",
        "randomuuid",
        "range",
        "reduce",
        "relationships",
        "replace",
        "reverse",
        "right",
        "round",
        "rtrim",
        "shortestpath",
        "sign",
        "sin",
        "single",
        "size",
        "split",
        "sqrt",
        "startnode",
        "substring",
        "tail",
        "tan",
        "time",
        "time.realtime",
        "time.statement",
        "time.transaction",
        "time.truncate",
        "timestamp",
        "toboolean",
        "tobooleanlist",
        "tobooleanornull",
        "tofloat",
        "tofloatlist",
        "tofloatornull",
        "tointeger",
        "tointegerlist",
        "tointegerornull",
        "tolower",
        "tostring",
        "tostringlist",
        "tostringornull",
        "toupper",
        "trim",
        "type",
        "upper",
        "valuetype",
        "vector.similarity.cosine",
        "vector.similarity.euclidean",
    ]
)
"""All functions of Neo4j 5.26, in small letters."""


# ------------------------------------------------------------------------------------ aggregates and order


def aggregate_in_condition(asked: Asked) -> Iterator[int]:
    """An aggregate that is combined by a condition, or whose property is taken."""
    if not asked.aggregates:
        return
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
            is_source = (
                key == "IN" and i == a + 1 and text.words[a].kind in ("name", "quoted") and _is_list(text, group)
            )
            is_entry = key == ":" and i == a + 1 and text.key(group) == "{"
            if (not is_source and not is_entry and key != "NOT") or (key == "NOT" and asked.has_aggregate(i, b)):
                yield i


def _indexed_property(text: Text, end: int) -> bool:
    while text.key(end + 1) == "[" and end + 1 in text.ends:
        end = text.ends[end + 1]
    return text.key(end + 1) == "."


def _is_list(text: Text, group: int) -> bool:
    return text.key(group) == "[" or text.words[group - 1].text.lower() in _LIST_PREDICATES


def mixed_grouping(asked: Asked) -> Iterator[int]:
    """An aggregate beside a variable that is not returned by itself, and so would have to be grouped by."""
    text = asked.text
    if not asked.aggregates:
        return
    for clauses in asked.parts:
        for clause, scope in variables(text, clauses):
            if clause.keyword not in ("WITH", "RETURN"):
                continue
            items = text.items(clause)
            alone = {_squeezed(text, (a, b - 2 if text.key(b - 2) == "AS" else b)) for a, b in items}
            for first, end in items:
                inside = [(call, asked.close(call)) for call in asked.aggregates if first <= call < end]
                for i in range(first, end - 2 * (text.key(end - 2) == "AS")) if inside else ():
                    if (
                        text.words[i].name not in scope
                        or text.key(i - 1) in (".", "AS", ":")
                        or text.key(i + 1) in ("(", ":")
                    ):
                        continue
                    if any(a <= i <= b for a, b in inside) or text.key(text.words[i].group) == "{":
                        continue
                    chain = i + 1
                    while chain + 1 < end and text.key(chain) == ".":
                        chain += 2
                    if not {_squeezed(text, (i, n)) for n in range(i + 1, chain + 1)} & alone:
                        yield i


def order_by_what_is_gone(asked: Asked) -> Iterator[int]:
    """ORDER BY an aggregate that the projection before it does not list."""
    text = asked.text
    if not asked.aggregates:
        return
    for clauses in asked.parts:
        for before, clause in pairwise(clauses):
            if clause.keyword != "ORDER" or before.keyword not in ("WITH", "RETURN"):
                continue
            listed = [_squeezed(text, item) for item in text.items(before)]
            for item in text.items(clause):
                for call in (c for c in asked.aggregates if item[0] <= c < item[1]):
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
                at_start = text.words[i].group == text.words[clause.first].group and text.key(i - 1) in (
                    "=",
                    "MATCH",
                    ",",
                )
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


_FIRST = frozenset(["MATCH", "OPTIONAL", "RETURN", "WITH", "UNWIND", "CALL"])


def reading_files(asked: Asked) -> Iterator[int]:
    """LOAD CSV."""
    text = asked.text
    yield from (
        i for i, w in enumerate(text.words) if w.key == "LOAD" and w.kind == "name" and text.key(i + 1) == "CSV"
    )


def newer_clause(asked: Asked) -> Iterator[int]:
    """Clauses of Cypher 25 only."""
    for clauses in asked.parts:
        yield from (c.first for c in clauses if c.keyword in ("LET", "FILTER", "WHEN", "NEXT"))


_SAME_PROCEDURE = ["DB", ".", "INDEX", ".", "FULLTEXT", ".", "QUERYNODES"]


def procedure(asked: Asked) -> Iterator[int]:
    """CALL of a procedure, but for the one that both stores have: asking a full-text index."""
    for clauses in asked.parts:
        for clause in (c for c in clauses if c.keyword == "CALL"):
            named = clause.first + 1 + (asked.text.key(clause.first) == "OPTIONAL")
            same = [asked.text.key(named + i) for i in range(len(_SAME_PROCEDURE))] == _SAME_PROCEDURE
            if asked.text.key(named) not in ("{", "(") and named < clause.end and not same:
                yield named


def unfinished(asked: Asked) -> Iterator[int]:
    """A query that ends before it gives anything."""
    clauses = asked.parts[0]
    last = next(
        (c for c in reversed(clauses) if c.keyword not in ("WHERE", "ORDER", "SKIP", "OFFSET", "LIMIT", "USING")), None
    )
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
