"""Guards: what only the values of a query can tell, so that a query stops where the embedded store would answer otherwise than Neo4j.

A guard is written into the query around an expression: ``CASE <a test of the value> THEN <stop> ELSE <the expression> END``. The stop is a call
that fails with a text that names the guard and the place; ``stopped`` makes it an error of the query. Only expressions whose kind cannot be
known before are guarded. The tests are of the form ``CASE x WHEN``, the only one that the engine also reads right over aggregates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from govgraph.graph.cypher.tree import Tree
from govgraph.graph.errors import QueryError


@dataclass(frozen=True, slots=True)
class Guard:
    """What stops a query while it runs.

    Attributes:
        name: its name in the tests and in the documentation.
        what: the text of the error.
        reason: what the embedded store would do.
        instead: what to write instead.
        example: a query that is stopped.
        alternative: a query that asks the same and is answered alike everywhere.
        neo4j_stops: whether both releases of Neo4j stop at the example; otherwise one of them answers it, and not as the embedded store would.
    """

    name: str
    what: str
    reason: str
    instead: str
    example: str
    alternative: str
    neo4j_stops: bool = False


DIVISOR = Guard(
    "zero divisor",
    "a value is divided by a whole 0",
    "a fraction would give infinity; Neo4j stops",
    "CASE WHEN y <> 0 THEN x / y END, or toFloat(y)",
    "UNWIND [0] AS y RETURN 1.5 / y AS x",
    "UNWIND [0] AS y RETURN CASE WHEN y <> 0 THEN 1.5 / y END AS x",
    neo4j_stops=True,
)
FIELD = Guard(
    "field of a value",
    "a field is taken from a value that has none of this name",
    "it would be null; Neo4j stops",
    "a field of dates (year, month, day ...), or a condition on x IS :: MAP first",
    "UNWIND [{d: date('2022-05-12')}] AS m RETURN m.d.years AS x",
    "UNWIND [{d: date('2022-05-12')}] AS m RETURN m.d.year AS x",
    neo4j_stops=True,
)
ELEMENT = Guard(
    "element of a value",
    "an element is taken from a value that has none, or by a key that is no text",
    "it would be null; Neo4j stops",
    "a list and a whole number, or a map and a text; or a condition on x IS :: LIST<ANY> first",
    "UNWIND [{a: 'abc'}] AS y RETURN y.a[0] AS x",
    "UNWIND [{a: 'abc'}] AS y RETURN left(y.a, 1) AS x",
    neo4j_stops=True,
)
NAN = Guard(
    "NaN among distinct values",
    "a value that is not a number (NaN) is made distinct or grouped by",
    "all NaN would be one value; for Neo4j each is another one",
    "WITH * WHERE NOT isNaN(x) before it",
    "UNWIND [0.0, 0.0] AS y RETURN DISTINCT y / y AS x",
    "UNWIND [0.0, 1.0] AS y WITH y / y AS x WHERE NOT isNaN(x) RETURN DISTINCT x",
)
COUNTED = Guard(
    "count beside what is no number",
    "COUNT { } or the size of a pattern is compared with what is no number",
    "it would be unequal; Neo4j 5.26 stops",
    "a number, or toInteger(x)",
    "UNWIND ['2', 2] AS y MATCH (a:Agency) WHERE COUNT { (a)-->() } = y RETURN count(*) AS n",
    "UNWIND ['2', 2] AS y MATCH (a:Agency) WHERE COUNT { (a)-->() } = toInteger(y) RETURN count(*) AS n",
    neo4j_stops=True,
)
NUMBER_TEXT = Guard(
    "text of a number",
    "a text with spaces around it, or of a very large number, becomes a number, or true or false",
    "each store and release reads other spaces; of a number beyond 64 bits it would make null, where Neo4j stops",
    "toInteger(trim(x)), or toFloat(x) of large numbers",
    "UNWIND ['99999999999999999999'] AS y RETURN toInteger(y) AS x",
    "UNWIND ['99999999999999999999'] AS y RETURN toFloat(y) AS x",
    neo4j_stops=True,
)
JOINED = Guard(
    "text joined to a thing",
    "text is joined by + to a time of day, map, point, node, relationship or path",
    "the embedded store's own way to write it would be joined; Neo4j stops, or writes it otherwise",
    "a property of it: 'x' + n.name, or two columns",
    "UNWIND [{a: {b: 1}}] AS y RETURN 'x' + y.a AS x",
    "UNWIND [{a: {b: 1}}] AS y RETURN 'x' + y.a.b AS x",
    neo4j_stops=True,
)
ARGUMENT = Guard(
    "argument of the wrong kind",
    "a function is given a value of a kind that it is not for",
    "it would be turned into text, or give null; Neo4j stops",
    "toString(x) first; size() of a text; a condition on x IS :: STRING",
    "UNWIND [{d: date('2022-05-12')}] AS y RETURN substring(y.d, 0, 4) AS x",
    "UNWIND [{d: date('2022-05-12')}] AS y RETURN substring(toString(y.d), 0, 4) AS x",
    neo4j_stops=True,
)
PART = Guard(
    "part of a length of time",
    "a duration is divided, or multiplied by what may be a fraction",
    "the last digit of the seconds would be another one",
    "a multiple that is a whole number, or a duration of parts: duration({hours: 8 * n})",
    "UNWIND [{d: duration('P1D')}] AS y RETURN y.d / 1.7 AS x",
    "UNWIND [{d: duration('P1D')}] AS y RETURN y.d * 2 AS x",
)
CONDITION = Guard(
    "condition that is no condition",
    "a value that is neither true nor false stands where a condition has to",
    "the value would count as true or false; Neo4j stops",
    "x IS NOT NULL, or a comparison",
    "UNWIND [{a: 1}] AS y WITH y WHERE y.a RETURN y.a AS x",
    "UNWIND [{a: 1}] AS y WITH y WHERE y.a > 0 RETURN y.a AS x",
    neo4j_stops=True,
)
SIZE = Guard(
    "values without a size",
    "durations, maps, points, nodes, relationships or paths are compared by size or sorted",
    "it would give null or another order; Neo4j gives null for durations, and compares the others by rules of its own",
    "compare or sort by a part of it: d.days, n.iri",
    "UNWIND [{m: {a: 1, b: 0}}, {m: {c: 2}}] AS y RETURN max(y.m) AS x",
    "UNWIND [{m: {a: 1, b: 0}}, {m: {c: 2}}] AS y RETURN max(y.m.a) AS x",
)
ZONE = Guard(
    "zone beside no zone",
    "a time with a zone is compared with one that has none",
    "UTC would be taken for the one without; for Neo4j they are never equal, and < gives null",
    "both without a zone: localdatetime(x), localtime(x)",
    "UNWIND [localdatetime('2020-01-01T00:00')] AS y UNWIND [datetime('2020-01-01T00:00Z'), 1] AS z RETURN y = z AS x",
    "UNWIND [localdatetime('2020-01-01T00:00')] AS y UNWIND [datetime('2020-01-01T00:00Z')] AS z RETURN y = localdatetime(z) AS x",
)
GUARDS = (PART, DIVISOR, FIELD, ELEMENT, NAN, COUNTED, NUMBER_TEXT, JOINED, ARGUMENT, CONDITION, SIZE, ZONE)

_BY_NAME = {guard.name: guard for guard in GUARDS}
_STOPPED = re.compile(r"govgraph stops at word (\d+): ([\w ]+)")


def stop(guard: Guard, node: Tree, whole: Tree) -> str:
    """An expression that ends the query, for the sake of a guard.

    Args:
        node: what the error is about.
        whole: the expression that it is a part of. What is written twice in a query is guarded alike, so that the engine still sees that it
            is the same.
    """
    first = next(alike for alike in whole.query.all(whole.kind) if alike.words == whole.words)
    return f"date('govgraph stops at word {first.first + node.first - whole.first}: {guard.name}')"


def stopped(message: str, where: Tree) -> QueryError | None:
    """The error for a query that a guard has ended; None if the engine's message says something else.

    Args:
        message: as the engine gives it.
        where: the root of the query's tree.
    """
    match = _STOPPED.search(message)
    if not match or match[2] not in _BY_NAME:
        return None
    guard = _BY_NAME[match[2]]
    return QueryError(guard.what, where=where.query.where(int(match[1])), hint=guard.instead)


def unless(value: str, kinds: Iterable[str], ended: str, whole: str = "") -> str:
    """``whole`` (without it the value itself), unless the value is of one of those kinds, as valueType() names them.

    Example:
        >>> unless("x.a", ["MAP"], "STOP")
        "CASE valueType(x.a) WHEN 'MAP NOT NULL' THEN STOP ELSE x.a END"
    """
    names = (kind if kind == "NULL" else f"{kind} NOT NULL" for kind in kinds)
    tests = " ".join(f"WHEN '{name}' THEN {ended}" for name in names)
    return f"CASE valueType({value}) {tests} ELSE {whole or value} END"
