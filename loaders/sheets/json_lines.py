"""Rows of JSON Lines files: one object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from govgraph.loaders.sheets.encoding import Lines, encoding_of, encoding_of_rows, head_lines
from govgraph.loaders.sheets.flattened import NO_CELL, NOT_A_CELL, flat
from govgraph.loaders.sheets.sheet import ROW, Cells, Sheet, clean, metadata_in_comment, plain_name, rows_a_block, stem
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source

NO_OBJECT: Final = "not a JSON object"
MANY_KEYS: Final = "more different keys than a table has columns"


def json_lines(source: Source) -> Sheet:
    """JSON Lines (https://jsonlines.org): one object per line; a line that begins with ``#`` is a comment here too.

    Raises:
        LoaderError: the first line that is not a comment is not JSON.

    Example:
        >>> from pathlib import Path
        >>> sheet = json_lines(Source(Path("a.jsonl"), data=b'{"id": 7, "aliases": ["a", "b"]}'))
        >>> next(sheet.cells(10)).frame.row(0, named=True)
        {'id': '7', 'aliases': 'a|b', '#row': 1}
    """
    meta: dict[str, tuple[str, int]] = {}
    header: tuple[str, ...] = ()
    encoding = encoding_of(source)
    no_object = 0
    for row, line in enumerate(head_lines(source, encoding), start=1):
        bare = line.strip()
        if bare.startswith("#"):
            if word := metadata_in_comment(bare):
                meta.setdefault(word[0], (word[1], row))
        elif bare:
            try:
                first = json.loads(bare)
            except (ValueError, RecursionError) as error:
                raise LoaderError(
                    f"not JSON Lines: {error}", where=f"{source}:{row}", expected="one JSON object a line"
                ) from error
            if isinstance(first, dict):  # what is none is rejected, row by row, when the rows are read
                header = tuple(flat(first))
                break
            no_object = no_object or row
    else:
        if no_object:
            raise LoaderError(
                "no line is a JSON object", where=f"{source}:{no_object}", expected="one JSON object a line"
            )

    def cells(rows: int) -> Iterator[Cells]:
        yield from _cells(source, rows)

    return Sheet(stem(source), meta, header, 0, cells, open_header=True, notes=list(encoding.notes))


class _Twice(ValueError):
    """A key that an object has twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Twice(f"the key {twice!a} stands twice")
    return record


# Numbers are kept as written, because 0.10 and 0.1 are different texts.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str)


def _cells(source: Source, rows: int) -> Iterator[Cells]:
    encoding = encoding_of_rows(source)
    lines = Lines(source, encoding)
    notes = [] if encoding == encoding_of(source) else list(encoding.notes)
    keys: set[str] = set()
    records: list[dict[str, str | None]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    rows_read = 0

    def block() -> Cells:
        names = dict.fromkeys(key for record in records for key in record)
        frame = pl.DataFrame({n: pl.Series([r.get(n) for r in records], dtype=pl.String) for n in names if n})
        frame = clean(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64)))
        return Cells(frame, rows_read, rejects, notes, lines.position)

    for number, line in enumerate(lines, start=1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        rows_read += 1
        record = _record(bare, number)
        if isinstance(record, Reject):
            rejects.append(record)
        elif len(keys | record.keys()) > source.limits.columns:
            rejects.append(Reject(number, "", MANY_KEYS, f"more than {source.limits.columns:,}"))
        else:
            keys |= record.keys()
            records.append(record)
            numbers.append(number)
        if rows_read >= rows_a_block(rows, len(keys)):
            yield block()
            records, numbers, rejects, notes, rows_read = [], [], [], [], 0
    if rows_read or notes:
        yield block()


def _record(text: str, number: int) -> dict[str, str | None] | Reject:
    """The cells of a line, or the reject that says why it has none."""
    try:
        record = _DECODER.decode(text)
        if not isinstance(record, dict):
            return Reject(number, "", NO_OBJECT, text[:200])
        "".join(record).encode()  # refuses a key with half of a surrogate pair
    except RecursionError:
        return Reject(number, "", NO_OBJECT, f"too many lists within lists: {text}"[:200])
    except ValueError as error:
        return Reject(number, "", NO_OBJECT, f"{error}: {text}"[:200])
    cells: dict[str, str | None] = {}
    for key, value in record.items():
        if value.__class__ is str and value.isascii():
            name = plain_name(key)
            if name in cells:
                return _again(number, name)
            cells[name] = value
            continue
        try:
            inner = flat({key: value})
        except RecursionError:
            return Reject(number, plain_name(key), NO_CELL, "too many lists within lists")
        if NOT_A_CELL in inner.values():
            return Reject(number, ascii(key)[1:-1][:200], NO_CELL, _shown(value))
        if again := cells.keys() & inner.keys():
            return _again(number, min(again))
        cells |= inner
    return cells


def _again(number: int, name: str) -> Reject:
    return Reject(number, name, NO_OBJECT, f"the key {name!a} stands twice")


def _shown(value: object) -> str:
    try:
        return ascii(value)[:200]
    except RecursionError:
        return "too many lists within lists"
