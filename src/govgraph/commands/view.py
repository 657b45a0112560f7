"""Commands that show: whether all is in order, what words mean, and the graph as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import govgraph
from govgraph.commands.shared import (
    ActorOption,
    GraphOption,
    JsonOption,
    ParamOption,
    SelectingQueryOption,
    TimeoutOption,
    err,
    examples,
    out,
    parameters,
    progress,
    show_json,
)
from govgraph.graph.graph import DEFAULT, TIMEOUT

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
    actor: ActorOption = "",
    hops: Annotated[int, typer.Option(min=1, max=4, help="How far from the actor.")] = 1,
    sparql: SelectingQueryOption = "",
    cypher: SelectingQueryOption = "",
    sql: SelectingQueryOption = "",
    param: ParamOption = None,
    timeout: TimeoutOption = TIMEOUT,
    title: Annotated[str, typer.Option(help="The page's title.")] = "",
    language: Annotated[str, typer.Option(help="The language shown first: ky, ru, en.")] = "",
    graph: GraphOption = DEFAULT,
) -> None:
    """Write an interactive network page that works offline, in one file."""
    with govgraph.open(graph) as opened:
        page = opened.view(
            output, actor=actor, hops=hops, sparql=sparql, cypher=cypher, sql=sql,
            parameters=parameters(param), timeout=timeout or None, title=title, language=language,
        )  # fmt: skip
    for note in page.notes:
        err.print(note, markup=False)
    out.print(f"{page.nodes} nodes and {page.relationships} relationships: {page.path}", markup=False)
