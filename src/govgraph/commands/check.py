"""The command ``govgraph check``: whether all that a graph holds is in order."""

from __future__ import annotations

from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import progress, show_json
from govgraph.graph.defaults import GRAPH

app = typer.Typer()


@app.command(epilog=examples("govgraph check", "govgraph check --deep --json"))
def check(
    graph: GraphOption = GRAPH,
    deep: Annotated[bool, typer.Option("--deep", help="Also build everything anew aside and compare.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify hashes, shapes, and that all stores agree."""
    with govgraph.open(graph) as opened, progress() as tell:
        report = opened.check(deep=deep, progress=tell)
    if as_json:
        show_json(report.to_json())
    else:
        typer.echo(str(report))
    if not report.ok:
        raise typer.Exit(1)
