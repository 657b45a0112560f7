"""What an index is, for whichever store: a check lists them, and people see by which questions are quick."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Index:
    """An index as it is in a store.

    Attributes:
        kind: ``FULLTEXT``, ``RANGE`` or another word of Neo4j's.
        on: what it indexes, as ``Event(startsFrom)``.
        state: ``ONLINE``, ``POPULATING`` or ``FAILED``.

    Example:
        >>> str(Index("govgraph_search", "FULLTEXT", "Entity(search)", "ONLINE"))
        'govgraph_search (FULLTEXT on Entity(search), ONLINE)'
    """

    name: str
    kind: str
    on: str
    state: str

    def __str__(self) -> str:
        return f"{self.name} ({self.kind} on {self.on}, {self.state})"


def on(labels: list[str], keys: list[str]) -> str:
    """What an index is on, in short.

    Example:
        >>> on(["Place", "Actor"], ["identifiers"])
        'Actor|Place(identifiers)'
    """
    return f"{'|'.join(sorted(labels))}({', '.join(keys)})"
