"""The rows that the things of a page of the World Factbook become."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.factbook.holders import Holder
from govgraph.loaders.factbook.items import Item
from govgraph.loaders.factbook.organizations import NOT_A_NAME
from govgraph.loaders.factbook.texts import point
from govgraph.loaders.identity import name_only_iri
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.kinds import is_placeholder
from govgraph.loaders.rows import Rows, details
from govgraph.ontology.countries import country_by_name
from govgraph.ontology.terms import country_iri, mint

SOURCE: Final = "factbook"
"""The namespace of details, and the default data set."""
_EU: Final = "EU"
_SENTENCE: Final = re.compile(
    r"^(?:none|note\b|na$|there are no|.{120,})|\b(?:is|are|were|was|have|has) ", re.IGNORECASE
)


def english(text: str) -> list[dict[str, str]]:
    """A name in English.

    Example:
        >>> english("Supreme Court")
        [{'lang': 'en', 'text': 'Supreme Court'}]
    """
    return [{"lang": "en", "text": text}]


@dataclass(slots=True)
class Page:
    """Where the rows of one page go.

    Attributes:
        base: the graph's base IRI.
        dataset: the data set.
        iso3: the country's code; empty for the European Union.
        names: what the page calls the country.
        rows: the rows of the block.
    """

    base: str
    dataset: str
    iso3: str
    names: dict[str, str]
    rows: Rows = field(default_factory=Rows)

    @property
    def country(self) -> str:
        """The IRI of the country, or of the European Union."""
        if self.iso3:
            return country_iri(self.base, self.iso3)
        return name_only_iri(self.base, self.dataset, "igo", "", _EU)

    def add(self, item: Item) -> None:
        """The rows of one thing.

        Raises:
            Unusable: it names nothing that can be a row.
        """
        _ADD[item.kind](self, item)

    def _named(self, kind: str, name: str, item: Item, *, place: str | None = None, **more: object) -> str:
        """An actor that is known by name alone."""
        place = self.iso3 if place is None else place
        iri = name_only_iri(self.base, self.dataset, kind, place, name)
        shown, bracket = _without_bracket(name)
        aliases = [english(text)[0] for text in (bracket, *item.more.get("aliases", "").split("\n")) if text]
        self.rows.add(
            "actors", iri=iri, kind=kind, names=english(shown), aliases=aliases or None, name_only=True,
            country=country_iri(self.base, place) if place else None, **more,
        )  # fmt: skip
        return iri

    def _link(self, table: str, *key: str | None) -> str:
        return mint(self.base, table, self.dataset, json.dumps(key, ensure_ascii=False))

    def _country(self, item: Item) -> None:
        names = [text for key, text in self.names.items() if key not in ("etymology", "former", "note")]
        plain = list(dict.fromkeys(text for text in names if not re.search(r"[;,/(]", text)))
        told = {**item.more, **{f"Country name.{key}": text for key, text in self.names.items() if text not in plain}}
        kind, own = ("country", None) if self.iso3 else ("igo", english(self.names.get("conventional long form", _EU)))
        self.rows.add(
            "actors", iri=self.country, kind=kind, names=own, aliases=[english(t)[0] for t in plain] or None,
            name_only=None if self.iso3 else True, details=details(SOURCE, told),
        )  # fmt: skip
        self._capital(item.more)

    def _capital(self, told: dict[str, str]) -> None:
        name, where = told.get("Capital.name", ""), point(told.get("Capital.geographic coordinates", ""))
        if not self.iso3 or not name or re.search(r"[;(]", name):
            return
        self.rows.add(
            "places", iri=name_only_iri(self.base, self.dataset, "capital", self.iso3, name, space="place"), names=english(name),
            country=self.country, latitude=where[0] if where else None, longitude=where[1] if where else None, precision="city",
            details=[f"{SOURCE}:capital=yes"],
        )  # fmt: skip

    def _remark(self, item: Item) -> None:
        kind = "country" if self.iso3 else "igo"
        told = {f"{item.of}.note": item.text}
        self.rows.add("actors", iri=self.country, kind=kind, details=details(SOURCE, told))

    def _holder(self, item: Item) -> None:
        holder = item.holder or Holder("")
        if holder.fault:
            raise Unusable(item.of, holder.fault, item.text)
        home = "USA" if item.of == "chief of mission of the US" else self.iso3
        person = self._named(
            "person", holder.name, item, place=home, given_name=holder.given or None, family_name=holder.family or None
        )
        post = mint(self.base, "post", self.dataset, f"{self.iso3}/{item.of.replace(' ', '-')}")
        self.rows.add("posts", iri=post, names=english(item.of), area=self.country)
        self.rows.add(
            "memberships",
            iri=self._link("membership", person, post, holder.role, holder.since),
            member=person,
            organization=country_iri(self.base, home),
            post=post,
            role=holder.role or ("representative" if holder.represents else None),
            start_date=holder.since or None,
            details=details(SOURCE, {"rank": holder.rank, "represents": holder.represents, "remarks": holder.remarks}),
        )

    def _part(self, item: Item) -> None:
        part = item.part
        if part is None or not part.name:
            raise Unusable("International organization participation", NOT_A_NAME, item.text)
        organization = self._named(part.kind, part.name, item, place="")
        if part.by_bodies:
            self.rows.add(
                "associations", iri=self._link("association", self.country, "bodies_in", organization), from_actor=self.country,
                to_actor=organization, type="bodies_in", role=part.remark,
            )  # fmt: skip
            return
        self.rows.add(
            "memberships", iri=self._link("membership", self.country, organization), member=self.country,
            organization=organization, role=part.remark or None,
        )  # fmt: skip

    def _member(self, item: Item) -> None:
        state = country_by_name(item.name)
        if state is None or self.iso3:
            raise Unusable("Member states", "unknown country", item.name)
        member = country_iri(self.base, state.iso3)
        self.rows.add(
            "memberships", iri=self._link("membership", member, self.country), member=member, organization=self.country
        )

    def _legislature(self, item: Item) -> None:
        told = details(SOURCE, item.more)
        if not item.name:  # older pages describe it in a sentence
            kind = "country" if self.iso3 else "igo"
            self.rows.add("actors", iri=self.country, kind=kind, details=details(SOURCE, {f"Legislative branch.{k}": v for k, v in item.more.items()}))  # fmt: skip
            return
        self._named("agency", item.name, item, classification="legislature", details=told)

    def _chamber(self, item: Item) -> None:
        name = _required(item, "chamber name")
        level = item.more["level"]
        chamber = self._named("agency", name, item, classification=level, details=details(SOURCE, item.more))
        if item.of:
            whole = name_only_iri(self.base, self.dataset, "agency", self.iso3, item.of)
            link = self._link("association", chamber, "part_of", whole)
            self.rows.add("associations", iri=link, from_actor=chamber, to_actor=whole, type="part_of")

    def _seats(self, item: Item) -> None:
        party = self._party_named(item)
        if item.of:
            chamber = name_only_iri(self.base, self.dataset, "agency", self.iso3, item.of)
            self.rows.add(
                "memberships", iri=self._link("membership", party, chamber), member=party, organization=chamber, role="party",
                details=details(SOURCE, item.more),
            )  # fmt: skip

    def _party_named(self, item: Item) -> str:
        if is_placeholder(item.name, "party") or item.name.casefold() in ("other", "others", "vacant", "vacancies"):
            raise Unusable("party", "a placeholder, not a party", item.text)
        if not item.name or _SENTENCE.search(item.name):
            raise Unusable("party", "not the name of a party", item.text)
        return self._named("party", item.name, item)

    def _party(self, item: Item) -> None:
        others = "\n".join(text for key in ("short", "former") if (text := item.more[key]))
        party = self._party_named(Item(item.kind, item.at, item.text, item.name, {"aliases": others}))
        for name in filter(None, item.more["leaders"].split("; ")):
            if name.casefold() == "vacant" or not any(w.isupper() and len(w) > 1 for w in name.split()):
                self.rows.add("actors", iri=party, kind="party", details=details(SOURCE, {"leader": name}))
                continue
            leader = self._named("person", name, Item("", "", ""))
            self.rows.add(
                "memberships",
                iri=self._link("membership", leader, party, "leader"),
                member=leader,
                organization=party,
                role="leader",
            )

    def _court(self, item: Item) -> None:
        if _SENTENCE.search(item.name) or not item.name[:1].isupper():
            raise Unusable("highest court(s)", "not the name of a court", item.text)
        name, _, short = item.name.partition(" or ")
        told = details(SOURCE, item.more)
        self._named(
            "agency", name, Item("", "", "", more={"aliases": short}), classification="highest court", details=told
        )


def _required(item: Item, column: str) -> str:
    if not item.name:
        raise Unusable(column, "there is no name", item.text)
    return item.name


def _without_bracket(name: str) -> tuple[str, str]:
    """A name and what stands in brackets behind it, which is its local form or its short one."""
    match = re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", name)
    return (match[1], match[2]) if match else (name, "")


_ADD: Final[dict[str, Callable[[Page, Item], None]]] = {
    "country": Page._country, "holder": Page._holder, "remark": Page._remark, "part": Page._part, "member": Page._member,
    "legislature": Page._legislature, "chamber": Page._chamber, "seats": Page._seats, "party": Page._party, "court": Page._court,
}  # fmt: skip
