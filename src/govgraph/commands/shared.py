"""What commands share: options, the bars that show progress, and answers as a table, CSV or JSON."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from govgraph.graph.elements import plain
from govgraph.graph.results import Result
from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.terms import shorten

# Off a terminal nothing is cut to a width that nobody has.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 240)
err = Console(stderr=True, highlight=False)

GraphOption = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="GOVGRAPH",
        metavar="DIR|URI",
        show_default=True,
        help="The graph folder, or neo4j://HOST:PORT/DATABASE for a graph that lives in Neo4j.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for scripts.")]


def examples(*lines: str) -> str:
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage, with rate and remaining time, on a terminal's standard error; nothing elsewhere."""
    if not err.is_terminal:
        yield lambda _what, _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield tell


def show_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", help="NAME=VALUE, bound and never put into the text; repeat for more."),
]
TimeoutOption = Annotated[float, typer.Option(help="Seconds after which the query is stopped; 0: never.")]
ActorOption = Annotated[str, typer.Option(help="Only an actor's surroundings: a name, identifier or IRI.")]
SelectingQueryOption = Annotated[str, typer.Option(help="Only what this query answers.")]


def _value(text: str) -> object:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    try:
        return json.loads(text)
    except ValueError:
        return text


def parameters(params: list[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for param in params or []:
        name, equals, text = param.partition("=")
        if not equals or not name.isidentifier():
            raise GovgraphError(f"the parameter {param!r} is no NAME=VALUE", hint="--param day=2015-01-01")
        if name in ("limit", "timeout"):
            raise GovgraphError(
                f"a parameter cannot be called {name!r}", hint=f"use another name in the query, or --{name}"
            )
        found[name] = _value(text)
    return found


def show(result: Result, as_table: bool, as_csv: bool, as_json: bool, parquet: Path | None) -> None:
    if parquet:
        result.to_polars().write_parquet(parquet)
        err.print(f"{len(result):,} rows written to {parquet}", markup=False)
    elif as_json:
        show_json(result.to_json())
    elif as_csv or not (as_table or out.is_terminal):
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_cell(v) for v in row] for row in result.rows)
    else:
        table = Table(*result.columns)
        for row in result.rows:
            table.add_row(*(Text(shorten(_cell(v))) for v in row))
        out.print(table)
        out.print(f"{len(result):,} rows")
    if result.cut:
        err.print("There are more rows; --limit 0 gives all.")


def _cell(value: object) -> str:
    simple = plain(value)
    if simple is None:
        return ""
    return simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)
