"""What the graph says of things, as properties that a client can compare with and fetch: the declared columns of their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from govgraph.graph.answers.values import plain
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.classes import lineage
from govgraph.ontology.declaration import Column, node_tables

_LEFT_OUT: Final = ("details",)
_MOST: Final = 100


def properties(kind: str = "") -> dict[str, Column]:
    """The properties by id: the columns of the tables of actors, places, posts, events and documents, without bounds of dates.

    Args:
        kind: only those of things of this class.

    Example:
        >>> properties()["country"].comment
        'The country the actor belongs to.'
    """
    found: dict[str, Column] = {}
    for table in node_tables():
        if kind and table.cls not in lineage(kind):
            continue
        for column in table.columns:
            if not column.bound and column.name not in _LEFT_OUT:
                found.setdefault(column.name, column)
    return found


class Values:
    """The values of things in a version.

    Args:
        version: a folder as ``Graph.version()`` gives it.
        named: what a thing with an IRI is called.
    """

    def __init__(self, version: Path, named: Callable[[str], str]) -> None:
        self._tables = version / "tables"
        self._named = named

    def of(self, iris: Iterable[str], wanted: Sequence[str]) -> dict[str, dict[str, list[Any]]]:
        """The values of some properties: IRI -> property -> values.

        A reference is ``{"id": IRI, "name": name}``, a name or any other value a text, number or truth value.
        """
        known = list(iris)
        found: dict[str, dict[str, list[Any]]] = {iri: {name: [] for name in wanted} for iri in known}
        for table in node_tables():
            files = parts_of(self._tables, table.name)
            columns = [c for c in table.columns if c.name in wanted and not c.bound]
            if not columns or not files[0].exists():
                continue
            rows = pl.scan_parquet(files).filter(pl.col("iri").is_in(known)).select("iri", *(c.name for c in columns))
            for row in rows.collect().iter_rows(named=True):
                for column in columns:
                    found[row["iri"]][column.name] += self._each(column, row[column.name])
        return found

    def _each(self, column: Column, value: Any) -> list[Any]:
        if value is None:
            return []
        values = value if isinstance(value, list) else [value]
        if column.type == "names":
            return [name["text"] for name in values][:_MOST]
        if column.type == "ref":
            return [{"id": iri, "name": self._named(iri)} for iri in values][:_MOST]
        return [plain(one) for one in values][:_MOST]
