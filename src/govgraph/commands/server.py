"""The commands ``govgraph neo4j start | stop | status | url | log | admin``: a local server from the command line.

This module only reads the options and prints the answers; the work is done in ``graph/server/server.py``. Progress goes to
standard error, so that a script finds only the answer in standard output.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from govgraph.commands.output import say
from govgraph.graph.errors import GraphError
from govgraph.graph.server.defaults import BOLT_PORT, CURRENT, HEAP, HTTP_PORT, LTS, PAGE_CACHE

if TYPE_CHECKING:
    from govgraph.graph.server.process import ServerInfo
    from govgraph.graph.server.server import Neo4jServer

app = typer.Typer(
    name="neo4j",
    no_args_is_help=True,
    help="Run a Neo4j server of your own, for this computer only. It needs no Java, no Docker and no administrator, only "
    "pip install 'govgraph[neo4j-server]'. The first start fetches Neo4j Community (GPL-3, about 130 MB).",
)

NOT_RUNNING = 3
"""The exit code of ``status`` if the server is not running: the same as of Neo4j's own command and of Linux services."""

Home = Annotated[
    Path | None,
    typer.Option("--home", help="The server's folder.", show_default="in your data folder, one for each version"),
]
Version = Annotated[
    str | None,
    typer.Option("--version", help=f"A release, or lts ({LTS}), or current ({CURRENT}).", show_default="lts"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def _server(home: Path | None, version: str | None, **fetching: Any) -> Neo4jServer:
    from govgraph.graph.server.server import Neo4jServer

    return Neo4jServer(home, version or LTS, **fetching)


@contextlib.contextmanager
def _status(text: str) -> Iterator[Callable[[str], None]]:
    """Show on the terminal (standard error) what is being done. The function that is yielded changes the text."""
    if not sys.stderr.isatty():
        yield lambda _line: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(text) as status:
        yield lambda line: status.update(escape(line))


def _existing(home: Path | None, version: str | None) -> Neo4jServer:
    """The server that a command applies to.

    Without ``--home`` and ``--version`` this is the one server of this user that is running, whatever its version; if none is
    running, it is the default server.
    """
    if home is None and version is None:
        from govgraph.graph.server.server import Neo4jServer, default_home

        homes = default_home().parent
        servers = [Neo4jServer(folder) for folder in sorted(homes.glob("*.*.*")) if folder.is_dir()]
        running = [server for server in servers if server.status()]
        if len(running) > 1:
            versions = ", ".join(server.home.name for server in running)
            raise GraphError(f"several of your servers are running: {versions}", hint="choose one with --version")
        if running:
            return running[0]
    return _server(home, version)


def _facts(server: Neo4jServer, info: ServerInfo | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"running": info is not None, "home": str(server.home), "log": str(server.log)}
    if info:
        facts |= {
            "version": info.version,
            "uri": info.uri,
            "http": info.http_url,
            "user": server.user,
            "password_file": str(server.password_file),
            "pid": info.pid,
        }
    return facts


def _settings(texts: list[str]) -> dict[str, str]:
    """The values of ``--setting NAME=VALUE``, by name."""
    settings = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise GraphError(f"{text!r} is not a setting", expected="NAME=VALUE", where="--setting")
        settings[name.strip()] = value.strip()
    return settings


@app.command(
    epilog="Examples: govgraph neo4j start · govgraph neo4j start --heap 4g --page-cache 2g · "
    "govgraph neo4j start --version current --home ./server --bolt-port 7700 · "
    "govgraph neo4j start --setting db.memory.transaction.max=64m"
)
def start(
    home: Home = None,
    version: Version = None,
    bolt_port: Annotated[
        int | None,
        typer.Option(help="The port for drivers.", show_default=f"{BOLT_PORT}, or a free one"),
    ] = None,
    http_port: Annotated[
        int | None,
        typer.Option(help="The port of the HTTP API.", show_default=f"{HTTP_PORT}, or a free one"),
    ] = None,
    heap: Annotated[str, typer.Option(help="The largest size of the Java heap.")] = HEAP,
    page_cache: Annotated[str, typer.Option(help="The memory that caches pages of the database's files.")] = PAGE_CACHE,
    setting: Annotated[
        list[str] | None,
        typer.Option(help="A further setting of Neo4j, for this start only; repeat for more.", metavar="NAME=VALUE"),
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the first answer.")] = 120.0,
    mirror: Annotated[
        str | None,
        typer.Option(help="The URL of a Maven repository to fetch from.", envvar="GOVGRAPH_MAVEN_MIRROR"),
    ] = None,
    insecure_mirror: Annotated[
        bool,
        typer.Option(
            "--insecure-mirror", help="Allow a mirror over plain http, which others on the way can read and change."
        ),
    ] = False,
    unpinned: Annotated[
        bool,
        typer.Option(
            "--unpinned",
            help="Allow a release whose SHA-256 sums are not in govgraph: what is fetched is not checked.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Start the server, and wait until it answers.

    The first start uses the password in NEO4J_PASSWORD, or generates one. It shows the password once, and keeps it in a file that
    only you can read. A server that is already running is left as it is.
    """
    server = _server(home, version, mirror=mirror, insecure_mirror=insecure_mirror, unpinned=unpinned)
    if unpinned:
        say("--unpinned: files of a release whose sums are not in govgraph are not checked.", err=True)
    with _status(f"Neo4j {server.version}") as tell:
        info = server.start(
            bolt_port=bolt_port,
            http_port=http_port,
            heap=heap,
            page_cache=page_cache,
            settings=_settings(setting or []),
            timeout=timeout,
            progress=tell,
        )
    if as_json:
        facts = {"already_running": info.already_running, "first_start": info.first_start}
        typer.echo(json.dumps(_facts(server, info) | facts, ensure_ascii=False))
        return
    verb = "was already running" if info.already_running else "is running"
    say(f"Neo4j {info.version} {verb} at {info.uri} (user {server.user})")
    if info.first_start:
        say(f"Its password, shown only now and kept in {server.password_file}:\n{server.password}")
    else:
        say("To see its password: govgraph neo4j url --password")


@app.command(epilog="Examples: govgraph neo4j stop · govgraph neo4j stop --home ./server --grace 120")
def stop(
    home: Home = None,
    version: Version = None,
    grace: Annotated[
        float, typer.Option(help="Seconds that the server has to stop by itself before it is killed.")
    ] = 30.0,
) -> None:
    """Stop the server, and wait until its process has ended. Committed data stays."""
    server = _existing(home, version)
    with _status("stopping Neo4j"):
        outcome = server.stop(grace=grace)
    say(
        {
            "stopped": "Neo4j stopped",
            "killed": f"Neo4j did not stop within {grace:g} s and was killed; the next start recovers its data",
            "not running": f"no Neo4j is running in {server.home}",
        }[outcome]
    )


@app.command(epilog="Examples: govgraph neo4j status · govgraph neo4j status --json")
def status(home: Home = None, version: Version = None, as_json: AsJson = False) -> None:
    """Say whether the server is running, and where. The exit code is 0 if it is running and 3 if not."""
    server = _existing(home, version)
    info = server.status()
    if as_json:
        typer.echo(json.dumps(_facts(server, info), ensure_ascii=False))
    elif info:
        say(f"Neo4j {info.version} is running at {info.uri} (process {info.pid}, folder {server.home})")
    else:
        say(f"no Neo4j is running in {server.home}")
    if not info:
        raise typer.Exit(NOT_RUNNING)


@app.command(
    epilog="Examples: export NEO4J_URI=$(govgraph neo4j url) · export NEO4J_PASSWORD=$(govgraph neo4j url --password)"
)
def url(
    home: Home = None,
    version: Version = None,
    password: Annotated[bool, typer.Option("--password", help="Print the password instead.")] = False,
) -> None:
    """Print the URI of the running server, or its password."""
    server = _existing(home, version)
    if password:
        say(server.password)
        return
    info = server.status()
    if not info:
        raise GraphError("no Neo4j is running here", where=str(server.home), hint="govgraph neo4j start")
    say(info.uri)


@app.command(epilog="Examples: govgraph neo4j log · govgraph neo4j log --lines 200")
def log(
    home: Home = None,
    version: Version = None,
    lines: Annotated[int, typer.Option(min=1, help="How many lines to print.")] = 50,
) -> None:
    """Print the last lines of the server's log, which covers all its starts."""
    server = _existing(home, version)
    tail = server.log_tail(lines)
    if not tail:
        raise GraphError("there is no log yet", where=str(server.log), hint="govgraph neo4j start")
    say(tail)


@app.command(
    context_settings={"ignore_unknown_options": True},
    epilog="Examples: govgraph neo4j admin help database import full · "
    "govgraph neo4j admin database dump neo4j --to-path=/backups",
)
def admin(
    words: Annotated[
        list[str] | None, typer.Argument(help="The command and its options, as after neo4j-admin.", metavar="WORDS...")
    ] = None,
    home: Home = None,
    version: Version = None,
) -> None:
    """Run a command of neo4j-admin on the server's files while the server is stopped."""
    server = _server(home, version)
    with _status("neo4j-admin"):
        output = server.admin(*(words or ["help"]), folder=Path.cwd())
    say(output.rstrip())
