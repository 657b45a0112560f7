"""The last check of a block of records before it is kept, the same for every loader.

It finds what a store could not hold or what would make a query's answer wrong: an invalid IRI or language tag, a number that is
not finite, a word outside a closed list, an end before a start. A source row with such a fault is rejected from every table of
the block, so that it is never loaded in part. A row that contradicts what is known is only noted.
"""

from __future__ import annotations

import polars as pl

from govgraph.graph.build import contradictions, texts
from govgraph.ontology.block import Block, Reject, conform
from govgraph.ontology.classes import kinds
from govgraph.ontology.dates import earliest
from govgraph.ontology.declaration import Table, table
from govgraph.ontology.terms import IRI, LANGUAGE

_CURIE = r"^[A-Za-z][A-Za-z0-9._-]*:\S+$"


def _faults(name: str, frame: pl.DataFrame) -> list[tuple[str, str, pl.Expr]]:
    """(column, reason, condition that is true for faulty rows) of each check of a table."""
    declared: Table = table(name)
    faults: list[tuple[str, str, pl.Expr]] = [
        ("iri", "not an IRI", ~pl.col("iri").str.contains(IRI).fill_null(False)),
    ]
    have = set(frame.columns)
    for column in declared.columns:
        value = pl.col(column.name)
        if column.required:
            faults.append((column.name, "required value is missing", value.is_null()))
        if column.type == "ref":
            good = (
                value.list.eval(pl.element().str.contains(IRI)).list.all() if column.many else value.str.contains(IRI)
            )
            faults.append((column.name, "not an IRI", ~good.fill_null(True)))
        elif column.type == "curie":
            typed = (
                value.list.eval(pl.element().str.contains(_CURIE)).list.all()
                if column.many
                else value.str.contains(_CURIE)
            )
            faults.append((column.name, "not a typed identifier (SCHEME:VALUE)", ~typed.fill_null(True)))
        elif column.type == "names":
            tags = value.list.eval(
                pl.element().struct.field("lang").fill_null("").str.contains(rf"^$|{LANGUAGE}")
            ).list.all()
            faults.append((column.name, "not a language tag", ~tags.fill_null(True)))
        elif column.type == "number":
            faults.append((column.name, "not a finite number", ~value.is_finite().fill_null(True)))
        elif column.type == "partial_date":
            wrong = value.is_not_null() & bound_missing(value)
            faults.append((column.name, "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", wrong))
        words = tuple(kinds()) if column.name == "kind" else column.values
        if words:
            faults.append((column.name, "not one of the declared words", ~value.is_in(words).fill_null(True)))
        if column.minimum is not None:
            faults.append((column.name, f"less than {column.minimum:g}", (value < column.minimum).fill_null(False)))
        if column.maximum is not None:
            faults.append((column.name, f"more than {column.maximum:g}", (value > column.maximum).fill_null(False)))
    doubtful = ~pl.col("confidence").is_between(0, 1).fill_null(True)
    faults.append(("confidence", "not between 0 and 1", doubtful))
    if {"starts_from", "ends_by"} <= have:
        ends = (pl.col("ends_by") < pl.col("starts_from")).fill_null(False)
        faults.append(("end_date", "ends before it starts", ends))
    return faults


def bound_missing(value: pl.Expr) -> pl.Expr:
    """Whether a text that should be a partial date has no first day, and so is not a date.

    Example:
        >>> pl.select(bound_missing(pl.lit("2010-02-30"))).item()
        True
    """
    return earliest(value).is_null()


def verified(block: Block) -> Block:
    """The block with tables that conform to the declaration, and with faulty rows moved to the rejects.

    Raises:
        OntologyError: the loader gave a table or column that is not declared.

    Example:
        >>> bad = pl.DataFrame({"iri": ["no iri"], "kind": ["person"], "row": [3]})
        >>> verified(Block({"actors": bad}, rows_read=1)).rejects[0].reason
        'not an IRI'
    """
    tables = {name: texts.composed(name, conform(name, frame)) for name, frame in block.tables.items() if frame.height}
    rejects = list(block.rejects)
    bad_rows: set[int] = set()
    for name, frame in tables.items():
        checks = _faults(name, frame)
        flags = frame.select(condition.alias(str(i)) for i, (_, _, condition) in enumerate(checks))
        if not any(flags[c].any() for c in flags.columns):
            continue
        for i, (column, reason, _) in enumerate(checks):
            for row, value, place in (
                frame.filter(flags[str(i)]).select("row", value=column, place="pointer").iter_rows()
            ):
                if row not in bad_rows:
                    bad_rows.add(row)
                    text = "" if value is None else str(value)[:200]
                    rejects.append(Reject(row, column, reason, text, place or ""))
    if bad_rows:
        rejected = pl.Series(sorted(bad_rows))
        tables = {name: frame.filter(~pl.col("row").is_in(rejected.implode())) for name, frame in tables.items()}
    notes = [*block.notes, *contradictions.notes(tables), *texts.notes(tables)]
    return Block(tables, block.rows_read, rejects, notes, block.unused_columns, block.position)
