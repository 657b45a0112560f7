"""Make an embedded property graph from nothing: all nodes and relationships of the assembled tables.

Most of a graph is events and their relationships. They are written slice by slice, each slice of events in one batch with its
relationships, because a node that gets relationships later is read and written again each time. All other nodes are added
before the events, and all other relationships after them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from govgraph.graph.duck import connect, parquet, quoted, with_columns
from govgraph.graph.errors import GraphError
from govgraph.graph.property_graph.projection import ends_sql
from govgraph.graph.stores import arcade_empty
from govgraph.graph.stores.arcade_write import BATCH, Writer, link_rows, make_indexes, node_rows
from govgraph.graph.table_parts import height, tables_in
from govgraph.ontology.block import assembled_schema
from govgraph.ontology.declaration import Drawn, tables

_EVENTS = "events"


def build(
    assembled: Path, out: Path, languages: Sequence[str], spill: Path, progress: Callable[[str, int, int], None]
) -> None:
    """Make a database of all assembled tables.

    Args:
        assembled: the folder of the tables.
        out: the database folder, which must not exist.
        spill: a scratch folder for joins that do not fit into memory.

    Raises:
        GraphError: an end of a relationship is not a node, so that the relationship would be lost.
    """
    spill.mkdir(parents=True, exist_ok=True)
    present = {name: parts for name, parts in tables_in(assembled).items() if height(parts)}
    with contextlib.closing(arcade_empty.create(out)) as db:
        with connect(memory="750MB", spill=spill / "joins", ordered=False) as joins:
            _Build(Writer(db), joins, present, languages, spill, progress).run()
        make_indexes(db)


@dataclass
class _Build:
    writer: Writer
    joins: duckdb.DuckDBPyConnection
    present: dict[str, list[Path]]
    languages: Sequence[str]
    spill: Path
    progress: Callable[[str, int, int], None]
    done: int = 0
    drawn: dict[str, int] = field(default_factory=dict)
    rows: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        # The rows of each table that draws relationships, as SQL.
        self.rows = {
            name: with_columns(self.joins, parquet(*parts), assembled_schema(tables()[name]))
            for name, parts in self.present.items()
            if tables()[name].drawn
        }

    def run(self) -> None:
        # The record ids of nodes: ``rids`` has those of all nodes but events, ``every_rid`` those of all nodes.
        self.joins.execute("CREATE TABLE rids (iri VARCHAR, rid VARCHAR)")
        for name, parts in self.present.items():
            if name != _EVENTS and not tables()[name].is_link:
                for frame in _slices(parts):
                    self.joins.register("made", self._add(name, frame).to_arrow())
                    self.joins.execute("INSERT INTO rids SELECT * FROM made")
        with_events: list[Drawn] = []
        if _EVENTS in self.present:
            with_events = self._with_events()
            self._events(self.present[_EVENTS], with_events)
            every = f"SELECT * FROM rids UNION ALL SELECT * FROM {parquet(self.spill / 'events-*.parquet')}"
        else:
            every = "SELECT * FROM rids"
        self.joins.execute(f"CREATE VIEW every_rid AS {every}")
        for drawn in self._drawing():
            if drawn not in with_events:
                self._draw(drawn, self.rows[drawn.table], "every_rid", "every_rid")
            elif drawn.keyed and self._missing(drawn):
                # Events that no record describes are not rows of the events table.
                self._draw(drawn, self.rows[drawn.table], "rids", "rids")
            if drawn.keyed and (lost := self._missing(drawn)):
                raise GraphError(
                    f"{lost} rows of {drawn.table} refer to nodes that do not exist",
                    hint="govgraph check, and report it",
                )

    def _missing(self, drawn: Drawn) -> int:
        return height(self.present[drawn.table]) - self.drawn.get(drawn.table, 0)

    def _tell(self, rows: int) -> None:
        self.done += rows
        total = sum(map(height, self.present.values()))
        self.progress("building the property graph", self.done, total)

    def _add(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:
        rids = self.writer.add_nodes(node_rows(name, frame, self.languages))
        self._tell(frame.height)
        return rids

    def _drawing(self) -> list[Drawn]:
        """The relationships that the tables with rows draw, sorted by table."""
        return [drawn for name in self.present for drawn in tables()[name].drawn]

    def _with_events(self) -> list[Drawn]:
        """The relationships that can be drawn with the events: one end is an event, and the other end never is."""
        chosen = []
        for drawn in self._drawing():
            end = _event_end(drawn)
            if not end:
                continue
            other = "_target" if end == "_source" else "_source"
            ends = f"SELECT DISTINCT {other} AS iri FROM ({ends_sql(drawn, self.rows[drawn.table])})"
            unknown = self.joins.execute(f"SELECT 1 FROM ({ends}) o ANTI JOIN rids r ON r.iri = o.iri LIMIT 1")
            # A result that is not read to its end would block the next query.
            if not unknown.fetchall():
                chosen.append(drawn)
        return chosen

    def _events(self, parts: list[Path], drawing: list[Drawn]) -> None:
        links = [drawn for drawn in drawing if drawn.keyed]
        references = [drawn for drawn in drawing if not drawn.keyed]
        for drawn in links:
            # The rows of a link table, split into the slices of the events that they belong to.
            self.joins.execute(
                f"COPY (SELECT l.* EXCLUDE (_source, _target), e.place // {BATCH} AS slice "
                f"FROM ({ends_sql(drawn, self.rows[drawn.table])}) l "
                f"JOIN ({_places(parts)}) e ON e.iri = l.{_event_end(drawn)}) "
                f"TO {quoted(self.spill / drawn.table)} (FORMAT parquet, PARTITION_BY (slice))"
            )
        for number, frame in enumerate(_slices(parts)):
            with self.writer.batch():
                rids = self._add(_EVENTS, frame)
                self.joins.register("slice_rids", rids.to_arrow())
                self.joins.register("slice_rows", frame.to_arrow())
                events = with_columns(self.joins, "slice_rows", assembled_schema(tables()[_EVENTS]))
                for drawn in references:
                    self._draw(drawn, events, "slice_rids", "rids")
                for drawn in links:
                    folder = self.spill / drawn.table / f"slice={number}"
                    if folder.exists():
                        rows = f"read_parquet({quoted(folder / '*.parquet')}, hive_partitioning = false)"
                        ends = ("slice_rids", "rids") if _event_end(drawn) == "_source" else ("rids", "slice_rids")
                        self._draw(drawn, rows, *ends)
            rids.write_parquet(self.spill / f"events-{number}.parquet", compression="uncompressed")

    def _draw(self, drawn: Drawn, rows: str, sources: str, targets: str) -> None:
        """Add the relationships that rows draw. The ends are looked up in two tables of record ids."""
        row = "l.*, " if drawn.keyed else ""
        query = (
            f"SELECT {row}s.rid AS _src, t.rid AS _dst FROM ({ends_sql(drawn, rows)}) l "
            f"JOIN {sources} s ON s.iri = l._source JOIN {targets} t ON t.iri = l._target"
        )
        for batch in self.joins.sql(query).to_arrow_reader(BATCH):
            frame: pl.DataFrame = pl.from_arrow(pa.Table.from_batches([batch]))  # type: ignore[assignment]
            self.writer.add_relationships(drawn.type, link_rows(drawn, frame))
            if drawn.keyed:
                self.drawn[drawn.table] = self.drawn.get(drawn.table, 0) + frame.height
                self._tell(frame.height)


def _event_end(drawn: Drawn) -> str:
    """Which end is an event, ``_source`` or ``_target``; empty if neither is, or only the target of a reference is."""
    if drawn.source_class == "Event":
        return "_source"
    return "_target" if drawn.keyed and drawn.target_class == "Event" else ""


def _places(parts: Sequence[Path]) -> str:
    """The SQL of the IRIs of some Parquet files with their places, counted through all of them."""
    each, before = [], 0
    for part in parts:
        each.append(
            f"SELECT iri, file_row_number + {before} AS place FROM read_parquet({quoted(part)}, file_row_number = true)"
        )
        before += height([part])
    return " UNION ALL ".join(each)


def _slices(parts: list[Path]) -> Iterator[pl.DataFrame]:
    """The rows of some Parquet files, BATCH at a time in their order."""
    rows = pl.scan_parquet(parts)
    for start in range(0, height(parts), BATCH):
        yield rows.slice(start, BATCH).collect()
