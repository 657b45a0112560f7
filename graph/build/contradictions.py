"""Contradictions between a source and what is known: a point outside its country or state, an ended state, a date outside the term.

Nothing is corrected here. A load notes the contradictions in its rows, so that they can be listed. Where several sources describe
one thing, a value that contradicts what is known loses to one that does not (:mod:`govgraph.graph.build.assemble`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from govgraph.ontology.block import Note
from govgraph.ontology.outlines import has_outline, outside

# IRI of a country, and code or IRI of a US state by its FIPS code as GDELT writes it, or by its ISO 3166-2 code.
_COUNTRY: Final = r"/country/([A-Z]{3})$"
_STATE: Final = r"(?:fips-adm1[:/]US|iso-3166-2[:/]US-)([A-Z]{2})$"


def _areas() -> pl.Expr:
    """The codes of the areas that each place names: its country, its US states."""
    states = "US-" + pl.element().str.extract(_STATE)
    of_identifiers = pl.coalesce(pl.col("identifiers").list.eval(states), pl.lit([], pl.List(pl.String)))
    within = "US-" + pl.col("within").cast(pl.String).str.extract(_STATE)
    return pl.concat_list(pl.col("country").cast(pl.String).str.extract(_COUNTRY), within, of_identifiers)


def outside_of(places: pl.DataFrame) -> pl.Series:
    """For each place, the codes of the areas that it names although its point lies outside them.

    Args:
        places: with the columns country, within, identifiers, latitude and longitude.

    Returns:
        one list of codes per row; empty where the point is inside all areas, or where there is no point.

    Example:
        >>> point = {"country": "x:/country/KGZ", "within": None, "identifiers": None, "latitude": 0.0, "longitude": 0.0}
        >>> outside_of(pl.DataFrame([point], schema_overrides={"identifiers": pl.List(pl.String)})).to_list()
        [['KGZ']]
    """
    numbered = places.select("latitude", "longitude", code=_areas()).with_row_index("number")
    points = numbered.drop_nulls(["latitude", "longitude"]).explode("code").drop_nulls("code").unique()
    # Many rows share a point, so each point is tested once for each area that it should be in, all points of an area together.
    distinct = points.select("code", "latitude", "longitude").unique().sort("code")
    latitude, longitude = distinct["latitude"].to_numpy(), distinct["longitude"].to_numpy()
    flags, at = np.zeros(distinct.height, dtype=np.bool_), 0
    for length, code in distinct["code"].rle().struct.unnest().iter_rows():
        some = slice(at, at + length)
        if has_outline(code):
            flags[some] = outside(code, latitude[some], longitude[some])
        at += length
    wrong = points.join(distinct.filter(pl.Series(flags)), on=["code", "latitude", "longitude"], how="semi")
    lists = wrong.group_by("number").agg(pl.col("code").sort())
    joined = numbered.select("number").join(lists, on="number", how="left", maintain_order="left")
    return joined["code"].fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def notes(tables: dict[str, pl.DataFrame]) -> Iterator[Note]:
    """Notes on rows of a block that contradict themselves.

    Args:
        tables: conforming rows by table.
    """
    places = tables.get("places")
    if places is None or not places.height:
        return
    wrong = places.with_columns(outside=outside_of(places)).filter(pl.col("outside").list.len() > 0)
    columns = ["row", "iri", "names", "latitude", "longitude", "outside"]
    for row, iri, names, latitude, longitude, codes in wrong.select(columns).sort("row").iter_rows():
        name = names[0]["text"] if names else iri
        yield Note(
            "point outside its country or state",
            f"{name}: {latitude:g} {longitude:g} is not in {', '.join(codes)}",
            row,
        )
