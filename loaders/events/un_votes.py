"""Loader for votes in the United Nations: who voted how, the roll calls, and the issues that they are about.

Of the General Assembly there are the three tables of ``unvotes`` and the single one of Voeten, Strezhnev and Bailey, which name a roll call by its number; they
are joined by it when tables are put together: votes whose roll call is in no loaded file are listed as referring to something
undescribed, until it comes. Of both the Assembly and the Security Council there are the tables of the UN's own library, whose rows are votes on resolutions
(:mod:`govgraph.loaders.events.un_library`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.actors import Meant, by_name, iso3_of
from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import day_of, details, first_rows, hashed, mapped, named, without_faults
from govgraph.loaders.events.layout import Format
from govgraph.loaders.events.un_library import ISSUES, LIBRARY, LIBRARY_DETAILS, usual
from govgraph.ontology.block import Block, Note
from govgraph.ontology.countries import country, is_code_of
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.source_codes import topic_table
from govgraph.ontology.terms import CODE, local_id

_VOTES: Final = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstain",
    "1": "yes",
    "3": "no",
    "2": "abstain",
    "8": "absent",
    "9": "not a member",
    "absent": "absent",
    "y": "yes",
    "n": "no",
    "a": "abstain",
    "x": "not voting",
    "nv": "not voting",
}
_OF_VOTER: Final = (
    "country",
    "country_code",
    "countryname",
    "ccode",
    "vote",
    "ms_name",
    "ms_code",
    "ms_vote",
    "permanent_member",
)
"""What a row of a table of votes says of the voter, not of the roll call."""
_DETAILS: Final = ("session", "importantvote", "amend", "para", "issue")


class UnVotes(EventTable):
    """UN votes: the tables of votes, roll calls and issues, and those of the UN's library.

    **The key of an event** is the number of the roll call (``rcid``), or that of the resolution in the library (``undl_id``). States are countries by their name; the code ``NA`` is Namibia only
    where the name says so, because it also stands for states without a code. A state that is in no code list is known by
    name alone.
    """

    name = "un-votes"
    title = "UN votes (unvotes and Voeten's table of the General Assembly; the UN library's of both bodies)"
    dataset_title = "United Nations General Assembly Voting Data"
    licence = "CC0-1.0 (Voeten, Strezhnev and Bailey; unvotes)"
    homepage = "https://doi.org/10.7910/DVN/LEJUQZ"
    code_systems = ("iso2", "un-issue")
    tables = ("events", "participations", "actors")
    primary = ("events", "participations")
    told_apart_by = ("iri", "topics")
    suffixes = (".csv",)
    default_dataset = "un-votes"
    format = Format(
        columns={
            "rcid": (), "country": (), "country_code": (), "vote": (), "session": (), "importantvote": (), "date": (), "unres": (), "amend": (),
            "para": (), "short": (), "descr": (), "short_name": (), "issue": (), "countryname": (), "ccode": (),
        } | dict.fromkeys(ISSUES, ()) | dict.fromkeys(LIBRARY, ()) | {
            "ms_code": ("ms_codes",), "ms_vote": ("ms_votes",), "agenda_title": ("agenda",), "total_yes": ("yes",), "total_no": ("no",),
            "total_abstentions": ("abstain",),
        },
        needed=(("rcid", "undl_id"), ("vote", "unres", "issue", "ms_vote"), ("country", "countryname", "date", "issue", "ms_name", "ccode")),
        nulls=(),
    )  # fmt: skip

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        rows = usual(rows)
        number = pl.col("rcid").str.strip_suffix(".0")
        # Voeten's tables write the month first.
        day = day_of("date", "%Y-%m-%d", "%m/%d/%Y")
        no_day = day.is_null() & pl.col("date").is_not_null()
        rows = without_faults(
            block,
            rows,
            [
                ("rcid", "not a number", ~number.str.contains(r"^(?:undl-)?\d+$").fill_null(False)),
                ("date", "not a date (YYYY-MM-DD)", no_day),
                (
                    "vote",
                    "not a vote (yes, no, abstain, absent)",
                    pl.col("vote").is_not_null() & ~pl.col("vote").str.to_lowercase().is_in(list(_VOTES)),
                ),
            ],
        )
        rows = rows.with_columns(number.alias("rcid"), day.dt.to_string("%Y-%m-%d").alias("date"))
        rows = rows.with_columns(event=hashed(rows, f"{base}event/{local_id(dataset)}/", ["rcid"]))
        block.tables = {}
        of_call = [c for c in rows.columns if c not in ("row", "event", "rcid", "topics", *_OF_VOTER)]
        described = rows.filter(pl.any_horizontal(pl.col(of_call).is_not_null()) | (pl.col("topics").list.len() > 0))
        if described.height:
            # In a table of votes each row tells the roll call again.
            told = pl.struct(pl.exclude("row", "topics", *_OF_VOTER))
            once = described.filter(told.is_first_distinct()) if "vote" in rows.columns else described
            block.tables["events"] = _events(block, once, dataset)
        cast = rows.filter(pl.col("vote").is_not_null())
        if cast.height:
            sides = cast.select(
                "event", "row", pl.lit("voter").alias("role"), pl.coalesce("country", "country_code").alias("name"),
                pl.col("country_code").alias("sort"), mapped(pl.col("vote").str.to_lowercase(), _VOTES).alias("vote"),
                details("un", [("permanent_member", "permanent_member")]).alias("details"),
            )  # fmt: skip
            _compare_codes(block, sides)
            block.tables["participations"], block.tables["actors"] = by_name(block, sides, base, dataset, _meant)


def _events(block: Block, rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """The roll calls, or what the table of issues says of them."""
    topics = topic_table("un-issue")
    codes = first_rows(rows.select("row", code="topics").explode("code"), "code")
    for code, row in codes:
        if code not in topics:
            block.notes.append(Note("unknown code", f"un-issue:{code}", row))
    of = topics | {code: f"un-issue:{local_id(code)}" for code, _ in codes if code not in topics}
    return rows.select(
        pl.col("event").alias("iri"), pl.lit(f"{CODE}event-type/vote").alias("type"), pl.col("date").alias("start_date"), "row",
        named("short").alias("names"), pl.col("descr").alias("description"),
        details("un", [(c, c) for c in (*_DETAILS, *LIBRARY_DETAILS)]).alias("details"),
        pl.when(pl.col("undl_link").is_not_null()).then(pl.concat_list("undl_link")).alias("links"),
        pl.when(pl.col("topics").list.len() > 0).then(pl.col("topics").list.eval(mapped(pl.element(), of))).alias("topics"),
        pl.concat_list(
            pl.lit(f"{dataset}:") + pl.col("rcid"), pl.lit("un-resolution:") + pl.col("unres").str.replace_all(r"\s+", "_"),
        ).list.drop_nulls().alias("identifiers"),
    )  # fmt: skip


def _state_of(code: str, name: str) -> str:
    """The code of a state: by its name; if the name is in no list, by its typed code, but never by ``NA``."""
    if iso3 := iso3_of(name):
        return iso3
    state = country(code) if code and code != "iso2:NA" else None
    return state.iso3 if state else ""


def _meant(one: Mapping[str, Any]) -> Meant:
    return Meant("country", _state_of(one["sort"] or "", str(one["name"])))


def _compare_codes(block: Block, sides: pl.DataFrame) -> None:
    """Note where the name of a state and its code disagree, and states that are in no code list."""
    pairs = sides.select("row", pair=pl.concat_str("name", pl.col("sort").fill_null(""), separator="\t"))
    for pair, row in first_rows(pairs, "pair"):
        name, code = pair.split("\t")
        known, iso3 = bool(code and country(code)), iso3_of(name)
        if not _state_of(code, name):
            block.notes.append(Note("unknown country", name, row))
        elif known and iso3 and not is_code_of(code, iso3):
            missing = "NA that is no code" if code == "iso2:NA" else "country codes disagree"
            block.notes.append(Note(missing, f"{name} {code}", row))
