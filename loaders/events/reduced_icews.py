"""Loader for reduced ICEWS files: what text_to_CAMEO makes of ICEWS events, with codes in place of names and texts, without a header.

Source: github.com/openeventdata/text_to_CAMEO, README: date, source country, [its number of the Correlates of War,] source agent, target country,
[its number,] target agent, CAMEO code, Goldstein score, quad class.
"""

from __future__ import annotations

import re
from typing import ClassVar, Final

import polars as pl

from govgraph.loaders.events.base import SURE, EventTable
from govgraph.loaders.events.coded import by_code
from govgraph.loaders.events.columns import (
    details,
    first_rows,
    hashed,
    mapped,
    no_number,
    number,
    once,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.layout import Format, Header, first_cells
from govgraph.ontology.block import Block, Note
from govgraph.ontology.cameo import cameo_event
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import CODE, local_id

_SHORT: Final = ("date", "source", "source_agent", "target", "target_agent", "code", "goldstein", "quad")
_LONG: Final = (*_SHORT[:2], "source_cow", "source_agent", "target", "target_cow", *_SHORT[4:])
_CELL: Final = {
    "date": r"\d{4}-\d\d-\d\d", "source": r"[A-Z]{3}|---", "source_agent": r"[A-Z]{3}(?:-[A-Z]{3})*|---", "source_cow": r"\d{1,3}|---",
    "code": r"\d{2,4}|---", "goldstein": r"-?\d+(?:\.\d+)?", "quad": r"[0-4]",
}  # fmt: skip
"""Column -> what its cells look like; the target's look like the source's."""
_NO_AGENT: Final = ("---", "OTH")


class ReducedIcews(EventTable):
    """Reduced ICEWS events.

    **The key of an event** is all that its line says: the files have no ids, so that they cannot be joined with ICEWS's own, and are a data set of
    their own. **Actors** are CAMEO codes, made of the country and the agents (``KGZ`` and ``GOV-MIL``).
    """

    name = "icews-reduced"
    title = "ICEWS events as text_to_CAMEO reduces them (8 or 10 columns, TAB, no header)"
    example = "govgraph load reduced.ICEWS.events.txt"
    dataset_title = "Reduced ICEWS events"
    licence = "free for research, citation required (Boschee et al., ICEWS Coded Event Data, Harvard Dataverse)"
    homepage = "https://github.com/openeventdata/text_to_CAMEO"
    code_systems: ClassVar[tuple[str, ...]] = ("cameo",)
    tables = ("events", "participations", "actors")
    primary = ("events",)
    suffixes = (".txt",)
    default_dataset = "icews-reduced"
    format = Format(columns=dict.fromkeys(_LONG, ()), needed=(), nulls=())

    def header(self, source: Source) -> Header | None:
        """The columns, if most of the first lines are such events."""
        lines = first_cells(source)
        for names in (_SHORT, _LONG):
            good = sum(len(cells) == len(names) and _fits(cells, names) for cells in lines)
            if good and good * 10 >= len(lines) * 9:
                return Header(names, 0, "\t")
        return None

    def detect(self, source: Source) -> float:
        """By the values of all columns."""
        return SURE if self.header(source) else 0.0

    def why_not(self, source: Source) -> None:
        """Nothing: the format has no names of columns that could be missing."""

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        rows = rows.with_columns(day=once(rows, "date", pl.col("date").str.to_date("%Y-%m-%d", strict=False)))
        rows = without_faults(block, rows, [("date", "not a date (YYYY-MM-DD)", pl.col("day").is_null())])
        rows = without_wrong_cells(block, rows, [no_number("goldstein")])
        rows = rows.with_columns(event=hashed(rows, f"{base}event/{local_id(dataset)}/", list(_SHORT)))
        types = {}
        for code, row in first_rows(rows, "code"):
            if code == "---":
                continue
            types[code] = f"{CODE}cameo/{local_id(code)}"
            if cameo_event(code) is None:
                block.notes.append(Note("unknown code", f"cameo:{code}", row))
        sides = [
            rows.select("event", "row", pl.lit(role).alias("role"), _code(side).alias("code"), pl.concat_str(side, f"{side}_agent", separator=" ").alias("as_given"))
            for side, role in (("source", "actor"), ("target", "recipient"))
        ]  # fmt: skip
        links, actors = by_code(block, pl.concat(sides).filter(pl.col("code") != ""), base)
        block.tables = {
            "events": rows.select(
                pl.col("event").alias("iri"), mapped("code", types).alias("type"), pl.col("date").alias("start_date"), pl.lit("day").alias("date_precision"),
                number("goldstein").alias("intensity"), details("icews", [(c, c) for c in ("quad", "source_cow", "target_cow")]).alias("details"), "row",
            ),
            "participations": links,
            "actors": actors,
        }  # fmt: skip


def _fits(cells: list[str], names: tuple[str, ...]) -> bool:
    """Whether cells look like those of an event.

    Example:
        >>> _fits("1995-01-01 RUS GOV USA MIL 042 1.9 1".split(), _SHORT)
        True
    """
    return all(
        re.fullmatch(_CELL[name.replace("target", "source")], cell.strip())
        for name, cell in zip(names, cells, strict=True)
    )


def _code(side: str) -> pl.Expr:
    """The CAMEO code of an actor; empty if nothing is known of it."""
    agents = pl.col(f"{side}_agent").str.replace_all("-", "", literal=True)
    agents = pl.when(pl.col(f"{side}_agent").is_in(list(_NO_AGENT))).then(pl.lit("")).otherwise(agents)
    return pl.col(side).str.replace("---", "", literal=True) + agents
