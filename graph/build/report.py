"""What a load command says of each file."""

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
        loader: that recognised the file; empty where none did.
        status: ``loaded``, ``replaced`` (it took the place of what the same path said before), ``unchanged`` (it was loaded
            already), ``refused`` (see ``error``), ``skipped`` (see ``error``: in a folder or archive, and neither its name
            nor its content is that of a table), ``dry run``.
        manifest: of the load; None where the file could not be read.
        actors_new, actors_known: actors that the file describes and that the graph did not know, or did.
        rejects_file: where the rejected rows are kept; empty where there are none.
        seconds: that this file took.
        undescribed: how many references no loaded row describes, with examples; empty: none.
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
    undescribed: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether the file is not in the graph though it was asked for."""
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
        """Rows that say nothing which earlier rows of the file have not said."""
        return self.manifest.rows_merged if self.manifest else 0

    @property
    def rows_rejected(self) -> int:
        """Rows that were left out."""
        return self.manifest.rows_rejected if self.manifest else 0

    @property
    def rejected(self) -> dict[str, int]:
        """Reason -> rows that were left out for it."""
        return self.manifest.rejected if self.manifest else {}

    @property
    def unused_columns(self) -> list[str]:
        """The file's columns that the loader does not know."""
        return self.manifest.unused_columns if self.manifest else []

    @property
    def notes(self) -> dict[str, dict[str, Any]]:
        """Kind -> how many notes, and up to five examples; also of references that lead nowhere."""
        notes = self.manifest.notes_by_kind() if self.manifest else {}
        return notes | {KIND: self.undescribed} if self.undescribed else notes

    def to_json(self) -> dict[str, Any]:
        """The report as values that JSON can hold, in the order in which they are printed."""
        return {key: getattr(self, key) for key in _REPORTED}


_REPORTED = (
    "path", "loader", "load", "status", "rows_read", "rows_loaded", "rows_merged", "rows_rejected", "rejected",
    "unused_columns", "notes", "actors_new", "actors_known", "rejects_file", "error", "seconds",
)  # fmt: skip
