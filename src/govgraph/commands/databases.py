"""Commands between a graph folder and a Neo4j database."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from govgraph.commands.shared import GraphOption, JsonOption, examples, out, progress, show_json
from govgraph.graph.folder import Folder
from govgraph.graph.graph import DEFAULT
from govgraph.graph.neo4j.uri import is_neo4j_uri
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()

UriArgument = Annotated[
    str,
    typer.Argument(
        envvar="NEO4J_URI", metavar="URI", help="neo4j://HOST:PORT/DATABASE. Password: NEO4J_PASSWORD or a prompt."
    ),
]
UserOption = Annotated[str, typer.Option(help="The user; empty: NEO4J_USER, else neo4j.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Though it removes much, or what only the other side has.")]


def _folder(graph: str) -> Folder:
    if is_neo4j_uri(graph):
        raise GovgraphError(
            "the folder is named by --graph, the database by the argument", where=graph, expected="--graph DIR"
        )
    return Folder(Path(graph))


def _show(report: Any, as_json: bool) -> None:
    if as_json:
        show_json(asdict(report))
        return
    for key, value in asdict(report).items():
        text = ", ".join(value) if isinstance(value, list) else value
        out.print(f"{key.replace('_', ' ')}: {text}", markup=False)


@app.command(
    epilog=examples(
        "govgraph push neo4j://localhost",
        "govgraph push neo4j://localhost --dry-run",
        "NEO4J_PASSWORD=... govgraph push bolt://127.0.0.1:7687/govgraph",
    )
)
def push(
    uri: UriArgument,
    database: Annotated[str, typer.Option(help="The database; empty: of the address, or the server's own.")] = "",
    user: UserOption = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare though nothing changed here, and repair.")
    ] = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Make a Neo4j database as the graph folder is; again, only what changed."""
    from govgraph.graph.neo4j.connect import Remote
    from govgraph.graph.neo4j.push import push as run

    remote = Remote.at(uri, database or None, user or None)
    with progress() as tell:
        report = run(
            _folder(graph), remote, progress=tell, compare=compare, dry_run=dry_run, remove_many=yes, overwrite=yes
        )  # fmt: skip
    _show(report, as_json)


@app.command(
    epilog=examples("govgraph pull neo4j://localhost --graph copy", "govgraph pull neo4j://localhost --dry-run")
)
def pull(
    uri: UriArgument,
    user: UserOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Make the graph folder as a Neo4j database is: the same tables, the same triples; again, only what changed."""
    from govgraph.graph.neo4j.connect import Remote
    from govgraph.graph.neo4j.sync import pull as run

    with progress() as tell:
        report = run(_folder(graph), Remote.at(uri, user=user or None), progress=tell, dry_run=dry_run, overwrite=yes)
    _show(report, as_json)


@app.command(epilog=examples("govgraph sync neo4j://localhost", "govgraph sync neo4j://localhost --dry-run"))
def sync(
    uri: UriArgument,
    user: UserOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Load and unload on each side what was loaded and unloaded on the other since they last met."""
    from govgraph.graph.neo4j.connect import Remote
    from govgraph.graph.neo4j.sync import sync as run

    with progress() as tell:
        report = run(_folder(graph), Remote.at(uri, user=user or None), progress=tell, dry_run=dry_run, remove_many=yes)
    if as_json:
        show_json(asdict(report))
        return
    for side, part in (("the folder", report.pull), ("the database", report.push)):
        out.print(f"{side}:")
        _show(part, False)
