"""The command ``govgraph register``: what the register of governance actors holds, and what it has under a name."""

from __future__ import annotations

from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import note, progress, say, show_json, show_table
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()


@app.command(
    epilog=examples(
        "govgraph register", "govgraph register Швейцариянын", "govgraph register --missing", "govgraph register --load"
    )
)
def register(
    name: Annotated[
        str, typer.Argument(help="A name of a state, organisation, place or public body; in Kyrgyz or Russian in any case.")
    ] = "",
    show_missing: Annotated[bool, typer.Option("--missing", help="List what the register does not have, and why.")] = False,
    load_it: Annotated[bool, typer.Option("--load", help="Load the register into the graph, as any other records.")] = False,
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show the register of governance actors that comes with govgraph: its parts, or what it has under a name."""
    from govgraph.ontology import actor_register

    if load_it:
        with govgraph.open(graph) as opened, progress() as tell:
            reports = opened.load(str(actor_register.folder()), progress=tell)
        if as_json:
            show_json([report.to_json() for report in reports])
        else:
            say(
                f"{sum(report.rows_read for report in reports):,} rows of {len(reports)} files of the register are in the graph."
            )
        if any(report.failed for report in reports):
            raise typer.Exit(1)
    elif show_missing:
        gaps = actor_register.missing()
        if as_json:
            show_json([{"part": part, "what": what, "why": why} for part, what, why in gaps])
        else:
            show_table(("part", "missing", "why"), gaps)
    elif name:
        _show_entries(name, as_json)
    else:
        parts = actor_register.contents()
        if as_json:
            show_json(
                [
                    {
                        "part": p.name,
                        "title": p.title,
                        "entries": p.entries,
                        "named": p.named,
                        "checked": p.checked,
                        "links": p.links,
                    }
                    for p in parts
                ]
            )
            return
        columns = (
            "part",
            "entries",
            *actor_register.LANGUAGES,
            "checked",
            "links",
        )
        show_table(
            columns,
            [
                (
                    p.title,
                    f"{p.entries:,}",
                    *(f"{n:,}" for n in p.named.values()),
                    f"{p.checked:,}",
                    f"{p.links:,}",
                )
                for p in parts
            ],
        )
        note(
            f"{', '.join(actor_register.LANGUAGES)}: entries with a name in the language. checked: a second source was found. govgraph register NAME shows entries, --missing what is not there."
        )


def _show_entries(name: str, as_json: bool) -> None:
    from govgraph.ontology import actor_register

    found = actor_register.look_up(name)
    if not found:
        raise GovgraphError(
            f"the register has no {name!r}",
            expected="a state, an organisation of states, a place or a public body",
            hint="govgraph register --missing",
        )
    if as_json:
        show_json(
            [entry.to_json() | {"matched": text, "only_endings_differ": endings} for entry, text, endings in found]
        )
        return
    for entry, text, endings in found:
        say(f"{entry.iri}")
        say(f"  {entry.kind}, found by {text!r}{', of which only the endings differ' if endings else ''}")
        for language, one in entry.names.items():
            say(f"  {language}: {one}")
        if entry.aliases:
            say(f"  also: {', '.join(entry.aliases)}")
        for column, values in entry.facts.items():
            say(f"  {column}: {', '.join(values)}")
        for document in entry.documents:
            say(f"  said in: {document}")
        if not entry.checked:
            say("  not checked: no second source was found")
