"""The parts of an Excel workbook (ECMA-376): its sheets, shared texts and formats, and the cells of a sheet, row by row.

Why not a library: those that are fast keep only values (fastexcel: neither formats nor merged cells, and one cell in the last
column makes a table of 17 billion), and openpyxl, read row by row, leaves out merged cells and links and changes ``_x005F_``.
The parts are XML in a zip archive, which Python reads; each is read as a stream, so a sheet may be of any length.
"""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from govgraph.loaders.sheets.number_format import Format, format_of
from govgraph.loaders.sheets.xlsx_cells import CellReader, Row, TooLong, place, unescaped
from govgraph.ontology import container
from govgraph.ontology.loader import LoaderError, Source

_CHUNK: Final = 1 << 16


@dataclass(slots=True)
class Part:
    """A sheet of a workbook.

    Attributes:
        path: inside the archive.
        hidden: whether the workbook hides it.
        last_row: the last row that holds anything; 0: there is none.
        merged: (first row, first column, last row, last column), columns from 0.
        links: (row, column) -> address.
        comments: (row, column) of the cells that have one.
    """

    name: str
    path: str
    hidden: bool
    last_row: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: set[tuple[int, int]] = field(default_factory=set)


class Book:
    """A workbook that is read.

    Raises:
        LoaderError: it cannot be, also later while its rows are read.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parts: list[Part] = []
        self.texts: list[str] = []
        self.formats: list[Format] = []
        self.from_1904 = self.uncalculated = False
        with self._archive() as archive:
            self._names = set(archive.namelist())
            types = self._relations(archive, "_rels/.rels", "")
            main = next((target for kind, target in types.values() if kind == "officeDocument"), "xl/workbook.xml")
            relations = self._relations(archive, *_relations_of(main))
            self._read_book(archive, main, relations)
            for kind, target in relations.values():
                if kind == "sharedStrings":
                    self._read_texts(archive, target)
                elif kind == "styles":
                    self._read_styles(archive, target)
            for part in self.parts:
                self._survey(archive, part)

    def rows(self, part: Part) -> Iterator[Row]:
        """The rows of a sheet that hold anything, in the order of the file."""
        with self._archive() as archive:
            longest = self.source.limits.line
            reader = CellReader(self.texts, self.formats, self.from_1904, self.uncalculated, longest)
            try:
                for _ in self._parse(archive, part.path, reader.start, reader.end, reader.text, held=False):
                    yield from reader.done
                    reader.done.clear()
            except TooLong as error:
                raise self._too_much(
                    f"the cell {part.name}!{error} holds more than {longest:,} characters", "line"
                ) from error

    # --------------------------------------------------------------------------------------- reading parts

    @contextlib.contextmanager
    def _archive(self) -> Iterator[zipfile.ZipFile]:
        with self.source.seekable() as stream:
            try:
                archive = zipfile.ZipFile(stream)
            except container.FAULTS as error:
                raise self._error(str(error)) from error
            with archive:
                yield archive

    def _error(self, what: str) -> LoaderError:
        return LoaderError(f"cannot be read as a workbook: {what}", where=str(self.source), expected=".xlsx")

    def _parse(
        self,
        archive: zipfile.ZipFile,
        path: str,
        start: Callable[[str, dict[str, str]], Any],
        end: Callable[[str], Any] | None = None,
        text: Callable[[str], Any] | None = None,
        *,
        held: bool = True,
    ) -> Iterator[None]:
        """Parse a part piece by piece; element names come without their prefix.

        Args:
            held: all of it stays in memory, so that its size is limited.
        """

        def doctype(*_: Any) -> None:
            raise self._error(f"{path} has a document type, which no workbook has")

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
        parser.StartDoctypeDeclHandler = doctype
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        limits = self.source.limits
        try:
            info = archive.getinfo(path)
            most = limits.held if held else max(info.compress_size * limits.ratio, container.FREE)
            size = 0
            with archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        name = "held" if held else "ratio"
                        raise self._too_much(f"{path} unpacks to more than {most:,} bytes", name)
                    parser.Parse(chunk)
                    yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise self._error(f"{path}: {error}") from error
        except container.FAULTS as error:
            raise self._error(f"{path}: {container.unreadable(error).what}") from error

    def _too_much(self, what: str, limit: str) -> LoaderError:
        return LoaderError(what, where=str(self.source), hint=f"--limit {limit}=NUMBER, if the file is right")

    def _relations(self, archive: zipfile.ZipFile, path: str, base: str) -> dict[str, tuple[str, str]]:
        """Id -> (last word of the type, target), of the relations of a part."""
        relations: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
                if attributes.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/")
                relations[attributes.get("Id", "")] = kind, target

        if path in self._names:
            _run(self._parse(archive, path, start))
        return relations

    def _read_book(self, archive: zipfile.ZipFile, path: str, relations: dict[str, tuple[str, str]]) -> None:
        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                kind, target = relations.get(link, ("", ""))
                if kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    self.parts.append(Part(attributes.get("name", ""), target, hidden))
            elif name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "calcPr":
                self.uncalculated = attributes.get("fullCalcOnLoad") in ("1", "true")

        _run(self._parse(archive, path, start))

    def _read_texts(self, archive: zipfile.ZipFile, path: str) -> None:
        pieces: list[str] = []
        state = {"in": False, "phonetic": False}

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                pieces.clear()
            elif name == "rPh":
                state["phonetic"] = True
            elif name == "t":
                state["in"] = not state["phonetic"]

        def end(name: str) -> None:
            if name == "si":
                text = unescaped("".join(pieces))
                if len(text) > self.source.limits.line:
                    raise self._too_much(f"a cell holds more than {self.source.limits.line:,} characters", "line")
                self.texts.append(text)
            elif name == "rPh":
                state["phonetic"] = False
            elif name == "t":
                state["in"] = False

        def text(data: str) -> None:
            if state["in"]:
                pieces.append(data)

        _run(self._parse(archive, path, start, end, text))

    def _read_styles(self, archive: zipfile.ZipFile, path: str) -> None:
        codes: dict[int, str] = {}
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            inside.append(name)
            if name == "numFmt":
                codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
            elif name == "xf" and "cellXfs" in inside:
                number = int(attributes.get("numFmtId", 0))
                self.formats.append(format_of(number, codes.get(number, "")))

        _run(self._parse(archive, path, start, lambda _: inside.pop()))

    def _comment(self, part: Part, name: str, attributes: dict[str, str]) -> None:
        if name == "comment":
            part.comments.add(place(attributes.get("ref", "")))

    def _survey(self, archive: zipfile.ZipFile, part: Part) -> None:
        """What stands behind the rows of a sheet and is needed before them: merged cells and links."""
        relations = self._relations(archive, *_relations_of(part.path))
        for kind, target in relations.values():
            if kind == "comments":
                _run(self._parse(archive, target, lambda name, attributes: self._comment(part, name, attributes)))
        row = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row
            if name == "row":
                row = int(attributes.get("r", row + 1))
            elif name in ("v", "is", "f"):
                part.last_row = max(part.last_row, row)
            elif name == "mergeCell":
                first, _, last = attributes.get("ref", "").partition(":")
                part.merged.append((*place(first), *place(last or first)))
            elif name == "hyperlink":
                link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                address = relations.get(link, ("", ""))[1]
                if address:
                    part.links[place(attributes.get("ref", "").partition(":")[0])] = address

        _run(self._parse(archive, part.path, start, held=False))


def _run(steps: Iterator[None]) -> None:
    deque(steps, maxlen=0)


def _relations_of(path: str) -> tuple[str, str]:
    """Where the relations of a part stand, and what their targets are relative to."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels"), folder
