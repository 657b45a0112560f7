"""Formats that are known and cannot be loaded, by their first bytes: what each is called, and what to do with it instead.

Sources: the file signatures in the formats' own specifications; the list of Wikidata property P4152 (file format identification
pattern).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from govgraph.ontology.unread import unread


class Foreign(NamedTuple):
    """A format: its name with an article, and what to do with such a file."""

    name: str
    instead: str


_AS_TABLE: Final = "save it as .xlsx or as CSV UTF-8 and load that"
_EXPORT: Final = "write its tables as Parquet or CSV and load those"
_UNPACK: Final = "unpack it and load what is in it"
_POINTER: Final = "get the file itself: git lfs pull, git annex get, or the download button of the page"
_TEXT: Final = "put what it says into tables: govgraph template FOLDER"

_SIGNATURES: Final[tuple[tuple[bytes, Foreign], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign("an Excel workbook of before 2007 (.xls), or encrypted", _AS_TABLE)),
    (b"%PDF", Foreign("a PDF document", _TEXT)),
    (b"{\\rtf", Foreign("an RTF document", _TEXT)),
    (b"SQLite format 3", Foreign("an SQLite database", "govgraph load sqlite:///FILE#TABLE --map MAPPING")),
    (b"ARROW1", Foreign("an Arrow file (Feather)", _EXPORT)),
    (b"FEA1", Foreign("a Feather file", _EXPORT)),
    (b"ORC", Foreign("an ORC file", _EXPORT)),
    (b"Obj\x01", Foreign("an Avro file", _EXPORT)),
    (b"\x89HDF", Foreign("an HDF5 file", _EXPORT)),
    (b"<stata_dta>", Foreign("a Stata file (.dta)", _EXPORT)),
    (b"$FL2", Foreign("an SPSS file (.sav)", _EXPORT)),
    (b"$FL3", Foreign("an SPSS file (.zsav)", _EXPORT)),
    (b"RDX", Foreign("an R data file (.RData)", _EXPORT)),
    (b"X\n\x00\x00\x00", Foreign("an R data file (.rds)", _EXPORT)),
    (b"\x00\x00\x27\x0a", Foreign("a shapefile", _EXPORT)),
    (b"Rar!", Foreign("a RAR archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Foreign("a 7-Zip archive", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", Foreign("compressed by Zstandard", _UNPACK)),
    (b"\x1f\x8b", Foreign("compressed twice", _UNPACK)),
    (b"\x89PNG", Foreign("a picture", _TEXT)),
    (b"\xff\xd8\xff", Foreign("a picture", _TEXT)),
    (b"GIF8", Foreign("a picture", _TEXT)),
)
_NO_TEXT: Final[tuple[tuple[bytes, Foreign], ...]] = (
    (b"\x1f\x9d", Foreign("compressed by compress (.Z)", _UNPACK)),
    (
        b"version https://git-lfs.github.com/spec/",
        Foreign("a pointer of Git LFS, which stands for the file itself", _POINTER),
    ),
    (b"/annex/objects/", Foreign("a pointer of git-annex, which stands for the file itself", _POINTER)),
)
"""What a loader might take for the header of a table, and what no table begins with."""
_ZIPPED: Final[tuple[tuple[bytes, Foreign], ...]] = (
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        Foreign(
            "an OpenDocument spreadsheet (.ods)", "govgraph map FILE, which proposes a mapping; or save it as .xlsx"
        ),
    ),
    (b"application/vnd.oasis.opendocument", Foreign("an OpenDocument text", _TEXT)),
    (b"xl/workbook.bin", Foreign("a binary Excel workbook (.xlsb)", _AS_TABLE)),
    (b"word/", Foreign("a Word document", _TEXT)),
    (b"ppt/", Foreign("a PowerPoint presentation", _TEXT)),
)
# Nothing is tried twice (atomic and possessive), since the text may be made to be slow.
_ROOT: Final = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?>.*?-->)\s*+)*+<(?:!DOCTYPE\s++)?+([A-Za-z][\w:.-]*+)", re.DOTALL
)
_SPACES: Final = re.compile(rb'(?:\xef\xbb\xbf)?"[^"\r\n]*+"(?: "[^"\r\n]*+")+\r?\n')
"""A first line of names in quotes with spaces between them."""
_OF_R: Final = Foreign(
    "a table with spaces between its cells, as write.table of R writes it",
    'in R: write.csv(table, "FILE.csv", row.names = FALSE)',
)
_TABLE_SUFFIXES: Final = (
    ".csv", ".tsv", ".tab", ".psv", ".jsonl", ".ndjson", ".json", ".parquet", ".feather", ".arrow", ".avro", ".orc",
    ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".dta", ".sav", ".rds", ".rdata", ".dbf", ".sqlite", ".db", ".zip",
)  # fmt: skip


def foreign(head: bytes, name: str) -> Foreign | None:
    """The format of a file that no loader takes, where it is a known one.

    Args:
        head: its first bytes.
        name: the file's name.

    Example:
        >>> foreign(b"%PDF-1.7", "minutes.pdf").name
        'a PDF document'
        >>> foreign(b'"id" "name"\\n"1" 7 "Aida"\\n', "people.txt").instead
        'in R: write.csv(table, "FILE.csv", row.names = FALSE)'
    """
    is_text = b"\n" in head and b"\0" not in head and head.isascii()
    for signature, known in _SIGNATURES:
        if head.startswith(signature) and not (signature.isalnum() and is_text):  # a table may begin with ORCID
            return known
    if (pointer := no_text(head)) is not None:
        return pointer
    if head.startswith(b"PK"):
        inside = next((known for part, known in _ZIPPED if part in head), None)
        if inside or not name.lower().endswith((".xlsx", ".xlsm")):
            return inside or Foreign("a zip archive that is damaged, empty or within another container", _UNPACK)
    if head[257:262] == b"ustar":
        return Foreign("a tar archive", _UNPACK)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if match := _ROOT.match(text):
        root = match[1].decode("ascii", "replace")
        if root.lower() == "html":
            return Foreign("a web page (HTML), perhaps an error page instead of the file", "download the file again")
        if root.lower() == "sparql":
            return Foreign("the answer of a SPARQL service as XML", "ask the service for JSON or CSV, and load that")
        return Foreign(f"XML with the root {root!r}", "write it as tables and load those")
    if name.lower().endswith(".dbf"):
        return Foreign("a dBASE table (.dbf)", _EXPORT)
    published = unread(head)
    return Foreign(published.name, published.instead) if published else None


def no_text(head: bytes) -> Foreign | None:
    """The format of a file that some loader may take for a table with odd columns, and that is certainly none.

    Example:
        >>> no_text(b"version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a").name
        'a pointer of Git LFS, which stands for the file itself'
    """
    if _SPACES.match(head):
        return _OF_R
    return next((known for signature, known in _NO_TEXT if head.startswith(signature)), None)


def is_table_suffix(name: str) -> bool:
    """Whether a file is named as tables of some program are.

    Example:
        >>> is_table_suffix("list.XLS"), is_table_suffix("README.md")
        (True, False)
    """
    return name.lower().endswith(_TABLE_SUFFIXES)
