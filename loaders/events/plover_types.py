"""Event types, modes and contexts of PLOVER, as POLECAT and PLOVER's own files write them."""

from __future__ import annotations

import polars as pl

from govgraph.loaders.events.columns import first_rows, mapped
from govgraph.ontology.block import Block, Note
from govgraph.ontology.event_types import plover_types
from govgraph.ontology.source_codes import source_event, topic_table
from govgraph.ontology.terms import CODE, local_id


def plover_type(block: Block, rows: pl.DataFrame, kind: str, mode: str) -> pl.Expr:
    """The concept of each row: that of the mode where it has one that its type knows, else that of the type; unknown codes are noted.

    Args:
        kind: the column of types: ``PROTEST``.
        mode: the column of modes: ``demo``, or ``PROTEST-demo``; of several, separated by ``;`` or ``,``, the first that is known counts.

    Example:
        >>> rows = pl.DataFrame({"row": [1], "kind": ["PROTEST"], "mode": ["demo"]})
        >>> rows.select(t=plover_type(Block({}, 1), rows, "kind", "mode"))["t"].item()
        'https://w3id.org/govgraph/code/plover-mode/PROTEST-demo'
    """
    types = {t.code for t in plover_types()}
    pairs = rows.select("row", pair=pl.concat_str(pl.col(kind), pl.col(mode).fill_null(""), separator="\t"))
    of = {}
    for pair, row in first_rows(pairs, "pair"):
        written, modes = pair.split("\t")
        code = written.strip().upper()
        of[pair] = f"{CODE}plover/{local_id(code)}"
        if code not in types:
            block.notes.append(Note("unknown code", f"plover:{code}", row))
        for each in filter(None, (m.strip() for m in modes.replace(",", ";").split(";"))):
            word = each.removeprefix(written + "-").lower().replace(" ", "-").replace("_", "-")
            if found := source_event("plover-mode", f"{code}-{word}"):
                of[pair] = found.iri
                break
            block.notes.append(Note("unknown code", f"plover-mode:{code}-{word}", row))
    return mapped(pl.concat_str(pl.col(kind), pl.col(mode).fill_null(""), separator="\t"), of)


def topics_of(block: Block, rows: pl.DataFrame, column: str) -> pl.Expr:
    """The contexts that a cell lists, as typed codes; those that are in no list are kept as written, and noted.

    Example:
        >>> rows = pl.DataFrame({"row": [1], "contexts": ["legislative; health"]})
        >>> rows.select(t=topics_of(Block({}, 1), rows, "contexts"))["t"].to_list()
        [['plover-context:legislative', 'plover-context:health']]
    """
    of = topic_table("plover-context")
    lists = {}
    for cell, row in first_rows(rows, column):
        codes = []
        for each in filter(None, (c.strip() for c in cell.replace(",", ";").split(";"))):
            word = each.lower().replace(" ", "_").replace("-", "_")
            codes.append(of.get(word, f"plover-context:{word}"))
            if word not in of:
                block.notes.append(Note("unknown code", f"plover-context:{word}", row))
        lists[cell] = "\t".join(dict.fromkeys(codes))
    return mapped(column, lists).str.split("\t")
