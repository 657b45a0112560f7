"""The answer to a SPARQL query as a typed table.

Oxigraph writes the answer and polars parses it, so that no row becomes a Python object. IRIs become text, and literals become
values of their datatypes. A column of mixed datatypes stays text, and so does one whose values polars cannot hold.
"""

from __future__ import annotations

import io

import polars as pl

from govgraph.graph.stores.answer import ARROW, PARQUET, PARQUET_TRIPLES, TRIPLES, Answer
from govgraph.ontology.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_INTEGERS = {_XSD + x for x in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {_XSD + x for x in ("double", "float", "decimal")}
_MANY_DIGITS = r"^[+-]?0*[0-9]{16}"
"""A number of more digits before the point than a float holds exactly."""
_LITERAL = r'(?s)^"(.*)"(?:@[A-Za-z0-9-]+|\^\^<([^>]*)>)?$'


def table(answer: Answer, limit: int | None) -> tuple[pl.DataFrame, bool]:
    """At most ``limit`` rows of an answer, and whether there were more.

    Example:
        >>> rows, cut = table(Answer("selected", ["a", "b"], b"?a\\t?b\\n<x:a>\\t1\\n<x:b>\\t2\\n"), 1)
        >>> rows.rows(), cut
        ([('x:a', 1)], True)
    """
    frame = _of_columns(answer) if answer.kind in (PARQUET, PARQUET_TRIPLES) else _of_terms(answer)
    cut = limit is not None and frame.height > limit
    return (frame.head(limit) if cut and limit is not None else frame), cut


def _of_terms(answer: Answer) -> pl.DataFrame:
    return pl.read_ipc(answer.data) if answer.kind == ARROW else _parsed(answer)


def _of_columns(answer: Answer) -> pl.DataFrame:
    raw = pl.read_parquet(io.BytesIO(answer.data))
    if answer.kind == PARQUET_TRIPLES:
        raw.columns = answer.columns
        return raw.with_columns(_bare("subject", "predicate"))
    if not answer.columns:
        return pl.DataFrame()
    columns = [typed(raw[c]) if c.startswith("t") else raw[c] for c in raw.columns]
    # A column without a value is text, as it is where its terms were written.
    columns = [c.cast(pl.String) if c.null_count() == len(c) else c for c in columns]
    return pl.DataFrame([c.alias(name) for c, name in zip(columns, answer.columns, strict=True)])


def _bare(*columns: str) -> pl.Expr:
    return pl.col(*columns).str.strip_prefix("<").str.strip_suffix(">")


def to_arrow(answer: Answer, limit: int | None) -> Answer:
    """An answer as a typed table. It has one row more than the limit if there are more rows, so that the caller can see this.

    Example:
        >>> answer = to_arrow(Answer("selected", ["a"], b"?a\\n1\\n2\\n3\\n"), 1)
        >>> answer.kind, table(answer, 1)[1]
        ('arrow', True)
    """
    frame = _parsed(answer)
    data = io.BytesIO()
    (frame if limit is None else frame.head(limit + 1)).write_ipc(data)
    return Answer(ARROW, answer.columns, data.getvalue())


def _parsed(answer: Answer) -> pl.DataFrame:
    if not answer.columns:
        return pl.DataFrame()
    raw = pl.read_csv(
        answer.data, separator="\t", quote_char=None, has_header=True, infer_schema=False,
        new_columns=answer.columns, null_values=[""],
    )  # fmt: skip
    if answer.kind == TRIPLES:
        return raw.with_columns(_bare("subject", "predicate"))
    return raw.select(typed(raw[c]) for c in raw.columns)


def typed(column: pl.Series) -> pl.Series:
    r"""The values of a column of terms, which are in the syntax of SPARQL TSV.

    Example:
        >>> typed(pl.Series(["<x:a>", None])).to_list(), typed(pl.Series(["1", "2"])).to_list()
        (['x:a', None], [1, 2])
    """
    try:
        return _typed(column)
    except pl.exceptions.PolarsError:  # for example an integer of more than 64 bits, or "abc"^^xsd:integer
        return _text(column)


def _typed(column: pl.Series) -> pl.Series:
    values = column.drop_nulls()
    if values.is_empty():
        return column
    if (values.str.starts_with("<") & ~values.str.starts_with("<<")).all():
        return column.str.slice(1, column.str.len_chars() - 2)
    if values.str.contains("^[+-]?[0-9]+$").all():
        return column.cast(pl.Int64)
    if values.is_in(["true", "false"]).all():
        return column == "true"
    bare = values.str.contains(r"^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$")
    if bare.all():
        return _floats(column)
    quoted = values.str.starts_with('"')
    if (quoted | bare).all():
        kinds = set(values.filter(quoted).str.extract(_LITERAL, 2).fill_null("").unique())
        if quoted.all():
            return _cast(_unescape(column.str.extract(_LITERAL, 1)), kinds)
        if kinds <= _INTEGERS | _FLOATS:
            return _floats(_text(column))
    return _text(column)


def _text(column: pl.Series) -> pl.Series:
    parts = pl.DataFrame({"v": column}).select(
        pl.when(pl.col("v").str.starts_with('"')).then(pl.col("v").str.extract(_LITERAL, 1))
        .when(pl.col("v").str.starts_with("<<")).then(pl.col("v"))
        .when(pl.col("v").str.starts_with("<")).then(pl.col("v").str.slice(1, pl.col("v").str.len_chars() - 2))
        .otherwise(pl.col("v"))
    )  # fmt: skip
    return _unescape(parts.to_series().alias(column.name))


def _unescape(text: pl.Series) -> pl.Series:
    if not text.str.contains("\\", literal=True).any():
        return text

    import pyoxigraph as ox

    def one(value: str) -> str:
        return str(
            ox.Literal(next(iter(ox.parse(f'<x:s> <x:p> "{value}" .', ox.RdfFormat.N_TRIPLES))).object.value).value
        )

    return pl.Series(text.name, [one(v) if v is not None and "\\" in v else v for v in text], dtype=pl.String)


def _cast(text: pl.Series, kinds: set[str]) -> pl.Series:
    if kinds <= _INTEGERS:
        return text.cast(pl.Int64)
    if kinds <= _INTEGERS | _FLOATS:
        return _floats(text)
    if kinds == {_XSD + "boolean"} and text.drop_nulls().is_in(["true", "false", "1", "0"]).all():
        return text.is_in(["true", "1"])
    if kinds == {_XSD + "date"}:
        return _of_python(text.str.to_date("%Y-%m-%d", strict=False), text)
    if kinds == {_XSD + "dateTime"}:
        return _of_python(text.str.to_datetime(strict=False), text)
    return text


def _floats(text: pl.Series) -> pl.Series:
    """Numbers as floats; as text if one has more digits before its point than a float holds exactly."""
    if text.str.contains(_MANY_DIGITS).any():
        return text
    return text.replace({"INF": "inf", "-INF": "-inf"}).cast(pl.Float64)


def _of_python(times: pl.Series, text: pl.Series) -> pl.Series:
    """The dates or times, if all were parsed and are in years that Python supports; otherwise the text."""
    whole = times.null_count() == text.null_count() and times.dt.year().is_between(1, 9999).all()
    return times if whole else text
