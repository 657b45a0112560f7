"""Loader for SCAD, the Social Conflict Analysis Database: protests, riots, strikes and small-scale violence in Africa and Latin America.

A row is one place of an event. The first place carries the event; each further place is an event of its own that is part of it, so that no death is
counted twice and no place is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import PLACEHOLDER, Meant, by_name, is_nobody, iso3_of
from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import (
    count,
    day_of,
    details,
    hashed,
    no_end,
    points,
    typed,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format
from govgraph.loaders.events.places import compare_countries, with_places
from govgraph.loaders.repeated import in_lists
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.source_codes import source_events, topic_table
from govgraph.ontology.terms import local_id

_ACTORS: Final = ("actor1", "actor2", "actor3")
_TARGETS: Final = ("target1", "target2")
_ISSUES: Final = ("issue1", "issue2", "issue3")
_DATES: Final = ("stday", "stmo", "styr", "eday", "emo", "eyr")
_DETAILS: Final = (
    "escalation", "cgovtarget", "rgovtarget", "npart", "ndeath", "repress", "ilocal", "sublocal", "locnum", "gislocnum", "female_event",
    "lgbtq_issue", "coder", "acd_questionable", "geo_comments", "location_precision",
)  # fmt: skip
# SCAD codebook: locnum. 1 capital, 2 other city, 3 rural, 4 several cities, 5 several rural places, 6 province, 7 nationwide, -99 unknown.
_PRECISION: Final = {
    "1": "city",
    "2": "city",
    "3": "city",
    "4": "unknown",
    "5": "unknown",
    "6": "adm1",
    "7": "country",
    "-99": "unknown",
}
_PRESS: Final = {"Both": ["AP", "AFP"]}
_GENERIC: Final = re.compile(
    r"(?:\d+ |unknown |unidentified |armed |local |anti-government |pro-government )*"
    r"(?:citizens?|civilians?|protesters?|demonstrators?|students?|teachers?|workers?|farmers?|peasants?|residents?|rioters?|police|army|"
    r"soldiers?|military|gunmen|assailants?|militants?|rebels?|prisoners?|inmates?|government supporters|opposition supporters|youths?)",
    re.IGNORECASE,
)


class Scad(EventTable):
    """SCAD events.

    **The key of an event** is ``eventid``; a further place of it has its number (``sublocal``) added. ``-99``, ``-88`` and ``-77`` are no
    numbers of deaths: then the number is not known, and the code is kept as a detail.
    **Actors** are free text, known by name alone; a cell that names several is one actor, because it cannot be split with certainty.
    """

    name = "scad"
    title = "SCAD: social conflict events in Africa and Latin America"
    dataset_title = "Social Conflict Analysis Database"
    licence = "free for research, citation required (Salehyan et al. 2012)"
    homepage = "https://www.strausscenter.org/ccaps-research-areas/social-conflict/database/"
    code_systems = ("scad", "scad-issue", "cow")
    tables = ("events", "participations", "actors", "places")
    primary = ("events",)
    suffixes = (".csv",)
    default_dataset = "scad"
    format = Format(
        columns=dict.fromkeys(("eventid", "ccode", "countryname", "startdate", "enddate", *_DATES, "etype", *_ACTORS, *_TARGETS, *_DETAILS, "elocal", *_ISSUES, "issuenote", "nsource", "notes", "latitude", "longitude"), ()),
        needed=(("eventid",), ("etype",), ("startdate", "styr"), ("actor1",), ("countryname",)),
        nulls=("NA", "NULL", "N/A", "."),
    )  # fmt: skip

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        rows = rows.with_columns(
            start=_day("styr", "stmo", "stday", "startdate"), end=_day("eyr", "emo", "eday", "enddate"), deaths=count("ndeath"),
            number=count("sublocal").fill_null(1),
            # The longitudes -99, -88 and -77 are places in Latin America, so the latitude tells.
            **{c: pl.when(~pl.col("latitude").str.contains(r"^-(99|88|77)(\.0+)?$").fill_null(False)).then(c) for c in ("latitude", "longitude")},
        )  # fmt: skip
        rows = without_faults(
            block,
            rows,
            [
                ("eventid", "not a number", ~pl.col("eventid").str.contains(r"^\d+$").fill_null(False)),
                ("startdate", "not a date (28-Jan-90, or styr, stmo and stday)", pl.col("start").is_null()),
            ],
        )
        no_deaths = (
            "ndeath",
            ["ndeath"],
            "not a number of deaths",
            pl.col("ndeath").is_not_null() & pl.col("deaths").is_null(),
        )
        no_place = (
            "sublocal",
            ["sublocal"],
            "not the number of a place",
            pl.col("sublocal").is_not_null() & count("sublocal").is_null(),
        )
        rows = without_wrong_cells(block, rows, [no_place, no_deaths, *no_end("enddate", "start", "end"), *points()])
        compare_countries(block, rows, "countryname", "ccode", "cow")
        event = hashed(rows, f"{base}event/{local_id(dataset)}/", ["eventid"])
        rows = rows.with_columns(whole=event).with_columns(
            event=pl.when(pl.col("number") > 1).then(pl.concat_str("whole", pl.lit("/"), "number")).otherwise("whole")
        )
        where = pl.when(pl.col("elocal").str.to_lowercase() != "unknown").then("elocal")
        described = rows.rename({"countryname": "country"}).with_columns(where.alias("location"))
        nowhere = pl.col("location").is_null()
        described = described.with_columns(
            precision=pl.when(nowhere)
            .then(pl.lit("country"))
            .otherwise(typed(block, rows, "locnum", _PRECISION, "scad.locnum"))
        )
        placed, places = with_places(block, described, base, dataset)
        links, actors = by_name(block, _sides(rows.filter(pl.col("number") <= 1)), base, dataset, _meant)
        block.tables = {
            "events": _events(block, placed, dataset),
            "participations": links,
            "actors": actors,
            "places": places,
        }


def _day(year: str, month: str, day: str, text: str) -> pl.Expr:
    """A day or what is known of it: a year and month, or a year; from three columns of numbers, else from ``28-Jan-90``."""
    numbers = {c: count(c) for c in (year, month, day)}
    have = {
        c: n.is_between(1, most).fill_null(False) for (c, n), most in zip(numbers.items(), (9999, 12, 31), strict=True)
    }
    parts = [
        numbers[year].cast(pl.String).str.zfill(4),
        *(numbers[c].cast(pl.String).str.zfill(2) for c in (month, day)),
    ]
    whole = pl.concat_str(parts, separator="-")
    known = (
        pl.when(have[year] & have[month] & have[day]).then(whole)
        .when(have[year] & have[month]).then(pl.concat_str(parts[:2], separator="-"))
        .when(have[year]).then(parts[0])
    )  # fmt: skip
    return pl.coalesce(known, day_of(text, "%d-%b-%y", "%d-%b-%Y", "%Y-%m-%d").dt.to_string("%Y-%m-%d"))


def _events(block: Block, rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
    concepts = {e.code: e.iri for e in source_events() if e.scheme == "scad"}
    first = pl.col("number") <= 1
    topics = [typed(block, _known(rows, c), c, topic_table("scad-issue"), "scad-issue") for c in _ISSUES]
    issues = in_lists([rows.select(topic).to_series() for topic in topics]).list.unique(maintain_order=True)
    press = (
        pl.when(pl.col("nsource").is_in(list(_PRESS)))
        .then(pl.lit(_PRESS["Both"]))
        .when(pl.col("nsource").is_not_null())
        .then(pl.concat_list("nsource"))
    )
    length = pl.col("start").str.len_chars()
    return rows.select(
        pl.col("event").alias("iri"), typed(block, rows, "etype", concepts, "scad").alias("type"), "place", "row",
        pl.when(~first).then("whole").alias("part_of"), pl.col("start").alias("start_date"),
        pl.when(pl.col("end") != pl.col("start")).then("end").alias("end_date"),
        pl.when(length == 10).then(pl.lit("day")).when(length == 7).then(pl.lit("month")).otherwise(pl.lit("year")).alias("date_precision"),
        pl.when(first & (pl.col("deaths") >= 0)).then("deaths").alias("fatalities"),
        pl.when(first).then("issuenote").alias("description"), pl.when(first).then("notes").alias("remark"),
        press.alias("reported_by"), issues.alias("topics"),
        details("scad", [(c, c) for c in _DETAILS]).alias("details"),
        pl.when(first).then(pl.concat_list(pl.lit(f"{dataset}:") + pl.col("eventid"))).alias("identifiers"),
    )  # fmt: skip


def _known(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows without the code for "there is none"."""
    return rows.filter(pl.col(column) != "-99")


def _sides(rows: pl.DataFrame) -> pl.DataFrame:
    roles = [*((c, "actor") for c in _ACTORS), *((c, "recipient") for c in _TARGETS)]
    return pl.concat(
        rows.select(
            "event", "row", pl.lit(role).alias("role"), pl.col(c).alias("name"), pl.col("countryname").alias("place")
        )
        for c, role in roles
    )


def _meant(one: Mapping[str, Any]) -> Meant:
    name, home = str(one["name"]), iso3_of(one["place"]) if one["place"] else ""
    if is_nobody(name) or name == "-99":
        return Meant(PLACEHOLDER)
    return Meant("group", home) if _GENERIC.fullmatch(name) else Meant("actor")
