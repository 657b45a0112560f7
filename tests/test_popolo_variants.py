"""Relatives of Popolo: EveryPolitician's tables and index, Democratic Commons, and parlparse's split files. All rows are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders, table

from govgraph.testing import check_loader

REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "popolo"
HEADER = (
    "id,name,sort_name,email,twitter,facebook,group,group_id,area_id,area,chamber,term,start_date,end_date,image,gender"
).split(",")
OLD_HEADER = "id,name,email,twitter,group,group_id,area,chamber,term,start_date,end_date,image,gender".split(",")
ADA, BO = "7493c406-8206-4fbd-aceb-d64aa334cd35", "2d515221-39e2-42f5-b219-de0d79c8fcf6"
ROW = {
    "id": ADA, "name": "SAMPLE Ada", "sort_name": "Sample", "email": "a@b.kg", "twitter": "ada", "group": "Respublika", "group_id": "respublika",
    "area_id": "area/osh", "area": "Osh", "chamber": "Supreme Council", "term": "5", "start_date": "2010", "end_date": "2012-11", "gender": "female",
}  # fmt: skip
POPOLO = {
    "persons": [{"id": ADA, "name": "SAMPLE Ada"}],
    "organizations": [
        {"id": "legislature", "name": "Supreme Council", "classification": "legislature"},
        {"id": "party/respublika", "name": "Respublika", "classification": "party"},
    ],
    "areas": [{"id": "area/osh", "name": "Osh"}],
    "events": [
        {"id": "term/5", "name": "5th Convocation", "classification": "legislative period", "start_date": "2010", "end_date": "2015-10-15", "organization_id": "legislature"}
    ],
    "memberships": [
        {"person_id": ADA, "organization_id": "legislature", "on_behalf_of_id": "party/respublika", "area_id": "area/osh", "legislative_period_id": "term/5",
         "role": "member", "start_date": "2010", "end_date": "2012-11"}
    ],
}  # fmt: skip


def term(*rows: dict[str, str], header: list[str] = HEADER, name: str = "kyrgyzstan.term-5.csv") -> Loaded:
    return Loaded(table(header, rows, separator=","), name)


def as_json(data: object) -> bytes:
    return json.dumps(data).encode()


# ------------------------------------------------------------------------------------------------ EveryPolitician


def test_a_row_of_a_term_is_a_person_with_a_membership() -> None:
    of = term(ROW, ROW | {"group": "Ata Meken", "group_id": "ata_meken", "start_date": "2012-12", "end_date": ""})
    assert (of.loader.name, of.rows_read, of.rejects, of.notes, of.unused) == ("everypolitician", 2, [], [], [])
    person = of.rows("actors")[0]
    assert (person["iri"], person["gender"], person["sort_name"]) == (f"id:person/uuid/{ADA}", "female", "Sample")
    assert person["contact_details"] == ["email: a@b.kg", "twitter: ada"]
    first, second = of.rows("memberships")
    assert (first["organization"], first["on_behalf_of"]) == (
        "id:organization/kyrgyzstan/legislature",
        "id:organization/kyrgyzstan/party/respublika",
    )
    assert (first["start_date"], first["end_date"], first["period"]) == (
        "2010",
        "2012-11",
        "id:event/kyrgyzstan/term/5",
    )
    assert (second["start_date"], "end_date" in second) == ("2012-12", False), "a change of party is a row of its own"


def test_items_of_wikidata_are_identifiers_of_the_person_the_party_and_the_area() -> None:
    items = {"wikidata": "Q1", "wikidata_group": "Q2", "wikidata_area": "Q3"}
    of = term(ROW | items, header=[*HEADER, *items])
    assert of.unused == []
    found = {i for name in ("actors", "places") for row in of.rows(name) for i in row.get("identifiers") or []}
    assert {"wikidata:Q1", "wikidata:Q2", "wikidata:Q3"} <= found


def test_a_term_and_its_popolo_file_give_one_membership(tmp_path: Path) -> None:
    files = {"kyrgyzstan.json": as_json(POPOLO), "kyrgyzstan.term-5.csv": table(HEADER, [ROW], separator=",")}
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT count(*), min(len(sources)) FROM memberships").rows == [(1, 2)]
        assert graph.sql("SELECT name FROM events").rows == [("5th Convocation",)]
        assert graph.check().errors == []


def test_the_older_layout_with_ids_that_are_no_uuids() -> None:
    row = {k: v for k, v in ROW.items() if k in OLD_HEADER} | {"id": "gjok-jaku4", "name": "Gjok Jaku4"}
    of = term(row, header=OLD_HEADER, name="albania.csv")
    assert of.rows("actors")[0]["iri"] == "id:person/albania/gjok-jaku4"
    assert of.rows("places")[0]["iri"] == "id:place/albania/area/Osh"


def test_nobody_and_no_party_are_no_actors() -> None:
    of = term(
        ROW | {"group": "unknown", "group_id": "unknown"},
        ROW | {"id": ""},
        ROW | {"name": ""},
        ROW | {"id": BO, "name": "vacant"},
    )
    assert [r[2] for r in of.rejects] == [
        "required value is missing",
        "required value is missing",
        "a placeholder, not a person",
    ]
    (membership,) = of.rows("memberships")
    assert (membership["as_given"], "on_behalf_of" in membership) == ("unknown", False)
    assert ("placeholder left out", "organizations/party/unknown: unknown") in of.notes


def test_a_list_of_names_adds_spellings_in_all_scripts(tmp_path: Path) -> None:
    names = f'name,id\n"Сампл, Ада",{ADA}\n瓦列里,{ADA}\n瓦列里,{ADA}\n'.encode()
    of = Loaded(names, "names.csv")
    assert (of.loader.name, of.rows_read) == ("everypolitician", 3)
    files = {"names.csv": names, "kyrgyzstan.term-5.csv": table(HEADER, [ROW], separator=",")}
    with same_in_both_orders(tmp_path, files) as graph:
        ((name, aliases),) = graph.sql(f"SELECT name, aliases FROM actors WHERE iri LIKE '%{ADA}'").rows
        assert name in ("SAMPLE Ada", "Сампл, Ада", "瓦列里")
        assert {"Сампл, Ада", "瓦列里", "SAMPLE Ada"} <= {
            name,
            *(a["text"] if isinstance(a, dict) else a for a in aliases),
        }
        load = next(x for x in graph.loads() if x.file == "names.csv")
        assert (load.rows_loaded, load.rows_merged) == (2, 1)


def legislature(**values: Any) -> dict[str, Any]:
    period = {
        "id": "term/5",
        "name": "5th Convocation",
        "slug": "5",
        "start_date": "2010",
        "end_date": "2015-10",
        "csv": "data/t.csv",
    }
    told = {
        "name": "Supreme Council",
        "slug": "Council",
        "lastmod": "1448466499",
        "person_count": 120,
        "legislative_periods": [period],
    }
    return {
        "name": "Kyrgyzstan",
        "country": "Kyrgyzstan",
        "code": "KG",
        "slug": "Kyrgyzstan",
        "legislatures": [told | values],
    }


def test_the_index_names_legislatures_and_their_terms() -> None:
    part = {"name": "Abkhazia", "country": "Abkhazia", "code": "GE-AB", "slug": "Abkhazia", "legislatures": []}
    of = Loaded(as_json([legislature(), part, "x"]), "countries.json")
    assert (of.loader.name, of.rows_read, [r[2] for r in of.rejects]) == (
        "everypolitician-index",
        5,
        ["not a JSON object"],
    )
    country, body = of.rows("actors")
    assert country["iri"] == "id:country/KGZ"
    assert (body["iri"], body["country"], body["kind"]) == (
        "id:organization/everypolitician/Kyrgyzstan/Council",
        "id:country/KGZ",
        "agency",
    )
    assert "everypolitician:person_count=120" in body["details"]
    (event,) = of.rows("events")
    assert (event["start_date"], event["end_date"], event["type"]) == (
        "2010",
        "2015-10",
        "code:event-type/legislative_term",
    )
    (place,) = of.rows("places")
    assert (place["country"], place["identifiers"]) == ("id:country/GEO", ["everypolitician:GE-AB"]), (
        "a part is no country"
    )


def test_of_two_editions_of_the_index_the_later_counts(tmp_path: Path) -> None:
    old, new = legislature(), legislature(name="Jogorku Kenesh", lastmod="1548466499", legislative_periods=[])
    with same_in_both_orders(
        tmp_path, {"countries.json": as_json([old]), "countries.new.json": as_json([new])}
    ) as graph:
        assert graph.sql("SELECT name FROM actors WHERE kind = 'agency'").rows == [("Jogorku Kenesh",)]
        assert graph.sql("SELECT count(*) FROM events").rows == [(0,)]


# --------------------------------------------------------------------------------------- Democratic Commons, parlparse


def test_democratic_commons_keeps_what_only_it_says() -> None:
    data = {
        "persons": [{"id": "Q1", "name": {"lang:en": "Ada", "lang:cy": "Ada"}, "links": []}],
        "organizations": [{"id": "Q2", "name": {"lang:en": "House"}, "classification": "branch", "area_id": "Q9", "seat_counts": {"Q7": "650"}}],
        "areas": [{"id": "Q3", "name": {"lang:en": "Here"}, "type": {"lang:en": "ward", "lang:cy": "ward"}, "associated_wikidata_positions": ["Q7", "Q8"], "parent_id": None}],
        "memberships": [
            {"id": "http://www.wikidata.org/entity/statement/Q1-1", "person_id": "Q1", "organization_id": "Q2", "area_id": "Q999",
             "role_code": "Q7", "role": {"lang:en": "Member"}, "role_superclass_code": "Q5", "role_superclass": {"lang:en": "legislator"}}
        ],
    }  # fmt: skip
    of = Loaded(as_json(data), "popolo-m17n.json")
    assert (of.loader.name, of.rejects, of.unused) == ("popolo", [], [])
    assert of.rows("actors")[1]["details"] == ["popolo:area_id=Q9", "popolo:seat_counts=Q7: 650"]
    assert of.rows("places")[0]["details"] == [
        "popolo:type=en: ward; cy: ward",
        "popolo:associated_wikidata_positions=Q7, Q8",
    ]
    (membership,) = of.rows("memberships")
    assert membership["details"] == ["popolo:role_superclass_code=Q5", "popolo:role_superclass=en: legislator"]
    assert membership["area"] == "id:place/wikidata/Q999", "an area that is in no file is kept"
    assert ("dangling reference", "areas/Q999") in of.notes


PERSON = "uk.org.publicwhip/person/10001"
PEOPLE = {
    "persons": [
        {"id": PERSON, "other_names": [
            {"note": "Main", "given_name": "Ada", "family_name": "Old", "start_date": "1990"},
            {"note": "Main", "given_name": "Ada", "family_name": "New", "start_date": "2000-05"},
            {"note": "Alternate", "name": "Addie New"},
        ]},
        {"id": "uk.org.publicwhip/person/10002", "redirect": PERSON},
    ],
    "organizations": [{"id": "house-of-commons", "name": "House of Commons"}],
    "posts": [{"id": "uk.org.publicwhip/cons/1", "label": "MP for Here", "organization_id": "house-of-commons"}],
    "memberships": [
        {"id": "uk.org.publicwhip/member/1", "person_id": PERSON, "post_id": "uk.org.publicwhip/cons/1", "on_behalf_of_id": "labour",
         "start_date": "1992", "start_reason": "general_election", "end_date": "1997-05-01", "end_reason": "changed_party"}
    ],
}  # fmt: skip
MINISTERS = {
    "memberships": [
        {"id": "uk.org.publicwhip/moffice/1", "person_id": PERSON, "organization_id": "hm-treasury", "role": "PPS", "start_date": "1995-11-10", "end_date": "1996-09-06"},
        {"id": "uk.parliament.data/Member/1/Committee/2", "source": "datadotparl/committee", "person_id": "uk.org.publicwhip/person/10002", "organization_id": "house-of-commons", "start_date": "1996-01-01"},
    ],
    "organizations": [{"id": "hm-treasury", "name": "HM Treasury"}],
}  # fmt: skip
SCOTS = [
    {"id": "scot.parliament.data/membergovernmentroles/1", "source": "https://data.parliament.scot/api", "role": "Deputy Minister",
     "person_id": [PERSON], "organization_id": "scottish-parliament", "start_date": "1999-05-19", "end_date": "2000-11-01"}
]  # fmt: skip


def test_persons_in_another_file_are_said_to_be_missing_and_filled_when_it_comes(tmp_path: Path) -> None:
    ministers = Loaded(as_json(MINISTERS), "uk_ministers.popolo.json")
    assert ("dangling reference", f"persons/{PERSON}") in ministers.notes
    assert ministers.rows("memberships")[0]["member"] == "id:person/uk.org.publicwhip/person/10001"
    with graph_of(tmp_path / "alone", {"ministers.json": as_json(MINISTERS)}) as graph:
        assert graph.sql("SELECT count(*) FROM undescribed WHERE iri LIKE '%/person/10001'").rows == [(1,)]
    files = {"ministers.json": as_json(MINISTERS), "people.json": as_json(PEOPLE), "sp-ministers.json": as_json(SCOTS)}
    with same_in_both_orders(tmp_path / "all", files) as graph:
        rows = graph.sql(
            "SELECT p.name, m.role, o.name FROM memberships m JOIN actors p ON p.iri = m.member LEFT JOIN actors o ON o.iri = m.organization "
            "WHERE m.role IS NOT NULL ORDER BY 2"
        ).rows
        assert rows == [("Ada New", "Deputy Minister", None), ("Ada New", "PPS", "HM Treasury")]
        assert graph.sql("SELECT dataset_iri FROM loads GROUP BY ALL").rows == [
            ("https://w3id.org/govgraph/id/dataset/uk.org.publicwhip",)
        ]
        assert graph.check().errors == []


def test_the_reasons_of_parlparse_are_kept() -> None:
    of = Loaded(as_json(PEOPLE), "people.json")
    assert of.unused == []
    (membership,) = of.rows("memberships")
    assert membership["details"] == ["popolo:start_reason=general_election", "popolo:end_reason=changed_party"]
    assert (membership["start_date"], membership["organization"]) == (
        "1992",
        "id:organization/uk.org.publicwhip/house-of-commons",
    )
    assert [n["text"] for n in of.rows("actors")[0]["aliases"]] == ["Ada Old", "Addie New"]
    assert [n[0] for n in of.notes] == ["merged into another by its source", "dangling reference"]


def test_a_bare_list_of_memberships() -> None:
    of = Loaded(as_json([*SCOTS, "x"]), "sp-ministers.json")
    assert (of.loader.name, of.rows_read, [r[2] for r in of.rejects]) == ("popolo", 2, ["not a JSON object"])
    (membership,) = of.rows("memberships")
    assert (membership["pointer"], membership["member"]) == (
        "/memberships/0",
        "id:person/uk.org.publicwhip/person/10001",
    )


def test_the_contract_holds_with_blocks_of_any_size(tmp_path: Path) -> None:
    files = {
        "kyrgyzstan.term-5.csv": table(HEADER, [ROW, ROW | {"id": BO}], separator=","), "names.csv": f"name,id\nA,{ADA}\nB,{ADA}\n".encode(),
        "countries.json": as_json([legislature()]), "sp-ministers.json": as_json(SCOTS),
    }  # fmt: skip
    for name, data in files.items():
        file = tmp_path / name
        file.write_bytes(data)
        check_loader(Loaded(data, name).loader, file)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")
def test_every_row_of_the_real_files_is_accounted_for(tmp_path: Path) -> None:
    told = {}
    for file in sorted(REAL.iterdir()):
        of = Loaded(file.read_bytes(), file.name)
        told[file.name] = (of.loader.name, of.rows_read, len(of.rejects))
    assert told == {
        "everypolitician.countries.first8.json": ("everypolitician-index", 25, 0),
        "kyrgyzstan.ep-popolo-v1.0.json": ("popolo", 252, 1),
        "kyrgyzstan.term-5.first40.csv": ("everypolitician", 39, 0),
        "uk_ministers.popolo.json": ("popolo", 3106, 0),
        "uk_q11005.first40.popolo-m17n.json": ("popolo", 747, 0),
    }
    both = {name: (REAL / name).read_bytes() for name in told if name.startswith("kyrgyzstan")}
    with graph_of(tmp_path, both) as graph:
        assert graph.sql("SELECT count(*), count(*) FILTER (len(sources) = 2) FROM memberships").rows == [(120, 39)]
