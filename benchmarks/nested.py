"""Made-up nested documents, in XML and JSON, for the benchmark of loaders, and the parser alone that is their floor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from benchmarks.made_up import day as _day
from benchmarks.made_up import text as _text


def _iati(rows: int) -> str:
    one = (
        '<iati-activity last-updated-datetime="2020-01-01T00:00:00Z" xml:lang="en" default-currency="USD"><iati-identifier>XM-DAC-1-{i}</iati-identifier>'
        '<reporting-org ref="XM-DAC-1" type="40"><narrative>Bank</narrative></reporting-org><title><narrative>Project {i}</narrative></title>'
        "<description><narrative>{text}</narrative></description>"
        '<participating-org role="4" type="22" ref="KG-INN-{o}"><narrative>Fund {o}</narrative></participating-org><activity-status code="2"/>'
        '<activity-date type="2" iso-date="{day}"/><recipient-country code="KG"/><sector vocabulary="1" code="15110"/>{paid}</iati-activity>'
    )  # fmt: skip
    paid = (
        '<transaction><transaction-type code="3"/><transaction-date iso-date="{day}"/><value value-date="{day}">{n}</value>'
        '<receiver-org ref="KG-INN-{o}"><narrative>Fund {o}</narrative></receiver-org></transaction>'
    )  # fmt: skip
    activities = (
        one.format(
            i=i,
            o=i % 700,
            day=_day(i),
            text=_text(i),
            paid="".join(paid.format(day=_day(i + n), n=n, o=i % 700) for n in range(5)),
        )
        for i in range(rows)
    )
    return f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'


def _grants(rows: int) -> str:
    grants = [
        {
            "id": f"360G-a-{i}", "title": f"Grant {i}", "description": _text(i), "currency": "GBP", "amountAwarded": i, "awardDate": _day(i),
            "fundingOrganization": [{"id": "GB-CHC-1", "name": "Fund"}], "recipientOrganization": [{"id": f"GB-COH-{i % 700:08}", "name": f"Club {i % 700}", "postalCode": "LL20 8TG"}],
            "beneficiaryLocation": [{"name": f"City {i % 900}", "geoCode": f"W{i % 900:08}", "geoCodeType": "UA"}], "grantProgramme": [{"title": "Education"}],
        }
        for i in range(rows)
    ]  # fmt: skip
    return json.dumps({"grants": grants})


def _releases(rows: int) -> str:
    money = {"amount": 1000, "currency": "KGS"}
    releases = [
        {
            "ocid": f"ocds-abc123-{i}", "id": "1", "date": f"{_day(i)}T00:00:00Z", "tag": ["award"], "initiationType": "tender",
            "parties": [{"id": f"KG-INN-{i % 90}", "name": f"Ministry {i % 90}", "roles": ["buyer"]}, {"id": f"KG-INN-1{i % 700}", "name": f"LLC {i % 700}", "roles": ["supplier"]}],
            "buyer": {"id": f"KG-INN-{i % 90}", "name": f"Ministry {i % 90}"},
            "tender": {"id": "t", "title": f"Road {i}", "description": _text(i), "status": "complete", "value": money, "procurementMethod": "open"},
            "awards": [{"id": "a", "status": "active", "date": _day(i), "value": money, "suppliers": [{"id": f"KG-INN-1{i % 700}", "name": f"LLC {i % 700}"}]}],
        }
        for i in range(rows)
    ]  # fmt: skip
    return json.dumps({"version": "1.1", "releases": releases})


def _places(rows: int) -> str:
    features = [
        {
            "id": i, "type": "Feature", "geometry": {"type": "Point", "coordinates": [72.1, 40.2]},
            "properties": {
                "wof:id": i, "wof:name": f"Place {i}", "wof:placetype": "locality", "wof:parent_id": 7, "wof:country": "KG", "wof:lastmodified": 1,
                "geom:latitude": 40.2, "geom:longitude": 72.1, "name:kir_x_preferred": [f"Айыл {i}"], "name:rus_x_preferred": [f"Село {i}"],
                "wof:concordances": {"gn:id": i}, "wof:hierarchy": [{"country_id": 1, "locality_id": i}], "mz:is_current": 1, "src:geom": "geonames",
            },
        }
        for i in range(rows)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _debate(rows: int) -> str:
    """One act a document; the loader reads a document as a whole, so a collection of components is measured."""
    uri = '<identification source="#e"><FRBRWork><FRBRuri value="/akn/kg/act/{i}"/><FRBRdate date="2014-07-17"/><FRBRcountry value="kg"/></FRBRWork></identification>'
    people = "".join(f'<TLCPerson eId="p{n}" href="/ontology/person/kg/{n}" showAs="Person {n}"/>' for n in range(20))
    signed = "".join(
        f'<signature><person refersTo="#p{n}">Person {n}</person><role>Deputy</role></signature>' for n in range(20)
    )
    acts = (
        f'<component eId="c{i}"><act><meta>{uri.format(i=i)}<references source="#e">{people}</references></meta><preface><docTitle>Act {i}</docTitle></preface>'
        f"<body>{''.join(f'<p>{_text(i + n)}</p>' for n in range(20))}</body><conclusions>{signed}</conclusions></act></component>"
        for i in range(rows)
    )
    return f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><components>{"".join(acts)}</components></akomaNtoso>'


NESTED: dict[str, tuple[Callable[[int], str], int]] = {
    "iati": (_iati, 16),
    "360giving": (_grants, 4),
    "ocds": (_releases, 6),
    "whosonfirst": (_places, 4),
    "akoma-ntoso": (_debate, 60),
}
"""Loader of nested documents -> the text of a made-up file, and how many rows of a table stand for one of its objects."""


def parse(file: Path) -> None:
    """Read a nested file with a parser alone."""
    if file.read_bytes()[:1] == b"<":
        for _, element in etree.iterparse(str(file), events=("end",)):
            if element.getparent() is not None and element.getparent().getparent() is None:
                element.clear()
    else:
        json.loads(file.read_bytes())
