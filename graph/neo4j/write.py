"""The statements by which a plan is carried out: what left goes first, relationships before their ends, then nodes, then relationships.

What may be there already is looked up by its key, a few at a time: what others made is taken over, not doubled.
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
from govgraph.graph.neo4j.observe import is_node_key, is_ours, name
from govgraph.graph.neo4j.plan import KEEP, Piece, Plan, look_up
from govgraph.graph.neo4j.send import Row, Sender
from govgraph.graph.neo4j.state import Vocabulary
from govgraph.graph.progress import Progress
from govgraph.graph.projection import ROOT, label_set

_ASK = 5_000  # keys of a question


@dataclass(slots=True)
class Written:
    """What the writing did that the plan did not know.

    Attributes:
        nodes_deleted: of those that left the graph.
        nodes_kept: the others of them, to which others have drawn relationships.
        counters: the server's own sums.
    """

    nodes_deleted: int = 0
    nodes_kept: int = 0
    counters: dict[str, int] = field(default_factory=dict)


class Writing:
    """Carries out a plan.

    Args:
        held: the claim to write.
        plan: compared with what is there.
        words: of the version and of all pushes.
        fresh: whether there is no node of ours or like ours in the database yet, so that nothing need be looked up.
        batch: rows of a transaction at the most.
        progress: told what has been done.

    Raises:
        Astray: from :meth:`run`; what is there is not what the plan was compared with.
        GraphError: another push has taken over.
    """

    def __init__(
        self, held: Claim, plan: Plan, words: Vocabulary, *, fresh: bool, batch: int, progress: Progress
    ) -> None:
        self.held, self.plan, self.words, self.fresh = held, plan, words, fresh
        self.sender = Sender(held, batch, plan.steps, progress)
        self.written = Written()
        self._new = NONE.keys  # nodes that were not there before; sorted

    def run(self) -> Written:
        """Do it: what left goes first, and relationships before their ends."""
        gone = self._gone_nodes()
        self._delete_links(gone)
        self._delete_nodes(gone)
        made = [self._write_nodes(piece) for piece in self.plan.pieces(nodes=True)]
        self._new = np.sort(np.concatenate([NONE.keys, *made]))
        for piece in self.plan.pieces(nodes=False):
            self._write_links(piece)
        self.written.counters = dict(self.sender.counters)
        return self.written

    # ---------------------------------------------------------------------------------------- what left

    def _gone_nodes(self) -> list[str]:
        """The IRIs of the nodes that have left, of which only the hashes were written down."""
        gone = self.plan.gone.get(NODES, NONE.keys)
        if not len(gone):
            return []
        every = self.sender.ask(f"MATCH (n:{ROOT}) WHERE n.iri IS NOT NULL RETURN n.iri AS iri")
        return [row["iri"] for some in _chunks(every) for row, _ in _among(some, gone, lambda row: str(row["iri"]))]

    def _delete_links(self, gone_nodes: list[str]) -> None:
        left = {kind: keys for kind, keys in self.plan.gone.items() if kind != NODES}
        shown = "startNode(r).iri AS source, endNode(r).iri AS target, r.iri AS iri, elementId(r) AS id"
        found: dict[str, dict[str, np.uint64]] = {kind: {} for kind in left}  # kind -> id -> key
        # Most relationships that leave hang on a node that leaves: cheaper than to read all of their types.
        around = f"UNWIND $rows AS iri MATCH (n:{ROOT} {{iri: iri}})-[r]-(:{ROOT}) RETURN type(r) AS type, {shown}"
        for start in range(0, len(gone_nodes), _ASK):
            for some in _chunks(self.sender.ask(around, gone_nodes[start : start + _ASK])):
                for kind in {row["type"] for row in some} & left.keys():
                    of_kind = [row for row in some if row["type"] == kind]
                    found[kind] |= {row["id"]: key for row, key in _among(of_kind, left[kind], _key_of)}
        for kind, keys in left.items():
            if len(np.unique(_keys(found[kind]))) < len(keys):
                ours = is_ours(kind, self.words)
                every = self.sender.ask(f"MATCH (:{ROOT})-[r:{name(kind)}]->(:{ROOT}) WHERE {ours} RETURN {shown}")
                for some in _chunks(every):
                    found[kind] |= {row["id"]: key for row, key in _among(some, keys, _key_of)}
            self._delete_by_id(kind, [(found_id,) for found_id in found[kind]], _keys(found[kind]))
            # Others may have removed some of them already: they are not there any more either way.
            self.held.note(kind, gone=np.setdiff1d(keys, _keys(found[kind])))

    def _delete_by_id(self, kind: str, rows: Sequence[Row], keys: Hashes) -> None:
        delete = f"MATCH ()-[r:{name(kind)}]->() WHERE elementId(r) = row[0] DELETE r"
        self.sender.send(delete, rows, kind, gone=keys)

    def _delete_nodes(self, gone: list[str]) -> None:
        keys = self.plan.gone.get(NODES, NONE.keys)
        if not len(keys):
            return
        # From here on it is not known what they say, whether or not this is cut off: they may be deleted, bare, or as they were.
        self.held.note(NODES, Items(keys, np.full(len(keys), UNKNOWN)))
        rows = [(iri,) for iri in gone]
        node = f"MATCH (n:{ROOT} {{iri: row[0]}})"
        deleted = self.sender.send(f"{node} WHERE NOT (n)--() DELETE n", rows, all_found=False)
        if deleted < len(rows):
            # Others have drawn relationships to the rest, which would go with the nodes: these only say nothing more.
            bare = label_set("Undescribed").split("~")
            drop = _labels(sorted(self.words.labels - set(bare)))
            rest = [(iri, dict.fromkeys(set(said) - {"iri"})) for iri, (_, said) in self._known(gone).items()]
            self.sender.send(f"{node} SET n += row[1] REMOVE n{drop} SET n{_labels(bare)}", rest)
            self.written.nodes_kept = len(rest)
        self.written.nodes_deleted = deleted
        self.held.note(NODES, gone=keys)

    # ------------------------------------------------------------------------------------------- nodes

    def _write_nodes(self, piece: Piece) -> Hashes:
        """Create or change the nodes of a piece; the keys of those that are new."""
        rows, items = self._marked(piece)
        known = {} if self.fresh else self._known(rows["iri"].to_list())
        new = ~rows["iri"].is_in(list(known)).to_numpy() if known else np.ones(rows.height, np.bool_)
        self._create_nodes(piece.labels, rows.filter(pl.Series(new)), items[new])
        if known:
            self._change_nodes(piece.labels, rows.filter(pl.Series(~new)), items[~new], known)
        return items[new].keys

    def _create_nodes(self, labels: Sequence[str], rows: pl.DataFrame, items: Items) -> None:
        for some, part in self.sender.batches(rows, items):
            some = _filled(some)
            create = f"CREATE (n{_labels(labels)} {_properties(some.columns)})"
            self.sender.send(create, some.rows(), NODES, put=part)

    def _change_nodes(
        self, labels: Sequence[str], rows: pl.DataFrame, items: Items, known: Mapping[str, tuple[list[str], list[str]]]
    ) -> None:
        by_drop: dict[str, list[tuple[Row, int]]] = {}
        for place, properties in enumerate(rows.iter_rows(named=True)):
            shown, keys = known[properties["iri"]]
            drop = _labels([label for label in shown if label not in labels])
            row = (properties["iri"], dict.fromkeys(keys) | {k: v for k, v in properties.items() if v is not None})
            by_drop.setdefault(drop, []).append((row, place))
        for drop, found in by_drop.items():
            change = f"MATCH (n:{ROOT} {{iri: row[0]}}) SET n += row[1] SET n{_labels(labels)}"
            change += f" REMOVE n{drop}" if drop else ""
            places = np.array([place for _, place in found])
            self.sender.send(change, [row for row, _ in found], NODES, put=items[places])

    def _known(self, iris: Sequence[str]) -> dict[str, tuple[list[str], list[str]]]:
        """Of nodes that are there, the labels and property keys of ours that they have."""
        query = f"UNWIND $rows AS iri MATCH (n:{ROOT} {{iri: iri}}) RETURN n.iri, labels(n), keys(n)"
        known = {}
        for start in range(0, len(iris), _ASK):
            for iri, labels, keys in self.sender.ask(query, iris[start : start + _ASK]):
                shown = sorted(label for label in labels if label in self.words.labels)
                known[iri] = (shown, sorted(key for key in keys if is_node_key(key, self.words)))
        return known

    # ----------------------------------------------------------------------------------- relationships

    def _write_links(self, piece: Piece) -> None:
        rows, items = self._marked(piece)
        known = {} if self.fresh else self._drawn(piece.kind, rows)
        new = np.ones(rows.height, np.bool_)
        new[np.fromiter(known, np.intp)] = False
        self._create_links(piece.kind, rows.filter(pl.Series(new)), items[new])
        if not known:
            return
        extra = [(found,) for ids in known.values() for found, _ in ids[1:]]
        self._delete_by_id(piece.kind, extra, NONE.keys)
        places = sorted(known)
        change = f"MATCH ()-[r:{name(piece.kind)}]->() WHERE elementId(r) = row[0] SET r += row[1]"
        changed = []
        for place, properties in zip(places, rows[places].iter_rows(named=True), strict=True):
            found, keys = known[place][0]
            said = {k: v for k, v in properties.items() if v is not None and k not in ("_source", "_target")}
            changed.append((found, dict.fromkeys(keys) | said))
        self.sender.send(change, changed, piece.kind, put=items[np.array(places)])

    def _create_links(self, kind: str, rows: pl.DataFrame, items: Items) -> None:
        for some, part in self.sender.batches(rows, items):
            some = _filled(some)
            create = (
                f"MATCH (a:{ROOT} {{iri: row[0]}}) MATCH (b:{ROOT} {{iri: row[1]}}) "
                f"CREATE (a)-[:{name(kind)} {_properties(some.columns)}]->(b)"
            )
            self.sender.send(create, some.rows(), kind, put=part)

    def _drawn(self, kind: str, rows: pl.DataFrame) -> dict[int, list[tuple[str, list[str]]]]:
        """Of relationships that are there: the place of the row, and id and property keys of ours, more than one if it was doubled."""
        new_end = look_up(hashed(rows["_source"]), self._new)[1] | look_up(hashed(rows["_target"]), self._new)[1]
        old = np.flatnonzero(~new_end)  # nobody has drawn anything to a node that was just made
        iris = rows["iri"].to_list() if "iri" in rows.columns else [""] * rows.height
        ask = [(rows["_source"][place], rows["_target"][place], iris[place], place) for place in old.tolist()]
        same = "r.iri = row[2]" if kind in self.words.keyed else is_ours(kind, self.words)
        query = (
            f"UNWIND $rows AS row MATCH (a:{ROOT} {{iri: row[0]}}) MATCH (b:{ROOT} {{iri: row[1]}}) "
            f"MATCH (a)-[r:{name(kind)}]->(b) WHERE {same} RETURN row[3], elementId(r), keys(r)"
        )
        drawn: dict[int, list[tuple[str, list[str]]]] = {}
        for start in range(0, len(ask), _ASK):
            for place, found, keys in self.sender.ask(query, ask[start : start + _ASK]):
                drawn.setdefault(place, []).append((found, [key for key in keys if key in self.words.link_keys]))
        return drawn

    def _marked(self, piece: Piece) -> tuple[pl.DataFrame, Items]:
        """The rows of a piece that have to be written, and their items."""
        marked = self.plan.marks[piece.kind][piece.place] != KEEP
        items = self.plan.items[piece.kind][piece.place]
        return (piece.rows, items) if marked.all() else (piece.rows.filter(pl.Series(marked)), items[marked])


def _key_of(row: neo4j.Record) -> str:
    return link_key(row["source"], row["target"], row["iri"])


def _keys(found: Mapping[str, np.uint64]) -> Hashes:
    return np.fromiter(found.values(), np.uint64, len(found))


def _chunks(rows: Iterable[neo4j.Record]) -> Iterator[list[neo4j.Record]]:
    stream = iter(rows)
    while some := list(itertools.islice(stream, _ASK)):
        yield some


def _among(
    rows: Sequence[neo4j.Record], keys: Hashes, key: Callable[[neo4j.Record], str]
) -> Iterator[tuple[neo4j.Record, np.uint64]]:
    """Those rows whose keys are among some, with the hash."""
    hashes = hashed(map(key, rows))
    found = look_up(hashes, keys)[1]
    yield from ((row, hashes[place]) for place, row in enumerate(rows) if found[place])


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """Without the columns in which there is nothing: each would be looked at for every row."""
    return rows.select(column for column in rows.columns if rows[column].null_count() < rows.height)


def _properties(columns: Sequence[str]) -> str:
    """A map literal of the columns of a ``row``; the first two of relationships are their ends."""
    pairs = (f"{name(c)}: row[{i}]" for i, c in enumerate(columns) if c not in ("_source", "_target"))
    return "{" + ", ".join(pairs) + "}"


def _labels(labels: Sequence[str]) -> str:
    return "".join(f":{name(label)}" for label in labels)
