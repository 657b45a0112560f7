"""The commands that find without a query language: ``actor``, ``search`` and ``trace``."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import Form, note, say, show, show_json
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()

_THING = "a name in any language, an identifier, an IRI (also country:KGZ), or the id in your own file"


@app.command(epilog=examples("govgraph actor Орусия", "govgraph actor wikidata:Q813 --json"))
def actor(
    name: Annotated[str, typer.Argument(help=f"{_THING[0].upper()}{_THING[1:]}.")],
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Find actors by name, identifier or IRI."""
    from govgraph.graph.answers.results import Result
    from govgraph.graph.find.lookup import offered

    with govgraph.open(graph) as opened:
        actors = opened.actor(name)
        if not actors:
            raise GovgraphError(
                f"no actor is called {name!r}",
                expected=offered(opened, name, kind="Actor"),
                hint=f"govgraph search {shlex.quote(name)}",
            )
    if as_json:
        show_json(actors)
    else:
        form = Form()
        between = "\n" if form.printed else ", "
        rows = [(a["iri"], a["class"], a["name"], between.join(a["identifiers"] or [])) for a in actors]
        show(Result(["iri", "class", "name", "identifiers"], rows), form, thing="actor")


@app.command(
    epilog=examples(
        "govgraph search омурбек", "govgraph search 'министр фин' --kind agency", "govgraph search Q813 --json",
        "govgraph search 'visit israel 2018-01-01' --kind event",
    )
)  # fmt: skip
def search(
    text: Annotated[str, typer.Argument(help="Words of a name in any order, of which the last may be incomplete; or an identifier.")],
    kind: Annotated[str, typer.Option(help="Find only this kind: person, agency, country ..., place, post, event, actor.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="The most hits to return.")] = 20,
    graph: GraphOption = GRAPH, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Find anything by its name, and events without a name by their type, actors, place and date. Case, accents and the Kyrgyz letters make no difference."""
    with govgraph.open(graph) as opened:
        hits = opened.search(text, kind=kind, limit=limit)
    empty = "Nothing has all these words in its names and identifiers; fewer words, or other languages, may find it."
    show(hits, Form(as_json=as_json), empty=empty, thing="hit", more=f"--limit {10 * limit} returns up to {10 * limit}")


@app.command(
    epilog=examples(
        "govgraph trace https://w3id.org/govgraph/id/country/KGZ", "govgraph trace country:KGZ", "govgraph trace Бишкек"
    )
)
def trace(
    thing: Annotated[str, typer.Argument(metavar="THING", help=f"Anything in the graph, such as an actor, event or membership: {_THING}.")],
    graph: GraphOption = GRAPH, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show every file and row that says something about a thing."""
    form = Form(as_json=as_json)
    with govgraph.open(graph) as opened:
        iri = opened.resolve(thing)
        rows = opened.trace(iri)
        called = opened.called([iri]).get(iri, "")
    if form.printed:
        say("\n".join(word for word in (called, iri) if word) + "\n")
    elif iri != thing:
        note(f"{called or thing}: {iri}")
    show(
        rows, form, empty="No file has a row for it: it is described by govgraph's own code lists, or only referred to."
    )
