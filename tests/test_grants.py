"""360Giving: JSON packages and tables with the standard's titles, and the quirks of published files. The files are written here by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.ontology.registry import loaders
from govgraph.testing import check_loader

GRANT: dict[str, Any] = {
    "id": "360G-fund-1", "title": "Grant to School", "description": "Laboratory", "currency": "GBP", "amountAwarded": 40000.0, "amountAppliedFor": "45,000",
    "awardDate": "05/06/2014", "dateModified": "17/08/2015 00:00", "fundingOrganization": [{"id": "GB-CHC-1156077", "name": "Fund"}],
    "recipientOrganization": [
        {"id": "360G-fund:org-1", "name": "School", "charityNumber": "SC012", "companyNumber": "1234567", "addressLocality": "Osh", "addressCountry": "UK",
         "postalCode": "LL20 8TG"}
    ],
    "beneficiaryLocation": [
        {"name": "Cardiff", "geoCode": "W06000015", "geoCodeType": "UA", "countryCode": "GB", "latitude": "51.4", "longitude": "-3.1"}, {"name": "Wales"},
    ],
    "grantProgramme": [{"code": "E", "title": "Education"}], "Open Call?": "YES", "additional_data": {"recipientRegionName": "Wales"},
    "relatedDocument": [{"title": "Plan", "url": "http://fund.uk/plan.pdf"}],
}  # fmt: skip
TITLES = (
    "Identifier,Title,Currency,Amount Awarded,Award Date,Funding Org:Identifier,Funding Org:Name,Recipient Org:Identifier,Recipient Org:Name,"
    "Recipient Org:Company Number,Beneficiary Location:0:Name,Beneficiary Location:1:Name,Our Ref\n"
)


def package(*grants: object, **keys: object) -> bytes:
    return json.dumps({**keys, "grants": grants}).encode()


def test_a_grant_becomes_an_event_with_funder_recipient_places_and_document() -> None:
    of = Loaded(package(GRANT, license="https://creativecommons.org/licenses/by/4.0/", version="1.4"), "a.json")
    assert of.loader.name == "360giving"
    (event,) = of.rows("events")
    assert (event["iri"], event["type"]) == ("id:event/360giving/360G-fund-1", "code:event-type/funding")
    assert (event["amount"], event["currency"], event["start_date"]) == (40000.0, "GBP", "2014-06-05"), (
        "the fifth of June"
    )
    assert {"360giving:amountAppliedFor=45,000", "360giving:grantProgramme/code=E", "360giving:Open Call?=YES"} <= set(
        event["details"]
    )
    assert {(p["role"], p["participant"]) for p in of.rows("participations")} == {
        ("funder", "id:organization/org-id/GB-CHC-1156077"), ("recipient", "id:organization/org-id/360G-fund:org-1"),
    }  # fmt: skip
    fund, school = of.rows("actors")
    assert (fund["kind"], school["kind"]) == ("ngo", "organization")
    assert school["identifiers"] == ["org-id:360G-fund:org-1", "org-id:GB-SC-SC012", "org-id:GB-COH-01234567"], (
        "the lost zero is back"
    )
    assert (school["country"], school["contact_details"]) == ("id:country/GBR", ["address: Osh, LL20 8TG, UK"])
    cardiff, wales = of.rows("places")
    assert (cardiff["identifiers"], cardiff["latitude"], cardiff["country"]) == (
        ["gss:W06000015"],
        51.4,
        "id:country/GBR",
    )
    assert (event["place"], event["about"]) == (cardiff["iri"], [wales["iri"]])
    assert of.rows("mentions")[0]["reported_in"] == "http://fund.uk/plan.pdf"
    assert ("licence", "https://creativecommons.org/licenses/by/4.0/") in of.notes
    assert of.unused == ["version", "additional_data"]


def test_an_individual_is_anonymous_and_no_actor() -> None:
    grant = {k: v for k, v in GRANT.items() if k != "recipientOrganization"} | {
        "recipientIndividual": {"id": "360G-x", "name": "Individual recipient"}
    }
    of = Loaded(package(grant), "a.json")
    assert of.names("actors") == ["Fund"]
    assert "360giving:recipientIndividual/name=Individual recipient" in of.rows("events")[0]["details"]


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"awardDate": "31/31/2014"}, "date not understood"), ({"amountAwarded": "lots"}, "not a number"),
        ({"currency": "pounds"}, "not a currency (ISO 4217)"), ({"fundingOrganization": ["Fund"]}, "fundingOrganization not understood"),
        ({"title": ["x"]}, "not a text"), ({"beneficiaryLocation": {"countryCode": "XQ"}}, "unknown country"),
    ],
)  # fmt: skip
def test_a_field_at_fault_costs_only_itself(change: dict[str, object], note: str) -> None:
    of = Loaded(package(GRANT | change), "a.json")
    assert of.rejects == []
    assert note in {kind for kind, _ in of.notes}
    assert len(of.rows("events")) == 1


def test_what_is_no_grant_is_rejected() -> None:
    of = Loaded(package(GRANT, GRANT | {"id": " "}, "grant", version="1.4"), "a.json")
    assert (of.rows_read, of.rejects) == (
        3,
        [(2, "id", "required value is missing"), (3, "grants", "not a JSON object")],
    )


def test_a_table_with_titles_and_a_grant_over_several_rows(tmp_path: Path) -> None:
    csv = (
        TITLES
        + "360G-fund-1,Grant,GBP,40000,2014-06-05,GB-CHC-1,Fund,GB-COH-01234567,School,01234567,Osh,Naryn,7\n360G-fund-1,,,,,,,GB-CHC-2,Club,,,,\n"
    )
    of = Loaded(csv.encode(), "grants.csv")
    assert of.loader.name == "360giving"
    first, second = of.rows("events")
    assert first["iri"] == second["iri"]
    assert "at" not in first, "the number of the row is its place"
    assert (first["amount"], first["details"]) == (40000.0, ["360giving:Our Ref=7"])
    assert len(of.rows("participations")) == 3
    assert of.names("places") == ["Osh", "Naryn"]
    (tmp_path / "a.csv").write_text(csv)
    check_loader(loaders()["360giving"], tmp_path / "a.csv")
    with graph_of(tmp_path, {"grants.csv": csv.encode()}) as graph:
        (load,) = graph.loads()
        assert (load.rows_read, load.rows_loaded, load.rows_merged, load.rows_rejected) == (2, 1, 1, 0)


def test_a_workbook_with_a_sheet_for_each_thing() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    grants, places, meta = (book.add_worksheet(name) for name in ("grants", "Beneficiary Location", "Meta"))
    grants.write_row(
        0,
        0,
        [
            "Identifier",
            "Title",
            "Amount Awarded",
            "Currency",
            "Award Date",
            "Funding Org:Identifier",
            "Recipient Org:Identifier",
        ],
    )
    grants.write_row(1, 0, ["360G-fund-1", "Grant", 5, "GBP", "2014-06-05", "GB-CHC-1", "GB-CHC-2"])
    places.write_row(0, 0, ["Identifier", "Beneficiary Location:Name"])
    places.write_row(1, 0, ["360G-fund-1", "Osh"])
    meta.write_row(0, 0, ["Meta", "value"])
    book.close()
    of = Loaded(data.getvalue(), "grants.xlsx")
    assert [e["iri"] for e in of.rows("events")] == ["id:event/360giving/360G-fund-1"] * 2
    assert of.names("places") == ["Osh"]
    assert of.rows("places")[0]["pointer"] == "Beneficiary Location!2"


def test_the_newest_release_of_a_grant_counts_in_either_order(tmp_path: Path) -> None:
    newer = GRANT | {
        "dateModified": "2016-01-01T00:00:00Z",
        "amountAwarded": 1,
        "fundingOrganization": [{"id": "GB-CHC-9", "name": "Other"}],
    }
    with same_in_both_orders(tmp_path, {"a.json": package(GRANT), "b.json": json.dumps([newer]).encode()}) as graph:
        assert graph.sql("SELECT amount, currency FROM events").rows == [(1.0, "GBP")]
        assert graph.sql("SELECT participant FROM participations WHERE role = 'funder'").rows[0][0].endswith("GB-CHC-9")
        assert graph.check().errors == []


BY_TITLES = [
    {
        "Identifier": "360G-fund-1", "Title": "A garden", "Description": "Plants", "Currency": "GBP", "Amount Awarded": 500,
        "Award Date": "2014-06-05", "Recipient Org:Identifier": "GB-CHC-1", "Recipient Org:Name": "Club", "Recipient Org:Charity Number": "1",
        "Funding Org:Identifier": "GB-CHC-2", "Funding Org:Name": "Fund", "Beneficiary Location:0:Name": "Leeds", "Our Ref": "7", "Last Modified": None,
    }
]  # fmt: skip


@pytest.mark.parametrize(
    "wrap", [list, lambda grants: {"license": "CC0-1.0", "grants": grants}], ids=["list", "grants"]
)
def test_json_with_titles_as_keys_is_the_same_as_with_fields(wrap: Any) -> None:
    fields = {
        "id": "360G-fund-1", "title": "A garden", "description": "Plants", "currency": "GBP", "amountAwarded": 500, "awardDate": "2014-06-05",
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "Club", "charityNumber": "1"}],
        "fundingOrganization": [{"id": "GB-CHC-2", "name": "Fund"}], "beneficiaryLocation": [{"name": "Leeds"}], "Our Ref": "7",
    }  # fmt: skip
    same = Loaded(json.dumps({"grants": [fields]}).encode(), "grants.json")
    nested = {key: value for key, value in BY_TITLES[0].items() if ":" not in key} | {
        "Recipient Org": [{"Identifier": "GB-CHC-1", "Name": "Club", "Charity Number": "1"}],
        "Funding Org": [{"Identifier": "GB-CHC-2", "Name": "Fund"}],
        "Beneficiary Location": {"Name": "Leeds"},
    }
    for grants in (BY_TITLES, [nested]):
        of = Loaded(json.dumps(wrap(grants)).encode(), "grants.json")
        assert (of.loader.name, of.rows_read, of.rejects) == ("360giving", 1, [])
        for name in ("events", "actors", "places", "participations"):
            by_iri = [
                sorted(({**row, "pointer": ""} for row in each.rows(name)), key=lambda row: str(row["iri"]))
                for each in (of, same)
            ]
            assert by_iri[0] == by_iri[1] != []


def test_dates_with_slashes_are_said_to_be_read_with_the_day_first() -> None:
    header = "Identifier,Title,Currency,Amount Awarded,Award Date,Funding Org:Identifier,Funding Org:Name,Recipient Org:Name\n"
    of = Loaded(
        (header + "g1,A,GBP,1,05/06/2025,GB-CHC-1,F,R\ng2,B,GBP,1,05/13/2025,GB-CHC-1,F,R\n").encode(), "grants.csv"
    )
    assert [e.get("start_date") for e in of.rows("events")] == ["2025-06-05", None]
    assert ("dates with slashes: read as", "day/month/year") in of.notes
    assert ("date not understood", "awardDate: '05/13/2025'") in of.notes
