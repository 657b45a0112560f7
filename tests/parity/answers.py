"""What came of a query, and whether two stores gave the same."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from govgraph.graph.answers.results import Result
from govgraph.graph.errors import QueryError
from parity.case import Case


@dataclass(frozen=True)
class Answer:
    """What came of a query: columns and rows with warnings, or an error and its place."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    error: str = ""
    where: str = ""
    warnings: list[str] = field(default_factory=list)


def ask(cypher: Callable[..., Result], case: Case) -> Answer:
    """The answer of a store to a case."""
    try:
        found = cypher(case.text, timeout=60, **case.asked_with)
    except QueryError as error:
        return Answer([], [], error.what, error.where)
    return Answer(found.columns, [tuple(row) for row in found.rows], warnings=found.warnings)


def equal(case: Case, one: Answer, other: Answer) -> bool:
    """Whether two stores gave the same: the same error or none, columns, and rows, in order where the query sorts them."""
    if one.error or other.error:
        return bool(one.error and other.error)
    if one.columns != other.columns:
        return False
    if case.ordered:
        return same(one.rows, other.rows)
    return same(sorted(one.rows, key=repr), sorted(other.rows, key=repr))


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and equal; floats may differ in their last bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        both_nan = math.isnan(one) and math.isnan(other)
        return both_nan or one == other or abs(one - other) <= math.ulp(one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, dt.datetime):
        return bool(one == other) and one.utcoffset() == other.utcoffset()
    return bool(one == other)
