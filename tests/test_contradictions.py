"""What contradicts what is known is told, and loses against what does not, whatever is loaded first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_gdelt_events import geo, line

from govgraph.graph.build.contradictions import outside_of
from govgraph.graph.build.verify import verified
from govgraph.graph.graph import Graph
from govgraph.loaders.gdelt.events import GdeltEvents
from govgraph.ontology.block import conform
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import BASE

GEORGIA = ("2", "Georgia, United States", "US", "USGA", "")


def place(**values: Any) -> dict[str, Any]:
    empty = {"country": None, "within": None, "identifiers": None, "latitude": None, "longitude": None}
    return empty | {"country": f"{BASE}country/USA"} | values


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (place(latitude=32.99, longitude=-83.65, identifiers=["fips-adm1:USGA"]), []),
        (place(latitude=0.0, longitude=0.0, identifiers=["fips-adm1:USGA"]), ["USA", "US-GA"]),
        (place(latitude=27.99, longitude=-81.76, identifiers=["iso-3166-2:US-GA"]), ["US-GA"]),
        (place(latitude=27.99, longitude=-81.76, within=f"{BASE}place/gdelt/fips-adm1/USGA"), ["US-GA"]),
        (place(latitude=18.47, longitude=-66.11), []),
        (place(latitude=0.0, longitude=0.0, country=f"{BASE}country/SUN"), []),
        (place(latitude=0.0, longitude=0.0, country=None), []),
        (place(latitude=0.0), []),
        (place(), []),
    ],
)
def test_a_point_outside_what_its_place_lies_in_is_seen(row: dict[str, Any], codes: list[str]) -> None:
    (seen,) = outside_of(conform("places", pl.DataFrame([{"iri": "x:", **row}])))
    assert set(seen) == set(codes)


def test_an_area_of_which_there_is_no_outline_gives_no_verdict() -> None:
    kyrgyz = {"country": f"{BASE}country/KGZ", "within": f"{BASE}place/gdelt/fips-adm1/KG01"}
    soviet = {"country": f"{BASE}country/SUN"}
    rows = [place(iri="x:", latitude=0.0, longitude=0.0, **of) for of in (kyrgyz, soviet)]
    rows[0]["identifiers"] = ["fips-adm1:KG01"]
    assert outside_of(conform("places", pl.DataFrame(rows))).to_list() == [["KGZ"], []]


def test_a_load_tells_which_points_are_outside() -> None:
    wrong = line(GLOBALEVENTID="1", **geo(*GEORGIA, "0", "0"))
    right = line(GLOBALEVENTID="2", **geo(*GEORGIA, "32.9866", "-83.6487"))
    source = Source(Path("a.export.CSV"), data=f"{right}\n{wrong}\n{wrong}\n".encode())
    (block,) = map(verified, GdeltEvents().blocks(source, Options()))
    assert [(n.value, n.row) for n in block.notes if n.kind == "point outside its country or state"] == [
        ("Georgia, United States: 0 0 is not in US-GA, USA", 2)
    ]
    assert block.tables["places"].height == 2


def popolo(name: str, **membership: str) -> str:
    return json.dumps(
        {
            "persons": [{"id": "p", "name": name}],
            "organizations": [{"id": "o", "name": "House"}],
            "events": [{"id": "t", "name": "Term", "start_date": "2010", "end_date": "2014-05"}],
            "memberships": [
                {"id": "m", "person_id": "p", "organization_id": "o", "legislative_period_id": "t", **membership}
            ],
        }
    )


FILES = {
    "a.export.CSV": line(GLOBALEVENTID="1", **geo(*GEORGIA, "0", "0")) + "\n",
    "b.export.CSV": line(GLOBALEVENTID="2", SOURCEURL="http://b.example/", **geo(*GEORGIA, "32.9866", "-83.6487")) + "\n",
    "c.export.CSV": line(GLOBALEVENTID="3", **geo("4", "Budapest, Budapest, Hungary", "RS", "HU05", "-850553", "47.5", "19.08"))
    + "\n",
    "d.export.CSV": line(
        GLOBALEVENTID="4",
        SOURCEURL="http://d.example/",
        **geo("4", "Budapest, Budapest, Hungary", "HU", "HU05", "-850553", "47.5", "19.08"),
    )
    + "\n",
    "e.popolo.json": popolo("A", start_date="1910-01-02"),
    "f.popolo.json": popolo("A", start_date="2011-03-04", end_date="2012"),
    "actors-1.csv": "id,kind,name_en,country,end_date\nx,ngo,X,country:SUN,\ny,ngo,Y,country:SUN,1980\n",
    "actors-2.csv": "id,kind,name_en,country,end_date\nx,ngo,X,country:RUS,\n",
}  # fmt: skip


def shown(graph: Graph) -> dict[str, Any]:
    one = {
        "georgia": "SELECT latitude, longitude FROM places WHERE list_contains(identifiers, 'fips-adm1:USGA')",
        "budapest": "SELECT country, latitude FROM places WHERE list_contains(identifiers, 'gns:-850553')",
        "membership": "SELECT start_date, start_inherited, end_date, end_inherited FROM memberships",
        "x": "SELECT country FROM actors WHERE names[1].text = 'X'",
        "y": "SELECT country FROM actors WHERE names[1].text = 'Y'",
    }
    return {name: [tuple(row) for row in graph.sql(query).rows] for name, query in one.items()}


RIGHT = {
    "georgia": [(32.9866, -83.6487)],
    "budapest": [(f"{BASE}country/HUN", 47.5)],
    # The one source's end is the period's, the other's is its own.
    "membership": [("2011-03-04", None, "2012", None)],
    "x": [(f"{BASE}country/RUS",)],
    "y": [(f"{BASE}country/SUN",)],
}


@pytest.mark.slow
@pytest.mark.parametrize("order", [1, -1])
def test_what_contradicts_loses_whatever_is_loaded_first(tmp_path: Path, order: int) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    with Graph(tmp_path / "graph") as graph:
        # One after the other, so that the later ones change a version that is there.
        half = sorted(FILES)[::order]
        for names in (half[:4], half[4:]):
            for report in graph.load(*(tmp_path / name for name in names), dataset="one"):
                assert report.status == "loaded", report.error
        assert shown(graph) == RIGHT
        # Both are kept: what was not shown is in the records, and comes up when the other goes.
        kept = graph.sql(
            "SELECT DISTINCT latitude FROM records.places WHERE iri LIKE '%/USGA' AND latitude IS NOT NULL"
        )
        assert sorted(row["latitude"] for row in kept.rows) == [0.0, 32.9866]
        graph.unload("b.export.CSV")
        assert shown(graph)["georgia"] == [(0.0, 0.0)]


@pytest.mark.slow
def test_a_term_that_changes_decides_anew(tmp_path: Path) -> None:
    """The period comes with a later load, and the membership is not in that load."""
    term = {"id": "t", "name": "Term", "start_date": "2010", "end_date": "2014"}
    for name, data in {
        "e.popolo.json": {**json.loads(popolo("A", start_date="1910-01-02")), "events": []},
        "f.popolo.json": {**json.loads(popolo("A", start_date="2011-03-04")), "events": []},
        "t.popolo.json": {"persons": [{"id": "z", "name": "Z"}], "events": [term]},
    }.items():
        (tmp_path / name).write_text(json.dumps(data), "utf-8")
    with Graph(tmp_path / "graph") as graph:
        graph.load(tmp_path / "e.popolo.json", tmp_path / "f.popolo.json", dataset="one")
        graph.load(tmp_path / "t.popolo.json", dataset="one")
        changed = shown(graph)["membership"]
        assert changed[0][0] == "2011-03-04"
        graph.rebuild()
        assert shown(graph)["membership"] == changed
