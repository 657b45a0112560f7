"""What ``govgraph load`` prints for people: a table of the files, what became of them together, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govgraph.commands.output import say, show_table
from govgraph.graph.answers.printed import counted
from govgraph.graph.build.report import LoadReport

_QUIET = ("loaded", "dry run")
"""What is so ordinary that a column with nothing else would say nothing."""

_MOST_EXAMPLES = 3


def show_reports(reports: Sequence[LoadReport], seconds: float, *, verbose: bool) -> None:
    """Print the reports of a load.

    Args:
        seconds: how long the whole load took.
        verbose: also list the files without rows, the columns that were not used, and the seconds for each file.
    """
    if not reports:
        say("Nothing was loaded: there is no file in what was named.")
    skipped = [r for r in reports if r.status == "skipped"]
    read = [r for r in reports if r.status != "skipped"]
    empty = [r for r in read if not r.rows_read and not r.failed]
    shown = read if verbose else [r for r in read if r not in empty]
    _show_files(shown, verbose)
    for report in shown:
        _show_troubles(report)
    _show_total(read, seconds)
    _show_register(shown, verbose)
    if verbose:
        for report in skipped:
            say(f"skipped: {report.error}")
        for report in reports:
            if report.unused_columns:
                say(f"{Path(report.path).name}: columns not used: {', '.join(report.unused_columns)}")
        return
    _fold("skipped, in no format that is read here", (r.path for r in skipped))
    _fold("without rows", (r.path for r in empty))
    _fold("with columns that are not used", (r.path for r in reports if r.unused_columns))


def _show_files(reports: Sequence[LoadReport], verbose: bool) -> None:
    cells = {
        "file": [Path(r.path).name for r in reports],
        "format": [r.loader for r in reports],
        "status": [r.status for r in reports],
        "read": [f"{r.rows_read:,}" for r in reports],
        "loaded": [f"{r.rows_loaded:,}" for r in reports],
        "merged": [f"{r.rows_merged:,}" for r in reports],
        "rejected": [f"{r.rows_rejected:,}" for r in reports],
        "seconds": [f"{r.seconds:.1f}" for r in reports],
    }
    if all(status in _QUIET for status in cells["status"]):
        del cells["status"]
    if not verbose:
        del cells["seconds"]
    for name in ("merged", "rejected"):
        if set(cells[name]) <= {"0"}:
            del cells[name]
    if reports:
        show_table(list(cells), zip(*cells.values(), strict=True))


def _show_troubles(report: LoadReport) -> None:
    name = Path(report.path).name
    if report.error:  # which begins with the place, if there is one
        say(report.error if report.error.startswith((name, report.path)) else f"{name}: {report.error}")
    for reason, rows in report.rejected.items():
        example = report.reject_examples.get(reason)
        place = f", first in row {example['row']:,}: {example['value']!r}" if example else ""
        say(f"{name}: {counted(rows, 'row')} rejected: {reason}{place}")
    if report.rejects_file:
        say(f"{name}: all rejected rows with their values: {report.rejects_file}")
    for kind, occurrences in report.notes.items():
        cases = ", ".join(f"{e['value']} (row {e['row']})" for e in occurrences["examples"])
        say(f"{name}: {kind}: {occurrences['count']:,}, as {cases}")


def _show_total(reports: Sequence[LoadReport], seconds: float) -> None:
    if not reports:
        return
    rows = [
        f"{sum(of):,} {what}"
        for what, of in (
            ("loaded", [r.rows_loaded for r in reports]),
            ("merged into others", [r.rows_merged for r in reports]),
            ("rejected", [r.rows_rejected for r in reports]),
        )
        if sum(of) or what == "loaded"
    ]
    tried = " Nothing was changed (--dry-run)." if any(r.status == "dry run" for r in reports) else ""
    read = counted(sum(r.rows_read for r in reports), "row")
    say(f"{counted(len(reports), 'file')}, {read} in {seconds:.1f} seconds: {', '.join(rows)}.{tried}")
    new, known = sum(r.actors_new for r in reports), sum(r.actors_known for r in reports)
    if new or known:
        say(f"Actors: {new:,} new, {known:,} known before.")


def _show_register(reports: Sequence[LoadReport], verbose: bool) -> None:
    """What was found in the register of governance actors."""
    told = [r for r in reports if r.register]
    linked, open_ = (sum(r.register[what] for r in told) for what in ("linked", "open"))
    if not linked:
        return
    more = "" if verbose else " (--verbose says which)"
    say(f"Register: linked {counted(linked, 'actor')}, {counted(open_, 'name')} stayed open{more}.")
    for report in told if verbose else ():
        name = Path(report.path).name
        for link in report.register["links"]:
            say(f"{name}: linked {link['value']} (row {link['row']})")
        for reason, found in report.register["reasons"].items():
            cases = ", ".join(f"{e['value']} (row {e['row']})" for e in found["examples"])
            say(f"{name}: {counted(found['count'], 'name')} stayed open, {reason}, as {cases}")


def _fold(what: str, paths: Iterable[str]) -> None:
    """One line for files that need no line each."""
    names = [Path(path).name for path in paths]
    if names:
        more = f" and {len(names) - _MOST_EXAMPLES:,} more" if len(names) > _MOST_EXAMPLES else ""
        say(f"{counted(len(names), 'file')} {what}: {', '.join(names[:_MOST_EXAMPLES])}{more} (--verbose says more)")
