"""One organisation of an IATI organisation file: the organisation itself, and its budgets and expenditures as events."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.money.iati_activity import context, identifier_of
from govgraph.loaders.money.iati_elements import (
    attribute,
    country_of,
    day,
    document,
    every,
    find,
    money,
    organization,
    texts,
)
from govgraph.loaders.money.iati_money import budget_lines, key_of
from govgraph.loaders.money.organizations import Organization, describe, iri_of
from govgraph.loaders.nested import Writer
from govgraph.loaders.stamps import seconds
from govgraph.loaders.xml_records import local
from govgraph.ontology.terms import CODE, country_iri

BUDGETS: Final = {
    "total-budget": "planned", "recipient-org-budget": "planned", "recipient-country-budget": "planned", "recipient-region-budget": "planned",
    "total-expenditure": None,
}  # fmt: skip
"""Element -> status of its event; an expenditure has happened."""
_USED: Final = {*BUDGETS, "organisation-identifier", "iati-identifier", "name", "reporting-org", "document-link"}


def read_organisation(writer: Writer, element: Element) -> None:
    """Write the rows of an organisation.

    Raises:
        Unusable: it has no identifier.

    Example:
        >>> from xml.etree import ElementTree
        >>> text = "<o><organisation-identifier>XM-DAC-7</organisation-identifier><name>Fund</name></o>"
        >>> writer = Writer("x:", "iati")
        >>> read_organisation(writer, ElementTree.fromstring(text))
        >>> writer.rows.of["actors"][0]["iri"]
        'x:organization/org-id/XM-DAC-7'
    """
    identifier = identifier_of(element, "organisation-identifier", "iati-identifier")
    of = context(writer, element, identifier)
    itself = Organization(ref=identifier, names=texts(of, find(element, "name")))
    if of.reporter.ref == identifier:
        itself = replace(of.reporter, names=itself.names or of.reporter.names)
    elif of.reporter.ref:
        writer.note("another organisation reports on it", f"{of.reporter.ref} on {identifier}")
    iri, _ = iri_of(writer, itself)
    writer.release(f"{iri}/file", seconds(attribute(element, "last-updated-datetime")))
    urls = [url for child in every(element, "document-link") if (url := document(of, child))]
    described = describe(writer, replace(itself, links=tuple(dict.fromkeys(urls))))
    seen: Counter[str] = Counter()
    for child in element:
        name = local(child.tag)
        if child.tag not in _USED:
            writer.drop(f"iati-organisation/{name}")
        elif name in BUDGETS and described:
            value = money(of, child)
            event = (
                key_of(described, name, child, seen)
                .replace("/organization/", "/event/", 1)
                .replace("/actor/", "/event/", 1)
            )
            country, region = find(child, "recipient-country"), find(child, "recipient-region")
            iso3 = country_of(of, country) if country is not None else ""
            start, end = writer.span(name, day(of, find(child, "period-start")), day(of, find(child, "period-end")))
            details = [f"iati:status={status}"] if (status := attribute(child, "status")) else []
            details += [f"iati:recipient-region={attribute(region, 'code')}"] if region is not None else []
            writer.add(
                "events", iri=event, type=f"{CODE}iati/{name}", status=BUDGETS[name], start_date=start, end_date=end, amount=value.amount,
                currency=value.currency, value_date=value.value_date, place=country_iri(writer.base, iso3) if iso3 else None,
                details=[*details, *budget_lines(of, child)],
            )  # fmt: skip
            writer.take_part(event, "provider", described)
            receiver = find(child, "recipient-org")
            named = organization(of, receiver) if receiver is not None else Organization()
            if named.shown:
                writer.take_part(event, "receiver", describe(writer, named), as_given=named.shown)
