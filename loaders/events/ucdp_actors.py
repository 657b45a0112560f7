"""Loader for the UCDP actor register: the actors of all UCDP data sets by their ids, with former names, splits and mergers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from govgraph.loaders.events.actors import participations
from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import details, first_rows, mapped, named, split, typed, without_faults
from govgraph.loaders.events.layout import Format
from govgraph.loaders.events.ucdp_files import governed
from govgraph.ontology.block import NAMES, Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.source_codes import source_event
from govgraph.ontology.terms import country_iri, local_id

# UCDP actor codebook, Org: 1 formal group, 2 supporters of parties and candidates, 3 ethnic or religious identity, 4 government.
_KINDS: Final = {"1": "armed_group", "2": "group", "3": "group", "4": "agency"}
_OTHER_NAMES: Final = (
    "NameOrig",
    "NameOrigFull",
    "NameOrigFullEng",
    "NewName",
    "NewNameFullMotherTongue",
    "NewNameFullEng",
)
_LINKS: Final = (
    ("ActorIdPrev", "splinter_of"), ("ActorIdSplitTemp", "temporary_split_of"), ("ActorIdAlliance", "merged_into"),
    ("ActorIdGroup", "joined"),
)  # fmt: skip
_DETAILS: Final = (
    "Org", "PrimaryParty", "OSID", "OSCoalition", "OSCoalitionID", "NSID", "NSCoalition", "NSCoalitionID", "Location", "GWNOLoc",
    "Region", "NameChange",
)  # fmt: skip


class UcdpActors(EventTable):
    """The UCDP actor register.

    An id stays through changes of the name: the other names become aliases. Splits, mergers and alliances are associations between
    actors. The conflicts and dyads of an actor are participations in them, as a party. Of an actor in several versions the newest
    counts.
    """

    name = "ucdp-actors"
    title = "UCDP actor register (names, name changes, splits and mergers of sides)"
    dataset_title = "UCDP Actor Dataset"
    licence = "CC-BY-4.0"
    homepage = "https://ucdp.uu.se/downloads/"
    code_systems = ("ucdp", "gw")
    tables = ("actors", "associations", "participations", "events")
    primary = ("actors", "associations", "participations")
    suffixes = (".csv",)
    default_dataset = "ucdp"
    format = Format(
        columns=dict.fromkeys(("ActorId", "NameData", *_OTHER_NAMES, "ConflictId", "DyadId", *_DETAILS, *(column for column, _ in _LINKS), "Version"), ()),
        needed=(("ActorId",), ("NameData",), ("Org",)),
        nulls=("n/a", "N/A", "NA", "NULL", "-99"),
    )  # fmt: skip

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        actor, event = f"{base}actor/{local_id(dataset)}/", f"{base}event/{local_id(dataset)}/"
        rows = without_faults(
            block,
            rows,
            [
                ("ActorId", "not a number", ~pl.col("ActorId").str.contains(r"^\d+$").fill_null(False)),
                ("NameData", "there is no name", pl.col("NameData").is_null()),
            ],
        )
        rows = rows.with_columns(
            iri=pl.concat_str(pl.lit(actor), "ActorId"), stamp=pl.col("Version").cast(pl.Float64, strict=False)
        ).with_columns(unit="iri")
        links = [_links(rows, actor, *link) for link in _LINKS]
        parties = [_parties(rows, event, whole) for whole in ("conflict", "dyad")]
        part = pl.concat(parties)
        wholes = part.group_by("event", "whole", "id").agg(pl.col("row").min()).sort("row", "event")
        concepts = {whole: concept.iri for whole in ("conflict", "dyad") if (concept := source_event("ucdp", whole))}
        block.tables = {
            "actors": rows.select(
                "iri", "row", "unit", "stamp", named("NameData").alias("names"), _aliases(_OTHER_NAMES).alias("aliases"),
                typed(block, rows, "Org", _KINDS, "ucdp.org").fill_null("actor").alias("kind"),
                mapped("NameData", {n: country_iri(base, i) for n, _ in first_rows(rows, "NameData") if (i := governed(n))}).alias("country"),
                pl.concat_list(pl.lit("ucdp-actor:") + pl.col("ActorId")).alias("identifiers"),
                details("ucdp", [(c.lower(), c) for c in _DETAILS]).alias("details"),
            ),
            "associations": pl.concat(links),
            "participations": participations(part.drop("whole", "id")),
            "events": wholes.select(
                pl.col("event").alias("iri"), mapped("whole", concepts).alias("type"), "row",
                pl.concat_list(pl.concat_str(pl.lit(f"{dataset}-"), "whole", pl.lit(":"), "id")).alias("identifiers"),
            ),
        }  # fmt: skip


def _aliases(columns: Sequence[str]) -> pl.Expr:
    """The other names of an actor, each once; the register does not say in which language they are."""
    every = pl.concat_list(*columns).list.drop_nulls().list.unique(maintain_order=True)
    return every.list.eval(pl.struct(lang=pl.lit(""), text=pl.element())).cast(NAMES)


def _links(rows: pl.DataFrame, actor: str, column: str, kind: str) -> pl.DataFrame:
    """The associations with the actors that a column lists."""
    some = rows.filter(pl.col(column).is_not_null()).with_columns(other=split(column, ",")).explode("other")
    some = some.filter(pl.col("other").str.contains(r"^\d+$"))
    return some.select(
        pl.concat_str("iri", pl.lit(f"/{kind}/"), "other").alias("iri"), pl.col("iri").alias("from_actor"),
        pl.concat_str(pl.lit(actor), "other").alias("to_actor"), pl.lit(kind).alias("type"), "row", "unit", "stamp",
    )  # fmt: skip


def _parties(rows: pl.DataFrame, event: str, whole: str) -> pl.DataFrame:
    """The participations of actors in conflicts or dyads."""
    column = f"{whole.capitalize()}Id"
    some = rows.with_columns(id=split(column, ",")).explode("id").filter(pl.col("id").is_not_null())
    return some.select(
        pl.concat_str(pl.lit(f"{event}{whole}/"), "id").alias("event"), "row", "unit", "stamp", pl.lit("party").alias("role"),
        pl.col("iri").alias("participant"), pl.col("NameData").alias("name"), pl.lit(whole).alias("whole"), "id",
    )  # fmt: skip
