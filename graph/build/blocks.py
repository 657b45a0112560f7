"""What becomes of the blocks of a file: their rows as Parquet files of a load, and the counts of its manifest."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

import polars as pl
import pyarrow.parquet as pq

from govgraph.graph.build.manifest import Manifest, reason_of
from govgraph.graph.build.releases import STAMPED
from govgraph.graph.build.unfinished import Unfinished, whole
from govgraph.graph.intact import file_sha256
from govgraph.ontology.block import Block, Note
from govgraph.ontology.visible import encodable

_KEPT_NOTES = 10_000
_OF_FILE = ("licence", "source", "title")
"""The kinds of notes that say what the file is; they go to the manifest's own attributes."""


class Writer:
    """Writes one Parquet file per table, block by block.

    Args:
        going: keeps what is complete of a long reading; None: nothing does.
    """

    def __init__(self, manifest: Manifest, going: Unfinished | None) -> None:
        self.manifest, self.going = manifest, going
        self.files: dict[str, pq.ParquetWriter] = {}
        self.rows: Counter[str] = Counter()
        self.stamped: set[str] = set()
        self.datasets: set[str] = set()

    def _file(self, table: str) -> Path:
        """The file that rows of a table are written into now."""
        if not self.going:
            return self.manifest.records(table)
        return self.going.folder / f"{table}.{len(self.going.parts.get(table, ()))}.parquet"

    def complete(self) -> None:
        """Close the files, so that what was written is kept if the process is killed."""
        assert self.going
        self.close()
        for table in self.files:
            file = self._file(table)
            self.going.parts.setdefault(table, []).append((file.name, file_sha256(file)))
        self.files = {}

    def finish(self) -> None:
        """Close the files, and give each table one file with all its rows."""
        self.close()
        if not self.going:
            return
        for table in self.rows:
            files = [self.going.folder / name for name, _ in self.going.parts.get(table, ())]
            files += [self._file(table)] if table in self.files else []
            if len(files) == 1:
                files[0].rename(self.manifest.records(table))
            else:
                whole(files, self.manifest.records(table))

    def write(self, block: Block) -> None:
        own = pl.col("dataset").fill_null(self.manifest.dataset)
        for name, frame in block.tables.items():
            if not frame.height:
                continue
            self.datasets.update(frame["dataset"].drop_nulls().unique())
            rows = frame.with_columns(load=pl.lit(self.manifest.load), dataset=own).to_arrow()
            if name not in self.files:
                self.files[name] = pq.ParquetWriter(self._file(name), rows.schema, compression="zstd")
            self.files[name].write_table(rows.cast(self.files[name].schema))
            self.rows[name] += frame.height
            if frame["unit"].null_count() < frame.height:
                self.stamped.add(name)

    def table(self, name: str) -> dict[str, Any]:
        """What the manifest says of a table."""
        told = {"rows": self.rows[name], "sha256": file_sha256(self.manifest.records(name))}
        return told | {STAMPED: True} if name in self.stamped else told

    def close(self) -> None:
        for file in self.files.values():
            file.close()


class Tally:
    """Counts what becomes of the rows of a file, block by block; rejected rows are written to a file at once."""

    def __init__(self, file_name: str, rejects: IO[str]) -> None:
        self.file_name, self.rejects = file_name, rejects
        self.rows_read = 0
        self.rejected_rows: set[int] = set()
        self.reasons: Counter[str] = Counter()
        self.notes: dict[tuple[str, str], Note] = {}
        self.left_out: list[int] = []
        self.unused: dict[str, None] = {}

    def take(self, block: Block) -> None:
        self.rows_read += block.rows_read
        for reject in block.rejects:
            line = {"file": self.file_name, **asdict(reject)}
            if not reject.pointer:
                del line["pointer"]
            self.rejects.write(json.dumps(line, ensure_ascii=False) + "\n")
            if reject.row not in self.rejected_rows:
                self.rejected_rows.add(reject.row)
                self.reasons[reason_of(reject.column, reject.reason)] += 1
        # Whatever a loader says of a file must fit into the manifest.
        for note in (replace(note, value=encodable(note.value)) for note in block.notes):
            if len(self.notes) < _KEPT_NOTES:
                self.notes.setdefault((note.kind, note.value), note)
            elif (note.kind, note.value) not in self.notes:
                self.left_out.append(note.row)
        self.unused.update(dict.fromkeys(map(encodable, block.unused_columns)))

    def to_json(self) -> dict[str, Any]:
        """What was counted, as values that JSON can hold."""
        self.rejects.flush()
        return {
            "rows_read": self.rows_read, "rejected_rows": sorted(self.rejected_rows), "reasons": dict(self.reasons),
            "notes": [asdict(note) for note in self.notes.values()], "left_out": self.left_out, "unused": list(self.unused),
            "rejects_bytes": os.fstat(self.rejects.fileno()).st_size,
        }  # fmt: skip

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Count on from what was kept; what was written of rejected rows after that is cut off."""
        self.rows_read, self.rejected_rows = kept["rows_read"], set(kept["rejected_rows"])
        self.reasons, self.left_out = Counter(kept["reasons"]), list(kept["left_out"])
        self.notes = {(note["kind"], note["value"]): Note(**note) for note in kept["notes"]}
        self.unused = dict.fromkeys(kept["unused"])
        self.rejects.truncate(kept["rejects_bytes"])
        self.rejects.seek(kept["rejects_bytes"])

    def write_into(self, manifest: Manifest, licence: str) -> None:
        """Complete the manifest; a licence given by the person takes precedence over that of the file."""
        manifest.rows_read, manifest.rows_rejected = self.rows_read, len(self.rejected_rows)
        manifest.rejected = dict(sorted(self.reasons.items()))
        manifest.unused_columns = list(self.unused)
        of_file = {kind: [n.value for n in self.notes.values() if n.kind == kind] for kind in _OF_FILE}
        manifest.licence = licence or "; ".join(of_file["licence"]) or manifest.licence
        manifest.source = "; ".join(of_file["source"])
        manifest.dataset_title = "; ".join(of_file["title"]) or manifest.dataset_title
        manifest.notes = [
            (n.kind, n.value, n.row)
            for n in sorted(self.notes.values(), key=lambda n: (n.kind, n.row, n.value))
            if n.kind not in of_file
        ]
        if self.left_out:
            words = f"{len(self.left_out):,} more, of any kind"
            manifest.notes.append((f"notes beyond the first {_KEPT_NOTES:,}", words, self.left_out[0]))
