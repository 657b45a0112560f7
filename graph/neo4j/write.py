"""Carrying out a plan: first obsolete relationships are deleted, then obsolete nodes; then nodes are written, then relationships.

Before an item is created it is looked up by its key, in chunks. If others have created it already, it is taken over, not
created a second time.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import neo4j
import numpy as np
import polars as pl

from govgraph.graph.neo4j.claim import Claim
from govgraph.graph.neo4j.items import NODES, NONE, UNKNOWN, Hashes, Items, hashed, link_key
from govgraph.graph.neo4j.observe import is_node_key, is_ours, quoted_name
from govgraph.graph.neo4j.plan import KEEP, Piece, Plan, look_up
from govgraph.graph.neo4j.send import Row, Sender
from govgraph.graph.neo4j.state import Vocabulary
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.projection import ROOT, label_set

_CHUNK = 5_000  # keys that one query looks up


@dataclass(slots=True)
class Written:
    """What was written, as far as the plan could not know it.

    Attributes:
        nodes_deleted: how many obsolete nodes were deleted.
        nodes_kept: how many obsolete nodes were kept, because others have drawn relationships to them.
        counters: the sums of the server's own counters.
    """

    nodes_deleted: int = 0
    nodes_kept: int = 0
    counters: dict[str, int] = field(default_factory=dict)


class Writing:
    """Carries out a plan.

    Args:
        claim: the right to write.
        plan: compared with the items that the database holds.
        words: the vocabulary of the version and of all pushes.
        fresh: whether the database has no node with our root label yet, so that nothing needs to be looked up.
        batch: the most rows in a transaction.
        progress: told how many items have been written.
    """

    def __init__(
        self, claim: Claim, plan: Plan, words: Vocabulary, *, fresh: bool, batch: int, progress: Progress
    ) -> None:
        self.claim, self.plan, self.words, self.fresh = claim, plan, words, fresh
        self.sender = Sender(claim, batch, plan.steps, progress)
        self.written = Written()
        self._new = NONE.keys  # the keys of the nodes that this push created; sorted

    def run(self) -> Written:
        """Delete, then write.

        Raises:
            ItemsChanged: the database does not hold what the plan was compared with.
            GraphError: another push has taken over.
        """
        obsolete_iris = self._obsolete_iris()
        self._delete_links(obsolete_iris)
        self._delete_nodes(obsolete_iris)
        created = [self._write_nodes(piece) for piece in self.plan.pieces(nodes=True)]
        self._new = np.sort(np.concatenate([NONE.keys, *created]))
        for piece in self.plan.pieces(nodes=False):
            self._write_links(piece)
        self.written.counters = dict(self.sender.counters)
        return self.written

    # ------------------------------------------------------------------------------------------- deleting

    def _obsolete_iris(self) -> list[str]:
        """The IRIs of the obsolete nodes; the plan and the journal have only the hashes."""
        keys = self.plan.obsolete.get(NODES, NONE.keys)
        if not len(keys):
            return []
        all_nodes = self.sender.ask(f"MATCH (n:{ROOT}) WHERE n.iri IS NOT NULL RETURN n.iri AS iri")
        return [row["iri"] for rows in _chunks(all_nodes) for row, _ in _among(rows, keys, lambda row: str(row["iri"]))]

    def _delete_links(self, obsolete_iris: list[str]) -> None:
        obsolete = {kind: keys for kind, keys in self.plan.obsolete.items() if kind != NODES}
        columns = "startNode(r).iri AS source, endNode(r).iri AS target, r.iri AS iri, elementId(r) AS id"
        key_by_id: dict[str, dict[str, np.uint64]] = {kind: {} for kind in obsolete}  # of each kind
        # Most obsolete relationships end at an obsolete node, where finding them is cheaper than reading all of their type.
        around = f"UNWIND $rows AS iri MATCH (n:{ROOT} {{iri: iri}})-[r]-(:{ROOT}) RETURN type(r) AS type, {columns}"
        for start in range(0, len(obsolete_iris), _CHUNK):
            for rows in _chunks(self.sender.ask(around, obsolete_iris[start : start + _CHUNK])):
                for kind in {row["type"] for row in rows} & obsolete.keys():
                    of_kind = [row for row in rows if row["type"] == kind]
                    key_by_id[kind] |= {row["id"]: key for row, key in _among(of_kind, obsolete[kind], _key_of)}
        for kind, keys in obsolete.items():
            if len(np.unique(_keys(key_by_id[kind]))) < len(keys):
                ours = is_ours(kind, self.words)
                all_links = self.sender.ask(
                    f"MATCH (:{ROOT})-[r:{quoted_name(kind)}]->(:{ROOT}) WHERE {ours} RETURN {columns}"
                )
                for rows in _chunks(all_links):
                    key_by_id[kind] |= {row["id"]: key for row, key in _among(rows, keys, _key_of)}
            self._delete_by_id(kind, [(link_id,) for link_id in key_by_id[kind]], _keys(key_by_id[kind]))
            # Others may have removed some of them already; they are gone either way.
            self.claim.add_entry(kind, removed=np.setdiff1d(keys, _keys(key_by_id[kind])))

    def _delete_by_id(self, kind: str, rows: Sequence[Row], keys: Hashes) -> None:
        delete = f"MATCH ()-[r:{quoted_name(kind)}]->() WHERE elementId(r) = row[0] DELETE r"
        self.sender.send(delete, rows, kind, removed=keys)

    def _delete_nodes(self, obsolete_iris: list[str]) -> None:
        keys = self.plan.obsolete.get(NODES, NONE.keys)
        if not len(keys):
            return
        # If this is cut off, a node may have been deleted, stripped or left unchanged: until it is done the content is unknown.
        self.claim.add_entry(NODES, Items(keys, np.full(len(keys), UNKNOWN)))
        rows = [(iri,) for iri in obsolete_iris]
        node = f"MATCH (n:{ROOT} {{iri: row[0]}})"
        deleted = self.sender.send(f"{node} WHERE NOT (n)--() DELETE n", rows, must_match=False)
        if deleted < len(rows):
            # Others have drawn relationships to the remaining nodes. To keep them, the nodes only lose their labels and properties.
            bare = label_set("Undescribed").split("~")
            drop = _labels(sorted(self.words.labels - set(bare)))
            kept = [
                (iri, dict.fromkeys(set(properties) - {"iri"}))
                for iri, (_, properties) in self._present(obsolete_iris).items()
            ]
            self.sender.send(f"{node} SET n += row[1] REMOVE n{drop} SET n{_labels(bare)}", kept)
            self.written.nodes_kept = len(kept)
        self.written.nodes_deleted = deleted
        self.claim.add_entry(NODES, removed=keys)

    # ------------------------------------------------------------------------------------------- nodes

    def _write_nodes(self, piece: Piece) -> Hashes:
        """Create or change the nodes of a piece, and return the keys of those that were created."""
        rows, items = self._marked(piece)
        present = {} if self.fresh else self._present(rows["iri"].to_list())
        new = ~rows["iri"].is_in(list(present)).to_numpy() if present else np.ones(rows.height, np.bool_)
        self._create_nodes(piece.labels, rows.filter(pl.Series(new)), items[new])
        if present:
            self._change_nodes(piece.labels, rows.filter(pl.Series(~new)), items[~new], present)
        return items[new].keys

    def _create_nodes(self, labels: Sequence[str], rows: pl.DataFrame, items: Items) -> None:
        for batch, batch_items in self.sender.batches(rows, items):
            filled = _without_empty_columns(batch)
            create = f"CREATE (n{_labels(labels)} {_properties(filled.columns)})"
            self.sender.send(create, filled.rows(), NODES, put=batch_items)

    def _change_nodes(
        self,
        labels: Sequence[str],
        rows: pl.DataFrame,
        items: Items,
        present: Mapping[str, tuple[list[str], list[str]]],
    ) -> None:
        by_drop: dict[str, list[tuple[Row, int]]] = {}
        for position, properties in enumerate(rows.iter_rows(named=True)):
            present_labels, present_keys = present[properties["iri"]]
            drop = _labels([label for label in present_labels if label not in labels])
            values = {key: value for key, value in properties.items() if value is not None}
            row = (properties["iri"], dict.fromkeys(present_keys) | values)
            by_drop.setdefault(drop, []).append((row, position))
        for drop, changed in by_drop.items():
            change = f"MATCH (n:{ROOT} {{iri: row[0]}}) SET n += row[1] SET n{_labels(labels)}"
            change += f" REMOVE n{drop}" if drop else ""
            positions = np.array([position for _, position in changed])
            self.sender.send(change, [row for row, _ in changed], NODES, put=items[positions])

    def _present(self, iris: Sequence[str]) -> dict[str, tuple[list[str], list[str]]]:
        """Those of these nodes that the database has, each with those of its labels and property keys that are ours."""
        query = f"UNWIND $rows AS iri MATCH (n:{ROOT} {{iri: iri}}) RETURN n.iri, labels(n), keys(n)"
        present = {}
        for start in range(0, len(iris), _CHUNK):
            for iri, labels, keys in self.sender.ask(query, iris[start : start + _CHUNK]):
                our_labels = sorted(label for label in labels if label in self.words.labels)
                present[iri] = (our_labels, sorted(key for key in keys if is_node_key(key, self.words)))
        return present

    # ----------------------------------------------------------------------------------- relationships

    def _write_links(self, piece: Piece) -> None:
        rows, items = self._marked(piece)
        present = {} if self.fresh else self._present_links(piece.kind, rows)
        new = np.ones(rows.height, np.bool_)
        new[np.fromiter(present, np.intp)] = False
        self._create_links(piece.kind, rows.filter(pl.Series(new)), items[new])
        if not present:
            return
        doubles = [(link_id,) for links in present.values() for link_id, _ in links[1:]]
        self._delete_by_id(piece.kind, doubles, NONE.keys)
        positions = sorted(present)
        change = f"MATCH ()-[r:{quoted_name(piece.kind)}]->() WHERE elementId(r) = row[0] SET r += row[1]"
        changed = []
        for position, properties in zip(positions, rows[positions].iter_rows(named=True), strict=True):
            link_id, present_keys = present[position][0]
            values = {k: v for k, v in properties.items() if v is not None and k not in ("_source", "_target")}
            changed.append((link_id, dict.fromkeys(present_keys) | values))
        self.sender.send(change, changed, piece.kind, put=items[np.array(positions)])

    def _create_links(self, kind: str, rows: pl.DataFrame, items: Items) -> None:
        for batch, batch_items in self.sender.batches(rows, items):
            filled = _without_empty_columns(batch)
            create = (
                f"MATCH (a:{ROOT} {{iri: row[0]}}) MATCH (b:{ROOT} {{iri: row[1]}}) "
                f"CREATE (a)-[:{quoted_name(kind)} {_properties(filled.columns)}]->(b)"
            )
            self.sender.send(create, filled.rows(), kind, put=batch_items)

    def _present_links(self, kind: str, rows: pl.DataFrame) -> dict[int, list[tuple[str, list[str]]]]:
        """Those of these relationships that the database has: by position of the row, their ids and those property keys that are ours.

        A row has several ids if others have doubled its relationship.
        """
        new_end = look_up(hashed(rows["_source"]), self._new)[1] | look_up(hashed(rows["_target"]), self._new)[1]
        old_ends = np.flatnonzero(~new_end).tolist()  # a node that was just created has no relationships yet
        iris = rows["iri"].to_list() if "iri" in rows.columns else [""] * rows.height
        ends = [
            (rows["_source"][position], rows["_target"][position], iris[position], position) for position in old_ends
        ]
        same = "r.iri = row[2]" if kind in self.words.keyed else is_ours(kind, self.words)
        query = (
            f"UNWIND $rows AS row MATCH (a:{ROOT} {{iri: row[0]}}) MATCH (b:{ROOT} {{iri: row[1]}}) "
            f"MATCH (a)-[r:{quoted_name(kind)}]->(b) WHERE {same} RETURN row[3], elementId(r), keys(r)"
        )
        present: dict[int, list[tuple[str, list[str]]]] = {}
        for start in range(0, len(ends), _CHUNK):
            for position, link_id, keys in self.sender.ask(query, ends[start : start + _CHUNK]):
                our_keys = [key for key in keys if key in self.words.link_keys]
                present.setdefault(position, []).append((link_id, our_keys))
        return present

    def _marked(self, piece: Piece) -> tuple[pl.DataFrame, Items]:
        """The rows of a piece that have to be written, and their items."""
        marked = self.plan.marks[piece.kind][piece.positions] != KEEP
        items = self.plan.items[piece.kind][piece.positions]
        return (piece.rows, items) if marked.all() else (piece.rows.filter(pl.Series(marked)), items[marked])


def _key_of(row: neo4j.Record) -> str:
    return link_key(row["source"], row["target"], row["iri"])


def _keys(key_by_id: Mapping[str, np.uint64]) -> Hashes:
    return np.fromiter(key_by_id.values(), np.uint64, len(key_by_id))


def _chunks(rows: Iterable[neo4j.Record]) -> Iterator[list[neo4j.Record]]:
    stream = iter(rows)
    while chunk := list(itertools.islice(stream, _CHUNK)):
        yield chunk


def _among(
    rows: Sequence[neo4j.Record], keys: Hashes, key: Callable[[neo4j.Record], str]
) -> Iterator[tuple[neo4j.Record, np.uint64]]:
    """The rows whose key is among these keys, each with the hash of its key."""
    hashes = hashed(map(key, rows))
    present = look_up(hashes, keys)[1]
    yield from ((row, hashes[position]) for position, row in enumerate(rows) if present[position])


def _without_empty_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without columns that are entirely null: the server would look at each of them for every row."""
    return rows.select(column for column in rows.columns if rows[column].null_count() < rows.height)


def _properties(columns: Sequence[str]) -> str:
    """A Cypher map of the columns of a ``row``, without the two that hold the ends of a relationship."""
    pairs = (f"{quoted_name(c)}: row[{i}]" for i, c in enumerate(columns) if c not in ("_source", "_target"))
    return "{" + ", ".join(pairs) + "}"


def _labels(labels: Sequence[str]) -> str:
    return "".join(f":{quoted_name(label)}" for label in labels)
