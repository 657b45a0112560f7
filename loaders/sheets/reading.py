"""Rows of tables in any format: CSV, TSV, JSON, JSON Lines, Parquet or a workbook.

This module knows how rows are written, not what they mean. It yields text cells (from Parquet also stored lists) with the row
number by which a person finds them, and the rows that cannot be read. Formats are recognised by content, because names mislead:
a ``.csv`` file may be separated by TAB, a ``.txt`` file may be JSON Lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from weakref import WeakKeyDictionary

from govgraph.loaders.sheets.encoding import encoding_of
from govgraph.loaders.sheets.json_array import json_array
from govgraph.loaders.sheets.json_lines import json_lines
from govgraph.loaders.sheets.ods import MIME, ods
from govgraph.loaders.sheets.parquet import parquet
from govgraph.loaders.sheets.separated import separated
from govgraph.loaders.sheets.sheet import Sheet
from govgraph.loaders.sheets.workbook import workbook
from govgraph.ontology.loader import Source

_LINES: Final = (".jsonl", ".ndjson")
_DOCUMENTS: Final = (".json", ".geojson")
_LIST_OF_OBJECTS: Final = re.compile(r"(?:^|:)\s*\[\s*(?:\{|$)")
_FORMS: Final[WeakKeyDictionary[Source, str]] = WeakKeyDictionary()
"""The formats of files that were looked at: each of many loaders asks for it."""


def form_of(source: Source) -> str:
    """The format of a file, by its first bytes: ``xlsx``, ``ods``, ``parquet``, ``json``, ``jsonl`` or ``csv``.

    Example:
        >>> from pathlib import Path
        >>> form_of(Source(Path("events.csv"), data=b'{"id": "a"}'))
        'jsonl'
    """
    if source not in _FORMS:
        _FORMS[source] = _form_of(source)
    return _FORMS[source]


def _form_of(source: Source) -> str:
    head = source.head
    if head.startswith(b"PK\x03\x04"):
        return "ods" if MIME in head[:200] else "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    encoding = encoding_of(source)
    text = head[encoding.mark :].decode(encoding.name, "replace")
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if not first.startswith(("{", "[")):
        return "csv"
    # JSON Lines has a whole object in its first line; a document is spread over lines, or is one line with a list.
    name, several = source.content_name.lower(), text.strip() != first
    if (first.startswith("{") and first.endswith("}") and several) or name.endswith(_LINES):
        return "jsonl"
    if name.endswith(_DOCUMENTS) or first == "{" or _LIST_OF_OBJECTS.search(first):
        return "json"
    return "jsonl" if first.startswith("{") else "csv"


def is_markup(source: Source) -> bool:
    """Whether a file begins like XML or HTML, which is no table.

    Example:
        >>> from pathlib import Path
        >>> is_markup(Source(Path("a.xml"), data=b"<iati-activities/>")), is_markup(Source(Path("a.csv"), data=b"id"))
        (True, False)
    """
    encoding = encoding_of(source)
    return source.head[encoding.mark : 400].decode(encoding.name, "replace").lstrip().startswith("<")


def sheets(source: Source, known: Callable[[str], bool], own: bool = False) -> Iterator[Sheet]:
    """The tables of a file: one, or one per sheet of a workbook.

    Args:
        known: whether a name is that of a declared column; it helps to find the separator of a CSV file.
        own: whether the tables are our own, in which each row that begins with ``#`` is a comment.

    Raises:
        LoaderError: the file cannot be read, its encoding cannot be recognised, or it has no header.

    Example:
        >>> from pathlib import Path
        >>> data = b"# dataset: d\\nid;kind\\na;ngo\\n"
        >>> (sheet,) = sheets(Source(Path("e.csv"), data=data), lambda name: name in ("id", "kind"))
        >>> sheet.header, sheet.meta, next(sheet.cells(10)).frame["kind"].to_list()
        (('id', 'kind'), {'dataset': ('d', 1)}, ['ngo'])
    """
    form = form_of(source)
    if form == "xlsx":
        yield from workbook(source, known, own)
    elif form == "ods":
        yield from ods(source, known, own)
    elif form == "json":
        yield json_array(source)
    elif form == "parquet":
        yield parquet(source)
    elif form == "jsonl":
        yield json_lines(source)
    else:
        yield separated(source, known, own=own)
