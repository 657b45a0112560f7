"""The things that the rows of a block describe: one row of a declared table for each actor, event, place, post or document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from govgraph.loaders import identity
from govgraph.loaders.records.header import TABLES
from govgraph.loaders.repeated import grouped, in_lists
from govgraph.loaders.sheets.sheet import ROW
from govgraph.loaders.table import grammar
from govgraph.loaders.table.cells import Rows, details
from govgraph.loaders.table.mapping import Thing, Value
from govgraph.loaders.table.references import space_of
from govgraph.loaders.table.typed import typed_fields
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
_WHERE: Final = ("row", "pointer")
"""The columns that tell only where a row stands."""


@dataclass(slots=True)
class _Made:
    """The things of a key.

    Attributes:
        things: the columns :data:`INDEX`, :data:`ORDER` and ``iri``, the fields, and the references.
        groups: for each row of the block, the :data:`INDEX` of its things; None: its place.
        placed: the columns :data:`INDEX`, :data:`ORDER` and ``iri`` of the things of each row of the block.
    """

    things: pl.DataFrame
    groups: pl.Series | None
    placed: pl.DataFrame


@dataclass(slots=True)
class Things:
    """Makes the things of a block, each kind of thing once; a thing that many rows describe with the same cells, once for all of them.

    Attributes:
        rows: the cells.
        dataset: the data set that ids and names belong to.
        extra: the columns that every table gets (row, at, document, confidence), by place in the block.
    """

    rows: Rows
    dataset: str
    extra: pl.DataFrame
    _made: dict[str, _Made] = field(default_factory=dict)

    def of(self, key: str) -> pl.DataFrame:
        """The things of a key in each row: the columns :data:`INDEX`, :data:`ORDER` and ``iri``."""
        return self._of(key).placed

    def table(self, key: str, good: pl.Series) -> pl.DataFrame:
        """The things of a key as rows of their table; those that rows repeat, only with the first of these rows.

        Args:
            good: for each row of the block, whether it counts.
        """
        made = self._of(key)
        if made.groups is None:
            things = made.things if good.all() else made.things.filter(good.gather(made.things[INDEX]))
            return self.with_extra(things).drop(ORDER)
        extra = self.extra.with_columns(made.groups.alias(INDEX)).filter(good)
        said = [c for c in extra.columns if c not in _WHERE]
        extra = extra.unique(said, keep="first", maintain_order=True)
        found = extra.join(made.things.drop(ORDER), on=INDEX, how="inner", maintain_order="left_right")
        return found.select(pl.exclude(extra.columns), *(c for c in extra.columns if c != INDEX))

    def with_extra(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows with the columns that every table gets, in place of :data:`INDEX`."""
        return frame.drop(INDEX).hstack(self.extra.drop(INDEX)[frame[INDEX]])

    def _of(self, key: str) -> _Made:
        if key not in self._made:
            thing = self.rows.mapping.things[key]
            self._made[key] = self._made_once(thing) or self._made_of_rows(thing)
        return self._made[key]

    def _made_of_rows(self, thing: Thing) -> _Made:
        things = self._things(thing)
        return _Made(things, None, things.select(INDEX, ORDER, "iri"))

    def _made_once(self, thing: Thing) -> _Made | None:
        """The things, made of the first of all rows that say the same of them; None if too few rows do, or if one is at fault, since each faulty row is told."""
        if not TABLES[thing.table].shared:
            return None
        columns = {c for c in self._columns(thing) if c in self.rows.frame.columns}
        groups = grouped(self.rows.frame, sorted(columns))
        if groups is None:
            return None
        first = Rows(self.rows.frame[groups.first], self.rows.mapping, self.rows.base)
        few = Things(first, self.dataset, self.extra)
        for key in thing.referred:
            few.of(key)  # what is wrong there is told by that thing itself
        first.notes.clear()
        first.rejects.clear()
        things = few._things(thing)
        if first.rejects:
            return None
        self.rows.notes += first.notes
        rows = groups.of_rows.to_frame("#group").with_columns(_place())
        told = things.select(pl.col(INDEX).alias("#group"), ORDER, "iri")
        placed = rows.join(told, on="#group", how="inner", maintain_order="left_right")
        return _Made(things, groups.of_rows, placed.select(INDEX, ORDER, "iri"))

    def _columns(self, thing: Thing) -> Iterator[str]:
        """The columns that decide what a thing is, with those of all things that it refers to."""
        yield from thing.used
        for key in thing.referred:
            yield from self._columns(self.rows.mapping.things[key])

    def _things(self, thing: Thing) -> pl.DataFrame:
        """One row for each thing in each row."""
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
        frame = pl.DataFrame([s.alias(n) for n, s in columns.items()]).with_columns(_place())
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
            listed = in_lists([frame.select(part.alias("v")).to_series() for part in parts])
            made = made.with_columns(listed.alias("identifiers"))
        if "#details" in frame.columns:
            made = made.with_columns(frame["#details"].alias("details"))
        for name, keys in thing.refs.items():
            column: Column = TABLES[thing.table].column(name)
            others = pl.concat([self.of(key).select(INDEX, pl.col("iri").alias(name)) for key in keys])
            if column.many:
                others = others.group_by(INDEX, maintain_order=True).agg(pl.col(name))
            made = made.join(others, on=INDEX, how="left", maintain_order="left")
        return made


def _place() -> pl.Expr:
    return pl.int_range(pl.len(), dtype=pl.UInt32).alias(INDEX)


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
