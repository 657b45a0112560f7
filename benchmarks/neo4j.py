"""Writing to Neo4j: a push compared with a script written by hand, rdflib-neo4j and the server's own import, on one real server.

    python -m benchmarks.neo4j --events 10000 100000

One server is started in a temporary folder, as ``govgraph neo4j start`` does; its database is emptied before each contender. Results go
to ``docs/benchmarks-neo4j.md``, a page of its own, so that either page can be made again without the other.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import neo4j
import psutil

from benchmarks import contenders, neo4j_report
from benchmarks.files import scratch, write_page
from benchmarks.measure import Cost, run, task
from benchmarks.synthetic import SEED, write_events
from govgraph.graph.server.server import Neo4jServer

_ADDED: Final = 1_000
_BATCH: Final = 10_000
_WARM: Final = 5_000
_PEERS: Final = Path(__file__).parent / "peers"
_CLI: Final = (sys.executable, "-m", "govgraph.cli")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a command's progress


@dataclass(slots=True)
class _Database:
    """The server, and the queries that are sent to it between contenders."""

    server: Neo4jServer
    uri: str
    pid: int

    def ask(self, query: str) -> list[neo4j.Record]:
        access = (self.server.user, self.server.password)
        with neo4j.GraphDatabase.driver(self.uri, auth=access) as driver, driver.session() as session:
            # Not in a transaction of the driver: some of these queries start their own.
            return list(session.run(query))  # type: ignore[arg-type]  # our own texts

    def empty(self) -> None:
        self.ask("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS")
        self.ask("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS")
        for row in self.ask("SHOW CONSTRAINTS YIELD name"):
            self.ask(f"DROP CONSTRAINT `{row['name']}`")

    def content(self, label: str = "") -> dict[str, int]:
        """How many nodes, relationships and properties of both the database holds."""
        of = f":{label}" if label else ""
        (nodes,) = self.ask(f"MATCH (n{of}) RETURN count(n) AS nodes, sum(size(keys(n))) AS properties")
        (links,) = self.ask(f"MATCH (a{of})-[r]->() RETURN count(r) AS links, sum(size(keys(r))) AS properties")
        return {
            "nodes": nodes["nodes"],
            "relationships": links["links"],
            "properties": nodes["properties"] + links["properties"],
        }

    def cpu(self) -> float:
        used = psutil.Process(self.pid).cpu_times()
        return float(used.user + used.system)

    def measured(self, call: Callable[[], Cost]) -> dict[str, Any]:
        """What a contender cost, and what the server used meanwhile."""
        before = self.cpu()
        cost = call()
        return {**cost.json(), "server_cpu": round(self.cpu() - before, 3)}


@contextmanager
def _database(home: Path) -> Iterator[_Database]:
    server = Neo4jServer(home)
    info = server.start(heap="2g", page_cache="1g")
    try:
        yield _Database(server, info.uri, info.pid)
    finally:
        server.stop()


def _plain(database: _Database, ready: Path) -> Cost:
    command = [sys.executable, _PEERS / "unwind_peer.py", database.uri, database.server.user, ready]
    return run(command, environment={"NEO4J_PASSWORD": database.server.password})


def _push(database: _Database, graph: Path, *more: str) -> Cost:
    command = [*_CLI, "push", database.uri, "--graph", graph, *more]
    return run(command, environment={"NEO4J_PASSWORD": database.server.password})


def _size(arguments: argparse.Namespace, database: _Database, rows: int, work: Path) -> dict[str, Any]:
    """All contenders at one size; the lowest wall time of several runs counts."""
    graph, ready = work / "graph", work / "ready"
    task("load", graph, write_events(work / f"{rows}.export.CSV", rows))
    task("ready_rows", graph, ready, _BATCH)
    costs: dict[str, dict[str, Any]] = {}
    content: dict[str, Any] = {}

    def contend(name: str, call: Callable[[], Cost]) -> None:
        _say(f"  {name}")
        cost = database.measured(call)
        if name not in costs or cost["wall"] < costs[name]["wall"]:
            costs[name] = cost

    for _ in range(arguments.repeat):
        database.empty()
        contend("plain script", lambda: _plain(database, ready))
        content["graph"] = database.content("Entity")
        database.empty()
        contend("govgraph push", lambda: _push(database, graph))
        if database.content("Entity") != content["graph"]:
            raise SystemExit(f"a push made {database.content('Entity')}, the plain script {content['graph']}")
    contend("push, nothing changed", lambda: _push(database, graph))
    contend("push --compare, nothing changed", lambda: _push(database, graph, "--compare"))
    task("load", graph, write_events(work / "small.export.CSV", _ADDED, first=rows))
    contend("push after 1,000 more rows", lambda: _push(database, graph))
    task("unload", graph, "small.export.CSV")
    if rows <= arguments.rdflib_largest:
        triples = task("ready_lines", graph, work / "lines.nt").printed
        database.empty()
        peer = [contenders.python_of("rdflib-neo4j", arguments.cache), _PEERS / "rdflib_neo4j_peer.py", database.uri]
        peer += [database.server.user, work / "lines.nt"]
        contend("rdflib-neo4j", lambda: run(peer, environment={"NEO4J_PASSWORD": database.server.password}))
        content["rdflib-neo4j"] = database.content() | triples
    _import(database, graph, work / "files", costs, content)
    return {"costs": costs, "content": content}


def _import(database: _Database, graph: Path, files: Path, costs: dict[str, Any], content: dict[str, Any]) -> None:
    """Write the files for the server's own import, and import them while the server is stopped."""
    _say("  files and neo4j-admin database import")
    cost = task("import_files", graph, files)
    costs["files for neo4j-admin"] = {**cost.json(), "server_cpu": 0.0}
    database.server.stop()
    words = [*cost.printed["command"][1:], "--overwrite-destination"]
    done = run([*_CLI, "neo4j", "admin", "--home", database.server.home, "--", *words], cwd=files)
    costs["neo4j-admin database import"] = {**done.json(), "server_cpu": 0.0}
    info = database.server.start(heap="2g", page_cache="1g")
    database.uri, database.pid = info.uri, info.pid
    if database.content("Entity") != content["graph"]:
        raise SystemExit(f"the import made {database.content('Entity')}, the plain script {content['graph']}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neo4j", description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000], help="sizes: numbers of events")
    parser.add_argument("--repeat", type=int, default=2, help="runs of the script and of the push")
    parser.add_argument(
        "--rdflib-largest", type=int, default=10_000, help="the largest size at which rdflib-neo4j is run"
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(".cache/benchmarks"),
        help="folder that keeps the peer's environment and the results",
    )
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files")
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks-neo4j.md"), help="the page to write")
    return parser.parse_args()


def main() -> None:
    """Run the benchmark."""
    arguments = _arguments()
    arguments.cache = arguments.cache.resolve()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    contenders.python_of("rdflib-neo4j", arguments.cache)
    results: dict[str, Any] = {
        "command": f"python -m benchmarks.neo4j --events {' '.join(map(str, arguments.events))} "
        f"--repeat {arguments.repeat} --rdflib-largest {arguments.rdflib_largest}",
        "seed": SEED,
        "batch": _BATCH,
        "rdflib_largest": arguments.rdflib_largest,
        "facts": neo4j_report.facts(arguments.cache),
        "sizes": {},
    }
    with scratch(arguments.work) as folder, _database(folder / "server") as database:
        warm = folder / "warm"
        task("load", warm, write_events(folder / "warm.export.CSV", _WARM))
        task("ready_rows", warm, folder / "warm-rows", 1_000)
        for rows in arguments.events:
            _say(f"{rows} events")
            work = folder / str(rows)
            work.mkdir()
            # A Java process that has just started compiles its code first; the first contender would bear that cost.
            database.empty()
            _plain(database, folder / "warm-rows")
            busy = os.getloadavg()[0]
            results["sizes"][str(rows)] = _size(arguments, database, rows, work)
            results["sizes"][str(rows)]["busy"] = [round(busy, 1), round(os.getloadavg()[0], 1)]
            (arguments.cache / "results-neo4j.json").write_text(json.dumps(results, indent=1), "utf-8")
            write_page(arguments.out, neo4j_report.page(results))


if __name__ == "__main__":
    main()
