"""The errors for a table that is not one of ours: its columns, the nearest of our tables, and what to do next."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from govgraph.loaders.records.header import TABLES, known_anywhere, uses
from govgraph.loaders.sheets.sheet import Sheet
from govgraph.ontology.declaration import Table
from govgraph.ontology.loader import LoaderError, Source


def unknown_table(tables: Sequence[Sheet], source: Source) -> LoaderError:
    """The error for a table of unknown columns: it names the columns, the nearest table and what to do next.

    Example:
        >>> from pathlib import Path
        >>> sheet = Sheet("iso", {}, ("Country", "Capital"), 1, lambda rows: iter(()))
        >>> unknown_table([sheet], Source(Path("iso.csv"))).what
        'it is a table of no known format; its columns are Country, Capital'
    """
    header = max((sheet.header for sheet in tables), key=lambda names: sum(map(known_anywhere, names)), default=())
    if not header:
        return LoaderError("it is empty", where=str(source), hint="get the file again, if it should hold something")
    if any(map(_is_control, "".join(header))):
        return LoaderError(
            "it is no text, although its name says so",
            where=str(source),
            hint="get the file again, or give it the ending of what it is, as .parquet, .zip or .xlsx",
        )
    fits = {table: len(uses(header, table, stored=True)[0]) for table in TABLES.values()}
    table = max(fits, key=lambda t: fits[t])
    names = ", ".join(name[:40] for name in header[:12] if name) + (", ..." if len(header) > 12 else "")
    missing = [
        c.name for c in table.columns if c.required and c.name not in {u.column for u in uses(header, table, True)[0]}
    ]
    nearest_table = (
        f"those of {table.name} are nearest; without {', '.join(missing)} it is none" if fits[table] and missing else ""
    )
    place = next((s for s in tables if s.header == header), tables[0])
    where = f"{source}/{place.name}" if place.in_workbook else str(source)
    return LoaderError(
        f"it is a table of no known format; its columns are {names}",
        where=f"{where}:{place.header_row}" if place.header_row else where,
        expected=nearest_table
        or "the columns of a table (govgraph ref actors), or a published format (govgraph loaders)",
        hint=f"govgraph map {source} proposes what its columns are; or name it and its columns as govgraph template FOLDER "
        f"does; govgraph load --as records {source}, if it is such a table already",
    )


def _is_control(letter: str) -> bool:
    """Whether a letter is a control character, which the names of columns do not have."""
    return unicodedata.category(letter) == "Cc"


def no_table(sheet: Sheet, table: Table | None, where: str) -> LoaderError:
    """The error for a sheet whose table is not recognised, or that has no column of the table that it is named after."""
    if table:
        return LoaderError(
            f"no column of the table {table.name!r} is in the header",
            where=f"{where}:{sheet.header_row}",
            expected=f"id, name_en, {', '.join(c.name for c in table.columns if not c.bound)}",
            hint=f"govgraph ref {table.name}",
        )
    return LoaderError(
        "which table it is cannot be told from its name or header",
        where=where,
        expected=" ".join(TABLES),
        hint="name it after its table, as in events.csv, or begin it with a line '# table: events'",
    )
