"""Finding things by what they are called: what is asked, what is found, and in which order.

All words must be in the names, aliases and identifiers of a thing, in any order; the last word may be unfinished, since people
look while they type. The order is the same for every store: see :class:`Asked`. A folder is searched in memory, where every
key stroke costs the same few milliseconds; its full-text index needs fifty times that for a word of one letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from govgraph.graph import projection
from govgraph.graph.duck import connect, parquet, with_columns
from govgraph.graph.errors import QueryError
from govgraph.graph.projection import ends_sql
from govgraph.graph.results import Result
from govgraph.ontology.block import assembled_schema
from govgraph.ontology.classes import classes, kinds
from govgraph.ontology.declaration import Table, node_tables, tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.folding import fold

COLUMNS = ("iri", "class", "name", "matched", "rank", "links")
"""Of a search's answer: ``rank`` as :class:`Asked` says, ``links`` the number of relationships, ``matched`` as written."""

_MOST_WORDS = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for in the key ``search``.

    Hits are in the order of their rank; within it the best connected first, then by name and IRI. The rank is

    0. an identifier, with its scheme or without, is just this;
    1. a name is just this;
    2. a name or identifier begins with this;
    3. all words are somewhere in names and identifiers.

    Attributes:
        words: all of them, folded; none: nothing is looked for.
        identifiers: of which the text holds one when the rank is 0.
        whole: that the text holds when the rank is 1.
        begins: and when it is 2.
    """

    words: tuple[str, ...]
    identifiers: tuple[str, ...] = ()
    whole: str = ""
    begins: str = ""


def asked(text: str) -> Asked:
    """What a person typed as what is looked for.

    Raises:
        QueryError: it has more words than any name.

    Example:
        >>> asked("ОМУРБЕК те").words, asked("wikidata:Q813").identifiers
        (('омурбек', 'те'), ('= wikidata q813 |', '| wikidata = q813 |'))
    """
    words = fold(text).split(" ")
    if len(words) > _MOST_WORDS:
        raise QueryError(f"{len(words)} words are too many for a name", expected=f"at most {_MOST_WORDS}")
    if words == [""]:
        return Asked(())
    typed = " ".join(words)
    identifiers = [f"= {typed} |"]
    scheme, _, local = text.partition(":")
    if fold(scheme) and fold(local):
        identifiers.append(f"| {fold(scheme)} = {fold(local)} |")
    return Asked(tuple(words), tuple(identifiers), f"| {typed} |", f"| {typed}")


def label_of(kind: str) -> str:
    """The class that a word for a kind means; empty for the empty word.

    Raises:
        QueryError: no such kind; the message names the nearest.

    Example:
        >>> label_of("person"), label_of("Event"), label_of("armed_group")
        ('Person', 'Event', 'ArmedGroup')
    """
    words = {name.lower(): name for name in classes()} | kinds()
    if not kind:
        return ""
    if kind.lower() not in words:
        raise QueryError(
            f"no kind {kind!r}", expected=nearest(kind.lower(), words) or " ".join(kinds()), hint="govgraph ref"
        )
    return words[kind.lower()]


def matched(looked_for: Asked, said: Sequence[str]) -> str:
    """Which of a thing's names, aliases and identifiers best fits what is looked for, as it is written.

    Example:
        >>> matched(asked("омур"), ["Omurbek", "Өмүрбек", "wikidata:Q1"])
        'Өмүрбек'
    """

    whole = " ".join(looked_for.words)

    def quality(text: str) -> tuple[int, int, int, str]:
        own, local = fold(text), fold(text.partition(":")[2])
        missing = sum(f" {word}" not in f" {own}" for word in looked_for.words)
        return missing, 0 if whole in (own, local) else 1 if own.startswith(whole) else 2, len(own), text

    return min(said, key=quality, default="")


def result(looked_for: Asked, rows: Sequence[dict[str, Any]], limit: int) -> Result:
    """The answer, from rows in their order with the columns of :data:`COLUMNS` but ``said`` in place of ``matched``.

    Args:
        rows: at most one more than the limit, by which is seen whether there are more.
    """
    found = [tuple(matched(looked_for, r["said"]) if c == "matched" else r[c] for c in COLUMNS) for r in rows[:limit]]
    return Result(COLUMNS, found, cut=len(rows) > limit)


class Names:
    """What everything in a version is called, in memory: about 300 bytes a thing.

    Args:
        version: a folder as ``Graph.version()`` gives it.
        languages: in the order in which ``name`` is chosen.
    """

    def __init__(self, version: Path, languages: Sequence[str]) -> None:
        self._tables = version / "tables"
        schema: dict[str, pl.DataType | type[pl.DataType]] = {
            "iri": pl.String,
            "class": pl.String,
            "name": pl.String,
            "search": pl.String,
            "said": pl.List(pl.String),
        }
        parts = [pl.DataFrame(schema=schema)]
        for table in node_tables():
            file = self._file(table.name)
            if not file.exists():
                continue
            rows = pl.scan_parquet(file)
            if rows.select(pl.len()).collect().item():
                projected = projection.nodes(table, rows, languages).rows
                known = [c for c in ("iri", "name", "search") if c in projected.collect_schema().names()]
                frame = pl.concat([projected.select(known), rows.select("class", _said(table))], how="horizontal")
                parts.append(frame.filter(pl.col("search").is_not_null()).collect())
        named = pl.concat(parts, how="diagonal").select(list(schema))
        self.frame = named.join(self._links(), on="iri", how="left", maintain_order="left").with_columns(
            pl.col("links").fill_null(0)
        )

    def _file(self, name: str) -> Path:
        return self._tables / f"{name}.parquet"

    def _links(self) -> pl.DataFrame:
        """How many relationships each thing has; one to itself is one."""
        with connect() as db:
            ends = list(self._ends(db))
            if not ends:
                return pl.DataFrame(schema={"iri": pl.String, "links": pl.Int64})
            # Taken over as it is: by way of pyarrow, its import would cost as much as the search.
            return pl.DataFrame(db.sql(f"SELECT iri, count(*) AS links FROM ({' UNION ALL '.join(ends)}) GROUP BY iri"))

    def _ends(self, db: duckdb.DuckDBPyConnection) -> Iterator[str]:
        for table in tables().values():
            file = self._file(table.name)
            if table.drawn and file.exists():
                rows = with_columns(db, parquet(file), assembled_schema(table))
                for drawn in table.drawn:
                    both = ends_sql(drawn, rows)
                    yield f"SELECT _source AS iri FROM ({both})"
                    yield f"SELECT _target AS iri FROM ({both}) WHERE _source <> _target"

    def find(self, text: str, kind: str, limit: int) -> Result:
        """The things that are called so; see :meth:`govgraph.graph.graph.Graph.search`."""
        looked_for, label = asked(text), label_of(kind)
        if not looked_for.words or limit < 1:
            return Result(COLUMNS, [])
        search = pl.col("search")

        def holds(part: str) -> pl.Expr:
            return search.str.contains(part, literal=True)

        hits = self.frame.lazy()
        # The longest word leaves the fewest rows to the others.
        needles = [*(f" {word} " for word in looked_for.words[:-1]), f" {looked_for.words[-1]}"]
        for needle in sorted(set(needles), key=lambda n: (-len(n), n)):
            hits = pl.LazyFrame(hits.collect().filter(holds(needle)))
        if label:
            below = [name for name in classes() if label in projection.label_set(name).split("~")]
            hits = hits.filter(pl.col("class").is_in(below))
        rank = (
            pl.when(pl.any_horizontal(holds(i) for i in looked_for.identifiers))
            .then(0)
            .when(holds(looked_for.whole))
            .then(1)
            .when(holds(looked_for.begins))
            .then(2)
            .otherwise(3)
        )
        order = [pl.col("rank"), -pl.col("links"), pl.coalesce("name", "iri"), pl.col("iri")]
        best = hits.with_columns(rank.cast(pl.Int64).alias("rank")).bottom_k(limit + 1, by=order).sort(order).collect()
        return result(looked_for, best.to_dicts(), limit)


def _said(table: Table) -> pl.Expr:
    """The names, aliases and identifiers of a row as they are written."""
    parts = []
    for column in table.columns:
        if column.name in ("names", "aliases"):
            parts.append(pl.col(column.name).list.eval(pl.element().struct.field("text")))
        elif column.name == "identifiers":
            parts.append(pl.col(column.name))
    nothing = pl.lit([], pl.List(pl.String))
    return pl.concat_list(nothing, *(pl.coalesce(part, nothing) for part in parts)).alias("said")
