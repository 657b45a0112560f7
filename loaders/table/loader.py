"""Loader for any table, through a mapping file that says what its columns are.

The mapping is found beside the table, or named in the command. :mod:`govgraph.loaders.sheets.reading` reads the rows,
:mod:`govgraph.loaders.table.parse` the mapping; ``docs/mapping.md`` explains it by example.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from govgraph.loaders.records.header import TABLES
from govgraph.loaders.sheets.reading import sheets
from govgraph.loaders.sheets.sheet import ROW, Cells, Sheet
from govgraph.loaders.table.cells import Rows
from govgraph.loaders.table.find import find_mapping, is_mapping, no_mapping
from govgraph.loaders.table.links import link_table
from govgraph.loaders.table.mapping import Mapping
from govgraph.loaders.table.parse import read_mapping
from govgraph.loaders.table.things import INDEX, Things
from govgraph.loaders.table.tree import MappingError
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.errors import nearest
from govgraph.ontology.loader import Loader, LoaderError, Options, Source, content_sha256
from govgraph.ontology.terms import clean_url_expr

NOTHING = "the mapping finds nothing in this row"
"""The reason for a row in which every thing is missing."""


class AnyTable(Loader):
    """Any table through a mapping file: CSV, TSV, Excel (.xlsx), OpenDocument (.ods), JSON, JSON Lines or Parquet.

    **The mapping** is the one that the command names, else ``meetings.map.yaml`` beside ``meetings.csv``, else the one in the
    same folder whose ``files`` fit. Its content is part of what a load is: with a changed mapping the file is another load.

    **Identifiers** belong to the mapping's data set: IRI = base/<numbering>/<data set>/<id>. What has no id is known by its
    name as written, within its data set, kind and country, and an actor is marked ``name_only``. An event without an id is the
    row itself, so that a repeated row is one event. A link is identified by its values.

    **A row at fault** is rejected as a whole, with the column and reason. A code that is not in its list costs its field only,
    and is noted.
    """

    name = "table"
    title = "any table through a mapping file: CSV, TSV, Excel (.xlsx), .ods, JSON, JSON Lines, Parquet"
    example = "govgraph load meetings.csv --map meetings.map.yaml"
    tables = tuple(TABLES)
    primary = tuple(TABLES)
    suffixes = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".xlsm", ".ods")
    version = 5

    def detect(self, source: Source) -> float:
        """1 if a mapping is there for the file: somebody wrote it for this very file."""
        return 1.0 if find_mapping(source) else 0.0

    def why_not(self, source: Source) -> LoaderError | None:
        """A mapping file itself is no table; and a table without a mapping is pointed to ``govgraph map``."""
        return is_mapping(source)

    def dataset(self, source: Source, options: Options) -> str:
        """The data set of the options, else that of the mapping."""
        return options.dataset or self._mapping(source, options).dataset

    def read_with(self, source: Source, options: Options) -> dict[str, str]:
        """The mapping file, with its hash."""
        path = find_mapping(source, options.mapping)
        return {path.name: content_sha256(path)} if path else {}

    def _mapping(self, source: Source, options: Options) -> Mapping:
        path = find_mapping(source, options.mapping)
        if path is None:
            raise no_mapping(source)
        return read_mapping(path)

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The rows of the table, or of every sheet that has the columns, block by block.

        Raises:
            LoaderError: there is no mapping, it has a mistake or names a column that the table does not have, or the file cannot
                be read to its end.
        """
        mapping = self._mapping(source, options)
        columns = mapping.columns
        fitting = 0
        first = [Note(kind, text, 1) for kind in ("licence", "source", "title") if (text := getattr(mapping, kind))]
        for sheet in sheets(source, columns.__contains__):
            if sheet.in_workbook and not _is_meant(sheet, mapping):
                yield Block({}, 0, notes=[Note("sheet that the mapping is not for", sheet.name, sheet.offset + 1)])
                continue
            where = f"{source}/{sheet.name}" if sheet.in_workbook else str(source)
            if sheet.header_row or not sheet.open_header:
                _check_columns(mapping, sheet.header, where)
            fitting += 1
            notes = [*first, *sheet.notes]
            reported: set[str] = set()
            for cells in sheet.cells(options.block_rows):
                if notes and sheet.open_header:
                    _check_columns(mapping, [c for c in cells.frame.columns if c != ROW], where)
                block = _block(cells, sheet, mapping, options)
                block.position = block.position or source.size()
                block.notes = [*notes, *block.notes]
                block.unused_columns = tuple(c for c in block.unused_columns if c not in reported)
                reported.update(block.unused_columns)
                notes, first = [], []
                yield block
            if notes:
                yield Block({}, 0, notes=notes)
        if not fitting:
            raise LoaderError(
                "no sheet has the columns of the mapping",
                where=str(source),
                expected=f"sheet {mapping.sheet!r}" if mapping.sheet else ", ".join(columns),
                hint=f"govgraph map --check {source} {mapping.file}",
            )


def _is_meant(sheet: Sheet, mapping: Mapping) -> bool:
    return sheet.name == mapping.sheet if mapping.sheet else set(mapping.columns) <= set(sheet.header)


def _check_columns(mapping: Mapping, header: list[str] | tuple[str, ...], where: str) -> None:
    """Refuse a mapping that names a column which the table does not have, before any row is read."""
    for column, place in mapping.columns.items():
        if column not in header:
            shown = ", ".join(name[:40] for name in header[:20] if name) + (", ..." if len(header) > 20 else "")
            raise MappingError(
                f"{where} has no column {column!r}", where=place, expected=nearest(column, header) or f"one of {shown}",
                hint="a constant is written as {text: ...}",
            )  # fmt: skip
        if list(header).count(column) > 1:
            raise MappingError(
                f"the column {column!r} stands twice in {where}",
                where=place,
                hint="give one of the two another name in the file",
            )


def _block(cells: Cells, sheet: Sheet, mapping: Mapping, options: Options) -> Block:
    """What the rows of one block become."""
    rows = Rows(cells.frame, mapping, options.base)
    extra = _extra(rows, sheet)
    things = Things(rows, options.dataset or mapping.dataset, extra)
    for key in mapping.things:
        things.of(key)
    links = [link_table(things, link) for link in mapping.links]
    rejects = [*cells.rejects, *_first_of_each(rows.rejects)]
    bad = {reject.row for reject in rejects}
    faulty = pl.Series(sorted(bad), dtype=pl.Int64).implode()
    good = ~extra["row"].is_in(faulty)
    parts: dict[str, list[pl.DataFrame]] = {}
    for key, thing in mapping.things.items():
        parts.setdefault(thing.table, []).append(things.table(key, good))
    for link, frame in zip(mapping.links, links, strict=True):
        parts.setdefault(link.table, []).append(frame.filter(~pl.col("row").is_in(faulty)) if bad else frame)
    tables = {name: pl.concat(frames, how="diagonal_relaxed") for name, frames in parts.items()}
    tables = {name: _once(frame) if TABLES[name].shared else frame for name, frame in tables.items()}
    rejects += _empty(rows, things, mapping, bad)
    if sheet.in_workbook:
        rejects = [sheet.placed(reject) for reject in rejects]
    used = mapping.columns
    unused = tuple(c for c in cells.frame.columns if c != ROW and c not in used)
    rejects.sort(key=lambda reject: reject.row)
    return Block(
        {name: frame for name, frame in tables.items() if frame.height},
        cells.rows_read, rejects, [*cells.notes, *rows.notes], unused, cells.position,
    )  # fmt: skip


def _extra(rows: Rows, sheet: Sheet) -> pl.DataFrame:
    """The columns that every row of every table gets."""
    frame = rows.frame.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias(INDEX), pl.col(ROW).alias("row"))
    if sheet.in_workbook:
        at = pl.concat_str(pl.lit(f"{sheet.name}!"), (pl.col("row") - sheet.offset).cast(pl.String)).alias("pointer")
        frame = frame.with_columns(at)
    mapping = rows.mapping
    if mapping.document:
        texts = rows.texts(mapping.document)
        frame = frame.with_columns(
            texts.to_frame("v").select(clean_url_expr(pl.col("v")).alias("document")).to_series()
        )
    if mapping.confidence:
        texts = rows.texts(mapping.confidence)
        number = texts.cast(pl.Float64, strict=False)
        wrong = texts.is_not_null() & ~number.is_between(0, 1).fill_null(False)
        for row, text in rows.frame.select(ROW, texts.alias("v")).filter(wrong).iter_rows():
            rows.rejects.append(Reject(row, mapping.confidence.shown, "not a number from 0 to 1", text[:200]))
        frame = frame.with_columns(number.alias("confidence"))
    return frame


def _once(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that say the same of one thing, once: the first. Rows at fault are gone by now, so that none of them is the first."""
    return frame.unique([c for c in frame.columns if c not in ("row", "pointer")], keep="first", maintain_order=True)


def _first_of_each(rejects: list[Reject]) -> list[Reject]:
    """One reject for each row at fault: the first."""
    first: dict[int, Reject] = {}
    for reject in rejects:
        first.setdefault(reject.row, reject)
    return list(first.values())


def _empty(rows: Rows, things: Things, mapping: Mapping, bad: set[int]) -> list[Reject]:
    """Reject the rows in which no thing was found."""
    lost = np.ones(rows.height, dtype=np.bool_)
    for key in mapping.things:
        lost[things.of(key)[INDEX].to_numpy()] = False
    return [Reject(row, "", NOTHING) for row in rows.frame[ROW].filter(pl.Series(lost)).to_list() if row not in bad]
