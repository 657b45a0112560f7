"""Money of IATI activities: transactions, budgets and planned disbursements, each an event that is part of its activity.

A budget or planned disbursement is a plan, so its status is *planned*. Amounts are kept as given, in their own currency, a correction with its minus.
Two transactions that are alike in all they say are two, and are told apart by their place among their equals.
"""

from __future__ import annotations

from collections import Counter
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.identity import digest
from govgraph.loaders.money.iati_codes import INCOMING, OUTGOING, TRANSACTIONS
from govgraph.loaders.money.iati_elements import (
    Context,
    attribute,
    country_of,
    day,
    detail,
    every,
    find,
    first_text,
    money,
    organization,
    topics,
)
from govgraph.loaders.money.organizations import describe
from govgraph.loaders.xml_records import local, text_of
from govgraph.ontology.terms import CODE, country_iri, mint

INFERRED: Final = "iati:inferred=the source names nobody; by the standard this is the reporting organisation"
"""The detail of a participation that the standard implies and the file does not state."""
_USED: Final = frozenset(
    {
        "transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org", "sector", "recipient-country",
        "period-start", "period-end",
    }
)  # fmt: skip


def payments(of: Context, activity: str, element: Element) -> None:
    """Write all transactions, budgets and planned disbursements of an activity."""
    seen: Counter[str] = Counter()
    for child in element:
        name = local(child.tag)
        if name == "transaction":
            _transaction(of, activity, child, seen)
        elif name in ("budget", "planned-disbursement"):
            _plan(of, activity, child, name, seen)


def key_of(activity: str, name: str, element: Element, seen: Counter[str]) -> str:
    """The IRI of what has no identifier of its own: made of all that it says, and of its place among its equals.

    Example:
        >>> from xml.etree import ElementTree
        >>> one, other = (ElementTree.fromstring(f"<budget {a}/>") for a in ("type='1' status='2'", "status='2' type='1'"))
        >>> key_of("x:a", "budget", one, Counter()) == key_of("x:a", "budget", other, Counter())
        True
    """
    said = "\t".join(_said(element))
    seen[said] += 1
    return f"{activity}/{name}/h-{digest(f'{said}{chr(9)}{seen[said]}')}"


def _said(element: Element) -> list[str]:
    """All that an element says, without the order of its parts and attributes, and their spaces."""
    said = []
    for part in element.iter():
        text, pairs = part.text, part.items()
        words = " ".join(text.split()) if text else ""
        if pairs:
            attributes = [f"{key}={value.strip()}" for key, value in (sorted(pairs) if len(pairs) > 1 else pairs)]
            said.append("\x1f".join([part.tag, *attributes, words]))
        else:
            said.append(f"{part.tag}\x1f{words}")
    said.sort()
    return said


def _transaction(of: Context, activity: str, element: Element, seen: Counter[str]) -> None:
    writer = of.writer
    iri = key_of(activity, "transaction", element, seen)
    given = attribute(find(element, "transaction-type"), "code").upper()
    number = TRANSACTIONS.get(given, "")
    if not number:
        writer.note("unknown code" if given else "transaction without a type", f"iati-transaction-type:{given}")
    value = money(of, element)
    date = day(of, find(element, "transaction-date"))
    home = next((code for c in every(element, "recipient-country") if (code := country_of(of, c))), "")
    own = attribute(element, "ref")
    about, details = _others(of, element)
    writer.add(
        "events", iri=iri, type=f"{CODE}iati/transaction-{number}" if number else f"{CODE}iati/transaction", part_of=activity, start_date=date,
        amount=value.amount, currency=value.currency, value_date=value.value_date, description=first_text(of, find(element, "description")),
        place=country_iri(writer.base, home) if home else None, topics=list(topics(of, element)), about=about,
        details=[*([f"iati:ref={own}"] if own else []), *details],
    )  # fmt: skip
    _sides(of, iri, element, receives=number in INCOMING, gives=number in OUTGOING)


def _plan(of: Context, activity: str, element: Element, name: str, seen: Counter[str]) -> None:
    writer = of.writer
    iri = key_of(activity, name, element, seen)
    value = money(of, element)
    start, end = writer.span(name, day(of, find(element, "period-start")), day(of, find(element, "period-end")))
    about, details = _others(of, element)
    writer.add(
        "events", iri=iri, type=f"{CODE}iati/{name}", part_of=activity, status="planned", start_date=start, end_date=end, amount=value.amount,
        currency=value.currency, value_date=value.value_date, about=about,
        details=[*(f"iati:{k}={v}" for k in ("type", "status") if (v := attribute(element, k))), *details],
    )  # fmt: skip
    _sides(of, iri, element)


def _others(of: Context, element: Element) -> tuple[list[str], list[str]]:
    """The activities at the other ends, and the details of what has no column."""
    about, details = [], []
    for child in element:
        name = local(child.tag)
        for key in ("provider-activity-id", "receiver-activity-id") if child.keys() else ():
            if other := attribute(child, key):
                about.append(mint(of.writer.base, "event", of.writer.dataset, other))
                details.append(f"iati:{key}={other}")
        if name not in _USED:
            details += detail(of, child)
    if flag := attribute(element, "humanitarian"):
        details.append(f"iati:humanitarian={flag}")
    return list(dict.fromkeys(about)), details


def _sides(of: Context, iri: str, element: Element, receives: bool = False, gives: bool = False) -> None:
    """The participations of provider and receiver; the one that the standard implies is marked as inferred."""
    for name, role, implied in (("provider-org", "provider", gives), ("receiver-org", "receiver", receives)):
        child = find(element, name)
        named = organization(of, child) if child is not None else None
        if named is not None and named.shown:
            of.writer.take_part(iri, role, describe(of.writer, named), as_given=named.shown)
        elif implied and of.reporter.shown:
            of.writer.take_part(iri, role, describe(of.writer, of.reporter), details=[INFERRED])


def budget_lines(of: Context, element: Element) -> list[str]:
    """The lines of a budget of an organisation, as details: its reference, value and text."""
    lines = []
    for child in element:
        if local(child.tag) in ("budget-line", "expense-line"):
            value = money(of, child)
            said = " ".join(
                filter(
                    None,
                    (
                        attribute(child, "ref"),
                        f"{value.amount:g} {value.currency or ''}" if value.amount is not None else "",
                    ),
                )
            )
            text = " ".join(filter(None, (text_of(n) for n in every(child, "narrative"))))
            lines.append(f"iati:{local(child.tag)}={said} {text}".strip())
    return lines
