"""Popolo: officials and their terms, and every quirk of published files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from often import often

from govgraph.graph.build.verify import verified
from govgraph.loaders.popolo.loader import Popolo
from govgraph.ontology.block import Block, conform
from govgraph.ontology.event_types import event_type
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.terms import BASE, CODE

REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "popolo"
UUID = "7493c406-8206-4fbd-aceb-d64aa334cd35"


def source(data: object, name: str = "Testland.ep-popolo-v1.0.json") -> Source:
    text = data if isinstance(data, str) else json.dumps(data)
    return Source(Path(name), data=text.encode())


def read(data: object, **options: Any) -> Block:
    (block,) = Popolo().blocks(source(data), Options(**options))
    assert len({r.row for r in block.rejects}) == len(block.rejects)
    assert verified(block).rejects == block.rejects, "the loader must find what the last look finds"
    return block


def rows(block: Block, table: str) -> list[dict[str, Any]]:
    if table not in block.tables:
        return []
    return [{k: v for k, v in row.items() if v is not None} for row in block.tables[table].to_dicts()]


def notes(block: Block) -> list[tuple[str, str, int]]:
    return [(n.kind, n.value, n.row) for n in block.notes]


PARLIAMENT: dict[str, list[dict[str, Any]]] = {
    "persons": [
        {
            "id": UUID,
            "name": "ABDYKERIMOV SHarshenbek",
            "other_names": [
                {"name": "АБДЫКЕРИМОВ Шаршенбек", "lang": "ru", "note": "multilingual"},
                {"name": "Абдыкеримов Шаршенбек", "lang": "ky", "note": "multilingual"},
                {"name": "Another in Russian", "lang": "ru", "note": "multilingual"},
                {"name": "Shasha", "note": "nickname"},
            ],
            "identifiers": [{"scheme": "everypolitician_legacy", "identifier": 2322}, {"scheme": "Wikidata", "identifier": "Q13"}],
            "birth_date": "1963",
            "gender": "male",
            "image": "http://kenesh.kg/a b(1).jpg",
            "images": [{"url": "http://kenesh.kg/2.jpg"}],
            "links": [{"url": "https://ky.wikipedia.org/wiki/Абдыкеримов", "note": "Wikipedia (ky)"}],
            "sources": [{"url": "http://kenesh.kg/2322"}],
        }
    ],
    "organizations": [
        {"id": "legislature", "name": "Supreme Council", "classification": "legislature", "seats": 120},
        {"id": "committee", "name": "Budget", "classification": "Standing Committee", "parent_id": "legislature"},
        {"id": "party/ata", "name": "Ата Мекен", "classification": "party", "founding_date": "1992-12"},
        {"id": "party/unknown", "name": "unknown", "classification": "party"},
        {"id": "club", "name": "Club", "classification": "club"},
    ],
    "memberships": [
        {
            "person_id": UUID, "organization_id": "legislature", "on_behalf_of_id": "party/ata", "role": "member",
            "legislative_period_id": "term/5", "area_id": "area/osh",
        }
    ],
    "areas": [{"id": "area/osh", "name": "Ош", "identifiers": [{"scheme": "wikidata", "identifier": "Q7364"}]}],
    "events": [
        {
            "id": "term/5", "name": "5th Convocation", "classification": "legislative period",
            "start_date": "2010", "end_date": "2015-10-15", "organization_id": "legislature",
        }
    ],
    "posts": [{"id": "speaker", "label": "Speaker", "organization_id": "legislature", "role": "speaker"}],
}  # fmt: skip


def test_a_person_with_names_in_three_languages() -> None:
    block = read(PARLIAMENT)
    person = rows(block, "actors")[0]
    assert person == {
        "iri": f"{BASE}person/uuid/{UUID}",
        "kind": "person",
        "names": [
            {"lang": "", "text": "ABDYKERIMOV SHarshenbek"},
            {"lang": "ru", "text": "АБДЫКЕРИМОВ Шаршенбек"},
            {"lang": "ky", "text": "Абдыкеримов Шаршенбек"},
        ],
        "aliases": [{"lang": "ru", "text": "Another in Russian"}, {"lang": "", "text": "Shasha"}],
        "identifiers": ["everypolitician_legacy:2322", "wikidata:Q13"],
        "start_date": "1963",
        "gender": "male",
        "image": "http://kenesh.kg/a%20b(1).jpg",
        "links": ["https://ky.wikipedia.org/wiki/Абдыкеримов", "http://kenesh.kg/2322"],
        "document": "http://kenesh.kg/2322",
        "row": 1,
        "pointer": "/persons/0",
    }
    assert block.rows_read == 10
    assert set(block.unused_columns) == {"persons.images", "persons.links.note", "posts.role"}


def test_organisations_by_what_they_are_called() -> None:
    block = read(PARLIAMENT)
    actors = {a["iri"].removeprefix(BASE): a for a in rows(block, "actors")}
    assert {k: v["kind"] for k, v in actors.items() if k.startswith("organization/")} == {
        "organization/testland/legislature": "agency",
        "organization/testland/committee": "agency",
        "organization/testland/party/ata": "party",
        "organization/testland/club": "organization",
    }
    assert actors["organization/testland/party/ata"]["start_date"] == "1992-12"
    (part,) = rows(block, "associations")
    assert (part["from_actor"], part["to_actor"], part["type"]) == (
        BASE + "organization/testland/committee", BASE + "organization/testland/legislature", "part_of",
    )  # fmt: skip
    assert [(r.row, r.column, r.reason, r.value) for r in block.rejects] == [
        (5, "organizations.name", "a placeholder, not an organisation", "unknown")
    ]


def test_period_post_and_area() -> None:
    block = read(PARLIAMENT)
    (event,) = rows(block, "events")
    assert (event["iri"], event["type"]) == (BASE + "event/testland/term/5", CODE + "event-type/legislative_term")
    assert event_type("legislative_term") is not None
    assert (event["start_date"], event["end_date"], event["row"], event["pointer"]) == (
        "2010",
        "2015-10-15",
        9,
        "/events/0",
    )
    (participation,) = rows(block, "participations")
    assert (participation["participant"], participation["event"], participation["role"]) == (
        BASE + "organization/testland/legislature", event["iri"], "organization",
    )  # fmt: skip
    (place,) = rows(block, "places")
    assert (place["iri"], place["precision"]) == (BASE + "place/testland/area/osh", "unknown")
    assert place["identifiers"] == ["wikidata:Q7364"]
    (post,) = rows(block, "posts")
    assert post["names"] == [{"lang": "", "text": "Speaker"}]
    assert post["organization"] == BASE + "organization/testland/legislature"


def test_a_membership_without_dates_has_those_of_its_period_and_says_so() -> None:
    block = read(PARLIAMENT)
    (row,) = conform("memberships", block.tables["memberships"]).to_dicts()
    assert (row["start_date"], row["end_date"]) == ("2010", "2015-10-15")
    assert (row["start_inherited"], row["end_inherited"]) == (True, True)
    assert (str(row["starts_from"]), str(row["starts_by"])) == ("2010-01-01", "2010-12-31")
    assert row["period"] == BASE + "event/testland/term/5"
    assert row["on_behalf_of"] == BASE + "organization/testland/party/ata"
    assert row["area"] == BASE + "place/testland/area/osh"
    assert (row["row"], row["pointer"]) == (7, "/memberships/0")


def member(**fields: Any) -> dict[str, Any]:
    return {"person_id": UUID, "organization_id": "legislature", **fields}


def memberships(*objects: dict[str, Any]) -> Block:
    return read({**PARLIAMENT, "memberships": list(objects)})


@pytest.mark.parametrize(
    ("fields", "start", "end", "inherited"),
    [
        ({"start_date": "2011-03", "end_date": "2012"}, "2011-03", "2012", set()),
        ({"start_date": "2011-03-04"}, "2011-03-04", "2015-10-15", {"end"}),
        ({"end_date": "2012-01-02"}, "2010", "2012-01-02", {"start"}),
        ({"start_date": "", "end_date": None}, "2010", "2015-10-15", {"start", "end"}),
        ({"start_date": 2011, "end_date": "2012-05-06T00:00:00Z"}, "2011", "2012-05-06", set()),
        # What is given and not understood is not absent.
        ({"start_date": "spring 2011", "end_date": "2012"}, None, "2012", set()),
        # A period that contradicts the membership's own dates decides nothing.
        ({"start_date": "2016"}, "2016", None, set()),
        ({"legislative_period_id": None}, None, None, set()),
        ({"legislative_period_id": "term/9"}, None, None, set()),
    ],
)
def test_dates_are_own_or_inherited_and_never_made_up(
    fields: dict[str, Any], start: str | None, end: str | None, inherited: set[str]
) -> None:
    block = memberships(member(**{"legislative_period_id": "term/5", **fields}))
    (row,) = rows(block, "memberships")
    assert (row.get("start_date"), row.get("end_date")) == (start, end)
    assert {which for which in ("start", "end") if f"{which}_inherited" in row} == inherited
    assert {r.row for r in block.rejects} == {5}


def test_two_terms_in_one_ministry_are_two_and_a_repeated_row_is_one() -> None:
    block = memberships(
        member(role="minister", start_date="2010", end_date="2012"),
        member(role="minister", start_date="2014", end_date="2015"),
        member(role="minister", start_date="2010", end_date="2012"),
        member(role="minister", start_date="2010", end_date="2012", on_behalf_of_id="party/ata"),
        member(legislative_period_id="term/5"),
        member(start_date="2010", end_date="2015-10-15"),
    )
    iris = [row["iri"] for row in rows(block, "memberships")]
    assert iris[0] == iris[2]
    assert len(iris) == 6
    assert len(set(iris)) == 5


def test_a_membership_of_an_organisation_of_a_post_and_of_nobody() -> None:
    block = memberships(
        {"member_id": "party/ata", "organization_id": "legislature"},
        {"member_id": UUID, "organization_id": "legislature"},
        {"person_id": UUID, "post_id": "speaker"},
        {"person_id": UUID, "post_id": "unheard-of"},
        {"organization_id": "legislature"},
        {"person_id": UUID},
        {"person_id": UUID, "organization_id": "party/unknown"},
        member(on_behalf_of_id="party/unknown", id="m1"),
        member(start_date="2012", end_date="2011-12"),
    )
    found = rows(block, "memberships")
    org, person = BASE + "organization/testland/", f"{BASE}person/uuid/{UUID}"
    assert [(m["member"], m["organization"]) for m in found] == [
        (org + "party/ata", org + "legislature"),
        (person, org + "legislature"),
        (person, org + "legislature"),
        (person, org + "legislature"),
        (person, org + "legislature"),
    ]
    assert found[2]["post"] == BASE + "post/testland/speaker"
    assert found[3]["iri"] == BASE + "membership/testland/m1"
    assert "on_behalf_of" not in found[3]
    assert found[3]["as_given"] == "unknown"
    assert ("placeholder left out", "organizations/party/unknown: unknown, on 1 memberships", 14) in notes(block)
    # The end that cannot be is left out, and the membership stays.
    assert (found[4]["start_date"], found[4].get("end_date")) == ("2012", None)
    assert ("ends before it starts", "memberships.end_date: 2012 to 2011-12", 15) in notes(block)
    assert [(r.row, r.column, r.reason) for r in block.rejects if r.row > 5] == [
        (10, "memberships.organization_id", "required value is missing"),
        (11, "memberships.person_id", "required value is missing"),
        (12, "memberships.organization_id", "required value is missing"),
        (13, "memberships.organization_id", "a placeholder, not an organisation"),
    ]


def test_references_out_of_the_file_are_kept_and_listed_once() -> None:
    data = {
        "memberships": [
            {
                "person_id": "uk/person/1",
                "organization_id": "treasury",
                "on_behalf_of_id": "lab",
                "area_id": "x",
                "post_id": "p",
            },
            {"person_id": "uk/person/1", "organization_id": "treasury", "legislative_period_id": "t"},
        ],
        "organizations": [{"id": "treasury", "name": "HM Treasury", "parent_id": "crown"}],
    }
    block = read(data)
    assert [m["member"] for m in rows(block, "memberships")] == [BASE + "person/testland/uk/person/1"] * 2
    assert sorted(notes(block)) == sorted(
        ("dangling reference", value, row)
        for value, row in [
            ("persons/uk/person/1", 1), ("organizations/lab", 1), ("areas/x", 1), ("posts/p", 1), ("events/t", 2),
            ("organizations/crown", 3),
        ]
    )  # fmt: skip
    split = [n for b in Popolo().blocks(source(data), Options(block_rows=1)) for n in b.notes]
    assert sorted((n.kind, n.value, n.row) for n in split) == sorted(notes(block))


def test_the_same_whether_read_in_one_block_or_many() -> None:
    whole = read(PARLIAMENT)
    parts = list(Popolo().blocks(source(PARLIAMENT), Options(block_rows=3)))
    assert [b.rows_read for b in parts] == [3, 3, 3, 1]
    assert [b.position for b in parts] == sorted(b.position for b in parts)
    for table in whole.tables:
        assert [r for b in parts for r in rows(b, table)] == rows(whole, table)
    assert [r for b in parts for r in b.rejects] == whole.rejects
    assert set().union(*(b.unused_columns for b in parts)) == set(whole.unused_columns)


@pytest.mark.parametrize(
    ("identifier", "iri"),
    [
        (UUID.upper(), f"{BASE}person/uuid/{UUID}"),
        ("Q7747", BASE + "person/wikidata/Q7747"),
        ("http://www.wikidata.org/entity/Q7747", BASE + "person/wikidata/Q7747"),
        ("https://example.org/people/1 2", "https://example.org/people/1%202"),
        ("uk.org.publicwhip/person/1", BASE + "person/uk.org.publicwhip/person/1"),
        (17, BASE + "person/DATASET/17"),
        ("0", BASE + "person/DATASET/0"),
        ("NA", BASE + "person/DATASET/NA"),
    ],
)
def test_what_is_known_everywhere_does_not_depend_on_the_dataset(identifier: object, iri: str) -> None:
    for dataset in ("a", "b"):
        block = read({"persons": [{"id": identifier, "name": "N"}]}, dataset=dataset)
        assert rows(block, "actors")[0]["iri"] == iri.replace("DATASET", dataset)


def test_names_by_language_and_composed_names() -> None:
    block = read(
        {
            "persons": [
                {"id": "a", "name": {"lang:en": "Wales", "lang:cy": "Cymru", "x!": "X"}},
                {"id": "b", "given_name": "Асан", "family_name": "Үсөнов"},
                {"id": "c", "name": "False", "given_name": "x", "other_names": ["plain", {"name": {"lang:ru": "Р"}}]},
                {"id": "d", "name": "N", "other_names": [{"name": "Kyrgyz", "lang": "kyrgyz", "note": "multilingual"}]},
            ]
        }
    )
    a, b, c, d = rows(block, "actors")
    assert a["names"] == [{"lang": "en", "text": "Wales"}, {"lang": "cy", "text": "Cymru"}, {"lang": "", "text": "X"}]
    assert b["names"] == [{"lang": "", "text": "Асан Үсөнов"}]
    assert (c["names"], c["aliases"]) == (
        [{"lang": "", "text": "False"}],
        [{"lang": "", "text": "plain"}, {"lang": "ru", "text": "Р"}],
    )
    assert d["aliases"] == [{"lang": "", "text": "Kyrgyz"}]
    assert notes(block) == [
        ("language not understood", "x!", 1),
        ("language not understood", "kyrgyz", 4),
    ]
    assert (c["given_name"], block.unused_columns) == ("x", ())


def test_values_that_are_not_understood_are_left_out_with_a_note() -> None:
    block = read(
        {
            "persons": [
                {
                    "id": "a", "name": "A", "birth_date": "1963-02-30", "death_date": "٢٠١٠", "image": "none",
                    "identifiers": [{"identifier": "5"}, {"scheme": "7 x", "identifier": "a b"}, {"scheme": "s"}],
                    "links": [{"url": "kenesh.kg"}, "x"],
                },
                {"id": "b", "name": "B", "birth_date": "0000", "death_date": False},
            ],
            "events": [{"id": "e", "name": "E", "classification": "ball"}],
        }
    )  # fmt: skip
    a, b = rows(block, "actors")
    assert (a.keys() | b.keys()) & {"start_date", "end_date", "image", "links"} == set()
    assert a["identifiers"] == ["x-7-x:a%20b"]
    assert [n[:2] for n in notes(block)] == [
        ("identifier without a scheme", "5"),
        ("date not understood", "persons.birth_date: '1963-02-30'"),
        ("date not understood", "persons.death_date: '\\u0662\\u0660\\u0661\\u0660'"),
        ("not a web address", "persons.image: none"),
        ("not a web address", "persons.links.url: kenesh.kg"),
        ("persons.links not understood", "'x'"),
        ("date not understood", "persons.birth_date: '0000'"),
        ("date not understood", "persons.death_date: False"),
        ("unknown code", "events.classification: ball"),
    ]
    assert "type" not in rows(block, "events")[0]


def test_objects_that_cannot_be_used_are_rejected_and_the_others_are_not() -> None:
    block = read(
        json.loads(
            '{"persons": ["x", null, {}, {"id": "a"}, {"id": "", "name": "A"}, {"id": "b", "name": 1.5},'
            ' {"id": "c", "name": "\\ud800"}, {"id": "d", "name": "a\\u0000b"},'
            ' {"id": "e", "name": "E", "birth_date": "2000", "death_date": "1999"}, {"id": ["f"], "name": "F"},'
            ' {"id": "ok", "name": "0"}],'
            ' "organizations": [{"id": "party/none", "name": "???"}, {"id": "o", "name": "O", "parent_id": {}}]}'
        )
    )
    assert [a["iri"].removeprefix(BASE) for a in rows(block, "actors")] == [
        "person/testland/e", "person/testland/ok", "organization/testland/o",
    ]  # fmt: skip
    assert [n[:2] for n in notes(block)] == [
        ("ends before it starts", "persons.death_date: 2000 to 1999"),
        ("not a text", "organizations.parent_id: {}"),
    ]
    assert [(r.row, r.column, r.reason) for r in block.rejects] == [
        (1, "persons", "not a JSON object"),
        (2, "persons", "not a JSON object"),
        (3, "persons.name", "required value is missing"),
        (4, "persons.name", "required value is missing"),
        (5, "persons.id", "required value is missing"),
        (6, "persons.name", "not a text"),
        (7, "persons.name", "holds half of a character"),
        (8, "persons.name", "holds a NUL character"),
        (10, "persons.id", "not a text"),
        (12, "organizations.name", "a placeholder, not an organisation"),
    ]
    assert block.rows_read == 13
    json.dumps([r.value for r in block.rejects], ensure_ascii=False).encode()


def test_one_id_twice_keeps_both_rows() -> None:
    block = read({"persons": [{"id": "a", "name": "A"}, {"id": "a", "name": "Another", "gender": "x"}]})
    assert [(a["iri"], a["row"]) for a in rows(block, "actors")] == [
        (BASE + "person/testland/a", 1), (BASE + "person/testland/a", 2),
    ]  # fmt: skip


def test_what_the_file_says_of_itself_and_arrays_that_are_not_read() -> None:
    block = read(
        {"meta": {"license": "CC0-1.0", "sources": ["https://a.kg", "b"], "v": 1}, "persons": [], "bills": [{}]}
    )
    assert notes(block) == [("licence", "CC0-1.0", 1), ("source", "https://a.kg", 1), ("source", "b", 1)]
    assert block.unused_columns == ("bills", "meta.v")
    assert (block.rows_read, block.tables) == (0, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"persons": [\n{"id": }', r"json:2:8: not JSON"),
        ("[]", "none of the arrays"),
        ('{"entities": []}', "none of the arrays"),
        ('{"persons": {}}', "none of the arrays"),
        ("[" * 200_000, "without end|not JSON"),
        ('{"persons": [' + "9" * 5000 + "]}", "cannot be read as JSON"),
    ],
)
def test_files_that_are_no_popolo_are_refused(text: str, words: str) -> None:
    with pytest.raises(LoaderError, match=words):
        list(Popolo().blocks(source(text), Options()))


def test_a_file_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(LoaderError, match="not UTF-8"):
        list(Popolo().blocks(Source(Path("a.json"), data=b'{"persons": ["\xcf"]}'), Options()))


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ('{"persons": [], "organizations": []}', 0.5),
        ('\ufeff\n{"meta": {"persons": [{"foo": 1}]}, "persons": [{"id": "a", "name": "A"}, {"id"', 0.9),
        ('{"memberships": [{"end_date": "x", "note": "a \\" ] } b", "person_id": "a"' + " " * 70_000 + "}]}", 0.9),
        ('{"persons": [{"foo": 1}]}', 0.0),
        ('{"persons": 5}', 0.0),
        ('{"organizations": [{"legal": {"name": "x"}, "foo": 1}]}', 0.0),
        ('{"type": "FeatureCollection", "features": [{"name": "persons"}]}', 0.0),
        ('[{"person_id": "a", "organization_id": "b"}]', 0.9),
        ("persons,organizations\n", 0.0),
        ("", 0.0),
    ],
)
def test_it_is_known_by_its_beginning(text: str, sure: float) -> None:
    assert Popolo().detect(source(text)) == sure


def test_the_dataset_is_the_name_of_the_file() -> None:
    loader = Popolo()
    assert loader.dataset(source("", "Kyrgyzstan.ep-popolo-v1.0.json"), Options()) == "kyrgyzstan"
    assert loader.dataset(source("", "Kyrgyzstan.json"), Options(dataset="kg")) == "kg"


VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 3000)
    | st.text(max_size=5)
    | st.sampled_from(["a", "2010", "Q5", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "lang", "url", "id"]), inner, max_size=3)
    ),
    max_leaves=4,
)
FIELD = st.sampled_from(
    (
        "id name other_names identifiers links sources image birth_date classification parent_id person_id "
        "organization_id post_id start_date end_date legislative_period_id area_id label on_behalf_of_id member_id"
    ).split()
)
OBJECTS = st.lists(VALUE | st.dictionaries(FIELD, VALUE | st.sampled_from(["a", "b"]), max_size=7), max_size=4)


@settings(max_examples=often(40, 150), deadline=None)
@given(
    data=st.dictionaries(
        st.sampled_from(["persons", "organizations", "memberships", "posts", "areas", "events"]), OBJECTS, min_size=1
    )
)
def test_whatever_stands_in_the_arrays_every_object_is_loaded_or_rejected(data: dict[str, list[Any]]) -> None:
    (block,) = Popolo().blocks(source(json.dumps(data)), Options())
    checked = verified(block)
    count = sum(map(len, data.values()))
    loaded = {r for t in checked.tables.values() for r in t["row"].to_list()}
    lost = {r.row for r in checked.rejects}
    assert block.rows_read == count
    assert loaded | lost == set(range(1, count + 1))
    assert not loaded & lost
    told = [*(n.value for n in block.notes), *(r.value for r in block.rejects), *block.unused_columns]
    json.dumps(told, ensure_ascii=False).encode()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the project")
@pytest.mark.parametrize(
    ("name", "read_rows", "counts", "rejects", "dangling"),
    [
        (
            "kyrgyzstan.ep-popolo-v1.0.json",
            252,
            {"actors": 130, "memberships": 120, "events": 1, "participations": 1},
            ["a placeholder, not an organisation"],
            0,
        ),
        ("uk_ministers.popolo.json", 3106, {"actors": 216, "memberships": 2890}, [], 617),
    ],
)
def test_real_files(name: str, read_rows: int, counts: dict[str, int], rejects: list[str], dangling: int) -> None:
    real = Source(REAL / name)
    assert Popolo().detect(real) == 0.9
    (block,) = map(verified, Popolo().blocks(real, Options()))
    assert block.rows_read == read_rows
    assert {t: f.height for t, f in block.tables.items()} == counts
    assert [r.reason for r in block.rejects] == rejects
    assert sum(n.kind == "dangling reference" for n in block.notes) == dangling
    if name.startswith("kyrgyzstan"):
        for which in ("start_inherited", "end_inherited"):
            assert block.tables["memberships"][which].to_list() == [True] * 120


# ----------------------------------------------------------------------- what other publishers of Popolo write


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1964-00-00", "1964"),
        ("2010-05-00", "2010-05"),
        ("1964-00-12", None),
        ("0000-00-00", None),
        ("2010-13", None),
        ("2010-00", None),
    ],
)
def test_a_part_of_a_date_that_is_not_known_is_left_off(given: str, kept: str | None) -> None:
    block = read({"persons": [{"id": "a", "name": "A", "birth_date": given}]})
    (person,) = rows(block, "actors")
    assert person.get("start_date") == kept
    assert [n[0] for n in notes(block)] == ([] if kept else ["date not understood"])


def test_a_faulty_end_of_a_period_costs_only_that_end() -> None:
    period = {"id": "term/98", "name": "98th", "start_date": "1983-01-06", "end_date": "1983-01-03"}
    block = read(
        {
            "organizations": [{"id": "senate", "name": "Senate"}],
            "events": [period],
            "memberships": [{"person_id": "p", "organization_id": "senate", "legislative_period_id": "term/98"}],
        }
    )
    (event,), (link,) = rows(block, "events"), rows(block, "memberships")
    assert (event["start_date"], event.get("end_date")) == ("1983-01-06", None)
    assert (link["start_date"], link["start_inherited"], link.get("end_date")) == ("1983-01-06", True, None)
    assert ("ends before it starts", "events.end_date: 1983-01-06 to 1983-01-03", 2) in notes(block)
    assert block.rejects == []


def test_a_date_outside_the_period_is_kept_and_told() -> None:
    block = memberships(member(legislative_period_id="term/5", start_date="2009", end_date="2012"))
    assert rows(block, "memberships")[0]["start_date"] == "2009"
    assert ("dates outside the period", "2009/2012 in term/5", 7) in notes(block)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", ["x"]), ("role", {"a": {}}), ("role", 1.5), ("role", "\ud800"), ("on_behalf_of_id", {"name": "x"}),
        ("area_id", True), ("post_id", [1, 2]), ("legislative_period_id", []), ("start_date", {}),
    ],
)  # fmt: skip
def test_a_fault_in_a_field_costs_that_field(field: str, value: object) -> None:
    block = memberships(member(**{field: value}))
    (row,) = rows(block, "memberships")
    assert field.removesuffix("_id") not in row
    assert [r.row for r in block.rejects] == [5]
    assert any(n.row == 7 for n in block.notes)


def test_a_role_by_language_is_a_role_and_its_item_a_post() -> None:
    role = {"lang:en": "Member of Parliament", "lang:cy": "Aelod Seneddol"}
    block = memberships(
        member(role=role, role_code="Q16707842"),
        member(role=role),
        member(role={"ky": "депутат", "en": "deputy"}),
    )
    first, second, third = rows(block, "memberships")
    assert (first["role"], second["role"], third["role"]) == ("Member of Parliament", "Member of Parliament", "депутат")
    assert first["post"] == BASE + "post/wikidata/Q16707842"
    posts = {post["iri"]: post for post in rows(block, "posts")}
    assert posts[first["post"]]["names"] == [
        {"lang": "en", "text": "Member of Parliament"}, {"lang": "cy", "text": "Aelod Seneddol"},
    ]  # fmt: skip
    assert "post" not in second
    assert ("only one language kept", "memberships.role: en, not cy", 7) in notes(block)


def test_memberships_inside_persons_organisations_and_posts() -> None:
    link = {"id": "m1", "organization_id": "council", "role": "chair", "start_date": "2015"}
    block = read(
        {
            "persons": [
                {"id": "p1", "name": "A", "memberships": [link, {"role": "nothing"}]},
                {"id": "p2", "name": "B"},
            ],
            "organizations": [
                {
                    "id": "council",
                    "name": "Council",
                    "memberships": [
                        {**link, "person_id": "p1"},
                        {"person_id": "p2", "on_behalf_of": {"id": "x", "name": "X"}},
                    ],
                    "posts": [{"id": "seat", "label": "Seat 1", "memberships": [{"person_id": "p2"}]}],
                    "children": [{"id": "board", "name": "Board"}],
                }
            ],
        }
    )
    links = rows(block, "memberships")
    council, one, two = BASE + "organization/testland/council", BASE + "person/testland/p1", BASE + "person/testland/p2"
    assert [(m["member"], m["organization"], m.get("role")) for m in links] == [
        (one, council, "chair"), (two, council, None), (two, council, None),
    ]  # fmt: skip
    assert links[0]["iri"] == BASE + "membership/testland/m1"
    assert (links[0]["pointer"], links[2]["pointer"]) == (
        "/persons/0/memberships/0",
        "/organizations/0/posts/0/memberships/0",
    )
    assert links[1]["on_behalf_of"] == BASE + "organization/testland/x"
    assert links[2]["post"] == rows(block, "posts")[0]["iri"]
    assert [a["iri"].rsplit("/", 1)[1] for a in rows(block, "actors")] == ["p1", "p2", "council", "x", "board"]
    assert rows(block, "associations")[0]["to_actor"] == council
    assert [(r.row, r.column, r.reason) for r in block.rejects] == [
        (3, "memberships.organization_id", "required value is missing")
    ]
    assert (block.rows_read, block.unused_columns) == (10, ())


def test_a_party_repeated_in_each_membership_is_one_object() -> None:
    party = {"id": "x", "name": "X"}
    block = memberships(*(member(on_behalf_of=dict(party), id=str(i)) for i in range(3)))
    assert block.rows_read == 13
    assert [a["iri"] for a in rows(block, "actors")].count(BASE + "organization/testland/x") == 1


def test_names_in_other_names_only() -> None:
    commons = {"given_name": "Ann", "family_name": "Example", "note": "Main"}
    lord = {
        "honorific_prefix": "Baroness",
        "lordname": "Example",
        "lordofname": "Osh",
        "given_name": "Ann",
        "note": "Main",
    }
    block = read(
        {
            "persons": [
                {"id": "1", "other_names": [commons, {"name": "Annie Example", "note": "Alternate"}]},
                {
                    "id": "2",
                    "other_names": [
                        {**commons, "family_name": "Married", "start_date": "2001"},
                        {**commons, "start_date": "1997", "end_date": "2001"},
                        commons,
                    ],
                },
                {"id": "3", "other_names": [lord]},
                {"id": "4", "other_names": [{"honorific_prefix": "Bishop", "lordname": "", "lordofname": "Naryn"}]},
                {"id": "5", "redirect": "1"},
            ],
            "organizations": [{"id": "o", "other_names": [{"name": "House"}]}],
            "memberships": [{"person_id": "5", "organization_id": "o"}],
        }
    )
    people = rows(block, "actors")
    assert [p["names"][0]["text"] for p in people] == [
        "Ann Example", "Ann Married", "Baroness Example of Osh", "Bishop of Naryn", "House",
    ]  # fmt: skip
    assert [a["text"] for a in people[0]["aliases"]] == ["Annie Example"]
    assert {a["text"] for a in people[1]["aliases"]} == {"Ann Example"}
    assert rows(block, "memberships")[0]["member"] == people[0]["iri"]
    assert notes(block) == [("merged into another by its source", "persons/5: 1", 5)]
    assert (block.rejects, block.unused_columns) == ([], ())


def test_the_parts_of_a_name_and_contact_details_are_kept() -> None:
    block = read(
        {
            "persons": [
                {
                    "id": "a", "name": "Asan Üsönov", "given_name": "Asan", "family_name": "Üsönov", "sort_name": "Üsönov, Asan",
                    "email": "a@kenesh.kg",
                    "contact_details": [{"type": "twitter", "value": "asan", "note": "x"}, {"value": "+996"}, {"type": "fax"}],
                }
            ],
        }
    )  # fmt: skip
    (person,) = rows(block, "actors")
    assert (person["given_name"], person["family_name"], person["sort_name"]) == ("Asan", "Üsönov", "Üsönov, Asan")
    assert person["contact_details"] == ["email: a@kenesh.kg", "twitter: asan", "+996"]
    assert block.unused_columns == ("persons.contact_details.note",)


def test_an_area_without_an_identifier_is_that_of_its_post() -> None:
    block = read(
        {"posts": [{"id": "cons/1", "label": "Member for Osh", "organization_id": "o", "area": {"name": "Osh"}}]}
    )
    (post,), (place,) = rows(block, "posts"), rows(block, "places")
    assert post["area"] == place["iri"] == BASE + "place/testland/cons/1/area"
    assert place["names"] == [{"lang": "", "text": "Osh"}]


@pytest.mark.parametrize(
    ("name", "classification", "is_one"),
    [
        ("Independent", "party", False),
        ("independents", "Parliamentary group", False),
        ("Independent", None, False),
        ("N/A", "party", False),
        ("(unknown)", "party", False),
        ("Независимый", "party", False),
        ("The Independent", "party", True),
        ("Independent", "newspaper", True),
        ("Independent Labour", "party", True),
    ],
)
def test_the_bare_word_for_no_party_is_no_actor(name: str, classification: str | None, is_one: bool) -> None:
    party = {"id": "party/x", "name": name, "classification": classification}
    data = {
        "organizations": [{"id": "o", "name": "House", "classification": "legislature"}, party],
        "memberships": [{"person_id": str(i), "organization_id": "o", "on_behalf_of_id": "party/x"} for i in range(3)],
    }
    block = read(data)
    links = rows(block, "memberships")
    assert [("on_behalf_of" in m) for m in links] == [is_one] * 3
    assert [m.get("as_given") for m in links] == [None if is_one else name] * 3
    left_out = [n[1] for n in notes(block) if n[0] == "placeholder left out"]
    assert left_out == ([] if is_one else [f"organizations/party/x: {name}, on 3 memberships"])


def test_a_file_can_be_of_a_country() -> None:
    block = read(PARLIAMENT, country="KGZ")
    country = BASE + "country/KGZ"
    assert {a.get("country") for a in rows(block, "actors") if a["kind"] != "person"} == {country}
    assert rows(block, "places")[0]["country"] == country
    assert "country" not in rows(block, "actors")[0]


def test_days_in_milliseconds_are_told() -> None:
    person = {"id": "a", "name": "Aida", "birth_date": 86400000000}
    of = read({"persons": [person], "organizations": []})
    assert rows(of, "actors")[0]["start_date"] == "1972-09-27"
    told = [note for note in notes(of) if "milliseconds" in note[0]]
    assert told == [("days as milliseconds since 1970: read as", "persons.birth_date: 86400000000", 1)]
