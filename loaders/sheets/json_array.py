"""Rows of JSON files that are one list of objects, an object with one such list, or one record: what web services and archives give.

The document is held in memory, within the limits. Objects within objects become columns with a point: ``place.name``; of a list of
objects, each key becomes a list in a cell. A row is numbered by its place in the list, from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from govgraph.loaders.paging import MORE_PAGES, next_page
from govgraph.loaders.pandas_json import written_by_pandas
from govgraph.loaders.sheets.flattened import NO_CELL, NOT_A_CELL, flat
from govgraph.loaders.sheets.sheet import ROW, Cells, Sheet, clean, rows_a_block, stem
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import LoaderError, Source

NO_OBJECT: Final = "not a JSON object"
ROWS_OF: Final = "rows are those of the list"
ONE_RECORD: Final = "no list, but one record"
_CELLS: Final = 3
"""How many values of one cell an object has at least to be a record."""


def json_array(source: Source) -> Sheet:
    """A JSON file with a list of objects.

    Raises:
        LoaderError: it is not JSON, exceeds the limits, or holds no list of objects, or several.

    Example:
        >>> from pathlib import Path
        >>> sheet = json_array(Source(Path("a.json"), data=b'[{"id": 7, "place": {"name": "Osh"}}]'))
        >>> next(sheet.cells(10)).frame.row(0, named=True)
        {'id': '7', 'place.name': 'Osh', '#row': 1}
    """
    items, notes = _list(source)
    rows = [flat(item) if isinstance(item, dict) else None for item in items]
    header = tuple(dict.fromkeys(key for row in rows if row for key in row))
    if len(header) > source.limits.columns:
        raise LoaderError(
            f"more than {source.limits.columns:,} columns", where=str(source), hint="--limit columns=NUMBER"
        )

    def cells(size: int) -> Iterator[Cells]:
        numbered = enumerate(rows, start=1)
        for block in _batches(numbered, rows_a_block(size, len(header))):
            rejects = [Reject(n, "", NO_OBJECT) for n, row in block if row is None]
            good = []
            for number, row in block:
                wrong = next((k for k, v in (row or {}).items() if v is NOT_A_CELL), "")
                if wrong:
                    rejects.append(Reject(number, wrong, NO_CELL))
                elif row is not None:
                    good.append((number, row))
            frame = pl.DataFrame({k: pl.Series([row.get(k) for _, row in good], dtype=pl.String) for k in header})
            frame = frame.with_columns(pl.Series(ROW, [number for number, _ in good], dtype=pl.Int64))
            yield Cells(clean(frame), len(block), sorted(rejects, key=lambda r: r.row))

    return Sheet(stem(source), {}, header, 0, cells, notes=notes)


def _batches(rows: Any, size: int) -> Iterator[list[tuple[int, dict[str, str | None] | None]]]:
    block = []
    for row in rows:
        block.append(row)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


def _list(source: Source) -> tuple[list[Any], list[Note]]:
    content = source.whole()
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > source.limits.values:
        raise LoaderError(
            f"more than {source.limits.values:,} values, in a format that can only be read as a whole", where=str(source),
            hint="--limit values=NUMBER, or write it as JSON Lines",
        )  # fmt: skip
    try:
        # Numbers are kept as written, because 0.10 and 0.1 are different texts.
        data = json.loads(content.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise LoaderError(
            f"not JSON: {error.msg}", where=f"{source}:{error.lineno}:{error.colno}", hint="get the file again"
        ) from error
    except UnicodeDecodeError as error:
        raise LoaderError(f"not UTF-8: {error.reason}", where=str(source), hint="save it as UTF-8") from error
    except (RecursionError, ValueError) as error:
        raise LoaderError("too many lists within lists", where=str(source), expected="one list of objects") from error
    if told := written_by_pandas(source, data):
        raise told
    if isinstance(data, list):
        return data, []
    notes = []
    if isinstance(data, dict):
        notes = [Note(MORE_PAGES, key, 1)] if (key := next_page(data)) else []
        if data.get("type") == "FeatureCollection" and isinstance(data.get("features"), list):
            return [_feature(one) for one in data["features"]], [*notes, Note(ROWS_OF, "features", 1)]
    lists = (
        {k: v for k, v in data.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
        if isinstance(data, dict)
        else {}
    )
    if isinstance(data, dict) and _is_record(data):
        return [data], [*notes, Note(ONE_RECORD, next(iter(data)), 1)]
    if len(lists) != 1:
        found = f": {', '.join(lists)}" if lists else ""
        raise LoaderError(
            f"it holds {len(lists) or 'no'} lists of objects{found}", where=str(source), expected="one list of objects"
        )
    name, items = next(iter(lists.items()))
    return items, [*notes, Note(ROWS_OF, name, 1)]


def _is_record(data: dict[str, Any]) -> bool:
    """Whether an object is one record, as a service answers for one id: most of its values are of one cell, and none is a list of things."""
    values = [value for value in data.values() if value is not None]
    cells = sum(not isinstance(value, list | dict) for value in values)
    lists = [value for value in values if isinstance(value, list)]
    return (
        cells >= _CELLS
        and cells * 2 > len(values)
        and all(lists)
        and not any(isinstance(of[0], list | dict) for of in lists)
    )


def _feature(feature: Any) -> Any:
    """The properties of a feature of GeoJSON (RFC 7946, 3.2), with its point if it is one."""
    if not isinstance(feature, dict) or not isinstance(properties := feature.get("properties"), dict):
        return feature
    geometry = feature.get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    place = dict(zip(("longitude", "latitude"), point, strict=False)) if isinstance(point, list) else {}
    return properties | {name: value for name, value in place.items() if name not in properties}
