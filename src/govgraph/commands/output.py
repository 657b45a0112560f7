"""What several commands print: answers as a table, CSV or JSON, notes, and progress bars.

Answers go to standard output, all else to standard error. Bars are drawn by rich, which is imported only when one is
drawn: a script that reads JSON or CSV does not wait for it.
"""

from __future__ import annotations

import contextlib
import csv
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.visible import spreadsheet_safe, visible

if TYPE_CHECKING:
    from govgraph.graph.answers.results import Result

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


def width() -> int:
    """How many columns the screen has, or ``COLUMNS`` says; elsewhere there is room for most tables."""
    return shutil.get_terminal_size((_WIDTH_ELSEWHERE, 24)).columns


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print cells as a table, or a block a record where they do not fit."""
    from govgraph.graph.answers.printed import text_table

    sys.stdout.write(text_table(columns, [[visible(cell) for cell in row] for row in rows], width()))


@dataclass(frozen=True, slots=True)
class Form:
    """The form in which an answer is printed or written. The default is a table on a terminal, and CSV elsewhere.

    Attributes:
        safe: put an apostrophe before the cells of CSV that a spreadsheet would run.

    Raises:
        GovgraphError: ``safe`` with another format than CSV.
    """

    table: bool = False
    as_csv: bool = False
    as_json: bool = False
    parquet: Path | None = None
    safe: bool = False

    def __post_init__(self) -> None:
        if self.safe and (self.parquet or self.as_json or self.table):
            raise GovgraphError("--spreadsheet-safe is for CSV", hint="--csv --spreadsheet-safe")

    @property
    def printed(self) -> bool:
        """Whether it is a table for people."""
        others = self.parquet or self.as_json or self.as_csv or self.safe
        return not others and (self.table or sys.stdout.isatty())


def show(
    result: Result,
    form: Form,
    *,
    names: Mapping[str, str] | None = None,
    empty: str = "",
    thing: str = "row",
    more: str = "--limit 0 returns all",
) -> None:
    """Print or write an answer. Warnings go to standard error.

    Args:
        names: what the IRIs of a printed table are called.
        empty: why an answer without rows may have none.
        thing: what a row is.
        more: what returns those rows that the limit left out.
    """
    for warning in result.warnings:
        note(f"warning: {warning}")
    # What draws tables is not imported for what a script reads.
    if form.parquet:
        from govgraph.graph.answers.printed import counted

        result.to_polars().write_parquet(form.parquet)
        note(f"{counted(len(result), 'row')} written to {form.parquet}")
    elif form.as_json:
        show_json(result.to_json())
    elif not form.printed:
        _show_csv(result, form.safe)
    else:
        from govgraph.graph.answers.printed import counted, text_table, with_names

        sys.stdout.write(text_table(result.columns, [with_names(row, names or {}) for row in result.rows], width()))
        say(f"({counted(len(result), thing)})")
    if not len(result) and empty and not form.as_json:
        note(empty)
    if result.cut:
        note(f"There are more {thing}s; {more}.")


class _Lines:
    """Standard output for a CSV writer whose lines end in CR LF, and then in LF. Such a writer also quotes cells with a CR."""

    def write(self, row: str) -> None:
        sys.stdout.write(row.removesuffix("\r\n") + "\n")


def _show_csv(result: Result, safe: bool) -> None:
    from govgraph.graph.answers.values import cell

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
