"""The bare ArcadeDB as a floor: what a build sends to the engine is recorded once, then sent again with nothing else done.

The engine numbers records in the order in which nodes arrive, so the recorded relationships fit the nodes of the second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import arcadedb_embedded as arcadedb
import pyarrow.parquet as pq

from govgraph.graph.settings import Settings
from govgraph.graph.stores import arcade, arcade_build, arcade_empty, arcade_write
from govgraph.graph.stores.worker_main import FEW_ROWS


def _silent(what: str, done: int, total: int) -> None:
    """Report no progress."""


class _Kept:
    """An engine's batcher that also writes the JSON it is given to a folder."""

    def __init__(self, real: Any, calls: list[list[str]], folder: Path) -> None:
        self._real, self._calls, self._folder = real, calls, folder

    def _keep(self, method: str, kind: str, text: str) -> str:
        name = f"{len(self._calls)}.json"
        (self._folder / name).write_text(text, "utf-8")
        self._calls.append([method, kind, name, ""])
        return name

    def createVerticesJson(self, batch: Any, kind: str, text: str) -> str:
        self._keep("nodes", kind, text)
        made = str(self._real.createVerticesJson(batch, kind, text))
        self._calls[-1][3] = made.rpartition(";")[2]
        return made

    def newEdgesJson(self, batch: Any, kind: str, text: str) -> None:
        self._keep("relationships", kind, text)
        self._real.newEdgesJson(batch, kind, text)


class _Keeping(arcade_write.Writer):
    """A writer that records what it sends."""

    calls: list[list[str]]
    folder: Path

    def __init__(self, db: arcadedb.Database) -> None:
        super().__init__(db)
        self._vertices = _Kept(self._vertices, self.calls, self.folder)
        self._edges = _Kept(self._edges, self.calls, self.folder)

    @contextmanager
    def batch(self) -> Iterator[Any]:
        outer = self._open is None
        with super().batch() as batch:
            if outer:
                self.calls.append(["open", "", "", ""])
            yield batch
        if outer:
            self.calls.append(["close", "", "", ""])


def recorded(tables: Path, out: Path) -> dict[str, Any]:
    """Build a property graph and record in a folder what is sent to the engine, with the list of calls."""
    (out / "json").mkdir(parents=True)
    _Keeping.calls, _Keeping.folder = [], out / "json"
    vars(arcade_build)["Writer"] = _Keeping
    arcade.start(arcade.available_heap())
    arcade_build.build(tables, out / "property", Settings().languages, out / "spill", _silent)
    rows = sum(pq.read_metadata(file).num_rows for file in tables.glob("*.parquet"))
    (out / "calls.json").write_text(json.dumps({"rows": rows, "calls": _Keeping.calls}), "utf-8")
    return {"calls": len(_Keeping.calls)}


def replayed(ready: Path, out: Path) -> dict[str, Any]:
    """Send what was recorded to a new database.

    Raises:
        RuntimeError: the engine gave a node another record id, so that the relationships would be wrong.
    """
    kept = json.loads((ready / "calls.json").read_text("utf-8"))
    # The same settings of the Java runtime that a build chooses for this many rows.
    arcade.start(arcade.available_heap(), short=kept["rows"] < FEW_ROWS)
    db = arcade_empty.create(out)
    writer = arcade_write.Writer(db)
    opened: Any = None
    for method, kind, name, last in kept["calls"]:
        if method == "open":
            opened = db.graph_batch(use_wal=False, bidirectional=True)
        elif method == "close":
            opened.close()
        else:
            text = (ready / "json" / name).read_text("utf-8")
            if method == "relationships":
                writer._edges.newEdgesJson(opened._java_graph_batch, kind, text)
            elif not str(writer._vertices.createVerticesJson(opened._java_graph_batch, kind, text)).endswith(last):
                raise RuntimeError("the engine gave other record ids than before")
    db.command("sql", "CREATE INDEX ON Entity (iri) NOTUNIQUE")
    db.close()
    return {"calls": len(kept["calls"])}
