"""The answer to a SPARQL query, as one process computes it and sends it to another, which makes a table of it.

A small answer of plain values is sent as rows too, so that it is printed without polars being imported by the process that asked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

SELECTED, TRIPLES, ARROW, PARQUET = "selected", "triples", "arrow", "parquet"
PARQUET_TRIPLES = "parquet triples"


class Answer(NamedTuple):
    """The answer to a SPARQL query on its way between processes.

    Attributes:
        kind: ``SELECTED`` and ``TRIPLES`` are rows as SPARQL TSV with a header line; ``ARROW`` is a typed table as Arrow IPC;
            ``PARQUET`` is a Parquet file whose columns ``c0``, ``c1`` ... are typed, and whose columns ``t0``, ``t1`` ... hold terms: of
            an answer in the syntax of SPARQL TSV, of triples (``PARQUET_TRIPLES``) in that of N-Triples.
        columns: the names of the columns.
        data: the bytes of the answer.
        rows: the same as tuples of Python values; None where there are many, or where a table has to find out their types.
    """

    kind: str
    columns: list[str]
    data: bytes
    rows: list[tuple[Any, ...]] | None = None
