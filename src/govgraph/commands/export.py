"""The command ``govgraph export``: it calls :meth:`Graph.export`, and reports on standard error what the format cannot hold."""

from __future__ import annotations

import os
import sys
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
from govgraph.commands.output import note, progress
from govgraph.graph.defaults import GRAPH, HUBS, TIMEOUT
from govgraph.graph.export.formats import FORMATS

_EXAMPLES = (
    "govgraph export ttl -o graph.ttl.gz",
    "govgraph export nq -o - | wc -l",
    "govgraph export gexf --actor Кыргызстан --hops 1 -o kg.gexf",
    "govgraph export graphml --cypher 'MATCH p = (:Official)-[:MEMBER_OF]->() RETURN p' -o officials.graphml",
    "govgraph export csv -o tables/",
    "govgraph export neo4j-import -o files/",
    "govgraph export parquet --sql 'SELECT type, count(*) AS n FROM events GROUP BY type' -o types.parquet",
    "govgraph export nt --sparql 'CONSTRUCT { ?a skos:prefLabel ?n } WHERE { ?a a gov:NGO ; skos:prefLabel ?n }'",
)

app = typer.Typer()


@app.command("export", epilog=examples(*_EXAMPLES))
def command(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{' | '.join(FORMATS)}")],
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            help="The file or folder to write; .gz compresses it; - is standard output. [default: GRAPH.FORMAT]",
        ),
    ] = "",
    actor: ActorOption = "",
    hops: Annotated[int, typer.Option(min=0, help="How many relationships away from the actor.")] = 1,
    hubs: HubsOption = HUBS,
    sparql: SelectingQueryOption = "",
    cypher: SelectingQueryOption = "",
    sql: SelectingQueryOption = "",
    param: ParamOption = None,
    timeout: TimeoutOption = TIMEOUT,
    safe: Annotated[
        bool,
        typer.Option(
            "--spreadsheet-safe", help="csv: put ' before the cells that a spreadsheet would run as a formula."
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file or folder.")] = False,
    graph: GraphOption = GRAPH,
) -> None:
    """Export the graph, an actor's surroundings or a query's answer. The formats are described in docs/export.md."""
    to = sys.stdout.buffer if output == "-" else output or None
    try:
        with govgraph.open(graph) as opened, progress() as tell:
            done = opened.export(
                form, to, actor=actor, hops=hops, hubs=hubs, sparql=sparql, cypher=cypher, sql=sql,
                parameters=parameters(param), timeout=timeout or None, force=force, spreadsheet_safe=safe, progress=tell,
            )  # fmt: skip
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, as `| head`, has stopped reading
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    counts = ", ".join(f"{n:,} {what}" for what, n in done.counts.items())
    note(f"{counts} written{f' to {done.path}' if done.path else ''}")
    for text in done.notes:
        note(text)
