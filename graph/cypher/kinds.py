"""The kinds of values: of each declared property, of each function's result, of a Python value, and of a sum.

The kinds are date, time, localtime, datetime, localdatetime, duration, number, boolean, text, list, labels (a list without an order), map,
point, node, relationship and path; empty is not known.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from govgraph.ontology.declaration import tables

AGGREGATES = frozenset("count sum avg min max collect stdev stdevp percentilecont percentiledisc".split())
TIMES = frozenset("time localtime datetime localdatetime".split())
TEMPORAL = TIMES | {"date", "duration"}
GIVES = {
    **dict.fromkeys("tostring tostringornull toupper tolower upper lower trim ltrim rtrim btrim replace substring left right type".split(), "text"),
    **dict.fromkeys("normalize elementid valuetype".split(), "text"),
    **dict.fromkeys("size length char_length character_length tointeger tointegerornull tofloat tofloatornull count sum avg timestamp id".split(), "number"),
    **dict.fromkeys("abs sign round ceil floor sqrt exp log log10 pi e rand degrees radians haversin point.distance".split(), "number"),
    **dict.fromkeys("sin cos tan cot asin acos atan atan2 stdev stdevp percentilecont percentiledisc".split(), "number"),
    **dict.fromkeys("labels keys".split(), "labels"),
    **dict.fromkeys("nodes relationships split range tail tointegerlist tofloatlist tobooleanlist tostringlist collect".split(), "list"),
    **dict.fromkeys("properties".split(), "map"),
    **dict.fromkeys("startnode endnode".split(), "node"),
    **dict.fromkeys("exists isempty isnan toboolean tobooleanornull point.withinbbox".split(), "boolean"),
    **{name: name for name in (*TEMPORAL, "point")},
}  # fmt: skip
TYPE_NAMES = {
    "text": "STRING", "boolean": "BOOLEAN", "number": "INTEGER", "fraction": "FLOAT", "date": "DATE", "time": "ZONED TIME", "localtime": "LOCAL TIME",
    "datetime": "ZONED DATETIME", "localdatetime": "LOCAL DATETIME", "duration": "DURATION", "map": "MAP", "point": "POINT",
    "node": "NODE", "relationship": "RELATIONSHIP", "path": "PATH", "list": "LIST<ANY>",
}  # fmt: skip
"""Kind -> what valueType() of the embedded store gives for it, before NOT NULL. A number is of two types."""
ITEMS = {
    "nodes": "node",
    "relationships": "relationship",
    "keys": "text",
    "labels": "text",
    "split": "text",
    "range": "number",
}
"""Function -> the kind of the values of the list that it gives."""
WHOLE = frozenset("tointeger count size length timestamp sign char_length character_length".split())
"""Functions that give a whole number, or null."""
FRACTIONS = frozenset("tofloat sqrt exp log log10 avg stdev stdevp rand ceil floor round radians degrees".split())
BOOLEAN = "expression expression11 expression10 expression9 expression8 expression7 existsExpression listItemsPredicate".split()
_KINDS = {"integer": "number", "number": "number", "boolean": "boolean", "date": "date"}


@cache
def key_kinds() -> dict[str, str]:
    """Property key -> its kind: date, number, boolean, list or text, as the ontology declares it.

    Example:
        >>> kinds = key_kinds()
        >>> kinds["startsFrom"], kinds["startDate"], kinds["tone"], kinds["aliases"]
        ('date', 'text', 'number', 'list')
    """
    kinds = {}
    for table in tables().values():
        for column in (*table.columns, *table.property_columns):
            kinds[column.key] = "list" if column.many else _KINDS.get(column.type, "text")
    return kinds


@cache
def fraction_keys() -> set[str]:
    """The property keys whose values are floats."""
    columns = [c for table in tables().values() for c in (*table.columns, *table.property_columns)]
    return {c.key for c in columns if c.type == "number"}


def kind_of_value(value: Any) -> str:
    if type(value).__name__ == "Duration":  # a tuple as well
        return "duration"
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case dict():
            return "map"
        case list() | tuple():
            return "list"
        case dt.datetime():
            return "localdatetime" if value.tzinfo is None else "datetime"
        case dt.time():
            return "localtime" if value.tzinfo is None else "time"
        case dt.date():
            return "date"
    return ""


def kind_of_sum(kinds: set[str], level: str) -> str:
    """The kind of a sum, product or signed value of values of those kinds."""
    if len(kinds) == 1 and kinds <= {"number", "duration"}:
        return kinds.pop()
    if level == "expression5":
        return "duration" if kinds == {"duration", "number"} else ""
    if len(kinds) == 2 and "duration" in kinds and kinds <= TEMPORAL:
        return (kinds - {"duration"}).pop()
    return "text" if "text" in kinds and "list" not in kinds and "" not in kinds else ""
