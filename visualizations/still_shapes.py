"""What a still picture is drawn of, as pieces of SVG: glyphs of nodes, samples of lines, arrows; and the lines between nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from govgraph.visualizations.picture import PictureEdge, PictureNode
from govgraph.visualizations.style import family_of, style_of

INK = "#1a1f26"
_DENSE = 3000
"""So many lines are drawn as they are; of more, those of frequent types are translucent."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn as one line: all relations between two nodes, as the places of these in the picture."""

    a: int
    b: int
    edges: tuple[PictureEdge, ...]

    @property
    def weight(self) -> int:
        """How many relations, or events, it stands for."""
        return sum(max(1, edge.count) for edge in self.edges)


def lines_between(nodes: Sequence[PictureNode], edges: Sequence[PictureEdge]) -> list[Line]:
    """The lines of a picture, sorted: one for each two nodes that have relations.

    Example:
        >>> a, b = PictureNode("a", "Person"), PictureNode("b", "Agency")
        >>> [(line.a, line.b, line.weight) for line in lines_between([a, b], [PictureEdge("e", "b", "a", "MEMBER_OF")])]
        [(0, 1, 1)]
    """
    place = {node.id: i for i, node in enumerate(nodes)}
    between: dict[tuple[int, int], list[PictureEdge]] = defaultdict(list)
    for edge in edges:
        a, b = sorted((place[edge.source], place[edge.target]))
        between[(a, b)].append(edge)
    return [Line(a, b, tuple(those)) for (a, b), those in sorted(between.items())]


def inks(lines: Sequence[Line]) -> dict[str, float]:
    """How opaque the lines of each relationship type are, from 0 to 1: very many let each other through, so that where most of them meet is
    darkest and together they are no solid ground.

    Example:
        >>> inks([Line(0, 1, (PictureEdge("e", "b", "a", "MEMBER_OF"),))])
        {'MEMBER_OF': 1.0}
    """
    counts = Counter(line.edges[0].type for line in lines)
    if len(lines) <= _DENSE:
        return dict.fromkeys(counts, 1.0)
    return {type_: min(1.0, max(0.07, 0.34 * (_DENSE / count) ** 0.6)) for type_, count in counts.items()}


def glyph(kind: str, x: float, y: float, radius: float) -> str:
    """The glyph of a kind of node."""
    look = style_of(kind)
    return (
        f'<path transform="translate({number(x)},{number(y)}) scale({number(radius)})" d="{look.glyph}" fill="{look.colour}" '
        f'stroke="{INK}" stroke-width="{number(0.8 / max(radius, 0.1))}" stroke-linejoin="round"/>'
    )


def sample(relation: str) -> str:
    """A piece of the line of a relation, for the legend."""
    family = family_of(relation)
    dashes = family.types.get(relation, ())
    dashed = f' stroke-dasharray="{" ".join(map(number, dashes))}"' if dashes else ""
    return f'<line x1="0" y1="0" x2="26" y2="0" stroke="{family.colour}" stroke-width="2"{dashed}/>'


def arrow(x: float, y: float, ux: float, uy: float, wide: float, colour: str, ink: float) -> str:
    """The head of an arrow at (x, y) that points in the direction (ux, uy)."""
    long, broad = 4 + wide * 1.6, 1.8 + wide * 0.8
    left = (x - ux * long - uy * broad, y - uy * long + ux * broad)
    right = (x - ux * long + uy * broad, y - uy * long - ux * broad)
    points = " ".join(f"{number(px)},{number(py)}" for px, py in ((x, y), left, right))
    pale = f' fill-opacity="{number(ink)}"' if ink < 1 else ""
    return f'<polygon points="{points}" fill="{colour}"{pale}/>'


def number(value: float) -> str:
    """A number as SVG writes it, to a hundredth.

    Example:
        >>> number(2.50), number(3.0)
        (\'2.5\', \'3\')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
