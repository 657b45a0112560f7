"""GDELT events: the true layouts, what a row becomes, and every kind of damage seen in real files.

The rows are written here by hand in the layout of the codebooks; none is from the dataset.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from often import often

from govgraph.loaders.gdelt.events import GdeltEvents
from govgraph.loaders.gdelt.layout import COLUMNS, LAYOUTS
from govgraph.ontology.block import Block, conform
from govgraph.ontology.countries import country_table
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.terms import BASE, CODE

URL = "http://www.24.kg/vlast/72045"
EVENT = {
    "GLOBALEVENTID": "719024875",
    "SQLDATE": "20180101",
    "MonthYear": "201801",
    "Year": "2018",
    "FractionDate": "2018.0027",
    "Actor1Code": "KGZGOV",
    "Actor1Name": "BISHKEK",
    "Actor2Code": "CHN",
    "Actor2Name": "CHINA",
    "IsRootEvent": "1",
    "EventCode": "042",
    "EventBaseCode": "042",
    "EventRootCode": "04",
    "QuadClass": "1",
    "GoldsteinScale": "1.9",
    "NumMentions": "6",
    "NumSources": "1",
    "NumArticles": "6",
    "AvgTone": "-2.5",
    "Actor1Geo_Type": "0",
    "Actor2Geo_Type": "0",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Bishkek, Bishkek, Kyrgyzstan",
    "ActionGeo_CountryCode": "KG",
    "ActionGeo_ADM1Code": "KG01",
    "ActionGeo_Lat": "42.8731",
    "ActionGeo_Long": "74.6003",
    "ActionGeo_FeatureID": "-2327684",
    "DATEADDED": "20180101000000",
    "SOURCEURL": URL,
}
NOWHERE = dict.fromkeys((c for c in COLUMNS if c.startswith("ActionGeo")), "") | {"ActionGeo_Type": "0"}


def line(width: int = 61, /, **values: str) -> str:
    """One line of that width: :data:`EVENT` with other values."""
    assert values.keys() <= set(COLUMNS)
    row = EVENT | values
    if width < 61:
        row = {"DATEADDED": "20180101"} | values | {k: v for k, v in row.items() if k != "DATEADDED"}
    return "\t".join(row.get(c, "") for c in LAYOUTS[width])


def geo(
    kind: str, full_name: str, country: str, adm1: str, feature: str, lat: str = "1.5", long: str = "2.5"
) -> dict[str, str]:
    names = ("Type", "FullName", "CountryCode", "ADM1Code", "FeatureID", "Lat", "Long")
    values = (kind, full_name, country, adm1, feature, lat, long)
    return {f"ActionGeo_{n}": v for n, v in zip(names, values, strict=True)}


def source(lines: Iterable[str] | bytes, name: str = "20180101000000.export.CSV") -> Source:
    data = lines if isinstance(lines, bytes) else "".join(text + "\n" for text in lines).encode()
    return Source(Path(name), data=data)


class Loaded:
    """All blocks of a file, put together."""

    def __init__(self, lines: Iterable[str] | bytes, block_rows: int = 100_000) -> None:
        self.blocks: list[Block] = list(GdeltEvents().blocks(source(lines), Options(block_rows=block_rows)))
        self.rows_read = sum(b.rows_read for b in self.blocks)
        self.rejects = [r for b in self.blocks for r in b.rejects]
        every = [n for b in self.blocks for n in b.notes]
        # The rows of a test mostly have one number, and rows of one event that differ are only seen within one block.
        self.differing = [(n.value, n.row) for n in every if n.kind == "rows of one event that differ"]
        self.notes = [n for n in every if n.kind != "rows of one event that differ"]
        self.unused = [c for b in self.blocks for c in b.unused_columns]

    def table(self, name: str) -> pl.DataFrame:
        frames = [conform(name, b.tables[name]) for b in self.blocks if name in b.tables]
        return pl.concat(frames) if frames else conform(name, pl.DataFrame(schema={"iri": pl.String}))

    def one(self, name: str) -> dict[str, object]:
        (row,) = self.table(name).to_dicts()
        return dict(row)


# --- what a row becomes -----------------------------------------------------------------------------------------------


def test_a_row_becomes_an_event_two_participations_an_actor_and_a_place() -> None:
    loaded = Loaded([line()])
    event = loaded.one("events")
    assert event["type"] == CODE + "cameo/042"
    assert event["identifiers"] == ["gdelt:719024875"]
    assert (event["start_date"], event["end_date"]) == ("2018-01-01", None)
    assert str(event["starts_from"]) == str(event["ends_by"]) == "2018-01-01"
    assert (event["tone"], event["intensity"], event["articles"]) == (-2.5, 1.9, 6)
    assert (event["row"], event["document"]) == (1, URL)
    assert event["place"] == BASE + "place/gdelt/gns/-2327684"

    actor, recipient = loaded.table("participations").to_dicts()
    assert actor["iri"] == f"{event['iri']}/actor"
    assert recipient["iri"] == f"{event['iri']}/recipient"
    assert actor["event"] == recipient["event"] == event["iri"]
    assert actor["participant"] == BASE + "actor/cameo/KGZGOV"
    assert recipient["participant"] == BASE + "country/CHN"
    assert (actor["role"], actor["as_given"]) == ("actor", "BISHKEK")
    assert (recipient["role"], recipient["as_given"]) == ("recipient", "CHINA")
    assert actor["document"] == recipient["document"] == URL

    government = loaded.one("actors")  # and none for China: countries are described by the code list
    assert government["iri"] == BASE + "actor/cameo/KGZGOV"
    assert (government["kind"], government["country"]) == ("group", BASE + "country/KGZ")
    assert government["names"] == [
        {"lang": "en", "text": "Government (Kyrgyzstan)"},
        {"lang": "ky", "text": "Өкмөт (Кыргызстан)"},
        {"lang": "ru", "text": "Правительство (Кыргызстан)"},
    ]
    assert government["identifiers"] == ["cameo:KGZGOV"]


def test_an_event_is_known_by_its_number() -> None:
    assert Loaded([line()]).one("events")["iri"] == BASE + "event/gdelt/719024875"


def test_an_iri_does_not_depend_on_the_base_or_the_neighbours() -> None:
    alone = next(iter(GdeltEvents().blocks(source([line()]), Options(base="http://x.kg/"))))
    local = alone.tables["events"]["iri"].item().removeprefix("http://x.kg/")
    assert BASE + local == Loaded([line(57), line(SQLDATE="20171231"), line()]).table("events")["iri"][2]


@pytest.mark.parametrize(
    ("change", "differ"),
    [
        ({"AvgTone": "3", "NumArticles": "2", "NumMentions": "2", "IsRootEvent": "0"}, False),
        ({"Actor1Geo_Type": "1", "Actor1Geo_FullName": "China", "Actor1Geo_CountryCode": "CH"}, False),
        ({"Actor1Code": " KGZGOV"}, False),
        ({"SOURCEURL": URL + "/2"}, False),
        ({"SQLDATE": "20180102"}, True),
        ({"Actor1Code": "KGZ"}, True),
        ({"Actor2Name": ""}, True),
        ({"EventCode": "043"}, True),
        ({"ActionGeo_FeatureID": "-1"}, True),
    ],
)
def test_rows_with_one_number_are_one_event_and_it_is_told_where_they_differ(
    change: dict[str, str], differ: bool
) -> None:
    loaded = Loaded([line(), line(GLOBALEVENTID="5"), line(**change)])
    events = loaded.table("events")
    assert events["row"].to_list() == [1, 2, 3]
    assert events["iri"].n_unique() == 2
    assert loaded.differing == ([("719024875", 1)] if differ else [])


def test_a_row_without_an_address_is_known_by_its_number() -> None:
    loaded = Loaded([line(57), line(57, GLOBALEVENTID="0"), line(58, SOURCEURL=" ", GLOBALEVENTID="7")])
    assert loaded.table("events")["iri"].to_list() == [BASE + f"event/gdelt/{n}" for n in ("719024875", "0", "7")]
    assert loaded.table("events")["document"].null_count() == 3


def test_the_document_may_be_words_and_what_no_iri_may_hold_is_encoded() -> None:
    quoted = 'http://a.kg/"x"|y?q=a b'
    loaded = Loaded([line(SOURCEURL="BBC Monitoring"), line(SOURCEURL=quoted, Actor1Name="\"BI'SHKEK")])
    assert loaded.table("events")["document"].to_list() == ["BBC Monitoring", "http://a.kg/%22x%22%7Cy?q=a%20b"]
    assert loaded.table("participations").filter(pl.col("row") == 2)["as_given"].to_list() == ["\"BI'SHKEK", "CHINA"]


@pytest.mark.parametrize(
    ("code", "expected"), [("---", None), ("", None), ("010", "010"), ("0834", "0834"), ("20", "20")]
)
def test_event_codes_are_text(code: str, expected: str | None) -> None:
    loaded = Loaded([line(EventCode=code)])
    assert loaded.one("events")["type"] == (expected and f"{CODE}cameo/{expected}")
    assert not loaded.notes


def test_an_unknown_event_code_is_kept_and_told() -> None:
    loaded = Loaded([line(), line(EventCode="0999"), line(EventCode="0999")])
    assert loaded.table("events")["type"][1] == CODE + "cameo/0999"
    assert [(n.kind, n.value, n.row) for n in loaded.notes] == [("unknown code", "cameo:0999", 2)]


# --- actors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name", "iri"),
    [
        ("USA", "MISSOURI", "country/USA"),
        ("NAM", "NAMIBIA", "country/NAM"),
        ("ROM", "ROMANIA", "country/ROU"),
        ("TMP", "DILI", "country/TLS"),
        ("MTN", "PODGORICA", "country/MNE"),
        ("EUR", "EUROPE", "actor/cameo/EUR"),
        ("GOV", "PRESIDENT", "actor/cameo/GOV"),
        (" UIS", "", "actor/cameo/UIS"),
        ("IGOUNOREFHCR", "UNHCR", "actor/cameo/IGOUNOREFHCR"),
    ],
)
def test_a_code_of_a_country_is_the_country_and_any_other_an_actor(code: str, name: str, iri: str) -> None:
    loaded = Loaded([line(Actor1Code=code, Actor1Name=name, Actor2Code="", Actor2Name="")])
    link = loaded.one("participations")
    assert link["participant"] == BASE + iri
    assert link["as_given"] == (name or None)
    assert loaded.table("actors")["iri"].to_list() == ([BASE + iri] if iri.startswith("actor") else [])


def test_one_actor_a_code_whatever_the_names() -> None:
    loaded = Loaded([line(), line(Actor1Name="GOVERNMENT"), line(Actor1Code="CHN", Actor2Code="KGZGOV")])
    assert loaded.one("actors")["row"] == 1
    assert loaded.table("participations").filter(pl.col("participant").str.ends_with("KGZGOV")).height == 3


def test_no_code_is_no_node_but_a_name_without_one_is_told() -> None:
    nobody = line(Actor1Code="", Actor1Name="", Actor2Code=" ", Actor2Name="", **NOWHERE)
    loaded = Loaded([nobody, line(Actor1Code="", Actor1Name="PRESIDENT", Actor2Code="")])
    assert loaded.table("events").height == 2
    assert loaded.table("participations").height == loaded.table("actors").height == 0
    assert ("actor without a code", "PRESIDENT", 2) in [(n.kind, n.value, n.row) for n in loaded.notes]


def test_an_unknown_block_of_a_code_is_kept_and_told() -> None:
    loaded = Loaded([line(Actor1Code="KGZXQZ"), line(Actor2Code="KGZXQZ")])
    assert "XQZ" in str(loaded.table("actors").filter(pl.col("iri").str.ends_with("KGZXQZ"))["aliases"].to_list())
    assert [(n.kind, n.value, n.row) for n in loaded.notes] == [("unknown code", "cameo:XQZ", 1)]


def test_an_actor_of_an_unknown_code_carries_the_names_of_its_rows() -> None:
    rows = [("GMW", "WEST GERMANY"), ("GMW", "BONN"), ("GMW", "WEST GERMANY"), ("GMX", "")]
    loaded = Loaded([line(Actor1Code=code, Actor1Name=name, Actor2Code="") for code, name in rows])
    actors = loaded.table("actors").sort("row")
    assert [(a["names"][0]["text"], a["row"]) for a in actors.to_dicts()] == [
        ("WEST GERMANY", 1), ("BONN", 2), ("[GMX]", 4),
    ]  # fmt: skip
    assert actors["aliases"].to_list()[0] == [{"lang": "en", "text": "[GMW]"}]
    assert actors["iri"].n_unique() == 2


@pytest.mark.parametrize(
    ("code", "same"),
    [
        ("CVL", "CVL"),
        ("CVLCVL", "CVL"),
        ("KGZCVLCVL", "KGZCVL"),
        ("USRKGZCVL", "KGZCVL"),
        ("ROUGOV", "ROMGOV"),
        ("NGOHLHUSA", "USANGOHLH"),
        ("KGZCVLMED", "KGZCVLMED"),
        ("KGZMEDCVL", "KGZMEDCVL"),
        ("USACVL", "USACVL"),
        ("CVLXQZCVL", "CVLXQZCVL"),
        ("TURkurOPP", "TUROPPKUR"),
        ("IGOUNOREFHCR", "IGOUNOREFHCR"),
        ("CASKGZGOV", "CASKGZGOV"),
    ],
)
def test_one_group_of_one_country_is_one_actor(code: str, same: str) -> None:
    loaded = Loaded([line(Actor1Code=code, Actor2Code="")])
    assert loaded.one("actors")["iri"] == f"{BASE}actor/cameo/{same}"
    assert loaded.one("actors")["identifiers"] == [f"cameo:{code}"]
    assert loaded.one("participations")["participant"] == f"{BASE}actor/cameo/{same}"


def test_a_code_that_no_iri_may_hold_is_hashed() -> None:
    loaded = Loaded([line(Actor1Code='K<>"', EventCode="0 4")])
    assert loaded.one("actors")["iri"].startswith(BASE + "actor/cameo/h-")  # type: ignore[attr-defined]
    assert loaded.one("actors")["identifiers"] == ['cameo:K<>"']


def test_words_for_missing_values_are_names() -> None:
    loaded = Loaded([line(Actor1Name="NA", Actor2Name="NULL", ActionGeo_FullName="None, NaN, NO")])
    assert loaded.table("participations")["as_given"].to_list() == ["NA", "NULL"]
    assert "None, NaN, NO" in str(loaded.table("places")["names"].to_list())


# --- places -----------------------------------------------------------------------------------------------------------


def test_a_city_stands_within_its_division() -> None:
    city, division = sorted(
        Loaded([line()]).table("places").to_dicts(), key=lambda p: str(p["precision"]), reverse=True
    )
    assert city["names"] == [{"lang": "en", "text": "Bishkek, Bishkek, Kyrgyzstan"}]
    assert (city["latitude"], city["longitude"], city["precision"]) == (42.8731, 74.6003, "city")
    assert city["identifiers"] == ["gns:-2327684"]
    assert city["country"] == division["country"] == BASE + "country/KGZ"
    assert city["within"] == division["iri"] == BASE + "place/gdelt/fips-adm1/KG01"
    assert (division["identifiers"], division["precision"]) == (["fips-adm1:KG01"], "adm1")
    assert division["names"] == [{"lang": "en", "text": "Bishkek"}]
    assert division["latitude"] is None


@pytest.mark.parametrize(
    ("place", "iri", "identifiers", "precision"),
    [
        (geo("2", "Missouri, United States", "US", "USMO", "MO"), "fips-adm1/USMO", ["fips-adm1:USMO"], "adm1"),
        (geo("3", "Dallas, Texas, United States", "US", "USTX", "1380944"), "gnis/1380944", ["gnis:1380944"], "city"),
        (geo("4", "Osh, Osh, Kyrgyzstan", "KG", "KG08", "-2327769"), "gns/-2327769", ["gns:-2327769"], "city"),
        (geo("4", "Uttarkashi, X, India", "IN", "IN39", "1380944"), "gns/1380944", ["gns:1380944"], "city"),
        (geo("5", "Offaly, Offaly, Ireland", "EI", "EI23", "-1504948"), "gns/-1504948", ["gns:-1504948"], "adm1"),
        (geo("1", "Oceans", "OS", "OS", "OS"), "fips/OS", ["fips:OS"], "country"),
    ],
)
def test_a_place_is_known_by_its_gazetteer_number_or_code(
    place: dict[str, str], iri: str, identifiers: list[str], precision: str
) -> None:
    loaded = Loaded([line(**place)])
    row = loaded.table("places").filter(pl.col("iri") == loaded.one("events")["place"]).row(0, named=True)
    assert row["iri"] == BASE + "place/gdelt/" + iri
    assert (row["identifiers"], row["precision"]) == (identifiers, precision)
    assert row["names"] == [{"lang": "en", "text": place["ActionGeo_FullName"]}]
    assert (row["latitude"] is None) is (place["ActionGeo_Type"] == "1")


def test_places_without_a_number_are_told_apart_by_all_that_is_said_of_them() -> None:
    lines = [
        line(**geo("4", "Karakol, Ysyk-Kol, Kyrgyzstan", "KG", "KG07", "")),
        line(**geo("4", "Karakol, Ysyk-Kol, Kyrgyzstan", "KG", "KG07", "0")),
        line(**geo("4", "Karakol, Naryn, Kyrgyzstan", "KG", "KG04", "")),
        line(**geo("4", "", "", "", "", "", "")),
    ]
    events = Loaded(lines).table("events")["place"].to_list()
    assert all(iri.startswith(BASE + "place/gdelt/h-") for iri in events[:3])
    assert events[0] != events[2]
    assert events[3] is None


def test_two_names_of_one_number_are_one_place() -> None:
    lines = [
        line(**geo("4", name, "AS", "AS02", "-1603135"))
        for name in ("Sydney, New South Wales, Australia", "City Of Sydney, New South Wales, Australia")
    ]
    loaded = Loaded(lines)
    assert loaded.table("events")["place"].n_unique() == 1
    assert loaded.table("places").filter(pl.col("iri").str.contains("gns")).height == 2


@pytest.mark.parametrize("kind", ["0", ""])
def test_no_place_is_no_node(kind: str) -> None:
    loaded = Loaded([line(**(NOWHERE | {"ActionGeo_Type": kind, "ActionGeo_FeatureID": "0"}))])
    assert loaded.one("events")["place"] is None
    assert loaded.table("places").height == 0


def test_a_whole_country_is_the_country_by_its_fips_code_and_no_point() -> None:
    fips, iso2 = country_table("fips"), country_table("iso2")
    clashes = {code: iso3 for code, iso3 in fips.items() if iso2.get(code, iso3) != iso3}
    assert len(clashes) > 60
    known = {"CH": "CHN", "GM": "DEU", "AS": "AUS", "AU": "AUT", "RS": "RUS", "NI": "NGA", "BG": "BGD", "IS": "ISR"}
    assert {code: clashes[code] for code in known} == known
    wanted = clashes | {"WA": "NAM", "KG": "KGZ"}
    loaded = Loaded([line(**geo("1", "x", code, code, code)) for code in wanted])
    assert loaded.table("events")["place"].to_list() == [f"{BASE}country/{iso3}" for iso3 in wanted.values()]
    assert loaded.table("places").height == 0
    assert not loaded.notes


def test_codes_of_a_place_that_disagree_are_both_kept_and_told() -> None:
    place = geo("4", "Budapest, Budapest, Hungary", "RS", "HU05", "-850553")
    loaded = Loaded([line(), line(**place), line(**place)])
    rows = {p["iri"]: p for p in loaded.table("places").to_dicts()}
    city = BASE + "place/gdelt/gns/-850553"
    countries = [p["country"] for p in loaded.table("places").to_dicts() if p["iri"] == city]
    assert countries == [BASE + "country/RUS", BASE + "country/HUN"]
    assert rows[BASE + "place/gdelt/fips-adm1/HU05"]["country"] == BASE + "country/HUN"
    assert "gdelt:ActionGeo_CountryCode=RS" in loaded.table("events")["details"][1]
    assert [(n.kind, n.value, n.row) for n in loaded.notes] == [("place codes disagree", "RS HU05", 2)]


def test_of_a_whole_country_the_two_codes_that_agree_count() -> None:
    loaded = Loaded([line(**geo("1", "Hungary", "RS", "HU", "HU"))])
    assert loaded.one("events")["place"] == BASE + "country/HUN"
    assert "gdelt:ActionGeo_CountryCode=RS" in loaded.table("events")["details"][0]
    assert [(n.kind, n.value) for n in loaded.notes] == [("place codes disagree", "RS HU")]


def test_an_unknown_country_code_is_told_and_not_guessed() -> None:
    loaded = Loaded([line(**geo("4", "Somewhere, Else, Nowhere", "QX", "QX01", "-5"))])
    assert loaded.table("places")["country"].null_count() == 2
    assert ("unknown code", "fips:QX") in [(n.kind, n.value) for n in loaded.notes]


def test_the_general_division_is_none_and_an_unclear_name_names_none() -> None:
    lines = [
        line(**geo("4", "Paris, France (general), France", "FR", "FR00", "-1456928")),
        line(**geo("4", "London, London, City of, United Kingdom", "UK", "UKH9", "-2601889")),
        line(**geo("4", "Kyrgyzstan", "KG", "KG", "-9")),
    ]
    places = {p["iri"].removeprefix(BASE + "place/gdelt/"): p for p in Loaded(lines).table("places").to_dicts()}
    assert set(places) == {"gns/-1456928", "gns/-2601889", "fips-adm1/UKH9", "gns/-9"}
    assert places["gns/-1456928"]["within"] is None
    assert places["fips-adm1/UKH9"]["names"] is None


# --- rows that cannot be loaded ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"GLOBALEVENTID": "x1"}, "GLOBALEVENTID", "not a number"),
        ({"GLOBALEVENTID": ""}, "GLOBALEVENTID", "not a number"),
        ({"SQLDATE": "20180230"}, "SQLDATE", "not a date"),
        ({"SQLDATE": "201801"}, "SQLDATE", "not a date"),
        ({"SQLDATE": "00000101"}, "SQLDATE", "not a date"),
        ({"SQLDATE": ""}, "SQLDATE", "not a date"),
        ({"ActionGeo_Type": "7"}, "ActionGeo_Type", "not a type of place"),
    ],
)
def test_what_a_row_cannot_be_without_rejects_it_alone(change: dict[str, str], column: str, reason: str) -> None:
    loaded = Loaded([line(), line(**change), line()])
    (reject,) = loaded.rejects
    assert (reject.row, reject.column) == (2, column)
    assert reason in reject.reason
    assert reject.value == change[column]
    assert loaded.rows_read == 3
    for name in ("events", "participations"):
        assert set(loaded.table(name)["row"]) == {1, 3}


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"GoldsteinScale": "high"}, "GoldsteinScale", "not a number"),
        ({"AvgTone": "NaN"}, "AvgTone", "not a number"),
        ({"AvgTone": "-2,5"}, "AvgTone", "not a number"),
        ({"NumArticles": "1.5"}, "NumArticles", "not a number"),
        ({"NumArticles": "-1"}, "NumArticles", "less than 0"),
        ({"ActionGeo_Lat": "90.5"}, "ActionGeo_Lat", "not between -90 and 90"),
        ({"ActionGeo_Long": "-180.01"}, "ActionGeo_Long", "not between -180 and 180"),
        ({"ActionGeo_Lat": "north"}, "ActionGeo_Lat", "not a number"),
        ({"ActionGeo_Lat": ""}, "ActionGeo_Lat", "half of its numbers"),
        ({"ActionGeo_Long": ""}, "ActionGeo_Long", "half of its numbers"),
    ],
)
def test_a_wrong_value_is_left_out_and_its_row_stays(change: dict[str, str], column: str, reason: str) -> None:
    loaded = Loaded([line(), line(**change), line()])
    assert loaded.rejects == []
    (note,) = loaded.notes
    told = {"ActionGeo_Lat": "ActionGeo_Long", "ActionGeo_Long": "ActionGeo_Lat"}.get(column, column)
    assert reason in note.kind and note.row == 2
    assert note.value.split(": ")[0] in (column, told)
    left_out = {"GoldsteinScale": "intensity", "AvgTone": "tone", "NumArticles": "articles"}.get(column)
    rows = loaded.table("events").sort("row")
    assert rows["row"].to_list() == [1, 2, 3]
    if left_out:
        assert [value is None for value in rows[left_out]] == [False, True, False]


def test_missing_numbers_are_no_fault() -> None:
    event = Loaded([line(GoldsteinScale="", AvgTone="", NumArticles="", ActionGeo_Lat="", ActionGeo_Long="")]).one(
        "events"
    )
    assert (event["tone"], event["intensity"], event["articles"]) == (None, None, None)


def test_zero_is_a_value() -> None:
    event = Loaded([line(GoldsteinScale="0", AvgTone="0.0", NumArticles="0", ActionGeo_Lat="0", ActionGeo_Long="0")])
    assert [event.one("events")[c] for c in ("tone", "intensity", "articles")] == [0.0, 0.0, 0]
    assert event.table("places").filter(pl.col("precision") == "city")["latitude"].item() == 0.0


def test_a_broken_line_spoils_no_other() -> None:
    good = line().encode()
    bad = {
        2: (good + b"\textra", "wrong number of columns"),
        3: (good.replace(b"BISHKEK", b"BISH\xe9K"), "not UTF-8"),
        4: (good.replace(b"BISHKEK", b"BISH\0K"), "NUL byte"),
        5: (b"", "blank line"),
        6: (b"half of\ta line", "wrong number of columns"),
    }
    loaded = Loaded(b"\n".join([good, *(text for text, _ in bad.values()), good, good]) + b"\n")
    assert {r.row: r.reason for r in loaded.rejects} == {row: reason for row, (_, reason) in bad.items()}
    assert {r.row: r.value for r in loaded.rejects}[2] == "62"
    assert loaded.table("events")["row"].to_list() == [1, 7, 8]
    assert loaded.rows_read == 8


def test_kyrgyz_letters_arrive() -> None:
    loaded = Loaded([line(Actor1Name="ӨКМӨТ", ActionGeo_FullName="Ысык-Көл, Ысык-Көл, Кыргызстан")])
    assert loaded.table("participations")["as_given"][0] == "ӨКМӨТ"
    assert "Ысык-Көл" in str(loaded.table("places")["names"].to_list())


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain = Loaded([line(), line(58), line(57)])
    for data in (
        "\r\n".join([line(), line(58), line(57)]).encode(),
        "\r\r\n".join([line(), line(58), line(57), ""]).encode(),
        b"\xef\xbb\xbf" + "\n".join([line(), line(58), line(57)]).encode(),
    ):
        other = Loaded(data)
        assert other.table("events").equals(plain.table("events"))
        assert not other.rejects


def test_lines_of_all_widths_in_one_file_keep_their_order() -> None:
    widths = [61, 57, 58, 57, 61, 58]
    events = Loaded([line(width, GLOBALEVENTID=str(n)) for n, width in enumerate(widths)]).table("events")
    assert events["row"].to_list() == [1, 2, 3, 4, 5, 6]
    assert events["identifiers"].explode().to_list() == [f"gdelt:{n}" for n in range(6)]
    assert events["document"].is_null().to_list() == [width == 57 for width in widths]


def test_a_header_is_a_row_of_the_file_but_not_one_read() -> None:
    loaded = Loaded(["\t".join(COLUMNS), line(), line()])
    assert loaded.rows_read == 2
    assert loaded.table("events")["row"].to_list() == [2, 3]


def test_unused_columns_are_told_once() -> None:
    loaded = Loaded([line(58), line(), line(57), line()], block_rows=1)
    assert len(loaded.unused) == len(set(loaded.unused))
    assert {"ActionGeo_ADM2Code", "Actor1Geo_FullName", "FractionDate", "Year"} <= set(loaded.unused) < set(COLUMNS)
    assert "ActionGeo_ADM2Code" not in Loaded([line(58)]).unused
    assert not {"GLOBALEVENTID", "AvgTone", "SOURCEURL", "QuadClass", "EventRootCode"} & set(loaded.unused)


# --- detection --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [57, 58, 61])
@pytest.mark.parametrize("name", ["a.export.CSV", "events.txt", "x"])
def test_events_are_known_by_their_content(width: int, name: str) -> None:
    assert GdeltEvents().detect(source([line(width)] * 3, name)) == 0.95
    assert GdeltEvents().detect(source(["\t".join(LAYOUTS[width]), line(width)], name)) == 0.95


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "\t".join(["719024875", "20180101000000", "20180101000000", *[""] * 13]),  # mentions
        "\t".join(["20180101000000-1", "20180101000000", *[""] * 25]),  # GKG 2
        "\t".join(["20180101", "1", *[""] * 9]),  # GKG 1
        "\t".join(["a"] * 61),
        '{"persons": []}',
        "id,name\n1,x",
        "\0\1\2" * 50,
    ],
)
def test_other_files_are_not_events(text: str) -> None:
    other = source(text.encode(), "20180101000000.export.CSV")
    assert GdeltEvents().detect(other) == 0
    if text:
        with pytest.raises(LoaderError, match="57, 58 or 61"):
            list(GdeltEvents().blocks(other, Options()))


def test_a_long_file_is_known_though_its_head_ends_within_a_line() -> None:
    assert GdeltEvents().detect(source([line()] * 2000)) == 0.95


def test_an_empty_file_is_no_rows() -> None:
    assert Loaded(b"").rows_read == 0


@pytest.mark.parametrize("change", [{"DATEADDED": "2.02E+13"}, {"DATEADDED": "2,02E+13"}, {"EventRootCode": "4"}])
def test_cells_that_a_spreadsheet_changed_refuse_the_file(change: dict[str, str]) -> None:
    with pytest.raises(LoaderError, match=r":1001:\w+: .*spreadsheet"):  # far behind the head that detection sees
        Loaded([line()] * 1000 + [line(**change)])


def test_a_compressed_file_is_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "20180101000000.export.CSV.gz"
    path.write_bytes(gzip.compress((line() + "\n").encode()))
    (block,) = GdeltEvents().blocks(Source(path), Options())
    assert conform("events", block.tables["events"]).equals(Loaded([line()]).table("events"))


def test_the_dataset_is_gdelt_unless_named() -> None:
    assert GdeltEvents().dataset(source([]), Options()) == "gdelt"
    assert GdeltEvents().dataset(source([]), Options(dataset="my-events")) == "my-events"


# --- blocks -----------------------------------------------------------------------------------------------------------

CODES = ["", "KGZ", "KGZGOV", "CHN", "CHNBUS", "EUR", " UIS", "XQZ", "NGOHRI"]
PLACES = [
    NOWHERE,
    geo("1", "China", "CH", "CH", "CH"),
    geo("1", "Oceans", "OS", "OS", "OS"),
    geo("2", "Texas, United States", "US", "USTX", "TX"),
    geo("3", "Dallas, Texas, United States", "US", "USTX", "1380944"),
    geo("4", "Budapest, Budapest, Hungary", "RS", "HU05", "-850553"),
    geo("4", "Buda, Budapest, Hungary", "HU", "HU05", "-850553"),
    geo("4", "No number, X, Y", "QX", "", ""),
]
GOOD = st.builds(
    lambda width, number, one, two, code, place, url: line(
        width, GLOBALEVENTID=str(number), Actor1Code=one, Actor2Code=two, EventCode=code, SOURCEURL=url, **place
    ).encode(),
    st.sampled_from([57, 58, 61]),
    st.integers(0, 5),
    st.sampled_from(CODES),
    st.sampled_from(CODES),
    st.sampled_from(["042", "---", "0999"]),
    st.sampled_from(PLACES),
    st.sampled_from([URL, URL + "/ж", "BBC Monitoring", ""]),
)
BAD = st.sampled_from(
    [
        b"",
        b"a\tb",
        line(SQLDATE="20180230").encode(),
        line(58, AvgTone="x").encode(),
        line(ActionGeo_Lat="91").encode(),
        line().encode() + b"\xff",
        line().encode() + b"\0",
    ]
)


def _assembled(loaded: Loaded, name: str) -> pl.DataFrame:
    """A table as assembly sees it: what is said more than once of an actor or place counts by its first row."""
    rows = loaded.table(name)
    if name in ("actors", "places"):
        rows = rows.group_by(pl.exclude("row")).agg(pl.col("row").min()).select(rows.columns)
    ties = [pl.col("names").list.len()] if name == "places" else []
    if name == "actors":  # one row may name one actor by two codes or, where a code is unknown, by two names
        ties = [pl.col("identifiers").list.first(), pl.col("names").list.first().struct.field("text")]
    return rows.sort("row", "iri", *ties, nulls_last=True)


@pytest.mark.slow
@settings(max_examples=often(10, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    bad=st.lists(BAD, max_size=6),
    good=st.lists(GOOD, min_size=1, max_size=8),
    seed=st.integers(),
    rows=st.integers(1, 20),
)
def test_the_size_of_blocks_changes_nothing_and_every_row_is_accounted_for(
    bad: list[bytes], good: list[bytes], seed: int, rows: int
) -> None:
    lines = [*good * (len(bad) + 1), *bad]
    random.Random(seed).shuffle(lines)
    data = b"".join(text + b"\n" for text in lines)
    whole, parts = Loaded(data), Loaded(data, block_rows=rows)
    for name in GdeltEvents.tables:
        assert _assembled(parts, name).equals(_assembled(whole, name))
    assert parts.rejects == whole.rejects
    first = [{(n.kind, n.value): n.row for n in reversed(of.notes)} for of in (parts, whole)]
    assert first[0] == first[1]
    for loaded in (whole, parts):
        assert loaded.rows_read == len(lines) == loaded.table("events").height + len(loaded.rejects)
        assert set(loaded.table("events")["row"]) == set(range(1, len(lines) + 1)) - {r.row for r in loaded.rejects}
        assert loaded.blocks[-1].position == len(data)
    described = set(whole.table("actors")["iri"]) | set(whole.table("places")["iri"])
    referred = [*whole.table("participations")["participant"], *whole.table("events")["place"].drop_nulls()]
    referred += whole.table("places")["within"].drop_nulls().to_list()
    assert {iri for iri in referred if not iri.startswith(BASE + "country/")} <= described
