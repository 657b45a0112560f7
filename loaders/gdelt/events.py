"""Loader for GDELT events 1.0 and 2.0: gives the columns their meaning, whole columns at a time.

A row says: actor 1 did this to actor 2 there on that day, according to this article. It is a report, not an event,
and one article gives the same row many times, so all rows of one report get one IRI. The only Python code that runs for
each row is the hash of its key; codes are looked up once for each distinct code of a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from govgraph.loaders.events.columns import first_rows, mapped
from govgraph.loaders.gdelt import layout
from govgraph.loaders.gdelt.actors import participations_of
from govgraph.loaders.gdelt.places import GEO_COLUMNS, places, with_place
from govgraph.loaders.sheets.lines import Lines, line_blocks
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.cameo import cameo_event
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import CODE, clean_url_expr, local_id

_USED: Final = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "EventCode",
    "GoldsteinScale", "NumArticles", "AvgTone", *GEO_COLUMNS, "SOURCEURL",
)  # fmt: skip
_CHECKED: Final = ("EventRootCode", "DATEADDED")
"""Read only to find files that were saved from a spreadsheet."""
_NO_CODE: Final = "---"
_WIDTH: Final = "wrong number of columns"


class GdeltEvents(Loader):
    """GDELT events, in the layouts of 57 and 58 (1.0) and 61 columns (2.0).

    **The key of an event** with a SOURCEURL: SQLDATE, Actor1Code, Actor1Name, Actor2Code, Actor2Name, EventCode, the
    action's place (feature number, or the codes that identify it) and SOURCEURL, hashed. Rows with one key are one
    report, found at several spots of the article, and each of them stays in the event's sources. The place belongs to
    the key: without it, 303 reports in the 2,414 rows of a real file would have had several places and kept one. Rows with
    one key may differ in counts and tone (the first row's are used) and in the actors' own places (not used). The key
    of a row without SOURCEURL is its GLOBALEVENTID.

    **Actors** are codes, never names: ``UNITED STATES`` carries 13 codes in one file. The given name is
    stored with the participation; only if a part of the code is in no list, it is the actor's name too. Codes of the same group
    of one country are one actor (``CVL``, ``CVLCVL``). A code that says only a country is that country; without an actor
    code there is no participation.
    """

    name = "gdelt-events"
    title = "GDELT 1.0 and 2.0 events, TAB separated, 57, 58 or 61 columns (.export.CSV)"
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
        """Recognise the format by the width of the first lines and the values of their first columns."""
        return layout.sureness(source)

    def why_not(self, source: Source) -> LoaderError | None:
        """Say so if it is another kind of GDELT file."""
        if other := layout.other_file(source):
            return LoaderError(
                f"it holds {other}, which are not loaded", where=str(source), expected=layout.EXPECTED,
                hint="load the events of the same quarter of an hour (.export.CSV)",
            )  # fmt: skip
        return None

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``gdelt`` unless the options name one."""
        return options.dataset or "gdelt"

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's rows, block by block; ``row`` is the number of the line.

        Raises:
            LoaderError: the file holds no GDELT events, was saved from a spreadsheet, or cannot be read to its end.
        """
        if source.head and not layout.sureness(source):
            raise LoaderError("not a file of GDELT events", where=str(source), expected=layout.EXPECTED)
        reported: set[str] = set()
        for lines in line_blocks(source, options.block_rows):
            block = _block(lines, options.base, str(source))
            block.unused_columns = tuple(c for c in block.unused_columns if c not in reported)
            reported.update(block.unused_columns)
            yield block


def _block(lines: Lines, base: str, where: str) -> Block:
    """The tables of one block of lines."""
    good = np.ones(lines.count, dtype=np.bool_)
    rows_read = lines.count
    if lines.first == 1 and layout.is_header(header := lines.line(0).decode("utf-8", "replace").split("\t")):
        layout.check_header(header, where)
        good[0] = False
        rows_read -= 1
    rejects = []
    for index, reason in lines.faults.items():
        good[index] = False
        rejects.append(Reject(lines.first + index, "", reason, lines.line(index).decode("utf-8", "replace")[:200]))
    for index in np.flatnonzero(good & ~np.isin(lines.widths, list(layout.LAYOUTS))).tolist():
        good[index] = False
        rejects.append(Reject(lines.first + index, "", _WIDTH, str(lines.widths[index])))
    widths = {w for w in layout.LAYOUTS if (good & (lines.widths == w)).any()}
    unused = dict.fromkeys(c for w in sorted(widths) for c in layout.LAYOUTS[w] if c not in _USED)
    block = Block({}, rows_read, rejects, unused_columns=tuple(unused), position=lines.position)
    if widths:
        _fill(block, _text(_read(lines, good), where), base)
    block.rejects.sort(key=lambda r: r.row)
    return block


def _read(lines: Lines, good: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """The good lines as text, whatever their widths, in the order of the file."""
    frames = [
        lines.frame(good & (lines.widths == width), columns, [c for c in (*_USED, *_CHECKED) if c in columns])
        for width, columns in layout.LAYOUTS.items()
    ]
    filled = [frame for frame in frames if frame.height]
    return pl.concat(filled, how="diagonal").sort("row") if len(filled) > 1 else filled[0]


def _text(rows: pl.DataFrame, where: str) -> pl.DataFrame:
    """The used columns without surrounding space, an empty value as null.

    Raises:
        LoaderError: a row shows that the file was saved from a spreadsheet.
    """
    for column, pattern in (("DATEADDED", layout.ROUNDED), ("EventRootCode", layout.ZERO_LOST)):
        bad = rows.filter(pl.col(column).str.strip_chars().str.contains(pattern))
        if bad.height:
            row, value = bad.select("row", column).row(0)
            raise layout.saved_from_a_spreadsheet(f"{where}:{row}:{column}", f"{column} is {value.strip()!r}")
    missing = [pl.lit(None, pl.String).alias(c) for c in _USED if c not in rows.columns]
    rows = rows.with_columns(missing).select("row", *_USED)
    text = pl.col(_USED).str.strip_chars()
    return rows.with_columns(pl.when(text != "").then(text))


def _fill(block: Block, rows: pl.DataFrame, base: str) -> None:
    """Put the tables, the rejects and the notes of some rows into a block."""
    rows = rows.with_columns(
        day=pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False),
        tone=pl.col("AvgTone").cast(pl.Float64, strict=False),
        intensity=pl.col("GoldsteinScale").cast(pl.Float64, strict=False),
        articles=pl.col("NumArticles").cast(pl.Int64, strict=False),
        latitude=pl.col("ActionGeo_Lat").cast(pl.Float64, strict=False),
        longitude=pl.col("ActionGeo_Long").cast(pl.Float64, strict=False),
    )
    rows = _without_faults(block, rows)
    rows, notes = with_place(rows, base)
    block.notes += notes
    rows = rows.with_columns(
        event=_event_iri(rows, base),
        document=clean_url_expr(pl.col("SOURCEURL")),
        type=mapped("EventCode", _event_types(block, rows)),
    )
    participations, actors = participations_of(block, rows, base)
    block.tables = {
        "events": rows.select(
            pl.col("event").alias("iri"),
            "type",
            pl.concat_list(pl.lit("gdelt:") + pl.col("GLOBALEVENTID")).alias("identifiers"),
            pl.col("day").dt.to_string("%Y-%m-%d").alias("start_date"),
            pl.col("place_iri").alias("place"),
            "tone",
            "intensity",
            "articles",
            "row",
            "document",
        ),
        "participations": participations,
        "actors": actors,
        "places": places(rows, base),
    }


def _without_faults(block: Block, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that can be loaded; the others go to the block's rejects, each with its first fault."""
    has_point = pl.col("ActionGeo_Type").is_in(["2", "3", "4", "5"]).fill_null(False)
    lat, long = pl.col("latitude"), pl.col("longitude")
    no_day = ~pl.col("SQLDATE").str.contains(r"^\d{8}$") | pl.col("day").is_null() | (pl.col("day").dt.year() < 1)
    faults = [
        ("GLOBALEVENTID", "not a number", ~pl.col("GLOBALEVENTID").str.contains(r"^-?\d+$").fill_null(False)),
        ("SQLDATE", "not a date (YYYYMMDD)", no_day.fill_null(True)),
        *(
            (column, "not a number", pl.col(column).is_not_null() & ~pl.col(number).is_finite().fill_null(False))
            for column, number in (("GoldsteinScale", "intensity"), ("AvgTone", "tone"))
        ),
        ("NumArticles", "not a number", pl.col("NumArticles").is_not_null() & pl.col("articles").is_null()),
        ("NumArticles", "less than 0", pl.col("articles") < 0),
        ("ActionGeo_Type", "not a type of place (0 to 5)", ~pl.col("ActionGeo_Type").str.contains(r"^[0-5]$")),
        *(
            (column, "not a number", has_point & pl.col(column).is_not_null() & ~number.is_finite().fill_null(False))
            for column, number in (("ActionGeo_Lat", lat), ("ActionGeo_Long", long))
        ),
        ("ActionGeo_Lat", "not between -90 and 90", has_point & ~lat.is_between(-90, 90)),
        ("ActionGeo_Long", "not between -180 and 180", has_point & ~long.is_between(-180, 180)),
        ("ActionGeo_Lat", "a point with half of its numbers", has_point & lat.is_null() & long.is_not_null()),
        ("ActionGeo_Long", "a point with half of its numbers", has_point & long.is_null() & lat.is_not_null()),
    ]  # fmt: skip
    first_faults = rows.select(
        pl.coalesce(pl.when(wrong).then(pl.lit(i, pl.Int16)) for i, (_, _, wrong) in enumerate(faults)).alias("fault")
    )["fault"]
    if first_faults.null_count() == rows.height:
        return rows
    for rejected in rows.select("row", first_faults, *_USED).drop_nulls("fault").iter_rows(named=True):
        column, reason, _ = faults[rejected["fault"]]
        block.rejects.append(Reject(rejected["row"], column, reason, (rejected[column] or "")[:200]))
    return rows.filter(first_faults.is_null())


def _event_iri(rows: pl.DataFrame, base: str) -> pl.Series:
    """The IRI of each row's event; see the class for the key."""
    parts = ("SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "EventCode", "place_key", "SOURCEURL")
    # A value holds no TAB, so two rows have one text only when all parts are equal; and a text with TABs is always
    # hashed.
    keys = rows.select(
        pl.when(pl.col("SOURCEURL").is_null())
        .then("GLOBALEVENTID")
        .otherwise(pl.concat_str([pl.col(p).fill_null("") for p in parts], separator="\t"))
    ).to_series()
    prefix = f"{base}event/gdelt/"
    return pl.Series("event", [prefix + local_id(key) for key in keys.to_list()], dtype=pl.String)


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
