"""The scope of a Popolo file's identifiers: the publication that the file belongs to.

Identifiers such as ``legislature``, ``party/green`` or ``term/5`` have a meaning within one publication only, so the
publication is a part of every IRI made from them. If a file is named after its subject, as ``kyrgyzstan.json``, the name is the
scope. But some publishers give the files of all parliaments the same name, as ``ep-popolo-v1.0.json``; then the scope is made
from the content of the file. The folder never counts, so the scope is the same on every machine.

Some publications are split: persons in one file, ministers in another (parlparse). Their persons have identifiers that begin with the reversed
domain of the publisher, which is then the scope of all its files, whatever they are called.
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
    | {"vote", "votes", "motions", "speeches", "result", "results", "response", "page", "api", "list"}
)
"""Words in file names that say what kind of data a file holds, but not whose."""
_LEGISLATURES: Final = ("legislature", "parliament", "chamber", "house", "branch", "assembly", "council")
"""What publishers call the body that a file is about, the most certain word first."""


_OF_PERSON: Final = re.compile(r'"((?:[a-z]{2,5})(?:\.[a-z0-9-]+)+)/person/')


def publisher(head: str) -> str:
    """The reversed domain that the identifiers of persons begin with; empty if they begin with none.

    Example:
        >>> publisher('{"memberships": [{"person_id": "uk.org.publicwhip/person/10001"}]}'), publisher('{"id": "person/7"}')
        ('uk.org.publicwhip', '')
    """
    match = _OF_PERSON.search(head)
    return match[1] if match else ""


def names_a_publication(file_name: str) -> bool:
    """Whether the name of a file says whose data the file holds.

    Example:
        >>> names_a_publication("kyrgyzstan"), names_a_publication("ep-popolo-v1"), names_a_publication("term-5")
        (True, False, False)
    """
    return not set(_WORD.findall(file_name.casefold())) <= _GENERIC


def publication(data: dict[str, Any]) -> str:
    """The scope made from a file's content: its legislature's name, and a hash of that name, the areas and the sources.

    Returns:
        the scope; empty if the file says nothing that identifies a publication.

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
    """The organisations that the file is about: those with the most certain classification that occurs."""
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
        if text and (wikidata := wikidata_item(text)):
            yield wikidata


def _areas(data: dict[str, Any], bodies: list[dict[str, Any]]) -> Iterator[str]:
    """The names of the areas of the bodies; an area given by identifier is looked up among the file's areas."""
    areas_by_id = {str(area.get("id")): area for area in _objects(data, "areas")}
    for body in bodies:
        inner = body.get("area")
        area = inner if isinstance(inner, dict) else areas_by_id.get(str(body.get("area_id")))
        if area:
            yield from _names(area)
        elif text := as_text(body.get("area_id"))[0]:
            yield text


def _sources(data: dict[str, Any]) -> Iterator[str]:
    """The addresses in ``meta.sources`` and ``meta.source``, in a form that is the same however an address is written."""
    meta = data.get("meta")
    for value in [meta.get("sources"), meta.get("source")] if isinstance(meta, dict) else []:
        for item in value if isinstance(value, list) else [value]:
            text, _ = as_text(item.get("url") if isinstance(item, dict) else item)
            if text:
                yield re.sub(r"^https?://(www\.)?|/+$", "", text.casefold())


def _plain(name: str) -> str:
    """A name reduced to letters that need no escaping in an IRI; ``popolo`` if none is left."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].strip("-") or "popolo"
