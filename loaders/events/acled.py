"""Loader for ACLED: events of political violence and protest, in the layouts of 2015, 2020 and since 2022, as CSV or JSON.

ACLED edits and deletes events later. A row therefore belongs to its event as a unit, stamped with the time of its last change, and a row of
a file of deletions withdraws the unit: which rows count is decided when tables are put together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import PLACEHOLDER, Meant, by_name, is_nobody, iso3_of, role_and_place
from govgraph.loaders.events.base import SURE, EventTable
from govgraph.loaders.events.columns import (
    count,
    day_of,
    details,
    first_rows,
    hashed,
    no_deaths,
    once,
    points,
    split,
    typed,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format, fold, header_of
from govgraph.loaders.events.places import compare_countries, with_places
from govgraph.loaders.sheets.saved_again import SLASHES
from govgraph.ontology.block import Block, Note
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.source_codes import source_events
from govgraph.ontology.terms import local_id

# ACLED codebook: kinds of actors (inter1, inter2). Three sets of words are in use for them; the first word tells which it is.
_INTER: Final = {
    "1": "State forces", "2": "Rebel groups", "3": "Political militias", "4": "Identity militias", "5": "Rioters", "6": "Protesters",
    "7": "Civilians", "8": "External/other forces",
}  # fmt: skip
_FIRST_WORDS: Final = {
    "state": "1", "rebel": "2", "political": "3", "militia": "3", "identity": "4", "communal": "4", "rioters": "5", "rioter": "5",
    "protesters": "6", "protester": "6", "civilians": "7", "civilian": "7", "external": "8", "foreign": "8", "other": "8", "others": "8",
}  # fmt: skip
_KINDS: Final = {
    "1": "organization",
    "2": "armed_group",
    "3": "armed_group",
    "4": "armed_group",
    "5": "group",
    "6": "group",
    "7": "group",
    "8": "organization",
}
_STATE: Final = {
    "Government of ": "agency",
    "Police Forces of ": "agency",
    "Military Forces of ": "armed_group",
    "Mutiny of ": "armed_group",
}
_GENERIC: Final = re.compile(
    r"(?:.* )?(?:Group|Groups|Militia|Workers|Women|Men|Girls|Teachers|Students|Farmers|Lawyers|Journalists|Youth|LGBT|LGBTQ\+|Prisoners|"
    r"Refugees/IDPs|Refugees|IDPs|Fishers|Civilians|Protesters|Rioters|Vigilantes|Settlers|Pastoralists|Labou?r Group)"
)
_PERIOD: Final = re.compile(r"\s*\((?:\d{4}-?(?:\d{4})?)\)$")
_PRECISION: Final = {"1": "city", "2": "city", "3": "adm1"}
_WHEN: Final = {"1": "day", "2": "week", "3": "month"}
_DATES: Final = ("%Y-%m-%d", "%d-%B-%Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y")
_DAY_FIRST: Final = "%d/%m/%Y"
_NO_SECONDS: Final = "not a number of seconds"
_SIDES: Final = (("1", "actor1", "assoc_actor_1"), ("2", "actor2", "assoc_actor_2"))
_DETAILS: Final = (
    "disorder_type",
    "interaction",
    "civilian_targeting",
    "source_scale",
    "tags",
    "time_precision",
    "geo_precision",
    "population_1km",
    "population_2km",
    "population_5km",
    "population_best",
)


class Acled(EventTable):
    """ACLED events, and files of deletions.

    **The key of an event** is its ``event_id_cnty`` (letters of the country and a number). Of an event with several timestamps the newest
    counts, with its actors; a deletion that is not older than the event withdraws it.
    **Actors** are known by name alone: civilians, protesters and rioters of a country are groups. Associated actors take part in roles
    of their own. ACLED does not say who acts on whom, so the roles are ``actor1`` and ``actor2``.
    """

    name = "acled"
    version = 2
    title = "ACLED events (layouts of 2015, 2020, 2022 and later), and deletions"
    dataset_title = "Armed Conflict Location & Event Data"
    licence = "ACLED terms of use: no redistribution"
    homepage = "https://acleddata.com/"
    code_systems = ("acled", "numeric")
    tables = ("events", "participations", "actors", "places")
    primary = ("events",)
    suffixes = (".csv", ".xlsx")
    default_dataset = "acled"
    format = Format(
        columns={
            "event_id_cnty": (), "event_date": (), "time_precision": (), "disorder_type": (), "event_type": (), "sub_event_type": (),
            "actor1": (), "assoc_actor_1": ("ally_actor_1",), "inter1": (), "actor2": (), "assoc_actor_2": ("ally_actor_2",),
            "inter2": (), "interaction": (), "civilian_targeting": (), "iso": (), "country": (), "admin1": (), "admin2": (), "admin3": (),
            "location": (), "latitude": (), "longitude": (), "geo_precision": ("geo_precis",), "source": (), "source_scale": (), "notes": (),
            "fatalities": (), "tags": (), "timestamp": (), "deleted_timestamp": (), "population_1km": (), "population_2km": (),
            "population_5km": (), "population_best": (),
        },
        needed=(("event_id_cnty",), ("event_date",), ("event_type",), ("actor1",), ("country",)),
        nulls=("NA", "NULL", "None", "NaN", "nan"),
    )  # fmt: skip
    _deletions = Format(columns=format.columns, needed=(("event_id_cnty",), ("deleted_timestamp",)), nulls=format.nulls)

    def header(self, source: Source) -> Any:
        """The header of a file of events or of deletions."""
        return super().header(source) or header_of(source, self._deletions)

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        rows = rows.with_columns(
            event=hashed(rows, f"{base}event/{local_id(dataset)}/", ["event_id_cnty"]),
            day=once(rows, "event_date", day_of("event_date", *_DATES, _slashed(block, rows))),
            stamp=pl.coalesce(count("deleted_timestamp"), count("timestamp")).cast(pl.Float64),
        ).with_columns(unit="event")  # fmt: skip
        gone = pl.col("deleted_timestamp").is_not_null()
        no_stamp = {c: pl.col(c).is_not_null() & count(c).is_null() for c in ("timestamp", "deleted_timestamp")}
        rows = without_faults(
            block,
            rows,
            [
                ("event_id_cnty", "there is no event id", pl.col("event_id_cnty").is_null()),
                ("event_date", "not a date", pl.col("day").is_null() & ~gone),
                # Without its time, nobody knows whether a deletion is of the event or of an earlier one with its id.
                ("deleted_timestamp", _NO_SECONDS, no_stamp["deleted_timestamp"]),
            ],
        )
        wrong_stamp = ("timestamp", ["timestamp"], _NO_SECONDS, no_stamp["timestamp"])
        rows = without_wrong_cells(block, rows, [wrong_stamp, no_deaths("fatalities"), *points()])
        deleted, rows = rows.filter(gone), rows.filter(~gone)
        withdrawn = deleted.select(pl.col("event").alias("iri"), "row", "unit", "stamp", retracted=pl.lit(True))
        if not rows.height:
            block.tables = {"events": withdrawn}
            return
        compare_countries(block, rows, "country", "iso", "numeric")
        levels = {"admin1": "adm1", "admin2": "adm2", "admin3": "adm3"}
        precision = typed(block, rows, "geo_precision", _PRECISION, "acled.geo_precision").alias("precision")
        placed, places = with_places(block, rows.rename(levels).with_columns(precision), base, dataset)
        links, actors = by_name(block, _sides(rows), base, dataset, _meant)
        block.tables = {
            "events": pl.concat([_events(block, placed, dataset), withdrawn], how="diagonal"),
            "participations": links,
            "actors": actors,
            "places": places,
        }

    def detect(self, source: Source) -> float:
        """Recognise the format by the names of its columns, in any order."""
        return SURE if self.header(source) else 0.0


def _slashed(block: Block, rows: pl.DataFrame) -> str:
    """How dates with slashes are to be read if no number above 12 told it: ACLED wrote the day first."""
    slashed = rows.filter(pl.col("event_date").str.contains("/", literal=True))
    if slashed.height:
        block.notes.append(Note(SLASHES, "day/month/year", int(slashed["row"][0])))
    return _DAY_FIRST


def _events(block: Block, rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
    concepts = {fold(e.label_en): e.iri for e in source_events() if e.scheme == "acled"}
    rows = rows.with_columns(
        _concept(block, rows, "sub_event_type", concepts).alias("sub"), _concept(block, rows, "event_type", concepts).alias("main"),
        typed(block, rows, "time_precision", _WHEN, "acled.time_precision").alias("date_precision"),
    )  # fmt: skip
    week, month = (pl.col("date_precision") == word for word in ("week", "month"))
    day = pl.col("day").dt.to_string("%Y-%m-%d")
    return rows.select(
        pl.col("event").alias("iri"), pl.coalesce("sub", "main").alias("type"), "place", "row", "unit", "stamp", "date_precision",
        pl.when(month).then(day.str.slice(0, 7)).otherwise(day).alias("start_date"),
        # The day that ACLED writes is one of the week's, so any day of the week is at most six days from it.
        pl.when(week).then(pl.col("day").dt.offset_by("-6d")).when(month).then(pl.col("day").dt.month_start())
        .otherwise("day").alias("starts_from"),
        pl.when(week).then(pl.col("day").dt.offset_by("6d")).when(month).then(pl.col("day").dt.month_end())
        .otherwise("day").alias("ends_by"),
        count("fatalities"), pl.col("notes").alias("description"),
        split("source", ";").list.unique(maintain_order=True).alias("reported_by"),
        details("acled", [(c, c) for c in _DETAILS]).alias("details"),
        pl.concat_list(pl.lit(f"{dataset}:") + pl.col("event_id_cnty")).alias("identifiers"),
    )  # fmt: skip


def _concept(block: Block, rows: pl.DataFrame, column: str, concepts: Mapping[str, str]) -> pl.Expr:
    """The concepts of a column of types, which are compared without case and signs."""
    of = {text: concepts[fold(text)] for text, _ in first_rows(rows, column) if fold(text) in concepts}
    # The older layout says "Battle-No change of territory" where the newer says "Battles" and "Armed clash".
    return typed(block, rows, column, of, "acled")


def _sides(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each actor and associated actor, with what kind of actor ACLED says it is."""
    frames = []
    for number, actor, associated in _SIDES:
        inter = pl.col(f"inter{number}").str.strip_suffix(".0")
        word = (
            inter.str.to_lowercase()
            .str.extract(r"^([a-z]+)")
            .replace_strict(_FIRST_WORDS, default=None, return_dtype=pl.String)
        )
        sort = pl.coalesce(pl.when(inter.is_in(list(_INTER))).then(inter), word)
        sector = sort.replace_strict(_INTER, default=None, return_dtype=pl.String)
        sector = pl.when(inter.is_not_null() & (inter != "0")).then(pl.concat_list(pl.coalesce(sector, inter)))
        common = [pl.col("event", "row", "unit", "stamp"), pl.col("country").alias("place")]
        frames.append(
            rows.select(
                *common,
                pl.lit(actor).alias("role"),
                pl.col(actor).alias("name"),
                sort.alias("sort"),
                sector.alias("sectors"),
            )
        )
        others = rows.select(
            *common,
            pl.lit(f"associate{number}").alias("role"),
            split(associated, ";").alias("name"),
            pl.lit(None, pl.String).alias("sort"),
        )
        frames.append(others.explode("name"))
    return pl.concat(frames, how="diagonal").filter(pl.col("name").is_not_null())


def _meant(one: Mapping[str, Any]) -> Meant:
    """Whom a name means. The country is the one in the name; ACLED's column says where the event was, not whose the actor is."""
    name = str(one["name"])
    if is_nobody(name):
        return Meant(PLACEHOLDER)
    plain = _PERIOD.sub("", name)
    role, of = role_and_place(plain)
    for beginning, kind in _STATE.items():
        if plain.startswith(beginning):
            return Meant(kind, iso3_of(_PERIOD.sub("", plain.removeprefix(beginning)).partition(" (")[0]))
    home = iso3_of(of) if of else ""
    if home and (_GENERIC.fullmatch(role) or one["sort"] in ("5", "6", "7")):
        return Meant("group", home)
    return Meant(_KINDS.get(one["sort"] or "", "organization"), home)
