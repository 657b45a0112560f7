"""What IATI, OCDS and 360Giving say of a document besides its title and address is kept, and one without an address is noted. All is made up."""

from __future__ import annotations

import json

from event_files import Loaded
from test_ocds import TENDER, package

LINK = """<document-link format="application/pdf" url="https://a.org/1.pdf"><title><narrative>Review</narrative></title>
<description><narrative>Mid term</narrative></description><category code="A01"/><category code="A02"/><language code="en"/><language code="fr"/>
<document-date iso-date="2020-05-01"/><recipient-country code="KG"/></document-link>
<document-link format="text/html"><title><narrative>Lost</narrative></title></document-link>"""
KEPT = [
    "iati:document-link/format=application/pdf",
    "iati:document-link/description=Mid term",
    "iati:document-link/category=A01",
    "iati:document-link/category=A02",
    "iati:document-link/language=fr",
    "iati:document-link/recipient-country=KG",
]
ACTIVITY = f"""<iati-activities version="2.03"><iati-activity xml:lang="en"><iati-identifier>XM-DAC-7-1</iati-identifier>
<reporting-org ref="XM-DAC-7" type="10"><narrative>Ministry</narrative></reporting-org>{LINK}</iati-activity></iati-activities>"""
ORGANISATION = f"""<iati-organisations version="2.03"><iati-organisation xml:lang="en"><organisation-identifier>XM-DAC-7</organisation-identifier>
<name><narrative>Ministry</narrative></name>{LINK}</iati-organisation></iati-organisations>"""


def test_what_iati_says_of_a_document_is_kept() -> None:
    for data in (ACTIVITY, ORGANISATION):
        of = Loaded(data.encode(), "iati.xml")
        (document,) = of.rows("documents")
        assert (document["names"][0]["text"], document["date"], document["language"]) == ("Review", "2020-05-01", "en")
        assert document["details"] == KEPT
        assert [value for kind, value in of.notes if kind == "document without an address"] in (
            ["Lost of XM-DAC-7-1"],
            ["Lost of XM-DAC-7"],
        )
    assert of.rows("actors")[0]["links"] == ["https://a.org/1.pdf"]


def test_what_ocds_says_of_a_document_is_kept() -> None:
    told = {
        "id": "d",
        "title": "Notice",
        "url": "http://a.kg/n.pdf",
        "format": "application/pdf",
        "documentType": "tenderNotice",
        "dateModified": "2020-01-02",
    }
    tender = TENDER["tender"] | {"documents": [told, {"id": "e", "title": "Plan"}]}
    of = Loaded(package(TENDER | {"tender": tender}), "releases.json")
    (document,) = of.rows("documents")
    assert document["details"] == [
        "ocds:id=d", "ocds:format=application/pdf", "ocds:documentType=tenderNotice", "ocds:dateModified=2020-01-02",
    ]  # fmt: skip
    assert ("document without an address", "Plan") in of.notes


def test_what_360giving_says_of_a_document_is_kept() -> None:
    grant = {
        "id": "360G-a-1", "title": "Roof", "currency": "GBP", "amountAwarded": 5, "awardDate": "2020-01-01",
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "Club"}], "fundingOrganization": [{"id": "GB-CHC-2", "name": "Fund"}],
        "relatedDocument": [{"title": "Form", "url": "https://a.org/f", "documentType": "application", "id": "x"}, {"title": "Plan"}],
    }  # fmt: skip
    of = Loaded(json.dumps({"grants": [grant]}).encode(), "grants.json")
    (document,) = of.rows("documents")
    assert document["details"] == ["360giving:documentType=application", "360giving:id=x"]
    assert ("document without an address", "Plan") in of.notes
