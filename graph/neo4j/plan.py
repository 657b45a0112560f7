"""What a push has to do: what a version shows on one side, what the database is known to hold on the other.

Both sides are compared as hashes (`items`), whole arrays at a time. What comes out is one mark for each node and relationship of the
version, in the order in which its tables give them, so that the writing only has to go through the tables again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from govgraph.graph import projection
from govgraph.graph.neo4j.items import NODES, NONE, Hashes, Items, joined, link_items, node_items
from govgraph.graph.neo4j.state import Vocabulary
from govgraph.graph.progress import Progress
from govgraph.graph.projected import ProjectedTable
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import relationships

Marks = npt.NDArray[np.uint8]

KEEP, CREATE, CHANGE = np.uint8(0), np.uint8(1), np.uint8(2)
"""Marks: it is there and says this; it is not there; it is there and says something else."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one frame: nodes of one label set, or relationships of one type.

    Attributes:
        kind: the relationship type; empty for nodes.
        labels: of the nodes.
        rows: as :class:`~govgraph.graph.projected.ProjectedTable` gives them.
        start: place of the first row among the items of its kind.
    """

    kind: str
    labels: tuple[str, ...]
    rows: pl.DataFrame
    start: int

    @property
    def place(self) -> slice:
        """Where the rows are among the items of their kind."""
        return slice(self.start, self.start + self.rows.height)


@dataclass(frozen=True, slots=True)
class _Slice:
    """Some rows of a table, and where the items that they become stand."""

    table: ProjectedTable
    start: int
    places: tuple[tuple[str, slice], ...]


def vocabulary(tables: Sequence[ProjectedTable]) -> Vocabulary:
    """Labels, keys and types that a version may use, whether or not they are in use."""
    words = Vocabulary(labels={label for c in classes() for label in projection.label_set(c).split("~")})
    for table in tables:
        words.node_keys |= {"name", *table.columns} - {"labels"}
    for drawn in relationships():
        words.types.add(drawn.type)
        if drawn.keyed:
            words.keyed.add(drawn.type)
            words.link_keys |= {column.key for column in drawn.property_columns}
    return words


@dataclass(slots=True)
class Plan:
    """What has to be done to each item.

    Attributes:
        items: of the version, by kind, in order.
        marks: one an item.
        gone: keys of what has left, by kind.
    """

    items: dict[str, Items]
    marks: dict[str, Marks] = field(default_factory=dict)
    gone: dict[str, Hashes] = field(default_factory=dict)
    _slices: list[_Slice] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Sequence[ProjectedTable], progress: Progress) -> Plan:
        """A plan that does not know yet what is there.

        Args:
            tables: of the version.
            progress: told the rows that have been read.
        """
        parts: dict[str, list[Items]] = {}
        filled: dict[str, int] = {}
        slices = []
        total, done = sum(table.rows for table in tables), 0
        for table in tables:
            for start, rows in table.slices():
                places = []
                for kind, labels, frame in _frames(table, rows):
                    parts.setdefault(kind, []).append(node_items(labels, frame) if kind == NODES else link_items(frame))
                    first = filled.get(kind, 0)
                    filled[kind] = first + frame.height
                    places.append((kind, slice(first, filled[kind])))
                slices.append(_Slice(table, start, tuple(places)))
                done += rows.height
                progress("reading the graph", done, total)
        return cls({kind: joined(of_kind) for kind, of_kind in parts.items()}, _slices=slices)

    def compare(self, there: Mapping[str, Items]) -> None:
        """Mark the items.

        Args:
            there: what the database holds, by kind; sorted by key.
        """
        self.marks, self.gone = {}, {}
        for kind, wanted in self.items.items():
            had = there.get(kind, NONE)
            place, found = look_up(wanted.keys, had.keys)
            marks = np.full(len(wanted), CREATE)
            marks[found] = np.where(wanted.contents[found] == had.contents[place[found]], KEEP, CHANGE)
            self.marks[kind] = marks
        for kind, had in there.items():
            gone = np.setdiff1d(had.keys, self.items.get(kind, NONE).keys)
            if len(gone):
                self.gone[kind] = gone

    def count(self, mark: np.uint8, *, nodes: bool) -> int:
        """How many nodes, or relationships, have a mark."""
        return sum(int(np.count_nonzero(m == mark)) for kind, m in self.marks.items() if (kind == NODES) == nodes)

    def count_gone(self, *, nodes: bool) -> int:
        """How many nodes, or relationships, have left."""
        return sum(len(keys) for kind, keys in self.gone.items() if (kind == NODES) == nodes)

    @property
    def steps(self) -> int:
        """Nodes and relationships to be written or removed."""
        return sum(int(np.count_nonzero(m)) for m in self.marks.values()) + sum(map(len, self.gone.values()))

    def pieces(self, *, nodes: bool, every: bool = False) -> Iterator[Piece]:
        """The frames in which there is something to write, or ``every`` one; tables without any are not read again."""
        for some in self._slices:
            wanted = [(kind, place) for kind, place in some.places if (kind == NODES) == nodes]
            if not any(every or self.marks[kind][place].any() for kind, place in wanted):
                continue
            frames = _frames(some.table, some.table.slice(some.start), nodes=nodes)
            for (kind, place), (_, labels, frame) in zip(wanted, frames, strict=True):
                if every or self.marks[kind][place].any():
                    yield Piece(kind, labels, frame, place.start)


def look_up(wanted: Hashes, there: Hashes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Where each hash stands in sorted ones, and whether it does."""
    place = np.searchsorted(there, wanted)
    if not len(there):
        return place, np.zeros(len(wanted), np.bool_)
    place = np.minimum(place, len(there) - 1)
    return place, there[place] == wanted


def _frames(
    table: ProjectedTable, rows: pl.DataFrame, *, nodes: bool | None = None
) -> Iterator[tuple[str, tuple[str, ...], pl.DataFrame]]:
    """What some rows become: kind, labels and rows of each frame, always in the same order."""
    if nodes is not False:
        for labels, frame in table.nodes(rows):
            yield NODES, labels, frame
    if nodes is not True:
        for drawn in table.relationships(rows):
            yield drawn.type, (), drawn.rows.collect()
