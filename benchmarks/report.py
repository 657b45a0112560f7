"""The page of results: tables in Markdown, with what they were measured on and by which command."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.contenders import python_of, versions

_OURS = ("polars", "duckdb", "pyoxigraph", "arcadedb-embedded", "pyarrow", "numpy")
_NAMES = {"morph-kgc": ("morph-kgc", "pyoxigraph", "pandas"), "maplib": ("maplib", "polars"), "rdflib": ("rdflib",)}

_INTRODUCTION = """# Benchmarks

What loading and asking cost, measured in one run on one machine and compared with other tools and with the bare engines. **Only
the ratios are claims**: seconds differ from machine to machine. Every contender is a process of its own. CPU is its processor seconds
(user and system) including all its children; memory is the sampled peak of its process tree. Input is synthetic GDELT 2.0 events in
the true layout of 61 columns: a few actors and places occur very often, and an article has several rows. The same seed gives the same
bytes. Writing to Neo4j has a page of its own: [benchmarks-neo4j.md](benchmarks-neo4j.md).
"""

_MAPPING = """## Tables to triples

Every tool makes the same triples. The peers get the easiest input possible: flat Parquet files with one row per value, each value
already written as in the triple. govgraph reads its own nested tables. Up to 10,000 events all triples are compared, above that their
number. morph-kgc runs in one process, which costs it the least CPU; maplib does not check IRIs; rdflib is run up to 100,000 events,
because it keeps every triple as Python objects. "From the file" includes what the peers do not do: reading and checking the raw file,
keeping its records, assembling the rows, and writing the quads that tell which dataset states what.
"""

_LOAD = """## File to queryable graph

A load ends when the tables can be used: SQL, search, pages and pushes need nothing else. The triple store and the property graph are
built when a question in SPARQL or Cypher needs them; "build" is the cost of both. The floor of a load is polars that reads the file, all
columns as text, and writes it as Parquet. The floor of a build is what the two engines alone cost when everything is ready for them:
Oxigraph's `bulk_load` of the finished N-Quads, and ArcadeDB fed with the finished JSON of the same nodes and relationships, in the same
batches and with the same index. A build fills one after the other.
"""

_ADD = """## One more small file

1,000 more events are loaded into the graph, in which both stores are built, and unloaded again. A load ends with the tables; the next
question brings the store that it needs up to date, here `govgraph build` both. Shares are those of the full load and build.
"""

_LINEAR = """## Time and memory by size

CPU per 100,000 events, and the peak memory of the process tree.
"""

_ASK = """## Questions

For information, not as a claim: the wall milliseconds of a question that is asked a second time, including the transfer of its answer
to Python. All three languages give the same answer.
"""


def facts(cache: Path, peers: Sequence[str]) -> dict[str, Any]:
    """Versions and machine, without its name."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "govgraph": versions(Path(sys.executable), _OURS),
        "peers": {p: versions(python_of(p, cache), _NAMES[p]) for p in peers},
    }


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown: the first column to the left, the others to the right."""
    lines = [f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def times(value: float) -> str:
    """How many times as much, in two digits or so.

    Example:
        >>> times(2.345), times(23.45)
        ('2.3x', '23x')
    """
    return f"{value:.1f}x" if value < 10 else f"{value:.0f}x"


def _mapping(sizes: dict[str, Any]) -> str:
    rows = []
    for size, result in sizes.items():
        costs = result["mapping"]["costs"]
        own = costs["govgraph"]["cpu"]
        for name, c in sorted(costs.items(), key=lambda x: x[1]["cpu"] if x[0] != "govgraph" else 0.0):
            ratio = "1" if name == "govgraph" else times(c["cpu"] / own)
            count = f"{result['mapping']['triples']:,}"
            rows.append((f"{int(size):,}", count, name, ratio, c["cpu"], c["wall"], f"{c['rss']:.0f}"))
    return table(("events", "triples", "tool", "CPU against govgraph", "CPU s", "wall s", "peak MB"), rows)


def _load(sizes: dict[str, Any]) -> str:
    rows = []
    for size, result in sizes.items():
        c = result["whole"]["costs"]
        engines = c["Oxigraph alone"]["cpu"] + c["ArcadeDB alone"]["cpu"]
        ratios = {"load": times(c["load"]["cpu"] / c["polars"]["cpu"]), "build": times(c["build"]["cpu"] / engines)}
        for name in ("polars", "load", "Oxigraph alone", "ArcadeDB alone", "both at once", "build"):
            cost = c[name]
            rows.append((f"{int(size):,}", name, ratios.get(name, ""), cost["cpu"], cost["wall"], f"{cost['rss']:.0f}"))
    head = ("events", "what", "CPU / its floor", "CPU s", "wall s", "peak MB")
    text = table(head, rows) + "\nWhere the wall seconds of a load go:\n\n"
    names = list(dict.fromkeys(n for r in sizes.values() for n in r["whole"]["costs"]["load"]["printed"]["stages"]))
    stages = [
        (f"{int(s):,}", *(r["whole"]["costs"]["load"]["printed"]["stages"].get(n, "") for n in names))
        for s, r in sizes.items()
    ]
    return text + table(("events", *names), stages)


def _add(sizes: dict[str, Any]) -> str:
    rows = []
    for size, result in sizes.items():
        c = result["whole"]["costs"]
        full = {unit: c["load"][unit] + c["build"][unit] for unit in ("cpu", "wall")}
        for name, what in (("add", "load"), ("update", "both stores up to date"), ("unload", "unload")):
            cpu, wall = c[name]["cpu"] / full["cpu"], c[name]["wall"] / full["wall"]
            rows.append((f"{int(size):,}", what, f"{cpu:.1%}", f"{wall:.1%}", c[name]["cpu"], c[name]["wall"]))
    return table(("events in the graph", "1,000 rows", "of the CPU", "of the wall time", "CPU s", "wall s"), rows)


def _linear(sizes: dict[str, Any]) -> str:
    rows = []
    for size, result in sizes.items():
        every = 100_000 / int(size)
        m, c = result["mapping"]["costs"], result["whole"]["costs"]
        cpu = [m["govgraph, from the file"]["cpu"] * every, c["load"]["cpu"] * every]
        memory = [m["govgraph, from the file"]["rss"], c["load"]["rss"], c["add"]["rss"]]
        disk = result["whole"]["bytes"] / result["file_bytes"]
        rows.append((f"{int(size):,}", *(f"{x:.1f}" for x in cpu), *(f"{x:.0f}" for x in memory), f"{disk:.1f}"))
    head = ("events", "file to triples, CPU s", "load, CPU s", "file to triples, MB", "load, MB", "1,000 more rows, MB",
            "graph folder with both stores / file")  # fmt: skip
    return table(head, rows)


def _ask(sizes: dict[str, Any]) -> str:
    rows = []
    for size, result in sizes.items():
        for question, millis in result["whole"]["questions"].items():
            rows.append((f"{int(size):,}", question, *(millis[x] for x in ("sparql", "cypher", "sql"))))
    return table(("events", "question", "SPARQL", "Cypher", "SQL"), rows)


def page(results: dict[str, Any]) -> str:
    """The whole page."""
    f, sizes = results["facts"], results["sizes"]
    own = ", ".join(f"{n} {v}" for n, v in f["govgraph"].items())
    peers = "; ".join(", ".join(f"{n} {v}" for n, v in peer.items()) for peer in f["peers"].values())
    busy = "; ".join(f"{int(s):,}: {r['busy'][0]} before, {r['busy'][1]} after" for s, r in sizes.items())
    made = (
        f"Made by `{results['command']}` (seed {results['seed']}), sizes run: {', '.join(f'{int(s):,}' for s in sizes)}.\n"
        f"Machine: {f['system']}, {f['cores']} cores, {f['memory_gb']} GB; Python {f['python']}.\n"
        f"Versions: {own}. Peers: {peers}.\n"
        f"Load average of the machine (above its number of cores, other work ran at the same time and wall times mean little): {busy}.\n"
    )
    parts = [(_MAPPING, _mapping), (_LOAD, _load), (_ADD, _add), (_LINEAR, _linear), (_ASK, _ask)]
    return "\n".join([_INTRODUCTION, made, *(f"{text}\n{rows(sizes)}" for text, rows in parts)])
