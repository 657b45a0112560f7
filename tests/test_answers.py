"""Every value of an answer leaves in every way: as Python values, polars, Arrow, pandas, Parquet, JSON, CSV and a table.

What Python or a column cannot hold is text; nothing is an error, and nothing becomes another value.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import neo4j.spatial
import neo4j.time
import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from often import often
from record_files import write_small

import govgraph
from govgraph.commands.output import Form, show
from govgraph.graph.answers.results import Result
from govgraph.graph.answers.values import cell, plain
from govgraph.graph.graph import Graph
from govgraph.graph.property_graph.elements import Node, Path, Relationship
from govgraph.graph.stores import sparql_table, sql_table
from govgraph.graph.stores.answer import SELECTED, Answer

XSD = "http://www.w3.org/2001/XMLSchema#"


def _leaves_in_all_ways(result: Result) -> list[dict[str, Any]]:
    """Take an answer out in every way, and return it as JSON gives it back."""
    frame = result.to_polars()
    assert len(frame) == len(result) == len(result.rows)
    assert result.to_arrow().num_rows == len(result)
    assert len(result.to_pandas()) == len(result)
    frame.write_parquet(io.BytesIO())
    frame.rows()
    for text in (repr(result), result._repr_html_()):
        text.encode()
    out = io.StringIO(newline="")
    csv.writer(out).writerows([cell(v) for v in row] for row in result.rows)
    out.getvalue().encode()
    back = json.loads(json.dumps(result.to_json(), allow_nan=False, ensure_ascii=False).encode())
    assert isinstance(back, list)
    return back


# ------------------------------------------------------------------------------------------- values of Cypher

_DURATIONS = st.builds(neo4j.time.Duration, months=st.integers(-99, 99), seconds=st.integers(-9999, 9999))
_ZONES = st.none() | st.integers(-64800, 64800).map(lambda s: dt.timezone(dt.timedelta(seconds=s)))
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=5)  # lone surrogates included
    | st.dates()
    | st.datetimes(timezones=_ZONES)
    | st.times(timezones=_ZONES)
    | _DURATIONS
    | st.binary(max_size=3)
    | st.builds(neo4j.spatial.WGS84Point, st.tuples(st.floats(-90, 90), st.floats(-90, 90)))
)
_NODES = st.builds(Node, st.just(("Entity",)), st.dictionaries(st.text(max_size=3), _SCALARS, max_size=2))
_LINKS = st.builds(Relationship, st.just("T"), st.text(max_size=2), st.just("x:b"), st.just({}))
_VALUES = st.recursive(
    _SCALARS | _NODES | st.builds(lambda n, r: Path((n, n), (r,)), _NODES, _LINKS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=often(40, 150), deadline=None)
@given(st.lists(_VALUES, max_size=5) | st.lists(_SCALARS, max_size=5))
@example([[1, "a", [2, dt.date(2020, 1, 1)]]])
@example([1, True])
@example([dt.date(2020, 1, 1), dt.datetime(2020, 1, 1)])
@example([dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=6)))])
@example([2**53 + 1, 0.5])
@example([[1], 2])
@example(["\ud83d"])
@example([["\ud83d"]])
@example([2**64, 1])
def test_any_value_of_cypher_leaves_in_every_way(values: list[Any]) -> None:
    result = Result(["a", "b"], [(v, 1) for v in values])
    assert [row["a"] for row in _leaves_in_all_ways(result)] == [plain(v) for v in values]
    frame = result.to_polars()["a"]
    # A column holds the values themselves, or the text of each: never a number for a truth value or a day for a time.
    for value, held in zip(values, frame.to_list(), strict=True):
        kinds = {type(v) for v in values if v is not None}
        if value is None or isinstance(value, str):
            assert held == (value if value is None else plain(value))
        elif frame.dtype == pl.String:
            assert held == cell(value)
        elif isinstance(value, float) and math.isnan(value):
            assert math.isnan(held)
        else:
            assert held == value or isinstance(value, list)
            assert type(held) is type(value) or kinds == {int, float}


def test_what_a_value_is_in_json_and_csv() -> None:
    values = [
        (neo4j.time.Duration(months=14, days=3), "P1Y2M3D"),
        (neo4j.spatial.WGS84Point((2.0, 1.0)), {"x": 2.0, "y": 1.0, "srid": 4326}),
        (float("-inf"), "-Infinity"),
        (Decimal("1.10"), 1.1),
        (Decimal("123456789012345678.125"), "123456789012345678.125"),
        (Decimal(2**70), str(2**70)),
        (b"\xaa", "aa"),
        ({1: dt.date(2020, 1, 2)}, {"1": "2020-01-02"}),
        ("a\ud83d", "a\ufffd"),
    ]
    for value, expected in values:
        assert plain(value) == expected
        assert cell(value) == (expected if isinstance(expected, str) else json.dumps(expected))


# ---------------------------------------------------------------------------------------------- values of SQL

_SQL_SCALARS = (
    st.sampled_from(["NULL", "true", "'a'", "'NaN'::DOUBLE", "'-inf'::FLOAT", "1::TINYINT", "'a'::ENUM('a', 'b')"])
    | st.integers(-(2**31) + 2, 2**31 - 2).map(lambda n: f"(DATE '1970-01-01' + ({n} % 180000000)::INTEGER)")
    | st.sampled_from(["DATE 'infinity'", "TIMESTAMP '-infinity'", "TIMESTAMP_S 'infinity'", "TIMESTAMPTZ '-infinity'"])
    | st.integers(-(2**62), 2**62).map(lambda n: f"make_timestamp({n}::BIGINT)")
    | st.integers(-(2**62), 2**62).map(lambda n: f"make_timestamp({n}::BIGINT)::TIMESTAMPTZ")
    | st.integers(-(2**62), 2**62).map(lambda n: f"make_timestamp_ns({n}::BIGINT)")
    | st.integers(0, 86_400).map(lambda n: f"(TIME '00:00:00' + to_seconds({n}))")
    | st.sampled_from(["TIME '24:00:00'", "TIMETZ '12:00:00+05'", "TIMETZ '12:00:00.5-05:30'"])
    | st.integers(-(2**127), 2**127 - 1).map(lambda n: f"'{n}'::HUGEINT")
    | st.integers(0, 2**128 - 1).map(lambda n: f"'{n}'::UHUGEINT")
    | st.integers(0, 2**64 - 1).map(lambda n: f"'{n}'::UBIGINT")
    | st.integers(-(2**70), 2**70).map(lambda n: f"'{n}'::VARINT")
    | st.decimals(-(10**20), 10**20, places=5).map(lambda d: f"'{d:f}'::DECIMAL(38, 5)")
    | st.tuples(*[st.integers(-99, 99)] * 3).map(lambda t: "to_months({}) + to_days({}) + to_seconds({})".format(*t))
    | st.sampled_from(["'\\xAA'::BLOB", "'101'::BIT", "uuid()", "union_value(a := 1)", "'{\"a\": 1}'::JSON"])
)
_SQL_VALUES = st.recursive(
    _SQL_SCALARS,
    lambda inner: (
        inner.map(lambda v: f"[{v}, NULL]")
        | inner.map(lambda v: f"list_value({v}, {v})::JSON[]")
        | st.tuples(inner, inner).map(lambda v: f"{{'a': {v[0]}, 'b c': {v[1]}}}")
        | st.tuples(inner, inner).map(lambda v: f"row({v[0]}, {v[1]})")
        | st.tuples(_SQL_SCALARS.filter(lambda s: s != "NULL"), inner).map(lambda v: f"MAP {{{v[0]}: {v[1]}}}")
        | inner.map(lambda v: f"array_value({v}, {v})")
    ),
    max_leaves=3,
)


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        yield opened


@pytest.mark.slow
@settings(max_examples=often(40, 150), deadline=None)
@given(value=_SQL_VALUES)
def test_any_value_of_sql_leaves_in_every_way(db: duckdb.DuckDBPyConnection, value: str) -> None:
    try:
        db.execute(f"CREATE OR REPLACE TEMP TABLE tried AS SELECT {value} AS a")
    except duckdb.Error:
        return  # beyond what DuckDB has
    relation = db.sql(f"SELECT {value} AS a, 1 AS a FROM range(2)")
    result = Result.from_polars(sql_table.table(relation))
    assert result.columns == ["a", "a_1"]
    back = _leaves_in_all_ways(result)
    is_null = db.sql(f"SELECT ({value}) IS NULL").fetchall()[0][0]
    assert is_null == (back[0]["a"] is None)


@settings(max_examples=often(30, 100), deadline=None)
@given(days=st.integers(-700_000_000, 700_000_000), within=st.integers(0, 86_399_999_999))
def test_a_date_of_any_year_is_itself(db: duckdb.DuckDBPyConnection, days: int, within: int) -> None:
    day, moment = f"(DATE '1970-01-01' + {days})", f"make_timestamp({days % 90_000_000 * 86_400_000_000 + within})"
    query = f"SELECT {day} AS d, [{day}] AS l, {moment} AS t"
    frame = sql_table.table(db.sql(query))
    parts = db.sql(
        f"SELECT year(d), month(d), day(d), year(t), strftime(t, '%m-%dT%H:%M:%S') FROM ({query})"
    ).fetchall()
    year, month, of_month, year_of_time, rest = parts[0]

    def signed(number: int) -> str:
        return f"{'-' if number < 0 else '+' if number > 9999 else ''}{abs(number):04}"

    (row,) = Result.from_polars(frame).to_json()
    assert row["d"] == f"{signed(year)}-{month:02}-{of_month:02}"
    assert row["l"] == [row["d"]]
    assert row["t"].startswith(f"{signed(year_of_time)}-{rest}")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("sum(2)", 2),
        ("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727"),
        ("DATE '0044-03-15 (BC)'", "-0043-03-15"),
        ("[DATE '0044-03-15 (BC)', DATE '2020-01-02']", ["-0043-03-15", "2020-01-02"]),
        ("{'a': DATE 'infinity'}", {"a": "infinity"}),
        ("'-infinity'::TIMESTAMP", "-infinity"),
        ("TIMESTAMP '10000-01-01 01:02:03.5'", "+10000-01-01T01:02:03.500000"),
        ("TIME '24:00:00'", "24:00:00"),
        ("TIMETZ '12:00:00+05'", "12:00:00+05:00"),
        ("INTERVAL '14 months 3 days -4 hours'", "P1Y2M3DT-4H"),
        ("[INTERVAL 1 MONTH]", ["P1M"]),
        ("{'a': INTERVAL 1 MONTH, 'n': 2::HUGEINT}", {"a": "P1M", "n": 2}),
        ("union_value(a := 1)", "1"),
        ("MAP {'a': 1}", {"a": 1}),
        ("'101'::BIT", "101"),
        ("'NaN'::DOUBLE", "NaN"),
        ("1.10", 1.1),
        ("'\\xAA'::BLOB", "aa"),
        ("list_value()", []),
    ],
)
def test_what_a_value_of_duckdb_is(db: duckdb.DuckDBPyConnection, value: str, shown: Any) -> None:
    result = Result.from_polars(sql_table.table(db.sql(f"SELECT {value} AS x")))
    assert _leaves_in_all_ways(result) == [{"x": shown}]


# ------------------------------------------------------------------------------------------- values of SPARQL

_DATATYPES = [
    "integer", "int", "byte", "decimal", "double", "float", "boolean", "date", "dateTime", "time", "gYear", "gYearMonth",
    "duration", "string", "anyURI", "hexBinary",
]  # fmt: skip
_LEXICAL = st.sampled_from(
    "1 -5 007 +5 1.50 1e400 NaN INF -INF true false abc 2020-01-02 -0044-03-15 10000-01-01 2020-13-45 1970 2020-01 P1Y2M "
    "2020-01-02Z 2020-01-02T24:00:00 2020-01-02T00:00:00+06:00 -0001-01-02T00:00:00Z 0001-01-01T00:00:00+06:00 12:00:00 "
    "99999999999999999999 123456789012345678.5 0.333333333333333333".split()
) | st.text(max_size=4)
_TERMS = (
    st.builds(lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)), _LEXICAL, st.sampled_from(_DATATYPES))
    | _LEXICAL.map(ox.Literal)
    | _LEXICAL.map(lambda text: ox.Literal(text, language="ky"))
    | st.sampled_from([ox.NamedNode("x:a"), None])
)  # fmt: skip


def _answer(terms: list[Any]) -> tuple[Answer, list[str | None]]:
    values = " ".join("UNDEF" if t is None else str(t) for t in terms)
    results = ox.Store().query(f"SELECT ?a {{ VALUES ?a {{ {values} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    answer = Answer(SELECTED, ["a"], results.serialize(format=ox.QueryResultsFormat.TSV) or b"")
    again = ox.Store().query(f"SELECT ?a {{ VALUES ?a {{ {values} }} }}")
    assert isinstance(again, ox.QuerySolutions)
    return answer, [None if row["a"] is None else row["a"].value for row in again]


@settings(max_examples=often(40, 150), deadline=None)
@given(st.lists(_TERMS, min_size=1, max_size=4))
def test_any_term_of_sparql_leaves_in_every_way(terms: list[Any]) -> None:
    answer, lexical = _answer(terms)
    frame, _ = sparql_table.table(answer, None)
    result = Result.from_polars(frame)
    assert result.columns == ["a"]
    _leaves_in_all_ways(result)
    for given_text, held in zip(lexical, frame["a"].to_list(), strict=True):
        if given_text is None:
            assert held is None
        elif isinstance(held, str):
            assert held == given_text
        elif isinstance(held, bool):
            assert given_text in (("true", "1") if held else ("false", "0"))
        elif isinstance(held, int | float):
            assert str(float(given_text.replace("INF", "inf"))) == str(float(held))
        else:
            assert isinstance(held, dt.date)


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        (f'"abc"^^<{XSD}boolean> true', ["abc", "true"]),
        (f'1 "NaN"^^<{XSD}double>', [1.0, "NaN"]),
        ("9007199254740993 1.5", ["9007199254740993", "1.5"]),
        ("<<(<x:a> <x:b> <x:c>)>>", ["<<( <x:a> <x:b> <x:c> )>>"]),
        (f'"1970"^^<{XSD}gYear>', ["1970"]),
        (f'"P1Y"^^<{XSD}duration>', ["P1Y"]),
    ],
)
def test_what_a_term_is(terms: str, shown: list[Any]) -> None:
    results = ox.Store().query(f"SELECT ?a {{ VALUES ?a {{ {terms} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    frame, _ = sparql_table.table(
        Answer(SELECTED, ["a"], results.serialize(format=ox.QueryResultsFormat.TSV) or b""), None
    )
    assert [row["a"] for row in Result.from_polars(frame).to_json()] == shown


# --------------------------------------------------------------------------------------------- the whole way


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("answers")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "query", "shown"),
    [
        ("sparql", "SELECT ('-0044-03-15'^^xsd:date AS ?d) {}", "-0044-03-15"),
        ("cypher", "RETURN date('-0044-03-15') AS d", "-0044-03-15"),
        ("cypher", "RETURN [datetime({epochSeconds: 99999999999999})] AS d", ["+3170843-11-07T09:46:39Z"]),
        ("cypher", "RETURN '\\uD83D' AS d", "\ufffd"),
        ("cypher", "RETURN 0.0 / 0.0 AS d", "NaN"),
        ("sql", "SELECT DATE '0044-03-15 (BC)' AS d", "-0043-03-15"),
    ],
)
def test_a_graph_gives_it(
    graph: Graph, language: str, query: str, shown: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    result: Result = getattr(graph, language)(query)
    assert _leaves_in_all_ways(result) == [{"d": shown}]
    for form in range(3):
        show(result, Form(table=form == 0, as_csv=form == 1, as_json=form == 2))
        assert (shown if isinstance(shown, str) else shown[0]) in capsys.readouterr().out
