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
from govgraph.loaders.popolo.context import Context
from govgraph.loaders.popolo.embedded import spread
from govgraph.loaders.popolo.ids import KINDS, Ids
from govgraph.loaders.popolo.objects import block_of
from govgraph.loaders.popolo.scope import names_a_publication, publication
from govgraph.loaders.popolo.values import writable
from govgraph.ontology.block import Block, Note
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import country_iri

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

    **Rows** count the objects from 1 in the order of the file, over all arrays, one that stands inside another after it;
    ``at`` is the JSON pointer.

    **Names**: a ``name`` by language (``{"lang:ky": ...}``) and ``other_names`` with the note *multilingual* are the
    names in those languages; the plain ``name`` is one of unknown language; all others are aliases.

    **A fault in a field** costs that field, with a note. An object is rejected only where it cannot be told what it is: it
    has no id or no name, or a membership has no member or no organisation.

    **Dates** are kept as given. An end before its start is left out. A membership without a start or end takes that of its
    legislative period, where the file describes it, and says so of each (``start_inherited``, ``end_inherited``).

    **Organisations** called *unknown*, a party called *Independent*, and the like, are placeholders: rejected, and left out
    of memberships, which keep the word (``as_given``).

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
    version = 2
    guesses_dataset = True

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
        """That of the options, else the file's name up to its first point, in lower case.

        Where that name says only what the file holds, as ``ep-popolo-v1.0.json``, it is what the file says of itself, as far
        as it does: see :mod:`govgraph.loaders.popolo.scope`.

        Raises:
            LoaderError: the file would have to be read for it, and cannot be.
        """
        if options.dataset:
            return options.dataset
        name = source.content_name.split(".", 1)[0].lower()
        return name if names_a_publication(name) else publication(json_object(source)) or name

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's objects, block by block.

        Raises:
            LoaderError: the file is not JSON, or not an object with one of the arrays.
        """
        data = json_object(source)
        country = country_iri(options.base, options.country) if options.country else ""
        context = Context(Ids(options.base, self.dataset(source, options)), options.languages, country)
        arrays = {name: value for name, value in data.items() if name in KINDS and isinstance(value, list)}
        if not arrays:
            raise LoaderError(
                "none of the arrays of Popolo is in the file", where=str(source), expected=", ".join(KINDS)
            )
        objects = spread(arrays)
        context.learn(objects)
        size = source.size()
        left = {writable(name) for name in data if name not in arrays and name != "meta"}
        notes, meta = _meta(data.get("meta"))
        left |= meta
        for start in range(0, max(len(objects), 1), options.block_rows):
            part = objects[start : start + options.block_rows]
            block = block_of(context, part, start + 1)
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
