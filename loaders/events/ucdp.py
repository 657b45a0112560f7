"""Loader for the UCDP Georeferenced Event Dataset (GED): events of organised violence, of all releases, final and candidate.

An event is a span of days between two sides, at a place of known precision, with estimates of deaths. Its id stays through releases, so that
of two releases the newest counts; which release a file is, its name says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import Meant, by_name, participations
from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import (
    TEXTS,
    count,
    details,
    first_rows,
    hashed,
    mapped,
    named,
    no_deaths,
    no_end,
    points,
    split,
    typed,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format, Header
from govgraph.loaders.events.places import compare_countries, with_places
from govgraph.loaders.events.ucdp_files import COLUMNS, governed, header_of_candidates, release_of, ucdp_country
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.source_codes import source_events
from govgraph.ontology.terms import country_iri, local_id

_DETAILS: Final = (
    "relid", "code_status", "active_year", "event_clarity", "number_of_sources", "source_original", "where_prec", "where_description",
    "date_prec", "deaths_unknown", "priogrid_gid",
)  # fmt: skip
_NUMBERS: Final = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
_UNUSED: Final = {"year", "conflict_dset_id", "dyad_dset_id", "side_a_dset_id", "side_b_dset_id", "geom_wkt", "region"}
# UCDP GED codebook, where_prec and date_prec.
_WHERE: Final = {"1": "exact", "2": "city", "3": "adm2", "4": "adm1", "5": "unknown", "6": "country", "7": "unknown"}
_WHEN: Final = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
_NO_DAY: Final = "1753-01-01"


class UcdpGed(EventTable):
    """UCDP GED in any release.

    **The key of an event** is its id, which stays through releases. Of an event in several releases the newest counts.
    **Actors** have UCDP's own ids, which the actor register (``ucdp-actors``) describes; civilians are a group of the country.
    **Conflicts and dyads** are events that the single events are part of.
    """

    name = "ucdp-ged"
    version = 2
    title = "UCDP GED: events of organised violence (GEDEvent_v25_1.csv, candidate releases)"
    dataset_title = "UCDP Georeferenced Event Dataset"
    licence = "CC-BY-4.0"
    homepage = "https://ucdp.uu.se/downloads/"
    code_systems = ("ucdp", "gw")
    tables = ("events", "participations", "actors", "places", "mentions", "documents")
    primary = ("events",)
    suffixes = (".csv",)
    default_dataset = "ucdp"
    format = Format(
        columns={c: () for c in COLUMNS if c not in _UNUSED}
        | {"dyad_new_id": ("dyad_id",), "conflict_new_id": ("conflict_id",)},
        needed=(("id",), ("type_of_violence",), ("side_a",), ("side_b",), ("date_start",), ("best",)),
        nulls=("NA", "NULL", "-99"),
    )

    def header(self, source: Source) -> Header | None:
        """The header, or the usual columns if there is none but the rows are those of events."""
        return super().header(source) or header_of_candidates(source)

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        scope = local_id(dataset)
        rows = rows.with_columns(
            start=pl.col("date_start").str.slice(0, 10), end=pl.col("date_end").str.slice(0, 10),
        )  # fmt: skip
        rows = without_faults(block, rows, _faults())
        rows = without_wrong_cells(
            block, rows, [*no_end("date_end", "start", "end"), *(no_deaths(c) for c in _NUMBERS), *points()]
        )
        rows = rows.with_columns(
            event=hashed(rows, f"{base}event/{scope}/", ["id"]),
            stamp=pl.lit(release_of(source), pl.Float64),
            type=typed(block, rows, "type_of_violence", {e.code: e.iri for e in source_events() if e.scheme == "ucdp"}, "ucdp"),
            document=pl.when(pl.col("source_article").is_not_null()).then(hashed(rows, f"{base}document/{scope}/", ["source_article"])),
            **{whole: pl.when(pl.col(f"{whole}_new_id").is_not_null()).then(pl.concat_str(pl.lit(f"{base}event/{scope}/{whole}/"), f"{whole}_new_id"))
               for whole in ("conflict", "dyad")},
            **{f"n_{c}": count(c) for c in _NUMBERS},
        )  # fmt: skip
        rows = rows.with_columns(unit="event")
        described = rows.with_columns(
            adm1="adm_1",
            adm2="adm_2",
            location="where_coordinates",
            precision=typed(block, rows, "where_prec", _WHERE, "ucdp.where_prec"),
        )
        described, places = with_places(block, described, base, dataset, ucdp_country)
        compare_countries(block, rows, "country", "country_id", "gw", ucdp_country)
        links, actors = self._sides(block, rows, base, dataset)
        block.tables = {
            "events": pl.concat([self._events(block, described, dataset), *_wholes(rows, dataset)], how="diagonal"),
            "participations": links,
            "actors": actors,
            "places": places,
            "mentions": described.filter(pl.col("document").is_not_null()).select(
                pl.concat_str("event", pl.lit("/in/"), pl.col("document").str.split("/").list.last()).alias("iri"),
                "event", pl.col("document").alias("reported_in"), "row", "document", "unit", "stamp",
            ),
            "documents": _documents(rows),
        }  # fmt: skip

    def _events(self, block: Block, rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
        # The API says true where the files say 1.
        rows = rows.with_columns(pl.col("active_year").str.to_lowercase().replace({"true": "1", "false": "0"}))
        return rows.select(
            pl.col("event").alias("iri"), "type", "place", "row", "document", "unit", "stamp",
            pl.col("start").alias("start_date"),
            pl.when(pl.col("end") != pl.col("start")).then("end").alias("end_date"),
            typed(block, rows, "date_prec", _WHEN, "ucdp.date_prec").alias("date_precision"),
            pl.coalesce("dyad", "conflict").alias("part_of"),
            pl.col("n_best").alias("fatalities"), pl.col("n_low").alias("fatalities_low"), pl.col("n_high").alias("fatalities_high"),
            pl.col("n_deaths_civilians").alias("civilian_fatalities"),
            split("source_office", ";").list.unique(maintain_order=True).alias("reported_by"),
            details("ucdp", [(c, c) for c in _DETAILS]).alias("details"),
            pl.concat_list(pl.lit(f"{dataset}:") + pl.col("id")).alias("identifiers"),
        )  # fmt: skip

    def _sides(self, block: Block, rows: pl.DataFrame, base: str, dataset: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The participations of both sides, and their actors: by id, or by name where there is no id."""
        one_sided = pl.col("type_of_violence") == "3"
        both = pl.concat(
            rows.select(
                "event", "row", "document", "unit", "stamp",
                pl.when(one_sided).then(pl.lit(directed)).otherwise(pl.lit(side)).alias("role"),
                pl.col(side).alias("name"), pl.col(f"{side}_new_id").alias("id"), pl.col("country").alias("place"),
                pl.col(f"gwno{side[-1]}").alias("gwno"), pl.col(f"n_deaths_{side[-1]}").alias("fatalities"),
                pl.when(one_sided & (pl.lit(side) == "side_b")).then(pl.lit("civilians"))
                .when((pl.lit(side) == "side_a") & (pl.col("type_of_violence") == "1")).then(pl.lit("state"))
                .otherwise(pl.lit("")).alias("sort"),
            )
            for side, directed in (("side_a", "actor"), ("side_b", "recipient"))
        )  # fmt: skip
        known = (pl.col("id").is_not_null() & (pl.col("sort") != "civilians")).fill_null(False)
        own = both.filter(known).with_columns(
            participant=pl.concat_str(pl.lit(f"{base}actor/{local_id(dataset)}/"), "id")
        )
        named_links, named_actors = by_name(block, both.filter(~known).drop("id", "gwno"), base, dataset, _meant)
        actors = (
            own.group_by("participant", "name", "id", "gwno", "sort")
            .agg(pl.col("row").min())
            .sort("row", "participant")
        )
        described = actors.select(
            pl.col("participant").alias("iri"), _kind().alias("kind"), named("name").alias("names"), "row",
            mapped("name", {n: country_iri(base, i) for n, _ in first_rows(actors, "name") if (i := governed(n))}).alias("country"),
            pl.concat_list(
                pl.lit("ucdp-actor:") + pl.col("id"), pl.lit("gw:") + pl.col("gwno").str.strip_suffix(".0")
            ).list.drop_nulls().alias("identifiers"),
        )  # fmt: skip
        links = participations(own.drop("id", "gwno"))
        return pl.concat([links, named_links], how="diagonal"), pl.concat([described, named_actors], how="diagonal")


def _faults() -> list[tuple[str, str, pl.Expr]]:
    return [
        ("id", "not a number", ~pl.col("id").str.contains(r"^\d+$").fill_null(False)),
        ("date_start", "there is no date", pl.col("date_start").is_null()),
        ("date_start", "not a date (YYYY-MM-DD)", pl.col("start").str.to_date("%Y-%m-%d", strict=False).is_null()),
    ]


def _kind() -> pl.Expr:
    """A government is a public body; the kind of any other side is the register's to say."""
    governs = pl.col("name").str.starts_with("Government of ")
    return pl.when(governs).then(pl.lit("agency")).otherwise(pl.lit("actor"))


def _meant(one: Mapping[str, Any]) -> Meant:
    home = ucdp_country(one["place"]) if one["place"] else ""
    if one["sort"] == "civilians":
        return Meant("group", home)
    state = governed(str(one["name"]))
    return Meant("agency", state) if state else Meant("actor")


def _wholes(rows: pl.DataFrame, dataset: str) -> list[pl.DataFrame]:
    """The conflicts and dyads that events are part of, as events."""
    concepts = {e.code: e.iri for e in source_events() if e.scheme == "ucdp"}
    frames = []
    for whole, larger in (("dyad", "conflict"), ("conflict", None)):
        some = rows.filter(pl.col(whole).is_not_null())
        part_of = pl.col(larger) if larger else pl.lit(None, pl.String)
        some = some.select(
            pl.col(whole).alias("iri"), f"{whole}_name", f"{whole}_new_id", part_of.alias("part_of"), "row"
        )
        once = some.unique(some.columns[:-1], keep="first", maintain_order=True)
        frames.append(
            once.select(
                "iri", "part_of", "row", pl.lit(concepts[whole]).alias("type"), named(f"{whole}_name").alias("names"),
                pl.concat_list(pl.lit(f"{dataset}-{whole}:") + pl.col(f"{whole}_new_id")).alias("identifiers"),
            )
        )  # fmt: skip
    return frames


def _documents(rows: pl.DataFrame) -> pl.DataFrame:
    """The articles that report events; a cell that lists several is one document, because their parts cannot be told apart with certainty."""
    some = rows.filter(pl.col("document").is_not_null()).unique("document", keep="first", maintain_order=True)
    single = ~pl.any_horizontal(
        pl.col("source_headline", "source_office", "source_date").fill_null("").str.contains(";")
    )
    day = pl.col("source_date").str.slice(0, 10)
    dated = single & (day != _NO_DAY) & day.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    title = (
        pl.when(single & pl.col("source_headline").is_not_null()).then("source_headline").otherwise("source_article")
    )
    return some.select(
        pl.col("document").alias("iri"), named(title, "").alias("names"), "row",
        pl.when(single).then("source_office").alias("publisher"), pl.when(dated).then(day).alias("date"),
        pl.lit(None, TEXTS).alias("identifiers"),
    )  # fmt: skip
