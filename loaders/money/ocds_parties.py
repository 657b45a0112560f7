"""Organisations of an OCDS release: the parties, and the references to them.

A party with an identifier of a register is the same in all data sets; another one is known by its id within its publisher's processes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.money.organizations import Organization, describe, is_registered, kind_by_list, plain
from govgraph.loaders.nested import Writer, names_of
from govgraph.ontology.terms import mint

_ADDRESS = ("streetAddress", "locality", "region", "postalCode", "countryName")
_CONTACT = ("name", "email", "telephone", "faxNumber", "url")
_USED = (
    "id",
    "name",
    "legalName",
    "identifier",
    "additionalIdentifiers",
    "address",
    "contactPoint",
    "roles",
    "scheme",
    "uri",
)
_OF_PART = {"identifier": ("scheme", "id", "uri", "legalName"), "address": _ADDRESS, "contactPoint": _CONTACT}
"""Part of a party -> what is kept of it elsewhere."""
_OWNERS = ("beneficialOwners", "shareholders")
_IN_LANGUAGE = re.compile(r"(?:name|legalName)_([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)")
"""A field in another language than that of the release (schema/reference, "Language")."""


@dataclass(slots=True)
class Parties:
    """The parties of one release.

    Attributes:
        writer: where their rows go.
        publisher: the prefix of the ocid.
        language: of the release's texts.
        known: id of a party -> the organisation.
    """

    writer: Writer
    publisher: str
    language: str = ""
    known: dict[str, Organization] = field(default_factory=dict)
    _told: dict[str, dict[str, Any]] = field(default_factory=dict)

    def learn(self, parties: object) -> Iterator[tuple[dict[str, Any], Organization]]:
        """The parties of the release, in order."""
        for each in objects(parties):
            one = self._made(each)
            if key := self.writer.text("parties.id", each.get("id")):
                self.known[key], self._told[key] = one, each
            yield each, one

    def named(self, reference: dict[str, Any]) -> Organization:
        """The organisation that a reference means: the party with its id, else what the reference itself says."""
        key = self.writer.text("id", reference.get("id")) or ""
        party = self.known.get(key)
        if party is None:
            return self._made(reference)
        if len(reference) > 1 + ("name" in reference):
            told = self._told[key]
            self.writer.drop(
                *(
                    f"{k} of a reference to a party"
                    for k in reference
                    if k not in ("id", "name") and reference[k] != told.get(k)
                )
            )
        return party

    def iri(self, reference: object) -> tuple[str | None, str]:
        """The IRI of an organisation that is referred to, with its row, and the words of the source for it."""
        if not isinstance(reference, dict):
            return None, ""
        one = self.named(reference)
        own = self.writer.text("name", reference.get("name") or reference.get("legalName"))
        return (describe(self.writer, one), plain(own) if own else one.shown) if one.shown else (None, "")

    def _made(self, each: dict[str, Any]) -> Organization:
        """The organisation that a party or a reference describes; publishers describe the same ones in every release."""
        said = [(key, value) for key, value in each.items() if key != "roles"]
        plain_texts = all(value.__class__ is str for _, value in said)  # most references
        key = (self.publisher, self.language, *(said if plain_texts else [repr(said)]))
        return self.writer.made.of(key, lambda: self._organization(each))

    def _organization(self, each: dict[str, Any]) -> Organization:
        def text(of: object, key: str) -> str:
            return (self.writer.text(f"parties.{key}", of.get(key)) if isinstance(of, dict) else None) or ""

        identifier = each.get("identifier")
        own, scheme, number = text(each, "id"), text(identifier, "scheme"), text(identifier, "id")
        if number.endswith(".0"):
            self.writer.note("identifier that looks changed by a spreadsheet", f"{scheme} {number}")
        ref = number if number.startswith(f"{scheme}-") else f"{scheme}-{number}"
        if not (scheme and number and is_registered(ref)):
            ref = own if is_registered(own) else f"{self.publisher}/{own}" if own else ""
        others = [identifier, *objects(each.get("additionalIdentifiers"))]
        typed = [
            f"org-id:{'_'.join(f'{s}-{n}'.split())}"
            for o in others
            if (s := text(o, "scheme")) and (n := text(o, "id"))
        ]
        # OCDS 1.0 had the legal name and the scheme of payers and payees in the reference itself.
        name = text(each, "name") or text(identifier, "legalName") or text(each, "legalName")
        names = names_of([(self.language, plain(name))] if name else [])
        names += [one for one in self._translated(each, identifier) if one not in names]
        rest = {k: v for k, v in each.items() if k not in (*_USED, *_OWNERS) and not _IN_LANGUAGE.fullmatch(k)}
        for part, kept in _OF_PART.items():
            told = each.get(part)
            if isinstance(told, dict) and (
                more := {k: v for k, v in told.items() if k not in kept and not _IN_LANGUAGE.fullmatch(k)}
            ):
                rest[part] = more
        if (legal := text(identifier, "legalName") or text(each, "legalName")) and legal != name:
            rest["legalName"] = legal
        address, contact = each.get("address"), each.get("contactPoint")
        where = ", ".join(filter(None, (text(address, key) for key in _ADDRESS)))
        reach = [f"{'contact' if key == 'name' else key}: {value}" for key in _CONTACT if (value := text(contact, key))]
        url = self.writer.address("identifier.uri", text(identifier, "uri"))
        land = text(address, "countryName")
        return Organization(
            ref=ref, names=names, kind=kind_by_list(ref), home=iso3_of(land) if land else "", within=self.publisher,
            identifiers=tuple(dict.fromkeys(i for i in typed if i != f"org-id:{ref}")),
            contact_details=tuple([f"address: {where}"] if where else []) + tuple(reach), links=(url,) if url else (),
            details=tuple(
                f"ocds:{path}={said}" for k, v in rest.items() for path, leaf in leaves(k, v) if (said := self.writer.text(path, leaf))
            ),
        )  # fmt: skip

    def _translated(self, *parts: object) -> list[dict[str, str]]:
        """The names that parts of a party have in other languages."""
        told = [
            (self.writer.language(match[1]), plain(name))
            for part in parts
            if isinstance(part, dict)
            for key, value in part.items()
            if (match := _IN_LANGUAGE.fullmatch(key)) and (name := self.writer.text(key, value))
        ]
        return names_of(told)


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; one object alone counts as a list, since publishers write it so.

    Example:
        >>> objects({"id": "a"}), objects([{"id": "a"}, 3, None])
        ([{'id': 'a'}], [{'id': 'a'}])
    """
    if value is None:
        return []
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    return [value] if isinstance(value, dict) else []


def leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    """The single values within a value, each with its path; those in a list under the id of their object.

    Example:
        >>> list(leaves("bids", {"details": [{"id": "7", "status": "valid"}]}))
        [('bids/details/7/id', '7'), ('bids/details/7/status', 'valid')]
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(f"{path}/{key}", inner)
    elif isinstance(value, list):
        if not any(isinstance(each, dict) for each in value):
            yield path, "; ".join(str(each) for each in value) or None
            return
        for number, each in enumerate(value):
            key = each.get("id", number) if isinstance(each, dict) else number
            yield from leaves(f"{path}/{key}", each)
    else:
        yield path, value


def owners(parties: Parties, each: dict[str, Any], owned: str | None) -> None:
    """Write the beneficial owners and shareholders of a party, as actors that own it."""
    writer = parties.writer
    for key in _OWNERS:
        for owner in objects(each.get(key)):
            name = writer.text(f"{key}.name", owner.get("name"))
            if not name or not owned:
                continue
            own = writer.text(f"{key}.id", owner.get("id"))
            kind = "person" if key == "beneficialOwners" else "actor"
            one = Organization(
                ref=f"{parties.publisher}/{own}" if own else "", names=names_of([("", name)]), kind=kind, within=owned
            )
            if iri := describe(writer, one):
                link = mint(writer.base, "association", writer.dataset, f"{iri}\t{owned}\t{key}")
                more = [
                    f"ocds:{path}={text}"
                    for k, v in owner.items()
                    if k not in ("id", "name")
                    for path, leaf in leaves(k, v)
                    if (text := writer.text(path, leaf))
                ]
                writer.add(
                    "associations", iri=link, from_actor=iri, to_actor=owned, type="owns", role=key, details=more or None
                )  # fmt: skip
