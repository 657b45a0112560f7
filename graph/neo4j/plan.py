"""The plan of a push: the difference between the items of a version and the items that the database holds.

Both are compared as hashes (`items`), whole arrays at a time. The result is one mark for each node and relationship of the
version, in the order of its tables, so that writing only has to go through the tables again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from govgraph.graph.neo4j.items import NODES, NONE, Hashes, Items, joined, link_items, node_items
from govgraph.graph.neo4j.state import Vocabulary
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph import projection
from govgraph.graph.property_graph.projected import ProjectedTable
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import relationships

Marks = npt.NDArray[np.uint8]

KEEP, CREATE, CHANGE = np.uint8(0), np.uint8(1), np.uint8(2)
"""The marks: the database holds the item with this content; it does not hold the item; it holds the item with another content."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one frame: nodes that have the same labels, or relationships of one type.

    Attributes:
        kind: the relationship type; empty for nodes.
        labels: the labels of the nodes; none for relationships.
        rows: as :class:`~govgraph.graph.property_graph.projected.ProjectedTable` gives them.
        start: the position of the first row among the items of its kind.
    """

    kind: str
    labels: tuple[str, ...]
    rows: pl.DataFrame
    start: int

    @property
    def positions(self) -> slice:
        """The positions of the rows among the items of their kind."""
        return slice(self.start, self.start + self.rows.height)


@dataclass(frozen=True, slots=True)
class _Slice:
    """Rows of a table, from ``start`` on, and the positions of the items that they become."""

    table: ProjectedTable
    start: int
    positions: tuple[tuple[str, slice], ...]


def vocabulary(tables: Sequence[ProjectedTable]) -> Vocabulary:
    """All labels, property keys and relationship types that a version may use, whether or not this one does."""
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
        items: the items of the version, by kind, in the order of its tables.
        marks: one mark for each item, by kind.
        obsolete: the keys of items that the database holds and the version does not, by kind.
    """

    items: dict[str, Items]
    marks: dict[str, Marks] = field(default_factory=dict)
    obsolete: dict[str, Hashes] = field(default_factory=dict)
    _slices: list[_Slice] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Sequence[ProjectedTable], progress: Progress) -> Plan:
        """A plan that has not been compared with a database yet.

        Args:
            tables: the tables of the version.
            progress: told how many rows have been read.
        """
        parts: dict[str, list[Items]] = {}
        counts: dict[str, int] = {}
        slices = []
        total, done = sum(table.rows for table in tables), 0
        for table in tables:
            for start, rows in table.slices():
                positions = []
                for kind, labels, frame in _frames(table, rows):
                    parts.setdefault(kind, []).append(node_items(labels, frame) if kind == NODES else link_items(frame))
                    first = counts.get(kind, 0)
                    counts[kind] = first + frame.height
                    positions.append((kind, slice(first, counts[kind])))
                slices.append(_Slice(table, start, tuple(positions)))
                done += rows.height
                progress("reading the graph", done, total)
        return cls({kind: joined(of_kind) for kind, of_kind in parts.items()}, _slices=slices)

    def compare(self, in_database: Mapping[str, Items]) -> None:
        """Mark each item of the version, and find the obsolete ones.

        Args:
            in_database: the items that the database holds, by kind; sorted by key.
        """
        self.marks, self.obsolete = {}, {}
        for kind, items in self.items.items():
            present = in_database.get(kind, NONE)
            position, known = look_up(items.keys, present.keys)
            marks = np.full(len(items), CREATE)
            marks[known] = np.where(items.contents[known] == present.contents[position[known]], KEEP, CHANGE)
            self.marks[kind] = marks
        for kind, present in in_database.items():
            obsolete = np.setdiff1d(present.keys, self.items.get(kind, NONE).keys)
            if len(obsolete):
                self.obsolete[kind] = obsolete

    def count(self, mark: np.uint8, *, nodes: bool) -> int:
        """The number of nodes, or of relationships, that have a mark."""
        return sum(
            int(np.count_nonzero(marks == mark)) for kind, marks in self.marks.items() if (kind == NODES) == nodes
        )

    def count_obsolete(self, *, nodes: bool) -> int:
        """The number of nodes, or of relationships, that are obsolete."""
        return sum(len(keys) for kind, keys in self.obsolete.items() if (kind == NODES) == nodes)

    @property
    def steps(self) -> int:
        """The number of nodes and relationships to be written or removed."""
        marked = sum(int(np.count_nonzero(marks)) for marks in self.marks.values())
        return marked + sum(map(len, self.obsolete.values()))

    def pieces(self, *, nodes: bool, every: bool = False) -> Iterator[Piece]:
        """The frames that contain something to write, or ``every`` frame. Tables with nothing to write are not read again."""
        for part in self._slices:
            positions = [(kind, where) for kind, where in part.positions if (kind == NODES) == nodes]
            if not any(every or self.marks[kind][where].any() for kind, where in positions):
                continue
            frames = _frames(part.table, part.table.slice(part.start), nodes=nodes)
            for (kind, where), (_, labels, frame) in zip(positions, frames, strict=True):
                if every or self.marks[kind][where].any():
                    yield Piece(kind, labels, frame, where.start)


def look_up(hashes: Hashes, among: Hashes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """The position of each hash in a sorted array, and whether the array contains it."""
    position = np.searchsorted(among, hashes)
    if not len(among):
        return position, np.zeros(len(hashes), np.bool_)
    position = np.minimum(position, len(among) - 1)
    return position, among[position] == hashes


def _frames(
    table: ProjectedTable, rows: pl.DataFrame, *, nodes: bool | None = None
) -> Iterator[tuple[str, tuple[str, ...], pl.DataFrame]]:
    """The frames that these rows become, each as kind, labels and rows; always in the same order."""
    if nodes is not False:
        for labels, frame in table.nodes(rows):
            yield NODES, labels, frame
    if nodes is not True:
        for drawn in table.relationships(rows):
            yield drawn.type, (), drawn.rows.collect()
