"""Loader for POLECAT: PLOVER events in the files of ngecEvents, weekly, monthly and annual, which overlap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import PLACEHOLDER, Meant, by_name, is_nobody, iso3_of
from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import (
    details,
    hashed,
    named,
    no_number,
    number,
    points,
    split,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format, Header, first_cells
from govgraph.loaders.events.places import with_places
from govgraph.loaders.events.plover_types import plover_type, topics_of
from govgraph.ontology.block import Block
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import local_id

COLUMNS: Final = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|"
    "Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|"
    "Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|"
    "Version"
).split("|")
"""The 40 standard columns in order."""

_SIDES: Final = (("actor", "actor"), ("recipient", "recipient"))
_PARALLEL: Final = ("country", "name_raw", "title", "wikipedia")
_OTHER: Final = {"wikipedia_actor_id": "actor_wikipedia", "wikipedia_recipient_id": "recipient_wikipedia"}
_DETAILS: Final = (
    "quad_code", "actor_title", "recipient_title", "raw_placename", "feature_type", "story_people", "story_organizations", "story_locations",
    "version", "date_raw", "primary_actor_sector", "primary_recipient_sector",
)  # fmt: skip
_OF_ALL: Final = tuple(f"{side}_{part}" for side, _ in _SIDES for part in ("sectors", "name_raw", "wikipedia"))
"""What a row says of several actors together; it stays as it is written where it cannot be given to each."""


class Polecat(EventTable):
    """POLECAT events.

    **The key of an event** is its Event ID; what stands before its first ``_`` is the article. **Actors**: a cell may name several, with as many
    countries; if the numbers differ the cell is kept whole. An actor with a Wikipedia title has it as its identifier; any other is known
    by name alone. If there is no name, the words of the text are used.
    """

    name = "polecat"
    title = "POLECAT events (ngecEvents.DV.*.txt)"
    version = 2
    dataset_title = "POLECAT Political Event Classification, Attributes, and Types"
    licence = "CC0-1.0"
    homepage = "https://doi.org/10.7910/DVN/AJGVIT"
    code_systems = ("plover", "plover-mode", "plover-context", "wikipedia", "geonames")
    tables = ("events", "participations", "actors", "places", "mentions", "documents")
    primary = ("events", "participations")
    suffixes = (".txt", ".tab")
    default_dataset = "polecat"
    format = Format(
        columns={name.lower().replace(" ", "_"): () for name in COLUMNS if name not in ("Actor COW", "Recipient COW")}
        | {"intensity": ("Event Intensity",), "headline": (), "event_text": (), "story_id": (), "date_raw": ()},
        needed=(("event_id",), ("event_date",), ("event_type",), ("actor_name",), ("recipient_name",)),
        nulls=("None", "NA", "NULL", "nan"),
    )

    def header(self, source: Source) -> Header | None:
        """The header; where it names more columns than the rows have, the standard columns."""
        found = super().header(source)
        lines = first_cells(source, lines=20) if found else []
        if (
            found
            and len(found.names) > len(COLUMNS)
            and len(lines) > 1
            and all(len(c) == len(COLUMNS) for c in lines[1:-1] or lines[1:])
        ):
            return Header(tuple(COLUMNS), found.row, "\t")
        return found

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        scope = local_id(dataset)
        rows = rows.with_columns(
            day=pl.col("event_date").str.slice(0, 10),
            story=pl.coalesce("story_id", pl.col("event_id").str.extract("^([^_]+)_")),
        )  # fmt: skip
        rows = without_faults(
            block,
            rows,
            [
                ("event_id", "there is no event id", pl.col("event_id").is_null()),
                (
                    "event_date",
                    "not a date (YYYY-MM-DD)",
                    pl.col("day").str.to_date("%Y-%m-%d", strict=False).is_null().fill_null(True),
                ),
            ],
        )
        rows = without_wrong_cells(block, rows, [no_number("intensity"), *points()])
        rows = rows.rename(_OTHER)
        rows = rows.with_columns(
            event=hashed(rows, f"{base}event/{scope}/", ["event_id"]),
            document=pl.when(pl.col("story").is_not_null()).then(hashed(rows, f"{base}document/{scope}/", ["story"])),
            type=plover_type(block, rows, "event_type", "event_mode"), topics=topics_of(block, rows, "contexts"),
            geonames=pl.lit("geonames:") + pl.col("geonames_id").str.strip_suffix(".0"),
        )  # fmt: skip
        several = {c: pl.col(f"{c.split('_')[0]}_name").str.contains(";", literal=True) for c in _OF_ALL}
        rows = rows.with_columns(pl.when(several[c]).then(c).alias(f"{c}_of_all") for c in _OF_ALL)
        where = rows.with_columns(
            adm1="province", adm2="district", location=pl.coalesce("city", "placename"), identifier="geonames",
        )  # fmt: skip
        placed, places = with_places(block, where, base, dataset, polecat_country)
        links, actors = by_name(block, self.sides(rows), base, dataset, _meant)
        published = pl.col("publication_date").str.slice(0, 10)
        told = rows.filter(pl.col("document").is_not_null())
        block.tables = {
            "events": placed.select(
                pl.col("event").alias("iri"), "type", pl.col("day").alias("start_date"), "place", "row", "document", "topics",
                number("intensity"), pl.col("event_text").alias("description"),
                pl.when(pl.col("source").is_not_null()).then(pl.concat_list("source")).alias("reported_by"),
                details("polecat", [(c, c) for c in _DETAILS] + [(c, f"{c}_of_all") for c in _OF_ALL]).alias("details"),
                pl.concat_list(pl.lit(f"{dataset}:") + pl.col("event_id")).alias("identifiers"),
            ),
            "participations": links,
            "actors": actors,
            "places": places,
            "mentions": told.select(
                pl.concat_str("event", pl.lit("/in/"), pl.col("document").str.split("/").list.last()).alias("iri"), "event",
                pl.col("document").alias("reported_in"), "row", "document",
            ),
            "documents": told.unique(["document", "headline"], keep="first", maintain_order=True).select(
                pl.col("document").alias("iri"), named("headline", "").alias("names"), pl.col("source").alias("publisher"), "language", "row",
                pl.when(published.str.to_date("%Y-%m-%d", strict=False).is_not_null()).then(published).alias("date"),
                pl.concat_list(pl.lit(f"{dataset}-story:") + pl.col("story")).alias("identifiers"),
            ),
        }  # fmt: skip

    def sides(self, rows: pl.DataFrame) -> pl.DataFrame:
        """One row for each participant: event, row, document, sectors (a list), as_given (the words of the text), name, place, wikipedia, role."""
        return pl.concat(_side(rows, *side) for side in _SIDES)


def _side(rows: pl.DataFrame, side: str, role: str) -> pl.DataFrame:
    """One row for each actor of one side: its cells are split where name and country list equally many."""
    cells = {part: pl.col(f"{side}_{part}") for part in _PARALLEL}
    name = pl.coalesce(f"{side}_name", cells["name_raw"])
    names = split_parallel(name)
    sectors = pl.coalesce(split(f"{side}_sectors", ";"), split(f"primary_{side}_sector", ";"))
    parts = rows.select(
        "event",
        "row",
        "document",
        whole=name,
        names=names,
        sectors=sectors,
        raw=cells["name_raw"],
        **{c: split_parallel(cells[c]) for c in ("country", "wikipedia")},
    )
    count = pl.col("names").list.len()
    fits = (pl.col("country").is_null() | (pl.col("country").list.len() == count)).fill_null(False)
    single = (count == 1) | ~fits
    parts = parts.with_columns(
        names=pl.when(fits).then("names").otherwise(pl.concat_list("whole")),
        places=pl.when(fits & pl.col("country").is_not_null()).then("country").otherwise(pl.lit(None, pl.String).repeat_by(pl.when(fits).then(count).otherwise(1))),
        titles=pl.when(fits & (pl.col("wikipedia").list.len() == count)).then("wikipedia")
        .otherwise(pl.lit(None, pl.String).repeat_by(pl.when(fits).then(count).otherwise(1))),
        # The sectors of several actors in one cell cannot be told apart.
        sectors=pl.when(single).then("sectors"),
        raw=pl.when(single).then("raw"),
    ).filter(pl.col("whole").is_not_null())  # fmt: skip
    each = parts.select(
        "event", "row", "document", "sectors", as_given="raw", name="names", place="places", wikipedia="titles"
    ).explode("name", "place", "wikipedia")
    blank = pl.col("name", "place", "wikipedia")
    each = each.with_columns(pl.when((blank != "") & (blank != "None")).then(blank))
    return each.with_columns(role=pl.lit(role))


def split_parallel(cell: pl.Expr) -> pl.Expr:
    """A cell with several values as a list in which blanks keep their place.

    Example:
        >>> pl.DataFrame({"a": ["x; None;y"]}).select(split_parallel(pl.col("a")))["a"].to_list()
        [['x', 'None', 'y']]
    """
    return cell.str.split(";").list.eval(pl.element().str.strip_chars())


def polecat_country(text: str) -> str:
    """The code of a country as POLECAT writes it: its alpha-3 code or its name; KOS is Kosovo."""
    state = country(f"iso3:{'XKX' if text == 'KOS' else text}") if len(text) == 3 and text.isupper() else None
    return state.iso3 if state else iso3_of(text)


def _meant(one: Mapping[str, Any]) -> Meant:
    name, home = str(one["name"]), polecat_country(one["place"]) if one["place"] else ""
    if is_nobody(name):
        return Meant(PLACEHOLDER)
    own = iso3_of(name)
    return Meant("country", own) if own and home in ("", own) else Meant("actor", home)
