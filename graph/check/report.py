"""The report of a check: its findings, and what was checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from govgraph.graph.stores.index import Index

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, or something worth a look.

    Attributes:
        severity: ``error`` (the graph is damaged or contradicts itself) or ``warning`` (worth a look).
        what: a sentence that describes it.
        where: a file, a store, or the IRIs of some examples.
        hint: what to do about it.
    """

    severity: Severity
    what: str
    where: str = ""
    hint: str = ""

    def __str__(self) -> str:
        parts = [f"{self.severity}: {self.what}"]
        parts += [f"    at {self.where}"] if self.where else []
        parts += [f"    try {self.hint}"] if self.hint else []
        return "\n".join(parts)


@dataclass(slots=True)
class CheckReport:
    """The report of a check.

    Attributes:
        path: the graph's folder.
        findings: errors first.
        checked: what was checked (loads, record files, triples ...) -> how many.
        indexes: the indexes of the property graph.
        tables_sound: whether the assembled tables can be read and fit the declaration, so that stores can be compared with them.
    """

    path: str
    findings: list[Finding] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)
    indexes: list[Index] = field(default_factory=list)
    tables_sound: bool = False

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings; errors stay first."""
        self.findings = sorted([*self.findings, *findings], key=lambda finding: finding.severity)

    @property
    def errors(self) -> list[Finding]:
        """The findings that are errors."""
        return [f for f in self.findings if f.severity == "error"]

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def to_json(self) -> dict[str, Any]:
        """The report as values that JSON can hold."""
        return {
            "path": self.path,
            "ok": self.ok,
            "checked": self.checked,
            "indexes": [asdict(index) for index in self.indexes],
            "findings": [asdict(f) for f in self.findings],
        }

    def __str__(self) -> str:
        looked = ", ".join(f"{n:,} {what}" for what, n in self.checked.items())
        indexes = [f"indexes: {', '.join(map(str, self.indexes))}"] if self.indexes else []
        return "\n".join(
            [*map(str, self.findings), *indexes, f"{'sound' if self.ok else 'NOT SOUND'}: {looked} checked"]
        )
