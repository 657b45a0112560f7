"""The values of an answer as columns of a polars frame, by the definition in ``values``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from govgraph.graph.answers.values import cell, plain

_EXACT_WHOLE = 2**53
"""Up to here every whole number is a float."""
_SIGNED_64 = range(-(2**63), 2**63)
_UNSIGNED_64 = range(2**64)


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
