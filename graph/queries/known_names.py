"""The names that a query can use, by the declaration: classes, relationship types, keys and predicates; and the nearest for an unknown one."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from govgraph.graph.property_graph.projection import ROOT
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import relationships, tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import GOV, PREFIXES
from govgraph.ontology.turtle import DECLARATION, read

_NAME_IN_A_LANGUAGE = re.compile(r"name_[A-Za-z]{2,3}(?:_\w+)?")
_STANDARD = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl"))
_TYPE = PREFIXES["rdf"] + "type"
_BESIDE_COLUMNS = frozenset({_TYPE, PREFIXES["dct"] + "source", PREFIXES["geo"] + "asWKT"})
"""Predicates that the triples have besides those of the columns: of classes, of records and of places with coordinates."""


@cache
def labels() -> frozenset[str]:
    """The labels of nodes.

    Example:
        >>> {"Entity", "Agency"} <= labels()
        True
    """
    return frozenset({ROOT, *classes()})


@cache
def relationship_types() -> frozenset[str]:
    """The types of relationships.

    Example:
        >>> "MEMBER_OF" in relationship_types()
        True
    """
    return frozenset(drawn.type for drawn in relationships())


@cache
def keys() -> frozenset[str]:
    """The property keys of nodes and relationships, without those of names in a language.

    Example:
        >>> {"iri", "name", "startsFrom", "search"} <= keys()
        True
    """
    return frozenset({"name", *(c.key for t in tables().values() for c in (*t.property_columns, *t.columns))})


def is_key(name: str) -> bool:
    """Whether nodes or relationships may have a property.

    Example:
        >>> is_key("name_ky"), is_key("nmae")
        (True, False)
    """
    return name in keys() or _NAME_IN_A_LANGUAGE.fullmatch(name) is not None


@cache
def predicates() -> frozenset[str]:
    """The IRIs of the predicates in the triples, those of the ontology included."""
    ontology = {p for of in read("gov.ttl").of.values() for p in of}
    columns = {c.term for t in tables().values() for c in (*t.recorded, *t.assembled, *t.property_columns) if c.term}
    return frozenset({*_BESIDE_COLUMNS, *columns, *(p for p in ontology if not p.startswith(DECLARATION)), *_own()})


@cache
def class_iris() -> frozenset[str]:
    """The IRIs of the classes in the triples, those of the ontology included."""
    types = {t.value for of in read("gov.ttl").of.values() for t in of.get(_TYPE, []) if hasattr(t, "value")}
    return frozenset({*(c.iri for c in classes().values()), *(t for t in types if not t.startswith(DECLARATION))})


@cache
def _own() -> frozenset[str]:
    """All terms in the namespace of the ontology."""
    return frozenset(subject.strip("<>") for subject in read("gov.ttl").of if subject.startswith(f"<{GOV}"))


def is_term(iri: str) -> bool:
    """Whether an IRI in the namespace of the ontology is one of its terms; True for any other IRI.

    Example:
        >>> is_term("https://w3id.org/govgraph/ontology#Agensy"), is_term("https://example.org/a")
        (False, True)
    """
    return not iri.startswith(GOV) or iri in _own() or iri == GOV


def is_standard(iri: str) -> bool:
    """Whether an IRI is one of RDF, RDFS or OWL, which describe the ontology itself."""
    return iri.startswith(_STANDARD)


def unknown(what: str, name: str, known: Collection[str], where: str) -> str:
    """The warning for a name that nothing in the graph has, with the nearest name.

    Example:
        >>> unknown("label", "Agensy", labels(), "query:1:10")
        'query:1:10: nothing in the graph has the label Agensy; try: Agency'
    """
    same = next((k for k in sorted(known) if k.lower() == name.lower()), "") or nearest(name, sorted(known))
    return f"{where}: nothing in the graph has the {what} {name}" + (f"; try: {same}" if same else "")
