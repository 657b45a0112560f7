"""The layouts in which FollowTheMoney is published, each read as entities: JSON, deltas, statements and the simple table.

Source: the exporters of OpenSanctions (``zavod/zavod/exporters``: ftm, delta, nested); tables: :mod:`govgraph.loaders.entities.ftm_tables`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.entities.ftm_records import UNKNOWN, Deletion, Record, entities_of, entity_of, grouped, text_of
from govgraph.loaders.entities.ftm_schemata import schemata
from govgraph.loaders.entities.ftm_tables import PROP, SIMPLE, Table, is_simple, simple_record, table_layout
from govgraph.loaders.json_objects import NO_OBJECT, Objects
from govgraph.loaders.paging import MORE_PAGES, next_page
from govgraph.loaders.stamps import seconds
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import Source

ENTITIES, DELTA, STATEMENT_LINES, SIMPLE_OBJECTS = "entities", "delta", "statement lines", "simple table as objects"
_OBJECTS: Final = frozenset({ENTITIES, DELTA, STATEMENT_LINES, SIMPLE_OBJECTS})
_STAMPS: Final = ("last_seen", "last_change")
_READ: Final = frozenset({"id", "schema", "caption", "properties", "referents", "datasets", *_STAMPS})
"""The keys of an entity that are read."""
_READ_OF_STATEMENTS: Final = frozenset(
    {"canonical_id", "entity_id", "prop", "schema", "value", "dataset", "lang", *_STAMPS}
)
"""The columns of statements that are read."""
_KEY: Final = re.compile(r'"(\w+)"\s*:')
_SEEN: Final = re.compile(rb'"last_(?:seen|change)"\s*:\s*"([0-9T: -]{10,19})', re.IGNORECASE)
_VERSION: Final = re.compile(r"(?<!\d)(20\d{12})(?!\d)")


def layout(source: Source) -> str:
    """The layout of a file, from its beginning; empty if it is none of FollowTheMoney.

    Example:
        >>> from pathlib import Path
        >>> layout(Source(Path("a.json"), data=b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}'))
        'entities'
    """
    head = source.head.decode("utf-8-sig", "replace").lstrip()
    if head[:1] in ("{", "["):
        start = head[:20_000]
        if re.search(r'"op"\s*:\s*"(?:ADD|MOD|DEL)"', start) and '"entity"' in start:
            return DELTA
        if '"canonical_id"' in start and '"prop"' in start and '"schema"' in start:
            return STATEMENT_LINES
        named = re.search(r'"schema"\s*:\s*"([A-Z][A-Za-z]+)"', head, re.IGNORECASE)
        if named and re.search(r'"properties"\s*:\s*\{', head):
            return ENTITIES
        keys = list(_usual_keys(dict.fromkeys(_KEY.findall(start))))
        return SIMPLE_OBJECTS if named and is_simple(keys) and not keys[0].isdigit() else ""
    return table_layout(source)


def _results(answer: dict[str, Any]) -> Any:
    """The entities in the answer of a service: to a search, or to several questions at once (the matching API of yente)."""
    if isinstance(several := answer.get("responses"), dict):
        return [each for one in several.values() if isinstance(one, dict) for each in one.get("results") or ()]
    return answer.get("results")


def _usual_keys(record: dict[str, Any]) -> dict[str, Any]:
    """The record with keys as FollowTheMoney writes them: databases write all of them in capitals."""
    return {key.lower(): value for key, value in record.items()} if "".join(record).isupper() else record


def released(source: Source, form: str) -> float | None:
    """When a file was released, in seconds since 1970: the newest time at which the crawler saw one of its entities, or saw it changed;
    else the version in the file's name (``20240310153630``); None if it does not say."""
    newest = max(_seen(source, form), default=None)
    if newest is not None:
        return newest
    match = _VERSION.search(source.content_name)
    try:
        return dt.datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC).timestamp() if match else None
    except ValueError:
        return None


def _seen(source: Source, form: str) -> Iterator[float]:
    if form not in _OBJECTS:
        for _, cells in Table(source, form):
            if isinstance(cells, dict):
                for name in _STAMPS:
                    if (stamp := seconds(cells.get(name))) is not None:
                        yield stamp
        return
    with source.open() as stream:
        while chunk := stream.read(1 << 20):
            for found in set(_SEEN.findall(chunk + stream.readline(1 << 20))):
                if (stamp := seconds(found.decode())) is not None:
                    yield stamp


class Records:
    """The records of a file, in order. Several may come from one row (nested entities), and several rows may be one record (statements).

    Attributes:
        rows_read: rows read so far.
        position: bytes read so far.
        notes: notes on the file.
    """

    def __init__(self, source: Source, form: str) -> None:
        self.source, self.form = source, form
        self.rows_read = self.position = 0
        self.unused: set[str] = set()
        self.notes: list[Note] = []

    def __iter__(self) -> Iterator[Record]:
        rows = self._objects() if self.form in _OBJECTS else self._cells()
        if self.form in (SIMPLE, SIMPLE_OBJECTS):
            for row, cells in rows:
                yield from [cells] if isinstance(cells, Reject) else entities_of(row, self._simple(cells))
        elif self.form not in (ENTITIES, DELTA):
            yield from self._statements(rows)
        else:
            for row, record in rows:
                if isinstance(record, Reject):
                    yield record
                elif self.form == DELTA:
                    yield from self._delta(row, record)
                else:
                    yield from self._entities(row, record)

    def _objects(self) -> Iterator[tuple[int, Any]]:
        objects, more = Objects(self.source), 0
        for row, record in objects:
            inside = None if isinstance(record, Reject) or "schema" in record else _results(record)
            if isinstance(record, Reject) or not isinstance(inside, list):
                self.rows_read, self.position = row + more, objects.position
                yield row + more, record
                continue
            # The answer of a service, with the entities in a list.
            if key := next_page(record):
                self.notes.append(Note(MORE_PAGES, key, row + more))
            for each in inside:
                self.rows_read, self.position = row + more, objects.position
                yield (
                    row + more,
                    each if isinstance(each, dict) else Reject(row + more, "results", NO_OBJECT, ascii(each)[:200]),
                )
                more += 1
            more -= 1

    def _delta(self, row: int, record: dict[str, Any]) -> Iterator[Record]:
        entity, op = record.get("entity"), record.get("op")
        if not isinstance(entity, dict):
            yield Reject(row, "entity", "there is no entity", str(op)[:200])
        elif op == "DEL":
            text = text_of(entity.get("id"))
            yield Deletion(row, text) if text else Reject(row, "id", "there is no id")
        elif op in ("ADD", "MOD"):
            yield from self._entities(row, entity)
        else:
            yield Reject(row, "op", "not one of ADD, MOD, DEL", str(op)[:200])

    def _entities(self, row: int, record: dict[str, Any]) -> Iterator[Record]:
        if not record.keys() <= _READ:
            self.unused |= record.keys() - _READ
        return entities_of(row, record)

    def _cells(self) -> Iterator[tuple[int, Any]]:
        table = Table(self.source, self.form)
        for row, cells in table:
            self.rows_read, self.position = table.rows_read, table.position
            yield row, cells

    def _simple(self, cells: dict[str, Any]) -> dict[str, Any]:
        return simple_record(_usual_keys(cells) if self.form == SIMPLE_OBJECTS else cells, self.unused)

    def _statements(self, rows: Iterator[tuple[int, Any]]) -> Iterator[Record]:
        """Statements of one entity that follow each other, as one record for each data set; of an edge, as one record."""
        group: list[tuple[int, str, str, dict[str, Any]]] = []
        of = ""
        waiting: dict[str, list[tuple[int, str, str, dict[str, Any]]]] = {}
        for row, cells in rows:
            if isinstance(cells, Reject):
                yield cells
                continue
            self.unused |= cells.keys() - _READ_OF_STATEMENTS
            identifier = text_of(cells.get("canonical_id")) or text_of(cells.get("entity_id"))
            prop = text_of(cells.get("prop")) or ""
            schema = text_of(cells.get("schema")) or ""
            if match := PROP.fullmatch(prop):
                schema, prop = match[1], match[2]
            if not identifier or not prop or not schema:
                yield Reject(row, "prop", "a statement needs an entity, a schema and a property", str(cells)[:200])
                continue
            if schema not in schemata():
                yield Reject(row, "schema", UNKNOWN, schema)
                continue
            if identifier != of:
                yield from grouped(of, group, waiting)
                group, of = [], identifier
            group.append((row, schema, prop, cells))
        yield from grouped(of, group, waiting)
        for identifier, statements in waiting.items():
            yield entity_of(identifier, statements)
