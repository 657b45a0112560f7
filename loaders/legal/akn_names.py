"""Whom and what the references of an Akoma Ntoso document stand for.

A document names persons, organisations, roles and events once, under ``references``, each with an IRI of an ontology (``href``), and means them elsewhere by
``#eId``. An eId is local to its component; many published files write it without the component's prefix, so the nearest one that ends the same is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.money.organizations import Organization, describe, plain
from govgraph.loaders.nested import Writer, names_of
from govgraph.loaders.places.languages import language_of
from govgraph.loaders.xml_records import local, text_of
from govgraph.ontology.countries import country
from govgraph.ontology.terms import country_iri, is_iri, mint

_ACTORS: Final = {"TLCPerson": "person", "TLCOrganization": "organization"}
_ZONE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})")


@dataclass(slots=True)
class Names:
    """The references of one document or component.

    Attributes:
        writer: where rows go.
        entries: eId -> the element that describes it, of this component; then those of the ones around it.
        editors: eIds of those who marked the text up, who are no actors of governance.
        country: alpha-3 code of the document's country.
        language: of its texts.
    """

    writer: Writer
    entries: dict[str, Element] = field(default_factory=dict)
    editors: set[str] = field(default_factory=set)
    country: str = ""
    language: str = ""

    def entry(self, reference: str | None) -> Element | None:
        """What a reference such as ``#smith`` stands for."""
        key = (reference or "").strip().removeprefix("#")
        if not key:
            return None
        if key in self.entries:
            return self.entries[key]
        last = key.rsplit("__", 1)[-1]
        same = {e.get("href"): e for k, e in self.entries.items() if k.rsplit("__", 1)[-1] == last}
        return next(iter(same.values())) if len(same) == 1 else None

    def shown(self, reference: str | None) -> str:
        """The words for what a reference stands for, or an empty string."""
        entry = self.entry(reference)
        return plain(entry.get("showAs") or "") if entry is not None else ""

    def actor(self, reference: str | None, words: str = "", kind: str = "actor") -> str | None:
        """The IRI of a person or organisation, with its row: by a reference, else by the words of the text alone.

        Args:
            kind: what an actor is that is known by words alone.
        """
        entry = self.entry(reference)
        if entry is not None and local(entry.tag) in _ACTORS and entry.get("href"):
            iri = iri_of(self.writer, _ACTORS[local(entry.tag)], entry.get("href") or "")
            name = plain(entry.get("showAs") or "") or words
            if self.writer.first(iri, name):
                home = country_iri(self.writer.base, self.country) if self.country else None
                self.writer.add(
                    "actors",
                    iri=iri,
                    kind=_ACTORS[local(entry.tag)],
                    names=names_of([(self.language, name)]),
                    country=home,
                )
            return iri
        target = (reference or "").strip()
        if entry is None and not target.startswith("#") and is_iri(target):
            if words:
                self.writer.add("actors", iri=target, kind=kind, names=names_of([(self.language, words)]))
            return target
        if target and entry is None:
            self.writer.note("dangling reference", target)
        if not words:
            return None
        within = f"{self.country}\t{self.writer.dataset}"
        return describe(
            self.writer,
            Organization(names=names_of([(self.language, words)]), kind=kind, home=self.country, within=within),
        )


def iri_of(writer: Writer, kind: str, href: str) -> str:
    """The IRI of something that an Akoma Ntoso IRI names: a web address stays, a path is put below the base.

    Example:
        >>> iri_of(Writer("x:", "akn"), "person", "/ontology/person/akn/uy/a"), iri_of(Writer("x:", "akn"), "person", "http://a.uy/1")
        ('x:person/akn/ontology/person/akn/uy/a', 'http://a.uy/1')
    """
    href = href.strip()
    return href if is_iri(href) else mint(writer.base, kind, "akn", href.strip("/").removeprefix("#"))


def names_in(writer: Writer, document: Element, outer: Names | None = None) -> Names:
    """The references that hold in a document; those of the document around it come after its own."""
    meta = child(document, "meta")
    names = Names(writer, {})
    for part in meta.iter() if meta is not None else []:
        if local(part.tag).startswith("TLC") and (key := part.get("eId") or part.get("id")):
            names.entries.setdefault(key, part)
        if local(part.tag) in ("references", "identification", "analysis", "lifecycle"):
            names.editors.add((part.get("source") or "").removeprefix("#"))
    if outer is not None:
        for key, entry in outer.entries.items():
            names.entries.setdefault(key, entry)
        names.country, names.language = outer.country, outer.language
    work, expression = frbr(document, "FRBRWork"), frbr(document, "FRBRExpression")
    names.country = country_of(value(work, "FRBRcountry")) or names.country
    language = child(expression, "FRBRlanguage")
    if language is not None:
        names.language = writer.language(language_of((language.get("language") or "").lower()))
    return names


def country_of(text: str) -> str:
    """The alpha-3 code of a country as documents write it: ``uy``, ``ita``, ``GB-UKM``.

    Example:
        >>> [country_of(text) for text in ("uy", "ita", "GB-UKM", "ak")]
        ['URY', 'ITA', 'GBR', '']
    """
    code = text.split("-")[0].strip()
    one = country(f"iso{len(code)}:{code}") if len(code) in (2, 3) else None
    return one.iso3 if one else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child by a path of names without namespaces."""
    for name in path:
        element = next((e for e in element if local(e.tag) == name), None) if element is not None else None
    return element


def children(element: Element, *path: str) -> list[Element]:
    """The children of what a path of names leads to."""
    found = child(element, *path)
    return list(found) if found is not None else []


def frbr(document: Element, level: str) -> Element | None:
    """One of the levels of a document's identification: FRBRWork, FRBRExpression, FRBRManifestation."""
    return child(document, "meta", "identification", level)


def value(element: Element | None, name: str) -> str:
    """The attribute ``value`` of a child, or an empty string."""
    found = child(element, name)
    return (found.get("value") or "").strip() if found is not None else ""


def day_of(writer: Writer, element: Element | None, column: str) -> str | None:
    """The date in the attribute ``date`` of an element, without a time zone."""
    text = (element.get("date") or "").strip() if element is not None else ""
    match = _ZONE.fullmatch(text)
    return writer.date(column, match[1] if match else text)


Parts = list[tuple[str, Element]]
"""All elements of a document in their order, each with its name without the namespace."""


def parts_of(document: Element) -> Parts:
    """All elements within a document, and the document itself; they are looked through for one thing after another."""
    return [(local(part.tag), part) for part in document.iter()]


def first_text(parts: Parts, *names: str) -> str:
    """The text of the first element of one of some names, in their order."""
    for name in names:
        for kind, part in parts:
            if kind == name and (text := text_of(part)):
                return text
    return ""
