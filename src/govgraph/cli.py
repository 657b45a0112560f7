"""The command line: each command is one call of the library.

Errors that a person can act on are printed as such and end with status 1; anything else is a bug and shows
its traceback. A command's module is imported only when the command is used, and it imports what the command needs when it runs.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import typer.core
import typer.main

from govgraph.ontology.errors import GovgraphError

COMMANDS = {
    "load": "loads", "loads": "loads", "unload": "loads", "rejects": "rejects", "build": "loads", "rebuild": "loads", "loaders": "loads",
    "template": "loads", "map": "map",
    "sparql": "ask", "cypher": "ask", "sql": "ask",
    "actor": "find", "trace": "find", "search": "find",
    "identity": "identity",
    "check": "check", "ref": "ref", "register": "register", "view": "view",
    "push": "exchange", "pull": "exchange", "sync": "exchange",
    "export": "export", "reconcile": "reconcile", "neo4j": "server",
}  # fmt: skip
"""Command -> the module of ``govgraph.commands`` that defines it, in the order in which the commands are listed."""


class _Commands(Mapping[str, Any]):
    """All commands by name, each made when it is looked up."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            parent = typer.Typer(rich_markup_mode=None)
            parent.add_typer(import_module(f"govgraph.commands.{COMMANDS[name]}").app)
            self._made |= typer.main.get_group(parent).commands
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Group(typer.core.TyperGroup):
    """The group of all commands; listing their names imports none of them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is added to it

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        return list(self.commands)


app = typer.Typer(
    name="govgraph",
    cls=_Group,
    help="A knowledge graph of governance actors: it loads event records, answers SPARQL, Cypher and SQL, and draws network pages.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps:  govgraph load FILE...   govgraph sql 'SELECT * FROM actors'   govgraph view -o page.html",
)


def _version(show: bool) -> None:
    if show:
        from importlib.metadata import version

        typer.echo(f"govgraph {version('govgraph')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A knowledge graph of governance actors."""


def _help() -> str:
    """The command that explains the one that failed: what to try, if the error itself does not tell."""
    return " ".join(["govgraph", *(word for word in sys.argv[1:2] if word in COMMANDS), "--help"])


def _write_no_more() -> None:
    """Let go what is still to be written to standard output, so that Python does not try it again as it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(*lines: str) -> NoReturn:
    """End with an error."""
    from govgraph.commands.output import say

    for line in lines:
        say(line, err=True)
    sys.exit(1)


def main() -> None:
    """Run the command line."""
    # What is imported stays to the end; to look through it for cycles again and again costs a twentieth of a load.
    gc.set_threshold(100_000, 50, 100)
    # If a server cannot be reached, the driver logs it; our own error says the same more clearly.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by >&-
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            # Terminals and pipes of Windows may have an encoding without Kyrgyz letters.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more()
        sys.exit(1)
    except OSError as error:
        _write_no_more()
        where = f"{error.filename}: " if error.filename else ""
        _end(
            f"error: {where}cannot be read or written: {error.strerror or error}",
            "  try: check the path, the rights and the space on the disk",
        )
    except RuntimeError as error:
        if "Symlink loop" not in str(error):  # what Python before 3.13 says of it
            raise
        _end(f"error: {str(error).partition(' from ')[2]}: the links lead in a circle", "  try: check the path")
    except GovgraphError as error:
        _end(
            f"error: {error.where + ': ' if error.where else ''}{error.what}",
            *getattr(error, "__notes__", []),
            *([f"  expected: {error.expected}"] if error.expected else []),
            f"  try: {error.hint or _help()}",
        )


if __name__ == "__main__":
    main()
