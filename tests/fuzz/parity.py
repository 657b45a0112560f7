"""Random queries, asked of the embedded store and of Neo4j: each must give the same, or be refused before it runs.

What differs is printed with both answers. In ``tests``, with the addresses of servers whose data may be replaced and NEO4J_PASSWORD set:
``python -m fuzz.parity --count 1000 --seed 1 --uri bolt://localhost:7687``. Without ``--uri`` a server of its own is started.
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import neo4j
from parity.answers import Answer, ask, equal
from parity.case import Case
from parity.generated import write_generated

import govgraph
from fuzz.random_cypher import random_query
from govgraph.graph.answers.results import Result
from govgraph.graph.cypher import gaps, guards
from govgraph.graph.errors import QueryTimeout
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.server.server import USER, Neo4jServer

Cypher = Callable[..., Result]
GAPS = {gap.what for gap in gaps.GAPS} | {guard.what for guard in guards.GUARDS}


def queries(seed: int, count: int) -> Iterator[Case]:
    """The queries of a seed."""
    chance = random.Random(seed)
    yield from (Case(random_query(chance)) for _ in range(count))


def verdict(case: Case, ours: Answer, theirs: Answer) -> str:
    """What became of a query."""
    if ours.error and theirs.error:
        return "refused by both"
    if ours.error in GAPS:
        return "declared gap"
    if ours.error:
        return "the engine fails"
    return "equal" if equal(case, ours, theirs) else "different"


def run(
    embedded: Cypher, server: Cypher, seed: int, count: int
) -> tuple[dict[str, int], list[tuple[Case, Answer, Answer]]]:
    """(verdict -> how often, (query, our answer, their answer) of each that differs)."""
    counts: dict[str, int] = collections.Counter()
    different = []
    for case in queries(seed, count):
        try:
            ours, theirs = ask(embedded, case), ask(server, case)
        except QueryTimeout:
            counts["too slow"] += 1
            continue
        found = verdict(case, ours, theirs)
        counts[found] += 1
        if found == "different":
            different.append((case, ours, theirs))
    return dict(counts), different


def pushed(graph: Graph, uri: str, auth: tuple[str, str]) -> Neo4jStore:
    """A server that holds nothing but the graph."""
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    push(graph.folder, Remote(uri, auth), progress=lambda *_: None)
    return Neo4jStore(uri, auth)


def main() -> int:
    """Run as a command; the exit status is 1 when a query was answered in two ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="queries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="how many differences to print")
    parser.add_argument("--uri", help="a server whose data may be replaced")
    parser.add_argument("--release", default="lts", help="the release of a server of its own: lts or current")
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_things:
        graph = open_things.enter_context(govgraph.open(Path(folder) / "graph"))
        graph.load(write_generated(Path(folder) / "files"))
        uri, auth = options.uri, (USER, os.environ.get("NEO4J_PASSWORD", ""))
        if not uri:
            server = Neo4jServer(Path(folder) / "server", options.release)
            open_things.callback(server.stop)
            uri, auth = server.start().uri, (server.user, server.password)
        store = open_things.enter_context(pushed(graph, uri, auth))
        counts, different = run(graph.cypher, store.cypher, options.seed, options.count)
    for kind, number in sorted(counts.items()):
        print(f"{number:7,} {kind}")  # noqa: T201
    for case, ours, theirs in different[: options.show]:
        print(case.text, ours, theirs, sep="\n    ")  # noqa: T201
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
