"""Loader for ICEWS events: the Dataverse layout of all years, and the government edition with texts.

A row says that a sentence of a news story reports what one actor did to another. Coders write symmetric events twice, with the actors
exchanged; both rows have one key, so that they become one event when tables are put together, with both actors in both roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import PLACEHOLDER, Meant, by_name, is_nobody, iso3_of, role_and_place
from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import (
    day_of,
    first_rows,
    hashed,
    mapped,
    named,
    no_number,
    number,
    once,
    points,
    split,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format
from govgraph.loaders.events.lost_zeros import with_zeros
from govgraph.loaders.events.places import with_places
from govgraph.ontology.block import Block, Note
from govgraph.ontology.cameo import cameo_event, cameo_events, groups_by_code
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import CODE, local_id

# ICEWS writes Congo for the Republic alone, and gives Gaza a name of its own.
_OWN_NAMES: Final = {"Congo": "COG", "Gaza": "PSE"}
_SIDES: Final = (("source", "actor"), ("target", "recipient"))


class Icews(EventTable):
    """ICEWS coded events.

    **The key of an event** is the day, the story, the sentence, the event code and the two actors whatever their order, hashed. So a
    row and its mirror are one event, and so is a row in a weekly and an annual file. A row without a story has its
    Event ID and its day as key, because one Event ID occurs on several days.

    **Actors** are known by name alone. ``Police (India)`` is a group; a name that is that of its country is the country; the kind of the
    others is not known, because ICEWS does not tell persons from organisations.
    """

    name = "icews"
    title = "ICEWS coded events (Dataverse .tab, and the government edition)"
    dataset_title = "ICEWS Coded Event Data"
    licence = "free for research, citation required (Boschee et al., ICEWS Coded Event Data, Harvard Dataverse)"
    homepage = "https://doi.org/10.7910/DVN/28075"
    code_systems = ("cameo",)
    tables = ("events", "participations", "actors", "places", "mentions", "documents")
    primary = ("events", "participations", "mentions")
    suffixes = (".tab", ".tsv", ".csv")
    default_dataset = "icews"
    format = Format(
        columns={
            "event_id": (), "event_date": (), "source_name": (), "source_sectors": (), "source_country": (), "event_text": (),
            "cameo_code": (), "intensity": (), "target_name": (), "target_sectors": (), "target_country": (), "story_id": (),
            "sentence_number": (), "publisher": (), "city": (), "district": (), "province": (), "country": (),
            "latitude": ("lat",), "longitude": ("long", "lon"), "event_sentence": (), "headline": (),
        },
        needed=(
            ("event_id",), ("event_date",), ("source_name",), ("target_name",), ("source_country", "source_sectors"),
            ("cameo_code", "event_text"),
        ),
        nulls=("NA", "NULL", "None", "---"),
    )  # fmt: skip

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        rows = _with_codes(block, rows, str(source))
        day = day_of("event_date", "%Y-%m-%d", "%m/%d/%Y")
        rows = rows.with_columns(
            day=once(rows, "event_date", day.dt.to_string("%Y-%m-%d")), sentence=_whole("sentence_number")
        )
        rows = without_faults(
            block,
            rows,
            [
                ("event_date", "not a date (YYYY-MM-DD, or M/D/YYYY)", pl.col("day").is_null()),
                ("sentence_number", "not a number", pl.col("sentence_number").is_not_null() & pl.col("sentence").is_null()),
                ("event_id", "neither an event number nor a story", pl.all_horizontal(pl.col("event_id", "story_id").is_null())),
            ],
        )  # fmt: skip
        rows = without_wrong_cells(block, rows, [no_number("intensity"), *points()])
        rows = _with_event(block, rows, f"{base}event/{local_id(dataset)}/")
        story = pl.col("story_id")
        rows = rows.with_columns(
            document=pl.when(story.is_not_null()).then(
                hashed(rows, f"{base}document/{local_id(dataset)}/", ["story_id"])
            )
        )
        place = {"adm1": "province", "adm2": "district", "location": "city"}
        placed, places = with_places(block, rows.rename({v: k for k, v in place.items()}), base, dataset, _iso3)
        sides = [
            placed.select(
                "event", "row", "document", pl.lit(role).alias("role"), pl.col(f"{side}_name").alias("name"),
                pl.col(f"{side}_country").alias("place"), pl.col(f"{side}_sectors").alias("#sectors"),
            )
            for side, role in _SIDES
        ]  # fmt: skip
        both = pl.concat(sides)
        links, actors = _with_sectors(*by_name(block, both, base, dataset, icews_meant))
        block.tables = {
            "events": placed.select(
                pl.col("event").alias("iri"), "type", pl.col("day").alias("start_date"), "place", "row", "document",
                number("intensity"), pl.col("event_sentence").alias("description"),
                _lists("publisher").alias("reported_by"),
                pl.when(pl.col("event_id").is_not_null()).then(pl.concat_list(pl.lit(f"{dataset}:") + pl.col("event_id"))).alias("identifiers"),
            ),
            "participations": links,
            "actors": actors,
            "places": places,
            "mentions": placed.filter(pl.col("document").is_not_null()).select(
                pl.concat_str("event", pl.lit("/in/"), "story_id", pl.lit("/"), pl.col("sentence").fill_null(0)).alias("iri"),
                "event", pl.col("document").alias("reported_in"), "sentence", "row", "document",
            ),
            "documents": placed.filter(pl.col("document").is_not_null())
            .unique(["document", "headline", "publisher"], keep="first", maintain_order=True)
            .select(
                pl.col("document").alias("iri"), "publisher", named("headline", "").alias("names"), "row",
                pl.concat_list(pl.lit(f"{dataset}-story:") + story).alias("identifiers"),
            ),
        }  # fmt: skip


def _iso3(name: str) -> str:
    """The code of a country by the name that ICEWS gives it."""
    return _OWN_NAMES.get(name) or iso3_of(name)


def _whole(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int64, strict=False)


def _lists(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null()).then(pl.concat_list(column))


def _with_codes(block: Block, rows: pl.DataFrame, where: str) -> pl.DataFrame:
    """The rows with the leading zeros of their event codes, as far as the words for the event say what they were.

    Raises:
        LoaderError: some have lost theirs, and nothing says so.
    """
    root = mapped(pl.col("event_text").str.to_lowercase(), _codes_by_text()).str.slice(0, 2)
    return with_zeros(block, rows, "cameo_code", root, where=where, of="ICEWS events")


def _with_event(block: Block, rows: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """The rows with the IRI of their ``event`` and its ``type``."""
    code = pl.coalesce("cameo_code", mapped(pl.col("event_text").str.to_lowercase(), _codes_by_text()))
    rows = rows.with_columns(code=code)
    types = {}
    for value, row in first_rows(rows, "code"):
        types[value] = f"{CODE}cameo/{local_id(value)}"
        if cameo_event(value) is None:
            block.notes.append(Note("unknown code", f"cameo:{value}", row))
    for text, row in first_rows(rows.filter(pl.col("code").is_null()), "event_text"):
        block.notes.append(Note("event text without a code", text, row))
    actors = [
        pl.concat_str(pl.col(f"{side}_name", f"{side}_country").fill_null(""), separator="\v") for side, _ in _SIDES
    ]
    what = pl.coalesce("code", "event_text")
    told = [pl.col("day", "story_id", "sentence_number"), what, pl.min_horizontal(actors), pl.max_horizontal(actors)]
    texts = [part.fill_null("") for part in told]
    plain = pl.concat_str(pl.col("event_id"), pl.lit("/"), pl.col("day"))
    key = pl.when(pl.col("story_id").is_null()).then(plain).otherwise(pl.concat_str(texts, separator="\t"))
    return rows.with_columns(event=hashed(rows, prefix, [key]), type=mapped("code", types))


@cache
def _codes_by_text() -> dict[str, str]:
    """Label of an event code in lower case -> the code, for the file of 2017, which has no codes."""
    return {event.label_en.lower(): event.code for event in reversed(cameo_events())}


@cache
def _organizations() -> dict[str, str]:
    return {group.name_en: group.kind for group in groups_by_code().values()}


def icews_meant(one: Mapping[str, Any]) -> Meant:
    """Whom a name means, with the country that ICEWS gives it.

    Example:
        >>> icews_meant({"name": "Police (India)", "place": "India"})
        Meant(kind='group', iso3='IND')
    """
    name, home = str(one["name"]), _iso3(one["place"]) if one["place"] else ""
    if is_nobody(name):
        return Meant(PLACEHOLDER)
    own = _iso3(name)
    if own and (not home or own == home):
        return Meant("country", own)
    if role_and_place(name)[0]:
        return Meant("group", home)
    return Meant(_organizations().get(name, "actor"), home)


def _with_sectors(links: pl.DataFrame, actors: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The participations with sorted lists of sectors, and the actors with all sectors that the block gives them."""
    written = links.select("#sectors").unique().with_columns(sectors=split("#sectors", ",").list.sort())
    of_actor = (
        links.select("#sectors", iri="participant").unique().join(written, on="#sectors").select("iri", "sectors")
    )
    of_actor = of_actor.explode("sectors").group_by("iri").agg(pl.col("sectors").unique().sort())
    links = links.join(written, on="#sectors", how="left", maintain_order="left").drop("#sectors")
    return links, actors.join(of_actor, on="iri", how="left", maintain_order="left")
