"""What a load command reports for each file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.undescribed import KIND


@dataclass(slots=True)
class LoadReport:
    """What became of one file.

    Attributes:
        path: as it was named.
        loader: the name of the loader that recognised the file; empty if none did.
        status: ``loaded``, ``replaced`` (it replaced the load that came from the same path before), ``unchanged`` (it was loaded
            already), ``repaired`` (it was loaded already, its records were damaged, and they were made anew), ``refused`` (see ``error``), ``skipped`` (see ``error``: in a folder or archive, and neither its name
            nor its content is that of a table), ``dry run``.
        manifest: the manifest of the load; None if the file could not be read.
        actors_new, actors_known: how many actors of the file were not in the graph before, and how many were.
        rejects_file: where the rejected rows are kept; empty where there are none.
        seconds: how long this file took.
        reject_examples: reason -> the first row that was left out for it: ``row``, ``column`` and ``value``.
        undescribed: how many of its references no loaded row describes, with examples; empty: none.
        identity: kind of note -> how many of its actors are one with others, or stay apart, with examples.
        register: how many of its states and organizations are linked to the register (``linked``), and how many names stay ``open``, with
            examples in ``links`` and ``reasons``; empty: it has none.
    """

    path: str
    loader: str = ""
    status: str = ""
    manifest: Manifest | None = None
    actors_new: int = 0
    actors_known: int = 0
    rejects_file: str = ""
    error: str = ""
    seconds: float = 0.0
    reject_examples: dict[str, dict[str, Any]] = field(default_factory=dict)
    undescribed: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, dict[str, Any]] = field(default_factory=dict)
    register: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether the file was to be loaded and was refused."""
        return self.status == "refused"

    @property
    def load(self) -> str:
        """The load's name; empty where the file could not be read."""
        return self.manifest.load if self.manifest else ""

    @property
    def rows_read(self) -> int:
        """Rows of the file."""
        return self.manifest.rows_read if self.manifest else 0

    @property
    def rows_loaded(self) -> int:
        """Rows of the file that are in the graph."""
        return self.manifest.rows_loaded if self.manifest else 0

    @property
    def rows_merged(self) -> int:
        """Rows that state only what earlier rows of the file stated already."""
        return self.manifest.rows_merged if self.manifest else 0

    @property
    def rows_rejected(self) -> int:
        """Rows that were left out."""
        return self.manifest.rows_rejected if self.manifest else 0

    @property
    def rejected(self) -> dict[str, int]:
        """Reason -> how many rows were left out for it."""
        return self.manifest.rejected if self.manifest else {}

    @property
    def unused_columns(self) -> list[str]:
        """The file's columns that the loader does not know."""
        return self.manifest.unused_columns if self.manifest else []

    @property
    def notes(self) -> dict[str, dict[str, Any]]:
        """Kind -> how many notes, and up to five examples; what was found when all files were put together is among the kinds."""
        notes = self.manifest.notes_by_kind() if self.manifest else {}
        return notes | self.identity | ({KIND: self.undescribed} if self.undescribed else {})

    def to_json(self) -> dict[str, Any]:
        """The report as values that JSON can hold, in the order in which they are printed."""
        return {key: getattr(self, key) for key in _REPORTED}


_REPORTED = (
    "path", "loader", "load", "status", "rows_read", "rows_loaded", "rows_merged", "rows_rejected", "rejected", "reject_examples",
    "unused_columns", "notes", "register", "actors_new", "actors_known", "rejects_file", "error", "seconds",
)  # fmt: skip
