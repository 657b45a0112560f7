"""The rows that the objects of one block become, table by table."""

from __future__ import annotations

from typing import Any, cast

import polars as pl
import pyarrow as pa

from govgraph.ontology.block import arrow_schema, schema


class Rows:
    """Rows of several tables, each with its place in the file."""

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
        self.of.setdefault(table, []).append({**values, "row": self.row, "at": self.at or None})

    def drop(self) -> None:
        """Remove the rows of the object that was begun last."""
        for table, rows in self.of.items():
            del rows[self.begun.get(table, 0) :]

    def tables(self) -> dict[str, pl.DataFrame]:
        """The rows as tables, without columns that are empty in all rows."""
        made = {}
        for table, rows in self.of.items():
            have = {column for row in rows for column, value in row.items() if value is not None}
            types = arrow_schema(table)
            # Arrow takes lists and names as Python has them many times faster than polars does.
            columns = {
                column: pa.array([row.get(column) for row in rows], types.field(column).type)
                for column in schema(table)
                if column in have
            }
            if rows:
                made[table] = cast(pl.DataFrame, pl.from_arrow(pa.table(columns)))
        return made
