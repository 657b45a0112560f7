"""The classes and properties of the ontology, read from gov.ttl: what nodes and links are, and the words for kinds of actors.

A class or kind that is not declared is an error that names the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from govgraph.ontology.errors import OntologyError, nearest
from govgraph.ontology.terms import GOV, PREFIXES
from govgraph.ontology.turtle import DECLARATION, read

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]


@dataclass(frozen=True, slots=True)
class Class:
    """One class of the ontology.

    Attributes:
        name: local name, also the label in the property graph.
        parents: local names of its direct superclasses among our own.
        reused: IRIs of its superclasses in other vocabularies.
        kind: the word for it in the column ``kind``, or empty.
        public: whether a person with a membership in something of this class is an official.
        labels: language -> label.
    """

    name: str
    comment: str
    labels: dict[str, str]
    parents: tuple[str, ...]
    reused: tuple[str, ...]
    kind: str
    public: bool

    @property
    def iri(self) -> str:
        """The IRI of the class."""
        return GOV + self.name


@cache
def classes() -> dict[str, Class]:
    """All classes of the ontology by local name.

    Example:
        >>> classes()["Agency"].parents
        ('Organization',)
    """
    triples = read("gov.ttl")
    declared = {}
    for subject, predicates in triples.of.items():
        if f"<{_OWL}Class>" not in [str(t) for t in predicates.get(_RDF + "type", [])]:
            continue
        parents = [str(p.value) for p in triples.all(subject, _RDFS + "subClassOf")]
        name = subject.strip("<>").removeprefix(GOV)
        declared[name] = Class(
            name=name,
            comment=triples.one(subject, _RDFS + "comment"),
            labels={
                str(x.language): x.value for x in triples.all(subject, _RDFS + "label") if isinstance(x, ox.Literal)
            },
            parents=tuple(p.removeprefix(GOV) for p in parents if p.startswith(GOV)),
            reused=tuple(p for p in parents if not p.startswith(GOV)),
            kind=triples.one(subject, DECLARATION + "kind"),
            public=triples.one(subject, DECLARATION + "public") == "true",
        )
    return declared


@cache
def kinds() -> dict[str, str]:
    """Word of the column ``kind`` -> class, the most special first (so that the kinds of two sources can be compared).

    Example:
        >>> kinds()["agency"]
        'Agency'
    """
    of = {c.kind: c.name for c in classes().values() if c.kind}
    return dict(sorted(of.items(), key=lambda k: (-len(lineage(k[1])), k[0])))


@cache
def lineage(name: str) -> tuple[str, ...]:
    """A class and all its superclasses among our own, sorted.

    Raises:
        OntologyError: no such class.

    Example:
        >>> lineage("Agency")
        ('Actor', 'Agency', 'Organization')
    """
    if name not in classes():
        raise OntologyError(f"no class {name!r}", expected=nearest(name, classes()), hint="govgraph ref")
    above = {name}
    for parent in classes()[name].parents:
        above.update(lineage(parent))
    return tuple(sorted(above))


@cache
def properties() -> dict[str, str]:
    """Our own properties -> what they mean, by local name.

    Example:
        >>> "startDate" in properties()
        True
    """
    triples = read("gov.ttl")
    return {
        subject.strip("<>").removeprefix(GOV): triples.one(subject, _RDFS + "comment")
        for subject, predicates in triples.of.items()
        if any(
            t.value in (_OWL + "ObjectProperty", _OWL + "DatatypeProperty") for t in predicates.get(_RDF + "type", [])
        )
    }


@cache
def ontology_quads() -> bytes:
    """The ontology's classes and properties as N-Quads, in a graph of its own (its IRI without the ``#``).

    Example:
        >>> ontology_quads().splitlines()[0].endswith(b"<https://w3id.org/govgraph/ontology> .")
        True
    """
    graph = ox.NamedNode(GOV.rstrip("#"))
    text = files("govgraph.ontology").joinpath("gov.ttl").read_bytes()
    quads = (
        ox.Quad(t.subject, t.predicate, t.object, graph)
        for t in ox.parse(text, format=ox.RdfFormat.TURTLE)
        # Only what the terms mean is for everybody; how tables are laid out is internal.
        if not t.predicate.value.startswith(DECLARATION)
        and isinstance(t.subject, ox.NamedNode)
        and not t.subject.value.startswith(DECLARATION)
    )
    return bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
