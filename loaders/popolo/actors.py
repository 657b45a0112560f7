"""The rows that persons and organisations of a Popolo file become."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.popolo.context import Context
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.popolo.kinds import is_placeholder, organization_kind
from govgraph.loaders.popolo.names import names_of
from govgraph.loaders.popolo.values import wikidata_item
from govgraph.loaders.rows import Rows

_DETAILS: Final = (
    "area_id",
    "seats",
    "seat_counts",
    "honorific_prefix",
    "honorific_suffix",
    "national_identity",
    "summary",
    "biography",
)


def identity(context: Context, fields: Fields) -> tuple[str, list[str]]:
    """The IRI and identifiers of an object.

    Raises:
        Unusable: it has no id.
    """
    identifier = fields.required("id", fields.text("id"))
    identifiers = fields.identifiers()
    if (item := wikidata_item(identifier)) and f"wikidata:{item}" not in identifiers:
        identifiers.append(f"wikidata:{item}")
    return context.ids.iri(fields.kind, identifier), identifiers


def document(fields: Fields) -> str | None:
    """The first source of an object."""
    if "sources" not in fields.of:
        return None
    sources = fields.addresses("sources")
    if len(sources) > 1 and "links" not in fields.used:
        fields.unused.add(f"{fields.kind}.sources after the first")
    return sources[0] if sources else None


def person(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``actors``.

    Raises:
        Unusable: it has no id or no name, or its name is a placeholder for nobody.
    """
    names = names_of(fields, "given_name", "family_name")
    _refuse_placeholder(names, "a placeholder, not a person")
    actor = _actor(context, fields, "person", ("birth_date", "death_date"), names)
    parts = {part: fields.text(part) for part in ("given_name", "family_name", "sort_name")}
    rows.add("actors", **actor, **parts, gender=fields.text("gender"))


def organization(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``actors``; if the organisation has a parent, also a row of ``associations``.

    Raises:
        Unusable: it has no id or no name, or its name is a placeholder for no organisation.
    """
    names, classification = names_of(fields), fields.text("classification")
    _refuse_placeholder(names, "a placeholder, not an organisation", classification or "")
    kind = organization_kind(classification or "")
    actor = _actor(context, fields, kind, ("founding_date", "dissolution_date"), names)
    rows.add("actors", **actor, classification=classification, country=context.country or None)
    parent = context.ids.refer(fields, "organizations", fields.reference("parent"))
    if parent:
        rows.add(
            "associations",
            iri=context.ids.of_key("association", actor["iri"], "part_of", parent),
            from_actor=actor["iri"],
            to_actor=parent,
            type="part_of",
            document=actor["document"],
        )


def _actor(context: Context, fields: Fields, kind: str, span: tuple[str, str], names: dict[str, Any]) -> dict[str, Any]:
    """The values that rows of persons and organisations have in common."""
    iri, identifiers = identity(context, fields)
    start, end = fields.span(*span)
    image = fields.address("image")
    if image is None:
        image = next(iter(fields.addresses("images")), None)
    return {
        "iri": iri,
        "kind": kind,
        **names,
        "identifiers": identifiers or None,
        "start_date": start,
        "end_date": end,
        "contact_details": fields.contact_details() or None,
        "links": fields.addresses("links", "sources") or None,
        "image": image,
        "document": document(fields),
        "details": fields.details(_DETAILS) or None,
    }


def _refuse_placeholder(names: dict[str, Any], reason: str, classification: str = "") -> None:
    texts = [name["text"] for name in names["names"]]
    if all(is_placeholder(text, classification) for text in texts):
        raise Unusable("name", reason, texts[0])
