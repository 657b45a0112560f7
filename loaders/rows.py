"""The rows that the objects of one block become, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import polars as pl
import pyarrow as pa

from govgraph.ontology.block import NAMES, arrow_schema, schema

_MANY = 2_000
"""From so many rows on, Arrow makes the columns: several times faster than polars, but its first use may import pandas, for a second.
So many rows of a table are also the most that are held as Python objects: more would not stay in the processor's cache."""


class Rows:
    """Rows of several tables, each with its place in the file.

    Example:
        >>> rows = Rows()
        >>> rows.begin(1, "persons[0]")
        >>> rows.add("actors", iri="x:1", kind="person")
        >>> rows.tables()["actors"].columns
        ['iri', 'kind', 'row', 'pointer']
    """

    def __init__(self) -> None:
        self.of: dict[str, list[dict[str, Any]]] = {}  # those that are not in frames yet
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self.row, self.at = 0, ""
        self._begun: list[str] = []  # the tables of the rows of the object that was begun last

    def begin(self, row: int, at: str) -> None:
        """Begin an object: the rows added from now on come from it."""
        self.row, self.at = row, at
        if self._begun:
            for table in set(self._begun):
                if (
                    len(rows := self.of[table]) >= _MANY
                ):  # the object that they belong to is complete, so that none is dropped
                    self._frames.setdefault(table, []).append(_frame(table, rows))
                    rows.clear()
            self._begun.clear()

    def add(self, table: str, **values: Any) -> None:
        """Add one row to a table."""
        self.put(table, values)

    def put(self, table: str, row: dict[str, Any]) -> None:
        """Add one row to a table: the dict itself, which gets its place."""
        row["row"] = self.row
        if self.at:
            row["pointer"] = self.at
        self._begun.append(table)
        rows = self.of.get(table)
        if rows is None:
            self.of[table] = [row]
        else:
            rows.append(row)

    def drop(self) -> None:
        """Remove the rows of the object that was begun last."""
        for table in self._begun:
            self.of[table].pop()
        self._begun.clear()

    def tables(self) -> dict[str, pl.DataFrame]:
        """The rows as tables, without columns that are empty in all rows."""
        whole = {}
        for table, rows in self.of.items():
            frames = [*self._frames.get(table, ()), *([_frame(table, rows)] if rows else [])]
            if len(frames) == 1:
                whole[table] = frames[0]
            elif frames:
                joined = pl.concat(frames, how="diagonal", rechunk=True)
                whole[table] = joined.select(name for name in schema(table) if name in joined.columns)
        return whole


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {}
    for number, row in enumerate(rows):  # most rows fill few columns
        for name, value in row.items():
            if value is not None:
                if name not in columns:
                    columns[name] = [None] * len(rows)
                columns[name][number] = value
    filled = {name: columns[name] for name in schema(table) if name in columns}
    if len(rows) < _MANY:
        kinds = schema(table)
        return pl.DataFrame(
            {n: _names(v) if kinds[n] == NAMES else pl.Series(v, dtype=kinds[n]) for n, v in filled.items()}
        )
    types = arrow_schema(table)
    frame = pl.from_arrow(pa.table({n: _array(values, types.field(n).type) for n, values in filled.items()}))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _names(values: list[list[dict[str, str]] | None]) -> pl.Series:
    """A column of texts by language; polars takes a tenth of a millisecond for each row of dicts, so they are taken apart.

    Example:
        >>> _names([[{"lang": "en", "text": "Fund"}], None, []]).to_list()
        [[{'lang': 'en', 'text': 'Fund'}], None, []]
    """
    if any(names is not None and not names for names in values):
        return pl.Series(values, dtype=NAMES)
    flat = [(row, one.get("lang"), one.get("text")) for row, names in enumerate(values) for one in names or ()]
    texts = pl.DataFrame(flat, schema={"row": pl.Int64, "lang": pl.String, "text": pl.String}, orient="row")
    lists = texts.group_by("row", maintain_order=True).agg(pl.struct("lang", "text").alias("names"))
    rows = pl.select(pl.int_range(len(values), dtype=pl.Int64).alias("row"))
    return rows.join(lists, on="row", how="left", maintain_order="left")["names"].cast(NAMES)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """A column; texts by language are taken apart first, because Arrow is slow to look into dicts."""
    if not (pa.types.is_large_list(kind) and pa.types.is_struct(kind.value_type)):
        return pa.array(values, kind)
    lengths = [len(names) if names else 0 for names in values]
    ends = list(accumulate(lengths, initial=0))
    offsets = [None if names is None else end for names, end in zip(values, ends, strict=False)]
    texts = [text for names in values if names for text in names]
    parts = [pa.array([text.get(part.name) for text in texts], part.type) for part in kind.value_type]
    inside = pa.StructArray.from_arrays(parts, fields=list(kind.value_type))
    return pa.LargeListArray.from_arrays(pa.array([*offsets, ends[-1]], pa.int64()), inside)


def details(source: str, values: Mapping[str, object]) -> list[str] | None:
    """What only one source says, as ``source:name=value`` for each value that is there; None if there is none.

    Example:
        >>> details("archigos", {"entry": "Regular", "exit": None})
        ['archigos:entry=Regular']
    """
    texts = {name: " ".join(str(value).split()) for name, value in values.items() if value not in (None, "")}
    return [f"{source}:{name}={text}" for name, text in texts.items() if text] or None
