"""SPARQL over a version's triples: run in the query process, answered as a typed table.

Oxigraph serialises the answer, polars parses it: no row is a Python object on the way. IRIs become text, literals the values of
their datatypes; a column of mixed datatypes stays text.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import pyoxigraph as ox

from govgraph.ontology.terms import PREFIXES, is_iri

_XSD = PREFIXES["xsd"]
_INTEGERS = {_XSD + x for x in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {_XSD + x for x in ("double", "float", "decimal")}
_NOT_SELECTED = re.compile(r"does not contains? variable \?(\w+)")
_LITERAL = r'(?s)^"(.*)"(?:@[A-Za-z0-9-]+|\^\^<([^>]*)>)?$'


def to_term(value: Any) -> ox.Literal | ox.NamedNode:
    """A parameter's value as an RDF term: text that is an IRI as an IRI, else a literal.

    Example:
        >>> to_term("https://example.org/a"), to_term(3).value
        (<NamedNode value=https://example.org/a>, '3')
    """
    if isinstance(value, str):
        return ox.NamedNode(value) if is_iri(value) else ox.Literal(value)
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    if isinstance(value, dt.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "dateTime"))
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
    return ox.Literal(str(value))


_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$](\w+)'
)


def put_terms(query: str, terms: dict[str, str]) -> str:
    """A query with some variables replaced by RDF terms, in the syntax that Oxigraph wrote them in.

    Its own substitution only takes variables that are selected. Texts, IRIs and comments are left alone.

    Example:
        >>> put_terms('ASK { ?a ?b "?a" } # ?a', {"a": "<x:1>"})
        'ASK { <x:1> ?b "?a" } # ?a'
    """
    return _TOKEN.sub(lambda m: terms.get(m[1], m[0]) if m[1] else m[0], query)


Answer = TypeVar("Answer")


def with_parameters(query: str, terms: Mapping[str, str], ask: Callable[[str, set[str]], Answer]) -> Answer:
    """Ask a query with parameters: a selected one stays a column, the others are put into the text.

    Args:
        terms: variable -> RDF term in the syntax of N-Triples.
        ask: asks a text, with these parameters yet to be bound.

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
    """What a SPARQL query asks for: SELECT, ASK, CONSTRUCT, DESCRIBE; empty where it says nothing of the kind.

    Example:
        >>> form("PREFIX ask: <x:select> Construct { ?s ?p 'ASK' } WHERE { ?s ?p ?o } # describe")
        'CONSTRUCT'
    """
    bare = _TOKEN.sub(lambda m: m[0] if m[1] else " ", query)
    return next((m[1].upper() for m in _FORM.finditer(bare) if m[1]), "")


def _unescape(text: pl.Series) -> pl.Series:
    if not text.str.contains("\\", literal=True).any():
        return text

    def one(value: str) -> str:
        return str(
            ox.Literal(next(iter(ox.parse(f'<x:s> <x:p> "{value}" .', ox.RdfFormat.N_TRIPLES))).object.value).value
        )

    return pl.Series(text.name, [one(v) if v is not None and "\\" in v else v for v in text], dtype=pl.String)


def typed(column: pl.Series) -> pl.Series:
    r"""A column of terms in the syntax of SPARQL TSV as values.

    Example:
        >>> typed(pl.Series(["<x:a>", None])).to_list(), typed(pl.Series(["1", "2"])).to_list()
        (['x:a', None], [1, 2])
    """
    some = column.drop_nulls()
    if some.is_empty():
        return column
    if some.str.starts_with("<").all():
        return column.str.slice(1, column.str.len_chars() - 2)
    if some.str.contains("^[+-]?[0-9]+$").all():
        return column.cast(pl.Int64)
    if some.is_in(["true", "false"]).all():
        return column == "true"
    if some.str.contains(r"^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$").all():
        return column.cast(pl.Float64)
    quoted = some.str.starts_with('"')
    if quoted.all():
        kinds = some.str.extract(_LITERAL, 2).fill_null("").unique().to_list()
        text = _unescape(column.str.extract(_LITERAL, 1))
        return _cast(text, set(kinds))
    parts = pl.DataFrame({"v": column}).select(
        pl.when(pl.col("v").str.starts_with('"')).then(pl.col("v").str.extract(_LITERAL, 1))
        .when(pl.col("v").str.starts_with("<")).then(pl.col("v").str.slice(1, pl.col("v").str.len_chars() - 2))
        .otherwise(pl.col("v"))
    )  # fmt: skip
    return _unescape(parts.to_series())


def _cast(text: pl.Series, kinds: set[str]) -> pl.Series:
    if kinds <= _INTEGERS:
        return text.cast(pl.Int64)
    if kinds <= _INTEGERS | _FLOATS:
        return text.replace({"INF": "inf", "-INF": "-inf"}).cast(pl.Float64)
    if kinds == {_XSD + "boolean"}:
        return text.is_in(["true", "1"])
    if kinds == {_XSD + "date"}:
        days = text.str.to_date("%Y-%m-%d", strict=False)
        return days if days.null_count() == text.null_count() else text
    if kinds == {_XSD + "dateTime"}:
        times = text.str.to_datetime(strict=False)
        return times if times.null_count() == text.null_count() else text
    return text


class SparqlStore:
    """An Oxigraph store that is only read."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store.read_only(str(path))

    def answer(self, query: str, parameters: dict[str, Any], limit: int | None) -> tuple[Any, ...]:
        """("ok", (Arrow IPC bytes, whether rows were cut)) or ("error", what, where, expected, hint)."""
        terms = {name: to_term(value) for name, value in parameters.items()}
        try:
            found = self._run(query, terms)
        except SyntaxError as error:
            return _syntax(str(error))
        except (ValueError, OSError, RuntimeError) as error:
            return ("error", str(error), "", "", "")
        try:
            frame = self._table(found)
        except (ValueError, OSError, RuntimeError) as error:
            return ("error", str(error), "", "", "")
        cut = limit is not None and frame.height > limit
        data = io.BytesIO()
        (frame.head(limit) if cut and limit is not None else frame).write_ipc(data)
        return ("ok", (data.getvalue(), cut))

    def _run(self, query: str, terms: dict[str, ox.Literal | ox.NamedNode]) -> Any:
        def ask(text: str, free: set[str]) -> Any:
            bound: dict[ox.Variable, Any] = {ox.Variable(name): terms[name] for name in free}
            return self.store.query(text, prefixes=PREFIXES, substitutions=bound or None)

        return with_parameters(query, {name: str(term) for name, term in terms.items()}, ask)

    @staticmethod
    def _table(found: Any) -> pl.DataFrame:
        if isinstance(found, ox.QueryBoolean):
            return pl.DataFrame({"answer": [bool(found)]})
        if isinstance(found, ox.QueryTriples):
            lines = [(str(t.subject), str(t.predicate), str(t.object)) for t in found]
            names = {"subject": pl.String, "predicate": pl.String, "object": pl.String}
            return pl.DataFrame(lines, schema=names, orient="row").with_columns(
                pl.col("subject", "predicate").str.strip_prefix("<").str.strip_suffix(">")
            )
        names_ = [v.value for v in found.variables]
        text = found.serialize(format=ox.QueryResultsFormat.TSV)
        raw = pl.read_csv(
            text, separator="\t", quote_char=None, has_header=True, infer_schema=False,
            new_columns=names_, null_values=[""],
        ) if names_ else pl.DataFrame()  # fmt: skip
        return raw.select(typed(raw[c]) for c in raw.columns)


def _syntax(message: str) -> tuple[str, str, str, str, str]:
    """Oxigraph says ``error at 1:9: expected ...``; the position and what was expected are told apart."""
    match = re.search(r"error at (\d+:\d+): (?:expected (.*))?", message, re.DOTALL)
    if not match:
        return ("error", message, "", "", "")
    return ("error", "the SPARQL query has a fault", f"query:{match[1]}", (match[2] or "").strip()[:400], "")
