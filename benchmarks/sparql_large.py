"""SPARQL over a large graph that was only loaded: processor seconds of many questions, and how long it takes to look up one thing.

    python -m benchmarks.sparql_large --events 1000000 --out docs/benchmarks.md

The questions are those of ``examples/queries`` and those by which the tests compare the columns with Oxigraph (``tests/parity``). Look-ups
go through :meth:`Graph.sparql <govgraph.graph.graph.Graph.sparql>`, before the triples are built and after.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.files import scratch, tell_section
from benchmarks.report import table
from benchmarks.sparql_ways import EXAMPLES, cpu, example_questions
from benchmarks.synthetic import write_events
from govgraph.graph.graph import Graph
from govgraph.graph.relational.columns import Columns
from govgraph.graph.relational.terms import FallBack
from govgraph.graph.sparql.route import of_rdflib
from govgraph.graph.sparql.superclasses import with_our_classes
from govgraph.graph.stores.sparql import parse
from tests.parity.sparql_questions import QUESTIONS

TITLE = "SPARQL over a large graph"
_ROWS = 10_000
_LIMIT = 2.0
_LOOK_UPS = {
    "all that is said of it": "SELECT ?p ?o {{ <{}> ?p ?o }}",
    "its names": "SELECT ?n {{ <{}> skos:prefLabel ?n }}",
    "DESCRIBE": "DESCRIBE <{}>",
    "all that refers to it": "SELECT ?s ?p {{ ?s ?p <{}> }}",
}
_TEXT = """{events:,} synthetic events and the example files, loaded and not built. {count} questions: those of `examples/queries` and those by which the tests
compare the columns with Oxigraph. Processor seconds of reading, translating and answering one (at most {rows:,} rows), the second of two times: {share}.
{slow}{left} are left to Oxigraph, whose triples must be built for them. Made by `python -m benchmarks.sparql_large --events {events}`; load average of the machine at the end: {load:.0f}, on {cores} cores.

Milliseconds of the wall to look up one of {things} things, an event or an actor, in a process that has answered before; median, and the tenth that took longest:
"""


class Times(NamedTuple):
    """Milliseconds of look-ups."""

    median: float
    slowest_tenth: float


def questions() -> dict[str, tuple[str, dict[str, str]]]:
    """Name -> (query, parameters)."""
    made = {f"{topic}: {text}": (text, {}) for topic, texts in QUESTIONS.items() for text in texts}
    return {**example_questions(), **made}


def seconds(columns: Columns) -> dict[str, float | None]:
    """Question -> its processor seconds; None: it is left to Oxigraph."""
    found: dict[str, float | None] = {}
    for name, (text, parameters) in questions().items():

        def ask(text: str = text, parameters: dict[str, str] = parameters) -> None:
            parsed = parse(text, parameters)
            given = {n: of_rdflib(term) for n, term in parsed.given.items()}
            ours = with_our_classes(parsed.text, parsed.columns)
            columns.answer(columns.translated(ours, parsed.columns, given), _ROWS)

        try:
            found[name] = min(cpu(ask) for _ in range(2))
        except FallBack:
            found[name] = None
    return found


def look_ups(graph: Graph, iris: Sequence[str]) -> dict[str, Times]:
    """Kind of look-up -> how long it takes."""
    found = {}
    for name, query in _LOOK_UPS.items():
        graph.sparql(query.format(iris[0]))
        each = []
        for iri in iris:
            began = time.perf_counter()
            graph.sparql(query.format(iri))
            each.append((time.perf_counter() - began) * 1000)
        found[name] = Times(statistics.median(each), sorted(each)[int(len(each) * 0.9)])
    return found


def _things(graph: Graph, count: int) -> list[str]:
    sample = "SELECT iri FROM {} USING SAMPLE reservoir({} ROWS) REPEATABLE (1)"
    return [str(row[0]) for name in ("events", "actors") for row in graph.sql(sample.format(name, count)).rows]


def _section(
    events: int, cost: dict[str, float | None], before: dict[str, Times], after: dict[str, Times], things: int
) -> str:
    known = {name: s for name, s in cost.items() if s is not None}
    within = ((0.1, "0.1"), (0.5, "0.5"), (_LIMIT, "2"))
    share = ", ".join(f"{sum(s <= most for s in known.values())} at most {word}" for most, word in within)
    slow = "".join(f"- {s:.1f}: `{name}`\n" for name, s in sorted(known.items()) if s > _LIMIT)
    text = _TEXT.format(
        events=events, count=len(cost), rows=_ROWS, share=share, slow=f"Those above:\n\n{slow}\n" if slow else "",
        left=len(cost) - len(known), load=os.getloadavg()[1], cores=os.cpu_count(), things=things,
    )  # fmt: skip
    head = ("look-up", "from the columns", "slowest tenth", "triples built", "slowest tenth")
    rows = [(n, *(f"{x:.0f}" for x in (*before[n], *after[n]))) for n in _LOOK_UPS]
    return f"## {TITLE}\n\n{text}\n{table(head, rows)}"


def main() -> None:
    """Load, ask, build, look up, and print the section or write it into the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sparql_large", description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000, help="synthetic events")
    parser.add_argument("--things", type=int, default=100, help="how many events, and how many actors, are looked up")
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files (about 4 kB an event)")
    parser.add_argument("--out", type=Path, help="the page that gets the section; without it, it is printed")
    arguments = parser.parse_args()
    with scratch(arguments.work) as work, Graph(work / "graph") as graph:
        graph.load(write_events(work / f"{arguments.events}.export.CSV", arguments.events), loader="gdelt-events")
        graph.load(EXAMPLES / "central-asia")
        columns = Columns(graph.version())
        cost = seconds(columns)
        columns.close()
        things = _things(graph, arguments.things)
        before = look_ups(graph, things)
        graph.build("rdf")
        text = _section(arguments.events, cost, before, look_ups(graph, things), len(things))
    tell_section(text, arguments.out)


if __name__ == "__main__":
    main()
