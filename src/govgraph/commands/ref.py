"""The command ``govgraph ref``: what the tables, classes, properties and codes mean."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from govgraph.commands.options import JsonOption, examples
from govgraph.commands.output import say, show_json

app = typer.Typer()


@app.command(epilog=examples("govgraph ref", "govgraph ref memberships", "govgraph ref cameo:042"))
def ref(
    term: Annotated[str, typer.Argument(help="The table, class, property, column, key or code to explain.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Explain the model: tables, classes, properties and code lists. The output is JSON when it is piped."""
    from govgraph.ontology.reference import reference
    from govgraph.ontology.reference_page import page

    if as_json or not sys.stdout.isatty():
        show_json(reference(term or None))
    else:
        say(page(term or None, width=shutil.get_terminal_size().columns))
