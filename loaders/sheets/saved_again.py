"""Tables of a published format that a program has read and written again: what it wrote for whole numbers, for days and for what is missing.

The whole column of a block decides, because one cell does not show what ``3.0`` or ``NA`` stands for. Our own tables and mapped ones are
not changed so: there ``1.0`` may be a section of a law.

Sources: ``pandas.DataFrame.to_csv`` and ``to_json`` (a column of whole numbers with a gap is one of decimal numbers; days are milliseconds
since 1970), and ``write.csv`` of R (``NA``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from govgraph.ontology.block import Note

_WHOLE: Final = r"^-?\d+[.,]0$"
_COUNTED: Final = r"^-?\d{1,14}$"
_DAY: Final = 86_400_000
_FIRST: Final = 1_000
"""How many rows are looked at before a whole column is."""
_MISSING: Final = "NA"
DECIMAL_COMMA: Final = "numbers with a decimal comma: read as"
"""The kind of a note."""
SLASHES: Final = "dates with slashes: read as"
"""The kind of a note."""
DOTS: Final = "dates with dots: read as"
"""The kind of a note."""
_DOTTED: Final = r"^(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?: \d{1,2}:\d\d.*)?$"
_SLASHED: Final = r"^(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})(?: \d{1,2}:\d\d.*)?$"
_DAY_FIRST: Final = "day/month/year"
_MONTH_FIRST: Final = "month/day/year"
MILLISECONDS: Final = "days as milliseconds since 1970: read as"
"""The kind of a note."""


def whole_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with ``3`` for ``3.0`` or ``3,0`` in those columns of text in which each value is so written.

    Example:
        >>> rows = pl.DataFrame({"district": ["4.0", None], "amount": ["4.0", "4.5"], "class": ["1,0", "2,0"]})
        >>> whole_numbers(rows).rows()
        [('4', '4.0', '1'), (None, '4.5', '2')]
    """
    whole = [name for name in _texts(frame) if _each(frame[name], lambda values: values.str.contains(_WHOLE).all())]
    return frame.with_columns(pl.col(name).str.replace(r"[.,]0$", "") for name in whole)


def days(frame: pl.DataFrame, row: str, named: Callable[[str], bool]) -> tuple[pl.DataFrame, list[Note]]:
    """The rows with days for milliseconds since 1970, in those columns of dates in which each value counts whole days; and a note for each.

    Args:
        row: the column of row numbers.
        named: whether a column is one of dates, by its name.

    Example:
        >>> rows = pl.DataFrame({"#row": [1], "date": ["1672617600000"], "id": ["1672617600000"]})
        >>> days(rows, "#row", lambda name: name == "date")[0].row(0)
        (1, '2023-01-02', '1672617600000')
    """
    notes = []
    for name in filter(named, _texts(frame)):
        if _each(frame[name], _count_days):
            found = frame.filter(pl.col(name).is_not_null())
            day = pl.from_epoch(pl.col(name).cast(pl.Int64), time_unit="ms").dt.to_string("%Y-%m-%d")
            frame = frame.with_columns(day.alias(name))
            notes.append(Note(MILLISECONDS, f"{name}: {found[name][0]}", int(found[row][0])))
    return frame, notes


def written_days(
    frame: pl.DataFrame, row: str, named: Callable[[str], bool], told: dict[str, str]
) -> tuple[pl.DataFrame, list[Note]]:
    """The rows with ``2017-07-31`` for ``31.07.2017``, ``31/7/2017 0:00`` and ``7/31/2017``, as spreadsheet programs write days; and notes.

    With slashes a number above 12 tells which is the month. Until one has, cells are left as they are: the format says what they mean, or that they are no dates.

    Args:
        row: the column of row numbers.
        named: whether a column is one of dates, by its name.
        told: how the slashes of a column were read in earlier blocks of the file, which holds for later ones; is added to.

    Example:
        >>> rows = pl.DataFrame({"#row": [1, 2, 3], "date": ["7/31/2017 0:00", "1899-07-02", "8/1/2017"], "day": ["31.7.2017", None, "x"]})
        >>> [row[1:] for row in written_days(rows, "#row", lambda name: True, {})[0].rows()]
        [('2017-07-31', '2017-07-31'), ('1899-07-02', None), ('2017-08-01', 'x')]
    """
    notes = []
    for name in filter(named, _texts(frame)):
        column = frame[name]
        if column.str.contains("/", literal=True).any():
            parts = column.str.extract_groups(_SLASHED).struct.unnest()
            order = told.get(name) or _order(parts)
            if order:
                first = name not in told
                told[name] = order
                day, month = ("a", "b") if order == _DAY_FIRST else ("b", "a")
                frame = _with_days(frame, name, parts, day, month)
                notes += [Note(SLASHES, order, _first(frame[row], parts["y"]))] if first else []
        elif column.str.contains(_DOTTED).any():
            parts = column.str.extract_groups(_DOTTED).struct.unnest()
            frame = _with_days(frame, name, parts, "d", "m")
            notes.append(Note(DOTS, "day.month.year", _first(frame[row], parts["y"])))
    return frame, notes


def _order(parts: pl.DataFrame) -> str:
    """Which number of dates with slashes is the month; empty if no number tells, or if they contradict each other."""
    first, second = ((parts[name].cast(pl.Int64) > 12).any() for name in ("a", "b"))
    return "" if first == second else _DAY_FIRST if first else _MONTH_FIRST


def _with_days(frame: pl.DataFrame, name: str, parts: pl.DataFrame, day: str, month: str) -> pl.DataFrame:
    text = parts.select(
        pl.concat_str("y", pl.lit("-"), pl.col(month).str.zfill(2), pl.lit("-"), pl.col(day).str.zfill(2))
    )
    return frame.with_columns(text.to_series().fill_null(frame[name]).alias(name))


def _first(numbers: pl.Series, found: pl.Series) -> int:
    return int(numbers.filter(found.is_not_null())[0])


def without_na(frame: pl.DataFrame, named: Callable[[str], bool]) -> pl.DataFrame:
    """The rows without any ``NA``, if it stands in a column in which it can mean nothing else than that a value is missing.

    Args:
        named: whether a column is one in which it can mean nothing else, by its name. In others it may be Namibia, or what something is called.

    Example:
        >>> rows = pl.DataFrame({"image": ["NA"], "country": ["NA"]})
        >>> without_na(rows, lambda name: name == "image").row(0), without_na(rows.drop("image"), lambda name: name == "image").row(0)
        ((None, None), ('NA',))
    """
    texts = _texts(frame)
    if not any((frame[name] == _MISSING).any() for name in texts if named(name)):
        return frame
    return frame.with_columns(pl.when(pl.col(name) != _MISSING).then(name).alias(name) for name in texts)


def _texts(frame: pl.DataFrame) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind == pl.String]


def _each(column: pl.Series, fits: Callable[[pl.Series], bool]) -> bool:
    """Whether a column has values and all fit; the first are looked at before all are."""
    first = column.head(_FIRST).drop_nulls()
    if len(first) and not fits(first):
        return False
    values = column.drop_nulls()
    return len(values) > 0 and fits(values)


def _count_days(values: pl.Series) -> bool:
    if not values.str.contains(_COUNTED).all():
        return False
    counted = values.cast(pl.Int64)
    return bool((counted % _DAY == 0).all() and (counted.abs() >= 10**10).any())
