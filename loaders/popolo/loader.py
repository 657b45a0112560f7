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
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.json_text import DECODER
from govgraph.loaders.paging import MORE_PAGES, next_page
from govgraph.loaders.pandas_json import written_by_pandas
from govgraph.loaders.popolo.context import Context
from govgraph.loaders.popolo.document import WRAPPERS, is_list, kind_of, popolo_document
from govgraph.loaders.popolo.embedded import not_described, spread
from govgraph.loaders.popolo.ids import KINDS, Ids
from govgraph.loaders.popolo.objects import block_of
from govgraph.loaders.popolo.scope import names_a_publication, publication, publisher
from govgraph.loaders.popolo.values import writable
from govgraph.ontology.block import Block, Note
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import country_iri

_ITEMS: Final = {
    "persons": {"name", "family_name", "other_names"},
    "organizations": {"name", "classification"},
    "memberships": {"person_id", "member_id", "organization_id", "post_id"},
    "vote_events": {"votes", "motion", "motion_id", "counts", "organization_id"},
    "motions": {"text", "vote_events", "creator_id"},
    "speeches": {"creator_id", "attribution_text", "audience_id"},
}
"""The arrays by which a file is recognised -> fields of which the first object must have at least one."""
# Possessive, and an unfinished text is one token, so that no character is looked at twice.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]:,]', re.DOTALL)


class Popolo(Loader):
    """Popolo JSON: persons, organizations, memberships, posts, areas and events, motions, votes and speeches.

    **Rows** count the objects of all arrays from 1 in the order of the file, an inner object after its outer one; ``pointer`` is
    the JSON pointer.

    **Names**: a ``name`` by language (``{"lang:ky": ...}``) and ``other_names`` with the note *multilingual* are
    names in those languages; a plain ``name`` has no known language; all others are aliases.

    **A field at fault** is left out, with a note. An object is rejected only if it cannot be identified: it has no id or no
    name, or is a membership without member or organisation.

    **Dates** are kept as given. An end before its start is left out. A membership without start or end takes it from its
    legislative period, if the file describes that, and marks it (``start_inherited``, ``end_inherited``).

    **Organisations** called *unknown*, a party called *Independent*, and the like, are placeholders: they are rejected, and
    memberships keep only the word (``as_given``).

    **Memberships** without an id are identified by person, organisation, post, role, party, area, period and dates, so a
    repeated one is merged, and two terms stay two memberships.
    """

    name = "popolo"
    title = "Popolo JSON (persons, organizations, memberships): EveryPolitician, Democratic Commons, parlparse"
    example = "govgraph load ep-popolo-v1.0.json --country KGZ"
    dataset_title = ""
    licence = ""
    homepage = "http://www.popoloproject.com/specs/"
    code_systems = ("event-type",)
    tables = ("actors", "memberships", "associations", "posts", "places", "events", "participations")
    primary = ("actors", "memberships", "posts", "places", "events", "participations")
    suffixes = (".json",)
    version = 4
    guesses_dataset = True

    def detect(self, source: Source) -> float:
        """By the arrays and the fields of their first objects, as far as the beginning of the file shows them."""
        head = source.head.decode("utf-8-sig", "replace")
        if is_list(head):
            kind = kind_of(_outline('{"items": ' + head).get("items", set()))
            return 0.9 if kind == "memberships" else 0.6 if kind else 0.0
        outline = _outline(head)
        if kind_of(outline) or (
            not outline.keys() & KINDS.keys() and any(kind_of(outline.get(key, ())) for key in WRAPPERS)
        ):
            return 0.6
        right = [bool(fields & _ITEMS[array]) for array, fields in outline.items() if array in _ITEMS and fields]
        if right:
            return 0.9 if all(right) else 0.0
        return 0.5 if len(outline.keys() & _ITEMS.keys()) >= 2 else 0.0

    def why_not(self, source: Source) -> LoaderError | None:
        """The place of a syntax error in the JSON, or the keys that the file has instead of Popolo's arrays."""
        if not self.named_so(source):
            return None
        try:
            if listed := is_list(source.head.decode("utf-8-sig", "replace")):
                first = next((one for _, one in Objects(source)), None)
                keys = ", ".join(first) if isinstance(first, dict) else ""
            else:
                data = json_object(source)
                if told := written_by_pandas(source, data):
                    return told
                keys = ", ".join(data)
        except LoaderError as error:
            return error
        whose = "the keys of its first object are" if listed else "its keys are"
        return LoaderError(
            f"it is JSON of no known format; {whose} {writable(keys) or 'none'}",
            where=str(source), expected="one of the formats that govgraph loaders lists",
            hint=f"govgraph map {source} proposes a mapping, if it is or holds a list of objects",
        )  # fmt: skip

    def dataset(self, source: Source, options: Options) -> str:
        """The dataset of the options, else the publisher's domain in its persons' identifiers, else the file's name up to its first dot.

        If that name says only what the file holds, as ``ep-popolo-v1.0.json``, the dataset is made from the content of the
        file, if possible: see :mod:`govgraph.loaders.popolo.scope`.

        Raises:
            LoaderError: the content is needed, but the file cannot be read.
        """
        if options.dataset:
            return options.dataset
        if domain := publisher(source.head.decode("utf-8", "replace")):
            return domain
        name = source.content_name.split(".", 1)[0].lower()
        return name if names_a_publication(name) else publication(popolo_document(source)) or name

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's objects, block by block.

        Raises:
            LoaderError: the file is not JSON, or not an object with one of the arrays.
        """
        data = popolo_document(source)
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
        unused_keys = {writable(name) for name in data if name not in arrays and name != "meta"}
        notes, meta = _meta(data.get("meta"))
        if key := next_page(data):
            notes.append(Note(MORE_PAGES, key, 1))
        notes += [Note("named in a list, not described", writable(name), row) for row, name in not_described(objects)]
        unused_keys |= meta
        for start in range(0, max(len(objects), 1), options.block_rows):
            part = objects[start : start + options.block_rows]
            block = block_of(context, part, start + 1)
            block.notes = [*notes, *block.notes]
            block.unused_columns = tuple(sorted(unused_keys | set(block.unused_columns)))
            block.position = size * (start + len(part)) // max(len(objects), 1)
            notes, unused_keys = [], set()
            yield block


def _meta(meta: Any) -> tuple[list[Note], set[str]]:
    """Notes of the licence and sources in ``meta``, for the manifest, and the keys that are not understood."""
    if not isinstance(meta, dict):
        return [], {"meta"} if meta is not None else set()
    notes, unused_keys = [], set()
    for key, value in meta.items():
        word = {"license": "licence", "licence": "licence", "sources": "source", "source": "source"}.get(key)
        texts = value if isinstance(value, list) else [value]
        if word and all(isinstance(text, str) for text in texts):
            notes += [Note(word, writable(text), 1) for text in texts]
        else:
            unused_keys.add(writable(f"meta.{key}"))
    return notes, unused_keys


def _end_of_value(text: str, at: int) -> int:
    """Where a value ends that begins at a place; 0 if it is not complete."""
    try:
        return DECODER.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        return 0


def _outline(head: str) -> dict[str, set[str]]:
    """From the beginning of a JSON object: its top-level keys -> the fields of the first object in each."""
    if not head.lstrip().startswith("{"):
        return {}
    outline: dict[str, set[str]] = {}
    path: list[str] = []  # the brackets that are open
    top, last, ended = "", "", set[str]()
    at = 0
    while match := _TOKEN.search(head, at):
        token, at = match.group(), match.end()
        if token in "{[":
            if len(path) == 2 and top in ended and (end := _end_of_value(head, match.start())):
                at = end  # most of the text: the objects after the first
                continue
            path.append(token)
        elif token in "}]":
            if len(path) == 3:
                ended.add(top)
            del path[-1:]
            if not path:
                break
        elif token == ":" and len(path) == 1:
            top = last.strip('"')
            outline.setdefault(top, set())
        elif token == ":" and path in (["{", "[", "{"], ["{", "{"]) and top in outline.keys() - ended:
            outline[top].add(last.strip('"'))
        elif token not in ":,":
            last = token
    return outline
