"""The rows that the objects of one block become, table by table."""

from __future__ import annotations

from typing import Any

import polars as pl

from govgraph.ontology.block import schema


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
        self.of.setdefault(table, []).append({**values, "row": self.row, "pointer": self.at})

    def drop(self) -> None:
        """Remove the rows of the object that was begun last."""
        for table, rows in self.of.items():
            del rows[self.begun.get(table, 0) :]

    def tables(self) -> dict[str, pl.DataFrame]:
        """The rows as tables, without columns that are empty in all rows."""
        made = {}
        for table, rows in self.of.items():
            have = {column for row in rows for column, value in row.items() if value is not None}
            kinds = {column: kind for column, kind in schema(table).items() if column in have}
            if rows:
                made[table] = pl.DataFrame([{c: row.get(c) for c in kinds} for row in rows], schema=kinds)
        return made
