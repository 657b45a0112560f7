"""Objects of triples as values of columns: dates, numbers, names, addresses and identifiers."""

from __future__ import annotations

import re
from typing import Any, Final

import pyoxigraph as ox

from govgraph.loaders.popolo.values import as_date
from govgraph.loaders.rdf.things import Term
from govgraph.ontology.terms import clean_url, is_iri

_ZONE: Final = re.compile(r"(\d{4}(?:-\d{2}){0,2})(?:Z|[+-]\d{2}:\d{2})")
_UTC: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}).*?(Z|[+-]\d{2}:\d{2})?")
_CURIE: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]*:\S+")


def date_of(term: Term) -> str | None:
    """A partial date; the zone of a day is left out, and so is the time of day. None if it is no date.

    Example:
        >>> date_of(ox.Literal("2016-10-06+00:00")), date_of(ox.Literal("2012"))
        ('2016-10-06', '2012')
    """
    if not isinstance(term, ox.Literal):
        return None
    text = term.value.strip()
    if match := _ZONE.fullmatch(text):
        text = match[1]
    return as_date(text)


def may_be_the_next_day(term: Term) -> bool:
    """Whether a day is written as its start in Universal Time, late in the evening before: cutting the time off gives the wrong day.

    Example:
        >>> may_be_the_next_day(ox.Literal("2022-02-15T23:00:00Z")), may_be_the_next_day(ox.Literal("2022-02-15T10:00:00Z"))
        (True, False)
    """
    match = _UTC.fullmatch(term.value.strip()) if isinstance(term, ox.Literal) else None
    return bool(match and match[4] == "Z" and match[2] >= "20" and match[3] == "00")


def text_of(term: Term) -> str:
    """The text of a literal, or the IRI; of a blank node nothing."""
    return "" if isinstance(term, ox.BlankNode) else term.value


def names_of(terms: list[Term]) -> tuple[list[dict[str, str]] | None, list[dict[str, str]]]:
    """One name for each language, and the others."""
    names: dict[str, dict[str, str]] = {}
    others = []
    for term in terms:
        if isinstance(term, ox.Literal) and term.value.strip():
            one = {"lang": term.language or "", "text": term.value.strip()}
            if names.setdefault(one["lang"], one) != one:
                others.append(one)
    return list(names.values()) or None, others


def addresses_of(terms: list[Term]) -> list[str]:
    """The web addresses among some objects."""
    found = [clean_url(text_of(term)) for term in terms]
    return list(dict.fromkeys(one for one in found if is_iri(one)))


def number_of(term: Term) -> float | None:
    """A finite number, or None."""
    try:
        number = float(term.value) if isinstance(term, ox.Literal) else float("nan")
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None


def identifier_of(text: str) -> str:
    """A typed identifier: as it is if it has a type, else one of RDF.

    Example:
        >>> identifier_of("wikidata:Q813"), identifier_of("A 12")
        ('wikidata:Q813', 'rdf-identifier:A%2012')
    """
    return text if _CURIE.fullmatch(text) and not is_iri(text) else "rdf-identifier:" + "%20".join(text.split())


def typed(kind: str, term: Term) -> Any:
    """An object as a value of a declared type, for data in our own ontology; None if it is not of that type."""
    if kind == "url":
        return text_of(term) or None
    if not isinstance(term, ox.Literal):
        return None
    if kind in ("number", "integer"):
        number = number_of(term)
        return number if number is None or kind == "number" else int(number) if number.is_integer() else None
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(term.value)
    if kind in ("partial_date", "date"):
        return date_of(term)
    return term.value
