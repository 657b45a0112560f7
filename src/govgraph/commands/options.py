"""What commands have in common in what they take: options, parameters of queries, the examples below a help text."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from typing import Annotated, Any

import typer

from govgraph.ontology.errors import GovgraphError

GraphOption = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="GOVGRAPH",
        metavar="DIR|URI",
        show_default=True,
        help="The graph folder, or neo4j://HOST:PORT/DATABASE for a graph that lives in Neo4j.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for scripts.")]
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", help="NAME=VALUE, bound and never put into the text; repeat for more."),
]
TimeoutOption = Annotated[float, typer.Option(help="Seconds after which the query is stopped; 0: never.")]
ActorOption = Annotated[str, typer.Option(help="Only an actor's surroundings: a name, identifier or IRI.")]
SelectingQueryOption = Annotated[str, typer.Option(help="Only what this query answers.")]


def examples(*lines: str) -> str:
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


def parameters(params: list[str] | None) -> dict[str, Any]:
    """``NAME=VALUE`` words as names and values: numbers, JSON and days are read as such.

    Raises:
        GovgraphError: a word is none, or its name is that of an option.

    Example:
        >>> parameters(["n=3", "day=2015-01-01", "name=Асан"])
        {'n': 3, 'day': datetime.date(2015, 1, 1), 'name': 'Асан'}
    """
    values: dict[str, Any] = {}
    for param in params or []:
        name, equals, text = param.partition("=")
        if not equals or not name.isidentifier():
            raise GovgraphError(f"the parameter {param!r} is no NAME=VALUE", hint="--param day=2015-01-01")
        if name in ("limit", "timeout"):
            raise GovgraphError(
                f"a parameter cannot be called {name!r}", hint=f"use another name in the query, or --{name}"
            )
        values[name] = _value(text)
    return values


def _value(text: str) -> object:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    try:
        return json.loads(text)
    except ValueError:
        return text
