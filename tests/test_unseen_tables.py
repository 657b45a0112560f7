"""Tables as programs and spreadsheets write them again: dates with a time, other separators, numbers of rows, headers twice. All rows are written by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from event_files import Loaded, table

from govgraph.loaders.gdelt.uncoded import with_codes
from govgraph.loaders.sheets.reading import sheets
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.registry import find_loader

ACLED = {
    "event_id_cnty": "KGZ7", "event_date": "2024-03-05", "event_type": "Protests", "sub_event_type": "Peaceful protest",
    "actor1": "Protesters (Kyrgyzstan)", "country": "Kyrgyzstan", "admin1": "Bishkek", "location": "Bishkek",
    "latitude": "42.8700", "longitude": "74.59", "fatalities": "0", "source": "24.kg",
}  # fmt: skip

GED = dict.fromkeys(
    "id year type_of_violence conflict_new_id conflict_name side_a_new_id side_a side_b_new_id side_b".split(), "1"
) | {
    "country": "Syria", "country_id": "652", "latitude": "34.8", "longitude": "36.7", "where_prec": "1", "date_prec": "1",
    "date_start": "", "date_end": "", "best": "4", "high": "4", "low": "4",
}  # fmt: skip


def acled(*changes: dict[str, str], separator: str = ",") -> bytes:
    return table(ACLED, [ACLED | change for change in changes or ({},)], separator)


@pytest.mark.parametrize(
    "written", ["2024-03-05T00:00:00Z", "2024-03-05 00:00:00.000", "2024-03-05T14:30:00+06:00", "05 March 2024", "05-Mar-24 0:00"]
)  # fmt: skip
def test_a_time_behind_a_day_is_left_out(written: str) -> None:
    of = Loaded(acled({"event_date": written}))
    assert not of.rejects and of.rows("events")[0]["start_date"] == "2024-03-05"


@pytest.mark.parametrize(
    ("first", "second", "days", "words"),
    [
        ("15/3/2024", "4/12/2024", ["2024-03-15", "2024-12-04"], "day/month/year"),
        ("3/15/2024", "12/4/2024", ["2024-03-15", "2024-12-04"], "month/day/year"),
    ],
)
def test_the_days_above_12_tell_how_dates_with_slashes_are_read(
    first: str, second: str, days: list[str], words: str
) -> None:
    of = Loaded(acled({"event_date": first}, {"event_date": second, "event_id_cnty": "KGZ8"}))
    assert [event["start_date"] for event in of.rows("events")] == days
    assert ("dates with slashes: read as", words) in of.notes and not of.rejects


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("7/31/2017 0:00", "8/1/2017 0:00"), ["2017-07-31", "2017-08-01"]),
        (("31/7/2017", "1/8/2017"), ["2017-07-31", "2017-08-01"]),
        (("31.07.2017", "1.8.2017 00:00"), ["2017-07-31", "2017-08-01"]),
        (("7/8/2017", "8/7/2017"), []),
        (("31/7/2017", "7/31/2017"), []),
    ],
)
def test_days_as_spreadsheets_write_them(days: tuple[str, str], read: list[str]) -> None:
    rows = [GED | {"id": str(n), "date_start": day, "date_end": day} for n, day in enumerate(days)]
    of = Loaded(table(GED, rows, ";"), "ged.csv")
    assert [e["start_date"] for e in of.rows("events") if "start_date" in e] == read
    assert (len(of.rejects), bool(of.notes)) == (2 - len(read), bool(read)), "what is not told is rejected"


def test_a_later_block_is_read_as_the_block_that_told_which_is_the_month() -> None:
    data = acled({"event_date": "3/15/2024"}, {"event_date": "4/12/2024", "event_id_cnty": "KGZ8"})
    of = Loaded(data, block_rows=1)
    assert [event["start_date"] for event in of.rows("events")] == ["2024-03-15", "2024-04-12"]
    assert of.notes.count(("dates with slashes: read as", "month/day/year")) == 1


def test_tags_below_the_header_are_no_row() -> None:
    tags = {"event_date": "#date+occurred", "country": "#country+name", "notes": "#description"}
    data = table([*ACLED, "notes"], [tags, ACLED], ",")
    of = Loaded(data)
    assert of.rejects == [(2, "", "tags of the columns (HXL), no row")]
    assert (of.rows_read, len(of.rows("events"))) == (2, 1)


def test_a_place_is_the_same_however_its_numbers_are_written() -> None:
    places = {Loaded(acled({"latitude": text})).rows("events")[0]["place"] for text in ("42.8700", "42.87", "42.870")}
    assert len(places) == 1
    assert Loaded(acled({"latitude": "42.871"})).rows("events")[0]["place"] not in places


def test_a_header_that_comes_again_is_no_row() -> None:
    of = Loaded(acled() + acled({"event_id_cnty": "KGZ8"}))
    assert (of.rejects, len(of.rows("events")), of.rows_read) == ([(3, "", "the header again")], 2, 3)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_line_that_tells_excel_the_separator_is_passed_over(separator: str) -> None:
    of = Loaded(f"sep={separator}\r\n".encode() + acled(separator=separator))
    assert (of.loader.name, of.rejects, [e["row"] for e in of.rows("events")]) == ("acled", [], [3])


def test_a_table_that_lacks_a_column_is_called_by_the_name_of_its_format() -> None:
    data = table(
        [c for c in ACLED if c != "event_id_cnty"], [{k: v for k, v in ACLED.items() if k != "event_id_cnty"}], ","
    )
    with pytest.raises(LoaderError, match=r"looks like a file of acled, but it has no column event_id_cnty"):
        find_loader(Source(Path("export.csv"), data=data))


def test_the_numbers_of_rows_that_pandas_writes_into_a_workbook_cost_nothing() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 1, list(ACLED))
        sheet.write_row(1, 0, [0, *ACLED.values()])
    assert not Loaded(stream.getvalue(), "events.xlsx").rejects
    with xlsxwriter.Workbook(stream := io.BytesIO()) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 1, list(ACLED))
        sheet.write_row(1, 0, ["Osh", *ACLED.values()])
    assert [reason for *_, reason in Loaded(stream.getvalue(), "events.xlsx").rejects] == [
        "not as many cells as the header"
    ]


GDELT = b"GLOBALEVENTID,SQLDATE,Actor1Name,Actor1CountryCode,Actor2Name,Actor2CountryCode,EventCode\n"


def test_gdelt_without_codes_of_actors_has_them_by_name_within_their_country() -> None:
    rows = b"7,20230105,KYRGYZSTAN,KGZ,PRESIDENT,RUS,040\n8,20230105,STUDENT,,EUROPE,EUR,040\n"
    of = Loaded(GDELT + rows, "selection.csv")
    sides = {(p["event"][-1], p["role"]): p["participant"] for p in of.rows("participations")}
    assert sides.pop(("7", "actor")) == "id:country/KGZ"
    assert list(sides) == [("7", "recipient")]
    (president,) = of.rows("actors")
    assert (president["iri"], president["country"], president["name_only"]) == (
        sides["7", "recipient"],
        "id:country/RUS",
        True,
    )
    assert {value for kind, value in of.notes if kind == "actor without a code"} == {"STUDENT", "EUROPE"}


def test_gdelt_codes_are_made_again_from_country_and_types() -> None:
    data = b"GLOBALEVENTID,SQLDATE,Actor1Name,Actor1CountryCode,Actor1KnownGroupCode,Actor1Type1Code,EventCode\n7,20230105,PRESIDENT,KGZ,,GOV,040\n"
    (link,) = Loaded(data, "selection.csv").rows("participations")
    assert link["participant"] == "id:actor/cameo/KGZGOV"


def test_a_group_of_gdelt_has_no_code_made_of_parts() -> None:
    import polars as pl

    row = {"Actor1CountryCode": "USA", "Actor1KnownGroupCode": "UNO", "Actor1Type1Code": "IGO"}
    assert with_codes(pl.DataFrame([row])).select("Actor1Code", "Actor1Home").row(0) == (None, "USA")


def test_the_confidence_of_a_mention_does_not_depend_on_its_block() -> None:
    row = b"7\t20230105100000\t20230105101500\t1\t24.kg\thttps://24.kg/x\t1\t-1\t9\t9\t1\t70\t300\t-1.5\t\t\n"
    some = Loaded(row * 9, "a.mentions.CSV").rows("mentions")
    one = Loaded(row, "a.mentions.CSV").rows("mentions")
    assert {m["confidence"] for m in (*some, *one)} == {0.7}


LIBRARY = (
    b"undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,meeting,title,total_yes,undl_link\n"
    b"665,NAM,NAMIBIA,A,2020-12-16,75,A/RES/75/151,NA,A/75/PV.46,Social development,120.0,https://digitallibrary.un.org/record/665\n"
    b"665,TUR,T\xc3\x9cRK\xc4\xb0YE,X,2020-12-16,75,A/RES/75/151,NA,A/75/PV.46,Social development,120.0,https://digitallibrary.un.org/record/665\n"
)


def test_votes_of_the_uns_library() -> None:
    of = Loaded(LIBRARY, "2025_ga_voting.csv")
    assert (of.loader.name, of.notes) == ("un-votes", [])
    (event,) = of.rows("events")
    assert (event["iri"], event["start_date"], event["identifiers"]) == (
        "id:event/un-votes/undl-665", "2020-12-16", ["un-votes:undl-665", "un-resolution:A/RES/75/151"],
    )  # fmt: skip
    assert event["details"] == ["un:meeting=A/75/PV.46", "un:session=75", "un:total_yes=120"]
    assert {(p["participant"], p["vote"]) for p in of.rows("participations")} == {
        ("id:country/NAM", "abstain"), ("id:country/TUR", "not voting"),
    }  # fmt: skip


def test_votes_of_voetens_table() -> None:
    data = b"rcid,ccode,member,vote,Country,Countryname,session,date,unres\n3,565,1,8,NAM,Namibia,1,1/31/1990,R/1/66\n3,2,1,1,USA,United States,1,1/31/1990,R/1/66\n"
    of = Loaded(data, "UNVotes.csv")
    assert [e["start_date"] for e in of.rows("events")] == ["1990-01-31"]
    assert {(p["participant"], p["vote"]) for p in of.rows("participations")} == {
        ("id:country/NAM", "absent"), ("id:country/USA", "yes"),
    }  # fmt: skip


def test_issues_and_totals_of_voetens_table() -> None:
    data = (
        b"rcid,ccode,member,vote,Country,Countryname,year,session,abstain,yes,no,date,unres,me,nu,di,hr,co,ec\n"
        b"3,345,1,3,YUG,Yugoslavia,1950,5,0,29,18,1950-01-01,R/1/66,1,0,0,1,0,0\n"
    )
    of = Loaded(data, "UNVotes.csv")
    (vote,) = of.rows("events")
    assert vote["topics"] == ["un-issue:palestine", "un-issue:human_rights"]
    assert vote["details"] == ["un:session=5", "un:total_abstentions=0", "un:total_no=18", "un:total_yes=29"]
    assert of.notes == [], "the number was Yugoslavia's, too"


def test_votes_of_states_that_are_known_by_number_alone() -> None:
    of = Loaded(b"rcid\tsession\tvote\tccode\n3\t1\t1\t2\n3\t1\t8\t9999\n", "RawVotingdata.tab")
    assert next((p["participant"], p["as_given"], p["vote"]) for p in of.rows("participations")) == (
        "id:country/USA",
        "cow:2",
        "yes",
    )
    assert of.notes == [("unknown country", "cow:9999")]


MEMBERS = (
    b"last_name,first_name,middle_name,full_name,birthday,gender,type,state,district,senate_class,party,twitter,bioguide_id,thomas_id,fec_ids,committees\n"
    b'Roe,Jane,,Jane Roe,1958-10-13,F,sen,WA,,1,Democrat,SenRoe,R000127,00172,"S8WA1,H2WA2",HSAG\n'
    b"Doe,John,,John Doe,1960-01-01,M,boss,WA,1,,Democrat,,D000001,,,\n"
)


def test_tables_of_members_of_congress() -> None:
    of = Loaded(MEMBERS, "legislators-current.csv")
    assert (of.loader.name, of.rows_read, of.unused) == ("congress-legislators", 2, ["members.committees"])
    assert [(row, reason) for row, _, reason in of.rejects] == [(3, "not a type of term that is known")]
    (membership,) = of.rows("memberships")
    assert "start_date" not in membership and membership["post"].endswith("senate/WA/1")
    (person, accounts) = (a for a in of.rows("actors") if a["kind"] == "person")
    assert set(person["identifiers"]) == {"bioguide:R000127", "thomas:00172", "fec:S8WA1", "fec:H2WA2"}
    assert accounts["contact_details"] == ["twitter: SenRoe"]


@pytest.mark.parametrize("change", [bytes.upper, lambda header: header])
def test_tables_of_members_in_upper_case_and_with_na(change: object) -> None:
    header, row = MEMBERS.splitlines(keepends=True)[:2]
    data = change(header) + row.replace(b",HSAG", b",NA")  # type: ignore[operator]
    assert not Loaded(data, "legislators-current.csv").unused


@pytest.mark.parametrize("columns", ["latitude,longitude", "latitude,longitude,population_1km"])
def test_a_selection_without_names_of_places_keeps_its_points(columns: str) -> None:
    more = ",1" * (columns.count(",") - 1)
    head = f"event_id_cnty,event_date,event_type,country,actor1,{columns}\n"
    of = Loaded(
        f"{head}XKX1,2024-02-01,Protests,Kosovo,X,42.6,21.1{more}\nXKX2,2024-02-01,Protests,Kosovo,X,,{more}\n".encode()
    )
    (place,) = of.rows("places")
    assert (place["country"], place["latitude"], place["longitude"], "names" in place) == (
        "id:country/XKX",
        42.6,
        21.1,
        False,
    )
    assert [event["place"] for event in of.rows("events")] == [place["iri"], "id:country/XKX"]


def test_a_whole_country_has_no_point_in_a_file_that_names_places() -> None:
    head = "event_id_cnty,event_date,event_type,country,location,actor1,latitude,longitude\n"
    of = Loaded(f"{head}XKX1,2024-02-01,Protests,Kosovo,,X,42.6,21.1\n".encode())
    assert (of.rows("events")[0]["place"], of.rows("places")) == ("id:country/XKX", [])


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a pointer of Git LFS"),
        (b"/annex/objects/MD5E-s25--d2c8.csv\n", "a pointer of git-annex"),
        (b"\x1f\x9d\x90id,kind\n", "compressed by compress"),
    ],
)
@pytest.mark.parametrize("name", ["actors.csv", "events.json", "GEDEvent_v25_1.csv"])
def test_what_stands_for_a_file_is_called_by_its_name(head: bytes, told: str, name: str) -> None:
    with pytest.raises(LoaderError, match=f"no loader knows this format: it is {told}"):
        find_loader(Source(Path(name), data=head))


def test_a_table_whose_first_column_begins_as_a_signature_does_is_a_table() -> None:
    with pytest.raises(LoaderError, match="its columns are ORCID, name"):
        find_loader(Source(Path("people.csv"), data=b"ORCID,name\n0000-0001,A\n"))


def test_numbers_with_a_decimal_comma_are_numbers() -> None:
    point = Loaded(acled({"latitude": "42.87", "longitude": "74.59"}))
    comma = Loaded(acled({"latitude": "42,87", "longitude": "74,59"}, separator=";"))
    assert comma.rows("places") == point.rows("places")
    assert comma.rows("events") == point.rows("events")
    assert ("numbers with a decimal comma: read as", "latitude: 42,87") in comma.notes


def test_columns_may_be_separated_by_bars() -> None:
    bars = Loaded(acled(separator="|"))
    assert (bars.loader.name, bars.rows("events")) == ("acled", Loaded(acled()).rows("events"))
    quoted = acled({"source": '"Kloop|24.kg"'}, separator="|")
    assert Loaded(quoted).rows("events")[0]["reported_by"] == ["Kloop|24.kg"]
    (sheet,) = sheets(Source(Path("a.csv"), data=b"Name|Party\nAsan|A\n"), lambda _: False)
    assert sheet.header == ("Name", "Party")


def test_codes_that_pandas_writes_as_fractions_are_codes() -> None:
    whole, broken = (
        Loaded(
            table(
                [*ACLED, "time_precision", "geo_precision", "interaction"],
                [ACLED | {"time_precision": f"2{end}", "geo_precision": f"3{end}", "interaction": f"60{end}"}],
                ",",
            )
        )
        for end in ("", ".0")
    )
    assert broken.rows("events") == whole.rows("events")
    assert broken.rows("places") == whole.rows("places")
    assert [n for n in broken.notes if n[0] == "unknown code"] == [n for n in whole.notes if n[0] == "unknown code"]


def test_json_that_lacks_a_key_is_called_by_the_name_of_its_format() -> None:
    rows = [{k: v for k, v in ACLED.items() if k != "actor1"}]
    source = Source(Path("a.json"), data=json.dumps({"status": 200, "data": rows}).encode())
    with pytest.raises(LoaderError, match="it looks like a file of acled, but it has no column actor1"):
        find_loader(source)
