"""What a push has to change: the projection of a version on one side, the content of a Neo4j database on the other.

Both are read once, in a stream. Of a node or relationship only its key and a digest of what it says are kept in memory (about
200 bytes); what has to be written is read again from the tables. Only what carries our keys is compared, and only what
an earlier push recorded as ours can be found to have left.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import neo4j
import neo4j.time
import polars as pl
import pyarrow.parquet as pq

from govgraph.graph import projection
from govgraph.graph.ingest import Progress
from govgraph.graph.neo4j.state import Hashes, State, Vocabulary, hashes, item_hash
from govgraph.ontology.declaration import classes, tables

_STEP = 50_000
"""Rows of a table that are projected at a time."""
_FETCH = 5_000
"""Rows that the server sends at a time."""

_SIZE = 16
"""Bytes of a digest."""

Properties = dict[str, Any]


def name(word: str) -> str:
    """A label or relationship type as Cypher text.

    Example:
        >>> print(name("A`B"))
        `A``B`
    """
    return "`" + word.replace("`", "``") + "`"


class Projected:
    """A version's nodes and relationships, as they are to stand in Neo4j.

    Args:
        version: a folder as ``Graph.version()`` gives it.
        languages: in the order in which ``name`` is chosen.
    """

    def __init__(self, version: Path, languages: Sequence[str]) -> None:
        self.languages = languages
        self._files = sorted((version / "tables").glob("*.parquet"))
        self._rows = {file: int(pq.read_metadata(file).num_rows) for file in self._files}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Labels, keys and types of the declaration, whether or not they are in use."""
        words = Vocabulary(labels={label for c in classes() for label in projection.label_set(c).split("~")})
        for file in self._files:
            empty = pl.scan_parquet(file).head(0)
            if found := self._nodes(file, empty):
                words.node_keys |= {"name", *found.rows.collect_schema().names()} - {"labels"}
            for drawn in self._drawn(file, empty):
                words.types.add(drawn.type)
                if drawn.keyed:
                    words.keyed.add(drawn.type)
                    words.link_keys |= set(drawn.rows.collect_schema().names()) - {"_source", "_target"}
        return words

    def nodes(self) -> Iterator[tuple[str, Properties]]:
        """All nodes: labels as of :class:`~govgraph.graph.projection.Nodes`, and properties without nulls."""
        for file in self._files:
            for rows in self._steps(file):
                if found := self._nodes(file, rows):
                    for row in found.rows.collect().iter_rows(named=True):
                        labels = row.pop("labels")
                        yield labels, {key: value for key, value in row.items() if value is not None}

    def relationships(self, kind: str) -> Iterator[tuple[str, str, Properties]]:
        """All relationships of a type: IRIs of source and target, and properties without nulls."""
        for drawn in self._of_type(kind):
            for row in drawn.rows.collect().iter_rows(named=True):
                ends = row.pop("_source"), row.pop("_target")
                yield *ends, {key: value for key, value in row.items() if value is not None}

    def node_iris(self) -> Iterator[str]:
        """The IRIs of all nodes: all that has to be known where there is nothing to compare with."""
        for file in self._files:
            for rows in self._steps(file):
                if found := self._nodes(file, rows):
                    yield from found.rows.select("iri").collect()["iri"]

    def relationship_keys(self, kind: str) -> Iterator[str]:
        """The keys (see :func:`link_key`) of all relationships of a type."""
        for drawn in self._of_type(kind):
            if drawn.keyed:
                yield from drawn.rows.select("iri").collect()["iri"]
            else:
                for source, target in drawn.rows.select("_source", "_target").collect().iter_rows():
                    yield f"{source}\0{target}"

    def _of_type(self, kind: str) -> Iterator[projection.Relationships]:
        for file in self._files:
            if all(drawn.type != kind for drawn in self._drawn(file, pl.scan_parquet(file).head(0))):
                continue
            for rows in self._steps(file):
                yield from (drawn for drawn in self._drawn(file, rows) if drawn.type == kind)

    def _steps(self, file: Path) -> Iterator[pl.LazyFrame]:
        for start in range(0, self._rows[file], _STEP):
            yield pl.scan_parquet(file).slice(start, _STEP).collect().lazy()

    def _nodes(self, file: Path, rows: pl.LazyFrame) -> projection.Nodes | None:
        if file.stem == "undescribed":
            return projection.undescribed(rows)
        table = tables()[file.stem]
        return None if table.is_link else projection.nodes(table, rows, self.languages)

    @staticmethod
    def _drawn(file: Path, rows: pl.LazyFrame) -> list[projection.Relationships]:
        if file.stem == "undescribed":
            return []
        table = tables()[file.stem]
        return [projection.links(table, rows)] if table.is_link else projection.references(table, rows)


@dataclass(slots=True)
class NodeChange:
    """The labels and property keys of ours that a node has on the server."""

    labels: list[str]
    keys: list[str]


@dataclass(slots=True)
class LinkChange:
    """A relationship whose ends stay: its id on the server, and the property keys of ours that it has there."""

    element_id: str
    keys: list[str]


@dataclass(slots=True)
class Difference:
    """What a push has to do.

    Attributes:
        create_nodes: IRIs.
        change_nodes: IRI -> what it has now.
        delete_nodes: IRI -> all that it has of ours.
        create: type -> keys (see :func:`link_key`).
        change: type -> key -> what it has now.
        delete: type -> ids on the server.
        ours: hashes of all that is ours when it is done.
    """

    create_nodes: set[str] = field(default_factory=set)
    change_nodes: dict[str, NodeChange] = field(default_factory=dict)
    delete_nodes: dict[str, NodeChange] = field(default_factory=dict)
    create: dict[str, set[str]] = field(default_factory=dict)
    change: dict[str, dict[str, LinkChange]] = field(default_factory=dict)
    delete: dict[str, list[str]] = field(default_factory=dict)
    ours: Hashes = field(default_factory=lambda: hashes(()))

    @property
    def steps(self) -> int:
        """Nodes and relationships to be written or removed."""
        links = sum(len(found) for kind in (self.create, self.change, self.delete) for found in kind.values())
        return len(self.create_nodes) + len(self.change_nodes) + len(self.delete_nodes) + links


def link_key(source: str, target: str, properties: Properties) -> str:
    """The key of a relationship within its type: its IRI, or both ends (no IRI has a NUL in it)."""
    return str(properties["iri"]) if "iri" in properties else f"{source}\0{target}"


def _digest(*said: object) -> bytes:
    # repr tells 1 from 1.0, True and "1", and is exact for floats.
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


def _said(properties: Properties) -> list[tuple[str, Any]]:
    return sorted(properties.items())


class Comparison:
    """Compares a version with a database.

    Args:
        projected: the version.
        session: of the database.
        state: what the database knows of our pushes.
        progress: told how much has been compared.
    """

    def __init__(self, projected: Projected, session: neo4j.Session, state: State, progress: Progress) -> None:
        self.projected, self.session, self.state, self.progress = projected, session, state, progress
        self.words = projected.vocabulary | state.vocabulary
        self.found = Difference()
        self._hashes = array("Q")

    def run(self) -> Difference:
        """The difference; nothing is written."""
        self._compare_nodes()
        for kind in sorted(self.words.types):
            self._compare_links(kind)
        self.found.ours = hashes(self._hashes)
        return self.found

    def _count(self, query: str) -> int:
        record = self.session.run(query).single(strict=True)
        return int(record["count"])

    def _server(self, query: str, total: int) -> Iterator[neo4j.Record]:
        with self.session.begin_transaction() as transaction:
            for number, record in enumerate(transaction.run(query)):
                if number % _FETCH == 0:
                    self.progress("comparing with Neo4j", number, total)
                yield record

    # ------------------------------------------------------------------------------------------- nodes

    def _compare_nodes(self) -> None:
        total = self._count("MATCH (n:Entity) RETURN count(n) AS count")
        if not total:
            self.found.create_nodes = set(self.projected.node_iris())
            self._hashes.extend(item_hash("", iri) for iri in self.found.create_nodes)
            return
        wanted: dict[str, bytes] = {}
        for labels, properties in self.projected.nodes():
            iri = properties["iri"]
            self._hashes.append(item_hash("", iri))
            wanted[iri] = _digest(labels.split("~"), _said(properties))
        query = "MATCH (n:Entity) WHERE n.iri IS NOT NULL RETURN n.iri, labels(n), properties(n)"
        for iri, labels, properties in self._server(query, total):
            self._compare_node(wanted, iri, labels, properties)
        self.found.create_nodes = set(wanted)

    def _compare_node(self, wanted: dict[str, bytes], iri: Any, labels: list[str], properties: Properties) -> None:
        if not isinstance(iri, str):
            return
        keys = self.words.node_keys
        said = {k: _native(v) for k, v in properties.items() if k in keys or k.startswith("name_")}
        shown = sorted(label for label in labels if label in self.words.labels)
        want = wanted.pop(iri, None)
        if want is None:
            if self.state.owns("", iri):
                self.found.delete_nodes[iri] = NodeChange(shown, sorted(said))
        elif want != _digest(shown, _said(said)):
            self.found.change_nodes[iri] = NodeChange(shown, sorted(said))

    # ----------------------------------------------------------------------------------- relationships

    def _compare_links(self, kind: str) -> None:
        keyed = kind in self.words.keyed
        total = self._count(f"MATCH ()-[r:{name(kind)}]->() RETURN count(r) AS count")
        self.found.change[kind], self.found.delete[kind] = {}, []
        if not total:
            self.found.create[kind] = set(self.projected.relationship_keys(kind))
            self._hashes.extend(item_hash(kind, key) for key in self.found.create[kind])
            return
        wanted: dict[str, bytes] = {}
        for source, target, properties in self.projected.relationships(kind):
            key = link_key(source, target, properties)
            self._hashes.append(item_hash(kind, key))
            wanted[key] = _digest(source, target) + _digest(_said(properties))
        # Of a type without keys, ours are the bare ones.
        ours = "r.iri IS NOT NULL" if keyed else "size(keys(r)) = 0"
        query = (
            f"MATCH (a:Entity)-[r:{name(kind)}]->(b:Entity) WHERE {ours} "
            "RETURN elementId(r), a.iri, b.iri, properties(r)"
        )
        for element_id, source, target, properties in self._server(query, total):
            if source is not None and target is not None:
                self._compare_link(wanted, kind, element_id, source, target, properties)
        self.found.create[kind] = set(wanted)

    def _compare_link(
        self,
        wanted: dict[str, bytes],
        kind: str,
        element_id: str,
        source: str,
        target: str,
        properties: Properties,
    ) -> None:
        key = link_key(source, target, properties)
        want = wanted.get(key)
        if want is None or want[:_SIZE] != _digest(source, target):
            # Gone, or to be drawn anew between other ends.
            if self.state.owns(kind, key):
                self.found.delete[kind].append(element_id)
            return
        del wanted[key]
        said = {k: _native(v) for k, v in properties.items() if k in self.words.link_keys}
        if _digest(_said(said)) != want[_SIZE:]:
            self.found.change[kind][key] = LinkChange(element_id, sorted(said))


def _native(value: Any) -> Any:
    return value.to_native() if isinstance(value, neo4j.time.Date) else value
