"""The elements that activities, transactions and organisation files of IATI share: texts by language, organisations, countries, places, money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.identity import digest
from govgraph.loaders.money.iati_codes import DAC, KIND_BY_NAME, KINDS
from govgraph.loaders.money.organizations import Organization, plain
from govgraph.loaders.nested import Writer, names_of
from govgraph.loaders.xml_records import LANG, local
from govgraph.ontology.countries import country
from govgraph.ontology.terms import country_iri, local_id

# IATI code list GeographicalPrecision (1.0x) and GeographicExactness (2.0x).
_PRECISION: Final = {"1": "exact", "3": "adm2", "4": "adm1", "6": "country"}
_EXACTNESS: Final = {"1": "exact"}
_GEONAMES: Final = ("G1", "1", "GEO", "geonames.org")
"""GeographicVocabulary of 2.0x; GazetteerAgency of 1.0x, which files also give by its name."""
_OF_PLACES: Final = ("name", "location-id", "coordinates", "point", "exactness", "gazetteer-entry")
"""What a place has columns for."""


@dataclass(slots=True)
class Context:
    """What holds for one activity or organisation.

    Attributes:
        writer: where its rows go.
        identifier: its own identifier.
        language: of texts without one.
        currency: of values without one.
        reporter: who publishes it.
        home: the alpha-3 code of the only country that it is for.
    """

    writer: Writer
    identifier: str
    language: str = ""
    currency: str = ""
    reporter: Organization = field(default_factory=Organization)
    home: str = ""


def texts(of: Context, element: Element | None) -> list[dict[str, str]]:
    """The texts of an element by language: its ``narrative`` children (2.0x), else its own text (1.0x).

    Example:
        >>> from xml.etree import ElementTree
        >>> title = ElementTree.fromstring("<title><narrative>Water</narrative></title>")
        >>> texts(Context(Writer("x:", "iati"), "GB-1-7", language="en"), title)
        [{'lang': 'en', 'text': 'Water'}]
    """
    if element is None:
        return []
    parts = [child for child in element if local(child.tag) == "narrative"] if len(element) else [element]
    parts = parts or [element]
    default = element.get(LANG)
    if len(parts) == 1 and not default and not parts[0].keys():  # most texts
        text = plain(parts[0].text or "")
        return [{"lang": of.language, "text": text}] if text else []
    found = []
    for part in parts:
        if text := plain(part.text or ""):
            tag = part.get(LANG) or default
            found.append((of.writer.language(tag) if tag else of.language, text))
    return names_of(found)


def first_text(of: Context, element: Element | None) -> str:
    """The text of an element in the preferred language, or an empty string."""
    best = of.writer.preferred(texts(of, element))
    return best["text"] if best else ""


def find(element: Element, name: str) -> Element | None:
    """The first child of a name."""
    return element.find(name)


def every(element: Element, name: str) -> list[Element]:
    """The children of a name."""
    return element.findall(name)


def attribute(element: Element | None, name: str) -> str:
    """An attribute without space around it, or an empty string."""
    if element is None:
        return ""
    value = element.get(name)
    return value.strip() if value else ""


def organization(of: Context, element: Element) -> Organization:
    """The organisation that an element names; the same few are named again and again."""
    parts = ((part.tag, part.text, *part.attrib.items()) for part in element) if len(element) else ()
    within = f"{of.reporter.ref or of.reporter.shown}\t{of.home}"
    key = (within, of.language, element.text, *element.attrib.items(), None, *parts)
    return of.writer.made.of(key, lambda: _organization(of, element, within))


def _organization(of: Context, element: Element, within: str) -> Organization:
    code = attribute(element, "type")
    code = KIND_BY_NAME.get(code.casefold(), code)
    if code and code not in KINDS:
        of.writer.note("unknown code", f"iati-organisation-type:{code}")
    kind, classification = KINDS.get(code, ("organization", ""))
    return Organization(
        ref=attribute(element, "ref"), names=texts(of, element), kind=kind, classification=classification,
        within=within, may_be_state=True,
    )  # fmt: skip


def country_of(of: Context, element: Element) -> str:
    """The alpha-3 code of a recipient country; empty, with a note, if its code is none. ``NA`` is Namibia only if the name agrees."""
    code, name = attribute(element, "code").upper(), first_text(of, element)
    one, by_name = country(f"iso2:{code}") if code else None, iso3_of(name) if name else ""
    if code == "NA" and by_name != "NAM":
        of.writer.note("NA is not taken for Namibia without the name", f"{code} {name}".strip())
        return by_name
    if one and by_name and one.iso3 != by_name:
        of.writer.note("country codes disagree", f"{name} iso2:{code}")
    if one is None and (code or name) and not by_name:
        of.writer.note("unknown country", f"{code} {name}".strip())
    return one.iso3 if one else by_name


def topics(of: Context, element: Element) -> Iterator[str]:
    """The typed codes of the sectors of an element."""
    for sector in every(element, "sector"):
        code, vocabulary = attribute(sector, "code"), attribute(sector, "vocabulary").upper()
        if code:
            scheme = "dac-sector" if vocabulary in DAC else f"iati-sector-{local_id(vocabulary)}"
            yield f"{scheme}:{'_'.join(code.split())}"
        elif text := first_text(of, sector):
            of.writer.note("sector without a code", text)


@dataclass(frozen=True, slots=True)
class Money:
    """A value, its currency, and the day whose exchange rate it is given for."""

    amount: float | None = None
    currency: str | None = None
    value_date: str | None = None


def money(of: Context, element: Element, name: str = "value") -> Money:
    """The money in the ``value`` of an element; without an own currency it is that of the activity."""
    value = find(element, name)
    if value is None:
        return Money()
    column = f"{local(element.tag)}.value"
    amount = of.writer.money(column, value.text)
    if amount is None:
        return Money()
    currency = of.writer.currency(column, attribute(value, "currency") or of.currency)
    if currency is None:
        of.writer.note("value without a currency", f"{column} of {of.identifier}")
    return Money(amount, currency, of.writer.date(f"{column}@value-date", attribute(value, "value-date")))


def day(of: Context, element: Element | None) -> str | None:
    """The date in ``iso-date``, else in the text of an element."""
    if element is None:
        return None
    column = local(element.tag)
    return of.writer.date(column, attribute(element, "iso-date") or (element.text or "").strip())


def detail(of: Context, element: Element, prefix: str = "") -> Iterator[str]:
    """What an element says that has no column: ``iati:policy-marker=1 Gender Equality (significance=0)``; of what has parts, each part."""
    name = f"{prefix}{local(element.tag)}"
    parts = [child for child in element if local(child.tag) != "narrative"]
    code, text = attribute(element, "code"), " / ".join(each["text"] for each in texts(of, element))
    others = [
        f"{local(key)}={value.strip()}" for key, value in element.attrib.items() if key not in ("code", LANG) and value.strip()
    ]  # fmt: skip
    if code or text or (others and not parts):
        said = " ".join(filter(None, (code, text, f"({', '.join(others)})" if others else "")))
        yield f"iati:{name}={said}"
    for part in parts:
        yield from detail(of, part, f"{name}/")


def document(of: Context, element: Element) -> str | None:
    """Write the document that a ``document-link`` leads to; its address, or None if it has none. What has no column is kept in the details.

    Example:
        >>> from xml.etree import ElementTree
        >>> text = '<document-link url="https://a.org/1" format="text/html"><category code="A01"/></document-link>'
        >>> writer = Writer("x:", "iati")
        >>> document(Context(writer, "GB-1-7"), ElementTree.fromstring(text)), writer.rows.of["documents"][0]["details"]
        ('https://a.org/1', ['iati:document-link/format=text/html', 'iati:document-link/category=A01'])
    """
    url = of.writer.address("document-link", attribute(element, "url"))
    if url is None:
        if not attribute(element, "url"):
            of.writer.note(
                "document without an address", f"{first_text(of, find(element, 'title'))} of {of.identifier}"
            )
        return None
    spoken = every(element, "language")
    kept = [one for one in element if local(one.tag) not in ("title", "document-date") and one not in spoken[:1]]
    rest = [f"iati:document-link/format={form}"] if (form := attribute(element, "format")) else []
    rest += [one for part in kept for one in detail(of, part, "document-link/")]
    of.writer.add(
        "documents", iri=url, names=texts(of, find(element, "title")), date=day(of, find(element, "document-date")), links=[url],
        language=of.writer.language(attribute(spoken[0], "code")) if spoken else None, details=list(dict.fromkeys(rest)) or None,
    )  # fmt: skip
    return url


def place(of: Context, element: Element) -> str | None:
    """Write the place that a ``location`` describes; its IRI, or None if it says nothing that tells it from others."""
    writer = of.writer
    names = texts(of, find(element, "name"))
    codes = [
        (attribute(child, "vocabulary"), attribute(child, "code"))
        for child in (*every(element, "location-id"), *every(element, "administrative"))
        if attribute(child, "code")
    ]
    gazetteer = [(attribute(g, "gazetteer-ref"), (g.text or "").strip()) for g in every(element, "gazetteer-entry")]
    codes += [(agency, code) for agency, code in gazetteer if code]
    older = find(element, "administrative")
    division = texts(of, older) if older is not None else []
    latitude, longitude = _point(of, element)
    if not (names or codes or division or latitude is not None):
        return None
    home = of.home
    if older is not None and (code := attribute(older, "country")):
        one = country(f"iso2:{code}")
        home = one.iso3 if one else home
    coordinates = find(element, "coordinates")
    exactness = attribute(find(element, "exactness"), "code")
    precision = _PRECISION.get(attribute(coordinates, "precision"), _EXACTNESS.get(exactness, "unknown"))
    key = [
        home,
        *(name["text"] for name in names),
        *map(str, codes),
        *(d["text"] for d in division),
        latitude,
        longitude,
    ]
    iri = f"{writer.base}place/{local_id(writer.dataset)}/h-{digest(chr(9).join(map(str, key)))}"
    typed = (
        f"{'geonames' if v in _GEONAMES else f'iati-location-{local_id(v)}'}:{'_'.join(c.split())}" for v, c in codes
    )
    identifiers = list(dict.fromkeys(typed))
    rest = [one for child in element if local(child.tag) not in _OF_PLACES for one in detail(of, child)]
    writer.add(
        "places", iri=iri, names=names or division[:1], aliases=[d for d in division if d not in names] if names else division[1:], identifiers=identifiers,
        country=country_iri(writer.base, home) if home else None, latitude=latitude, longitude=longitude, precision=precision, details=list(dict.fromkeys(rest)),
    )  # fmt: skip
    return iri


def _point(of: Context, element: Element) -> tuple[float | None, float | None]:
    coordinates, point = find(element, "coordinates"), find(element, "point")
    pair: list[str] = []
    if coordinates is not None:
        pair = [attribute(coordinates, "latitude"), attribute(coordinates, "longitude")]
    elif point is not None and (pos := find(point, "pos")) is not None:
        pair = (pos.text or "").replace(",", " ").split()
    return of.writer.point("location.point", *(pair if len(pair) == 2 else (" ".join(pair), None)))
