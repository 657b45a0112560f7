"""One entity of FollowTheMoney: its properties, which are taken one by one, so that those that nobody took are kept as details."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from govgraph.loaders.entities.ftm_schemata import Schema
from govgraph.loaders.popolo.values import as_date, ends_early, is_milliseconds
from govgraph.loaders.sheets.saved_again import MILLISECONDS
from govgraph.ontology.block import Note
from govgraph.ontology.countries import country
from govgraph.ontology.terms import country_iri, web_address

NAMESPACE: Final = "ftm"
_LONG_AGO: Final = "1001-01-01"
"""Stands for "long ago" in dates of sanctions lists."""
_COUNTRIES: Final = {"xk": "XKX", "suhh": "SUN", "yucs": "YUG", "csxx": "SCG", "cshh": "CSK", "ddde": "DDR"}
"""Codes of FollowTheMoney that are not those of ISO 3166-1 -> alpha-3."""
_LANGUAGES: Final = dict(
    pair.split(":") for pair in
    "eng:en rus:ru ukr:uk kir:ky kaz:kk uzb:uz tgk:tg tuk:tk deu:de fra:fr spa:es por:pt ita:it nld:nl pol:pl ces:cs slk:sk ron:ro bul:bg "
    "srp:sr hrv:hr hun:hu ell:el tur:tr ara:ar fas:fa heb:he zho:zh jpn:ja kor:ko hin:hi kat:ka hye:hy aze:az bel:be mon:mn lit:lt lav:lv "
    "est:et swe:sv fin:fi dan:da nor:no".split()
)  # fmt: skip
"""ISO 639-3, as statements have it -> the shorter tag of BCP 47."""
_NOT_KEPT: Final = frozenset({"indexText", "id"})
"""Properties that state nothing: a copy of other texts, and the hash that stands among statements as ``id``."""


@dataclass(slots=True)
class Entity:
    """An entity, or what one data set says of it.

    Attributes:
        row: the number of its record in the file; of statements, that of the first.
        values: property -> values, in the order of the file.
        datasets: the data sets that state it.
        languages: (property, value) -> language, where the file says so.
        used: the values that were taken, by property; None: all of them.
        unnamed: another data set gives its name, and this one need not.
        nested: it stands in another entity of the same row.
        rows: of statements, the numbers of all of them.
    """

    row: int
    id: str
    schema: Schema
    values: dict[str, list[str]]
    caption: str = ""
    datasets: list[str] = field(default_factory=list)
    referents: list[str] = field(default_factory=list)
    languages: dict[tuple[str, str], str] = field(default_factory=dict)
    used: dict[str, set[str] | None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unnamed: bool = False
    nested: bool = False
    rows: list[int] = field(default_factory=list)

    def note(self, kind: str, value: str) -> None:
        """Add a note about the entity."""
        self.notes.append(Note(kind, value[:200], self.row))

    def take(self, prop: str) -> list[str]:
        """All values of a property, which then count as used."""
        self.used[prop] = None
        return self.values.get(prop, [])

    def every(self, *props: str) -> list[str]:
        """All values of some properties, each once."""
        found: dict[str, None] = {}
        for prop in props:
            if values := self.take(prop):
                found.update(dict.fromkeys(values))
        return list(found)

    def one(self, prop: str) -> str | None:
        """The first value of a property; further values become details."""
        values = self.values.get(prop)
        if not values:
            return None
        self._use(prop, values[0])
        return values[0]

    def _use(self, prop: str, value: str) -> None:
        used = self.used.setdefault(prop, set())
        if used is not None:
            used.add(value)

    def names(self, *props: str) -> list[dict[str, str]]:
        """The values of some properties as names, each once, with their languages."""
        if not self.languages:  # only statements have them
            return [{"lang": "", "text": text} for text in self.every(*props)]
        found: dict[tuple[str, str], None] = {}
        for prop in props:
            for value in self.take(prop):
                tag = self.languages.get((prop, value), "")
                found[_LANGUAGES.get(tag, tag), value] = None
        return [{"lang": lang, "text": text} for lang, text in found]

    def date(self, *props: str) -> str | None:
        """The most exact date of the first property that has one; values that contradict it become details."""
        for prop in props:
            best, given = None, None
            for value in self.values.get(prop, ()):
                text = as_date(value[:10] if value[10:11] == "T" else value)
                if is_milliseconds(value):
                    self.note(MILLISECONDS, f"{prop}: {value}")
                if text is None:
                    self.note("date not understood", f"{prop}: {value}")
                elif text == _LONG_AGO:
                    self._use(prop, value)
                    self.note("stands for long ago, left out", f"{prop}: {value}")
                elif best is None or text.startswith(best):
                    best, given = text, value
                    self._use(prop, value)
                elif best.startswith(text):
                    self._use(prop, value)
            if given is not None:
                return best
        return None

    def span(self, start: tuple[str, ...], end: tuple[str, ...]) -> tuple[str | None, str | None]:
        """Start and end; an end before the start is left out, with a note."""
        first, last = self.date(*start), self.date(*end)
        if ends_early(first, last):
            self.note("ends before it starts", f"{self.id}: {first} to {last}")
            for prop in end:
                self.used.pop(prop, None)
            return first, None
        return first, last

    def country(self, base: str, *props: str) -> str | None:
        """The IRI of the country in the first of some properties that has values; of several countries none is chosen."""
        for prop in props:
            values = self.values.get(prop)
            if not values:
                continue
            codes = []
            for value in values:
                if iso3 := iso3_of(value):
                    codes.append(iso3)
                else:
                    self.note("unknown country", value)
            if len(values) == 1 and codes:
                self.take(prop)
                for other in props:  # the same country under another word says no more
                    if self.values.get(other) == values:
                        self.take(other)
                return country_iri(base, codes[0])
            return None
        return None

    def addresses(self, *props: str) -> list[str] | None:
        """The web addresses in some properties; what is none stays a detail, with a note."""
        pages = []
        for prop in props:
            for value in self.values.get(prop, ()):
                address, good = web_address(value)
                if good:
                    self._use(prop, value)
                    pages.append(address)
                else:
                    self.note("not a web address", f"{prop}: {value}")
        return list(dict.fromkeys(pages)) or None

    def number(self, prop: str) -> float | None:
        """The number in a property; a text that is none stays a detail."""
        for value in self.values.get(prop, ()):
            try:
                number = float(value.replace("%", "").replace("\u00a0", "").strip())
            except ValueError:
                continue
            if number == number and abs(number) != float("inf"):
                self._use(prop, value)
                return number
        return None

    def money(self) -> dict[str, Any]:
        """Amount and currency: those of the source before those that were converted."""
        for prop, currency in (("amount", ""), ("amountEur", "EUR"), ("amountUsd", "USD")):
            amount = self.number(prop)
            if amount is not None:
                return {"amount": amount, "currency": currency or self.one("currency")}
        return {}

    def details(self) -> list[str] | None:
        """All values that nobody took, and the data sets if there are several."""
        kept = []
        for prop, values in self.values.items():
            used = self.used.get(prop, ())
            if used is None or prop in _NOT_KEPT:
                continue
            kept += [f"{NAMESPACE}:{prop}={value}" for value in values if value not in used]
        if len(self.datasets) > 1:
            kept += [f"{NAMESPACE}:dataset={name}" for name in self.datasets]
        return kept or None


@cache
def iso3_of(code: str) -> str:
    """The ISO 3166-1 alpha-3 code of a country of FollowTheMoney; empty for what is no country (``eu``) or a part of one (``gb-sct``).

    Example:
        >>> iso3_of("kg"), iso3_of("suhh"), iso3_of("eu"), iso3_of("gb-sct")
        ('KGZ', 'SUN', '', '')
    """
    code = code.strip().lower()
    if code in _COUNTRIES:
        return _COUNTRIES[code]
    found = country(f"iso2:{code}") if len(code) == 2 else None
    return found.iso3 if found else ""
