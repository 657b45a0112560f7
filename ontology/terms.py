"""Namespaces, and how an IRI is made from a source's own identifier.

An IRI is base + kind + scope + identifier, never a name: so loading twice, in any order, with overlapping files,
gives the same graph. The scope is the dataset whose identifier it is. What an IRI may not hold is hashed, not
escaped, because an escaped name in an IRI invites people to read it as one.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

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
# Characters that no IRI may hold (SPARQL 1.1, rule IRIREF).
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SCHEME = re.compile(r"(?:https?|urn|ftp):\S", re.IGNORECASE)


def local_id(identifier: str) -> str:
    """The identifier itself where an IRI may hold it, else ``h-`` and 20 hex digits of its SHA-256.

    Example:
        >>> local_id("party/ata_meken"), local_id("Ата Мекен")[:2]
        ('party/ata_meken', 'h-')
    """
    if _SAFE_WHOLE.fullmatch(identifier) and len(identifier) <= 120 and not identifier.startswith("h-"):
        return identifier
    return "h-" + hashlib.sha256(identifier.encode()).hexdigest()[:20]


def mint(base: str, kind: str, scope: str, identifier: str) -> str:
    """The IRI of something that a source identifies.

    Args:
        base: the graph's base IRI, ending in ``/`` or ``#``.
        kind: ``person``, ``organization``, ``event`` ...
        scope: the dataset whose identifier it is.
        identifier: the source's own identifier.

    Example:
        >>> mint(BASE, "organization", "kyrgyzstan", "party/ata_meken")
        'https://w3id.org/govgraph/id/organization/kyrgyzstan/party/ata_meken'
    """
    return f"{base}{kind}/{local_id(scope)}/{local_id(identifier)}"


def country_iri(base: str, iso3: str) -> str:
    """The IRI of a country from its ISO 3166-1 alpha-3 code (https://www.iso.org/iso-3166-country-codes.html).

    Example:
        >>> country_iri(BASE, "KGZ")
        'https://w3id.org/govgraph/id/country/KGZ'
    """
    return f"{base}country/{iso3}"


def dataset_iri(base: str, dataset: str) -> str:
    """The IRI of a dataset, also the name of the graph of what it says.

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
        >>> is_iri("https://kenesh.kg/"), is_iri("BBC Monitoring")
        (True, False)
    """
    return bool(_SCHEME.match(text)) and not _NOT_IRI.search(text)


def clean_url(text: str) -> str:
    """A web address with the characters that no IRI may hold percent-encoded; any other text is returned unchanged.

    Example:
        >>> clean_url("http://a.kg/x y|z"), clean_url("BBC Monitoring")
        ('http://a.kg/x%20y%7Cz', 'BBC Monitoring')
    """
    text = text.strip()
    if not _SCHEME.match(text):
        return text
    return _NOT_IRI.sub(lambda m: quote(m.group()), text)


def clean_url_expr(column: pl.Expr) -> pl.Expr:
    """:func:`clean_url` for a column of text.

    Example:
        >>> import polars as pl
        >>> pl.select(clean_url_expr(pl.lit("http://a.kg/x y"))).item()
        'http://a.kg/x%20y'
    """
    # Those who only need terms do not pay for this.
    import polars as pl

    column = column.str.strip_chars()
    wanted = column.str.contains(r"(?i)^(?:https?|urn|ftp):\S") & column.str.contains(_NOT_IRI.pattern)
    # Few addresses need it, so the slow path runs only for those.
    return (
        pl.when(wanted)
        .then(pl.when(wanted).then(column).map_elements(clean_url, return_dtype=pl.String))
        .otherwise(column)
    )


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
