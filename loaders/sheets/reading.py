"""Rows of people's own files, whatever they were saved as: CSV, TSV, JSON Lines, Parquet or a workbook.

This module knows how rows are written and nothing of what they mean: it hands over text cells (from Parquet also the
lists that are stored as such), each with the number of its row as a person finds it, and the rows that cannot be read.
Formats are told by content, since files are renamed: ``.csv`` that is TAB separated, ``.txt`` that is JSON Lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govgraph.loaders.sheets.encoding import encoding_of
from govgraph.loaders.sheets.json_lines import json_lines
from govgraph.loaders.sheets.parquet import parquet
from govgraph.loaders.sheets.separated import separated
from govgraph.loaders.sheets.sheet import Sheet
from govgraph.loaders.sheets.workbook import workbook
from govgraph.ontology.loader import Source


def form_of(source: Source) -> str:
    """How a file is written, by its first bytes: ``xlsx``, ``parquet``, ``jsonl`` or ``csv``.

    Example:
        >>> from pathlib import Path
        >>> form_of(Source(Path("events.csv"), data=b'{"id": "a"}'))
        'jsonl'
    """
    head = source.head
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    encoding = encoding_of(source)
    text = head[encoding.mark :].decode(encoding.name, "replace")
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return "jsonl" if first.startswith("{") else "csv"


def sheets(source: Source, known: Callable[[str], bool]) -> Iterator[Sheet]:
    """The tables of a file: one, or one a sheet of a workbook.

    Args:
        known: whether a name is one of a column; by it the separator of a CSV file is found.

    Raises:
        LoaderError: the file cannot be read, is in no encoding that can be told, or has no header.

    Example:
        >>> from pathlib import Path
        >>> data = b"# dataset: d\\nid;kind\\na;ngo\\n"
        >>> (sheet,) = sheets(Source(Path("e.csv"), data=data), lambda name: name in ("id", "kind"))
        >>> sheet.header, sheet.meta, next(sheet.cells(10)).frame["kind"].to_list()
        (('id', 'kind'), {'dataset': ('d', 1)}, ['ngo'])
    """
    form = form_of(source)
    if form == "xlsx":
        yield from workbook(source, known)
    elif form == "parquet":
        yield parquet(source)
    elif form == "jsonl":
        yield json_lines(source)
    else:
        yield separated(source, known)
