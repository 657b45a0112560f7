"""One release of OCDS as rows: the contracting process, and its planning, tender, awards, contracts and payments as events that are part of it.

Items of lists with an id, such as suppliers, add up; each field of an event is merged by the date of its release
(:mod:`govgraph.loaders.money.ocds_fields`).

Source: standard.open-contracting.org, release schema 1.0 and 1.1, and "Merging" (docs/schema/merging.md).
"""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.identity import digest
from govgraph.loaders.money.ocds_fields import (
    STATUS,
    Release,
    beside_money,
    details,
    documents,
    money,
    period,
    status,
    texts,
)
from govgraph.loaders.money.ocds_parties import Parties, objects, owners
from govgraph.loaders.money.organizations import describe
from govgraph.loaders.nested import Writer
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.stamps import seconds
from govgraph.ontology.terms import local_id, mint

_ACTIVE_TENDER: Final = "active"
_OF_RELEASE: Final = frozenset(
    {"ocid", "id", "date", "parties", "planning", "tender", "awards", "contracts", "buyer", "tag", "bids"}
)


def read_release(writer: Writer, release: dict[str, Any], ocid_of_record: str = "") -> None:
    """Write the rows of a release.

    Raises:
        Unusable: it has no ocid.

    Example:
        >>> writer = Writer("x:", "ocds")
        >>> read_release(writer, {"ocid": "ocds-abc123-7", "date": "2020-01-01T00:00:00Z"})
        >>> writer.rows.of["events"][0]["iri"]
        'x:event/ocds/ocds-abc123-7'
    """
    ocid = writer.text("ocid", release.get("ocid")) or ocid_of_record
    if not ocid:
        raise Unusable("ocid", "required value is missing")
    # A record holds several releases, and each may describe a party anew.
    writer.said.clear()
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
    texts(of, process, release)
    tags = release.get("tag")
    words = [word for each in (tags if isinstance(tags, list) else [tags]) if (word := writer.text("tag", each))]
    if words := [word for word in dict.fromkeys(words) if word != "compiled"]:
        of.state(process, "tag", details=[f"ocds:tag={word}" for word in words])
    writer.drop("id of a release")
    details(of, process, {k: v for k, v in release.items() if k not in _OF_RELEASE})
    related = [
        mint(writer.base, "event", writer.dataset, other)
        for each in objects(release.get("relatedProcesses"))
        if each.get("scheme") == "ocid"
        and (other := writer.text("relatedProcesses.identifier", each.get("identifier")))
    ]
    if related:
        of.state(process, "relatedProcesses", about=sorted(set(related)))
    if planning := _only(of, release, "planning"):
        iri = f"{process}/planning"
        of.begin(iri, "planning", process)
        money(of, iri, planning.get("budget"), "budget")
        if "rationale" in planning:
            of.state(iri, "rationale", description=writer.text("planning.rationale", planning["rationale"]))
        documents(of, iri, planning)
        budget = planning.get("budget")
        details(of, iri, planning | {"budget": _beside_amount(budget)})
    tender, bids = _only(of, release, "tender"), release.get("bids")
    if tender or bids:
        _tender(of, tender, bids)
    for award in objects(release.get("awards")):
        _award(of, award)
    for contract in objects(release.get("contracts")):
        _contract(of, contract)


def _only(of: Release, release: dict[str, Any], key: str) -> dict[str, Any]:
    """The planning or tender of a release, which has one of each; an empty object if there is none."""
    every = objects(release.get(key))
    if len(every) > 1:
        of.writer.note(f"{key}: only the first is kept", f"{len(every)} of {of.process.rpartition('/')[2]}")
    return every[0] if every else {}


def _parties(of: Release, release: dict[str, Any]) -> None:
    for each, one in of.parties.learn(release.get("parties")):
        if not one.shown:
            continue
        of.writer.release(f"{of.process}#party/{one.ref or one.shown}", of.stamp)
        iri = describe(of.writer, one)
        of.writer.release("", None)
        roles = each.get("roles")
        for role in roles if isinstance(roles, list) else [roles]:
            if word := of.writer.text("parties.roles", role):
                of.writer.release(f"{of.process}#roles/{one.ref or one.shown}", of.stamp)
                of.writer.take_part(of.process, word, iri, as_given=one.shown)
                of.writer.release("", None)
        owners(of.parties, each, iri)


def _tender(of: Release, tender: dict[str, Any], bids: object) -> None:
    iri = f"{of.process}/tender"
    of.begin(iri, "tender", of.process)
    texts(of, iri, tender)
    money(of, iri, tender.get("value"), "value")
    if "status" in tender:
        word = of.writer.text("tender.status", tender["status"])
        # An active tender is open for bids: it has begun, and has not happened yet.
        of.state(
            iri,
            "status",
            status=STATUS.get(word or "") if word != _ACTIVE_TENDER else None,
            details=[f"ocds:status={word}"] if word else None,
        )
    if own := of.writer.text("tender.id", tender.get("id")):  # of an award or contract it is in the IRI
        of.state(iri, "id", details=[f"ocds:id={own}"])
    period(of, iri, tender, "tenderPeriod")
    if isinstance(tender.get("procuringEntity"), dict):
        of.takes_part(iri, "procuringEntity", tender["procuringEntity"], "procuringEntity")
    for reference in objects(tender.get("tenderers")):
        of.takes_part(iri, "tenderer", reference)
    for bid in objects(bids.get("details") if isinstance(bids, dict) else None):
        for reference in objects(bid.get("tenderers")):
            of.takes_part(iri, "bidder", reference)
    documents(of, iri, tender)
    details(of, iri, tender, "status")
    if isinstance(bids, dict):
        details(of, iri, {"bids": bids})


def _award(of: Release, award: dict[str, Any]) -> None:
    iri = _part(of, "award", award.get("id"))
    of.begin(iri, "award", of.process)
    texts(of, iri, award)
    money(of, iri, award.get("value"), "value")
    status(of, iri, award)
    if "date" in award:
        of.state(iri, "dates", start_date=of.writer.date("awards.date", award["date"]))
    for reference in objects(award.get("suppliers")):
        of.takes_part(iri, "supplier", reference)
    for reference in objects(award.get("buyers")):
        of.takes_part(iri, "buyer", reference)
    documents(of, iri, award)
    details(of, iri, award, "date", "status")


def _contract(of: Release, contract: dict[str, Any]) -> None:
    iri = _part(of, "contract", contract.get("id"))
    award = of.writer.text("contracts.awardID", contract.get("awardID"))
    of.begin(iri, "contract", _part(of, "award", award) if award else of.process)
    texts(of, iri, contract)
    money(of, iri, contract.get("value"), "value")
    status(of, iri, contract)
    period(of, iri, contract, "period", "dateSigned")
    for key, role in (("suppliers", "supplier"), ("buyer", "buyer"), ("buyers", "buyer"), ("signatories", "signatory")):
        for reference in objects(contract.get(key)):
            of.takes_part(iri, role, reference)
    documents(of, iri, contract)
    details(of, iri, contract, "status", "implementation")
    implementation = contract.get("implementation")
    if isinstance(implementation, dict):
        for payment in objects(implementation.get("transactions")):
            _payment(of, iri, payment)
        documents(of, iri, implementation)
        details(
            of,
            iri,
            {"implementation": {k: v for k, v in implementation.items() if k not in ("transactions", "documents")}},
        )


def _payment(of: Release, contract: str, payment: dict[str, Any]) -> None:
    own = of.writer.text("transactions.id", payment.get("id"))
    iri = f"{contract}/transaction/{local_id(own or digest(str(sorted(payment.items(), key=str))))}"
    of.begin(iri, "transaction", contract)
    if "date" in payment:
        of.state(iri, "dates", start_date=of.writer.date("transactions.date", payment["date"]))
    money(of, iri, payment.get("value") or payment.get("amount"), "value")
    for role, keys in (("payer", ("payer", "providerOrganization")), ("payee", ("payee", "receiverOrganization"))):
        for key in keys:
            if isinstance(payment.get(key), dict):
                of.takes_part(iri, role, payment[key], role)
    details(of, iri, payment, "date")


def _beside_amount(budget: object) -> object:
    """What a budget says besides its amount; in OCDS 1.0 the amount could stand in the budget itself."""
    if not isinstance(budget, dict):
        return budget
    inner = beside_money(budget.get("amount"))
    return {k: v for k, v in budget.items() if k not in ("amount", "currency")} | ({"amount": inner} if inner else {})


def _part(of: Release, kind: str, own: object) -> str:
    """The IRI of an award or contract: its id is unique within the process.

    Raises:
        Unusable: it has none.
    """
    identifier = of.writer.text(f"{kind}s.id", own)
    if identifier is None:
        raise Unusable(f"{kind}s.id", "required value is missing")
    return f"{of.process}/{kind}/{local_id(identifier)}"
