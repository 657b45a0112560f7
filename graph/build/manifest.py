"""The one description of a load: what was read, from where, and what became of its rows.

It is kept as ``manifest.json`` beside the load's records. Builds, queries, checks and lists all read it from there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from govgraph.graph.errors import Damaged
from govgraph.graph.intact import read_sealed, write_sealed

_FILE = "manifest.json"
_EXAMPLES = 5


def reason_of(column: str, reason: str) -> str:
    """How a reason for which rows were left out is counted: with the column at fault, if there is one."""
    return f"{column}: {reason}" if column else reason


@dataclass(slots=True)
class Manifest:
    """What is known of a load.

    Attributes:
        load: the load's name.
        file: the name of the file that was loaded.
        path: where the file was, as an absolute path.
        sha256: hash of the file's content.
        datasets: other datasets that rows of the file name as theirs, in a file that collects several.
        source: where the content comes from, as the file states it.
        read_with: the other files that decided what the records are (a mapping file): name -> SHA-256.
        mends: the load whose rejected rows these are, mended: it goes with that one. Empty for any other load.
        rows_read, rows_loaded, rows_merged, rows_rejected: rows of the file; the first is the sum of the others.
        rejected: reason -> rows.
        notes: [kind, value, first row] of things worth knowing about loaded rows.
        tables: table -> {"rows": ..., "sha256": of its Parquet file}, with "stamped" if some rows have a unit.
        rejects_sha256: hash of the file with the rejected rows; empty in loads of version 0.1.
        when: the time of loading, in UTC.
        seconds: how long reading took.
        folder: where its records are on this machine; not written to the file.
    """

    load: str
    loader: str
    loader_version: int
    file: str
    path: str
    sha256: str
    dataset: str
    dataset_title: str
    licence: str
    homepage: str
    datasets: list[str] = field(default_factory=list)
    source: str = ""
    read_with: dict[str, str] = field(default_factory=dict)
    mends: str = ""
    rows_read: int = 0
    rows_loaded: int = 0
    rows_merged: int = 0
    rows_rejected: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    unused_columns: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    rejects_sha256: str = ""
    when: str = ""
    seconds: float = 0.0
    folder: Path = field(default=Path(), compare=False)

    def records(self, table: str) -> Path:
        """The Parquet file with the load's rows of a table."""
        return self.folder / f"{table}.parquet"

    @property
    def files(self) -> list[Path]:
        """The Parquet files with the load's rows."""
        return [self.records(table) for table in self.tables]

    def reject_examples(self) -> dict[str, dict[str, Any]]:
        """Reason -> the first row that was left out for it: its number, the column and the value."""
        examples: dict[str, dict[str, Any]] = {}
        if not self.rejected or not self.rejects.exists():
            return examples
        with self.rejects.open(encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                reason = reason_of(one["column"], one["reason"])
                if reason in self.rejected and reason not in examples:
                    examples[reason] = {key: one[key] for key in ("row", "column", "value")}
                if len(examples) == len(self.rejected):
                    break
        return examples

    @property
    def rejects(self) -> Path:
        """The file with the rejected rows and their values, one JSON object per line."""
        return self.folder / "rejects.jsonl"

    def notes_by_kind(self) -> dict[str, dict[str, Any]]:
        """The notes, counted: kind -> ``count``, and up to five ``examples`` with ``value`` and ``row``."""
        kinds: dict[str, dict[str, Any]] = {}
        for kind, value, row in self.notes:
            of_kind = kinds.setdefault(kind, {"count": 0, "examples": []})
            of_kind["count"] += 1
            if len(of_kind["examples"]) < _EXAMPLES:
                of_kind["examples"].append({"value": value, "row": row})
        return kinds

    def to_json(self) -> dict[str, Any]:
        """All attributes but the folder, as values that JSON can hold."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "folder"}

    def write(self) -> None:
        """Write the manifest beside the records."""
        write_sealed(self.folder / _FILE, self.to_json())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a load's folder.

    Raises:
        Damaged: it is missing, or is not what was written.
    """
    file = folder / _FILE
    values = read_sealed(file, since="rejects_sha256")
    try:
        values["notes"] = [tuple(note) for note in values["notes"]]
        return Manifest(**values, folder=folder)
    except (TypeError, KeyError) as error:
        raise Damaged("is no longer the manifest that was written", where=str(file)) from error
