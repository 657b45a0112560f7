"""Loader for the list of leaders of REIGN (Rulers, Elections and Irregular Governance): spells in office to the month."""

from __future__ import annotations

from typing import Final

import polars as pl

from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import details, hashed, named, without_faults
from govgraph.loaders.events.layout import Format, header_of
from govgraph.loaders.leaders.archigos import state_of
from govgraph.ontology import dates
from govgraph.ontology.block import Block
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.terms import country_iri, local_id

_MONTHLY: Final = Format(
    columns=dict.fromkeys(("ccode", "leader", "year", "month", "tenure_months"), ()),
    needed=(("ccode",), ("leader",), ("year",), ("month",), ("tenure_months",)),
)


class Reign(EventTable):
    """The list of leaders of REIGN.

    A start is a day, an end a month, because the list has no day for it. A leader without an end was in office when the list was made.
    ``leadid`` is the id of the older editions of Archigos, so these persons are not those of its newer files.
    """

    name = "reign"
    title = "REIGN list of leaders (leaderlist)"
    example = "govgraph load leaderlist_8_21.csv"
    dataset_title = "REIGN"
    licence = "free for research, citation required (Bell, The Rulers, Elections, and Irregular Governance Dataset)"
    homepage = "https://oefdatascience.github.io/REIGN.github.io/"
    code_systems = ("cow",)
    tables = ("actors", "memberships")
    primary = ("memberships", "actors")
    suffixes = (".csv",)
    default_dataset = "reign"
    format = Format(
        columns=dict.fromkeys(
            (
                "stateabb", "ccode", "leadid", "leader", "sdate", "smonth", "syear", "emonth", "eyear", "birthyear", "gender", "militarycareer",
                "codedby", "notes",
            ),
            (),
        ),
        needed=(("ccode",), ("leadid",), ("leader",), ("sdate",), ("smonth",), ("syear",), ("emonth",), ("eyear",)),
        nulls=("NA", ".", "-99", "-999"),
    )  # fmt: skip

    def detect(self, source: Source) -> float:
        """Recognise the list by its columns.

        Raises:
            LoaderError: it is the monthly file of REIGN, which has neither starts nor ends, nor ids of leaders.
        """
        if header_of(source, _MONTHLY):
            raise LoaderError(
                "the monthly file of REIGN: a row is a leader in a month, without a start, an end or an id of the leader",
                where=str(source), expected="the list of leaders (leaderlist_*.csv)", hint="load leaderlist_*.csv of the same release",
            )  # fmt: skip
        return super().detect(source)

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        rows = rows.with_columns(start=_date("syear", "smonth", "sdate"), end=_date("eyear", "emonth"))
        codes = [
            state_of(code or "", day) for code, day in rows.select("ccode", pl.col("start").fill_null("")).iter_rows()
        ]
        rows = rows.with_columns(iso3=pl.Series(codes, dtype=pl.String))
        rows = without_faults(
            block,
            rows,
            [
                ("leadid", "there is no leader", pl.col("leadid").is_null()),
                ("leader", "there is no name", pl.col("leader").is_null()),
                ("syear", "not a date", dates.earliest(pl.col("start")).is_null()),
                ("eyear", "not a date", pl.col("end").is_not_null() & dates.earliest(pl.col("end")).is_null()),
                ("eyear", "ends before it starts", dates.latest(pl.col("end")) < dates.earliest(pl.col("start"))),
                ("ccode", "unknown country", pl.col("iso3").is_null()),
            ],
        )
        rows = rows.with_columns(
            member=hashed(rows, f"{base}person/{local_id(dataset)}/", ["leadid"]),
            sex=pl.col("gender").replace_strict({"1": "male", "0": "female"}, default=None, return_dtype=pl.String),
            born=pl.when(pl.col("birthyear").str.contains(r"^[12]\d{3}$")).then("birthyear"),
        )
        spell = hashed(rows, f"{base}membership/{local_id(dataset)}/", ["ccode", "leadid", "start"])
        block.tables = {
            "actors": rows.unique("member", keep="first", maintain_order=True).select(
                pl.col("member").alias("iri"), pl.lit("person").alias("kind"), named("leader", "").alias("names"), "row",
                pl.col("sex").alias("gender"), pl.col("born").alias("start_date"),
                pl.concat_list(pl.lit("reign:") + pl.col("leadid")).alias("identifiers"),
                details("reign", [("militarycareer", "militarycareer")]).alias("details"),
            ),
            "memberships": rows.select(
                spell.alias("iri"), "member", "row", (pl.lit(country_iri(base, "")) + pl.col("iso3")).alias("organization"),
                pl.lit("leader").alias("role"), pl.col("start").alias("start_date"), pl.col("end").alias("end_date"),
                details("reign", [("codedby", "codedby"), ("notes", "notes")]).alias("details"),
            ),
        }  # fmt: skip


def _date(*parts: str) -> pl.Expr:
    """A partial date from the numbers in some columns: as many of them as are there from the left."""
    text, known = pl.col(parts[0]).str.strip_suffix(".0"), pl.lit(True)
    for part in parts[1:]:
        known = known & pl.col(part).is_not_null()
        more = pl.concat_str(text, pl.lit("-"), pl.col(part).str.strip_suffix(".0").str.zfill(2))
        text = pl.when(known).then(more).otherwise(text)
    return text
