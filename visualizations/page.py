"""One HTML file from a picture: it contains all it needs, fetches nothing, and executes nothing that comes with the data.

Untrusted text reaches the page in two ways only: as JSON in a script tag that no browser runs, and, for the title,
through the template's escaping. The policy in the head allows our scripts and style by their hashes and nothing else,
so even a mistake elsewhere could neither run a script nor send a request. Equal pictures give equal bytes.
"""

from __future__ import annotations

import json
import math
import os
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup

from govgraph.visualizations import assets, font
from govgraph.visualizations.container import network
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.picture import POINT_KINDS, Evidence, Picture, PictureEdge, PictureNode, ordered, years
from govgraph.visualizations.style import KINDS, UNDIRECTED, family_of, style_of

LIMIT = 1500
"""The most nodes that a page takes: vis-network cannot draw more well, and people can read far fewer."""

_SAFE_INTEGER = 2**53 - 1


def render(picture: Picture, *, language: str | None = None, limit: int = LIMIT) -> str:
    """Make the page.

    Args:
        picture: what to draw.
        language: one of the picture's languages, in which the page opens; None: the first of them.
        limit: the most nodes to accept.

    Returns:
        HTML, which does not depend on the order of nodes and edges.

    Raises:
        ViewError: the picture contradicts itself, has more nodes than the limit, or does not have the language.

    Example:
        >>> page = render(Picture("Кыргызстан", [PictureNode("a", "Country", {"ky": "Кыргызстан"})], []))
        >>> page.startswith("<!doctype html>")
        True
    """
    if len(picture.nodes) > limit:
        raise ViewError(
            f"{len(picture.nodes):,} nodes are too many for one page",
            expected=f"at most {limit:,}",
            hint="add LIMIT to the query (--cypher, --sparql), or go fewer steps from the actor (--hops 1)",
        )
    if language is not None and language not in picture.languages:
        raise ViewError(f"the picture has no language {language!r}", expected=", ".join(picture.languages))
    if not picture.languages:
        raise ViewError("the picture has no languages", hint="Picture(languages=('ky', 'ru', 'en'))")
    opening = language or picture.languages[0]
    css, scripts = font.style_sheet("Govgraph ") + assets.text("page.css"), assets.scripts()
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(assets.template()).render(
        title=_clean(picture.title),
        language=_clean(opening),
        policy=Markup(assets.policy(scripts, css)),
        css=Markup(css),
        data=Markup(assets.json_for_a_script(_payload(picture, opening))),
        scripts=[Markup(script) for script in scripts],
    )


def write(picture: Picture, path: str | os.PathLike[str], *, language: str | None = None, limit: int = LIMIT) -> Path:
    """Make the page and write it to a file, as UTF-8. The file appears when it is complete: nobody sees half a page.

    Returns:
        The path of the file.

    Raises:
        ViewError: as for ``render``.
        OSError: the folder is absent or cannot be written.
    """
    return write_whole(Path(path), render(picture, language=language, limit=limit).encode())


def write_whole(target: Path, content: bytes) -> Path:
    """Write a file that appears when it is complete: nobody sees half a page.

    Raises:
        OSError: the folder is absent or cannot be written.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _payload(picture: Picture, language: str) -> dict[str, Any]:
    """All data that the scripts read; nodes and edges are in the order of their ids in the pyvis network."""
    nodes, edges = ordered(picture)
    net = network(picture, language=language)
    used = {node.kind for node in nodes}
    kinds = [*(kind for kind in KINDS if kind in used), *sorted(used - set(KINDS))]
    sources = _Sources()
    return {
        "title": picture.title,
        "note": picture.note,
        "chosen": [[key, dict(values)] for key, values in picture.chosen],
        "language": language,
        "languages": list(picture.languages),
        "kinds": [
            {
                "kind": kind,
                "glyph": style_of(kind).glyph,
                "colour": style_of(kind).colour,
                "dark": style_of(kind).on_dark,
            }
            for kind in kinds
        ],
        "net": {
            "nodes": [{key: node[key] for key in ("id", "label", "x", "y", "size")} for node in net.nodes],
            "edges": [{key: edge[key] for key in ("id", "from", "to")} for edge in net.edges],
            "options": net.options,
        },
        "relations": {
            relation: {
                "colour": family.colour,
                "dark": family.on_dark,
                "dashes": list(family.types.get(relation, ())),
                "directed": relation not in UNDIRECTED,
            }
            for relation in sorted({edge.type for edge in edges})
            for family in (family_of(relation),)
        },
        "nodes": [_node(node, sources) for node in nodes],
        "edges": [_edge(edge, sources) for edge in edges],
        "events": {event.id: _node(event, sources) for event in sorted(picture.events, key=lambda event: event.id)},
        "sources": sources.rows,
        "others": {iri: {k: v for k, v in names.items() if v} for iri, names in sorted(picture.others.items())},
        "words": assets.words(),
    }


class _Sources:
    """The distinct (file, load, dataset, licence) of all evidence: thousands of rows come from a handful of files."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str | None]] = []
        self._places: dict[tuple[str, str, str, str | None], int] = {}

    def place(self, evidence: Evidence) -> int:
        key = (evidence.file, evidence.load, evidence.dataset, evidence.licence)
        if key not in self._places:
            self._places[key] = len(self.rows)
            self.rows.append(key)
        return self._places[key]


def _node(node: PictureNode, sources: _Sources) -> dict[str, Any]:
    return {
        "iri": node.id,
        "kind": node.kind,
        "names": {language: name for language, name in node.names.items() if name},
        "made": {language: title for language, title in node.made.items() if title},
        "aliases": list(node.aliases),
        "point": node.kind in POINT_KINDS,
        "links": list(node.links),
        **({"sameAs": list(node.same_as)} if node.same_as else {}),
        **_common(node, sources),
    }


def _edge(edge: PictureEdge, sources: _Sources) -> dict[str, Any]:
    stands_for = {"count": edge.count, "events": list(edge.events)}
    return {"iri": edge.id, "type": edge.type, "role": edge.role, **stands_for, **_common(edge, sources)}


def _common(thing: PictureNode | PictureEdge, sources: _Sources) -> dict[str, Any]:
    return {
        "properties": {str(key): _plain(value) for key, value in thing.properties.items()},
        "references": {key: list(iris) for key, iris in thing.references.items()},
        "start": thing.start,
        "end": thing.end,
        "years": years(thing),
        "evidence": [[sources.place(one), str(one.row), one.document] for one in thing.evidence],
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


def _clean(text: str) -> str:
    """Text for the template, without lone surrogates: some files contain them, and UTF-8 cannot encode them."""
    return text.encode("utf-8", "replace").decode("utf-8")
