"""Small tools for whole columns that every loader of events needs: distinct values with their first row, values replaced, keys hashed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from govgraph.loaders import identity
from govgraph.loaders.repeated import each_once
from govgraph.ontology.block import NAMES, Block, Note, Reject
from govgraph.ontology.dates import earliest

TEXTS = pl.List(pl.String)
_TIME = r"[T ]\s*\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?$"
"""The time that programs write behind a day: ``2024-03-05T00:00:00Z``, ``3/5/2024 12:00:00 AM``."""


_WHOLE = r"^(-?\d+)\.0$"
"""A whole number as pandas writes it in a column in which a value is missing."""


def first_rows(rows: pl.DataFrame, column: str) -> list[tuple[str, int]]:
    """Each distinct value of a column, with the number of the first row that has it.

    Example:
        >>> first_rows(pl.DataFrame({"a": ["x", None, "x"], "row": [3, 1, 2]}), "a")
        [('x', 2)]
    """
    return list(
        rows.lazy()
        .filter(pl.col(column).is_not_null())
        .group_by(column)
        .agg(pl.col("row").min())
        .collect()
        .sort("row", column)
        .iter_rows()
    )


def mapped(column: str | pl.Expr, of: Mapping[str, str]) -> pl.Expr:
    """A column with each value replaced by the one that it maps to, or by null if there is none.

    Example:
        >>> pl.DataFrame({"a": ["x", "y"]}).select(mapped("a", {"x": "1"}))["a"].to_list()
        ['1', None]
    """
    value = pl.col(column) if isinstance(column, str) else column
    return value.replace_strict(list(of), list(of.values()), default=None, return_dtype=pl.String)


def once(rows: pl.DataFrame, column: str, what: pl.Expr) -> pl.Series:
    """What an expression makes of the texts of one column, worked out once for each different text: for dates and codes, which repeat.

    Example:
        >>> once(pl.DataFrame({"a": ["x", "y", "x"]}), "a", pl.col("a") + "!").to_list()
        ['x!', 'y!', 'x!']
    """
    return each_once(rows[column], lambda texts: texts.to_frame().select(what.alias(column)).to_series())


def hashed(rows: pl.DataFrame, prefix: str, parts: Iterable[str | pl.Expr]) -> pl.Series:
    """For each row an IRI: the prefix, and the identifier that its parts make (one part as it is, several hashed).

    A cell holds no TAB, so two rows have one text only when all their parts are equal.

    Example:
        >>> hashed(pl.DataFrame({"a": ["7"]}), "x:event/", ["a"]).to_list()
        ['x:event/7']
    """
    texts = [(pl.col(p) if isinstance(p, str) else p).fill_null("") for p in parts]
    keys = rows.select(key=pl.concat_str(texts, separator="\t"))["key"]
    # A text with TABs is never an identifier as it is.
    return identity.hashed(f"{prefix}h-", keys) if len(texts) > 1 else prefix + identity.local_ids(keys)


def distinct(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with a ``#key`` of some columns, and one row for each different key: the columns, and the first ``row`` that has it.

    One key of text is compared much faster than several columns with nulls.

    Example:
        >>> rows = pl.DataFrame({"a": ["x", "x"], "b": [None, None], "row": [4, 2]}, schema_overrides={"b": pl.String})
        >>> distinct(rows, ["a", "b"])[1].select("a", "b", "row").rows()
        [('x', None, 2)]
    """
    # A vertical tab tells a missing value from an empty one.
    parts = [pl.col(c).fill_null("\v") for c in columns]
    keyed = rows.with_columns(pl.concat_str(parts, separator="\t").alias("#key"))
    once = keyed.lazy().group_by("#key").agg(*(pl.col(c).first() for c in columns), pl.col("row").min())
    return keyed, once.collect().sort("row", "#key")


def named(column: str | pl.Expr, language: str = "en") -> pl.Expr:
    """The column as names in one language: a list of one, or null.

    Example:
        >>> pl.DataFrame({"a": ["x", None]}).select(a=named("a"))["a"].to_list()
        [[{'lang': 'en', 'text': 'x'}], None]
    """
    text = pl.col(column) if isinstance(column, str) else column
    one = pl.concat_list(pl.struct(lang=pl.lit(language), text=text))
    return pl.when(text.is_not_null()).then(one).cast(NAMES)


def split(column: str, separator: str) -> pl.Expr:
    """A cell that lists several values as a list without blanks; null where nothing is left.

    Example:
        >>> pl.DataFrame({"a": ["x; y;", " ;"]}).select(split("a", ";"))["a"].to_list()
        [['x', 'y'], None]
    """
    text = pl.element().str.strip_chars()
    says = pl.col(column).str.contains(rf"[^\s{re.escape(separator)}]")
    return pl.when(says).then(pl.col(column)).str.split(separator).list.eval(text.filter(text != ""))


def details(source: str, columns: Sequence[tuple[str, str]]) -> pl.Expr:
    """What only one source says, as ``source:name=value`` for each value that is there; null if there is none.

    Args:
        source: the namespace of the source.
        columns: (name, column) pairs.

    Example:
        >>> rows = pl.DataFrame({"r": ["2"], "n": [None]}, schema_overrides={"n": pl.String})
        >>> rows.select(d=details("scad", [("repress", "r"), ("npart", "n")]))["d"].to_list()
        [['scad:repress=2']]
    """
    # In the order in which the tables of a version have them, which then need not be sorted.
    texts = sorted((f"{source}:{name}=", column) for name, column in columns)
    each = [pl.concat_str(pl.lit(text), _without_point(pl.col(column))) for text, column in texts]
    # One text that is split costs less than a list that is filtered; no cell holds the separator. A text that stands in an expression twice is made twice.
    text = pl.concat_str(each, separator="\x1f", ignore_nulls=True)
    return pl.when(pl.any_horizontal(pl.col(column).is_not_null() for _, column in texts)).then(text).str.split("\x1f")


def _without_point(cells: pl.Expr) -> pl.Expr:
    """Texts in which ``3.0`` is 3."""
    longer = cells.str.ends_with(".0")  # few are, and only those are looked at with a pattern
    return pl.when(longer).then(pl.when(longer).then(cells).str.replace(_WHOLE, "${1}")).otherwise(cells)


def typed(block: Block, rows: pl.DataFrame, column: str, of: Mapping[str, str], system: str) -> pl.Expr:
    """A column of codes as typed codes or IRIs; ``3.0`` is 3. A code that the list does not have is null, and noted."""
    told = {}
    for code, row in first_rows(rows, column):
        plain = code if code in of else re.sub(_WHOLE, r"\1", code)
        if plain in of:
            told[code] = of[plain]
        else:
            block.notes.append(Note("unknown code", f"{system}:{code}", row))
    return mapped(column, told)


def without_faults(block: Block, rows: pl.DataFrame, faults: Sequence[tuple[str, str, pl.Expr]]) -> pl.DataFrame:
    """The rows that can be loaded; each other row goes to the block's rejects with its first fault.

    Args:
        faults: (column, reason, condition that is true for faulty rows).
    """
    numbered = [pl.when(wrong.fill_null(False)).then(pl.lit(i, pl.Int16)) for i, (_, _, wrong) in enumerate(faults)]
    found = rows.select(fault=pl.coalesce(numbered))["fault"]
    if found.null_count() == rows.height:
        return rows
    columns = list(dict.fromkeys(c for c, _, _ in faults if c in rows.columns))
    for rejected in rows.select("row", found, *columns).drop_nulls("fault").iter_rows(named=True):
        column, reason, _ = faults[rejected["fault"]]
        block.rejects.append(Reject(rejected["row"], column, reason, str(rejected.get(column) or "")[:200]))
    return rows.filter(found.is_null())


def without_wrong_cells(
    block: Block, rows: pl.DataFrame, faults: Sequence[tuple[str, Sequence[str], str, pl.Expr]]
) -> pl.DataFrame:
    """The rows without the cells that are wrong: what such a cell says is not known. Each is noted.

    Args:
        faults: (the column as the file has it, those that become null, reason, condition that is true for wrong cells).

    Example:
        >>> block, rows = Block({}, 1), pl.DataFrame({"row": [2], "deaths": ["-5"]})
        >>> without_wrong_cells(block, rows, [("deaths", ["deaths"], "less than 0", count("deaths") < 0)])["deaths"].to_list()
        [None]
        >>> block.notes
        [Note(kind='less than 0', value='deaths: -5', row=2)]
    """
    wrong = rows.select(condition.fill_null(False).alias(str(i)) for i, (_, _, _, condition) in enumerate(faults))
    for name in [name for name in wrong.columns if wrong[name].any()]:
        column, empty, reason, _ = faults[int(name)]
        told = rows.filter(wrong[name]).select("row", column)
        block.notes += [Note(reason, f"{column}: {value}"[:200], row) for row, value in told.iter_rows()]
        rows = rows.with_columns(pl.when(~wrong[name]).then(pl.col(c)).alias(c) for c in empty)
    return rows


def day_of(column: str | pl.Expr, *forms: str) -> pl.Expr:
    """A column of text as days: of several forms the first that fits; a year of less than four digits is none. A time behind the day is left out.

    Example:
        >>> pl.DataFrame({"a": ["1/31/2017", "31-Jan-17 0:00", "1/31/17"]}).select(day_of("a", "%m/%d/%Y", "%d-%b-%y"))["a"].to_list()
        [datetime.date(2017, 1, 31), datetime.date(2017, 1, 31), None]
    """
    text = (pl.col(column) if isinstance(column, str) else column).str.replace(_TIME, "")
    days = [text.str.to_date(form, strict=False) for form in forms]
    return pl.coalesce(pl.when(day.dt.year() >= 1000).then(day) for day in days)


def count(column: str) -> pl.Expr:
    """A column of text as whole numbers; what is none is null (``3.0`` is 3, as pandas writes it).

    Example:
        >>> pl.DataFrame({"a": ["3", "3.0", "many"]}).select(count("a"))["a"].to_list()
        [3, 3, None]
    """
    return pl.col(column).str.strip_suffix(".0").cast(pl.Int64, strict=False)


def number(column: str) -> pl.Expr:
    """A column of text as numbers; what is none is null.

    Example:
        >>> pl.DataFrame({"a": ["3.5", "nan", "many"]}).select(number("a"))["a"].to_list()
        [3.5, None, None]
    """
    value = pl.col(column).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def no_number(column: str) -> tuple[str, Sequence[str], str, pl.Expr]:
    """The fault of cells that are no numbers, for :func:`without_wrong_cells`; the column is text."""
    return column, [column], "not a number", pl.col(column).is_not_null() & number(column).is_null()


def no_count(column: str) -> tuple[str, Sequence[str], str, pl.Expr]:
    """The fault of cells that are no whole numbers from 0 on, as :func:`no_number`."""
    return column, [column], "not a whole number", pl.col(column).is_not_null() & ~(count(column) >= 0).fill_null(False)


def no_deaths(column: str) -> tuple[str, Sequence[str], str, pl.Expr]:
    """The fault of cells that are no numbers of deaths, as :func:`no_number`."""
    return column, [column], "not a number of deaths", no_count(column)[3]


def no_end(column: str, start: str, end: str) -> list[tuple[str, Sequence[str], str, pl.Expr]]:
    """The faults that the end of an event may have, for :func:`without_wrong_cells`.

    Args:
        column: the end as the file has it.
        start: a column of days, months or years (``2024-01``).
        end: another, null or not a day where the file has no date.
    """
    both, day = list(dict.fromkeys((column, end))), pl.col(end)
    unreadable = earliest(day).is_null()
    length = pl.min_horizontal(day.str.len_chars(), pl.col(start).str.len_chars())
    early = day.str.slice(0, length) < pl.col(start).str.slice(0, length)
    return [
        (column, both, "not a date", (pl.col(column).is_not_null() | day.is_not_null()) & unreadable),
        (column, both, "ends before it starts", early),
    ]


def points(latitude: str = "latitude", longitude: str = "longitude") -> list[tuple[str, Sequence[str], str, pl.Expr]]:
    """The faults that a point may have, for :func:`without_wrong_cells`; the columns are text. A wrong point has no number that counts."""
    both = (latitude, longitude)
    faults: list[tuple[str, Sequence[str], str, pl.Expr]] = []
    for column, other, most in ((latitude, longitude, 90), (longitude, latitude, 180)):
        given = pl.col(column).is_not_null()
        faults.append((column, both, "not a number", given & number(column).is_null()))
        faults.append((column, both, f"not between -{most} and {most}", ~number(column).is_between(-most, most)))
        faults.append((column, both, "a point with half of its numbers", given & pl.col(other).is_null()))
    return faults
