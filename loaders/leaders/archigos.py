"""Loader for Archigos: the effective leaders of states since 1840, how they entered and left office, and what became of them.

There are two files. In one a row is a spell in office. The other splits each spell at the ends of years: ``(p_year)`` as the entry says that
the spell began before, ``(n_year)`` as the exit that it goes on. A row states a start or an end only where the spell has one. The rows of one
spell have one key, so that they become one membership when tables are put together.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.base import EventTable
from govgraph.loaders.events.columns import day_of, details, distinct, first_rows, hashed, mapped, named, without_faults
from govgraph.loaders.events.layout import Format
from govgraph.ontology.block import Block, Note
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import country_iri, local_id

SPLIT_BEFORE: Final = "(p_year)"
SPLIT_AFTER: Final = "(n_year)"
STILL: Final = "Still in Office"
_DETAILS: Final = ("entry", "exit", "exitcode", "prevtimesinoffice", "posttenurefate", "observed_until")
_PAGE: Final = re.compile(r"dbpedia\.org[_/]resource[_/]([^&?#\s]+)")
_ESCAPED: Final = re.compile(r"-([0-9A-F]{2})")
_TIE: Final = re.compile(r"%\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Archigos(EventTable):
    """Archigos, its file of spells and its annual file.

    **The key of a spell** is ``obsid``, that of a person ``leadid``: a person may have several spells, in several countries.
    **Codes** ``ccode`` are numbers of states of Correlates of War; which state a number is depends on the day.
    """

    name = "archigos"
    title = "Archigos leaders of states (spells, or a row a year)"
    example = "govgraph load arch_annual.txt"
    dataset_title = "Archigos"
    licence = "free for research, citation required (Goemans, Gleditsch and Chiozza, Introducing Archigos)"
    homepage = "https://www.rochester.edu/college/faculty/hgoemans/data.htm"
    code_systems = ("cow", "gw")
    tables = ("actors", "memberships", "associations")
    primary = ("memberships", "actors")
    told_apart_by = ("iri", "start_date", "end_date")
    suffixes = (".txt", ".csv", ".tsv", ".tab")
    default_dataset = "archigos"
    format = Format(
        columns=dict.fromkeys(
            (
                "obsid", "leadid", "ccode", "idacr", "leader", "startdate", "enddate", "entry", "exit", "exitcode", "prevtimesinoffice",
                "posttenurefate", "gender", "yrborn", "yrdied", "borndate", "deathdate", "dbpediauri", "fties", "ftcur",
            ),
            (),
        ),
        needed=(("obsid",), ("leadid",), ("ccode",), ("leader",), ("startdate",), ("enddate",), ("entry",)),
        nulls=("NA", ".", "-999", "-777", "-666", "-888"),
    )  # fmt: skip

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        person = f"{base}person/{local_id(dataset)}/"
        rows = rows.with_columns(
            first=_day("startdate"), last=_day("enddate"), born=_birth("borndate", "yrborn"), died=_birth("deathdate", "yrdied")
        )  # fmt: skip
        rows = _with_state(rows)
        rows = without_faults(
            block,
            rows,
            [
                ("obsid", "there is no spell", pl.col("obsid").is_null()),
                ("leadid", "there is no leader", pl.col("leadid").is_null()),
                ("leader", "there is no name", pl.col("leader").is_null()),
                ("startdate", "not a date (YYYY-MM-DD)", pl.col("first").is_null()),
                ("enddate", "not a date (YYYY-MM-DD)", pl.col("enddate").is_not_null() & pl.col("last").is_null()),
                ("enddate", "ends before it starts", pl.col("last") < pl.col("first")),
                ("ccode", "unknown country", pl.col("iso3").is_null()),
            ],
        )
        goes_on = pl.col("exit").is_in([SPLIT_AFTER, STILL]).fill_null(False)
        entry, leaving = pl.col("entry").ne_missing(SPLIT_BEFORE), pl.col("exit").ne_missing(SPLIT_AFTER)
        rows = rows.with_columns(
            member=hashed(rows, person, ["leadid"]),
            start_date=pl.when(entry).then("first"),
            end_date=pl.when(~goes_on).then("last"),
            observed_until=pl.when(pl.col("exit") == STILL).then("last"),
            entry=pl.when(entry).then("entry"),
            exit=pl.when(leaving).then("exit"),
        )
        pages = {text: page for text, _ in first_rows(rows, "dbpediauri") if (page := page_of(text))}
        resource = mapped("dbpediauri", pages)
        people = rows.unique("member", keep="first", maintain_order=True)
        block.tables = {
            "actors": people.select(
                pl.col("member").alias("iri"), pl.lit("person").alias("kind"), named("leader", "").alias("names"), "gender", "row",
                pl.col("born").alias("start_date"), pl.col("died").alias("end_date"),
                pl.concat_list(
                    pl.lit("archigos:") + pl.col("leadid"), pl.lit("dbpedia:") + resource
                ).list.drop_nulls().alias("identifiers"),
                pl.when(resource.is_not_null()).then(pl.concat_list(pl.lit("http://dbpedia.org/resource/") + resource)).alias("links"),
            ),
            "memberships": rows.select(
                hashed(rows, f"{base}membership/{local_id(dataset)}/", ["obsid"]).alias("iri"), "member", "row", "start_date", "end_date",
                (pl.lit(country_iri(base, "")) + pl.col("iso3")).alias("organization"), pl.lit("leader").alias("role"),
                details("archigos", [(name, name) for name in _DETAILS]).alias("details"),
            ),
            "associations": _ties(people, person),
        }  # fmt: skip
        for text, row in first_rows(rows.filter(pl.col("dbpediauri").is_not_null() & resource.is_null()), "dbpediauri"):
            block.notes.append(Note("no page of DBpedia", text[:200], row))


def _day(column: str) -> pl.Expr:
    return day_of(column, "%Y-%m-%d", "%d%b%Y").dt.to_string("%Y-%m-%d")


def _birth(day: str, year: str) -> pl.Expr:
    """A day if it is known, else the year."""
    return pl.coalesce(_day(day), pl.when(pl.col(year).str.contains(r"^[12]\d{3}$")).then(year))


def _with_state(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the code of the state that their number stands for on the day."""
    keyed, once = distinct(rows, ["ccode", "first"])
    found = [state_of(code or "", day or "") for code, day in once.select("ccode", "first").iter_rows()]
    states = once.select("#key", iso3=pl.Series(found, dtype=pl.String))
    return keyed.join(states, on="#key", how="left", maintain_order="left").drop("#key")


@cache
def state_of(number: str, day: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a state by its number, in Correlates of War, else in the list of Gleditsch and Ward.

    Example:
        >>> state_of("365", "1985-03-11"), state_of("365", "2000-01-01"), state_of("9999", "")
        ('SUN', 'RUS', None)
    """
    state = country(f"cow:{number}", on=day) or country(f"gw:{number}", on=day)
    return state.iso3 if state else None


def page_of(address: str) -> str:
    """The name of a page of DBpedia, from its address or from the address into which a mail filter turned that.

    Example:
        >>> page_of("http://dbpedia.org/resource/Ulysses_S._Grant")
        'Ulysses_S._Grant'
        >>> page_of("https://mail.example/v2/url?u=http-3A__dbpedia.org_resource_Ulysses-5FS.-5FGrant&d=x")
        'Ulysses_S._Grant'
    """
    match = _PAGE.search(address)
    if not match:
        return ""
    if "dbpedia.org_resource_" in address:
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), match[1])
    return match[1]


def _ties(people: pl.DataFrame, person: str) -> pl.DataFrame:
    """The associations with other leaders: ``Father of G.W. Bush%<leadid>``."""
    links: dict[str, list[Any]] = {"iri": [], "from_actor": [], "to_actor": [], "role": [], "details": [], "row": []}
    for one in people.filter(pl.col("fties").is_not_null()).iter_rows(named=True):
        at = 0
        for match in _TIE.finditer(one["fties"]):
            role, other, at = one["fties"][at : match.start()], match[1], match.end()
            told = [f"archigos:ftcur={one['ftcur']}"] if one["ftcur"] else None
            values = (
                f"{one['member']}/family/{other}",
                one["member"],
                person + other,
                role.strip(" ;,") or None,
                told,
                one["row"],
            )
            for values_of, value in zip(links.values(), values, strict=True):
                values_of.append(value)
    kinds = {name: pl.String() for name in links} | {"details": pl.List(pl.String()), "row": pl.Int64()}
    return pl.DataFrame(links, schema=kinds).with_columns(type=pl.lit("family"))
