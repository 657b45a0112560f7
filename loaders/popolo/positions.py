"""The rows that posts, areas, events and memberships of a Popolo file become."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.popolo.actors import document, identity
from govgraph.loaders.popolo.context import Context, Span
from govgraph.loaders.popolo.embedded import area_of
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.popolo.kinds import event_type_of
from govgraph.loaders.popolo.names import names_of
from govgraph.loaders.popolo.values import ends_early, wikidata_item
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import CODE

_OF_MEMBERSHIP: Final = ("start_reason", "end_reason", "source", "label", "role_superclass_code", "role_superclass")


def post(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``posts``.

    Raises:
        Unusable: it has no id, or neither label nor role.
    """
    iri, identifiers = identity(context, fields)
    label = fields.names("label")
    rows.add(
        "posts",
        iri=iri,
        **({"names": label, "aliases": None} if label else names_of(fields, "role")),
        identifiers=identifiers or None,
        organization=body_of(context, fields, fields.reference("organization")),
        area=_area_of_post(context, fields),
        document=document(fields),
    )


def _area_of_post(context: Context, fields: Fields) -> str | None:
    inner = fields.of.get("area")
    without_id = isinstance(inner, dict) and "id" not in inner and "area_id" not in fields.of
    return context.ids.refer(fields, "areas", area_of(fields.of.get("id")) if without_id else fields.reference("area"))


def area(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``places``.

    Raises:
        Unusable: it has no id or no name.
    """
    iri, identifiers = identity(context, fields)
    rows.add(
        "places",
        iri=iri,
        **names_of(fields),
        identifiers=identifiers or None,
        country=context.country or None,
        within=context.ids.refer(fields, "areas", fields.reference("parent")),
        precision="unknown",
        document=document(fields),
        details=fields.details(("type", "associated_wikidata_positions")) or None,
    )


def event(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``events``; if the event has an organisation, also a row of ``participations``.

    Raises:
        Unusable: it has no id or no name.
    """
    iri, identifiers = identity(context, fields)
    start, end = fields.span("start_date", "end_date")
    classification = fields.text("classification")
    code = event_type_of(classification or "")
    if classification and not code:
        fields.note("unknown code", f"events.classification: {classification}")
    links = fields.addresses("links", "sources")
    source = document(fields)
    rows.add(
        "events",
        iri=iri,
        type=f"{CODE}event-type/{code}" if code else None,
        **names_of(fields),
        identifiers=identifiers or None,
        start_date=start,
        end_date=end,
        place=context.ids.refer(fields, "areas", fields.reference("area")),
        part_of=context.ids.refer(fields, "events", fields.reference("parent")),
        links=links or None,
        document=source,
    )
    body = body_of(context, fields, fields.reference("organization"))
    if body:
        rows.add(
            "participations",
            iri=context.ids.of_key("participation", body, iri, "organization"),
            participant=body,
            event=iri,
            role="organization",
            document=source,
        )


def body_of(context: Context, fields: Fields, identifier: str | None) -> str | None:
    """The IRI of an organisation; None, with a note, for a placeholder."""
    if identifier in context.placeholders:
        word, count = context.placeholders[identifier], context.members_of[identifier]
        counted = f", on {count:,} memberships" if count else ""
        fields.note("placeholder left out", f"organizations/{identifier}: {word}{counted}")
        return None
    return context.ids.refer(fields, "organizations", identifier)


def _member(context: Context, fields: Fields) -> str | None:
    """The IRI of the person or organisation that is the member."""
    individual, member = fields.reference("person"), fields.reference("member")
    if individual:
        return context.ids.refer(fields, "persons", individual)
    if member in context.ids.described.get("persons", ()):
        return context.ids.refer(fields, "persons", member)
    # Not a known person, so an organisation: a person would be given as person_id.
    return body_of(context, fields, member)


def membership(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``memberships``; if the role has a Wikidata item, also a row of ``posts`` for it.

    Raises:
        Unusable: the member or the organisation is missing, or the organisation is a placeholder.
    """
    member = fields.required("person_id", _member(context, fields))
    position, body = fields.reference("post"), fields.reference("organization")
    organization = body_of(context, fields, body or context.post_organizations.get(position or ""))
    if organization is None and body:
        raise Unusable("organization_id", "a placeholder, not an organisation", body)
    organization = fields.required("organization_id", organization)
    post_iri = context.ids.refer(fields, "posts", position)
    if post_iri is None:
        post_iri = _post_of_role(context, fields, organization, rows)
    party = fields.reference("on_behalf_of")
    behalf = body_of(context, fields, party)
    place = context.ids.refer(fields, "areas", fields.reference("area"))
    period = fields.text("legislative_period_id")
    term = context.ids.refer(fields, "events", period)
    own_dates = fields.span("start_date", "end_date")
    start, end, inherited = _inherited(fields, own_dates, period, context.periods.get(period or "", (None, None)))
    role, own = fields.text("role"), fields.text("id")
    word = context.placeholders.get(party or "")
    key = (member, organization, post_iri, role, behalf, place, term, *own_dates)
    rows.add(
        "memberships",
        iri=context.ids.iri("memberships", own) if own else context.ids.of_key("membership", *key),
        member=member,
        organization=organization,
        post=post_iri,
        role=role,
        on_behalf_of=behalf,
        as_given=word,
        area=place,
        period=term,
        start_date=start,
        end_date=end,
        details=fields.details(_OF_MEMBERSHIP) or None,
        start_inherited=inherited[0] or None,
        end_inherited=inherited[1] or None,
        document=document(fields),
    )


def _post_of_role(context: Context, fields: Fields, organization: str, rows: Rows) -> str | None:
    """A post for a role with a Wikidata item, as the Democratic Commons write it, with the role in all languages as its names."""
    item = wikidata_item(fields.text("role_code") or "") if "role_code" in fields.of else ""
    names = fields.names("role") if item else []
    if not names:
        return None
    iri = context.ids.iri("posts", item)
    named: dict[str, Any] = {"names": names, "identifiers": [f"wikidata:{item}"]}
    rows.add("posts", iri=iri, **named, organization=organization)
    return iri


def _inherited(
    fields: Fields, own_dates: Span, period: str | None, period_dates: Span
) -> tuple[str | None, str | None, list[bool]]:
    """Start and end of a membership, and for each whether it was taken from the period."""
    if period_dates == (None, None):
        return *own_dates, [False, False]
    from_period = [
        date if fields.absent(name) else None
        for name, date in zip(("start_date", "end_date"), period_dates, strict=True)
    ]
    start, end = own_dates[0] or from_period[0], own_dates[1] or from_period[1]
    outside = any(ends_early(period_dates[0], date) or ends_early(date, period_dates[1]) for date in own_dates)
    if outside or ends_early(start, end):
        fields.note("dates outside the period", f"{own_dates[0] or ''}/{own_dates[1] or ''} in {period}")
    if ends_early(start, end):
        return *own_dates, [False, False]
    return start, end, [date is not None for date in from_period]
