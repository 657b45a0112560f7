"""What the translation of one query shares: the model, the names and constants of its SQL, and what is noticed on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from rdflib.term import BNode, Identifier, Variable

from govgraph.graph.relational.model import Model
from govgraph.graph.relational.relation import Names, Relation
from govgraph.graph.relational.terms import Constants

Scope = Mapping[str, Any]
"""Variable -> the value that an expression sees for it."""
Term = Identifier | None
"""A term of a pattern; as a graph, None is the default graph."""
Pattern = Callable[["Context", Any, Term, "tuple[Scope, ...]"], Relation]
"""Translates a node of the algebra, in a graph, with the scopes around it."""


class Contents(Protocol):
    """What a translation asks the tables themselves."""

    def holders(self, iri: str) -> frozenset[str]:
        """The names of the tables of ``model.facts`` that may have a thing with this IRI; most often the one that has."""

    def may_hold(self, table: str, column: str, iri: str) -> bool:
        """Whether a column, or a list in it, may have this IRI; False is certain."""


@dataclass(slots=True)
class Context:
    """The translation of one query.

    Attributes:
        model: the version as triples.
        given: values for variables, which stand for the variables everywhere.
        contents: the tables, which can be asked.
        pattern: translates a pattern; here, so that expressions (EXISTS) can reach it.
        tables: common tables of the statement, as ``name AS (...)``.
        sources: the names of the tables that are read.
    """

    model: Model
    given: dict[str, Identifier]
    contents: Contents
    pattern: Pattern
    names: Names = field(default_factory=Names)
    constants: Constants = field(default_factory=Constants)
    tables: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def resolved(self, term: Any) -> Any:
        """A term, or the value that was given for it."""
        return self.given.get(str(term), term) if isinstance(term, Variable) else term


def is_free(term: object) -> bool:
    """Whether a resolved term of a pattern is a variable; a blank node is one.

    Example:
        >>> is_free(Variable("a")), is_free(BNode()), is_free("x:a")
        (True, True, False)
    """
    return isinstance(term, Variable | BNode)


def name_of(term: object) -> str:
    """The name of a variable or blank node; the two never meet.

    Example:
        >>> name_of(Variable("a")), name_of(BNode("a"))
        ('a', '_:a')
    """
    return str(term) if isinstance(term, Variable) else f"_:{term}"
