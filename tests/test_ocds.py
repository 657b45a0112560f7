"""OCDS: releases merged by date and not by order of loading, records, versioned releases, and old layouts. The files are written here by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.loaders.json_stream import found
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader, loaders
from govgraph.testing import check_loader

OCID = "ocds-abc123-7"
BUYER = {
    "id": "m1", "name": "Ministry of Roads", "identifier": {"scheme": "KG-INN", "id": "0123"}, "roles": ["buyer", "procuringEntity"],
    "address": {"locality": "Bishkek", "countryName": "Kyrgyzstan"}, "contactPoint": {"name": "Aida", "email": "a@b.kg"},
}  # fmt: skip
SUPPLIER = {"id": 42, "name": "Road LLC", "roles": ["supplier"], "beneficialOwners": [{"id": "p1", "name": "Bakyt"}]}
TENDER: dict[str, Any] = {
    "ocid": OCID, "id": "1", "date": "2020-01-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender", "language": "ru", "parties": [BUYER],
    "buyer": {"id": "m1", "name": "Ministry of Roads"},
    "planning": {"rationale": "Holes", "budget": {"amount": {"amount": 900, "currency": "KGS"}, "project": "Roads"}},
    "tender": {
        "id": "t", "title": "Дорога", "description": "A road", "status": "active", "value": {"amount": 1000, "currency": "KGS"},
        "tenderPeriod": {"startDate": "2020-01-01T00:00:00Z", "endDate": "2020-02-01T00:00:00Z"}, "procuringEntity": {"id": "m1"},
        "procurementMethod": "open", "tenderers": {"id": 42, "name": "Road LLC"},
        "items": [{"id": "i", "classification": {"scheme": "CPV", "id": "45233000"}}], "documents": [{"id": "d", "title": "Notice", "url": "http://a.kg/n.pdf"}],
    },
}  # fmt: skip
AWARD: dict[str, Any] = {
    "ocid": OCID, "id": "2", "date": "2020-03-01T00:00:00Z", "tag": ["award"], "initiationType": "tender", "parties": [BUYER, SUPPLIER],
    "tender": {"id": "t", "status": "complete", "value": {"amount": 950, "currency": "KGS"}, "description": None},
    "awards": [{"id": "a", "title": "Award", "status": "active", "date": "2020-02-20", "value": {"amount": 940, "currency": "KGS"}, "suppliers": [{"id": 42}]}],
    "contracts": [
        {
            "id": "c", "awardID": "a", "status": "active", "dateSigned": "2020-02-25", "value": {"amount": 940.5, "currency": "KGS"},
            "period": {"startDate": "2020-03-01", "endDate": "2020-09"},
            "implementation": {"transactions": [
                {"id": "p", "date": "2020-04-01", "value": {"amount": 40, "currency": "KGS"}, "payer": {"id": "m1"}, "payee": {"id": 42}}]},
        }
    ],
}  # fmt: skip
RELATED = {
    "relatedProcesses": [{"id": "r", "scheme": "ocid", "identifier": "ocds-abc123-6", "relationship": ["framework"]}]
}


def package(*releases: object) -> bytes:
    return json.dumps(
        {"uri": "x:", "version": "1.1", "license": "CC0", "publisher": {"name": "Ministry"}, "releases": releases}
    ).encode()


def events(of: Loaded) -> dict[str, dict[str, Any]]:
    """What a single release says of each event, its fields put together."""
    told: dict[str, dict[str, Any]] = {}
    for row in of.rows("events"):
        into = told.setdefault(row["iri"].removeprefix("id:event/ocds/"), {"details": []})
        into["details"] += row.pop("details", [])
        into.update(row)
    return told


def test_a_release_becomes_a_process_with_its_stages_as_events() -> None:
    of = Loaded(package(TENDER | RELATED, AWARD), "a.json")
    assert of.loader.name == "ocds"
    told = events(Loaded(package(TENDER | RELATED)))
    assert set(told) == {OCID, f"{OCID}/tender", f"{OCID}/planning"}
    assert told[OCID]["type"] == "code:ocds/process"
    assert told[OCID]["about"] == ["id:event/ocds/ocds-abc123-6"]
    tender = told[f"{OCID}/tender"]
    assert (tender["amount"], tender["currency"], tender["start_date"], tender["end_date"]) == (
        1000.0,
        "KGS",
        "2020-01-01",
        "2020-02-01",
    )
    assert tender["names"] == [{"lang": "ru", "text": "Дорога"}]
    assert tender["topics"] == ["cpv:45233000"]
    assert "ocds:procurementMethod=open" in tender["details"]
    assert told[f"{OCID}/planning"]["amount"] == 900
    told = events(Loaded(package(AWARD)))
    assert told[f"{OCID}/contract/c"]["part_of"] == f"id:event/ocds/{OCID}/award/a", (
        "the supplier is reached through the award"
    )
    assert (told[f"{OCID}/contract/c"]["start_date"], told[f"{OCID}/contract/c"]["end_date"]) == (
        "2020-03-01",
        "2020-09",
    )
    assert told[f"{OCID}/contract/c/transaction/p"]["amount"] == 40
    assert told[f"{OCID}/award/a"]["status"] == "happened"


def test_parties_are_known_by_the_register_or_within_their_publisher() -> None:
    of = Loaded(package(TENDER, AWARD), "a.json")
    ministry, road = "id:organization/org-id/KG-INN-0123", "id:organization/ocds/ocds-abc123/42"
    roles = {(p["event"].rsplit("/", 1)[-1], p["role"], p["participant"]) for p in of.rows("participations")}
    assert {
        (OCID, "buyer", ministry),
        ("tender", "procuringEntity", ministry),
        ("tender", "tenderer", road),
        ("a", "supplier", road),
    } <= roles
    assert {("p", "payer", ministry), ("p", "payee", road), (OCID, "supplier", road)} <= roles
    actor = next(a for a in of.rows("actors") if a["iri"] == ministry)
    assert actor["country"] == "id:country/KGZ"
    assert actor["contact_details"] == ["address: Bishkek, Kyrgyzstan", "contact: Aida", "email: a@b.kg"]
    (owned,) = of.rows("associations")
    assert (owned["type"], owned["role"], owned["to_actor"]) == ("owns", "beneficialOwners", road)


def test_releases_are_merged_by_date_in_whatever_order_they_are_loaded(tmp_path: Path) -> None:
    later = {"ocid": OCID, "id": "3", "date": "2020-05-01T00:00:00Z", "tag": ["contractAmendment"], "buyer": {"id": "KG-INN-9", "name": "Agency of Roads"},
             "contracts": [{"id": "c", "awardID": "a", "value": {"amount": 990, "currency": "KGS"}}]}  # fmt: skip
    with same_in_both_orders(
        tmp_path, {"a.json": package(TENDER), "b.json": package(AWARD), "c.json": json.dumps(later).encode()}
    ) as graph:
        tender = graph.sql("SELECT amount, status, description, names FROM events WHERE iri LIKE '%/tender'").rows[0]
        assert tender[:3] == (950.0, "happened", None), "the newest value; the description was withdrawn"
        assert tender[3][0]["text"] == "Дорога", "what a release does not mention stays"
        contract = graph.sql("SELECT amount, start_date FROM events WHERE iri LIKE '%/contract/c'").rows
        assert contract == [(990.0, "2020-03-01")]
        buyers = graph.sql(f"SELECT participant FROM participations WHERE role = 'buyer' AND event LIKE '%{OCID}'").rows
        assert {row[0].rsplit("/", 1)[-1] for row in buyers} == {"KG-INN-9", "KG-INN-0123"}, (
            "the party's role stays; the buyer is replaced"
        )
        assert graph.check().errors == []


def test_a_record_has_a_compiled_and_a_versioned_release() -> None:
    versioned = {
        "ocid": OCID,
        "tender": {"id": "t", "title": [
            {"releaseID": "1", "releaseDate": "2020-01-01T00:00:00Z", "releaseTag": ["tender"], "value": "Old"},
            {"releaseID": "2", "releaseDate": "2020-03-01T00:00:00Z", "releaseTag": ["tender"], "value": "New"}]},
    }  # fmt: skip
    record = {"ocid": OCID, "releases": [{"url": "http://a.kg/1", "date": "2020-01-01", "tag": ["tender"]}], "versionedRelease": versioned,
              "compiledRelease": AWARD | {"tag": ["compiled"]}}  # fmt: skip
    of = Loaded(json.dumps({"version": "1.1", "records": [record]}).encode(), "a.json")
    assert of.rows_read == 1
    assert [(e["names"][0]["text"], e["stamp"]) for e in of.rows("events") if e.get("unit", "").endswith("tender#title")] == [
        ("Old", 1577836800.0), ("New", 1583020800.0),
    ]  # fmt: skip
    assert ("release that is only linked", "http://a.kg/1") in of.notes
    links = {"ocid": OCID, "releases": record["releases"]}
    assert Loaded(json.dumps({"records": [links]}).encode(), "a.json").rejects == [
        (1, "releases", "a record with links to releases only")
    ]


def test_version_1_0_has_no_parties_and_other_words_for_payments() -> None:
    old = {"ocid": OCID, "id": "1", "date": "2016-01-01T00:00:00Z", "tag": ["contract"],
           "buyer": {"identifier": {"scheme": "KG-INN", "id": "5"}, "name": "Ministry"},
           "contracts": [{"id": 1, "awardID": 2, "implementation": {"transactions": [
               {"id": "p", "amount": {"amount": 4, "currency": "KGS"}, "providerOrganization": {"name": "Treasury"}, "receiverOrganization": {"name": "LLC"}}]}}],
           }  # fmt: skip
    of = Loaded(json.dumps(old).encode(), "a.json")
    assert {(p["role"], p["as_given"]) for p in of.rows("participations")} == {
        ("buyer", "Ministry"),
        ("payer", "Treasury"),
        ("payee", "LLC"),
    }
    assert {a["names"][0]["text"]: a.get("name_only") for a in of.rows("actors")} == {
        "Ministry": None,
        "Treasury": True,
        "LLC": True,
    }
    assert events(of)[f"{OCID}/contract/1/transaction/p"]["amount"] == 4


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a, b: json.dumps([a, b]), lambda a, b: json.dumps({"data": {"releases": [a, b]}}), lambda a, b: f"{json.dumps(a)}\n{json.dumps(b)}\n",
        lambda a, b: json.dumps([{"releases": [a]}, {"releases": [b]}]), lambda a, b: json.dumps({"releases": [a, b]}, indent=2),
        lambda a, b: "\n".join(json.dumps({"releases": [each]}) for each in (a, b)),
    ],
)  # fmt: skip
def test_releases_are_found_however_they_are_wrapped(wrap: Any) -> None:
    of = Loaded(wrap(TENDER, AWARD).encode("utf-16"), "a.json")
    assert (of.loader.name, of.rows_read, of.rejects) == ("ocds", 2, [])


def test_what_is_no_release_is_rejected(tmp_path: Path) -> None:
    broken = AWARD | {"contracts": [{"awardID": "a"}]}
    data = package(TENDER, {k: v for k, v in TENDER.items() if k != "ocid"}, broken, 5, TENDER)
    of = Loaded(data, "a.json")
    assert of.rejects == [
        (2, "ocid", "required value is missing"),
        (3, "contracts.id", "required value is missing"),
        (4, "releases", "not a JSON object"),
    ]
    (tmp_path / "a.json").write_bytes(data)
    check_loader(loaders()["ocds"], tmp_path / "a.json")
    with graph_of(tmp_path, {"a.json": data}) as graph:
        (load,) = graph.loads()
        assert (load.rows_read, load.rows_loaded, load.rows_merged, load.rows_rejected) == (5, 1, 1, 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"releases": [{"ocid": "a"}', "not JSON: ']' expected"), ('{"releases": [{"ocid": "a" "x"}]}', "a.json:1: not JSON"),
        ('{"ocid": "a", "x": ' + "[" * 100_000, "without end"), ("[" * 300 + '{"ocid": "a"}', "without end"),
    ],
)  # fmt: skip
def test_broken_json_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(LoaderError, match=says):
        list(
            find_loader(Source(Path("a.json"), data=text.encode())).blocks(
                Source(Path("a.json"), data=text.encode()), Options()
            )
        )


def test_a_package_is_read_piece_by_piece() -> None:
    big = b'{"releases": [' + b",".join(b'{"ocid": "a", "x": "%s"}' % (b"y" * 300_000) for _ in range(20)) + b"]}"
    places = [each.position for each in found(Source(Path("a.json"), data=big), ["releases"])]
    assert places[0] < len(big) / 2
    assert len(places) == 20
