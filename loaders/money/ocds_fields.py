"""The fields of one event of an OCDS release: texts, money, dates, status, documents and details, each a unit of its own.

The standard merges releases field by field in the order of their dates. So each field is a unit, stamped with the date of the release: of the values that
releases give to a field the newest counts when tables are put together, and a field that a release sets to null is withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from govgraph.loaders.identity import digest
from govgraph.loaders.money.ocds_parties import Parties, leaves, objects
from govgraph.loaders.money.organizations import plain
from govgraph.loaders.nested import Writer, names_of
from govgraph.ontology.terms import CODE, local_id

STATUS: Final = {
    "planning": "planned", "planned": "planned", "pending": "planned", "cancelled": "cancelled", "withdrawn": "cancelled",
    "complete": "happened", "active": "happened", "terminated": "happened",
}  # fmt: skip
"""Status of an award or contract -> that of an event (codelists tenderStatus, awardStatus, contractStatus)."""
_NOT_DETAILS: Final = frozenset(
    {
        "id", "title", "description", "documents", "procuringEntity", "tenderers", "suppliers", "buyer", "awardID", "payer", "payee",
        "providerOrganization", "receiverOrganization", "buyers", "rationale",
    }
)  # fmt: skip
_OF_DOCUMENTS: Final = ("url", "title", "language", "datePublished")
"""What a document has columns for."""


@dataclass(slots=True)
class Release:
    """One release while it is read.

    Example:
        >>> writer = Writer("x:", "ocds")
        >>> Release(writer, Parties(writer, "ocds-a"), "x:process", 5.0).state("x:process", "title", names=None)
        >>> writer.rows.of["events"][0]["retracted"]
        True
    """

    writer: Writer
    parties: Parties
    process: str
    stamp: float | None

    def state(self, iri: str, part: str, **values: Any) -> None:
        """Say the values of one field of an event, or, if all are null, that it is withdrawn."""
        writer = self.writer
        for value in values.values():
            if value is not None:
                break
        else:
            if self.stamp is None:
                return
            values = {"retracted": True}
        writer.release(f"{iri}#{part}", self.stamp)
        writer.add("events", iri=iri, **values)
        writer.stamp = None

    def begin(self, iri: str, kind: str, part_of: str | None, **values: Any) -> None:
        """Say that there is an event."""
        self.writer.add("events", iri=iri, type=f"{CODE}ocds/{kind}", part_of=part_of, **values)

    def takes_part(self, event: str, role: str, reference: object, part: str = "") -> None:
        """Say that an organisation takes part; with a ``part``, instead of the one that an earlier release named."""
        iri, shown = self.parties.iri(reference)
        self.writer.release(f"{event}#{part}", self.stamp if part else None)
        self.writer.take_part(event, role, iri, as_given=shown)
        self.writer.release("", None)


def texts(of: Release, iri: str, part: dict[str, Any]) -> None:
    if "title" in part:
        text = of.writer.text("title", part["title"])
        of.state(iri, "title", names=names_of([(of.parties.language, plain(text))]) if text else None)
    if "description" in part:
        of.state(iri, "description", description=of.writer.text("description", part["description"]))


def money(of: Release, iri: str, value: object, column: str) -> None:
    if not isinstance(value, dict):
        return
    # The value of a budget is inside it; a version may hold the currency without the amount, because only that changed.
    inner = value.get("amount") if isinstance(value.get("amount"), dict) else value
    if isinstance(inner, dict) and "amount" in inner:
        amount = of.writer.money(f"{column}.amount", inner["amount"])
        currency = of.writer.currency(f"{column}.currency", inner.get("currency"))
        of.state(iri, "money", amount=amount, currency=currency if amount is not None else None)


def beside_money(value: object) -> object:
    """What a value says besides its amount and its currency, which have columns: whether tax is included, the amount without tax."""
    if not isinstance(value, dict):
        return None
    return {k: v for k, v in value.items() if k not in ("amount", "currency")}


def status(of: Release, iri: str, part: dict[str, Any]) -> None:
    if "status" in part:
        word = of.writer.text("status", part["status"])
        of.state(iri, "status", status=STATUS.get(word or ""), details=[f"ocds:status={word}"] if word else None)


def period(of: Release, iri: str, part: dict[str, Any], key: str, signed: str = "") -> None:
    """The dates of an event: those of a period, else the day of signing."""
    period = part.get(key)
    if isinstance(period, dict) and (period.get("startDate") or period.get("endDate")):
        days = (of.writer.date(f"{key}.{each}", period.get(each)) for each in ("startDate", "endDate"))
        start, end = of.writer.span(key, *days)
    elif signed and part.get(signed):
        start, end = of.writer.date(signed, part[signed]), None
    else:
        return
    of.state(iri, "dates", start_date=start, end_date=end)


def documents(of: Release, iri: str, part: dict[str, Any]) -> None:
    for each in objects(part.get("documents")):
        url = of.writer.address("documents.url", each.get("url"))
        if url is None:
            if not each.get("url"):
                of.writer.note("document without an address", each.get("title") or each.get("id"))
            continue
        title = of.writer.text("documents.title", each.get("title"))
        language = of.writer.language(of.writer.text("documents.language", each.get("language")))
        rest = [one for key, value in each.items() if key not in _OF_DOCUMENTS for one in leaves(key, value)]
        kept = [
            f"ocds:{key}={text}" for key, leaf in rest if (text := of.writer.text(f"documents.{key}", leaf)) is not None
        ]
        of.writer.add(
            "documents", iri=url, names=names_of([(language, plain(title))]) if title else None, language=language, links=[url],
            date=of.writer.date("documents.datePublished", each.get("datePublished")), details=kept or None,
        )  # fmt: skip
        of.writer.add("mentions", iri=f"{iri}/document/h-{digest(url)}", event=iri, reported_in=url)


def details(of: Release, iri: str, part: dict[str, Any], *used: str) -> None:
    """What has no column, each value under its path; items of a list under their ids. Classifications of items are topics as well."""
    for key, value in part.items():
        if key in _NOT_DETAILS or key in used:
            continue
        if key in ("value", "amount"):
            value = beside_money(value)
        if value.__class__ is str:  # most values
            text = of.writer.text(key, value)
            of.state(iri, key, details=[f"ocds:{key}={text}"] if text is not None else None)
            continue
        for path, leaf in leaves(key, value):
            text = of.writer.text(path, leaf)
            of.state(iri, path, details=[f"ocds:{path}={text}"] if text is not None else None)
    topics = [
        f"{local_id(scheme.lower())}:{'_'.join(code.split())}"
        for item in objects(part.get("items"))
        if isinstance(found := item.get("classification"), dict)
        and (scheme := of.writer.text("scheme", found.get("scheme")))
        and scheme[:1].isalpha()
        and (code := of.writer.text("id", found.get("id")))
    ]
    if topics:
        of.writer.add("events", iri=iri, topics=sorted(set(topics)))
