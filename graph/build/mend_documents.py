"""Rejected objects within documents: taken out by their places, and put back when they are mended."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from govgraph.graph.build.copies import CopySource
from govgraph.graph.build.documents import Document, document_of
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.errors import GraphError
from govgraph.ontology.loader import Source


def _offsets(places: Mapping[int, str]) -> dict[str, int]:
    """Sheet -> what is added to its row numbers."""
    found = {}
    for row, place in places.items():
        sheet, mark, number = place.rpartition("!")
        if mark and number.isdecimal():
            found[sheet] = row - int(number)
    return found


def mark(row: int, reason: str) -> str:
    """The line above a rejected row that is to be mended.

    Example:
        >>> mark(7, 'name: not "text"')
        "# row 7: name: not 'text'"
    """
    return f"# row {row}: {reason}".replace('"', "'").replace("\n", " ")


def objects(source: Source, manifest: Manifest, places: Mapping[int, str], reasons: Mapping[int, str]) -> Iterator[str]:
    """The rejected objects of a document, each below its mark."""
    document, shown = document_of(source, _offsets(places)), ""
    for row, reason in sorted(reasons.items()):
        try:
            text, above = document.taken(places[row]), document.above(places[row])
        except LookupError:
            raise GraphError(
                f"row {row} is not found in the file at {places[row]}", where=manifest.path,
                hint=f"mend the file itself, and govgraph load {manifest.path}: it replaces this load",
            ) from None  # fmt: skip
        if above and above != shown:
            shown = above
            yield f"# columns: {above}\n"
        yield f"{mark(row, reason)}\n{text}\n"


def with_objects(source: Source, file: Path, places: Mapping[int, str], rows: Mapping[int, bytes]) -> Document:
    """The document with mended objects in their places.

    Raises:
        GraphError: a text is no object of the format.
    """
    document = document_of(source, _offsets(places))
    for row, said in rows.items():
        try:
            document.put(places[row], said.decode().strip())
        except (ValueError, LookupError, csv.Error) as error:
            raise GraphError(
                f"row {row} cannot be put back: {error}", where=str(file), expected="the object as it was exported, mended", hint=f"look below '# row {row}'"
            ) from error  # fmt: skip
    return document


class MendedDocument(CopySource):
    """The original document with mended objects in their places; only these are taken from it.

    Args:
        manifest: the load that is mended.
        source: its file.
        file: the file with the mended objects.
        document: the document, in which they are.
        rows: their numbers.
    """

    def __init__(
        self, manifest: Manifest, source: Source, file: Path, document: Document, rows: frozenset[int]
    ) -> None:
        super().__init__(source.path, source.member, limits=source.limits)
        self.mends, self.rows = manifest.load, rows
        self._file, self._document = file, document

    @property
    def address(self) -> str:
        """The file with the mended objects: loading it again, changed, replaces this load."""
        return str(self._file.resolve())

    def write(self, out: IO[bytes]) -> None:
        """Write the content."""
        out.write(self._document.content())
