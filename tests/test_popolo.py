"""Popolo: officials and their terms, and every quirk of published files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govgraph.graph.build.verify import verified
from govgraph.loaders.popolo.loader import Popolo
from govgraph.ontology.block import Block, conform
from govgraph.ontology.codes import event_type
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
        "at": "/persons/0",
    }
    assert block.rows_read == 10
    assert set(block.unused_columns) == {"organizations.seats", "persons.images", "persons.links.note", "posts.role"}


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
    assert (event["start_date"], event["end_date"], event["row"], event["at"]) == ("2010", "2015-10-15", 9, "/events/0")
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
    assert (row["start_date"], row["end_date"], row["dates_inherited"]) == ("2010", "2015-10-15", True)
    assert (str(row["starts_from"]), str(row["starts_by"])) == ("2010-01-01", "2010-12-31")
    assert row["period"] == BASE + "event/testland/term/5"
    assert row["on_behalf_of"] == BASE + "organization/testland/party/ata"
    assert row["area"] == BASE + "place/testland/area/osh"
    assert (row["row"], row["at"]) == (7, "/memberships/0")


def member(**fields: Any) -> dict[str, Any]:
    return {"person_id": UUID, "organization_id": "legislature", **fields}


def memberships(*objects: dict[str, Any]) -> Block:
    return read({**PARLIAMENT, "memberships": list(objects)})


@pytest.mark.parametrize(
    ("fields", "start", "end", "inherited"),
    [
        ({"start_date": "2011-03", "end_date": "2012"}, "2011-03", "2012", None),
        ({"start_date": "2011-03-04"}, "2011-03-04", "2015-10-15", True),
        ({"end_date": "2012-01-02"}, "2010", "2012-01-02", True),
        ({"start_date": "", "end_date": None}, "2010", "2015-10-15", True),
        ({"start_date": 2011, "end_date": "2012-05-06T00:00:00Z"}, "2011", "2012-05-06", None),
        # What is given and not understood is not absent.
        ({"start_date": "spring 2011", "end_date": "2012"}, None, "2012", None),
        # A period that contradicts the membership's own dates decides nothing.
        ({"start_date": "2016"}, "2016", None, None),
        ({"legislative_period_id": None}, None, None, None),
        ({"legislative_period_id": "term/9"}, None, None, None),
    ],
)
def test_dates_are_own_or_inherited_and_never_made_up(
    fields: dict[str, Any], start: str | None, end: str | None, inherited: bool | None
) -> None:
    block = memberships(member(**{"legislative_period_id": "term/5", **fields}))
    (row,) = rows(block, "memberships")
    assert (row.get("start_date"), row.get("end_date"), row.get("dates_inherited")) == (start, end, inherited)
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
    ]
    assert found[2]["post"] == BASE + "post/testland/speaker"
    assert found[3]["iri"] == BASE + "membership/testland/m1"
    assert "on_behalf_of" not in found[3]
    assert ("placeholder left out", "organizations/party/unknown", 14) in notes(block)
    assert [(r.row, r.column, r.reason) for r in block.rejects if r.row > 5] == [
        (10, "memberships.organization_id", "required value is missing"),
        (11, "memberships.person_id", "required value is missing"),
        (12, "memberships.organization_id", "required value is missing"),
        (13, "memberships.organization_id", "a placeholder, not an organisation"),
        (15, "memberships.end_date", "ends before it starts"),
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
        ("uk.org.publicwhip/person/1", BASE + "person/DATASET/uk.org.publicwhip/person/1"),
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
    assert (c["names"], c["aliases"]) == ([{"lang": "", "text": "False"}], [{"lang": "ru", "text": "Р"}])
    assert d["aliases"] == [{"lang": "", "text": "Kyrgyz"}]
    assert notes(block) == [
        ("language not understood", "x!", 1),
        ("persons.other_names not understood", "'plain'", 3),
        ("language not understood", "kyrgyz", 4),
    ]
    assert block.unused_columns == ("persons.given_name",)


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
    assert [a["iri"] for a in rows(block, "actors")] == [BASE + "person/testland/ok"]
    assert [(r.row, r.column, r.reason) for r in block.rejects] == [
        (1, "persons", "not a JSON object"),
        (2, "persons", "not a JSON object"),
        (3, "persons.name", "required value is missing"),
        (4, "persons.name", "required value is missing"),
        (5, "persons.id", "required value is missing"),
        (6, "persons.name", "not a text"),
        (7, "persons.name", "holds half of a character"),
        (8, "persons.name", "holds a NUL character"),
        (9, "persons.death_date", "ends before it starts"),
        (10, "persons.id", "not a text"),
        (12, "organizations.name", "a placeholder, not an organisation"),
        (13, "organizations.parent_id", "not a text"),
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
        {"meta": {"license": "CC0-1.0", "sources": ["https://a.kg", "b"], "v": 1}, "persons": [], "votes": [{}]}
    )
    assert notes(block) == [("licence", "CC0-1.0", 1), ("source", "https://a.kg", 1), ("source", "b", 1)]
    assert block.unused_columns == ("meta.v", "votes")
    assert (block.rows_read, block.tables) == (0, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"persons": [\n{"id": }', r"json:2:8: not JSON"),
        ("[]", "not a JSON object"),
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
        ('[{"person_id": "a", "organization_id": "b"}]', 0.0),
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


@settings(max_examples=150, deadline=None)
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
        assert block.tables["memberships"]["dates_inherited"].to_list() == [True] * 120
