"""How a value of an answer leaves: as a value that JSON can hold, as the text of a cell, and as a column of a polars frame.

This is the one definition for all three query languages and all ways out; the table in docs/queries.md shows it. A value that
Python or a column cannot hold is text in ISO 8601, or its digits: never an error, and never another value.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from govgraph.graph.elements import Node, Path, Relationship

_HALF = re.compile("[\ud800-\udfff]")
_EXACT_DIGITS = 15
"""So many digits of a decimal number a float always holds exactly."""
_EXACT_WHOLE = 2**53
"""Up to here every whole number is a float."""
_SIGNED_64 = range(-(2**63), 2**63)
_UNSIGNED_64 = range(2**64)


def whole_text(text: str) -> str:
    r"""Text in which half of a surrogate pair, which UTF-8 cannot write, is replaced by U+FFFD.

    Example:
        >>> whole_text("a\ud83d")
        'a\ufffd'
    """
    return _HALF.sub("\ufffd", text)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: nodes, relationships and points as objects, dates and durations as ISO text.

    Example:
        >>> plain(Node(("Entity",), {"iri": "x:1"}))
        {'labels': ['Entity'], 'properties': {'iri': 'x:1'}}
        >>> plain([dt.date(2020, 1, 2), float("nan"), Decimal("1.50"), b"\\x0a"])
        ['2020-01-02', 'NaN', 1.5, '0a']
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return whole_text(value)
        case float():
            return value if math.isfinite(value) else _not_finite(value)
        case Decimal():
            return _number(value)
        case bytes():
            return value.hex()
        case Node():
            return {"labels": list(value.labels), "properties": plain(value.properties)}
        case Relationship():
            return {"type": value.type, "start": value.start, "end": value.end, "properties": plain(value.properties)}
        case Path():
            return {"nodes": plain(value.nodes), "relationships": plain(value.relationships)}
        case dict():
            return {cell(k): plain(v) for k, v in value.items()}
        case _ if hasattr(value, "iso_format"):  # a duration or time of Neo4j's driver; the first is a tuple of numbers
            return value.iso_format()
        case _ if hasattr(value, "srid"):  # a point, which is a tuple too
            return {**dict(zip("xyz", (plain(v) for v in value), strict=False)), "srid": value.srid}
        case list() | tuple():
            return [plain(v) for v in value]
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return whole_text(str(value))


def _not_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _number(value: Decimal) -> int | float | str:
    """A decimal as a number of JSON where readers get it exactly, else its digits as text."""
    if not value.is_finite():
        return _not_finite(float(value))
    if value == (whole := int(value)):
        return whole if whole in _SIGNED_64 else str(whole)
    return float(value) if len(value.as_tuple().digits) <= _EXACT_DIGITS else f"{value:f}"


def cell(value: Any) -> str:
    """A value as the text of a cell in CSV or a table: text as it is, all else as in JSON; a missing value is empty.

    Example:
        >>> cell(None), cell("a"), cell(True), cell([1, None]), cell(float("inf"))
        ('', 'a', 'true', '[1, null]', 'Infinity')
    """
    simple = plain(value)
    if simple is None:
        return ""
    return simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)


def column(name: str, values: Sequence[Any]) -> pl.Series:
    """The values of a column as a polars series. If no type of polars can hold them all, it is text, as in CSV.

    Example:
        >>> column("a", [1, None, 2.5]).to_list(), column("b", [1, "x"]).to_list(), column("c", [[1], [2]]).dtype
        ([1.0, None, 2.5], ['1', 'x'], List(Int64))
    """
    dtype = _dtype(values)
    if dtype is None:
        return pl.Series(name, [None if v is None else cell(v) for v in values], dtype=pl.String)
    if "String" in str(dtype):
        values = [plain(v) for v in values]
    return pl.Series(name, values, dtype=dtype, strict=dtype != pl.Float64)


def _dtype(values: Iterable[Any]) -> pl.DataType | type[pl.DataType] | None:
    """The type of polars that holds all values as they are; None if there is none."""
    given = [v for v in values if v is not None]
    kinds = {type(v) for v in given}
    if not kinds:
        return pl.Null
    if len(kinds) > 1:
        exact = kinds == {int, float} and all(isinstance(v, float) or abs(v) <= _EXACT_WHOLE for v in given)
        return pl.Float64 if exact else None
    kind = kinds.pop()
    if kind is int:
        least, most = min(given), max(given)
        return next((dtype for dtype, whole in _WHOLE.items() if least in whole and most in whole), None)
    if kind is dt.datetime:
        return _time_dtype(given)
    if kind is dt.time:
        return pl.Time if all(v.tzinfo is None for v in given) else None
    if kind is list:
        inner = _dtype(v for each in given for v in each)
        return None if inner is None else pl.List(inner)
    return _SIMPLE.get(kind)


_SIMPLE: dict[type, type[pl.DataType]] = {
    bool: pl.Boolean, float: pl.Float64, str: pl.String, dt.date: pl.Date, bytes: pl.Binary,
}  # fmt: skip
_WHOLE: dict[type[pl.DataType], range] = {pl.Int64: _SIGNED_64, pl.UInt64: _UNSIGNED_64}


def _time_dtype(given: Sequence[dt.datetime]) -> pl.DataType | None:
    if all(v.tzinfo is None for v in given):
        return pl.Datetime("us")
    try:
        # Polars keeps all times of a column in one zone.
        return pl.Datetime("us", "UTC") if all(v.tzinfo and v.astimezone(dt.UTC) for v in given) else None
    except OverflowError:  # in UTC it is before the year 1 or after 9999
        return None
