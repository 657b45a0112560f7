"""Triple patterns as SQL: all patterns with one subject are a star, and a row of one table has what a star asks for.

Each IRI is in one table only (the profile has checked it), so a star is found within single rows, and no join by subject is needed. In a
named graph several rows may speak of a thing, and there each pattern is found by itself. The objects of a list are its elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rdflib.paths import Path as PropertyPath
from rdflib.term import Literal, URIRef

from govgraph.graph.duck import quoted
from govgraph.graph.relational import paths
from govgraph.graph.relational.context import Context, Term, is_free, name_of
from govgraph.graph.relational.model import ELEMENT, ONTOLOGY, RDF_TYPE, SOURCE, Objects, Source
from govgraph.graph.relational.relation import Relation, join_all, nothing, selected, union
from govgraph.graph.relational.terms import FallBack, Value, same, value, where

Triple = tuple[Any, Any, Any]


def basic(context: Context, triples: Iterable[Triple], graph: Term) -> Relation:
    """The solutions of a basic graph pattern.

    Args:
        triples: with predicates that may be property paths.
        graph: the named graph, a term; None: the default graph.
    """
    if not context.model.unique:
        raise FallBack("an IRI is in several tables")
    plain: list[Triple] = []
    parts: list[Relation] = []
    closures: list[Triple] = []
    for triple in triples:
        paths.expand(context, triple, graph, plain, parts, closures)
    stars: dict[tuple[object, ...], tuple[Any, list[tuple[Any, Any]]]] = {}
    for number, (subject, predicate, object_) in enumerate(plain):
        subject, predicate = context.resolved(subject), context.resolved(predicate)
        key: tuple[object, ...] = (type(subject), str(subject))
        # A record's document is in a table of its own. Of two free predicates each goes through all columns by itself.
        several = is_free(predicate) and any(is_free(other) for other, _ in stars.get(key, (None, []))[1])
        if graph is not None or several or str(predicate) == SOURCE:
            key = (number,)
        stars.setdefault(key, (subject, []))[1].append((predicate, context.resolved(object_)))
    for subject, asked in stars.values():
        parts.append(_star(context, subject, asked, graph))
    found = join_all(context.names, parts)
    return paths.closed(context, closures, found, graph)


def _star(context: Context, subject: Any, asked: Sequence[tuple[Any, Any]], graph: Term) -> Relation:
    parts: list[Relation] = []
    if not isinstance(subject, Literal):
        for source in _sources(context, subject, asked) if graph is None else context.model.said:
            parts += _in_source(context, source, subject, asked, graph)
        if graph is not None and (found := _in_ontology(context, subject, asked[0], graph)):
            parts.append(found)
    if parts:
        return union(context.names, parts)
    kinds = [(object_, context.model.kind(str(predicate))) for predicate, object_ in asked]
    kinds += [(term, "iri") for term in (subject, graph, *(predicate for predicate, _ in asked))]
    return nothing(context.names, {name_of(term): kind for term, kind in kinds if is_free(term)})


def _sources(context: Context, subject: Any, asked: Sequence[tuple[Any, Any]]) -> list[Source]:
    """The tables that may have a star.

    The table of a thing with a constant IRI is asked for first: a statement over the columns of all tables takes DuckDB many times
    longer to plan than to run.
    """
    terms = {str(predicate) for predicate, _ in asked if isinstance(predicate, URIRef)} - {RDF_TYPE}
    sources = [source for source in context.model.facts if terms <= source.objects.keys()]
    if isinstance(subject, URIRef) and len(sources) > 1:
        held = context.contents.holders(str(subject))
        return [source for source in sources if source.name in held]
    return sources


def _in_source(
    context: Context, source: Source, subject: Any, asked: Sequence[tuple[Any, Any]], graph: Term
) -> list[Relation]:
    """The star in one table: one part, or for a variable predicate one part for each predicate of the table."""
    free = next((pair for pair in asked if is_free(pair[0])), None)
    if free is None:
        found = _select(context, source, subject, asked, graph, None)
        return [found] if found else []
    predicate, object_ = free
    rest = [pair for pair in asked if pair is not free]
    terms = [*([RDF_TYPE] if source.types else []), *source.objects]
    if isinstance(object_, URIRef):
        terms = [term for term in terms if term == RDF_TYPE or _may_be(context, source, source.objects[term], object_)]
    rows = _rows_of(context, source, subject)
    parts = (_select(context, source, subject, [(URIRef(t), object_), *rest], graph, predicate, rows) for t in terms)
    return [part for part in parts if part]


def _may_be(context: Context, source: Source, objects: Objects, wanted: URIRef) -> bool:
    """Whether a column may have an object. DuckDB finds that out as well, but only after it has planned to read the column."""
    return not objects.column or context.contents.may_hold(source.name, objects.column, str(wanted))


def _rows_of(context: Context, source: Source, subject: Any) -> str:
    """The rows of a table that a thing has: found once, for all the columns that are looked through."""
    if not isinstance(subject, URIRef):
        return source.name
    context.sources.add(source.name)
    name = context.names.new("s")
    own = same(value(source.key, "iri"), context.constants.of(subject))
    context.tables.append(f"{name} AS MATERIALIZED (SELECT * FROM {source.name} WHERE {own})")
    return name


class _Row:
    """The SELECT of a star in one table, as it grows."""

    def __init__(self, context: Context, source: Source, rows: str = "") -> None:
        self.context, self.source = context, source
        self.rows = rows or source.name
        self.conditions: list[str] = []
        self.binds: list[tuple[Any, Value]] = []

    def unnest(self, items: str) -> str:
        """Have a row for each element of a list; gives the element's column."""
        element = self.context.names.new("u")
        self.rows = f"(SELECT *, unnest({items}) AS {element} FROM {self.rows}{where(self.conditions)})"
        self.conditions = [f"{element} IS NOT NULL"]
        return element

    def type(self, wanted: Any) -> bool:
        """Ask for a class; False: no row can have it."""
        types = self.source.types
        if isinstance(wanted, URIRef):
            fit = [name for name, iris in types.items() if str(wanted) in iris]
            if len(fit) < len(types):
                self.conditions.append(f"class IN ({', '.join(map(quoted, fit))})")
            return bool(fit)
        if isinstance(wanted, Literal) or not types:
            return False
        cases = " ".join(f"WHEN {quoted(n)} THEN [{', '.join(map(quoted, iris))}]" for n, iris in types.items())
        self.binds.append((wanted, value(self.unnest(f"CASE class {cases} END"), "iri")))
        return True

    def objects(self, objects: Objects, wanted: Any) -> bool:
        """Ask for an object; False: the column cannot hold it."""
        if not objects.known:
            raise FallBack(f"{objects.term} has values that the engines may read differently")
        if not is_free(wanted) and not self.context.constants.of(wanted).kinds & objects.kinds:
            return False
        if objects.many:
            element = self.unnest(objects.many)
            sql = objects.sql.replace(ELEMENT, element)
            if objects.present != f"{ELEMENT} IS NOT NULL":
                self.conditions.append(objects.present.replace(ELEMENT, element))
        else:
            sql = objects.sql
            self.conditions.append(objects.present)
        self.binds.append((wanted, Value(sql, objects.kinds)))
        return True

    def select(self) -> Relation | None:
        """The finished SELECT: variables become columns, and constants and repeated variables conditions."""
        columns: dict[str, Value] = {}
        for term, found in self.binds:
            if is_free(term):
                name = name_of(term)
                if name not in columns:
                    columns[name] = found
                    continue
                other = columns[name]
            else:
                other = self.context.constants.of(term)
            if not other.kinds & found.kinds:
                return None
            self.conditions.append(same(found, other))
        names = self.context.names
        distinct = "DISTINCT " if self.source.graph else ""
        shown = selected(f"{found.sql} AS {names.column(name)}" for name, found in columns.items())
        variables = {name: Value(names.column(name), found.kinds) for name, found in columns.items()}
        return Relation(f"SELECT {distinct}{shown} FROM {self.rows}{where(self.conditions)}", variables)


def _select(
    context: Context,
    source: Source,
    subject: Any,
    asked: Sequence[tuple[Any, Any]],
    graph: Term,
    predicate: Any,
    rows: str = "",
) -> Relation | None:
    """The star in the rows of a table; None: no row can have it.

    Args:
        predicate: a variable for the predicate of the only pattern; None: there is none.
        rows: where the rows are; empty: the table.
    """
    row = _Row(context, source, rows)
    context.sources.add(source.name)
    if predicate is not None:
        # The first column: where solutions are only counted, DuckDB reads the first one, and this one is in no file.
        row.binds.append((predicate, value(quoted(str(asked[0][0])), "iri")))
    row.binds.append((subject, value(source.key, "iri")))
    for term, wanted in asked:
        if isinstance(term, PropertyPath):
            raise FallBack("a property path that is not known")
        if str(term) == RDF_TYPE and not source.graph:
            if not row.type(wanted):
                return None
        elif str(term) not in source.objects or not row.objects(source.objects[str(term)], wanted):
            return None
    if graph is not None:
        row.binds.append((graph, value(source.graph, "iri")))
    return row.select()


def _in_ontology(context: Context, subject: Any, asked: tuple[Any, Any], graph: Any) -> Relation | None:
    """A pattern in the graph of the ontology."""
    predicate, object_ = asked
    if isinstance(graph, URIRef) and str(graph) != ONTOLOGY:
        return None
    found = context.model.ontology.select("" if is_free(predicate) else str(predicate))
    if found is None:
        return None
    rows, objects = found
    row = _Row(context, Source("ontology", "s", {}), rows)
    row.binds = [(subject, value("s", "iri")), (predicate, value("p", "iri")), (object_, objects)]
    row.binds.append((graph, value(quoted(ONTOLOGY), "iri")))
    return row.select()
