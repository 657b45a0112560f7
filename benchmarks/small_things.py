"""What small things cost: one command each, as multiples of starting Python and importing the two libraries below it.

    python -m benchmarks.small_things --before ../before/.venv/bin/python

Every run is a process of its own. Counted are its processor seconds with all its children (user and system); of several
runs, one after the other through all commands, the least counts: other work on the machine only ever adds to it. With
``--before`` the Python of another environment runs the same commands with the govgraph that is installed there.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.files import scratch, tell_section
from benchmarks.measure import run

TITLE = "Small things"
_REFERENCE = "import duckdb, polars"
_EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "central-asia"
_ROWS = [
    ("kadyrov", "person", "Kadyrov A."), ("asanova", "person", "Asanova B."), ("uulu", "person", "Temir uulu C."),
    ("ministry", "agency", "Ministry of Examples"), ("council", "agency", "Council"), ("union", "ngo", "Union of Towns"),
    ("kg", "country", "Kyrgyzstan"), ("party", "party", "Party of Rows"), ("press", "media", "Evening Example"),
    ("firm", "company", "Firm"), ("bank", "company", "Bank"), ("court", "agency", "Court"),
]  # fmt: skip
_TABLES = "SELECT class, count(*) FROM actors GROUP BY class"


@dataclass(frozen=True, slots=True)
class Task:
    """One small thing.

    Attributes:
        name: in the table.
        command: what follows the Python, for the folder with the graph and files.
        ours: whether it runs govgraph, so that before and now may differ.
        new: a graph folder below that folder which must not be there.
    """

    name: str
    command: Callable[[Path], list[str]]
    ours: bool = True
    new: str = ""


def _govgraph(*words: str) -> Callable[[Path], list[str]]:
    return lambda work: ["-m", "govgraph.cli", *(word.format(work=work) for word in words)]


def _python(text: str) -> Callable[[Path], list[str]]:
    return lambda work: ["-c", text.format(tables=next(work.glob("graph/versions/*/tables")), graph=work / "graph")]


TASKS = (
    Task(f"`python -c '{_REFERENCE}'`", lambda _: ["-c", _REFERENCE], ours=False),
    Task("`python -c pass`", lambda _: ["-c", "pass"], ours=False),
    Task("DuckDB alone, the same SQL", _python(
        "import duckdb, polars; duckdb.sql(\"FROM read_parquet('{tables}/actors.parquet') SELECT class, count(*) GROUP BY class\").pl()"
    ), ours=False),
    Task("`import govgraph`", lambda _: ["-c", "import govgraph"]),
    Task("`govgraph --help`", _govgraph("--help")),
    Task("`govgraph load --help`", _govgraph("load", "--help")),
    Task("`govgraph sql`", _govgraph("sql", _TABLES, "-g", "{work}/graph")),
    Task("`govgraph sparql`", _govgraph(
        "sparql", "SELECT ?class (COUNT(*) AS ?n) {{ ?a a ?class }} GROUP BY ?class", "-g", "{work}/graph")),
    Task("`govgraph cypher`", _govgraph("cypher", "MATCH (a:Actor) RETURN count(*)", "-g", "{work}/graph")),
    Task("`govgraph search`", _govgraph("search", "бишк", "-g", "{work}/graph")),
    Task("`govgraph load`, twelve rows", _govgraph("load", "{work}/actors.csv", "-g", "{work}/new"), new="new"),
)  # fmt: skip


def completion(python: Path, work: Path) -> float:
    """Processor seconds of one press of the tab key after ``govgraph l``."""
    asked = {"_GOVGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": "govgraph l", "COMP_CWORD": "1"}
    program = "import sys; sys.argv[0] = 'govgraph'; from govgraph.cli import main; main()"
    return run([python, "-c", program], cwd=work, environment=asked).cpu


def measured(pythons: dict[str, Path], runs: int, folder: Path) -> dict[tuple[str, str], float]:
    """The least processor seconds of each (name of the Python, name of the task).

    Args:
        pythons: of each version of govgraph; the last one also runs what is not ours.
        runs: of each task.
        folder: for graphs and files.
    """
    seconds: dict[tuple[str, str], float] = {}
    for label, python in pythons.items():
        work = folder / label
        work.mkdir()
        with (work / "actors.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "kind", "name_en"), *_ROWS])
        run([python, "-m", "govgraph.cli", "load", str(_EXAMPLE), "-g", str(work / "graph")])
        for task in TASKS:  # the first question builds what it needs, which belongs to none of these
            if task.name in ("`govgraph sparql`", "`govgraph cypher`"):
                run([python, *task.command(work)], cwd=work)
    last = list(pythons)[-1]
    for number in range(runs):
        for label, python in pythons.items():
            work = folder / label
            costs = {}
            for task in TASKS:
                if task.ours or label == last:
                    if task.new:
                        shutil.rmtree(work / task.new, ignore_errors=True)
                    costs[task.name] = run([python, *task.command(work)], cwd=work).cpu
            costs["tab after `govgraph l`"] = completion(python, work)
            for name, cost in costs.items():
                seconds[label, name] = min(cost, seconds.get((label, name), cost))
            print(f"run {number + 1} of {runs}: {label}", file=sys.stderr, flush=True)  # noqa: T201 - a command's progress
    return seconds


def table(seconds: dict[tuple[str, str], float], labels: list[str]) -> str:
    """The section of the page.

    Args:
        seconds: of :func:`measured`.
        labels: the Pythons in the order of the columns, of which the last is the one that is described.

    Example:
        >>> print(table({("now", TASKS[0].name): 0.2, ("now", "a"): 0.5}, ["now"]).splitlines()[-1])
        | a | 2.5x | 0.50 |
    """
    reference = seconds[labels[-1], TASKS[0].name]
    names = list(dict.fromkeys(name for label, name in seconds if label == labels[-1]))
    head = [*labels, "CPU s"]
    lines = [f"| what | {' | '.join(head)} |", "|---|" + "---:|" * len(head)]
    for name in names:
        cells = [f"{seconds[x, name] / reference:.1f}x" if (x, name) in seconds else "" for x in labels]
        lines.append(f"| {name} | {' | '.join(cells)} | {seconds[labels[-1], name]:.2f} |")
    return f"## {TITLE}\n\n{_WORDS}\n\n" + "\n".join(lines) + "\n"


_WORDS = f"""What one command costs on a small graph (`examples/central-asia`, about 400 nodes), as multiples of
`python -c '{_REFERENCE}'` in the same run: processor seconds with all child processes, the least of several runs. A SPARQL or Cypher query
starts the process that can be stopped at its time limit, Cypher also a Java runtime; a load builds no store.
Made by `python -m benchmarks.small_things`; with `--before PYTHON` the column *before* is the govgraph of that Python, here the first version."""


def main() -> None:
    """Measure and print the table; with ``--out`` put it into a page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.small_things", description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, help="the Python of an environment with an earlier govgraph")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run")
    parser.add_argument("--work", type=Path, default=None, help="folder for scratch files")
    parser.add_argument("--out", type=Path, help="the page whose section is replaced, as docs/benchmarks.md")
    arguments = parser.parse_args()
    pythons = {"before": arguments.before.absolute()} if arguments.before else {}
    pythons["now"] = Path(sys.executable)
    os.environ.pop("GOVGRAPH", None)
    with scratch(arguments.work) as work:
        text = table(measured(pythons, arguments.runs, work), list(pythons))
    tell_section(text, arguments.out)


if __name__ == "__main__":
    main()
