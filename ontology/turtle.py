"""A small Turtle file as a dictionary; the declaration and the shapes are read with it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from govgraph.ontology.terms import PREFIXES

_RDF = PREFIXES["rdf"]

DECLARATION = "https://w3id.org/govgraph/declaration#"
"""The namespace of the terms by which gov.ttl declares how tables are laid out."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Triples:
    """Subject -> predicate -> objects, in the order of the file. A subject is written as in N-Triples, a predicate without brackets.

    Args:
        text: the file, UTF-8.

    Raises:
        SyntaxError: the text is not Turtle.

    Example:
        >>> triples = Triples(b"<x:a> <x:name> 'A' ; <x:parts> ( 1 2 ) .")
        >>> triples.one("<x:a>", "x:name"), [part.value for part in triples.items("<x:a>", "x:parts")]
        ('A', ['1', '2'])
    """

    def __init__(self, text: bytes) -> None:
        self.of: dict[str, dict[str, list[Term]]] = {}
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            of_subject = self.of.setdefault(str(triple.subject), {})
            of_subject.setdefault(triple.predicate.value, []).append(triple.object)

    def one(self, subject: str, predicate: str) -> str:
        """The text of the first object; empty when there is none."""
        objects = self.of[subject].get(predicate)
        return str(getattr(objects[0], "value", objects[0])) if objects else ""

    def all(self, subject: str, predicate: str) -> list[Term]:
        """All objects; an empty list when the file has no such subject."""
        return self.of.get(subject, {}).get(predicate, [])

    def items(self, subject: str, predicate: str) -> list[Term]:
        """The members of an RDF list."""
        members = []
        head = self.all(subject, predicate)
        while head and str(head[0]) != f"<{_RDF}nil>":
            node = str(head[0])
            members.append(self.of[node][_RDF + "first"][0])
            head = self.of[node][_RDF + "rest"]
        return members


@cache
def read(name: str) -> Triples:
    """A file of the ontology, such as ``gov.ttl``; it is read once.

    Example:
        >>> read("gov.ttl").one("<https://w3id.org/govgraph/ontology#Agency>", DECLARATION + "kind")
        'agency'
    """
    return Triples(files("govgraph.ontology").joinpath(name).read_bytes())
