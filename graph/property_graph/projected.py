"""A version's tables as frames of nodes and relationships, some rows at a time, each with the columns of the whole table.

The projection looks at one frame only, so projecting a slice yields only that slice's languages. Writing columns to a file, or
statements that fit every row, needs the same columns for each slice; this module adds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from govgraph.graph.property_graph import projection
from govgraph.graph.table_parts import height, tables_in
from govgraph.ontology.declaration import tables

STEP = 50_000
"""Rows of a table that are projected at a time."""


class ProjectedTable:
    """One assembled table, and the nodes and relationships that its rows become.

    Args:
        name: the table's name.
        parts: its Parquet files.
        languages: in the order in which ``name`` is chosen.

    Attributes:
        rows: how many rows it has.
        columns: the columns of its nodes: labels, and one per property key; empty if it has no nodes.
    """

    def __init__(self, name: str, parts: list[Path], languages: Sequence[str]) -> None:
        self.name, self.languages = name, languages
        self._table = tables()[self.name]
        self.rows = height(parts)
        self._scan = pl.scan_parquet(parts)
        nodes = self._nodes(self._scan)
        self.columns = nodes.collect_schema() if nodes is not None else pl.Schema()

    def slice(self, start: int) -> pl.DataFrame:
        """:data:`STEP` of the table's own rows."""
        return self._scan.slice(start, STEP).collect()

    def slices(self) -> Iterator[tuple[int, pl.DataFrame]]:
        """The table's own rows, :data:`STEP` at a time, each with the position of its first row."""
        for start in range(0, self.rows, STEP):
            yield start, self.slice(start)

    def whole(self) -> list[pl.LazyFrame]:
        """The projection of the whole table: its nodes, if it has any, and one frame per relationship type."""
        nodes = self._nodes(self._scan)
        drawn = projection.relationships(self._table, self._scan)
        return [*([] if nodes is None else [nodes]), *(of_type.rows for of_type in drawn)]

    def nodes(self, rows: pl.DataFrame) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
        """The nodes that some rows become, one frame per label set: labels, and one column per property key."""
        projected = self._nodes(rows.lazy())
        if projected is None:
            return
        nodes = projected.collect()
        same = [
            pl.col(column) if column in nodes.columns else pl.lit(None, dtype).alias(column)
            for column, dtype in self.columns.items()
        ]
        for (labels,), frame in nodes.select(same).partition_by("labels", as_dict=True, include_key=False).items():
            yield tuple(labels.split("~")), frame

    def relationships(self, rows: pl.DataFrame) -> list[projection.Relationships]:
        """The relationships that some rows draw."""
        return projection.relationships(self._table, rows.lazy())

    def _nodes(self, rows: pl.LazyFrame) -> pl.LazyFrame | None:
        return None if self._table.is_link else projection.nodes(self._table, rows, self.languages).rows


def projected_tables(version: Path, languages: Sequence[str]) -> list[ProjectedTable]:
    """All tables of a version (a folder as ``Graph.version()`` gives it), sorted by name.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> (folder / "tables").mkdir()
        >>> row = {"iri": ["x:1"], "class": ["Post"], "names": [[{"lang": "ky", "text": "Министр"}]]}
        >>> pl.DataFrame(row).write_parquet(folder / "tables" / "posts.parquet")
        >>> (posts,) = projected_tables(folder, ["ky"])
        >>> [(labels, frame.columns) for _, rows in posts.slices() for labels, frame in posts.nodes(rows)]
        [(('Entity', 'Post'), ['iri', 'name', 'name_ky', 'search'])]
    """
    return [ProjectedTable(name, parts, languages) for name, parts in tables_in(version / "tables").items()]
