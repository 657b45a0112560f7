"""Finding things by name: what the typed text looks for, which things match, and in which order.

All words must be in the names, aliases and identifiers of a thing, in any order; the last word may be unfinished, since people
search while they type. The order is the same for every store: see :class:`SearchTerms`. A folder is searched in memory, where every
keystroke costs the same few milliseconds; its full-text index takes fifty times as long for a word of one letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from govgraph.graph.answers.results import Result
from govgraph.graph.duck import asking, parquet, with_columns
from govgraph.graph.errors import QueryError
from govgraph.graph.property_graph import projection
from govgraph.graph.property_graph.projection import ends_sql
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.block import assembled_schema
from govgraph.ontology.classes import classes, kinds
from govgraph.ontology.declaration import Table, node_tables, tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.folding import fold

COLUMNS = ("iri", "class", "name", "matched", "rank", "links")
"""Columns of the answer to a search.

``matched`` is the name as written, ``rank`` is explained in :class:`SearchTerms`, ``links`` is the number of relationships.
"""

_MOST_WORDS = 50


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What a search looks for in the property ``search``.

    Hits are sorted by rank; hits of the same rank by number of relationships, most first, then by name and IRI. The ranks are

    0. an identifier, with or without its scheme, is exactly the typed text;
    1. a name is exactly the typed text;
    2. a name or identifier begins with the typed text;
    3. all words occur somewhere in the names and identifiers;
    4. it is an event without a name, and all words occur in what its title is made of (:mod:`govgraph.graph.find.search_events`); of these the
       newest come first.

    Attributes:
        words: all typed words, folded; empty: nothing is looked for.
        identifiers: ``search`` contains one of these when the rank is 0.
        whole: ``search`` contains this when the rank is 1.
        begins: ``search`` contains this when the rank is 2.
    """

    words: tuple[str, ...]
    identifiers: tuple[str, ...] = ()
    whole: str = ""
    begins: str = ""


def search_terms(text: str) -> SearchTerms:
    """The search terms in the text that a person typed.

    Raises:
        QueryError: the text has more words than any name.

    Example:
        >>> search_terms("ОМУРБЕК те").words, search_terms("wikidata:Q813").identifiers
        (('омурбек', 'те'), ('= wikidata q813 |', '| wikidata = q813 |'))
    """
    words = fold(text).split(" ")
    if len(words) > _MOST_WORDS:
        raise QueryError(f"{len(words)} words are too many for a name", expected=f"at most {_MOST_WORDS}")
    if words == [""]:
        return SearchTerms(())
    typed = " ".join(words)
    identifiers = [f"= {typed} |"]
    scheme, _, local = text.partition(":")
    if fold(scheme) and fold(local):
        identifiers.append(f"| {fold(scheme)} = {fold(local)} |")
    return SearchTerms(tuple(words), tuple(identifiers), f"| {typed} |", f"| {typed}")


def label_of(kind: str) -> str:
    """The class that a word for a kind stands for; empty if the word is empty.

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


def matched(terms: SearchTerms, texts: Sequence[str]) -> str:
    """The one of a thing's names, aliases and identifiers that fits the search terms best, as it is written.

    Example:
        >>> matched(search_terms("омур"), ["Omurbek", "Өмүрбек", "wikidata:Q1"])
        'Өмүрбек'
    """

    whole = " ".join(terms.words)

    def quality(text: str) -> tuple[int, int, int, str]:
        own, local = fold(text), fold(text.partition(":")[2])
        missing = sum(f" {word}" not in f" {own}" for word in terms.words)
        return missing, 0 if whole in (own, local) else 1 if own.startswith(whole) else 2, len(own), text

    return min(texts, key=quality, default="")


def result(terms: SearchTerms, rows: Sequence[dict[str, Any]], limit: int) -> Result:
    """The answer, made from sorted rows that have the columns of :data:`COLUMNS`, but ``said`` instead of ``matched``.

    Args:
        rows: one more than the limit if there are more hits than that.
    """
    hits = [tuple(matched(terms, r["said"]) if c == "matched" else r[c] for c in COLUMNS) for r in rows[:limit]]
    return Result(COLUMNS, hits, cut=len(rows) > limit)


class Names:
    """The names of all things in a version, in memory: about 300 bytes per thing.

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
            files = parts_of(self._tables, table.name)
            if not files[0].exists():
                continue
            rows = pl.scan_parquet(files)
            if rows.select(pl.len()).collect().item():
                projected = projection.nodes(table, rows, languages).rows
                known = [c for c in ("iri", "name", "search") if c in projected.collect_schema().names()]
                frame = pl.concat([projected.select(known), rows.select("class", _said(table))], how="horizontal")
                parts.append(frame.filter(pl.col("search").is_not_null()).collect())
        named = pl.concat(parts, how="diagonal").select(list(schema))
        self.frame = named.join(self.links(), on="iri", how="left", maintain_order="left").with_columns(
            pl.col("links").fill_null(0)
        )

    def links(self, of: Sequence[str] | None = None) -> pl.DataFrame:
        """How many relationships each thing has that has any; a relationship from a thing to itself counts once.

        Args:
            of: only of these; None: of all.

        Returns:
            the columns ``iri`` and ``links``.
        """
        with asking() as db:
            ends = list(self._ends(db))
            if not ends:
                return pl.DataFrame(schema={"iri": pl.String, "links": pl.Int64})
            # Read directly: going through pyarrow would take as long to import as the search itself.
            only = "" if of is None else "WHERE iri = ANY($of)"
            query = f"SELECT iri, count(*) AS links FROM ({' UNION ALL '.join(ends)}) {only} GROUP BY iri"
            return pl.DataFrame(db.sql(query, params=None if of is None else {"of": list(of)}))

    def _ends(self, db: duckdb.DuckDBPyConnection) -> Iterator[str]:
        for table in tables().values():
            files = parts_of(self._tables, table.name)
            if table.drawn and files[0].exists():
                rows = with_columns(db, parquet(*files), assembled_schema(table))
                for drawn in table.drawn:
                    both = ends_sql(drawn, rows)
                    yield f"SELECT _source AS iri FROM ({both})"
                    yield f"SELECT _target AS iri FROM ({both}) WHERE _source <> _target"

    def find(self, text: str, kind: str, limit: int) -> Result:
        """The things with this name; see :meth:`govgraph.graph.graph.Graph.search`."""
        terms, label = search_terms(text), label_of(kind)
        if not terms.words or limit < 1:
            return Result(COLUMNS, [])
        search = pl.col("search")

        def holds(part: str) -> pl.Expr:
            return search.str.contains(part, literal=True)

        hits = self.frame.lazy()
        # The longest word first: it leaves the fewest rows for the others to be searched in.
        needles = [*(f" {word} " for word in terms.words[:-1]), f" {terms.words[-1]}"]
        for needle in sorted(set(needles), key=lambda n: (-len(n), n)):
            hits = pl.LazyFrame(hits.collect().filter(holds(needle)))
        if label:
            below = [name for name in classes() if label in projection.label_set(name).split("~")]
            hits = hits.filter(pl.col("class").is_in(below))
        rank = (
            pl.when(pl.any_horizontal(holds(i) for i in terms.identifiers))
            .then(0)
            .when(holds(terms.whole))
            .then(1)
            .when(holds(terms.begins))
            .then(2)
            .otherwise(3)
        )
        order = [pl.col("rank"), -pl.col("links"), pl.coalesce("name", "iri"), pl.col("iri")]
        best = hits.with_columns(rank.cast(pl.Int64).alias("rank")).bottom_k(limit + 1, by=order).sort(order).collect()
        return result(terms, best.to_dicts(), limit)


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
