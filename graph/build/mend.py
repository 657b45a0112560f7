"""Rejected rows: what they are, the file of them that a person mends, and the mended rows as a source to load.

The rows are taken out of the original file as they stand there, each below a line ``# row 7: column: reason``. The mended rows are loaded as that file with
all other rows left empty: so they are read as the file itself was, and have its name and their old row numbers. Of a document (JSON, XML, a workbook) the
rejected objects are taken out and put back, and nothing but these is taken from it. The load of mended rows says which load it mends, and goes with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

import pyarrow.compute as pc
import pyarrow.parquet as pq

from govgraph.graph.build.copies import CopySource
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.mend_documents import MendedDocument, mark, objects, with_objects
from govgraph.graph.errors import GraphError
from govgraph.ontology.loader import Source

_MARK: Final = re.compile(rb'"?# row (\d+)\b')
_BINARY: Final = (b"PK", b"PAR1", b"\xff\xfe", b"\xfe\xff", b"<", b"[")
"""How files begin whose rows are not lines of text: workbooks, Parquet, UTF-16, XML, JSON lists."""


def rejected(manifest: Manifest) -> list[dict[str, Any]]:
    """The rejected rows of a load: ``row``, ``column``, ``reason`` and ``value``, in the order of the file.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     load = Manifest("a", "records", 1, "a.csv", "a.csv", "", "a", "a", "", "", folder=Path(folder))
        ...     _ = load.rejects.write_text('{"file": "a.csv", "row": 7, "column": "date", "reason": "not a date", "value": "x"}')
        ...     rejected(load)
        [{'row': 7, 'column': 'date', 'reason': 'not a date', 'value': 'x'}]
    """
    with manifest.rejects.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    keys = ("row", "column", "reason", "value")
    return sorted(({key: row.get(key, "") for key in keys} for row in rows), key=lambda row: int(row["row"]))


def original(manifest: Manifest) -> Source:
    """The file that a load was made from.

    Raises:
        GraphError: it is gone, or no longer what was loaded.
    """
    path = Path(manifest.path)
    archive = next((p for p in path.parents if p.is_file()), None)
    source = Source(path) if archive is None else Source(archive, path.relative_to(archive).as_posix())
    if archive is None and not path.is_file():
        raise GraphError(
            "the file that was loaded is not there", where=manifest.path, hint="put it back; or load the mended file, which replaces this load"
        )  # fmt: skip
    if source.sha256() != manifest.sha256:
        raise GraphError(
            "the file is no longer the one that was loaded", where=manifest.path, hint=f"govgraph load {manifest.path}"
        )
    return source


def export(manifest: Manifest, out: Path) -> int:
    """Write the rejected rows to a file for mending.

    Returns:
        how many rows.

    Raises:
        GraphError: there are none, the format has no lines, or the original file is not there.
    """
    reasons: dict[int, str] = {}
    for each in rejected(manifest):
        reasons.setdefault(int(each["row"]), ": ".join(filter(None, (each["column"], each["reason"]))))
    if not reasons:
        raise GraphError("the load has no rejected rows", where=manifest.load, hint="govgraph loads")
    source = original(manifest)
    head = f"# Mend the row below each line that begins with # row. Leave these lines, and load: govgraph rejects {manifest.load} --mended {out.name}\n"
    if places := _places(manifest):
        told = "".join([head, *objects(source, manifest, places, reasons)])
        _write_new(out, told.encode("utf-8", "backslashreplace"))
        return len(reasons)
    quoted, found = _is_quoted(source, manifest), 0
    try:
        with out.open("xb") as file, source.open() as stream:
            file.write(head.encode())
            for number, text in enumerate(_rows(stream, quoted), start=1):
                if number in reasons:
                    found += 1
                    file.write(mark(number, reasons[number]).encode() + b"\n" + text.rstrip(b"\r\n") + b"\n")
                elif number < _first_row(manifest) and text.strip() and not text.startswith(b"#"):
                    file.write(b"# columns: " + text.replace(b'"', b"'").rstrip(b"\r\n") + b"\n")
    except FileExistsError:
        raise _exists(out) from None
    if found < len(reasons):
        out.unlink()
        raise GraphError(
            f"{len(reasons) - found} rejected rows are not lines of the file", where=manifest.path,
            hint=f"mend the file itself, and govgraph load {manifest.path}: it replaces this load",
        )  # fmt: skip
    return len(reasons)


def _exists(out: Path) -> GraphError:
    return GraphError(
        "the file exists already", where=str(out), hint="name another one: it may hold rows that somebody mends"
    )


def _write_new(out: Path, content: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise _exists(out) from None


def _places(manifest: Manifest) -> dict[int, str]:
    """Row -> its place in the document; empty unless every rejected row has one."""
    with manifest.rejects.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    places = {int(row["row"]): str(row["pointer"]) for row in rows if row.get("pointer")}
    return places if all(int(row["row"]) in places for row in rows) else {}


def mended(manifest: Manifest, file: Path) -> Source:
    """The mended rows of a file as a source to load.

    Raises:
        GraphError: the file holds no row that the load rejected, or the original file is not there.
    """
    source, places = original(manifest), _places(manifest)
    quoted = False if places else _is_quoted(source, manifest)
    rows: dict[int, bytes] = {}
    number = 0
    try:
        with file.open("rb") as stream:
            for text in _rows(stream, quoted):
                if marked := _MARK.match(text.lstrip(b"\xef\xbb\xbf")):
                    number = int(marked[1])
                elif number and places and not text.startswith(b"# columns: "):
                    rows[number] = rows.get(number, b"") + text  # an object may have several lines
                elif number and text.strip() and not text.startswith((b"#", b'"#')):
                    rows.setdefault(number, text.rstrip(b"\r\n"))
                    number = 0
    except OSError as error:
        raise GraphError(f"cannot be read: {error.strerror}", where=str(file), hint="check the path") from error
    allowed = {int(each["row"]) for each in rejected(manifest)}
    if extra := sorted(set(rows) - allowed):
        raise GraphError(
            f"row {extra[0]} was not rejected",
            where=str(file),
            expected=f"rows that {manifest.load} rejected",
            hint=f"govgraph rejects {manifest.load}",
        )
    if not rows:
        raise GraphError(
            "no mended row is in it", where=str(file), expected="a line '# row 7' and the row below it", hint=f"govgraph rejects {manifest.load} --export FILE"
        )  # fmt: skip
    if places:
        return MendedDocument(manifest, source, file, with_objects(source, file, places, rows), frozenset(rows))
    return MendedSource(manifest, source, file, rows, quoted)


class MendedSource(CopySource):
    """The original file with mended rows, and nothing else but what stands above its first row.

    Args:
        manifest: the load that is mended.
        source: its file.
        file: the file with the mended rows.
        mended_rows: number of a row -> its text.
        quoted: whether a row may have line ends between quotes.
    """

    def __init__(
        self, manifest: Manifest, source: Source, file: Path, mended_rows: dict[int, bytes], quoted: bool
    ) -> None:
        super().__init__(source.path, source.member, limits=source.limits)
        self.mends, self.rows = manifest.load, frozenset(mended_rows)
        self._manifest, self._source, self._file, self._texts, self._quoted = (
            manifest,
            source,
            file,
            mended_rows,
            quoted,
        )

    @property
    def address(self) -> str:
        """The file with the mended rows: loading it again, changed, replaces this load."""
        return str(self._file.resolve())

    @cached_property
    def _first(self) -> int:
        return _first_row(self._manifest)

    def write(self, out: IO[bytes]) -> None:
        """Write the content."""
        with self._source.open() as stream:
            for number, text in enumerate(_rows(stream, self._quoted), start=1):
                kept = self._texts.get(number, text.rstrip(b"\r\n") if number < self._first else b"")
                out.write(kept + b"\n")


def _first_row(manifest: Manifest) -> int:
    """The number of the first row of data: what stands above is a header or a comment."""
    numbers = [int(each["row"]) for each in rejected(manifest)]
    for table in manifest.tables:
        if least := pq.read_table(manifest.records(table), columns=["row"])["row"].to_pylist():
            numbers.append(min(least))
    return min(numbers, default=1)


def _is_quoted(source: Source, manifest: Manifest) -> bool:
    """Whether rows are written as CSV writes them, so that a row may have several lines.

    Raises:
        GraphError: the rows of the format are no lines.
    """
    head = source.head.lstrip(b"\xef\xbb\xbf")
    first = next((line for line in head.splitlines() if line.strip() and not line.startswith(b"#")), b"")
    lines = _is_object(first) if head[:1] == b"{" else not head.startswith(_BINARY) and b"\x00" not in head
    if not lines or _has_places(manifest):
        raise GraphError(
            "the rows of this format cannot be taken out of the file", where=manifest.path, expected="a text file with a row a line",
            hint=f"mend the file itself, and govgraph load {manifest.path}: it replaces this load",
        )  # fmt: skip
    return head[:1] != b"{" and b"\t" not in first


def _has_places(manifest: Manifest) -> bool:
    """Whether the rows of a load are objects within a document, or in a sheet, which have a place instead of a line."""
    return any(
        pc.any(pc.is_valid(pq.read_table(manifest.records(t), columns=["pointer"])["pointer"])).as_py()
        for t in manifest.tables
    )


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _rows(stream: BinaryIO, quoted: bool) -> Iterator[bytes]:
    """The rows of a file as they stand there; one with a quote that is never closed is a single line."""
    held: list[bytes] = []
    is_open = False
    for line in stream:
        if quoted:
            is_open ^= line.count(b'"') % 2 == 1
            held.append(line)
            if is_open:
                continue
            yield b"".join(held)
            held = []
        else:
            yield line
    yield from held
