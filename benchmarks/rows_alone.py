"""What the rows of a loader of nested documents cost alone, beside the parser: how near to the parser the loader could come at best.

``python -m benchmarks.rows_alone [ROWS] [LOADER ...]`` reads a made-up file once, and keeps the rows that the loader makes. Then it measures the parser, the
same rows with values that are ready, put into tables, and the loader. The costs are those of :mod:`benchmarks.loaders`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyoxigraph as ox

from benchmarks.documents import DOCUMENTS
from benchmarks.entities import RECORDS
from benchmarks.files import scratch
from benchmarks.loaders import processor_seconds
from benchmarks.nested import NESTED, parse
from govgraph.loaders.rows import Rows
from govgraph.ontology.loader import Block, Options, Source
from govgraph.ontology.registry import find_loader


def _files(folder: Path, rows: int, wanted: list[str]) -> list[tuple[str, Path, Callable[[], object]]]:
    """Loader, made-up file and parser."""
    made: list[tuple[str, Path, Callable[[], object]]] = []
    for name, (make, share) in NESTED.items():
        if name in wanted or not wanted:
            file = folder / f"{name}.data"
            file.write_text(make(rows // share), "utf-8")
            made.append((name, file, lambda file=file: parse(file)))
    for name, (record, ending, parser, share) in RECORDS.items():
        if name in wanted or not wanted:
            file = folder / f"{name}{ending}"
            file.write_text("".join(record(i) + "\n" for i in range(1, rows // share + 1)), "utf-8")
            made.append((name, file, lambda file=file, parser=parser: _parse_lines(file, parser)))
    popolo = DOCUMENTS[0]
    if popolo.loader in wanted or not wanted:
        file = folder / popolo.file_name
        file.write_text(popolo.make(rows), "utf-8")
        made.append((popolo.loader, file, lambda file=file: json.loads(file.read_bytes())))
    return made


def _parse_lines(file: Path, parser: str) -> int:
    with file.open("rb") as lines:
        parsed = map(json.loads, lines) if parser == "json" else ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
        return sum(1 for _ in parsed)


def _load(file: Path) -> list[Block]:
    return list(find_loader(Source(file)).read_file(Source(file), Options()))


def _rows_of(file: Path) -> list[tuple[int, str, str, dict[str, Any]]]:
    """The rows that a loader makes of a file: number and place of the object, table, values."""
    kept: list[tuple[int, str, str, dict[str, Any]]] = []
    put = Rows.put

    def keeping(self: Rows, table: str, row: dict[str, Any]) -> None:
        kept.append((self.row, self.at, table, dict(row)))
        put(self, table, row)

    with patch.object(Rows, "put", keeping):
        _load(file)
    return kept


def _put(kept: list[tuple[int, str, str, dict[str, Any]]]) -> None:
    rows, last = Rows(), 0
    for number, at, table, values in kept:
        if number != last:
            rows.begin(number, at)
            last = number
        rows.add(table, **values)
    rows.tables()


def main() -> None:
    """Measure every format, or those that are named, and print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 16_000
    sys.stdout.write("| loader | rows an object | parser and rows alone, times the parser | loader, times the parser |\n|---|---|---|---|\n")  # fmt: skip
    with scratch(None) as folder:
        for name, file, alone in _files(folder, rows, sys.argv[2:]):
            objects, kept = sum(block.rows_read for block in _load(file)), _rows_of(file)
            floor, least, whole = (
                processor_seconds(run) for run in (alone, lambda kept=kept: _put(kept), lambda file=file: _load(file))
            )
            sys.stdout.write(
                f"| {name} | {len(kept) / objects:.0f} | {1 + least / floor:.1f} | {whole / floor:.1f} |\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
