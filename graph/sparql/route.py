"""Which way answers a SPARQL query: the columns of the tables, or the triples.

Oxigraph reads each query first, so that what is refused, and how, does not depend on the way. Then the columns answer if the query can be
translated for certain; else the triples do. A look-up of one thing by its IRI goes to the triples if they are built, which have an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox
from rdflib.term import Identifier, Literal, URIRef

from govgraph.graph.relational.columns import Columns
from govgraph.graph.relational.query import Translated
from govgraph.graph.relational.terms import XSD, FallBack
from govgraph.graph.sparql.plan import Plan
from govgraph.graph.sparql.superclasses import with_our_classes
from govgraph.graph.sparql.tree import Tree, Unexpected
from govgraph.graph.sparql.tree import parse as tree_of
from govgraph.graph.stores.answer import Answer
from govgraph.graph.stores.sparql import SparqlStore, parse

_LOOKS_UP: Final = "it looks up a thing by its IRI, and the triples, which have an index for that, are built"


class _Decided(NamedTuple):
    """How a query can be answered.

    Attributes:
        text: the query, with classes of ours and the values of parameters that are not selected.
        given: the names of the other parameters.
        translated: for the columns; None: only the triples can.
        why: the reason if only the triples can.
    """

    text: str
    given: tuple[str, ...]
    translated: Translated | None
    why: str


class Router:
    """One version, asked in SPARQL.

    Args:
        version: its folder.
        home: the folder where what is made of the version is kept.

    Example:
        >>> router = Router(graph.version(), graph.version())
        >>> router.plan("SELECT (COUNT(*) AS ?n) { ?a a gov:NGO }", {}, built=False).way
        'columns'
    """

    def __init__(self, version: Path, home: Path) -> None:
        self.columns = Columns(version, home)
        # The command line asks how a query is answered, then for the answer.
        self._last: tuple[tuple[str, dict[str, Any], bool], _Decided] | None = None

    def plan(self, query: str, parameters: dict[str, Any], built: bool) -> Plan:
        """How a query is answered.

        Args:
            built: whether the triples are built.

        Raises:
            QueryError: the query has a fault.
        """
        return _plan(self._decided(query, parameters, built))

    def answer(
        self, query: str, parameters: dict[str, Any], limit: int | None, triples: SparqlStore | None
    ) -> tuple[Answer | None, Plan]:
        """The answer to a query, from which ``sparql_table.table`` makes at most ``limit`` rows, and how it was found.

        Args:
            triples: None: they are not built yet.

        Returns:
            without an answer if the triples must be built first.

        Raises:
            QueryError: the query has a fault.
        """
        built = triples is not None
        decided = self._decided(query, parameters, built)
        plan = _plan(decided)
        if plan.way == "columns" and decided.translated:
            try:
                # One row more shows whether there are more.
                return self.columns.answer(decided.translated, None if limit is None else limit + 1), plan
            except FallBack as reason:
                plan = Plan("triples", str(reason))
                self._last = ((query, parameters, built), decided._replace(translated=None, why=str(reason)))
        if triples is None:
            return None, plan
        return triples.answer(decided.text, {name: parameters[name] for name in decided.given}, limit), plan

    def _decided(self, query: str, parameters: dict[str, Any], built: bool) -> _Decided:
        if self._last is None or self._last[0] != (query, parameters, built):
            parsed = parse(query, parameters)
            given = {name: of_rdflib(term) for name, term in parsed.given.items()}
            text = with_our_classes(parsed.text, parsed.columns)
            if built and looks_up(text, parsed.given):
                decided = _Decided(text, tuple(given), None, _LOOKS_UP)
            else:
                try:
                    decided = _Decided(text, tuple(given), self.columns.translated(text, parsed.columns, given), "")
                except FallBack as reason:
                    decided = _Decided(text, tuple(given), None, str(reason))
            self._last = ((query, parameters, built), decided)
        return self._last[1]

    def close(self) -> None:
        """Close the connection."""
        self.columns.close()


def _plan(decided: _Decided) -> Plan:
    translated = decided.translated
    if translated is None:
        return Plan("triples", decided.why)
    return Plan("columns", "all of it is known by name and kind", translated.sql, translated.constants)


def looks_up(text: str, given: Mapping[str, ox.Literal | ox.NamedNode]) -> bool:
    """Whether a query looks up a thing by its IRI: it describes it, asks what is said of it, or what refers to it in any way.

    Args:
        text: a query that Oxigraph has accepted.
        given: values for its variables.

    Example:
        >>> looks_up("SELECT * { id:a ?p ?o }", {}), looks_up("SELECT * { ?s gov:actor id:a }", {})
        (True, False)
        >>> looks_up("SELECT * { ?s ?p ?o }", {"o": ox.NamedNode("x:1")}), looks_up("SELECT * { id:a ^gov:event ?m }", {})
        (True, False)
    """
    try:
        tree = tree_of(text)
    except (Unexpected, RecursionError):  # something newer than SPARQL 1.1
        return False
    if any(form.part("Iri") for form in tree.all("Describe")):
        return True
    subjects = (subject for where in _patterns(tree) for subject in where.all("Subject"))
    return any(_is_look_up(subject, given) for subject in subjects)


def _patterns(tree: Tree) -> Iterator[Tree]:
    """The part of a query that is matched; ``CONSTRUCT WHERE`` has its template alone."""
    for form in tree.all("Select", "Construct", "Describe", "Ask"):
        if where := form.part("Where") or form.part("Template"):
            yield where


def _is_look_up(subject: Tree, given: Mapping[str, ox.Literal | ox.NamedNode]) -> bool:
    """Whether a triple of a subject has a thing as its subject, or as the object of a free predicate."""

    def is_thing(term: Tree) -> bool:
        word = next(term.words())
        if word.kind == "VARIABLE":
            return isinstance(given.get(word.text[1:]), ox.NamedNode)
        return word.kind in ("IRIREF", "NAME")

    term, properties = subject.part("Term"), subject.part("Properties")
    if term is None or properties is None:
        return False
    verb = next(properties.words())
    for part in properties.parts:
        if part.rule == "Verb":
            verb = next(part.words())
            found = verb.text != "^" and is_thing(term)
        else:
            free = verb.kind == "VARIABLE" and verb.text[1:] not in given
            found = free and any(is_thing(object_) for object_ in part.parts if object_.rule == "Object")
        if found:
            return True
    return False


def of_rdflib(term: ox.Literal | ox.NamedNode) -> Identifier:
    """A term of Oxigraph as one of rdflib.

    Example:
        >>> of_rdflib(ox.Literal(1))
        rdflib.term.Literal('1', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    datatype = term.datatype.value
    return Literal(term.value, datatype=None if datatype == XSD + "string" else URIRef(datatype), normalize=False)
