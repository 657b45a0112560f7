"""The texts of records: letters in one form, and what is worth knowing of characters and addresses, the same for every loader."""

from __future__ import annotations

import polars as pl

from govgraph.ontology import letters
from govgraph.ontology.block import Note
from govgraph.ontology.declaration import Column, table
from govgraph.ontology.terms import address_at_fault

NO_IRI = "web address that is no IRI, kept as text"
"""The kind of note that tells of an address."""


def notes(tables: dict[str, pl.DataFrame]) -> list[Note]:
    """What is noted of the texts of some rows.

    Args:
        tables: table name -> its conforming rows.

    Example:
        >>> rows = pl.DataFrame({"iri": ["x:1"], "document": ["http://a:b/"], "row": [2]})
        >>> notes({"mentions": rows})[0].value
        'http://a:b/'
    """
    return [*_kept_as_text(tables), *_invisible(tables)]


def composed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with the letters of all texts in their composed form (Unicode NFC), so that the same text is equal text."""
    texts = [c for c in table(name).columns if c.type in ("names", "text", "code", "curie") and c.name in frame.columns]
    return frame.with_columns(_nfc(pl.col(c.name), c) for c in texts if _is_wide(frame[c.name]))


def _is_wide(values: pl.Series) -> bool:
    """Whether any text has a letter that may be composed; most columns have none, and composing is slow."""
    if isinstance(values.dtype, pl.List):
        values = values.explode(empty_as_null=True)
    if isinstance(values.dtype, pl.Struct):
        values = values.struct.field("text")
    return bool(values.str.contains(r"[^\x00-\x{AC}\x{AE}-\x{2FF}]").any())


def _nfc(value: pl.Expr, column: Column) -> pl.Expr:
    if column.type == "names":
        text = pl.element().struct.field("text").str.normalize("NFC")
        return value.list.eval(pl.element().struct.with_fields(text=text))
    if column.many:
        return value.list.eval(pl.element().str.normalize("NFC"))
    return value.str.normalize("NFC")


def _invisible(tables: dict[str, pl.DataFrame]) -> list[Note]:
    """Names and texts with characters that nobody sees, each with the first row that has it."""
    notes = []
    for name, frame in tables.items():
        for column in (c for c in table(name).columns if c.type in ("names", "text") and c.name in frame.columns):
            if not _is_wide(frame[column.name]):
                continue
            rows = frame.select(pl.col("row"), pl.col(column.name).alias("value"))
            if isinstance(rows["value"].dtype, pl.List):
                rows = rows.explode("value", empty_as_null=True)
            if isinstance(rows["value"].dtype, pl.Struct):
                rows = rows.with_columns(pl.col("value").struct.field("text").alias("value"))
            odd = rows.filter(pl.col("value").str.contains(letters.INVISIBLE)).unique(
                "value", keep="first", maintain_order=True
            )
            notes += [Note(letters.NOTE, letters.visible(value)[:200], row) for row, value in odd.iter_rows()]
    return notes


def _kept_as_text(tables: dict[str, pl.DataFrame]) -> list[Note]:
    """Web addresses of documents and pages that are no IRIs, each with the first row that has it."""
    notes = []
    for name, frame in tables.items():
        urls = [c.name for c in table(name).columns if c.type == "url"]
        for column in (c for c in (*urls, "document") if c in frame.columns):
            rows = frame.select(pl.col("row"), pl.col(column).alias("value")).drop_nulls("value")
            if isinstance(rows["value"].dtype, pl.List):
                rows = rows.explode("value")
            faulty = rows.filter(address_at_fault(pl.col("value"))).unique("value", keep="first", maintain_order=True)
            notes += [Note(NO_IRI, value[:200], row) for row, value in faulty.iter_rows()]
    return notes
