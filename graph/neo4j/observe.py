"""What a Neo4j database really shows of a graph, item by item, whatever the pushes wrote down: others may have changed it.

All of it is read once, in a stream. Only what carries our keys is looked at, and only what an earlier push wrote down as ours, or
what the version has as well, counts as ours. What an item says is compared as Python values, so 1 is not 1.0.
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
"""Rows that the server sends between two words of progress."""

Properties = dict[str, Any]


def name(word: str) -> str:
    """A label, relationship type or property key as Cypher text.

    Example:
        >>> print(name("A`B"))
        `A``B`
    """
    return "`" + word.replace("`", "``") + "`"


def is_ours(kind: str, words: Vocabulary) -> str:
    """The condition in Cypher by which a relationship ``r`` of a type of ours may be ours: without keys, ours are the bare ones."""
    return "r.iri IS NOT NULL" if kind in words.keyed else "size(keys(r)) = 0"


def observe(
    session: neo4j.Session, plan: Plan, words: Vocabulary, state: State, progress: Progress
) -> dict[str, Items]:
    """What the database holds of what is in a plan, and of what is written down as ours.

    Args:
        plan: of the version; need not be compared yet.
        words: of the version and of all pushes.
        state: with its items.
        progress: told how much has been read.

    Returns:
        by kind, sorted by key, once each. What says the same as the version has the version's content; what says something else,
        or is there twice, has the content ``UNKNOWN``.
    """
    looked = _Observer(session, words, progress)
    digests = _digests(plan)
    there = {}
    for kind in (NODES, *sorted(words.types)):
        keys, said = looked.nodes() if kind == NODES else looked.links(kind)
        there[kind] = _ours(
            keys, said, plan.items.get(kind, NONE), digests.get(kind, NONE.keys), state.items.get(kind, NONE)
        )
    return there


def _ours(keys: Hashes, said: Hashes, wanted: Items, digests: Hashes, recorded: Items) -> Items:
    order = np.argsort(wanted.keys)
    place, shared = look_up(keys, wanted.keys[order])
    contents = np.full(len(keys), UNKNOWN)
    same = order[place[shared]]
    contents[shared] = np.where(digests[same] == said[shared], wanted.contents[same], UNKNOWN)
    ours = shared | look_up(keys, recorded.keys)[1]
    found, first, times = np.unique(keys[ours], return_index=True, return_counts=True)
    return Items(found, np.where(times > 1, UNKNOWN, contents[ours][first]))


def _digests(plan: Plan) -> dict[str, Hashes]:
    """A digest of what each item of the version says, in the plan's order."""
    parts: dict[str, list[Hashes]] = {}
    for nodes in (True, False):
        for piece in plan.pieces(nodes=nodes, every=True):
            labels = list(piece.labels)
            rows = piece.rows if nodes else piece.rows.drop("_source", "_target")
            properties = rows.iter_rows(named=True) if rows.width else ({} for _ in range(piece.rows.height))
            said = hashed(_said(labels, {k: v for k, v in row.items() if v is not None}) for row in properties)
            parts.setdefault(piece.kind, []).append(said)
    return {kind: np.concatenate(of_kind) for kind, of_kind in parts.items()}


def _said(labels: list[str], properties: Mapping[str, Any]) -> str:
    # repr tells 1 from 1.0, True and "1", and is exact for floats.
    return repr((labels, sorted(properties.items())))


class _Observer:
    def __init__(self, session: neo4j.Session, words: Vocabulary, progress: Progress) -> None:
        self.session, self.words, self.progress = session, words, progress

    def nodes(self) -> tuple[Hashes, Hashes]:
        """Keys and digests of all nodes that may be ours."""
        keys, said = [NONE.keys], [NONE.keys]
        query = "MATCH (n:Entity) WHERE n.iri IS NOT NULL RETURN n.iri, labels(n), properties(n)"
        for some in self._read(query, "MATCH (n:Entity) RETURN count(n) AS count"):
            rows = [row for row in some if isinstance(row[0], str)]
            keys.append(hashed(row[0] for row in rows))
            said.append(hashed(self._node_said(labels, properties) for _, labels, properties in rows))
        return np.concatenate(keys), np.concatenate(said)

    def _node_said(self, labels: list[str], properties: Properties) -> str:
        shown = sorted(label for label in labels if label in self.words.labels)
        return _said(shown, {k: _native(v) for k, v in properties.items() if is_node_key(k, self.words)})

    def links(self, kind: str) -> tuple[Hashes, Hashes]:
        """Keys and digests of all relationships of a type that may be ours."""
        keys, said = [NONE.keys], [NONE.keys]
        query = (
            f"MATCH (a:Entity)-[r:{name(kind)}]->(b:Entity) WHERE {is_ours(kind, self.words)} "
            "AND a.iri IS NOT NULL AND b.iri IS NOT NULL RETURN a.iri, b.iri, r.iri, properties(r)"
        )
        for rows in self._read(query, f"MATCH ()-[r:{name(kind)}]->() RETURN count(r) AS count"):
            keys.append(hashed(link_key(source, target, iri) for source, target, iri, _ in rows))
            said.append(hashed(self._link_said(properties) for *_, properties in rows))
        return np.concatenate(keys), np.concatenate(said)

    def _link_said(self, properties: Properties) -> str:
        return _said([], {k: _native(v) for k, v in properties.items() if k in self.words.link_keys})

    def _read(self, query: str, count: str) -> Iterator[list[neo4j.Record]]:
        total = int(self.session.run(count).single(strict=True)["count"])
        with self.session.begin_transaction() as transaction:
            answer, done = transaction.run(query), 0
            while rows := answer.fetch(_FETCH):
                done += len(rows)
                self.progress("comparing with Neo4j", done, total)
                yield rows


def is_node_key(key: str, words: Vocabulary) -> bool:
    """Whether a property of a node is one that pushes set; names may come in any language."""
    return key in words.node_keys or key.startswith("name_")


def _native(value: Any) -> Any:
    return value.to_native() if isinstance(value, neo4j.time.Date) else value
