"""Synthetic GDELT event files of any size: the true layout of 61 columns, a seed, and how often things occur.

Real files cannot be had in every size and may not be passed on. What matters for time and memory is kept: few actors and
places that occur very often (Zipf), several rows an article, rows without a second actor, all types of places. The shares were
counted in a real file of 15 minutes. The same seed gives the same bytes on every machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from govgraph.loaders.gdelt.layout import COLUMNS
from govgraph.ontology.cameo import cameo_events
from govgraph.ontology.countries import countries

SEED: Final = 20180101
_CHUNK: Final = 100_000
_ROLES: Final = ("", "GOV", "COP", "MIL", "OPP", "BUS", "MED", "CVL", "EDU", "JUD", "LEG", "REB", "LAB", "ELI", "HLH")
_CITIES: Final = 20_000
_STATES: Final = ("AL", "AZ", "CA", "CO", "CT", "DC", "FL", "GA", "IL", "MA", "MI", "MO", "NY", "OH", "PA", "TX", "VA")
# Shares counted in 2,414 rows of a real file.
_NO_ACTOR: Final = (0.10, 0.32)
_PLACE_TYPES: Final = {"0": 0.024, "1": 0.264, "2": 0.107, "3": 0.207, "4": 0.378, "5": 0.020}
_ROWS_PER_ARTICLE: Final = 6.5

Ints = npt.NDArray[np.int64]


def _zipf(rng: np.random.Generator, size: int, choices: int, exponent: float = 1.0) -> Ints:
    """Random indices below ``choices``; their frequency falls as 1 / rank ** exponent."""
    weight = np.cumsum(1.0 / np.arange(1, choices + 1) ** exponent)
    indices: Ints = np.searchsorted(weight, rng.random(size) * weight[-1]).astype(np.int64)
    return indices


def _actors(rng: np.random.Generator) -> pl.DataFrame:
    """All actors that occur: a country, a role, or a role of a country."""
    states = [(c.cameo, c.name_en.upper()) for c in countries() if c.cameo and not c.ended]
    rows = [(f"{code}{role}", name, code, role) for code, name in states for role in _ROLES]
    rows += [(role, role, "", role) for role in _ROLES if role]
    frame = pl.DataFrame(rows, schema=["Code", "Name", "CountryCode", "Type1Code"], orient="row")
    return frame[rng.permutation(frame.height)]


def _places(rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Place type -> its places, the most frequent first."""
    named = [(c.fips, c.name_en) for c in countries() if c.fips and not c.ended]
    schema = ["FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID"]

    def table(rows: list[tuple[str, str, str, str]]) -> pl.DataFrame:
        lat, long = rng.uniform(-60, 70, len(rows)).round(4), rng.uniform(-180, 180, len(rows)).round(4)
        full = [(n, c, a, str(x), str(y), f) for (n, c, a, f), x, y in zip(rows, lat, long, strict=True)]
        frame = pl.DataFrame(full, schema=schema, orient="row")
        return frame[rng.permutation(frame.height)]

    of = _zipf(rng, _CITIES, len(named))
    cities = [
        (f"Town {i}, Region {i % 20:02d}, {named[j][1]}", named[j][0], f"{named[j][0]}{1 + i % 20:02d}", str(-(i + 1)))
        for i, j in enumerate(of.tolist())
    ]
    return {
        "0": pl.DataFrame([[""] * 6], schema=schema, orient="row"),
        "1": table([(name, code, code, code) for code, name in named]),
        "2": table([(f"{s}, United States", "US", f"US{s}", s) for s in _STATES]),
        "3": table(
            [(f"City {i}, {s}, United States", "US", f"US{s}", str(i * 20 + j)) for j, s in enumerate(_STATES) for i in range(1, 60)]
        ),
        "4": table(cities),
        "5": table([(f"Region {i:02d}, {n}", c, f"{c}{i:02d}", str(-900_000 - i - 20 * k)) for k, (c, n) in enumerate(named) for i in range(1, 6)]),
    }  # fmt: skip


def _geo(rng: np.random.Generator, who: str, size: int, places: dict[str, pl.DataFrame]) -> pl.DataFrame:
    kinds = rng.choice(np.array(list(_PLACE_TYPES)), size, p=list(_PLACE_TYPES.values()))
    offsets, tables, total = {}, [], 0
    for kind, table in places.items():
        offsets[kind] = total
        total += table.height
        tables.append(table.with_columns(Type=pl.lit(kind)))
    index = np.zeros(size, dtype=np.int64)
    for kind, table in places.items():
        here = kinds == kind
        index[here] = offsets[kind] + _zipf(rng, int(here.sum()), table.height)
    locations = pl.concat(tables)[index].with_columns(ADM2Code=pl.lit(""))
    return locations.rename({c: f"{who}Geo_{c}" for c in locations.columns})


def _chunk(
    rng: np.random.Generator, first: int, size: int, actors: pl.DataFrame, places: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """Some rows of the file, all columns as text; days advance with the rows, as in files that were joined."""
    day = np.datetime64("2013-04-01") + (first // 2_000 + np.sort(rng.integers(0, max(1, size // 2_000), size)))
    events = [e for e in cameo_events() if len(e.code) >= 3]
    code = _zipf(rng, size, len(events))
    mentions = 1 + rng.geometric(0.2, size)
    article = np.cumsum(rng.random(size) < 1 / _ROWS_PER_ARTICLE) + first
    days = pl.Series("day", day).cast(pl.Date)
    columns = {
        "GLOBALEVENTID": pl.Series(np.arange(first, first + size) + 700_000_000).cast(pl.String),
        "SQLDATE": days.dt.strftime("%Y%m%d"),
        "MonthYear": days.dt.strftime("%Y%m"),
        "Year": days.dt.strftime("%Y"),
        "FractionDate": (days.dt.year() + days.dt.ordinal_day() / 365).round(4).cast(pl.String),
        "IsRootEvent": pl.Series(rng.integers(0, 2, size)).cast(pl.String),
        "EventCode": pl.Series([e.code for e in events])[code],
        "EventBaseCode": pl.Series([e.code[:3] for e in events])[code],
        "EventRootCode": pl.Series([e.code[:2] for e in events])[code],
        "QuadClass": pl.Series([str(e.quad_class) for e in events])[code],
        "GoldsteinScale": pl.Series([str(e.goldstein) for e in events])[code],
        "NumMentions": pl.Series(mentions).cast(pl.String),
        "NumSources": pl.Series((mentions + 3) // 4).cast(pl.String),
        "NumArticles": pl.Series(mentions).cast(pl.String),
        "AvgTone": pl.Series(rng.normal(-1.5, 3.5, size).clip(-30, 30).round(12)).cast(pl.String),
        "DATEADDED": days.dt.strftime("%Y%m%d") + "000000",
        "SOURCEURL": "https://news.example.org/" + days.dt.strftime("%Y/%m/%d") + pl.Series(article).cast(pl.String)
        .map_elements(lambda a: f"/an-article-about-something-that-happened-{a}.html", return_dtype=pl.String),
    }  # fmt: skip
    frame = pl.DataFrame({name: values.alias(name) for name, values in columns.items()})
    for who, share in zip(("Actor1", "Actor2"), _NO_ACTOR, strict=True):
        some = actors[_zipf(rng, size, actors.height)]
        gone = pl.Series(rng.random(size) < share)
        some = some.select(pl.when(gone).then(pl.lit("")).otherwise(pl.col(c)).alias(f"{who}{c}") for c in some.columns)
        frame = frame.hstack(some)
    for who in ("Actor1", "Actor2", "Action"):
        frame = frame.hstack(_geo(rng, who, size, places))
    return frame.select(frame[c] if c in frame.columns else pl.lit("").alias(c) for c in COLUMNS)


def write_events(path: Path, rows: int, *, seed: int = SEED, first: int = 0) -> Path:
    """Write a file of GDELT 2.0 events, some rows at a time.

    Args:
        path: the file to make; nothing is written when it already exists.
        rows: how many events.
        first: the number of its first event, so that several files do not share events.

    Returns:
        the path.

    Example:
        >>> import tempfile
        >>> file = write_events(Path(tempfile.mkdtemp()) / "a.export.CSV", 10)
        >>> file.read_text().splitlines()[0].count("\\t")
        60
    """
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    # Actors and places are the same for every file of a seed; only the events differ.
    world = np.random.default_rng(seed)
    actors, places = _actors(world), _places(world)
    rng = np.random.default_rng([seed, first])
    new = path.with_name(path.name + ".tmp")
    with new.open("wb") as stream:
        for start in range(0, rows, _CHUNK):
            size = min(_CHUNK, rows - start)
            chunk = _chunk(rng, first + start, size, actors, places)
            chunk.write_csv(stream, separator="\t", include_header=False, quote_style="never")
    return new.replace(path)
