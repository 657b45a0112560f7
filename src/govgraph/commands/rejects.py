"""The command for rejected rows: to see them, to take them out of the file, and to load them when they are mended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import note, progress, say, show_json, show_table
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()


@app.command(
    epilog=examples(
        "govgraph rejects records-3f2a9c81d0e4",
        "govgraph rejects events.csv --export mend.csv",
        "govgraph rejects events.csv --mended mend.csv",
    )
)
def rejects(
    load: Annotated[str, typer.Argument(help="The load: its name, the beginning of its name, or its file's name.")],
    graph: GraphOption = GRAPH,
    export: Annotated[
        str,
        typer.Option(
            "--export",
            metavar="FILE",
            help="Write the rejected rows to this file, as they stand in the original, to mend them.",
        ),
    ] = "",
    mended: Annotated[
        str, typer.Option("--mended", metavar="FILE", help="Load the rows of this file, which were mended.")
    ] = "",
    country: Annotated[str, typer.Option(help="With --mended: the country that the original was loaded with.")] = "",
    mapping: Annotated[
        str, typer.Option("--map", metavar="FILE", help="With --mended: the mapping that the original was loaded with.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Show the rows of a load that were rejected, write them to a file, and load them when they are mended."""
    if export and mended:
        raise GovgraphError(
            "--export and --mended are two steps",
            expected="one of the two",
            hint="export, mend the file, then --mended FILE",
        )
    with govgraph.open(graph) as opened, progress() as tell:
        if export:
            rows = opened.export_rejects(load, export)
            say(f"{rows:,} rows written to {export}; mend them there, then: govgraph rejects {load} --mended {export}")
            return
        if not mended:
            rejected = opened.rejects(load)
            if as_json:
                show_json(rejected)
            else:
                show_table(("row", "column", "why", "value"), ([str(v) for v in row.values()] for row in rejected))
            return
        report = opened.mend(load, Path(mended), country=country, mapping=mapping, progress=tell)
    if as_json:
        show_json(report.to_json())
    elif report.failed:
        note(report.error)
    else:
        say(
            f"{report.status} as {report.load}: {report.rows_loaded:,} of {report.rows_read:,} mended rows, {report.rows_rejected:,} rejected again"
        )
    if report.failed:
        raise typer.Exit(1)
