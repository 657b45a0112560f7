"""Writes a version as files and a command for ``neo4j-admin database import full``: the fast way to load millions at first.

A push goes through transactions; the import bypasses them and writes the files of a stopped server. The result is what a push
would have written, so a push afterwards only has to add its own state. The files are CSV in the dialect that this importer reads
(tried on 5.26 and 2026.09): no text is changed by it, and an empty list, which it cannot express, is refused here.
"""

from __future__ import annotations

import io
import shlex
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import polars as pl

from govgraph.graph.errors import GraphError
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.projected import ProjectedTable, projected_tables

_READ_BUFFER = 4_194_304  # the importer's default; a value has to fit into it
_CONTROL = r"[\x01-\x1f]"
_DELIMITERS = "\x1f\x1e\x1d\x1c\x01\x02\x03\x04\x05\x06\x07"
_ID_SPACE = "entity"
_SCRIPT, README = "import.sh", "README.txt"


@dataclass(frozen=True, slots=True)
class NodeGroup:
    """Nodes that are in no table, to be imported with the rest.

    Attributes:
        name: the name of their file.
        labels: all labels of the nodes.
        rows: frames with the same columns, one per property; a null is an absent key, binary becomes bytes.
    """

    name: str
    labels: Sequence[str]
    rows: Iterable[pl.DataFrame]


@dataclass(slots=True)
class ImportReport:
    """What was written.

    Attributes:
        folder: the folder of the files; it also holds the command as ``import.sh``, and ``README.txt``.
        nodes, relationships: how many were written; the importer has to report the same numbers.
        bytes: the size of all files.
        command: the command to run in the folder while the database is stopped.
    """

    folder: Path
    nodes: int = 0
    relationships: int = 0
    bytes: int = 0
    seconds: float = 0.0
    command: list[str] = field(default_factory=list)

    def shell(self, folder: Path) -> str:
        """The command as a shell line that works from any directory, if the files are in this folder."""
        return f"cd {shlex.quote(str(folder.resolve()))} && {shlex.join(self.command)}"


def write_import_files(
    version: Path,
    out: Path,
    languages: Sequence[str],
    progress: Progress,
    *,
    database: str = "neo4j",
    groups: Sequence[NodeGroup] = (),
) -> ImportReport:
    """Write a version's nodes and relationships as files for ``neo4j-admin database import full``.

    There is one file for each table and label set or relationship type, and each header is a separate file. Only some rows at a time
    are in memory.

    Args:
        version: a folder as ``Graph.version()`` gives it.
        out: a folder that is empty or does not exist yet.
        languages: in the order in which ``name`` is chosen.
        database: the database into which the command imports.
        groups: further nodes.

    Raises:
        GraphError: the folder is not empty, it cannot be written to, or there is a value that the importer cannot read.
    """
    started = time.monotonic()
    out = out.resolve()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise GraphError("the folder is not empty", where=str(out), hint="name a new folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
        projected = projected_tables(version, languages)
        report = ImportReport(out)
        with ExitStack() as opened:
            files = _Files(out, _array_delimiter(projected), opened, report)
            total, done = sum(table.rows for table in projected), 0
            for table in projected:
                for _, rows in table.slices():
                    files.add_projected(table, rows)
                    done += rows.height
                    progress("writing files for Neo4j", done, total)
            for group in groups:
                for frame in group.rows:
                    files.add_nodes(group.name, tuple(group.labels), frame)
        report.command = files.command(database)
        report.bytes = sum(file.stat().st_size for file in out.iterdir())
        _write_words(report, database)
    except OSError as error:
        raise GraphError(
            f"cannot be written: {error.strerror}",
            where=str(error.filename or out),
            hint="name another folder with -o, or free disk space",
        ) from error
    report.seconds = time.monotonic() - started
    return report


# ------------------------------------------------------------------------------------------------- the files


class _Files:
    """The files, and what the importer needs to know about them."""

    def __init__(self, out: Path, delimiter: str, opened: ExitStack, report: ImportReport) -> None:
        self.out, self.delimiter, self.report = out, delimiter, report
        self._opened = opened
        self._handles: dict[str, BinaryIO] = {}
        self._nodes: dict[str, str] = {}  # file -> labels
        self._relationships: dict[str, str] = {}  # file -> type
        self._many_lines, self._longest = False, 0

    def add_projected(self, table: ProjectedTable, rows: pl.DataFrame) -> None:
        """Add the nodes and relationships that some rows of a table become."""
        for labels, frame in table.nodes(rows):
            self.add_nodes(table.name, labels, frame, key="iri")
        header = {"_source": f":START_ID({_ID_SPACE})", "_target": f":END_ID({_ID_SPACE})"}
        for drawn in table.relationships(rows):
            frame = drawn.rows.collect()
            if frame.height:
                self._relationships[self._write(f"relationships-{table.name}-{drawn.type}", frame, header)] = drawn.type
                self.report.relationships += frame.height

    def add_nodes(self, name: str, labels: tuple[str, ...], frame: pl.DataFrame, *, key: str = "") -> None:
        """Add nodes with one label set. ``key`` is the property by which relationships refer to them; empty: none do."""
        header = {key: f"{key}:ID({_ID_SPACE})"} if key else {}
        self._nodes[self._write(f"nodes-{name}-{'_'.join(labels)}", frame, header)] = ":".join(labels)
        self.report.nodes += frame.height

    def _write(self, name: str, frame: pl.DataFrame, header: dict[str, str]) -> str:
        if name not in self._handles:
            words = [header.get(column, f"{column}:{_type(dtype)}") for column, dtype in frame.schema.items()]
            (self.out / f"{name}-header.csv").write_text(",".join(words) + "\n", "utf-8")
            self._handles[name] = self._opened.enter_context((self.out / f"{name}.csv").open("wb"))
        cells = frame.select(_cell(column, dtype, self.delimiter) for column, dtype in frame.schema.items())
        for column, dtype in frame.schema.items():
            if isinstance(dtype, pl.List) and (cells[column].is_in(["", '""'])).any():
                raise GraphError(
                    f"an empty list or text in {column!r} of {name}, which neo4j-admin cannot import",
                    hint="govgraph push",
                )
        text = io.BytesIO()
        # Every text is quoted already, so that an empty text is not read as a missing value.
        cells.write_csv(text, include_header=False, quote_style="never")
        lines = text.getvalue()
        self._handles[name].write(lines)
        self._many_lines = self._many_lines or lines.count(b"\n") > frame.height or b"\r" in lines
        longest = cells.select(pl.max_horizontal(pl.all().str.len_bytes().max())).item()
        self._longest = max(self._longest, longest or 0)
        return name

    def command(self, database: str) -> list[str]:
        """The command, to be run in the folder of the files: the importer would read a path to it as a pattern."""
        words = ["neo4j-admin", "database", "import", "full", database]
        words.append(f"--array-delimiter=U+{ord(self.delimiter):04X}")
        if self._many_lines:
            words.append("--multiline-fields=true")
        if self._longest > _READ_BUFFER // 2:
            words.append(f"--read-buffer-size={2 * self._longest}")
        # The name needs a folder before it: the releases of 2026 look for the file there.
        words += [f"--nodes={labels}=./{f}-header.csv,./{f}.csv" for f, labels in sorted(self._nodes.items())]
        words += [
            f"--relationships={kind}=./{f}-header.csv,./{f}.csv" for f, kind in sorted(self._relationships.items())
        ]
        return words


def _type(dtype: pl.DataType) -> str:
    """The importer's word for a type.

    Example:
        >>> _type(pl.List(pl.Date()))
        'date[]'
    """
    if isinstance(dtype, pl.List):
        return f"{_type(dtype.inner)}[]"  # type: ignore[arg-type]  # an instance, once it is a column's
    if isinstance(dtype, pl.Datetime):
        return "datetime" if dtype.time_zone else "localdatetime"
    if dtype.is_integer():
        return "long"
    if dtype.is_float():
        return "double"
    words = {
        pl.String(): "string",
        pl.Boolean(): "boolean",
        pl.Date(): "date",
        pl.Binary(): "byte[]",
        pl.Null(): "string",
    }
    return words[dtype]


def _cell(column: str, dtype: pl.DataType, delimiter: str) -> pl.Expr:
    """A column as it is written to the file."""
    value = pl.col(column)
    if isinstance(dtype, pl.Binary):
        return value.map_elements(lambda items: _signed(items, delimiter), return_dtype=pl.String)
    inner = dtype.inner if isinstance(dtype, pl.List) else dtype
    if isinstance(dtype, pl.List):
        text = value.list.eval(_text(pl.element(), inner)).list.join(delimiter)  # type: ignore[arg-type]
    else:
        text = _text(value, dtype)
    if inner == pl.String:
        text = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return text.alias(column)


def _text(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        return value.dt.to_string("%Y-%m-%dT%H:%M:%S%.6f%:z" if dtype.time_zone else "%Y-%m-%dT%H:%M:%S%.6f")
    text = value.cast(pl.String)
    return text.replace({"inf": "Infinity", "-inf": "-Infinity"}) if dtype.is_float() else text


def _signed(items: bytes, delimiter: str) -> str:
    """Bytes as Java writes them.

    Example:
        >>> _signed(bytes([0, 127, 255]), ";")
        '0;127;-1'
    """
    return delimiter.join(str(byte - 256 if byte > 127 else byte) for byte in items)


def _array_delimiter(projected: Sequence[ProjectedTable]) -> str:
    """A control character that occurs in no list: the importer has no way to escape one.

    Raises:
        GraphError: there is none.
    """
    taken: set[str] = set()
    for table in projected:
        for rows in table.whole():
            lists = [pl.col(c).list.join("") for c, kind in rows.collect_schema().items() if kind == pl.List(pl.String)]
            if lists:
                text = rows.select(pl.concat_str(lists, ignore_nulls=True).alias("text"))
                odd = text.filter(pl.col("text").str.contains(_CONTROL)).select(
                    pl.col("text").str.extract_all(_CONTROL)
                )
                taken.update(odd.explode("text").unique().collect(engine="streaming")["text"])
    free = [character for character in _DELIMITERS if character not in taken]
    if not free:
        raise GraphError(
            "the texts of lists contain every control character that could separate them",
            expected="texts that lack at least one of them",
        )
    return free[0]


# ------------------------------------------------------------------------------------------------- the words


def _write_words(report: ImportReport, database: str) -> None:
    command = " \\\n  ".join(shlex.quote(word) for word in report.command[1:])
    script = report.folder / _SCRIPT
    script.write_text(
        "#!/bin/sh\n"
        "# Imports this folder into a database that is stopped. Further options are passed on.\n"
        "# NEO4J_ADMIN: the command to be used instead of neo4j-admin.\n"
        f'cd "$(dirname "$0")" && exec ${{NEO4J_ADMIN:-neo4j-admin}} {command} "$@"\n',
        "utf-8",
        newline="\n",
    )
    script.chmod(0o755)
    (report.folder / README).write_text(
        f"""A graph as files for Neo4j: {report.nodes:,} nodes and {report.relationships:,} relationships.
Written by govgraph; read by neo4j-admin of Neo4j 5 and later, on the computer of the server.

1. Stop the server (Enterprise Edition: it is enough to stop the database).
2. In this folder, as the user of the server:

   sh {_SCRIPT}

   which is

   {shlex.join(report.command)}

   A database {database!r} that exists already is refused; with --overwrite-destination it is replaced, and ALL THAT IS IN IT IS LOST.
   A server of "govgraph neo4j start":  NEO4J_ADMIN="govgraph neo4j admin" sh {_SCRIPT}
   It has to report {report.nodes} nodes and {report.relationships} relationships.
3. Start the server (Enterprise Edition: CREATE DATABASE, when it is new).
4. govgraph push neo4j://HOST --compare
   makes the key of :Entity and records what the database holds; it has no nodes or relationships to write.
""",
        "utf-8",
    )
