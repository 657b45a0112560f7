"""Finds two publications that would share a scope, before they are mixed up.

A loader that works out the dataset from the file may give the same one to two publications. An identifier such as ``legislature``
would then stand for one thing where it means two. This is so if the two files give it names that have nothing in common, or give an
event different starts. The file is then not loaded until the person gives each publication a dataset of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import asking, parquet
from govgraph.ontology.terms import local_id

# Table -> the kinds of IRI that are minted from a dataset's own identifiers.
_KINDS: Final = {
    "actors": ("person", "organization"),
    "events": ("event",),
    "posts": ("post",),
    "places": ("place",),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """An identifier that two files in the same scope use for different things.

    Attributes:
        identifier: for example ``organization/legislature``.
        one, other: what each file calls it.
    """

    identifier: str
    one: str
    other: str


def shared_scope(
    base: str, guessed: Iterable[Manifest], others: Sequence[Manifest]
) -> dict[str, tuple[Manifest, Clash]]:
    """The loads that share a scope with another publication.

    Args:
        base: the graph's base IRI.
        guessed: new loads whose dataset nobody gave.
        others: all loads that will be in force, including the guessed ones.

    Returns:
        name of a guessed load -> (the load that it contradicts, an identifier in which they differ).
    """
    clashes = {}
    with asking() as db:
        for load in guessed:
            for other in others:
                same = (other.loader, other.dataset) == (load.loader, load.dataset)
                if same and other.load != load.load and other.path != load.path:
                    clash = _clash(db, base, load, other)
                    if clash:
                        clashes[load.load] = other, clash
                        break
    return clashes


def _clash(db: duckdb.DuckDBPyConnection, base: str, load: Manifest, other: Manifest) -> Clash | None:
    for table, kinds in _KINDS.items():
        if table not in load.tables or table not in other.tables:
            continue
        for kind in kinds:
            prefix = f"{base}{kind}/{local_id(load.dataset)}/"
            one, two = (_described(m.records(table), table) for m in (load, other))
            row = db.execute(
                f"SELECT a.iri, a.name, b.name, a.start, b.start FROM ({one}) a JOIN ({two}) b USING (iri) "
                "WHERE starts_with(iri, $prefix) AND (NOT list_has_any(a.texts, b.texts) AND "
                "(list_has_any(a.languages, b.languages) OR list_contains(a.languages || b.languages, '')) "
                "OR NOT starts_with(a.start, b.start) AND NOT starts_with(b.start, a.start)) ORDER BY iri LIMIT 1",
                {"prefix": prefix},
            ).fetchone()
            if row:
                iri, name, other_name, start, other_start = row
                identifier = f"{kind}/{iri.removeprefix(prefix)}"
                if name != other_name:
                    return Clash(identifier, name, other_name)
                return Clash(identifier, f"{name} ({start})", f"{other_name} ({other_start})")
    return None


def _described(file: Path, table: str) -> str:
    """The SQL of what a file calls each thing: (iri, name, texts, languages), and of an event its start."""
    start = "min(start_date)" if table == "events" else "NULL::VARCHAR"
    texts = "unnest(list_concat(coalesce(names, []), coalesce(aliases, []))) AS one"
    return (
        f"SELECT iri, min(one.text) AS name, list(DISTINCT lower(one.text)) AS texts, "
        f"list(DISTINCT coalesce(one.lang, '')) AS languages, {start} AS start "
        f"FROM (SELECT *, {texts} FROM {parquet(file)}) GROUP BY iri"
    )
