"""A part of a graph: some of its things and the relationships between them, as rows of the property graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from govgraph.graph.property_graph import projection
from govgraph.ontology.declaration import Drawn, Table, node_tables, relationships


@dataclass(frozen=True, slots=True)
class Part:
    """Some things of a graph, with the relationships between them.

    Attributes:
        iris: the IRIs of the things.
        only: the relationships to include, as (type, source, target, iri or empty); empty: all between the things.
    """

    iris: frozenset[str]
    only: frozenset[tuple[str, str, str, str]] = frozenset()


def foreground_tables() -> list[Table]:
    """The tables whose things count as surroundings of an actor: all that are not background.

    Example:
        >>> [t.name for t in foreground_tables()]
        ['actors', 'places', 'posts', 'events', 'documents', 'undescribed']
    """
    return [t for t in node_tables() if not t.background]


def foreground_relationships() -> list[Drawn]:
    """The relationships between things in the tables of :func:`foreground_tables`.

    Example:
        >>> sorted({d.type for d in relationships()} - {d.type for d in foreground_relationships()})
        ['BROADER', 'OF_DATASET', 'OF_TYPE']
    """
    background = [t for t in node_tables() if t.background]
    names, classes = {t.name for t in background}, {t.cls for t in background}
    return [drawn for drawn in relationships() if drawn.table not in names and drawn.target_class not in classes]


def projected(
    version: Path, preferred: Sequence[str], part: Part | None
) -> tuple[list[projection.Nodes], list[projection.Relationships]]:
    """The nodes and relationships of a version, or of a part of it, as lazy frames.

    Args:
        version: its folder.
        preferred: languages in the order in which ``name`` is chosen.
        part: None: everything.

    Example:
        >>> projected(Path("none"), (), None)
        ([], [])
    """
    nodes, drawn = projection.project(version / "tables", preferred)
    if part is None:
        return nodes, drawn
    things = pl.LazyFrame({"iri": sorted(part.iris)}, schema={"iri": pl.String})
    nodes = [replace(n, rows=n.rows.join(things, on="iri", how="semi")) for n in nodes]
    return nodes, [replace(r, rows=_between(r, things, part)) for r in drawn]


def _between(drawn: projection.Relationships, things: pl.LazyFrame, part: Part) -> pl.LazyFrame:
    rows = drawn.rows
    for end in ("_source", "_target"):
        rows = rows.join(things, left_on=end, right_on="iri", how="semi")
    if not part.only:
        return rows
    chosen = [(source, target, iri) for kind, source, target, iri in sorted(part.only) if kind == drawn.type]
    schema = {"_source": pl.String, "_target": pl.String, "iri": pl.String}
    key = ["iri"] if drawn.keyed else ["_source", "_target"]
    return rows.join(pl.LazyFrame(chosen, schema=schema, orient="row"), on=key, how="semi")
