"""Documents whose objects can be taken out and put back by their places: JSON, XML and workbooks.

A place is what the records call ``pointer``: a JSON pointer (RFC 6901), a path of elements (``iati-activity[3]``), or a sheet and row (``events!5``).
"""

from __future__ import annotations

import csv
import io
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree

from govgraph.graph.errors import GraphError
from govgraph.ontology.loader import Source

_STEP: Final = re.compile(r"(.+?)(?:\[(\d+)\])?")
_WORKBOOK: Final = b"PK\x03\x04"


class Document(ABC):
    """A document whose objects can be taken out and put back as text.

    Example:
        >>> from pathlib import Path
        >>> document = document_of(Source(Path("a.json"), data=b'{"persons": [{"id": "a"}, {}]}'), {})
        >>> document.taken("/persons/1")
        '{}'
        >>> document.put("/persons/1", '{"id": "b"}')
        >>> document.content()
        b'{"persons": [{"id": "a"}, {"id": "b"}]}'
    """

    @abstractmethod
    def taken(self, place: str) -> str:
        """The object at a place, as text.

        Raises:
            LookupError: there is none.
        """

    @abstractmethod
    def put(self, place: str, text: str) -> None:
        """Put a mended object at a place.

        Raises:
            LookupError: there is none.
            ValueError: the text is none of the format.
        """

    @abstractmethod
    def content(self) -> bytes:
        """The document."""

    def above(self, place: str) -> str:  # noqa: ARG002 - most documents need no header
        """The names of the columns of the table that a place is in; empty where objects name their fields themselves."""
        return ""


def document_of(source: Source, offsets: Mapping[str, int]) -> Document:
    """A file as a document.

    Args:
        source: the file.
        offsets: sheet of a workbook -> what is added to its row numbers.

    Raises:
        GraphError: it is no document of a known kind.
    """
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        if head.startswith(_WORKBOOK):
            return _Workbook(source, offsets)
        return _Xml(source) if head.startswith(b"<") else _Json(source)
    except (ValueError, ElementTree.ParseError) as error:
        raise GraphError(
            f"the rejected objects cannot be taken out of the file: {error}", where=str(source), hint="mend the file itself, and load it: it replaces this load"
        ) from error  # fmt: skip


class _Json(Document):
    def __init__(self, source: Source) -> None:
        data = source.whole()
        self.root = json.loads(data.decode(json.detect_encoding(data)).removeprefix("\ufeff"), strict=False)

    def _holder(self, place: str) -> tuple[Any, Any]:
        """What holds the object at a place, and its key or index there."""
        holder: Any = [self.root]
        key: Any = 0
        for step in place.split("/")[1:]:
            holder = holder[key]
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(holder, list):
                key = int(key) if key.isdecimal() else len(holder)
            elif not isinstance(holder, dict):
                raise LookupError(place)
        return holder, key

    def taken(self, place: str) -> str:
        if place and not place.startswith("/"):
            raise LookupError(place)
        holder, key = self._holder(place)
        return json.dumps(holder[key], ensure_ascii=False)

    def put(self, place: str, text: str) -> None:
        value = json.loads(text, strict=False)
        if not place:
            self.root = value
            return
        holder, key = self._holder(place)
        holder[key] = value

    def content(self) -> bytes:
        return json.dumps(self.root, ensure_ascii=False).encode("utf-8", "backslashreplace")


class _Xml(Document):
    def __init__(self, source: Source) -> None:
        self.root = ElementTree.fromstring(source.whole())

    def _found(self, place: str) -> tuple[ElementTree.Element, int]:
        """What holds the element at a place, and its index there."""
        inside, at = None, -1
        for step in filter(None, place.split("/")):
            inside = self.root if inside is None else inside[at]
            match = _STEP.fullmatch(step)
            name, number = (match[1], match[2]) if match else (step, None)
            same = [i for i, child in enumerate(inside) if name in (child.tag.rsplit("}", 1)[-1], child.get("eId"))]
            if number is None and len(same) != 1:
                raise LookupError(place)
            at = same[int(number or 1) - 1]
        if inside is None:
            raise LookupError(place)
        return inside, at

    def taken(self, place: str) -> str:
        holder, at = self._found(place)
        return ElementTree.tostring(holder[at], encoding="unicode").strip()

    def put(self, place: str, text: str) -> None:
        holder, at = self._found(place)
        try:
            element = ElementTree.fromstring(text)
        except ElementTree.ParseError as error:
            raise ValueError(f"not XML: {error}") from error
        element.tail = holder[at].tail
        holder[at] = element

    def content(self) -> bytes:
        return bytes(ElementTree.tostring(self.root, encoding="utf-8", xml_declaration=True))


class _Workbook(Document):
    """The sheets of a workbook as texts; what is mended is written as a workbook of texts with the same numbers of rows."""

    def __init__(self, source: Source, offsets: Mapping[str, int]) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        self.offsets = offsets
        try:
            with source.seekable() as stream:
                book = CalamineWorkbook.from_filelike(stream)
            self.sheets = {
                name: [[_cell(value) for value in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
                for name in book.sheet_names
            }  # fmt: skip
        except CalamineError as error:
            raise ValueError(str(error)) from error

    def _row(self, place: str) -> tuple[list[list[str]], int]:
        sheet, mark, number = place.rpartition("!")
        rows = self.sheets.get(sheet, [])
        if not mark or not number.isdecimal() or not 0 < int(number) <= len(rows):
            raise LookupError(place)
        return rows, int(number) - 1

    def taken(self, place: str) -> str:
        rows, at = self._row(place)
        return _line(rows[at])

    def above(self, place: str) -> str:
        rows, _ = self._row(place)
        return next((_line(row) for row in rows if sum(map(bool, row)) > 1 and not row[0].startswith("#")), "")

    def put(self, place: str, text: str) -> None:
        rows, at = self._row(place)
        rows[at] = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])

    def content(self) -> bytes:
        import xlsxwriter

        out, before = io.BytesIO(), 0
        with xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_urls": False}) as book:
            for name, rows in self.sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, text in enumerate(row):
                        if text:
                            sheet.write_string(number, column, text)
                later = [offset for offset in self.offsets.values() if offset > before]
                last = max((n for n, row in enumerate(rows, start=1) if any(row)), default=0)
                if later and last and before + last < min(later):
                    last = min(later) - before
                    sheet.write_string(last - 1, 0, "#")  # so that the rows of the next sheet keep their numbers
                before += last
        return out.getvalue()


def _cell(value: object) -> str:
    """A cell as text: a whole number without its point, a day without midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
