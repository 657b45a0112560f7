"""The process that builds or changes an embedded property graph; started by ``processes.Job``."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import pyarrow.parquet as pq

from govgraph.graph.stores import arcade, arcade_build, arcade_update

FEW_ROWS = 500_000
"""Below this many rows the Java runtime compiles quickly rather than well; beyond it, well costs a third less."""


def _end_with_parent() -> None:
    sys.stdin.read()  # returns when the other end of the pipe is gone
    os._exit(1)


def main() -> None:
    """Read one request from standard input, do it, write progress as JSON lines."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever the engine prints is no progress
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The engine makes a folder for its log where it stands.
    os.chdir(Path(request["out"]).parent)

    def progress(what: str, done: int, total: int) -> None:
        out.write(json.dumps([what, done, total]) + "\n")

    target, assembled, languages = Path(request["out"]), Path(request["tables"]), request["languages"]
    work = Path(request["diff"]) if request["what"] == "update" else assembled
    rows = sum(pq.read_metadata(file).num_rows for file in work.glob("*.parquet"))
    arcade.start(arcade.available_heap(), short=rows < FEW_ROWS)
    if request["what"] == "build":
        arcade_build.build(assembled, target, languages, Path(request["spill"]), progress)
    else:
        arcade_update.update(target, Path(request["diff"]), assembled, languages)
    out.flush()
    # The watching thread still reads standard input, and an orderly end would wait for it.
    os._exit(0)


if __name__ == "__main__":
    main()
