"""Writes a graph's assembled tables, or the rows of an answer, as CSV or Parquet.

DuckDB writes the files, sorted by IRI, with bounded memory. Parquet keeps every type. In CSV a missing value is an empty field and an
empty text is ``""``; lists and names are JSON text; a word like ``NA`` is a text. ``datapackage.json`` in the folder declares this
(https://datapackage.org/), so that a reader need not guess.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import duckdb
import polars as pl

from govgraph.graph.answers.results import Result
from govgraph.graph.duck import connect, copy, parquet, quoted
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.part import Part
from govgraph.graph.table_parts import tables_in
from govgraph.ontology.declaration import tables
from govgraph.ontology.visible import FORMULA, NUMBER

_CSV = "FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"'"
_FIELDS = {"VARCHAR": "string", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date"}


def write_tables(
    version: Path, form: str, part: Part | None, folder: Path, work: Path, progress: Progress, *, safe: bool = False
) -> dict[str, int]:
    """Write one file per table into a folder.

    Args:
        version: the folder of a version.
        form: ``csv`` or ``parquet``.
        part: write only rows of its things and of the links between them; None: everything.
        work: a folder for temporary files.
        safe: put an apostrophe before the cells of CSV that a spreadsheet would run.

    Returns:
        how many tables and rows.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> write_tables(Path("none"), "csv", None, folder, folder, lambda what, done, total: None)
        {'tables': 0, 'rows': 0}
    """
    files = tables_in(version / "tables")
    described: list[dict[str, Any]] = []
    total = 0
    with connect(spill=work / "spill") as db:
        _register(db, part)
        for number, (name, parts) in enumerate(files.items()):
            progress("writing the tables", number, len(files))
            target = folder / f"{name}.{form}"
            rows = f"{parquet(*parts)} t{_condition(name, part)}"
            query = f"SELECT t.* FROM {rows} ORDER BY t.iri"
            kinds = _kinds(db, query)
            if form == "csv":
                db.execute(f"COPY ({_flat(query, kinds, safe)}) TO {quoted(target)} ({_CSV})")
            else:
                copy(db, query, target)
            counted = db.execute(f"SELECT count(*) FROM {rows}").fetchone()
            total += counted[0] if counted else 0
            described.append(_resource(target.name, form, kinds))
    package = {"name": "govgraph-export", "resources": described}
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return {"tables": len(files), "rows": total}


def _register(db: duckdb.DuckDBPyConnection, part: Part | None) -> None:
    if part:
        things = pl.DataFrame({"iri": sorted(part.iris)}, schema={"iri": pl.String})
        links = pl.DataFrame({"iri": sorted({iri for *_, iri in part.only})}, schema={"iri": pl.String})
        db.register("things", things.to_arrow())
        db.register("links", links.to_arrow())


def _condition(name: str, part: Part | None) -> str:
    if part is None:
        return ""
    table = tables().get(name)
    if table is None or not table.is_link:
        return " WHERE t.iri IN (SELECT iri FROM things)"
    ends = " AND ".join(f"t.{end} IN (SELECT iri FROM things)" for end in (table.source, table.target))
    return f" WHERE {ends}" + (" AND t.iri IN (SELECT iri FROM links)" if part.only else "")


def _kinds(db: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    relation = db.sql(query)
    return dict(zip(relation.columns, (str(t) for t in relation.types), strict=True))


def _flat(query: str, kinds: dict[str, str], safe: bool) -> str:
    """The query with lists and structures as JSON text, and with ``safe`` an apostrophe before what a spreadsheet would run."""
    columns = []
    formula = quoted(f"^[{FORMULA}]")
    for name, kind in kinds.items():
        column = '"' + name.replace('"', '""') + '"'
        if kind.endswith("]") or kind.startswith("STRUCT"):
            columns.append(f"to_json({column}) AS {column}")
        elif safe and kind == "VARCHAR":
            runs = f"regexp_matches({column}, {formula}) AND NOT regexp_full_match({column}, {quoted(NUMBER)})"
            columns.append(f"CASE WHEN {runs} THEN '''' || {column} ELSE {column} END AS {column}")
        else:
            columns.append(column)
    return f"SELECT {', '.join(columns)} FROM ({query})"


def _resource(path: str, form: str, kinds: dict[str, str]) -> dict[str, Any]:
    fields = [{"name": name, "type": _FIELDS.get(kind, "array")} for name, kind in kinds.items()]
    return {
        "name": path.split(".")[0],
        "path": path,
        "format": form,
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["iri"]},
    }


def write_rows(answer: Result, form: str, out: IO[bytes], work: Path, *, safe: bool = False) -> dict[str, int]:
    """Write the rows of an answer as one file.

    Args:
        form: ``csv`` or ``parquet``.
        work: a folder for temporary files.
        safe: put an apostrophe before the cells of CSV that a spreadsheet would run.

    Returns:
        how many rows.

    Example:
        >>> import io, tempfile
        >>> out = io.BytesIO()
        >>> write_rows(Result(["a", "b"], [("", None), ("NA", [1])]), "csv", out, Path(tempfile.mkdtemp()))
        {'rows': 2}
        >>> out.getvalue()
        b'a,b\\n"",\\nNA,[1]\\n'
    """
    frame = answer.to_polars()
    if form == "parquet":
        frame.write_parquet(out)
        return {"rows": frame.height}
    file = work / "rows.csv"
    with connect(spill=work / "spill") as db:
        db.register("answer", frame.to_arrow())
        rows = _flat("SELECT * FROM answer", _kinds(db, "SELECT * FROM answer"), safe)
        db.execute(f"COPY ({rows}) TO {quoted(file)} ({_CSV})")
    with file.open("rb") as stream:
        while data := stream.read(1 << 20):
            out.write(data)
    return {"rows": frame.height}
