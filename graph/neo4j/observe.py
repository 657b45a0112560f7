"""What a Neo4j database really holds of a graph, item by item. Others may have changed it since the journal was written.

The database is read once, as a stream. Only nodes and relationships with our keys are read, and of those an item counts as ours
only if it is in the journal or in the version. Contents are compared as Python values, so 1 is not 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import neo4j
import neo4j.time
import numpy as np

from govgraph.graph.neo4j.items import NODES, NONE, UNKNOWN, Hashes, Items, hashed, link_key
from govgraph.graph.neo4j.plan import Plan, look_up
from govgraph.graph.neo4j.state import State, Vocabulary
from govgraph.graph.progress import Progress

_FETCH = 5_000
"""Rows that are read from the server between two reports of progress."""

Properties = dict[str, Any]


def quoted_name(word: str) -> str:
    """A label, relationship type or property key, quoted for Cypher.

    Example:
        >>> print(quoted_name("A`B"))
        `A``B`
    """
    return "`" + word.replace("`", "``") + "`"


_WITH_IRI, _BARE = "r.iri IS NOT NULL", "size(keys(r)) = 0"


def is_ours(kind: str, words: Vocabulary) -> str:
    """The Cypher condition that a relationship ``r`` may be ours. Ours have an IRI, or in types without IRIs no properties at all."""
    return _WITH_IRI if kind in words.keyed else _BARE


def observe(
    session: neo4j.Session, plan: Plan, words: Vocabulary, state: State, progress: Progress
) -> dict[str, Items]:
    """The items of ours that the database holds: those of the plan, and those in the journal.

    Args:
        plan: of the version; it need not be compared yet.
        words: the vocabulary of the version and of all pushes.
        state: the state, with its items.
        progress: told how many rows have been read.

    Returns:
        the items by kind, sorted by key, each once. An item that is the same in the version has the version's content hash; an item
        that differs, or that the database holds twice, has the content ``UNKNOWN``.
    """
    reader = _Reader(session, words, progress)
    version_digests = _version_digests(plan)
    observed = {}
    counts = reader.counts()
    nodes = {NODES: reader.nodes(counts.pop(NODES))}
    for kind, (keys, digests) in (nodes | reader.links(counts)).items():
        observed[kind] = _ours(
            keys,
            digests,
            in_version=plan.items.get(kind, NONE),
            version_digests=version_digests.get(kind, NONE.keys),
            in_journal=state.items.get(kind, NONE),
        )
    return observed


def _ours(keys: Hashes, digests: Hashes, *, in_version: Items, version_digests: Hashes, in_journal: Items) -> Items:
    order = np.argsort(in_version.keys)
    position, shared = look_up(keys, in_version.keys[order])
    contents = np.full(len(keys), UNKNOWN)
    same_item = order[position[shared]]
    contents[shared] = np.where(version_digests[same_item] == digests[shared], in_version.contents[same_item], UNKNOWN)
    ours = shared | look_up(keys, in_journal.keys)[1]
    our_keys, first, times = np.unique(keys[ours], return_index=True, return_counts=True)
    return Items(our_keys, np.where(times > 1, UNKNOWN, contents[ours][first]))


def _version_digests(plan: Plan) -> dict[str, Hashes]:
    """A digest of the content of each item of the version, in the plan's order."""
    parts: dict[str, list[Hashes]] = {}
    for nodes in (True, False):
        for piece in plan.pieces(nodes=nodes, every=True):
            labels = list(piece.labels)
            rows = piece.rows if nodes else piece.rows.drop("_source", "_target")
            properties = rows.iter_rows(named=True) if rows.width else ({} for _ in range(piece.rows.height))
            digests = hashed(_item_text(labels, {k: v for k, v in row.items() if v is not None}) for row in properties)
            parts.setdefault(piece.kind, []).append(digests)
    return {kind: np.concatenate(of_kind) for kind, of_kind in parts.items()}


def _item_text(labels: list[str], properties: Mapping[str, Any]) -> str:
    # repr distinguishes 1 from 1.0, True and "1", and is exact for floats.
    return repr((labels, sorted(properties.items())))


class _Reader:
    """Reads keys and digests of what may be ours from a database."""

    def __init__(self, session: neo4j.Session, words: Vocabulary, progress: Progress) -> None:
        self.session, self.words, self.progress = session, words, progress

    def counts(self) -> dict[str, int]:
        """How many nodes and relationships of each kind there are, of others too.

        One statement, which the server answers from its own counts: planning one for each kind costs more than reading a small graph.
        """
        types = sorted(self.words.types)
        counted = ["COUNT { (:Entity) }", *(f"COUNT {{ ()-[:{quoted_name(kind)}]->() }}" for kind in types)]
        columns = ", ".join(f"{count} AS n{number}" for number, count in enumerate(counted))
        row = self.session.run(f"RETURN {columns}").single(strict=True)
        return dict(zip((NODES, *types), row.values(), strict=True))

    def nodes(self, count: int) -> tuple[Hashes, Hashes]:
        """Keys and digests of all nodes that may be ours.

        Args:
            count: how many there are of that kind, of others too.
        """
        keys, digests = [NONE.keys], [NONE.keys]
        query = "MATCH (n:Entity) WHERE n.iri IS NOT NULL RETURN n.iri, labels(n), properties(n)"
        for batch in self._read(query, count):
            rows = [row for row in batch if isinstance(row[0], str)]
            keys.append(hashed(row[0] for row in rows))
            digests.append(hashed(self._node_text(labels, properties) for _, labels, properties in rows))
        return np.concatenate(keys), np.concatenate(digests)

    def _node_text(self, labels: list[str], properties: Properties) -> str:
        our_labels = sorted(label for label in labels if label in self.words.labels)
        return _item_text(our_labels, {k: _native(v) for k, v in properties.items() if is_node_key(k, self.words)})

    def links(self, counts: Mapping[str, int]) -> dict[str, tuple[Hashes, Hashes]]:
        """Keys and digests of all relationships that may be ours, by type.

        One statement for all types that there are, since the server plans each statement anew.

        Args:
            counts: how many there are of each type, of others too.
        """
        found: dict[str, tuple[list[Hashes], list[Hashes]]] = {kind: ([NONE.keys], [NONE.keys]) for kind in counts}
        types = "|".join(quoted_name(kind) for kind, count in counts.items() if count)
        query = (
            f"MATCH (a:Entity)-[r:{types}]->(b:Entity) WHERE a.iri IS NOT NULL AND b.iri IS NOT NULL AND "
            f"CASE WHEN type(r) IN $keyed THEN {_WITH_IRI} ELSE {_BARE} END RETURN type(r), a.iri, b.iri, r.iri, properties(r)"
        )
        for batch in self._read(query, sum(counts.values()), keyed=sorted(self.words.keyed)):
            by_kind: dict[str, list[neo4j.Record]] = {}
            for row in batch:
                by_kind.setdefault(row[0], []).append(row)
            for kind, rows in by_kind.items():
                keys, digests = found[kind]
                keys.append(hashed(link_key(source, target, iri) for _, source, target, iri, _ in rows))
                digests.append(hashed(self._link_text(properties) for *_, properties in rows))
        return {kind: (np.concatenate(keys), np.concatenate(digests)) for kind, (keys, digests) in found.items()}

    def _link_text(self, properties: Properties) -> str:
        return _item_text([], {k: _native(v) for k, v in properties.items() if k in self.words.link_keys})

    def _read(self, query: str, total: int, **parameters: Any) -> Iterator[list[neo4j.Record]]:
        if not total:
            return
        with self.session.begin_transaction() as transaction:
            result, done = transaction.run(query, parameters), 0
            while rows := result.fetch(_FETCH):
                done += len(rows)
                self.progress("comparing with Neo4j", done, total)
                yield rows


def is_node_key(key: str, words: Vocabulary) -> bool:
    """Whether pushes set this property of nodes. Names count in every language."""
    return key in words.node_keys or key.startswith("name_")


def _native(value: Any) -> Any:
    return value.to_native() if isinstance(value, neo4j.time.Date) else value
