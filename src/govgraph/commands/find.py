"""The commands that find without a query language: ``actor``, ``search`` and ``trace``."""

from __future__ import annotations

from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import show, show_json
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()


@app.command(epilog=examples("govgraph actor Орусия", "govgraph actor wikidata:Q813 --json"))
def actor(
    name: Annotated[str, typer.Argument(help="A name in any language, an identifier, or an IRI.")],
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Find actors by name, identifier or IRI."""
    from govgraph.graph.results import Result

    with govgraph.open(graph) as opened:
        actors = opened.actor(name)
    if not actors:
        raise GovgraphError(f"no actor is called {name!r}", hint="govgraph sql 'SELECT name FROM actors'")
    if as_json:
        show_json(actors)
    else:
        rows = [(a["iri"], a["class"], a["name"], ", ".join(a["identifiers"] or [])) for a in actors]
        show(Result(["iri", "class", "name", "identifiers"], rows))


@app.command(
    epilog=examples(
        "govgraph search омурбек", "govgraph search 'министр фин' --kind agency", "govgraph search Q813 --json"
    )
)
def search(
    text: Annotated[str, typer.Argument(help="Words of a name in any order, of which the last may be incomplete; or an identifier.")],
    kind: Annotated[str, typer.Option(help="Find only this kind: person, agency, country ..., place, post, event, actor.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="The most hits to return.")] = 20,
    graph: GraphOption = GRAPH, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Find anything by its name. Case, accents and the Kyrgyz letters make no difference."""
    with govgraph.open(graph) as opened:
        show(opened.search(text, kind=kind, limit=limit), as_json=as_json)


@app.command(epilog=examples("govgraph trace https://w3id.org/govgraph/id/country/KGZ"))
def trace(
    iri: Annotated[str, typer.Argument(help="The IRI of anything in the graph, such as an actor, event or membership.")],
    graph: GraphOption = GRAPH, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show every file and row that says something about the thing with this IRI."""
    with govgraph.open(graph) as opened:
        show(opened.trace(iri), as_json=as_json)
