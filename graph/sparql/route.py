"""Which way answers a SPARQL query: the columns of the tables, or the triples.

Oxigraph reads each query first, so that what is refused, and how, does not depend on the way. Then the columns answer if the query can be
translated for certain; else the triples do. A look-up of one thing by its IRI goes to the triples if they are built, which have an index.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib.term import Identifier, Literal, URIRef

from govgraph.graph.relational.columns import Columns
from govgraph.graph.relational.query import Translated
from govgraph.graph.relational.terms import XSD, FallBack
from govgraph.graph.sparql.plan import Plan
from govgraph.graph.sparql.superclasses import with_our_classes
from govgraph.graph.stores.answer import Answer
from govgraph.graph.stores.sparql import SparqlStore, parse


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
        self._last: tuple[object, _Decided] | None = None

    def plan(self, query: str, parameters: dict[str, Any], built: bool) -> Plan:
        """How a query is answered.

        Args:
            built: whether the triples are built.

        Raises:
            QueryError: the query has a fault.
        """
        return _plan(self._decided(query, parameters), built)

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
        decided = self._decided(query, parameters)
        plan = _plan(decided, triples is not None)
        if plan.way == "columns" and decided.translated:
            try:
                # One row more shows whether there are more.
                return self.columns.answer(decided.translated, None if limit is None else limit + 1), plan
            except FallBack as reason:
                plan = Plan("triples", str(reason))
                self._last = ((query, parameters), decided._replace(translated=None, why=str(reason)))
        if triples is None:
            return None, plan
        return triples.answer(decided.text, {name: parameters[name] for name in decided.given}, limit), plan

    def _decided(self, query: str, parameters: dict[str, Any]) -> _Decided:
        if self._last is None or self._last[0] != (query, parameters):
            parsed = parse(query, parameters)
            given = {name: of_rdflib(term) for name, term in parsed.given.items()}
            text = with_our_classes(parsed.text, parsed.columns)
            try:
                decided = _Decided(text, tuple(given), self.columns.translated(text, parsed.columns, given), "")
            except FallBack as reason:
                decided = _Decided(text, tuple(given), None, str(reason))
            self._last = ((query, parameters), decided)
        return self._last[1]

    def close(self) -> None:
        """Close the connection."""
        self.columns.close()


def _plan(decided: _Decided, built: bool) -> Plan:
    translated = decided.translated
    if translated is None:
        return Plan("triples", decided.why)
    if translated.looks_up and built:
        return Plan(
            "triples", "it looks up a thing by its IRI, and the triples, which have an index for that, are built"
        )
    return Plan("columns", "all of it is known by name and kind", translated.sql, translated.constants)


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
