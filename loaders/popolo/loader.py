"""Loader for Popolo: the officials, organisations and memberships of one country's parliament or government.

A Popolo file is one JSON object of arrays (http://www.popoloproject.com/specs/), here with the additions of
EveryPolitician: legislative periods as events, and memberships that belong to a period and take their dates from it.
What becomes of each kind of object is in :mod:`govgraph.loaders.popolo.objects`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.json_object import json_object
from govgraph.loaders.popolo.fields import writable
from govgraph.loaders.popolo.ids import KINDS, Ids
from govgraph.loaders.popolo.objects import PopoloFile
from govgraph.ontology.block import Block, Note
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_ITEMS: Final = {
    "persons": {"name", "family_name", "other_names"},
    "organizations": {"name", "classification"},
    "memberships": {"person_id", "member_id", "organization_id", "post_id"},
}
"""Arrays by which a file is known -> fields of which their first object has one."""
# Possessive, and a text without an end is one token: each character is looked at once.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]:,]', re.DOTALL)


class Popolo(Loader):
    """Popolo JSON: persons, organizations, memberships, posts, areas and events.

    **Rows** count the objects from 1 in the order of the file, over all arrays; ``at`` is the JSON pointer.

    **Names**: a ``name`` by language (``{"lang:ky": ...}``) and ``other_names`` with the note *multilingual* are the
    names in those languages; the plain ``name`` is one of unknown language; all others are aliases.

    **Dates** are kept as given. One that is no date is left out, with a note. A membership without a start or end
    takes that of its legislative period, where the file describes it, and says so (``dates_inherited``).

    **Organisations** called *unknown*, and the like, are placeholders: rejected, and left out of memberships.

    **Memberships** without an id are known by person, organisation, post, role, party, area, period and dates, so a
    repeated one is merged and two terms are two.
    """

    name = "popolo"
    title = "Popolo JSON (persons, organizations, memberships), as of EveryPolitician"
    dataset_title = ""
    licence = ""
    homepage = "http://www.popoloproject.com/specs/"
    code_systems = ("event-type",)
    tables = ("actors", "memberships", "associations", "posts", "places", "events", "participations")
    primary = ("actors", "memberships", "posts", "places", "events")
    suffixes = (".json",)
    version = 1

    def detect(self, source: Source) -> float:
        """By the arrays and the fields of their first objects, as far as the beginning of the file shows them."""
        seen = _outline(source.head.decode("utf-8-sig", "replace"))
        right = [bool(fields & _ITEMS[array]) for array, fields in seen.items() if array in _ITEMS and fields]
        if right:
            return 0.9 if all(right) else 0.0
        return 0.5 if len(seen.keys() & _ITEMS.keys()) >= 2 else 0.0

    def why_not(self, source: Source) -> LoaderError | None:
        """Where the JSON breaks, or which keys it has instead of Popolo's arrays."""
        if not self.named_so(source):
            return None
        try:
            keys = ", ".join(json_object(source))
        except LoaderError as error:
            return error
        return LoaderError(
            f"it is JSON of no known format; its keys are {writable(keys)}",
            where=str(source), expected=", ".join(KINDS), hint="govgraph loaders",
        )  # fmt: skip

    def dataset(self, source: Source, options: Options) -> str:
        """That of the options, else the file's name up to its first point, in lower case."""
        return options.dataset or source.content_name.split(".", 1)[0].lower()

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's objects, block by block.

        Raises:
            LoaderError: the file is not JSON, or not an object with one of the arrays.
        """
        data = json_object(source)
        file = PopoloFile(Ids(options.base, self.dataset(source, options)))
        arrays = {name: found for name, found in data.items() if name in KINDS and isinstance(found, list)}
        if not arrays:
            raise LoaderError(
                "none of the arrays of Popolo is in the file", where=str(source), expected=", ".join(KINDS)
            )
        file.look_over(arrays)
        objects = [(name, i, one) for name, found in arrays.items() for i, one in enumerate(found)]
        size = source.size()
        left = {writable(name) for name in data if name not in arrays and name != "meta"}
        notes, meta = _meta(data.get("meta"))
        left |= meta
        for start in range(0, max(len(objects), 1), options.block_rows):
            part = objects[start : start + options.block_rows]
            block = file.block(part, start + 1)
            block.notes = [*notes, *block.notes]
            unused = left | set(block.unused_columns)
            block.unused_columns = tuple(sorted(unused))
            block.position = size * (start + len(part)) // max(len(objects), 1)
            notes, left = [], set()
            yield block


def _meta(meta: Any) -> tuple[list[Note], set[str]]:
    """What the file says of itself, for the manifest, and what of that is not understood."""
    if not isinstance(meta, dict):
        return [], {"meta"} if meta is not None else set()
    notes, left = [], set()
    for key, value in meta.items():
        word = {"license": "licence", "licence": "licence", "sources": "source", "source": "source"}.get(key)
        texts = value if isinstance(value, list) else [value]
        if word and all(isinstance(text, str) for text in texts):
            notes += [Note(word, writable(text), 1) for text in texts]
        else:
            left.add(writable(f"meta.{key}"))
    return notes, left


def _outline(head: str) -> dict[str, set[str]]:
    """The top-level keys of a JSON object of which only the beginning is there -> fields of the first object in each."""
    if not head.lstrip().startswith("{"):
        return {}
    found: dict[str, set[str]] = {}
    path: list[str] = []  # the brackets that are open
    top, last, ended = "", "", set()
    for match in _TOKEN.finditer(head):
        token = match.group()
        if token in "{[":
            path.append(token)
        elif token in "}]":
            if len(path) == 3:
                ended.add(top)
            del path[-1:]
            if not path:
                break
        elif token == ":" and len(path) == 1:
            top = last.strip('"')
            found.setdefault(top, set())
        elif token == ":" and path == ["{", "[", "{"] and top not in ended:
            found[top].add(last.strip('"'))
        elif token not in ":,":
            last = token
    return found
