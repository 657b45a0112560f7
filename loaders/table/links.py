"""The links between the things of a row: memberships, tenures, participations, associations, mentions."""

from __future__ import annotations

import polars as pl

from govgraph.loaders import identity
from govgraph.loaders.records.header import TABLES
from govgraph.loaders.records.keys import keys_of
from govgraph.loaders.sheets.sheet import ROW
from govgraph.loaders.table.cells import details
from govgraph.loaders.table.mapping import Link
from govgraph.loaders.table.things import INDEX, NOT_ALIKE, ORDER, Things
from govgraph.loaders.table.typed import typed_fields
from govgraph.ontology.terms import local_id


def link_table(things: Things, link: Link) -> pl.DataFrame:
    """The rows of a link: one for each pair of things in a row of the file.

    Example:
        >>> from govgraph.loaders.table.cells import Rows
        >>> from govgraph.loaders.table.parse import parse_mapping
        >>> text = "dataset: d\\nactors:\\n  a: {kind: person, name: x}\\nassociations:\\n  - {from: a, to: a, type: family}"
        >>> rows = Rows(pl.DataFrame({"x": ["Asan"], ROW: [2]}), parse_mapping(text, "m"), "https://example.org/")
        >>> extra = pl.DataFrame({INDEX: [0], "row": [2]}, schema_overrides={INDEX: pl.UInt32})
        >>> link_table(Things(rows, "d", extra), rows.mapping.links[0])["type"].to_list()
        ['family']
    """
    rows, table = things.rows, TABLES[link.table]
    frame = pl.select(pl.int_range(rows.height, dtype=pl.UInt32).alias(INDEX))
    if (good := rows.where(link.when)) is not None:
        frame = frame.filter(good)
    orders: list[str] = []
    for name, key in sorted(link.refs.items(), key=lambda ref: ref[0] != table.source):
        order = f"{ORDER} {name}"
        others = things.of(key).select(INDEX, pl.col(ORDER).alias(order), pl.col("iri").alias(name))
        many = rows.mapping.things[key].many
        on, right = [INDEX], [INDEX]
        if many and orders and link.lists == "in order":
            on, right = [INDEX, orders[0]], [INDEX, order]
        required = table.column(name).required
        joined = frame.join(
            others, left_on=on, right_on=right, how="inner" if required else "left", maintain_order="left_right"
        )
        if len(on) > 1:
            _tell_lost(things, frame, joined, name)
        frame = joined
        if many and order in frame.columns:
            orders.append(order)
    for name, value in link.countries.items():
        frame = frame.with_columns(rows.countries(value).gather(frame[INDEX]).alias(name))
        if table.column(name).required:
            frame = frame.filter(pl.col(name).is_not_null())
    for name, value in link.fields.items():
        texts = rows.texts(value)
        if isinstance(texts.dtype, pl.List):
            texts = texts.list.join("; ")
        frame = frame.with_columns(texts.gather(frame[INDEX]).alias(name))
    cells = frame.with_columns(rows.frame[ROW].gather(frame[INDEX]).alias(ROW))
    typed, rejects = typed_fields(table, link.fields, cells)
    rows.rejects += rejects
    refs = [*link.refs, *link.countries]
    made = frame.select(INDEX, *refs).hstack(typed) if typed.width else frame.select(INDEX, *refs)
    if link.details:
        kept = details(rows, things.dataset, link.details)
        made = made.with_columns(kept.gather(made[INDEX]).alias("details"))
    says = [c.name for c in table.columns if not c.bound and c.name not in ("as_given", "details")]
    prefix = f"{rows.base}{link.table.removesuffix('s')}/{local_id(things.dataset)}/h-"
    iri = identity.hashed(prefix, keys_of(made, says))
    made = made.with_columns(iri.alias("iri"))
    return things.with_extra(made)


def _tell_lost(things: Things, before: pl.DataFrame, after: pl.DataFrame, name: str) -> None:
    """Note the rows in which two lists have different lengths, so that some things of one are linked to nothing."""
    lost = before.join(after.select(INDEX).unique(), on=INDEX, how="anti")
    if lost.height:
        numbers = things.rows.frame[ROW].gather(lost[INDEX])
        things.rows.note(NOT_ALIKE, pl.Series([name] * lost.height), numbers)
