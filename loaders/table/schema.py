"""The JSON Schema of mapping files, for editors: made from the same words as the parser reads, so that the two cannot differ."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.table import grammar
from govgraph.ontology.classes import kinds
from govgraph.ontology.declaration import Column, Table

_TEXTS: Final = {"type": ["string", "number", "boolean"]}
_MANY: Final = {"anyOf": [_TEXTS, {"type": "array", "items": _TEXTS}]}
_LANGUAGE: Final = "^(name|aliases)_[A-Za-z]{2,3}(-.*)?$"


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12, https://json-schema.org/draft/2020-12) of a mapping file.

    Example:
        >>> sorted(mapping_schema()["required"])
        ['dataset']
    """
    top: dict[str, Any] = {
        key: {"description": words, **(_MANY if key in ("files", "missing", "placeholders") else _value(key in ("document", "confidence")))}
        for key, words in grammar.TOP.items()
    }  # fmt: skip
    for table in grammar.node_sections():
        top[table.name] = {"description": table.comment, "type": "object", "additionalProperties": _thing(table)}
    for table in grammar.link_sections():
        top[table.name] = {
            "description": table.comment,
            "anyOf": [{"type": "array", "items": _link(table)}, _link(table)],
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A mapping of govgraph: what the columns of a table are in the graph",
        "type": "object",
        "properties": top,
        "required": ["dataset"],
        "additionalProperties": False,
        "$defs": {"value": _value_object()},
    }


def _value(is_value: bool) -> dict[str, Any]:
    return {"anyOf": [*_MANY["anyOf"], {"$ref": "#/$defs/value"}]} if is_value else dict(_TEXTS)


def _value_object() -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for key, words in grammar.VALUE.items():
        kind: dict[str, Any] = _MANY if key in ("columns", "each", "split", "format", "missing") else _TEXTS
        if key == "codes":
            kind = {"type": "object", "additionalProperties": _TEXTS}
        elif key == "precision":
            kind = {"enum": list(grammar.PRECISIONS)}
        elif key == "system":
            kind = {"enum": sorted({*grammar.COUNTRY_SYSTEMS, *grammar.TYPE_SYSTEMS})}
        elif key == "decimal":
            kind = {"enum": [".", ","]}
        properties[key] = {"description": words, **kind}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field(column: Column) -> dict[str, Any]:
    words = list(kinds()) if column.name == "kind" else list(column.values)
    plain = [{"enum": words}] if words else _MANY["anyOf"]
    return {"description": column.comment, "anyOf": [*plain, {"$ref": "#/$defs/value"}]}


def _fields(table: Table) -> dict[str, Any]:
    named: dict[str, Any] = {
        name: _field(column) for name, column in grammar.fields_of(table).items() if name != "identifiers"
    }
    return named


def _thing(table: Table) -> dict[str, Any]:
    properties = _fields(table)
    if "identifiers" in grammar.fields_of(table):
        properties["identifiers"] = {"type": "object", "additionalProperties": _value(True)}
    properties |= _extra(grammar.THING)
    if table.name == "events":
        roles = {"anyOf": [{"type": ["string", "null"]}, {"$ref": "#/$defs/value"}]}
        properties["participants"] = {
            "description": grammar.EVENT["participants"], "type": "object", "additionalProperties": roles,
        }  # fmt: skip
    return _object(properties, [])


def _link(table: Table) -> dict[str, Any]:
    properties = _fields(table)
    short = {name: of for name, of in grammar.SHORT.items() if of in properties}
    properties |= {name: properties[of] for name, of in short.items()} | _extra(grammar.LINK)
    properties["lists"] = {"description": grammar.LINK["lists"], "enum": list(grammar.LISTS)}
    required = [c.name for c in table.columns if c.required and c.name not in short.values()]
    return _object(properties, required)


def _extra(words: dict[str, str]) -> dict[str, Any]:
    kinds_of: dict[str, Any] = {
        "when": {"type": "object", "additionalProperties": _MANY}, "details": _MANY, "id": _value(True), "space": _TEXTS,
    }  # fmt: skip
    return {key: {"description": text, **kinds_of.get(key, _TEXTS)} for key, text in words.items()}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "patternProperties": {_LANGUAGE: _value(True)}, "required": required,
        "additionalProperties": False,
    }  # fmt: skip
