"""Finding events that have no name: by the words of their type, their actors and their place, by date and by identifier.

What :mod:`govgraph.graph.find.titles` shows of such an event is found here, without making the titles of all events: each word is looked for in
the names of the things that the events refer to, and an event is a hit when it refers, for every word, to one that has it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from govgraph.graph.answers.results import Result
from govgraph.graph.find.naming import called
from govgraph.graph.find.search import COLUMNS, label_of, search_terms
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.classes import classes, lineage

if TYPE_CHECKING:
    from govgraph.graph.find.search import Names
    from govgraph.graph.graph import Graph

RANK = 4
"""The rank of these hits: after all that has the words in a name of its own. A whole identifier has rank 0, as everywhere."""

_DATE = re.compile(r"(?<!\S)\d{4}(-\d\d(-\d\d)?)?(?!\S)")


def unnamed_events(graph: Graph, names: Names, text: str, kind: str, limit: int, hits: Result) -> Result:
    """The hits, and after them the events without a name that fit the text; see :meth:`govgraph.graph.graph.Graph.search`.

    Args:
        names: those of the graph's things.
        hits: what has the words in a name of its own.

    Example:
        >>> from govgraph.graph.find.search import Names
        >>> names = Names(graph.version(), graph.settings.languages)
        >>> len(unnamed_events(graph, names, "жыйын", "", 10, Result(COLUMNS, [])))
        0
    """
    label = label_of(kind)
    wanted = [c for c in classes() if "Event" in lineage(c) and (not label or label in lineage(c))]
    room = limit - len(hits)
    if not text.strip() or not wanted or room < 0:
        return hits
    exactly, found = _found(graph.version() / "tables", names, text, wanted, room + 1)
    if not found:
        return hits
    kept = found[:room]
    iris = [iri for iri, *_ in kept]
    made, links = called(graph, iris), dict(names.links(iris).iter_rows())
    rank = 0 if exactly else RANK
    # What was typed is the identifier; without one, the title shows where the words are.
    rows = [(iri, of, None, identifier or made.get(iri), rank, links.get(iri, 0)) for iri, of, identifier in kept]
    all_rows = [*rows, *hits.rows] if exactly else [*hits.rows, *rows]
    return Result(COLUMNS, all_rows, cut=len(found) > room)


def _found(
    tables: Path, names: Names, text: str, wanted: list[str], limit: int
) -> tuple[bool, list[tuple[str, str, str | None]]]:
    """Whether the text is an identifier, and the events: IRI, class, the identifier."""
    files = parts_of(tables, "events")
    if not files[0].exists():
        return False, []
    events = pl.scan_parquet(files).filter(pl.col("class").is_in(wanted), pl.col("names").list.len().fill_null(0) == 0)
    typed = text.strip()
    same = (pl.element() == typed) | pl.element().str.ends_with(f":{typed}")
    given = pl.col("identifiers").list.eval(pl.element().filter(same)).list.first()
    exact = events.with_columns(_given=given, _far=0).filter(pl.col("_given").is_not_null() | (pl.col("iri") == typed))
    if rows := _newest(exact, limit):
        return True, rows
    events = events.with_columns(_given=pl.lit(None, pl.String), _far=0)
    for date in _DATE.finditer(text):
        events = events.filter(pl.col("start_date").str.starts_with(date[0]))
    words = search_terms(_DATE.sub(" ", text)).words
    for part in [*(f" {word} " for word in words[:-1]), *(f" {word}" for word in words[-1:])]:
        things = names.frame.filter(pl.col("search").str.contains(part, literal=True)).select("iri")
        if not things.height:
            return False, []
        having = things["iri"].implode()
        taken = pl.col("iri").is_in(_taken_part(tables, things).implode())
        near = pl.col("type").is_in(having) | taken
        events = events.with_columns(_far=pl.col("_far") + pl.when(near.fill_null(False)).then(0).otherwise(1))
        events = events.filter(near | pl.col("place").is_in(having))
    return False, _newest(events, limit)


def _taken_part(tables: Path, actors: pl.DataFrame) -> pl.Series:
    """The events in which any of the actors takes part."""
    files = parts_of(tables, "participations")
    if not files[0].exists():
        return pl.Series("event", [], pl.String)
    taken = pl.scan_parquet(files).join(actors.lazy(), left_on="participant", right_on="iri", how="semi")
    return taken.select("event").unique().collect()["event"]


def _newest(events: pl.LazyFrame, limit: int) -> list[tuple[str, str, str | None]]:
    """The first of the events: IRI, class and the identifier that was typed. Those of which only the place has a word come last, since their
    title may leave the place out; the newest come before others."""
    order = [pl.col("_far"), -pl.col("starts_from").cast(pl.Int32).fill_null(0), pl.col("iri")]
    return events.sort(order).head(limit).select("iri", "class", "_given").collect().rows()
