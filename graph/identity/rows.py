"""The rows of actors in a graph's records, as identity needs them between two builds: to look at decisions before they are carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from govgraph.graph.build.described import country_rows
from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.duck import asking, parquet, with_columns
from govgraph.graph.identity.facts import Facts, facts_of
from govgraph.graph.identity.kept import other_iris
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.resolve import Resolved, resolve
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.block import schema
from govgraph.ontology.declaration import node_tables

if TYPE_CHECKING:
    import duckdb

    from govgraph.graph.folder import Folder


@contextmanager
def actor_rows(folder: Folder, version: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the view ``actors``: all rows of actors of the loads of a version, with the IRIs of the records, and all countries."""
    loads = [read_manifest(folder.records / name) for name in folder.facts(version)["loads"]]
    files = [load.records("actors") for load in loads if "actors" in load.tables]
    with asking() as db:
        db.register("countries", country_rows(folder.settings().base).to_arrow())
        said = with_columns(db, parquet(*files), schema("actors")) if files else "countries"
        kept = "SELECT * FROM countries" + (f" UNION ALL BY NAME SELECT * FROM {said}" if files else "")
        db.execute(f"CREATE TEMP VIEW actors AS {kept}")
        yield db


def resolved_anew(
    folder: Folder, version: Path, log: Log, facts: Iterable[str] = ()
) -> tuple[Resolved, dict[str, Facts]]:
    """Who would be one by a log.

    Args:
        facts: the IRIs of actors whose facts are wanted as well.
    """
    with actor_rows(folder, version) as db:

        def no_actors(iris: Collection[str]) -> dict[str, str]:
            each = (t.name for t in node_tables() if not t.identified and t.name != "undescribed")
            files = {name: parquet(*parts_of(version / "tables", name)) for name in each}
            parts = " UNION ALL ".join(f"SELECT iri, '{name}' AS place FROM {file}" for name, file in files.items())
            found = f"SELECT iri, place FROM ({parts}) WHERE iri IN (SELECT unnest($iris::VARCHAR[]))"
            return {str(iri): str(place) for iri, place in db.execute(found, {"iris": sorted(iris)}).fetchall()}

        resolved = resolve(db, folder.settings().base, log, "actors", no_actors)
        return resolved, facts_of(db, "actors", facts)


def known_iris(folder: Folder, iris: Collection[str]) -> set[str]:
    """Those of the IRIs that actors have, or had in the records, or that rows refer to without describing them.

    Example:
        >>> len(known_iris(graph.folder, ["https://w3id.org/govgraph/id/country/KGZ", "x:1"]))
        1
    """
    with folder.reading() as version:
        if version is None or not iris:
            return set()
        known = set(iris) & other_iris(version).keys()
        with asking() as db:
            files = [parts_of(version / "tables", name) for name in ("actors", "undescribed")]
            every = " UNION ALL ".join(f"SELECT iri FROM {parquet(*parts)}" for parts in files)
            found = db.execute(
                f"SELECT iri FROM ({every}) WHERE iri IN (SELECT unnest($iris::VARCHAR[]))", {"iris": sorted(iris)}
            ).fetchall()
        return known | {str(iri) for (iri,) in found}
