"""The command ``govgraph export``: words in, :meth:`Graph.export` called, and what the format loses said on standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import govgraph
from govgraph.commands.shared import GraphOption, ParamOption, TimeoutOption, examples, parameters, progress
from govgraph.graph.export.export import FORMATS
from govgraph.graph.graph import DEFAULT, TIMEOUT
from govgraph.ontology.errors import GovgraphError

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


_IMPORT = "neo4j-import"

app = typer.Typer()


@app.command("export", epilog=examples(*_EXAMPLES))
def command(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{' | '.join([*FORMATS, _IMPORT])}")],
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            help="The file or folder; .gz compresses; - is standard output. [default: GRAPH.FORMAT]",
        ),
    ] = "",
    actor: Annotated[str, typer.Option(help="Only an actor's surroundings: a name, identifier or IRI.")] = "",
    hops: Annotated[int, typer.Option(min=0, help="How far from the actor.")] = 1,
    sparql: Annotated[str, typer.Option(help="Only what this query answers.")] = "",
    cypher: Annotated[str, typer.Option(help="Only what this query answers.")] = "",
    sql: Annotated[str, typer.Option(help="Only what this query answers.")] = "",
    param: ParamOption = None,
    timeout: TimeoutOption = TIMEOUT,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    graph: GraphOption = DEFAULT,
) -> None:
    """Write the graph, an actor's surroundings or a query's answer in another format: see docs/export.md."""
    if form == _IMPORT:
        if output == "-" or force or actor or sparql or cypher or sql:
            raise GovgraphError(f"{_IMPORT} is the whole graph in a new folder", expected=f"{_IMPORT} -o FOLDER")
        _write_import(graph, Path(output or _IMPORT))
        return
    to = sys.stdout.buffer if output == "-" else output or None
    try:
        with govgraph.open(graph) as opened, progress() as tell:
            done = opened.export(
                form, to, actor=actor, hops=hops, sparql=sparql, cypher=cypher, sql=sql,
                parameters=parameters(param), timeout=timeout or None, force=force, progress=tell,
            )  # fmt: skip
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    counts = ", ".join(f"{n:,} {what}" for what, n in done.counts.items())
    typer.echo(f"{counts} written{f' to {done.path}' if done.path else ''}", err=True)
    for note in done.notes:
        typer.echo(f"{form} holds {note}" if note == FORMATS[form].loses else note, err=True)


def _write_import(graph: str, folder: Path) -> None:
    """Write the files for ``neo4j-admin database import full``, and say the command."""
    from govgraph.graph.export.neo4j_import import write_import_files

    with govgraph.open(graph) as opened, progress() as tell:
        report = write_import_files(opened.version(), folder, opened.settings.languages, tell)
    typer.echo(f"{report.nodes:,} nodes and {report.relationships:,} relationships. With the server stopped:", err=True)
    typer.echo(report.shell)
    typer.echo(f"More, and what to do after it: {report.folder / 'README.txt'}", err=True)
