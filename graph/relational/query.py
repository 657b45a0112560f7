"""A SPARQL query as one DuckDB statement: parsed by rdflib, translated, and shown as the terms that were asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, URIRef, Variable

from govgraph.graph.relational.algebra import translate
from govgraph.graph.relational.context import Contents, Context
from govgraph.graph.relational.model import Model
from govgraph.graph.relational.patterns import basic
from govgraph.graph.relational.relation import Relation, selected
from govgraph.graph.relational.terms import TERM, FallBack, Value
from govgraph.ontology.terms import PREFIXES


@dataclass(frozen=True, slots=True)
class Translated:
    """A query as SQL.

    Attributes:
        sql: the statement; its columns are named ``c0``, ``c1`` ... if they hold values of one type, and ``t0``, ``t1`` ... if they
            hold terms as SPARQL TSV writes them.
        constants: what is bound to it.
        sources: the tables that it reads.
        columns: the names of the columns for people.
        triples: whether the rows are triples.
    """

    sql: str
    constants: dict[str, str]
    sources: frozenset[str]
    columns: list[str]
    triples: bool


def translated(
    model: Model,
    text: str,
    columns: Sequence[str],
    given: Mapping[str, Identifier],
    contents: Contents,
    *,
    whole: bool = False,
) -> Translated:
    """A query as SQL.

    Args:
        text: a query that Oxigraph has accepted.
        columns: the variables of its answer in order, as Oxigraph has found them; of no meaning for ASK and CONSTRUCT.
        given: values for variables that are selected.
        contents: the tables, which can be asked.
        whole: whether all columns hold terms as N-Triples writes them.

    Raises:
        FallBack: Oxigraph should answer it.

    Example:
        >>> from govgraph.graph.relational.profile import profile
        >>> model = Model(graph.version(), profile(graph.version()))
        >>> from govgraph.graph.relational.columns import Columns
        >>> translated(model, "SELECT ?a { ?a a gov:NGO }", ["a"], {}, Columns(graph.version())).columns
        ['a']
    """
    if "\\u" in text or "\\U" in text:
        raise FallBack("characters written as numbers")
    try:
        tree = parseQuery(text)
        traverse(tree, visitPre=_refuse_constant_filters)
        parsed = translateQuery(tree, initNs=PREFIXES)
    except FallBack:
        raise
    except RecursionError as error:
        raise FallBack("a query that is nested too deeply") from error
    except Exception as error:
        raise FallBack(f"rdflib cannot read the query: {type(error).__name__}") from error
    query = parsed.algebra
    if query.datasetClause:
        raise FallBack("FROM")
    if any(part.name == "Base" for part in getattr(parsed.prologue, "parts", [])) or parsed.prologue.base:
        raise FallBack("BASE")
    context = Context(model, dict(given), contents, translate)
    triples = False
    match query.name:
        case "SelectQuery":
            found = translate(context, query.p, None, ())
            named = {name: found.variables[name] for name in columns}
        case "AskQuery":
            found = translate(context, query.p, None, ())
            named = {"answer": Value("answer", frozenset({"boolean"}))}
            found = Relation(f"SELECT EXISTS (SELECT 1 FROM ({found.sql})) AS answer")
        case "ConstructQuery":
            found = _triples(context, translate(context, query.p, None, ()), query.template or _pattern_of(query.p))
            triples = True
            named = found.variables
        case "DescribeQuery" if len(query.PV) == 1 and isinstance(context.resolved(query.PV[0]), URIRef):
            triple = (query.PV[0], Variable("predicate"), Variable("object"))
            found, triples = _triples(context, basic(context, [triple], None), [triple]), True
            named = found.variables
        case _:
            raise FallBack(f"{query.name.removesuffix('Query').upper()}")
    shown = [_shown(v, i, triples or whole) for i, v in enumerate(named.values())]
    # The tables are written once a WITH clause; only statements with paths have any.
    tables = f"WITH RECURSIVE {', '.join(context.tables)} " if context.tables else ""
    sql = f"{tables}SELECT {selected(shown)} FROM ({found.sql}){found.order_sql}"
    used = set(re.findall(r"\$(c\d+)", sql))
    bound = {name: text for name, text in context.constants.bound.items() if name in used}
    return Translated(sql, bound, frozenset(context.sources), list(named), triples)


def _refuse_constant_filters(node: Any) -> None:
    """rdflib leaves ``FILTER(false)`` out."""
    if isinstance(node, CompValue) and node.name == "Filter":
        expression = node.expr
        # Around each operand rdflib puts an expression of each precedence.
        while (
            isinstance(expression, CompValue) and expression.name.endswith("Expression") and set(expression) == {"expr"}
        ):
            expression = expression.expr
        if not isinstance(expression, CompValue | Variable):
            raise FallBack("a FILTER of a constant")


def _pattern_of(node: Any) -> Any:
    """The triples of ``CONSTRUCT WHERE``, which are its template as well."""
    while node.name != "BGP":
        node = node.p
    return node.triples


def _shown(v: Value, number: int, whole: bool) -> str:
    """A column of the answer: a value of its own type, or the text of a term.

    Args:
        whole: whether it is always the text of a term, as in N-Triples.
    """
    if v.native and v.kind != "decimal" and not whole:
        return f"{v.sql} AS c{number}"
    return f"{'term_text' if whole else 'term_cell'}({v.term}) AS t{number}"


def _triples(context: Context, found: Relation, template: Any) -> Relation:
    """The triples that the template of a CONSTRUCT makes of solutions, each once."""
    name = context.names.new("solutions")
    context.tables.append(f"{name} AS MATERIALIZED (SELECT * FROM ({found.sql}){found.order_sql})")
    parts = []
    for triple in template:
        values = []
        for term in map(context.resolved, triple):
            if isinstance(term, Variable):
                if str(term) not in found.variables:
                    break
                values.append(found.variables[str(term)])
            else:
                values.append(context.constants.of(term))
        if len(values) < 3 or any("iri" not in v.kinds for v in values[:2]):
            continue
        conditions = [f"{v.sql} IS NOT NULL" for v in values if v.maybe]
        conditions += [f"{v.tag} = 'iri'" for v in values[:2] if not v.native]
        shown = ", ".join(f"{v.term} AS {column}" for v, column in zip(values, "spo", strict=True))
        parts.append(f"SELECT {shown} FROM {name} WHERE {' AND '.join(conditions) or 'true'}")
    if not parts:  # as where the subject is a literal
        parts = [f"SELECT NULL::{TERM} AS s, NULL::{TERM} AS p, NULL::{TERM} AS o FROM {name} WHERE false"]
    sql = f"SELECT DISTINCT s, p, o FROM ({' UNION ALL '.join(parts)})"
    names = ("subject", "predicate", "object")
    term = frozenset({"iri", "string"})
    return Relation(sql, {n: Value(c, term) for n, c in zip(names, "spo", strict=True)})
