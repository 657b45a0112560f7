"""Nodes, relationships and paths in answers to Cypher, the same from every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from govgraph.ontology.terms import is_iri


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


def iris_in(value: Any) -> Iterator[str]:
    """The IRIs of the things that a value of an answer is: an IRI, a node, or a list of them.

    Example:
        >>> list(iris_in(["x:1", Node(("Event",), {"iri": "https://example.org/e"}), "https://example.org/a", 3]))
        ['https://example.org/e', 'https://example.org/a']
    """
    match value:
        case str() if is_iri(value) and "://" in value:
            yield value
        case Node() if "iri" in value.properties:
            yield str(value.properties["iri"])
        case list() | tuple():
            for part in value:
                yield from iris_in(part)
