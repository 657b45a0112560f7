"""A graph of many events into Neo4j and back: is it the same, byte for byte, and what does each way cost compared with the load?

    python -m benchmarks.round_trip --events 200000

One server is started in a temporary folder, as ``govgraph neo4j start`` does. The files of the records, the sorted N-Quads, the rows of the
tables and, node by node, the content of the server (``govgraph push --compare``) are compared. Ends with status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import polars as pl

import govgraph
from benchmarks.files import scratch
from benchmarks.measure import Cost, run
from benchmarks.synthetic import SEED, write_events
from govgraph.graph.folder import Folder
from govgraph.graph.intact import file_sha256
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.server.server import Neo4jServer

_CLI = (sys.executable, "-m", "govgraph.cli")


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201 - the answer


def content(folder: Path) -> dict[str, str]:
    """A digest of each file of the records, of the triples and of each table, by name."""
    with govgraph.open(folder) as graph:
        digests = {f"records/{f.parent.name}/{f.name}": file_sha256(f) for f in graph.folder.records.glob("*/*")}
        digests["triples"] = hashlib.sha256(graph.ntriples()).hexdigest()
        for file in (graph.version() / "tables").glob("*.parquet"):
            rows = pl.read_parquet(file)
            digests[file.name] = hashlib.sha256(rows.sort(rows.columns[0]).write_ndjson().encode()).hexdigest()
    return digests


def main() -> None:
    """Push, pull and compare, and print what each step cost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.round_trip", description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files")
    arguments = parser.parse_args()
    with scratch(arguments.work) as work:
        events = write_events(work / "events.export.CSV", arguments.events)
        server = Neo4jServer(work / "server")
        info = server.start(heap="2g", page_cache="1g")
        try:
            costs: dict[str, dict[str, Any]] = {}

            def step(what: str, *words: object) -> Cost:
                cost = run([*_CLI, *words], environment={"NEO4J_PASSWORD": server.password})
                costs[what] = {
                    **cost.json(),
                    "wall / load": round(cost.wall / costs["load"]["wall"], 2) if costs else 1,
                }
                _say({what: costs[what]})
                return cost

            step("load", "load", events, "--graph", work / "graph")
            step("push", "push", info.uri, "--graph", work / "graph")
            step("pull", "pull", info.uri, "--graph", work / "copy")
            step("pull again", "pull", info.uri, "--graph", work / "copy")
            to = Remote(info.uri, (server.user, server.password))
            compared = push(Folder(work / "copy"), to, compare=True, progress=lambda *_: None)
        finally:
            server.stop()
        here, there = content(work / "graph"), content(work / "copy")
        different = sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
        _say(
            {
                "events": arguments.events,
                "seed": SEED,
                "compared": len(here),
                "different": different,
                "server": compared.unchanged,
            }
        )
        sys.exit(bool(different) or not compared.unchanged)


if __name__ == "__main__":
    main()
