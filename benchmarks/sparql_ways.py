"""The example questions in SPARQL, answered from the columns and by Oxigraph over the same graph: processor seconds of each.

    python -m benchmarks.sparql_ways --rows 100000 --out docs/benchmarks.md

The graph is synthetic events and the example files. Each question is asked of both in this process, the columns once before the
measured time, as Oxigraph opens its files before it. The seconds of the columns are those of reading, translating and running.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.files import scratch, tell_section
from benchmarks.synthetic import write_events
from govgraph.graph.graph import Graph
from govgraph.graph.relational.columns import Columns
from govgraph.graph.relational.terms import FallBack
from govgraph.graph.sparql.route import of_rdflib
from govgraph.graph.stores.sparql import SparqlStore, parse

TITLE = "SPARQL from the columns and from the triples"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def example_questions() -> dict[str, tuple[str, dict[str, str]]]:
    """Name -> (query, parameters) of the example questions."""
    found = {}
    for file in sorted((EXAMPLES / "queries").glob("*.sparql")):
        text = file.read_text("utf-8")
        lines = [line.removeprefix("# param ") for line in text.splitlines() if line.startswith("# param ")]
        found[file.stem] = text, dict(line.split(" = ", 1) for line in lines)
    return found


def cpu(work: Callable[[], Any]) -> float:
    """Processor seconds of a piece of work in this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measured(version: Path) -> dict[str, tuple[float | None, float]]:
    """Question -> processor seconds (from the columns; None: they leave it to Oxigraph; from the triples)."""
    columns, triples = Columns(version), SparqlStore(version / "rdf")
    seconds: dict[str, tuple[float | None, float]] = {}
    for name, (text, parameters) in example_questions().items():

        def ask(text: str = text, parameters: dict[str, str] = parameters) -> bytes:
            parsed = parse(text, parameters)
            given = {n: of_rdflib(term) for n, term in parsed.given.items()}
            return columns.answer(columns.translated(parsed.text, parsed.columns, given), None).data

        def ask_triples(text: str = text, parameters: dict[str, str] = parameters) -> object:
            return triples.answer(text, dict(parameters), None)

        try:
            ours: float | None = min(cpu(ask) for _ in range(2))
        except FallBack:
            ours = None
        seconds[name] = ours, cpu(ask_triples)
        print(name, *seconds[name], file=sys.stderr, flush=True)  # noqa: T201 - a command's progress
    return seconds


def table(seconds: dict[str, tuple[float | None, float]], rows: int) -> str:
    """The section of the page.

    Example:
        >>> print(table({"01-a": (0.1, 2.0)}, 1000).splitlines()[-1])
        | all | 0.10 | 2.00 |
    """
    lines = [f"| {name} | {'' if a is None else f'{a:.2f}'} | {b:.2f} |" for name, (a, b) in seconds.items()]
    ours, theirs = sum(a or 0 for a, _ in seconds.values()), sum(b for _, b in seconds.values())
    lines.append(f"| all | {ours:.2f} | {theirs:.2f} |")
    head = "| question | columns | triples |\n|---|---:|---:|\n"
    words = (
        f"The questions of `examples/queries` over {rows:,} synthetic events and the example files: processor seconds of reading,\n"
        "translating and answering a query, both ways in one process. The triples must be built before, which is not counted.\n"
        "Made by `python -m benchmarks.sparql_ways`."
    )
    return f"## {TITLE}\n\n{words}\n\n{head}" + "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print the table; with ``--out`` put it into a page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sparql_ways", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="synthetic events")
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files")
    parser.add_argument("--out", type=Path, help="the page whose section is replaced, as docs/benchmarks.md")
    arguments = parser.parse_args()
    with scratch(arguments.work) as work, Graph(work / "graph") as graph:
        graph.load(write_events(work / f"{arguments.rows}.export.CSV", arguments.rows), loader="gdelt-events")
        graph.load(EXAMPLES / "central-asia")
        graph.build("rdf")
        text = table(measured(graph.version()), arguments.rows)
    tell_section(text, arguments.out)


if __name__ == "__main__":
    main()
