"""The commands between a graph folder and a Neo4j database: ``push``, ``pull`` and ``sync``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import progress, say, show_json
from govgraph.graph.defaults import GRAPH
from govgraph.graph.neo4j.uri import is_neo4j_uri
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.folder import Folder
    from govgraph.graph.neo4j.connect import Remote
    from govgraph.graph.neo4j.sync import PullReport, SyncReport
    from govgraph.graph.progress import Progress

app = typer.Typer()

_SIDES = {"pull": "the folder", "push": "the database"}

UriArgument = Annotated[
    str,
    typer.Argument(
        envvar="NEO4J_URI",
        metavar="URI",
        help="The database: neo4j://HOST:PORT/DATABASE. The password is NEO4J_PASSWORD, or asked for.",
    ),
]
UserOption = Annotated[str, typer.Option(help="The user. Without this option it is NEO4J_USER, or neo4j.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only report what would be done.")]
YesOption = Annotated[
    bool,
    typer.Option("--yes", help="Proceed even if this removes a lot, or removes loads that only the other side has."),
]


def _folder(graph: str) -> Folder:
    from govgraph.graph.folder import Folder

    if is_neo4j_uri(graph):
        raise GovgraphError(
            "--graph must name a folder; the database is given by the argument", where=graph, expected="--graph DIR"
        )
    return Folder(Path(graph))


def _show(report: dict[str, Any], as_json: bool) -> None:
    """Print a report line by line. The report of a sync is printed as two reports, one for each side."""
    if as_json:
        show_json(report)
        return
    for key, value in report.items():
        if key in _SIDES:
            say(f"{_SIDES[key]}:")
            _show(value, False)
        else:
            text = ", ".join(value) if isinstance(value, list) else value
            say(f"{key.replace('_', ' ')}: {text}")


@app.command(
    epilog=examples(
        "govgraph push neo4j://localhost",
        "govgraph push neo4j://localhost --dry-run",
        "NEO4J_PASSWORD=... govgraph push bolt://127.0.0.1:7687/govgraph",
    )
)
def push(
    uri: UriArgument,
    database: Annotated[
        str, typer.Option(help="The database, instead of the one in the URI. Without both: the server's default.")
    ] = "",
    user: UserOption = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Read the whole database, and repair what others changed in it.")
    ] = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Make a Neo4j database show what the graph folder holds. Only what changed is written."""
    from govgraph.graph.neo4j.connect import Remote
    from govgraph.graph.neo4j.push import push as run

    folder, remote = _folder(graph), Remote.at(uri, database or None, user or None)
    with progress() as tell:
        report = run(
            folder, remote, progress=tell, compare=compare, dry_run=dry_run, remove_many=yes, overwrite=yes
        )  # fmt: skip
    _show(asdict(report), as_json)


def _add_command(name: str, text: str, run: Callable[[Folder, Remote, Progress, bool, bool], Any], *shown: str) -> None:
    """Add a command that may change the folder. These commands take the same options, and differ only in what they run."""

    @app.command(name, help=text, epilog=examples(*shown))
    def command(
        uri: UriArgument,
        user: UserOption = "",
        dry_run: DryRunOption = False,
        yes: YesOption = False,
        graph: GraphOption = GRAPH,
        as_json: JsonOption = False,
    ) -> None:
        from govgraph.graph.neo4j.connect import Remote

        folder, remote = _folder(graph), Remote.at(uri, user=user or None)
        with progress() as tell:
            report = run(folder, remote, tell, dry_run, yes)
        _show(asdict(report), as_json)


def _pull(folder: Folder, remote: Remote, tell: Progress, dry_run: bool, yes: bool) -> PullReport:
    from govgraph.graph.neo4j.sync import pull

    return pull(folder, remote, progress=tell, dry_run=dry_run, overwrite=yes)


def _sync(folder: Folder, remote: Remote, tell: Progress, dry_run: bool, yes: bool) -> SyncReport:
    from govgraph.graph.neo4j.sync import sync

    return sync(folder, remote, progress=tell, dry_run=dry_run, remove_many=yes)


_add_command(
    "pull",
    "Make the graph folder hold what a Neo4j database holds: the same tables, the same triples. Only what changed is fetched.",
    _pull,
    "govgraph pull neo4j://localhost --graph copy",
    "govgraph pull neo4j://localhost --dry-run",
)
_add_command(
    "sync",
    "Load and unload on each side what was loaded and unloaded on the other since the last push, pull or sync.",
    _sync,
    "govgraph sync neo4j://localhost",
    "govgraph sync neo4j://localhost --dry-run",
)
