"""JSON that pandas writes by columns, by index or split, in which no object is a row: it is called what it is, with what to write instead.

Source: the values of ``orient`` of ``pandas.DataFrame.to_json``; without one it writes by columns.
"""

from __future__ import annotations

from typing import Any, Final

from govgraph.ontology.loader import LoaderError, Source

_HINT: Final = 'in pandas: df.to_json(path, orient="records")'


def written_by_pandas(source: Source, data: Any) -> LoaderError | None:
    """The error for JSON that pandas wrote in a form without rows; None for any other JSON.

    Args:
        data: the whole document, as ``json`` reads it.

    Example:
        >>> from pathlib import Path
        >>> print(written_by_pandas(Source(Path("a.json")), {"name": {"0": "Asan", "1": "Aida"}}).what)
        it is a table as pandas writes it by columns (to_json() without orient)
        >>> written_by_pandas(Source(Path("a.json")), {"persons": []}) is None
        True
    """
    form = _form(data)
    if not form:
        return None
    return LoaderError(
        f"it is a table as pandas writes it {form}",
        where=str(source),
        expected="one list of objects, one a row",
        hint=_HINT,
    )


def _form(data: Any) -> str:
    if isinstance(data, list):
        rows = data and all(isinstance(row, list) for row in data)
        return (
            "without the names of the columns (orient='values')"
            if rows and len({len(row) for row in data}) == 1
            else ""
        )
    if not isinstance(data, dict) or not data:
        return ""
    if {"columns", "data"} <= data.keys() <= {"columns", "index", "data"}:
        return "with columns and data apart (orient='split')" if isinstance(data["columns"], list) else ""
    inside = list(data.values())
    if not all(isinstance(value, dict) and value for value in inside):
        return ""
    if all(value.keys() == inside[0].keys() for value in inside):
        if all(key.isdigit() for key in data):
            return "by its index (orient='index')"
        if all(key.isdigit() for key in inside[0]):
            return "by columns (to_json() without orient)"
    return ""
