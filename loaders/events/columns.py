"""Small tools for whole columns that every loader of events needs: distinct values with their first row, values replaced, keys hashed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from govgraph.loaders import identity
from govgraph.ontology.block import NAMES, Block, Note, Reject
from govgraph.ontology.terms import SPACE

TEXTS = pl.List(pl.String)
_TIME = r"[T ]\s*\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?$"
"""The time that programs write behind a day: ``2024-03-05T00:00:00Z``, ``3/5/2024 12:00:00 AM``."""


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
    text = pl.element().str.strip_chars(SPACE)
    # Filtering within each list would be slow; a missing element is dropped at once.
    parts = pl.col(column).str.split(separator).list.eval(pl.when(text != "").then(text)).list.drop_nulls()
    return pl.when(parts.list.len() > 0).then(parts)


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
    each = [pl.concat_str(pl.lit(text), pl.col(column)) for text, column in texts]
    # One text that is split costs less than a list that is filtered; no cell holds the separator.
    text = pl.concat_str(each, separator="\x1f", ignore_nulls=True)
    return pl.when(text != "").then(text.str.split("\x1f"))


def typed(block: Block, rows: pl.DataFrame, column: str, of: Mapping[str, str], system: str) -> pl.Expr:
    """A column of codes as typed codes or IRIs. A code that the list does not have is null, and noted."""
    for code, row in first_rows(rows, column):
        if code not in of:
            block.notes.append(Note("unknown code", f"{system}:{code}", row))
    return mapped(column, of)


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


def not_deaths(column: str) -> tuple[str, str, pl.Expr]:
    """The fault of a cell that is no number of people, for :func:`without_cells`; the column is text."""
    return column, "not a number of deaths", pl.col(column).is_not_null() & ~(count(column) >= 0).fill_null(False)


def without_cells(block: Block, rows: pl.DataFrame, faults: Sequence[tuple[str, str, pl.Expr]]) -> pl.DataFrame:
    """The rows with each faulty cell emptied and noted: a fault in a field costs that field, not its row.

    Args:
        faults: (column, reason, condition that is true for faulty cells); the column is text.

    Example:
        >>> block = Block({}, 1)
        >>> without_cells(block, pl.DataFrame({"n": ["-1"], "row": [2]}), [not_deaths("n")])["n"].to_list(), block.notes[0].value
        ([None], 'n -1')
    """
    wrong: dict[str, pl.Expr] = {}
    for column, reason, condition in faults:
        faulty = condition.fill_null(False)
        block.notes.extend(Note(reason, f"{column} {v}", row) for v, row in first_rows(rows.filter(faulty), column))
        wrong[column] = wrong[column] | faulty if column in wrong else faulty
    return rows.with_columns(
        pl.when(~condition).then(pl.col(column)).alias(column) for column, condition in wrong.items()
    )


def sound_points(
    block: Block,
    rows: pl.DataFrame,
    latitude: str = "latitude",
    longitude: str = "longitude",
    unknown: Sequence[str] = (),
) -> pl.DataFrame:
    """The rows with each point that cannot be one emptied and noted; a point is lost as a whole, since half of one is none.

    Args:
        latitude, longitude: the names of two columns of text.
        unknown: what the code book writes as latitude of a point that is not known, which needs no note.

    Example:
        >>> block, cells = Block({}, 1), {"latitude": ["142.9"], "longitude": ["74.6"], "row": [2]}
        >>> sound_points(block, pl.DataFrame(cells))["longitude"].to_list(), block.notes[0].value
        ([None], 'latitude 142.9')
    """
    pair = (latitude, longitude)
    # The latitude decides: -99 and -77 are meridians through Mexico and Peru.
    coded = pl.col(latitude).str.strip_suffix(".0").is_in(list(unknown)).fill_null(False)
    rows = rows.with_columns(pl.when(~coded).then(pl.col(c)).alias(c) for c in pair)
    checked = without_cells(block, rows, _point_faults(latitude, longitude))
    sound = pl.all_horizontal(pl.col(c).is_not_null() for c in pair)
    return checked.with_columns(pl.when(sound).then(pl.col(c)).alias(c) for c in pair)


def _point_faults(latitude: str, longitude: str) -> list[tuple[str, str, pl.Expr]]:
    faults: list[tuple[str, str, pl.Expr]] = []
    for column, other, most in ((latitude, longitude, 90), (longitude, latitude, 180)):
        number = pl.col(column).cast(pl.Float64, strict=False)
        given = pl.col(column).is_not_null()
        finite = number.is_finite().fill_null(False)
        faults.append((column, "not a number", given & ~finite))
        faults.append((column, f"not between -{most} and {most}", finite & ~number.is_between(-most, most)))
        faults.append((column, "a point with half of its numbers", given & pl.col(other).is_null()))
    return faults
