"""What several commands take: shared options, the parameters of queries, and the examples below a help text."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
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
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
ParamOption = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        "-p",
        help="A parameter of the query, NAME=VALUE. The value is bound, never inserted into the text. Repeat for more.",
    ),
]
TimeoutOption = Annotated[float, typer.Option(min=0, help="Seconds after which the query is stopped; 0 sets no limit.")]
ActorOption = Annotated[
    str, typer.Option(help="Select only the surroundings of this actor: a name, identifier or IRI.")
]
HubsOption = Annotated[
    int,
    typer.Option(
        min=0,
        help="Paths around the actor end at things with more neighbours than this, and at countries; 0: they lead through all.",
    ),
]
SelectingQueryOption = Annotated[str, typer.Option(help="Select only what this query returns.")]


MemoryOption = Annotated[
    str,
    typer.Option(
        envvar="GOVGRAPH_MEMORY",
        metavar="AMOUNT",
        help="The most memory for putting the rows together, as 500MB or 8GB; what does not fit goes to the disk. Python and its libraries need 300 MB to 500 MB beside it.  [default: 750MB, and more for millions of rows]",
    ),
]
SpillOption = Annotated[
    str,
    typer.Option(
        envvar="GOVGRAPH_SPILL",
        metavar="FOLDER",
        help="A folder for what does not fit in memory. Without it: in the graph's folder.",
    ),
]


def set_limits(memory: str, spill: str) -> None:
    """Let what this process does from now on use at most this memory, and this folder for what does not fit."""
    for name, value in (("GOVGRAPH_MEMORY", memory), ("GOVGRAPH_SPILL", spill)):
        if value:
            os.environ[name] = value


def examples(*lines: str) -> str:
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


def parameters(params: list[str] | None) -> dict[str, Any]:
    """The names and values of ``NAME=VALUE`` words. Numbers, JSON and dates become values of those types; the rest stays text.

    Raises:
        GovgraphError: a word is not NAME=VALUE, or its name is the name of an option.

    Example:
        >>> parameters(["n=3", "day=2015-01-01", "name=Асан"])
        {'n': 3, 'day': datetime.date(2015, 1, 1), 'name': 'Асан'}
    """
    values: dict[str, Any] = {}
    for param in params or []:
        name, equals, text = param.partition("=")
        if not equals or not name.isidentifier():
            raise GovgraphError(f"the parameter {param!r} is not NAME=VALUE", hint="--param day=2015-01-01")
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
