"""Turn cells of text into values of the declared types, whole columns at once, and find the cells at fault.

Nothing is guessed, and only an empty cell is missing: ``NA``, ``0``, ``False`` and ``null`` are values, valid or not for
their column. At most one fault of a row is reported: the first in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from govgraph.loaders.records.header import Use
from govgraph.loaders.records.refs import NOT_IRI, Resolver, with_hint
from govgraph.loaders.repeated import each_once, in_lists
from govgraph.loaders.sheets.lists import split_cells
from govgraph.loaders.sheets.sheet import ROW
from govgraph.ontology import dates, letters
from govgraph.ontology.block import NAMES, Note, Reject
from govgraph.ontology.classes import kinds
from govgraph.ontology.declaration import Column, Table
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import ADDRESS, IRI, clean_url_expr

MISSING = "required value is missing"
ENDS_EARLY = "ends before it starts"
HALF_POINT = "a point with half of its numbers"
NUL = "holds a NUL character"

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_INTEGER = r"^[+-]?\d+(\.0+)?$"
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_CURIE = r"^[A-Za-z][A-Za-z0-9._-]*:\S+$"
# Spreadsheets and pandas write a day as a time stamp at midnight; pandas may add a time zone.
_MIDNIGHT = r"[ T]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?$"


@dataclass(slots=True)
class Fault:
    """What is wrong with some rows of a column.

    Attributes:
        rows: true for each row that is at fault.
        shown: a row's position -> the text of its cell, with a hint if there is one.
    """

    column: str
    reason: str
    rows: pl.Series
    shown: Callable[[int], str]


class Values:
    """Turns the cells of a block into the rows of a table.

    Args:
        cells: the column :data:`~govgraph.loaders.sheets.sheet.ROW` and the columns of the file.
        uses: which declared column each column of the file fills.
        exact: whether the file is our own Parquet, whose text is kept unchanged.
    """

    def __init__(self, cells: pl.DataFrame, table: Table, uses: Sequence[Use], resolver: Resolver, exact: bool) -> None:
        self.cells, self.table, self.resolver, self.exact = cells, table, resolver, exact
        self.of: dict[str, list[Use]] = {}
        for use in uses:
            self.of.setdefault(use.column, []).append(use)
        self.columns: dict[str, pl.Series] = {"row": cells[ROW].alias("row")}
        self.faults: list[Fault] = []
        self.notes: list[Note] = []

    def read(self) -> None:
        """Fill ``columns`` with typed values, ``faults`` with what is wrong and ``notes`` with invisible characters."""
        for use in (u for uses in self.of.values() for u in uses):
            values = self.cells[use.header]
            if values.dtype == pl.String:
                self._fault(use.header, NUL, values.str.contains("\0", literal=True), values)
        self._identity()
        for column in self.table.columns:
            if column.name in self.of:
                self._column(column)
            elif column.required:
                self._missing(column.name, pl.Series([True] * self.cells.height, dtype=pl.Boolean))
        if "document" in self.of:
            self._set("document", self.cells[self.of["document"][0].header], clean_url_expr)
        if "confidence" in self.of:
            self._number("confidence", 0.0, 1.0)
        self._together()

    def rejects(self) -> tuple[pl.Series, list[Reject]]:
        """Which rows are at fault, and for each its first fault."""
        bad = pl.Series([False] * self.cells.height, dtype=pl.Boolean)
        rejects = []
        numbers = self.cells[ROW]
        for fault in self.faults:
            new = fault.rows.fill_null(False) & ~bad
            for at in new.arg_true().to_list():
                rejects.append(Reject(numbers[at], fault.column, fault.reason, fault.shown(at)[:200]))
            bad |= new
        return bad, rejects

    # --------------------------------------------------------------------------------------- one column

    def _fault(
        self, column: str, reason: str, rows: pl.Series, cells: pl.Series, hint: Callable[[str], str] | None = None
    ) -> None:
        rows = rows & cells.is_not_null()
        if rows.any():

            def shown(at: int) -> str:
                value = _written(cells[at])
                return with_hint(value, hint(value) if hint else "")

            self.faults.append(Fault(column, reason, rows, shown))

    def _missing(self, column: str, rows: pl.Series) -> None:
        self._fault(column, MISSING, rows, pl.Series([""] * self.cells.height))

    def _set(self, column: str, cells: pl.Series, what: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
        self.columns[column] = cells.to_frame("v").select(what(pl.col("v")).alias(column)).to_series()
        return self.columns[column]

    def _identity(self) -> None:
        kind = "iri" if "iri" in self.of else "id"
        if kind not in self.of:
            if not self.table.is_link:
                self._missing("id", pl.Series([True] * self.cells.height, dtype=pl.Boolean))
            return
        cells = self.cells[self.of[kind][0].header]
        if not self.table.is_link:
            self._missing(kind, cells.is_null())
        if kind == "iri":
            self.columns["iri"] = cells.alias("iri")
            self._fault("iri", NOT_IRI, ~cells.str.contains(IRI), cells)
        else:
            self._refs("iri", kind, cells, "")

    def _column(self, column: Column) -> None:
        if column.type == "names":
            self._names(column)
            return
        name = column.name
        cells = self.cells[self.of[name][0].header]
        if column.required:
            self._missing(name, cells.is_null())
        if column.many and cells.dtype == pl.String:
            cells = split_cells(cells)
        if column.type == "ref":
            self._refs(name, name, cells, column.to)
        elif column.type in ("number", "integer"):
            self._number(name, column.minimum, column.maximum, whole=column.type == "integer")
        elif column.type == "boolean":
            low = cells.str.to_lowercase()
            self._fault(name, "not true or false", ~low.is_in([*_TRUE, *_FALSE]), cells)
            self._set(name, low, lambda v: v.is_in(_TRUE))
        elif column.type in ("partial_date", "date"):
            self._date(column, cells)
        elif column.type in ("url", "curie"):
            self._pattern(column, cells)
        else:
            words = tuple(kinds()) if name == "kind" else column.values
            if words:
                self._fault(
                    name,
                    "not one of the declared words",
                    ~cells.is_in(words),
                    cells,
                    lambda v: nearest(v.lower(), words),
                )
            self.columns[name] = cells.alias(name)

    def _number(self, name: str, low: float | None, high: float | None, *, whole: bool = False) -> None:
        cells = self.cells[self.of[name][0].header]
        good = cells.str.contains(_INTEGER if whole else _NUMBER)
        plain = cells.str.replace(r"\.0+$", "") if whole else cells
        number = plain.str.strip_prefix("+").cast(pl.Int64 if whole else pl.Float64, strict=False)
        good &= number.is_not_null() if whole else number.is_finite().fill_null(False)
        self._fault(
            name, "not a whole number" if whole else "not a number", ~good, cells, None if whole else _with_point
        )
        self.columns[name] = pl.select(pl.when(good).then(number).alias(name)).to_series()
        if low is not None:
            self._fault(name, f"less than {low:g}", number < low, cells)
        if high is not None:
            self._fault(name, f"more than {high:g}", number > high, cells)

    def _date(self, column: Column, cells: pl.Series) -> None:
        read = each_once(cells, _days)
        days, first, good = (read.struct.field(part) for part in ("text", "first", "good"))
        if column.type == "date":
            self._fault(column.name, "not a date (YYYY-MM-DD)", ~(good & (days.str.len_bytes() == 10)), cells)
            self.columns[column.name] = first.alias(column.name)
        else:
            self._fault(column.name, "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", ~good, cells, _as_date)
            self.columns[column.name] = pl.select(pl.when(good).then(days).alias(column.name)).to_series()

    def _pattern(self, column: Column, cells: pl.Series) -> None:
        if column.type == "url":
            reason, pattern = "not a web address (http://... or https://...)", ADDRESS
        else:
            reason, pattern = "not an identifier such as wikidata:Q813", _CURIE
        shape: Callable[[pl.Expr], pl.Expr] = clean_url_expr if column.type == "url" else _same
        if column.many:
            value = self._set(column.name, cells, lambda v: v.list.eval(shape(pl.element())))
            if not self.exact:
                good = value.list.eval(pl.element().str.contains(pattern)).list.all()
                self._fault(column.name, reason, ~good, cells)
        else:
            value = self._set(column.name, cells, shape)
            self._fault(column.name, reason, ~value.str.contains(pattern), cells)

    def _refs(self, column: str, shown_as: str, cells: pl.Series, to: str) -> None:
        resolver = self.resolver
        many = isinstance(cells.dtype, pl.List)
        flat = (cells.explode(empty_as_null=True) if many else cells).drop_nulls().unique()
        self._look_for_invisible(cells, flat)
        of = {text: resolver.iri(text, to) for text in flat.to_list()}
        if many:
            known = {text: iri for text, iri in of.items() if iri is not None}
            iris = pl.element().replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
            value = cells.list.eval(iris).alias(column)
            wrong = value.list.eval(pl.element().is_null()).list.any()
        else:
            value = pl.Series(column, [None if v is None else of[v] for v in cells.to_list()], dtype=pl.String)
            wrong = cells.is_not_null() & value.is_null()
        self.columns[column] = value
        if not wrong.any():
            return
        reasons = {text: resolver.why(text, to) for text, iri in of.items() if iri is None}

        def bad_one(at: int) -> str:
            cell = cells[at]
            return str(next(t for t in (cell.to_list() if many else [cell]) if t in reasons))

        places = wrong.fill_null(False).arg_true().to_list()
        for reason in sorted({r for r, _ in reasons.values()}):
            here = {at for at in places if reasons[bad_one(at)][0] == reason}
            rows = pl.Series([at in here for at in range(len(cells))], dtype=pl.Boolean)
            self.faults.append(Fault(shown_as, reason, rows, lambda at: reasons[bad_one(at)][1]))

    def _look_for_invisible(self, cells: pl.Series, flat: pl.Series) -> None:
        """Note the identifiers with invisible characters: two that look the same may be different."""
        if not flat.str.contains(letters.INVISIBLE_IN_ID).any():
            return
        rows = pl.DataFrame({"row": self.cells[ROW], "text": cells})
        if isinstance(cells.dtype, pl.List):
            rows = rows.explode("text", empty_as_null=True)
        odd = rows.filter(pl.col("text").str.contains(letters.INVISIBLE_IN_ID))
        for row, text in odd.unique("text", keep="first", maintain_order=True).iter_rows():
            self.notes.append(Note(letters.NOTE, letters.visible(text)[:200], row))

    def _names(self, column: Column) -> None:
        frame, uses = self.cells, self.of[column.name]
        if not column.many and all(frame[use.header].dtype == pl.String for use in uses):
            columns = ((frame[use.header], pl.lit(use.language)) for use in uses)
            entry = pl.struct(lang="lang", text="text")
            given = pl.when(pl.col("text").is_not_null()).then(entry)
            each = [text.to_frame("text").with_columns(lang=tag).select(given).to_series() for text, tag in columns]
            self.columns[column.name] = in_lists(each).alias(column.name)
            return
        parts = []
        for use in uses:
            kind, value = frame[use.header].dtype, pl.col(use.header)
            tag = pl.lit(use.language).alias("lang")
            if kind == NAMES:
                parts.append(value.fill_null(pl.lit([], dtype=NAMES)))
            elif column.many:
                texts = split_cells(frame[use.header]) if kind == pl.String else frame[use.header]
                frame = frame.with_columns(texts)
                entry = value.list.eval(pl.struct(tag, pl.element().alias("text")))
                parts.append(entry.fill_null(pl.lit([], dtype=NAMES)))
            else:
                entry = pl.when(value.is_not_null()).then(pl.struct(tag, value.alias("text")))
                parts.append(pl.concat_list(entry).list.drop_nulls())
        joined = frame.select(pl.concat_list(parts).cast(NAMES).alias("v"))
        filled = pl.when(pl.col("v").list.len() > 0).then("v").alias(column.name)
        self.columns[column.name] = joined.select(filled).to_series()

    # --------------------------------------------------------------------------------- columns together

    def _together(self) -> None:
        """Find faults between columns that are each valid on their own."""
        have = pl.DataFrame(list(self.columns.values()))
        if {"latitude", "longitude"} & set(have.columns):
            missing = [c for c in ("latitude", "longitude") if c not in have.columns]
            point = have.with_columns(pl.lit(None, pl.Float64).alias(c) for c in missing)
            for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
                half = point[one].is_null() & point[other].is_not_null()
                self._fault(one, HALF_POINT, half, pl.Series([""] * self.cells.height))
        if {"start_date", "end_date"} <= set(have.columns):
            early = have.select(dates.latest(pl.col("end_date")) < dates.earliest(pl.col("start_date"))).to_series()
            span = have.select(pl.col("start_date") + " to " + pl.col("end_date")).to_series()
            self._fault("end_date", ENDS_EARLY, early, span)


def _days(cells: pl.Series) -> pl.Series:
    """Dates without a time, the first day that each can mean, and whether it is a date."""
    text = cells.str.replace(_MIDNIGHT, "").alias("text")
    frame = text.to_frame().with_columns(first=dates.earliest(pl.col("text")))
    # The pattern is needed as well, because the parser accepts "2010-5" and the year 0.
    good = pl.col("text").str.contains(dates.PARTIAL) & pl.col("first").is_not_null() & (pl.col("first").dt.year() > 0)
    return frame.with_columns(good=good).to_struct("days")


def _same(value: pl.Expr) -> pl.Expr:
    return value


def _written(cell: object) -> str:
    if isinstance(cell, pl.Series):
        return "|".join(str(v) for v in cell.to_list())
    return "" if cell is None else str(cell)


def _with_point(text: str) -> str:
    """The right way to write a number that has a decimal comma or spaces between thousands; empty if it is not one."""
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    return plain if pl.Series([plain]).str.contains(_NUMBER).item() else ""


def _as_date(text: str) -> str:
    """The ISO form of a date whose parts can only be day, month and year in this order (25.12.2010); else empty."""
    parts = text.replace("/", ".").replace("-", ".").split(".")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or len(parts[2]) != 4 or int(parts[0]) <= 12:
        return ""
    day, month, year = parts
    iso = f"{year}-{int(month):02}-{int(day):02}"
    return iso if dates.bounds(iso) else ""
