"""The columns of an SQL answer as Python and polars can hold them.

DuckDB has kinds of values that polars does not know (intervals, bit strings, 24:00 as a time of day), whole numbers of more than 64 bits, and days
before the year 1 or without an end. Such columns become text, as DuckDB writes it; whole numbers that fit 64 bits stay numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import polars as pl
from duckdb.sqltypes import DuckDBPyType

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

_KNOWN = frozenset(
    """boolean tinyint smallint integer bigint utinyint usmallint uinteger ubigint float double decimal varchar blob enum uuid null
    date timestamp timestamp_s timestamp_ms timestamp_ns""".split()
) | {"timestamp with time zone"}
_LARGE = frozenset({"hugeint", "uhugeint"})

_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, counted from 1970-01-01
_DAY = {"ms": 86_400_000, "us": 86_400_000_000}  # nanoseconds of 64 bits do not reach beyond these years


def text_columns(types: Sequence[DuckDBPyType]) -> set[int]:
    """The numbers of the columns that have to become text.

    Example:
        >>> text_columns([DuckDBPyType("DATE[]"), DuckDBPyType("INTERVAL"), DuckDBPyType("HUGEINT")])
        {1, 2}
    """
    return {number for number, kind in enumerate(types) if not _is_known(kind)}


def _is_known(kind: DuckDBPyType) -> bool:
    if kind.id in ("list", "array", "struct", "map"):  # the size of an array is among its children
        return all(_is_known(child) for _, child in kind.children if isinstance(child, DuckDBPyType))
    return kind.id in _KNOWN


def as_text(columns: Sequence[str], texts: Collection[int], subquery: str) -> str:
    """A SELECT of all columns of a subquery, some of them as text.

    Args:
        columns: the names of the answer, each different.
        texts: the numbers of the columns that become text.

    Example:
        >>> as_text(["a", "b"], {1}, "(SELECT 1, 2)")
        'SELECT c0 AS "a", c1::VARCHAR AS "b" FROM (SELECT 1, 2) AS answer(c0, c1)'
    """
    if not texts:
        return f"SELECT * FROM {subquery}"
    quoted = ['"' + name.replace('"', '""') + '"' for name in columns]
    parts = [f"c{i}{'::VARCHAR' if i in texts else ''} AS {name}" for i, name in enumerate(quoted)]
    return f"SELECT {', '.join(parts)} FROM {subquery} AS answer({', '.join(f'c{i}' for i in range(len(columns)))})"


def beyond_python(frame: pl.DataFrame) -> set[int]:
    """The numbers of the columns with a day or time that is not in the years 1 to 9999, also inside lists and structures.

    Example:
        >>> beyond_python(pl.DataFrame({"a": [1], "b": pl.Series([-800_000], dtype=pl.Int32).cast(pl.Date)}))
        {1}
    """
    return {number for number, column in enumerate(frame) if _is_beyond(column)}


def _is_beyond(column: pl.Series) -> bool:
    match column.dtype:
        case pl.List() | pl.Array():
            return _has_times(column.dtype) and _is_beyond(column.drop_nulls().explode())
        case pl.Struct():
            return any(_is_beyond(column.struct.field(field.name)) for field in column.dtype.fields)
        case pl.Date():
            return not _within(column.to_physical(), 1)
        case pl.Datetime(time_unit=unit) if unit in _DAY:
            return not _within(column.to_physical(), _DAY[unit])
    return False


def _has_times(kind: PolarsDataType) -> bool:
    match kind:
        case pl.List() | pl.Array():
            return _has_times(kind.inner)
        case pl.Struct():
            return any(_has_times(field.dtype) for field in kind.fields)
    return kind.is_temporal()


def _within(numbers: pl.Series, day: int) -> bool:
    # A time with an offset may be shown as one of the next day, so one day at each end is left out.
    return bool(numbers.is_between((_FIRST_DAY + (day > 1)) * day, (_LAST_DAY + 1 - (day > 1)) * day - 1).all())


def shortened(frame: pl.DataFrame, types: Sequence[DuckDBPyType]) -> pl.DataFrame:
    """Columns of large whole numbers, which arrive as text, as numbers of 64 bits where all fit.

    Example:
        >>> shortened(pl.DataFrame({"n": ["12"]}), [DuckDBPyType("HUGEINT")])["n"].to_list()
        [12]
    """
    large = [name for name, kind in zip(frame.columns, types, strict=True) if kind.id in _LARGE]
    for name in large:
        numbers = frame[name].cast(pl.Int64, strict=False)
        if numbers.null_count() == frame[name].null_count():
            frame = frame.with_columns(numbers)
    return frame
