"""Items as the REST API of Wikibase gives them (``/w/rest.php/wikibase/v1/entities/items/Q7747``), in the form of the dumps.

The REST API says ``statements`` for claims, a value is ``{"type": "value", "content": ...}``, an item is its id, qualifiers are a list, and labels are
plain texts.

Source: ``repo/rest-api/docs/data_format_differences.md`` of the extension Wikibase. Its first versions wrote ``data-type``, now it is ``data_type``.
"""

from __future__ import annotations

from typing import Any, Final

_ENTITIES: Final = ("wikibase-item", "wikibase-property", "wikibase-lexeme")


def as_in_dumps(found: dict[str, Any]) -> dict[str, Any]:
    """The same item in the form of the dumps; what is in that form already stays as it is.

    Example:
        >>> kind = {"property": {"id": "P31", "data_type": "wikibase-item"}, "value": {"type": "value", "content": "Q5"}}
        >>> item = as_in_dumps({"id": "Q1", "statements": {"P31": [{"id": "Q1$A", "rank": "normal", **kind, "qualifiers": []}]}})
        >>> item["claims"]["P31"][0]["mainsnak"]["datavalue"]
        {'value': {'id': 'Q5'}}
    """
    statements = found.get("statements")
    if "claims" in found or not isinstance(statements, dict | list):
        return found
    claims = {
        prop: [_claim(one) for one in every if isinstance(one, dict)]
        for prop, every in (statements.items() if isinstance(statements, dict) else ())
        if isinstance(every, list)
    }
    return {key: value for key, value in found.items() if key != "statements"} | {"claims": claims}


def _claim(one: dict[str, Any]) -> dict[str, Any]:
    qualifiers: dict[str, list[dict[str, Any]]] = {}
    given = one.get("qualifiers")
    for each in given if isinstance(given, list) else []:
        if isinstance(each, dict) and (snak := _snak(each)):
            qualifiers.setdefault(snak["property"], []).append(snak)
    return {"id": one.get("id"), "rank": one.get("rank"), "mainsnak": _snak(one), "qualifiers": qualifiers}


def _snak(one: dict[str, Any]) -> dict[str, Any]:
    """A property with its value; empty if it is not known which property."""
    prop, value = one.get("property"), one.get("value")
    if not isinstance(prop, dict) or not isinstance(prop.get("id"), str) or not isinstance(value, dict):
        return {}
    kind, content = prop.get("data_type") or prop.get("data-type"), value.get("content")
    snak = {"snaktype": value.get("type", "value"), "property": prop["id"], "datatype": kind}
    if content is not None:
        snak["datavalue"] = {"value": {"id": content} if kind in _ENTITIES and isinstance(content, str) else content}
    return snak
