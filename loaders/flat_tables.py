"""Nested objects that were flattened to tables: each row of each fitting sheet stands for one object, or for a part of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from govgraph.loaders.nested import Item
from govgraph.loaders.sheets.reading import sheets
from govgraph.loaders.sheets.saved_again import whole_numbers, without_na
from govgraph.loaders.sheets.sheet import ROW, is_index
from govgraph.ontology.loader import LoaderError, Source

_ROWS: Final = 20_000
_NEVER_NA: Final = re.compile(
    r"(?:date|modified|amount|value|latitude|longitude|url|web ?address|e-?mail|phone|number|postal ?code|geo\w*code)$",
    re.IGNORECASE,
)
"""The last words of columns in which NA says that a value is missing; an organisation may be called so, and it is Namibia's code."""


def holds(source: Source, known: Callable[[str], bool], fits: Callable[[Sequence[str]], bool]) -> bool:
    """Whether a file has a sheet that fits.

    Example:
        >>> from pathlib import Path
        >>> file = Source(Path("releases.csv"), data=b"ocid,id\\n1,2\\n")
        >>> holds(file, lambda column: column == "ocid", lambda header: "ocid" in header)
        True
    """
    try:
        return any(fits(sheet.header) for sheet in sheets(source, known))
    except LoaderError:
        return False


def table_items(
    source: Source,
    known: Callable[[str], bool],
    fits: Callable[[Sequence[str]], bool],
    make: Callable[[dict[str, str]], dict[str, Any]],
    expected: str,
    never_na: Callable[[str], bool] = lambda name: _NEVER_NA.search(name) is not None,
) -> Iterator[Item]:
    """The objects that the rows of all fitting sheets stand for.

    Args:
        known: whether a column tells the format, which helps to find the separator.
        fits: whether the header of a sheet is one of the format.
        make: the object that the filled cells of a row stand for.
        expected: the columns that a fitting sheet has, for an error.
        never_na: whether NA in a column can only say that a value is missing.

    Raises:
        LoaderError: no sheet fits, or the file cannot be read to its end.
    """
    fitting = False
    for sheet in sheets(source, known):
        if not fits(sheet.header):
            if sheet.in_workbook:
                source.note("sheet without the columns of the format, not read", sheet.name)
            continue
        fitting = True
        for block in sheet.cells(_ROWS):
            rejects = {reject.row: reject for reject in block.rejects}
            frame = whole_numbers(without_na(block.frame, never_na))
            for cells in frame.iter_rows(named=True):
                row = cells.pop(ROW)
                filled = {column: text for column, text in cells.items() if text is not None and not is_index(column)}
                at = f"{sheet.name}!{row - sheet.offset}" if sheet.in_workbook else ""
                yield Item(make(filled), at, block.position, row)
            for reject in rejects.values():
                yield Item(reject, "", block.position, reject.row)
    if not fitting:
        raise LoaderError("no sheet has the columns of the format", where=str(source), expected=expected)
