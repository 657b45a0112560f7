"""The commands that ask in a query language: ``sparql``, ``cypher`` and ``sql``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, ParamOption, TimeoutOption, examples, parameters
from govgraph.commands.output import note, progress, show
from govgraph.graph.defaults import GRAPH, TIMEOUT
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.results import Result

app = typer.Typer()

QueryArgument = Annotated[str, typer.Argument(help="The query; or use -f.")]
FileOption = Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")]
LimitOption = Annotated[int, typer.Option(help="Rows at the most; 0: all.")]
TableOption = Annotated[bool, typer.Option("--table", help="A table (the default on a terminal).")]
CsvOption = Annotated[bool, typer.Option("--csv", help="CSV (the default elsewhere).")]
ParquetOption = Annotated[Path | None, typer.Option("--parquet", help="Write a Parquet file.")]


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


def _ask(
    method: str, query: str, file: Path | None, params: list[str] | None, limit: int, timeout: float, graph: str
) -> Result:
    with govgraph.open(graph) as opened:
        with progress() as tell:
            opened.prepare(method.partition("_")[0], progress=tell)
        answer: Callable[..., Result] = getattr(opened, method)
        text = _query(query, file)
        values = {**(dict(_DEFAULT_PARAMETER.findall(text)) if file else {}), **parameters(params)}
        return answer(text, limit=limit or None, timeout=timeout or None, **values)


def _question(language: str, text: str, *shown: str) -> None:
    """Add the command that asks in a language; these differ in nothing else."""

    @app.command(language, help=text, epilog=examples(*shown))
    def command(
        query: QueryArgument = "", file: FileOption = None, param: ParamOption = None, limit: LimitOption = 1000,
        timeout: TimeoutOption = TIMEOUT, table: TableOption = False, as_csv: CsvOption = False,
        as_json: JsonOption = False, parquet: ParquetOption = None, graph: GraphOption = GRAPH,
    ) -> None:  # fmt: skip
        answer = _ask(language, query, file, param, limit, timeout, graph)
        show(answer, table=table, as_csv=as_csv, as_json=as_json, parquet=parquet)


_question(
    "sparql",
    "Ask in SPARQL 1.1; the project's prefixes are known.",
    "govgraph sparql 'SELECT ?e ?day WHERE { ?e a gov:Event ; gov:startDate ?day } LIMIT 5'",
    "govgraph sparql -f question.sparql --param actor=https://w3id.org/govgraph/id/country/KGZ --csv",
)


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
    as_json: JsonOption = False, parquet: ParquetOption = None, graph: GraphOption = GRAPH,
    write: Annotated[
        bool,
        typer.Option("--write", help="Let it write, to a copy that is thrown away: the graph itself is never changed."),
    ] = False,
) -> None:  # fmt: skip
    """Ask in Cypher, as Neo4j understands it."""
    method = "cypher_on_a_copy" if write else "cypher"
    answer = _ask(method, query, file, param, limit, timeout, graph)
    show(answer, table=table, as_csv=as_csv, as_json=as_json, parquet=parquet)
    if write:
        note("What the query wrote was written to a copy and is gone; the graph is as it was.")


_question(
    "sql",
    "Ask in SQL, over the tables of `govgraph ref` and the rows as files said them (schema records).",
    "govgraph sql 'SELECT name, class FROM actors LIMIT 5'",
    "govgraph sql 'SELECT type, count(*) FROM events GROUP BY type' --parquet counts.parquet",
)
