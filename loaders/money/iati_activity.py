"""One IATI activity: an event with its organisations and their roles, places, documents, related activities and money."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.identity import digest
from govgraph.loaders.money.iati_codes import DATES, RELATED, ROLES, STATUS
from govgraph.loaders.money.iati_elements import (
    Context,
    attribute,
    country_of,
    day,
    detail,
    document,
    every,
    find,
    organization,
    place,
    texts,
    topics,
)
from govgraph.loaders.money.iati_money import payments
from govgraph.loaders.money.organizations import describe, plain
from govgraph.loaders.nested import Writer
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.stamps import seconds
from govgraph.loaders.xml_records import LANG, local
from govgraph.ontology.terms import CODE, country_iri, mint

_DETAILS: Final = frozenset(
    {
        "activity-scope", "capital-spend", "collaboration-type", "conditions", "contact-info", "default-aid-type", "default-finance-type",
        "default-flow-type", "default-tied-status", "humanitarian-scope", "legacy-data", "other-identifier", "policy-marker", "recipient-region",
        "tag", "recipient-country", "activity-status", "sector", "related-activity",
    }
)  # fmt: skip
_USED: Final = _DETAILS | {
    "iati-identifier", "reporting-org", "participating-org", "title", "description", "activity-date", "location", "transaction", "budget",
    "planned-disbursement", "document-link", "activity-website",
}  # fmt: skip


def context(writer: Writer, element: Element, identifier: str) -> Context:
    """What holds for all elements of an activity or organisation."""
    of = Context(writer, identifier, writer.language(attribute(element, LANG)))
    of.currency = attribute(element, "default-currency")
    reporter = find(element, "reporting-org")
    if reporter is not None:
        of.reporter = organization(of, reporter)
    return of


def identifier_of(element: Element, *names: str) -> str:
    """The identifier in the first of some children that has one.

    Raises:
        Unusable: none has.

    Example:
        >>> from xml.etree import ElementTree
        >>> identifier_of(ElementTree.fromstring("<a><iati-identifier> GB-1-7 </iati-identifier></a>"), "iati-identifier")
        'GB-1-7'
    """
    for name in names:
        child = find(element, name)
        if child is not None and (text := " ".join((child.text or "").split())):
            return text
    raise Unusable(names[0], "required value is missing")


def read_activity(writer: Writer, element: Element) -> None:
    """Write the rows of an activity.

    Raises:
        Unusable: it has no identifier.
    """
    identifier = identifier_of(element, "iati-identifier")
    of = context(writer, element, identifier)
    iri = mint(writer.base, "event", writer.dataset, identifier)
    writer.release(iri, seconds(attribute(element, "last-updated-datetime")))
    countries = [code for child in every(element, "recipient-country") if (code := country_of(of, child))]
    countries = list(dict.fromkeys(countries))
    of.home = countries[0] if len(countries) == 1 else ""
    places = [one for child in every(element, "location") if (one := place(of, child))]
    states = [country_iri(writer.base, code) for code in countries]
    where = places[0] if len(places) == 1 else states[0] if len(states) == 1 else None
    parents = _related(of, iri, element)
    start, end, dates = _dates(of, element)
    descriptions = [(attribute(child, "type"), texts(of, child)) for child in every(element, "description")]
    told = writer.preferred(descriptions[0][1]) if descriptions else None
    status = attribute(find(element, "activity-status"), "code")
    details = [*dates, *_rest(of, element)]
    for kind, each in descriptions:
        details += [f"iati:description{f'-{kind}' if kind else ''}={t['text']}" for t in each if t is not told]
    writer.add(
        "events", iri=iri, type=f"{CODE}iati/activity", names=texts(of, find(element, "title")), start_date=start, end_date=end, place=where,
        identifiers=[f"iati:{'_'.join(identifier.split())}"], about=[each for each in (*states, *places) if each != where],
        part_of=parents[0] if parents else None, status=STATUS.get(status), description=told["text"] if told else None,
        topics=list(dict.fromkeys(topics(of, element))), details=details,
        links=[url for child in every(element, "activity-website") if (url := writer.address("activity-website", child.text))],
    )  # fmt: skip
    if len(parents) > 1:
        writer.note("more than one parent; the first is kept as part_of", identifier)
    _organizations(of, iri, element)
    _documents(of, iri, element)
    payments(of, iri, element)
    writer.drop(*(f"iati-activity/{local(child.tag)}" for child in element if child.tag not in _USED))


def _related(of: Context, iri: str, element: Element) -> list[str]:
    """The IRIs of the parents; a child is said to be a part of this activity, whether or not it says so itself."""
    parents = []
    for child in every(element, "related-activity"):
        other = " ".join(attribute(child, "ref").split())
        if not other or other == of.identifier:
            continue
        known = mint(of.writer.base, "event", of.writer.dataset, other)
        relation = RELATED.get(attribute(child, "type"), "")
        if relation == "parent":
            parents.append(known)
        elif relation == "child":
            identifiers = [f"iati:{'_'.join(other.split())}"]
            of.writer.add("events", iri=known, type=f"{CODE}iati/activity", part_of=iri, identifiers=identifiers)
    return parents


def _dates(of: Context, element: Element) -> tuple[str | None, str | None, list[str]]:
    """Start and end, the actual ones if there are any, and all dates as details."""
    dates: dict[str, str] = {}
    for child in every(element, "activity-date"):
        given = attribute(child, "type")
        word = DATES.get(given.casefold(), "")
        if not word:
            of.writer.note("unknown code", f"iati-activity-date-type:{given}")
        elif date := day(of, child):
            dates.setdefault(word, date)
    start = dates.get("start-actual", dates.get("start-planned"))
    end = dates.get("end-actual", dates.get("end-planned"))
    first, last = of.writer.span("activity-date", start, end)
    return first, last, [f"iati:{word}={date}" for word, date in sorted(dates.items())]


def _organizations(of: Context, iri: str, element: Element) -> None:
    writer = of.writer
    if of.reporter.shown:
        secondary = attribute(find(element, "reporting-org"), "secondary-reporter")
        role = "secondary reporter" if secondary in ("1", "true") else "reporting"
        writer.take_part(iri, role, describe(writer, of.reporter), as_given=of.reporter.shown)
    for child in every(element, "participating-org"):
        given = attribute(child, "role")
        role = ROLES.get(given.casefold(), "")
        if not role:
            writer.note(
                "unknown code" if given else "participating organisation without a role",
                f"iati-organisation-role:{given}",
            )
            role = given.casefold() or "participant"
        named = organization(of, child)
        if not named.shown:
            writer.note("organisation without a name and identifier", f"{role} of {of.identifier}")
            continue
        details = [
            f"iati:{key}={value}" for key in ("activity-id", "crs-channel-code") if (value := attribute(child, key))
        ]
        writer.take_part(iri, role, describe(writer, named), as_given=named.shown, details=details)


def _documents(of: Context, iri: str, element: Element) -> None:
    for child in every(element, "document-link"):
        if (url := document(of, child)) is not None:
            of.writer.add("mentions", iri=f"{iri}/document/h-{digest(url)}", event=iri, reported_in=url)


def _rest(of: Context, element: Element) -> list[str]:
    """The details of what has no column of its own."""
    found = []
    for child in element:
        name = local(child.tag)
        if child.tag in _DETAILS:
            if name == "activity-status" or (name == "related-activity" and attribute(child, "type") not in RELATED):
                found.append(f"iati:{name}={attribute(child, 'code') or attribute(child, 'ref')}")
            else:
                found += detail(of, child)
    for key in ("hierarchy", "humanitarian", "linked-data-uri", "budget-not-provided"):
        if value := attribute(element, key):
            found.append(f"iati:{key}={plain(value)}")
    return list(dict.fromkeys(found))
