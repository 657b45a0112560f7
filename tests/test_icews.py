"""ICEWS events: the layouts of all years, what a row becomes, and the quirks of real files.

The rows are written here by hand in the true layout; none is from the data set.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, graph_of, same_in_both_orders, table

from govgraph.ontology.loader import LoaderError

HEADER = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|Target Sectors|"
    "Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude"
).split("|")
POLICE = {
    "Event ID": "100", "Event Date": "2018-06-01", "Source Name": "Police (Kyrgyzstan)",
    "Source Sectors": "Police,Government", "Source Country": "Kyrgyzstan", "Event Text": "Consult", "CAMEO Code": "040",
    "Intensity": "1", "Target Name": "Aigul Asanova", "Target Sectors": "Elite", "Target Country": "Kyrgyzstan", "Story ID": "7", "Sentence Number": "2", "Publisher": "24.kg",
    "City": "Osh", "District": "NA", "Province": "Osh Oblasty", "Country": "Kyrgyzstan", "Latitude": "40.5", "Longitude": "72.8",
}  # fmt: skip
MIRROR = POLICE | {
    "Event ID": "101", "Source Name": "Aigul Asanova", "Source Sectors": "Elite", "Target Name": "Police (Kyrgyzstan)",
    "Target Sectors": "Government,Police",
}  # fmt: skip


def icews(*rows: dict[str, str], header: list[str] = HEADER, **options: object) -> bytes:
    return table(header, [{k: v for k, v in row.items() if k in header} for row in rows], **options)  # type: ignore[arg-type]


def test_a_row_becomes_an_event_two_participations_two_actors_a_place_and_a_document() -> None:
    of = Loaded(icews(POLICE))
    assert of.loader.name == "icews"
    (event,) = of.rows("events")
    assert event["type"] == "code:cameo/040"
    assert (event["start_date"], event["intensity"], event["reported_by"]) == ("2018-06-01", 1.0, ["24.kg"])
    assert event["identifiers"] == ["icews:100"]
    person, police = of.rows("actors")
    assert (police["kind"], police["name_only"], police["sectors"]) == ("group", True, ["Government", "Police"])
    assert (person["kind"], person["country"]) == ("actor", "id:country/KGZ"), "ICEWS does not say that it is a person"
    first, second = of.rows("participations")
    assert [first["role"], second["role"]] == ["actor", "recipient"]
    assert first["participant"] == police["iri"]
    assert first["sectors"] == ["Government", "Police"]
    place, province = sorted(of.rows("places"), key=lambda p: p["precision"], reverse=True)
    assert place["iri"] == event["place"]
    assert (place["precision"], place["within"], place["latitude"]) == ("city", province["iri"], 40.5)
    assert province["precision"] == "adm1"
    assert "latitude" not in province
    (mention,), (document,) = of.rows("mentions"), of.rows("documents")
    assert (mention["reported_in"], mention["sentence"]) == (document["iri"], 2)
    assert (document["publisher"], document["identifiers"]) == ("24.kg", ["icews-story:7"])


@pytest.mark.slow
def test_a_row_and_its_mirror_are_one_event_in_which_both_are_in_both_roles(tmp_path: Path) -> None:
    with same_in_both_orders(tmp_path, {"a.tab": icews(POLICE), "b.tab": icews(MIRROR)}) as graph:
        assert graph.sql("SELECT identifiers, len(sources) FROM events").rows == [(["icews:100", "icews:101"], 2)]
        assert graph.sql("SELECT role, count(*) AS n FROM participations GROUP BY role ORDER BY role").rows == [
            ("actor", 2),
            ("recipient", 2),
        ]


@pytest.mark.slow
def test_files_that_overlap_say_each_thing_once(tmp_path: Path) -> None:
    other = POLICE | {"Event ID": "102", "Sentence Number": "3"}
    weekly, annual = icews(POLICE, other), icews(MIRROR, POLICE, other)
    reexport = icews(POLICE, header=HEADER[::-1], separator=",", quote=True)
    with same_in_both_orders(
        tmp_path, {"20180601-icews-events.tab": weekly, "x.tab": annual, "y.csv": reexport}
    ) as graph:
        assert graph.sql("SELECT count(*) FROM events").rows == [(2,)]
        assert graph.check().errors == []


def test_an_event_number_on_two_days_is_two_events() -> None:
    rows = [POLICE | {"Story ID": "", "Event Date": day} for day in ("2013-01-01", "2013-01-02")]
    assert len({r["iri"] for r in Loaded(icews(*rows)).rows("events")}) == 2


def test_the_file_of_2017_has_other_dates_and_no_codes() -> None:
    header = [name for name in HEADER if name != "CAMEO Code"]
    of = Loaded(
        icews(POLICE | {"Event Date": "1/31/2017", "Event Text": "Make a visit"}, header=header),
        "Events.2017.20200602.tab",
    )
    (event,) = of.rows("events")
    assert (event["start_date"], event["type"]) == ("2017-01-31", "code:cameo/042")


def test_a_part_of_a_file_without_its_header_has_the_same_events() -> None:
    whole = icews(POLICE, MIRROR)
    part = Loaded(whole.partition(b"\n")[2], "part-ab")
    assert (part.loader.name, part.rows_read, part.rejects) == ("icews", 2, [])
    assert [e["iri"] for e in part.rows("events")] == [e["iri"] for e in Loaded(whole).rows("events")]


def test_the_government_edition_has_texts() -> None:
    header = [
        *HEADER[:13],
        "Event Sentence",
        "Publisher",
        "Source",
        "Headline",
        *HEADER[14:],
        "Product ID",
        "Holding ID",
    ]
    of = Loaded(icews(POLICE | {"Event Sentence": "They met.", "Headline": "A meeting"}, header=header), "events.csv")
    assert of.rows("events")[0]["description"] == "They met."
    assert of.names("documents") == ["A meeting"]
    assert of.unused == ["Source", "Product ID", "Holding ID"]


@pytest.mark.parametrize("missing", ["", "NA", "NULL", "None"])
def test_what_is_missing_is_nothing(missing: str) -> None:
    row = POLICE | dict.fromkeys(
        ("City", "District", "Province", "Target Country", "Target Sectors", "Publisher"), missing
    )
    of = Loaded(icews(row))
    assert of.rows("events")[0]["place"] == "id:country/KGZ", "a whole country is the country, without a point"
    assert of.rows("places") == []
    assert "country" not in of.rows("actors")[0]


def test_the_order_of_sectors_and_quotes_around_texts_change_nothing() -> None:
    plain = Loaded(icews(POLICE))
    other = Loaded(icews(POLICE | {"Source Sectors": "Government,Police"}, quote=True))
    for name in ("events", "participations", "actors", "places"):
        assert plain.rows(name) == other.rows(name)


def test_a_country_is_the_country_and_nobody_is_no_actor() -> None:
    of = Loaded(
        icews(
            POLICE
            | {"Source Name": "Russia", "Source Country": "Russian Federation", "Target Name": "Unspecified Actor"}
        )
    )
    assert [p["participant"] for p in of.rows("participations")] == ["id:country/RUS"]
    assert of.rows("actors") == []
    assert ("placeholder, not an actor", "Unspecified Actor") in of.notes


def test_one_name_in_two_countries_is_two_actors() -> None:
    of = Loaded(icews(POLICE, POLICE | {"Target Country": "Kazakhstan", "Sentence Number": "4"}))
    assert of.names("actors") == ["Aigul Asanova", "Police (Kyrgyzstan)"]
    assert len({a["iri"] for a in of.rows("actors")}) == 3


def test_an_unknown_code_and_country_are_kept_and_told() -> None:
    of = Loaded(icews(POLICE | {"CAMEO Code": "13y", "Source Country": "Ruritania"}))
    assert of.rows("events")[0]["type"] == "code:cameo/13y"
    assert {("unknown code", "cameo:13y"), ("unknown country", "Ruritania")} <= set(of.notes)


def test_a_bad_row_is_rejected_alone() -> None:
    data = icews(
        POLICE, POLICE | {"Event Date": "yesterday"}, POLICE | {"Latitude": "99"}, POLICE | {"Event Text": "a\tb"}
    )
    of = Loaded(data)
    assert of.rows_read == 4
    assert len(of.rows("events")) == 2
    assert of.rejects == [
        (3, "event_date", "not a date (YYYY-MM-DD, or M/D/YYYY)"),
        (5, "", "not as many cells as the header"),
    ]
    assert of.notes == [("not between -90 and 90", "latitude: 99")]


def test_a_copy_from_a_spreadsheet_is_refused() -> None:
    with pytest.raises(LoaderError, match="lost its leading zero"):
        Loaded(icews(POLICE | {"CAMEO Code": "40", "Event Text": "Protest violently, riot"}))


def test_codes_without_their_zeros_are_those_that_the_words_say() -> None:
    """As pandas writes them that has read them as numbers; a code whose words are in no list is mended with the others."""
    consult = POLICE | {"CAMEO Code": "40", "Event Text": "Consult"}
    of = Loaded(icews(consult, POLICE | {"CAMEO Code": "10", "Event Text": "Make statement"}, POLICE))
    assert [e["type"] for e in of.rows("events")] == [
        "code:cameo/040",
        "code:cameo/010",
        Loaded(icews(POLICE)).rows("events")[0]["type"],
    ]
    assert of.notes == [("event codes without their leading zero: read as", "cameo_code: 40 040")]


def test_lines_that_are_not_utf_8_and_line_ends_of_all_kinds() -> None:
    data = (
        icews(POLICE | {"Target Name": "Jos\u00e9"}).decode().encode("cp1252")
        + icews(POLICE).split(b"\n")[1]
        + b"\r\r\n"
    )
    of = Loaded(data)
    assert "Jos\u00e9" in of.names("actors")
    assert of.rows_read == 2


def test_blocks_change_nothing() -> None:
    rows = [POLICE | {"Sentence Number": str(n)} for n in range(1, 8)]
    one, many = Loaded(icews(*rows)), Loaded(icews(*rows), block_rows=2)
    assert len(many.blocks) > 2
    assert one.rows("events") == many.rows("events")


def test_the_header_may_be_lower_case_and_a_subset() -> None:
    data = icews(POLICE, header=[n for n in HEADER if n not in ("Publisher", "District", "Intensity")])
    head, _, rest = data.partition(b"\n")
    of = Loaded(head.lower().replace(b" ", b"_") + b"\n" + rest)
    assert of.loader.name == "icews"
    assert of.rows("events")[0]["iri"] == Loaded(icews(POLICE)).rows("events")[0]["iri"]


@pytest.mark.slow
def test_a_question_has_one_answer_in_three_languages(tmp_path: Path) -> None:
    with graph_of(tmp_path, {"a.tab": icews(POLICE, MIRROR)}) as graph:
        sql = "SELECT a.names[1].text AS who, e.start_date AS day FROM participations p JOIN actors a ON a.iri = p.participant JOIN events e ON e.iri = p.event WHERE list_contains(a.sectors, 'Police') AND p.role = 'actor'"
        cypher = "MATCH (a:Actor)-[p:PARTICIPATED_IN]->(e:Event) WHERE 'Police' IN a.sectors AND p.role = 'actor' RETURN a.name AS who, e.startDate AS day"
        sparql = """SELECT ?who ?day WHERE {
            ?p gov:participant ?a ; gov:event ?e ; gov:role "actor" . ?a gov:sector "Police" ; skos:prefLabel ?who . ?e gov:startDate ?day }"""
        assert graph.sql(sql).rows == graph.cypher(cypher).rows == [("Police (Kyrgyzstan)", "2018-06-01")]
        assert [tuple(map(str, row)) for row in graph.sparql(sparql).rows] == [("Police (Kyrgyzstan)", "2018-06-01")]
