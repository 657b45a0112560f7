"""The rows that the objects of one block become, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pyarrow as pa

from govgraph.ontology.block import arrow_schema, schema

_MANY = 2_000
"""From so many rows on, Arrow makes the columns: several times faster than polars, but its first use may import pandas, for a second."""


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
        self.of: dict[str, list[dict[str, Any]]] = {}
        self.begun: dict[str, int] = {}
        self.row, self.at = 0, ""

    def begin(self, row: int, at: str) -> None:
        """Begin an object: the rows added from now on come from it."""
        self.row, self.at = row, at
        self.begun = {table: len(rows) for table, rows in self.of.items()}

    def add(self, table: str, **values: Any) -> None:
        """Add one row to a table."""
        self.of.setdefault(table, []).append({**values, "row": self.row, "pointer": self.at or None})

    def drop(self) -> None:
        """Remove the rows of the object that was begun last."""
        for table, rows in self.of.items():
            del rows[self.begun.get(table, 0) :]

    def tables(self) -> dict[str, pl.DataFrame]:
        """The rows as tables, without columns that are empty in all rows."""
        return {table: _frame(table, rows) for table, rows in self.of.items() if rows}


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    have = {column for row in rows for column, value in row.items() if value is not None}
    if len(rows) < _MANY:
        kinds = {column: kind for column, kind in schema(table).items() if column in have}
        return pl.DataFrame([{c: row.get(c) for c in kinds} for row in rows], schema=kinds)
    types = arrow_schema(table)
    names = [name for name in types.names if name in have]
    frame = pl.from_arrow(pa.table({n: pa.array([row.get(n) for row in rows], types.field(n).type) for n in names}))
    assert isinstance(frame, pl.DataFrame)
    return frame


def details(source: str, values: Mapping[str, object]) -> list[str] | None:
    """What only one source says, as ``source:name=value`` for each value that is there; None if there is none.

    Example:
        >>> details("archigos", {"entry": "Regular", "exit": None})
        ['archigos:entry=Regular']
    """
    texts = {name: " ".join(str(value).split()) for name, value in values.items() if value not in (None, "")}
    return [f"{source}:{name}={text}" for name, text in texts.items() if text] or None
