"""Loader for Phoenix events: the daily files of the Open Event Data Alliance, without a header, and the Cline Center's historical files."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.events.base import SURE, EventTable
from govgraph.loaders.events.coded import by_code
from govgraph.loaders.events.columns import (
    day_of,
    first_rows,
    hashed,
    mapped,
    no_number,
    number,
    once,
    points,
    split,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format, Header, first_cells
from govgraph.loaders.events.lost_zeros import with_zeros
from govgraph.loaders.events.places import with_places
from govgraph.loaders.repeated import each_once, in_lists
from govgraph.ontology.block import Block, Note
from govgraph.ontology.cameo import cameo_event
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import ADDRESS, CODE, clean_url_expr, local_id

_DAILY: Final = (
    "event_id", "date", "year", "month", "day", "source", "source_entity", "source_role", "source_attribute", "target", "target_entity",
    "target_role", "target_attribute", "event_code", "root_code", "quad_class", "goldstein", "issues", "latitude", "longitude", "place",
    "country", "state", "sentence_id", "urls", "news_sources",
)  # fmt: skip
"""The columns of a daily file as its header would name them; the pipeline writes the state before the country."""

_DATES: Final = ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y")


class Phoenix(EventTable):
    """Phoenix events, daily and historical.

    **The key of an event** is its id and its day. **Actors** are CAMEO codes. Each address of a report is a document; the event code's
    own quad class is that of CAMEO, which the event type tells, so Phoenix's numbers (which are counted otherwise) are not kept.
    """

    name = "phoenix"
    title = "Phoenix events: OEDA daily files (26 columns, TAB, no header), Cline Center historical files"
    dataset_title = "Phoenix Event Data"
    version = 3
    licence = "open, citation required (Open Event Data Alliance; Cline Center)"
    homepage = "https://clinecenter.illinois.edu/project/machine-generated-event-data-projects/phoenix-data"
    code_systems = ("cameo",)
    tables = ("events", "participations", "actors", "places", "mentions", "documents")
    primary = ("events", "mentions")
    suffixes = (".txt", ".csv")
    default_dataset = "phoenix"
    format = Format(
        columns={
            "event_id": ("EventID", "eid"), "date": ("story_date",), "source": ("SourceActorFull",), "target": ("TargetActorFull",),
            "event_code": ("code",), "root_code": ("EventRootCode",), "goldstein": ("GoldsteinScore",), "issues": ("joined_issues",), "latitude": ("ActionLat", "lat"),
            "longitude": ("ActionLong", "lon", "long"), "place": ("LocationName", "placename"), "country": ("GeoCountryName", "countryname", "CountryCode"),
            "state": ("GeoStateName", "statename"), "urls": (), "news_sources": (), "aid": (),
        },
        needed=(("event_id",), ("date",), ("source",), ("target",), ("event_code",), ("goldstein",), ("place",)),
        nulls=("NA", "NULL", "None", "---", "nan"),
    )  # fmt: skip

    def header(self, source: Source) -> Header | None:
        """The header; of a daily file, which has none, its columns, with state and country where the rows have them."""
        if found := super().header(source):
            return found
        lines = first_cells(source)
        good = [cells for cells in lines if _is_daily(cells)]
        if not good or len(good) * 10 < len(lines) * 9:
            return None
        at = _DAILY.index("country")
        states = [sum(bool(_country(cells[at + shift].strip())) for cells in good) for shift in (0, 1)]
        names = list(_DAILY)
        if states[1] > states[0]:
            names[at], names[at + 1] = names[at + 1], names[at]
        return Header(tuple(names), 0, "\t")

    def detect(self, source: Source) -> float:
        """Recognise the format by its header, or by the values of its 26 columns."""
        return SURE if self.header(source) else 0.0

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        day = day_of("date", *_DATES)
        rows = rows.with_columns(day=once(rows, "date", day.dt.to_string("%Y-%m-%d")))
        rows = without_faults(
            block,
            rows,
            [
                ("event_id", "there is no event id", pl.col("event_id").is_null()),
                ("date", "not a date", pl.col("day").is_null()),
            ],
        )
        rows = without_wrong_cells(block, rows, [no_number("goldstein"), *points()])
        root = pl.col("root_code").str.zfill(2)
        rows = with_zeros(block, rows, "event_code", root, where=str(source), of="Phoenix events")
        types = {}
        for each, row in first_rows(rows, "event_code"):
            types[each] = f"{CODE}cameo/{local_id(each)}"
            if cameo_event(each) is None:
                block.notes.append(Note("unknown code", f"cameo:{each}", row))
        rows = rows.with_columns(
            event=hashed(rows, f"{base}event/{local_id(dataset)}/", [pl.concat_str("event_id", pl.lit("/"), "day")]),
            type=mapped("event_code", types), addresses=split("urls", ";"),
        )  # fmt: skip
        placed, places = with_places(
            block, rows.rename({"state": "adm1", "place": "location"}), base, dataset, _country
        )
        sides = [
            rows.select("event", "row", pl.lit(role).alias("role"), pl.col(side).alias("code"), pl.col(side).alias("as_given"))
            for side, role in (("source", "actor"), ("target", "recipient"))
        ]  # fmt: skip
        links, actors = by_code(block, pl.concat(sides), base)
        reports = rows.select("event", "row", pl.col("addresses").alias("reported_in")).explode("reported_in")
        reports = reports.with_columns(clean_url_expr(pl.col("reported_in"))).filter(
            pl.col("reported_in").str.contains(ADDRESS)
        )
        block.tables = {
            "events": placed.select(
                pl.col("event").alias("iri"), "type", pl.col("day").alias("start_date"), "place", number("goldstein").alias("intensity"), "row",
                split("news_sources", ";").list.unique(maintain_order=True).alias("reported_by"),
                each_once(placed["issues"], _topics).alias("topics"),
                in_lists([f"{dataset}:" + placed["event_id"], f"{dataset}-article:" + placed["aid"]]).alias("identifiers"),
                pl.col("addresses").list.first().alias("document"),
            ),
            "participations": links,
            "actors": actors,
            "places": places,
            "mentions": reports.select(
                hashed(reports, f"{base}mention/{local_id(dataset)}/", ["event", "reported_in"]).alias("iri"), "event", "reported_in", "row",
                pl.col("reported_in").alias("document"),
            ),
            "documents": reports.select(pl.col("reported_in").alias("iri"), "row", pl.concat_list("reported_in").alias("links"))
            .unique("iri", keep="first", maintain_order=True),
        }  # fmt: skip


def _is_daily(cells: list[str]) -> bool:
    if len(cells) != len(_DAILY):
        return False
    day, year, month, code = cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[13].strip()
    return (
        bool(re.fullmatch(r"\d{8}", day) and re.fullmatch(r"[\dA-Z-]{2,4}", code))
        and day[:4] == year
        and day[4:6] == month.zfill(2)
    )


def _country(text: str) -> str:
    """The code of a country by its alpha-3 code or its name."""
    state = country(f"iso3:{text}") if re.fullmatch("[A-Z]{3}", text) else None
    return state.iso3 if state else iso3_of(text)


def _topics(cells: pl.Series) -> pl.Series:
    """Cells such as ``ID_TRADE,2;ID_OIL,1`` as lists of typed issues; null where there is none."""
    issue = pl.element().str.replace(r",\d*$", "").str.strip_chars().str.replace_all(r"\s+", "_")
    issues = cells.str.split(";").list.eval(issue)
    issues = issues.list.eval("phoenix-issue:" + pl.element().filter(pl.element() != ""))
    return issues.set(issues.list.len() == 0, None)
