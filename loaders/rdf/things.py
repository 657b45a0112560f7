"""The subjects of a file with what is said of them, and IRIs for those that have none.

A blank node gets its IRI from its content and from what refers to it, so the same file gives the same IRIs whatever the labels in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from govgraph.loaders.identity import link_iri
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.terms import PREFIXES, mint

Term = ox.NamedNode | ox.BlankNode | ox.Literal
TYPE: Final = PREFIXES["rdf"] + "type"
_DEEPEST: Final = 6
_SAME: Final = (("http://schema.org/", "https://schema.org/"), ("http://w3.org/ns/locn#", "http://www.w3.org/ns/locn#"))
"""Beginnings of IRIs that stand for others, as published files have them."""
_OTHERS: Final = tuple(other for other, _ in _SAME)


@dataclass(slots=True)
class Thing:
    """A subject in one graph.

    Attributes:
        row: its number in the order of first appearance.
        key: its IRI, or ``_:`` and its label.
        iri: its IRI, made from its content if it has none.
        graph: the IRI of the named graph; empty: the default graph.
        of: predicate -> objects, each once.
        used: the predicates of which something was made.
    """

    row: int
    key: str
    iri: str = ""
    graph: str = ""
    of: dict[str, list[Term]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def types(self) -> list[str]:
        """The IRIs of its classes."""
        return [t.value for t in self.of.get(TYPE, ()) if isinstance(t, ox.NamedNode)]

    def take(self, *predicates: str) -> list[Term]:
        """The objects of some predicates, which then count as used."""
        if len(predicates) == 1:  # objects stand there once
            if (own := self.of.get(predicates[0])) is None:
                return []
            self.used.add(predicates[0])
            return list(own)
        found: list[Term] = []
        for predicate in predicates:
            if predicate in self.of:
                self.used.add(predicate)
                found += [term for term in self.of[predicate] if term not in found]
        return found


class Things:
    """All subjects of a file.

    Args:
        base: the graph's base IRI.
        dataset: the scope of blank nodes.

    Raises:
        LoaderError: more triples than the limit on values.
    """

    def __init__(self, found: Iterable[ox.Quad | Reject], source: Source, base: str, dataset: str) -> None:
        self.base, self.dataset = base, dataset
        self.all: dict[tuple[str, str], Thing] = {}
        self.rejects: list[Reject] = []
        self.referrers: dict[str, list[tuple[Thing, str]]] = {}
        self.row = 0
        self._keys: dict[tuple[str, str], str] = {}
        for count, quad in enumerate(found):
            if count >= source.limits.values:
                raise LoaderError(
                    f"more than {source.limits.values:,} triples, which are held in memory", where=str(source),
                    hint="--limit values=NUMBER, if there is enough memory, or split the file",
                )  # fmt: skip
            if isinstance(quad, Reject):
                self.row += 1
                self.rejects.append(Reject(self.row, quad.column, quad.reason, quad.value))
            else:
                self._add(quad)
        for thing in self.all.values():
            thing.iri = self._iri(thing)
            # What a data set says in its graph may leave the class to the default graph.
            if thing.graph and TYPE not in thing.of and (same := self.all.get(("", thing.key))) and TYPE in same.of:
                thing.of[TYPE] = same.of[TYPE]

    def _add(self, quad: ox.Quad) -> None:
        subject, said, given, name = quad
        graph = name.value if isinstance(name, ox.NamedNode) else ""
        key = _key(subject)
        thing = self.all.get((graph, key))
        if thing is None:
            self.row += 1
            thing = self.all[graph, key] = Thing(self.row, key, graph=graph)
        term, predicate = _usual(given), said.value
        if predicate.startswith(_OTHERS):
            predicate = _usual_iri(predicate)
        objects = thing.of.get(predicate)
        if objects is None:
            thing.of[predicate] = [term]
        elif term not in objects:
            objects.append(term)
        else:
            return
        if not isinstance(term, ox.Literal) and predicate != TYPE:
            self.referrers.setdefault(_key(term), []).append((thing, predicate))

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.all.values())

    def get(self, term: Term, graph: str) -> Thing | None:
        """What the file says of an object, in the same graph or in the default graph."""
        if isinstance(term, ox.Literal):
            return None
        key = _key(term)
        return self.all.get((graph, key)) or (self.all.get(("", key)) if graph else None)

    def iri(self, term: Term, graph: str) -> str:
        """The IRI of an object; empty for a literal."""
        if isinstance(term, ox.NamedNode):
            return term.value
        thing = self.get(term, graph)
        return thing.iri if thing else ""

    def key(self, kind: str, *parts: str | None) -> str:
        """The IRI of a link without one, made from the values that identify it."""
        return link_iri(self.base, kind, self.dataset, parts)

    def _iri(self, thing: Thing) -> str:
        if not thing.key.startswith("_:"):
            return thing.key
        about = sorted(f"{one.key} {p}" for one, p in self.referrers.get(thing.key, ()) if not one.key.startswith("_:"))
        content = "\n".join([*about, self._content(thing, 0)])
        return mint(self.base, "blank", self.dataset, hashlib.sha256(content.encode()).hexdigest()[:32])

    def _content(self, thing: Thing, depth: int) -> str:
        """A text that is the same for blank nodes of which the same is said."""
        if depth == 0 and (known := self._keys.get((thing.graph, thing.key))):
            return known
        parts = []
        for predicate, objects in thing.of.items():
            for term in objects:
                inner = self.all.get((thing.graph, _key(term))) if isinstance(term, ox.BlankNode) else None
                text = (
                    self._content(inner, depth + 1)
                    if inner and depth < _DEEPEST
                    else ""
                    if isinstance(term, ox.BlankNode)
                    else str(term)
                )
                parts.append(f"{predicate} {text}")
        made = hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()
        if depth == 0:
            self._keys[thing.graph, thing.key] = made
        return made


def _key(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        iri = term.value
        return _usual_iri(iri) if iri.startswith(_OTHERS) else iri
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term)


def _usual_iri(iri: str) -> str:
    return next((usual + iri.removeprefix(other) for other, usual in _SAME if iri.startswith(other)), iri)


def _usual(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        iri = term.value
        return ox.NamedNode(_usual_iri(iri)) if iri.startswith(_OTHERS) else term
    if isinstance(term, (ox.Literal, ox.BlankNode)):
        return term
    return ox.Literal(str(term))  # a quoted triple


def local(iri: str) -> str:
    """The last part of an IRI, to be read by people.

    Example:
        >>> local("https://schema.org/memberOf"), local("http://a.kg/x#y")
        ('memberOf', 'y')
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
