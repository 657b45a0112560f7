"""Dates and times of Neo4j's driver that Python's have no place for."""

from __future__ import annotations

import datetime as dt

import neo4j.time
import pytest

from govgraph.graph.errors import QueryError
from govgraph.graph.neo4j.query import python_value


def test_what_is_less_than_a_microsecond_is_left_out() -> None:
    last = 999_999_999
    assert python_value(neo4j.time.Time(23, 59, 59, last), {}) == dt.time(23, 59, 59, 999_999)
    assert python_value(neo4j.time.DateTime(2020, 12, 31, 23, 59, 59, last), {}) == dt.datetime(
        2020, 12, 31, 23, 59, 59, 999_999
    )
    assert python_value(neo4j.time.Time(1, 0, 0, 0, dt.UTC), {}) == dt.time(1, tzinfo=dt.UTC)


def test_the_day_before_the_year_1_is_refused_with_what_to_write() -> None:
    with pytest.raises(QueryError, match="the year 0") as told:
        python_value([neo4j.time.Date.from_ordinal(0)], {})
    assert told.value.hint == "toString(x)"
