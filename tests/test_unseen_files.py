"""What real files have that samples do not: a fault in a cell costs that cell, and a reference is no object. All rows are made up."""

from __future__ import annotations

import polars as pl
import pytest

from govgraph.loaders.events.columns import no_deaths, points, without_wrong_cells
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
