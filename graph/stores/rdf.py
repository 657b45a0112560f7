"""From assembled rows to RDF: tables in, N-Triples lines out, by column expressions.

No triple becomes a Python object. A row's single-valued columns become one text with all their lines, and lists are
exploded to one line per element; polars streams both to a file that Oxigraph reads in bulk. Text is escaped by the rules of N-Triples
(https://www.w3.org/TR/n-triples/, 2.4), IRIs were checked when the records were kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import polars as pl

from govgraph.ontology.classes import classes, kinds, lineage
from govgraph.ontology.declaration import Column, Table
from govgraph.ontology.terms import ADDRESS, GOV, PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"
_SOURCE = f"<{PREFIXES['dct']}source>"
_AS_WKT = f"<{PREFIXES['geo']}asWKT>"
_WKT = f"<{PREFIXES['geo']}wktLiteral>"
_XSD = PREFIXES["xsd"]
_DATATYPES = {"number": "double", "integer": "integer", "boolean": "boolean", "date": "date"}
_ROWS_AT_A_TIME = 3_000


def escape(text: pl.Expr) -> pl.Expr:
    r"""A text column as the inside of an N-Triples string.

    Example:
        >>> pl.select(escape(pl.lit('a"b\n'))).item()
        'a\\"b\\n'
    """
    return (
        text.str.replace_all("\\", "\\\\", literal=True)
        .str.replace_all('"', '\\"', literal=True)
        .str.replace_all("\n", "\\n", literal=True)
        .str.replace_all("\r", "\\r", literal=True)
    )


def _iri(value: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("<"), value, pl.lit(">"))


def _iri_or_text(value: pl.Expr) -> pl.Expr:
    return pl.when(value.str.contains(ADDRESS)).then(_iri(value)).otherwise(pl.format('"{}"', escape(value)))


def _parts(column: Column, value: pl.Expr) -> tuple[str, pl.Expr, str]:
    """A term as (text before, text that differs from row to row, text after)."""
    match column.type:
        case "ref":
            return "<", value, ">"
        case "url":
            return "", _iri_or_text(value), ""
        case "number" | "integer" | "boolean" | "date":
            return '"', value.cast(pl.String), f'"^^<{_XSD}{_DATATYPES[column.type]}>'
        case "partial_date":
            length = value.str.len_bytes()
            kind = pl.when(length == 4).then(pl.lit("gYear")).when(length == 7).then(pl.lit("gYearMonth"))
            return '"', pl.concat_str(value, pl.lit(f'"^^<{_XSD}'), kind.otherwise(pl.lit("date"))), ">"
        case "names":
            lang = value.struct.field("lang").fill_null("")
            tag = pl.when(lang == "").then(pl.lit("")).otherwise(pl.concat_str(pl.lit("@"), lang))
            return '"', pl.concat_str(escape(value.struct.field("text")), pl.lit('"'), tag), ""
        case _:
            return '"', escape(value), '"'


def term(column: Column, value: pl.Expr) -> pl.Expr:
    """The RDF term, in N-Triples syntax, of one value of a column (of ``names``: a struct of lang and text).

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> pl.select(term(table("events").column("articles"), pl.lit(0))).item()
        '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    before, text, after = _parts(column, value)
    return pl.concat_str(pl.lit(before), text, pl.lit(after))


def row_lines(table: Table, rows: pl.LazyFrame, full: Collection[str] = ()) -> Iterator[pl.LazyFrame]:
    """The assembled rows of a table as N-Triples lines, in frames of one column.

    Args:
        table: its declaration.
        rows: its assembled rows.
        full: columns that are known to have no null; their lines then cost half as much.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> row = {"iri": ["x:1"], "class": ["Mention"], "event": ["x:2"], "reported_in": ["x:3"]}
        >>> text = next(row_lines(table("mentions"), pl.LazyFrame(row))).collect().item()
        >>> text.splitlines()[1]
        '<x:1> <https://w3id.org/govgraph/ontology#event> <x:2> .'
    """
    present = set(rows.collect_schema().names())
    # Only the table of actors holds several classes.
    several = any(c.name == "kind" for c in table.columns)
    always: list[pl.Expr | str] = []
    sometimes: list[pl.Expr] = []

    def add(predicate: str, before: str, text: pl.Expr, after: str, certain: bool) -> None:
        pieces: list[pl.Expr | str] = ["\n<", pl.col("iri"), f"> {predicate} {before}", text, f"{after} ."]
        if certain:
            always.extend(pieces)
        else:
            # A null in any piece makes the whole line null, and a null is left out of the row's lines.
            sometimes.append(pl.concat_str(_joined(pieces)))

    if not several:
        for name in lineage(table.cls):
            always += ["\n<", pl.col("iri"), f"> {_TYPE} <{GOV}{name}> ."]
    columns = [c for c in table.assembled if c.term and c.name in present]
    for column in columns:
        if not column.many and column.type != "names":
            add(f"<{column.term}>", *_parts(column, pl.col(column.name)), column.name in full)
    if {"latitude", "longitude"} <= present:
        point = pl.concat_str(pl.col("longitude").cast(pl.String), pl.lit(" "), pl.col("latitude").cast(pl.String))
        add(_AS_WKT, '"POINT (', point, f')"^^{_WKT}', {"latitude", "longitude"} <= set(full))
    if always or sometimes:
        lines = pl.concat_str(*_joined(always), *sometimes, ignore_nulls=True)
        frame = rows.select(line=lines.str.strip_prefix("\n"))
        yield frame if always else frame.filter(pl.col("line") != "")
    if several:
        yield from _type_lines(rows)
    for column in columns:
        if column.many or column.type == "names":
            yield _list_lines(rows, column.name, f" <{column.term}> ", term(column, pl.col(column.name)))


def _joined(pieces: Iterable[pl.Expr | str]) -> list[pl.Expr]:
    """Pieces of text as expressions. Constant pieces that follow each other become one expression."""
    expressions: list[pl.Expr] = []
    for constant, group in groupby(pieces, key=lambda p: isinstance(p, str)):
        members = list(group)
        expressions += (
            [pl.lit("".join(map(str, members)))] if constant else [p for p in members if isinstance(p, pl.Expr)]
        )
    return expressions


def _type_lines(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    types = {name: [f"<{GOV}{c}> ." for c in lineage(name)] for name in classes()}
    table = pl.LazyFrame({"class": list(types), "types": list(types.values())})
    yield (
        rows.select("iri", "class")
        .join(table, on="class")
        .explode("types")
        .select(line=pl.concat_str(_iri(pl.col("iri")), pl.lit(f" {_TYPE} "), pl.col("types")))
    )


def _list_lines(rows: pl.LazyFrame, column: str, predicate: str, value: pl.Expr) -> pl.LazyFrame:
    values = rows.select("iri", column).filter(pl.col(column).list.len() > 0).explode(column)
    return values.select(line=pl.concat_str(_iri(pl.col("iri")), pl.lit(predicate), value, pl.lit(" .")))


def document_lines(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """The lines ``record dct:source document``; a document that is not a web address becomes a literal.

    Example:
        >>> pairs = pl.LazyFrame({"record": ["x:f#row=1"], "document": ["BBC Monitoring"]})
        >>> next(document_lines(pairs)).collect().item().endswith('"BBC Monitoring" .')
        True
    """
    yield rows.select(
        line=pl.concat_str(
            _iri(pl.col("record")), pl.lit(f" {_SOURCE} "), _iri_or_text(pl.col("document")), pl.lit(" .")
        )
    )


def said_lines(table: Table, rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """N-Quads lines of what each dataset says about shared things, in the named graph of the dataset.

    Args:
        rows: ``iri``, ``dataset_iri`` and the declared columns.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> list(said_lines(table("posts"), pl.LazyFrame(schema={"iri": pl.String, "dataset_iri": pl.String})))
        []
    """
    present = set(rows.collect_schema().names())
    subject, graph = _iri(pl.col("iri")), _iri(pl.col("dataset_iri"))
    for column in table.columns:
        if column.name not in present or not column.term:
            continue
        values = rows.select("iri", "dataset_iri", column.name).filter(pl.col(column.name).is_not_null())
        if column.many or column.type == "names":
            values = values.filter(pl.col(column.name).list.len() > 0).explode(column.name)
        value = term(column, pl.col(column.name))
        yield values.select(
            line=pl.concat_str(subject, pl.lit(f" <{column.term}> "), value, pl.lit(" "), graph, pl.lit(" ."))
        )
    if "kind" in present:
        kind = pl.col("kind").replace_strict({k: f"<{GOV}{c}>" for k, c in kinds().items()}, return_dtype=pl.String)
        yield rows.select(line=pl.concat_str(subject, pl.lit(f" {_TYPE} "), kind, pl.lit(" "), graph, pl.lit(" .")))


def write_lines(frames: Iterator[pl.LazyFrame], folder: Path, name: str) -> list[Path]:
    """Stream frames of lines to files, one file per frame. Empty files are removed.

    Returns:
        the files, in order.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> [p.name for p in write_lines(iter([pl.LazyFrame({"line": ["<x:1> <x:2> <x:3> ."]})]), folder, "a.nt")]
        ['0-a.nt']
    """
    files = []
    # A row can be kilobytes of lines: the usual hundred thousand rows at a time would take four times the memory and twice the time.
    with pl.Config(streaming_chunk_size=_ROWS_AT_A_TIME):
        for number, frame in enumerate(frames):
            path = folder / f"{number}-{name}"
            # Lines are already whole; the CSV writer only joins them with line ends.
            frame.sink_csv(path, include_header=False, quote_style="never")
            if path.stat().st_size:
                files.append(path)
            else:
                path.unlink()
    return files
