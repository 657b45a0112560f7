"""A sheet of rows before their meaning is known: names of columns, comments, and blocks of text cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from govgraph.ontology.block import Note, Reject
from govgraph.ontology.letters import composed
from govgraph.ontology.loader import Source

META = ("table", "dataset", "licence", "source")
"""What a comment line may say about the file, as ``# dataset: oversight``."""

ROW = "#row"
"""The column of row numbers in a block; no file has a column of that name, because ``#`` begins a comment."""

_CELLS = 4_000_000
"""The most cells that a block may have."""

WRONG_WIDTH = "not as many cells as the header"
_HEADER_AGAIN = "the header again"
_TAGS = "tags of the columns (HXL), no row"
_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*")


@dataclass(slots=True)
class Cells:
    """Rows of one block.

    Attributes:
        frame: the column :data:`ROW`, and one for each column of the header; text, null if the cell is empty.
        rows_read: number of rows, including those in ``rejects``, without comments and blank rows.
    """

    frame: pl.DataFrame
    rows_read: int
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    position: int = 0


@dataclass(slots=True)
class Sheet:
    """One table as it stands in a file.

    Attributes:
        name: the name of the file without suffix, or of the sheet in a workbook.
        meta: the words of :data:`META` that comment lines give -> (value, row).
        header: the column names; of JSON Lines, those of the first object.
        header_row: the row of the header; 0: the column names are part of the format.
        in_workbook: whether it is a sheet of a workbook, so that a row is found by sheet and number.
        open_header: whether later rows may have other columns, as in JSON Lines.
        stored: whether it is our own Parquet, with the column ``iri``: text keeps its spaces, and bounds are stored.
        offset: added to row numbers, so that they are unique in a workbook.
        notes: notes on the whole sheet.
        cells: reads the rows, in blocks of the given number of rows.
    """

    name: str
    meta: dict[str, tuple[str, int]]
    header: tuple[str, ...]
    header_row: int
    cells: Callable[[int], Iterator[Cells]]
    in_workbook: bool = False
    offset: int = 0
    stored: bool = False
    open_header: bool = False
    notes: list[Note] = field(default_factory=list)

    def placed(self, reject: Reject) -> Reject:
        """A reject of a workbook, with its sheet and row as a spreadsheet program shows them; its value begins with them."""
        place = f"{self.name}!{reject.row - self.offset}"
        return replace(reject, value=f"{place} {reject.value}".strip()[:200], pointer=place)


def stem(source: Source) -> str:
    """The name of a file without folder and suffixes.

    Example:
        >>> from pathlib import Path
        >>> stem(Source(Path("in/osh-events.2024.csv.gz")))
        'osh-events'
    """
    return source.content_name.split(".", 1)[0]


def metadata_in_comment(text: str) -> tuple[str, str] | None:
    """The word of :data:`META` and the value that a comment line gives; None for any other comment.

    Example:
        >>> metadata_in_comment("# dataset: oversight"), metadata_in_comment("# by hand")
        (('dataset', 'oversight'), None)
    """
    match = re.fullmatch(r"#\s*(\w+)\s*:\s*(\S.*)", text.strip())
    return (match[1].lower(), match[2].strip()) if match and match[1].lower() in META else None


def is_comment(cells: Sequence[str], own: bool = False) -> bool:
    """Whether a row is a comment, as in our own tables, and no row of somebody else's whose first cell begins with ``#``.

    Args:
        own: whether it is one of our own tables, in which each row that begins so is a comment.

    Example:
        >>> is_comment(["# by hand", "2020"]), is_comment(["#", "Name"]), is_comment(["#0000080", "Asset freeze"])
        (True, False, False)
        >>> is_comment(["#adm1+name", "#affected"]), is_comment(["#d", "Asan"], own=True)
        (True, True)
    """
    filled = [text for cell in cells if (text := cell.strip().lstrip('"'))]
    if not filled or not cells[0].strip().lstrip('"').startswith("#"):
        return False
    # Tags of the Humanitarian Exchange Language stand in all cells of a row below the header.
    return own or len(filled) < 2 or filled[0][1:2].isspace() or all(text.startswith("#") for text in filled)


def is_tags(cells: Iterable[object]) -> bool:
    """Whether a row has a tag of the Humanitarian Exchange Language in each cell that has something, and in more than one.

    Example:
        >>> is_tags(["#event+code", None, "#date + occurred"]), is_tags(["#1", "#2"]), is_tags(["#adm1", "Osh"])
        (True, False, False)
    """
    filled = [str(cell) for cell in cells if cell]
    return len(filled) > 1 and all(map(_TAG.fullmatch, filled))


def clean(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells without surrounding space; only an empty cell becomes null.

    Example:
        >>> clean(pl.DataFrame({"a": [" NA ", " "]}))["a"].to_list()
        ['NA', None]
    """
    text = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(pl.when(text != "").then(text))


def without_headers(frame: pl.DataFrame, names: Mapping[str, str], row: str) -> tuple[pl.DataFrame, list[Reject]]:
    """The rows without those that are the header again, as in files that were put one behind the other, and without tags below the header.

    The Humanitarian Data Exchange publishes tables with a row of tags such as ``#date+occurred`` below the header (https://hxlstandard.org).

    Args:
        names: columns of the frame -> what the header calls them; one alone is not enough to tell.
        row: the column of row numbers.

    Example:
        >>> rows = pl.DataFrame({"#row": [2, 3], "a": ["1", "id"], "b": [None, "name"]})
        >>> without_headers(rows, {"a": "id", "b": "name"}, "#row")[1]
        [Reject(row=3, column='', reason='the header again', value='', pointer='')]
    """
    if frame.height and is_tags(frame.drop(row).row(0)):
        rest, again = without_headers(frame.slice(1), names, row)
        return rest, [Reject(frame[row][0], "", _TAGS), *again]
    first = next(iter(names), "")
    if len(names) < 2 or not (frame[first] == names[first]).any():
        return frame, []
    same = frame.select(pl.all_horizontal(pl.col(c).eq_missing(pl.lit(name)) for c, name in names.items())).to_series()
    return frame.filter(~same), [Reject(number, "", _HEADER_AGAIN) for number in frame.filter(same)[row].to_list()]


def plain_name(name: str) -> str:
    """The name of a column in composed form (NFC), with line breaks and other space replaced by single spaces.

    Example:
        >>> plain_name(" name_en\\n(as registered)")
        'name_en (as registered)'
    """
    return composed(" ".join(name.split()))


def is_index(name: str) -> bool:
    """Whether a column is only the numbering that programs write before a table: pandas calls it so when it reads it back.

    Example:
        >>> is_index(""), is_index("Unnamed: 0"), is_index("id")
        (True, True, False)
    """
    return name in ("", "Unnamed: 0")


_WIDE: Final = 3
"""So many cells no title has: two may be one with a comma."""


def header_index(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> int:
    """Which of the first rows is the header: the first one, unless it has no known name and a later row has some.

    Where no row has known names, rows with a single cell above rows of three cells and more are titles.

    Args:
        rows: cells of the rows that are neither blank nor comments.
        known: whether a name is that of a declared column.

    Example:
        >>> header_index([["Register of 2019"], ["id", "kind"], ["a", "ngo"]], lambda name: name in ("id", "kind"))
        1
        >>> header_index([["Register of 2019"], ["day", "who", "what"], ["2019", "Asan", "visit"]], lambda name: False)
        1
    """
    for index, row in enumerate(rows):
        names = [name for cell in row if (name := plain_name(cell))]
        count = sum(map(known, names))
        if index == 0 and count:
            return 0
        if count >= 2 and count * 2 >= len(names):
            return index
    filled = [sum(map(bool, map(plain_name, row))) for row in rows]
    below = next((index for index, cells in enumerate(filled) if cells != 1), 0)
    wide = sum(cells >= _WIDE for cells in filled[below:])
    return below if below and filled[below] >= _WIDE and wide > 1 and wide * 2 >= len(filled[below:]) else 0


def rows_a_block(rows: int, columns: int) -> int:
    """How many rows are read at once: ``rows``, but fewer for a table with very many columns.

    Example:
        >>> rows_a_block(100_000, 10), rows_a_block(100_000, 2_000)
        (100000, 2000)
    """
    return max(1, min(rows, _CELLS // max(columns, 1)))
