"""The command ``govgraph check``: verify everything that a graph holds."""

from __future__ import annotations

from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import progress, say, show_json
from govgraph.graph.defaults import GRAPH

app = typer.Typer()


@app.command(epilog=examples("govgraph check", "govgraph check --deep --json"))
def check(
    graph: GraphOption = GRAPH,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also rebuild everything in a temporary folder and compare.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify file hashes and SHACL shapes, and that all stores hold the same content."""
    with govgraph.open(graph) as opened, progress() as tell:
        report = opened.check(deep=deep, progress=tell)
    if as_json:
        show_json(report.to_json())
    else:
        say(str(report))
    if not report.ok:
        raise typer.Exit(1)
