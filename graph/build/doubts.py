"""How far each of several rows of one thing contradicts what is known of it, as numbers by which the assembly orders them.

- A **point** counts one for each country and US state, named by any row of the place, that it lies outside of.
- A **country** counts one for each point of the place that lies outside of it, and one when it is an ended state; of an actor
  that itself ended before the state did, it does not.
- A **start or end** of a membership counts two outside its legislative period, and one when it is not the source's own but
  taken from the period.

A number depends on the rows of the thing and, of a membership, on its period; never on the order of loading.
"""

from __future__ import annotations

from typing import Final

import duckdb
import polars as pl

from govgraph.graph.build.contradictions import outside_of
from govgraph.graph.duck import quoted
from govgraph.ontology.countries import countries
from govgraph.ontology.declaration import Column
from govgraph.ontology.terms import country_iri

_DOUBTS: Final = {
    ("places", "point"): "point_doubt",
    ("places", "country"): "country_doubt",
    ("actors", "country"): "country_doubt",
    ("memberships", "start"): "start_doubt",
    ("memberships", "end"): "end_doubt",
}
"""(Table, group or name of its columns) -> the number that :func:`with_doubts` adds."""


def column(table: str, of: Column) -> str:
    """The SQL of how doubtful a row's value in a column is.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> column("places", table("places").column("latitude")), column("places", table("places").column("precision"))
        ('point_doubt', '0')
    """
    return _DOUBTS.get((table, of.group or of.name), "0")


def with_doubts(db: duckdb.DuckDBPyConnection, base: str, table: str, rows: str, events: str) -> str:
    """The SQL of rows of things with several rows, and how doubtful their values are.

    Args:
        db: where it will run; what it needs is put there.
        base: the graph's base IRI.
        table: whose rows they are.
        rows: their SQL.
        events: the table or view of all rows of events.
    """
    if table == "places":
        return _of_places(db, base, rows)
    if table == "actors":
        ended = f"SELECT * FROM (VALUES {_ended(base)}) v(country, ended)"
        return (
            "SELECT t.*, (x.ended IS NOT NULL AND coalesce(t.ends_by > x.ended, true))::INT AS country_doubt "
            f"FROM ({rows}) t LEFT JOIN ({ended}) x ON x.country = t.country"
        )
    if table == "memberships":
        # Of a period that several rows describe, the widest that any of them says.
        periods = (
            "SELECT iri AS period, min(starts_from) AS begins, max(ends_by) FILTER (end_date IS NOT NULL) AS closes "
            f"FROM {events} GROUP BY iri"
        )
        doubt = "2 * (coalesce({0}_by < p.begins, false) OR coalesce({0}_from > p.closes, false))::INT"
        parts = ", ".join(
            f"{doubt.format(which + 's')} + coalesce({which}_inherited, false)::INT AS {which}_doubt"
            for which in ("start", "end")
        )
        return f"SELECT t.*, {parts} FROM ({rows}) t LEFT JOIN ({periods}) p ON p.period = t.period"
    return rows


def _ended(base: str) -> str:
    return ", ".join(f"({quoted(country_iri(base, c.iso3))}, DATE {quoted(c.ended)})" for c in countries() if c.ended)


def _of_places(db: duckdb.DuckDBPyConnection, base: str, rows: str) -> str:
    columns = "t.country, t.within, t.identifiers, t.latitude, t.longitude"
    # Only what the rows of a place disagree about needs a verdict.
    disputed = db.sql(
        f"WITH r AS ({rows}) SELECT t.iri, {columns} FROM r t SEMI JOIN (SELECT iri FROM r GROUP BY iri "
        "HAVING min(latitude) <> max(latitude) OR min(longitude) <> max(longitude) OR min(country) <> max(country)) d "
        "ON d.iri = t.iri"
    ).pl()
    areas = disputed.select("iri", "country", "within", "identifiers").unique()
    points = disputed.select("iri", "latitude", "longitude").drop_nulls().unique()
    pairs = points.join(areas, on="iri")
    pairs = pairs.with_columns(outside=outside_of(pairs))
    by_point = (
        pairs.explode("outside")
        .group_by("iri", "latitude", "longitude")
        .agg(point_doubt=pl.col("outside").drop_nulls().n_unique().cast(pl.Int64))
    )
    ended = pl.DataFrame(
        [{"country": country_iri(base, c.iso3), "ended": 1} for c in countries() if c.ended],
        schema={"country": pl.String, "ended": pl.Int64},
    )
    # A country's own code stands first among the areas; a point may be outside the state only.
    outside_country = pl.col("outside").list.contains(pl.col("country").str.slice(-3))
    by_country = (
        pairs.drop_nulls("country")
        .filter(outside_country)
        .group_by("iri", "country")
        .agg(outside=pl.struct("latitude", "longitude").n_unique().cast(pl.Int64))
    )
    places = disputed.select("iri", "country").drop_nulls().unique()
    by_country = (
        places.join(by_country, on=["iri", "country"], how="left")
        .join(ended, on="country", how="left")
        .select("iri", "country", country_doubt=pl.col("outside").fill_null(0) + pl.col("ended").fill_null(0))
    )
    db.register("point_doubts", by_point.to_arrow())
    db.register("country_doubts", by_country.to_arrow())
    return (
        "SELECT t.*, coalesce(p.point_doubt, 0) AS point_doubt, coalesce(c.country_doubt, 0) AS country_doubt "
        f"FROM ({rows}) t LEFT JOIN point_doubts p ON p.iri = t.iri AND p.latitude = t.latitude AND p.longitude = t.longitude "
        "LEFT JOIN country_doubts c ON c.iri = t.iri AND c.country = t.country"
    )
