"""Actors of GDELT events in files that leave out the column of their codes, as selections from BigQuery often do.

The code of an actor is its country with its types (``KGZ`` and ``GOV`` make ``KGZGOV``), so it is made again where the file has both columns and names no group,
people or faith, whose place in a code varies. Where the file has no types, an actor is known by its name within its country.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import Meant, by_name, iso3_of
from govgraph.ontology.block import Block
from govgraph.ontology.countries import country

_COUNTRY, _TYPES = "CountryCode", ("Type1Code", "Type2Code", "Type3Code")
_OTHERS: Final = ("KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_SIDES: Final = ("Actor1", "Actor2")

HOMES: Final = ("Actor1Home", "Actor2Home")
"""The columns of the countries of actors that have no code."""

PART_COLUMNS: Final = tuple(f"{who}{part}" for who in _SIDES for part in (_COUNTRY, *_OTHERS, *_TYPES))
"""The columns that the parts of codes stand in."""


def unused_parts(columns: list[str]) -> list[str]:
    """Which of the columns of parts a file does not need, because it has the codes.

    Example:
        >>> unused_parts(["Actor1Code", "Actor1CountryCode", "Actor2CountryCode"])
        ['Actor1CountryCode']
    """
    return [c for c in PART_COLUMNS if c in columns and f"{c[:6]}Code" in columns]


def with_codes(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the codes of actors that their parts make, and, where a file has only the country, with it in ``Actor1Home``.

    Example:
        >>> row = {"Actor1CountryCode": "KGZ", "Actor1Type1Code": "GOV", "Actor2CountryCode": "RUS"}
        >>> with_codes(pl.DataFrame([row])).select("Actor1Code", "Actor1Home", "Actor2Code", "Actor2Home").row(0)
        ('KGZGOV', None, None, 'RUS')
    """
    none = pl.lit(None, pl.String)
    for who in _SIDES:
        code, home = none, none
        if f"{who}Code" in rows.columns:
            code = pl.col(f"{who}Code")
        elif f"{who}{_COUNTRY}" in rows.columns:
            home = pl.col(f"{who}{_COUNTRY}")
            if f"{who}{_TYPES[0]}" in rows.columns:
                parts = [pl.col(f"{who}{p}") for p in (_COUNTRY, *_TYPES) if f"{who}{p}" in rows.columns]
                others = [pl.col(f"{who}{p}").is_null() for p in _OTHERS if f"{who}{p}" in rows.columns]
                made = pl.concat_str(parts, ignore_nulls=True)
                code = pl.when(pl.all_horizontal(*others, made != "")).then(made)
                home = pl.when(code.is_null()).then(home)
        rows = rows.with_columns(code.alias(f"{who}Code"), home.alias(f"{who}Home"))
    return rows


def by_home(block: Block, sides: pl.DataFrame, base: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The participations of actors that are known by their name within a country (``home``), and their rows of ``actors``.

    Example:
        >>> side = {"event": "x:e", "row": 2, "role": "actor", "as_given": "KYRGYZSTAN", "home": "KGZ"}
        >>> by_home(Block({}, 1), pl.DataFrame([side]), "x:")[0]["participant"].to_list()
        ['x:country/KGZ']
    """
    return by_name(block, sides.rename({"as_given": "name", "home": "place"}), base, "gdelt", _meant)


def in_known_country(sides: pl.DataFrame) -> pl.Series:
    """Whether each side has a name and a country, which a region (``EUR``) is not."""
    known = [code for code in sides["home"].drop_nulls().unique().to_list() if country(f"cameo:{code}")]
    return sides.select(pl.col("home").is_in(known).fill_null(False) & pl.col("as_given").is_not_null()).to_series()


def _meant(one: Mapping[str, Any]) -> Meant:
    state = country(f"cameo:{one['place']}")
    iso3 = state.iso3 if state else ""
    return Meant("country" if iso3 and iso3_of(str(one["name"])) == iso3 else "actor", iso3)
