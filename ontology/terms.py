"""Namespaces, and how an IRI is made from a source's own identifier.

An IRI is base + kind + scope + identifier, never a name. So loading files twice, in any order, or overlapping files,
gives the same graph. The scope is the dataset that the identifier belongs to. An identifier that an IRI may not hold is
hashed, not escaped, because people would read an escaped one as a name.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from govgraph.ontology.letters import composed

if TYPE_CHECKING:
    import polars as pl

BASE = "https://w3id.org/govgraph/id/"
GOV = "https://w3id.org/govgraph/ontology#"
CODE = "https://w3id.org/govgraph/code/"

PREFIXES: dict[str, str] = {
    "gov": GOV,
    "id": BASE,
    "country": BASE + "country/",
    "cameo": CODE + "cameo/",
    "plover": CODE + "plover/",
    "event-type": CODE + "event-type/",
    "acled": CODE + "acled/",
    "iati": CODE + "iati/",
    "ocds": CODE + "ocds/",
    "plover-mode": CODE + "plover-mode/",
    "scad": CODE + "scad/",
    "ucdp": CODE + "ucdp/",
    "weis": CODE + "weis/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "org": "http://www.w3.org/ns/org#",
    "cv": "http://data.europa.eu/m8g/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that every SPARQL query knows without declaring them."""

# What may stand in the path of an IRI unchanged (RFC 3987 ipchar without sub-delims, and "/").
_SAFE = r"[A-Za-z0-9._~:@-]+(?:/[A-Za-z0-9._~:@-]+)*"
_SAFE_WHOLE = re.compile(_SAFE)


def _characters(*ranges: tuple[int, int]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# RFC 3987, 2.2, as Oxigraph reads it, which is the strictest of the stores. There is no look-around, and characters are not
# escaped, so that the same pattern works in Python and in polars.
_UCS = _characters(
    (0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF),
    *((plane << 16, (plane << 16) + 0xFFFD) for plane in range(1, 14)), (0xE1000, 0xEFFFD),
)  # fmt: skip
_PRIVATE = _characters((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
_CHAR = rf"A-Za-z0-9._~!$&'()*+,;={_UCS}-"
_ENCODED = r"%[0-9A-Fa-f]{2}"
_HEX, _BYTE = r"[0-9A-Fa-f]{1,4}", r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_LAST = rf"(?:{_HEX}:{_HEX}|{_BYTE}(?:\.{_BYTE}){{3}})"
_IPV6 = "|".join(
    [
        rf"(?:{_HEX}:){{6}}{_LAST}",
        rf"::(?:{_HEX}:){{5}}{_LAST}",
        *(rf"(?:(?:{_HEX}:){{0,{4 - n}}}{_HEX})?::(?:{_HEX}:){{{n}}}{_LAST}" for n in range(5)),
        rf"(?:(?:{_HEX}:){{0,5}}{_HEX})?::{_HEX}",
        rf"(?:(?:{_HEX}:){{0,6}}{_HEX})?::",
    ]
)
_HOST = rf"(?:\[(?:{_IPV6}|[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]|(?:[{_CHAR}]|{_ENCODED})*)"
_AUTHORITY = rf"(?:(?:[{_CHAR}:]|{_ENCODED})*@)?{_HOST}(?::[0-9]*)?"
_SEGMENT = rf"(?:[{_CHAR}:@]|{_ENCODED})"
_PATH = rf"(?://{_AUTHORITY}(?:/{_SEGMENT}*)*|/(?:{_SEGMENT}+(?:/{_SEGMENT}*)*)?|(?:{_SEGMENT}+(?:/{_SEGMENT}*)*)?)"
_REST = rf"{_PATH}(?:\?(?:[{_CHAR}:@/?{_PRIVATE}]|{_ENCODED})*)?(?:#(?:[{_CHAR}:@/?]|{_ENCODED})*)?"

IRI = rf"^[A-Za-z][A-Za-z0-9+.-]*:{_REST}$"
"""The pattern of an absolute IRI, for records, RDF and queries."""
ADDRESS = rf"^(?i:https?|urn|ftp):{_REST}$"
"""The pattern of an IRI with a usual scheme; others may be plain text, such as ``BBC:Monitoring``, which is a valid IRI."""

LANGUAGE = (
    r"^(?i:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+)$"
)
"""The pattern of a language tag (RFC 5646, 2.1, without the tags from before 2001), as RDF stores accept it."""

SPACE = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""What is taken off around an address: white space as Unicode has it; Python takes four more characters for it."""

_SCHEME = r"^(?i:https?|urn|ftp):[^\s]"
_ADDRESS_LIKE = re.compile(_SCHEME)
# Most addresses are so plain, and the whole pattern takes ten times as long.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?")
# scheme and authority | path and query | fragment: brackets may stand in the host only, "#" only before the fragment.
_PARTS = re.compile(r"([A-Za-z]+:(?://[^/?#]*)?)([^#]*)(?:(#)(.*))?", re.DOTALL)
_UNENCODED = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^{_CHAR}:@/?%]", re.DOTALL)


@cache
def _address() -> re.Pattern[str]:
    """Compiled when it is needed, since that takes longer than all else in this module."""
    return re.compile(ADDRESS)


@lru_cache(maxsize=65_536)
def local_id(identifier: str) -> str:
    """The identifier itself if an IRI may hold it, else ``h-`` and 20 hex digits of its SHA-256.

    The composed and the decomposed form of a letter (й as one character, or as two, as a Mac writes it) are the same text, so
    the composed form is hashed (Unicode NFC, UAX #15).

    Example:
        >>> local_id("party/ata_meken"), local_id("Ата Мекен")[:2]
        ('party/ata_meken', 'h-')
    """
    return _local_id(identifier)


def _local_id(identifier: str) -> str:
    if _SAFE_WHOLE.fullmatch(identifier) and len(identifier) <= 120 and not identifier.startswith("h-"):
        return identifier
    return "h-" + hashlib.sha256(composed(identifier).encode()).hexdigest()[:20]


def mint(base: str, kind: str, scope: str, identifier: str) -> str:
    """The IRI of something that a source identifies.

    Args:
        base: the graph's base IRI, ending in ``/`` or ``#``.
        kind: ``person``, ``organization``, ``event`` ...
        scope: the dataset that the identifier belongs to.
        identifier: the source's own identifier.

    Example:
        >>> mint(BASE, "organization", "kyrgyzstan", "party/ata_meken")
        'https://w3id.org/govgraph/id/organization/kyrgyzstan/party/ata_meken'
    """
    # Most things are named once or twice, so that to remember their identifiers costs more than it saves.
    return f"{base}{kind}/{local_id(scope)}/{_local_id(identifier)}"


def country_iri(base: str, iso3: str) -> str:
    """The IRI of a country from its ISO 3166-1 alpha-3 code (https://www.iso.org/iso-3166-country-codes.html).

    Example:
        >>> country_iri(BASE, "KGZ")
        'https://w3id.org/govgraph/id/country/KGZ'
    """
    return f"{base}country/{iso3}"


def dataset_iri(base: str, dataset: str) -> str:
    """The IRI of a dataset, which is also the name of the graph with its statements.

    Example:
        >>> dataset_iri(BASE, "gdelt")
        'https://w3id.org/govgraph/id/dataset/gdelt'
    """
    return f"{base}dataset/{local_id(dataset)}"


def load_iri(base: str, load: str) -> str:
    """The IRI of a load.

    Example:
        >>> load_iri(BASE, "popolo-3f2a9c81d0e4")
        'https://w3id.org/govgraph/id/load/popolo-3f2a9c81d0e4'
    """
    return f"{base}load/{load}"


def record_prefix(base: str, load: str, file_name: str) -> str:
    """What the IRI of every record of a load begins with; ``row=5`` or a JSON pointer follows (RFC 7111, RFC 6901).

    Example:
        >>> record_prefix(BASE, "records-1", "көч.csv")
        'https://w3id.org/govgraph/id/load/records-1/%D0%BA%D3%A9%D1%87.csv#'
    """
    return f"{load_iri(base, load)}/{quote(file_name, safe='/._~-')}#"


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI that can be written to RDF as it stands.

    Example:
        >>> is_iri("https://kenesh.kg/"), is_iri("https://kenesh.kg/?a[]=1"), is_iri("BBC Monitoring")
        (True, False, False)
    """
    if _PLAIN.fullmatch(text):
        return True
    return _ADDRESS_LIKE.match(text) is not None and _address().fullmatch(text) is not None


def clean_url(text: str) -> str:
    """A web address as an IRI: characters that an IRI may not hold are percent-encoded, so it still leads to the same page.

    Text that is not a web address, or an address that encoding cannot repair (a wrong host or port), is returned unchanged.

    Example:
        >>> clean_url("http://a.kg/x y?z[]=100%"), clean_url("http://a:b/"), clean_url("BBC Monitoring")
        ('http://a.kg/x%20y?z%5B%5D=100%25', 'http://a:b/', 'BBC Monitoring')
    """
    text = text.strip(SPACE)
    if is_iri(text) or not _ADDRESS_LIKE.match(text) or (parts := _PARTS.fullmatch(text)) is None:
        return text
    before, path, hash_sign, fragment = parts.groups()
    encoded = before + _UNENCODED.sub(_percent, path) + (hash_sign or "") + _UNENCODED.sub(_percent, fragment or "")
    return encoded if is_iri(encoded) else text


def web_address(text: str) -> tuple[str, bool]:
    """:func:`clean_url`, and whether that is an IRI.

    Example:
        >>> web_address("http://a.kg/x y"), web_address("BBC")
        (('http://a.kg/x%20y', True), ('BBC', False))
    """
    if _PLAIN.fullmatch(text):  # most addresses
        return text, True
    address = clean_url(text)
    return address, is_iri(address)


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), errors="surrogatepass")


def clean_url_expr(column: pl.Expr) -> pl.Expr:
    """:func:`clean_url` for a column of text.

    Example:
        >>> import polars as pl
        >>> pl.select(clean_url_expr(pl.lit("http://a.kg/x y"))).item()
        'http://a.kg/x%20y'
    """
    # Imported here, so that modules that need only terms do not wait for polars.
    import polars as pl

    column = column.str.strip_chars(SPACE)
    faulty = address_at_fault(column)
    # Few addresses need cleaning, so the slow path runs only for those.
    return (
        pl.when(faulty)
        .then(pl.when(faulty).then(column).map_elements(clean_url, return_dtype=pl.String))
        .otherwise(column)
    )


def address_at_fault(column: pl.Expr) -> pl.Expr:
    """Whether a text begins like a web address, but is not an IRI.

    Example:
        >>> import polars as pl
        >>> rows = pl.DataFrame({"url": ["http://a:b/", "http://a/", "BBC"]})
        >>> rows.select(address_at_fault(pl.col("url"))).to_series().to_list()
        [True, False, False]
    """
    return column.str.contains(_SCHEME) & ~column.str.contains(ADDRESS)


def shorten(iri: str) -> str:
    """An IRI with a known prefix, for people to read.

    Example:
        >>> shorten(GOV + "Event")
        'gov:Event'
    """
    best = max((p for p in PREFIXES.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri


def expand(text: str) -> str | None:
    """The IRI of a prefixed name such as ``gov:Event``, or None where the prefix is not known.

    Example:
        >>> expand("gov:Event"), expand("x:y")
        ('https://w3id.org/govgraph/ontology#Event', None)
    """
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None
