"""What repeats in many rows of a table is looked at once: equal texts of a column, and equal cells of several columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

_WORTH_IT = 2
"""How often a value must repeat on average, so that making it once costs less than finding out which are equal."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows with equal cells.

    Attributes:
        first: the place of the first row of each group; groups are in the order of these.
        of_rows: for each row the number of its group.
    """

    first: pl.Series
    of_rows: pl.Series


def grouped(frame: pl.DataFrame, columns: Sequence[str]) -> Groups | None:
    """The rows in groups that have equal texts in some columns; None if most groups would be of one row.

    Example:
        >>> groups = grouped(pl.DataFrame({"a": ["x", "y", "x", "x"]}), ["a"])
        >>> groups.first.to_list(), groups.of_rows.to_list()
        ([0, 1], [0, 1, 0, 0])
    """
    if any(frame.schema[c] != pl.String for c in columns):
        return None
    if not columns:
        first, of_rows = np.zeros(min(1, frame.height), np.uint32), np.zeros(frame.height, np.uint32)
        return Groups(pl.Series(first), pl.Series(of_rows))
    at = pl.int_range(pl.len(), dtype=pl.UInt32).alias("#at")
    rows = frame.lazy().select(*columns, at).group_by(*columns)
    groups = rows.agg(pl.col("#at").min().alias("#first"), "#at").sort("#first").collect()
    if groups.height * _WORTH_IT > frame.height:
        return None
    number = np.repeat(np.arange(groups.height, dtype=np.uint32), groups["#at"].list.len().to_numpy())
    of_rows = np.empty(frame.height, dtype=np.uint32)
    of_rows[groups["#at"].explode().to_numpy()] = number
    return Groups(groups["#first"], pl.Series(of_rows))


def each_once(cells: pl.Series, what: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """What is made of each cell of a column, by a function that makes of a text the same wherever it stands.

    Args:
        what: takes a column of texts and gives one of the same length.

    Example:
        >>> asked = []
        >>> each_once(pl.Series("a", ["x", "x", None, "x"]), lambda texts: (asked.append(len(texts)), texts + "!")[1]).to_list(), asked
        (['x!', 'x!', None, 'x!'], [2])
    """
    groups = grouped(cells.to_frame("v"), ["v"])
    if groups is None:
        return what(cells)
    return what(cells.gather(groups.first)).gather(groups.of_rows).alias(cells.name)


def in_lists(parts: Sequence[pl.Series]) -> pl.Series:
    """For each row a list of the values that some columns have there, in their order; null where they have none.

    Lists that are made with nulls and then freed of them cost many times as much.

    Args:
        parts: columns of one type and length.

    Example:
        >>> in_lists([pl.Series(["a", None, None]), pl.Series(["b", "c", None])]).to_list()
        [['a', 'b'], ['c'], None]
    """
    height, several = len(parts[0]), len(parts)
    every = pl.concat([part.alias("v") for part in parts])
    order = np.arange(height * several).reshape(several, height).T.ravel()
    there = every.is_not_null().to_numpy()[order]
    counts = there.reshape(height, several).sum(axis=1)
    ends = np.concatenate(([0], np.cumsum(counts)))
    values = every.gather(pl.Series(order[there]))
    lists = pa.LargeListArray.from_arrays(pa.array(ends), values.to_arrow(), mask=pa.array(counts == 0))
    made = pl.from_arrow(lists)
    assert isinstance(made, pl.Series)
    return made.cast(pl.List(every.dtype))
