"""What a source says against what is known: a point outside its country or state, an ended state, a date outside the term.

Nothing is corrected here. A load notes what contradicts itself, so that it is listed; and where several sources describe one
thing, what contradicts what is known loses against what does not (:mod:`govgraph.graph.build.assemble`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import polars as pl

from govgraph.ontology.block import Note
from govgraph.ontology.outlines import has_outline, outside

# IRI of a country, and code or IRI of a US state by its FIPS code as GDELT writes it, or by its ISO 3166-2 code.
_COUNTRY: Final = re.compile(r"/country/([A-Z]{3})$")
_STATE: Final = re.compile(r"(?:fips-adm1[:/]US|iso-3166-2[:/]US-)([A-Z]{2})$")


def known_areas(country: str | None, within: str | None, identifiers: Iterable[str] | None) -> tuple[str, ...]:
    """The codes of what a place lies in, as far as there are outlines of it: its country, its US state.

    Example:
        >>> known_areas("https://w3id.org/govgraph/id/country/USA", None, ["fips-adm1:USGA"])
        ('USA', 'US-GA')
        >>> known_areas(None, "https://w3id.org/govgraph/id/place/gdelt/fips-adm1/USGA", None)
        ('US-GA',)
    """
    of = _COUNTRY.search(country or "")
    states = [match[1] for text in (within or "", *(identifiers or ())) if (match := _STATE.search(text))]
    codes = [*([of[1]] if of else []), *(f"US-{state}" for state in states)]
    return tuple(code for code in dict.fromkeys(codes) if has_outline(code))


def outside_of(places: pl.DataFrame) -> pl.Series:
    """For each row of places, the codes of the areas that it names and that its point lies outside of.

    Args:
        places: with the columns country, within, identifiers, latitude and longitude.

    Returns:
        a list of codes a row; empty where the point is in all of them, or there is no point.

    Example:
        >>> point = {"country": "x:/country/KGZ", "within": None, "identifiers": None, "latitude": 0.0, "longitude": 0.0}
        >>> outside_of(pl.DataFrame([point], schema_overrides={"identifiers": pl.List(pl.String)})).to_list()
        [['KGZ']]
    """
    of = places.select("country", "within", "identifiers").iter_rows()
    areas = pl.Series("code", [list(known_areas(*row)) for row in of], dtype=pl.List(pl.String))
    numbered = places.select("latitude", "longitude").with_row_index("number").with_columns(areas)
    points = numbered.drop_nulls(["latitude", "longitude"]).explode("code").drop_nulls("code")
    wrong = [points.head(0).select("number", "code")]
    for (code,), some in points.group_by("code"):
        # Many rows name one point.
        distinct = some.select("latitude", "longitude").unique()
        flags = outside(str(code), distinct["latitude"].to_numpy(), distinct["longitude"].to_numpy())
        if flags.any():
            bad = distinct.filter(pl.Series(np.asarray(flags)))
            wrong.append(some.join(bad, on=["latitude", "longitude"], how="semi").select("number", "code"))
    lists = pl.concat(wrong).group_by("number").agg(pl.col("code").sort())
    joined = numbered.select("number").join(lists, on="number", how="left", maintain_order="left")
    return joined["code"].fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def notes(tables: dict[str, pl.DataFrame]) -> Iterator[Note]:
    """What the rows of one block say against themselves.

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
