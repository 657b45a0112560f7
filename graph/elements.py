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
