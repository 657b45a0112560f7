"""The answer to an SQL query as a typed table.

DuckDB has types and values that Arrow, polars or Python lack, or that change on the way. Those types become text while DuckDB still has
them; dates and times outside the years 1 to 9999 become text here. All text is ISO 8601, as in answers to SPARQL and Cypher.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import duckdb
import polars as pl

from govgraph.graph.answers.value_columns import column as column_of

_KEPT = frozenset(
    "boolean tinyint smallint integer bigint utinyint usmallint uinteger ubigint float double decimal varchar uuid "
    "blob enum date time timestamp timestamp_ns null".split()
) | {"timestamp with time zone"}
"""The types of DuckDB that polars has as well."""
_COARSE = frozenset({"timestamp_s", "timestamp_ms"})
_TEMPORAL = frozenset("date timestamp timestamp_ns".split()) | _COARSE | {"timestamp with time zone"}
_CAST = frozenset({"interval", "hugeint", "uhugeint"})
_NESTED = frozenset({"list", "array", "struct"})
_INTERVAL = re.compile(
    r"(?:(-?\d+) years? ?)?(?:(-?\d+) months? ?)?(?:(-?\d+) days? ?)?(?:(-?)(\d+):(\d\d):(\d\d(?:\.\d+)?))?"
)
_SHORT_OFFSET = re.compile(r"[+-]\d\d$")
_CYCLE_DAYS, _CYCLE_YEARS = 146_097, 400
"""The Gregorian calendar repeats itself after so many days, which are so many years."""
_DAY = 86_400
_EPOCH = dt.date(1970, 1, 1).toordinal()
_YEARS_1_TO_9999 = (1 - _EPOCH, dt.date.max.toordinal() - _EPOCH)
_PER_SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_INFINITE = {pl.Date: 2**31 - 1, pl.Datetime: 2**63 - 1}


def table(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """The rows of a query, with values that Python can hold, and columns that each have a name of their own.

    Example:
        >>> table(duckdb.sql("SELECT sum(2) AS a, 1 AS a, INTERVAL 14 MONTH AS i, DATE '0044-03-15 (BC)' AS d")).row(0, named=True)
        {'a': 2, 'a_1': 1, 'i': 'P1Y2M', 'd': '-0043-03-15'}
    """
    types = relation.types
    names = _distinct(relation.columns)
    wanted = [_expression(i, kind) for i, kind in enumerate(types, 1)]
    if names != relation.columns or any(part != f"#{i}" for i, part in enumerate(wanted, 1)):
        relation = relation.project(", ".join(f"{x} AS {_name(n)}" for x, n in zip(wanted, names, strict=True)))
    # Read directly: pyarrow would take as long to import as a small query takes to answer.
    given = pl.DataFrame(relation)
    return pl.DataFrame([_series(column, kind) for column, kind in zip(given, types, strict=True)])


def _expression(number: int, kind: Any) -> str:
    """What leaves DuckDB for a column, by its number from 1."""
    if kind.id == "time":
        # Polars would read 24:00:00 as missing.
        return f"epoch_us(#{number})"
    cast_to = _castable(kind, outermost=True)
    return f"CAST(#{number} AS {cast_to})" if cast_to else f"#{number}"


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, the second of one name with ``_1`` and so on, as DuckDB itself does for tables."""
    distinct: list[str] = []
    taken = set(names)
    for name in names:
        new, number = name, 0
        while new in distinct or (number and new in taken):
            number += 1
            new = f"{name}_{number}"
        distinct.append(new)
    return distinct


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _castable(kind: Any, *, outermost: bool = False) -> str:
    """The type to which DuckDB casts a value before it leaves; empty: none, since the value can leave as it is."""
    match kind.id:
        case "list":
            inner = _castable(kind.children[0][1])
            return inner and f"{inner}[]"
        case "array":
            (_, of), (_, size) = kind.children
            return _castable(of) and f"{_castable(of)}[{size}]"
        case "struct":
            fields = [(name, str(of), _castable(of)) for name, of in kind.children]
            if not all(name for name, _, _ in fields):
                return "JSON"
            parts = ", ".join(f"{_name(name)} {cast_to or of}" for name, of, cast_to in fields)
            return f"STRUCT({parts})" if any(cast_to for _, _, cast_to in fields) else ""
        case "map":
            # Its keys may be of any type, which polars does not convert.
            return "" if all(of.id in _KEPT - _TEMPORAL for _, of in kind.children) else "JSON"
        case coarse if coarse in _COARSE:
            return "TIMESTAMP"
        case "time":
            return "" if outermost else "VARCHAR"
        case other:
            return "" if other in _KEPT else "VARCHAR"


def _series(column: pl.Series, kind: Any) -> pl.Series:
    """The values of a column, which DuckDB gave for a type, as Python can hold them."""
    match kind.id:
        case "hugeint" | "uhugeint":
            return _whole(column)
        case "time":
            late = (column.drop_nulls() >= _DAY * 1_000_000).any()
            return _each(column, _time_of_day) if late else (column * 1000).cast(pl.Time)
        case "interval":
            return _each(column, iso_interval)
        case "time with time zone":
            return _each(column, lambda text: _SHORT_OFFSET.sub(lambda m: f"{m[0]}:00", text))
        case nested if nested in _NESTED and any(leaf.id in _TEMPORAL | _CAST for leaf in _leaves(kind)):
            return _nested(column, kind)
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone:
        column = column.dt.convert_time_zone("UTC")
    if column.dtype.is_temporal() and not _in_years(column):
        return _each(column.to_physical(), lambda value: _moment(value, column.dtype))
    return column


def _each(column: pl.Series, convert: Callable[[Any], str]) -> pl.Series:
    return pl.Series(column.name, [None if v is None else convert(v) for v in column.to_list()], dtype=pl.String)


def _whole(column: pl.Series) -> pl.Series:
    """Whole numbers, given as digits: as numbers if all have at most 64 bits."""
    try:
        return column.cast(pl.Int64)
    except pl.exceptions.PolarsError:
        return column


def _in_years(column: pl.Series) -> bool:
    """Whether all dates or times are in the years 1 to 9999."""
    return bool(column.to_physical().drop_nulls().is_between(*_bounds(column.dtype)).all())


def _bounds(dtype: pl.DataType) -> tuple[int, int]:
    """The first and last date or time in the years 1 to 9999, as numbers of a type; infinity is outside."""
    units = _DAY * _PER_SECOND[dtype.time_unit] if isinstance(dtype, pl.Datetime) else 1
    first, last = _YEARS_1_TO_9999
    most = _INFINITE[dtype.base_type()] - 1
    return max(first * units, -most), min((last + 1) * units - 1, most)


def _moment(value: int, dtype: pl.DataType) -> str:
    """A date or time in ISO 8601, from its distance to 1970 in the unit of its type."""
    if abs(value) >= _INFINITE[dtype.base_type()]:
        return "infinity" if value > 0 else "-infinity"
    if not isinstance(dtype, pl.Datetime):
        return iso_day(value)
    days, rest = divmod(value, _DAY * _PER_SECOND[dtype.time_unit])
    seconds, fraction = divmod(rest, _PER_SECOND[dtype.time_unit])
    microseconds = fraction * 1_000_000 // _PER_SECOND[dtype.time_unit]
    return f"{iso_day(days)}T{_time_of_day(seconds * 1_000_000 + microseconds)}{'+00:00' if dtype.time_zone else ''}"


def iso_day(days: int) -> str:
    """A day in ISO 8601, from the days since 1970-01-01. The year before the year 1 is 0, and years of more digits have a sign.

    Example:
        >>> iso_day(0), iso_day(-719163), iso_day(-735160), iso_day(2932897)
        ('1970-01-01', '0000-12-31', '-0043-03-15', '+10000-01-01')
    """
    cycles, within = divmod(days + _EPOCH - 1, _CYCLE_DAYS)
    day = dt.date.fromordinal(within + 1)
    year = day.year + cycles * _CYCLE_YEARS
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04}-{day:%m-%d}"


def _time_of_day(microseconds: int) -> str:
    seconds, fraction = divmod(microseconds, 1_000_000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{fraction:06}" if fraction else clock


def iso_interval(text: str) -> str:
    """An interval as DuckDB writes it, in ISO 8601.

    Example:
        >>> iso_interval("1 year 2 months -3 days -04:05:06.7"), iso_interval("00:00:00")
        ('P1Y2M-3DT-4H-5M-6.7S', 'PT0S')
    """
    match = _INTERVAL.fullmatch(text)
    if not match:
        return text
    years, months, days, sign, *clock = match.groups()
    date = "".join(f"{n}{unit}" for n, unit in zip((years, months, days), "YMD", strict=True) if n)
    numbers = [part.lstrip("0").removesuffix(".0") for part in clock if part]
    time = "".join(
        f"{sign}{'0' + n if n.startswith('.') else n}{unit}" for n, unit in zip(numbers, "HMS", strict=False) if n
    )
    return f"P{date}{'T' + time if time else ''}" if date or time else "PT0S"


# ------------------------------------------------------------------------------------------------ lists and structs


def _leaves(kind: Any) -> Iterator[Any]:
    if kind.id in _NESTED:
        for name, of in kind.children:
            if name != "size":
                yield from _leaves(of)
    else:
        yield kind


def _nested(column: pl.Series, kind: Any) -> pl.Series:
    """Lists or structs with dates, intervals or large whole numbers in them: each as Python can hold it."""
    numbers = column.cast(_as_numbers(column.dtype)).to_list()
    if not any(leaf.id in _CAST for leaf in _leaves(kind)) and all(_fits(value, column.dtype) for value in numbers):
        return column
    converted = [_inside(value, column.dtype, kind) for value in numbers]
    try:
        return pl.Series(column.name, converted)
    except (TypeError, pl.exceptions.PolarsError):  # small and large whole numbers, for example
        return column_of(column.name, converted)


def _as_numbers(dtype: Any) -> Any:
    match dtype:
        case pl.List():
            return pl.List(_as_numbers(dtype.inner))
        case pl.Array():
            return pl.Array(_as_numbers(dtype.inner), dtype.size)
        case pl.Struct():
            return pl.Struct({field.name: _as_numbers(field.dtype) for field in dtype.fields})
    return pl.Int64 if dtype.is_temporal() else dtype


def _fits(value: Any, dtype: Any) -> bool:
    """Whether all dates and times in a value are in the years that Python knows."""
    if value is None:
        return True
    match dtype:
        case pl.List() | pl.Array():
            return all(_fits(item, dtype.inner) for item in value)
        case pl.Struct():
            return all(_fits(value[field.name], field.dtype) for field in dtype.fields)
    return not dtype.is_temporal() or _bounds(dtype)[0] <= value <= _bounds(dtype)[1]


def _inside(value: Any, dtype: Any, kind: Any) -> Any:
    """A value in which each date, time and interval is text, and each whole number that has 64 bits a number."""
    if value is None:
        return None
    inner = dict(kind.children) if kind.id in _NESTED else {}
    match dtype:
        case pl.List() | pl.Array():
            return [_inside(item, dtype.inner, inner["child"]) for item in value]
        case pl.Struct():
            return {field.name: _inside(value[field.name], field.dtype, inner[field.name]) for field in dtype.fields}
    if dtype.is_temporal():
        return _moment(value, dtype)
    if kind.id == "interval":
        return iso_interval(value)
    return int(value) if kind.id in _CAST and -(2**63) <= int(value) < 2**63 else value
