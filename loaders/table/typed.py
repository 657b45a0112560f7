"""The texts of fields as values of the declared types."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import polars as pl

from govgraph.loaders.records.header import Use, language_tag
from govgraph.loaders.records.refs import Resolver
from govgraph.loaders.records.values import Values
from govgraph.loaders.repeated import each_once
from govgraph.loaders.sheets.sheet import ROW
from govgraph.loaders.table import grammar
from govgraph.loaders.table.amounts import without_currency
from govgraph.loaders.table.date_formats import read_dates
from govgraph.loaders.table.mapping import Value
from govgraph.ontology.block import Reject
from govgraph.ontology.declaration import Table

NO_DATE: Final = "not a date"


def typed_fields(table: Table, fields: dict[str, Value], frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Reject]]:
    """Texts as values of the declared types.

    Args:
        fields: the fields that stand in the frame as texts.
        frame: the texts, and the column :data:`~govgraph.loaders.sheets.sheet.ROW`.

    Returns:
        the declared columns that the fields fill, and the rows at fault.

    Example:
        >>> from govgraph.loaders.records.header import TABLES
        >>> rows = pl.DataFrame({"name": ["Asan"], "start_date": ["soon"], ROW: [2]})
        >>> value = Value(columns=("born",))
        >>> typed_fields(TABLES["actors"], {"start_date": value}, rows)[1][0].column
        'born'
    """
    uses, named, rejects = [], set(), []
    prepared = {ROW: frame[ROW]}
    done: list[pl.Series] = []
    for name, value in fields.items():
        column = grammar.field_of(table, name)
        if column is None:
            continue
        texts = frame[name]
        if grammar.is_type(column):
            done.append(texts)
            continue
        if column.type in ("partial_date", "date"):
            read = each_once(texts, partial(read_dates, formats=value.formats, precision=value.precision))
            wrong = texts.is_not_null() & read.is_null()
            how = f" ({' or '.join(value.formats)})" if value.formats else " (YYYY-MM-DD, YYYY-MM or YYYY)"
            for number, text in frame.filter(wrong).select(ROW, name).iter_rows():
                rejects.append(Reject(number, value.shown, NO_DATE + how, text[:200]))
            texts = read
        elif column.type in ("number", "integer") and value.decimal:
            others = r"[\s\x{a0}\x{202f}'.]" if value.decimal == "," else r"[\s\x{a0}\x{202f}',]"
            texts = without_currency(texts).str.replace_all(others, "").str.replace(",", ".", literal=True)
        elif column.many and texts.dtype == pl.String:
            texts = texts.to_frame("v").select(pl.when(pl.col("v").is_not_null()).then(pl.concat_list("v"))).to_series()
        word, _, tag = name.partition("_")
        by_language = word in ("name", "aliases") and column.type == "names"
        target = column.name if by_language else name
        uses.append(Use(name, target, language_tag(tag) if by_language else ""))
        named.add(target)
        prepared[name] = texts.alias(name)
    part = replace(table, columns=tuple(c for c in table.columns if c.name in named), source="x", relationship="x")
    values = Values(pl.DataFrame(prepared), part, uses, Resolver("", ""), False)
    values.read()
    shown = {grammar.field_of(table, name).name: value.shown for name, value in fields.items()}  # type: ignore[union-attr]
    shown |= {name: value.shown for name, value in fields.items()}
    for reject in values.rejects()[1]:
        rejects.append(replace(reject, column=shown.get(reject.column) or reject.column))
    typed = [series for name, series in values.columns.items() if name != "row"]
    return pl.DataFrame([*typed, *done]), rejects
