"""Loader for people's own records: the declared tables, filled in by hand or by a script.

The declaration says what a table's columns mean; :mod:`govgraph.loaders.sheets.reading` reads the rows. The format is explained in ``docs/records-format.md``, and :func:`govgraph.loaders.records.template.write_template` writes an empty set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from govgraph.loaders.records.header import (
    TABLES,
    Use,
    known_anywhere,
    nearest_column,
    table_by_name,
    table_of,
    usable,
    uses,
)
from govgraph.loaders.records.keys import keys_of
from govgraph.loaders.records.refs import Resolver
from govgraph.loaders.records.unknown import no_table, unknown_table
from govgraph.loaders.records.values import Values
from govgraph.loaders.records.whole_numbers import stripped, whole_columns, with_point
from govgraph.loaders.sheets.reading import sheets
from govgraph.loaders.sheets.sheet import ROW, Cells, Sheet
from govgraph.ontology.block import FORMER, NAMES, PROVENANCE, Block, Note, bound_expr
from govgraph.ontology.declaration import Table
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import mint

_NOT_KEY = ("start_inherited", "end_inherited", "as_given", "details", "sectors", "vote", "fatalities", "sentence")
"""Declared columns of links that are not part of the key of a link without an id."""


class Records(Loader):
    """The tables of govgraph as files: one table per file, or one per sheet of a workbook.

    **The table** is named by a comment line ``# table: events``, else by the name of the file or sheet
    (``events.csv``, ``osh-events.csv``), else by a header that fits one table only.

    **Identifiers** are local to the dataset (``# dataset: NAME``, else ``records``), in one space for all tables:
    IRI = base/record/<dataset>/<id>. A typed code (``country:KGZ``, ``event-type:seminar``) or a full IRI may stand
    wherever an identifier may. The IRI of a link without an id is a hash of its values (both ends, role, type, post,
    dates, amount), so a repeated row is merged and two terms of office stay two links.

    **Rows** are numbered so that a person can find them: every record of the file counts, including comments and the
    header; in JSON Lines every line counts; in Parquet the rows count from 1. In a workbook ``pointer`` says ``events!5``, the
    row numbers of the second sheet continue after those of the first, and the value of a reject begins with sheet and row.

    **Our own Parquet** (with the column ``iri``) is read back unchanged, including names and bounds. Document and
    confidence are kept; row and at are not, because they point into another file.
    """

    name = "records"
    title = "govgraph's own tables as CSV, TSV, JSON Lines, Parquet or Excel (.xlsx)"
    example = "govgraph load actors.csv events.csv"
    dataset_title = ""
    licence = ""
    homepage = ""
    code_systems = ("iso3", "iso2", "cameo", "plover", "event-type")
    tables = tuple(TABLES)
    primary = tuple(TABLES)
    suffixes = (".csv", ".tsv", ".jsonl", ".parquet", ".xlsx")
    version = 4

    def detect(self, source: Source) -> float:
        """0.9 if the table can be recognised by name and header, or by the header alone."""
        if not source.content_name.lower().endswith(self.suffixes):
            return 0.0
        try:
            return 0.9 if any(_surely(sheet) for sheet in _sheets(source)) else 0.0
        except LoaderError:
            # Not one of our files, whatever it is; why_not() says what is wrong.
            return 0.0

    def named_so(self, source: Source) -> bool:
        """Whether the suffix is one of ours, or the file is named after a table, with any suffix."""
        name = source.content_name
        return name.lower().endswith(self.suffixes) or bool(table_by_name(name.split(".", 1)[0]))

    def why_not(self, source: Source) -> LoaderError | None:
        """What is wrong with a file that cannot be read, and what the columns of an unknown table are."""
        name = source.content_name.lower()
        if not name.endswith((*self.suffixes, ".txt", ".tab", ".ndjson", ".xlsm")) and not self.named_so(source):
            return None
        try:
            tables = list(_sheets(source))
        except LoaderError as error:
            return error
        for sheet in tables:
            if _surely(sheet):
                return LoaderError(
                    "it holds a table of govgraph, but its name does not say of which format it is",
                    where=str(source), expected=f"a name that ends in {' '.join(self.suffixes)}",
                    hint=f"govgraph load --as records {source}",
                )  # fmt: skip
        return unknown_table(tables, source)

    def dataset(self, source: Source, options: Options) -> str:
        """The dataset of the options, else that of a comment ``# dataset: NAME``, else ``records``."""
        if options.dataset:
            return options.dataset
        return next((s.meta["dataset"][0] for s in _sheets(source) if "dataset" in s.meta), "records")

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The rows of all sheets, block by block.

        Raises:
            LoaderError: no table can be recognised, a column stands twice, or the file cannot be read to its end.
        """
        dataset = self.dataset(source, options)
        recognised = False
        for sheet in _sheets(source):
            where = f"{source}/{sheet.name}" if sheet.in_workbook else str(source)
            table = TABLES.get(table_of(sheet))
            if table is None or not uses(sheet.header, table, stored=True)[0]:
                if not sheet.in_workbook:
                    raise no_table(sheet, table, where)
                yield Block({}, 0, notes=[Note("sheet that is no table", sheet.name, sheet.offset + 1)])
                continue
            recognised = True
            _check_header(sheet.header, table, f"{where}:{sheet.header_row}")
            for block in _sheet_blocks(sheet, table, options, dataset, where):
                block.position = block.position or source.size()
                yield block
        if not recognised:
            raise LoaderError(
                "no sheet is a table",
                where=str(source),
                expected=" ".join(TABLES),
                hint="name each sheet after its table",
            )


def _sheets(source: Source) -> Iterator[Sheet]:
    return sheets(source, known_anywhere, own=True)


def _surely(sheet: Sheet) -> bool:
    """Whether a sheet is one of our tables, and not somebody else's file that happens to be called events.csv."""
    table = TABLES.get(table_of(sheet))
    if table is None or not usable(sheet.header, table):
        return False
    return len(uses(sheet.header, table, stored=True)[0]) * 2 >= len(sheet.header)


def _check_header(header: Sequence[str], table: Table, where: str) -> None:
    """Refuse a header in which two columns are the same one."""
    seen: dict[tuple[str, str], str] = {}
    for use in uses(header, table, stored=True)[0]:
        key = (use.column, use.language)
        if key in seen:
            raise LoaderError(
                f"the columns {seen[key]!r} and {use.header!r} are the same", where=where, hint="remove one of them"
            )
        seen[key] = use.header
    for name in header:
        if name and header.count(name) > 1:
            raise LoaderError(f"the column {name!r} stands twice", where=where, hint="rename or remove one of them")


def _sheet_blocks(sheet: Sheet, table: Table, options: Options, dataset: str, where: str) -> Iterator[Block]:
    reported: set[str] = set()
    first = _file_notes(sheet)
    whole: list[str] | None = None
    for cells in sheet.cells(options.block_rows):
        if whole is None:
            whole, notes = _whole_numbers(sheet, cells.frame, table, options.block_rows)
            first += notes
        cells.frame = stripped(cells.frame, whole)
        _check_header([c for c in cells.frame.columns if c != ROW], table, where)
        block = _block(cells, sheet, table, Resolver(options.base, dataset))
        block.notes = [*first, *block.notes]
        unknown = [c for c in block.unused_columns if c not in reported]
        reported.update(unknown)
        row = sheet.offset + sheet.header_row or 1
        near = [(c, nearest_column(c, table)) for c in unknown if not (sheet.stored and c in {*PROVENANCE, *FORMER})]
        block.notes += [Note("unknown column", f"{c} ({n}?)" if n else c, row) for c, n in near]
        block.unused_columns = tuple(f"{sheet.name}.{c}" if sheet.in_workbook else c for c in unknown)
        first = []
        yield block
    if first:
        yield Block({}, 0, notes=first)


def _whole_numbers(sheet: Sheet, frame: pl.DataFrame, table: Table, rows: int) -> tuple[list[str], list[Note]]:
    """The columns of identifiers in which 7.0 is read as 7, and the notes about that."""
    single = {"id", *(c.name for c in table.columns if c.type == "ref" and not c.many)}
    headers = [use.header for use in uses(frame.columns, table, sheet.stored)[0] if use.column in single]
    candidates = with_point(frame, headers)
    if not candidates or sheet.stored:
        return [], []
    whole = whole_columns(sheet.cells(rows), candidates)
    row = sheet.offset + sheet.header_row or 1
    kinds = {
        c: "whole numbers with a point: 7.0 is read as 7" if c in whole else "identifiers that end in .0 are kept so"
        for c in candidates
    }
    return whole, [Note(kind, column, row) for column, kind in kinds.items()]


def _file_notes(sheet: Sheet) -> list[Note]:
    """Notes on the whole file: its licence and source, for the manifest, and the notes of the sheet."""
    return [*(Note(word, *sheet.meta[word]) for word in ("licence", "source") if word in sheet.meta), *sheet.notes]


def _block(cells: Cells, sheet: Sheet, table: Table, resolver: Resolver) -> Block:
    headers = [c for c in cells.frame.columns if c != ROW]
    used, unknown = uses(headers, table, sheet.stored)
    used = [use for use in used if _fits(cells.frame[use.header].dtype, use, table)]
    unknown += [h for h in headers if h not in unknown and h not in {use.header for use in used}]
    values = Values(cells.frame, table, used, resolver, sheet.stored)
    values.read()
    bad, rejects = values.rejects()
    frame = pl.DataFrame(list(values.columns.values()))
    if sheet.stored:
        frame = _with_bounds(frame, table)
    frame = _with_link_iri(frame, table, resolver)
    rejects = sorted([*cells.rejects, *rejects], key=lambda r: r.row)
    if sheet.in_workbook:
        at = pl.concat_str(pl.lit(f"{sheet.name}!"), pl.col("row") - sheet.offset).alias("pointer")
        frame = frame.with_columns(at)
        rejects = [sheet.placed(reject) for reject in rejects]
    frame = frame.filter(~bad)
    tables = {table.name: frame} if frame.height else {}
    return Block(tables, cells.rows_read, rejects, [*cells.notes, *values.notes], tuple(unknown), cells.position)


def _fits(kind: pl.DataType, use: Use, table: Table) -> bool:
    """Whether a column of a Parquet file has a type that the declared column can hold."""
    if not kind.is_nested():
        return True
    column = next((c for c in table.columns if c.name == use.column), None)
    if column is None:
        return False
    return (column.many and kind == pl.List(pl.String)) or (column.type == "names" and kind == NAMES)


def _with_bounds(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Keep the bounds that are stored, and compute the missing ones."""
    bounds = [c for c in table.columns if c.bound and c.name in frame.columns]
    return frame.with_columns(
        pl.coalesce(pl.col(c.name), bound_expr(c.bound, frame.columns)).alias(c.name) for c in bounds
    )


def _with_link_iri(frame: pl.DataFrame, table: Table, resolver: Resolver) -> pl.DataFrame:
    """Give every link without an id an IRI, made from a hash of its values."""
    if not table.is_link:
        return frame
    if "iri" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.String).alias("iri"))
    without = frame["iri"].is_null()
    if not without.any():
        return frame
    says = [c.name for c in table.columns if not c.bound and c.name not in _NOT_KEY]
    keys = [f"{table.name} {key}" for key in keys_of(frame.filter(without), says)]
    minted = iter([mint(resolver.base, "record", resolver.dataset, key) for key in keys])
    iris = [iri if iri is not None else next(minted) for iri in frame["iri"].to_list()]
    return frame.with_columns(pl.Series("iri", iris, dtype=pl.String))
