"""The command that proposes a mapping for a table, and shows what rows become with one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govgraph.commands.options import JsonOption, examples
from govgraph.commands.output import show_json, show_table
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.loaders.table.preview import Preview

app = typer.Typer()


@app.command(
    "map",
    epilog=examples(
        "govgraph map meetings.csv > meetings.map.yaml",
        "govgraph map --check meetings.csv",
        "govgraph map --schema > mapping.schema.json",
    ),
)
def map_table(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The table; or the address of one in a database.", show_default=False)
    ] = "",
    mapping: Annotated[
        str, typer.Argument(metavar="[MAP]", help="With --check: the mapping; without it, the one beside the table.")
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Show what the first rows become with the mapping.")] = False,
    rows: Annotated[int, typer.Option(min=1, help="With --check: how many rows.")] = 10,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of mappings, for editors.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose a mapping for a table: what its columns are in the graph. Every guess says why."""
    if schema:
        from govgraph.loaders.table.schema import mapping_schema

        show_json(mapping_schema())
        return
    if not file:
        raise GovgraphError("no table is named", expected="govgraph map FILE")
    from govgraph.graph.build.database import database_sources, is_address
    from govgraph.loaders.table.preview import preview
    from govgraph.loaders.table.propose import propose
    from govgraph.ontology.limits import Limits
    from govgraph.ontology.loader import Source

    if is_address(file):
        (source, *others) = database_sources(file, Limits())
        if others:
            raise GovgraphError(
                "several tables are in the database", expected=str(source), hint=f"govgraph map {source}"
            )
    elif not Path(file).is_file():
        is_folder = Path(file).is_dir()
        what, hint = ("is a folder", "name one of its tables") if is_folder else ("no such file", "check the path")
        raise GovgraphError(what, where=file, hint=hint)
    else:
        source = Source(Path(file))
    if not check:
        text = propose(source)
        if as_json:
            show_json({"mapping": text})
        else:
            typer.echo(text, nl=False)
        return
    seen = preview(source, mapping, rows)
    if as_json:
        show_json(asdict(seen))
    else:
        _draw(seen)
    if seen.rejects:
        raise typer.Exit(1)


def _draw(seen: Preview) -> None:
    """Draw the things, the links and the rejected rows."""
    typer.echo(f"{seen.rows} rows become {len(seen.things)} things and {len(seen.links)} links.\n")
    for row, what, name, rest in seen.things:
        typer.echo(f"  row {row}: ({name}) {what}" + (f"  {rest}" if rest else ""))
    if seen.links:
        typer.echo("")
    for row, one, how, other in seen.links:
        typer.echo(f"  row {row}: ({one}) --{how}--> ({other})")
    if seen.rejects:
        typer.echo("\nRejected:")
        show_table(("row", "column", "why", "value"), ([str(row), *words] for row, *words in seen.rejects))
    for kind, value, row in seen.notes:
        typer.echo(f"  {kind}: {value} (row {row})")
    if seen.unused:
        typer.echo(f"  columns not used: {', '.join(seen.unused)}")
