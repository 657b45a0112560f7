"""Commands that show: whether all is in order, what words mean, and the graph as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import govgraph
from govgraph.commands.shared import GraphOption, JsonOption, err, examples, out, progress, show_json
from govgraph.graph.graph import DEFAULT
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()


@app.command(epilog=examples("govgraph check", "govgraph check --deep --json"))
def check(
    graph: GraphOption = DEFAULT,
    deep: Annotated[bool, typer.Option("--deep", help="Also build everything anew aside and compare.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify hashes, shapes, and that all stores agree."""
    with govgraph.open(graph) as opened, progress() as tell:
        report = opened.check(deep=deep, progress=tell)
    if as_json:
        show_json(report.to_json())
    else:
        out.print(str(report), markup=False)
    if not report.ok:
        raise typer.Exit(1)


@app.command(epilog=examples("govgraph ref", "govgraph ref memberships", "govgraph ref cameo:042"))
def ref(
    term: Annotated[str, typer.Argument(help="A table, class, property, column, key, or code.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Explain the model: tables, classes, properties, code lists. JSON when piped."""
    from govgraph.ontology.reference import reference
    from govgraph.ontology.reference_page import page

    if as_json or not out.is_terminal:
        show_json(reference(term or None))
    else:
        out.print(page(term or None, width=out.width), markup=False)


@app.command(
    epilog=examples(
        "govgraph view -o page.html",
        "govgraph view --actor Кыргызстан --hops 1 -o kg.html",
        "govgraph view --cypher 'MATCH p = (:Official)-[:MEMBER_OF]->() RETURN p' -o officials.html",
    )
)
def view(
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")] = Path("page.html"),
    cypher_query: Annotated[str, typer.Option("--cypher", help="Show what this query returns.")] = "",
    sparql_query: Annotated[str, typer.Option("--sparql", help="Show the things this query returns.")] = "",
    actor_name: Annotated[str, typer.Option("--actor", help="Show an actor's surroundings.")] = "",
    hops: Annotated[int, typer.Option(min=1, max=4, help="How far from the actor.")] = 1,
    title: Annotated[str, typer.Option(help="The page's title.")] = "",
    language: Annotated[str, typer.Option(help="The language shown first: ky, ru, en.")] = "",
    graph: GraphOption = DEFAULT,
) -> None:
    """Write an interactive network page that works offline, in one file."""
    from govgraph.graph.part import mentioned, resolved, surroundings
    from govgraph.visualizations import from_graph as selection
    from govgraph.visualizations import page

    if sum(bool(x) for x in (cypher_query, sparql_query, actor_name)) > 1:
        raise GovgraphError("a page shows one selection", expected="one of --cypher, --sparql, --actor")
    with govgraph.open(graph) as opened:
        only = None
        if actor_name:
            iri, called = resolved(opened, actor_name)
            if called:
                err.print(f"no actor is called just {actor_name!r}; showing {called} ({iri})", markup=False)
                actor_name = called
        if cypher_query or sparql_query:
            answer = opened.cypher(cypher_query) if cypher_query else opened.sparql(sparql_query)
            iris, only = mentioned(answer)
        else:
            most = selection.MOST
            iris = surroundings(opened, iri, hops, most) if actor_name else selection.whole(opened, most)
        shown = title or actor_name or opened.path.name
        picture = selection.picture(opened, iris, title=shown, only=only, note=cypher_query or sparql_query)
    page.write(picture, output, language=language or None)
    out.print(f"{len(picture.nodes)} nodes and {len(picture.edges)} relationships: {output.resolve()}", markup=False)
