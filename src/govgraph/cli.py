"""The command line: each command is one call of the library, its answer as a table, CSV or JSON.

Errors that a person can act on are printed as such and end with status 1; anything else is a fault of ours and shows
its traceback.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

import govgraph
from govgraph.graph import export_cli, neo4j_cli
from govgraph.graph.address import is_address
from govgraph.graph.folder import Folder, Settings
from govgraph.graph.graph import DEFAULT, TIMEOUT
from govgraph.graph.loading import LoadReport
from govgraph.graph.results import Result
from govgraph.graph.values import plain
from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.loader import Source, loaders
from govgraph.ontology.terms import shorten

app = typer.Typer(
    name="govgraph",
    help="A knowledge graph of governance actors: event records in; SPARQL, Cypher, SQL and network pages out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps:  govgraph load FILE...   govgraph sql 'SELECT * FROM actors'   govgraph view -o page.html",
)
app.add_typer(neo4j_cli.app, name="neo4j")

# Off a terminal nothing is cut to a width that nobody has.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 240)
err = Console(stderr=True, highlight=False)

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


def _examples(*lines: str) -> str:
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage, with rate and remaining time, on a terminal's standard error; nothing elsewhere."""
    if not err.is_terminal:
        yield lambda _what, _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield tell


def _json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


# ------------------------------------------------------------------------------------------------ loading


@app.command(
    epilog=_examples(
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
    with govgraph.open(graph) as opened, _progress() as tell:
        reports = opened.load(
            *(p for p in paths if p != "-"),
            loader=loader, dataset=dataset, strict=strict, dry_run=dry_run, progress=tell, sources=sources,
        )  # fmt: skip
    if as_json:
        _json([asdict(r) for r in reports])
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


@app.command("loads", epilog=_examples("govgraph loads", "govgraph loads --json"))
def list_loads(graph: GraphOption = DEFAULT, as_json: JsonOption = False) -> None:
    """List what is loaded."""
    with govgraph.open(graph) as opened:
        manifests = opened.loads()
    if as_json:
        _json([asdict(m) for m in manifests])
        return
    table = Table("load", "file", "dataset", "licence", "rows", "rejected", "when")
    for m in manifests:
        table.add_row(m.load, m.file, m.dataset, m.licence, f"{m.rows_read:,}", f"{m.rows_rejected:,}", m.when[:16])
    out.print(table)


@app.command(epilog=_examples("govgraph unload popolo-3f2a9c81d0e4", "govgraph unload events.csv"))
def unload(
    loads: Annotated[list[str], typer.Argument(help="Loads by name, the beginning of a name, or the file's name.")],
    graph: GraphOption = DEFAULT,
) -> None:
    """Take loads out again: exactly what no other load says goes."""
    with govgraph.open(graph) as opened, _progress() as tell:
        for name in opened.unload(*loads, progress=tell):
            out.print(f"unloaded {name}", markup=False)


@app.command(epilog=_examples("govgraph rebuild"))
def rebuild(graph: GraphOption = DEFAULT) -> None:
    """Build all stores anew from the records; the content stays the same."""
    with govgraph.open(graph) as opened, _progress() as tell:
        opened.rebuild(progress=tell)


@app.command("loaders", epilog=_examples("govgraph loaders"))
def list_loaders(as_json: JsonOption = False) -> None:
    """List the formats that can be loaded."""
    known = [
        {"name": x.name, "title": x.title, "tables": list(x.tables), "licence": x.licence, "homepage": x.homepage,
         "code_systems": list(x.code_systems)}
        for x in loaders().values()
    ]  # fmt: skip
    if as_json:
        _json(known)
        return
    table = Table("name", "format", "fills", "codes")
    for x in known:
        table.add_row(str(x["name"]), str(x["title"]), ", ".join(x["tables"]), ", ".join(x["code_systems"]))
    out.print(table)


@app.command(epilog=_examples("govgraph template mydata", "govgraph template mydata --format xlsx"))
def template(
    folder: Annotated[Path, typer.Argument(help="A new folder for the empty tables.")],
    form: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="csv or xlsx.")] = "csv",
) -> None:
    """Write an empty, commented set of tables to fill in by hand and load."""
    from govgraph.loaders.template import write_template

    for path in write_template(folder, form, Settings().languages):
        out.print(str(path), markup=False)


# ---------------------------------------------------------------------------------------------- questions

QueryArgument = Annotated[str, typer.Argument(help="The query; or use -f.")]
FileOption = Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")]
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", help="NAME=VALUE, bound and never put into the text; repeat for more."),
]
LimitOption = Annotated[int, typer.Option(help="Rows at the most; 0: all.")]
TimeoutOption = Annotated[float, typer.Option(help="Seconds after which the query is stopped; 0: never.")]
TableOption = Annotated[bool, typer.Option("--table", help="A table (the default on a terminal).")]
CsvOption = Annotated[bool, typer.Option("--csv", help="CSV (the default elsewhere).")]
ParquetOption = Annotated[Path | None, typer.Option("--parquet", help="Write a Parquet file.")]


def _value(text: str) -> object:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _parameters(params: list[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for param in params or []:
        name, equals, text = param.partition("=")
        if not equals or not name.isidentifier():
            raise GovgraphError(f"the parameter {param!r} is no NAME=VALUE", hint="--param day=2015-01-01")
        if name in ("limit", "timeout"):
            raise GovgraphError(
                f"a parameter cannot be called {name!r}", hint=f"use another name in the query, or --{name}"
            )
        found[name] = _value(text)
    return found


# A question in a file may say with what values it runs as it stands: `# param day = 2017-06-01`.
_DEFAULT_PARAMETER = re.compile(r"^(?:#|//|--) param (\w+) = (\S.*)$", re.MULTILINE)


def _query(query: str, file: Path | None) -> str:
    if bool(query) == bool(file):
        raise GovgraphError("give one query", expected="QUERY or -f FILE")
    if not file:
        return query
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GovgraphError(f"cannot be read: {error}", where=str(file)) from error


def _show(result: Result, as_table: bool, as_csv: bool, as_json: bool, parquet: Path | None) -> None:
    if parquet:
        result.to_polars().write_parquet(parquet)
        err.print(f"{len(result):,} rows written to {parquet}", markup=False)
    elif as_json:
        _json(result.to_json())
    elif as_csv or not (as_table or out.is_terminal):
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_cell(v) for v in row] for row in result.rows)
    else:
        table = Table(*result.columns)
        for row in result.rows:
            table.add_row(*(Text(shorten(_cell(v))) for v in row))
        out.print(table)
        out.print(f"{len(result):,} rows")
    if result.cut:
        err.print("There are more rows; --limit 0 gives all.")


def _cell(value: object) -> str:
    simple = plain(value)
    if simple is None:
        return ""
    return simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)


def _ask(
    method: str, query: str, file: Path | None, params: list[str] | None, limit: int, timeout: float, graph: str
) -> Result:
    with govgraph.open(graph) as opened:
        answer: Callable[..., Result] = getattr(opened, method)
        text = _query(query, file)
        values = {**(dict(_DEFAULT_PARAMETER.findall(text)) if file else {}), **_parameters(params)}
        return answer(text, limit=limit or None, timeout=timeout or None, **values)


def _question(language: str, text: str, *examples: str) -> None:
    """Add the command that asks in a language; these differ in nothing else."""

    @app.command(language, help=text, epilog=_examples(*examples))
    def command(
        query: QueryArgument = "", file: FileOption = None, param: ParamOption = None, limit: LimitOption = 1000,
        timeout: TimeoutOption = TIMEOUT, table: TableOption = False, as_csv: CsvOption = False,
        as_json: JsonOption = False, parquet: ParquetOption = None, graph: GraphOption = DEFAULT,
    ) -> None:  # fmt: skip
        _show(_ask(language, query, file, param, limit, timeout, graph), table, as_csv, as_json, parquet)


_question(
    "sparql",
    "Ask in SPARQL 1.1; the project's prefixes are known.",
    "govgraph sparql 'SELECT ?e ?day WHERE { ?e a gov:Event ; gov:startDate ?day } LIMIT 5'",
    "govgraph sparql -f question.sparql --param actor=https://w3id.org/govgraph/id/country/KGZ --csv",
)


@app.command(
    epilog=_examples(
        "govgraph cypher 'MATCH (p:Official)-[m:MEMBER_OF]->(o) RETURN p.name, m.role, o.name LIMIT 5'",
        "govgraph cypher -f question.cypher --param day=2015-01-01 --json",
        "govgraph cypher --write 'MATCH (n:Agency) SET n.seen = true RETURN count(n)'",
    )
)
def cypher(
    query: QueryArgument = "", file: FileOption = None, param: ParamOption = None, limit: LimitOption = 1000,
    timeout: TimeoutOption = TIMEOUT, table: TableOption = False, as_csv: CsvOption = False,
    as_json: JsonOption = False, parquet: ParquetOption = None, graph: GraphOption = DEFAULT,
    write: Annotated[
        bool,
        typer.Option("--write", help="Let it write, to a copy that is thrown away: the graph itself is never changed."),
    ] = False,
) -> None:  # fmt: skip
    """Ask in Cypher, as Neo4j understands it."""
    method = "cypher_on_a_copy" if write else "cypher"
    _show(_ask(method, query, file, param, limit, timeout, graph), table, as_csv, as_json, parquet)
    if write:
        err.print("What the query wrote was written to a copy and is gone; the graph is as it was.")


_question(
    "sql",
    "Ask in SQL, over the tables of `govgraph ref` and the rows as files said them (schema records).",
    "govgraph sql 'SELECT name, class FROM actors LIMIT 5'",
    "govgraph sql 'SELECT type, count(*) FROM events GROUP BY type' --parquet counts.parquet",
)


@app.command(epilog=_examples("govgraph actor Орусия", "govgraph actor wikidata:Q813 --json"))
def actor(
    name: Annotated[str, typer.Argument(help="A name in any language, an identifier, or an IRI.")],
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Find actors by name, identifier or IRI."""
    with govgraph.open(graph) as opened:
        found = opened.actor(name)
    if not found:
        raise GovgraphError(f"no actor is called {name!r}", hint="govgraph sql 'SELECT name FROM actors'")
    if as_json:
        _json(found)
    else:
        rows = [(a["iri"], a["class"], a["name"], ", ".join(a["identifiers"] or [])) for a in found]
        _show(Result(["iri", "class", "name", "identifiers"], rows), False, False, False, None)


@app.command(epilog=_examples("govgraph trace https://w3id.org/govgraph/id/country/KGZ"))
def trace(
    iri: Annotated[str, typer.Argument(help="The IRI of anything: an actor, event, membership.")],
    graph: GraphOption = DEFAULT, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show every file and row that says something of a thing."""
    with govgraph.open(graph) as opened:
        _show(opened.trace(iri), False, False, as_json, None)


@app.command(epilog=_examples("govgraph check", "govgraph check --deep --json"))
def check(
    graph: GraphOption = DEFAULT,
    deep: Annotated[bool, typer.Option("--deep", help="Also build everything anew aside and compare.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify hashes, shapes, and that all stores agree."""
    with govgraph.open(graph) as opened, _progress() as tell:
        report = opened.check(deep=deep, progress=tell)
    if as_json:
        _json(report.to_json())
    else:
        out.print(str(report), markup=False)
    if not report.ok:
        raise typer.Exit(1)


@app.command(epilog=_examples("govgraph ref", "govgraph ref memberships", "govgraph ref cameo:042"))
def ref(
    term: Annotated[str, typer.Argument(help="A table, class, property, column, key, or code.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Explain the model: tables, classes, properties, code lists. JSON when piped."""
    from govgraph.ontology.reference import reference
    from govgraph.ontology.reference_page import page

    if as_json or not out.is_terminal:
        _json(reference(term or None))
    else:
        out.print(page(term or None, width=out.width), markup=False)


# --------------------------------------------------------------------------------------- pages and Neo4j


@app.command(
    epilog=_examples(
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
    from govgraph.graph.selection import mentioned, resolved, surroundings
    from govgraph.visualizations import page, selection

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


UriArgument = Annotated[
    str,
    typer.Argument(
        envvar="NEO4J_URI", metavar="URI", help="neo4j://HOST:PORT/DATABASE. Password: NEO4J_PASSWORD or a prompt."
    ),
]
UserOption = Annotated[str, typer.Option(help="The user; empty: NEO4J_USER, else neo4j.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Though it removes much, or what only the other side has.")]


def _folder(graph: str) -> Folder:
    if is_address(graph):
        raise GovgraphError(
            "the folder is named by --graph, the database by the argument", where=graph, expected="--graph DIR"
        )
    return Folder(Path(graph))


def _told(report: Any, as_json: bool) -> None:
    if as_json:
        _json(asdict(report))
        return
    for key, value in asdict(report).items():
        shown = ", ".join(value) if isinstance(value, list) else value
        out.print(f"{key.replace('_', ' ')}: {shown}", markup=False)


@app.command(
    epilog=_examples(
        "govgraph push neo4j://localhost",
        "govgraph push neo4j://localhost --dry-run",
        "NEO4J_PASSWORD=... govgraph push bolt://127.0.0.1:7687/govgraph",
    )
)
def push(
    uri: UriArgument,
    database: Annotated[str, typer.Option(help="The database; empty: of the address, or the server's own.")] = "",
    user: UserOption = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare though nothing changed here, and repair.")
    ] = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Make a Neo4j database as the graph folder is; again, only what changed."""
    from govgraph.graph.neo4j_connect import remote
    from govgraph.graph.neo4j_push import push as run

    to = remote(uri, database or None, user or None)
    with _progress() as tell:
        report = run(
            _folder(graph), to, progress=tell, compare=compare, dry_run=dry_run, much=yes, overrule=yes
        )  # fmt: skip
    _told(report, as_json)


@app.command(
    epilog=_examples("govgraph pull neo4j://localhost --graph copy", "govgraph pull neo4j://localhost --dry-run")
)
def pull(
    uri: UriArgument,
    user: UserOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Make the graph folder as a Neo4j database is: the same tables, the same triples; again, only what changed."""
    from govgraph.graph.neo4j_connect import remote
    from govgraph.graph.neo4j_sync import pull as run

    with _progress() as tell:
        report = run(_folder(graph), remote(uri, user=user or None), progress=tell, dry_run=dry_run, yes=yes)
    _told(report, as_json)


@app.command(epilog=_examples("govgraph sync neo4j://localhost", "govgraph sync neo4j://localhost --dry-run"))
def sync(
    uri: UriArgument,
    user: UserOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    graph: GraphOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Load and unload on each side what was loaded and unloaded on the other since they last met."""
    from govgraph.graph.neo4j_connect import remote
    from govgraph.graph.neo4j_sync import sync as run

    with _progress() as tell:
        report = run(_folder(graph), remote(uri, user=user or None), progress=tell, dry_run=dry_run, much=yes)
    if as_json:
        _json(asdict(report))
        return
    for side, part in (("the folder", report.pull), ("the database", report.push)):
        out.print(f"{side}:")
        _told(part, False)


@app.command(
    epilog=_examples(
        "govgraph search омурбек", "govgraph search 'министр фин' --kind agency", "govgraph search Q813 --json"
    )
)
def search(
    text: Annotated[str, typer.Argument(help="Words of a name in any order, the last may be unfinished; or an identifier.")],
    kind: Annotated[str, typer.Option(help="Only these: person, agency, country ..., place, post, event, actor.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Hits at the most.")] = 20,
    graph: GraphOption = DEFAULT, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Find anything by what it is called, whatever the case, marks and Kyrgyz letters."""
    with govgraph.open(graph) as opened:
        found = opened.search(text, kind=kind, limit=limit)
    _show(found, False, False, as_json, None)


export_cli.add_to(app, _progress, _parameters)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"govgraph {version('govgraph')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A knowledge graph of governance actors."""


def main() -> None:
    """Run the command line."""
    # What the driver logs of a server that is away is said again, and better, by our error.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    try:
        app()
    except GovgraphError as error:
        err.print(f"error: {error.where + ': ' if error.where else ''}{error.what}", markup=False)
        if error.expected:
            err.print(f"  expected: {error.expected}", markup=False)
        if error.hint:
            err.print(f"  try: {error.hint}", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
