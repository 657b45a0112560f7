"""What a push has to do, worked out from hashes alone: the same as a comparison of the things themselves would say."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from govgraph.graph.neo4j.items import NODES, Items, hashed, link_items, node_items
from govgraph.graph.neo4j.plan import CHANGE, CREATE, KEEP, Plan
from govgraph.graph.neo4j.state import summed

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "iri": pl.String,
    "name": pl.String,
    "name_ky": pl.String,
    "tone": pl.Float64,
    "articles": pl.Int64,
    "seen": pl.Boolean,
    "startsFrom": pl.Date,
    "aliases": pl.List(pl.String),
}
TEXT = st.text(st.sampled_from("aб0:,[ \n\x1e\x1f|"), max_size=4)
ROW = st.fixed_dictionaries(
    {
        "iri": st.just("x:1"),
        "name": st.none() | TEXT,
        "name_ky": st.none() | TEXT,
        "tone": st.none() | st.floats(allow_nan=False),
        "articles": st.none() | st.integers(-3, 3),
        "seen": st.none() | st.booleans(),
        "startsFrom": st.none() | st.dates(),
        "aliases": st.none() | st.lists(TEXT, max_size=3),
    }
)
KINDS = st.sampled_from([NODES, "WITHIN", "MEMBER_OF"])
THINGS = st.dictionaries(KINDS, st.dictionaries(st.integers(0, 9), st.integers(1, 3), min_size=1))


def said(row: dict[str, Any]) -> str:
    return repr(sorted((k, v) for k, v in row.items() if v is not None))


@given(ROW, ROW)
@example(
    dict.fromkeys(SCHEMA) | {"iri": "x:1", "name": "a\nname_ky 1:b"},
    dict.fromkeys(SCHEMA) | {"iri": "x:1", "name": "a", "name_ky": "b"},
)
@example(
    dict.fromkeys(SCHEMA) | {"iri": "x:1", "aliases": ["a,1:b"]},
    dict.fromkeys(SCHEMA) | {"iri": "x:1", "aliases": ["a", "b"]},
)
@example(dict.fromkeys(SCHEMA) | {"iri": "x:1", "aliases": []}, dict.fromkeys(SCHEMA) | {"iri": "x:1", "aliases": [""]})
@example(dict.fromkeys(SCHEMA) | {"iri": "x:1", "tone": 0.0}, dict.fromkeys(SCHEMA) | {"iri": "x:1", "tone": -0.0})
def test_two_rows_have_one_content_if_they_say_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    found = node_items(["Entity"], pl.DataFrame([one, other], schema=SCHEMA))
    assert (found.contents[0] == found.contents[1]) == (said(one) == said(other))
    drawn = pl.DataFrame([one, other], schema=SCHEMA).with_columns(_source=pl.lit("x:2"), _target=pl.lit("x:3"))
    assert (link_items(drawn).contents[0] == link_items(drawn).contents[1]) == (said(one) == said(other))


@given(ROW, st.permutations(list(SCHEMA)))
def test_neither_the_order_of_columns_nor_an_empty_one_matters(row: dict[str, Any], order: list[str]) -> None:
    whole = pl.DataFrame([row], schema=SCHEMA)
    bare = whole.select(column for column in order if whole[column].null_count() == 0)
    assert node_items(["Entity"], whole).contents == node_items(["Entity"], bare).contents


def test_labels_and_ends_count() -> None:
    rows = pl.DataFrame({"iri": ["x:1"]})
    assert node_items(["Actor", "Entity"], rows).contents != node_items(["Entity"], rows).contents
    ends = pl.DataFrame({"_source": ["x:1", "x:1", "x:2"], "_target": ["x:2", "x:3", "x:1"]})
    assert len(set(link_items(ends).keys.tolist())) == 3
    assert len(set(link_items(ends.with_columns(iri=pl.lit("x:9"))).keys.tolist())) == 3


def as_items(things: dict[int, int]) -> Items:
    return Items(hashed(map(str, things)), np.array(list(things.values()), np.uint64))


def in_order(items: Items) -> Items:
    return items[np.argsort(items.keys)]


@given(THINGS, THINGS)
def test_a_plan_says_what_a_comparison_would(
    wanted: dict[str, dict[int, int]], there: dict[str, dict[int, int]]
) -> None:
    plan = Plan({kind: as_items(things) for kind, things in wanted.items()})
    plan.compare({kind: in_order(as_items(things)) for kind, things in there.items()})
    for kind, things in wanted.items():
        had = there.get(kind, {})
        expected = [CREATE if k not in had else KEEP if had[k] == v else CHANGE for k, v in things.items()]
        assert plan.marks[kind].tolist() == expected
    for kind, had in there.items():
        gone = {k: v for k, v in had.items() if k not in wanted.get(kind, {})}
        assert set(plan.obsolete.get(kind, np.empty(0)).tolist()) == set(as_items(gone).keys.tolist())
    both = [
        plan.count_obsolete(nodes=x) + plan.count(CREATE, nodes=x) + plan.count(CHANGE, nodes=x) for x in (True, False)
    ]
    assert plan.steps == sum(both)


@given(st.lists(st.tuples(st.booleans(), st.dictionaries(st.integers(0, 5), st.integers(1, 9), min_size=1))))
def test_what_is_there_is_the_sum_of_what_was_put_and_taken_away(notes: list[tuple[bool, dict[int, int]]]) -> None:
    there: dict[int, int] = {}
    for gone, things in notes:
        there = {k: v for k, v in there.items() if k not in things} if gone else there | things
    found = summed([(as_items(things), gone) for gone, things in notes])
    expected = in_order(as_items(there))
    assert (found.keys.tolist(), found.contents.tolist()) == (expected.keys.tolist(), expected.contents.tolist())
