"""Cypher queries to a Neo4j server, answered with the same Python values as by the embedded store.

Queries only read: each runs in a transaction that the server itself restricts to reading and stops at the time limit. The server sends
a relationship without the properties of its ends, so a second query in the same transaction asks for their IRIs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any

import neo4j
import neo4j.graph
import neo4j.time
from neo4j import exceptions as neo4j_errors

from govgraph.graph.answers.results import Result
from govgraph.graph.cypher.foreign import instead
from govgraph.graph.cypher.values import checked_parameters, sort_lists
from govgraph.graph.cypher.writes import refusal
from govgraph.graph.errors import QueryError, QueryTimeout
from govgraph.graph.neo4j.all_nodes import refuse_all_nodes
from govgraph.graph.neo4j.connect import connect, explained
from govgraph.graph.neo4j.words import has_patterns, label_columns, refuse_reading_elsewhere, refuse_writing
from govgraph.graph.neo4j.words import parameters as parameter_places
from govgraph.graph.property_graph.elements import Node, Path, Relationship
from govgraph.graph.queries import known_names
from govgraph.graph.queries.parameters import refuse_missing, refuse_unknown
from govgraph.graph.queries.query_text import asked, misspelt

_POSITION = re.compile(r"\s*\(line (\d+), column (\d+) \(offset: \d+\)\)")
_MET = re.compile(r"Invalid input '([^']*)'[,:] ?(expected .*)")
_UNRECOGNISED: dict[str, tuple[str, Callable[[], frozenset[str]], Callable[[str], bool]]] = {
    "01N50": ("label", known_names.labels, lambda name: name in known_names.labels()),
    "01N51": (
        "relationship type", known_names.relationship_types, lambda name: name in known_names.relationship_types()
    ),
    "01N52": ("property", known_names.keys, known_names.is_key),
}  # fmt: skip
"""The server's status for a name that its database does not have -> what it is, the names of the ontology, and whether a name is one.

https://neo4j.com/docs/status-codes/current/notifications/all-notifications/
"""
_QUOTED = re.compile("`(.+?)`")
_TIMED_OUT = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
)
_FAULTS = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.DatabaseError.Statement.")


class Neo4jStore:
    """A database of a Neo4j server, for queries.

    Args:
        uri: of the server: ``neo4j://HOST:PORT`` or ``bolt://HOST:PORT``, with ``+s`` for TLS.
        auth: user and password, as :func:`~govgraph.graph.neo4j.connect.credentials` returns them.
        database: the name of the database; None: the user's home database.

    Raises:
        GraphError: the URI is invalid.

    Example:
        >>> with Neo4jStore("neo4j://127.0.0.1:1", ("neo4j", "x")) as store:
        ...     store.cypher("RETURN 1")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: neo4j://127.0.0.1:1: no Neo4j server answers ...
    """

    def __init__(self, uri: str, auth: tuple[str, str], database: str | None = None) -> None:
        self.uri, self.database = uri, database
        self._driver = connect(uri, auth)

    def __enter__(self) -> Neo4jStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def cypher(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = None, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query that only reads; parameters are ``$name`` in the query.

        Args:
            query: the Cypher text.
            limit: the most rows to return; None or 0: all.
            timeout: seconds after which the query is stopped; None: only the server's own limit applies.
            parameters: the values of ``$name``.

        Returns:
            the rows; in them nodes, relationships and paths are those of :mod:`govgraph.graph.property_graph.elements`, dates and times those of
            ``datetime``, and durations ``neo4j.time.Duration``.

        Raises:
            QueryError: the query has an error, or would write.
            QueryTimeout: the query was stopped at its time limit.
            GraphError: the server cannot be reached, or refuses the user.
        """
        with asked(query, parameters):
            return self._asked(query, limit or None, timeout, parameters)

    def _asked(self, query: str, limit: int | None, timeout: float | None, parameters: dict[str, Any]) -> Result:
        refuse_writing(query)
        refuse_reading_elsewhere(query)
        places = parameter_places(query)
        refuse_missing(parameters, places)
        refuse_unknown(parameters, places, "$")
        parameters = checked_parameters(parameters)
        reading = self._driver.session(
            database=self.database,
            default_access_mode=neo4j.READ_ACCESS,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.WARNING,
        )
        with explained(self.uri, self.database), reading as session:
            try:
                # A query that only computes finds no nodes, and planning it takes the server longer than answering it.
                if has_patterns(query) and (plan := _plan(session, query, parameters, timeout)):
                    refuse_all_nodes(query, plan)
                # Not retried: a person's query is run once, and the time limit is for the whole query.
                with session.begin_transaction(timeout=timeout) as transaction:
                    return _answer(transaction, query, parameters, limit)
            except neo4j_errors.BrokenRecordError as error:
                raise _not_held(error.__cause__) from error
            except neo4j_errors.Neo4jError as error:
                if fault := _fault(error, timeout, query):
                    raise fault from error
                raise


def _plan(
    session: neo4j.Session, query: str, parameters: dict[str, Any], timeout: float | None
) -> dict[str, Any] | None:
    """How the server would answer; None if it would not: what it then says is told when it is asked."""
    try:
        # A planner computes what is constant, which may take as long as the query.
        return session.run(neo4j.Query(f"EXPLAIN {query}", timeout=timeout), parameters).consume().plan
    except neo4j_errors.Neo4jError as error:
        # A wrong password, for example, is told at once: the server counts how often it is tried.
        if not (error.code or "").startswith(_FAULTS):
            raise
        return None


def _answer(transaction: neo4j.Transaction, query: str, parameters: dict[str, Any], limit: int | None) -> Result:
    # The query is the person's own text. (The driver's type asks for literals, to keep foreign text out of statements.)
    answer = transaction.run(query, parameters)
    columns = list(answer.keys())
    rows: list[list[Any]] = []
    cut = False
    for record in answer:
        if limit is not None and len(rows) == limit:
            cut = True
            break
        rows.append(record.values())
    statuses = answer.consume().gql_status_objects
    ends = {end.element_id for row in rows for value in row for end in _bare_ends(value)}
    iris = {}
    if ends:
        ask = "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n), n.iri"
        iris = {end[0]: end[1] for end in transaction.run(ask, ids=sorted(ends))}
    values = [tuple(python_value(value, iris) for value in row) for row in rows]
    result = Result(columns, sort_lists(values, label_columns(query, columns)), cut=cut)
    result.warnings = list(_warnings(statuses))
    return result


def _warnings(statuses: Iterable[neo4j.GqlStatusObject]) -> Iterator[str]:
    """The server's warnings about names that its database does not have, without those that the ontology has."""
    for status in statuses:
        name = _QUOTED.search(status.status_description)
        if status.gql_status not in _UNRECOGNISED or not name:
            continue
        what, known, is_known = _UNRECOGNISED[status.gql_status]
        if not is_known(name[1]):
            where = f"query:{status.position.line}:{status.position.column}" if status.position else "query:1:1"
            yield known_names.unknown(what, name[1], known(), where)


def _bare_ends(value: Any) -> Iterator[neo4j.graph.Node]:
    """Those ends of all relationships in a value that the server sent without properties."""
    if isinstance(value, neo4j.graph.Relationship):
        yield from (end for end in value.nodes if end is not None and "iri" not in end)
    elif isinstance(value, list):
        for item in value:
            yield from _bare_ends(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _bare_ends(item)


def python_value(value: Any, iris: dict[str, Any]) -> Any:
    """A value of the driver as the value that the embedded store returns.

    Args:
        value: from the driver.
        iris: the IRI of each node that was sent without it, by element id.

    Example:
        >>> python_value([neo4j.time.Date(2026, 11, 23), 1], {})
        [datetime.date(2026, 11, 23), 1]
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [python_value(v, iris) for v in value]
        case dict():
            return {key: python_value(v, iris) for key, v in value.items()}
        case neo4j.graph.Node():
            return Node(tuple(sorted(value.labels)), _properties(value, iris))
        case neo4j.graph.Relationship():
            start, end = (_iri(node, iris) for node in value.nodes)
            return Relationship(value.type, start, end, _properties(value, iris))
        case neo4j.graph.Path():
            nodes = tuple(python_value(n, iris) for n in value.nodes)
            return Path(nodes, tuple(python_value(r, iris) for r in value.relationships))
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time():
            return _of_datetime(value)
        case _:
            return value


def _of_datetime(value: neo4j.time.Date | neo4j.time.DateTime | neo4j.time.Time) -> dt.date | dt.time:
    """A date or time of ``datetime``, without what is less than a microsecond, and with the offset of its zone, as the embedded store gives it.

    Raises:
        QueryError: the day before the year 1, which the driver reads as a date without a year.
    """
    if isinstance(value, neo4j.time.Time):
        return dt.time(*_clock(value))
    if not value.year:
        raise _not_held("the year 0")
    if isinstance(value, neo4j.time.DateTime):
        return dt.datetime(value.year, value.month, value.day, *_clock(value))
    return dt.date(value.year, value.month, value.day)


def _clock(value: neo4j.time.DateTime | neo4j.time.Time) -> tuple[int, int, int, int, dt.timezone | None]:
    """(hour, minute, second, microsecond, offset)"""
    offset = value.utcoffset()
    zone = None if offset is None else dt.timezone(offset)
    return value.hour, value.minute, value.second, value.nanosecond // 1000, zone


def _not_held(why: object) -> QueryError:
    what = f"the answer has a value that Neo4j's driver cannot hold: {why}"
    return QueryError(what, expected="dates of the years 1 to 9999", hint="toString(x)")


def _properties(entity: neo4j.graph.Entity, iris: dict[str, Any]) -> dict[str, Any]:
    return {key: python_value(entity[key], iris) for key in sorted(entity)}


def _iri(node: neo4j.graph.Node | None, iris: dict[str, Any]) -> str:
    if node is None:
        return ""
    return str(node.get("iri") or iris.get(node.element_id) or "")


def _fault(error: neo4j_errors.Neo4jError, timeout: float | None, query: str) -> QueryError | QueryTimeout | None:
    code, message = error.code or "", error.message or ""
    if code in _TIMED_OUT:
        limit = f" after {timeout:g} seconds" if timeout else " at the server's own limit"
        return QueryTimeout(
            f"the query was stopped{limit}", hint="narrow it, add LIMIT, or give more time with --timeout"
        )
    if code == "Neo.ClientError.Statement.AccessMode":
        return refusal()
    if not code.startswith(_FAULTS):
        return None
    position = _POSITION.search(message)
    where = f"query:{position[1]}:{position[2]}" if position and position[1] != "0" else ""
    lines = _POSITION.sub("", message).splitlines() or [code]
    if met := _MET.match(lines[0]):
        what = f"{met[1]} cannot stand here" if met[1] else "the query ends too early"
        lines_before = query.splitlines(keepends=True)[: int(position[1]) - 1] if position else []
        start = sum(map(len, lines_before)) + (int(position[2]) - 1 if position else 0)
        hint = instead(query, start, met[1]) or misspelt(met[1], re.findall(r"'([A-Z]{3,})'", met[2]))
        return QueryError(f"the Cypher query has a fault: {what}", where=where, hint=hint)
    return QueryError(f"the Cypher query has a fault: {lines[0][:400]}", where=where)
