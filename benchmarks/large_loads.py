"""What loads of large files cost: processor seconds and peak memory of the process tree, beside the first of the sizes.

    python -m benchmarks.large_loads --events 1000000 10000000 --out docs/benchmarks.md

The same synthetic events as in the other tables. No store is built: a load ends with the tables.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from benchmarks.files import scratch, tell_section
from benchmarks.measure import Cost, task
from benchmarks.report import table, times
from benchmarks.synthetic import write_events

TITLE = "Large loads"

_TEXT = """{} events of the same kind in one file, loaded into an empty folder; `{}`. The last column says how many times the processor
seconds of the first size a load costs, for each event: 1 is linear. Load average of the machine at the end: {:.0f}, on {} cores.
"""


def _section(costs: dict[int, Cost]) -> str:
    first = min(costs)
    rows = []
    for size, cost in costs.items():
        each = cost.cpu / costs[first].cpu / (size / first)
        rows.append(
            (f"{size:,}", cost.cpu, cost.wall, f"{cost.rss:,.0f}", times(cost.cpu / costs[first].cpu), f"{each:.2f}")
        )
    head = ("events", "CPU s", "wall s", "peak MB", f"CPU against {first:,}", "for each event")
    sizes = " and ".join(f"{size:,}" for size in costs)
    command = f"python -m benchmarks.large_loads --events {' '.join(map(str, costs))}"
    text = _TEXT.format(sizes, command, os.getloadavg()[1], os.cpu_count())
    return f"## {TITLE}\n\n{text}\n{table(head, rows)}"


def main() -> None:
    """Load a file of each size, and print the section or write it into the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large_loads", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--events", type=int, nargs="+", default=[1_000_000, 10_000_000], help="sizes, from the smallest"
    )
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files (about 1 kB an event)")
    parser.add_argument(
        "--out", type=Path, default=None, help="the page that gets the section; without it, it is printed"
    )
    arguments = parser.parse_args()
    costs = {}
    for size in sorted(arguments.events):
        with scratch(arguments.work) as work:
            file = write_events(work / f"{size}.export.CSV", size)
            costs[size] = task("load", work / "graph", file)
            shutil.rmtree(work / "graph")
    text = _section(costs)
    tell_section(text, arguments.out)


if __name__ == "__main__":
    main()
