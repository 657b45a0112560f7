"""One release of OCDS as rows: the contracting process, and its planning, tender, awards, contracts and payments as events that are part of it.

A release says what changed. The standard merges releases field by field in the order of their dates, so each field is a unit of its own, stamped
with the date of the release: of the values that releases give to a field the newest counts when tables are put together, whatever was loaded first, and
a field that a release sets to null is withdrawn. Items of lists with an id, such as suppliers, add up.

Source: standard.open-contracting.org, release schema 1.0 and 1.1, and "Merging" (docs/schema/merging.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from govgraph.loaders.events.columns import digest
from govgraph.loaders.money.ocds_parties import Parties, objects, owners
from govgraph.loaders.money.organizations import describe, plain
from govgraph.loaders.nested import Writer, names_of, seconds
from govgraph.loaders.popolo.fields import Unusable
from govgraph.ontology.terms import CODE, local_id, mint

_STATUS: Final = {
    "planning": "planned", "planned": "planned", "pending": "planned", "cancelled": "cancelled", "withdrawn": "cancelled",
    "complete": "happened", "active": "happened", "terminated": "happened",
}  # fmt: skip
"""Status of an award or contract -> that of an event (codelists tenderStatus, awardStatus, contractStatus)."""
_ACTIVE_TENDER: Final = "active"
_NOT_DETAILS: Final = frozenset(
    {
        "id", "title", "description", "value", "amount", "documents", "procuringEntity", "tenderers", "suppliers", "buyer", "awardID",
        "implementation", "payer", "payee", "providerOrganization", "receiverOrganization", "buyers", "rationale", "uri",
    }
)  # fmt: skip
_OF_RELEASE: Final = frozenset({"ocid", "id", "date", "parties", "planning", "tender", "awards", "contracts", "buyer", "tag", "bids"})


@dataclass(slots=True)
class Release:
    """One release while it is read."""

    writer: Writer
    parties: Parties
    process: str
    stamp: float | None

    def state(self, iri: str, part: str, **values: Any) -> None:
        """Say the values of one field of an event, or, if all are null, that it is withdrawn."""
        self.writer.release(f"{iri}#{part}", self.stamp)
        if all(value is None for value in values.values()):
            if self.stamp is not None:
                self.writer.add("events", iri=iri, retracted=True)
        else:
            self.writer.add("events", iri=iri, **values)
        self.writer.of_unit = {}

    def begin(self, iri: str, kind: str, part_of: str | None, **values: Any) -> None:
        """Say that there is an event."""
        self.writer.add("events", iri=iri, type=f"{CODE}ocds/{kind}", part_of=part_of, **values)

    def takes_part(self, event: str, role: str, reference: object, part: str = "") -> None:
        """Say that an organisation takes part; with a ``part``, instead of the one that an earlier release named."""
        iri, shown = self.parties.iri(reference)
        self.writer.release(f"{event}#{part}", self.stamp if part else None)
        self.writer.take_part(event, role, iri, as_given=shown)
        self.writer.of_unit = {}


def read_release(writer: Writer, release: dict[str, Any], ocid_of_record: str = "") -> None:
    """Write the rows of a release.

    Raises:
        Unusable: it has no ocid.
    """
    ocid = writer.text("ocid", release.get("ocid")) or ocid_of_record
    if not ocid:
        raise Unusable("ocid", "required value is missing")
    given = release.get("date")
    stamp = seconds(given)
    if stamp is None:
        writer.note("release without a date", f"{ocid} {given or ''}".strip())
    process = mint(writer.base, "event", writer.dataset, ocid)
    language = writer.language(writer.text("language", release.get("language")))
    of = Release(writer, Parties(writer, "-".join(ocid.split("-")[:2]), language), process, stamp)
    of.begin(process, "process", None, identifiers=[f"ocid:{'_'.join(ocid.split())}"])
    _parties(of, release)
    if isinstance(release.get("buyer"), dict):
        of.takes_part(process, "buyer", release["buyer"], "buyer")
    _texts(of, process, release)
    _details(of, process, {k: v for k, v in release.items() if k not in _OF_RELEASE})
    related = [
        mint(writer.base, "event", writer.dataset, other)
        for each in objects(release.get("relatedProcesses"))
        if each.get("scheme") == "ocid" and (other := writer.text("relatedProcesses.identifier", each.get("identifier")))
    ]
    if related:
        of.state(process, "relatedProcesses", about=sorted(set(related)))
    if isinstance(planning := release.get("planning"), dict):
        iri = f"{process}/planning"
        of.begin(iri, "planning", process)
        _money(of, iri, planning.get("budget"), "budget")
        if "rationale" in planning:
            of.state(iri, "rationale", description=writer.text("planning.rationale", planning["rationale"]))
        _documents(of, iri, planning)
        _details(of, iri, planning)
    if isinstance(tender := release.get("tender"), dict):
        _tender(of, tender, release.get("bids"))
    for award in objects(release.get("awards")):
        _award(of, award)
    for contract in objects(release.get("contracts")):
        _contract(of, contract)


def _parties(of: Release, release: dict[str, Any]) -> None:
    for each, one in of.parties.learn(release.get("parties")):
        if not one.shown:
            continue
        of.writer.release(f"{of.process}#party/{one.ref or one.shown}", of.stamp)
        iri = describe(of.writer, one)
        of.writer.of_unit = {}
        roles = each.get("roles")
        for role in roles if isinstance(roles, list) else [roles]:
            if word := of.writer.text("parties.roles", role):
                of.writer.release(f"{of.process}#roles/{one.ref or one.shown}", of.stamp)
                of.writer.take_part(of.process, word, iri, as_given=one.shown)
                of.writer.of_unit = {}
        owners(of.parties, each, iri)


def _tender(of: Release, tender: dict[str, Any], bids: object) -> None:
    iri = f"{of.process}/tender"
    of.begin(iri, "tender", of.process)
    _texts(of, iri, tender)
    _money(of, iri, tender.get("value"), "value")
    if "status" in tender:
        word = of.writer.text("tender.status", tender["status"])
        # An active tender is open for bids: it has begun, and has not happened yet.
        of.state(iri, "status", status=_STATUS.get(word or "") if word != _ACTIVE_TENDER else None, details=[f"ocds:status={word}"] if word else None)
    _period(of, iri, tender, "tenderPeriod")
    if isinstance(tender.get("procuringEntity"), dict):
        of.takes_part(iri, "procuringEntity", tender["procuringEntity"], "procuringEntity")
    for reference in objects(tender.get("tenderers")):
        of.takes_part(iri, "tenderer", reference)
    for bid in objects(bids.get("details") if isinstance(bids, dict) else None):
        for reference in objects(bid.get("tenderers")):
            of.takes_part(iri, "bidder", reference)
    _documents(of, iri, tender)
    _details(of, iri, tender, "status")
    if isinstance(bids, dict):
        _details(of, iri, {"bids": bids})


def _award(of: Release, award: dict[str, Any]) -> None:
    iri = _part(of, "award", award.get("id"))
    of.begin(iri, "award", of.process)
    _texts(of, iri, award)
    _money(of, iri, award.get("value"), "value")
    _status(of, iri, award)
    if "date" in award:
        of.state(iri, "dates", start_date=of.writer.date("awards.date", award["date"]))
    for reference in objects(award.get("suppliers")):
        of.takes_part(iri, "supplier", reference)
    for reference in objects(award.get("buyers")):
        of.takes_part(iri, "buyer", reference)
    _documents(of, iri, award)
    _details(of, iri, award, "date", "status")


def _contract(of: Release, contract: dict[str, Any]) -> None:
    iri = _part(of, "contract", contract.get("id"))
    award = of.writer.text("contracts.awardID", contract.get("awardID"))
    of.begin(iri, "contract", _part(of, "award", award) if award else of.process)
    _texts(of, iri, contract)
    _money(of, iri, contract.get("value"), "value")
    _status(of, iri, contract)
    _period(of, iri, contract, "period", "dateSigned")
    for key, role in (("suppliers", "supplier"), ("buyer", "buyer"), ("buyers", "buyer"), ("signatories", "signatory")):
        for reference in objects(contract.get(key)):
            of.takes_part(iri, role, reference)
    _documents(of, iri, contract)
    _details(of, iri, contract, "status")
    implementation = contract.get("implementation")
    if isinstance(implementation, dict):
        for payment in objects(implementation.get("transactions")):
            _payment(of, iri, payment)
        _documents(of, iri, implementation)
        _details(of, iri, {"implementation": {k: v for k, v in implementation.items() if k not in ("transactions", "documents")}})


def _payment(of: Release, contract: str, payment: dict[str, Any]) -> None:
    own = of.writer.text("transactions.id", payment.get("id"))
    iri = f"{contract}/transaction/{local_id(own or digest(str(sorted(payment.items(), key=str))))}"
    of.begin(iri, "transaction", contract)
    if "date" in payment:
        of.state(iri, "dates", start_date=of.writer.date("transactions.date", payment["date"]))
    _money(of, iri, payment.get("value") or payment.get("amount"), "value")
    for role, keys in (("payer", ("payer", "providerOrganization")), ("payee", ("payee", "receiverOrganization"))):
        for key in keys:
            if isinstance(payment.get(key), dict):
                of.takes_part(iri, role, payment[key], role)
    _details(of, iri, payment, "date")


def _part(of: Release, kind: str, own: object) -> str:
    """The IRI of an award or contract: its id is unique within the process.

    Raises:
        Unusable: it has none.
    """
    identifier = of.writer.text(f"{kind}s.id", own)
    if identifier is None:
        raise Unusable(f"{kind}s.id", "required value is missing")
    return f"{of.process}/{kind}/{local_id(identifier)}"


def _texts(of: Release, iri: str, part: dict[str, Any]) -> None:
    if "title" in part:
        text = of.writer.text("title", part["title"])
        of.state(iri, "title", names=names_of([(of.parties.language, plain(text))]) if text else None)
    if "description" in part:
        of.state(iri, "description", description=of.writer.text("description", part["description"]))


def _money(of: Release, iri: str, value: object, column: str) -> None:
    if not isinstance(value, dict):
        return
    # The value of a budget is inside it; a version may hold the currency without the amount, because only that changed.
    inner = value.get("amount") if isinstance(value.get("amount"), dict) else value
    if isinstance(inner, dict) and "amount" in inner:
        amount = of.writer.number(f"{column}.amount", inner["amount"])
        currency = of.writer.currency(f"{column}.currency", inner.get("currency"))
        of.state(iri, "money", amount=amount, currency=currency if amount is not None else None)


def _status(of: Release, iri: str, part: dict[str, Any]) -> None:
    if "status" in part:
        word = of.writer.text("status", part["status"])
        of.state(iri, "status", status=_STATUS.get(word or ""), details=[f"ocds:status={word}"] if word else None)


def _period(of: Release, iri: str, part: dict[str, Any], key: str, signed: str = "") -> None:
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


def _documents(of: Release, iri: str, part: dict[str, Any]) -> None:
    for each in objects(part.get("documents")):
        url = of.writer.address("documents.url", each.get("url"))
        if url is None:
            continue
        title = of.writer.text("documents.title", each.get("title"))
        language = of.writer.language(of.writer.text("documents.language", each.get("language")))
        kind = of.writer.text("documents.documentType", each.get("documentType"))
        of.writer.add(
            "documents", iri=url, names=names_of([(language, plain(title))]) if title else None, language=language, links=[url],
            date=of.writer.date("documents.datePublished", each.get("datePublished")), details=[f"ocds:documentType={kind}"] if kind else None,
        )  # fmt: skip
        of.writer.add("mentions", iri=f"{iri}/document/h-{digest(url)}", event=iri, reported_in=url)


def _details(of: Release, iri: str, part: dict[str, Any], *used: str) -> None:
    """What has no column, each value under its path; items of a list under their ids. Classifications of items are topics as well."""
    for key, value in part.items():
        if key in _NOT_DETAILS or key in used:
            continue
        for path, leaf in _leaves(key, value):
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


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}/{key}", inner)
    elif isinstance(value, list):
        if not any(isinstance(each, dict) for each in value):
            yield path, "; ".join(str(each) for each in value) or None
            return
        for number, each in enumerate(value):
            key = each.get("id", number) if isinstance(each, dict) else number
            yield from _leaves(f"{path}/{key}", each)
    else:
        yield path, value
