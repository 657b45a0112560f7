"""Made-up tables for the benchmark of loaders: a row of each format, and a file of such rows."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from benchmarks.made_up import day as _day
from benchmarks.made_up import text as _text
from govgraph.loaders.events.phoenix import _DAILY
from govgraph.loaders.events.polecat import COLUMNS as POLECAT
from govgraph.loaders.events.ucdp_files import COLUMNS as GED
from govgraph.loaders.gdelt.gkg import ONE, TWO
from govgraph.loaders.gdelt.layout import COLUMNS as GDELT
from govgraph.loaders.gdelt.mentions import COLUMNS as MENTIONS

Row = dict[str, str]
_COUNTRIES = ("Kyrgyzstan", "Kazakhstan", "Uzbekistan", "India", "France", "Brazil", "Kenya", "China")
_CODES = ("KGZGOV", "KAZ", "UZBOPP", "IND", "FRAGOV", "BRACVL", "KENREB", "CHN")


def _icews(i: int) -> Row:
    land = _COUNTRIES[i % 8]
    return {
        "Event ID": str(i), "Event Date": _day(i), "Source Name": f"Police ({land})", "Source Sectors": "Police,Government",
        "Source Country": land, "Event Text": "Consult", "CAMEO Code": ("040", "042", "111", "190")[i % 4], "Intensity": "1.0",
        "Target Name": f"Person {i % 15000}", "Target Sectors": "Elite,Parties", "Target Country": _COUNTRIES[i % 15000 % 7],
        "Story ID": str(i // 3), "Sentence Number": str(1 + i % 6), "Publisher": f"Agency {i % 60}", "City": f"City {i % 900}",
        "District": "NA", "Province": f"Province {i % 90}", "Country": land, "Latitude": f"{i % 60}.5", "Longitude": f"{i % 90}.25",
    }  # fmt: skip


def _acled(i: int) -> Row:
    land = _COUNTRIES[i % 8]
    return {
        "event_id_cnty": f"ABC{i}", "event_date": _day(i), "year": "2020", "time_precision": "1", "disorder_type": "Demonstrations",
        "event_type": "Protests", "sub_event_type": "Peaceful protest", "actor1": f"Protesters ({land})",
        "assoc_actor_1": f"Union {i % 700}; Teachers ({land})", "inter1": "6", "actor2": "", "assoc_actor_2": "", "inter2": "0",
        "interaction": "60", "civilian_targeting": "", "iso": "", "region": "Asia", "country": land, "admin1": f"Province {i % 90}",
        "admin2": f"District {i % 300}", "admin3": "", "location": f"City {i % 900}", "latitude": f"{i % 60}.5", "longitude": f"{i % 90}.25",
        "geo_precision": "1", "source": f"Paper {i % 90}; Radio {i % 20}", "source_scale": "National", "notes": _text(i), "fatalities": "0",
        "tags": "crowd size=no report", "timestamp": str(1600000000 + i),
    }  # fmt: skip


def _ged(i: int) -> Row:
    row = dict.fromkeys(GED, "")
    return row | {
        "id": str(i), "year": "2020", "active_year": "1", "code_status": "Clear", "type_of_violence": "1", "conflict_new_id": str(i % 90),
        "conflict_name": f"Conflict {i % 90}", "dyad_new_id": str(i % 300), "dyad_name": f"Dyad {i % 300}", "side_a_new_id": str(i % 100),
        "side_a": f"Government of {_COUNTRIES[i % 8]}", "side_b_new_id": str(1000 + i % 300), "side_b": f"Rebels {i % 300}",
        "number_of_sources": "1", "source_article": f"Agency,{_day(i)},Headline {i}", "source_office": "Agency", "source_date": _day(i),
        "source_headline": f"Headline {i}", "source_original": "police", "where_prec": "1", "where_coordinates": f"City {i % 900}",
        "adm_1": f"Province {i % 90}", "adm_2": f"District {i % 300}", "latitude": f"{i % 60}.5", "longitude": f"{i % 90}.25",
        "country": _COUNTRIES[i % 8], "event_clarity": "1", "date_prec": "1", "date_start": _day(i), "date_end": _day(i), "deaths_a": "1",
        "deaths_b": "2", "deaths_civilians": "0", "deaths_unknown": "0", "best": "3", "high": "4", "low": "3",
    }  # fmt: skip


def _polecat(i: int) -> Row:
    return dict.fromkeys(POLECAT, "None") | {
        "Event ID": f"2019-{i}_PROTEST_R", "Event Date": _day(i), "Event Type": "PROTEST", "Event Mode": "demo", "Intensity": "-3.0",
        "Contexts": "human_rights;legislative", "Actor Name": f"Union {i % 700}", "Actor Country": "KGZ", "Recipient Name": "Kyrgyzstan",
        "Recipient Country": "KGZ", "City": f"City {i % 900}", "Province": f"Province {i % 90}", "Country": "KGZ", "Latitude": f"{i % 60}.5",
        "Longitude": f"{i % 90}.25", "GeoNames ID": str(1000 + i % 900), "Source": f"Agency {i % 60}", "Publication Date": _day(i),
        "Language": "en", "Version": "NGEC",
    }  # fmt: skip


def _phoenix(i: int) -> Row:
    day = _day(i)
    return dict.fromkeys(_DAILY, "") | {
        "event_id": f"{i}_v0.1.0", "date": day.replace("-", ""), "year": day[:4], "month": day[5:7], "day": day[8:], "source": _CODES[i % 8],
        "target": _CODES[i % 7], "event_code": ("040", "042", "111", "190")[i % 4], "goldstein": "1.0", "issues": "ID_TRADE,2",
        "latitude": f"{i % 60}.5", "longitude": f"{i % 90}.25", "place": f"City {i % 900}", "country": "KGZ", "state": f"Province {i % 90}",
        "urls": f"http://a.kg/{i}", "news_sources": "agency",
    }  # fmt: skip


def _keds(i: int) -> Row:
    return {
        "a": _day(i)[2:].replace("-", ""),
        "b": _CODES[i % 8],
        "c": _CODES[i % 7],
        "d": ("036", "0255", "111", "190")[i % 4],
        "e": f"PHRASE {i}",
    }


def _reduced(i: int) -> Row:
    actor, other = _CODES[i % 8], _CODES[i % 7]
    return {
        "date": _day(i), "source": actor[:3], "source_agent": actor[3:] or "---", "target": other[:3], "target_agent": other[3:] or "---",
        "code": ("040", "042", "111", "190")[i % 4], "goldstein": f"{i % 90 / 10}", "quad": str(1 + i % 4),
    }  # fmt: skip


def _vote(i: int) -> Row:
    return {
        "rcid": str(i // 8),
        "country": _COUNTRIES[i % 8],
        "country_code": "",
        "vote": ("yes", "no", "abstain")[i % 3],
    }


def _archigos(i: int) -> Row:
    year = 1900 + i % 100
    return {
        "obsid": f"USA-{i // 4}", "leadid": f"81dcc176-1e42-11e4-b4cd-{i // 8:012}", "ccode": "2", "idacr": "USA", "leader": f"Sample {i // 8}",
        "startdate": f"{year}-01-01", "enddate": f"{year}-12-31", "entry": "(p_year)", "exit": "(n_year)", "exitcode": ".",
        "prevtimesinoffice": ".", "posttenurefate": ".", "gender": "M", "yrborn": "1822", "yrdied": "1885", "borndate": "NA", "deathdate": "NA",
        "dbpedia.uri": f"http://dbpedia.org/resource/Sample_{i // 8}", "num.entry": ".", "num.exit": ".", "num.exitcode": ".",
        "num.posttenurefate": "NA", "fties": "NA", "ftcur": "NA",
    }  # fmt: skip


def _term(i: int) -> Row:
    return {
        "id": f"00000000-0000-4000-8000-{i:012}", "name": f"Sample {i}", "sort_name": f"Sample {i}", "email": f"a{i}@b.kg", "twitter": "", "facebook": "",
        "group": f"Party {i % 9}", "group_id": f"p{i % 9}", "area_id": f"area/{i % 90}", "area": f"Area {i % 90}", "chamber": "Council",
        "term": "5", "start_date": "", "end_date": "", "image": f"http://a.kg/{i}.jpg", "gender": "female",
    }  # fmt: skip


def _scad(i: int) -> Row:
    year, month, day = _day(i).split("-")
    return {
        "eventid": str(i), "id": str(i), "ccode": "", "countryname": _COUNTRIES[i % 8], "startdate": "", "enddate": "", "stday": day,
        "stmo": month, "styr": year, "eday": day, "emo": month, "eyr": year, "etype": str(1 + i % 10), "escalation": "0",
        "actor1": f"Union {i % 700}", "actor2": "", "actor3": "", "target1": "Government", "target2": "", "npart": "2", "ndeath": "0",
        "repress": "0", "elocal": f"City {i % 900}", "sublocal": "1", "locnum": "2", "issue1": "2", "issue2": "10", "issuenote": _text(i),
        "nsource": "AP", "notes": "", "latitude": f"{i % 60}.5", "longitude": f"{i % 90}.25",
    }  # fmt: skip


def _gdelt(i: int) -> Row:
    day, code = _day(i).replace("-", ""), ("040", "0421", "111", "190")[i % 4]
    geo = {"Type": "4", "FullName": f"City {i % 900}, Province {i % 90}, Kyrgyzstan", "CountryCode": "KG", "ADM1Code": f"KG{10 + i % 90}", "Lat": f"{i % 60}.5",
           "Long": f"{i % 90}.25", "FeatureID": f"-{100_000 + i % 900}"}  # fmt: skip
    return dict.fromkeys(GDELT, "") | {f"{who}Geo_{part}": value for who in ("Actor1", "Actor2", "Action") for part, value in geo.items()} | {
        "GLOBALEVENTID": str(700_000_000 + i), "SQLDATE": day, "MonthYear": day[:6], "Year": day[:4], "FractionDate": f"{day[:4]}.5",
        "Actor1Code": _CODES[i % 8], "Actor1Name": _COUNTRIES[i % 8].upper(), "Actor2Code": _CODES[i % 7], "Actor2Name": "GOVERNMENT",
        "IsRootEvent": str(i % 2), "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": "1", "GoldsteinScale": "1.0",
        "NumMentions": str(i % 30), "NumSources": "1", "NumArticles": str(i % 30), "AvgTone": f"-{i % 9}.25", "DATEADDED": f"{day}001500",
        "SOURCEURL": f"http://a.kg/{i // 3}/what-happened-in-the-city",
    }  # fmt: skip


def _mention(i: int) -> Row:
    moment = _day(i).replace("-", "") + "001500"
    return dict.fromkeys(MENTIONS, "") | {
        "GLOBALEVENTID": str(700_000_000 + i // 4), "EventTimeDate": moment, "MentionTimeDate": moment, "MentionType": "1", "MentionSourceName": f"paper{i % 90}.kg",
        "MentionIdentifier": f"http://a.kg/{i // 3}/what-happened-in-the-city", "SentenceID": str(1 + i % 6), "Actor1CharOffset": "-1", "Actor2CharOffset": "210",
        "ActionCharOffset": str(i % 5000), "InRawText": "1", "Confidence": "40", "MentionDocLen": "2541", "MentionDocTone": f"-{i % 9}.25",
    }  # fmt: skip


def _in_document(i: int) -> Row:
    """What one document names, as GKG 1 and 2 write it."""
    chance = random.Random(i)
    people = [f"person {chance.randrange(15_000)}" for _ in range(6)]
    bodies = [f"ministry {chance.randrange(3_000)}" for _ in range(4)]
    themes = [f"TAX_FNCACT_{chance.randrange(900)}" for _ in range(30)]
    towns = [
        f"4#City {n}, Province {n % 90}, Kyrgyzstan#KG#KG{10 + n % 90}#{n % 60}.5#{n % 90}.25#-{n}"
        for n in chance.sample(range(900), 4)
    ]
    return {
        "persons": ";".join(people),
        "organizations": ";".join(bodies),
        "themes": ";".join(themes) + ";",
        "locations": ";".join(towns),
    }


def _gkg(i: int) -> Row:
    said, moment = _in_document(i), _day(i).replace("-", "") + "001500"
    return dict.fromkeys(TWO, "") | {
        "GKGRECORDID": f"{moment}-{i}", "DATE": moment, "SourceCollectionIdentifier": "1", "SourceCommonName": f"paper{i % 90}.kg",
        "DocumentIdentifier": f"http://a.kg/{i}/what-happened-in-the-city", "Themes": said["themes"], "V2Themes": said["themes"].replace(";", ",120;"),
        "Locations": said["locations"], "V2Locations": said["locations"].replace("#KG#", "#KG#").replace(";", "#210;") + "#210", "Persons": said["persons"],
        "V2Persons": said["persons"].title().replace(";", ",90;") + ",90", "Organizations": said["organizations"],
        "V2Organizations": said["organizations"].title().replace(";", ",77;") + ",77", "V2Tone": f"-{i % 9}.5,1,2,3,20,1,231",
        "GCAM": "wc:231," + ",".join(f"c{n}.{i % 9}:{n}" for n in range(300)), "AllNames": said["persons"].title().replace(";", ",90;"),
        "Extras": f"<PAGE_TITLE>What happened, part {i}</PAGE_TITLE>",
    }  # fmt: skip


def _gkg_one(i: int) -> Row:
    said = _in_document(i)
    return dict.fromkeys(ONE, "") | {
        "DATE": _day(i).replace("-", ""), "NUMARTS": "1", "THEMES": said["themes"], "LOCATIONS": said["locations"], "PERSONS": said["persons"],
        "ORGANIZATIONS": said["organizations"], "TONE": f"-{i % 9}.5,1,2,3,20,1", "CAMEOEVENTIDS": f"{700_000_000 + i},{700_000_001 + i}",
        "SOURCES": "paper.kg", "SOURCEURLS": f"http://paper.kg/{i}/what-happened-in-the-city",
    }  # fmt: skip


def _meeting(i: int) -> Row:
    year, month, day = _day(i).split("-")
    return {
        "epid": str(i % 700), "mep": f"Member {i % 700}", "group": f"Group {i % 9}", "country": ("SE", "FI", "FR")[i % 3],
        "lobbyists": f"Fund {i % 900};Steel {i % 800}", "date": f"{int(day):02}-{int(month):02}-{year}", "title": _text(i)[:60],
    }  # fmt: skip


MEETINGS = """dataset: ep
actors:
  official: {kind: person, name: mep, id: epid, country: {column: country, system: iso2}}
  group: {kind: party, name: group}
  lobbyist: {kind: organization, name: {column: lobbyists, split: ";"}}
memberships:
  - {member: official, organization: group, role: member}
events:
  meeting:
    type: event-type:meeting
    name: title
    start_date: {column: date, format: DD-MM-YYYY}
    participants: {official: host, lobbyist: guest}
"""
"""The mapping of the table that the loader ``table`` reads: seven things and links for each of its rows."""


FORMATS: dict[str, tuple[Callable[[int], Row], str, bool]] = {
    "icews": (_icews, "\t", True), "icews-reduced": (_reduced, "\t", False), "acled": (_acled, ",", True), "ucdp-ged": (_ged, ",", True), "scad": (_scad, ",", True),
    "polecat": (_polecat, "\t", True), "phoenix": (_phoenix, "\t", False), "keds": (_keds, "\t", False), "un-votes": (_vote, ",", True), "archigos": (_archigos, "\t", True),
    "everypolitician": (_term, ",", True), "gdelt-events": (_gdelt, "\t", False), "gdelt-events, a copy": (_gdelt, ",", True), "gdelt-mentions": (_mention, "\t", False),
    "gdelt-gkg 1": (_gkg_one, "\t", False), "gdelt-gkg 2": (_gkg, "\t", False), "table": (_meeting, ",", True),
}  # fmt: skip
"""Loader, with what else tells the file from others -> its made-up rows, the separator, whether there is a header."""


def write(name: str, file: Path, rows: int) -> None:
    """Write a made-up file of a format."""
    make, separator, header = FORMATS[name]
    with file.open("w", encoding="utf-8") as out:
        if header:
            out.write(separator.join(make(1)) + "\n")
        for i in range(1, rows + 1):
            cells = make(i).values()
            out.write(separator.join(f'"{c}"' if separator == "," and separator in c else c for c in cells) + "\n")
