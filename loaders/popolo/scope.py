"""The scope of a Popolo file's identifiers: which publication it is of.

``legislature``, ``party/green``, ``term/5``: what identifies something within one publication says nothing in another, so
the publication is a part of every IRI made from such an identifier. A file that is named after what it is about, as
``kyrgyzstan.json``, is known by its name. But publishers give the file of every parliament one name, as
``ep-popolo-v1.0.json``; such a file is known by what it says of itself. The folder that it lies in never counts, so the
scope is the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.popolo.fields import Fields
from govgraph.loaders.popolo.values import as_text, wikidata_item

_WORD: Final = re.compile(r"[^\W\d_]+")
_GENERIC: Final = frozenset(
    {
        "ep",
        "everypolitician",
        "popolo",
        "popit",
        "json",
        "v",
        "m",
        "n",
        "data",
        "dataset",
        "export",
        "dump",
        "output",
        "file",
    }
    | {"download", "people", "person", "persons", "members", "memberships", "organizations", "organisations", "posts"}
    | {"areas", "events", "term", "terms", "period", "current", "latest", "index", "all", "unstable", "test", "copy"}
    | {
        "legislature",
        "parliament",
        "assembly",
        "council",
        "senate",
        "house",
        "chamber",
        "congress",
        "government",
        "cabinet",
    }
    | {"ministers", "lower", "upper", "national", "standard", "input"}
)
"""Words that say what a file holds, and not of whom."""
_LEGISLATURES: Final = ("legislature", "parliament", "chamber", "house", "branch", "assembly", "council")
"""What publishers call the body that a file is about, the surest first."""


def names_a_publication(file_name: str) -> bool:
    """Whether the name of a file says whose data it holds.

    Example:
        >>> names_a_publication("kyrgyzstan"), names_a_publication("ep-popolo-v1"), names_a_publication("term-5")
        (True, False, False)
    """
    return not set(_WORD.findall(file_name.casefold())) <= _GENERIC


def publication(data: dict[str, Any]) -> str:
    """The scope that a file itself gives: its legislature's name and a hash of that, its area and the file's sources.

    Returns:
        the scope; empty where the file says nothing by which a publication is known.

    Example:
        >>> house = {"id": "legislature", "name": "House of Keys", "classification": "legislature"}
        >>> publication({"organizations": [house], "meta": {"sources": ["https://example.org/"]}})
        'house-of-keys-33828032'
        >>> publication({"persons": []})
        ''
    """
    bodies = _bodies(data)
    facts = {
        "bodies": sorted({text for body in bodies for text in (*_names(body), *_known_everywhere(body))}),
        "areas": sorted(set(_areas(data, bodies))),
        "sources": sorted(set(_sources(data))),
    }
    if not any(facts.values()):
        return ""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:8]
    names = [name for body in bodies for name in _names(body)]
    return f"{_plain(names[0]) if names else 'popolo'}-{digest}"


def _objects(data: dict[str, Any], array: str) -> list[dict[str, Any]]:
    items = data.get(array)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _bodies(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The organisations that the file is about: those of the surest classification that any has."""
    by_word: dict[str, list[dict[str, Any]]] = {}
    for item in _objects(data, "organizations"):
        classification, _ = as_text(item.get("classification"))
        by_word.setdefault((classification or "").casefold(), []).append(item)
    return next((by_word[word] for word in _LEGISLATURES if word in by_word), [])


def _names(item: dict[str, Any]) -> list[str]:
    return [name["text"] for name in Fields("", 0, item).names()]


def _known_everywhere(item: dict[str, Any]) -> Iterator[str]:
    """The Wikidata items of an object."""
    inner = item.get("identifiers")
    values = [x.get("identifier") for x in inner if isinstance(x, dict)] if isinstance(inner, list) else []
    for value in (item.get("id"), *values):
        text, _ = as_text(value)
        if text and (known := wikidata_item(text)):
            yield known


def _areas(data: dict[str, Any], bodies: list[dict[str, Any]]) -> Iterator[str]:
    """The names of the areas of the bodies; the names in the file's own tell who they are where only their identifiers are given."""
    known = {str(area.get("id")): area for area in _objects(data, "areas")}
    for body in bodies:
        inner = body.get("area")
        area = inner if isinstance(inner, dict) else known.get(str(body.get("area_id")))
        if area:
            yield from _names(area)
        elif text := as_text(body.get("area_id"))[0]:
            yield text


def _sources(data: dict[str, Any]) -> Iterator[str]:
    """The addresses in ``meta.sources`` and ``meta.source``, without what differs between two ways to write one address."""
    meta = data.get("meta")
    for value in [meta.get("sources"), meta.get("source")] if isinstance(meta, dict) else []:
        for item in value if isinstance(value, list) else [value]:
            text, _ = as_text(item.get("url") if isinstance(item, dict) else item)
            if text:
                yield re.sub(r"^https?://(www\.)?|/+$", "", text.casefold())


def _plain(name: str) -> str:
    """A name in the letters that an IRI shows as they are; ``popolo`` where it has none of them."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].strip("-") or "popolo"
