"""Loader for GDELT's Global Knowledge Graph (GKG) 1 and 2: who and what is named in a document. It knows of no events of its own.

That persons and organisations are named in one document is co-mention, and nothing more: the document is linked to each of them, and they are not
linked to each other.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import distinct, first_rows, named, without_faults, without_wrong_cells
from govgraph.loaders.events.layout import Format, Header, first_cells
from govgraph.loaders.gdelt import gkg_cells as cells
from govgraph.loaders.gdelt.damage import exact, refuse_changed
from govgraph.loaders.gdelt.documents import day_in, identifiers, language_of, links, titles, with_document
from govgraph.loaders.gdelt.exports import NULLS, no_moment, with_moments
from govgraph.loaders.gdelt.mentions import mention_iris
from govgraph.loaders.gdelt.places import places, with_place
from govgraph.loaders.identity import name_only_iris
from govgraph.ontology.block import NAMES, Block, Note
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.terms import ADDRESS, clean_url_expr

ONE: Final = tuple(
    "DATE NUMARTS COUNTS THEMES LOCATIONS PERSONS ORGANIZATIONS TONE CAMEOEVENTIDS SOURCES SOURCEURLS".split()
)
"""The 11 columns of version 1 in order."""
TWO: Final = tuple(
    "GKGRECORDID DATE SourceCollectionIdentifier SourceCommonName DocumentIdentifier Counts V2Counts Themes V2Themes Locations V2Locations "
    "Persons V2Persons Organizations V2Organizations V2Tone Dates GCAM SharingImage RelatedImages SocialImageEmbeds SocialVideoEmbeds "
    "Quotations AllNames Amounts TranslationInfo Extras".split()
)
"""The 27 columns of version 2 in order, with the names that BigQuery gives them."""

_KINDS: Final = (("person", "Persons", "V2Persons"), ("organization", "Organizations", "V2Organizations"))


class GdeltGkg(EventTable):
    """GDELT's Global Knowledge Graph.

    **Documents** are known by their addresses. **Actors** are known by name alone, as GDELT tells names apart: without regard to capital letters.
    A record of version 1 stands for several documents with the same names; each of them is linked. **Events** that a record of version 1 lists by
    their ids are reported in its documents; if it has several, in one of them at least, which its details say.
    """

    name = "gdelt-gkg"
    title = "GDELT Global Knowledge Graph 1 (.gkg.csv, 11 columns) and 2 (27 columns), and copies with a header"
    example = "govgraph load 20180101000000.gkg.csv.zip"
    dataset_title = "GDELT Global Knowledge Graph"
    licence = "open, citation required (GDELT Project)"
    homepage = "https://www.gdeltproject.org/"
    code_systems = ("fips", "fips-adm1", "gns", "gnis", "gkg-theme")
    tables = ("documents", "actors", "places", "mentions")
    primary = ("documents",)
    suffixes = (".csv", ".tsv")
    default_dataset = "gdelt-gkg"
    format = Format(
        columns={
            "GKGRECORDID": (), "DATE": ("V2.1DATE",), "SourceCollectionIdentifier": ("V2SourceCollectionIdentifier",),
            "SourceCommonName": ("V2SourceCommonName",), "DocumentIdentifier": ("V2DocumentIdentifier",), "Counts": ("V1Counts",),
            "V2Counts": ("V2.1Counts",), "Themes": ("V1Themes",), "V2Themes": ("V2EnhancedThemes",), "Locations": ("V1Locations",),
            "V2Locations": ("V2EnhancedLocations",), "Persons": ("V1Persons",), "V2Persons": ("V2EnhancedPersons",),
            "Organizations": ("V1Organizations",), "V2Organizations": ("V2EnhancedOrganizations",), "V2Tone": ("V1.5Tone", "Tone"),
            "Quotations": ("V2.1Quotations",), "TranslationInfo": ("V2.1TranslationInfo",), "Extras": ("V2ExtrasXML",),
            "NUMARTS": (), "CAMEOEVENTIDS": (), "SOURCES": (), "SOURCEURLS": (),
        },
        needed=(("DocumentIdentifier", "SOURCEURLS"), ("Persons", "V2Persons", "Organizations", "V2Organizations", "Themes", "V2Themes", "Locations", "V2Locations")),
        nulls=NULLS,
    )  # fmt: skip

    def header(self, source: Source) -> Header | None:
        """The header; of a file without one, the columns of version 1 or 2."""
        if found := super().header(source):
            return found
        lines = first_cells(source)
        for names, fits in ((ONE, _is_one), (TWO, _is_two)):
            if lines and sum(map(fits, lines)) * 2 > len(lines):
                return Header(names, 0, "\t")
        return None

    def why_not(self, source: Source) -> LoaderError | None:
        """Say so if it is the file of counts alone."""
        lines = first_cells(source, lines=5)
        if (
            lines
            and all(len(line) == 15 and (line[2] == "COUNTTYPE" or re.fullmatch(r"\d{8}", line[0])) for line in lines)
            and any(
                line[2] in ("COUNTTYPE", "KILL", "ARREST", "PROTEST", "WOUND", "AFFECT", "KIDNAP", "SEIZE")
                for line in lines
            )
        ):
            return LoaderError(
                "it holds the counts of GDELT's Global Knowledge Graph, which are not loaded", where=str(source),
                expected="GKG 1 with 11 columns, or GKG 2 with 27", hint="load the full file of the same day (.gkg.csv); it has the counts too",
            )  # fmt: skip
        return None

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        refuse_changed(rows.select("row", "DATE"), str(source))
        base, header = options.base, self.header(source)
        told = {self.format.column(name) for name in header.names} if header else set()
        rows = rows.with_columns(
            exact("DATE").str.replace(r"\.0+$", ""),
            tone=pl.col("V2Tone").str.extract("^([^,]+)").cast(pl.Float64, strict=False),
        )
        # The first edition has a day for each record, the second a moment.
        rows = with_moments(rows, "DATE", midnight="000000" if "GKGRECORDID" in told else "")
        rows = without_faults(
            block,
            rows,
            [
                ("DocumentIdentifier", "there is no document", pl.col("DocumentIdentifier").is_null() & ~pl.col("SOURCEURLS").str.replace_all("<UDIV>", "").str.contains(r"\S").fill_null(False)),
            ],
        )  # fmt: skip
        no_tone = pl.col("V2Tone").is_not_null() & ~pl.col("tone").is_finite().fill_null(False)
        rows = without_wrong_cells(block, rows, [("V2Tone", ["tone"], "not a number", no_tone), no_moment("DATE")])
        if not rows.height:
            return
        documents = _documents(rows, base)
        mentioned, actors = _mentioned(rows, base, self.dataset(source, options))
        named_places, found = cells.places_in(block, rows, "Locations", "V2Locations")
        found, notes = with_place(found, base)
        block.notes += notes
        located = _located(named_places, found)
        about = rows.select(
            "row", "tone", cells.topics(rows, "Themes", "V2Themes").alias("topics"), day_in("DATE").alias("date"), _details().alias("details"),
            (language_of("TranslationInfo") if "TranslationInfo" in told else pl.lit(None, pl.String)).alias("language"),
            cells.element("PAGE_TITLE").alias("title"), more=pl.concat_list(cells.element("PAGE_ALTURL_AMP"), cells.element("PAGE_ALTURL_MOBILE")),
            published=cells.element("PAGE_PRECISEPUBTIMESTAMP"),
        ).with_columns(day_in("published"))  # fmt: skip
        every = documents.join(about, on="row", how="left", maintain_order="left")
        for one in (mentioned, located):
            every = every.join(one, on="row", how="left", maintain_order="left")
        other = clean_url_expr(pl.element())
        pages = pl.concat_list(
            links().fill_null([]),
            pl.col("more").list.eval(pl.when(other.str.contains(ADDRESS)).then(other)).list.drop_nulls(),
        )
        block.tables = {
            "documents": every.select(
                pl.col("document").alias("iri"), named(pl.coalesce("title", titles()), "").alias("names"), identifiers().alias("identifiers"),
                "publisher", "language", pl.coalesce("published", "date").alias("date"), "mentioned", "places", "topics", "tone",
                pl.when(pages.list.len() > 0).then(pages).alias("links"), "row",
                _and_more("details", "more_details", "odd_places").alias("details"),
            ),
            "actors": actors,
            "places": places(found, base),
            "mentions": _mentions(block, rows, documents, base),
        }  # fmt: skip


def _is_one(line: list[str]) -> bool:
    tone = line[7].split(",") if len(line) == len(ONE) else []
    return len(tone) == 6 and bool(re.fullmatch(r"\d{8}", line[0])) and line[1].isdigit()


def _is_two(line: list[str]) -> bool:
    return (
        len(line) == len(TWO)
        and bool(re.fullmatch(r"\d{14}-T?\d+", line[0]))
        and line[1].isdigit()
        and line[2].isdigit()
    )


def _documents(rows: pl.DataFrame, base: str) -> pl.DataFrame:
    """The documents of some records, one row for each: row, document, cited, publisher, ``several`` (how many the record has), more_details."""
    one = rows.filter(pl.col("DocumentIdentifier").is_not_null()).select(
        "row", "DATE", text="DocumentIdentifier", publisher="SourceCommonName", several=pl.lit(1, pl.UInt32), apart=pl.lit(""),
        more_details=pl.lit(None, pl.String),
    )  # fmt: skip
    shared = rows.filter(pl.col("DocumentIdentifier").is_null())
    if shared.height:
        addresses, sources = (
            pl.col("SOURCEURLS").str.split("<UDIV>"),
            pl.col("SOURCES").str.strip_chars("; ").str.split(";"),
        )
        lists = shared.select(
            "row", "DATE", text=addresses, several=addresses.list.len(),
            publisher=pl.when(sources.list.len() == addresses.list.len()).then(sources).otherwise(pl.lit(None, pl.String).repeat_by(addresses.list.len())),
            # Records of one day that cite the same words are told apart by what they name.
            apart=pl.concat_str(pl.col("Persons", "Organizations", "Locations", "CAMEOEVENTIDS").fill_null(""), separator="|"),
            sources="SOURCES",
        )  # fmt: skip
        each = lists.explode("text", "publisher").with_columns(pl.col("text", "publisher").str.strip_chars())
        # The lists of sources and addresses have one order; where an address shows that they do not, no publisher is named.
        fits = pl.col("text").str.contains(pl.col("publisher"), literal=True) | ~pl.col("text").str.contains(ADDRESS)
        each = each.filter(pl.col("text") != "").with_columns(publisher=pl.when(fits).then("publisher"))
        unplaced = pl.when(pl.col("publisher").is_null() & pl.col("sources").is_not_null()).then(
            pl.lit("gkg:SOURCES=") + pl.col("sources")
        )
        one = pl.concat(
            [one, each.select("row", "DATE", "text", "publisher", "several", "apart", more_details=unplaced)]
        )
    return with_document(one, base, "text", ["DATE", "apart"]).sort("row", maintain_order=True)


def _located(named_places: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """For each row its ``places``, and ``odd_places``: those whose codes disagree, as written."""
    told = named_places.join(found.select("told", "place_iri", "odd_country"), on="told", maintain_order="left")
    once = told.drop_nulls("place_iri").unique(["row", "place_iri"])
    lists = once.group_by("row").agg(places=pl.col("place_iri").sort())
    odd = told.drop_nulls("odd_country").unique(["row", "told"], maintain_order=True)
    odd = odd.with_columns(told=pl.lit("gkg:Locations=") + pl.col("told"))
    odd = odd.group_by("row").agg(odd_places=pl.col("told").str.join(cells.MARK))
    return lists.join(odd, on="row", how="full", coalesce=True)


def _mentioned(rows: pl.DataFrame, base: str, dataset: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """For each row the IRIs of those that it names, and their rows of ``actors``."""
    parts = [cells.names_in(rows, *of).with_columns(kind=pl.lit(kind)) for kind, *of in _KINDS]
    every, names = distinct(pl.concat(parts), ["kind", "name"])
    # GDELT tells names apart without regard to capitals; so what is hashed is in small letters.
    names = names.with_columns(text=pl.int_range(pl.len(), dtype=pl.UInt32), small=pl.col("name").str.to_lowercase())
    names = names.with_columns(actor=pl.struct("kind", "small").rank("dense"))
    apart = names.unique("actor", keep="first").select("actor", "kind", "small")
    nowhere = pl.repeat("", apart.height, eager=True)
    iris = name_only_iris(base, dataset, apart["kind"], nowhere, apart["small"])
    names = names.join(apart.select("actor", iri=iris), on="actor", how="left", maintain_order="left")
    # Of one name with capitals and without in one record, the one with capitals counts, which comes first.
    told = every.select("row", "#key").join(
        names.select("#key", "text", "actor", "iri"), on="#key", maintain_order="left"
    )
    # Row and actor as one number, which is compared much faster than two columns.
    told = told.filter((pl.col("row").cast(pl.UInt64) * apart.height + pl.col("actor") - 1).is_first_distinct())
    kept = told.group_by("text").agg(pl.col("row").min())
    actors = names.drop("row").join(kept, on="text").sort("row", "iri", "name")
    lists = told.group_by("row").agg(mentioned=pl.col("iri").sort())
    return lists, actors.select("iri", "kind", named("name").cast(NAMES).alias("names"), "row", name_only=pl.lit(True))


def _details() -> pl.Expr:
    """What the tables have no column for, with :data:`~govgraph.loaders.gdelt.gkg_cells.MARK` between the details."""
    single = {
        "GKGRECORDID": "GKGRECORDID",
        "SourceCollectionIdentifier": "SourceCollectionIdentifier",
        "NUMARTS": "NUMARTS",
        "Tone": "V2Tone",
    }
    parts = [
        pl.lit(f"gkg:{name}=") + pl.col(column)
        for name, column in {**single, "TranslationInfo": "TranslationInfo"}.items()
    ]
    parts += [
        pl.coalesce(cells.listed("Counts"), cells.listed("V2Counts", without_place=True)),
        cells.quotations("Quotations"),
    ]
    parts.append(pl.lit("gkg:PAGE_AUTHORS=") + cells.element("PAGE_AUTHORS"))
    return pl.concat_str(parts, separator=cells.MARK, ignore_nulls=True)


def _and_more(*columns: str) -> pl.Expr:
    """The details that several columns hold, as a list."""
    every = pl.concat_str(
        [pl.when(pl.col(c) != "").then(pl.col(c)) for c in columns], separator=cells.MARK, ignore_nulls=True
    )
    return pl.when(every != "").then(every.str.split(cells.MARK))


def _mentions(block: Block, rows: pl.DataFrame, documents: pl.DataFrame, base: str) -> pl.DataFrame:
    """The mentions of the events that records of version 1 list."""
    listed = rows.select("row", id=pl.col("CAMEOEVENTIDS").str.split(",")).explode("id", empty_as_null=True)
    listed = listed.with_columns(pl.col("id").str.strip_chars()).filter(pl.col("id") != "").unique(maintain_order=True)
    good = pl.col("id").str.contains(r"^-?\d+$")
    for text, row in first_rows(listed.filter(~good), "id"):
        block.notes.append(Note("not the number of an event", text[:200], row))
    told = listed.filter(good).join(
        documents.select("row", "document", "cited", "several"), on="row", maintain_order="left"
    )
    told = told.with_columns(event=pl.lit(f"{base}event/gdelt/") + pl.col("id"))
    one_of = pl.when(pl.col("several") > 1).then(
        pl.concat_list(pl.lit("gkg:one_of_documents=") + pl.col("several").cast(pl.String))
    )
    return told.select(
        mention_iris(told).alias("iri"), "event", pl.col("document").alias("reported_in"), one_of.alias("details"), "row", pl.col("cited").alias("document"),
    )  # fmt: skip
