"""A still picture for a report, as SVG: the network with its title, a legend of nodes and relations, what was chosen, the sources with their licences,
and the date.

Made without a browser. Its text is text, in the font that travels with the package and in the SVG itself; each name also says its width, so that
it stays within its place in a program that takes another font. Equal pictures give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from govgraph.graph.export.xml_text import XmlText
from govgraph.visualizations import assets, font
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.layout import positions
from govgraph.visualizations.picture import Picture, PictureEdge, PictureNode, name_of, ordered
from govgraph.visualizations.still_names import SIZE, Box, Room, Spot, place_names
from govgraph.visualizations.still_shapes import INK, Line, arrow, glyph, inks, lines_between, number, sample
from govgraph.visualizations.style import KINDS, UNDIRECTED, family_of, node_radius

_WIDTH = 1040.0  # an A4 page on its side, at 96 pixels an inch, without its margins
_WIDEST = 2400.0
_MARGIN = 24.0
_QUIET, _GROUND = "#57606c", "#ffffff"
_TITLE, _TEXT = 20.0, 11.0
_SIDE = 80.0  # room for names left and right of the nodes


def svg(picture: Picture, *, language: str = "", date: dt.date | None = None) -> str:
    """The picture as SVG.

    Args:
        picture: what to draw.
        language: of names and words; empty: the picture's first language.
        date: the date that it says; None: today.

    Raises:
        ViewError: the picture contradicts itself, or does not have the language.

    Example:
        >>> asan = PictureNode("a", "Person", {"ky": "Асан"})
        >>> svg(Picture("Кыргызстан", [asan], []), date=dt.date(2026, 1, 2)).startswith("<svg ")
        True
    """
    language = language or picture.languages[0]
    if language not in picture.languages:
        raise ViewError(f"the picture has no language {language!r}", expected=", ".join(picture.languages))
    return _Still(picture, language, date or dt.date.today()).text()


class _Still:
    """One picture on its way to SVG: parts are added from the top down, and ``y`` is where the next one begins."""

    def __init__(self, picture: Picture, language: str, date: dt.date) -> None:
        self.picture, self.language, self.date = picture, language, date
        self.nodes, self.edges = ordered(picture)
        self.lines = lines_between(self.nodes, self.edges)
        self.width = min(_WIDEST, max(_WIDTH, 85.0 * math.sqrt(len(self.nodes))))
        self.y = _MARGIN
        self.parts: list[str] = []
        self.xml = XmlText()

    def text(self) -> str:
        """The SVG."""
        self._paragraph(self.picture.title, _TITLE, INK)
        named = self._network_place()
        self._legend()
        self._sources()
        made = word("stillMade", self.language, date=self.date.isoformat())
        self._paragraph(f"{made} · {named}", _TEXT, _QUIET)
        w, h = number(self.width), number(self.y + _MARGIN / 2)
        title = self.xml.content(self.picture.title)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
            f'font-family="{font.FAMILY}" lang="{self.xml.attribute(self.language)[1:-1]}">'
            f"<title>{title}</title><style>{font.style_sheet()}</style>"
            f'<rect width="{w}" height="{h}" fill="{_GROUND}"/>{"".join(self.parts)}</svg>\n'
        )

    def _paragraph(self, text: str, size: float, colour: str) -> None:
        for line in font.lines(text, size, self.width - 2 * _MARGIN):
            self.y += font.height(size)
            self.parts.append(self._text(line, _MARGIN, self.y - size * 0.3, size, colour))
        self.y += size * 0.4

    def _text(self, text: str, x: float, y: float, size: float, colour: str, extra: str = "") -> str:
        wide = number(font.width(text, size))
        return (
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}" textLength="{wide}"{extra}>'
            f"{self.xml.content(text)}</text>"
        )

    def _network_place(self) -> str:
        """What was chosen, and the network below it; says how many nodes have their names."""
        counts = word("stillCounts", self.language, n=len(self.nodes), e=len(self.edges))
        self._paragraph(" · ".join([counts, *self._chosen()]), _TEXT, _QUIET)
        spots, top, bottom = self._spots()
        paper: Box = (_MARGIN / 2, top, self.width - _MARGIN / 2, bottom)
        names, room = place_names(spots, paper)
        ink = inks(self.lines)
        self.parts += [self._line(line, spots, ink[line.edges[0].type]) for line in self.lines]
        self.parts += [
            glyph(node.kind, spot.x, spot.y, spot.radius) for node, spot in zip(self.nodes, spots, strict=True)
        ]
        self._counts(spots, room)
        for name in names:
            for i, line in enumerate(name.lines):
                halo = f' text-anchor="{name.anchor}" stroke="{_GROUND}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
                self.parts.append(self._text(line, name.x, name.top + font.height(SIZE) * (i + 0.78), SIZE, INK, halo))
        self.y = bottom + _MARGIN / 2
        return word("stillNames", self.language, n=f"{len(names)} / {len(self.nodes)}")

    def _chosen(self) -> list[str]:
        """What decided what is drawn, in words."""
        words = []
        for key, values in self.picture.chosen:
            words.append(word(key, self.language, **values))
        return words

    def _spots(self) -> tuple[list[Spot], float, float]:
        place = {node.id: i for i, node in enumerate(self.nodes)}
        ties = [(place[edge.source], place[edge.target]) for edge in self.edges]
        near: dict[int, set[int]] = defaultdict(set)
        for a, b in ties:
            if a != b:
                near[a].add(b)
                near[b].add(a)
        radii = [node_radius(len(near[i])) for i in range(len(self.nodes))]
        top = self.y + _MARGIN / 2
        if not self.nodes:
            return [], top, top
        points = positions(len(self.nodes), ties, radii)
        low, high = points.min(axis=0), points.max(axis=0)
        across, down = (max(1.0, float(v)) for v in high - low)
        room = self.width - 2 * _MARGIN - 2 * _SIDE
        scale = min(2.0, room / across, max(room * 0.75, 320) / down)
        height = down * scale + 2 * 44
        shrink = min(1.5, max(0.22, scale**0.62))
        languages = (self.language, *self.picture.languages)
        spots = [
            Spot(
                self.width / 2 + (float(x) - float(low[0] + high[0]) / 2) * scale,
                top + height / 2 + (float(y) - float(low[1] + high[1]) / 2) * scale,
                radii[i] * shrink,
                name_of(self.nodes[i], languages),
                len(near[i]),
            )
            for i, (x, y) in enumerate(points)
        ]
        return spots, top, top + height

    def _line(self, line: Line, spots: Sequence[Spot], ink: float) -> str:
        """A line between two nodes, from rim to rim, with an arrow where its relations lead."""
        a, b = spots[line.a], spots[line.b]
        relation = line.edges[0].type
        family = family_of(relation)
        dashes = family.types.get(relation, ()) if len({edge.type for edge in line.edges}) == 1 else ()
        wide = (0.6 if ink < 1 else 1.1) + min(4.0, math.log2(line.weight) * 0.6)
        dashed = f' stroke-dasharray="{" ".join(map(number, dashes))}"' if dashes else ""
        pale = f' stroke-opacity="{number(ink)}"' if ink < 1 else ""
        style = f'stroke="{family.colour}" stroke-width="{number(wide)}"{dashed}{pale} fill="none"'
        if line.a == line.b:
            r = a.radius * 1.4
            return f'<circle cx="{number(a.x)}" cy="{number(a.y - r)}" r="{number(r)}" {style}/>'
        away = math.hypot(b.x - a.x, b.y - a.y) or 1.0
        ux, uy = (b.x - a.x) / away, (b.y - a.y) / away
        x1, y1, x2, y2 = a.x + ux * a.radius, a.y + uy * a.radius, b.x - ux * b.radius, b.y - uy * b.radius
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        first = self.nodes[line.a].id
        directed = [edge for edge in line.edges if edge.type not in UNDIRECTED]
        forth = any(edge.source == first for edge in directed)
        back = any(edge.source != first for edge in directed)
        arrows = [arrow(x2, y2, ux, uy, wide, family.colour, ink)] if forth else []
        arrows += [arrow(x1, y1, -ux, -uy, wide, family.colour, ink)] if back else []
        return f"<line {ends} {style}/>{''.join(arrows)}"

    def _counts(self, spots: Sequence[Spot], room: Room) -> None:
        """How many relations a line stands for, where there is room: they take places as names do, the greatest first."""
        for line in sorted(self.lines, key=lambda one: (-one.weight, one.a, one.b)):
            if line.weight < 2 or line.a == line.b:
                continue
            a, b = spots[line.a], spots[line.b]
            text = f"{line.weight:,}".replace(",", "\u00a0")
            half, size = font.width(text, 9) / 2 + 4, 9.0
            if math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius + 2 * half + 12:
                continue
            x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
            box = (x - half, y - 7, x + half, y + 7)
            if not room.free(box, -1):
                continue
            room.take(box, -2 - line.a * len(spots) - line.b, float("inf"))
            self.parts.append(
                f'<rect x="{number(box[0])}" y="{number(box[1])}" width="{number(2 * half)}" height="14" rx="7" fill="{_GROUND}"/>'
                + self._text(text, x, y + 3.2, size, _QUIET, ' text-anchor="middle"')
            )

    def _legend(self) -> None:
        counted = Counter(node.kind for node in self.nodes)
        kinds = [*(kind for kind in KINDS if kind in counted), *sorted(set(counted) - set(KINDS))]
        self._row(
            [(glyph(kind, 7, 0, 6), f"{_of('kinds', kind, self.language)} {counted[kind]}") for kind in kinds], 18
        )
        types = Counter(edge.type for edge in self.edges)
        self._row([(sample(kind), f"{_of('types', kind, self.language)} {n}") for kind, n in sorted(types.items())], 32)

    def _row(self, entries: Sequence[tuple[str, str]], indent: float) -> None:
        """Samples with their words side by side, in as many rows as it takes."""
        if not entries:
            return
        x, line = _MARGIN, 18.0
        self.y += line / 2
        for drawn, text in entries:
            wide = indent + font.width(text, _TEXT) + 16
            if x > _MARGIN and x + wide > self.width - _MARGIN:
                x, self.y = _MARGIN, self.y + line
            self.parts.append(f'<g transform="translate({number(x)},{number(self.y)})">{drawn}</g>')
            self.parts.append(self._text(text, x + indent, self.y + 4, _TEXT, INK))
            x += wide
        self.y += line / 2

    def _sources(self) -> None:
        self.y += _TEXT * 0.6
        listed = sources(self.picture, word("stillLicence", self.language))
        if listed:
            self._paragraph(f"{word('sourcesCount', self.language)}: {'; '.join(listed)}", _TEXT, _QUIET)


def sources(picture: Picture, unlicensed: str) -> list[str]:
    """The data sets behind a picture: each with its files and its licence, sorted.

    Args:
        unlicensed: what to say where a data set names no licence.

    Example:
        >>> from govgraph.visualizations.picture import Evidence
        >>> proof = Evidence("a.csv", "3", None, "records-1", "central-asia", "CC0-1.0")
        >>> sources(Picture("t", [PictureNode("a", "Person", evidence=(proof,))], []), "none given")
        ['central-asia (a.csv), CC0-1.0']
    """
    things: Iterable[PictureNode | PictureEdge] = [*picture.nodes, *picture.edges, *picture.events]
    files: dict[tuple[str, str], set[str]] = defaultdict(set)
    for proof in (proof for thing in things for proof in thing.evidence):
        files[(proof.dataset, proof.licence or unlicensed)].add(proof.file)
    listed = []
    for (dataset, licence), names in sorted(files.items()):
        some = sorted(names)
        more = f" +{len(some) - 3}" if len(some) > 3 else ""
        listed.append(f"{dataset} ({', '.join(some[:3])}{more}), {licence}")
    return listed


def _of(section: str, code: str, language: str) -> str:
    words: Mapping[str, str] = assets.words()[section].get(code, {})
    return words.get(language) or words.get("en") or code


def word(key: str, language: str, **values: object) -> str:
    """A sentence of the page's own words.

    Example:
        >>> word("stillCounts", "en", n=2, e=1)
        'Nodes: 2 · relations: 1'
    """
    text = _of("ui", key, language)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
