"""The page ``docs/benchmarks-neo4j.md``, from the results of :mod:`benchmarks.neo4j`."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks.contenders import python_of, versions
from benchmarks.report import table, times
from govgraph.graph.server.defaults import LTS

_OURS: Final = ("neo4j", "neo4j-rust-ext", "polars", "pyarrow")
_BASE: Final = "plain script"
_PUSH: Final = "govgraph push"

_INTRODUCTION: Final = """# Benchmarks: writing to Neo4j

What it costs to bring a graph into Neo4j, measured in one run on one machine. **Only the ratios are claims.** Every contender runs as
a process of its own against the same warmed-up server of `govgraph neo4j start`. The database is emptied before each contender. Client CPU is
the processor time of the contender and all its child processes. Server CPU is the processor time of the server's process during the run. Memory is
the sampled peak of the client's process tree. The graph was loaded beforehand, from synthetic GDELT 2.0 events.

- **plain script**: what a good engineer writes by hand for this one graph (`benchmarks/peers/unwind_peer.py`): the official driver with
  `neo4j-rust-ext`, first the unique constraint, then UNWIND and CREATE, with one statement for each label set or relationship type. Its rows
  are pickled Python objects, prepared beforehand and not measured. It is the lower bound: it compares nothing, and can be run only once.
- **govgraph push**: the command, run on the graph folder. It writes the same nodes, relationships and properties (counted), and its own state.
- **rdflib-neo4j**: loads the same triples as N-Triples, sorted by subject, which suits its batches best, and uses batches as its documentation
  shows. It writes a different graph: every link and every membership is a node, property keys lose their namespaces, and if there are several values
  or languages only the last is kept.
- **neo4j-admin database import**: reads the files of `govgraph export neo4j-import` while the server is stopped. It makes the same graph (counted).
"""


def facts(cache: Path) -> dict[str, Any]:
    """The versions of all programs, and the machine without its name."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "server": LTS,
        "govgraph": versions(Path(sys.executable), _OURS),
        "rdflib-neo4j": versions(python_of("rdflib-neo4j", cache), ("rdflib-neo4j", "rdflib", "neo4j")),
    }


def _cpu(cost: dict[str, Any]) -> float:
    return float(cost["cpu"] + cost["server_cpu"])


def _costs(costs: dict[str, Any]) -> str:
    base = costs[_BASE]
    rows = []
    for name, cost in costs.items():
        ratios = "1" if name == _BASE else times(cost["wall"] / base["wall"]), times(_cpu(cost) / _cpu(base))
        rows.append((name, *ratios, cost["wall"], cost["cpu"], cost["server_cpu"], f"{cost['rss']:.0f}"))
    head = (
        "contender",
        "wall / plain",
        "CPU of both / plain",
        "wall s",
        "client CPU s",
        "server CPU s",
        "client peak MB",
    )
    return table(head, rows)


def _size(size: str, result: dict[str, Any]) -> str:
    costs, content = result["costs"], result["content"]
    graph = content["graph"]
    text = (
        f"## {int(size):,} events: {graph['nodes']:,} nodes, {graph['relationships']:,} relationships, "
        f"{graph['properties']:,} properties\n\n{_costs(costs)}\n"
    )
    push, sending = costs[_PUSH], costs[_BASE]["printed"]["sending"]
    text += (
        f"A push takes {times(push['wall'] / costs[_BASE]['wall'])} the wall time of the plain script "
        f"({times(push['wall'] / sending)} the {sending} s in which the script only sends, without starting Python and reading the rows)"
    )
    if "rdflib-neo4j" in costs:
        peer, wrote = costs["rdflib-neo4j"], content["rdflib-neo4j"]
        text += (
            f"; rdflib-neo4j takes {times(peer['wall'] / push['wall'])} the wall time of the push and "
            f"{times(_cpu(peer) / _cpu(push))} the CPU. Of {wrote['triples']:,} triples it made {wrote['nodes']:,} nodes, "
            f"{wrote['relationships']:,} relationships and {wrote['properties']:,} properties"
        )
    whole = costs["files for neo4j-admin"]["wall"] + costs["neo4j-admin database import"]["wall"]
    return text + f". Files and import together take {times(whole / push['wall'])} the wall time of the push.\n"


def page(results: dict[str, Any]) -> str:
    """The text of the page."""
    f, sizes = results["facts"], results["sizes"]
    own = ", ".join(f"{name} {version}" for name, version in f["govgraph"].items())
    peer = ", ".join(f"{name} {version}" for name, version in f["rdflib-neo4j"].items())
    busy = "; ".join(f"{int(s):,}: {r['busy'][0]} before, {r['busy'][1]} after" for s, r in sizes.items())
    made = (
        f"Made by `{results['command']}` (seed {results['seed']}). rdflib-neo4j is run with at most {results['rdflib_largest']:,} events.\n"
        f"Machine: {f['system']}, {f['cores']} cores, {f['memory_gb']} GB; Python {f['python']}; "
        f"Neo4j Community {f['server']} on the same machine.\n"
        f"Versions: {own}. Peer: {peer}. The plain script sends {results['batch']:,} rows at a time.\n"
        f"Load average of the machine (if it exceeds the number of cores, other work ran at the same time and wall times mean little): {busy}.\n"
    )
    return "\n".join([_INTRODUCTION, made, *(_size(size, result) for size, result in sizes.items())])
