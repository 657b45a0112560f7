"""The rows that the objects of one block become, table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import polars as pl
import pyarrow as pa

from govgraph.ontology.block import NAMES, schema

_MANY = 2_000
"""So many rows of a table are the most that are held as Python objects: more would not stay in the processor's cache."""


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
        self.of = defaultdict[str, list[dict[str, Any]]](list)  # those that are not in frames yet
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
        self.of[table].append(row)

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
    columns = _columns(rows)
    return pl.DataFrame([_column(name, columns[name], kind) for name, kind in schema(table).items() if name in columns])


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The values by column; a column of which no row has a value is left out.

    Example:
        >>> _columns([{"iri": "x:1", "kind": None}, {"iri": "x:2"}])
        {'iri': ['x:1', 'x:2']}
    """
    names = set[str]().union(*rows)
    if sum(map(len, rows)) * 2 > len(rows) * len(names):
        dense = {name: [row.get(name) for row in rows] for name in names}
        return {
            name: values for name, values in dense.items() if values[0] is not None or values.count(None) < len(values)
        }
    sparse: dict[str, list[Any]] = {}
    for number, row in enumerate(rows):  # each row fills few columns, and others than the one before
        for name, value in row.items():
            if value is not None:
                if name not in sparse:
                    sparse[name] = [None] * len(rows)
                sparse[name][number] = value
    return sparse


def _column(name: str, values: list[Any], kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    """A column. Lists are taken apart first: polars is twenty times slower to look into lists and dicts of Python.

    Example:
        >>> _column("names", [[{"lang": "en", "text": "Fund"}], None, []], NAMES).to_list()
        [[{'lang': 'en', 'text': 'Fund'}], None, []]
    """
    if not isinstance(kind, pl.List):
        return pl.Series(name, values, kind)
    items = [item for each in values if each for item in each]
    if kind == NAMES:
        parts = [pl.Series(part, [item.get(part) for item in items], pl.String).to_arrow() for part in ("lang", "text")]
        inside = pa.StructArray.from_arrays(parts, ["lang", "text"])
    else:
        inside = pl.Series(items, dtype=kind.inner).to_arrow()
    ends = accumulate([len(each) if each else 0 for each in values], initial=0)
    offsets = [None if each is None else end for each, end in zip(values, ends, strict=False)]
    # Columns that polars has made, since the first list that Arrow is given imports pandas, for half a second.
    lists = pa.LargeListArray.from_arrays(pl.Series([*offsets, len(items)], dtype=pl.Int64).to_arrow(), inside)
    column = pl.from_arrow(lists)
    assert isinstance(column, pl.Series)
    return column.alias(name)


def details(source: str, values: Mapping[str, object]) -> list[str] | None:
    """What only one source says, as ``source:name=value`` for each value that is there; None if there is none.

    Example:
        >>> details("archigos", {"entry": "Regular", "exit": None})
        ['archigos:entry=Regular']
    """
    texts = {name: " ".join(str(value).split()) for name, value in values.items() if value not in (None, "")}
    return [f"{source}:{name}={text}" for name, text in texts.items() if text] or None
