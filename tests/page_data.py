"""The data of a page, as its scripts read it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any


def page_data(page: str) -> dict[str, Any]:
    """The data of a page, with the columns of nodes, edges, events and evidence turned back into rows."""
    found = re.search(r'<script type="text/plain" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found.group(1))))
    proofs = [[one["source"], one["row"], one["document"]] for one in _rows(data["proofs"])]
    for what in ("nodes", "edges", "events"):
        data[what] = [{**row, "evidence": [proofs[i] for i in row["evidence"]]} for row in _rows(data[what])]
    return data


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    columns = {key: _values(column, table["count"]) for key, column in table["columns"].items()}
    return [{key: values[i] for key, values in columns.items()} for i in range(table["count"])]


def _values(column: Any, count: int) -> list[Any]:
    if isinstance(column, list):
        return column
    if "all" in column:
        return [column["all"]] * count
    if "step" in column:
        at = 0
        return [at := at + step for step in column["step"]]
    if "of" in column:
        return [column["of"][i] for i in column["at"]]
    if "long" in column:
        long = _values(column["long"], count)
        items = iter(_values(column["in"], sum(long)))
        return [[next(items) for _ in range(n)] for n in long]
    things: list[dict[str, Any]] = [{} for _ in range(count)]
    for key, of in column["keys"].items():
        for at, value in zip(_values(of["at"], of["count"]), _values(of["in"], of["count"]), strict=True):
            things[at][key] = value
    return things
