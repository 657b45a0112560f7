"""ACLED: the layouts of all years, what a row becomes, edits and deletions. The rows are written here; none is from the data set."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, graph_of, same_in_both_orders, table

OLD = (
    "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,ALLY_ACTOR_2,"
    "INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES"
).split(",")
OF_2020 = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,"
    "source_scale,notes,fatalities,timestamp,iso3"
).split(",")
NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
MARCH = {
    "event_id_cnty": "KGZ7", "event_date": "2022-02-23", "year": "2022", "time_precision": "1", "disorder_type": "Demostrations",
    "event_type": "Protests", "sub_event_type": "Peaceful protest", "actor1": "Protesters (Kyrgyzstan) ", "assoc_actor_1": "Women (Kyrgyzstan); Bir Duino",
    "inter1": "6", "actor2": "", "assoc_actor_2": "", "inter2": "0", "interaction": "60", "iso": "417", "region": "Caucasus and Central Asia",
    "country": "Kyrgyzstan", "admin1": "Bishkek", "admin2": "Bishkek", "location": "Bishkek", "latitude": "42.87", "longitude": "74.59",
    "geo_precision": "1", "source": "24.kg; Kloop", "source_scale": "National", "notes": "Women marched, \"quietly\".",
    "fatalities": "0", "timestamp": "1646000000",
}  # fmt: skip


def acled(*rows: dict[str, str], header: list[str] = NEW, mark: bytes = b"") -> bytes:
    known = [{k: v.replace('"', '""') for k, v in row.items() if k in header} for row in rows]
    return mark + table(header, known, separator=",", quote=True)


def test_a_row_becomes_an_event_its_actors_and_places() -> None:
    of = Loaded(acled(MARCH))
    assert of.loader.name == "acled"
    (event,) = of.rows("events")
    assert event["type"] == "code:acled/peaceful_protest"
    assert (event["start_date"], event["date_precision"], event["fatalities"]) == ("2022-02-23", "day", 0)
    assert event["reported_by"] == ["24.kg", "Kloop"]
    assert event["description"] == 'Women marched, "quietly".'
    assert "acled:disorder_type=Demostrations" in event["details"]
    assert (event["unit"], event["stamp"]) == (event["iri"], 1646000000.0)
    kinds = {a["names"][0]["text"]: a["kind"] for a in of.rows("actors")}
    assert kinds == {"Protesters (Kyrgyzstan)": "group", "Women (Kyrgyzstan)": "group", "Bir Duino": "organization"}
    assert {(p["as_given"], p["role"]) for p in of.rows("participations")} == {
        ("Protesters (Kyrgyzstan)", "actor1"),
        ("Women (Kyrgyzstan)", "associate1"),
        ("Bir Duino", "associate1"),
    }
    assert of.rows("participations")[0]["sectors"] == ["Protesters"]
    assert {p["precision"] for p in of.rows("places")} == {"city", "adm1", "adm2"}
    assert of.unused == ["year", "region"]


@pytest.mark.parametrize(
    "header", [OLD, OF_2020, NEW, sorted(NEW), ["", *sorted(NEW)]], ids=["2015", "2020", "2022", "sorted", "indexed"]
)
def test_every_layout_gives_one_event(header: list[str]) -> None:
    names = {n: n.lower().replace("ally_actor", "assoc_actor") for n in header}
    row = {n: MARCH.get(names[n], "") for n in header}
    of = Loaded(acled(row, header=header, mark=b"\xef\xbb\xbf"))
    assert of.loader.name == "acled"
    assert of.rows("events")[0]["iri"] == Loaded(acled(MARCH)).rows("events")[0]["iri"]
    assert len(of.rows("actors")) == 3


@pytest.mark.parametrize("text", ["2022-02-23", "23-February-2022", "23 February 2022", "23-Feb-22"])
def test_dates_of_all_years(text: str) -> None:
    assert Loaded(acled(MARCH | {"event_date": text})).rows("events")[0]["start_date"] == "2022-02-23"


def test_a_date_is_as_exact_as_acled_says() -> None:
    week, month = Loaded(
        acled(MARCH | {"time_precision": "2"}, MARCH | {"event_id_cnty": "KGZ8", "time_precision": "3"})
    ).rows("events")
    assert (week["starts_from"], week["ends_by"], week["date_precision"]) == ("2022-02-17", "2022-03-01", "week")
    assert (month["start_date"], month["ends_by"]) == ("2022-02", "2022-02-28")


@pytest.mark.parametrize("inter", ["6", "Protesters", "protester", "6.0"])
def test_kinds_of_actors_are_numbers_or_words(inter: str) -> None:
    assert Loaded(acled(MARCH | {"inter1": inter})).rows("participations")[0]["sectors"] == ["Protesters"]


def test_states_armies_and_unknown_forces() -> None:
    row = MARCH | {
        "actor1": "Military Forces of Nigeria (2015-)",
        "inter1": "1",
        "assoc_actor_1": "Government of Pakistan (2022-); ",
        "actor2": "Unidentified Armed Group (Mexico)",
        "inter2": "3",
    }
    kinds = {a["names"][0]["text"]: (a["kind"], a.get("country")) for a in Loaded(acled(row)).rows("actors")}
    assert kinds == {
        "Military Forces of Nigeria (2015-)": ("armed_group", "id:country/NGA"),
        "Government of Pakistan (2022-)": ("agency", "id:country/PAK"),
        "Unidentified Armed Group (Mexico)": ("group", "id:country/MEX"),
    }


@pytest.mark.slow
def test_the_newest_edit_counts_in_any_order(tmp_path: Path) -> None:
    edited = MARCH | {"fatalities": "2", "assoc_actor_1": "Women (Kyrgyzstan)", "timestamp": "1650000000"}
    with same_in_both_orders(tmp_path, {"a.csv": acled(MARCH), "b.csv": acled(edited)}) as graph:
        assert graph.sql("SELECT fatalities FROM events").rows == [(2,)]
        assert graph.sql("SELECT as_given FROM participations ORDER BY 1").rows == [
            ("Protesters (Kyrgyzstan)",),
            ("Women (Kyrgyzstan)",),
        ]
        assert graph.sql("SELECT count(*) FROM actors WHERE kind = 'organization'").rows == [(0,)]
        assert graph.check().errors == []
        newest = next(m.load for m in graph.loads() if m.file == "b.csv")
        graph.unload(newest)
        assert graph.sql("SELECT fatalities FROM events").rows == [(0,)], "the edit before counts again"


def deletion(stamp: str) -> bytes:
    return table(
        ["event_id_cnty", "deleted_timestamp"],
        [{"event_id_cnty": "KGZ7", "deleted_timestamp": stamp}, {"event_id_cnty": "KGZ99", "deleted_timestamp": stamp}],
        separator=",",
    )


@pytest.mark.slow
def test_a_deletion_withdraws_the_event_and_its_actors(tmp_path: Path) -> None:
    other = MARCH | {"event_id_cnty": "KGZ8", "assoc_actor_1": ""}
    with same_in_both_orders(tmp_path, {"a.csv": acled(MARCH, other), "deleted.csv": deletion("1700000000")}) as graph:
        assert graph.sql("SELECT identifiers FROM events").rows == [(["acled:KGZ8"],)]
        assert graph.sql("SELECT count(*) FROM participations").rows == [(1,)]


@pytest.mark.slow
def test_a_deleted_event_that_returns_later_is_live(tmp_path: Path) -> None:
    again = MARCH | {"timestamp": "1800000000"}
    files = {"a.csv": acled(MARCH), "deleted.csv": deletion("1700000000"), "c.csv": acled(again)}
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT count(*) FROM events").rows == [(1,)]


@pytest.mark.slow
def test_without_a_timestamp_both_stay(tmp_path: Path) -> None:
    row = MARCH | {"timestamp": ""}
    files = {"a.csv": acled(row), "b.csv": acled(row | {"assoc_actor_1": "Kloop"})}
    with graph_of(tmp_path, files) as graph:
        assert graph.sql("SELECT count(*) FROM participations").rows == [(4,)]


def test_a_broken_quote_spoils_one_row() -> None:
    lines = acled(*(MARCH | {"event_id_cnty": f"KGZ{n}"} for n in range(4))).split(b"\n")
    lines[2] = lines[2].replace(b'""quietly""', b'"quietly')
    of = Loaded(b"\n".join(lines))
    assert of.rows_read == 4
    assert len(of.rejects) == 1
    assert [e["identifiers"] for e in of.rows("events")] == [["acled:KGZ0"], ["acled:KGZ2"], ["acled:KGZ3"]]


def test_a_text_after_a_closing_quote_spoils_one_row() -> None:
    data = acled(MARCH, MARCH | {"event_id_cnty": "KGZ8"})
    of = Loaded(data.replace(b'"1646000000"\n"KGZ8"', b'"1646000000"x\n"KGZ8"'))
    assert of.rows_read == 2
    assert len(of.rejects) == 1
    assert [e["identifiers"] for e in of.rows("events")] == [["acled:KGZ8"]]


def test_a_tab_within_a_cell_is_a_space() -> None:
    of = Loaded(acled(MARCH | {"country": "Kyrgyz\tstan", "iso": "41\t7"}))
    assert ("unknown country", "Kyrgyz stan") in of.notes


def test_a_text_may_have_lines_and_separators() -> None:
    row = MARCH | {"notes": "One,\ntwo;\r\nthree."}
    assert Loaded(acled(row, row)).rows("events")[0]["description"] == "One,\ntwo;\nthree."


def test_a_country_and_its_code_that_disagree_are_told() -> None:
    of = Loaded(acled(MARCH | {"iso": "398"}))
    assert ("country codes disagree", "Kyrgyzstan numeric:398") in of.notes


def test_bad_rows_are_rejected_alone() -> None:
    of = Loaded(
        acled(MARCH, MARCH | {"event_date": "soon"}, MARCH | {"fatalities": "some"}, MARCH | {"timestamp": "now"})
    )
    assert [r[1] for r in of.rejects] == ["event_date", "timestamp"]
    assert [note[:2] for note in of.notes] == [("not a number of deaths", "fatalities: some")]
