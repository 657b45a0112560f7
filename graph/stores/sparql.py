"""SPARQL over a version's triples: the texts of queries, and the store that a worker process queries.

The answer stays in the form that Oxigraph writes; ``sparql_table`` makes a typed table of it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pyoxigraph as ox

from govgraph.graph.errors import QueryError, Unreadable
from govgraph.graph.queries.parameters import refuse_unknown
from govgraph.graph.sparql.faults import explained
from govgraph.graph.stores.answer import SELECTED, TRIPLES, Answer
from govgraph.graph.stores.sparql_reading import Guarded, guarded, refuse_unknown_graphs, refuse_updates, service_fault
from govgraph.ontology.terms import PREFIXES, is_iri

_XSD = PREFIXES["xsd"]
_NOT_SELECTED = re.compile(r"does not contains? variable \?(\w+)")


def to_term(value: Any) -> ox.Literal | ox.NamedNode:
    """A parameter's value as an RDF term. Text that is an IRI becomes an IRI; all else becomes a literal.

    Example:
        >>> to_term("https://example.org/a"), to_term(3).value
        (<NamedNode value=https://example.org/a>, '3')
    """
    if isinstance(value, str):
        return ox.NamedNode(value) if is_iri(value) else ox.Literal(value)
    if isinstance(value, bool | float):
        return ox.Literal(value)
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))
    if isinstance(value, dt.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "dateTime"))
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
    raise QueryError(
        f"a parameter of type {type(value).__name__}", expected="text, an IRI, a number, true or false, a date or time"
    )


_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$](\w+)'
)


def put_terms(query: str, terms: dict[str, str]) -> str:
    """A query with some variables replaced by RDF terms, which are given in the syntax of N-Triples.

    Oxigraph itself can only substitute variables that are selected. Strings, IRIs and comments are not changed.

    Example:
        >>> put_terms('ASK { ?a ?b "?a" } # ?a', {"a": "<x:1>"})
        'ASK { <x:1> ?b "?a" } # ?a'
    """
    return _TOKEN.sub(lambda m: terms.get(m[1], m[0]) if m[1] else m[0], query)


def variables(query: str) -> set[str]:
    """The names of the variables in a query.

    Example:
        >>> sorted(variables("SELECT ?a { ?a $b '?c' } # ?d"))
        ['a', 'b']
    """
    return {match[1] for match in _TOKEN.finditer(query) if match[1]}


T = TypeVar("T")


def with_parameters(query: str, terms: Mapping[str, str], ask: Callable[[str, set[str]], T]) -> T:
    """Run a query with parameters. A selected variable stays a column; the values of the others are put into the text.

    Args:
        terms: variable -> RDF term in the syntax of N-Triples.
        ask: runs a query text, and binds the parameters with the names that it is given.

    Example:
        >>> with_parameters("ASK { ?a ?b ?c }", {}, lambda text, free: (text, free))
        ('ASK { ?a ?b ?c }', set())
    """
    written: dict[str, str] = {}
    while True:
        try:
            return ask(put_terms(query, written) if written else query, terms.keys() - written.keys())
        except (ValueError, RuntimeError) as error:
            match = _NOT_SELECTED.search(str(error))
            if not match or match[1] in written:
                raise
            written[match[1]] = terms[match[1]]


_FORM = re.compile(r"\bPREFIX\s+[^\s:]*:|\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


def form(query: str) -> str:
    """The form of a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it has none of these words.

    Example:
        >>> form("PREFIX ask: <x:select> Construct { ?s ?p 'ASK' } WHERE { ?s ?p ?o } # describe")
        'CONSTRUCT'
    """
    bare = _TOKEN.sub(lambda m: m[0] if m[1] else " ", query)
    return next((m[1].upper() for m in _FORM.finditer(bare) if m[1]), "")


_MUCH = 1 << 20
"""For an answer of at least so many bytes the worker makes the table too, so that the time limit covers that work as well."""


@contextlib.contextmanager
def _errors(query: str, safe: Guarded) -> Iterator[None]:
    """Raise Oxigraph's errors about a query, which it got without its services, as ours."""
    try:
        yield
    except SyntaxError as error:
        refuse_updates(query)
        raise service_fault(str(error), query, safe) or explained(str(error), query) from error
    except OSError as error:
        raise Unreadable(f"the triples cannot be read: {error}", hint="govgraph check") from error
    except (ValueError, RuntimeError) as error:
        raise QueryError(
            str(error), where="query:1:1", hint="narrow it, or leave parts of it out to find the one"
        ) from error


class Parsed(NamedTuple):
    """A query as Oxigraph has read it.

    Attributes:
        text: the query, in which values have been put for the variables that are not selected.
        columns: the variables that are selected; empty for other forms than SELECT.
        given: values for variables that are selected.
    """

    text: str
    columns: list[str]
    given: dict[str, ox.Literal | ox.NamedNode]


def _asked(store: ox.Store, query: str, parameters: Mapping[str, Any]) -> tuple[Any, Parsed]:
    """What a store finds, and the query as it was read. Every SPARQL query goes through here, whichever way answers it.

    Raises:
        QueryError: the query has a fault, would do more than read, or does not have one of the parameters.
        Unreadable: the store cannot be read.
    """
    refuse_unknown(parameters, variables(query), "?")
    terms = {name: to_term(value) for name, value in parameters.items()}
    safe = guarded(query)
    last: list[tuple[str, set[str]]] = []

    def ask(text: str, free: set[str]) -> Any:
        last.append((text, free))
        bound: dict[ox.Variable, Any] = {ox.Variable(name): terms[name] for name in free}
        return store.query(text, prefixes=PREFIXES, substitutions=bound or None)

    with _errors(query, safe):
        found = with_parameters(safe.text, {name: str(term) for name, term in terms.items()}, ask)
    text, free = last[-1]
    columns = [v.value for v in found.variables] if isinstance(found, ox.QuerySolutions) else []
    return found, Parsed(text, columns, {name: terms[name] for name in free})


def parse(query: str, parameters: Mapping[str, Any]) -> Parsed:
    """A query as Oxigraph reads it, without its store; faults are those that the store would report.

    Raises:
        QueryError: the query has a fault, would do more than read, or does not have one of the parameters.

    Example:
        >>> parse("SELECT ?a { ?a ?b ?c }", {"b": "https://example.org/p"}).text
        'SELECT ?a { ?a <https://example.org/p> ?c }'
    """
    return _asked(ox.Store(), query, parameters)[1]


class SparqlStore:
    """An Oxigraph store that is only read."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store.read_only(str(path))

    def answer(self, query: str, parameters: dict[str, Any], limit: int | None) -> Answer:
        """The answer to a query, from which :func:`~govgraph.graph.stores.sparql_table.table` makes at most ``limit`` rows.

        Raises:
            QueryError: the query has a fault, would do more than read, or does not have one of the parameters.
            Unreadable: the store cannot be read.
        """
        found, _ = _asked(self.store, query, parameters)
        with _errors(query, guarded(query)):
            answer = _written(found)
        if "from" in query.lower():
            refuse_unknown_graphs(query, {graph.value for graph in self.store.named_graphs()})
        if len(answer.data) < _MUCH:
            return answer
        # Imported only for large answers: for a small one the import takes longer than the query, and the caller has it already.
        from govgraph.graph.stores.sparql_table import to_arrow

        return to_arrow(answer, limit)

    def has(self, iri: str) -> bool:
        """Whether a triple of the default graph says something of a thing."""
        if not is_iri(iri):
            return False
        said = self.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())
        return next(said, None) is not None


def _written(results: Any) -> Answer:
    if isinstance(results, ox.QueryBoolean):
        return Answer(SELECTED, ["answer"], b"?answer\ntrue\n" if results else b"?answer\nfalse\n")
    if isinstance(results, ox.QueryTriples):
        # Terms in the syntax of N-Triples have no tab and no line break.
        lines = [f"{t.subject}\t{t.predicate}\t{t.object}" for t in results]
        names = ["subject", "predicate", "object"]
        return Answer(TRIPLES, names, "\n".join(["\t".join(names), *lines, ""]).encode())
    text = results.serialize(format=ox.QueryResultsFormat.TSV)
    return Answer(SELECTED, [v.value for v in results.variables], text)
