"""Cypher values between Python and the stores: the parameters, and what is done to the rows of an answer.

Both stores take the same parameters and return the same types: dates of ``datetime``, durations and points of Neo4j's driver.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from govgraph.graph.errors import QueryError

_LARGEST = 2**63
_POINTS = {4326: "WGS84Point", 4979: "WGS84Point", 7203: "CartesianPoint", 9157: "CartesianPoint"}


def checked_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters in the types that both stores know: tuples become lists; times and durations become types of the driver.

    Raises:
        QueryError: a value is of another type, or too large.

    Example:
        >>> checked_parameters({"days": (dt.date(2020, 1, 2), None)})
        {'days': [datetime.date(2020, 1, 2), None]}
        >>> checked_parameters({"x": 2**63})
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: $x: a whole number of more than 64 bits; try: give it as text
    """
    return {name: _checked(value, f"${name}") for name, value in parameters.items()}


def _checked(value: Any, where: str) -> Any:
    match value:
        case int() if not isinstance(value, bool) and not -_LARGEST <= value < _LARGEST:
            raise QueryError("a whole number of more than 64 bits", where=where, hint="give it as text")
        case None | bool() | int() | float() | str() | bytes() | bytearray():
            return value
        case list():
            return [_checked(v, f"{where}[{i}]") for i, v in enumerate(value)]
        case dict() if all(isinstance(key, str) for key in value):
            return {key: _checked(v, f"{where}.{key}") for key, v in value.items()}
        case dt.time() if value.tzinfo is None:
            return value
        case dt.date():
            return value
    return _checked_of_neo4j(value, where)


def _checked_of_neo4j(value: Any, where: str) -> Any:
    # Imported only for such values, which are rare: importing the driver takes half as long as starting Java.
    import neo4j.spatial
    import neo4j.time

    match value:
        case neo4j.time.Duration() | neo4j.spatial.Point():
            return value
        case tuple():
            return [_checked(v, f"{where}[{i}]") for i, v in enumerate(value)]
        case neo4j.time.DateTime() | neo4j.time.Date():
            return value.to_native()
        case dt.timedelta():
            return neo4j.time.Duration(days=value.days, seconds=value.seconds, microseconds=value.microseconds)
        case dt.time():
            # The driver asks for a time's UTC offset in a way that Python's own time zones do not support.
            return neo4j.time.Time.from_iso_format(value.isoformat())
        case neo4j.time.Time():
            return value
    raise QueryError(
        f"a parameter of type {type(value).__name__}",
        where=where,
        expected="text, a number, true or false, a date, time or duration, a list or map of these",
    )


def from_iso(kind: type[dt.date | dt.time], text: str) -> dt.date | dt.time | str:
    """A date or time of ``datetime`` from ISO text; the text itself if its year is none of Python's.

    Example:
        >>> from_iso(dt.date, "2020-01-02"), from_iso(dt.date, "-0044-03-15")
        (datetime.date(2020, 1, 2), '-0044-03-15')
    """
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return text


def point(value: dict[str, Any]) -> Any:
    """A map that the embedded engine gives for a point, as a point of Neo4j's driver; any other map as it is.

    Example:
        >>> point({"x": 1.0, "y": 2.0, "crs": "cartesian", "srid": 7203})
        CartesianPoint(1.0, 2.0)
        >>> point({"x": 1.0})
        {'x': 1.0}
    """
    if not {"x", "y", "crs", "srid"} <= value.keys() or value["srid"] not in _POINTS:
        return value
    import neo4j.spatial

    point_class = getattr(neo4j.spatial, _POINTS[value["srid"]])
    return point_class(tuple(value[axis] for axis in ("x", "y", "z") if axis in value))


def sort_lists(rows: Sequence[tuple[Any, ...]], columns: Collection[int]) -> list[tuple[Any, ...]]:
    """Rows in which the lists of some columns are sorted: those of ``labels(n)`` and ``keys(n)``, which no store keeps in order.

    Example:
        >>> sort_lists([(["Entity", "Actor"], [2, 1])], {0})
        [(['Actor', 'Entity'], [2, 1])]
    """
    if not columns:
        return list(rows)
    return [tuple(sorted(v) if i in columns and isinstance(v, list) else v for i, v in enumerate(row)) for row in rows]


def refuse_mixed_order(
    rows: Sequence[tuple[Any, ...]], where: str, sorted_by: Collection[int] = (), *, cut: bool = False
) -> None:
    """Refuse a sorted answer whose order depends on how the store sorts dates among values of other types, or maps of several sizes.

    Args:
        where: the place of the ORDER BY.
        sorted_by: the numbers of the columns by which it is sorted.
        cut: the answer has more rows.

    Raises:
        QueryError: a column of the answer has dates or times, and values of other types as well; one that is sorted by has maps with
            different numbers of keys.
    """
    for number, column in enumerate(zip(*rows, strict=True)):
        sizes = {len(value) for value in column if isinstance(value, dict)} if number in sorted_by else set()
        if len(sizes) > 1 or (sizes and cut):
            raise QueryError(
                "maps with different numbers of keys are sorted otherwise by each store",
                where=where,
                hint="ORDER BY a value in them: m.name",
            )
        kinds = {type(value).__name__ for value in column if value is not None}
        if len(kinds) > 1 and kinds & {"date", "datetime", "time", "Duration"}:
            raise QueryError(
                "dates among values of other kinds are sorted otherwise by each store",
                where=where,
                hint="ORDER BY toString(x), or give each kind its own column",
            )
