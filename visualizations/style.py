"""The look of each kind of node and relation: a colour and a shape or dashes, since nobody should have to tell by colour alone.

Colours are the eight of Okabe and Ito (2008, "Color Universal Design"), with vermillion reserved for the selection.
Related kinds share a colour and differ in shape, so a long legend stays readable to the colour-blind and in print.
Glyphs are SVG paths in a square from -1 to 1: the canvas and the legend draw the same ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How one kind is drawn. ``shape`` is the nearest built-in shape of vis-network, for a plain pyvis picture."""

    colour: str
    glyph: str
    shape: str

    @property
    def on_dark(self) -> str:
        """The colour on a dark background, where black is invisible and the blue hardly visible."""
        return _ON_DARK.get(self.colour, self.colour)


_BLUE, _SKY, _GREEN, _YELLOW, _ORANGE, _PURPLE = "#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#CC79A7"
_BLACK, _GREY = "#000000", "#999999"
_ON_DARK = {_BLACK: "#F4F4F4", _BLUE: "#2383C4"}

_CIRCLE = "M0,-.92A.92,.92 0 1 1 0,.92A.92,.92 0 1 1 0,-.92Z"

KINDS: Final[dict[str, KindStyle]] = {
    "Person": KindStyle(_SKY, _CIRCLE, "dot"),
    # A ring around a disc: a person who holds an office.
    "Official": KindStyle(
        _BLUE,
        "M0,-1A1,1 0 1 1 0,1A1,1 0 1 1 0,-1ZM0,-.74A.74,.74 0 1 0 0,.74A.74,.74 0 1 0 0,-.74Z"
        "M0,-.48A.48,.48 0 1 1 0,.48A.48,.48 0 1 1 0,-.48Z",
        "dot",
    ),
    "Agency": KindStyle(_BLUE, "M-.84,-.84H.84V.84H-.84Z", "square"),
    "NGO": KindStyle(_GREEN, "M0,-1.08L1.08,0L0,1.08L-1.08,0Z", "diamond"),
    "IGO": KindStyle(_GREEN, "M-.5,-.92H.5L1.02,0L.5,.92H-.5L-1.02,0Z", "hexagon"),
    "Organization": KindStyle(_GREEN, "M-.84,-.84H.84V.84H-.84ZM-.4,-.4V.4H.4V-.4Z", "square"),
    "Country": KindStyle(_GREEN, "M-.78,-1H-.5V-.86H1L.66,-.34L1,.2H-.5V1H-.78Z", "square"),
    "Party": KindStyle(_PURPLE, "M0,-1L1.02,.82H-1.02Z", "triangle"),
    # A half disc: an actor that may be a person or a body.
    "Actor": KindStyle(_PURPLE, "M0,-.92A.92,.92 0 0 1 0,.92Z", "dot"),
    "Group": KindStyle(
        _PURPLE,
        "M0,-1A.5,.5 0 1 1 0,0A.5,.5 0 1 1 0,-1ZM-.5,-.12A.5,.5 0 1 1 -.5,.88A.5,.5 0 1 1 -.5,-.12Z"
        "M.5,-.12A.5,.5 0 1 1 .5,.88A.5,.5 0 1 1 .5,-.12Z",
        "dot",
    ),
    "Company": KindStyle(_ORANGE, "M-1,.8V-.1L-.36,-.62V-.1L.28,-.62V-.1L.52,-.1V-.9H.98V.8Z", "square"),
    "Media": KindStyle(_ORANGE, "M-1,-.72H1V.5H-.1L-.56,1V.5H-1Z", "triangleDown"),
    "Event": KindStyle(
        _ORANGE,
        "M0,-1.08L.3,-.36L1.06,-.32L.47,.16L.67,.9L0,.48L-.67,.9L-.47,.16L-1.06,-.32L-.3,-.36Z",
        "star",
    ),
    "ArmedGroup": KindStyle(
        _BLACK, "M-.62,-1L0,-.38L.62,-1L1,-.62L.38,0L1,.62L.62,1L0,.38L-.62,1L-1,.62L-.38,0L-1,-.62Z", "star"
    ),
    "Place": KindStyle(
        _YELLOW, "M0,1.1C-.2,.62 -.82,.24 -.82,-.3A.82,.8 0 1 1 .82,-.3C.82,.24 .2,.62 0,1.1Z", "triangleDown"
    ),
    "Post": KindStyle(_YELLOW, "M-.56,-.58H.56A.58,.58 0 0 1 .56,.58H-.56A.58,.58 0 0 1 -.56,-.58Z", "hexagon"),
    "EventType": KindStyle(_GREY, "M-.34,-1H.34V-.34H1V.34H.34V1H-.34V.34H-1V-.34H-.34Z", "star"),
    "Document": KindStyle(_GREY, "M-.72,-1H.24L.72,-.52V1H-.72Z", "square"),
    # A ring of dots: many things as one.
    "Community": KindStyle(
        _SKY,
        "M0,-1A.3,.3 0 1 1 0,-.4A.3,.3 0 1 1 0,-1ZM.86,-.5A.3,.3 0 1 1 .86,.1A.3,.3 0 1 1 .86,-.5ZM.54,.4A.3,.3 0 1 1 .54,1A.3,.3 0 1 1 .54,.4Z"
        "M-.54,.4A.3,.3 0 1 1 -.54,1A.3,.3 0 1 1 -.54,.4ZM-.86,-.5A.3,.3 0 1 1 -.86,.1A.3,.3 0 1 1 -.86,-.5ZM0,-.32A.4,.4 0 1 1 0,.48A.4,.4 0 1 1 0,-.32Z",
        "dot",
    ),
    "Undescribed": KindStyle(
        _GREY,
        "M0,-.92A.92,.92 0 1 1 0,.92A.92,.92 0 1 1 0,-.92ZM0,-.5A.5,.5 0 1 0 0,.5A.5,.5 0 1 0 0,-.5Z",
        "dot",
    ),
}
"""Every kind that has a look of its own, in the order of the legend."""


def style_of(kind: str) -> KindStyle:
    """The look of a kind; an unknown kind is drawn as ``Undescribed``.

    Example:
        >>> style_of("Agency").shape
        'square'
    """
    return KINDS.get(kind, KINDS["Undescribed"])


@dataclass(frozen=True, slots=True)
class Family:
    """How the relations of one family are drawn: a colour for each theme, both at 3:1 or more against the page's ground (WCAG 2.2,
    success criterion 1.4.11).

    Attributes:
        types: its relationship types, each with the lengths of its dashes and gaps in pixels; none: a solid line.
    """

    name: str
    colour: str
    on_dark: str
    types: dict[str, tuple[int, ...]]


FAMILIES: Final[tuple[Family, ...]] = (
    Family(
        "offices",
        "#6196ca",
        "#356a9f",
        {"MEMBER_OF": (), "STANDS_FOR": (7, 4), "POST_IN": (2, 3), "HOLDS": (10, 3, 2, 3)},
    ),
    Family(
        "events",
        "#ad8e2b",
        "#7a651f",
        {
            "ACTED_TOWARDS": (),
            "TOOK_PART_WITH": (7, 4),
            "PARTICIPATED_IN": (),
            "PART_OF": (7, 4),
            "ABOUT": (2, 3),
            "REPORTED_IN": (10, 3, 2, 3),
            "MENTIONS": (14, 5),
            "CITES": (14, 3, 2, 3),
        },
    ),
    Family("ties", "#c07cab", "#9b4a82", {"ASSOCIATED_WITH": (), "BETWEEN": (7, 4)}),
    Family(
        "places",
        "#6f9b85",
        "#4c6e5d",
        {
            "OF_COUNTRY": (),
            "IN_COUNTRY": (7, 4),
            "WITHIN": (2, 3),
            "TOOK_PLACE_IN": (10, 3, 2, 3),
            "FOR_AREA": (14, 5),
            "MENTIONS_PLACE": (14, 3, 2, 3),
        },
    ),
)
"""The families of relations, in the order of the legend: who holds what, who took part in what, who is tied to whom, what is where."""


UNDIRECTED: Final = frozenset({"TOOK_PART_WITH", "BETWEEN"})
"""Relations that lead in no direction: they are drawn without arrows."""


def family_of(relation: str) -> Family:
    """The family of a relationship type; an unknown one is a tie.

    Example:
        >>> family_of("MEMBER_OF").name
        'offices'
    """
    ties = next(family for family in FAMILIES if family.name == "ties")
    return next((family for family in FAMILIES if relation in family.types), ties)


def node_radius(degree: int) -> float:
    """Radius, in picture units, of a node with this many neighbours: 6 for none, 20 at most.

    Example:
        >>> node_radius(0), node_radius(400)
        (6.0, 20.0)
    """
    return round(min(20.0, 6.0 + 1.6 * math.sqrt(degree)), 1)
