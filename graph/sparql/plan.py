"""How a SPARQL query is answered: by which way, why, and with which SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["columns", "triples"]
"""From the Parquet tables, by DuckDB, or from the triples, by Oxigraph. The answers are the same."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a SPARQL query is answered.

    Attributes:
        way: what answers.
        why: the reason, as a sentence without a full stop.
        sql: for the columns: the statement.
        constants: for the columns: the texts that are bound to the statement, by name.

    Example:
        >>> print(Plan("triples", "FROM is for Oxigraph"))
        from the triples (Oxigraph): FROM is for Oxigraph
    """

    way: Way
    why: str
    sql: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        engine = {"columns": "DuckDB", "triples": "Oxigraph"}[self.way]
        lines = [f"from the {self.way} ({engine}): {self.why}"]
        if self.sql:
            lines += ["", self.sql]
            lines += [f"${name} = {text}" for name, text in self.constants.items()]
        return "\n".join(lines)
