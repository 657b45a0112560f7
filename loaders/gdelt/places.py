"""Places of GDELT events: the place of an action, how exact it is, and what its codes mean.

GDELT identifies places by gazetteer number: the GEOnet Names Server (GNS) for the world, the Geographic Names Information
System (GNIS) for the United States, and FIPS 10-4 codes for countries and first-level divisions. A whole country is
the country itself here, not a place; nothing happened at its centroid, so that is not kept as a point.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from govgraph.ontology.block import NAMES, Note
from govgraph.ontology.countries import country_table
from govgraph.ontology.terms import country_iri, local_id

GEO_COLUMNS: Final = tuple(
    f"ActionGeo_{part}" for part in ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
)
"""The columns that a place is read from, named as in events; records of the GKG have the same. The places of actors are not used: they
say where an actor was named."""

# GDELT 2.0 codebook, ActionGeo_Type: 1 country, 2 US state, 3 US city, 4 world city, 5 world state.
_SYSTEM: Final = {"3": "gnis", "4": "gns", "5": "gns"}
_PRECISION: Final = {"1": "country", "2": "adm1", "3": "city", "4": "city", "5": "adm1"}
_TYPE, _NAME, _COUNTRY, _ADM1 = (pl.col(c) for c in GEO_COLUMNS[:4])
_FEATURE = pl.col("ActionGeo_FeatureID")
_FIPS = pl.col("fips")


def _countries(base: str) -> dict[str, str]:
    return {fips: country_iri(base, iso3) for fips, iso3 in country_table("fips").items()}


def _in_country(code: pl.Expr, base: str) -> pl.Expr:
    of = _countries(base)
    return code.replace_strict(list(of), list(of.values()), default=None, return_dtype=pl.String)


def with_place(rows: pl.DataFrame, base: str) -> tuple[pl.DataFrame, list[Note]]:
    """The rows with ``place_iri``, ``place_key`` (the same without the base), ``country``, ``division``, ``within``, ``odd_country``.

    A country code that disagrees with the division's is wrong in early files of GDELT 2.0 (Budapest, RS, HU05): it is noted, and in
    ``odd_country``. Of a whole country, whose number is a code too, the two that agree count. Of any other place both countries are
    kept, and the one in which its point lies is shown.

    The key of a place is its feature number with the name of the gazetteer; of a US state or other first-level division, its
    FIPS code; of a country, its country code. For a place with neither number nor code, the key is a hash of all its columns.

    Example:
        >>> geo = dict.fromkeys(GEO_COLUMNS, None) | {"ActionGeo_Type": "1", "ActionGeo_CountryCode": "CH", "row": 1}
        >>> rows = pl.DataFrame([geo], schema_overrides=dict.fromkeys(GEO_COLUMNS, pl.String))
        >>> with_place(rows, "x:")[0]["place_iri"].item()
        'x:country/CHN'
    """
    located = _TYPE.is_in(list(_PRECISION))
    prefix = _ADM1.str.slice(0, 2)
    outvoted = (_TYPE == "1") & (prefix == _FEATURE) & (prefix != _COUNTRY)
    rows = rows.with_columns(
        fips=pl.when(outvoted).then(prefix).otherwise(_COUNTRY),
        odd_country=pl.when(located & (prefix != _COUNTRY)).then(_COUNTRY),
    )
    placed = rows.with_columns(
        country=pl.when(located).then(_in_country(_FIPS, base)),
        # "KG00" is GDELT's code for an unknown division; the two letters of a country alone are not a division.
        division=pl.when(located & _ADM1.str.contains(r"^[A-Z]{2}[A-Z0-9]{2}$") & ~_ADM1.str.ends_with("00")).then(
            _ADM1
        ),
    )
    feature = pl.when(_FEATURE.str.contains(r"^-?[1-9]\d*$")).then(
        _TYPE.replace_strict(list(_SYSTEM), list(_SYSTEM.values()), default=None, return_dtype=pl.String)
    )
    placed = placed.with_columns(
        place_key=pl.when((_TYPE == "1") & pl.col("country").is_not_null())
        .then(pl.col("country").str.strip_prefix(base))
        .when((_TYPE == "1") & _FIPS.str.contains("^[A-Z]{2}$"))
        .then("place/gdelt/fips/" + _FIPS)
        .when((_TYPE == "2") & pl.col("division").is_not_null())
        .then("place/gdelt/fips-adm1/" + pl.col("division"))
        .when(feature.is_not_null())
        .then("place/gdelt/" + feature + "/" + _FEATURE),
    )
    uncoded = placed.select(
        located & pl.col("place_key").is_null() & pl.any_horizontal(pl.col(GEO_COLUMNS[1:]).is_not_null())
    ).to_series()
    if uncoded.any():
        descriptions = (
            placed.filter(uncoded).select(pl.concat_str(pl.col(GEO_COLUMNS).fill_null(""), separator="\t")).to_series()
        )
        keys = [f"place/gdelt/{local_id(text)}" for text in descriptions.to_list()]
        placed = placed.with_columns(placed["place_key"].scatter(uncoded.arg_true(), keys))
    placed = placed.with_columns(
        place_iri=base + pl.col("place_key"),
        within=pl.when(_TYPE.is_in(["3", "4", "5"])).then(f"{base}place/gdelt/fips-adm1/" + pl.col("division")),
    )
    return placed, _notes(placed.filter(located), base)


def _notes(rows: pl.DataFrame, base: str) -> list[Note]:
    """Notes on codes that are in no list, and on country codes that contradict another code of the same place."""
    prefix = _ADM1.str.slice(0, 2)
    codes = pl.concat(
        [
            rows.select("row", code=_COUNTRY),
            rows.filter(pl.col("division").is_not_null()).select("row", code=prefix),
        ]
    ).filter(pl.col("code").is_not_null() & _in_country(pl.col("code"), base).is_null())
    odd = [("unknown code", "fips:" + pl.col("code"), codes)]
    odd.append(("place codes disagree", _COUNTRY + " " + _ADM1, rows.filter(pl.col("odd_country").is_not_null())))
    return [
        Note(kind, value, row)
        for kind, text, odd_rows in odd
        for value, row in odd_rows.group_by(value=text).agg(pl.col("row").min()).sort("row", "value").iter_rows()
    ]


def places(rows: pl.DataFrame, base: str) -> pl.DataFrame:
    """The table ``places`` of rows that :func:`with_place` has placed: one row for each different description of a place.

    A city stands within its first-level division, which has a row of its own under its code. A full name of three parts
    is "city, division, country" (GDELT 2.0 codebook, ActionGeo_FullName), so the middle part names the division; in a
    name with more parts it is unclear which ones do. The division's country comes from its own code; where it is not the place's, the
    place has a second row with it.
    """
    described = rows.filter(pl.col("place_key").str.starts_with("place/"))
    codes = {"2": pl.lit("fips-adm1:") + pl.col("division"), "1": pl.lit("fips:") + _FIPS}
    identifier = (
        pl.when(pl.col("place_key").str.contains("^place/gdelt/fips"))
        .then(pl.when(_TYPE == "1").then(codes["1"]).otherwise(codes["2"]))
        .when(pl.col("place_key").str.contains("^place/gdelt/gn"))
        .then(pl.col("place_key").str.strip_prefix("place/gdelt/").str.replace("/", ":", literal=True))
    )
    point = _TYPE != "1"
    own = described.select(
        pl.col("place_iri").alias("iri"),
        _NAME.alias("name"),
        identifier.alias("identifier"),
        "country",
        "within",
        pl.when(point).then("latitude").alias("latitude"),
        pl.when(point).then("longitude").alias("longitude"),
        _TYPE.replace_strict(list(_PRECISION), list(_PRECISION.values()), return_dtype=pl.String).alias("precision"),
        "row",
    )
    parts = _NAME.str.split(", ")
    divisions = described.filter(pl.col("within").is_not_null()).select(
        pl.col("within").alias("iri"),
        pl.when(parts.list.len() == 3).then(parts.list.get(1, null_on_oob=True)).alias("name"),
        ("fips-adm1:" + pl.col("division")).alias("identifier"),
        _in_country(pl.col("division").str.slice(0, 2), base).alias("country"),
        pl.lit("adm1").alias("precision"),
        "row",
    )
    other = (
        described.filter(pl.col("odd_country").is_not_null() & (_TYPE != "1"))
        .select(pl.col("place_iri").alias("iri"), _in_country(_ADM1.str.slice(0, 2), base).alias("country"), "row")
        .drop_nulls("country")
    )
    both = pl.concat([own, divisions, other], how="diagonal")
    once = both.group_by(pl.exclude("row")).agg(pl.col("row").min()).sort("row", "iri", "name", nulls_last=True)
    return once.with_columns(
        names=pl.when(pl.col("name").is_not_null())
        .then(pl.concat_list(pl.struct(lang=pl.lit("en"), text="name")))
        .otherwise(None)
        .cast(NAMES),
        identifiers=pl.when(pl.col("identifier").is_not_null()).then(pl.concat_list("identifier")),
    ).drop("name", "identifier")
