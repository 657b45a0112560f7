"""Loader for GDELT events 1.0 and 2.0, as published or written again: gives the columns their meaning, whole columns at a time.

A row is what GDELT calls an event: actor 1 did this to actor 2 there on that day, according to this article. Codes are looked up once for each
distinct code of a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from govgraph.loaders.events.columns import (
    details,
    first_rows,
    hashed,
    mapped,
    no_number,
    number,
    once,
    points,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Header
from govgraph.loaders.events.table import table_rows
from govgraph.loaders.gdelt import layout
from govgraph.loaders.gdelt.actors import participations_of
from govgraph.loaders.gdelt.damage import refuse_changed
from govgraph.loaders.gdelt.exports import as_published, check_header, event_format, header_in
from govgraph.loaders.gdelt.places import GEO_COLUMNS, places, with_place
from govgraph.loaders.gdelt.uncoded import HOMES, PART_COLUMNS, unused_parts, with_codes
from govgraph.loaders.sheets.lines import Lines, line_blocks
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.cameo import cameo_event, cameo_events
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import CODE, clean_url_expr, local_id

_DETAILS: Final = ("IsRootEvent", "QuadClass", "NumMentions", "NumSources", "DATEADDED")
"""What the tables have no column for."""
_USED: Final = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "EventCode",
    "GoldsteinScale", "NumArticles", "AvgTone", *GEO_COLUMNS, "SOURCEURL", *_DETAILS,
)  # fmt: skip
_CODES: Final = ("EventBaseCode", "EventRootCode")
"""Read to find changed files, and where there is no EventCode."""
_PLACED: Final = tuple(f"ActionGeo_{part}" for part in ("Type", "CountryCode", "ADM1Code", "FeatureID"))
"""What a place is identified by; in a file that lacks one of these columns, what it says of places is kept in details."""
_FORMAT: Final = event_format((*_USED, *_CODES, *PART_COLUMNS))
_NO_CODE: Final = "---"
_WIDTH: Final = "wrong number of columns"
_KEY: Final = ("SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "EventCode", "place_key", "SOURCEURL")
"""What tells events apart in a file without their ids."""


class GdeltEvents(Loader):
    """GDELT events, in the layouts of 57 and 58 (1.0) and 61 columns (2.0), and in what others make of them.

    **The key of an event** is its GLOBALEVENTID, so that a row, its copy in another file, its mentions and its records in the GKG are about
    one event. One article gives the same report several times, each with an id of its own: these are several events, as in GDELT. In a file
    without the column GLOBALEVENTID the key is made of the other columns, and such events are not joined with those of other files.

    **Actors** are codes, never names: ``UNITED STATES`` carries 13 codes in one file. The given name is
    stored with the participation; only if a part of the code is in no list, it is the actor's name too. Codes of the same group
    of one country are one actor (``CVL``, ``CVLCVL``). A code that says only a country is that country; without an actor
    code there is no participation.
    """

    name = "gdelt-events"
    title = "GDELT 1.0 and 2.0 events (.export.CSV), and copies with a header, other columns, commas, as Parquet or from BigQuery"
    example = "govgraph load 20180101000000.export.CSV.zip"
    dataset_title = "GDELT Event Database"
    licence = "open, citation required (GDELT Project)"
    homepage = "https://www.gdeltproject.org/"
    code_systems = ("cameo", "fips", "fips-adm1", "gns", "gnis")
    tables = ("events", "participations", "actors", "places")
    primary = ("events",)
    suffixes = (".csv", ".tsv")
    version = 3

    def detect(self, source: Source) -> float:
        """Recognise the format by the width and first values of its lines, or by its header."""
        return 0.95 if header_in(source, _FORMAT) or layout.is_published(source) else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``gdelt`` unless the options name one."""
        return options.dataset or "gdelt"

    def continues(self, source: Source) -> bool:
        """Files as GDELT publishes them: each line is a row."""
        return header_in(source, _FORMAT) is None and layout.is_published(source)

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's rows, block by block; ``row`` is the number of the line.

        Raises:
            LoaderError: the file holds no GDELT events, was saved from a spreadsheet, or cannot be read to its end.
        """
        if not source.head:
            return
        header = header_in(source, _FORMAT)
        if header is None and not layout.is_published(source):
            raise LoaderError("not a file of GDELT events", where=str(source), expected=layout.EXPECTED)
        reported: set[str] = set()
        for block, rows in _published(source, options) if header is None else _copied(source, header, options):
            if rows.height:
                refuse_changed(rows, str(source), published=header is None)
                _fill(block, _usual(block, rows, source, header), options.base)
            block.rejects.sort(key=lambda r: r.row)
            block.unused_columns = tuple(c for c in block.unused_columns if c not in reported)
            reported.update(block.unused_columns)
            yield block


def _published(source: Source, options: Options) -> Iterator[tuple[Block, pl.DataFrame]]:
    """The rows of a file as GDELT publishes it: lines of several widths, separated by TAB, without quotes."""
    for lines in line_blocks(source, options.block_rows):
        good = np.ones(lines.count, dtype=np.bool_)
        rejects = []
        for index, reason in lines.faults.items():
            good[index] = False
            rejects.append(Reject(lines.first + index, "", reason, lines.line(index).decode("utf-8", "replace")[:200]))
        for index in np.flatnonzero(good & ~np.isin(lines.widths, list(layout.LAYOUTS))).tolist():
            good[index] = False
            rejects.append(Reject(lines.first + index, "", _WIDTH, str(lines.widths[index])))
        widths = {w for w in layout.LAYOUTS if (good & (lines.widths == w)).any()}
        unused = dict.fromkeys(
            c for w in sorted(widths) for c in layout.LAYOUTS[w] if c not in _USED and c not in _CODES
        )
        block = Block({}, lines.count, rejects, unused_columns=tuple(unused), position=lines.position)
        yield block, _read(lines, good) if widths else pl.DataFrame()


def _read(lines: Lines, good: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """The good lines as text, whatever their widths, in the order of the file."""
    frames = [
        lines.frame(good & (lines.widths == width), columns, [c for c in (*_USED, *_CODES) if c in columns])
        for width, columns in layout.LAYOUTS.items()
    ]
    filled = [frame for frame in frames if frame.height]
    return pl.concat(filled, how="diagonal").sort("row") if len(filled) > 1 else filled[0]


def _copied(source: Source, header: Header, options: Options) -> Iterator[tuple[Block, pl.DataFrame]]:
    """The rows of a file that is not as GDELT publishes it."""
    for rows in table_rows(source, _FORMAT, header, options.block_rows):
        unused = (*rows.unused, *unused_parts(rows.frame.columns))
        block = Block({}, rows.rows_read, rows.rejects, rows.notes, unused, rows.position)
        if rows.frame.height and "GLOBALEVENTID" not in rows.frame.columns:
            first = int(rows.frame["row"][0])
            block.notes.append(Note("no GLOBALEVENTID", "these events are not joined with those of other files", first))
        yield block, rows.frame


def _usual(block: Block, rows: pl.DataFrame, source: Source, header: Header | None) -> pl.DataFrame:
    """The used columns in the form in which GDELT publishes them, without surrounding space, what is missing as null.

    Raises:
        LoaderError: the names of a header stand over other columns.
    """
    have = rows.columns
    if header is not None:
        rows = with_codes(as_published(rows, header.separator))
        check_header(rows, f"{source}:{max(header.row, 1)}")
    if "EventCode" not in have:
        rows = rows.with_columns(EventCode=_certain("EventBaseCode"))
    more: list[str] = [] if "EventCode" in have else [c for c in _CODES if c in have]
    if not set(_PLACED) <= set(have):
        of_place = {c: f"#{c}" for c in GEO_COLUMNS if c in have}
        rows, more = rows.rename(of_place), [*more, *of_place.values()]
    more += [c for c in HOMES if c in rows.columns]
    missing = [pl.lit(None, pl.String).alias(c) for c in _USED if c not in rows.columns]
    rows = rows.with_columns(missing).select("row", *_USED, *more)
    if header is None:
        text = pl.col(pl.String).str.strip_chars()
        rows = rows.with_columns(text).with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))
    if "GLOBALEVENTID" in have:
        faults = [("GLOBALEVENTID", "not a number", ~pl.col("GLOBALEVENTID").str.contains(r"^-?\d+$").fill_null(False))]
        rows = without_faults(block, rows, faults)
    return rows


def _certain(base_code: str) -> pl.Expr:
    """The event code where only its first three digits are known: these, if CAMEO divides them no further."""
    divided = {event.code[:3] for event in cameo_events() if len(event.code) > 3}
    return pl.when(~pl.col(base_code).is_in(list(divided))).then(base_code)


def _fill(block: Block, rows: pl.DataFrame, base: str) -> None:
    """Put the tables, the rejects and the notes of some rows into a block."""
    rows = rows.with_columns(
        day=once(rows, "SQLDATE", pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False)),
        tone=number("AvgTone"),
        intensity=number("GoldsteinScale"),
        articles=pl.col("NumArticles").cast(pl.Int64, strict=False),
        latitude=number("ActionGeo_Lat"),
        longitude=number("ActionGeo_Long"),
    )
    rows = _without_faults(block, rows)
    rows, notes = with_place(rows, base)
    block.notes += notes
    rows = rows.with_columns(
        event=_event_iris(rows, f"{base}event/gdelt/"),
        document=clean_url_expr(pl.col("SOURCEURL")),
        type=mapped("EventCode", _event_types(block, rows)),
    )
    _tell_differing(block, rows)
    participations, actors = participations_of(block, rows, base)
    more = [(c.lstrip("#"), c) for c in rows.columns if c in _CODES or c.startswith("#")]
    known = [*((c, c) for c in _DETAILS), *more, ("ActionGeo_CountryCode", "odd_country")]
    block.tables = {
        "events": rows.select(
            pl.col("event").alias("iri"),
            "type",
            pl.when(pl.col("GLOBALEVENTID").is_not_null()).then(pl.concat_list(pl.lit("gdelt:") + pl.col("GLOBALEVENTID"))).alias("identifiers"),
            pl.col("day").dt.to_string("%Y-%m-%d").alias("start_date"),
            pl.col("place_iri").alias("place"),
            "tone",
            "intensity",
            "articles",
            details("gdelt", known).alias("details"),
            "row",
            "document",
        ),
        "participations": participations,
        "actors": actors,
        "places": places(rows, base),
    }  # fmt: skip


def _event_iris(rows: pl.DataFrame, prefix: str) -> pl.Series:
    """The IRI of each row's event: its id or, in a file without ids, a hash of what tells events apart."""
    keyless = rows["GLOBALEVENTID"].null_count() > 0
    return hashed(rows, prefix, _KEY) if keyless else (prefix + rows["GLOBALEVENTID"]).rename("event")


def _tell_differing(block: Block, rows: pl.DataFrame) -> None:
    """Note the first row of each event that other rows of the block tell otherwise: GDELT gives an id once."""
    if rows["event"].n_unique() == rows.height:
        return
    again = rows.filter(pl.col("event").is_duplicated()).select("event", "row", told=pl.struct(*_KEY[:-1]))
    differing = again.group_by("event").agg(pl.col("told").n_unique(), pl.col("row").min()).filter(pl.col("told") > 1)
    for event, _, row in differing.sort("row").iter_rows():
        block.notes.append(Note("rows of one event that differ", event.rsplit("/", 1)[-1], row))


def _without_faults(block: Block, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that can be loaded, without their cells that are wrong; the others go to the block's rejects, each with its first fault."""
    no_day = ~pl.col("SQLDATE").str.contains(r"^\d{8}$") | pl.col("day").is_null() | (pl.col("day").dt.year() < 1)
    faults = [
        ("SQLDATE", "not a date (YYYYMMDD)", no_day.fill_null(True)),
        ("ActionGeo_Type", "not a type of place (0 to 5)", ~pl.col("ActionGeo_Type").str.contains(r"^[0-5]$")),
    ]
    rows = without_faults(block, rows, faults)
    has_point = pl.col("ActionGeo_Type").is_in(["2", "3", "4", "5"]).fill_null(False)
    point = ["latitude", "longitude"]
    cells = [
        no_number("GoldsteinScale"),
        no_number("AvgTone"),
        ("NumArticles", ["articles"], "not a number", pl.col("NumArticles").is_not_null() & pl.col("articles").is_null()),
        ("NumArticles", ["articles"], "less than 0", pl.col("articles") < 0),
        *((column, point, reason, has_point & wrong) for column, _, reason, wrong in points("ActionGeo_Lat", "ActionGeo_Long")),
    ]  # fmt: skip
    return without_wrong_cells(block, rows, cells)


def _event_types(block: Block, rows: pl.DataFrame) -> dict[str, str]:
    """Event code -> IRI of its concept, for the codes of a block."""
    types = {}
    for code, row in first_rows(rows, "EventCode"):
        if code == _NO_CODE:
            continue
        types[code] = f"{CODE}cameo/{local_id(code)}"
        if cameo_event(code) is None:
            block.notes.append(Note("unknown code", f"cameo:{code}", row))
    return types
