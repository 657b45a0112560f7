"""UCDP GED and the actor register: all widths, releases, and what a row becomes. The rows are written here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, same_in_both_orders, table

from govgraph.loaders.events.ucdp_files import COLUMNS

SYRIA = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,side_b_new_id,gwnob,"
    "side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,"
    "deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
).split(",")
CLASH = {
    "id": "501", "year": "2024", "active_year": "1", "type_of_violence": "1", "conflict_new_id": "299", "conflict_name": "Syria: Government",
    "dyad_new_id": "11973", "dyad_name": "Government of Syria - Syrian insurgents", "side_a_new_id": "118", "side_a": "Government of Syria",
    "side_b_new_id": "4456", "side_b": "Syrian insurgents", "gwnoa": "652", "number_of_sources": "1", "source_article": "SOHR,2024-01-02,Clashes",
    "source_office": "SOHR", "source_date": "2024-01-02", "source_headline": "Clashes", "source_original": "SOHR", "where_prec": "1",
    "where_coordinates": "Teir village", "adm_1": "Homs Governorate", "adm_2": "Ar Rastan district", "latitude": "34.8", "longitude": "36.7",
    "priogrid_gid": "179714", "country": "Syria", "country_id": "652", "region": "Middle East", "event_clarity": "1", "date_prec": "2",
    "date_start": "2024-01-01", "date_end": "2024-01-03", "deaths_a": "2", "deaths_b": "3", "deaths_civilians": "1", "deaths_unknown": "0",
    "best": "6", "high": "9", "low": "6",
}  # fmt: skip


def ged(*rows: dict[str, str], header: list[str] | tuple[str, ...] = SYRIA) -> bytes:
    return table(header, [{k: v for k, v in row.items() if k in header} for row in rows], separator=",", quote=True)


def test_a_row_becomes_an_event_in_a_dyad_of_a_conflict() -> None:
    of = Loaded(ged(CLASH))
    assert of.loader.name == "ucdp-ged"
    event, dyad, conflict = of.rows("events")
    assert event["type"] == "code:ucdp/1"
    assert (event["start_date"], event["end_date"], event["date_precision"]) == ("2024-01-01", "2024-01-03", "days")
    assert (event["fatalities"], event["fatalities_low"], event["fatalities_high"], event["civilian_fatalities"]) == (
        6,
        6,
        9,
        1,
    )
    assert event["part_of"] == dyad["iri"]
    assert dyad["part_of"] == conflict["iri"]
    assert conflict["names"] == [{"lang": "en", "text": "Syria: Government"}]
    assert "ucdp:event_clarity=1" in event["details"]
    government, insurgents = of.rows("actors")
    assert (government["iri"], government["kind"], government["country"]) == (
        "id:actor/ucdp/118",
        "agency",
        "id:country/SYR",
    )
    assert (insurgents["identifiers"], insurgents["kind"]) == (["ucdp-actor:4456"], "actor")
    assert [(p["role"], p["fatalities"]) for p in of.rows("participations")] == [("side_a", 2), ("side_b", 3)]
    (document,) = of.rows("documents")
    assert (document["publisher"], document["date"], document["names"][0]["text"]) == ("SOHR", "2024-01-02", "Clashes")
    place = next(p for p in of.rows("places") if p["iri"] == event["place"])
    assert (place["precision"], place["latitude"]) == ("exact", 34.8)
    assert of.unused == ["year", "geom_wkt", "region"]


def test_all_widths_and_files_without_a_header_give_one_event() -> None:
    narrow, wide = Loaded(ged(CLASH)), Loaded(ged(CLASH, header=COLUMNS))
    bare = Loaded(ged(CLASH, header=COLUMNS).split(b"\n", 1)[1], "GEDEvent_v24_0_1.csv")
    assert {of.rows("events")[0]["iri"] for of in (narrow, wide, bare)} == {"id:event/ucdp/501"}
    assert bare.rows("events")[0]["stamp"] == 24.01


def test_dates_of_the_api_and_of_candidates() -> None:
    for text in ("2024-01-01 00:00:00.000", "2024-01-01T00:00:00"):
        assert Loaded(ged(CLASH | {"date_start": text})).rows("events")[0]["start_date"] == "2024-01-01"


def test_civilians_are_a_group_of_the_country() -> None:
    of = Loaded(ged(CLASH | {"type_of_violence": "3", "side_b": "Civilians", "side_b_new_id": "9999"}))
    civilians = of.rows("actors")[1]
    assert (civilians["kind"], civilians["name_only"], civilians["country"]) == ("group", True, "id:country/SYR")
    assert [p["role"] for p in of.rows("participations")] == ["actor", "recipient"]


def test_a_centroid_of_a_country_is_no_point() -> None:
    of = Loaded(ged(CLASH | {"where_prec": "6"}))
    assert of.rows("events")[0]["place"] == "id:country/SYR"
    assert of.rows("places") == []


@pytest.mark.slow
def test_of_a_candidate_and_the_final_release_the_final_one_counts(tmp_path: Path) -> None:
    candidate = ged(CLASH | {"best": "4", "side_b": "Insurgents", "side_b_new_id": "7"}, header=COLUMNS)
    files = {"GEDEvent_v24_0_1.csv": candidate, "GEDEvent_v25_1.csv": ged(CLASH, header=COLUMNS)}
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT fatalities FROM events WHERE fatalities IS NOT NULL").rows == [(6,)]
        assert graph.sql("SELECT as_given FROM participations ORDER BY 1").rows == [
            ("Government of Syria",),
            ("Syrian insurgents",),
        ]


def test_a_country_and_its_number_that_disagree_are_told() -> None:
    assert ("country codes disagree", "Syria gw:645") in Loaded(ged(CLASH | {"country_id": "645"})).notes


def test_bad_rows_are_rejected_alone() -> None:
    of = Loaded(ged(CLASH, CLASH | {"best": "-1"}, CLASH | {"date_start": ""}, CLASH | {"longitude": ""}))
    assert [r[1:] for r in of.rejects] == [("date_start", "there is no date")]
    assert [(kind, value.split(":")[0]) for kind, value in of.notes] == [
        ("not a number of deaths", "best"),
        ("a point with half of its numbers", "latitude"),
    ]
    assert len(of.rows("events")) >= 1


REGISTER = (
    "ActorId,NameData,NameOrig,NameOrigFull,NameOrigFullEng,NameChange,NewName,NewNameFullMotherTongue,NewNameFullEng,Org,ConflictId,"
    "DyadId,PrimaryParty,OSID,OSCoalition,OSCoalitionID,NSID,NSCoalition,NSCoalitionID,Splinter,NamePrev,ActorIdPrev,SplitTemp,"
    "NameSplitTemp,ActorIdSplitTemp,Alliance,NameAlliance,ActorIdAlliance,JoinGroup,GroupName,ActorIdGroup,Location,GWNOLoc,Region,Version"
).split(",")
INSURGENTS = {
    "ActorId": "4456", "NameData": "Syrian insurgents", "NameOrig": "Insurgents", "NameOrigFull": "n/a", "Org": "1", "NameChange": "1",
    "NewName": "Syrian rebels", "ConflictId": "299, 300", "DyadId": "11973", "Splinter": "1", "NamePrev": "Old group", "ActorIdPrev": "12",
    "Alliance": "0", "Location": "Syria, Lebanon", "GWNOLoc": "652, 660", "Region": "2", "Version": "22.1",
}  # fmt: skip


STAMP = 22.1


def register(*rows: dict[str, str]) -> bytes:
    return b"\xef\xbb\xbf" + table(REGISTER, rows, separator=",", quote=True)


def test_a_version_with_a_decimal_comma_still_tells_the_newest() -> None:
    of = Loaded(register(INSURGENTS | {"Version": "22,1"}), "actor-221.csv")
    assert (
        of.rows("actors")[0]["stamp"]
        == Loaded(register(INSURGENTS), "actor-221.csv").rows("actors")[0]["stamp"]
        == STAMP
    )


@pytest.mark.slow
def test_the_register_says_what_a_side_is(tmp_path: Path) -> None:
    of = Loaded(register(INSURGENTS), "actor-221.csv")
    assert of.loader.name == "ucdp-actors"
    (actor,) = of.rows("actors")
    assert (actor["iri"], actor["kind"]) == ("id:actor/ucdp/4456", "armed_group")
    assert [a["text"] for a in actor["aliases"]] == ["Insurgents", "Syrian rebels"]
    (split,) = of.rows("associations")
    assert (split["type"], split["to_actor"]) == ("splinter_of", "id:actor/ucdp/12")
    assert {p["event"] for p in of.rows("participations")} == {
        f"id:event/ucdp/{e}" for e in ("conflict/299", "conflict/300", "dyad/11973")
    }
    files = {"actor-221.csv": register(INSURGENTS), "ged.csv": ged(CLASH)}
    with same_in_both_orders(tmp_path, files) as graph:
        found = graph.sql("SELECT kind FROM actors WHERE iri LIKE '%/actor/ucdp/4456'").rows
        assert found == [("armed_group",)], "the register knows more than an event"


@pytest.mark.slow
def test_of_two_versions_of_the_register_the_newest_counts(tmp_path: Path) -> None:
    newer = register(INSURGENTS | {"NameData": "Syrian opposition", "Version": "24.1", "ActorIdPrev": ""})
    with same_in_both_orders(tmp_path, {"a.csv": register(INSURGENTS), "b.csv": newer}) as graph:
        assert graph.sql("SELECT names[1].text FROM actors").rows == [("Syrian opposition",)]
        assert graph.sql("SELECT count(*) FROM associations").rows == [(0,)]
