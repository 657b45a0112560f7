"""What one decision costs in a graph of many events: CPU seconds of this process and its children, and what is written.

python -m benchmarks.identity.cost --events 100000
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.synthetic import write_events
from govgraph.graph.graph import Graph


def _cpu() -> float:
    return sum(
        r.ru_utime + r.ru_stime for r in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    """Load a file, decide on the two actors with the most events and on two others, undo it, and print what each step costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--build", action="store_true", help="with the triples built, so that they are updated too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Graph(Path(folder) / "graph") as graph:
        home = Path(folder)

        def step(name: str, started: tuple[float, float]) -> None:
            print(f"| {name} | {_cpu() - started[0]:.2f} | {time.monotonic() - started[1]:.2f} |", flush=True)  # noqa: T201

        print(f"{chosen.events:,} events\n\n| step | CPU s | s |\n|---|---|---|")  # noqa: T201
        started = _cpu(), time.monotonic()
        graph.load(write_events(home / "20150101000000.export.CSV", chosen.events))
        step("load", started)
        if chosen.build:
            graph.build("rdf")
        order = "SELECT participant FROM participations WHERE NOT contains(participant, '/country/') GROUP BY ALL ORDER BY count(*) DESC, 1"
        actors = [iri for (iri,) in graph.sql(order).rows]
        for told, first in (("the two with the most events", 0), ("two in the middle", len(actors) // 2)):
            started = _cpu(), time.monotonic()
            made = graph.identity.decide(*actors[first : first + 2], reason="measured")
            step(f"decide, {told}", started)
            assert made is not None
            started = _cpu(), time.monotonic()
            graph.identity.undo(made.id)
            step(f"undo, {told}", started)


if __name__ == "__main__":
    main()
