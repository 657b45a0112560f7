"""JSON documents that are read as a whole: one object, within the limits on what may be held in memory."""

from __future__ import annotations

import json
from typing import Any, Final

from govgraph.ontology.loader import LoaderError, Source

TWICE: Final = "{} (stands twice)"
"""The key that the earlier value of a repeated key is moved to, so that a loader lists it as unused."""


_NEXT: Final = "Extra data"
"""What Python says of JSON behind which something else stands."""


def one_object(source: Source) -> dict[str, Any] | None:
    """A JSON file that is one object, or None if others follow it, as in lines of JSON.

    Raises:
        LoaderError: as :func:`json_object`.

    Example:
        >>> from pathlib import Path
        >>> one_object(Source(Path("a.json"), data=b'{"id": "a"}')), one_object(Source(Path("a.jsonl"), data=b'{"id": "a"}\\n{"id": "b"}'))
        ({'id': 'a'}, None)
    """
    try:
        return json_object(source)
    except LoaderError as fault:
        if _NEXT in fault.what:
            return None
        raise


def json_object(source: Source) -> dict[str, Any]:
    """Read a JSON file that is one object, in UTF-8, UTF-16 or UTF-32 (RFC 8259, 8.1, and what Windows writes).

    If an object has a key twice with different values, the last value counts, as usual, and the earlier one is kept under
    the key :data:`TWICE`. In the outermost object this is a fault, because a whole array would be missing.

    Raises:
        LoaderError: the file is not a JSON object (with the line and column of a syntax error), or exceeds the limits.

    Example:
        >>> from pathlib import Path
        >>> json_object(Source(Path("a.json"), data=b'{"persons": [{"id": "a", "name": "A", "name": "B"}]}'))
        {'persons': [{'id': 'a', 'name': 'B', 'name (stands twice)': 'A'}]}
    """
    content = source.whole()
    # An upper bound: commas and brackets within texts are counted as well. It costs a hundredth of what parsing costs.
    values = sum(content.count(mark) for mark in (b",", b"[", b"{"))
    if values > source.limits.values:
        raise LoaderError(
            f"more than {source.limits.values:,} values, in a format that can only be read as a whole",
            where=str(source),
            hint="--limit values=NUMBER, if there is enough memory",
        )
    encoding = json.detect_encoding(content)
    try:
        text = content.decode("utf-8-sig" if encoding.startswith("utf-8") else encoding)
        del content
        data = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise LoaderError(
            f"not JSON: {error.msg}",
            where=f"{source}:{error.lineno}:{error.colno}",
            hint="mend the file there, or get it again",
        ) from error
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding.startswith("utf-8") else encoding
        raise LoaderError(
            f"not {name}: {error.reason} at byte {error.start}", where=str(source), hint="save it as UTF-8"
        ) from error
    except ValueError as error:  # a number with thousands of digits
        raise LoaderError(f"cannot be read as JSON: {error}", where=str(source), hint="get the file again") from error
    except RecursionError as error:
        raise _deep(source) from error
    if not isinstance(data, dict):
        raise LoaderError("not a JSON object", where=str(source), expected="{...}")
    if repeated := next((key for key in data if TWICE.format(key) in data), ""):
        raise LoaderError(
            f"the key {repeated[:100]!a} stands twice, with different values",
            where=str(source),
            hint="merge the two values under one key",
        )
    _check_nesting(data, source)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        values |= {TWICE.format(key): value for key, value in pairs if value != values[key]}
    return values


def _check_nesting(data: dict[str, Any], source: Source) -> None:
    level: list[Any] = [data]
    for _ in range(source.limits.nesting):
        values = [v for x in level for v in (x.values() if isinstance(x, dict) else x)]
        level = [v for v in values if isinstance(v, (dict, list))]
        if not level:
            return
    raise _deep(source)


def _deep(source: Source) -> LoaderError:
    return LoaderError(
        f"more than {source.limits.nesting} lists and objects within each other, without end",
        where=str(source),
        hint="--limit nesting=NUMBER, if it is right",
    )
