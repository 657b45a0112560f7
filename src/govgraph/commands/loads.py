"""The commands that change what is loaded, and those that list what is loaded and what can be loaded."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Literal

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, MemoryOption, SpillOption, examples, set_limits
from govgraph.commands.output import note, progress, say, show_json, show_table
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

app = typer.Typer()


@app.command(
    epilog=examples(
        "govgraph load events.export.CSV.zip",
        "govgraph load data/ --graph mygraph --json",
        "govgraph load postgresql://reader@host/ministry#meetings --map meetings.map.yaml",
        "cat a.json | govgraph load - --as popolo",
    )
)
def load(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files (also .gz and .zip), folders, globs, or the address of a database as sqlite:///FILE#TABLE; - is standard input, and needs --as."
        ),
    ],
    graph: GraphOption = GRAPH,
    loader: Annotated[
        str, typer.Option("--as", help="The format, instead of recognising it: a name from `govgraph loaders`.")
    ] = "",
    dataset: Annotated[str, typer.Option(help="The dataset within which the files' own identifiers are unique.")] = "",
    country: Annotated[
        str, typer.Option(help="The country that the files are about, such as KGZ, where they do not give it.")
    ] = "",
    mapping: Annotated[
        str,
        typer.Option("--map", metavar="FILE", help="The mapping file that says what the columns of the tables are."),
    ] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Change nothing if any row is rejected or any file is refused.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read, check and put together as a load would; change nothing.")
    ] = False,
    link: Annotated[
        bool | None,
        typer.Option(
            "--link/--no-link",
            help="Put actors together who share an identifier of a system with one for each thing, as wikidata:Q1, or are called by a certain name of the register; the graph remembers the choice. At first it does.",
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            envvar="GOVGRAPH_LIMIT",
            metavar="NAME=NUMBER",
            help="A limit on what a file may need: held=2GB, or values, line, columns, nesting, ratio. Repeat for more.",
        ),
    ] = None,
    build_stores: Annotated[
        bool,
        typer.Option("--build", help="Also build the stores for SPARQL and Cypher now, instead of at the first query."),
    ] = False,
    memory: MemoryOption = "",
    spill: SpillOption = "",
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Also list files without rows, columns not used, and seconds for each file."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Load files. Loading the same file again changes nothing; a changed file replaces its earlier load."""
    from govgraph.commands.load_report import show_reports
    from govgraph.ontology.limits import limits_of
    from govgraph.ontology.loader import Source

    begun = time.monotonic()
    set_limits(memory, spill)
    limits = limits_of(limit or [])
    sources = []
    if "-" in paths:
        if not loader and not mapping:
            raise GovgraphError(
                "the format of standard input must be given", expected="--as LOADER", hint="govgraph loaders"
            )
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
            loader=loader, dataset=dataset, country=country, mapping=mapping, strict=strict, dry_run=dry_run, link=link, progress=tell,
            sources=sources, limits=limits,
        )  # fmt: skip
        if build_stores and not dry_run and opened.loads():
            opened.build(progress=tell)
    if as_json:
        show_json([r.to_json() for r in reports])
    else:
        show_reports(reports, time.monotonic() - begun, verbose=verbose)
    failed = any(r.failed for r in reports)
    rejected = any(r.rows_rejected for r in reports)
    if strict and (failed or rejected) and not as_json:
        note("Nothing was loaded, because of --strict.")
    if failed or (strict and rejected):
        raise typer.Exit(1)


@app.command("loads", epilog=examples("govgraph loads", "govgraph loads --json"))
def list_loads(graph: GraphOption = GRAPH, as_json: JsonOption = False) -> None:
    """List the loads in the graph."""
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
    loads: Annotated[
        list[str], typer.Argument(help="The loads: each by its name, the beginning of its name, or its file's name.")
    ],
    graph: GraphOption = GRAPH,
    memory: MemoryOption = "",
    spill: SpillOption = "",
) -> None:
    """Remove loads. Only what no other load says is removed from the graph."""
    set_limits(memory, spill)
    with govgraph.open(graph) as opened, progress() as tell:
        for name in opened.unload(*loads, progress=tell):
            say(f"unloaded {name}")


@app.command(epilog=examples("govgraph build", "govgraph build rdf"))
def build(
    store: Annotated[
        Literal["rdf", "property"] | None,
        typer.Argument(help="rdf (for SPARQL, rdflib and RDF exports) or property (for Cypher). [default: both]"),
    ] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """Build the stores for SPARQL and Cypher now. Otherwise the first query builds them, and takes longer."""
    from govgraph.graph.on_demand import STORES

    with govgraph.open(graph) as opened, progress() as tell:
        for name, path in opened.build(*([store] if store else []), progress=tell).items():
            say(f"{STORES[name]}: {path}")


@app.command(epilog=examples("govgraph rebuild"))
def rebuild(graph: GraphOption = GRAPH, memory: MemoryOption = "", spill: SpillOption = "") -> None:
    """Rebuild the whole graph from the records, also if it is damaged; the content stays the same."""
    from govgraph.graph.answers.printed import counted

    set_limits(memory, spill)
    with govgraph.open(graph) as opened, progress() as tell:
        for text in opened.rebuild(progress=tell):
            note(text)
        say(f"rebuilt from {counted(len(opened.loads()), 'load')}")


@app.command("loaders", epilog=examples("govgraph loaders"))
def list_loaders(as_json: JsonOption = False) -> None:
    """List the formats that can be loaded, each with an example."""
    from govgraph.ontology.registry import loaders

    known = loaders().values()
    if as_json:
        show_json(
            [
                {"name": x.name, "title": x.title, "example": x.example, "tables": list(x.tables), "licence": x.licence, "homepage": x.homepage,
                 "code_systems": list(x.code_systems)}
                for x in known
            ]
        )  # fmt: skip
        return
    show_table(
        ("name", "format", "example", "fills"),
        ((x.name, x.title, x.example, ", ".join(x.tables)) for x in known),
    )
    typer.echo("Any other table: govgraph map FILE proposes a mapping for it.")


@app.command(epilog=examples("govgraph template mydata", "govgraph template mydata --format xlsx"))
def template(
    folder: Annotated[Path, typer.Argument(help="The folder to create for the empty tables.")],
    form: Annotated[
        Literal["csv", "xlsx"], typer.Option("--format", help="The format of the tables: csv or xlsx.")
    ] = "csv",
) -> None:
    """Write empty tables with explanations, to fill in by hand and load."""
    from govgraph.graph.settings import Settings
    from govgraph.loaders.records.template import write_template

    for path in write_template(folder, form, Settings().languages):
        say(str(path))
