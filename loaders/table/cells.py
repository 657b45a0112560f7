"""The cells of one block, and what the values of a mapping make of them: one text, or a list of texts, for each row."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, field

import polars as pl

from govgraph.loaders.repeated import in_lists
from govgraph.loaders.sheets.sheet import ROW
from govgraph.loaders.table.mapping import LIST, Condition, Mapping, Value
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.countries import country, country_by_name, country_table
from govgraph.ontology.terms import CODE, country_iri

NOT_SPLIT = "cell that is no printed list, kept whole"
UNKNOWN = "text that is not among the codes"
NO_FIT = "cell that the expression does not fit"
NO_COUNTRY = "unknown country"
DISAGREE = "code and name of the country disagree"


@dataclass(slots=True)
class Rows:
    """Rows of a table, and what is worth telling about them.

    Attributes:
        frame: the column :data:`~govgraph.loaders.sheets.sheet.ROW`, and the columns of the table.
        base: the graph's base IRI.
        rejects: rows at fault.
    """

    frame: pl.DataFrame
    mapping: Mapping
    base: str
    notes: list[Note] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    _cells: dict[tuple[str, tuple[str, ...]], pl.Series] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows."""
        return self.frame.height

    def note(self, kind: str, cells: pl.Series, rows: pl.Series) -> None:
        """Note each different text of some cells, with its first row."""
        told = pl.DataFrame({"v": cells, "row": rows}).drop_nulls("v").unique("v", keep="first", maintain_order=True)
        self.notes += [Note(kind, str(value)[:200], row) for value, row in told.iter_rows()]

    def where(self, condition: Condition) -> pl.Series | None:
        """Which rows fulfil a condition; None: all."""
        if not condition:
            return None
        good = pl.Series([True] * self.height, dtype=pl.Boolean)
        for column, texts in condition.items():
            good &= self.cell(column, ()).fill_null("").is_in(list(texts))
        return good

    def cell(self, column: str, missing: tuple[str, ...]) -> pl.Series:
        """The texts of a column (or lists of texts), with what is missing as null."""
        key = (column, missing)
        if key not in self._cells:
            cells = self.frame[column] if column in self.frame.columns else pl.Series(column, [None] * self.height)
            if isinstance(cells.dtype, pl.List):
                self._cells[key] = cells.cast(pl.List(pl.String))
            else:
                text = cells.cast(pl.String)
                self._cells[key] = text.set(text.is_in(list(missing)), None) if missing else text
        return self._cells[key]

    def texts(self, value: Value) -> pl.Series:
        """What a value makes of each row: a text, or a list of texts."""
        if value.text:
            return pl.Series([value.text], dtype=pl.String).new_from_index(0, self.height)
        missing = self.mapping.missing if value.missing is None else value.missing
        if value.each:
            parts = pl.DataFrame([self.cell(c, missing).alias(str(i)) for i, c in enumerate(value.each)])
            cells = parts.select(pl.concat_list(pl.all()).list.drop_nulls().alias("v")).to_series()
        elif len(value.columns) > 1:
            parts = pl.DataFrame([self.cell(c, missing).alias(str(i)) for i, c in enumerate(value.columns)])
            joined = pl.concat_str(pl.all(), separator=value.join, ignore_nulls=value.join != "\x1f")
            cells = parts.select(pl.when(~pl.all_horizontal(pl.all().is_null())).then(joined).alias("v")).to_series()
        else:
            cells = self.cell(value.columns[0], missing)
        if isinstance(cells.dtype, pl.List) and not value.many:
            cells = cells.list.join("|")
        if value.split and not isinstance(cells.dtype, pl.List):
            cells = self._split(cells, value, missing)
        if value.find:
            cells = self._found(cells, value)
        if value.codes:
            cells = self._coded(cells, value)
        return cells

    def _split(self, cells: pl.Series, value: Value, missing: tuple[str, ...]) -> pl.Series:
        if LIST in value.split:
            lists = {text: _printed(text) for text in cells.drop_nulls().unique().to_list()}
            whole = [text for text, items in lists.items() if items is None]
            if whole:
                self.note(NOT_SPLIT, cells.set(~cells.is_in(whole), None), self.frame[ROW])
            parts = pl.Series(
                "v", [None if c is None else lists[c] or [c] for c in cells.to_list()], dtype=pl.List(pl.String)
            )
        else:
            one = pl.col("v")
            for other in value.split[1:]:
                one = one.str.replace_all(other, value.split[0], literal=True)
            parts = cells.alias("v").to_frame().select(one.str.split(value.split[0])).to_series()
        item = pl.element().str.strip_chars()
        drop = ["", *missing]
        cleaned = pl.col("v").list.eval(item).list.eval(pl.element().filter(~pl.element().is_in(drop)))
        return parts.alias("v").to_frame().select(cleaned).to_series()

    def _found(self, cells: pl.Series, value: Value) -> pl.Series:
        part = pl.element().str.extract(value.find, 1).str.strip_chars()
        part = pl.when(part != "").then(part)
        if isinstance(cells.dtype, pl.List):
            return cells.alias("v").to_frame().select(pl.col("v").list.eval(part)).to_series()
        found = cells.alias("v").to_frame().select(pl.col("v").str.extract(value.find, 1).str.strip_chars()).to_series()
        found = found.set(found == "", None)
        lost = cells.is_not_null() & found.is_null()
        if lost.any():
            self.note(NO_FIT, cells.set(~lost, None), self.frame[ROW])
        return found

    def _coded(self, cells: pl.Series, value: Value) -> pl.Series:
        old, new = list(value.codes), list(value.codes.values())
        items = cells.explode(empty_as_null=True) if isinstance(cells.dtype, pl.List) else cells
        unknown = ~items.is_in(old) & items.is_not_null()
        if unknown.any() and value.otherwise is None:
            numbers = self.frame[ROW]
            if isinstance(cells.dtype, pl.List):
                numbers = pl.DataFrame({"v": cells, "r": numbers}).explode("v", empty_as_null=True)["r"]
            self.note(UNKNOWN, items.set(~unknown, None), numbers)
        expr = pl.element() if isinstance(cells.dtype, pl.List) else pl.col("v")
        word = expr.replace_strict(old, new, default=value.otherwise, return_dtype=pl.String)
        word = pl.when(expr.is_not_null()).then(word)
        frame = cells.alias("v").to_frame()
        return frame.select(
            pl.col("v").list.eval(word) if isinstance(cells.dtype, pl.List) else word.alias("v")
        ).to_series()

    # ------------------------------------------------------------------------------------------- codes

    def countries(self, value: Value) -> pl.Series:
        """The IRI of the country of each row; null, with a note, where the text is no country."""
        cells = self.texts(value)
        many = isinstance(cells.dtype, pl.List)
        numbers = self.frame[ROW]
        if many:
            flat = pl.DataFrame({"v": cells, "r": numbers}).explode("v", empty_as_null=True)
            items, numbers = flat["v"], flat["r"]
        else:
            items = cells
        system = value.system
        if value.text:
            system, _, code = value.text.partition(":")
            items = pl.Series([code]).new_from_index(0, self.height)
        of = {text: _country(self.base, system, text) for text in items.drop_nulls().unique().to_list()}
        unknown = items.is_in([text for text, iri in of.items() if iri is None])
        if unknown.any():
            self.note(NO_COUNTRY, (system + ":" + items).set(~unknown.fill_null(False), None), numbers)
        table = {text: iri for text, iri in of.items() if iri}
        expr = pl.element() if many else pl.col("v")
        iri = expr.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)
        source = cells if not value.text else items
        found = source.alias("v").to_frame().select(pl.col("v").list.eval(iri) if many else iri.alias("v")).to_series()
        if value.on and not many:
            found = self._then(found, items, value)
        return self._agreeing(found, items, value) if value.agrees and not many else found

    def _then(self, found: pl.Series, codes: pl.Series, value: Value) -> pl.Series:
        """The states that had the codes on the days of the rows; without a year in its cell a row keeps the present state."""
        days = self.cell(value.on, self.mapping.missing).str.extract(r"\b((?:1[5-9]|20)\d\d(?:-\d\d-\d\d)?)")
        pairs = pl.DataFrame({"code": codes, "day": days, "found": found})
        states = {
            (code, day): _country(self.base, value.system, code, day)
            for code, day in pairs.drop_nulls().select("code", "day").unique().iter_rows()
        }
        return pl.Series([states.get((code, day), iri) for code, day, iri in pairs.iter_rows()], dtype=pl.String)

    def _agreeing(self, found: pl.Series, codes: pl.Series, value: Value) -> pl.Series:
        names = self.cell(value.agrees, self.mapping.missing)
        named = {n: _country(self.base, "name", n) for n in names.drop_nulls().unique().to_list()}
        by_name = pl.Series([named.get(n) if n is not None else None for n in names.to_list()], dtype=pl.String)
        # A code that is also the word for "not available" counts only where the name says the same.
        doubtful = codes.str.to_uppercase().is_in(["NA", "N/A"]) & by_name.is_null()
        wrong = ((by_name != found) & found.is_not_null() & by_name.is_not_null()) | (doubtful & found.is_not_null())
        wrong = wrong.fill_null(False)
        if wrong.any():
            pairs = (codes + " " + names.fill_null("")).set(~wrong, None)
            self.note(DISAGREE, pairs, self.frame[ROW])
        return found.set(wrong, None)

    def event_types(self, value: Value) -> pl.Series:
        """The IRI of the type of event of each row."""
        cells = self.texts(value)
        if isinstance(cells.dtype, pl.List):
            cells = cells.list.first()
        if value.system:
            cells = value.system + ":" + cells
        return CODE + cells.str.replace(":", "/", literal=True)


def _printed(text: str) -> list[str] | None:
    """The texts of a printed list (of Python or JSON); None if it is none."""
    for read in (json.loads, ast.literal_eval):
        try:
            items = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        if isinstance(items, list | tuple) and all(isinstance(item, str | int | float) for item in items):
            return [str(item) for item in items]
    return None


def _country(base: str, system: str, text: str, day: str = "") -> str | None:
    """The IRI of the state with a name or code.

    Args:
        day: decides between states that had the same code; without it the present one counts.
    """
    if system == "name":
        named = country_by_name(text)
        return country_iri(base, named.iso3) if named else None
    code = text.strip().upper()
    code = code.zfill(3) if system in ("numeric", "m49") else code.lstrip("0") if system in ("cow", "gw") else code
    if day:
        then = country(f"{system}:{code}", on=day)
        return country_iri(base, then.iso3) if then else None
    iso3 = country_table(system).get(code)
    return country_iri(base, iso3) if iso3 else None


def details(rows: Rows, dataset: str, columns: tuple[str, ...]) -> pl.Series:
    """For each row the texts of some columns, as ``dataset:column=text``; null where all are empty.

    Example:
        >>> from govgraph.loaders.table.mapping import Mapping
        >>> rows = Rows(pl.DataFrame({"a": ["x", None], "b": ["y", None]}), Mapping("m", "d"), "")
        >>> details(rows, "d", ("a", "b")).to_list()
        [['d:a=x', 'd:b=y'], None]
    """
    return in_lists([f"{dataset}:{c}=" + rows.cell(c, rows.mapping.missing) for c in columns])
