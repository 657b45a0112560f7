"""Loader for GDELT 2.0 mentions: which article reported which event, where in its text, and how sure GDELT is of it."""

from __future__ import annotations

from typing import Final

import polars as pl

from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import (
    count,
    details,
    named,
    no_number,
    number,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format, Header, first_cells
from govgraph.loaders.gdelt.damage import exact, refuse_changed
from govgraph.loaders.gdelt.documents import day_in, identifiers, language_of, links, titles, with_document
from govgraph.loaders.gdelt.exports import NULLS, no_moment, with_moments
from govgraph.loaders.identity import hashed
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source

COLUMNS: Final = (
    "GLOBALEVENTID|EventTimeDate|MentionTimeDate|MentionType|MentionSourceName|MentionIdentifier|SentenceID|Actor1CharOffset|"
    "Actor2CharOffset|ActionCharOffset|InRawText|Confidence|MentionDocLen|MentionDocTone|MentionDocTranslationInfo|Extras"
).split("|")
"""The 16 columns in order (GDELT Event Database codebook 2.0, "Mentions table")."""

_OFFSETS: Final = ("Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset")
_WHOLE: Final = (
    "GLOBALEVENTID",
    "MentionTimeDate",
    "EventTimeDate",
    "MentionType",
    "SentenceID",
    *_OFFSETS,
    "InRawText",
    "MentionDocLen",
)


_OF_DOCUMENT: Final = (
    "MentionSourceName",
    "MentionTimeDate",
    "MentionDocTone",
    "MentionType",
    "MentionDocLen",
    "MentionDocTranslationInfo",
)


class GdeltMentions(EventTable):
    """GDELT mentions.

    **The key of a mention** is the event and the document. An article that reports an event in several sentences has several rows: the mention has
    the first one's ``sentence``, the greatest confidence, and what all of them say in its details. **An event** that is not loaded is
    undescribed until its file is loaded, before or after.
    """

    name = "gdelt-mentions"
    title = "GDELT 2.0 mentions of events (.mentions.CSV), 16 columns, and copies with a header"
    example = "govgraph load 20180101000000.mentions.CSV.zip"
    dataset_title = "GDELT Event Database"
    licence = "open, citation required (GDELT Project)"
    homepage = "https://www.gdeltproject.org/"
    tables = ("mentions", "documents")
    primary = ("mentions",)
    told_apart_by = ("iri", "sentence", "details")
    suffixes = (".csv", ".tsv")
    default_dataset = "gdelt"
    format = Format(
        columns={name: () for name in COLUMNS if name != "Extras"},
        needed=(("GLOBALEVENTID",), ("MentionIdentifier",)),
        nulls=NULLS,
    )

    def header(self, source: Source) -> Header | None:
        """The header; of a file as published, which has none, the 16 columns."""
        if found := super().header(source):
            return found
        for separator in "\t,;":
            lines = first_cells(source, separator)
            if lines and sum(map(_is_mention, lines)) * 2 > len(lines):
                return Header(tuple(COLUMNS), 0, separator)
        return None

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        refuse_changed(rows, str(source))
        base = options.base
        # Without the column nothing is known of the language; an empty cell of it means English.
        told = (header := self.header(source)) is not None and any(
            self.format.column(n) == "MentionDocTranslationInfo" for n in header.names
        )
        rows = rows.with_columns(exact(c).str.replace(r"\.0+$", "") for c in _WHOLE)
        rows = with_moments(rows, "MentionTimeDate", "EventTimeDate").with_columns(
            sentence=count("SentenceID"),
            sure=number("Confidence"),
            tone=number("MentionDocTone"),
        )
        rows = without_faults(
            block,
            rows,
            [
                ("GLOBALEVENTID", "not a number", ~pl.col("GLOBALEVENTID").str.contains(r"^-?\d+$").fill_null(False)),
                ("MentionIdentifier", "there is no document", pl.col("MentionIdentifier").is_null()),
                ("SentenceID", "not a number", pl.col("SentenceID").is_not_null() & ~(pl.col("sentence") >= 0).fill_null(False)),
            ],
        )  # fmt: skip
        unsure = pl.col("Confidence").is_not_null() & ~pl.col("sure").is_between(0, 100).fill_null(False)
        cells = [
            ("Confidence", ["sure"], "not a percentage (0 to 100)", unsure),
            no_number("MentionDocTone"),
            no_moment("MentionTimeDate"),
        ]
        rows = without_wrong_cells(block, rows, cells)
        rows = with_document(rows, base, "MentionIdentifier", ["MentionTimeDate"])
        rows = rows.with_columns(pl.when(pl.col(c) != "-1").then(c).alias(c) for c in _OFFSETS).with_columns(
            event=pl.lit(f"{base}event/gdelt/") + pl.col("GLOBALEVENTID"), reported_in="document"
        )
        language = language_of("MentionDocTranslationInfo") if told else pl.lit(None, pl.String)
        about = rows.unique(["document", *_OF_DOCUMENT], keep="first", maintain_order=True)
        block.tables = {
            "mentions": rows.select(
                mention_iris(rows).alias("iri"), "event", "reported_in", "sentence",
                details("gdelt", [(c, c) for c in (*_OFFSETS, "InRawText", "MentionTimeDate")]).alias("details"),
                (pl.col("sure") / 100).round(4).alias("confidence"), "row", pl.col("cited").alias("document"),
            ),
            "documents": about.select(
                pl.col("document").alias("iri"), named(titles(), "").alias("names"), pl.col("MentionSourceName").alias("publisher"),
                language.alias("language"), day_in("MentionTimeDate").alias("date"), "tone",
                links().alias("links"), identifiers().alias("identifiers"), "row",
                details("gdelt", [(c, c) for c in ("MentionType", "MentionDocLen", "MentionDocTranslationInfo")]).alias("details"),
            ),
        }  # fmt: skip


def mention_iris(rows: pl.DataFrame) -> pl.Series:
    """The IRIs of mentions, from ``event`` and ``document``: the same in all files of GDELT.

    Example:
        >>> mention_iris(pl.DataFrame({"event": ["x:7"], "document": ["http://a.kg/"]})).to_list()
        ['x:7/in/h-d4380023b3e8cfb3af53']
    """
    return rows.select(iri=pl.concat_str("event", pl.lit("/in/"), hashed("h-", rows["document"])))["iri"]


def _is_mention(cells: list[str]) -> bool:
    """Whether the cells of a line are those of a mention: an event's number and two moments."""
    return (
        len(cells) == len(COLUMNS)
        and cells[0].strip("-").isdigit()
        and all(len(c) == 14 and c.isdigit() for c in cells[1:3])
        and cells[5] != ""
    )
