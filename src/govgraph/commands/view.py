"""The command ``govgraph view``: it draws the graph, or a part of it, on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import (
    ActorOption,
    GraphOption,
    HubsOption,
    ParamOption,
    SelectingQueryOption,
    TimeoutOption,
    examples,
    parameters,
)
from govgraph.commands.output import note, say
from govgraph.graph.defaults import GRAPH, HUBS, TIMEOUT

app = typer.Typer()


@app.command(
    epilog=examples(
        "govgraph view -o page.html",
        "govgraph view --actor Кыргызстан --hops 1 -o kg.html",
        "govgraph view --actor 'United States' --as actors -o us.html",
        "govgraph view --actor Кыргызстан -o kg.svg",
        "govgraph view --cypher 'MATCH p = (:Official)-[:MEMBER_OF]->() RETURN p' -o officials.html",
    )
)
def view(
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="The file to write: a page, or with the ending .svg or .png (300 dpi) a picture for a report.",
        ),
    ] = Path("page.html"),
    actor: ActorOption = "",
    hops: Annotated[int, typer.Option(min=1, max=4, help="How many relationships away from the actor.")] = 1,
    hubs: HubsOption = HUBS,
    sparql: SelectingQueryOption = "",
    cypher: SelectingQueryOption = "",
    sql: SelectingQueryOption = "",
    param: ParamOption = None,
    timeout: TimeoutOption = TIMEOUT,
    title: Annotated[str, typer.Option(help="The page's title.")] = "",
    language: Annotated[str, typer.Option(help="The language that names are shown in first: ky, ru or en.")] = "",
    draw_as: Annotated[
        str,
        typer.Option(
            "--as",
            help="How events are drawn: actors (as relations between those who share them), events (as nodes), or auto (actors if there are more events than other things; of a whole graph, than half of the actors).",
        ),
    ] = "auto",
    community: Annotated[
        str, typer.Option(help="Draw the community of this thing, of a graph that is too large to be drawn at once.")
    ] = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Write an interactive network page that works offline, in one file, or a picture for a report."""
    with govgraph.open(graph) as opened:
        page = opened.view(
            output, actor=actor, hops=hops, hubs=hubs, sparql=sparql, cypher=cypher, sql=sql,
            parameters=parameters(param), timeout=timeout or None, title=title, language=language, draw_as=draw_as,
            community=community,
        )  # fmt: skip
    for text in page.notes:
        note(text)
    if draw_as == "auto" and page.drawn_as == "actors":
        note("Events are drawn as relations between actors; --as events draws them as nodes.")
    say(f"{page.nodes} nodes and {page.relationships} relationships: {page.path}")
