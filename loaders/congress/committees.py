"""Committees of Congress and who sits in them, and the accounts and offices of members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from govgraph.loaders.congress.common import SOURCE, Congress, english, person_key
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.rows import details

_ABOUT: Final = (
    "type",
    "jurisdiction",
    "jurisdiction_source",
    "rss_url",
    "minority_url",
    "minority_rss_url",
    "youtube_id",
)
_CODES: Final = ("house_committee_id", "senate_committee_id")
_OFFICE: Final = ("address", "suite", "building", "city", "state", "zip")


def committee(to: Congress, fields: Fields, parent: str, chambers: str) -> str:
    """The row of a committee or subcommittee, and what it is part of; its id is returned.

    Args:
        parent: the id of the committee that it is a part of; empty for a committee.
        chambers: house, senate or joint.

    Raises:
        Unusable: there is no id or no name.
    """
    own = fields.required("thomas_id", fields.text("thomas_id"))
    identifier = parent + own
    name = fields.required("name", fields.text("name"))
    past = fields.take("names")
    earlier = (
        {text: number for number, text in past.items() if isinstance(text, str)} if isinstance(past, Mapping) else {}
    )
    congresses = fields.take("congresses")
    codes = [f"{code}:{text}" for code in _CODES if (text := fields.text(code))]
    wikipedia = fields.text("wikipedia")
    contact = [f"{key}: {text}" for key in ("address", "phone") if (text := fields.text(key))]
    address = fields.address("url")
    iri = to.iri("organization", f"committee/{identifier}")
    about = {key: fields.text(key) for key in _ABOUT}
    if isinstance(congresses, list):
        about["congresses"] = ", ".join(str(number) for number in congresses)
    to.rows.add(
        "actors",
        iri=iri,
        kind="agency",
        names=english(name),
        aliases=[english(text)[0] for text in earlier if text != name] or None,
        identifiers=[f"congress-committee:{identifier}", *codes, *([f"wikipedia:{'_'.join(wikipedia.split())}"] if wikipedia else [])],
        classification="subcommittee" if parent else "committee",
        country=to.country,
        contact_details=contact or None,
        links=[address] if address else None,
        details=details(SOURCE, about),
    )  # fmt: skip
    wholes = [to.iri("organization", f"committee/{parent}")] if parent else []
    if not parent:
        wholes = [c for word in ("house", "senate") if chambers in (word, "joint") and (c := to.chamber(word))]
    for whole in wholes:
        link = to.of_key("association", iri, "part_of", whole)
        to.rows.add("associations", iri=link, from_actor=iri, to_actor=whole, type="part_of")
    return identifier


def seat(to: Congress, fields: Fields, owner: str) -> None:
    """The membership of a person in a committee. The file is a snapshot, so it has no dates.

    Raises:
        Unusable: there is no id of a person.
    """
    key = "bioguide/" + fields.required("bioguide", fields.text("bioguide"))
    member = to.iri("person", key)
    name = fields.text("name")
    to.rows.add(
        "actors", iri=member, kind="person", names=None, aliases=english(name) if name else None,
        identifiers=["bioguide:" + key.removeprefix("bioguide/")],
    )  # fmt: skip
    organization = to.iri("organization", f"committee/{owner}")
    to.rows.add(
        "memberships",
        iri=to.of_key("membership", key, "committee", owner),
        member=member,
        organization=organization,
        role=fields.text("title") or "member",
        details=details(SOURCE, {name: fields.text(name) for name in ("party", "rank", "chamber")}),
    )


def seat_in_table(to: Congress, fields: Fields) -> None:
    """The same of a row that names the committee, too; the committee is described once.

    Raises:
        Unusable: there is no id of a person, or no committee.
    """
    named = fields.of["committee"]
    fields.used |= {"committee"}
    parent, of = named["parent"], Fields("committees", fields.row, named["of"], notes=fields.notes)
    identifier = parent + of.required("committee_id", of.text("thomas_id"))
    seat(to, fields, identifier)
    iri = to.iri("organization", f"committee/{identifier}")
    if iri not in to.said and of.text("name"):
        to.said.add(iri)
        committee(to, of, parent, named["chambers"])


def accounts(to: Congress, fields: Fields) -> None:
    """The accounts of a person in social media.

    Raises:
        Unusable: there is no id.

    Example:
        >>> to = Congress("x:", "congress")
        >>> accounts(to, Fields("accounts", 1, {"id": {"bioguide": "S000148"}, "social": {"twitter": "SenSchumer"}}))
        >>> to.rows.of["actors"][0]["contact_details"]
        ['twitter: SenSchumer']
    """
    key, identifiers = person_key(fields)
    social = fields.take("social")
    if not isinstance(social, Mapping):
        raise Unusable("social", "required value is missing")
    inner = Fields(fields.kind, fields.row, dict(social), notes=fields.notes)
    contact = [f"{name}: {text}" for name in social if (text := inner.text(str(name)))]
    to.rows.add(
        "actors", iri=to.iri("person", key), kind="person", identifiers=identifiers, contact_details=contact or None
    )


def offices(to: Congress, fields: Fields) -> None:
    """The offices of a person in the district: where, and how to reach them.

    Raises:
        Unusable: there is no id.
    """
    key, identifiers = person_key(fields)
    contact: list[str] = []
    about: list[str] = []
    for item in fields.items("offices", ("id", *_OFFICE, "phone", "fax", "hours", "latitude", "longitude")):
        # In JSON degrees are numbers; in YAML all values are texts.
        inner = fields.inside({name: str(value) if isinstance(value, float) else value for name, value in item.items()})
        place = ", ".join(text for name in _OFFICE if (text := inner.text(name)))
        contact += [f"office: {place}"] if place else []
        contact += [f"{name}: {text}" for name in ("phone", "fax") if (text := inner.text(name))]
        rest = {name: inner.text(name) for name in ("id", "hours", "latitude", "longitude")}
        about.append(" ".join(f"{name}={text}" for name, text in rest.items() if text))
    to.rows.add(
        "actors", iri=to.iri("person", key), kind="person", identifiers=identifiers,
        contact_details=list(dict.fromkeys(contact)) or None, details=details(SOURCE, {"offices": "; ".join(about)}),
    )  # fmt: skip
