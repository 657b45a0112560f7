"""Nodes, relationships and paths in answers to Cypher, the same from every store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its labels, sorted, and its properties.

    Example:
        >>> Node(("Actor", "Entity"), {"iri": "x:1", "name": "A"})["name"]
        'A'
    """

    labels: tuple[str, ...]
    properties: dict[str, Any] = field(hash=False)

    def __getitem__(self, key: str) -> Any:
        return self.properties[key]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship: its type, the IRIs of its ends, and its properties."""

    type: str
    start: str
    end: str
    properties: dict[str, Any] = field(hash=False)

    def __getitem__(self, key: str) -> Any:
        return self.properties[key]


@dataclass(frozen=True, slots=True)
class Path:
    """A path: its nodes and the relationships between them, in order."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]


def plain(value: Any) -> Any:
    """A value as JSON can hold it: nodes and relationships as objects, dates as ISO text.

    Example:
        >>> plain(Node(("Entity",), {"iri": "x:1"}))
        {'labels': ['Entity'], 'properties': {'iri': 'x:1'}}
    """
    match value:
        case Node():
            return {"labels": list(value.labels), "properties": plain(value.properties)}
        case Relationship():
            return {"type": value.type, "start": value.start, "end": value.end, "properties": plain(value.properties)}
        case Path():
            return {"nodes": plain(value.nodes), "relationships": plain(value.relationships)}
        case dict():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
        case None | bool() | int() | float() | str():
            return value
        case _ if hasattr(value, "iso_format"):
            return value.iso_format()
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return str(value)
