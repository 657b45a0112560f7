"""Where the names of nodes stand in a still picture: beside their node, inside the picture, over no node and no other name.

The same rules as on a page (``assets/canvas.js``): nodes with the most neighbours come first, a name stands below, above, right or left of
its node, and the name of a hub may cover nodes with few neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govgraph.visualizations import font

SIZE = 10.5
"""Of names, in pixels."""
_BROAD = 170.0  # the width at which a name is broken into lines
_MOST_LINES = 6
_CELL = 80.0
_HUBS = 14
_GAP = 3.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node on paper: its middle, its radius, its name and how many neighbours it has."""

    x: float
    y: float
    radius: float
    name: str
    neighbours: int


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name on paper: its lines, and ``x`` of their start, middle or end as ``anchor`` says; ``top`` is above its first line."""

    node: int
    lines: tuple[str, ...]
    x: float
    top: float
    anchor: str


class Room:
    """What is taken on the paper: boxes, each with the number of its node and its weight."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, int, float]]] = defaultdict(list)

    def take(self, box: Box, owner: int, weight: float) -> None:
        """Take a box. Boxes of less weight than another may be covered by it."""
        for cell in _cells(box):
            self._cells[cell].append((box, owner, weight))

    def free(self, box: Box, owner: int, weight: float = 0.0) -> bool:
        """Whether nothing of at least this weight is in a box, but what belongs to the owner."""
        return not any(
            other != owner and held >= weight and box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3]
            for cell in _cells(box)
            for b, other, held in self._cells[cell]
        )


def place_names(spots: Sequence[Spot], paper: Box) -> tuple[list[PlacedName], Room]:
    """The names that fit, and the room that they and the nodes take.

    Args:
        paper: left, top, right and bottom, which no name crosses.

    Example:
        >>> names, _ = place_names([Spot(100, 50, 6, "Асан", 1), Spot(101, 50, 6, "Үсөн", 0)], (0, 0, 200, 100))
        >>> [(name.lines, name.anchor) for name in names]
        [(('Асан',), 'middle'), (('Үсөн',), 'middle')]
    """
    room = Room()
    for number, spot in enumerate(spots):
        r = spot.radius + 1
        room.take((spot.x - r, spot.y - r, spot.x + r, spot.y + r), number, spot.neighbours)
    order = sorted(range(len(spots)), key=lambda n: (-spots[n].neighbours, n))
    hubs = {n for n in order[:_HUBS] if spots[n].neighbours > 3}
    names = []
    for number in order:
        spot = spots[number]
        if not spot.name:
            continue
        found = _spot_for(number, spot, room, paper, 0.0)
        if found is None and number in hubs:
            found = _spot_for(number, spot, room, paper, spot.neighbours / 2)
        if found is None:
            continue
        name, box = found
        room.take(box, number, float("inf"))
        names.append(name)
    return names, room


def _spot_for(number: int, spot: Spot, room: Room, paper: Box, weight: float) -> tuple[PlacedName, Box] | None:
    text = tuple(font.lines(spot.name, SIZE, _BROAD, _MOST_LINES))
    wide, high = font.widest(text, SIZE), len(text) * font.height(SIZE)
    r = spot.radius + _GAP
    for left, top, x, anchor in (
        (spot.x - wide / 2, spot.y + r, spot.x, "middle"),
        (spot.x - wide / 2, spot.y - r - high, spot.x, "middle"),
        (spot.x + r, spot.y - high / 2, spot.x + r, "start"),
        (spot.x - r - wide, spot.y - high / 2, spot.x - r, "end"),
    ):
        box = (left - 2, top, left + wide + 2, top + high)
        inside = box[0] >= paper[0] and box[1] >= paper[1] and box[2] <= paper[2] and box[3] <= paper[3]
        if inside and room.free(box, number, weight):
            return PlacedName(number, text, x, top, anchor), box
    return None


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for x in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
        for y in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
            yield x, y
