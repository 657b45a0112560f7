"""Loader for LittleSis: persons and organisations, and the relationships between them in twelve categories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from govgraph.loaders.entities.littlesis_departures import departure
from govgraph.loaders.entities.littlesis_rows import entity, relationship
from govgraph.loaders.entities.littlesis_tables import is_table, objects_of_table
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.json_text import is_json
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.rows import Rows
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_DEPARTURE: Final = re.compile(rb'"url"\s*:\s*"https?://(?:www\.)?littlesis\.org/.*"where_to"', re.DOTALL)
_OBJECT: Final = re.compile(
    rb'"(?:primary_ext|entity1_id)"\s*:.*?"(?:start_date|category_id|blurb|name)"|"category_id"\s*:.*?"entity1_id"',
    re.DOTALL,
)
_ROWS: Final = 20_000


class LittleSis(Loader):
    """LittleSis entities and relationships: the bulk files, answers of the API, tables, and lists of departures from office that link to LittleSis.

    **Identifiers** are those of LittleSis, in every file. Of two files the one in which a thing was updated last counts (``updated_at``).
    Merged and deleted entities are absent from the files; older files mark them, and then they are withdrawn.
    """

    name = "littlesis"
    title = "LittleSis entities and relationships (bulk JSON, API, tables)"
    example = "govgraph load entities.json.gz relationships.json.gz"
    dataset_title = "LittleSis"
    licence = "CC-BY-SA-4.0"
    homepage = "https://littlesis.org"
    code_systems: ClassVar[tuple[str, ...]] = ("event-type",)
    tables = ("actors", "memberships", "associations", "events", "participations")
    primary = tables
    suffixes = (".json", ".jsonl", ".csv")

    def detect(self, source: Source) -> float:
        """By the keys of the first objects, or the columns of a table."""
        return 0.97 if _has_objects(source) or _is_table(source) else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``littlesis`` unless the options name one."""
        return options.dataset or self.name

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's objects, block by block; ``row`` is the number of the object.

        Raises:
            LoaderError: the file is none of LittleSis, or cannot be read to its end.
        """
        if not self.detect(source):
            raise LoaderError(
                "not a file of LittleSis", where=str(source), expected="entities or relationships of its API"
            )
        dataset, size = self.dataset(source, options), min(options.block_rows, _ROWS)
        block, rows, position = Block({}, 0), Rows(), 0
        for row, one, position in _each(Objects(source)) if _has_objects(source) else _of_table(source):
            block.rows_read += 1
            rows.begin(row, "")
            if isinstance(one, Reject):
                block.rejects.append(Reject(row, one.column, one.reason, one.value))
            else:
                _read(one, row, options.base, dataset, block, rows)
            if block.rows_read == size:
                yield _ended(block, rows, position)
                block, rows = Block({}, 0), Rows()
        yield _ended(block, rows, position)


def _has_objects(source: Source) -> bool:
    head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in (b"[", b"{") and bool(_OBJECT.search(head) or _DEPARTURE.search(head))


def _is_table(source: Source) -> bool:
    return not is_json(source) and is_table(source)


def _ended(block: Block, rows: Rows, position: int) -> Block:
    block.tables, block.position = rows.tables(), position
    return block


def _of_table(source: Source) -> Iterator[tuple[int, dict[str, Any] | Reject, int]]:
    for item in objects_of_table(source):
        yield item.row, item.value, item.position


def _each(objects: Objects) -> Iterator[tuple[int, dict[str, Any] | Reject, int]]:
    """The objects of a file with their numbers, and the bytes read so far."""
    for row, one in enumerate(_inside(objects), start=1):
        yield row, one, objects.position


def _inside(objects: Objects) -> Iterator[dict[str, Any] | Reject]:
    """The objects of a file, and those inside an answer of the API (``data``, ``included``)."""
    for _, one in objects:
        if isinstance(one, Reject) or not ("data" in one or "errors" in one):
            yield one
            continue
        for error in one.get("errors") or ():
            yield Reject(0, "errors", "the API answered with an error", str(error)[:200])
        data, included = one.get("data"), one.get("included")
        for part in (data, included):
            for inner in part if isinstance(part, list) else [part] if part is not None else []:
                yield inner if isinstance(inner, dict) else Reject(0, "", "not a JSON object", ascii(inner)[:200])


def _read(one: dict[str, Any], row: int, base: str, dataset: str, block: Block, rows: Rows) -> None:
    attributes = one.get("attributes")
    values: dict[str, Any] = {**one, **attributes} if isinstance(attributes, dict) else one
    if values.get("id") is None and "id" in one:
        values["id"] = one["id"]
    notes: list[tuple[str, str]] = []
    try:
        if "entity1_id" in values or "category_id" in values:
            relationship(values, base, dataset, rows, notes)
        elif "where_to" in values:
            departure(values, base, dataset, rows, notes)
        else:
            entity(values, base, dataset, rows, notes)
    except Unusable as fault:
        rows.drop()
        block.rejects.append(Reject(row, fault.column, fault.reason, fault.value))
    block.notes += [Note(kind, value[:200], row) for kind, value in notes]
