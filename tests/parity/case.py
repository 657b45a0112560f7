"""What a query of the parity suite is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from parity.generated import BASE


@dataclass(frozen=True)
class Case:
    """One query, asked of the embedded store and of each server.

    Attributes:
        text: the query; ``$B`` and ``$X`` stand for the beginnings of the IRIs of the generated and of the example graph.
        parameters: the others.
        same_on_current: the newest server gives what 5.26 gives.
    """

    text: str
    parameters: dict[str, Any] = field(default_factory=dict)
    same_on_current: bool = True

    @cached_property
    def ordered(self) -> bool:
        """Whether the order of rows is the query's: it ends in ORDER BY."""
        text = self.text.upper()
        while text != (outermost := re.sub(r"\{[^{}]*\}", "", text)):
            text = outermost
        return "ORDER BY" in text.rpartition("RETURN")[2]

    @property
    def asked_with(self) -> dict[str, Any]:
        """All parameters that it needs."""
        fixed = {"B": BASE, "X": BASE.replace("generated", "central-asia")}
        return {**{k: v for k, v in fixed.items() if f"${k}" in self.text}, **self.parameters}


def cases(*queries: str | Case) -> list[Case]:
    """Queries as cases: text alone is one without parameters of its own."""
    return [q if isinstance(q, Case) else Case(q) for q in queries]
