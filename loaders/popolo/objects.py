"""What each kind of Popolo object becomes: one function a kind, and what they have to know of the rest of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from govgraph.loaders.popolo.fields import Fields, Unusable, ends_early, wikidata_item
from govgraph.loaders.popolo.ids import Ids
from govgraph.loaders.popolo.kinds import event_type_of, is_placeholder, organization_kind
from govgraph.ontology.block import Block, Reject, schema
from govgraph.ontology.terms import CODE


@dataclass(slots=True)
class PopoloFile:
    """What has to be known of the whole file to read one of its objects.

    Attributes:
        ids: identifiers -> IRIs.
        periods: events -> their dates.
        post_organizations: posts -> their organisations.
        placeholders: organisations that are none.
        told: notes already given, by kind and value.
    """

    ids: Ids
    periods: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    post_organizations: dict[str, str] = field(default_factory=dict)
    placeholders: set[str] = field(default_factory=set)
    told: set[tuple[str, str]] = field(default_factory=set)

    def look_over(self, arrays: dict[str, list[Any]]) -> None:
        """Learn which identifiers the file describes, and what memberships take from other objects."""
        for array, objects in arrays.items():
            ids = self.ids.described.setdefault(array, set())
            for one in objects:
                if not isinstance(one, dict):
                    continue
                fields = Fields(array, 0, one)
                try:
                    identifier = fields.text("id")
                    if identifier is None:
                        continue
                    ids.add(identifier)
                    if array == "events":
                        self.periods.setdefault(identifier, fields.span("start_date", "end_date"))
                    elif array == "posts" and (organization := fields.text("organization_id")):
                        self.post_organizations.setdefault(identifier, organization)
                    elif array == "organizations" and _only_placeholders(fields.names()):
                        self.placeholders.add(identifier)
                except Unusable:
                    continue  # told when its own turn comes

    def block(self, objects: list[tuple[str, int, Any]], first: int) -> Block:
        """The tables of some objects."""
        rows = _Rows()
        block = Block({}, len(objects))
        left: set[str] = set()
        for row, (array, index, one) in enumerate(objects, start=first):
            rows.begin(row, f"/{array}/{index}")
            if not isinstance(one, dict):
                block.rejects.append(Reject(row, array, "not a JSON object", ascii(one)[:200]))
                continue
            fields = Fields(array, row, one)
            try:
                _READ[array](self, fields, rows)
            except Unusable as fault:
                rows.drop()
                block.rejects.append(Reject(row, f"{array}.{fault.column}", fault.reason, fault.value))
                continue
            left.update(fields.left())
            for note in fields.notes:
                if (note.kind, note.value) not in self.told:
                    self.told.add((note.kind, note.value))
                    block.notes.append(note)
        block.tables = rows.tables()
        block.unused_columns = tuple(sorted(left))
        return block


class _Rows:
    """Rows of several tables, with where they come from."""

    def __init__(self) -> None:
        self.of: dict[str, list[dict[str, Any]]] = {}
        self.begun: dict[str, int] = {}
        self.row, self.at = 0, ""

    def begin(self, row: int, at: str) -> None:
        """Rows that follow come from this object."""
        self.row, self.at = row, at
        self.begun = {table: len(found) for table, found in self.of.items()}

    def add(self, table: str, **values: Any) -> None:
        """One row."""
        self.of.setdefault(table, []).append({**values, "row": self.row, "at": self.at})

    def drop(self) -> None:
        """Take back the rows of the object begun last."""
        for table, found in self.of.items():
            del found[self.begun.get(table, 0) :]

    def tables(self) -> dict[str, pl.DataFrame]:
        """The rows as tables, without the columns that no row has."""
        made = {}
        for table, found in self.of.items():
            have = {column for row in found for column, value in row.items() if value is not None}
            kinds = {column: kind for column, kind in schema(table).items() if column in have}
            if found:
                made[table] = pl.DataFrame([{c: row.get(c) for c in kinds} for row in found], schema=kinds)
        return made


# --------------------------------------------------------------------------------------- what objects become


def _identity(file: PopoloFile, fields: Fields) -> tuple[str, list[str]]:
    """The IRI and identifiers of an object.

    Raises:
        Unusable: it has no id.
    """
    identifier = fields.text("id")
    if identifier is None:
        raise Unusable("id", "required value is missing")
    identifiers = fields.identifiers()
    if (item := wikidata_item(identifier)) and f"wikidata:{item}" not in identifiers:
        identifiers.append(f"wikidata:{item}")
    return file.ids.iri(fields.kind, identifier), identifiers


def _names(fields: Fields, *others: str) -> dict[str, Any]:
    """Names and aliases; ``others`` are fields that are the name where there is no ``name``.

    Raises:
        Unusable: there is no name at all.
    """
    names, aliases = fields.names(), []
    languages = {name["lang"] for name in names}
    for item in fields.items("other_names", ("name", "lang", "note")):
        inner = Fields(fields.kind, fields.row, item)
        tag = fields.language(inner.text("lang") or "")
        for one in inner.names():
            one["lang"] = one["lang"] or tag
            if inner.text("note") == "multilingual" and one["lang"] and one["lang"] not in languages:
                languages.add(one["lang"])
                names.append(one)
            else:
                aliases.append(one)
        fields.notes += inner.notes
    if not names and others:
        parts = [text for name in others if (text := fields.text(name))]
        names = [{"lang": "", "text": " ".join(parts)}] if parts else []
    if not names:
        raise Unusable("name", "required value is missing")
    return {"names": names, "aliases": [alias for alias in aliases if alias not in names] or None}


def _document(fields: Fields) -> str | None:
    """The first source of an object."""
    sources = fields.addresses("sources")
    if len(sources) > 1 and "links" not in fields.used:
        fields.unused.add(f"{fields.kind}.sources after the first")
    return sources[0] if sources else None


def _actor(file: PopoloFile, fields: Fields, kind: str, span: tuple[str, str], names: dict[str, Any]) -> dict[str, Any]:
    """What persons and organisations have in common."""
    iri, identifiers = _identity(file, fields)
    start, end = fields.span(*span)
    image = fields.address("image")
    if image is None:
        image = next(iter(fields.addresses("images")), None)
    links = fields.addresses("links", "sources")
    return {
        "iri": iri,
        "kind": kind,
        **names,
        "identifiers": identifiers or None,
        "start_date": start,
        "end_date": end,
        "links": links or None,
        "image": image,
        "document": _document(fields),
    }


def _person(file: PopoloFile, fields: Fields, rows: _Rows) -> None:
    names = _names(fields, "given_name", "family_name")
    _refuse_placeholder(names, "a placeholder, not a person")
    actor = _actor(file, fields, "person", ("birth_date", "death_date"), names)
    rows.add("actors", **actor, gender=fields.text("gender"))


def _organization(file: PopoloFile, fields: Fields, rows: _Rows) -> None:
    names = _names(fields)
    _refuse_placeholder(names, "a placeholder, not an organisation")
    classification = fields.text("classification")
    kind = organization_kind(classification or "")
    actor = _actor(file, fields, kind, ("founding_date", "dissolution_date"), names)
    rows.add("actors", **actor, classification=classification)
    parent = file.ids.refer(fields, "organizations", fields.text("parent_id"))
    if parent:
        rows.add(
            "associations",
            iri=file.ids.of_key("association", actor["iri"], "part_of", parent),
            from_actor=actor["iri"],
            to_actor=parent,
            type="part_of",
            document=actor["document"],
        )


def _only_placeholders(names: list[dict[str, str]]) -> bool:
    return bool(names) and all(is_placeholder(name["text"]) for name in names)


def _refuse_placeholder(names: dict[str, Any], reason: str) -> None:
    if _only_placeholders(names["names"]):
        raise Unusable("name", reason, names["names"][0]["text"])


def _post(file: PopoloFile, fields: Fields, rows: _Rows) -> None:
    iri, identifiers = _identity(file, fields)
    label = fields.names("label")
    named = {"names": label, "aliases": None} if label else _names(fields, "role")
    rows.add(
        "posts",
        iri=iri,
        **named,
        identifiers=identifiers or None,
        organization=_body(file, fields, fields.text("organization_id")),
        area=file.ids.refer(fields, "areas", fields.text("area_id")),
        document=_document(fields),
    )


def _area(file: PopoloFile, fields: Fields, rows: _Rows) -> None:
    iri, identifiers = _identity(file, fields)
    within = file.ids.refer(fields, "areas", fields.text("parent_id"))
    document = _document(fields)
    rows.add(
        "places",
        iri=iri,
        **_names(fields),
        identifiers=identifiers or None,
        within=within,
        precision="unknown",
        document=document,
    )


def _event(file: PopoloFile, fields: Fields, rows: _Rows) -> None:
    iri, identifiers = _identity(file, fields)
    start, end = fields.span("start_date", "end_date")
    classification = fields.text("classification")
    code = event_type_of(classification or "")
    if classification and not code:
        fields.note("unknown code", f"events.classification: {classification}")
    links = fields.addresses("links", "sources")
    document = _document(fields)
    rows.add(
        "events",
        iri=iri,
        type=f"{CODE}event-type/{code}" if code else None,
        **_names(fields),
        identifiers=identifiers or None,
        start_date=start,
        end_date=end,
        place=file.ids.refer(fields, "areas", fields.text("area_id")),
        part_of=file.ids.refer(fields, "events", fields.text("parent_id")),
        links=links or None,
        document=document,
    )
    body = _body(file, fields, fields.text("organization_id"))
    if body:
        rows.add(
            "participations",
            iri=file.ids.of_key("participation", body, iri, "organization"),
            participant=body,
            event=iri,
            role="organization",
            document=document,
        )


def _body(file: PopoloFile, fields: Fields, identifier: str | None) -> str | None:
    """An organisation that is referred to; None, with a note, for a placeholder."""
    if identifier in file.placeholders:
        fields.note("placeholder left out", f"organizations/{identifier}")
        return None
    return file.ids.refer(fields, "organizations", identifier)


def _member(file: PopoloFile, fields: Fields) -> str | None:
    """The person or organisation that is a member."""
    person, member = fields.text("person_id"), fields.text("member_id")
    if person:
        return file.ids.refer(fields, "persons", person)
    if member in file.ids.described.get("persons", ()):
        return file.ids.refer(fields, "persons", member)
    # A person would stand in person_id.
    return _body(file, fields, member)


def _membership(file: PopoloFile, fields: Fields, rows: _Rows) -> None:
    member = _member(file, fields)
    if member is None:
        raise Unusable("person_id", "required value is missing")
    post, body = fields.text("post_id"), fields.text("organization_id")
    organization = _body(file, fields, body or file.post_organizations.get(post or ""))
    if organization is None:
        reason = "a placeholder, not an organisation" if body else "required value is missing"
        raise Unusable("organization_id", reason, body or "")
    role = fields.text("role")
    behalf = _body(file, fields, fields.text("on_behalf_of_id"))
    area = file.ids.refer(fields, "areas", fields.text("area_id"))
    period = fields.text("legislative_period_id")
    term = file.ids.refer(fields, "events", period)
    post_iri = file.ids.refer(fields, "posts", post)
    given = fields.span("start_date", "end_date")
    # A date that is not understood is not an absent one.
    absent = [fields.of.get(name) in (None, "") for name in ("start_date", "end_date")]
    start, end, inherited = _inherit(given, absent, file.periods.get(period or "", (None, None)))
    if ends_early(start, end):
        fields.note("dates outside the period", f"{given[0] or ''}/{given[1] or ''} in {period}")
        (start, end), inherited = given, False
    own = fields.text("id")
    key = (member, organization, post_iri, role, behalf, area, term, *given)
    rows.add(
        "memberships",
        iri=file.ids.iri("memberships", own) if own else file.ids.of_key("membership", *key),
        member=member,
        organization=organization,
        post=post_iri,
        role=role,
        on_behalf_of=behalf,
        area=area,
        period=term,
        start_date=start,
        end_date=end,
        dates_inherited=True if inherited else None,
        document=_document(fields),
    )


def _inherit(
    given: tuple[str | None, str | None], absent: list[bool], period: tuple[str | None, str | None]
) -> tuple[str | None, str | None, bool]:
    """Start and end of a membership, and whether any of them is its period's."""
    taken = [period[i] if absent[i] else None for i in range(2)]
    start, end = given[0] or taken[0], given[1] or taken[1]
    return start, end, any(taken)


_READ: Final[dict[str, Callable[[PopoloFile, Fields, _Rows], None]]] = {
    "persons": _person,
    "organizations": _organization,
    "posts": _post,
    "areas": _area,
    "events": _event,
    "memberships": _membership,
}
