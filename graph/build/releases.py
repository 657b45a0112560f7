"""Which rows count when a source has released something several times: those of its newest release.

A row may say which unit of its source it belongs to (``unit``: an event with its participants) and when the source released it so
(``stamp``: the source's own clock or version number). Of the rows of a unit, in all tables and loads, those with the greatest stamp count.
A row with ``retracted`` says that the source withdrew the unit: nothing of it counts, unless it was released again with a greater
stamp. Rows without a unit or without a stamp always count, unless their unit is withdrawn. So the order of loading decides nothing, and when
the newest release is unloaded, the one before counts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import parquet

STAMPED = "stamped"
"""The key of a table in a manifest that says whether any of its rows has a unit."""


def stamped(table: str, loads: Iterable[Manifest]) -> list[Manifest]:
    """The loads of which some rows of a table have a unit.

    Example:
        >>> stamped("events", [])
        []
    """
    return [m for m in loads if m.tables.get(table, {}).get(STAMPED)]


def find_superseded(db: duckdb.DuckDBPyConnection, name: str, every: Sequence[str]) -> None:
    """Make the table ``name`` of the units of which some rows do not count: unit, stamp (the newest), gone (it is withdrawn).

    Args:
        every: the views of all rows that may have a unit.

    Example:
        >>> from govgraph.graph.duck import connect
        >>> with connect() as db:
        ...     _ = db.execute("CREATE VIEW v AS SELECT 'e' AS unit, unnest([1, 2]) AS stamp, false AS retracted")
        ...     find_superseded(db, "old", ["v"])
        ...     db.sql("SELECT * FROM old").fetchall()
        [('e', 2.0, False)]
    """
    rows = " UNION ALL ".join(
        f"SELECT unit, stamp::DOUBLE AS stamp, coalesce(retracted, false) AS retracted FROM {view} WHERE unit IS NOT NULL"
        for view in every
    )
    rows = rows or "SELECT NULL::VARCHAR AS unit, NULL::DOUBLE AS stamp, NULL::BOOLEAN AS retracted WHERE false"
    db.execute(
        f"CREATE TEMP TABLE {name} AS SELECT unit, max(stamp) AS stamp, "
        "coalesce(max(stamp) FILTER (retracted) >= coalesce(max(stamp) FILTER (NOT retracted), '-inf'::DOUBLE), false) AS gone "
        f"FROM ({rows}) GROUP BY unit HAVING count(DISTINCT stamp) > 1 OR bool_or(retracted)"
    )


def counting(view: str, superseded: str) -> str:
    """The SQL of the rows of a view that count."""
    return (
        f"SELECT t.* FROM (SELECT * FROM {view} WHERE retracted IS NOT true) t "
        f"ANTI JOIN {superseded} n ON n.unit = t.unit AND (n.gone OR t.stamp < n.stamp)"
    )


def of_changed_units(every: str, changed: Sequence[Manifest], names: Iterable[str]) -> str:
    """The SQL of the things in a table whose rows may begin or cease to count when some loads come or go; empty if there are none.

    Args:
        every: the view of all rows of the table.
        changed: these loads.
        names: the tables whose rows may have a unit.
    """
    files = [m.records(name) for name in names for m in stamped(name, changed)]
    if not files:
        return ""
    units = " UNION ".join(f"SELECT unit FROM {parquet(file)} WHERE unit IS NOT NULL" for file in files)
    return f"SELECT iri FROM {every} WHERE unit IN ({units})"
