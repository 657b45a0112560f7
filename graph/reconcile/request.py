"""What a client asks: batches of queries in the form of version 0.2 and of the 1.0 draft, checked against the service's limits.

Sources: Reconciliation Service API v0.2 (W3C Community Group Final Report, 10 April 2023) and the 1.0 draft of the same group. Names of the draft are
accepted with underscores and in camel case, since it has had both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from govgraph.graph.errors import QueryError

BATCH: Final = 50
"""The most queries, or things, in one request."""
BODY: Final = 1 << 20
"""The most bytes of a request."""
CANDIDATES: Final = 50
"""The most candidates of one query."""
_TEXT: Final = 1000


@dataclass(frozen=True, slots=True)
class Condition:
    """What a query says of a property.

    Attributes:
        property: its id.
        values: texts and IRIs, of which ``quantifier`` says how many must agree.
        required: leave out candidates that do not meet it.
        quantifier: ``any``, ``all`` or ``none``.
    """

    property: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: str = "any"


@dataclass(frozen=True, slots=True)
class Query:
    """One query.

    Attributes:
        text: the name that is looked for; may be empty if there are conditions.
        type: a class; empty: any.
        limit: the most candidates.
    """

    text: str
    type: str = ""
    limit: int = 10
    conditions: tuple[Condition, ...] = ()


def form(body: bytes) -> dict[str, str]:
    """The fields of a form or of an address's query part.

    Raises:
        QueryError: it is no UTF-8, or too long.

    Example:
        >>> form(b"queries=%7B%7D")
        {'queries': '{}'}
    """
    if len(body) > BODY:
        raise QueryError(f"the request is longer than {BODY:,} bytes", expected=f"at most {BATCH} queries at once")
    try:
        return {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    except UnicodeDecodeError as error:
        raise QueryError("the request is not UTF-8", expected="queries={...}, in UTF-8") from error


def batch(text: str) -> dict[str, Query]:
    """The queries of a request of version 0.2 by their keys.

    Raises:
        QueryError: they are not understood, or too many.

    Example:
        >>> batch('{"q0": {"query": "Japarov", "type": "Person", "limit": 3}}')["q0"].text
        'Japarov'
    """
    queries = _json(text)
    if not isinstance(queries, dict):
        raise QueryError("the queries are no JSON object", expected='{"q0": {"query": "..."}}')
    _few(len(queries))
    return {str(key): _query(value, key) for key, value in queries.items()}


def batch_of_draft(body: bytes) -> list[Query]:
    """The queries of a request of the 1.0 draft, in order.

    Raises:
        QueryError: they are not understood, or too many.

    Example:
        >>> batch_of_draft(b'{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Osh"}]}]}')[0].text
        'Osh'
    """
    if len(body) > BODY:
        raise QueryError(f"the request is longer than {BODY:,} bytes", expected=f"at most {BATCH} queries at once")
    asked = _json(body.decode(errors="replace"))
    queries = asked.get("queries") if isinstance(asked, dict) else None
    if not isinstance(queries, list):
        raise QueryError("the queries are no list", expected='{"queries": [{"conditions": [...]}]}')
    _few(len(queries))
    return [_query(query, number) for number, query in enumerate(queries)]


def extension(text: str) -> tuple[list[str], list[str]]:
    """The IRIs and properties that a client asks the values of.

    Raises:
        QueryError: they are not understood, or too many.

    Example:
        >>> extension('{"ids": ["x:1"], "properties": [{"id": "country"}]}')
        (['x:1'], ['country'])
    """
    asked = _json(text)
    if (
        not isinstance(asked, dict)
        or not isinstance(asked.get("ids"), list)
        or not isinstance(asked.get("properties"), list)
    ):
        raise QueryError(
            "the request has no ids or no properties", expected='{"ids": ["..."], "properties": [{"id": "..."}]}'
        )
    _few(len(asked["ids"]))
    wanted = [p.get("id") if isinstance(p, dict) else p for p in asked["properties"]]
    return [str(i) for i in asked["ids"]], [str(p) for p in wanted if p][:BATCH]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"the request is no JSON ({error})", expected='{"q0": {"query": "..."}}') from error


def _few(number: int) -> None:
    if number > BATCH:
        raise QueryError(f"{number} are too many at once", expected=f"at most {BATCH}")


def _query(asked: Any, key: object) -> Query:
    if isinstance(asked, str):
        asked = {"query": asked}
    if not isinstance(asked, dict):
        raise QueryError(f"query {key} is no JSON object", expected='{"query": "..."}')
    text, conditions = str(asked.get("query") or ""), []
    for told in [*_listed(asked.get("properties")), *_listed(asked.get("conditions"))]:
        name = _either(told, "pid", "propertyId", "property_id")
        values = tuple(_value(v)[:_TEXT] for v in _listed(_either(told, "v", "propertyValue", "property_value")))
        if _either(told, "match_type", "matchType") == "name" or not name:
            text = text or " ".join(values)
            continue
        quantifier = str(_either(told, "match_quantifier", "matchQuantifier") or "any")
        conditions.append(Condition(str(name), values, told.get("required") is True, quantifier))
    types = _listed(asked.get("type"))
    limit = asked.get("limit")
    return Query(
        text=text[:_TEXT],
        type="" if asked.get("type_strict") == "should" else _value(types[0]) if types else "",
        limit=min(CANDIDATES, limit) if isinstance(limit, int) and limit > 0 else 10,
        conditions=tuple(conditions),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _either(told: Any, *names: str) -> Any:
    return next((told[n] for n in names if n in told), None) if isinstance(told, Mapping) else None


def _value(value: Any) -> str:
    return str(value.get("id") or value.get("str") or "") if isinstance(value, dict) else str(value)
