"""The reconciliation service, asked over HTTP in the form that OpenRefine sends and in that of the 1.0 draft."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
import uvicorn

import govgraph
from govgraph.graph.errors import QueryError
from govgraph.graph.reconcile import service
from govgraph.graph.reconcile.request import BATCH, batch, batch_of_draft
from govgraph.graph.reconcile.service import app

ACTORS = """# dataset: test
id,kind,name_ky,name_ru,name_en,identifiers,country,start_date
japarov,person,Садыр Жапаров,Садыр Нургожоевич Жапаров,,wikidata:Q1,country:KGZ,1968-12-06
other,person,,Акылбек Жапаров,,,country:KGZ,1964
twin,person,,Садыр Жапаров,,,country:KAZ,
evil,ngo,,,<script>alert(1)</script> & co,,country:KGZ,
pti,party,,,PTI: Pakistan Tehreek-i-Insaf,,country:PAK,
mfa,agency,Тышкы иштер министрлиги,Министерство иностранных дел,Ministry of Foreign Affairs,,country:KGZ,
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reconcile")
    (folder / "actors.csv").write_text(ACTORS, "utf-8")
    with govgraph.open(folder / "graph") as graph:
        graph.load(str(folder / "actors.csv"))
        server = uvicorn.Server(uvicorn.Config(app(graph), host="127.0.0.1", port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


def ask(address: str, data: bytes | None = None, **headers: str) -> Any:
    with urlopen(Request(address, data, headers)) as answer:
        return json.load(answer)


def openrefine(root: str, **queries: Any) -> dict[str, Any]:
    """A batch as OpenRefine sends it: a form with one field."""
    body = urlencode({"queries": json.dumps(queries)}).encode()
    found: dict[str, Any] = ask(root + "/", body, **{"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"})
    return found


def own(candidate: dict[str, Any]) -> str:
    return str(candidate["id"]).rpartition("/")[2]


def test_the_manifest_says_where_everything_is(root: str) -> None:
    manifest = ask(root + "/")
    assert manifest["versions"] == ["0.2"]
    assert {t["id"] for t in manifest["defaultTypes"]} >= {"Person", "Agency", "Place", "Event"}
    entity = manifest["suggest"]["entity"]
    assert [
        own(e) for e in ask(entity["service_url"] + entity["service_path"] + "?prefix=" + quote("акыл"))["result"]
    ] == ["other"]
    assert ask(root + "/1.0/")["versions"] == ["1.0-draft"]


def test_a_batch_in_openrefines_form(root: str) -> None:
    found = openrefine(
        root,
        q0={"query": "Japarov Sadyr", "type": "Person", "type_strict": "should", "limit": 5},
        q1={"query": "ministry of foreign affairs", "type": "Agency"},
        q2={"query": "nobody at all"},
    )
    assert [own(c) for c in found["q0"]["result"]][:2] == ["japarov", "twin"] or {
        own(c) for c in found["q0"]["result"][:2]
    } == {"japarov", "twin"}
    assert own(found["q1"]["result"][0]) == "mfa"
    assert found["q1"]["result"][0]["score"] == 100
    assert found["q2"]["result"] == []


def test_a_colon_in_a_name_makes_it_no_identifier(root: str) -> None:
    (first, *_) = openrefine(root, q={"query": "PTI: Pakistan Tehreek-i-Insaf"})["q"]["result"]
    assert (own(first), first["score"], first["match"]) == ("pti", 100, False)


def test_a_name_alone_is_never_certain(root: str) -> None:
    (same, *_) = openrefine(root, q={"query": "Акылбек Жапаров"})["q"]["result"]
    assert (own(same), same["score"], same["match"]) == ("other", 100, False)


def test_a_name_and_a_condition_that_only_one_has_are_certain(root: str) -> None:
    one = openrefine(root, q={"query": "Акылбек Жапаров", "properties": [{"pid": "country", "v": "Kyrgyzstan"}]})["q"][
        "result"
    ][0]
    assert (own(one), one["match"]) == ("other", True)
    assert {"id": "property:country", "value": True} in one["features"]
    wrong = openrefine(root, q={"query": "Акылбек Жапаров", "properties": [{"pid": "country", "v": "Mongolia"}]})["q"][
        "result"
    ][0]
    assert (own(wrong), wrong["match"]) == ("other", False)
    assert wrong["score"] < one["score"]


def test_namesakes_are_not_certain_unless_a_condition_tells_them_apart(root: str) -> None:
    both = openrefine(root, q={"query": "Садыр Жапаров"})["q"]["result"]
    assert {own(c): c["score"] for c in both[:2]} == {"japarov": 100, "twin": 100}
    assert not any(c["match"] for c in both)
    required = [{"pid": "country", "v": {"id": "https://w3id.org/govgraph/id/country/KAZ"}, "required": True}]
    assert [own(c) for c in openrefine(root, q={"query": "Садыр Жапаров", "properties": required})["q"]["result"]] == [
        "twin"
    ]


@pytest.mark.parametrize("text", ["wikidata:Q1", "Q1", "https://w3id.org/govgraph/id/record/test/japarov"])
def test_an_identifier_is_certain(root: str, text: str) -> None:
    first = openrefine(root, q={"query": text})["q"]["result"][0]
    assert (own(first), first["match"], first["score"]) == ("japarov", True, 100)


def test_the_draft_asks_and_answers_in_its_own_form(root: str) -> None:
    query = {"type": "Person", "limit": 2, "conditions": [
        {"matchType": "name", "propertyValue": "Zhaparov Akylbek"},
        {"matchType": "property", "propertyId": "start_date", "propertyValue": "1964"},
    ]}  # fmt: skip
    (result,) = ask(root + "/1.0/match", json.dumps({"queries": [query]}).encode())["results"]
    first = result["candidates"][0]
    assert own(first) == "other"
    assert first["name"] == [{"str": "Акылбек Жапаров"}]
    assert {f["id"]: f["value"] for f in first["features"]}["property:start_date"] is True


def test_values_are_fetched_for_things_that_are_matched(root: str) -> None:
    proposed = ask(root + "/extend/propose?type=Person&limit=100")["properties"]
    assert {"country", "start_date", "identifiers"} <= {p["id"] for p in proposed}
    iri = "https://w3id.org/govgraph/id/record/test/japarov"
    asked = {"ids": [iri], "properties": [{"id": "country"}, {"id": "start_date"}, {"id": "image"}]}
    rows = ask(root + "/", urlencode({"extend": json.dumps(asked)}).encode())["rows"]
    country, day, image = rows[iri].values()
    assert country == [{"id": "https://w3id.org/govgraph/id/country/KGZ", "name": "Кыргызстан"}]
    assert (day, image) == ([{"str": "1968-12-06"}], [])
    draft = ask(root + "/1.0/extend", json.dumps(asked).encode())
    assert draft["rows"][0]["properties"][1] == {"id": "start_date", "values": [{"str": "1968-12-06"}]}


def test_answers_have_no_values_that_the_specification_does_not_have() -> None:
    """It has texts, numbers, dates and references."""
    assert [service._shown(value) for value in (True, 1, 0.5, "x")] == [
        {"str": "true"},
        {"int": 1},
        {"float": 0.5},
        {"str": "x"},
    ]


def test_a_preview_shows_untrusted_names_as_text(root: str) -> None:
    with urlopen(root + "/view?id=https%3A%2F%2Fw3id.org%2Fgovgraph%2Fid%2Frecord%2Ftest%2Fevil") as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert policy.startswith("default-src 'none'")


def refused(address: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    with pytest.raises(HTTPError) as caught:
        ask(address, data, **headers)
    with caught.value as error:
        return error.code, error.read().decode()


def test_what_is_not_understood_is_refused_with_a_sentence(root: str) -> None:
    assert refused(root + "/", b"queries=nonsense")[0] == 400
    assert (
        "no kind" in refused(root + "/", urlencode({"queries": '{"q": {"query": "x", "type": "Persn"}}'}).encode())[1]
    )
    asked = json.dumps({"ids": [], "properties": [{"id": "contry"}]})
    assert "no property" in refused(root + "/", urlencode({"extend": asked}).encode())[1]
    assert "nothing in the graph" in refused(root + "/view?id=x")[1]


def test_too_much_at_once_is_refused(root: str) -> None:
    many = {f"q{i}": {"query": "x"} for i in range(BATCH + 1)}
    assert "too many" in refused(root + "/", urlencode({"queries": json.dumps(many)}).encode())[1]
    assert refused(root + "/", b"queries=" + b"x" * (1 << 20))[0] == 413


def test_only_this_computer_and_named_pages_are_answered(root: str) -> None:
    assert refused(root + "/", Host="evil.example")[0] == 400
    for origin, let_in in (("http://127.0.0.1:3333", True), ("https://evil.example", False)):
        with urlopen(Request(root + "/", headers={"Origin": origin})) as answer:
            assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is let_in


@pytest.mark.parametrize("text", ["[]", "3", '{"q": 4}', '{"q": null}', "{"])
def test_a_batch_of_another_form_is_an_error(text: str) -> None:
    with pytest.raises(QueryError):
        batch(text)
    with pytest.raises(QueryError):
        batch_of_draft(text.encode())


def test_a_load_is_seen_by_the_next_request(tmp_path: Path) -> None:
    from govgraph.graph.reconcile.service import _Service

    (tmp_path / "actors.csv").write_text(ACTORS, "utf-8")
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(str(tmp_path / "actors.csv"))
        service = _Service(graph)
        assert service.suggest("entity", "Новый")["result"] == []
        (tmp_path / "actors.csv").write_text(ACTORS + "new,person,,Новый Человек,,,,\n", "utf-8")
        graph.load(str(tmp_path / "actors.csv"))
        ((found,),) = (service.answer({"queries": '{"q": {"query": "Новый Человек"}}'}, "")["q"]["result"],)
        assert own(found) == "new"
