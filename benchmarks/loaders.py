"""What a loader costs, from file to blocks: of tables beside polars reading the same file and writing it as Parquet, of JSON beside a parser of
JSON, of RDF beside Oxigraph's parser, each of which only reads.

``python -m benchmarks.loaders [ROWS]`` writes a made-up file for each format, and prints two tables in Markdown. Costs are processor seconds of
this process with all its threads (``time.process_time``), the least of three runs, because other programs on the machine change them little.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from benchmarks.files import scratch
from govgraph.loaders.events.phoenix import _DAILY
from govgraph.loaders.events.polecat import COLUMNS as POLECAT
from govgraph.loaders.events.ucdp_files import COLUMNS as GED
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader

Row = dict[str, str]
_COUNTRIES = ("Kyrgyzstan", "Kazakhstan", "Uzbekistan", "India", "France", "Brazil", "Kenya", "China")
_CODES = ("KGZGOV", "KAZ", "UZBOPP", "IND", "FRAGOV", "BRACVL", "KENREB", "CHN")
_WORDS = "people met in the square and asked the government for higher wages and better schools today".split()


def _day(i: int) -> str:
    return f"20{10 + i % 14}-{1 + i % 12:02}-{1 + i % 28:02}"


def _text(i: int) -> str:
    return " ".join(random.Random(i).choices(_WORDS, k=40))


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


def _vote(i: int) -> Row:
    return {
        "rcid": str(i // 8),
        "country": _COUNTRIES[i % 8],
        "country_code": "",
        "vote": ("yes", "no", "abstain")[i % 3],
    }


def _scad(i: int) -> Row:
    year, month, day = _day(i).split("-")
    return {
        "eventid": str(i), "id": str(i), "ccode": "", "countryname": _COUNTRIES[i % 8], "startdate": "", "enddate": "", "stday": day,
        "stmo": month, "styr": year, "eday": day, "emo": month, "eyr": year, "etype": str(1 + i % 10), "escalation": "0",
        "actor1": f"Union {i % 700}", "actor2": "", "actor3": "", "target1": "Government", "target2": "", "npart": "2", "ndeath": "0",
        "repress": "0", "elocal": f"City {i % 900}", "sublocal": "1", "locnum": "2", "issue1": "2", "issue2": "10", "issuenote": _text(i),
        "nsource": "AP", "notes": "", "latitude": f"{i % 60}.5", "longitude": f"{i % 90}.25",
    }  # fmt: skip


FORMATS: dict[str, tuple[Callable[[int], Row], str, bool]] = {
    "icews": (_icews, "\t", True), "acled": (_acled, ",", True), "ucdp-ged": (_ged, ",", True), "scad": (_scad, ",", True),
    "polecat": (_polecat, "\t", True), "phoenix": (_phoenix, "\t", False), "keds": (_keds, "\t", False), "un-votes": (_vote, ",", True),
}  # fmt: skip
"""Loader -> its made-up rows, the separator, whether there is a header."""


def _ftm(i: int) -> str:
    if i % 3 == 0:
        ends = {
            "director": [f"kg-{i - 1}"],
            "organization": [f"kg-{i - 2}"],
            "role": ["Director"],
            "startDate": [_day(i)],
        }
        schema, properties = "Directorship", ends
    else:
        names = [f"Aida Sadykova {i}", f"Sadykova Aida {i}", f"Садыкова Аида {i}"]
        properties = {
            "name": names, "alias": [f"A. S. {i}"], "country": ["kg"], "topics": ["role.pep"], "notes": [_text(i)[:120]],
            "sourceUrl": [f"https://a.kg/{i}"], "innCode": [f"{i:014}"],
        }  # fmt: skip
        schema = ("Company", "Person")[i % 2]
    seen = {
        "first_seen": "2023-01-01T00:00:00",
        "last_seen": "2024-01-01T00:00:00",
        "last_change": "2023-05-01T00:00:00",
    }
    entity = {
        "id": f"kg-{i}",
        "caption": f"Aida Sadykova {i}",
        "schema": schema,
        "properties": properties,
        "referents": [f"old-{i}"],
        "datasets": ["kg"],
    }
    return json.dumps(entity | seen, ensure_ascii=False)


def _littlesis(i: int) -> str:
    attributes = {
        "id": i, "entity1_id": i % 900, "entity2_id": i % 700, "category_id": 1 + i % 12, "description1": "Chair", "description2": None,
        "amount": i % 5000, "currency": "usd", "goods": None, "filings": None, "description": _text(i)[:80], "start_date": "2010-05-00",
        "end_date": None, "is_current": True, "is_featured": False, "updated_at": "2024-01-02T03:04:05Z", "category_attributes": {},
    }  # fmt: skip
    return json.dumps(
        {
            "type": "relationships",
            "id": i,
            "attributes": attributes,
            "links": {"self": f"https://littlesis.org/relationships/{i}"},
        }
    )


def _wikidata(i: int) -> str:
    def statement(prop: str, value: object, kind: str, datatype: str, **qualifiers: object) -> dict[str, object]:
        snak = {
            "snaktype": "value",
            "property": prop,
            "hash": "0" * 40,
            "datavalue": {"value": value, "type": kind},
            "datatype": datatype,
        }
        return {
            "mainsnak": snak,
            "type": "statement",
            "id": f"Q{i}${prop}",
            "rank": "normal",
            "qualifiers": qualifiers,
            "references": [],
        }

    def item(of: int) -> dict[str, object]:
        return {"entity-type": "item", "numeric-id": of, "id": f"Q{of}"}

    time = {
        "time": "+2012-05-07T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    start = [
        {"snaktype": "value", "property": "P580", "datavalue": {"value": time, "type": "time"}, "datatype": "time"}
    ]
    claims = {
        "P31": [statement("P31", item(5), "wikibase-entityid", "wikibase-item")],
        "P39": [statement("P39", item(100 + i % 90), "wikibase-entityid", "wikibase-item", P580=start)],
        "P569": [statement("P569", time, "time", "time")], "P27": [statement("P27", item(813), "wikibase-entityid", "wikibase-item")],
        "P214": [statement("P214", str(i), "string", "external-id")], "P106": [statement("P106", item(82955), "wikibase-entityid", "wikibase-item")],
    }  # fmt: skip
    labels = {tag: {"language": tag, "value": f"Aida {i}"} for tag in ("en", "ru", "ky", "de", "fr")}
    return json.dumps(
        {
            "type": "item",
            "id": f"Q{i + 1_000_000}",
            "labels": labels,
            "descriptions": {},
            "aliases": {},
            "claims": claims,
            "sitelinks": {},
        }
    )


def _triples(i: int) -> str:
    me, gov, org = f"<http://a.kg/{i}>", "https://w3id.org/govgraph/ontology#", "http://www.w3.org/ns/org#"
    lines = [
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{gov}Membership>", f"<{org}member> <http://a.kg/p{i}>", f"<{org}organization> <http://a.kg/o>",
        f'<{gov}role> "member"', f'<{gov}startDate> "2010"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    ]  # fmt: skip
    return " .\n".join(f"{me} {line}" for line in lines) + " ."


RECORDS: dict[str, tuple[Callable[[int], str], str, str]] = {
    "followthemoney": (_ftm, ".json", "json"), "littlesis": (_littlesis, ".json", "json"), "wikidata": (_wikidata, ".json", "json"),
    "rdf": (_triples, ".nt", "pyoxigraph"),
}  # fmt: skip
"""Loader -> its made-up records, the ending of the file, and the parser that is its floor."""


def write(name: str, file: Path, rows: int) -> None:
    """Write a made-up file of a format."""
    make, separator, header = FORMATS[name]
    with file.open("w", encoding="utf-8") as out:
        if header:
            out.write(separator.join(make(1)) + "\n")
        for i in range(1, rows + 1):
            cells = make(i).values()
            out.write(separator.join(f'"{c}"' if separator == "," and separator in c else c for c in cells) + "\n")


def _cost(run: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def _records(rows: int, folder: Path) -> None:
    """Measure the formats of records, a tenth as many as rows of tables, and print their table."""
    rows //= 10
    sys.stdout.write(
        "\n| loader | records a second of processor time | the parser alone | times |\n|---|---|---|---|\n"
    )
    for name, (make, ending, parser) in RECORDS.items():
        file = folder / f"{name}{ending}"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(make(i) + "\n" for i in range(1, rows + 1))

        def load(file: Path = file, name: str = name) -> None:
            loader = find_loader(Source(file))
            assert loader.name == name, loader.name
            read = sum(block.rows_read for block in loader.blocks(Source(file), Options()))
            assert read == rows, read

        def floor(file: Path = file, parser: str = parser) -> None:
            with file.open("rb") as lines:
                read = sum(
                    1
                    for _ in (
                        ox.parse(lines, format=ox.RdfFormat.N_TRIPLES) if parser != "json" else map(json.loads, lines)
                    )
                )
            assert read >= rows

        ours, theirs = _cost(load), _cost(floor)
        sys.stdout.write(f"| {name} | {rows / ours:,.0f} | {parser}: {rows / theirs:,.0f} | {ours / theirs:.1f} |\n")
        sys.stdout.flush()
        file.unlink()


def main() -> None:
    """Measure every format and print the tables."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    sys.stdout.write(
        "| loader | rows a second of processor time | polars: read and write Parquet | times |\n|---|---|---|---|\n"
    )
    with scratch(None) as folder:
        for name, (_, separator, header) in FORMATS.items():
            file = folder / f"{name}.csv"
            write(name, file, rows)

            def load(file: Path = file, name: str = name) -> None:
                loader = find_loader(Source(file))
                assert loader.name == name, loader.name
                read = sum(block.rows_read for block in loader.blocks(Source(file), Options()))
                assert read == rows, read

            def floor(file: Path = file, separator: str = separator, header: bool = header) -> None:
                quote = '"' if separator == "," else None
                table = pl.read_csv(file, separator=separator, has_header=header, quote_char=quote, infer_schema=False)
                table.write_parquet(file.with_suffix(".parquet"))

            ours, theirs = _cost(load), _cost(floor)
            sys.stdout.write(f"| {name} | {rows / ours:,.0f} | {rows / theirs:,.0f} | {ours / theirs:.1f} |\n")
            sys.stdout.flush()
            file.unlink()
        _records(rows, folder)


if __name__ == "__main__":
    main()
