"""What real files have that samples do not: a fault in a cell costs that cell, and a reference is no object. All rows are made up."""

from __future__ import annotations

import json

import polars as pl
import pytest
from event_files import Loaded
from test_event_coders import GOLD, STRIKE, scad
from test_ucdp import CLASH, ged

from govgraph.loaders.events.columns import no_deaths, no_end, points, without_wrong_cells
from govgraph.loaders.popolo.embedded import spread
from govgraph.ontology.block import Block


def rows_of(*pairs: tuple[str | None, str | None]) -> pl.DataFrame:
    cells = {
        "latitude": [a for a, _ in pairs],
        "longitude": [b for _, b in pairs],
        "row": list(range(2, 2 + len(pairs))),
    }
    return pl.DataFrame(cells, schema={"latitude": pl.String, "longitude": pl.String, "row": pl.Int64})


@pytest.mark.parametrize(
    ("latitude", "longitude", "note"),
    [
        ("142.9", "74.6", ("not between -90 and 90", "latitude: 142.9")),
        ("42.9", "200", ("not between -180 and 180", "longitude: 200")),
        ("north", "74.6", ("not a number", "latitude: north")),
        ("42.9", None, ("a point with half of its numbers", "latitude: 42.9")),
    ],
)
def test_a_bad_point_costs_the_point(latitude: str, longitude: str | None, note: tuple[str, str]) -> None:
    block = Block({}, 2)
    rows = without_wrong_cells(block, rows_of((latitude, longitude), ("42.9", "74.6")), points())
    assert rows.rows() == [(None, None, 2), ("42.9", "74.6", 3)]
    assert [(n.kind, n.value, n.row) for n in block.notes] == [(*note, 2)]


def test_a_number_of_deaths_that_is_none_costs_its_cell() -> None:
    block = Block({}, 3)
    rows = pl.DataFrame({"best": ["-1", "some", "3"], "row": [2, 3, 4]})
    assert without_wrong_cells(block, rows, [no_deaths("best")])["best"].to_list() == [None, None, "3"]
    assert sorted((n.kind, n.value) for n in block.notes) == [
        ("not a number of deaths", "best: -1"),
        ("not a number of deaths", "best: some"),
    ]


def test_children_that_are_references_say_what_the_child_belongs_to() -> None:
    organizations = [{"id": "a", "name": "Ministry", "children": [{"id": "b"}]}, {"id": "b", "name": "Agency"}]
    assert [(p.at, p.value.get("parent_id")) for p in spread({"organizations": organizations})] == [
        ("/organizations/0", None),
        ("/organizations/1", "a"),
    ]


def test_a_child_that_nobody_describes_is_told() -> None:
    data = {
        "organizations": [
            {"id": "a", "name": "Ministry", "children": [{"id": "b"}, "c", {"id": "d", "name": "Agency"}]}
        ]
    }
    of = Loaded(json.dumps(data).encode(), "x.json")
    assert of.names("actors") == ["Ministry", "Agency"]
    assert [n for n in of.notes if n[0] == "named in a list, not described"] == [
        ("named in a list, not described", "organizations/b"),
        ("named in a list, not described", "organizations/c"),
    ]


@pytest.mark.parametrize(("end", "note"), [("soon", "not a date"), ("2023-12-31", "ends before it starts")])
def test_a_wrong_end_costs_the_end(end: str, note: str) -> None:
    of = Loaded(ged(CLASH | {"date_end": end}))
    assert (of.rejects, of.notes) == ([], [(note, f"date_end: {end}")])
    event = of.rows("events")[0]
    assert (event["start_date"], "end_date" in event) == ("2024-01-01", False)


def test_the_end_of_a_month_is_not_before_a_day_in_it() -> None:
    rows = pl.DataFrame(
        {"row": [2, 3], "given": ["a", "b"], "start": ["1990-01-28", "1990-02"], "end": ["1990-01", "1990"]}
    )
    block = Block({}, 2)
    assert without_wrong_cells(block, rows, no_end("given", "start", "end"))["end"].to_list() == ["1990-01", "1990"]
    assert block.notes == []


def test_the_number_of_a_place_that_is_none_costs_its_cell() -> None:
    of = Loaded(scad(STRIKE | {"sublocal": "first", "enddate": "later", "eday": "", "emo": "", "eyr": ""}))
    assert of.rejects == []
    assert of.notes == [("not the number of a place", "sublocal: first"), ("not a date", "enddate: later")]
    assert len(of.rows("events")) == 1


def test_half_an_injured_person_and_an_end_that_is_none() -> None:
    of = Loaded(json.dumps([GOLD | {"injured": "3.5", "enddate": "later"}]).encode(), "gold.json")
    assert of.rejects == []
    assert of.notes == [("not a date", "end: later"), ("not a whole number", "injured: 3.5")]


@pytest.mark.parametrize(("latitude", "told"), [(99.5, "geom: 99.5 74.6"), ("", "geom: 74.6")])
def test_a_place_outside_the_degrees_has_no_point_and_that_is_told(latitude: object, told: str) -> None:
    properties = {
        "wof:id": 1, "wof:name": "Osh", "wof:placetype": "locality", "geom:latitude": latitude, "geom:longitude": 74.6,
    }  # fmt: skip
    of = Loaded(json.dumps({"type": "Feature", "properties": properties}).encode(), "1.geojson")
    assert "latitude" not in of.rows("places")[0]
    assert ("not a point (latitude and longitude)", told) in of.notes
