"""The rows that the objects of LittleSis become.

Fields, categories and extensions are those of ``littlesis-rails`` (``app/utility/api.rb``, ``app/models/relationship.rb``,
``db/structure.sql``). A file of the bulk data has not been seen; the layout is that of the code that writes it.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Final

from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import as_date, ends_early, is_milliseconds
from govgraph.loaders.rows import Rows
from govgraph.loaders.sheets.saved_again import MILLISECONDS
from govgraph.ontology.terms import clean_url, is_iri, mint

SOURCE: Final = "littlesis"
CATEGORIES: Final = {
    1: "position", 2: "studied_at", 3: "membership", 4: "family", 5: "donates", 6: "transaction", 7: "lobbies", 8: "social",
    9: "professional", 10: "owns", 11: "part_of", 12: "linked",
}  # fmt: skip
"""Category -> ``position`` and ``membership`` are memberships, the others the type of an association from entity 1 to entity 2."""
_KINDS: Final = (
    ("party", ("PoliticalParty", "Political Party")),
    ("agency", ("GovernmentBody", "Government Body", "GovernmentAdvisoryBody", "Government Advisory Body")),
    ("media", ("MediaOrg", "Media Organization")),
    ("company", (
        "Business", "PrivateCompany", "Private Company", "PublicCompany", "Public Company", "LawFirm", "Law Firm", "LobbyingFirm",
        "Lobbying Firm", "PublicRelationsFirm", "Public Relations Firm", "ConsultingFirm", "Consulting Firm", "Gse",
        "Government-Sponsored Enterprise",
    )),
    ("ngo", (
        "NonProfit", "Other Not-for-Profit", "Philanthropy", "MembershipOrg", "Membership Organization", "IndustryTrade",
        "Industry/Trade Association", "ThinkTank", "Policy/Think Tank", "ProfessionalAssociation", "Professional Association",
        "LaborUnion", "Labor Union", "SocialClub", "Social Club",
    )),
)  # fmt: skip
"""Kind -> the extensions (or their names for display) that have it, the most telling first."""
_TAKEN: Final = frozenset(
    "id type links attributes name aliases primary_ext start_date end_date updated_at website parent_id types extensions merged_id is_deleted "
    "entity1_id entity2_id category_id description1 amount currency category_attributes entity1_name entity2_name category url".split()
)


def iri_of(base: str, dataset: str, identifier: str) -> str:
    """The IRI of an entity. Its kind is not in it: a relationship does not say what its two ends are."""
    return mint(base, "entity", dataset, identifier)


def entity(values: dict[str, Any], base: str, dataset: str, rows: Rows, notes: list[tuple[str, str]]) -> None:
    """A row of ``actors``; with a parent or a party also one of ``associations`` or ``memberships``.

    Raises:
        Unusable: there is no id or no name.
    """
    own = needed(values, "id")
    iri = iri_of(base, dataset, own)
    common = {"unit": iri, "stamp": _stamp(values.get("updated_at"))}
    if _withdrawn(values, iri, common, rows, notes):
        return
    name = needed(values, "name")
    extensions = _object(values.get("extensions"))
    types = [text for one in _list(values.get("types")) if (text := text_of(one))]
    person = _object(extensions.get("Person"))
    start, end = _span(values, notes)
    aliases = [
        text
        for one in _list(values.get("aliases"))
        if (text := text_of(one.get("name") if isinstance(one, dict) else one))
    ]
    links = [
        text_of((values.get("links") or {}).get("self")) if isinstance(values.get("links"), dict) else None,
        text_of(values.get("website")),
    ]
    pages = [address for link in links if link and is_iri(address := clean_url(link))]
    details = details_of({k: v for k, v in values.items() if k not in _TAKEN})
    for extension, fields in extensions.items():
        if isinstance(fields, dict):
            details += [f"{SOURCE}:{extension}.{d.removeprefix(SOURCE + ':')}" for d in details_of({k: v for k, v in fields.items() if k not in ("name_first", "name_last")})]  # fmt: skip
    rows.add(
        "actors", iri=iri, kind=_kind(values.get("primary_ext"), {*types, *extensions}), names=[{"lang": "", "text": name}],
        aliases=[{"lang": "", "text": text} for text in dict.fromkeys(aliases) if text != name] or None,
        identifiers=[f"{SOURCE}:{own}"], start_date=start, end_date=end, given_name=text_of(person.get("name_first")),
        family_name=text_of(person.get("name_last")), sectors=types or list(extensions) or None, links=list(dict.fromkeys(pages)) or None,
        details=details or None, **common,
    )  # fmt: skip
    if parent := text_of(values.get("parent_id")):
        rows.add(
            "associations", iri=mint(base, "association", dataset, f"{own}/part_of/{parent}"), from_actor=iri,
            to_actor=iri_of(base, dataset, parent), type="part_of", **common,
        )  # fmt: skip
    if party := text_of(person.get("party_id")):
        rows.add(
            "memberships", iri=mint(base, "membership", dataset, f"{own}/party/{party}"), member=iri,
            organization=iri_of(base, dataset, party), **common,
        )  # fmt: skip


def _kind(primary: object, types: set[str]) -> str:
    if "Couple" in types:
        return "group"
    if primary == "Person":
        return "person"
    kind = next((kind for kind, names in _KINDS if types & set(names)), "")
    return kind or ("organization" if primary == "Org" else "actor")


def relationship(values: dict[str, Any], base: str, dataset: str, rows: Rows, notes: list[tuple[str, str]]) -> None:
    """A row of ``memberships`` (positions, memberships) or of ``associations``.

    Raises:
        Unusable: there is no id, an end is missing, or the category is not one of the twelve.
    """
    own = needed(values, "id")
    category = text_of(values.get("category_id")) or ""
    kind = CATEGORIES.get(int(category)) if category.isascii() and category.isdigit() else None
    if kind is None:
        raise Unusable("category_id", "not one of the twelve categories", category)
    iri = mint(base, "relationship", dataset, own)
    common: dict[str, Any] = {"unit": iri, "stamp": _stamp(values.get("updated_at"))}
    if _withdrawn(values, iri, common, rows, notes):
        return
    ends = [iri_of(base, dataset, needed(values, f"entity{n}_id")) for n in (1, 2)]
    for end_iri, name in zip(
        ends, (text_of(values.get("entity1_name")), text_of(values.get("entity2_name"))), strict=True
    ):
        if name:  # a table of relationships names both ends, but does not say what they are
            rows.add(
                "actors",
                iri=end_iri,
                kind="actor",
                names=[{"lang": "", "text": name}],
                identifiers=[f"{SOURCE}:{end_iri.rsplit('/', 1)[-1]}"],
            )
    start, end = _span(values, notes)
    attributes = _object(values.get("category_attributes"))
    details = details_of({k: v for k, v in values.items() if k not in _TAKEN and k not in attributes})
    stake = _number(attributes.get("percent_stake")) if kind == "owns" else None
    details += details_of({k: v for k, v in attributes.items() if not (k == "percent_stake" and stake is not None)})
    role = text_of(values.get("description1"))
    if kind in ("position", "membership") and role is None and (label := text_of(values.get("label_for_entity1"))):
        role = label if label != text_of(values.get("category")) else None
    common |= {"iri": iri, "role": role, "start_date": start, "end_date": end}
    amount = _number(values.get("amount"))
    currency = (text_of(values.get("currency")) or "").upper() or None
    if kind in ("position", "membership"):
        if amount is not None:
            details += [f"{SOURCE}:amount={amount:g}", *([f"{SOURCE}:currency={currency}"] if currency else [])]
        rows.add("memberships", member=ends[0], organization=ends[1], details=details or None, **common)
        return
    money = {} if amount is None else {"amount": amount, "currency": currency}
    rows.add(
        "associations",
        from_actor=ends[0],
        to_actor=ends[1],
        type=kind,
        percentage=stake,
        details=details or None,
        **money,
        **common,
    )


# --------------------------------------------------------------------------------------------------------- values


def _withdrawn(
    values: dict[str, Any], iri: str, common: dict[str, Any], rows: Rows, notes: list[tuple[str, str]]
) -> bool:
    """Whether the source deleted the object or merged it into another; then it is withdrawn with its stamp."""
    target = text_of(values.get("merged_id"))
    if not target and values.get("is_deleted") not in (True, 1, "1", "true"):
        return False
    if target:
        notes.append(("merged into another by its source", f"{iri.rsplit('/', 1)[-1]}: {target}"))
    # Without a stamp it is only left out: nothing says whether it or another file is the newer.
    if common["stamp"] is not None:
        rows.add("actors", iri=iri, kind="actor", retracted=True, **common)
    return True


def _span(values: dict[str, Any], notes: list[tuple[str, str]]) -> tuple[str | None, str | None]:
    dates: list[str | None] = []
    for name in ("start_date", "end_date"):
        given = values.get(name)
        date = as_date(given)
        if date is None and text_of(given) and given != "0000-00-00":
            notes.append(("date not understood", f"{name}: {given}"))
        elif is_milliseconds(given):
            notes.append((MILLISECONDS, f"{name}: {given}"))
        dates.append(date)
    if ends_early(*dates):
        notes.append(("ends before it starts", f"{values.get('id')}: {dates[0]} to {dates[1]}"))
        return dates[0], None
    return dates[0], dates[1]


def details_of(values: dict[str, Any]) -> list[str]:
    """Values as details, each under its key.

    Example:
        >>> details_of({"goods": "coal", "tags": [{"name": "oil"}], "notes": None})
        ['littlesis:goods=coal', 'littlesis:tags=oil']
    """
    kept = []
    for key, value in values.items():
        if value is None:  # most values
            continue
        for one in value if isinstance(value, list) else (value,):
            text = text_of(one.get("name") if isinstance(one, dict) else one)
            if text is not None:
                kept.append(f"{SOURCE}:{key}={text}")
    return kept


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def needed(values: dict[str, Any], name: str) -> str:
    text = text_of(values.get(name))
    if text is None:
        raise Unusable(name, "required value is missing")
    return text


def text_of(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value) if isinstance(value, int) else None


def _number(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except ValueError:
        return None
    return number if number is not None and number == number and abs(number) != float("inf") else None


def _stamp(value: object) -> float | None:
    return _seconds(str(value))


@lru_cache(maxsize=16_384)
def _seconds(text: str) -> float | None:
    try:
        moment = dt.datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
