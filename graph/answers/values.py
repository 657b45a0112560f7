"""How a value of an answer leaves: as a value that JSON can hold, as the text of a cell, and (in ``value_columns``) as a column of a table.

This is the one definition for all three query languages and all ways out; the table in docs/queries.md shows it. A value that
Python or a column cannot hold is text in ISO 8601, or its digits: never an error, and never another value.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

from govgraph.graph.property_graph.elements import Node, Path, Relationship
from govgraph.ontology.visible import HALF

_EXACT_DIGITS = 15
"""So many digits of a decimal number a float always holds exactly."""
_SIGNED_64 = range(-(2**63), 2**63)


def whole_text(text: str) -> str:
    r"""Text in which half of a surrogate pair, which UTF-8 cannot write, is replaced by U+FFFD.

    Example:
        >>> whole_text("a\ud83d")
        'a\ufffd'
    """
    return HALF.sub("\ufffd", text)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: nodes, relationships and points as objects, dates and durations as ISO text.

    Example:
        >>> plain(Node(("Entity",), {"iri": "x:1"}))
        {'labels': ['Entity'], 'properties': {'iri': 'x:1'}}
        >>> import datetime as dt
        >>> plain([dt.date(2020, 1, 2), float("nan"), Decimal("1.50"), b"\\x0a"])
        ['2020-01-02', 'NaN', 1.5, '0a']
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return whole_text(value)
        case float():
            return value if math.isfinite(value) else _not_finite(value)
        case Decimal():
            return _number(value)
        case bytes():
            return value.hex()
        case Node():
            return {"labels": list(value.labels), "properties": plain(value.properties)}
        case Relationship():
            return {"type": value.type, "start": value.start, "end": value.end, "properties": plain(value.properties)}
        case Path():
            return {"nodes": plain(value.nodes), "relationships": plain(value.relationships)}
        case dict():
            return {cell(k): plain(v) for k, v in value.items()}
        case _ if hasattr(value, "iso_format"):  # a duration or time of Neo4j's driver; the first is a tuple of numbers
            return value.iso_format()
        case _ if hasattr(value, "srid"):  # a point, which is a tuple too
            return {**dict(zip("xyz", (plain(v) for v in value), strict=False)), "srid": value.srid}
        case list() | tuple():
            return [plain(v) for v in value]
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return whole_text(str(value))


def _not_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _number(value: Decimal) -> int | float | str:
    """A decimal as a number of JSON where readers get it exactly, else its digits as text."""
    if not value.is_finite():
        return _not_finite(float(value))
    if value == (whole := int(value)):
        return whole if whole in _SIGNED_64 else str(whole)
    return float(value) if len(value.as_tuple().digits) <= _EXACT_DIGITS else f"{value:f}"


def cell(value: Any) -> str:
    """A value as the text of a cell in CSV or a table: text as it is, all else as in JSON; a missing value is empty.

    Example:
        >>> cell(None), cell("a"), cell(True), cell([1, None]), cell(float("inf"))
        ('', 'a', 'true', '[1, null]', 'Infinity')
    """
    simple = plain(value)
    if simple is None:
        return ""
    return simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)
