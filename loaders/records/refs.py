"""What an identifier in a person's own file refers to: a row of the dataset, a country, a type of event, an address.

One dataset has one space of local identifiers for all its tables, so a reference names no table. A code is typed
(``iso2:CH``, ``fips:CH``); one that no list has is a fault, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from govgraph.ontology.cameo import cameo_event, cameo_events
from govgraph.ontology.countries import SYSTEMS, countries, country, country_by_name
from govgraph.ontology.errors import nearest
from govgraph.ontology.event_types import event_type, event_types, plover_types
from govgraph.ontology.letters import composed
from govgraph.ontology.terms import CODE, clean_url, country_iri, is_iri, mint

UNKNOWN_CODE = "no such code"
NOT_COUNTRY = "not a country"
NOT_TYPE = "not a type of event"
WRONG_CLASS = "refers to something of another class"
NOT_IRI = "not an IRI"

COUNTRY_PREFIXES: Final = ("country", *SYSTEMS)
TYPE_PREFIXES: Final = ("event-type", "cameo", "plover")
_COUNTRY_AS: Final = ("Country", "Actor", "Organization", "Place", "Entity")
_TYPE_AS: Final = ("EventType", "Entity")
_CODE = re.compile(r"([a-z0-9-]+):(\S+)")
_HINTS = 100
"""Nearest names looked up in a block; looking for them is slow, and a thousand hints are none."""


@cache
def _country_names() -> dict[str, str]:
    """Name of a country -> how to write its code."""
    return {name: f"country:{c.iso3}" for c in countries() for name in (*c.names.values(), *c.variants) if name}


@cache
def _types() -> tuple[str, ...]:
    return (
        *(f"event-type:{t.code}" for t in event_types()),
        *(f"plover:{t.code}" for t in plover_types()),
        *(f"cameo:{t.code}" for t in cameo_events()),
    )


def _is_type(prefix: str, code: str) -> bool:
    if prefix == "plover":
        return any(t.code == code for t in plover_types())
    return (event_type(code) if prefix == "event-type" else cameo_event(code)) is not None


@dataclass(slots=True)
class Resolver:
    """Identifiers of one dataset -> IRIs; each distinct one is looked up once.

    Attributes:
        base: the graph's base IRI.
        dataset: whose local identifiers they are.

    Example:
        >>> from govgraph.ontology.terms import BASE
        >>> r = Resolver(BASE, "oversight")
        >>> r.iri("country:KGZ", "Country"), r.iri("Кыргызстан", "Country") == r.iri("iso2:KG", "Country")
        ('https://w3id.org/govgraph/id/country/KGZ', True)
        >>> r.iri("seminar", "EventType"), r.why("seminar", "EventType")
        (None, ('not a type of event', 'seminar (event-type:seminar?)'))
    """

    base: str
    dataset: str
    _known: dict[tuple[str, str], tuple[str | None, str]] = field(default_factory=dict)
    _hints: int = 0

    def iri(self, text: str, to: str) -> str | None:
        """The IRI that a cell refers to.

        Args:
            text: the cell.
            to: the class that the column refers to; empty: the row's own identifier.

        Returns:
            None where it is a fault; see :meth:`why`.
        """
        key = (text, to)
        if key not in self._known:
            self._known[key] = self._look_up(text, to)
        return self._known[key][0]

    def why(self, text: str, to: str) -> tuple[str, str]:
        """The reason why a cell refers to nothing, and the cell with the nearest right one."""
        self.iri(text, to)
        reason = self._known[(text, to)][1]
        return reason, with_hint(text, self._hint(text, reason))

    def _look_up(self, text: str, to: str) -> tuple[str | None, str]:
        address = clean_url(text)
        if is_iri(address):
            return address, ""
        text = composed(text)
        match = _CODE.fullmatch(text)
        if match and match[1] in TYPE_PREFIXES and not (match[1] == "cameo" and not match[2][0].isdigit()):
            if not _is_type(*match.groups()):
                return None, UNKNOWN_CODE
            return (f"{CODE}{match[1]}/{match[2]}", "") if to in _TYPE_AS else (None, WRONG_CLASS)
        if match and match[1] in COUNTRY_PREFIXES:
            found = country(text if match[1] != "country" else f"iso3:{match[2]}")
            if found:
                fits = to in _COUNTRY_AS or not to
                return (country_iri(self.base, found.iso3), "") if fits else (None, WRONG_CLASS)
            if match[1] != "wikidata":  # which has items of every kind
                return None, UNKNOWN_CODE
        if to == "Country":
            named = country_by_name(text)
            return (country_iri(self.base, named.iso3), "") if named else (None, NOT_COUNTRY)
        if to == "EventType":
            return None, NOT_TYPE
        return mint(self.base, "record", self.dataset, text), ""

    def _hint(self, text: str, reason: str) -> str:
        self._hints += 1
        if self._hints > _HINTS:
            return ""
        if reason == NOT_COUNTRY:
            codes = [f"{system}:{text}" for system in ("iso3", "iso2") if country(f"{system}:{text}")]
            name = "" if codes else nearest(text, _country_names())
            return codes[0] if codes else name
        if reason == NOT_TYPE:
            return nearest(f"event-type:{text}", _types())
        prefix = text.partition(":")[0]
        if reason == UNKNOWN_CODE and prefix in TYPE_PREFIXES:
            return nearest(text, [t for t in _types() if t.startswith(prefix)])
        return ""


def with_hint(value: str, hint: str) -> str:
    """A value at fault with what may have been meant.

    Example:
        >>> with_hint("agncy", "agency")
        'agncy (agency?)'
    """
    return f"{value[:150]} ({hint}?)" if hint and hint != value else value[:200]
