"""Commands that change what is loaded, and those that say what is and what can be."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

import govgraph
from govgraph.commands.shared import GraphOption, JsonOption, err, examples, out, progress, show_json
from govgraph.graph.build.load import LoadReport
from govgraph.graph.folder import Settings
from govgraph.graph.graph import DEFAULT
from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.loader import Source, loaders

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
    graph: GraphOption = DEFAULT,
    loader: Annotated[
        str, typer.Option("--as", help="The format, when it is not to be recognised: see `govgraph loaders`.")
    ] = "",
    dataset: Annotated[str, typer.Option(help="Scope of the files' own identifiers.")] = "",
    country: Annotated[str, typer.Option(help="What the files are about, as KGZ, where they do not say it.")] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="With any rejected row or refused file, change nothing.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check only.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Load files: the same file again changes nothing, a changed file replaces what it said."""
    sources = []
    if "-" in paths:
        if not loader:
            raise GovgraphError("standard input needs its format", expected="--as LOADER", hint="govgraph loaders")
        sources.append(Source(Path("standard-input"), data=sys.stdin.buffer.read()))
    with govgraph.open(graph) as opened, progress() as tell:
        reports = opened.load(
            *(p for p in paths if p != "-"),
            loader=loader, dataset=dataset, country=country, strict=strict, dry_run=dry_run, progress=tell, sources=sources,
        )  # fmt: skip
    if as_json:
        show_json([asdict(r) for r in reports])
    else:
        _show_reports(reports)
    failed = any(r.failed for r in reports)
    rejected = any(r.rows_rejected for r in reports)
    if strict and (failed or rejected) and not as_json:
        err.print("Nothing was loaded: --strict.")
    if failed or (strict and rejected):
        raise typer.Exit(1)


def _show_reports(reports: list[LoadReport]) -> None:
    table = Table("file", "format", "status", "read", "loaded", "merged", "rejected", "actors new / known")
    for r in reports:
        actors = f"{r.actors_new:,} / {r.actors_known:,}" if r.status in ("loaded", "replaced") else ""
        counts = [f"{n:,}" for n in (r.rows_read, r.rows_loaded, r.rows_merged, r.rows_rejected)]
        table.add_row(Path(r.path).name, r.loader, r.status, *counts, actors)
    out.print(table)
    for r in reports:
        name = Path(r.path).name
        if r.failed:
            out.print(f"{name}: {r.error}", markup=False)
        for reason, rows in r.rejected.items():
            out.print(f"{name}: {rows:,} rows rejected: {reason}", markup=False)
        if r.rejects_file:
            out.print(f"{name}: rejected rows with their values: {r.rejects_file}", markup=False)
        for kind, of in r.notes.items():
            some = ", ".join(f"{e['value']} (row {e['row']})" for e in of["examples"])
            out.print(f"{name}: {kind}: {of['count']:,}, as {some}", markup=False)
        if r.unused_columns:
            out.print(f"{name}: columns not used: {', '.join(r.unused_columns)}", markup=False)


@app.command("loads", epilog=examples("govgraph loads", "govgraph loads --json"))
def list_loads(graph: GraphOption = DEFAULT, as_json: JsonOption = False) -> None:
    """List what is loaded."""
    with govgraph.open(graph) as opened:
        manifests = opened.loads()
    if as_json:
        show_json([asdict(m) for m in manifests])
        return
    table = Table("load", "file", "dataset", "licence", "rows", "rejected", "when")
    for m in manifests:
        table.add_row(m.load, m.file, m.dataset, m.licence, f"{m.rows_read:,}", f"{m.rows_rejected:,}", m.when[:16])
    out.print(table)


@app.command(epilog=examples("govgraph unload popolo-3f2a9c81d0e4", "govgraph unload events.csv"))
def unload(
    loads: Annotated[list[str], typer.Argument(help="Loads by name, the beginning of a name, or the file's name.")],
    graph: GraphOption = DEFAULT,
) -> None:
    """Take loads out again: exactly what no other load says goes."""
    with govgraph.open(graph) as opened, progress() as tell:
        for name in opened.unload(*loads, progress=tell):
            out.print(f"unloaded {name}", markup=False)


@app.command(epilog=examples("govgraph rebuild"))
def rebuild(graph: GraphOption = DEFAULT) -> None:
    """Build all stores anew from the records; the content stays the same."""
    with govgraph.open(graph) as opened, progress() as tell:
        opened.rebuild(progress=tell)


@app.command("loaders", epilog=examples("govgraph loaders"))
def list_loaders(as_json: JsonOption = False) -> None:
    """List the formats that can be loaded."""
    known = [
        {"name": x.name, "title": x.title, "tables": list(x.tables), "licence": x.licence, "homepage": x.homepage,
         "code_systems": list(x.code_systems)}
        for x in loaders().values()
    ]  # fmt: skip
    if as_json:
        show_json(known)
        return
    table = Table("name", "format", "fills", "codes")
    for x in known:
        table.add_row(str(x["name"]), str(x["title"]), ", ".join(x["tables"]), ", ".join(x["code_systems"]))
    out.print(table)


@app.command(epilog=examples("govgraph template mydata", "govgraph template mydata --format xlsx"))
def template(
    folder: Annotated[Path, typer.Argument(help="A new folder for the empty tables.")],
    form: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="csv or xlsx.")] = "csv",
) -> None:
    """Write an empty, commented set of tables to fill in by hand and load."""
    from govgraph.loaders.records.template import write_template

    for path in write_template(folder, form, Settings().languages):
        out.print(str(path), markup=False)
