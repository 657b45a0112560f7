"""Make an embedded property graph from nothing: all nodes and relationships of the assembled tables.

Most of a graph are events and what hangs on them. They are written slice by slice, each slice of events in one batch with its
relationships, since a node that gets them later is read and written anew each time. All else is there before, or
is added at the end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from govgraph.graph.duck import parquet, quoted
from govgraph.graph.errors import GraphError
from govgraph.graph.stores import arcade_empty
from govgraph.graph.stores.arcade_write import BATCH, Writer, event_end, link_rows, make_indexes, node_rows
from govgraph.ontology.declaration import Column, Table, tables

_EVENTS = "events"


def build(
    assembled: Path, out: Path, languages: Sequence[str], spill: Path, progress: Callable[[str, int, int], None]
) -> None:
    """Make a database of all assembled tables.

    Args:
        assembled: the folder with one Parquet file a table.
        out: the database folder, which must not exist.
        spill: a scratch folder for joins that do not fit into memory.

    Raises:
        GraphError: a relationship has an end that is no node, which would lose it.
    """
    spill.mkdir(parents=True, exist_ok=True)
    present = {p.stem: p for p in sorted(assembled.glob("*.parquet")) if pq.read_metadata(p).num_rows}
    with contextlib.closing(arcade_empty.create(out)) as db:
        with duckdb.connect() as joins:
            joins.execute("SET memory_limit = '750MB'; SET threads = 2; SET preserve_insertion_order = false")
            joins.execute(f"SET temp_directory = {quoted(spill / 'joins')}")
            _Build(Writer(db), joins, present, languages, spill, progress).run()
        make_indexes(db)


@dataclass
class _Build:
    writer: Writer
    joins: duckdb.DuckDBPyConnection
    present: dict[str, Path]
    languages: Sequence[str]
    spill: Path
    progress: Callable[[str, int, int], None]
    done: int = 0
    drawn: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        # What a record id is: ``rids`` of all that is no event, ``every_rid`` of all.
        self.joins.execute("CREATE TABLE rids (iri VARCHAR, rid VARCHAR)")
        for name, file in self.present.items():
            if name != _EVENTS and (name == "undescribed" or not tables()[name].is_link):
                for frame in _slices(file):
                    self.joins.register("made", self._add(name, frame).to_arrow())
                    self.joins.execute("INSERT INTO rids SELECT * FROM made")
        with_events: set[tuple[str, str]] = set()
        if _EVENTS in self.present:
            with_events = self._with_events()
            self._events(self.present[_EVENTS], with_events)
            every = f"SELECT * FROM rids UNION ALL SELECT * FROM {parquet(self.spill / 'events-*.parquet')}"
        else:
            every = "SELECT * FROM rids"
        self.joins.execute(f"CREATE VIEW every_rid AS {every}")
        for table, column in self._drawing():
            if (table.name, column.name if column else "") not in with_events:
                self._draw(table, column, parquet(self.present[table.name]), "every_rid", "every_rid")
            elif column is None and self._missing(table):
                # Events that nothing describes are no rows of the events.
                self._draw(table, column, parquet(self.present[table.name]), "rids", "rids")
            if column is None and (lost := self._missing(table)):
                raise GraphError(f"{lost} rows of {table.name} refer to nodes that are not there")

    def _missing(self, table: Table) -> int:
        return int(pq.read_metadata(self.present[table.name]).num_rows) - self.drawn.get(table.name, 0)

    def _tell(self, rows: int) -> None:
        self.done += rows
        total = sum(pq.read_metadata(file).num_rows for file in self.present.values())
        self.progress("building the property graph", self.done, total)

    def _add(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:
        made = self.writer.add_nodes(node_rows(name, frame, self.languages))
        self._tell(frame.height)
        return made

    def _drawing(self) -> Iterator[tuple[Table, Column | None]]:
        """All that draws relationships: link tables (None) and reference columns of node tables."""
        for name in self.present:
            if name == "undescribed":
                continue
            table = tables()[name]
            if table.is_link:
                yield table, None
            else:
                yield from ((table, column) for column in table.refs if column.relationship)

    def _with_events(self) -> set[tuple[str, str]]:
        """Which of them can be drawn with the events: one end is an event, and no other end is."""
        found = set()
        for table, column in self._drawing():
            end = event_end(table) if column is None else "iri" if table.name == _EVENTS else ""
            if not end:
                continue
            other = (table.target if end == table.source else table.source) if column is None else column.name
            value = f"unnest({other})" if column is not None and column.many else other
            ends = f"SELECT DISTINCT {value} AS iri FROM {parquet(self.present[table.name])} WHERE {other} IS NOT NULL"
            unknown = self.joins.execute(f"SELECT 1 FROM ({ends}) o ANTI JOIN rids r ON r.iri = o.iri LIMIT 1")
            # A result that is not read to its end would be in the way of what comes next.
            if not unknown.fetchall():
                found.add((table.name, column.name if column else ""))
        return found

    def _events(self, file: Path, drawing: set[tuple[str, str]]) -> None:
        links = [tables()[name] for name, column in sorted(drawing) if not column]
        columns = [tables()[_EVENTS].column(column) for _, column in sorted(drawing) if column]
        for table in links:
            # The rows of a link table slice by slice of the events that they hang on.
            self.joins.execute(
                f"COPY (SELECT l.*, e.file_row_number // {BATCH} AS slice FROM {parquet(self.present[table.name])} l "
                f"JOIN read_parquet({quoted(file)}, file_row_number = true) e ON e.iri = l.{event_end(table)}) "
                f"TO {quoted(self.spill / table.name)} (FORMAT parquet, PARTITION_BY (slice))"
            )
        for number, frame in enumerate(_slices(file)):
            with self.writer.batch():
                made = self._add(_EVENTS, frame)
                self.joins.register("slice_rids", made.to_arrow())
                self.joins.register("slice_rows", frame.to_arrow())
                for column in columns:
                    self._draw(tables()[_EVENTS], column, "slice_rows", "slice_rids", "rids")
                for table in links:
                    folder = self.spill / table.name / f"slice={number}"
                    if folder.exists():
                        rows = f"read_parquet({quoted(folder / '*.parquet')}, hive_partitioning = false)"
                        ends = ("slice_rids", "rids") if event_end(table) == table.source else ("rids", "slice_rids")
                        self._draw(table, None, rows, *ends)
            made.write_parquet(self.spill / f"events-{number}.parquet", compression="uncompressed")

    def _draw(self, table: Table, column: Column | None, rows: str, sources: str, targets: str) -> None:
        """Add the relationships that some rows draw, their ends looked up in two tables of record ids."""
        if column is None:
            query = (
                f"SELECT l.*, s.rid AS _src, t.rid AS _dst FROM {rows} l "
                f"JOIN {sources} s ON s.iri = l.{table.source} JOIN {targets} t ON t.iri = l.{table.target}"
            )
        else:
            value = f"unnest({column.name})" if column.many else column.name
            query = (
                f"SELECT s.rid AS _src, t.rid AS _dst FROM (SELECT iri AS a, {value} AS b FROM {rows}) "
                f"JOIN {sources} s ON s.iri = a JOIN {targets} t ON t.iri = b"
            )
        for batch in self.joins.sql(query).to_arrow_reader(BATCH):
            frame: pl.DataFrame = pl.from_arrow(pa.Table.from_batches([batch]))  # type: ignore[assignment]
            if column is None:
                self.writer.add_relationships(table.relationship, link_rows(table, frame))
                self.drawn[table.name] = self.drawn.get(table.name, 0) + frame.height
                self._tell(frame.height)
            else:
                self.writer.add_relationships(column.relationship, frame)


def _slices(file: Path) -> Iterator[pl.DataFrame]:
    """A Parquet file, BATCH rows at a time in their order."""
    rows = pl.scan_parquet(file)
    for start in range(0, pq.read_metadata(file).num_rows, BATCH):
        yield rows.slice(start, BATCH).collect()
