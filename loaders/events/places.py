"""Places that a data set knows by their names: a country, its divisions, a place, and a point with its precision.

A place has no identifier in these data sets, so its IRI is made of all that describes it: the data set, the names from the country down,
and the point. The point belongs to it because one town's name may stand at several points of one province.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.events.columns import distinct, first_rows, hashed, mapped, named
from govgraph.ontology.block import Block, Note
from govgraph.ontology.countries import country, is_code_of
from govgraph.ontology.terms import country_iri, local_id

LEVELS: Final[tuple[str, ...]] = ("adm1", "adm2", "adm3", "location")
"""The columns of names below the country, from the largest to the smallest place."""
_NAMED_IN: Final = frozenset(
    "admin1 admin2 admin3 location adm_1 adm_2 where_coordinates province district city elocal state place".split()
) | {"Placename", "City", "District", "Province"}
"""The columns of the formats that name a place below the country. A file without any of them says only by its points where something happened."""


def countries_of(
    block: Block, rows: pl.DataFrame, column: str, base: str, iso3: Callable[[str], str] = iso3_of
) -> Mapping[str, str]:
    """Name of a country -> its IRI; names that mean none are noted."""
    of = {}
    for name, row in first_rows(rows, column):
        if code := iso3(name):
            of[name] = country_iri(base, code)
        else:
            block.notes.append(Note("unknown country", name, row))
    return of


def compare_countries(
    block: Block, rows: pl.DataFrame, name: str, code: str, system: str, iso3: Callable[[str], str] = iso3_of
) -> None:
    """Note where the name of a country and its code disagree; the name counts, and both are in the note."""
    pairs = rows.filter(pl.col(code).is_not_null()).select("row", pair=pl.concat_str(name, code, separator="\t"))
    for pair, row in first_rows(pairs, "pair"):
        text, number = pair.split("\t")
        state, by_name = country(f"{system}:{number.removesuffix('.0')}"), iso3(text)
        if state and by_name and not is_code_of(f"{system}:{number.removesuffix('.0')}", by_name):
            block.notes.append(Note("country codes disagree", f"{text} {system}:{number}", row))


def with_places(
    block: Block,
    rows: pl.DataFrame,
    base: str,
    dataset: str,
    iso3: Callable[[str], str] = iso3_of,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the IRI of their ``place``, and the rows of ``places`` that describe them.

    Args:
        block: where unknown countries are noted.
        rows: with row, country, some of :data:`LEVELS`, latitude and longitude as text, and precision (one of the declared words,
            or null: that of the smallest place named); identifier, if the data set gives a typed one. A whole country is the country itself, and its
            point is not kept; but in a file without any names of places, each point is a place.
        iso3: the code of a country by the name that the data set gives it, or an empty string.

    Example:
        >>> cells = {"row": 2, "country": "Kyrgyzstan", "adm1": None, "latitude": "41", "longitude": "75", "precision": None}
        >>> rows = pl.DataFrame([cells], schema_overrides={"adm1": pl.String, "precision": pl.String})
        >>> with_places(Block({}, 1), rows, "x:", "icews")[0]["place"].to_list()
        ['x:country/KGZ']
    """
    levels = [level for level in LEVELS if level in rows.columns]
    home = mapped("country", countries_of(block, rows, "country", base, iso3))
    columns = [c for c in ("country", *levels, "latitude", "longitude", "precision", "identifier") if c in rows.columns]
    rows, described = distinct(rows, columns)
    below = pl.any_horizontal(pl.col(level).is_not_null() for level in levels) if levels else pl.lit(False)
    if block.columns and not block.columns & _NAMED_IN:
        below = pl.col("latitude").is_not_null()
    whole = pl.lit(False) if "precision" not in rows.columns else (pl.col("precision") == "country").fill_null(False)
    smallest = pl.coalesce(
        pl.when(pl.col(level).is_not_null()).then(pl.lit("city" if level == "location" else min(level, "adm2")))
        for level in reversed(levels)
    )
    described = described.with_columns(home=home, below=below & ~whole)
    described = described.with_columns(
        smallest=pl.coalesce(*(["precision"] if "precision" in columns else []), smallest),
        own=hashed(described, f"{base}place/{local_id(dataset)}/", [_key(c) for c in columns if c != "precision"]),
    )
    is_place = pl.col("below") | (pl.col("home").is_null() & pl.col("latitude").is_not_null())
    described = described.with_columns(place=pl.when(is_place).then("own").otherwise("home"))
    placed = rows.join(described.select("#key", "place"), on="#key", how="left", maintain_order="left").drop("#key")
    if "identifier" not in columns:
        described = described.with_columns(pl.lit(None, pl.String).alias("identifier"))
    return placed, _table(described.filter(pl.col("place") == pl.col("own")), levels, base, dataset)


def _key(column: str) -> pl.Expr:
    """What a column adds to the key of a place: 42.8700 and 42.87 are one point, since programs write numbers differently."""
    text = pl.col(column)
    if column not in ("latitude", "longitude"):
        return text
    short = text.str.replace(r"(\.\d*?)0+$", "${1}").str.strip_suffix(".")
    return pl.when(text.str.contains(r"^-?\d+\.\d+$")).then(short).otherwise(text)


def _table(places: pl.DataFrame, levels: list[str], base: str, dataset: str) -> pl.DataFrame:
    """The places themselves, and the divisions that they are within."""
    prefix = f"{base}place/{local_id(dataset)}/"
    divisions = [level for level in levels if level != "location"]
    chains = {level: ["country", *divisions[: number + 1]] for number, level in enumerate(divisions)}
    for level, chain in chains.items():
        iri = hashed(places, prefix, [pl.lit("division"), *chain])
        places = places.with_columns(pl.when(pl.col(level).is_not_null()).then(iri).alias(f"in_{level}"))
    name = pl.coalesce(
        *(pl.col(level) for level in reversed(levels)), pl.when(pl.col("home").is_null()).then("country")
    )
    nearest = [f"in_{level}" for level in reversed(divisions)]
    own_level = pl.coalesce(
        pl.when(pl.col(level).is_not_null()).then(pl.lit(f"in_{level}")) for level in reversed(levels)
    )
    # A place that is itself a division is within the next larger one.
    within = pl.coalesce(*(pl.when(own_level != each).then(pl.col(each)) for each in nearest), pl.lit(None, pl.String))
    own = places.select(
        pl.col("place").alias("iri"), named(name).alias("names"), pl.col("home").alias("country"), within.alias("within"),
        pl.col("latitude").cast(pl.Float64), pl.col("longitude").cast(pl.Float64),
        pl.col("smallest").alias("precision"), "row",
        pl.when(pl.col("identifier").is_not_null()).then(pl.concat_list("identifier")).alias("identifiers"),
    )  # fmt: skip
    frames = [own]
    for number, level in enumerate(divisions):
        larger = [f"in_{each}" for each in reversed(divisions[:number])]
        some = places.filter(pl.col(f"in_{level}").is_not_null())
        described = some.select(
            pl.col(f"in_{level}").alias("iri"), named(level).alias("names"), pl.col("home").alias("country"),
            pl.coalesce(*larger, pl.lit(None, pl.String)).alias("within"), pl.lit(min(level, "adm2")).alias("precision"), "row",
        )  # fmt: skip
        frames.append(described)
    every = pl.concat(frames, how="diagonal")
    return every.group_by(pl.exclude("row"), maintain_order=True).agg(pl.col("row").min()).sort("row", "iri")
