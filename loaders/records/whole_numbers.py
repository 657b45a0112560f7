"""Identifiers that a program has turned into decimal numbers: ``7.0`` for ``7``.

If a column of whole numbers has a gap, pandas stores and writes it as decimal numbers. One cell does not show whether ``7.0``
means 7 (``1.10`` and ``1.1`` are two sections of a law), so the whole column decides: ``7.0`` is read as 7 only if every value
is a whole number and no two different values would become the same.
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
    """The columns of a file in which ``7.0`` means 7: every value is a whole number, and each is always written the same way.

    Args:
        blocks: all rows of the file.
        columns: the columns to check.

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
    """The rows with ``7.0`` replaced by ``7`` in some columns.

    Example:
        >>> stripped(pl.DataFrame({"member": ["7.0"]}), ["member"])["member"].to_list()
        ['7']
    """
    return frame.with_columns(pl.col(c).str.strip_suffix(".0") for c in columns if c in frame.columns)
