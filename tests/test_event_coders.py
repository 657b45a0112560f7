"""Events of coders' programs: KEDS, WEIS, Phoenix, POLECAT, PLOVER; and SCAD. The rows are written here in the true layouts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from event_files import Loaded, same_in_both_orders, table

from govgraph.loaders.events.phoenix import _DAILY
from govgraph.loaders.events.polecat import COLUMNS as POLECAT
from govgraph.ontology.loader import LoaderError

KEDS = b"920103\tIRQ\tIGOUNO\t036\n680104\tKYR\tRUSGOV\t0255\n"


def test_a_line_of_keds_is_an_event_between_two_codes() -> None:
    of = Loaded(KEDS, "levant.tab")
    assert of.loader.name == "keds"
    first, second = of.rows("events")
    assert (first["start_date"], first["type"]) == ("1992-01-03", "code:cameo/036")
    assert second["start_date"] == "2068-01-04", "the years 00 to 68 are of this century"
    assert [p["participant"] for p in of.rows("participations") if p["role"] == "actor"] == [
        "id:country/IRQ",
        "id:country/KGZ",
    ]
    assert {p["as_given"] for p in of.rows("participations")} == {"IRQ", "IGOUNO", "KYR", "RUSGOV"}


def test_codes_with_letters_and_brackets_are_mended() -> None:
    of = Loaded(b"920103\tIRQ\tUSA\tO36\n920103\tIRQ\tUSA\t0841]\n920103\tIRQ\tUSA\t---]\n" + KEDS, "a.tab")
    assert [e.get("type") for e in of.rows("events")][:3] == ["code:cameo/036", "code:cameo/0841", None]
    assert {("code mended", "O36 is 036"), ("code mended", "0841] is 0841")} <= set(of.notes)


@pytest.mark.slow
def test_the_same_clause_coded_twice_is_one_event(tmp_path: Path) -> None:
    with same_in_both_orders(tmp_path, {"a.tab": KEDS + KEDS, "b.tab": KEDS}) as graph:
        assert graph.sql("SELECT count(*) FROM events").rows == [(2,)]
        assert sum(m.rows_merged for m in graph.loads()) == 2


def test_copies_of_keds_with_a_header() -> None:
    raw = Loaded(b"920103\tIRQ\tIGOUNO\t036\n", "a.tab").rows("events")[0]["iri"]
    of_r = b'"","Date","Source","Target","CAMEO Code","n"\n"1","920103","IRQ","IGOUNO","036","x"\n'
    for copy in (
        b"Date\tSource\tTarget\tCAMEO\n920103\tIRQ\tIGOUNO\t036\n",
        of_r,
        b"date,src,tgt,code\n1992-01-03,IRQ,IGOUNO,036\n",
    ):
        of = Loaded(copy, "a.csv")
        assert (of.loader.name, [e["iri"] for e in of.rows("events")], of.rejects) == ("keds", [raw], [])
    with pytest.raises(LoaderError, match="has lost its leading zero"):
        Loaded(b"date,source,target,code\n920103,IRQ,IGOUNO,36\n920103,IRQ,IGOUNO,1823\n", "a.csv")
    with pytest.raises(LoaderError, match="no known format"):
        Loaded(b"date,source,target,code\n1992-01-03,Asan,Aida,met\n", "a.csv")


def test_weis_is_told_from_cameo_and_never_guessed() -> None:
    weis = Loaded(
        b"".join(b"79041%d\tISR\tLEB\t223\t(MIL ENGAGEMENT)\n" % n for n in range(5))
        + b"790416\tISR\tLEB\t055\tPROMISE\n",
        "gulf.tab",
    )
    assert weis.loader.name == "weis"
    assert [e["type"] for e in weis.rows("events")][-2:] == ["code:weis/223", "code:weis/05"], (
        "an added code falls back to its category"
    )
    assert weis.rows("events")[0]["description"] == "(MIL ENGAGEMENT)"
    with pytest.raises(LoaderError, match=r"CAMEO's or those of WEIS") as told:
        Loaded(b"790415\tISR\tLEB\t121\n", "gulf.tab")
    assert "--as weis" in told.value.hint
    assert Loaded(b"790415\tISR\tLEB\t121\n", "gulf.tab", loader="weis").rows("events")[0]["type"] == "code:weis/121"


PHOENIX = dict.fromkeys(_DAILY, "") | {
    "event_id": "123_v0.1.0", "date": "20150601", "year": "2015", "month": "06", "day": "01", "source": "KGZGOV", "source_entity": "KGZ",
    "source_role": "GOV", "target": "RUS", "target_entity": "RUS", "event_code": "042", "root_code": "04", "quad_class": "1",
    "goldstein": "1.9", "issues": "ID_TRADE,2;ID_VISIT,1", "latitude": "42.8", "longitude": "74.5", "place": "Bishkek", "country": "KGZ",
    "state": "Chuy", "sentence_id": "55_1", "urls": "http://a.kg/1;http://b.kg/2", "news_sources": "akipress;akipress",
}  # fmt: skip


@pytest.mark.parametrize("swapped", [False, True])
def test_a_daily_file_of_phoenix_is_known_by_its_26_columns(swapped: bool) -> None:
    order = list(_DAILY)
    if swapped:
        order[21], order[22] = order[22], order[21]
    of = Loaded("\t".join(PHOENIX[c] for c in order).encode() + b"\n", "events.full.20150601.txt")
    assert of.loader.name == "phoenix"
    (event,) = of.rows("events")
    assert (event["type"], event["intensity"], event["reported_by"]) == ("code:cameo/042", 1.9, ["akipress"])
    assert event["topics"] == ["phoenix-issue:ID_TRADE", "phoenix-issue:ID_VISIT"]
    assert [m["reported_in"] for m in of.rows("mentions")] == ["http://a.kg/1", "http://b.kg/2"]
    assert {p["names"][0]["text"] for p in of.rows("places")} == {"Bishkek", "Chuy"}
    assert of.rows("places")[0]["country"] == "id:country/KGZ"
    assert of.rows("actors")[0]["iri"] == "id:actor/cameo/KGZGOV", "the same actor as in GDELT"


def test_a_header_as_programs_that_read_phoenix_write_it() -> None:
    header = "EventID,Date,SourceActorFull,TargetActorFull,EventCode,EventRootCode,GoldsteinScore,Lat,Long,LocationName,StateName,CountryCode".split(
        ","
    )
    cells = ["12", "20150601", "KGZGOV", "RUS", "040", "04", "1.0", "42.8", "74.5", "Bishkek", "", "KGZ"]
    (place,) = Loaded(table(header, [dict(zip(header, cells, strict=True))], separator=","), "a.csv").rows("places")
    assert (place["country"], place["latitude"], place["longitude"]) == ("id:country/KGZ", 42.8, 74.5)


def test_the_cline_centers_files_have_a_header() -> None:
    header = "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,countryname,aid,process"
    row = {
        "eid": "9",
        "story_date": "6/1/1975",
        "source": "USA",
        "target": "SUN",
        "code": "042",
        "goldstein": "1.9",
        "countryname": "USA",
        "aid": "77",
    }
    of = Loaded(table(header.split(","), [row], separator=","), "PhoenixNYT.csv")
    assert of.loader.name == "phoenix"
    assert of.rows("events")[0]["start_date"] == "1975-06-01"
    assert of.rows("events")[0]["identifiers"] == ["phoenix:9", "phoenix-article:77"]
    rows = [
        row | {"eid": code, "code": code, "root_code": root} for code, root in (("20", "2"), ("190", "19"), ("42", "4"))
    ]
    of = Loaded(table(header.split(","), rows, separator=","), "PhoenixNYT.csv")
    assert [e["type"] for e in of.rows("events")] == ["code:cameo/020", "code:cameo/190", "code:cameo/042"], (
        "an appeal, not violence"
    )
    with pytest.raises(LoaderError, match="has lost its leading zero"):
        Loaded(table(header.split(","), [row | {"code": "20"}], separator=","), "PhoenixNYT.csv")


MARCH = dict.fromkeys(POLECAT, "None") | {
    "Event ID": "20190801-2309-4e081644904c_PROTEST_R", "Event Date": "2019-08-01", "Event Type": "PROTEST", "Event Mode": "demo",
    "Intensity": "-3.0", "Quad Code": "MATERIAL CONFLICT", "Contexts": "human_rights;legislative", "Actor Name": "Bir Duino; Aigul Asanova",
    "Actor Country": "KGZ; KGZ", "Wikipedia Actor ID": "None; Aigul Asanova", "Recipient Name": "Kyrgyzstan", "Recipient Country": "KGZ",
    "Primary Recipient Sector": "GOV", "City": "Bishkek", "Country": "KGZ", "Latitude": "42.8", "Longitude": "74.5", "GeoNames ID": "1528675",
    "Source": "24.kg", "Publication Date": "2019-08-02", "Language": "en", "Version": "NGEC_coder-Vers001-b1-Run-001",
}  # fmt: skip


def test_a_cell_of_polecat_may_name_several_actors() -> None:
    of = Loaded(table(POLECAT, [MARCH]), "ngecEvents.DV.2019.txt")
    assert of.loader.name == "polecat"
    (event,) = of.rows("events")
    assert event["type"] == "code:plover-mode/PROTEST-demo"
    assert event["topics"] == ["plover-context:human_rights", "plover-context:legislative"]
    assert "polecat:quad_code=MATERIAL CONFLICT" in event["details"]
    assert {(p["as_given"], p["role"]) for p in of.rows("participations")} == {
        ("Bir Duino", "actor"),
        ("Aigul Asanova", "actor"),
        ("Kyrgyzstan", "recipient"),
    }
    known = next(a for a in of.rows("actors") if a.get("identifiers"))
    assert (known["identifiers"], known.get("name_only")) == (["wikipedia:Aigul_Asanova"], None)
    assert of.rows("places")[0]["identifiers"] == ["geonames:1528675"]
    assert of.rows("documents")[0]["date"] == "2019-08-02"


def test_what_the_text_says_of_an_actor_is_kept() -> None:
    row = MARCH | {
        "Recipient Name Raw": "the Kyrgyz state",
        "Actor Sectors": "CVL; OPP",
        "Actor Name Raw": "activists; Mrs Asanova",
    }
    of = Loaded(table(POLECAT, [row]), "ngecEvents.DV.2019.txt")
    assert ("the Kyrgyz state", "recipient") in {(p["as_given"], p["role"]) for p in of.rows("participations")}
    told = [
        "polecat:actor_name_raw=activists; Mrs Asanova",
        "polecat:actor_sectors=CVL; OPP",
        "polecat:primary_recipient_sector=GOV",
    ]
    assert set(told) <= set(of.rows("events")[0]["details"])


OSH = {"admin1_name": "Osh City", "admin2_name": "", "country_code3": "KGZ", "feature_code": "PPLA", "geonameid": "1527534", "lat": 40.5, "lon": 72.8,
       "resolved_placename": "Osh", "search_placename": "Osh"}  # fmt: skip
NGEC = {
    "id": "20190801-2309-4e08_CONSULT_", "date": "2019-08-01", "date_resolved": "2019-07-31", "date_raw": "Wednesday", "event_type": "CONSULT",
    "event_mode": ["CONSULT-visit"], "contexts": ["diplomatic"], "headline": "Talks", "event_text": "They met.", "publisher": "24.kg",
    "pub_date": "2019-08-01", "story_id": "AFP:1", "story_people": ["Asan", "Aida"], "story_orgs": [], "story_locs": ["Osh"], "version": "1",
    "attributes": {
        "ACTOR": [
            {"text": "Mr Asan", "wiki": "Asan Uulu", "country": "KGZ", "code_1": "ELI", "code_2": "GOV", "qa_score": 0.3},
            {"text": "the opposition", "wiki": "", "country": "KGZ", "code_1": "OPP", "code_2": ""},
        ],
        "RECIP": [{"text": "OSCE", "wiki": "OSCE", "country": "IGO", "code_1": "IGO"}],
    },
    "event_geolocation": {"reason": "overlap", "geo": OSH}, "geolocated_ents": [],
}  # fmt: skip


def test_output_of_the_coder_of_polecat() -> None:
    """Each actor stands by itself, with its sectors; a country as the place of an event is the country."""
    whole = {"resolved_placename": "Barbados", "country_code3": "BRB", "feature_code": "PCLI", "lat": 13, "lon": -59}
    faulty = {**NGEC, "id": "b", "attributes": None, "event_geolocation": whole, "date_resolved": "soon"}
    records = [NGEC, {**faulty, "date_resolved": None}, faulty]
    of = Loaded("\n".join(map(json.dumps, records)).encode(), "events_processed.jsonl")
    assert (of.loader.name, of.notes) == ("ngec", [])
    assert of.unused == ["geolocated_ents", "attributes.ACTOR.qa_score", "event_geolocation.reason"]
    assert of.rejects == [(3, "event_date", "not a date (YYYY-MM-DD)")]
    first, second = of.rows("events")
    assert (first["start_date"], first["type"]) == ("2019-07-31", "code:plover-mode/CONSULT-visit")
    assert (second["start_date"], second["place"]) == ("2019-08-01", "id:country/BRB")
    assert [(p["as_given"], p["role"], p["sectors"]) for p in of.rows("participations")] == [
        ("Mr Asan", "actor", ["ELI", "GOV"]),
        ("the opposition", "actor", ["OPP"]),
        ("OSCE", "recipient", ["IGO"]),
    ]
    assert of.rows("actors")[0]["identifiers"] == ["wikipedia:Asan_Uulu"]


def test_lists_that_differ_in_length_are_kept_whole_and_raw_names_are_used() -> None:
    row = MARCH | {"Actor Country": "KGZ", "Recipient Name": "None", "Recipient Name Raw": "officials"}
    assert [p["as_given"] for p in Loaded(table(POLECAT, [row]), "a.txt").rows("participations")] == [
        "Bir Duino; Aigul Asanova",
        "officials",
    ]


def test_a_header_that_names_more_columns_than_there_are_is_mended() -> None:
    broken = [*POLECAT[:7], "Headline", "Event Text", *POLECAT[7:]]
    data = "\t".join(broken) + "\n" + table(POLECAT, [MARCH, MARCH]).decode().split("\n", 1)[1]
    of = Loaded(data.encode(), "a.txt")
    assert of.rejects == []
    assert len({e["iri"] for e in of.rows("events")}) == 1


GOLD = {
    "id": "PLOVER-1", "date": "2000-01-01", "event": "AGREE", "mode": "", "context": "legal, military", "text": "They agreed.", "dead": "2",
    "source": [{"actorText": "Hungarian", "code": "HUN", "sector": "GOV"}, {"actorText": "Romanian", "code": "ROU", "sector": "GOV"}],
    "target": "diplomats", "dateCoded": "2016-12-12", "eventText": "agreed", "coder": "x", "publication": "gold",
}  # fmt: skip
NOTE = {
    "id": "PLOVER-0",
    "event": "DOCUMENT",
    "eventText": "about the file",
    "dateCoded": "2016-12-12",
    "license": "CC",
}


@pytest.mark.parametrize("form", ["list", "lines", "pretty"])
def test_plover_records_stand_in_a_list_or_one_after_another(form: str) -> None:
    records = [NOTE, GOLD]
    text = {
        "list": json.dumps(records),
        "lines": "\n".join(map(json.dumps, records)),
        "pretty": "\n".join(json.dumps(r, indent=1) for r in records),
    }
    of = Loaded(text[form].encode(), "gold.json")
    assert of.loader.name == "plover"
    assert of.rejects == [(1, "event", "a note on the file, not an event")]
    (event,) = of.rows("events")
    assert (event["type"], event["fatalities"], event["description"]) == ("code:plover/AGREE", 2, "They agreed.")
    assert [(p["as_given"], p["role"]) for p in of.rows("participations")] == [
        ("Hungarian", "actor"),
        ("Romanian", "actor"),
        ("diplomats", "recipient"),
    ]
    assert {a["names"][0]["text"] for a in of.rows("actors")} == {
        "Government (Hungary)",
        "Government (Romania)",
        "diplomats",
    }


def test_a_country_of_an_actor_that_is_in_no_list_is_noted() -> None:
    header = [
        "Event ID",
        "Event Date",
        "Event Type",
        "Actor Name",
        "Actor Country",
        "Recipient Name",
        "Recipient Country",
    ]
    row = {
        "Event ID": "a_1",
        "Event Date": "2023-01-02",
        "Event Type": "AID",
        "Actor Name": "WHO",
        "Actor Country": "USA|GBR",
        "Recipient Name": "Osh",
    }
    of = Loaded(table(header, [row, row | {"Event ID": "a_2", "Actor Name": "UNDP"}]), "ngecEvents.txt")
    assert of.notes == [("unknown country", "USA|GBR")]


def test_places_of_gold_records() -> None:
    """Some have a country, some are one, and of a mere name it is not known what kind of place it is."""
    where = [
        {"name": "Geneva", "country code": "CH"},
        {"name": "Serbia"},
        {"name": "West Bank"},
        {"name": "Osh", "type": "city"},
    ]
    records = [GOLD | {"id": str(n), "eventLoc": one} for n, one in enumerate(where)]
    of = Loaded(json.dumps(records).encode(), "gold.json")
    assert [(p["names"][0]["text"], p.get("country"), p["precision"]) for p in of.rows("places")] == [
        ("Geneva", "id:country/CHE", "unknown"), ("West Bank", None, "unknown"), ("Osh", None, "unknown"),
    ]  # fmt: skip
    assert [e["place"].rsplit("/", 1)[0] for e in of.rows("events")] == [
        "id:place/plover",
        "id:country",
        "id:place/plover",
        "id:place/plover",
    ]
    assert "eventLoc.type" in of.unused, "what is not read is told"


def test_a_first_line_that_is_no_record_costs_that_line() -> None:
    of = Loaded(f"[[1]]\n{json.dumps(GOLD)}\n".encode(), "gold.jsonl")
    assert of.loader.name == "plover"
    assert of.rejects == [(1, "", "not a JSON object")]
    assert len(of.rows("events")) == 1


def test_icews_protests_written_in_plover() -> None:
    record = {
        "id": "7", "date": "2021-01-02", "event": "141", "country": "Armenia", "ccode": "ARM", "text": "NULL", "headline": "Protest",
        "protesteridentity": "Citizen (Armenia): Social,General Population / Civilian / Social: Armenia",
        "location": [{"city": "Kapan", "country": "Armenia", "lat": "39.2", "long": "46.4", "province": "Syunik"}],
    }  # fmt: skip
    of = Loaded((json.dumps(record, indent=2) + "\n").encode(), "x.jsonl")
    assert of.rows("events")[0]["type"] == "code:cameo/141"
    (actor,) = of.rows("actors")
    assert (actor["names"][0]["text"], actor["kind"], actor["country"]) == (
        "Citizen (Armenia)",
        "group",
        "id:country/ARM",
    )
    assert of.rows("participations")[0]["sectors"] == ["General Population / Civilian / Social", "Social"]


SCAD = (
    "eventid,id,ccode,countryname,startdate,enddate,duration,stday,stmo,styr,eday,emo,eyr,etype,escalation,actor1,actor2,actor3,target1,"
    "target2,cgovtarget,rgovtarget,npart,ndeath,repress,elocal,ilocal,sublocal,locnum,gislocnum,issue1,issue2,issue3,issuenote,nsource,"
    "notes,female_event,lgbtq_issue,coder,acd_questionable,latitude,longitude,geo_comments,location_precision"
).split(",")
STRIKE = {
    "eventid": "400001", "id": "1", "ccode": "40", "countryname": "Cuba", "startdate": "28-Jan-90", "enddate": "29-Jan-90", "stday": "28",
    "stmo": "1", "styr": "1990", "eday": "29", "emo": "1", "eyr": "1990", "etype": "5", "escalation": "0", "actor1": "Citizens", "actor2": "",
    "target1": "Port authority", "cgovtarget": "1", "npart": "-99", "ndeath": "3", "repress": "1", "elocal": "Havana", "ilocal": "Havana", "sublocal": "1",
    "locnum": "1", "issue1": "2", "issue2": "10", "issue3": "-99", "issuenote": "A strike.", "nsource": "Both", "notes": "Dates unclear.",
    "latitude": "23.05", "longitude": "-82.34",
}  # fmt: skip
SECOND = STRIKE | {"id": "2", "sublocal": "2", "elocal": "Matanzas", "latitude": "23.04", "longitude": "-81.57"}


def scad(*rows: dict[str, str]) -> bytes:
    return table(SCAD, rows, separator=",", quote=True).replace(b"\n", b"\r\r\n")


@pytest.mark.slow
def test_a_further_place_of_scad_is_part_of_the_event_and_counts_no_death_twice(tmp_path: Path) -> None:
    of = Loaded(scad(STRIKE, SECOND))
    assert of.loader.name == "scad"
    event, part = of.rows("events")
    assert (event["type"], event["fatalities"], event["reported_by"]) == ("code:scad/5", 3, ["AP", "AFP"])
    assert event["topics"] == ["scad-issue:economy", "scad-issue:rights_democracy"]
    assert (event["start_date"], event["end_date"]) == ("1990-01-28", "1990-01-29")
    assert (event["description"], event["remark"]) == ("A strike.", "Dates unclear.")
    assert part["part_of"] == event["iri"]
    assert "fatalities" not in part
    assert {(p["as_given"], p["role"]) for p in of.rows("participations")} == {
        ("Citizens", "actor"),
        ("Port authority", "recipient"),
    }
    with same_in_both_orders(tmp_path, {"a.csv": scad(STRIKE), "b.csv": scad(SECOND, STRIKE)}) as graph:
        assert graph.sql("SELECT sum(fatalities) FROM events").rows == [(3,)]


def test_what_scad_does_not_know_is_not_known() -> None:
    row = STRIKE | {"ndeath": "-99", "stday": "-99", "elocal": "Unknown", "locnum": "-99"}
    (event,) = Loaded(scad(row)).rows("events")
    assert "fatalities" not in event
    assert (event["start_date"], event["date_precision"], event["place"]) == ("1990-01", "month", "id:country/CUB")
    assert "scad:ndeath=-99" in event["details"]


def test_a_point_that_scad_does_not_know_costs_nothing_else() -> None:
    of = Loaded(scad(STRIKE | {"latitude": "-99", "longitude": "-99"}))
    assert of.rejects == []
    assert [kind for kind, _ in of.notes if "not" in kind] == []
    assert "latitude" not in next(p for p in of.rows("places") if p["names"][0]["text"] == "Havana")


def test_scads_lines_that_are_not_utf_8() -> None:
    of = Loaded(
        scad(STRIKE).replace(b"Dates unclear.", b"estimated\x92\xdb\x81") + scad(SECOND).split(b"\n")[1] + b"\n"
    )
    assert of.rows_read == 2
    assert of.rejects == []
    assert ("lines that are not UTF-8: read as", "cp1252") in of.notes


REDUCED = b"1995-01-01\tROU\tGOV-MIL\tUSA\tOTH\t042\t1.9\t1\n1995-01-02\tKGZ\tGOV\t---\t---\t190\t-10\t4\n"


def test_reduced_files_of_icews_have_codes_and_no_header() -> None:
    of = Loaded(REDUCED, "reduced.ICEWS.events.txt")
    assert (of.loader.name, of.rejects, of.notes) == ("icews-reduced", [], [])
    assert [(e["type"], e["start_date"], e["intensity"]) for e in of.rows("events")] == [
        ("code:cameo/042", "1995-01-01", 1.9),
        ("code:cameo/190", "1995-01-02", -10),
    ]
    assert [p["as_given"] for p in of.rows("participations")] == ["ROU GOV-MIL", "USA OTH", "KGZ GOV"]
    assert of.rows("participations")[1]["participant"] == "id:country/USA"
    numbered = b"1995-01-01\tROU\t360\tGOV-MIL\tUSA\t002\tOTH\t042\t1.9\t1\n"
    assert set(Loaded(numbered, "a.txt").rows("events")[0]["details"]) == {
        "icews:quad=1",
        "icews:source_cow=360",
        "icews:target_cow=002",
    }
