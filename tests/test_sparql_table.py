"""What a SPARQL answer becomes as a table: the worker makes it of much, whoever asked of little, and both are the same."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from govgraph.graph.stores.answer import SELECTED, Answer
from govgraph.graph.stores.sparql_table import table, to_arrow

XSD = "http://www.w3.org/2001/XMLSchema#"


def _answer(query: str) -> Answer:
    results = ox.Store().query(query)
    assert isinstance(results, ox.QuerySolutions)
    text = results.serialize(format=ox.QueryResultsFormat.TSV)
    assert text is not None
    return Answer(SELECTED, [v.value for v in results.variables], text)


def test_columns_of_mixed_datatypes_keep_their_names() -> None:
    answer = _answer('SELECT ?a ?b { VALUES (?a ?b) { (1 "x") (<x:a> 2) ("y" <x:b>) } }')
    rows, _ = table(answer, None)
    assert rows.to_dict(as_series=False) == {"a": ["1", "x:a", "y"], "b": ["x", "2", "x:b"]}


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ("99999999999999999999 1", ["99999999999999999999", "1"]),
        (f'"abc"^^<{XSD}integer> "12"^^<{XSD}integer>', ["abc", "12"]),
        (f'"abc"^^<{XSD}double> "1.5"^^<{XSD}double>', ["abc", "1.5"]),
        (f'"0044-03-15"^^<{XSD}date> "-0044-03-15"^^<{XSD}date>', ["0044-03-15", "-0044-03-15"]),
    ],
)
def test_what_a_column_cannot_hold_stays_text(values: str, shown: list[str]) -> None:
    rows, _ = table(_answer(f"SELECT ?a {{ VALUES ?a {{ {values} }} }}"), None)
    assert rows["a"].to_list() == shown


def test_numbers_are_numbers_however_they_are_written() -> None:
    rows, _ = table(_answer("SELECT (?n / 2 AS ?x) { VALUES ?n { 1 2 3 } } ORDER BY ?n"), None)
    assert rows["x"].to_list() == [0.5, 1.0, 1.5]
    rows, _ = table(_answer("SELECT ?a { VALUES ?a { 1 2.5 1e3 -0.25e0 } }"), None)
    assert sorted(rows["a"].to_list()) == [-0.25, 1.0, 2.5, 1000.0]


@pytest.mark.parametrize("limit", [None, 0, 1, 2, 3])
def test_both_ways_give_the_same_table(limit: int | None) -> None:
    # The last row makes the column text, also where it is cut off.
    answer = _answer('SELECT ?a { VALUES ?a { 1 2 "x" } }')
    rows, cut = table(answer, limit)
    other, other_cut = table(to_arrow(answer, limit), limit)
    assert rows.equals(other)
    assert cut == other_cut == (limit is not None and limit < 3)
    assert rows["a"].to_list() == ["1", "2", "x"][:limit]
