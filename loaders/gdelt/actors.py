"""Actors of GDELT events: the two sides of a row, each with its code and the name that the coder found."""

from __future__ import annotations

from typing import Final

import polars as pl

from govgraph.loaders.events.coded import by_code
from govgraph.loaders.gdelt.uncoded import by_home, in_known_country
from govgraph.ontology.block import Block

_ACTORS: Final = (("Actor1", "actor"), ("Actor2", "recipient"))


def participations_of(block: Block, rows: pl.DataFrame, base: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The participations of some rows, and the rows of ``actors`` for the actors that are not countries.

    Example:
        >>> row = {"event": "x:e", "row": 1, "document": None, "Actor1Code": "KGZ", "Actor1Name": "KYRGYZSTAN"}
        >>> rows = pl.DataFrame([row | {"Actor2Code": None, "Actor2Name": None}])
        >>> participations_of(Block({}, 1), rows.cast({"Actor2Code": pl.String}), "x:")[0]["participant"].to_list()
        ['x:country/KGZ']
    """
    sides = [
        rows.select(
            "event",
            "row",
            "document",
            pl.lit(role).alias("role"),
            pl.col(f"{who}Code").alias("code"),
            pl.col(f"{who}Name").alias("as_given"),
            (pl.col(f"{who}Home") if f"{who}Home" in rows.columns else pl.lit(None, pl.String)).alias("home"),
        )
        for who, role in _ACTORS
    ]
    both = pl.concat(sides)
    at_home = in_known_country(both)
    links, actors = by_code(block, both.filter(~at_home).drop("home"), base)
    if not at_home.any():
        return links, actors
    more_links, more_actors = by_home(block, both.filter(at_home).drop("code"), base)
    return pl.concat([links, more_links], how="diagonal"), pl.concat([actors, more_actors], how="diagonal")
