"""Several values in one cell, joined and split."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def join_cell(values: Sequence[str]) -> str:
    r"""Several values as one cell: ``|`` between them; a bar in a value is written ``\|``, a backslash ``\\``.

    Example:
        >>> print(join_cell(["a|b", "c"]))
        a\|b|c
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def split_cells(cells: pl.Series) -> pl.Series:
    r"""The values of many-valued cells: ``|`` between them, ``\|`` a bar and ``\\`` a backslash in a value.

    Example:
        >>> split_cells(pl.Series(["a| b", "c\\|d", None])).to_list()
        [['a', 'b'], ['c|d'], None]
    """
    text = pl.col("v")
    escaped = text.str.contains("\\", literal=True)
    plain = pl.when(~escaped).then(text).str.split("|").list.eval(pl.element().str.strip_chars())
    slow = pl.when(escaped).then(text).map_elements(_split_escaped, return_dtype=pl.List(pl.String))
    both = pl.when(escaped).then(slow).otherwise(plain)
    return (
        cells.to_frame("v")
        .select(both.list.eval(pl.element().filter(pl.element() != "")).alias(cells.name))
        .to_series()
    )


def _split_escaped(cell: str) -> list[str]:
    found, value, at = [], "", 0
    while at < len(cell):
        two = cell[at : at + 2]
        if two in ("\\|", "\\\\"):
            value, at = value + two[1], at + 2
        elif cell[at] == "|":
            found.append(value.strip())
            value, at = "", at + 1
        else:
            value, at = value + cell[at], at + 1
    return [*found, value.strip()]
