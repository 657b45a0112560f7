"""OCDS as tables of Flatten Tool: the main sheet and the sheets of lists, each as a file of its own or as sheets of one workbook."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from event_files import Loaded, graph_of

RELEASES = b"""ocid,id,date,tag,initiationType,buyer/id,buyer/name,tender/id,tender/title,tender/status,tender/value/amount,tender/value/currency
ocds-abc123-7,r1,2020-01-02T00:00:00Z,tender;award,tender,KG-INN-1,Ministry of roads,t,Road,complete,1000,KGS
"""
PARTIES = b"""ocid,id,parties/0/id,parties/0/name,parties/0/identifier/scheme,parties/0/identifier/id,parties/0/roles
ocds-abc123-7,r1,KG-INN-1,Ministry of roads,KG-INN,1,buyer;payer
ocds-abc123-7,r1,KG-INN-2,Road LLC,KG-INN,2,supplier
"""
AWARDS = b"""ocid,id,awards/0/id,awards/0/title,awards/0/status,awards/0/date,awards/0/value/amount,awards/0/value/currency
ocds-abc123-7,r1,a1,The road,active,2020-01-01,900,KGS
"""
SUPPLIERS = b"""ocid,id,awards/0/id,awards/0/suppliers/0/id,awards/0/suppliers/0/name
ocds-abc123-7,r1,a1,KG-INN-2,Road LLC
"""
NESTED = {
    "ocid": "ocds-abc123-7", "id": "r1", "date": "2020-01-02T00:00:00Z", "tag": ["tender", "award"], "initiationType": "tender",
    "buyer": {"id": "KG-INN-1", "name": "Ministry of roads"},
    "parties": [
        {"id": "KG-INN-1", "name": "Ministry of roads", "identifier": {"scheme": "KG-INN", "id": "1"}, "roles": ["buyer", "payer"]},
        {"id": "KG-INN-2", "name": "Road LLC", "identifier": {"scheme": "KG-INN", "id": "2"}, "roles": ["supplier"]},
    ],
    "tender": {"id": "t", "title": "Road", "status": "complete", "value": {"amount": 1000, "currency": "KGS"}},
    "awards": [
        {"id": "a1", "title": "The road", "status": "active", "date": "2020-01-01", "value": {"amount": 900, "currency": "KGS"},
         "suppliers": [{"id": "KG-INN-2", "name": "Road LLC"}]},
    ],
}  # fmt: skip


def test_the_main_sheet_has_the_process_the_tender_and_the_buyer() -> None:
    of = Loaded(RELEASES, "releases.csv")
    assert (of.loader.name, of.rows_read, of.rejects, of.notes) == ("ocds", 1, [], [])
    events = {row["iri"].removeprefix("id:event/ocds/") for row in of.rows("events")}
    assert events == {"ocds-abc123-7", "ocds-abc123-7/tender"}
    money = [(row["amount"], row["currency"]) for row in of.rows("events") if "amount" in row]
    assert money == [(1000.0, "KGS")]
    assert [(row["participant"], row["role"]) for row in of.rows("participations")] == [
        ("id:organization/org-id/KG-INN-1", "buyer")
    ]


def test_all_sheets_together_give_what_the_nested_release_gives(tmp_path: Path) -> None:
    files = {"releases.csv": RELEASES, "parties.csv": PARTIES, "awards.csv": AWARDS, "awards_suppliers.csv": SUPPLIERS}
    ask = {
        "events": "SELECT iri, type, amount, currency, status, start_date FROM events ORDER BY iri",
        "parts": "SELECT participant, event, role FROM participations ORDER BY ALL",
        "actors": "SELECT iri, identifiers FROM actors ORDER BY iri",
    }
    with (
        graph_of(tmp_path / "flat", files) as flat,
        graph_of(tmp_path / "nested", {"a.json": json.dumps({"releases": [NESTED]}).encode()}) as nested,
    ):
        assert [load.rows_rejected for load in flat.loads()] == [0, 0, 0, 0]
        for question in ask.values():
            assert flat.sql(question).rows == nested.sql(question).rows != []


def test_a_table_that_only_has_an_ocid_is_not_taken_for_one() -> None:
    from govgraph.loaders.money.ocds_tables import has_releases

    assert not has_releases(["ocid", "title", "and/or"])
    assert not has_releases(["id", "tender/title"])


def test_an_index_without_end_is_no_index() -> None:
    from govgraph.loaders.money.ocds_tables import release_of

    assert release_of({"ocid": "a", "parties/99999999999/name": "x"})["parties"] == {"99999999999": {"name": "x"}}
    assert release_of({"ocid": "a", "tender/value": "5", "tender/value/amount": "6"})["tender"] == {
        "value": "5",
        "value/amount": "6",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda column: f"releases/0/{column}",
        lambda column: column if column == "ocid" else f"compiledRelease/{column}",
        lambda column: column.replace("/", "."),
        lambda column: column.replace("/", "_"),
    ],
)
def test_columns_as_publishers_and_programs_write_them(change: Callable[[str], str]) -> None:
    header, row = RELEASES.decode().splitlines()
    header = ",".join(map(change, header.split(",")))
    of, usual = Loaded(f"{header}\n{row}\n".encode(), "a.csv"), Loaded(RELEASES, "a.csv")
    assert of.loader.name == "ocds"
    for table in ("events", "actors", "participations"):
        assert of.rows(table) == usual.rows(table)


def test_objects_that_pandas_has_flattened() -> None:
    flat = {"ocid": "ocds-abc123-7", "id": "r1", "date": "2020-01-02", "tag": ["tender"], "tender.title": "Road", "tender.value.amount": 5,
            "tender.value.currency": "KGS", "buyer.name": None, "parties": NESTED["parties"]}  # fmt: skip
    of = Loaded(json.dumps([flat]).encode(), "a.json")
    assert [row["amount"] for row in of.rows("events") if "amount" in row] == [5]
    assert [row["names"][0]["text"] for row in of.rows("events") if "names" in row] == ["Road"]
    parties = str(NESTED["parties"]).replace('"', '""')
    cells = f'ocid,id,date,tag,tender.title,parties\nocds-abc123-7,r1,2020-01-02,"[\'tender\']",Road,"{parties}"\n'
    assert len(Loaded(cells.encode(), "a.csv").rows("actors")) == len(of.rows("actors")) == 2
