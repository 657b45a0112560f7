"""LittleSis: entities, relationships in twelve categories, and the layouts of the API, the bulk files and lists of departures.

The records are written here by hand in the layout of the code that writes the bulk data; none is from a published file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.loaders.entities.littlesis import LittleSis
from govgraph.loaders.entities.littlesis_rows import CATEGORIES
from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader


def entity(of: int, name: str, primary: str = "Org", **attributes: Any) -> dict[str, Any]:
    own = {
        "id": of,
        "name": name,
        "blurb": "A blurb",
        "primary_ext": primary,
        "start_date": None,
        "end_date": None,
        "updated_at": "2024-01-02T03:04:05Z",
        "aliases": [name],
        "types": [],
        "extensions": {},
    }
    return {
        "type": "entities",
        "id": of,
        "attributes": own | attributes,
        "links": {"self": f"https://littlesis.org/entities/{of}"},
    }


def relationship(of: int, category: int, **attributes: Any) -> dict[str, Any]:
    own = {
        "id": of,
        "entity1_id": 1,
        "entity2_id": 2,
        "category_id": category,
        "description1": None,
        "description2": None,
        "amount": None,
        "currency": None,
        "start_date": None,
        "end_date": None,
        "is_current": None,
        "updated_at": "2024-01-02T03:04:05Z",
    }
    return {"type": "relationships", "id": of, "attributes": own | attributes}


PERSON = entity(
    1, "Aida Sadykova", "Person", start_date="1970-00-00", aliases=["Aida Sadykova", "A. Sadykova"], website="https://a.kg",
    types=["Person", "Lobbyist"], extensions={"Person": {"name_first": "Aida", "name_last": "Sadykova", "party_id": 9, "gender_id": 1}},
)  # fmt: skip


def bulk(*records: dict[str, Any]) -> bytes:
    return json.dumps(list(records)).encode()


def test_a_person_of_the_bulk_data() -> None:
    of = Loaded(bulk(PERSON), "entities.json")
    assert of.loader.name == "littlesis"
    (person,) = of.rows("actors")
    assert (person["iri"], person["kind"], person["start_date"]) == ("id:entity/littlesis/1", "person", "1970")
    assert [a["text"] for a in person["aliases"]] == ["A. Sadykova"]
    assert (person["given_name"], person["family_name"], person["sectors"]) == (
        "Aida",
        "Sadykova",
        ["Person", "Lobbyist"],
    )
    assert person["links"] == ["https://littlesis.org/entities/1", "https://a.kg"]
    assert person["details"] == [
        "littlesis:blurb=A blurb",
        "littlesis:Person.party_id=9",
        "littlesis:Person.gender_id=1",
    ]
    (party,) = of.rows("memberships")
    assert party["organization"] == "id:entity/littlesis/9"


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["Organization", "Government Body"], "agency"), (["Political Party"], "party"), (["Media Organization", "Public Company"], "media"),
        (["Business"], "company"), (["Policy/Think Tank"], "ngo"), (["School"], "organization"), (["Couple"], "group"),
    ],
)  # fmt: skip
def test_the_kind_of_an_organisation_is_that_of_its_types(types: list[str], kind: str) -> None:
    assert Loaded(bulk(entity(2, "B", types=types))).rows("actors")[0]["kind"] == kind


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_category_becomes_a_link(category: int) -> None:
    of = Loaded(
        bulk(
            relationship(
                5, category, description1="Chair", start_date="2010-05-00", end_date="2012-00-00", is_current=False
            )
        )
    )
    table = "memberships" if category in (1, 3) else "associations"
    (link,) = of.rows(table)
    ends = ("member", "organization") if table == "memberships" else ("from_actor", "to_actor")
    assert [link[end] for end in ends] == ["id:entity/littlesis/1", "id:entity/littlesis/2"]
    assert (link["role"], link["start_date"], link["end_date"]) == ("Chair", "2010-05", "2012")
    assert link["details"] == ["littlesis:is_current=false"]
    if table == "associations":
        assert link["type"] == CATEGORIES[category]


def test_amounts_and_stakes_and_what_only_a_category_has() -> None:
    gift = relationship(
        6, 5, amount=2500, currency="usd", goods="money", filings=3, category_attributes={"bundler_id": 4}
    )
    stake = relationship(7, 10, category_attributes={"percent_stake": "12.5", "shares": 100})
    job = relationship(8, 1, amount=90000, currency="usd", category_attributes={"is_board": True, "boss_id": 3})
    of = Loaded(bulk(gift, stake, job))
    given, owned = of.rows("associations")
    assert (given["type"], given["amount"], given["currency"]) == ("donates", 2500.0, "USD")
    assert given["details"] == ["littlesis:goods=money", "littlesis:filings=3", "littlesis:bundler_id=4"]
    assert (owned["percentage"], owned["details"]) == (12.5, ["littlesis:shares=100"])
    assert of.rows("memberships")[0]["details"] == [
        "littlesis:is_board=true",
        "littlesis:boss_id=3",
        "littlesis:amount=90000",
        "littlesis:currency=USD",
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"data": PERSON, "meta": {"apiVersion": "2.0"}},
        {"data": [PERSON], "included": [entity(2, "B")], "meta": {"pageCount": 1}},
    ],
)
def test_answers_of_the_api(data: dict[str, Any]) -> None:
    of = Loaded(json.dumps(data, indent=1).encode(), "answer.json")
    assert of.names("actors")[0] == "Aida Sadykova"
    assert of.rows_read == len(of.rows("actors"))


def test_faults_are_rejected_alone() -> None:
    of = Loaded(bulk(relationship(5, 13), relationship(6, 1, entity2_id=None), entity(3, ""), PERSON))
    assert [r[1:] for r in of.rejects] == [
        ("category_id", "not one of the twelve categories"),
        ("entity2_id", "required value is missing"),
        ("name", "required value is missing"),
    ]
    assert len(of.rows("actors")) == 1


def test_dates_that_are_none_and_ends_before_starts_are_told() -> None:
    of = Loaded(
        bulk(relationship(5, 1, start_date="soon"), relationship(6, 1, start_date="2012-01-01", end_date="2010-01-01"))
    )
    assert {kind for kind, _ in of.notes} == {"date not understood", "ends before it starts"}
    assert "end_date" not in of.rows("memberships")[1]


def test_the_newest_update_counts_and_a_deleted_thing_goes(tmp_path: Path) -> None:
    older, newer = (
        bulk(PERSON, entity(2, "B")),
        bulk(
            entity(1, "Aida Asanova", "Person", updated_at="2024-02-02T00:00:00Z"),
            entity(2, "B", updated_at="2024-02-02T00:00:00Z", merged_id=3),
        ),
    )
    with same_in_both_orders(tmp_path, {"entities.json": older, "later.json": newer}) as graph:
        assert graph.sql("SELECT names[1].text FROM actors").rows == [("Aida Asanova",)]


def test_departures_from_office() -> None:
    left = {
        "name": "Aida Sadykova",
        "url": "https://littlesis.org/person/1-Aida_Sadykova",
        "position": "Adviser",
        "date": "2/10/2017",
        "where_to": "Fund B",
        "org_url": "https://littlesis.org/org/2-Fund_B",
    }
    of = Loaded(
        bulk(
            left,
            left
            | {
                "url": "https://littlesis.org/person/3-C",
                "date": "January 2021",
                "where_to": "Unknown",
                "org_url": None,
            },
        ),
        "left.json",
    )
    assert of.loader.name == "littlesis"
    assert [a["iri"] for a in of.rows("actors")] == [
        "id:entity/littlesis/1",
        "id:entity/littlesis/2",
        "id:entity/littlesis/3",
    ]
    one, two = of.rows("events")
    assert (one["start_date"], two["start_date"], one["type"]) == (
        "2017-02-10",
        "2021-01",
        "code:event-type/personnel_change",
    )
    assert one["details"] == ["littlesis:position=Adviser", "littlesis:where_to=Fund B"]
    assert len(of.rows("memberships")) == 1, "Unknown is no organisation"


def test_entities_and_relationships_are_one_graph(tmp_path: Path) -> None:
    files = {
        "entities.json": bulk(PERSON, entity(2, "Ministry", types=["Government Body"])),
        "relationships.json": bulk(relationship(5, 1, description1="Minister"), relationship(6, 7)),
    }
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT class FROM actors WHERE kind = 'person'").rows == [("Official",)]
        assert graph.check().errors == []


def test_an_answer_that_is_an_error_and_a_file_that_has_no_end() -> None:
    assert (
        Loaded(
            b'{"errors": [{"code": 410}], "entity1_id": 0, "category_id": 0, "meta": {}}', loader="littlesis"
        ).rejects[0][2]
        == "the API answered with an error"
    )
    with pytest.raises(LoaderError, match="not JSON"):
        Loaded(bulk(PERSON)[:-30], "entities.json")


def test_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "entities.json"
    file.write_bytes(bulk(PERSON, entity(2, "B"), relationship(5, 1), relationship(6, 99)))
    check_loader(LittleSis(), file)


def test_a_list_on_one_line_is_read_piece_by_piece() -> None:
    many = bulk(*(entity(n, f"Name {n}", blurb="x" * 900) for n in range(1, 3000)))
    assert len(many) > 2_000_000
    assert Loaded(many, "entities.json").rows_read == 2999


def test_graph_of_departures_is_sound(tmp_path: Path) -> None:
    left = {
        "name": "A",
        "url": "https://littlesis.org/person/1-A",
        "position": None,
        "date": None,
        "where_to": None,
        "org_url": None,
    }
    with graph_of(tmp_path, {"left.json": bulk(left)}) as graph:
        assert graph.check().errors == []


def test_tables_that_the_site_exports() -> None:
    links = Loaded(
        b"id,entity1_id,entity2_id,start_date,end_date,is_current,category_id,url,is_board,is_executive,amount,label_for_entity1,"
        b"label_for_entity2,entity1_name,entity2_name,category\n"
        b'1001,1,2,2008-00-00,,true,1,/relationships/1001,true,false,,Director,Director,"Asan, Jr.",Bank,Position\n'
        b"1002,1,3,,2012-05-03,false,5,/relationships/1002,,,2500,Donation,Donation,Asan,Aida,Donation\n",
        "Relationships_1.csv",
    )
    (seat,), (gift,) = links.rows("memberships"), links.rows("associations")
    assert (seat["member"], seat["role"], seat["start_date"]) == ("id:entity/littlesis/1", "Director", "2008")
    assert (gift["type"], gift["amount"], gift["end_date"], gift.get("role")) == ("donates", 2500, "2012-05-03", None)
    assert links.names("actors") == ["Asan, Jr.", "Bank", "Asan", "Aida"]
    assert {row["kind"] for row in links.rows("actors")} == {"actor"}
    members = Loaded(
        b'rank,id,name,blurb,types\n1,1,Asan,"Head, of it","Person,Lobbyist"\n,2,Bank,,"Organization,Business"\n'
    )
    assert [(a["kind"], a["sectors"]) for a in members.rows("actors")] == [
        ("person", ["Person", "Lobbyist"]),
        ("company", ["Organization", "Business"]),
    ]
    flat = b"id,attributes.id,attributes.name,attributes.primary_ext,attributes.types,attributes.extensions.Person.name_last\n"
    (person,) = Loaded(flat + b"1,1,Asan,Person,\"['Person', 'Lobbyist']\",Uulu\n").rows("actors")
    assert (person["kind"], person["family_name"], person["sectors"]) == ("person", "Uulu", ["Person", "Lobbyist"])
