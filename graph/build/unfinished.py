"""What is kept of a long reading while it goes on, so that after a kill it continues behind the last blocks that were written.

It is in a folder that is named by the load. The name follows from the file's hash, the loader, its version and the options, so another file or
reader never meets it. Only loaders that can begin in the middle of a file (``Loader.continues``) use it. Each time some blocks are
complete, the Parquet files are closed and synced, then ``progress.json`` is written, which says what is complete; what is newer than that is
not used. The folder is removed when a load command ends.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from govgraph.graph.errors import Damaged
from govgraph.graph.files import UNFINISHED, write_through
from govgraph.graph.intact import file_sha256, read_sealed, write_sealed
from govgraph.graph.property_graph.projection import declared_by

BLOCKS = 10
"""So many blocks are read before what is complete is kept. A file of fewer is read again instead: that takes less than a minute."""

_PROGRESS = "progress.json"


@dataclass(slots=True)
class Unfinished:
    """A reading that goes on.

    Attributes:
        folder: of its files.
        position: the bytes of the content that are complete.
        rows: the rows of the file that are complete.
        tally: what was counted, as JSON.
        parts: table -> its complete Parquet files with their hashes, in order.
    """

    folder: Path
    position: int = 0
    rows: int = 0
    tally: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def keep(self) -> None:
        """Write down what is complete; its files are closed."""
        write_through(self.folder)
        new = self.folder / f"{_PROGRESS}.tmp"
        values = {"position": self.position, "rows": self.rows, "tally": self.tally, "parts": self.parts}
        write_sealed(new, values | {"declared": declared_by()})
        write_through(new)
        new.replace(self.folder / _PROGRESS)


def whole(files: Iterable[Path], out: Path) -> None:
    """Write the rows of some Parquet files as one file."""
    writer: pq.ParquetWriter | None = None
    for file in files:
        with pq.ParquetFile(file) as source:
            for number in range(source.num_row_groups):
                rows = source.read_row_group(number)
                writer = writer or pq.ParquetWriter(out, rows.schema, compression="zstd")
                writer.write_table(rows.cast(writer.schema))
    if writer:
        writer.close()


def begun(records: Path, load: str) -> Unfinished:
    """What is complete of a reading that was killed; a new one if there is none, or if what is there cannot be used.

    Args:
        records: the graph's folder of records.
        load: the load's name.
    """
    folder = records / f"{UNFINISHED}{load}"
    try:
        kept = read_sealed(folder / _PROGRESS)
        parts = {table: [(name, sha256) for name, sha256 in files] for table, files in kept["parts"].items()}
        sound = kept["declared"] == declared_by() and _sound(folder, (x for files in parts.values() for x in files))
        if sound:
            return Unfinished(folder, int(kept["position"]), int(kept["rows"]), dict(kept["tally"]), parts)
    except (Damaged, KeyError, TypeError, ValueError):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Unfinished(folder)


def _sound(folder: Path, files: Iterable[tuple[str, str]]) -> bool:
    return all((folder / name).is_file() and file_sha256(folder / name) == sha256 for name, sha256 in files)
