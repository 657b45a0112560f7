"""Commands that change what is loaded, and those that say what is and what can be."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import note, progress, show_json, show_table
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.build.report import LoadReport

app = typer.Typer()


@app.command(
    epilog=examples(
        "govgraph load events.export.CSV.zip",
        "govgraph load data/ --graph mygraph --json",
        "cat a.json | govgraph load - --as popolo",
    )
)
def load(
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, .gz, .zip; - is standard input (with --as).")
    ],
    graph: GraphOption = GRAPH,
    loader: Annotated[
        str, typer.Option("--as", help="The format, when it is not to be recognised: see `govgraph loaders`.")
    ] = "",
    dataset: Annotated[str, typer.Option(help="Scope of the files' own identifiers.")] = "",
    country: Annotated[str, typer.Option(help="What the files are about, as KGZ, where they do not say it.")] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="With any rejected row or refused file, change nothing.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check only.")] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            envvar="GOVGRAPH_LIMIT",
            metavar="NAME=NUMBER",
            help="What a file may ask of the machine, as held=2GB: held, values, line, columns, nesting, ratio; repeat for more.",
        ),
    ] = None,
    build_stores: Annotated[
        bool, typer.Option("--build", help="Also build what SPARQL and Cypher need, not only when they are asked.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Load files: the same file again changes nothing, a changed file replaces what it said."""
    from govgraph.ontology.limits import limits_of
    from govgraph.ontology.loader import Source

    limits = limits_of(limit or [])
    sources = []
    if "-" in paths:
        if not loader:
            raise GovgraphError("standard input needs its format", expected="--as LOADER", hint="govgraph loaders")
        data = sys.stdin.buffer.read(limits.held + 1)
        if len(data) > limits.held:
            raise GovgraphError(
                f"standard input is longer than {limits.held:,} bytes",
                hint="save it as a file and load that, or --limit held=NUMBER",
            )
        sources.append(Source(Path("standard-input"), data=data, limits=limits))
    with govgraph.open(graph) as opened, progress() as tell:
        reports = opened.load(
            *(p for p in paths if p != "-"),
            loader=loader, dataset=dataset, country=country, strict=strict, dry_run=dry_run, progress=tell, sources=sources,
            limits=limits,
        )  # fmt: skip
        if build_stores and not dry_run and opened.loads():
            opened.build(progress=tell)
    if as_json:
        show_json([r.to_json() for r in reports])
    else:
        _show_reports(reports)
    failed = any(r.failed for r in reports)
    rejected = any(r.rows_rejected for r in reports)
    if strict and (failed or rejected) and not as_json:
        note("Nothing was loaded: --strict.")
    if failed or (strict and rejected):
        raise typer.Exit(1)


def _show_reports(reports: list[LoadReport]) -> None:
    lines = []
    for r in reports:
        actors = f"{r.actors_new:,} / {r.actors_known:,}" if r.status in ("loaded", "replaced") else ""
        counts = [f"{n:,}" for n in (r.rows_read, r.rows_loaded, r.rows_merged, r.rows_rejected)]
        lines.append([Path(r.path).name, r.loader, r.status, *counts, actors])
    show_table(("file", "format", "status", "read", "loaded", "merged", "rejected", "actors new / known"), lines)
    for r in reports:
        name = Path(r.path).name
        if r.error:
            typer.echo(f"{name}: {r.error}")
        for reason, rows in r.rejected.items():
            typer.echo(f"{name}: {rows:,} rows rejected: {reason}")
        if r.rejects_file:
            typer.echo(f"{name}: rejected rows with their values: {r.rejects_file}")
        for kind, of in r.notes.items():
            some = ", ".join(f"{e['value']} (row {e['row']})" for e in of["examples"])
            typer.echo(f"{name}: {kind}: {of['count']:,}, as {some}")
        if r.unused_columns:
            typer.echo(f"{name}: columns not used: {', '.join(r.unused_columns)}")


@app.command("loads", epilog=examples("govgraph loads", "govgraph loads --json"))
def list_loads(graph: GraphOption = GRAPH, as_json: JsonOption = False) -> None:
    """List what is loaded."""
    with govgraph.open(graph) as opened:
        manifests = opened.loads()
    if as_json:
        show_json([m.to_json() for m in manifests])
        return
    show_table(
        ("load", "file", "dataset", "licence", "rows", "rejected", "when"),
        (
            (m.load, m.file, m.dataset, m.licence, f"{m.rows_read:,}", f"{m.rows_rejected:,}", m.when[:16])
            for m in manifests
        ),
    )


@app.command(epilog=examples("govgraph unload popolo-3f2a9c81d0e4", "govgraph unload events.csv"))
def unload(
    loads: Annotated[list[str], typer.Argument(help="Loads by name, the beginning of a name, or the file's name.")],
    graph: GraphOption = GRAPH,
) -> None:
    """Take loads out again: exactly what no other load says goes."""
    with govgraph.open(graph) as opened, progress() as tell:
        for name in opened.unload(*loads, progress=tell):
            typer.echo(f"unloaded {name}")


@app.command(epilog=examples("govgraph build", "govgraph build rdf"))
def build(
    store: Annotated[
        Literal["rdf", "property"] | None,
        typer.Argument(help="rdf (for SPARQL, rdflib and RDF exports) or property (for Cypher). [default: both]"),
    ] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """Build what SPARQL and Cypher need now. The first question builds it by itself; this saves the wait then."""
    from govgraph.graph.on_demand import STORES

    with govgraph.open(graph) as opened, progress() as tell:
        for name, path in opened.build(*([store] if store else []), progress=tell).items():
            typer.echo(f"{STORES[name]}: {path}")


@app.command(epilog=examples("govgraph rebuild"))
def rebuild(graph: GraphOption = GRAPH) -> None:
    """Put everything together anew from the records; the content stays the same."""
    with govgraph.open(graph) as opened, progress() as tell:
        opened.rebuild(progress=tell)


@app.command("loaders", epilog=examples("govgraph loaders"))
def list_loaders(as_json: JsonOption = False) -> None:
    """List the formats that can be loaded."""
    from govgraph.ontology.registry import loaders

    known = loaders().values()
    if as_json:
        show_json(
            [
                {"name": x.name, "title": x.title, "tables": list(x.tables), "licence": x.licence, "homepage": x.homepage,
                 "code_systems": list(x.code_systems)}
                for x in known
            ]
        )  # fmt: skip
        return
    show_table(
        ("name", "format", "fills", "codes"),
        ((x.name, x.title, ", ".join(x.tables), ", ".join(x.code_systems)) for x in known),
    )


@app.command(epilog=examples("govgraph template mydata", "govgraph template mydata --format xlsx"))
def template(
    folder: Annotated[Path, typer.Argument(help="A new folder for the empty tables.")],
    form: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="csv or xlsx.")] = "csv",
) -> None:
    """Write an empty, commented set of tables to fill in by hand and load."""
    from govgraph.graph.folder import Settings
    from govgraph.loaders.records.template import write_template

    for path in write_template(folder, form, Settings().languages):
        typer.echo(str(path))
