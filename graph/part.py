"""Which part of a graph is meant, as IRIs: an actor's surroundings, or what an answer mentions.

Pages and exports ask the same here, so that a page and a file of one actor's surroundings show the same things.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import polars as pl

from govgraph.graph import projection
from govgraph.graph.elements import Node, Path, Relationship
from govgraph.graph.errors import GraphError
from govgraph.ontology.declaration import Drawn, Table, node_tables, relationships
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import is_iri

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph
    from govgraph.graph.results import Result

_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Some things of a graph, with the relationships between them.

    Attributes:
        iris: of the things.
        only: these relationships and no others, as (type, source, target, iri or empty); empty: all between the things.
    """

    iris: frozenset[str]
    only: frozenset[tuple[str, str, str, str]] = frozenset()


def foreground_tables() -> list[Table]:
    """The tables of what is somebody's or something's surroundings.

    Example:
        >>> [t.name for t in foreground_tables()]
        ['actors', 'places', 'posts', 'events', 'documents', 'undescribed']
    """
    return [t for t in node_tables() if not t.background]


def foreground_relationships() -> list[Drawn]:
    """The relationships between what is in those tables.

    Example:
        >>> sorted({d.type for d in relationships()} - {d.type for d in foreground_relationships()})
        ['BROADER', 'OF_DATASET', 'OF_TYPE']
    """
    background = [t for t in node_tables() if t.background]
    names, classes = {t.name for t in background}, {t.cls for t in background}
    return [drawn for drawn in relationships() if drawn.table not in names and drawn.target_class not in classes]


def surroundings(graph: Graph, name: str, hops: int, most: int | None = None) -> set[str]:
    """An actor, and what is at most so many relationships away; countries are reached and not passed through.

    Args:
        name: its IRI, identifier, a name in any language, or words of its names that no other actor has.
        most: more things than this are refused; None: as many as there are.

    Raises:
        GraphError: no such actor, several, or too many nodes.
    """
    start, _ = resolved(graph, name)
    found, frontier = {start}, {start}
    parts = " UNION ALL ".join(
        f"SELECT _source AS a, _target AS b FROM ({projection.ends_sql(drawn, drawn.table)}) "
        "WHERE _source = ANY($f) OR _target = ANY($f)"
        for drawn in foreground_relationships()
    )
    limit = "" if most is None else f" LIMIT {50 * most}"
    for _ in range(hops):
        reached = graph.sql(f"SELECT DISTINCT a, b FROM ({parts}){limit}", f=sorted(frontier))
        fresh = {end for row in reached for end in row if end} - found
        found |= fresh
        if most is not None and len(found) > most:
            raise GraphError(
                f"more than {most} nodes are within {hops} relationships of {name!r}",
                hint="--hops 1, or --cypher with a question that says which",
            )
        countries = graph.sql("SELECT iri FROM actors WHERE class = 'Country' AND iri = ANY($f)", f=sorted(fresh))
        frontier = fresh - {row[0] for row in countries}
        if not frontier:
            break
    return found


def resolved(graph: Graph, name: str) -> tuple[str, str]:
    """Which actor a name means: its IRI, and what it is called when that is not just the name (else empty).

    Raises:
        GraphError: no such actor, or several.
    """
    matches = graph.actor(name)
    if len(matches) == 1:
        return str(matches[0]["iri"]), ""
    if matches:
        raise GraphError(
            f"{len(matches)} actors are called {name!r}",
            expected=", ".join(m["iri"] for m in matches[:5]),
            hint="use the IRI",
        )
    found = graph.search(name, kind="Actor", limit=_OFFERED)
    if len(found) == 1:
        return str(found.rows[0]["iri"]), str(found.rows[0]["matched"])
    if found.rows:
        offered = [f"{row['matched']} <{row['iri']}>" for row in found]
        raise GraphError(
            f"no actor is called just {name!r}, and {'many' if found.cut else len(found)} have it in their names",
            expected=", ".join(offered),
            hint=f"use one of the names or IRIs; govgraph search {shlex.quote(name)} --kind actor lists more",
        )
    names = [row[0] for row in graph.sql("SELECT DISTINCT u.text FROM actors, unnest(names) AS t(u) LIMIT 20000")]
    raise GraphError(
        f"no actor is called {name!r}", expected=nearest(name, names), hint=f"govgraph search {shlex.quote(name)}"
    )


def mentioned(result: Result) -> tuple[set[str], set[tuple[str, str, str, str]]]:
    """The node IRIs that an answer mentions, and the relationships in it as (type, source, target, iri or empty)."""
    nodes: set[str] = set()
    edges: set[tuple[str, str, str, str]] = set()

    def take(value: Any) -> None:
        match value:
            case Node():
                nodes.add(str(value.properties.get("iri", "")))
            case Relationship():
                edges.add((value.type, value.start, value.end, str(value.properties.get("iri", ""))))
                nodes.update((value.start, value.end))
            case Path():
                for part in (*value.nodes, *value.relationships):
                    take(part)
            case list() | tuple():
                for part in value:
                    take(part)
            case dict():
                for part in value.values():
                    take(part)
            case str() if is_iri(value):
                nodes.add(value)

    for row in result.rows:
        for value in row:
            take(value)
    return nodes, edges


def with_ends(graph: Graph, iris: Iterable[str]) -> set[str]:
    """Some IRIs, and where among them are links (a membership, say), the ends of these."""
    found = set(iris)
    for drawn in relationships():
        if drawn.keyed:
            query = f"SELECT {drawn.source}, {drawn.target} FROM {drawn.table} WHERE iri = ANY($i)"
            found |= {end for row in graph.sql(query, i=sorted(found)) for end in row}
    return found


def projected(
    version: FilePath, preferred: Sequence[str], part: Part | None
) -> tuple[list[projection.Nodes], list[projection.Relationships]]:
    """The nodes and relationships of a version, or of a part of it; nothing read yet.

    Args:
        version: its folder.
        preferred: languages in the order in which ``name`` is chosen.
        part: None: everything.

    Example:
        >>> projected(FilePath("none"), (), None)
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
    wanted = [(source, target, iri) for kind, source, target, iri in sorted(part.only) if kind == drawn.type]
    schema = {"_source": pl.String, "_target": pl.String, "iri": pl.String}
    key = ["iri"] if drawn.keyed else ["_source", "_target"]
    return rows.join(pl.LazyFrame(wanted, schema=schema, orient="row"), on=key, how="semi")
