"""The command: make input of each size, run everything, write the page.

    python -m benchmarks --events 10000 100000 1000000

Sizes are numbers of events. The peers' environments and the results are kept in ``--cache``. The files of a size are made in a
folder below ``--work``, which is removed after it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks import contenders, report
from benchmarks.files import scratch, write_page
from benchmarks.measure import Cost, task
from benchmarks.synthetic import SEED, write_events

_ADDED = 1_000


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a command's progress


def _lines(files: list[Path], keep: bool) -> int | set[bytes]:
    """The number of lines in some files; with ``keep``, the distinct lines themselves."""
    lines: set[bytes] = set()
    count = 0
    for file in files:
        with file.open("rb") as stream:
            for line in stream:
                text = line.strip()
                if text:
                    count += 1
                    if keep:
                        lines.add(text)
    return lines if keep else count


def _mapping(arguments: argparse.Namespace, rows: int, file: Path, work: Path) -> dict[str, Any]:
    """File or tables to N-Triples, by govgraph and by each peer; the triples are compared."""
    ready = work / "ready"
    task("prepare", file, ready)
    costs: dict[str, Cost] = {}
    costs["govgraph, from the file"] = task("file_to_lines", file, work / "whole")
    shutil.rmtree(work / "whole")
    ours = work / "lines"
    costs["govgraph"] = task("tables_to_lines", ready / "version", ours)
    compare_all = rows <= 10_000
    expected = _lines(sorted(ours.iterdir()), compare_all)
    shutil.rmtree(ours)
    for peer in arguments.peers:
        if rows > contenders.LARGEST.get(peer, rows):
            continue
        _say(f"  {peer}")
        out = work / f"{peer}.nt"
        costs[peer] = contenders.map_with(peer, arguments.cache, ready, out)
        if _lines([out], compare_all) != expected:
            raise SystemExit(f"{peer} made different triples from those of govgraph")
        out.unlink()
    triples = len(expected) if isinstance(expected, set) else expected
    return {"triples": triples, "compared": compare_all, "costs": {k: v.json() for k, v in costs.items()}}


def _whole(file: Path, work: Path, rows: int) -> dict[str, Any]:
    """A load and a build against the bare engines, a small load into the graph, its unload, and the questions."""
    ready, graph = work / "ready", work / "graph"
    costs: dict[str, Cost] = {}
    _say("  the bare engines")
    task("record", ready / "version", work / "engine")
    costs["Oxigraph alone"] = task("floor_rdf", ready / "ready.nq", work / "floor-rdf")
    costs["ArcadeDB alone"] = task("floor_property", work / "engine", work / "floor-property")
    costs["both at once"] = task("floor_both", ready / "ready.nq", work / "engine", work / "floor-both")
    shutil.rmtree(work / "floor-rdf")
    for name in ("floor-property", "floor-both", "engine", "ready"):
        shutil.rmtree(work / name)
    _say("  load")
    costs["polars"] = task("floor_file", file, work / "floor-file")
    shutil.rmtree(work / "floor-file")
    costs["load"] = task("load", graph, file)
    costs["build"] = task("build", graph)
    size = sum(f.stat().st_size for f in graph.rglob("*") if f.is_file())
    small = write_events(work / "small.export.CSV", _ADDED, first=rows)
    _say("  one more small file")
    costs["add"] = task("load", graph, small)
    costs["update"] = task("build", graph)
    costs["unload"] = task("unload", graph, small.name)
    questions = task("ask", graph).printed
    shutil.rmtree(graph)
    return {"costs": {k: v.json() for k, v in costs.items()}, "bytes": size, "questions": questions}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000], help="sizes: numbers of events")
    parser.add_argument(
        "--peers",
        default=",".join(contenders.PEERS),
        help="other tools to run, separated by commas; an empty text for none",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(".cache/benchmarks"),
        help="folder that keeps the peers' environments and the results",
    )
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files (about 4 kB an event)")
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks.md"), help="the page to write")
    arguments = parser.parse_args()
    arguments.peers = [p for p in arguments.peers.split(",") if p]
    unknown = set(arguments.peers) - set(contenders.PEERS)
    if unknown:
        parser.error(f"no such peer: {', '.join(sorted(unknown))}")
    return arguments


def main() -> None:
    """Run the benchmark."""
    arguments = _arguments()
    arguments.cache = arguments.cache.resolve()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    for peer in arguments.peers:
        contenders.python_of(peer, arguments.cache)
    results: dict[str, Any] = {
        "command": f"python -m benchmarks --events {' '.join(map(str, arguments.events))} --peers {','.join(arguments.peers)}",
        "seed": SEED,
        "facts": report.facts(arguments.cache, arguments.peers),
        "sizes": {},
    }
    for rows in arguments.events:
        _say(f"{rows} events")
        with scratch(arguments.work) as work:
            file = write_events(work / f"{rows}.export.CSV", rows)
            load_before = os.getloadavg()[0]
            results["sizes"][str(rows)] = {
                "file_bytes": file.stat().st_size,
                "mapping": _mapping(arguments, rows, file, work),
                "whole": _whole(file, work, rows),
                "busy": [round(load_before, 1), round(os.getloadavg()[0], 1)],
            }
        # Written after each size, so that a long run that is stopped leaves the results of the sizes before.
        (arguments.cache / "results.json").write_text(json.dumps(results, indent=1), "utf-8")
        write_page(arguments.out, report.page(results), keep=True)


if __name__ == "__main__":
    main()
