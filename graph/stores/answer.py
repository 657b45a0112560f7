"""The answer to a SPARQL query, as one process computes it and sends it to another, which makes a table of it."""

from __future__ import annotations

from typing import NamedTuple

SELECTED, TRIPLES, ARROW = "selected", "triples", "arrow"


class Answer(NamedTuple):
    """The answer to a SPARQL query on its way between processes.

    Attributes:
        kind: ``SELECTED`` and ``TRIPLES`` are rows as SPARQL TSV with a header line; ``ARROW`` is a typed table as Arrow IPC.
        columns: the names of the columns.
        data: the bytes of the answer.
    """

    kind: str
    columns: list[str]
    data: bytes
