"""A page of the World Factbook taken apart: each person, organisation, party, chamber and court that its section Government names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from govgraph.loaders.factbook.holders import Holder, holders
from govgraph.loaders.factbook.organizations import Part, participation
from govgraph.loaders.factbook.texts import BREAK, leaves, plain, split_outside

_POSTS: Final = ("chief of state", "head of government")
_MISSIONS: Final = {
    "Diplomatic representation in the US": "to the US",
    "Diplomatic representation from the US": "of the US",
}
_CHAMBERS: Final = ("Legislative branch - lower chamber", "Legislative branch - upper chamber")
_COURTS: Final = ("highest court(s)", "highest courts", ".highest court(s)")
_PARTIES: Final = ("Political parties", "Political parties and leaders")
TOLD: Final = (
    "Government type", "Capital", "Dependency status", "Dependent areas", "Independence", "National holiday", "Constitution", "Legal system",
    "International law organization participation", "Suffrage", "Citizenship", "Political structure", "Administrative divisions",
)  # fmt: skip
"""The fields whose texts are kept as details of the country."""
PARTICIPATION: Final = "International organization participation"
USED: Final = ("Country name", "Union name", "Member states", "Executive branch", "Legislative branch", "Judicial branch", PARTICIPATION, *_MISSIONS, *_CHAMBERS, *_PARTIES, *TOLD)  # fmt: skip
"""The fields of Government that are used."""
_SEATS: Final = re.compile(r"(.+?)\s*\((\d[\d,]*)\)")
_LEADER: Final = re.compile(r"\s*\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a page names.

    Attributes:
        kind: country, holder, part, legislature, chamber, seats, party, court, member or remark.
        at: the JSON pointer of its field.
        text: the words of the page about it.
        name: its name, where it is an organisation.
        more: what else the page says of it.
        holder, part: a person in an office; an organisation that the country takes part in.
        of: the office, or the chamber that a party has seats in.
    """

    kind: str
    at: str
    text: str
    name: str = ""
    more: dict[str, str] = field(default_factory=dict)
    holder: Holder | None = None
    part: Part | None = None
    of: str = ""


def items(government: dict[str, Any]) -> Iterator[Item]:
    """The things that the section Government names, the country first.

    Example:
        >>> page = {"Executive branch": {"chief of state": {"text": "President Sadyr JAPAROV (since 28 January 2021)"}}}
        >>> [item.kind for item in items(page)]
        ['country', 'holder']
    """
    yield Item("country", "/Government/Country name", "", more=dict(_told(government)))
    executive = _fields(government, "Executive branch")
    for post in _POSTS:
        yield from _holders(f"/Government/Executive branch/{post}", plain(executive.get(post)), post)
    for name, word in _MISSIONS.items():
        chief = plain(_fields(government, name).get("chief of mission"))
        yield from _holders(f"/Government/{name}/chief of mission", chief, f"chief of mission {word}")
    yield from _legislature(government)
    judicial = _fields(government, "Judicial branch")
    for key in _COURTS:
        for text, remark in _with_remarks(plain(judicial.get(key))):
            name, _, rest = text.partition(" (")
            if remark:
                yield Item("remark", f"/Government/Judicial branch/{key}", text, of="highest court(s)")
                continue
            yield Item(
                "court", f"/Government/Judicial branch/{key}", text, name, {"composition": rest.removesuffix(")")}
            )
    for key in _PARTIES:
        for text in plain(government.get(key)).split(BREAK):
            if text.casefold().startswith("note"):
                yield Item("remark", f"/Government/{key}", text, of="party")
            elif text:
                yield _party(f"/Government/{key}", text)
    for part in participation(plain(government.get(PARTICIPATION))):
        yield Item("part", f"/Government/{PARTICIPATION}", part.text, part.name, part=part)
    states = plain(government.get("Member states")).split(BREAK)[0].split("; note")[0]
    for name in split_outside(states.partition(":")[2], ","):
        yield Item("member", "/Government/Member states", name, name)


def _with_remarks(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text, and whether each is a remark: what begins so, and the rest of its line."""
    for line in text.split(BREAK):
        remark = False
        for part in split_outside(line, ";"):
            remark = remark or part.casefold().startswith("note")
            yield part, remark


def _fields(government: dict[str, Any], name: str) -> dict[str, Any]:
    value = government.get(name)
    return value if isinstance(value, dict) else {}


def _told(government: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in TOLD:
        yield from leaves(government.get(name), name)
    named = (*_POSTS, *_COURTS)
    for branch in ("Executive branch", "Judicial branch"):
        rest = {key: value for key, value in _fields(government, branch).items() if key not in named}
        yield from leaves(rest, branch)
    for name in _MISSIONS:
        rest = {key: value for key, value in _fields(government, name).items() if key != "chief of mission"}
        yield from leaves(rest, name)


def _holders(at: str, text: str, post: str) -> Iterator[Item]:
    for holder in holders(text):
        yield Item("remark" if holder.remark else "holder", at, holder.text, holder=holder, of=post)


def _legislature(government: dict[str, Any]) -> Iterator[Item]:
    whole = _fields(government, "Legislative branch")
    name = plain(whole.get("legislature name"))
    at = "/Government/Legislative branch"
    if whole:
        yield Item("legislature", at, name or "Legislative branch", name, dict(leaves(_without_seats(whole))))
    yield from _seats(at, whole, name)
    for key in _CHAMBERS:
        chamber = _fields(government, key)
        title = plain(chamber.get("chamber name"))
        if chamber:
            level = key.removeprefix("Legislative branch - ")
            yield Item(
                "chamber",
                f"/Government/{key}",
                title or key,
                title,
                {"level": level, **dict(leaves(_without_seats(chamber)))},
                of=name,
            )
        yield from _seats(f"/Government/{key}", chamber, title)


_BY_PARTY: Final = "parties elected and seats per party"


def _without_seats(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in (_BY_PARTY, "legislature name", "chamber name")}


def _seats(at: str, fields: dict[str, Any], chamber: str) -> Iterator[Item]:
    for text in split_outside(plain(fields.get(_BY_PARTY)), ";\n"):
        match = _SEATS.fullmatch(text)
        name, seats = (match[1], match[2].replace(",", "")) if match else (text, "")
        yield Item("seats", f"{at}/{_BY_PARTY}", text, name.strip('"“” '), {"seats": seats}, of=chamber)


def _party(at: str, text: str) -> Item:
    """A party: its name, the short one after *or*, the earlier one after *formerly*, and the leaders in square brackets."""
    leaders = "; ".join(_LEADER.findall(text))
    name = _LEADER.sub("", text).strip('"“” ')
    name, _, former = name.partition(" formerly ")
    name, _, short = name.partition(" or ")
    return Item("party", at, text, name.strip(), {"short": short.strip(), "former": former.strip(), "leaders": leaders})
