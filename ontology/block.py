"""Records: the tables as polars schemas, and what a loader yields for one block of rows.

Every row says where it comes from. ``row`` counts the records of the file from 1 (a header counts: RFC 7111);
``pointer`` gives the place where a row number does not (a JSON pointer, a sheet and row). The same ``iri`` may stand in many
rows and many loads: rows of one thing are put together by key when the views are built, so a loader need not compare
rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from govgraph.ontology import dates
from govgraph.ontology.declaration import Column, Table, common, table
from govgraph.ontology.errors import OntologyError

NAMES = pl.List(pl.Struct({"lang": pl.String, "text": pl.String}))
"""Names by language: a list of (language tag or empty, text)."""

_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "code": pl.String,
    "number": pl.Float64,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "partial_date": pl.String,
    "url": pl.String,
    "curie": pl.String,
    "ref": pl.String,
}


def column_type(column: Column) -> pl.DataType | type[pl.DataType]:
    """The polars type of a declared column.

    Example:
        >>> column_type(table("places").column("latitude"))
        Float64
    """
    if column.type == "names":
        return NAMES
    return pl.List(_TYPES[column.type]) if column.many else _TYPES[column.type]


FORMER = {"at": "pointer"}
"""Columns of records by the names that they had before: what is kept under the old name is read under the new one."""

PROVENANCE = {c.name: column_type(c) for c in common("records")}
"""The columns that every table has besides ``iri``; load and dataset are filled in when the load is stored."""


@cache
def schema(name: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Column -> polars type of a table's records.

    Raises:
        OntologyError: no such table.

    Example:
        >>> list(schema("mentions"))[:3]
        ['iri', 'event', 'reported_in']
    """
    return {c.name: column_type(c) for c in table(name).recorded}


def assembled_schema(table: Table) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Column -> polars type of a table's assembled rows.

    Example:
        >>> list(assembled_schema(table("mentions")))
        ['iri', 'class', 'event', 'reported_in', 'sentence', 'details', 'sources', 'documents', 'confidence']
    """
    return {c.name: column_type(c) for c in table.assembled}


def said_schema(table: Table) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Column -> polars type of what each data set says of the things of a shared table.

    Example:
        >>> list(said_schema(table("posts")))[:3]
        ['iri', 'dataset_iri', 'names']
    """
    return {"iri": pl.String, "dataset_iri": pl.String, **{c.name: column_type(c) for c in table.columns}}


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not loaded.

    Attributes:
        row: position in the file, from 1.
        column: the column at fault, or empty.
        reason: short, and the same for every row with that fault, so that reasons can be counted.
        value: the value at fault, cut to 200 characters.
        pointer: the place of what was not loaded within a document or workbook, as in the records; empty: the row number is enough.
    """

    row: int
    column: str
    reason: str
    value: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing about a row that *was* loaded: an unknown code, or a reference to something undescribed.

    Attributes:
        kind: as ``unknown code`` or ``dangling reference``; notes ``licence``, ``source`` and ``title`` hold what the file says about
            itself, and are stored with the load.
        value: what it is about.
        row: position of the first row that it applies to.
    """

    kind: str
    value: str
    row: int


@dataclass(slots=True)
class Block:
    """What a loader makes of one block of rows.

    Attributes:
        tables: table name -> rows, with the columns of :func:`schema`; columns without values may be absent.
        rows_read: rows of the file in this block, rejected ones included.
        position: bytes read so far (of the uncompressed file), for progress.
        columns: the columns of the format that the file has; empty where a loader does not say.
    """

    tables: dict[str, pl.DataFrame]
    rows_read: int
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unused_columns: tuple[str, ...] = ()
    position: int = 0
    columns: frozenset[str] = frozenset()


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A table's rows with exactly the declared columns in the declared order and type, and the date bounds computed.

    Args:
        name: the table.
        frame: rows; columns that are not declared are an error, absent ones are filled with null. A former name of a column is taken for
            its name.

    Raises:
        OntologyError: a column is not declared, or its type does not fit.

    Example:
        >>> rows = conform("events", pl.DataFrame({"iri": ["x:1"], "start_date": ["2010"], "row": [1]}))
        >>> rows["ends_by"].item()
        datetime.date(2010, 12, 31)
    """
    declared = schema(name)
    frame = frame.rename({old: new for old, new in FORMER.items() if old in frame.columns and new not in frame.columns})
    for extra in frame.columns:
        if extra not in declared:
            table(name).column(extra)
    bounds = [
        bound_expr(column.bound, frame.columns).alias(column.name)
        for column in table(name).columns
        if column.bound and column.name not in frame.columns
    ]
    frame = frame.with_columns(bounds) if bounds else frame
    try:
        return frame.select(
            pl.col(column).cast(kind) if column in frame.columns else pl.lit(None, dtype=kind).alias(column)
            for column, kind in declared.items()
        )
    except pl.exceptions.PolarsError as error:
        raise OntologyError(
            f"the rows of table {name!r} do not fit its declaration: {error}",
            hint="a loader gives each column the type of govgraph ref TABLE",
        ) from error


def bound_expr(bound: str, present: Iterable[str]) -> pl.Expr:
    """The expression of a declared bound such as ``latest end_date start_date``: the bound of the first date that is not null.

    Example:
        >>> frame = pl.DataFrame({"start_date": ["2010"]})
        >>> frame.select(bound_expr("latest end_date start_date", frame.columns)).item()
        datetime.date(2010, 12, 31)
    """
    which, *sources = bound.split()
    have = [pl.col(s) for s in sources if s in set(present)]
    if not have:
        return pl.lit(None, dtype=pl.Date)
    return (dates.earliest if which == "earliest" else dates.latest)(pl.coalesce(have))
