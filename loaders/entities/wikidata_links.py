"""The links that the statements of an item of Wikidata become: tenures of posts, memberships, associations and participations."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.entities.wikidata_items import SOURCE, Item, statement_key
from govgraph.loaders.entities.wikidata_values import NONE, UNKNOWN, Statement, iri_of, item, shown, time
from govgraph.loaders.popolo.values import ends_early
from govgraph.ontology.terms import mint

# Property -> (role, whether the item is the member): memberships in an organisation.
_MEMBERSHIPS: Final = {
    "P102": ("member of party", True), "P463": ("member", True), "P108": ("employee", True), "P1416": ("affiliate", True),
    "P6": ("head of government", False), "P35": ("head of state", False), "P488": ("chair", False), "P169": ("chief executive", False),
    "P1037": ("director", False), "P3975": ("secretary general", False),
}  # fmt: skip
# Property -> (type, role, kind of the other end, whether the link goes out from the item).
_ASSOCIATIONS: Final = {
    "P22": ("family", "father", "person", True), "P25": ("family", "mother", "person", True), "P26": ("family", "spouse", "person", True),
    "P40": ("family", "child", "person", True), "P3373": ("family", "sibling", "person", True), "P1038": ("family", "relative", "person", True),
    "P451": ("family", "unmarried partner", "person", True), "P69": ("studied_at", None, "organization", True),
    "P361": ("part_of", None, "organization", True), "P749": ("part_of", "parent organization", "organization", True),
    "P127": ("owns", None, "organization", False), "P1830": ("owns", None, "organization", True), "P112": ("founded", None, "person", False),
    "P859": ("funds", "sponsor", "organization", False), "P1365": ("succeeded_by", None, "organization", False),
    "P1366": ("succeeded_by", None, "organization", True),
}  # fmt: skip
_OF_PERSONS: Final = ("P22", "P25", "P26", "P40", "P3373", "P1038", "P451", "P69", "P1830")
_POST: Final = "P39"
_ORGANIZATION_OF_POST: Final = ("P2389", "P642")
_DATES: Final = ("P580", "P582")


def add_links(subject: Item, role: str) -> None:
    """Add the links of a person or organisation.

    Args:
        role: ``person`` or ``organization``.

    Example:
        >>> from govgraph.loaders.rows import Rows
        >>> of_party = {"mainsnak": {"datavalue": {"value": {"id": "Q3"}}}, "id": "Q1$A"}
        >>> one = Item({"id": "Q1", "claims": {"P102": [of_party]}}, "x:", ("en",), Rows(), [])
        >>> one.iri = "x:person/wikidata/Q1"
        >>> add_links(one, "person")
        >>> one.rows.of["memberships"][0]["organization"]
        'x:organization/wikidata/Q3'
    """
    if role == "person":
        for one in subject.counting(_POST):
            _held(subject, one)
        for one in subject.counting("P1344"):
            if event := item(one.snak):
                link = _link(subject, "participation", one, "P1344", dated=False)
                subject.rows.add(
                    "participations",
                    participant=subject.iri,
                    event=iri_of(subject.base, "event", event),
                    role="participant",
                    **link,
                )
    for prop, (word, is_member) in _MEMBERSHIPS.items():
        if prop in subject.claims:
            for one in subject.counting(prop):
                _member(subject, prop, one, word, is_member)
    for prop, (kind, relation, other_kind, outward) in _ASSOCIATIONS.items():
        if prop in subject.claims and (role == "organization" or prop in _OF_PERSONS):
            for one in subject.counting(prop):
                _association(subject, prop, one, kind, relation, other_kind, outward)


def _held(subject: Item, one: Statement) -> None:
    """A post that a person held: a membership if a qualifier names the organisation, else a tenure."""
    post = item(one.snak)
    if not post:
        subject.details.append(f"{SOURCE}:{_POST}={shown(one.snak)}")
        return
    bodies = [b for prop in _ORGANIZATION_OF_POST for snak in _snaks(one, prop) if (b := item(snak))]
    of_post: dict[str, Any] = {"post": iri_of(subject.base, "post", post)}
    for column, prop, kind in (
        ("area", "P768", "place"),
        ("period", "P2937", "event"),
        ("on_behalf_of", "P4100", "organization"),
    ):
        if found := next((x for snak in _snaks(one, prop) if (x := item(snak))), None):
            of_post[column] = iri_of(subject.base, kind, found)
    used = ("P768", "P2937", "P4100", *_ORGANIZATION_OF_POST)
    if not bodies:
        subject.rows.add("tenures", holder=subject.iri, **of_post, **_link(subject, "tenure", one, _POST, used))
    for body in bodies:
        link = _link(subject, "membership", one, _POST, used, body if len(bodies) > 1 else "")
        subject.rows.add(
            "memberships",
            member=subject.iri,
            organization=iri_of(subject.base, "organization", body),
            **of_post,
            **link,
        )


def _member(subject: Item, prop: str, one: Statement, word: str, is_member: bool) -> None:
    other = item(one.snak)
    if not other:
        subject.details.append(f"{SOURCE}:{prop}={shown(one.snak)}")
        return
    ends = (
        (subject.iri, iri_of(subject.base, "organization", other))
        if is_member
        else (iri_of(subject.base, "person", other), subject.iri)
    )
    subject.rows.add(
        "memberships", member=ends[0], organization=ends[1], role=word, **_link(subject, "membership", one, prop)
    )


def _association(
    subject: Item, prop: str, one: Statement, kind: str, word: str | None, other_kind: str, outward: bool
) -> None:
    other = item(one.snak)
    if not other:
        subject.details.append(f"{SOURCE}:{prop}={shown(one.snak)}")
        return
    ends = (subject.iri, iri_of(subject.base, other_kind, other))
    ends = ends if outward else (ends[1], ends[0])
    subject.rows.add(
        "associations",
        from_actor=ends[0],
        to_actor=ends[1],
        type=kind,
        role=word,
        **_link(subject, "association", one, prop),
    )


def _link(
    subject: Item, kind: str, one: Statement, prop: str, used: tuple[str, ...] = (), more: str = "", dated: bool = True
) -> dict[str, Any]:
    """The columns that all links have: the IRI, the dates and the other qualifiers."""
    key = statement_key(one, subject.id, prop)
    made: dict[str, Any] = {"iri": mint(subject.base, kind, SOURCE, f"{key}/{more}" if more else key)}
    kept = [f"{SOURCE}:rank=preferred"] if one.rank == "preferred" else []
    for column, of in zip(("start_date", "end_date"), _DATES, strict=True):
        for snak in _snaks(one, of):
            moment = time(snak)
            if moment is not None and moment.why:
                subject.notes.append((moment.why, f"{subject.id} {prop} {of} {moment.given}"))
            if dated and moment is not None and moment.date and column not in made:
                made[column] = moment.date
            elif (text := shown(snak)) not in (NONE, ""):
                kept.append(f"{SOURCE}:{of}={text}")
                if text == UNKNOWN:
                    subject.notes.append(("a date that the source says is unknown", f"{subject.id} {prop} {of}"))
    if ends_early(made.get("start_date"), made.get("end_date")):
        subject.notes.append(
            ("ends before it starts", f"{subject.id} {prop}: {made['start_date']} to {made['end_date']}")
        )
        kept.append(f"{SOURCE}:{_DATES[1]}={made.pop('end_date')}")
    for of in one.qualifiers:
        if of not in (*_DATES, *used):
            kept += [f"{SOURCE}:{of}={text}" for snak in _snaks(one, of) if (text := shown(snak))]
    return made | {"details": kept or None}


def _snaks(one: Statement, prop: str) -> list[dict[str, Any]]:
    found = one.qualifiers.get(prop)
    return [snak for snak in found if isinstance(snak, dict)] if isinstance(found, list) else []
