"""What several commands print: answers as a table, CSV or JSON, notes, and progress bars.

Answers go to standard output, all else to standard error. Tables and bars are drawn by rich, which is imported only when one is
drawn: a script that reads JSON or CSV does not wait for it.
"""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from govgraph.graph.results import Result

# Where there is no terminal, tables are wide, so that no cell is cut.
_WIDTH_ELSEWHERE = 240


def note(text: str) -> None:
    """Print a line for the user on standard error."""
    typer.echo(text, err=True)


def show_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDTH_ELSEWHERE).print(table)


def show(
    result: Result, *, table: bool = False, as_csv: bool = False, as_json: bool = False, parquet: Path | None = None
) -> None:
    """Print or write an answer in the requested format: by default a table on a terminal, and CSV elsewhere. Warnings go to standard error."""
    from govgraph.graph.values import cell

    for warning in result.warnings:
        note(f"warning: {warning}")
    if parquet:
        result.to_polars().write_parquet(parquet)
        note(f"{len(result):,} rows written to {parquet}")
    elif as_json:
        show_json(result.to_json())
    elif as_csv or not (table or sys.stdout.isatty()):
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([cell(v) for v in row] for row in result.rows)
    else:
        from govgraph.ontology.terms import shorten

        show_table(result.columns, ([shorten(cell(v)) for v in row] for row in result.rows))
        typer.echo(f"{len(result):,} rows")
    if result.cut:
        note("There are more rows; --limit 0 returns all.")


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar for each stage, if standard error is a terminal; otherwise show nothing."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield tell
