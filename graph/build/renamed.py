"""Rows in which each actor has its one IRI: the columns that name actors are looked up when tables are put together.

The records stay as they are. Only a graph in which some actor has several IRIs pays for this: one join a column, with a small table.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import polars as pl

from govgraph.ontology.classes import classes, lineage
from govgraph.ontology.declaration import Column, Table

_ANYTHING = "Entity"


def names_actors(column: Column) -> bool:
    """Whether a reference may be to an actor.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> [c.name for c in table("events").refs if names_actors(c)]
        ['place', 'about']
    """
    above_actors = {above for name in classes() if "Actor" in lineage(name) for above in lineage(name)}
    return column.to in (*above_actors, _ANYTHING)


def register(db: duckdb.DuckDBPyConnection, name: str, other_iris: Mapping[str, str]) -> None:
    """Make the tables that the other functions join: which actor an IRI is now, and which other IRIs an actor has.

    Args:
        name: the beginning of the names of the tables.
        other_iris: IRI -> the IRI of its actor now.
    """
    rows = pl.DataFrame(sorted(other_iris.items()), schema={"iri": pl.String, "now": pl.String}, orient="row")
    db.register(f"{name}_now_rows", rows.to_arrow())
    db.execute(f"CREATE TEMP TABLE {name}_now AS SELECT * FROM {name}_now_rows")
    db.execute(
        f"CREATE TEMP TABLE {name}_others AS SELECT now AS iri, list(iri ORDER BY iri) AS same_as FROM {name}_now GROUP BY now"
    )


def rows(db: duckdb.DuckDBPyConnection, name: str, table: Table, source: str) -> str:
    """The SQL of the rows of a table with the IRIs of now.

    Args:
        source: the name of a table or view of rows as records have them.
    """
    columns = [c for c in table.refs if names_actors(c)]
    single = [c.name for c in columns if not c.many] + (["iri"] if table.identified else [])
    replaced, joins = [], []
    for number, column in enumerate(single):
        joins.append(f"LEFT JOIN {name}_now a{number} ON a{number}.iri = t.{column}")
        replaced.append(f"coalesce(a{number}.now, t.{column}) AS {column}")
    for column in (c.name for c in columns if c.many):
        lists = f"{source}_{column}_lists"
        _look_up_lists(db, name, source, column, lists)
        joins.append(f"LEFT JOIN {lists} l_{column} ON l_{column}.was = t.{column}")
        replaced.append(f"coalesce(l_{column}.now, t.{column}) AS {column}")
    picks = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    return f"SELECT t.*{picks} FROM {source} t {' '.join(joins)}"


def _look_up_lists(db: duckdb.DuckDBPyConnection, name: str, source: str, column: str, table: str) -> None:
    """Make a table of the lists that change: as they were, and as they are now. Many rows share a list, and few lists change."""
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS WITH lists AS (SELECT DISTINCT {column} AS was FROM {source} WHERE {column} IS NOT NULL), "
        f"each AS (SELECT was, unnest(was) AS iri FROM lists) "
        f"SELECT was, list_sort(list_distinct(list(coalesce(a.now, e.iri)))) AS now FROM each e LEFT JOIN {name}_now a USING (iri) "
        "GROUP BY was HAVING count(a.now) > 0"
    )


def with_others(name: str, rows: str) -> str:
    """The SQL of rows of actors with the column ``same_as``: the other IRIs of the actor."""
    return f"SELECT t.*, o.same_as FROM ({rows}) t LEFT JOIN {name}_others o ON o.iri = t.iri"
