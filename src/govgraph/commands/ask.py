"""The commands that run a query: ``sparql``, ``cypher`` and ``sql``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, ParamOption, TimeoutOption, examples, parameters
from govgraph.commands.output import Form, note, progress, say, show
from govgraph.graph.defaults import GRAPH, TIMEOUT
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.answers.results import Result

app = typer.Typer()

QueryArgument = Annotated[str, typer.Argument(help="The text of the query, unless -f is given.")]
FileOption = Annotated[
    Path | None, typer.Option("-f", "--file", help="Read the query from a file; - is standard input.")
]
LimitOption = Annotated[int, typer.Option(min=0, help="The most rows to return; 0 returns all.")]
TableOption = Annotated[bool, typer.Option("--table", help="Print a table (the default on a terminal).")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV (the default in a pipe or file).")]
SafeOption = Annotated[
    bool,
    typer.Option("--spreadsheet-safe", help="Put ' before the cells of CSV that a spreadsheet would run as a formula."),
]
NamesOption = Annotated[
    bool, typer.Option("--names", help="Add a column of names beside each column of IRIs; made titles stand in [ ].")
]
ParquetOption = Annotated[Path | None, typer.Option("--parquet", help="Write the answer to this Parquet file.")]


# A query in a file may give default values of its parameters in comments: `# param day = 2017-06-01`.
_DEFAULT_PARAMETER = re.compile(r"^(?:#|//|--) param (\w+) = (\S.*)$", re.MULTILINE)


def _query(query: str, file: Path | None) -> str:
    if bool(query) == bool(file):
        raise GovgraphError("give one query", expected="QUERY or -f FILE")
    if not file:
        return query
    try:
        return sys.stdin.buffer.read().decode() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GovgraphError(
            f"cannot be read: {getattr(error, 'strerror', '') or error}",
            where=str(file),
            hint="check the path; a query file is UTF-8 text",
        ) from error


def _asked(query: str, file: Path | None, params: list[str] | None) -> tuple[str, dict[str, Any]]:
    """The text of a query, and the values of its parameters."""
    text = _query(query, file)
    return text, {**(dict(_DEFAULT_PARAMETER.findall(text)) if file else {}), **parameters(params)}


def _ask(
    method: str, query: str, file: Path | None, params: list[str] | None, limit: int, timeout: float, graph: str,
    names: bool, form: Form,
) -> None:  # fmt: skip
    text, values = _asked(query, file, params)
    with govgraph.open(graph) as opened:
        with progress() as tell:
            opened.prepare(method.partition("_")[0], text, values, timeout=timeout or None, progress=tell)
        ask: Callable[..., Result] = getattr(opened, method)
        answer = ask(text, limit=limit or None, timeout=timeout or None, **values)
        if names:
            answer = opened.named(answer)
        told, empty = {}, ""
        # What these import is not imported for an answer that a script reads.
        if form.printed:
            from govgraph.graph.find.naming import unsaid

            told = unsaid(opened, answer)
        if form.printed and not len(answer):
            from govgraph.graph.answers.emptiness import why_empty

            empty = why_empty(opened, values)
        show(answer, form, names=told, empty=empty)


@app.command(
    epilog=examples(
        "govgraph sparql 'SELECT ?e ?day WHERE { ?e a gov:Event ; gov:startDate ?day } LIMIT 5'",
        "govgraph sparql -f question.sparql --param actor=https://w3id.org/govgraph/id/country/KGZ --csv",
        "govgraph sparql --explain 'SELECT (COUNT(*) AS ?n) { ?a a gov:Agency }'",
    )
)
def sparql(
    query: QueryArgument = "", file: FileOption = None, param: ParamOption = None, limit: LimitOption = 1000,
    timeout: TimeoutOption = TIMEOUT, table: TableOption = False, as_csv: CsvOption = False,
    as_json: JsonOption = False, parquet: ParquetOption = None, safe: SafeOption = False, names: NamesOption = False,
    graph: GraphOption = GRAPH,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say how the query would be answered, and why; do not answer it."),
    ] = False,
) -> None:  # fmt: skip
    """Run a SPARQL 1.1 query. The project's prefixes need not be declared."""
    if explain:
        text, values = _asked(query, file, param)
        with govgraph.open(graph) as opened:
            say(str(opened.explain(text, timeout=timeout or None, **values)))
        return
    form = Form(table, as_csv, as_json, parquet, safe)
    _ask("sparql", query, file, param, limit, timeout, graph, names, form)


@app.command(
    epilog=examples(
        "govgraph cypher 'MATCH (p:Official)-[m:MEMBER_OF]->(o) RETURN p.name, m.role, o.name LIMIT 5'",
        "govgraph cypher -f question.cypher --param day=2015-01-01 --json",
        "govgraph cypher --write 'MATCH (n:Agency) SET n.seen = true RETURN count(n)'",
    )
)
def cypher(
    query: QueryArgument = "", file: FileOption = None, param: ParamOption = None, limit: LimitOption = 1000,
    timeout: TimeoutOption = TIMEOUT, table: TableOption = False, as_csv: CsvOption = False,
    as_json: JsonOption = False, parquet: ParquetOption = None, safe: SafeOption = False, names: NamesOption = False,
    graph: GraphOption = GRAPH,
    write: Annotated[
        bool,
        typer.Option("--write", help="Allow writing, to a temporary copy: the graph itself never changes."),
    ] = False,
) -> None:  # fmt: skip
    """Run a Cypher query, in the dialect of Neo4j."""
    method = "cypher_on_a_copy" if write else "cypher"
    form = Form(table, as_csv, as_json, parquet, safe)
    _ask(method, query, file, param, limit, timeout, graph, names, form)
    if write:
        note("The query wrote to a temporary copy, which has been deleted; the graph is unchanged.")


@app.command(
    epilog=examples(
        "govgraph sql 'SELECT name, class FROM actors LIMIT 5'",
        "govgraph sql 'SELECT type, count(*) FROM events GROUP BY type' --parquet counts.parquet",
    )
)
def sql(
    query: QueryArgument = "", file: FileOption = None, param: ParamOption = None, limit: LimitOption = 1000,
    timeout: TimeoutOption = TIMEOUT, table: TableOption = False, as_csv: CsvOption = False,
    as_json: JsonOption = False, parquet: ParquetOption = None, safe: SafeOption = False, names: NamesOption = False,
    graph: GraphOption = GRAPH,
) -> None:  # fmt: skip
    """Run an SQL query. It reads the tables that `govgraph ref` lists, and the rows as each file gave them (schema records)."""
    form = Form(table, as_csv, as_json, parquet, safe)
    _ask("sql", query, file, param, limit, timeout, graph, names, form)
