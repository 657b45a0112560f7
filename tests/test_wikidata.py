"""Wikidata: entities in all layouts, ranks, precision, unknown values and redirects, and results of SPARQL queries.

The items are written here by hand in the true layout.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.loaders.entities.wikidata import Wikidata
from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader

E = "http://www.wikidata.org/entity/"
NUMBERS = itertools.count(1)


def item_snak(prop: str, of: str) -> dict[str, Any]:
    return {
        "snaktype": "value",
        "property": prop,
        "datavalue": {
            "value": {"entity-type": "item", "numeric-id": int(of[1:]), "id": of},
            "type": "wikibase-entityid",
        },
        "datatype": "wikibase-item",
    }


def time_snak(prop: str, text: str, precision: int = 11, calendar: str = "Q1985727") -> dict[str, Any]:
    value = {
        "time": text,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": E + calendar,
    }
    return {"snaktype": "value", "property": prop, "datavalue": {"value": value, "type": "time"}, "datatype": "time"}


def no_snak(prop: str, kind: str) -> dict[str, Any]:
    return {"snaktype": kind, "property": prop, "datatype": "time"}


def text_snak(prop: str, text: str, datatype: str = "external-id") -> dict[str, Any]:
    return {"snaktype": "value", "property": prop, "datavalue": {"value": text, "type": "string"}, "datatype": datatype}


def statement(snak: dict[str, Any], rank: str = "normal", **qualifiers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "mainsnak": snak,
        "type": "statement",
        "id": f"Q1${next(NUMBERS):04}",
        "rank": rank,
        "qualifiers": qualifiers,
    }


def item(of: str, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    claims: dict[str, list[dict[str, Any]]] = {}
    for one in statements:
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    labels = {"en": {"language": "en", "value": f"Name of {of}"}}
    return {
        "type": "item",
        "id": of,
        "labels": labels,
        "descriptions": {},
        "aliases": {},
        "claims": claims or [],
        "sitelinks": {},
    } | more


HUMAN = statement(item_snak("P31", "Q5"))


def person(*statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return item("Q1", HUMAN, *statements, **more)


def loaded(*items: dict[str, Any], **options: Any) -> Loaded:
    return Loaded(json.dumps({"entities": {i["id"]: i for i in items}}).encode(), "Q1.json", **options)


def test_a_person() -> None:
    aliases = {"en": [{"language": "en", "value": "A. S."}], "ky": [{"language": "ky", "value": "Аида"}]}
    labels = {
        "en": {"language": "en", "value": "Aida"},
        "ru": {"language": "ru", "value": "Аида Садыкова"},
        "mul": {"language": "mul", "value": "A"},
    }
    of = loaded(
        person(
            statement(time_snak("P569", "+1970-05-02T00:00:00Z")), statement(item_snak("P27", "Q813")), statement(item_snak("P21", "Q6581072")),
            statement(text_snak("P214", "12 34")), statement(text_snak("P856", "https://a.kg", "url")), statement(item_snak("P106", "Q82955")),
            labels=labels, aliases=aliases, descriptions={"en": {"language": "en", "value": "a politician"}, "fr": {"language": "fr", "value": "x"}},
            sitelinks={"enwiki": {"site": "enwiki", "title": "Aida Sadykova", "badges": []}},
        )
    )  # fmt: skip
    assert of.loader.name == "wikidata"
    (aida,) = of.rows("actors")
    assert (aida["iri"], aida["kind"], aida["country"], aida["gender"]) == (
        "id:person/wikidata/Q1",
        "person",
        "id:country/KGZ",
        "female",
    )
    assert {(n["lang"], n["text"]) for n in aida["names"]} == {("en", "Aida"), ("ru", "Аида Садыкова"), ("", "A")}
    assert {(n["lang"], n["text"]) for n in aida["aliases"]} == {("en", "A. S."), ("ky", "Аида")}
    assert aida["identifiers"] == ["wikidata:Q1", "wikidata-P214:12%2034"]
    assert aida["links"] == ["https://a.kg", "https://en.wikipedia.org/wiki/Aida_Sadykova"]
    assert aida["details"] == ["wikidata:description@en=a politician", "wikidata:P106=Q82955"]


def test_a_position_is_a_tenure_with_dates_and_other_qualifiers() -> None:
    held = statement(
        item_snak("P39", "Q100"), "preferred", P580=[time_snak("P580", "+2012-05-07T00:00:00Z")], P582=[time_snak("P582", "+2013-00-00T00:00:00Z", 9)],
        P768=[item_snak("P768", "Q200")], P2937=[item_snak("P2937", "Q300")], P4100=[item_snak("P4100", "Q400")], P1365=[item_snak("P1365", "Q2")],
    )  # fmt: skip
    (tenure,) = loaded(person(held)).rows("tenures")
    assert (tenure["holder"], tenure["post"]) == ("id:person/wikidata/Q1", "id:post/wikidata/Q100")
    assert (tenure["start_date"], tenure["end_date"]) == ("2012-05-07", "2013")
    assert (tenure["area"], tenure["period"], tenure["on_behalf_of"]) == (
        "id:place/wikidata/Q200",
        "id:event/wikidata/Q300",
        "id:organization/wikidata/Q400",
    )
    assert tenure["details"] == ["wikidata:rank=preferred", "wikidata:P1365=Q2"]


def test_a_position_with_its_organisations_is_a_membership_in_each() -> None:
    held = statement(item_snak("P39", "Q100"), P2389=[item_snak("P2389", "Q500"), item_snak("P2389", "Q501")])
    of = loaded(person(held))
    assert of.rows("tenures") == []
    assert {(m["organization"], m["post"]) for m in of.rows("memberships")} == {
        ("id:organization/wikidata/Q500", "id:post/wikidata/Q100"),
        ("id:organization/wikidata/Q501", "id:post/wikidata/Q100"),
    }


def test_all_positions_count_but_those_that_are_deprecated() -> None:
    of = loaded(
        person(
            *(
                statement(item_snak("P39", f"Q10{n}"), rank)
                for n, rank in enumerate(("normal", "preferred", "deprecated"))
            )
        )
    )
    assert [t["post"] for t in of.rows("tenures")] == ["id:post/wikidata/Q100", "id:post/wikidata/Q101"]
    assert ("deprecated by its source, left out", "Q1 P39 Q102") in of.notes
    assert "wikidata:deprecated.P39=Q102" in of.rows("actors")[0]["details"]


def test_of_a_single_fact_the_preferred_statement_counts() -> None:
    dates = [
        statement(time_snak("P569", f"+{year}-00-00T00:00:00Z", 9), rank)
        for year, rank in ((1969, "normal"), (1970, "preferred"), (1971, "deprecated"))
    ]
    (aida,) = loaded(person(*dates)).rows("actors")
    assert aida["start_date"] == "1970"


@pytest.mark.parametrize(
    ("text", "precision", "date", "note"),
    [
        ("+2012-05-07T00:00:00Z", 11, "2012-05-07", ""), ("+2012-05-00T00:00:00Z", 10, "2012-05", ""), ("+2012-01-01T00:00:00Z", 9, "2012", ""),
        ("+00000002014-03-01T00:00:00Z", 11, "2014-03-01", ""), ("+2012-00-00T00:00:00Z", 11, "2012", ""),
        ("+1880-00-00T00:00:00Z", 8, None, "date less exact than a year"), ("-0044-03-15T00:00:00Z", 11, None, "before the common era"),
        ("+2012-02-30T00:00:00Z", 11, None, "date not understood"),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_their_precision(text: str, precision: int, date: str | None, note: str) -> None:
    of = loaded(person(statement(time_snak("P569", text, precision))))
    (aida,) = of.rows("actors")
    assert aida.get("start_date") == date
    assert [kind for kind, _ in of.notes] == ([note] if note else [])
    assert date or aida["details"] == [f"wikidata:P569={text}/{precision}"]


def test_a_day_of_the_julian_calendar_is_converted_and_told() -> None:
    of = loaded(person(statement(time_snak("P569", "+1879-12-09T00:00:00Z", 11, "Q1985786"))))
    assert of.rows("actors")[0]["start_date"] == "1879-12-21"
    assert [kind for kind, _ in of.notes] == ["Julian date converted"]


def test_unknown_and_no_values() -> None:
    lasts = statement(item_snak("P39", "Q100"), P582=[no_snak("P582", "novalue")])
    ended = statement(item_snak("P39", "Q101"), P582=[no_snak("P582", "somevalue")])
    some = statement({"snaktype": "somevalue", "property": "P39", "datatype": "wikibase-item"})
    of = loaded(person(lasts, ended, some))
    one, two = of.rows("tenures")
    assert "details" not in one
    assert two["details"] == ["wikidata:P582=unknown value"]
    assert "wikidata:P39=unknown value" in of.rows("actors")[0]["details"]


def test_of_several_citizenships_none_is_chosen() -> None:
    (aida,) = loaded(person(statement(item_snak("P27", "Q813")), statement(item_snak("P27", "Q15180")))).rows("actors")
    assert "country" not in aida
    assert aida["details"] == ["wikidata:P27=Q813", "wikidata:P27=Q15180"]


def test_family_parties_and_what_an_organisation_says() -> None:
    wife, party = (
        statement(item_snak("P26", "Q2")),
        statement(item_snak("P102", "Q3"), P580=[time_snak("P580", "+2010-01-01T00:00:00Z", 9)]),
    )
    body = item(
        "Q9",
        statement(item_snak("P31", "Q192350")),
        statement(item_snak("P488", "Q1")),
        statement(item_snak("P749", "Q8")),
    )
    of = loaded(person(wife, party), body)
    assert [(a["type"], a.get("role")) for a in of.rows("associations")] == [
        ("family", "spouse"),
        ("part_of", "parent organization"),
    ]
    one, two = of.rows("memberships")
    assert (one["organization"], one["start_date"]) == ("id:organization/wikidata/Q3", "2010")
    assert (two["member"], two["organization"], two["role"]) == (
        "id:person/wikidata/Q1",
        "id:organization/wikidata/Q9",
        "chair",
    )
    assert [a["kind"] for a in of.rows("actors")] == ["person", "agency"]


def test_posts_places_events_and_countries() -> None:
    point = {
        "snaktype": "value",
        "property": "P625",
        "datavalue": {"value": {"latitude": 40.5, "longitude": 72.8, "precision": 0.01}, "type": "globecoordinate"},
        "datatype": "globe-coordinate",
    }
    of = loaded(
        item("Q100", statement(item_snak("P279", "Q4164871")), statement(item_snak("P2389", "Q9"))),
        item("Q200", statement(item_snak("P31", "Q515")), statement(point), statement(item_snak("P17", "Q813")), statement(item_snak("P131", "Q201"))),
        item("Q300", statement(item_snak("P31", "Q40231")), statement(time_snak("P585", "+2021-01-10T00:00:00Z"))),
        item("Q813", statement(item_snak("P31", "Q6256"))),
    )  # fmt: skip
    assert of.rows("posts")[0]["organization"] == "id:organization/wikidata/Q9"
    (place,) = of.rows("places")
    assert (place["country"], place["within"], place["latitude"]) == ("id:country/KGZ", "id:place/wikidata/Q201", 40.5)
    (event,) = of.rows("events")
    assert (event["type"], event["start_date"]) == ("code:event-type/election", "2021-01-10")
    assert [(a["iri"], a["kind"]) for a in of.rows("actors")] == [("id:country/KGZ", "country")]


def test_what_is_no_item_deleted_or_of_no_known_class_is_rejected() -> None:
    prop = {"type": "property", "id": "P39", "labels": {}, "claims": {}}
    of = Loaded(
        json.dumps(
            [
                prop,
                {"type": "item", "id": "Q5", "labels": {}, "missing": ""},
                item("Q6", statement(item_snak("P31", "Q16521"))),
                person(),
            ]
        ).encode(),
        "dump.json",
    )
    assert [(r[1], r[2]) for r in of.rejects] == [
        ("id", "not an item (a property, a lexeme)"),
        ("missing", "deleted by its source"),
        ("P31", "not known what it is: no class of our list"),
    ]


def test_a_redirect_keeps_the_old_id() -> None:
    data = {"entities": {"Q77": person()}}
    assert Loaded(json.dumps(data).encode(), "Q77.json").rows("actors")[0]["identifiers"] == [
        "wikidata:Q1",
        "wikidata:Q77",
    ]


def test_a_dump_its_lines_and_entity_data_are_the_same() -> None:
    items = [person(statement(item_snak("P39", "Q100"))), item("Q9", statement(item_snak("P31", "Q43229")))]
    dump = ("[\n" + ",\n".join(json.dumps(i) for i in items) + "\n]\n").encode()
    lines = "".join(json.dumps(i) + "\n" for i in items).encode()
    for data in (dump, lines):
        of = Loaded(data, "latest-all.json")
        assert (of.rows("actors"), of.rows("tenures"), of.rows_read) == (
            loaded(*items).rows("actors"),
            loaded(*items).rows("tenures"),
            2,
        )


# --------------------------------------------------------------------------------------------------- SPARQL results


def uri(of: str) -> dict[str, str]:
    return {"type": "uri", "value": E + of}


def text(value: str, lang: str = "") -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"xml:lang": lang} if lang else {})


def results(*rows: dict[str, Any], names: str = "") -> bytes:
    variables = names.split() or list(dict.fromkeys(key for row in rows for key in row))
    return json.dumps({"head": {"vars": variables}, "results": {"bindings": list(rows)}}).encode()


def test_positions_of_a_query() -> None:
    row = {
        "statement": uri("statement/q1-AB"), "item": uri("Q1"), "itemLabel": text("Aida", "en"), "position": uri("Q100"), "positionLabel": text("Minister", "en"),
        "party": uri("Q3"), "party_name_ru": text("Партия"), "district": uri("Q200"), "districtLabel": text("Q200"), "start": text("2016-05-05T00:00:00Z"),
        "end": {"type": "bnode", "value": "t1"}, "facebook": text("aida"),
    }  # fmt: skip
    of = Loaded(results(row, row | {"facebook": text("aida2")}), "query.json")
    assert of.loader.name == "wikidata"
    tenure = of.rows("tenures")[0]
    assert (tenure["iri"], tenure["holder"], tenure["post"], tenure["start_date"]) == (
        "id:tenure/wikidata/Q1-AB",
        "id:person/wikidata/Q1",
        "id:post/wikidata/Q100",
        "2016-05-05",
    )
    assert "end_date" not in tenure
    assert len({t["iri"] for t in of.rows("tenures")}) == 1, "two rows of one statement are one tenure"
    assert of.rows("posts")[0]["names"] == [{"lang": "en", "text": "Minister"}]
    assert "names" not in of.rows("places")[0], "a label that is the item's id is no label"
    assert [a["kind"] for a in of.rows("actors")][:2] == ["person", "party"]
    assert of.unused == ["facebook"]
    assert of.rows("actors")[0]["details"] == ["wikidata:facebook=aida"]


def test_a_query_with_organisations_gives_memberships() -> None:
    of = Loaded(
        results(
            {
                "person": uri("Q1"),
                "name_en": text("Aida"),
                "role": uri("Q100"),
                "org": uri("Q9"),
                "org_en": text("Ministry"),
            }
        ),
        "query-results.json",
    )
    (membership,) = of.rows("memberships")
    assert (membership["organization"], membership["post"]) == ("id:organization/wikidata/Q9", "id:post/wikidata/Q100")
    assert of.names("actors") == ["Aida", "Ministry"]


def test_the_first_of_january_may_stand_for_the_year() -> None:
    row = {"person": uri("Q1"), "position": uri("Q100"), "start": text("2016-01-01T00:00:00Z")}
    of = Loaded(results(row), "q.json")
    assert of.rows("tenures")[0]["start_date"] == "2016-01-01"
    assert [kind for kind, _ in of.notes] == ["1 January may stand for the year: the query gives no precision"]
    assert Loaded(results(row | {"startPrecision": text("9")}), "q.json").rows("tenures")[0]["start_date"] == "2016"


def test_a_query_without_persons_is_refused_and_a_row_without_one_rejected() -> None:
    with pytest.raises(LoaderError, match="no variable of the query holds persons"):
        Loaded(results({"thing": uri("Q1")}), "q.json")
    of = Loaded(
        results({"person": uri("Q1"), "position": uri("Q2")}, {"person": text("Aida"), "position": uri("Q2")}), "q.json"
    )
    assert of.rejects == [(2, "person", "not an item of Wikidata")]


# ------------------------------------------------------------------------------------------------------------ graph


def test_a_graph_of_items_is_sound_and_does_not_depend_on_the_order(tmp_path: Path) -> None:
    post = item("Q100", statement(item_snak("P279", "Q4164871")), statement(item_snak("P17", "Q813")))
    files = {
        "a.json": json.dumps({"entities": {"Q1": person(statement(item_snak("P39", "Q100")))}}).encode(),
        "b.json": json.dumps([post]).encode(),
    }
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT class FROM actors WHERE kind = 'person'").rows == [("Official",)]
        assert graph.check().errors == []


def test_entity_data_and_a_query_name_one_person(tmp_path: Path) -> None:
    row = {
        "statement": uri("statement/Q1-9999"),
        "person": uri("Q1"),
        "personLabel": text("Aida", "en"),
        "position": uri("Q100"),
    }
    with graph_of(tmp_path, {"a.json": json.dumps([person()]).encode(), "q.json": results(row)}) as graph:
        assert graph.sql("SELECT count(*) FROM actors").rows == [(1,)]


def test_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "dump.json"
    file.write_bytes(json.dumps([person(statement(item_snak("P39", "Q100"))), item("Q6")]).encode())
    check_loader(Wikidata(), file)


REST = """{
  "type": "item", "id": "Q100",
  "labels": {"en": "Aida", "ru": "Аида"}, "descriptions": {"en": "politician"}, "aliases": {"en": ["A. S."]},
  "statements": {
    "P31": [{"id": "Q100$1", "rank": "normal", "property": {"id": "P31", "data_type": "wikibase-item"},
             "value": {"type": "value", "content": "Q5"}, "qualifiers": [], "references": []}],
    "P569": [{"id": "Q100$2", "rank": "normal", "property": {"id": "P569", "data_type": "time"},
              "value": {"type": "value", "content": {"time": "+1970-05-00T00:00:00Z", "precision": 10,
              "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}}, "qualifiers": [], "references": []}],
    "P214": [{"id": "Q100$3", "rank": "normal", "property": {"id": "P214", "data_type": "external-id"},
              "value": {"type": "value", "content": "77"}, "qualifiers": [], "references": []}],
    "P570": [{"id": "Q100$5", "rank": "normal", "property": {"id": "P570", "data_type": "time"},
              "value": {"type": "somevalue"}, "qualifiers": [], "references": []}],
    "P39": [{"id": "Q100$4", "rank": "preferred", "property": {"id": "P39", "data_type": "wikibase-item"},
             "value": {"type": "value", "content": "Q2"},
             "qualifiers": [{"property": {"id": "P580", "data_type": "time"},
                             "value": {"type": "value", "content": {"time": "+2012-05-07T00:00:00Z", "precision": 11,
                             "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}}}],
             "references": [{"hash": "0", "parts": []}]}]
  },
  "sitelinks": {"enwiki": {"title": "Aida (politician)", "badges": [], "url": "https://en.wikipedia.org/wiki/Aida_(politician)"}}
}"""


def test_an_item_of_the_rest_api_is_the_same_as_in_a_dump() -> None:
    of = Loaded(REST.encode(), "Q100.json")
    assert (of.loader.name, of.rows_read, of.rejects) == ("wikidata", 1, [])
    start = time_snak("P580", "+2012-05-07T00:00:00Z")
    claims = {
        "P31": [{"id": "Q100$1", "rank": "normal", "mainsnak": item_snak("P31", "Q5")}],
        "P569": [{"id": "Q100$2", "rank": "normal", "mainsnak": time_snak("P569", "+1970-05-00T00:00:00Z", 10)}],
        "P214": [{"id": "Q100$3", "rank": "normal", "mainsnak": text_snak("P214", "77")}],
        "P570": [{"id": "Q100$5", "rank": "normal", "mainsnak": no_snak("P570", "somevalue")}],
        "P39": [
            {
                "id": "Q100$4",
                "rank": "preferred",
                "mainsnak": item_snak("P39", "Q2"),
                "qualifiers": {"P580": [start]},
            }
        ],
    }
    words: dict[str, dict[str, Any]] = {
        "labels": {"en": "Aida", "ru": "Аида"},
        "aliases": {"en": ["A. S."]},
        "descriptions": {"en": "politician"},
    }
    texts = {
        part: {
            tag: [{"language": tag, "value": word} for word in found]
            if isinstance(found, list)
            else {"language": tag, "value": found}
            for tag, found in of_tags.items()
        }
        for part, of_tags in words.items()
    }
    links = {"enwiki": {"site": "enwiki", "title": "Aida (politician)", "badges": []}}
    dumped = {"type": "item", "id": "Q100", **texts, "claims": claims, "sitelinks": links}
    same = Loaded(json.dumps(dumped).encode(), "dump.json")
    for name in ("actors", "tenures", "posts"):
        assert of.rows(name) == same.rows(name)
    (actor,) = of.rows("actors")
    assert (actor["start_date"], "wikidata:P570=unknown value" in actor["details"]) == ("1970-05", True)
    assert (of.rows("tenures")[0]["start_date"], of.notes) == ("2012-05-07", same.notes)
    hyphen = Loaded(REST.replace("data_type", "data-type").encode(), "Q100.json")
    assert hyphen.rows("actors") == of.rows("actors"), "as the first versions wrote it"
