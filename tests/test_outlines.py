"""Outlines: every capital, US state and far island at hand lies inside, what is elsewhere lies outside."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from govgraph.ontology.countries import countries, country_table
from govgraph.ontology.outlines import has_outline, outside

POINTS = Path(__file__).parent / "assets" / "points.csv"
"""Capitals (Natural Earth, public domain), US states as GDELT places them (GNIS), towns of territories and far islands."""

GDELT = Path(__file__).parent.parent.parent / "shared" / "data" / "gdelt" / "20180101000000.export.CSV"
PLACES = Path(__file__).parent.parent / "examples" / "central-asia" / "places.csv"


def is_outside(code: str, latitude: float, longitude: float) -> bool:
    return bool(outside(code, np.array([latitude]), np.array([longitude]))[0])


def test_every_country_of_today_has_an_outline_and_no_ended_state_has() -> None:
    assert [c.iso3 for c in countries() if not c.ended and not has_outline(c.iso3)] == []
    assert [c.iso3 for c in countries() if c.ended and has_outline(c.iso3)] == []


def test_every_capital_state_and_far_island_is_inside() -> None:
    with POINTS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    wrong = [r["name"] for r in rows if is_outside(r["code"], float(r["latitude"]), float(r["longitude"]))]
    assert wrong == []
    # A point that lies nowhere near is outside of all but the few that it lies in.
    far = [r["code"] for r in rows if not is_outside(r["code"], 0.0, 0.0)]
    assert far == []


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("KGZ", 51.13, 71.43),  # Astana
        ("LSO", -25.75, 28.19),  # Pretoria, around Lesotho
        ("ZAF", -29.6, 28.3),  # the middle of Lesotho, a hole
        ("FJI", -17.0, 170.0),
        ("RUS", 64.5, -165.4),  # Nome, over the strait
        ("US-GA", 27.99, -81.76),  # Florida
        ("US-HI", 34.05, -118.24),  # Los Angeles
        ("PRI", 33.0, -83.6),
        ("GUF", 48.86, 2.35),  # Paris is not in French Guiana
        ("XKX", 44.82, 20.47),  # Belgrade
    ],
)
def test_what_is_elsewhere_is_outside(code: str, latitude: float, longitude: float) -> None:
    assert is_outside(code, latitude, longitude)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("SUN", 0.0, 0.0),
        ("US-ZZ", 0.0, 0.0),
        ("KGZ", 42.87, 74.6),
        ("KGZ", 43.3, 74.0),  # within 0.3 degrees of the border
        ("FJI", -16.78, 179.99),
        ("FJI", -16.78, -179.99),
        ("SRB", 42.67, 21.17),  # what is disputed is in both
        ("XKX", 42.67, 21.17),
    ],
)
def test_no_verdict_without_an_outline_near_a_border_or_where_it_is_disputed(
    code: str, latitude: float, longitude: float
) -> None:
    assert not is_outside(code, latitude, longitude)


def test_the_places_of_the_example_are_in_their_country() -> None:
    lines = PLACES.read_text("utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        assert not is_outside(row["country"].removeprefix("country:"), float(row["latitude"]), float(row["longitude"]))


@pytest.mark.skipif(not GDELT.is_file(), reason="the real files are not beside the project")
def test_places_of_a_published_file_are_in_their_country_unless_they_are_at_sea() -> None:
    fips = country_table("fips")
    wrong = set()
    for line in GDELT.read_text("utf-8").splitlines():
        fields = line.split("\t")
        for kind, name, country, _, _, latitude, longitude in (fields[i : i + 7] for i in (35, 43, 51)):
            if kind in "2345" and country in fips and is_outside(fips[country], float(latitude), float(longitude)):
                wrong.add(name.split(",")[0])
    assert wrong == {"East China Sea", "Taiwan Strait"}
