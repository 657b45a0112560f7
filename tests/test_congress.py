"""congress-legislators: persons, terms, parties and committees, in YAML and JSON. The records are made up in the true layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, same_in_both_orders

from govgraph.loaders.yaml_items import yaml_items
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Source
from govgraph.testing import check_loader

REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "leaders"
PERSON = """- id:
    bioguide: X000001
    thomas: '00007'
    govtrack: 300001
    wikipedia: Ada Sample
    wikidata: Q1
    fec:
    - S1WA00001
    - H1WA00001
    bioguide_previous:
    - X000099
  name:
    first: Ada
    middle: B.
    last: Sample
    nickname: Addie
    official_full: Ada B. Sample
  other_names:
  - last: Example
    end: '2007-12-17'
  bio:
    birthday: '1958-10-13'
    gender: F
    religion: none stated
  family:
  - name: Carl Sample
    relation: brother
  leadership_roles:
  - title: Conference Chair
    chamber: senate
    start: '2019-01-03'
  terms:
  - type: rep
    start: '1993-01-05'
    end: '1995-01-03'
    state: WA
    district: 1
    party: Democrat
  - type: rep
    start: '1995-01-03'
    end: '1997-01-03'
    state: WA
    district: 0
    party: Republican
    party_affiliations:
    - start: '1995-01-03'
      end: '1996-05-01'
      party: Democrat
    - start: '1996-05-02'
      end: '1997-01-03'
      party: Republican
  - type: sen
    start: '2025-01-03'
    end: '2031-01-03'
    state: WA
    class: 1
    state_rank: junior
    party: Independent
    caucus: Democrat
    how: appointment
    phone: 202-000-0000
"""
SEAT_TABLE = (
    b"bioguide,name,committee_id,committee_type,committee_name,committee_subcommittee_name,party,title,rank,chamber\n"
    b'B1,Roe,SSAF,senate,"Senate Committee on Agriculture",,majority,Chairman,1,\n'
    b'B1,Roe,SSAF13,senate subcommittee,"Senate Committee on Agriculture","Risk, and Trade",majority,,2,\n'
)
OFFICE_TABLE = (
    b"bioguide,thomas,govtrack,id,address,building,city,fax,hours,phone,state,suite,zip,latitude,longitude\n"
    b"B1,1460,400004,B1-cullman,205 4th Ave.,,Cullman,256,,257,AL,Suite 104,35055,34.1,-86.8\n"
)


def test_seats_and_offices_in_tables_are_those_of_the_yaml() -> None:
    table = Loaded(SEAT_TABLE, "committee-membership-current.csv")
    yaml = Loaded(b"SSAF:\n- name: Roe\n  party: majority\n  rank: 1\n  title: Chairman\n  bioguide: B1\n", "a.yaml")
    (chair, member), (same,) = table.rows("memberships"), yaml.rows("memberships")
    assert {k: v for k, v in chair.items() if k != "row"} == {
        k: v for k, v in same.items() if k not in ("row", "pointer")
    }
    assert (member["role"], member["organization"]) == (
        "member",
        "id:organization/congress-legislators/committee/SSAF13",
    )
    assert table.names("actors") == ["Senate Committee on Agriculture", "United States Senate", "Risk, and Trade"]
    parts = {(a["from_actor"].split("/")[-1], a["to_actor"].split("/")[-1]) for a in table.rows("associations")}
    assert parts == {("SSAF", "senate"), ("SSAF13", "SSAF")}
    (person,) = Loaded(OFFICE_TABLE, "legislators-district-offices.csv").rows("actors")
    assert person["identifiers"] == ["bioguide:B1", "govtrack:400004", "thomas:01460"]
    assert person["contact_details"] == [
        "office: 205 4th Ave., Suite 104, Cullman, AL, 35055",
        "phone: 257",
        "fax: 256",
    ]


NAMES: dict[str, Any] = {"first": "Bo", "last": "Late", "suffix": "Jr."}


def load(text: str, name: str = "legislators-current.yaml", **more: Any) -> Loaded:
    return Loaded(text.encode(), name, **more)


def term(**values: Any) -> dict[str, Any]:
    return {
        "type": "rep",
        "start": "2001-01-03",
        "end": "2003-01-03",
        "state": "DK",
        "district": -1,
        "party": "X",
    } | values


def record(*terms: dict[str, Any], **more: Any) -> bytes:
    person = {"id": {"govtrack": 5}, "name": NAMES, "bio": {}, "terms": list(terms)}
    return json.dumps([person | more]).encode()


def test_a_person_with_ids_names_and_dates() -> None:
    of = load(PERSON)
    assert (of.loader.name, of.rows_read, of.rejects, of.notes, of.unused) == ("congress-legislators", 5, [], [], [])
    person = next(a for a in of.rows("actors") if a.get("gender"))
    assert person["iri"] == "id:person/congress-legislators/bioguide/X000001"
    assert person["names"] == [{"lang": "en", "text": "Ada B. Sample"}]
    assert [a["text"] for a in person["aliases"]] == ["Ada B. Example", "Addie Sample"]
    assert person["identifiers"] == [
        "bioguide:X000001", "thomas:00007", "govtrack:300001", "wikipedia:Ada_Sample", "wikidata:Q1", "fec:S1WA00001",
        "fec:H1WA00001", "bioguide:X000099",
    ]  # fmt: skip
    assert (person["start_date"], person["gender"]) == ("1958-10-13", "F")
    assert "congress-legislators:other_names=Ada B. Example (/2007-12-17)" in person["details"]
    (family,) = of.rows("associations")
    relative = next(a for a in of.rows("actors") if a["iri"] == family["to_actor"])
    assert (family["role"], relative["name_only"]) == ("brother", True)


def test_a_term_is_a_membership_and_a_change_of_party_makes_two() -> None:
    of = load(PERSON)
    parties = {a["iri"]: a["names"][0]["text"] for a in of.rows("actors") if a["kind"] == "party"}
    told = [
        (m["role"], m["start_date"], m.get("end_date"), parties.get(m.get("on_behalf_of", ""), m.get("as_given")))
        for m in of.rows("memberships")
    ]
    assert told == [
        ("representative", "1993-01-05", "1995-01-03", "Democrat"),
        ("representative", "1995-01-03", "1996-05-01", "Democrat"),
        ("representative", "1996-05-02", "1997-01-03", "Republican"),
        ("senator", "2025-01-03", "2031-01-03", "Independent"),
        ("Conference Chair", "2019-01-03", None, None),
    ]
    senator = of.rows("memberships")[3]
    assert senator["pointer"] == "/0/terms/2"
    assert {"congress-legislators:caucus=Democrat", "congress-legislators:how=appointment"} <= set(senator["details"])
    assert senator["area"] == "id:place/congress-legislators/state/WA"
    places = {p["iri"].rsplit("/", 2)[-1]: p for p in of.rows("places")}
    assert places["WA"]["identifiers"] == ["iso-3166-2:US-WA"]
    assert places["0"]["names"][0]["text"] == "Washington, at large"
    assert places["1"]["within"] == places["WA"]["iri"]


def test_presidents_hold_an_office_of_the_country() -> None:
    text = (
        "- id: {govtrack: 1, icpsr_prez: 99}\n  name: {first: G, last: W}\n  bio: {gender: M}\n  terms:\n"
        "  - {type: prez, start: '1789-04-30', end: '1793-03-04', party: no party, how: election}\n"
    )
    of = load(text, "executive.yaml")
    (office,) = of.rows("memberships")
    assert (office["member"], office["organization"]) == ("id:person/congress-legislators/govtrack/1", "id:country/USA")
    assert (office["as_given"], "on_behalf_of" in office) == ("no party", False)
    assert of.names("posts") == ["President of the United States"]


def test_json_and_yaml_without_quotes_are_the_same() -> None:
    yaml_text = (
        "- id: {govtrack: 5}\n  name: {first: Bo, last: Late, suffix: Jr.}\n  bio: {}\n"
        "  terms: [{type: rep, start: 2001-01-03, end: 2003-01-03, state: DK, district: -1, party: X}]\n"
    )
    as_json, as_yaml = Loaded(record(term()), "a.json"), load(yaml_text)
    for table in ("actors", "memberships", "places"):
        assert as_json.rows(table) == as_yaml.rows(table)
    assert as_yaml.names("places") == ["Dakota Territory"]
    assert "identifiers" not in as_yaml.rows("places")[0], "a territory of the past has no code of today"


def test_a_bad_term_costs_itself_and_a_bad_date_its_field() -> None:
    bad = [term(type="judge"), term(start="soon"), term(end="2000-01-01"), "x"]
    of = Loaded(record(*bad), "a.json")  # type: ignore[arg-type]
    assert of.rejects == [
        (2, "terms.type", "not a type of term that is known"),
        (3, "terms.start", "date not understood"),
        (5, "", "not an object with keys"),
    ]
    assert [m["start_date"] for m in of.rows("memberships")] == ["2001-01-03"]
    assert ("ends before it starts", "terms.end: 2001-01-03 to 2000-01-01") in of.notes
    nobody = Loaded(
        json.dumps([{"id": {"bioguide": ""}, "name": NAMES, "bio": {}, "terms": [term()]}]).encode(), "a.json"
    )
    assert [r[2] for r in nobody.rejects] == [
        "none of the ids that stand for a person",
        "of a person who cannot be identified",
    ]


COMMITTEES = (
    "- type: house\n  name: House Committee on Rules\n  thomas_id: HSRU\n  house_committee_id: RU\n  url: https://rules.house.gov\n"
    "  jurisdiction: rules\n  subcommittees:\n  - {name: Process, thomas_id: '02'}\n"
    "- type: joint\n  name: Joint Committee\n  thomas_id: JSEC\n  congresses: [93, 94]\n  names: {93: Old Committee}\n"
)
SEATS = "HSRU02:\n- {name: Ada B. Sample, party: majority, rank: 1, title: Chairman, bioguide: X000001}\n- {party: minority, rank: 2, name: Bo, bioguide: Y000002}\n"


def test_committees_and_who_sits_in_them_are_joined_by_their_ids(tmp_path: Path) -> None:
    of = load(COMMITTEES, "committees-current.yaml")
    assert (of.rows_read, of.rejects, of.unused) == (3, [], [])
    assert [
        (a["classification"], a["identifiers"][0]) for a in of.rows("actors") if a["classification"] != "chamber"
    ] == [
        ("committee", "congress-committee:HSRU"),
        ("subcommittee", "congress-committee:HSRU02"),
        ("committee", "congress-committee:JSEC"),
    ]
    assert len(of.rows("associations")) == 4, "a joint committee is part of both chambers"
    seats = load(SEATS, "committee-membership-current.yaml")
    assert [(m["role"], m["pointer"]) for m in seats.rows("memberships")] == [
        ("Chairman", "/HSRU02/0"),
        ("member", "/HSRU02/1"),
    ]
    files = {
        "committees-current.yaml": COMMITTEES.encode(),
        "seats.yaml": SEATS.encode(),
        "people.yaml": PERSON.encode(),
    }
    with same_in_both_orders(tmp_path, files) as graph:
        rows = graph.sql(
            "SELECT p.name, o.name FROM memberships m JOIN actors p ON p.iri = m.member JOIN actors o ON o.iri = m.organization "
            "WHERE m.role = 'Chairman'"
        ).rows
        assert rows == [("Ada B. Sample", "Process")]
        assert graph.check().errors == []


def test_accounts_and_offices_belong_to_the_person() -> None:
    accounts = load(
        "- id: {bioguide: X000001, govtrack: 3}\n  social: {twitter: ada, youtube_id: UC1}\n", "social.yaml"
    )
    assert accounts.rows("actors")[0]["contact_details"] == ["twitter: ada", "youtube_id: UC1"]
    offices = load(
        "- id: {bioguide: X000001}\n  offices:\n  - {id: X-1, address: 1 Road, city: Town, state: WA, zip: '09', phone: 1-2, latitude: 1.5}\n",
        "offices.yaml",
    )
    (row,) = offices.rows("actors")
    written = [{"id": {"bioguide": "X000001"}, "offices": [{"id": "X-1", "address": "1 Road", "city": "Town", "state": "WA", "zip": "09",
        "phone": "1-2", "latitude": 1.5, "suite": "5"}]}]  # fmt: skip
    as_json = Loaded(json.dumps(written).encode(), "legislators-district-offices.json")
    assert (as_json.rejects, [a["iri"] for a in as_json.rows("actors")]) == ([], [row["iri"]])
    assert (as_json.notes, "latitude=1.5" in as_json.rows("actors")[0]["details"][0]) == ([], True)
    assert row["contact_details"] == ["office: 1 Road, Town, WA, 09", "phone: 1-2"]
    assert row["iri"] == accounts.rows("actors")[0]["iri"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- id: &a {bioguide: X}\n- *a\n", "an anchor"),
        ("- *a\n", "not YAML|an alias"),
        ("- !!python/object:os.system x\n", "a tag"),
        ("- a\n---\n- b\n", "a second document"),
        ("- [a\n", "not YAML"),
        ("just text", "neither a list nor a map"),
        ("- " + "[" * 200, "within each other|not YAML"),
        ("- ? [a]\n  : b\n", "a key is no text"),
    ],
)
def test_yaml_that_could_do_harm_is_refused(text: str, what: str) -> None:
    with pytest.raises(LoaderError, match=what) as caught:
        list(yaml_items(Source(Path("a.yaml"), data=text.encode())))
    assert caught.value.hint or caught.value.expected


def test_one_item_may_not_have_more_values_than_the_limit() -> None:
    source = Source(Path("a.yaml"), data=b"- [1, 2, 3]\n- [1, 2, 3, 4]\n", limits=Limits(values=4))
    with pytest.raises(LoaderError, match="more than 4 values"):
        list(yaml_items(source))


def test_the_contract_holds_with_blocks_of_any_size(tmp_path: Path) -> None:
    file = tmp_path / "legislators-current.yaml"
    file.write_text(PERSON)
    check_loader(load(PERSON).loader, file)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")
def test_every_row_of_the_real_files_is_accounted_for() -> None:
    for name, rows, persons in (("legislators-current.first15.yaml", 145, 15), ("executive.first10.yaml", 29, 10)):
        of = Loaded((REAL / name).read_bytes(), name)
        assert (of.rows_read, of.rejects, of.unused) == (rows, [], [])
        assert sum(a["kind"] == "person" for a in of.rows("actors")) == persons
        assert len(of.rows("memberships")) == rows - persons
