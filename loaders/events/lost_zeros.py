"""Event codes of CAMEO that a program has read as numbers: ``42`` for ``042``.

A code without its zero may be another code (``20`` is unconventional mass violence, ``020`` an appeal), so it is mended only where something else in its
row says which it was, and a file in which nothing does is refused.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from govgraph.ontology.block import Block, Note
from govgraph.ontology.cameo import cameo_events
from govgraph.ontology.loader import LoaderError

MENDED: Final = "event codes without their leading zero: read as"
_SHORT: Final = r"^[1-9]\d?$"
"""What these sources never write: their codes have three digits or more."""


@cache
def _codes() -> list[str]:
    return [event.code for event in cameo_events() if len(event.code) > 2]


def with_zeros(block: Block, rows: pl.DataFrame, column: str, root: pl.Expr, *, where: str, of: str) -> pl.DataFrame:
    """The rows with the zeros that their event codes have lost; mended codes are noted.

    Args:
        column: the codes, as text.
        root: the first two digits that a code must have, by what else its row says; null if it says nothing.
        where: the file, for the error.
        of: what the rows are, for the error.

    Raises:
        LoaderError: nothing says what the codes were, so the file would be loaded wrong.

    Example:
        >>> block, rows = Block({}, 2), pl.DataFrame({"row": [2, 3], "code": ["42", "190"], "root": ["04", "19"]})
        >>> with_zeros(block, rows, "code", pl.col("root"), where="a.csv", of="events")["code"].to_list()
        ['042', '190']
        >>> block.notes[0].value
        'code: 42 042'
    """
    code = pl.col(column)
    kept = code.str.starts_with(root).fill_null(False)
    lost = (pl.lit("0") + code).str.starts_with(root).fill_null(False) & ~kept
    if rows.select(lost.any()).item():
        # Some certainly have, so others whose rows say nothing have too, if only so they are codes.
        alone = root.is_null() & ~code.is_in(_codes()) & (pl.lit("0") + code).is_in(_codes())
        lost = lost | alone.fill_null(False)
    checked = rows.select("row", column, lost=lost, short=code.str.contains(_SHORT).fill_null(False) & ~kept & ~lost)
    if (short := checked.filter("short")).height and (
        checked["lost"].any() or not checked[column].str.starts_with("0").any()
    ):
        row, value = short.select("row", column).row(0)
        raise LoaderError(
            f"{of} that were saved from a spreadsheet: the event code {value} has lost its leading zero",
            where=f"{where}:{row}:{column}",
            hint="download the original file again and load it without opening it in a spreadsheet; "
            'or read its codes as text (in pandas: dtype=str, in R: colClasses="character")',
        )
    if checked["lost"].any():
        row, value = checked.filter("lost").select("row", column).row(0)
        block.notes.append(Note(MENDED, f"{column}: {value} 0{value}", row))
        rows = rows.with_columns(pl.when(checked["lost"]).then(pl.lit("0") + code).otherwise(code).alias(column))
    return rows
