"""FollowTheMoney: entities, statements, deltas and simple tables, what each schema becomes, and the quirks of published files.

The records are written here by hand in the true layouts; none is from a published file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.loaders.entities.ftm import FollowTheMoney
from govgraph.loaders.entities.ftm_schemata import BECOMES, NOT_MAPPED, schemata
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader
from govgraph.testing import check_loader

AIDA = {
    "id": "kg-aida", "schema": "Person", "caption": "Aida Sadykova",
    "properties": {
        "name": ["Sadykova Aida", "Aida Sadykova", "Садыкова Аида"], "alias": ["A. Sadykova"], "nationality": ["kg"], "country": ["kg"],
        "birthDate": ["1970", "1970-05-02"], "gender": ["female"], "firstName": ["Aida"], "lastName": ["Sadykova"],
        "topics": ["role.pep"], "innCode": ["12345678901234"], "email": ["a@b.kg"], "sourceUrl": ["https://b.kg/a"], "religion": ["none given"],
    },
    "datasets": ["kg_peps"], "referents": ["kg-old-7"], "last_seen": "2024-03-10T10:00:00",
}  # fmt: skip
MINISTRY = {
    "id": "kg-min", "schema": "PublicBody", "caption": "Ministry of Finance",
    "properties": {"name": ["Ministry of Finance"], "jurisdiction": ["kg"], "incorporationDate": ["1991-09"]},
    "datasets": ["kg_peps", "kg_gov"], "last_seen": "2024-03-10T10:00:00",
}  # fmt: skip


def entity(schema: str, of: str = "x1", **properties: Any) -> dict[str, Any]:
    return {
        "id": of,
        "schema": schema,
        "properties": {k: v if isinstance(v, list) else [v] for k, v in properties.items()},
        "datasets": ["kg"],
    }


def lines(*records: dict[str, Any]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def loaded(*records: dict[str, Any], name: str = "kg.entities.ftm.json") -> Loaded:
    return Loaded(lines(*records), name)


# ------------------------------------------------------------------------------------------------------- things


def test_a_person_keeps_names_dates_identifiers_and_what_has_no_column() -> None:
    of = loaded(AIDA)
    assert of.loader.name == "followthemoney"
    (person,) = of.rows("actors")
    assert (person["iri"], person["kind"], person["country"]) == ("id:entity/kg/kg-aida", "person", "id:country/KGZ")
    assert person["names"] == [{"lang": "", "text": "Aida Sadykova"}], "the caption is the name"
    assert [a["text"] for a in person["aliases"]] == ["Sadykova Aida", "Садыкова Аида", "A. Sadykova"]
    assert (person["start_date"], person["given_name"], person["sectors"]) == ("1970-05-02", "Aida", ["role.pep"])
    assert person["identifiers"] == ["ftm:kg-aida", "inn:12345678901234", "ftm:kg-old-7"]
    assert person["contact_details"] == ["email: a@b.kg"]
    assert person["details"] == ["ftm:religion=none given"]
    assert person["dataset"] == "kg_peps", "the one data set that states it"


def test_of_several_data_sets_all_are_listed_and_none_is_chosen() -> None:
    (body,) = loaded(MINISTRY).rows("actors")
    assert (body["kind"], body["start_date"]) == ("agency", "1991-09")
    assert "dataset" not in body
    assert body["details"] == ["ftm:dataset=kg_peps", "ftm:dataset=kg_gov"]


@pytest.mark.parametrize(
    ("schema", "topics", "kind"),
    [
        ("LegalEntity", [], "actor"), ("Organization", [], "organization"), ("Company", ["gov.soe"], "company"),
        ("Organization", ["pol.party"], "party"), ("Organization", ["gov.igo"], "igo"), ("Organization", ["gov.national"], "agency"),
        ("Person", ["gov"], "person"),
    ],
)  # fmt: skip
def test_the_kind_is_that_of_the_schema_and_the_topics(schema: str, topics: list[str], kind: str) -> None:
    assert loaded(entity(schema, name="A", topics=topics)).rows("actors")[0]["kind"] == kind


def test_dates_that_contradict_each_other_and_the_sentinel() -> None:
    of = loaded(entity("Person", name="A", birthDate=["1912-12-12", "1912-12-09"], deathDate="1001-01-01"))
    (person,) = of.rows("actors")
    assert (person["start_date"], person.get("end_date")) == ("1912-12-12", None)
    assert person["details"] == ["ftm:birthDate=1912-12-09"]
    assert ("stands for long ago, left out", "deathDate: 1001-01-01") in of.notes


def test_of_several_countries_none_is_chosen_and_codes_that_are_no_country_are_told() -> None:
    of = loaded(
        entity("Person", name="A", nationality=["sa", "lb"]), entity("Company", "c", name="B", jurisdiction="eu")
    )
    people = of.rows("actors")
    assert ["country" in p for p in people] == [False, False]
    assert {"ftm:nationality=sa", "ftm:nationality=lb"} <= set(people[0]["details"])
    assert ("unknown country", "eu") in of.notes


def test_values_may_be_bare_texts_and_numbers() -> None:
    of = Loaded(
        lines(
            {
                "id": "a",
                "schema": "Address",
                "properties": {"full": "1 Street, Osh", "country": "kg", "latitude": 40.5, "longitude": "72.8"},
            }
        ),
        "a.json",
    )
    (place,) = of.rows("places")
    assert (place["names"][0]["text"], place["latitude"], place["precision"]) == ("1 Street, Osh", 40.5, "exact")


def test_a_passport_is_an_identifier_of_its_holder() -> None:
    of = loaded(entity("Passport", holder="kg-aida", passportNumber="AN 12"))
    (holder,) = of.rows("actors")
    assert (holder["iri"], holder["identifiers"]) == ("id:entity/kg/kg-aida", ["passport:AN%2012"])


def test_a_sanction_is_an_event_with_who_imposes_it_and_whom_it_hits() -> None:
    of = loaded(
        entity(
            "Sanction",
            entity="kg-aida",
            authority="Ministry of Finance",
            country="us",
            program="SDN",
            listingDate="2020-01-02",
            reason="Because",
        )
    )
    (event,) = of.rows("events")
    assert (event["type"], event["start_date"], event["description"]) == (
        "code:event-type/sanction",
        "2020-01-02",
        "Because",
    )
    assert {(p["role"], p["participant"].split("/")[0]) for p in of.rows("participations")} == {
        ("recipient", "id:entity"),
        ("actor", "id:name"),
    }
    (authority,) = of.rows("actors")
    assert (authority["name_only"], authority["country"]) == (True, "id:country/USA")


# --------------------------------------------------------------------------------------------------------- links


def test_edges_become_memberships_tenures_and_associations() -> None:
    of = loaded(
        entity("Directorship", "d", director="kg-aida", organization="kg-min", role="Director", startDate="2010", endDate="2012-03"),
        entity("Occupancy", "o", holder="kg-aida", post="kg-post", startDate="2015-02-01", constituency="Osh"),
        entity("Ownership", "w", owner="kg-aida", asset="c", percentage="33.5", sharesCount="12"),
        entity("Family", "f", person="kg-aida", relative="b", relationship="sister"),
        entity("Payment", "p", payer="kg-aida", beneficiary="party", amountEur="100000", date="2011-12-29"),
        entity("Representation", "r", agent="firm", client="c", role="lobbyist"),
        entity("Position", "kg-post", name="Minister of Finance", organization="kg-min"),
    )  # fmt: skip
    (membership,) = of.rows("memberships")
    assert (membership["role"], membership["start_date"], membership["end_date"]) == ("Director", "2010", "2012-03")
    (tenure,) = of.rows("tenures")
    assert (tenure["holder"], tenure["post"], tenure["start_date"]) == (
        "id:entity/kg/kg-aida",
        "id:entity/kg/kg-post",
        "2015-02-01",
    )
    assert tenure["details"] == ["ftm:constituency=Osh"]
    (post,) = of.rows("posts")
    assert post["organization"] == "id:entity/kg/kg-min"
    own, kin, paid, lawyer = of.rows("associations")
    assert (own["type"], own["percentage"], own["details"]) == ("owns", 33.5, ["ftm:sharesCount=12"])
    assert (kin["type"], kin["role"]) == ("family", "sister")
    assert (paid["type"], paid["amount"], paid["currency"], paid["start_date"], paid["end_date"]) == (
        "pays",
        100000.0,
        "EUR",
        "2011-12-29",
        "2011-12-29",
    )
    assert (lawyer["type"], lawyer["role"]) == ("represents", "lobbyist")


def test_several_holders_of_one_post_are_several_tenures() -> None:
    of = loaded(entity("Occupancy", holder=["a", "b"], post="p"))
    assert {t["holder"] for t in of.rows("tenures")} == {"id:entity/kg/a", "id:entity/kg/b"}
    assert len({t["iri"] for t in of.rows("tenures")}) == 2


def test_a_post_without_an_organisation_is_in_its_country_and_its_holder_is_an_official(tmp_path: Path) -> None:
    post = entity("Position", "kg-post", name="President", country="kg")
    held = entity("Occupancy", "o", holder="kg-aida", post="kg-post", startDate="2015")
    with graph_of(tmp_path, {"kg.entities.ftm.json": lines(AIDA, held, post)}) as graph:
        assert graph.sql("SELECT class FROM actors WHERE kind = 'person'").rows == [("Official",)]
        assert graph.check().errors == []
        cypher = graph.cypher(
            "MATCH (p:Official)-[t:HOLDS]->(o:Post)-[:POST_IN]->(c:Country) RETURN p.name, o.name, t.startDate"
        )
        sparql = graph.sparql(
            "SELECT ?p ?o ?s WHERE { ?t gov:holder/skos:prefLabel ?p ; gov:post ?x ; gov:startDate ?s . ?x skos:prefLabel ?o }"
        )
        assert cypher.rows == [tuple(map(str, row)) for row in sparql.rows] == [("Aida Sadykova", "President", "2015")]


def test_a_link_without_an_end_or_a_thing_without_a_name_is_rejected() -> None:
    of = loaded(entity("Occupancy", holder="a"), entity("Person", "n", birthDate="1970"))
    assert [(r[1], r[2]) for r in of.rejects] == [
        ("post", "an end of the link is missing"),
        ("name", "there is no name"),
    ]


# ------------------------------------------------------------------------------------------------------- schemata


def test_every_schema_is_mapped_or_says_why_not() -> None:
    assert len(schemata()) == 71
    assert all(schema.becomes or schema.why_not for schema in schemata().values())
    assert set(BECOMES) | set(NOT_MAPPED) <= set(schemata())
    page = (Path(__file__).parent.parent / "docs" / "formats" / "followthemoney.md").read_text("utf-8")
    assert [name for name in schemata() if f"`{name}`" not in page] == [], "the page lists every schema"


@pytest.mark.parametrize("name", sorted(schemata()))
def test_a_record_of_every_schema_is_loaded_or_rejected_with_its_reason(name: str) -> None:
    schema = schemata()[name]
    values = {"entity": "e1", "date": "2020", "number": "5", "country": "kg"}
    of = Loaded(
        lines(entity(name, **{p: values.get(kind, "text") for p, kind in schema.types.items()})),
        "kg.entities.ftm.json",
        loader="followthemoney",
    )
    if schema.becomes:
        assert of.rejects == []
        assert any(of.rows(table) for table in of.loader.tables)
    else:
        assert of.rejects == [(1, "schema", schema.why_not)]


def test_an_unknown_schema_and_damaged_lines_are_rejected_alone() -> None:
    data = lines(AIDA) + b'{"id": "x", \n' + lines(entity("Spaceship", name="A"), MINISTRY) + b"[1]\n"
    of = Loaded(data, "kg.json")
    assert len(of.rows("actors")) == 2
    assert [(r[0], r[2]) for r in of.rejects] == [
        (2, "not JSON"),
        (3, "not a schema of FollowTheMoney 4.11.2"),
        (5, "not a JSON object"),
    ]
    assert of.rows_read == 5


# -------------------------------------------------------------------------------------------------------- layouts


@pytest.mark.parametrize(
    "write",
    [
        lambda r: json.dumps(r).encode(),
        lambda r: json.dumps(r, indent=1).encode(),
        lambda r: b"\n\n".join(json.dumps(x, indent=1).encode() for x in r),
    ],
)
def test_lists_and_objects_on_several_lines_are_the_same(write: Any) -> None:
    assert Loaded(write([AIDA, MINISTRY]), "kg.json").rows("actors") == loaded(AIDA, MINISTRY).rows("actors")


def test_nested_entities_are_taken_out() -> None:
    link = entity("Ownership", "w", asset=[{"id": "c", "schema": "Company", "properties": {"name": ["B"]}}])
    nested = AIDA | {"properties": AIDA["properties"] | {"ownershipOwner": [link, entity("Vessel", "v", name="Ship")]}}  # type: ignore[operator]
    of = loaded(nested, name="kg.targets.nested.json")
    (owns,) = of.rows("associations")
    assert (owns["from_actor"], owns["to_actor"]) == ("id:entity/kg/kg-aida", "id:entity/kg/c")
    assert of.names("actors") == ["Aida Sadykova", "B"]
    assert of.rejects == []
    assert [kind for kind, _ in of.notes] == ["nested entity left out: an asset, for which the graph has no table"]


STATEMENTS = [
    ("Q1", "Person:name", "Aida", "us", "eng", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a1"),
    ("Q1", "Person:name", "Аида", "eu", "rus", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a2"),
    ("Q1", "Person:nationality", "kg", "eu", "", "Kyrgyzstan", "f", "2024-03-10T15:36:30", "2024-03-11T15:36:30", "a3"),
    ("Q1", "Person:id", "0000", "eu", "", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a4"),
    ("f-1", "Family:person", "Q1", "us", "", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a5"),
    ("f-1", "Family:relative", "Q2", "eu", "", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a6"),
    ("v-1", "Vessel:name", "Ship", "us", "", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a7"),
    ("v-1", "Vessel:flag", "kg", "us", "", "", "f", "2024-03-10T15:36:30", "2024-03-10T15:36:30", "a8"),
]  # fmt: skip


def statement_files() -> dict[str, bytes]:
    full = [
        "canonical_id,entity_id,prop,prop_type,schema,value,dataset,origin,lang,original_value,external,first_seen,last_seen,id"
    ]
    pack = ["entity_id,prop,value,dataset,lang,original_value,origin,external,first_seen,last_seen,id"]
    old = []
    told = []
    for of, typed, value, dataset, lang, given, external, first, last, own in STATEMENTS:
        schema, prop = typed.split(":")
        full.append(
            ",".join(
                f'"{c}"'
                for c in (of, of, prop, "x", schema, value, dataset, "", lang, given, external, first, last, own)
            )
        )
        pack.append(",".join((of, typed, value, dataset, lang, given, "", "", first, last, own)))
        old.append(",".join((of, typed, value, dataset, lang, given, "t", "f", first, last, own)))
        told.append(
            {
                "canonical_id": of,
                "entity_id": of,
                "prop": prop,
                "schema": schema,
                "value": value,
                "dataset": dataset,
                "lang": lang,
                "last_seen": last,
            }
        )
    text = {"kg.statements.csv": full, "kg.statements.pack": pack, "kg.statements.old": old}
    return {name: ("\n".join(rows) + "\n").encode() for name, rows in text.items()} | {
        "kg.statements.json": lines(*told)
    }


@pytest.mark.parametrize("name", list(statement_files()))
def test_statements_say_which_data_set_says_what(name: str) -> None:
    of = Loaded(statement_files()[name], name)
    assert of.loader.name == "followthemoney"
    us, eu = of.rows("actors")
    assert (us["dataset"], us["names"]) == ("us", [{"lang": "en", "text": "Aida"}])
    assert (eu["dataset"], eu["names"], eu["country"]) == ("eu", [{"lang": "ru", "text": "Аида"}], "id:country/KGZ")
    assert us["iri"] == eu["iri"] == "id:entity/wikidata/Q1"
    (kin,) = of.rows("associations")
    assert (kin["to_actor"], kin["details"]) == ("id:entity/wikidata/Q2", ["ftm:dataset=us", "ftm:dataset=eu"])
    assert len(of.rejects) == 2, "all statements about a ship"
    assert of.rows_read == 8


def test_who_says_what_is_asked_in_a_graph_of_each_data_set(tmp_path: Path) -> None:
    with graph_of(tmp_path, {"kg.statements.csv": statement_files()["kg.statements.csv"]}) as graph:
        found = graph.sparql(
            "SELECT ?name ?g WHERE { GRAPH ?g { ?x skos:prefLabel ?name } FILTER(CONTAINS(STR(?g), '/dataset/')) FILTER(STR(?g) != 'https://w3id.org/govgraph/id/dataset/codes') }"
        )
        assert sorted((str(name), str(g).rsplit("/", 1)[-1]) for name, g in found.rows) == [
            ("Aida", "us"),
            ("Аида", "eu"),
        ]
        assert {"us", "eu"} <= {row[0].rsplit("/", 1)[-1] for row in graph.sql("SELECT iri FROM datasets").rows}
        (report,) = graph.load(tmp_path / "data" / "kg.statements.csv")
        assert (report.rows_read, report.rows_loaded, report.rows_merged, report.rows_rejected) == (8, 2, 4, 2)
        graph.rebuild()
        assert graph.check().errors == []


def test_an_edge_whose_ends_stand_apart_is_one_link() -> None:
    rows = statement_files()["kg.statements.pack"].decode().splitlines()
    apart = "\n".join([rows[0], rows[5], *rows[1:5], rows[6]]) + "\n"
    assert len(Loaded(apart.encode(), "kg.statements.pack").rows("associations")) == 1


SIMPLE = '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","program_ids","dataset","first_seen","last_seen","last_change"\n'


def test_the_simple_table_has_lists_within_its_cells() -> None:
    row = '"kg-aida","Person","Aida Sadykova","A. S.;""Sadykova; Aida""","1970-05-02","kg","","123;456","""She said """"no""""""","+996 1","","","Kyrgyz PEPs","2024-03-10T10:00:00","2024-03-10T10:00:00","2024-03-10T10:00:00"\n'
    of = Loaded((SIMPLE + row).encode(), "kg.targets.simple.csv")
    (person,) = of.rows("actors")
    assert [a["text"] for a in person["aliases"]] == ["A. S.", "Sadykova; Aida"]
    assert (person["start_date"], person["country"], person["contact_details"]) == (
        "1970-05-02",
        "id:country/KGZ",
        ["phone: +996 1"],
    )
    assert {"ftm:identifier=123", "ftm:dataset=Kyrgyz PEPs", 'ftm:sanctions=She said "no"'} <= set(person["details"])
    older = SIMPLE.replace('"program_ids",', "")
    assert (
        Loaded((older + row.replace('"","","Kyrgyz', '"","Kyrgyz')).encode(), "kg.targets.simple.csv").rows("actors")[
            0
        ]["details"]
        == person["details"]
    )


def test_column_names_in_capitals_are_the_same() -> None:
    row = '"kg-aida","Person","Aida Sadykova","A. S.","1970-05-02","kg","","123","","+996 1","","","Kyrgyz PEPs","2024-03-10T10:00:00","2024-03-10T10:00:00","2024-03-10T10:00:00"\n'
    usual, capitals = (Loaded((header + row).encode(), "kg.csv") for header in (SIMPLE, SIMPLE.upper()))
    assert (capitals.loader.name, capitals.rejects) == ("followthemoney", [])
    assert capitals.rows("actors") == usual.rows("actors")
    header = "canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,original_value,external,first_seen,last_seen,id\n"
    said = "kg-1,kg-1,name,name,Person,Aida,kg,,,f,2024-03-10T10:00:00,2024-03-10T10:00:00,s1\n"
    usual, capitals = (Loaded((first + said).encode(), "statements.csv") for first in (header, header.upper()))
    assert (capitals.rows_read, capitals.rejects) == (1, [])
    assert capitals.rows("actors") == usual.rows("actors") != []


# ------------------------------------------------------------------------------------------------------- releases


def delta(*records: tuple[str, dict[str, Any]]) -> bytes:
    return lines(*({"op": op, "entity": record} for op, record in records))


def test_a_newer_release_replaces_an_older_one_in_either_order(tmp_path: Path) -> None:
    newer = AIDA | {
        "last_seen": "2024-04-01T00:00:00",
        "properties": {"name": ["Aida Asanova"]},
        "caption": "Aida Asanova",
    }
    with same_in_both_orders(
        tmp_path, {"kg.entities.ftm.json": lines(AIDA, MINISTRY), "kg.entities.delta.json": delta(("MOD", newer))}
    ) as graph:
        names = graph.sql("SELECT names[1].text AS n FROM actors WHERE kind <> 'country' ORDER BY n").rows
        assert names == [("Aida Asanova",), ("Ministry of Finance",)]


def test_a_deletion_holds_by_its_time_in_either_order_and_until_a_newer_release(tmp_path: Path) -> None:
    gone = delta(
        ("ADD", entity("Company", "c", name="New") | {"last_seen": "2024-05-01T00:00:00"}), ("DEL", {"id": "kg-aida"})
    )
    files = {"kg.entities.ftm.json": lines(AIDA, MINISTRY), "kg.delta.json": gone}
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT count(*) FROM actors WHERE kind = 'person'").rows == [(0,)]
    again = lines(AIDA | {"last_seen": "2024-06-01T00:00:00"})
    with graph_of(tmp_path / "three", files | {"kg.later.json": again}) as graph:
        assert graph.sql("SELECT count(*) FROM actors WHERE kind = 'person'").rows == [(1,)]


def test_a_deletion_without_a_time_is_rejected_unless_the_name_has_one() -> None:
    data = delta(("DEL", {"id": "kg-aida"}))
    assert Loaded(data, "kg.delta.json").rejects[0][2].startswith("a deletion without a time")
    dated = Loaded(data, "kg.20240310153630.delta.json")
    assert dated.rejects == []
    assert dated.rows("actors")[0]["retracted"] is True


def test_raw_and_re_export_of_one_publication_are_one_graph(tmp_path: Path) -> None:
    company = entity("Company", "c", name="B", jurisdiction="kg")
    one = lines(AIDA, company)
    other = json.dumps([company, AIDA], indent=1, ensure_ascii=False).encode()
    with same_in_both_orders(tmp_path, {"kg.entities.ftm.json": one, "kg.copy.json": other}) as graph:
        assert graph.sql("SELECT count(*) FROM actors WHERE kind <> 'country'").rows == [(2,)]


def test_files_that_do_not_say_whose_they_are_are_one_publication() -> None:
    for name, dataset in (
        ("entities.ftm.json", "followthemoney"),
        ("us_ofac_sdn.entities.ftm.json", "us_ofac_sdn"),
        ("statements.csv", "followthemoney"),
    ):
        assert FollowTheMoney().dataset(Source(Path(name), data=b"{}"), Options()) == dataset


def test_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "kg.entities.ftm.json"
    file.write_bytes(
        lines(
            AIDA,
            MINISTRY,
            entity("Occupancy", holder="a"),
            entity("Payment", "p", payer="a", beneficiary="b", amount="5"),
        )
    )
    check_loader(FollowTheMoney(), file)
    other = tmp_path / "kg.statements.csv"
    other.write_bytes(statement_files()["kg.statements.csv"])
    check_loader(FollowTheMoney(), other)
    assert find_loader(Source(file)).name == "followthemoney"
