"""Commands that ask: three languages, and the questions that need none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

import govgraph
from govgraph.commands.shared import (
    GraphOption,
    JsonOption,
    ParamOption,
    TimeoutOption,
    err,
    examples,
    parameters,
    progress,
    show,
    show_json,
)
from govgraph.graph.graph import DEFAULT, TIMEOUT
from govgraph.graph.results import Result
from govgraph.ontology.errors import GovgraphError

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
        as_json: JsonOption = False, parquet: ParquetOption = None, graph: GraphOption = DEFAULT,
    ) -> None:  # fmt: skip
        show(_ask(language, query, file, param, limit, timeout, graph), table, as_csv, as_json, parquet)


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
    as_json: JsonOption = False, parquet: ParquetOption = None, graph: GraphOption = DEFAULT,
    write: Annotated[
        bool,
        typer.Option("--write", help="Let it write, to a copy that is thrown away: the graph itself is never changed."),
    ] = False,
) -> None:  # fmt: skip
    """Ask in Cypher, as Neo4j understands it."""
    method = "cypher_on_a_copy" if write else "cypher"
    show(_ask(method, query, file, param, limit, timeout, graph), table, as_csv, as_json, parquet)
    if write:
        err.print("What the query wrote was written to a copy and is gone; the graph is as it was.")


_question(
    "sql",
    "Ask in SQL, over the tables of `govgraph ref` and the rows as files said them (schema records).",
    "govgraph sql 'SELECT name, class FROM actors LIMIT 5'",
    "govgraph sql 'SELECT type, count(*) FROM events GROUP BY type' --parquet counts.parquet",
)


@app.command(epilog=examples("govgraph actor Орусия", "govgraph actor wikidata:Q813 --json"))
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
        show_json(found)
    else:
        rows = [(a["iri"], a["class"], a["name"], ", ".join(a["identifiers"] or [])) for a in found]
        show(Result(["iri", "class", "name", "identifiers"], rows), False, False, False, None)


@app.command(epilog=examples("govgraph trace https://w3id.org/govgraph/id/country/KGZ"))
def trace(
    iri: Annotated[str, typer.Argument(help="The IRI of anything: an actor, event, membership.")],
    graph: GraphOption = DEFAULT, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show every file and row that says something of a thing."""
    with govgraph.open(graph) as opened:
        show(opened.trace(iri), False, False, as_json, None)


@app.command(
    epilog=examples(
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
    show(found, False, False, as_json, None)
