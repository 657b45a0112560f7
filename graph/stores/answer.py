"""The answer to a SPARQL query between the process that gives it and the one that makes a table of it."""

from __future__ import annotations

from typing import NamedTuple

SELECTED, TRIPLES, ARROW = "selected", "triples", "arrow"


class Answer(NamedTuple):
    """The answer to a SPARQL query on its way between processes.

    Attributes:
        kind: ``SELECTED`` and ``TRIPLES``: the rows as SPARQL TSV with a line of headings; ``ARROW``: a typed table, as Arrow IPC.
        columns: their names.
        data: the bytes.
    """

    kind: str
    columns: list[str]
    data: bytes
