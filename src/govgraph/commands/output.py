"""What several commands print: answers as a table, CSV or JSON, notes, and progress bars.

Answers go to standard output, all else to standard error. Tables and bars are drawn by rich, which is imported only when one is
drawn: a script that reads JSON or CSV does not wait for it.
"""

from __future__ import annotations

import contextlib
import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.visible import spreadsheet_safe, visible

if TYPE_CHECKING:
    from govgraph.graph.results import Result

# Where there is no terminal, tables are wide, so that no cell is cut.
_WIDTH_ELSEWHERE = 240


def say(text: str, *, err: bool = False) -> None:
    """Print a line for the user. Everything that may hold words of data is printed by this, or as a table, CSV or JSON by what follows."""
    typer.echo(visible(text), err=err)


def note(text: str) -> None:
    """Print a line for the user on standard error."""
    say(text, err=True)


def show_json(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    # JSON escapes the other controls by itself. The value stays the same.
    sys.stdout.write(re.sub("[\x7f-\x9f]", lambda m: f"\\u{ord(m[0]):04x}", text) + "\n")


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(*(Column(header=Text(visible(name))) for name in columns))
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDTH_ELSEWHERE).print(table)


def show(
    result: Result,
    *,
    table: bool = False,
    as_csv: bool = False,
    as_json: bool = False,
    parquet: Path | None = None,
    safe: bool = False,
) -> None:
    """Print or write an answer in the requested format. The default is a table on a terminal, and CSV elsewhere.
    Warnings go to standard error.

    Args:
        safe: put an apostrophe before the cells of CSV that a spreadsheet would run.

    Raises:
        GovgraphError: ``safe`` with another format.
    """
    if safe and (parquet or as_json or table):
        raise GovgraphError("--spreadsheet-safe is for CSV", hint="--csv --spreadsheet-safe")
    from govgraph.graph.values import cell

    for warning in result.warnings:
        note(f"warning: {warning}")
    if parquet:
        result.to_polars().write_parquet(parquet)
        note(f"{len(result):,} rows written to {parquet}")
    elif as_json:
        show_json(result.to_json())
    elif as_csv or safe or not (table or sys.stdout.isatty()):
        _show_csv(result, safe)
    else:
        from govgraph.ontology.terms import shorten

        show_table(result.columns, ([shorten(cell(v)) for v in row] for row in result.rows))
        say(f"{len(result):,} rows")
    if result.cut:
        note("There are more rows; --limit 0 returns all.")


class _Lines:
    """Standard output for a CSV writer whose lines end in CR LF, and then in LF. Such a writer also quotes cells with a CR."""

    def write(self, row: str) -> None:
        sys.stdout.write(row.removesuffix("\r\n") + "\n")


def _show_csv(result: Result, safe: bool) -> None:
    from govgraph.graph.values import cell

    def shown(text: str) -> str:
        text = spreadsheet_safe(text) if safe else text
        return visible(text) if terminal else text

    terminal = sys.stdout.isatty()
    writer = csv.writer(_Lines(), lineterminator="\r\n")
    writer.writerow([shown(name) for name in result.columns])
    writer.writerows([shown(cell(value)) for value in row] for row in result.rows)


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

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
    )
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(visible(what), total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield tell
