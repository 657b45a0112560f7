"""The layouts in which FollowTheMoney is published, each read as entities: JSON, deltas, statements and the simple table.

Sources: the exporters of OpenSanctions (``zavod/zavod/exporters``: ftm, statements, delta, nested, simplecsv), and
``followthemoney/statement/serialize.py`` for statements.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.entities.ftm_records import UNKNOWN, Deletion, Record, entities_of, entity_of, grouped, text_of
from govgraph.loaders.entities.ftm_schemata import schemata
from govgraph.loaders.json_objects import NO_OBJECT, Objects
from govgraph.loaders.paging import MORE_PAGES, next_page
from govgraph.loaders.sheets.encoding import Lines, encoding_of, head_lines
from govgraph.loaders.sheets.separated import SEPARATOR_LINE
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import Source

ENTITIES, DELTA, STATEMENT_LINES, STATEMENTS, PACK, OLD_PACK, SIMPLE = (
    "entities", "delta", "statement lines", "statements", "pack", "pack without a header", "simple table",
)  # fmt: skip
_OLD_PACK: Final = (
    "entity_id",
    "prop",
    "value",
    "dataset",
    "lang",
    "original_value",
    "target",
    "external",
    "first_seen",
    "last_seen",
    "id",
)
_SIMPLE: Final = {"id", "schema", "name", "aliases", "countries", "identifiers", "dataset"}
_PROP: Final = re.compile(r"([A-Z][A-Za-z]+):([A-Za-z]+)")
_SEEN: Final = re.compile(rb'"last_(?:seen|change)"\s*:\s*"([0-9T:-]{10,19})')
_SEEN_IN_TABLE: Final = re.compile(rb'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"?(?:,"?[0-9A-Za-z-]*"?)?\r?$', re.MULTILINE)
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
        named = re.search(r'"schema"\s*:\s*"([A-Z][A-Za-z]+)"', head)
        return ENTITIES if named and re.search(r'"properties"\s*:\s*\{', head) else ""
    first = _usual(_header(source)[0])
    names = set(first)
    if {"canonical_id", "entity_id", "prop", "schema", "value"} <= names:
        return STATEMENTS
    if {"entity_id", "prop", "value", "dataset"} <= names:
        return PACK
    if names >= _SIMPLE and len(first) == len(names):
        return SIMPLE
    match = _PROP.fullmatch(first[1]) if len(first) in (10, 11) else None
    return OLD_PACK if match and match[1] in schemata() else ""


def _usual(header: list[str]) -> list[str]:
    """Column names as FollowTheMoney writes them: databases write all of them in capitals."""
    return [name.lower() for name in header] if "".join(header).isupper() else header


def _header(source: Source) -> tuple[list[str], str]:
    """The cells of the first line of a table that says something, and what separates them."""
    lines = head_lines(source, encoding_of(source))
    line = next((one for one in lines if one.strip() and not SEPARATOR_LINE.fullmatch(one)), "").rstrip("\r\n")
    best: tuple[list[str], str] = ([], ",")
    for separator in ",;\t":
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
        except csv.Error:
            continue
        if len(cells) > len(best[0]):
            best = cells, separator
    return best


def released(source: Source) -> float | None:
    """When a file was released, in seconds since 1970: the newest time at which the crawler saw one of its entities, else the version
    in its name (``20240310153630``); None if it does not say."""
    pattern = _SEEN if source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else _SEEN_IN_TABLE
    newest = b""
    with source.open() as stream:
        while chunk := stream.read(1 << 20):
            found = pattern.findall(chunk + stream.readline(1 << 20))
            newest = max([newest, *found])
    if newest:
        return _seconds(newest.decode().replace("T", " ")[:19], "%Y-%m-%d %H:%M:%S"[: 8 if len(newest) == 10 else None])
    match = _VERSION.search(source.content_name)
    return _seconds(match[1], "%Y%m%d%H%M%S") if match else None


def _seconds(text: str, form: str) -> float | None:
    try:
        return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).timestamp()
    except ValueError:
        return None


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
        if self.form == SIMPLE:
            yield from self._simple()
        elif self.form in (STATEMENTS, PACK, OLD_PACK):
            yield from self._statements(self._cells())
        elif self.form == STATEMENT_LINES:
            yield from self._statements(self._objects())
        else:
            for row, record in self._objects():
                if isinstance(record, Reject):
                    yield record
                elif self.form == DELTA:
                    yield from self._delta(row, record)
                else:
                    yield from entities_of(row, record)

    def _objects(self) -> Iterator[tuple[int, Any]]:
        objects, more = Objects(self.source), 0
        for row, record in objects:
            inside = None if isinstance(record, Reject) or "schema" in record else record.get("results")
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
            yield from entities_of(row, entity)
        else:
            yield Reject(row, "op", "not one of ADD, MOD, DEL", str(op)[:200])

    # ---------------------------------------------------------------------------------------------------- tables

    def _cells(self) -> Iterator[tuple[int, Any]]:
        """The rows of a CSV file as name -> cell. A file of statements without a header is numbered from its first line."""
        names, separator = _header(self.source)
        lines = Lines(self.source, encoding_of(self.source), replacing=True)
        reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=separator, strict=False)
        csv.field_size_limit(self.source.limits.line)
        header, row = list(_OLD_PACK), 0
        if self.form != OLD_PACK:
            header = _usual(names)
            row = next((n for n, cells in enumerate(reader, start=1) if [c.strip() for c in cells] == names), 1)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                row += 1
                self.rows_read += 1
                yield row, Reject(row, "", f"not CSV: {error}")
                continue
            if cells is None:
                return
            row += 1
            if not cells:
                continue
            self.rows_read, self.position = self.rows_read + 1, lines.position
            if len(cells) > len(header) or len(cells) < min(len(header), 10):
                yield row, Reject(row, "", "not as many cells as the header", ",".join(cells)[:200])
            else:
                yield row, dict(zip(header, cells, strict=False))

    def _simple(self) -> Iterator[Record]:
        for row, cells in self._cells():
            if isinstance(cells, Reject):
                yield cells
                continue
            self.unused |= {name for name in cells if name not in _FROM_SIMPLE and name not in _READ_OF_SIMPLE}
            values = {prop: found for name, prop in _FROM_SIMPLE.items() if (found := _parts(cells.get(name, "")))}
            if name := cells.get("name"):
                values["name"] = [name]
            schema = cells.get("schema", "")
            if (born := _parts(cells.get("birth_date", ""))) and schema in schemata():
                person = "Person" in schemata()[schema].lineage
                values["birthDate" if person else "incorporationDate"] = born
            record = {"id": cells.get("id"), "schema": schema, "properties": values, "caption": name, "datasets": []}
            yield from entities_of(row, record)

    def _statements(self, rows: Iterator[tuple[int, Any]]) -> Iterator[Record]:
        """Statements of one entity that follow each other, as one record for each data set; of an edge, as one record."""
        group: list[tuple[int, str, str, dict[str, Any]]] = []
        of = ""
        waiting: dict[str, list[tuple[int, str, str, dict[str, Any]]]] = {}
        for row, cells in rows:
            if isinstance(cells, Reject):
                yield cells
                continue
            identifier = text_of(cells.get("canonical_id")) or text_of(cells.get("entity_id"))
            prop = text_of(cells.get("prop")) or ""
            schema = text_of(cells.get("schema")) or ""
            if match := _PROP.fullmatch(prop):
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


_FROM_SIMPLE: Final = {
    "aliases": "alias", "countries": "country", "addresses": "address", "identifiers": "identifier", "sanctions": "sanctions",
    "phones": "phone", "emails": "email", "program_ids": "programId", "dataset": "dataset",
}  # fmt: skip
"""Column -> property; ``identifier``, ``sanctions`` and ``dataset`` (titles) become details, since the table does not say of which type they are."""
_READ_OF_SIMPLE: Final = ("id", "schema", "name", "birth_date", "first_seen", "last_seen", "last_change")


def _parts(cell: str) -> list[str]:
    """The list in a cell: separated by ``;``, with quotes as in CSV, within the quotes of the cell itself."""
    try:
        found = (
            next(csv.reader([cell], delimiter=";"), [])
            if "\n" not in cell
            else next(csv.reader(io.StringIO(cell), delimiter=";"))
        )
    except (csv.Error, StopIteration):
        found = [cell]
    return [text for part in found if (text := part.strip())]
