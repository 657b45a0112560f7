"""All that the scripts of a page read: nodes and edges with their evidence, as columns, and how they look.

Evidence is told once: thousands of things come from the same rows of a handful of files.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from govgraph.visualizations import assets
from govgraph.visualizations.columns import table
from govgraph.visualizations.container import filled
from govgraph.visualizations.drawing import Drawing, drawing
from govgraph.visualizations.picture import POINT_KINDS, Evidence, Picture, PictureEdge, PictureNode, years
from govgraph.visualizations.style import KINDS, UNDIRECTED, family_of, style_of

_SAFE_INTEGER = 2**53 - 1
_APART = 0.7


def payload(picture: Picture, language: str) -> dict[str, Any]:
    """The data of a page; nodes and edges are in the order of their ids in the pyvis network.

    Example:
        >>> payload(Picture("t", [PictureNode("a", "Person")], []), "ky")["nodes"]["columns"]["iri"]
        {'all': 'a'}
    """
    drawn = drawing(picture)
    net = filled(drawn, picture.languages, language)
    kinds = {node.kind for node in drawn.nodes}
    proofs = _Proofs()
    events = sorted(picture.events, key=lambda event: event.id)
    nodes = [
        {"x": node["x"], "y": node["y"], "size": node["size"], "label": node["label"], **_node(of, proofs)}
        for node, of in zip(net.nodes, drawn.nodes, strict=True)
    ]
    edges = [
        {"from": edge["from"], "to": edge["to"], **_edge(of, proofs)}
        for edge, of in zip(net.edges, drawn.edges, strict=True)
    ]
    return {
        "title": picture.title,
        "note": picture.note,
        "chosen": [[key, dict(values)] for key, values in picture.chosen],
        "language": language,
        "languages": list(picture.languages),
        "kinds": [
            {"kind": kind, "glyph": look.glyph, "colour": look.colour, "dark": look.on_dark}
            for kind in [
                *(kind for kind in KINDS if kind in kinds or (kind == "Community" and drawn.folded)),
                *sorted(kinds - set(KINDS)),
            ]
            for look in (style_of(kind),)
        ],
        "relations": {
            relation: {
                "colour": family.colour,
                "dark": family.on_dark,
                "dashes": list(family.types.get(relation, ())),
                "directed": relation not in UNDIRECTED,
            }
            for relation in sorted({edge.type for edge in drawn.edges})
            for family in (family_of(relation),)
        },
        "groups": _groups(drawn),
        "nodes": table(nodes),
        "edges": table(edges),
        "events": table([_node(event, proofs) for event in events]),
        "proofs": table(proofs.rows),
        "sources": proofs.sources,
        "others": {iri: {k: v for k, v in names.items() if v} for iri, names in sorted(picture.others.items())},
        "words": assets.words(),
    }


def _groups(drawn: Drawing) -> dict[str, Any]:
    home = {node: i for i, members in enumerate(drawn.groups.members) for node in members}
    inside = sum(home.get(a) == home.get(b) for a, b in drawn.ties)
    return {
        # Communities that hold most relations are shown as such; others would only be stains.
        "apart": len(drawn.groups.members) > 2 and inside >= _APART * len(drawn.ties),
        "folded": drawn.folded,
        "rest": drawn.groups.rest,
        "discs": drawn.discs,
        "members": [list(one) for one in drawn.groups.members],
    }


class _Proofs:
    """The distinct rows of all evidence, and the distinct (file, load, dataset, licence) of these."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.sources: list[tuple[str, str, str, str | None]] = []
        self._rows: dict[tuple[int, str, str | None], int] = {}
        self._sources: dict[tuple[str, str, str, str | None], int] = {}

    def place(self, evidence: Evidence) -> int:
        """The number of a row."""
        of = (evidence.file, evidence.load, evidence.dataset, evidence.licence)
        if of not in self._sources:
            self._sources[of] = len(self.sources)
            self.sources.append(of)
        row = (self._sources[of], str(evidence.row), evidence.document)
        if row not in self._rows:
            self._rows[row] = len(self.rows)
            self.rows.append({"source": row[0], "row": row[1], "document": row[2]})
        return self._rows[row]


def _node(node: PictureNode, proofs: _Proofs) -> dict[str, Any]:
    return {
        "iri": node.id,
        "kind": node.kind,
        "names": {language: name for language, name in node.names.items() if name},
        "made": {language: title for language, title in node.made.items() if title},
        "aliases": list(node.aliases),
        "point": node.kind in POINT_KINDS,
        "links": list(node.links),
        "sameAs": list(node.same_as),
        **_common(node, proofs),
    }


def _edge(edge: PictureEdge, proofs: _Proofs) -> dict[str, Any]:
    return {
        # A relation without an IRI of its own is known by its type and ends.
        "iri": None if edge.id == f"{edge.type} {edge.source} {edge.target}" else edge.id,
        "type": edge.type,
        "role": edge.role,
        "count": edge.count,
        "events": list(edge.events),
        **_common(edge, proofs),
    }


def _common(thing: PictureNode | PictureEdge, proofs: _Proofs) -> dict[str, Any]:
    return {
        "properties": {str(key): _plain(value) for key, value in thing.properties.items()},
        "references": {key: list(iris) for key, iris in thing.references.items()},
        "start": thing.start,
        "end": thing.end,
        "years": years(thing),
        "evidence": [proofs.place(one) for one in thing.evidence],
    }


def _plain(value: object) -> Any:
    """A property as a JSON value. Every value is accepted, since a page must not fail because of one odd value."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        # JavaScript rounds larger integers, and an amount or an identifier must not change.
        return value if abs(value) <= _SAFE_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        plain = {str(key): _plain(one) for key, one in value.items()}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(one) for one in value), key=str)
    return str(value)
