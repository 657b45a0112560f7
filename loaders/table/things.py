"""The things that the rows of a block describe: one row of a declared table for each actor, event, place, post or document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from govgraph.loaders import identity
from govgraph.loaders.records.header import TABLES, Use, language_tag
from govgraph.loaders.records.refs import Resolver
from govgraph.loaders.records.values import Values
from govgraph.loaders.sheets.sheet import ROW
from govgraph.loaders.table import grammar
from govgraph.loaders.table.cells import Rows, details
from govgraph.loaders.table.date_formats import read_dates
from govgraph.loaders.table.mapping import Thing, Value
from govgraph.loaders.table.references import space_of
from govgraph.ontology.block import Reject
from govgraph.ontology.declaration import Column, Table
from govgraph.ontology.terms import clean_url_expr, country_iri

INDEX: Final = "#i"
"""The column with the place of a thing's row in the block, from 0."""
ORDER: Final = "#k"
"""The column with the place of a thing among those of its row, from 0."""
NO_KIND: Final = "a kind that is not among the codes"
PLACEHOLDER: Final = "placeholder, not loaded"
NOT_ALIKE: Final = "lists of different lengths, left out"
NO_DATE: Final = "not a date"


@dataclass(slots=True)
class Things:
    """Makes the things of a block, each kind of thing once.

    Attributes:
        rows: the cells.
        dataset: the data set that ids and names belong to.
        extra: the columns that every table gets (row, at, document, confidence), by place in the block.
        made: key -> one row for each thing: place, IRI and fields.
    """

    rows: Rows
    dataset: str
    extra: pl.DataFrame
    made: dict[str, pl.DataFrame] = field(default_factory=dict)

    def of(self, key: str) -> pl.DataFrame:
        """The things of a key: the columns :data:`INDEX`, :data:`ORDER` and ``iri``, the fields, and the references."""
        if key not in self.made:
            self.made[key] = self._made(self.rows.mapping.things[key])
        return self.made[key]

    def table(self, key: str) -> pl.DataFrame:
        """The things of a key as rows of their table."""
        return self.with_extra(self.of(key)).drop(ORDER)

    def with_extra(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows with the columns that every table gets, in place of :data:`INDEX`."""
        return frame.drop(INDEX).hstack(self.extra.drop(INDEX)[frame[INDEX]])

    def _made(self, thing: Thing) -> pl.DataFrame:
        frame = self._exploded(thing)
        frame = self._identified(thing, frame)
        frame = frame.filter(pl.col("iri").is_not_null())
        if thing.table == "actors":
            frame = self._with_kind(thing, frame)
        table = TABLES[thing.table]
        told = ["name_only"] if "name_only" in frame.columns and "name_only" not in thing.fields else []
        made = frame.select(INDEX, ORDER, "iri", *told)
        named = frame if thing.table != "actors" else _nameless_countries(frame, self.rows.base)
        fields = {name: value for name, value in thing.fields.items() if name != "iri"}
        made = made.hstack(self._typed(table, fields, named))
        return self._with_refs(thing, made, frame)

    def _with_kind(self, thing: Thing, frame: pl.DataFrame) -> pl.DataFrame:
        """The actors of which it is known what they are; the rows of the others are rejected."""
        lost = frame["kind"].is_null()
        if not lost.any():
            return frame
        value = thing.fields["kind"]
        words = self.rows.frame[value.columns[0]] if value.columns else self.rows.frame[ROW]
        for at in frame.filter(lost)[INDEX].to_list():
            number = self.rows.frame[ROW][at]
            self.rows.rejects.append(Reject(number, value.shown, NO_KIND, str(words[at] or "")[:200]))
        return frame.filter(~lost)

    # --------------------------------------------------------------------------------- one row for each thing

    def _exploded(self, thing: Thing) -> pl.DataFrame:
        """The texts of all fields, one row for each thing."""
        rows = self.rows
        columns: dict[str, pl.Series] = {}
        for name, value in thing.fields.items():
            column = grammar.field_of(TABLES[thing.table], name)
            columns[name] = rows.event_types(value) if column and grammar.is_type(column) else rows.texts(value)
        for name, value in thing.countries.items():
            columns[f"country {name}"] = rows.countries(value)
        for scheme, value in thing.identifiers.items():
            columns[f"scheme {scheme}"] = rows.texts(value)
        if thing.id:
            columns["#id"] = rows.texts(thing.id)
        if thing.details:
            columns["#details"] = details(rows, self.dataset, thing.details)
        frame = pl.DataFrame([s.alias(n) for n, s in columns.items()]).with_columns(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias(INDEX)
        )
        if (good := rows.where(thing.when)) is not None:
            frame = frame.filter(good)
        each = [n for n, s in columns.items() if isinstance(s.dtype, pl.List) and not _several(n)]
        if not each:
            return frame.with_columns(pl.lit(0, pl.UInt32).alias(ORDER))
        first = next((n for n in each if n in ("#id", "iri") or n.startswith("name")), each[0])
        length = pl.col(first).list.len()
        for name in each:
            odd = (frame[name].list.len() != frame[first].list.len()).fill_null(False)  # null where either is
            if odd.any():
                rows.note(NOT_ALIKE, frame[name].list.join("|").set(~odd, None), rows.frame[ROW].gather(frame[INDEX]))
            if name != first:
                same = pl.col(name).list.len() == length
                empty = pl.lit(None, pl.String).repeat_by(length)
                frame = frame.with_columns(
                    pl.when(same.fill_null(False)).then(pl.col(name)).otherwise(empty).alias(name)
                )
        order = pl.int_ranges(0, length, dtype=pl.UInt32).alias(ORDER)
        return frame.filter(length > 0).with_columns(order).explode([*each, ORDER])

    def _identified(self, thing: Thing, frame: pl.DataFrame) -> pl.DataFrame:
        """The things with their IRIs, without those that nothing identifies and without placeholders."""
        base = self.rows.base
        names = [n for n in frame.columns if n.split("_")[0] == "name"]
        name = frame.select(pl.coalesce(names).alias("v")).to_series() if names else _none(frame)
        low = name.str.to_lowercase()
        nobody = low.is_in(list(self.rows.mapping.placeholders)).fill_null(False)
        if nobody.any():
            self.rows.note(PLACEHOLDER, name.set(~nobody, None), self.rows.frame[ROW].gather(frame[INDEX]))
        parts: list[pl.Series] = []
        if "iri" in frame.columns:
            parts.append(frame.select(clean_url_expr(pl.col("iri"))).to_series())
        if thing.table == "actors" and "country country" in frame.columns:
            state = frame["country country"]
            parts.append(state.set((frame["kind"] != "country").fill_null(True), None))
        if "#id" in frame.columns:
            parts.append(identity.minted(base, space_of(thing), self.dataset, frame["#id"]))
        if thing.table == "events" and thing.id is None and "iri" not in frame.columns:
            used = sorted(c for c in self.rows.mapping.columns if c in self.rows.frame.columns)
            texts = self.rows.frame.select(_as_text(self.rows.frame, c) for c in used)
            iris = identity.of_rows(base, "event", self.dataset, texts, used)
            parts.append(iris.gather(frame[INDEX]))
        else:
            kind = frame["kind"] if "kind" in frame.columns else pl.repeat(thing.table, frame.height, eager=True)
            scope, space = self._scope(thing, frame), grammar.PLAIN_SPACES.get(thing.table, "actor")
            parts.append(identity.name_only_iris(base, self.dataset, kind, scope, name, space=space))
        iri = pl.select(pl.coalesce(parts).alias("iri")).to_series()
        frame = frame.with_columns(iri.set(nobody, None).alias("iri"))
        if thing.table == "actors" and "name_only" not in thing.fields:
            frame = frame.with_columns(pl.when(pl.col("iri") == parts[-1]).then(True).alias("name_only"))
        return frame

    def _scope(self, thing: Thing, frame: pl.DataFrame) -> pl.Series:
        """What a name holds within: the country of an actor or place, the organisation of a post."""
        if "organization" in thing.refs:
            other = self.of(thing.refs["organization"][0]).select(INDEX, pl.col("iri").alias("scope"))
            return frame.select(INDEX).join(
                other.unique(INDEX, keep="first"), on=INDEX, how="left", maintain_order="left"
            )["scope"]
        return frame["country country"] if "country country" in frame.columns else _none(frame)

    # ----------------------------------------------------------------------------------------- typed fields

    def _typed(self, table: Table, fields: dict[str, Value], frame: pl.DataFrame) -> pl.DataFrame:
        cells = frame.with_columns(self.rows.frame[ROW].gather(frame[INDEX]).alias(ROW))
        typed, rejects = typed_fields(table, fields, cells)
        self.rows.rejects += rejects
        return typed

    def _with_refs(self, thing: Thing, made: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
        for name in thing.countries:
            one = frame[f"country {name}"]
            made = made.with_columns(one.alias(name))
            if TABLES[thing.table].column(name).many:
                made = made.with_columns(pl.concat_list(name).list.drop_nulls().alias(name))
        if thing.identifiers:
            parts = []
            for scheme in thing.identifiers:
                text = pl.col(f"scheme {scheme}")
                known = text.str.starts_with(f"{scheme}:")
                parts.append(pl.when(known).then(text).otherwise(pl.lit(f"{scheme}:") + text))
            listed = frame.select(pl.concat_list(parts).list.drop_nulls().alias("v")).to_series()
            made = made.with_columns(listed.set(listed.list.len() == 0, None).alias("identifiers"))
        if "#details" in frame.columns:
            made = made.with_columns(frame["#details"].alias("details"))
        for name, keys in thing.refs.items():
            column: Column = TABLES[thing.table].column(name)
            others = pl.concat([self.of(key).select(INDEX, pl.col("iri").alias(name)) for key in keys])
            if column.many:
                others = others.group_by(INDEX, maintain_order=True).agg(pl.col(name))
            made = made.join(others, on=INDEX, how="left", maintain_order="left")
        return made


def typed_fields(table: Table, fields: dict[str, Value], frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Reject]]:
    """Texts as values of the declared types.

    Args:
        fields: the fields that stand in the frame as texts.
        frame: the texts, and the column :data:`~govgraph.loaders.sheets.sheet.ROW`.

    Returns:
        the declared columns that the fields fill, and the rows at fault.

    Example:
        >>> rows = pl.DataFrame({"name": ["Asan"], "start_date": ["soon"], ROW: [2]})
        >>> value = Value(columns=("born",))
        >>> typed_fields(TABLES["actors"], {"start_date": value}, rows)[1][0].column
        'born'
    """
    uses, named, rejects = [], set(), []
    prepared = {ROW: frame[ROW]}
    done: list[pl.Series] = []
    for name, value in fields.items():
        column = grammar.field_of(table, name)
        if column is None:
            continue
        texts = frame[name]
        if grammar.is_type(column):
            done.append(texts)
            continue
        if column.type in ("partial_date", "date"):
            read = read_dates(texts, value.formats, value.precision)
            wrong = texts.is_not_null() & read.is_null()
            how = f" ({' or '.join(value.formats)})" if value.formats else " (YYYY-MM-DD, YYYY-MM or YYYY)"
            for number, text in frame.filter(wrong).select(ROW, name).iter_rows():
                rejects.append(Reject(number, value.shown, NO_DATE + how, text[:200]))
            texts = read
        elif column.type in ("number", "integer") and value.decimal:
            others = r"[\s\x{a0}\x{202f}'.]" if value.decimal == "," else r"[\s\x{a0}\x{202f}',]"
            texts = texts.str.replace_all(others, "").str.replace(",", ".", literal=True)
        elif column.many and texts.dtype == pl.String:
            texts = texts.to_frame("v").select(pl.when(pl.col("v").is_not_null()).then(pl.concat_list("v"))).to_series()
        word, _, tag = name.partition("_")
        by_language = word in ("name", "aliases") and column.type == "names"
        target = column.name if by_language else name
        uses.append(Use(name, target, language_tag(tag) if by_language else ""))
        named.add(target)
        prepared[name] = texts.alias(name)
    part = replace(table, columns=tuple(c for c in table.columns if c.name in named), source="x", relationship="x")
    values = Values(pl.DataFrame(prepared), part, uses, Resolver("", ""), False)
    values.read()
    shown = {grammar.field_of(table, name).name: value.shown for name, value in fields.items()}  # type: ignore[union-attr]
    shown |= {name: value.shown for name, value in fields.items()}
    for reject in values.rejects()[1]:
        rejects.append(replace(reject, column=shown.get(reject.column) or reject.column))
    typed = [series for name, series in values.columns.items() if name != "row"]
    return pl.DataFrame([*typed, *done]), rejects


def _several(name: str) -> bool:
    return (
        name == "#details" or name.split("_")[0] == "aliases" or name in ("links", "contact_details", "country about")
    )


def _none(frame: pl.DataFrame) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)


def _as_text(frame: pl.DataFrame, column: str) -> pl.Expr:
    kind = frame.schema[column]
    return (
        pl.col(column).cast(pl.List(pl.String)).list.join("|")
        if isinstance(kind, pl.List)
        else pl.col(column).cast(pl.String)
    )


def _nameless_countries(frame: pl.DataFrame, base: str) -> pl.DataFrame:
    """The things with no names where the thing is a country of the code list, which has its names already."""
    listed = pl.col("iri").str.starts_with(country_iri(base, ""))
    texts = [n for n in frame.columns if n.split("_")[0] in ("name", "aliases")]
    return frame.with_columns(pl.when(~listed).then(pl.col(n)).alias(n) for n in texts)
