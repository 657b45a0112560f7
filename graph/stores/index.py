"""An index of a store, in the same form for every store: a check lists them, and they show which queries are fast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Index:
    """An index in a store.

    Attributes:
        kind: ``FULLTEXT``, ``RANGE`` or another type of index in Neo4j.
        on: what it indexes, for example ``Event(startsFrom)``.
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


def what_it_covers(labels: list[str], keys: list[str]) -> str:
    """The labels and keys of an index as a short text.

    Example:
        >>> what_it_covers(["Place", "Actor"], ["identifiers"])
        'Actor|Place(identifiers)'
    """
    return f"{'|'.join(sorted(labels))}({', '.join(keys)})"
