"""Identifiers that a program has made numbers with a point of: ``7.0`` for ``7``.

pandas keeps a column of whole numbers in which one is missing as numbers with a point, and writes them so. Whether ``7.0`` is 7
cannot be told from one cell (``1.10`` and ``1.1`` are two sections of a law), so it is told from the whole column: every value
is a whole number, and no two of them would become one.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from govgraph.loaders.sheets.sheet import Cells

_WHOLE = r"^-?\d+(\.0)?$"
_WITH_POINT = r"^-?\d+\.0$"


def with_point(frame: pl.DataFrame, columns: Iterable[str]) -> list[str]:
    """The columns of text that have a value such as ``7.0``.

    Example:
        >>> with_point(pl.DataFrame({"member": ["7.0", None], "role": ["chair", "x"]}), ["member", "role"])
        ['member']
    """
    texts = [c for c in columns if c in frame.columns and frame.schema[c] == pl.String]
    return [c for c in texts if frame[c].str.contains(_WITH_POINT).any()]


def whole_columns(blocks: Iterable[Cells], columns: Iterable[str]) -> list[str]:
    """The columns of a file in which ``7.0`` is 7: those of which every value is a whole number, each written in one way.

    Args:
        blocks: all rows of the file.
        columns: those to look at.

    Example:
        >>> rows = [Cells(pl.DataFrame({"a": ["7.0", "12.0"], "b": ["7.0", "7"], "c": ["1.0", "1.10"]}), 2)]
        >>> whole_columns(rows, ["a", "b", "c"])
        ['a']
    """
    values: dict[str, pl.Series] = {column: pl.Series([], dtype=pl.String) for column in columns}
    for block in blocks:
        for column in list(values):
            if column not in block.frame.columns:
                continue
            new = block.frame[column].drop_nulls().unique()
            if not new.str.contains(_WHOLE).all():
                del values[column]
                continue
            every = pl.concat([values[column], new]).unique()
            if every.str.strip_suffix(".0").n_unique() < len(every):
                del values[column]
            else:
                values[column] = every
    return list(values)


def stripped(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """The rows with ``7.0`` as 7 in some columns.

    Example:
        >>> stripped(pl.DataFrame({"member": ["7.0"]}), ["member"])["member"].to_list()
        ['7']
    """
    return frame.with_columns(pl.col(c).str.strip_suffix(".0") for c in columns if c in frame.columns)
