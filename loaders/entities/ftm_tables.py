"""Tables of FollowTheMoney: statements, packs and the simple table, as text, Parquet, workbooks or JSON; each row as column -> value.

Sources: the exporters of OpenSanctions (``zavod/zavod/exporters``: statements, simplecsv), and ``followthemoney/statement/serialize.py``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from govgraph.loaders.entities.ftm_records import text_of
from govgraph.loaders.entities.ftm_schemata import schemata
from govgraph.loaders.sheets.encoding import Lines, encoding_of, head_lines
from govgraph.loaders.sheets.reading import form_of, is_markup, sheets
from govgraph.loaders.sheets.separated import SEPARATOR_LINE, Widest, shifted
from govgraph.loaders.sheets.sheet import ROW, WRONG_WIDTH, is_index
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source

STATEMENTS, PACK, OLD_PACK, SIMPLE = "statements", "pack", "pack without a header", "simple table"
PROP: Final = re.compile(r"([A-Z][A-Za-z]+):([A-Za-z]+)")
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
_SIMPLE: Final = frozenset({"id", "schema", "name", "aliases", "countries", "identifiers", "dataset"})
_WHOLE: Final = re.compile(r"-?\d+[.,]0")
_SEPARATORS: Final = ",;\t|"
_ROWS: Final = 2_000
_FROM_SIMPLE: Final = {
    "aliases": "alias", "countries": "country", "addresses": "address", "identifiers": "identifier", "sanctions": "sanctions",
    "phones": "phone", "emails": "email", "program_ids": "programId", "dataset": "dataset",
}  # fmt: skip
"""Column -> property; ``identifier``, ``sanctions`` and ``dataset`` (titles) become details, since the table does not say of which type they are."""
_READ_OF_SIMPLE: Final = ("id", "schema", "name", "birth_date", "last_seen", "last_change")
_NAMES: Final = frozenset({*_OLD_PACK, "first_seen", *_FROM_SIMPLE, *_READ_OF_SIMPLE, "canonical_id", "prop_type"})


def table_layout(source: Source) -> str:
    """Which table of FollowTheMoney a file is, by its columns; empty if it is none.

    Example:
        >>> from pathlib import Path
        >>> table_layout(Source(Path("a.pack"), data=b"entity_id,prop,value,dataset\\n"))
        'pack'
    """
    if form_of(source) != "csv":
        try:
            return next((form for sheet in sheets(source, _known) if (form := _form(_usual(sheet.header)))), "")
        except LoaderError:
            return ""
    if is_markup(source):
        return ""
    first = _usual(_header(source)[0])
    if form := _form(first):
        return form
    match = PROP.fullmatch(first[1]) if len(first) in (10, 11) else None
    return OLD_PACK if match and match[1] in schemata() else ""


def is_simple(header: Sequence[str]) -> bool:
    """Whether these columns, or keys of an object, are those of a simple table, each once."""
    return set(header) >= _SIMPLE and len(header) == len(set(header))


def _form(header: Sequence[str]) -> str:
    names = set(header)
    if {"canonical_id", "entity_id", "prop", "schema", "value"} <= names:
        return STATEMENTS
    if {"entity_id", "prop", "value", "dataset"} <= names:
        return PACK
    return SIMPLE if is_simple(header) else ""


def _known(name: str) -> bool:
    return name.lower() in _SIMPLE or name.lower() in _OLD_PACK


def _usual(header: Sequence[str]) -> list[str]:
    """Column names as FollowTheMoney writes them: databases write all of them in capitals, R ``birth.date``."""
    names = [name for name in header if not is_index(name)]
    plain = [name.lower() for name in header] if "".join(names).isupper() else list(header)
    return [of_r if (of_r := name.replace(".", "_")) in _NAMES else name for name in plain]


def _header(source: Source) -> tuple[list[str], str]:
    """The cells of the first line of a table that says something, and what separates them."""
    lines = head_lines(source, encoding_of(source))
    line = next((one for one in lines if one.strip() and not SEPARATOR_LINE.fullmatch(one)), "").rstrip("\r\n")
    best: tuple[list[str], str] = ([], ",")
    for separator in _SEPARATORS:
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
        except csv.Error:
            continue
        if len(cells) > len(best[0]):
            best = cells, separator
    return best


class Table:
    """The rows of a table, in order.

    Attributes:
        rows_read: rows read so far.
        position: bytes read so far.
    """

    def __init__(self, source: Source, form: str) -> None:
        self.source, self.form = source, form
        self.rows_read = self.position = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | Reject]]:
        rows = self._lines() if form_of(self.source) == "csv" else self._sheets()
        if self.form != SIMPLE:  # a column of statements has values of many properties
            yield from rows
            return
        while some := list(islice(rows, _ROWS)):
            _without_points([cells for _, cells in some if isinstance(cells, dict)])
            yield from some

    def _sheets(self) -> Iterator[tuple[int, dict[str, Any] | Reject]]:
        for sheet in sheets(self.source, _known):
            names = _usual(sheet.header)
            if _form(names) != self.form:
                continue
            for block in sheet.cells(_ROWS):
                self.position = block.position
                rows: dict[int, dict[str, Any] | Reject] = {
                    reject.row: sheet.placed(reject) if sheet.in_workbook else reject for reject in block.rejects
                }
                for cells in block.frame.iter_rows(named=True):
                    row = cells.pop(ROW)
                    rows[row] = {
                        name: cells[given] for name, given in zip(names, sheet.header, strict=True) if given in cells
                    }
                for row in sorted(rows):
                    self.rows_read += 1
                    yield row, rows[row]

    def _lines(self) -> Iterator[tuple[int, dict[str, Any] | Reject]]:
        """The rows of a text file. One of statements without a header is numbered from its first line."""
        names, separator = _header(self.source)
        lines = Lines(self.source, encoding_of(self.source), replacing=True)
        reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=separator, strict=False)
        csv.field_size_limit(self.source.limits.line)
        header, row = list(_OLD_PACK), 0
        if self.form != OLD_PACK:
            header = _usual(names)
            row = next((n for n, cells in enumerate(reader, start=1) if [c.strip() for c in cells] == names), 1)
        begun, widest = row, None
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
            width = len(header)
            if len(cells) > width and widest is None:
                widest = Widest.of(self.source, separator, begun, width)
            if len(cells) < min(width, 10) or any(map(str.strip, cells[width:])):
                yield row, Reject(row, "", WRONG_WIDTH, separator.join(cells)[:200])
            elif widest and len(cells) > widest.rows:
                yield row, Reject(row, "", WRONG_WIDTH, shifted(len(cells), width, separator))
            else:
                yield row, dict(zip(header, cells, strict=False))


def _without_points(rows: list[dict[str, Any]]) -> None:
    """Write ``77`` for ``77.0`` in those columns of some rows in which each value is so written, as programs do that read a number with gaps."""
    for name in rows[0] if rows else ():
        texts = [(c, text) for c in rows if isinstance(text := c.get(name), str) and text.strip() not in ("", "NA")]
        if texts and all(_WHOLE.fullmatch(text.strip()) for _, text in texts):
            for cells, text in texts:
                cells[name] = text.strip()[:-2]


def simple_record(cells: dict[str, Any], unused: set[str]) -> dict[str, Any]:
    """A row of the simple table as the object of an entity.

    Args:
        cells: column -> text, or a list of texts.
        unused: gets the columns that are not read.
    """
    unused |= {
        name for name in cells if name not in _FROM_SIMPLE and name not in _READ_OF_SIMPLE and not is_index(name)
    }
    # R writes NA for what is missing; FollowTheMoney writes the code of Namibia in small letters.
    cells = {name: value for name, value in cells.items() if value != "NA"}
    values = {prop: found for name, prop in _FROM_SIMPLE.items() if (found := _parts(cells.get(name)))}
    name, schema = text_of(cells.get("name")), text_of(cells.get("schema")) or ""
    if name:
        values["name"] = [name]
    if (born := _parts(cells.get("birth_date"))) and schema in schemata():
        person = "Person" in schemata()[schema].lineage
        values["birthDate" if person else "incorporationDate"] = born
    return {"id": cells.get("id"), "schema": schema, "properties": values, "caption": name, "datasets": []}


def _parts(cell: object) -> list[str]:
    """The list in a cell: separated by ``;``, with quotes as in CSV, within the quotes of the cell itself."""
    if isinstance(cell, list):
        return [text for one in cell if (text := text_of(one))]
    whole = text_of(cell)
    if not whole:
        return []
    try:
        found = next(csv.reader(io.StringIO(whole) if "\n" in whole else [whole], delimiter=";"), [])
    except csv.Error:
        found = [whole]
    return [text for part in found if (text := part.strip())]
