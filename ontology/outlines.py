"""Outlines of countries, territories and US states: whether a point can lie in one.

The outlines are simplified (see ``codes/README.md``), so each is widened by :data:`WIDENED` degrees before a point counts
as outside. A country includes its territories, and disputed areas belong to all sides, so a verdict takes no side. Where
there is no outline (former states, most first-level divisions) there is no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from govgraph.ontology.code_lists import read_list

WIDENED: Final = 0.3
"""How far outside an outline a point may lie and still count as inside, in degrees of arc (about 33 km)."""

_AT_ONCE: Final = 1000
"""How many points are compared with all edges of a polygon at once; this limits the memory."""

_Floats = npt.NDArray[np.float64]
_Bools = npt.NDArray[np.bool_]

_ALSO: Final[dict[str, str]] = {
    "AUS": "CCK CXR HMD NFK",
    "CHN": "HKG MAC TWN",
    "CYP": "GBR",  # the sovereign base areas
    "DNK": "FRO GRL",
    "FIN": "ALA",
    "FRA": "ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
    "ISR": "PSE",
    "MAR": "ESH",
    "NLD": "ABW BES CUW SXM",
    "NOR": "BVT SJM",
    "NZL": "COK NIU TKL",
    "SRB": "XKX",
    "ARG": "FLK SGS",
    "ESP": "GIB",
    "GBR": "AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB",
    "USA": "ASM GUM MNP PRI UMI VIR",
}
"""Country -> other outlines that count as its own: its territories, and countries that it claims parts of."""

_DISPUTED: Final[dict[str, tuple[float, float, float, float]]] = {
    "ARM AZE": (46.0, 38.8, 47.5, 40.5),
    "CHN IND": (91.0, 26.5, 97.5, 29.6),
    "CHN IND PAK": (72.4, 32.2, 80.4, 37.2),
    "CHN MYS PHL TWN VNM BRN": (109.0, 4.0, 119.0, 18.0),
    "CHN JPN TWN": (123.0, 25.5, 124.7, 26.2),
    "EGY SDN": (33.0, 21.9, 37.0, 23.2),
    "ESH MAR": (-17.2, 20.7, -8.6, 27.7),
    "GUY VEN": (-61.5, 1.1, -57.4, 8.7),
    "JPN RUS": (145.2, 43.2, 149.0, 45.7),
    "KOR JPN": (131.7, 37.1, 132.0, 37.4),
    "RUS UKR": (32.3, 44.2, 36.8, 46.3),
    "SDN SSD": (27.5, 9.0, 29.5, 10.6),
    "GEO RUS": (40.0, 41.9, 45.1, 43.7),
}
"""Countries that dispute an area -> its box: west, south, east, north."""

_SCATTERED: Final[dict[str, tuple[tuple[float, float, float, float], ...]]] = {
    "COK": ((-166.0, -22.2, -157.0, -8.8),),
    "FSM": ((137.3, 0.9, 163.2, 10.2),),
    "IOT": ((71.1, -7.6, 72.6, -5.1),),
    "KIR": ((169.4, -2.8, 177.0, 3.6), (-174.6, -4.8, -170.5, -2.7), (-162.2, -11.6, -150.1, 4.8)),
    "MDV": ((72.6, -0.8, 73.8, 7.2),),
    "MHL": ((160.7, 4.4, 172.2, 14.8),),
    "MUS": ((56.5, -10.6, 56.8, -10.2), (59.4, -16.9, 59.8, -16.2), (63.2, -19.9, 63.6, -19.6)),
    "PYF": ((-154.8, -27.8, -134.4, -7.8),),
    "SYC": ((46.1, -10.5, 56.4, -3.6),),
    "TKL": ((-172.6, -9.5, -171.1, -8.5),),
    "TUV": ((176.0, -10.9, 180.0, -5.6),),
}
"""Countries and territories made of atolls, many of which the outlines lack -> the boxes that hold their islands."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One polygon: its edges, including those of its holes.

    Attributes:
        edges: shape (edges, 4): longitude and latitude of both ends, in degrees.
        box: west, south, east, north.
    """

    edges: _Floats
    box: tuple[float, float, float, float]


@cache
def _parts() -> dict[str, list[_Part]]:
    rows = read_list("outlines")
    # All rings are read as one array: there are thousands, and most loads of places need many of them.
    points = np.fromstring(" ".join(row["ring"] for row in rows), sep=" ").reshape(-1, 2) / 100
    lengths = np.array([(row["ring"].count(" ") + 1) // 2 for row in rows])
    ends = np.cumsum(lengths)
    following = np.arange(1, len(points) + 1)
    following[ends - 1] = ends - lengths
    edges_of_all = np.hstack([points, points[following]])
    rings: dict[tuple[str, str], list[_Floats]] = {}
    for row, edges in zip(rows, np.split(edges_of_all, ends[:-1]), strict=True):
        rings.setdefault((row["code"], row["part"]), []).append(edges)
    parts: dict[str, list[_Part]] = {}
    for (code, _), several in rings.items():
        parts.setdefault(code, []).append(_part(np.concatenate(several)))
    boxes = [(code, box) for codes, box in _DISPUTED.items() for code in codes.split()]
    boxes += [(code, box) for code, islands in _SCATTERED.items() for box in islands]
    for code, (west, south, east, north) in boxes:
        corners = np.array([[west, south], [east, south], [east, north], [west, north]])
        parts.setdefault(code, []).append(_part(np.hstack([corners, np.roll(corners, -1, axis=0)])))
    return parts


def _part(edges: _Floats) -> _Part:
    (west, south), (east, north) = edges[:, :2].min(axis=0), edges[:, :2].max(axis=0)
    return _Part(edges, (float(west), float(south), float(east), float(north)))


def has_outline(code: str) -> bool:
    """Whether there is an outline of a country (ISO 3166-1 alpha-3) or US state (ISO 3166-2, as ``US-GA``).

    Example:
        >>> has_outline("KGZ"), has_outline("US-GA"), has_outline("SUN")
        (True, True, False)
    """
    return code in _parts()


def outside(code: str, latitude: _Floats, longitude: _Floats) -> _Bools:
    """Whether points lie outside a country or US state, including its territories; False for all points if there is no outline.

    Args:
        code: ISO 3166-1 alpha-3, or ISO 3166-2 of a US state.
        latitude, longitude: shape (points,), in degrees of WGS 84.

    Returns:
        shape (points,): True where the point lies outside the outline widened by :data:`WIDENED`.

    Example:
        >>> outside("KGZ", np.array([42.87, 0.0]), np.array([74.6, 0.0])).tolist()
        [False, True]
    """
    inside = np.zeros(len(latitude), dtype=np.bool_)
    if code not in _parts():
        return inside
    parts = [part for one in (code, *_ALSO.get(code, "").split()) for part in _parts().get(one, [])]
    boxes = np.array([part.box for part in parts])
    # Outlines are cut at the antimeridian or continue beyond it, so a point near it may have to be moved by a full turn.
    turns = (0.0, 360.0, -360.0) if np.abs(boxes[:, [0, 2]]).max() > 179.0 else (0.0,)
    for turn in turns:
        for start in range(0, len(latitude), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            _mark_inside(parts, boxes, latitude[some], longitude[some] + turn, inside[some])
    return ~inside


def _mark_inside(parts: list[_Part], boxes: _Floats, latitude: _Floats, longitude: _Floats, inside: _Bools) -> None:
    """Set ``inside`` where a point lies in or near any of the parts."""
    west, south, east, north = boxes.T
    # A degree of longitude is shorter towards the poles; nearer than 5 degrees to them it no longer matters.
    furthest = np.minimum(np.maximum(np.abs(south), np.abs(north)) + WIDENED, 85.0)
    margin = WIDENED / np.cos(np.radians(furthest))
    y, x = latitude[:, None], longitude[:, None]
    near = (y >= south - WIDENED) & (y <= north + WIDENED) & (x >= west - margin) & (x <= east + margin)
    for number in np.flatnonzero(near.any(axis=0)):
        edges = parts[number].edges
        chosen = np.flatnonzero(near[:, number] & ~inside)
        inside[chosen] |= _surrounded(edges, latitude[chosen], longitude[chosen])
        chosen = chosen[~inside[chosen]]  # most points are inside, and need no distance from an edge
        inside[chosen] |= _distance(edges, latitude[chosen], longitude[chosen]) <= WIDENED


def _surrounded(edges: _Floats, latitude: _Floats, longitude: _Floats) -> _Bools:
    """Whether points lie in a polygon: the number of edges east of them is odd (W. R. Franklin, PNPOLY)."""
    x, y = longitude[:, None], latitude[:, None]
    x1, y1, x2, y2 = (edges[:, i][None, :] for i in range(4))
    with np.errstate(divide="ignore", invalid="ignore"):  # a level edge crosses nothing
        crossing = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    result: _Bools = crossing.sum(axis=1) % 2 == 1
    return result


def _distance(edges: _Floats, latitude: _Floats, longitude: _Floats) -> _Floats:
    """How far points lie from the nearest edge, in degrees of arc."""
    x, y = longitude[:, None], latitude[:, None]
    x1, y1, x2, y2 = (edges[:, i][None, :] for i in range(4))
    scale = np.cos(np.radians(y))
    dx, dy = (x2 - x1) * scale, y2 - y1
    to_x, to_y = (x - x1) * scale, y - y1
    length = dx * dx + dy * dy
    along = np.clip((to_x * dx + to_y * dy) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    result: _Floats = np.hypot(to_x - along * dx, to_y - along * dy).min(axis=1)
    return result
