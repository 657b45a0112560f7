"""Members of Congress, presidents and vice presidents: the persons, their terms and their leadership roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from govgraph.loaders.congress.committees import accounts
from govgraph.loaders.congress.common import SOURCE, Congress, english, person_key
from govgraph.loaders.identity import name_only_iri
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.popolo.kinds import is_placeholder
from govgraph.loaders.rows import details

_NAME: Final = ("first", "middle", "last", "suffix")
_OFFICES: Final = {
    "rep": ("house", "representative"),
    "sen": ("senate", "senator"),
    "prez": ("", "president"),
    "viceprez": ("", "vice president"),
}
"""Type of a term -> its chamber (none: an office of the country) and its role."""
_ABOUT_TERM: Final = (
    "type", "class", "state_rank", "how", "end-type", "caucus", "url", "rss_url", "contact_form", "address", "office", "phone", "fax",
)  # fmt: skip


def person(to: Congress, fields: Fields) -> None:
    """The row of a person, and the associations with named relatives.

    Raises:
        Unusable: there is no id or no name.

    Example:
        >>> to = Congress("x:", "congress")
        >>> person(to, Fields("legislators", 1, {"id": {"bioguide": "S000148"}, "name": {"first": "Charles", "last": "Schumer"}}))
        >>> to.rows.of["actors"][0]["names"]
        [{'lang': 'en', 'text': 'Charles Schumer'}]
    """
    key, identifiers = person_key(fields)
    name, bio = _inner(fields, "name", (*_NAME, "nickname", "official_full")), _inner(fields, "bio")
    composed = _composed(name)
    best = fields.required("name", name.get("official_full") or composed)
    others = [{**name, **other} for other in _list(fields, "other_names")]
    aliases = [composed, *(_composed(other) for other in others)]
    if name.get("nickname"):
        aliases.append(f"{name['nickname']} {name.get('last', '')}".strip())
    dated = "; ".join(
        f"{_composed(other)} ({other.get('start', '')}/{other.get('end', '')})"
        for other in others
        if other.get("start") or other.get("end")
    )
    inner = Fields(fields.kind, fields.row, bio, notes=fields.notes)
    born, died = inner.span("birthday", "died")
    iri = to.iri("person", key)
    to.rows.add(
        "actors",
        iri=iri,
        kind="person",
        names=english(best),
        aliases=[english(text)[0] for text in dict.fromkeys(aliases) if text and text != best] or None,
        identifiers=identifiers,
        given_name=name.get("first"),
        family_name=name.get("last"),
        gender=inner.text("gender"),
        start_date=born,
        end_date=died,
        details=details(SOURCE, {"other_names": dated, "religion": inner.text("religion")}),
    )
    fields.unused |= {f"{fields.kind}.bio.{name}" for name in bio if name not in inner.used}
    for relative in _list(fields, "family"):
        _relative(to, iri, relative)


def _relative(to: Congress, iri: str, relative: Mapping[str, str]) -> None:
    name, relation = relative.get("name"), relative.get("relation")
    if not name:
        return
    other = name_only_iri(to.base, to.dataset, "person", "", name)
    to.once("actors", other, kind="person", names=english(name), name_only=True)
    link = to.of_key("association", iri, "family", other, relation)
    to.rows.add("associations", iri=link, from_actor=iri, to_actor=other, type="family", role=relation)


def member(to: Congress, fields: Fields) -> None:
    """The rows of a person in a table: with the last term, of which the table gives no dates, and the accounts.

    Raises:
        Unusable: there is no id, no name, or no type of term that is known.
    """
    fields.used |= {"last_term", "social"}
    person(to, fields)
    owner, _ = person_key(fields)
    last, social = fields.of["last_term"], fields.of.get("social")
    term(to, Fields(fields.kind, fields.row, last, notes=fields.notes), owner, dated=False)
    if social:
        accounts(to, fields)


def term(to: Congress, fields: Fields, owner: str, *, dated: bool = True) -> None:
    """The memberships that a term is: one, or one for each party of a member who changed it during the term.

    Args:
        dated: whether the source gives the dates of terms.

    Raises:
        Unusable: the type is not known, or there is no start although there should be one.
    """
    kind = fields.required("type", fields.text("type"))
    if kind not in _OFFICES:
        raise Unusable("type", "not a type of term that is known", kind)
    chamber, role = _OFFICES[kind]
    start, end = fields.span("start", "end")
    if dated:
        start = fields.required("start", start)
    state, district, seat = fields.text("state"), fields.text("district"), fields.text("class")
    organization = to.chamber(chamber) or to.country
    post, area = _office(to, kind, state, district, seat)
    about = {name: fields.text(name) for name in _ABOUT_TERM}
    if district == "-1":
        about["district"] = "-1"
    party = fields.text("party")
    for index, spell in enumerate(_spells(fields, start, end, party)):
        first, last, of_party, caucus = spell
        nobody = bool(of_party) and is_placeholder(of_party or "", "party")
        key = (owner, kind, start, state, district, seat, first if index else None)
        to.rows.add(
            "memberships",
            iri=to.of_key("membership", *key),
            member=to.iri("person", owner),
            organization=organization,
            post=post,
            role=role,
            on_behalf_of=to.party(of_party) if of_party and not nobody else None,
            as_given=of_party if nobody else None,
            area=area,
            start_date=first,
            end_date=last,
            details=details(SOURCE, {**about, "caucus": caucus or about["caucus"]}),
        )


def _spells(
    fields: Fields, start: str | None, end: str | None, party: str | None
) -> Iterator[tuple[str | None, str | None, str | None, str | None]]:
    """The start, end, party and caucus of each part of a term with one party."""
    parts: list[tuple[str | None, str | None, str | None, str | None]] = []
    for item in fields.items("party_affiliations", ("start", "end", "party", "caucus")):
        inner = fields.inside(item)
        first, last = inner.span("start", "end")
        if first and (of_party := inner.text("party")):
            parts.append((first, last, of_party, inner.text("caucus")))
    yield from parts or [(start, end, party, None)]


def _office(
    to: Congress, kind: str, state: str | None, district: str | None, seat: str | None
) -> tuple[str | None, str | None]:
    """The post and the area of a term, as far as the file says which they are."""
    if kind in ("prez", "viceprez"):
        title = "President of the United States" if kind == "prez" else "Vice President of the United States"
        return to.once("posts", to.iri("post", kind), names=english(title)), None
    if not state:
        return None, None
    if kind == "sen":
        area = to.state(state)
        name, number = f"Senator, {state} class {seat}", seat
    else:
        known = district and district != "-1"
        area = to.district(state, district or "") if known else to.state(state)
        name, number = f"Representative, {state} {district}", district if known else None
    if number is None:
        return None, area
    chamber = _OFFICES[kind][0]
    iri = to.iri("post", f"{chamber}/{state}/{number}")
    return to.once("posts", iri, names=english(name), organization=to.chamber(chamber), area=area), area


def leadership(to: Congress, fields: Fields, owner: str) -> None:
    """The membership that a leadership role is.

    Raises:
        Unusable: there is no title, or no chamber that is known.
    """
    title = fields.required("title", fields.text("title"))
    word = fields.text("chamber")
    chamber = to.chamber(word or "")
    if chamber is None:
        raise Unusable("chamber", "neither house nor senate", word or "")
    start, end = fields.span("start", "end")
    to.rows.add(
        "memberships", iri=to.of_key("membership", owner, "leadership", title, word, start), member=to.iri("person", owner),
        organization=chamber, role=title, start_date=start, end_date=end,
    )  # fmt: skip


def _inner(fields: Fields, name: str, known: tuple[str, ...] = ()) -> dict[str, str]:
    """The texts of an object inside this one; of a name those that are known, and the others are listed as not used."""
    value = fields.take(name)
    if not isinstance(value, Mapping):
        return {}
    inner = Fields(fields.kind, fields.row, dict(value), notes=fields.notes)
    if known:
        fields.unused |= {f"{fields.kind}.{name}.{key}" for key in value if key not in known}
    return {str(key): text for key in value if (text := inner.text(str(key)))}


def _list(fields: Fields, name: str) -> list[dict[str, str]]:
    found = []
    for item in fields.items(name, (*_NAME, "nickname", "start", "end", "name", "relation")):
        inner = fields.inside(item)
        found.append({str(key): text for key in item if (text := inner.text(str(key)))})
    return found


def _composed(name: Mapping[str, Any]) -> str:
    return " ".join(name[part] for part in _NAME if name.get(part))
