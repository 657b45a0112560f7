"""Documents as services and programs write them: pages of answers, lists, other encodings, byte order marks. All are written by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded
from test_unseen_tables import ACLED

from govgraph.graph.graph import Graph
from govgraph.loaders.paging import MORE_PAGES
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.registry import find_loader


def of_json(data: Any, name: str = "data.json") -> Loaded:
    return Loaded(json.dumps(data, ensure_ascii=False).encode(), name)


PERSON = {
    "id": "p1",
    "name": "Jane Roe",
    "birth_date": "1970",
    "memberships": [{"organization_id": "o1", "role": "member"}],
}
HOUSE = {"id": "o1", "name": "House", "classification": "legislature"}


def test_votes_motions_and_speeches_of_popolo() -> None:
    of = of_json(
        {
            "persons": [{"id": "p1", "name": "A"}, {"id": "p2", "name": "B"}],
            "organizations": [HOUSE, {"id": "pa", "name": "Party", "classification": "party"}],
            "events": [{"id": "s1", "name": "Session 1"}],
            "motions": [{"id": "m1", "text": "That we rise.", "organization_id": "o1", "creator_id": "p1", "date": "2013-01-01",
                         "legislative_session_id": "s1", "result": "pass"}],
            "vote_events": [{
                "id": "v1", "identifier": "42", "motion_id": "m1", "organization_id": "o1", "start_date": "2013-01-01T12:30:00Z",
                "counts": [{"option": "yes", "value": 1, "group_id": "pa"}], "group_results": [{"group": {"name": "Party"}, "result": "pass"}],
                "votes": [{"voter_id": "p1", "option": "yes", "weight": 2}, {"voter_id": "pa", "option": "no"}, {"option": "yes"}],
            }],
            "speeches": [{"id": "t1", "creator_id": "p2", "audience_id": "p1", "text": "Hear!", "event_id": "s1", "date": "2013-01-01"}],
        },
        "osh.json",
    )  # fmt: skip
    events = {e["iri"]: e for e in of.rows("events")}
    vote = events["id:vote-event/osh/v1"]
    assert (vote["type"], vote["part_of"], vote["start_date"]) == (
        "code:event-type/vote",
        "id:motion/osh/m1",
        "2013-01-01",
    )
    assert vote["details"] == ["popolo:count=yes 1 (pa)", "popolo:group_result=pass (Party)"]
    assert events["id:motion/osh/m1"]["part_of"] == events["id:speech/osh/t1"]["part_of"] == "id:event/osh/s1"
    assert {(p["event"].split("/")[-1], p["role"], p["participant"].split("/")[-1], p.get("vote")) for p in of.rows("participations")} == {
        ("m1", "organization", "o1", None), ("m1", "author", "p1", None), ("v1", "organization", "o1", None), ("v1", "voter", "p1", "yes"),
        ("v1", "voter", "pa", "no"), ("t1", "speaker", "p2", None), ("t1", "addressee", "p1", None),
    }  # fmt: skip
    assert [(column, reason) for _, column, reason in of.rejects] == [("votes.voter_id", "required value is missing")]
    assert not of.unused and not of.notes


def test_a_vote_event_with_a_number_and_its_motion_inside() -> None:
    of = of_json(
        {
            "identifier": "42", "motion": {"text": "That we proceed.", "result": "fail"}, "start_date": "2013-01-01T12:30Z",
            "counts": [{"option": "yes", "value": "128"}], "votes": [{"voter_id": "p1", "option": "yes"}],
        }
    )  # fmt: skip
    (event,) = of.rows("events")
    assert (event["names"][0]["text"], event["details"]) == (
        "That we proceed.",
        ["popolo:result=fail", "popolo:count=yes 128"],
    )
    (vote,) = of.rows("participations")
    assert (vote["event"], vote["vote"]) == (event["iri"], "yes")


@pytest.mark.parametrize(
    ("data", "loaded"),
    [
        (PERSON, {"actors": 1, "memberships": 1}),
        ([PERSON, PERSON | {"id": "p2"}], {"actors": 2, "memberships": 2}),
        ([HOUSE], {"actors": 1}),
        ({"page": 1, "has_more": False, "result": [PERSON]}, {"actors": 1, "memberships": 1}),
        ({"result": PERSON}, {"actors": 1, "memberships": 1}),
    ],
)
def test_popolo_as_one_object_a_list_or_an_answer(data: Any, loaded: dict[str, int]) -> None:
    of = of_json(data)
    assert of.loader.name == "popolo" and not of.rejects
    assert {t: len(of.rows(t)) for t in ("actors", "memberships") if of.rows(t)} == loaded
    assert not [n for n in of.notes if n[0] == MORE_PAGES]


@pytest.mark.parametrize(
    "data", [[{"id": 1, "name": "Rex", "gender": "m", "breed": "x", "owner": "y", "weight": 3}], [{"id": 1, "name": "A", "parent_id": 2}]]
)  # fmt: skip
def test_other_lists_are_not_popolo_and_the_refusal_names_their_keys(data: Any) -> None:
    with pytest.raises(LoaderError, match=r"the keys of its first object are id, name.*govgraph map"):
        of_json(data)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"NextPageUrl": "https://x.org/2", "Result": [ACLED]}, "NextPageUrl"),
        ({"has_more": True, "result": [PERSON]}, "has_more"),
        (
            {"next": "https://x.org/2", "results": [{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}]},
            "next",
        ),
    ],
)
def test_an_answer_that_is_one_page_of_several_says_so(data: Any, key: str) -> None:
    assert (MORE_PAGES, key) in of_json(data).notes


def test_followthemoney_in_the_answer_of_a_service() -> None:
    entity: dict[str, Any] = {"id": "a", "schema": "Person", "properties": {"name": ["A"]}}
    of = of_json({"status": "ok", "results": [entity, "x", entity | {"id": "b"}]})
    assert (of.loader.name, of.rows_read, of.names("actors")) == ("followthemoney", 3, ["A"])
    assert of.rejects == [(2, "results", "not a JSON object")]
    matched = of_json({"responses": {"q1": {"results": [entity]}, "q2": {"results": []}}, "limit": 5})
    assert matched.rows("actors")[0]["iri"] == of.rows("actors")[0]["iri"]


SIMPLE = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,dataset,last_change\nNK-1,Person,Иван Тест,A;B,1970,kg,,,,List,2024-01-01\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize("before", ["", "\n\n", "sep={}\n"])
def test_tables_of_followthemoney_as_programs_save_them(encoding: str, separator: str, before: str) -> None:
    text = before.format(separator) + SIMPLE.replace(",", separator)
    of = Loaded(text.encode(encoding), "targets.simple.csv")
    assert of.names("actors") == ["Иван Тест"] and not of.rejects
    assert of.rows("actors")[0]["row"] == 2 + before.count("\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("data", "loader"),
    [
        ([ACLED], "acled"), ({"persons": [PERSON | {"name": "Өмүр"}], "organizations": [HOUSE]}, "popolo"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["A"]}}, "followthemoney"),
    ],
)  # fmt: skip
def test_json_in_utf16(data: Any, loader: str, encoding: str) -> None:
    text = json.dumps(data, ensure_ascii=False)
    other, usual = Loaded(text.encode(encoding), "data.json"), Loaded(text.encode(), "data.json")
    assert other.loader.name == loader
    assert other.rows("actors") == usual.rows("actors")
    source = Source(Path("a.json"), data=text.encode(encoding))
    assert source.sha256() == Source(Path("a.json"), data=text.encode()).sha256()


@pytest.mark.parametrize("name", ["data.txt", "data", "data.JSON"])
@pytest.mark.parametrize("indent", [None, 1])
def test_json_is_known_whatever_its_suffix(name: str, indent: int | None) -> None:
    for data in ([ACLED], {"count": 1, "data": [ACLED]}):
        assert Loaded(json.dumps(data, indent=indent).encode(), name).loader.name == "acled"


def test_features_of_geojson_are_rows_with_their_points() -> None:
    plain = {name: value for name, value in ACLED.items() if name not in ("latitude", "longitude")}
    feature = {"type": "Feature", "properties": plain, "geometry": {"type": "Point", "coordinates": [74.59, 42.87]}}
    of = of_json(
        {"type": "FeatureCollection", "features": [feature, {"type": "Feature", "properties": None}]}, "a.geojson"
    )
    assert (of.rows("places")[0]["latitude"], of.rows("places")[0]["longitude"]) == (42.87, 74.59)
    assert of.rows_read == 2


ITEM, POST = "http://www.wikidata.org/entity/Q7747", "http://www.wikidata.org/entity/Q218295"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("query.csv", f"item,itemLabel,position,positionLabel,start\n{ITEM},Jane Roe,{POST},President,2012-05-07T00:00:00Z\n"),
        ("query.tsv", f"item\titemLabel\tposition\tpositionLabel\tstart\n{ITEM}\tJane Roe\t{POST}\tPresident\t2012-05-07T00:00:00Z\n"),
        ("query.tsv", "?item\t?itemLabel\t?position\t?positionLabel\t?start\n"
                      f'<{ITEM}>\t"Jane Roe"@en\t<{POST}>\t"President"@en\t"2012-05-07T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>\n'),
        ("query.json", json.dumps([{"item": ITEM, "itemLabel": "Jane Roe", "position": POST, "positionLabel": "President", "start": "2012-05-07T00:00:00Z"}])),
        ("query.json", json.dumps([{"item": {"type": "uri", "value": ITEM}, "itemLabel": {"value": "Jane Roe"}, "position": {"value": POST},
                                    "positionLabel": {"value": "President"}, "start": {"value": "2012-05-07T00:00:00Z"}}])),
        ("query.srx", '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
                      + "".join(f'<variable name="{v}"/>' for v in ("item", "itemLabel", "position", "positionLabel", "start"))
                      + f'</head><results><result><binding name="item"><uri>{ITEM}</uri></binding><binding name="itemLabel"><literal xml:lang="en">Jane Roe</literal>'
                      f'</binding><binding name="position"><uri>{POST}</uri></binding><binding name="positionLabel"><literal>President</literal></binding>'
                      '<binding name="start"><literal>2012-05-07T00:00:00Z</literal></binding></result></results></sparql>'),
    ],
)  # fmt: skip
def test_downloads_of_wikidatas_query_service(name: str, data: str) -> None:
    of = Loaded(data.encode(), name)
    assert (of.loader.name, of.names("actors"), of.names("posts"), of.rejects) == (
        "wikidata",
        ["Jane Roe"],
        ["President"],
        [],
    )
    (tenure,) = of.rows("tenures")
    assert (tenure["holder"], tenure["post"], tenure["start_date"]) == (
        "id:person/wikidata/Q7747", "id:post/wikidata/Q218295", "2012-05-07",
    )  # fmt: skip


@pytest.mark.parametrize("header", ["item,population", "position,positionLabel"])
def test_queries_about_other_things_are_not_wikidatas_positions(header: str) -> None:
    with pytest.raises(LoaderError, match="no known format"):
        Loaded(f"{header}\n{ITEM},7\n".encode(), "query.csv")


ACTIVITY = '<iati-activity version="2.03"><iati-identifier>X-2</iati-identifier><reporting-org ref="X-1" type="21"><narrative>X</narrative></reporting-org></iati-activity>'


def test_one_activity_of_iati_and_blank_lines_before_the_declaration() -> None:
    for data in (ACTIVITY, f"\n\r\n<?xml version='1.0'?><iati-activities>{ACTIVITY}</iati-activities>"):
        of = Loaded(data.encode(), "activity.xml")
        assert (of.loader.name, of.rows_read) == ("iati", 1)
        assert [e["iri"] for e in of.rows("events")] == ["id:event/iati/X-2"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("£1,000.50", 1000.5), ("GBP 1000", 1000.0), ("1 000 000 kr", None), ("1\u00a0000 EUR", 1000.0), ("1.000,50", None), ("-$5", None)],
)  # fmt: skip
def test_amounts_with_the_sign_of_a_currency(text: str, amount: float | None) -> None:
    grant = {
        "id": "g",
        "title": "T",
        "amountAwarded": text,
        "currency": "GBP",
        "fundingOrganization": [{"id": "f", "name": "F"}],
    }
    of = of_json({"grants": [grant]})
    assert of.rows("events")[0].get("amount") == amount
    assert any(kind == "not a number" for kind, _ in of.notes) == (amount is None)


def test_turtle_with_a_byte_order_mark() -> None:
    data = (
        b'\xef\xbb\xbf@prefix foaf: <http://xmlns.com/foaf/0.1/> . <http://x.org/p> a foaf:Person ; foaf:name "Jane" .'
    )
    assert Loaded(data, "a.ttl").names("actors") == ["Jane"]


@pytest.mark.slow
def test_a_load_is_unloaded_by_the_path_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "house.json").write_text(json.dumps([HOUSE]))
    monkeypatch.chdir(tmp_path)
    with Graph("graph") as graph:
        graph.load("in/house.json")
        assert len(graph.unload("in/house.json")) == 1
        assert not graph.loads()


def test_an_empty_folder_says_that_nothing_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from govgraph.commands.load_report import show_reports

    show_reports([], 0.0, verbose=False)
    assert "there is no file in what was named" in "".join(capsys.readouterr())
    assert (
        find_loader(Source(tmp_path / "a.json", data=io.BytesIO(json.dumps(PERSON).encode()).read())).name == "popolo"
    )


WORK = '<meta><identification source="#t"><FRBRWork><FRBRuri value="/akn/it/{0}/1"/><FRBRauthor href="#a"/><FRBRcountry value="it"/></FRBRWork></identification>'
PEOPLE = '<references source="#t"><TLCPerson eId="a" href="/p/a" showAs="Anna"/><TLCPerson eId="b" href="/p/b" showAs="Bo"/><TLCRole eId="r" href="/r" showAs="Appellant"/></references></meta>'


@pytest.mark.parametrize(
    ("kind", "head", "roles"),
    [
        ("bill", '<preface><docProponent refersTo="#a">ANNA</docProponent><docProponent refersTo="#b">BO</docProponent></preface>',
         {("author", "id:person/akn/p/a"), ("author", "id:person/akn/p/b")}),
        ("judgment", '<header><judge refersTo="#b">Bo J</judge><party refersTo="#x" as="#r">A Ltd</party></header>',
         {("author", "id:person/akn/p/a"), ("judge", "id:person/akn/p/b"), ("party", "A Ltd")}),
        ("bill", "<body><p><docProponent>not at the head</docProponent></p></body>", {("author", "id:person/akn/p/a")}),
    ],
)  # fmt: skip
def test_who_is_named_at_the_head_of_a_document_of_akoma_ntoso(
    kind: str, head: str, roles: set[tuple[str, str]]
) -> None:
    of = Loaded(f"<akomaNtoso><{kind}>{WORK.format(kind)}{PEOPLE}{head}</{kind}></akomaNtoso>".encode(), "a.xml")
    assert {
        (p["role"], p["participant"] if "/p/" in p["participant"] else p["as_given"]) for p in of.rows("participations")
    } == roles
    assert len(of.rows("participations")) == len(roles)
    assert {d for p in of.rows("participations") for d in p.get("details", ())} <= {"akn:as=Appellant"}


def test_payers_of_ocds_1_0_have_their_legal_names() -> None:
    payer = {"id": "PY-RUC-8", "scheme": "PY-RUC", "legalName": "Nucleo S.A."}
    paid = {
        "id": "9",
        "amount": {"amount": 5, "currency": "PYG"},
        "date": "2012-05-31T00:00:00Z",
        "providerOrganization": payer,
    }
    release = {"ocid": "ocds-x-1", "id": "r", "date": "2018-12-18T13:20:42Z", "tag": ["contract"],
               "contracts": [{"id": "c", "implementation": {"transactions": [paid]}}]}  # fmt: skip
    of = of_json({"uri": "u", "publisher": {"name": "P"}, "releases": [release]})
    assert of.names("actors") == ["Nucleo S.A."]
    assert [p["as_given"] for p in of.rows("participations")] == ["Nucleo S.A."]


def test_a_concept_that_nothing_refers_to_is_not_counted_as_loaded() -> None:
    concept = (
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <http://x.org/a> a skos:Concept ; skos:prefLabel "A" .'
    )
    assert [(column, reason) for _, column, reason in Loaded(concept.encode(), "a.ttl").rejects] == [
        ("rdf:type", "of a class that is only read where something refers to it, and nothing does")
    ]


def test_other_names_of_popolo_may_be_texts() -> None:
    data = [
        {
            "id": "g/72",
            "name": "Government 72",
            "other_names": ["Katainen I"],
            "classification": "coalition",
            "memberships": [],
        }
    ]
    (government,) = Loaded(json.dumps(data).encode(), "coalitions.json").rows("actors")
    assert [alias["text"] for alias in government["aliases"]] == ["Katainen I"]


PARTY: dict[str, Any] = {
    "id": "AM-TIN-1", "name": "Ministry of Health", "name_hy": "Նախարարություն", "name_ru": "Министерство", "roles": ["buyer"],
    "identifier": {"scheme": "AM-TIN", "id": "1", "legalName_fr": "Ministère"}, "details": {"departmentalCode": "104002"},
}  # fmt: skip
RELEASE: dict[str, Any] = {
    "ocid": "ocds-a-1", "id": "1", "date": "2018-01-11T17:27:34+04:00", "language": "en", "tag": ["contract"], "parties": [PARTY],
    "planning": [{"rationale": "Beds"}],
    "bids": {"details": [{"id": "7", "status": "valid", "tenderers": [{"id": "AM-TIN-2", "name": "Print LLC"}]}]},
}  # fmt: skip


def test_a_party_of_ocds_keeps_its_names_in_other_languages_and_its_details() -> None:
    of = Loaded(json.dumps({"releases": [RELEASE]}).encode(), "releases.json")
    ministry = next(a for a in of.rows("actors") if a["names"][0]["text"] == "Ministry of Health")
    assert [tuple(n.values()) for n in ministry["names"]] == [
        ("en", "Ministry of Health"), ("hy", "Նախարարություն"), ("ru", "Министерство"), ("fr", "Ministère"),
    ]  # fmt: skip
    assert ministry["details"] == ["ocds:details/departmentalCode=104002"]


def test_bids_without_a_tender_and_a_planning_in_a_list_are_read() -> None:
    of = Loaded(json.dumps({"releases": [RELEASE]}).encode(), "releases.json")
    assert [(p["role"], p["as_given"]) for p in of.rows("participations") if p["role"] == "bidder"] == [
        ("bidder", "Print LLC")
    ]
    assert [e["description"] for e in of.rows("events") if "description" in e] == ["Beds"]
    assert [
        d for e in of.rows("events") for d in e.get("details", []) if d.startswith("ocds:bids/details/7/status")
    ] == ["ocds:bids/details/7/status=valid"]
    two = Loaded(
        json.dumps({"releases": [RELEASE | {"planning": [{}, {"rationale": "Beds"}]}]}).encode(), "releases.json"
    )
    assert ("planning: only the first is kept", "2 of ocds-a-1") in two.notes


def test_one_record_that_a_service_answers_and_hits_of_a_search_engine_are_read() -> None:
    record = ACLED
    plain = of_json([record])
    assert plain.loader.name == "acled"
    for answered in (record, {"success": True, "count": 1, "data": [record]}):
        assert of_json(answered).rows("events") == plain.rows("events")
    hit = {"_index": "a", "_id": "1", "_score": 1.0, "_source": record}
    other = hit | {"_source": record | {"event_id_cnty": "KEN2"}}
    lines = Loaded("\n".join(map(json.dumps, (hit, other))).encode(), "dump.jsonl")
    answer = of_json({"took": 1, "timed_out": False, "hits": {"total": {"value": 2}, "hits": [hit, other]}})
    assert len(lines.rows("events")) == len(answer.rows("events")) == 2
    assert lines.rows("events")[0]["iri"] == answer.rows("events")[0]["iri"] == plain.rows("events")[0]["iri"]
    releases = [
        {
            "_id": "1",
            "_source": {"ocid": "o-1", "id": "1", "date": "2020-01-01", "tag": ["tender"], "tender": {"id": "t"}},
        }
    ]
    assert of_json({"hits": {"hits": releases}}).loader.name == "ocds"


def test_objects_within_the_objects_of_lines_are_columns_as_in_a_list() -> None:
    record = ACLED | {"_id": {"$oid": "5f"}, "fatalities": {"$numberInt": "3"}, "extra": {"of": {"whom": "x"}}}
    lines = Loaded((json.dumps(record) + "\n").encode() * 2, "export.jsonl")
    assert (lines.rejects, lines.rows("events")[0]["iri"]) == ([], of_json([ACLED]).rows("events")[0]["iri"])
    assert {"_id", "extra.of.whom"} <= set(lines.unused)


def test_phoenix_of_the_real_time_service_has_the_events_of_the_daily_files() -> None:
    event = {
        "id": "59d0_1", "date8": "20171001", "source": "USAGOV", "src_actor": "USA", "target": "IRQ", "tgt_agent": "", "code": "042",
        "root_code": "04", "quad_class": 1, "goldstein": 1.9, "geoname": "Baghdad", "country_code": "IRQ", "latitude": 33.3, "longitude": 44.4,
        "url": "http://a.example/1", "month": "10", "day": "01", "year": "2017",
    }  # fmt: skip
    of = of_json({"status": "success", "data": [event]})
    assert (of.loader.name, of.rejects) == ("phoenix", [])
    (row,) = of.rows("events")
    assert (row["start_date"], row["type"], "phoenix:59d0_1" in row["identifiers"]) == (
        "2017-10-01",
        "code:cameo/042",
        True,
    )
    assert of_json([event | {"event_id": "20171001_7"}]).rows("events")[0]["iri"].endswith("20171001_7/2017-10-01"), (
        "its own id comes first"
    )


def test_objects_of_popolo_and_of_the_congress_a_line_are_those_of_a_list() -> None:
    other = PERSON | {"id": "p2", "name": "Bo Roe"}
    member = {"id": {"bioguide": "X000001"}, "name": {"first": "Ada", "last": "Roe"}, "bio": {"gender": "F"},
              "terms": [{"type": "sen", "start": "1995-01-04", "end": "1997-01-03", "state": "WA", "class": 1, "party": "Democrat"}]}  # fmt: skip
    for loader, objects in (
        ("popolo", [PERSON, other]),
        ("congress-legislators", [member, member | {"id": {"bioguide": "X000002"}}]),
    ):
        lines = Loaded("\n".join(map(json.dumps, objects)).encode(), "people.json")
        listed = of_json(objects, "people.json")
        assert lines.loader.name == listed.loader.name == loader
        assert (lines.rows("actors"), lines.rows("memberships")) == (listed.rows("actors"), listed.rows("memberships"))
    assert of_json(member).rows("memberships") == of_json([member]).rows("memberships")[:1]
