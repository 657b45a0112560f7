"""Checks that a version is what its records give: builds it again in a scratch folder and compares it value by value.

The second version is built by the same code in a graph folder of its own, over links to the same records. Tables and triples are
compared by DuckDB, which spills to disk when it must; the property graphs node by node, in parts of a bounded number of
relationships.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyoxigraph as ox

from govgraph.graph.answers.values import plain
from govgraph.graph.build.version import build_version
from govgraph.graph.duck import connect, parquet, quoted
from govgraph.graph.files import link
from govgraph.graph.folder import Folder
from govgraph.graph.identity.log import FOLDER as DECISIONS
from govgraph.graph.on_demand import is_built, store
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.elements import Relationship
from govgraph.graph.property_graph.projection import ends_sql
from govgraph.graph.stores.worker import Workers
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.declaration import node_tables, relationships, tables

_EXAMPLES = 3
_PART = 50_000
# A character that never occurs in an N-Quads line, where control characters are escaped.
_NEVER = "\x02"


def differences_from_a_rebuild(
    folder: Folder, version: Path, scratch: Path, workers: Workers, progress: Progress
) -> Iterator[tuple[str, str]]:
    """The differences between a version and one that is built now from the same records.

    Args:
        folder: the graph's folder.
        version: the version's folder, held by the caller.
        scratch: an empty folder with room for another version.
        workers: the processes that build the second property graph and query both.
        progress: called with what is being done.

    Yields:
        (what, where) for each difference.

    Raises:
        GraphError: no version can be built from the records.
    """
    other = Folder(scratch / "anew")
    other.create(folder.settings())
    loads = list(folder.facts(version)["loads"])
    for load in loads:
        shutil.copytree(folder.records / load, other.records / load, copy_function=_link)
    if (folder.path / DECISIONS).is_dir():
        shutil.copytree(folder.path / DECISIONS, other.path / DECISIONS)
    number = build_version(other, loads, progress)
    fresh = other.version_path(number)
    progress("comparing with the new build", 0, 0)
    with connect(spill=scratch / "spill") as db:
        for name in tables():
            now, then = (parquet(*parts_of(v / "tables", name)) for v in (version, fresh))
            yield from _differ(db, now, then, "iri", f"table {name}")
        languages = folder.settings().languages
        if is_built(version, "rdf"):
            for side, at in (("now", version), ("anew", fresh)):
                triples = ox.Store.read_only(str(store(at, "rdf", languages, progress, workers)))
                with (scratch / f"{side}.nq").open("wb") as out:
                    triples.dump(out, ox.RdfFormat.N_QUADS)
                del triples
            yield from _differ(db, _lines(scratch / "now.nq"), _lines(scratch / "anew.nq"), "line", "RDF store")
        parts = list(_parts(db, version))
    if is_built(version, "property"):
        graphs = [store(at, "property", languages, progress, workers) for at in (version, fresh)]
        yield from _property_graphs(workers, graphs[0], graphs[1], parts, progress)


def _link(old: str, new: str) -> str:
    link(Path(old), Path(new))
    return new


def _lines(file: Path) -> str:
    return (
        f"read_csv({quoted(file)}, header = false, auto_detect = false, delim = {quoted(_NEVER)}, quote = '', escape = '', "
        "columns = {'line': 'VARCHAR'}, max_line_size = 100000000)"
    )


def _differ(db: duckdb.DuckDBPyConnection, now: str, fresh: str, key: str, store: str) -> Iterator[tuple[str, str]]:
    for a, b, words in (
        (now, fresh, "that the records do not give"),
        (fresh, now, "missing or different from what the records give"),
    ):
        only = f"SELECT * FROM {a} EXCEPT SELECT * FROM {b}"
        counted = db.execute(f"SELECT count(*) FROM ({only})").fetchone()
        if counted and counted[0]:
            some = db.execute(f"SELECT {key} FROM ({only}) ORDER BY {key} LIMIT {_EXAMPLES}").fetchall()
            examples = ", ".join(str(row[0])[:300] for row in some)
            yield f"{store}: {counted[0]:,} {'rows' if key == 'iri' else 'triples'} {words}", examples


def _parts(db: duckdb.DuckDBPyConnection, version: Path) -> Iterator[str]:
    """IRIs that divide all nodes, in order, into parts of about ``_PART`` nodes and outgoing relationships."""
    source = {name: parquet(*parts_of(version / "tables", name)) for name in tables()}
    items = [f"SELECT iri FROM {source[table.name]}" for table in node_tables()]
    items += [f"SELECT _source AS iri FROM ({ends_sql(drawn, source[drawn.table])})" for drawn in relationships()]
    # IRIs are ordered as Java orders them (UTF-16); they are ASCII but for what people write, so both sides are cut alike.
    every = " UNION ALL ".join(items)
    counted = f"SELECT iri, sum(count(*)) OVER (ORDER BY iri) // {_PART} AS part FROM ({every}) GROUP BY iri"
    for (first,) in db.execute(f"SELECT min(iri) FROM ({counted}) GROUP BY part ORDER BY part").fetchall():
        yield str(first)


def _property_graphs(
    workers: Workers, now: Path, fresh: Path, parts: list[str], progress: Progress
) -> Iterator[tuple[str, str]]:
    for number, first in enumerate(parts):
        progress("comparing the property graph", number, len(parts))
        # The first part has no lower bound, the last has no upper bound.
        low = first if number else ""
        high = parts[number + 1] if number + 1 < len(parts) else "\uffff"
        here, there = (_content(workers, store, low, high) for store in (now, fresh))
        for (what, key), facts in sorted(here.items(), key=lambda item: str(item[0])):
            other = there.pop((what, key), None)
            if other is None:
                yield f"property graph: a {what} that the records do not give", key
            elif other != facts:
                yield f"property graph: a {what} with other values than the records give", key
        for what, key in sorted(there):
            yield f"property graph: a {what} that the records give is missing", key


def _content(workers: Workers, store: Path, low: str, high: str) -> dict[tuple[str, str], Any]:
    """The nodes with IRIs from ``low`` up to ``high``, and their outgoing relationships, each by a key of its own."""
    bounds = {"low": low, "high": high}
    within = "WHERE n.iri >= $low AND n.iri < $high"
    _, nodes, _ = workers.call("cypher", store, f"MATCH (n:Entity) {within} RETURN n", bounds, None)
    values: dict[tuple[str, str], Any] = {("node", str(n["iri"])): plain(n) for (n,) in nodes}
    _, drawn, _ = workers.call("cypher", store, f"MATCH (n:Entity)-[r]->() {within} RETURN r", bounds, None)
    relationship: Relationship
    for (relationship,) in drawn:
        key = f"{relationship.start} {relationship.type} {relationship.end} {relationship.properties.get('iri', '')}"
        values["relationship", key.strip()] = plain(relationship)
    return values
