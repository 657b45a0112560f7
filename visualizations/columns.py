"""Many things of one kind as columns, which are shorter than things one by one, and as compressed text that a script tag can hold.

A column is the first of these that fits; ``assets/columns.js`` reads them:

- ``{"all": value}``: every thing has this value;
- ``{"step": [...]}``: whole numbers, each as the difference to the one before;
- ``{"of": [...], "at": column}``: the distinct values, and which of them each thing has;
- ``{"long": column, "in": column}``: lists, as their lengths and their items one after another;
- ``{"keys": {key: {"count": number, "at": column, "in": column}}}``: objects, for each key the numbers of the things that have it, and its values;
- a plain list.
"""

from __future__ import annotations

import base64
import itertools
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any


def column(values: Sequence[Any]) -> Any:
    """The values as a column.

    Example:
        >>> column([5, 5, 5]), column([1, 2, 4]), column(["a", "b", "a", "a"])
        ({'all': 5}, {'step': [1, 1, 2]}, {'of': ['a', 'b'], 'at': [0, 1, 0, 0]})
        >>> column([[1, 2], []])
        {'long': [2, 0], 'in': {'step': [1, 1]}}
    """
    if all(isinstance(value, list | tuple) for value in values) and values:
        return {"long": column([len(v) for v in values]), "in": column([item for v in values for item in v])}
    if all(isinstance(value, dict) for value in values) and values:
        return {"keys": _keys(values)}
    known: dict[str, int] = {}
    at = [known.setdefault(json.dumps(value, sort_keys=True), len(known)) for value in values]
    if len(known) == 1:
        return {"all": values[0]}
    if all(type(value) is int for value in values) and all(a <= b for a, b in itertools.pairwise(values)):
        return {"step": [b - a for a, b in zip([0, *values], values, strict=False)]}
    if len(known) * 2 <= len(values):
        return {"of": [json.loads(text) for text in known], "at": at}
    return list(values)


def table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows that all have the same keys, as a column for each.

    Example:
        >>> table([{"a": 1}, {"a": 1}])
        {'count': 2, 'columns': {'a': {'all': 1}}}
    """
    keys = sorted(rows[0]) if rows else []
    return {"count": len(rows), "columns": {key: column([row[key] for row in rows]) for key in keys}}


def _keys(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    at: dict[str, list[int]] = {}
    for i, value in enumerate(values):
        for key in value:
            at.setdefault(key, []).append(i)
    return {
        key: {"count": len(where), "at": column(where), "in": column([values[i][key] for i in where])}
        for key, where in sorted(at.items())
    }


def packed(value: Any) -> str:
    """A value as JSON, compressed (zlib, RFC 1950) and written in letters (base64), so that nothing in it can end a script tag.

    Example:
        >>> zlib.decompress(base64.b64decode(packed({"a": 1})))
        b'{"a":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    # Lone surrogates, which some files contain, have no UTF-8: they become the escapes of JSON.
    return base64.b64encode(zlib.compress(text.encode(errors="backslashreplace"), 9)).decode("ascii")
