"""Property paths as SQL: sequences and alternatives become patterns, and closures become recursive queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from govgraph.graph.relational.context import Context, Term, is_free, name_of
from govgraph.graph.relational.relation import ONE, Relation, join, selected, union
from govgraph.graph.relational.terms import FallBack, Value, same, value, where

Triple = tuple[Any, Any, Any]


def _basic(context: Context, triples: list[Triple], graph: Term) -> Relation:
    return context.pattern(context, CompValue("BGP", triples=triples), graph, ())


def expand(
    context: Context, triple: Triple, graph: Term, plain: list[Triple], parts: list[Relation], closures: list[Triple]
) -> None:
    """Take a path apart.

    Args:
        plain: gets the patterns without a path.
        parts: gets what is solved already.
        closures: gets the paths with ``*``, ``+`` or ``?``, which are solved last.
    """
    subject, path, object_ = triple
    path = context.resolved(path)
    if not isinstance(path, Path):
        plain.append((subject, path, object_))
    elif isinstance(path, InvPath):
        expand(context, (object_, path.arg, subject), graph, plain, parts, closures)
    elif isinstance(path, SequencePath):
        at = subject
        for i, step in enumerate(path.args):
            to = object_ if i == len(path.args) - 1 else BNode()
            expand(context, (at, step, to), graph, plain, parts, closures)
            at = to
    elif isinstance(path, AlternativePath):
        ways = [_basic(context, [(subject, way, object_)], graph) for way in path.args]
        parts.append(_each_pair_once(context, union(context.names, ways), (subject, object_, graph)))
    elif isinstance(path, MulPath):
        if graph is not None:
            raise FallBack("a path of any length inside GRAPH")
        closures.append((subject, path, object_))
    elif isinstance(path, NegatedPath) and graph is None and all(isinstance(x, URIRef) for x in path.args):
        predicate = Variable(context.names.new("not "))
        found = _basic(context, [(subject, predicate, object_)], graph)
        column = context.names.column(str(predicate))
        others = ", ".join(context.constants.text(str(x)) for x in path.args)
        rest = {name: v for name, v in found.variables.items() if name != str(predicate)}
        shown = selected([column, *(v.sql for v in rest.values())])  # it comes first, as where patterns are made
        parts.append(Relation(f"SELECT {shown} FROM ({found.sql}) WHERE {column} NOT IN ({others})", rest))
    else:
        raise FallBack("a negated path in a graph or with inverse steps")


def _each_pair_once(context: Context, found: Relation, ends: Sequence[Any]) -> Relation:
    """Each pair of ends once, as Oxigraph gives what several ways of an alternative path reach.

    The specification counts each way (SPARQL 1.1, 18.4), as UNION does.
    """
    names = {name_of(end) for end in map(context.resolved, ends) if end is not None and is_free(end)}
    shown = {name: v for name, v in found.variables.items() if name in names}
    rest = "" if shown else " LIMIT 1"
    return Relation(f"SELECT DISTINCT {selected(v.sql for v in shown.values())} FROM ({found.sql}){rest}", shown)


def closed(context: Context, closures: Sequence[Triple], found: Relation, graph: Term) -> Relation:
    """The solutions with the paths of any length: those of which an end is known first."""
    rest = list(closures)
    while rest:
        following = next((x for x in rest if _known(context, x[0], found) or _known(context, x[2], found)), rest[0])
        rest.remove(following)
        found = _closure(context, *following, found, graph)
    return found


def _known(context: Context, term: Any, found: Relation) -> bool:
    term = context.resolved(term)
    return not is_free(term) or name_of(term) in found.variables


def _closure(context: Context, subject: Any, path: Any, object_: Any, found: Relation, graph: Term) -> Relation:
    one, other = Variable(context.names.new("from ")), Variable(context.names.new("to "))
    edges = _basic(context, [(one, path.path, other)], graph)
    ends = edges.variables[str(one)], edges.variables[str(other)]
    if any(end.kinds != {"iri"} or end.maybe for end in ends):
        raise FallBack("a path of any length that ends in literals")
    name = context.names.new("path")
    edge = f"SELECT DISTINCT {ends[0].sql} AS a, {ends[1].sql} AS b FROM ({edges.sql})"
    context.tables.append(f"{name}_edges AS MATERIALIZED ({edge})")
    start, end = context.resolved(subject), context.resolved(object_)
    if path.mod == "?":
        pairs = f"SELECT a, b FROM {name}_edges"
    else:
        # From a constant end only what can be reached from there is followed.
        first, step = (
            f"SELECT a, b FROM {name}_edges",
            f"SELECT w.a, e.b FROM {name} w JOIN {name}_edges e ON e.a = w.b",
        )
        if isinstance(start, URIRef):
            first += f" WHERE a = {context.constants.text(str(start))}"
        elif isinstance(end, URIRef):
            first += f" WHERE b = {context.constants.text(str(end))}"
            step = f"SELECT e.a, w.b FROM {name} w JOIN {name}_edges e ON e.b = w.a"
        context.tables.append(f"{name}(a, b) AS ({first} UNION {step})")
        pairs = f"SELECT a, b FROM {name}"
    if path.mod in "*?":
        pairs = _with_zero_length(context, pairs, start, end, found)
    return _at_ends(context, pairs, start, end, found)


def _with_zero_length(context: Context, pairs: str, start: Any, end: Any, found: Relation) -> str:
    """The pairs, and each known end with itself."""
    known = _term(context, start, found) or _term(context, end, found)
    if known is None:
        raise FallBack("a path of any length without a known end")
    if known.kinds != {"iri"} or known.maybe:
        raise FallBack("a path of length zero from something that may be no IRI")
    ends = f"SELECT DISTINCT {known.sql} AS a FROM ({found.sql})"
    if known.constant is not None:
        # A constant end must be in the graph, as a subject or an object.
        term, p, o = URIRef(known.constant), Variable(context.names.new("any ")), Variable(context.names.new("any "))
        there = [_basic(context, [triple], None).sql for triple in ((term, p, o), (o, p, term))]
        ends = f"SELECT {known.sql} AS a WHERE {' OR '.join(f'EXISTS (SELECT 1 FROM ({sql}))' for sql in there)}"
    return f"{pairs} WHERE a <> b UNION ALL SELECT a, a AS b FROM ({ends})"


def _term(context: Context, term: Any, found: Relation) -> Value | None:
    return found.variables.get(name_of(term)) if is_free(term) else context.constants.of(term)


def _at_ends(context: Context, pairs: str, start: Any, end: Any, found: Relation) -> Relation:
    """The pairs as solutions for the two ends of a path, joined to what was found before."""
    conditions: list[str] = []
    columns: dict[str, str] = {}
    for term, column in ((start, "a"), (end, "b")):
        if not is_free(term):
            conditions.append(same(value(column, "iri"), context.constants.of(term)))
        elif name_of(term) in columns:
            conditions.append(f"{columns[name_of(term)]} = {column}")
        else:
            columns[name_of(term)] = column
    variables = {name: value(context.names.column(name), "iri") for name in columns}
    shown = selected(f"{column} AS {context.names.column(name)}" for name, column in columns.items())
    solutions = Relation(f"SELECT {shown} FROM ({pairs}){where(conditions)}", variables)
    return solutions if found.sql == ONE else join(context.names, found, solutions)
