"""The command line: each command is one call of the library.

Errors that a person can act on are printed as such and end with status 1; anything else is a fault of ours and shows
its traceback.
"""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

from govgraph.commands import ask as questions
from govgraph.commands import databases as homes
from govgraph.commands import export, loads, server
from govgraph.commands import view as look
from govgraph.commands.shared import err, out
from govgraph.ontology.errors import GovgraphError

app = typer.Typer(
    name="govgraph",
    help="A knowledge graph of governance actors: event records in; SPARQL, Cypher, SQL and network pages out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps:  govgraph load FILE...   govgraph sql 'SELECT * FROM actors'   govgraph view -o page.html",
)
for module in (loads, questions, look, homes, export):
    app.add_typer(module.app)
app.add_typer(server.app, name="neo4j")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"govgraph {version('govgraph')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A knowledge graph of governance actors."""


def main() -> None:
    """Run the command line."""
    # What the driver logs of a server that is away is said again, and better, by our error.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    try:
        app()
    except GovgraphError as error:
        err.print(f"error: {error.where + ': ' if error.where else ''}{error.what}", markup=False)
        if error.expected:
            err.print(f"  expected: {error.expected}", markup=False)
        if error.hint:
            err.print(f"  try: {error.hint}", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
