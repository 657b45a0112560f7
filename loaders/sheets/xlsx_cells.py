"""The cells of a sheet of an Excel workbook (ECMA-376): XML elements in, rows of text out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.sheets.number_format import Format, NoDate, format_of, shown

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REF: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

SPREADSHEET_ERROR: Final = "the cell holds an error of the spreadsheet"
NO_VALUE: Final = "the formula has no stored value"
NO_DATE: Final = "shown as a date that no calendar has"
NO_TEXT: Final = "refers to a text that the workbook does not have"


class TooLong(Exception):
    """A cell holds more text than the limit; its name is the message."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that has no value that can be read, and why."""

    reason: str


@dataclass(slots=True)
class Row:
    """One row that holds anything.

    Attributes:
        cells: column, from 0, -> text, or what is wrong.
        remarks: (column, what is worth knowing of the cell).
    """

    number: int
    hidden: bool = False
    cells: dict[int, str | Wrong] = field(default_factory=dict)
    remarks: list[tuple[int, str]] = field(default_factory=list)


def reference(row: int, column: int) -> str:
    """The name of a cell.

    Example:
        >>> reference(2, 27)
        'AB2'
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def place(name: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell's name.

    Raises:
        ValueError: no sheet has such a cell.

    Example:
        >>> place("AB2")
        (2, 27)
    """
    match = _REF.fullmatch(name.replace("$", ""))
    column = 0
    for letter in match[1] if match else "":
        column = column * 26 + ord(letter) - 64
    if match is None or column > LAST_COLUMN or int(match[2]) > LAST_ROW:
        raise ValueError(f"there is no cell {name[:20]!r}")
    return int(match[2]), column - 1


def unescaped(text: str) -> str:
    r"""A text with ``_xHHHH_`` as the characters that they are (ECMA-376 part 1, 22.9.2.19).

    Example:
        >>> unescaped("a_x0009_b _x005F_x0009_")
        'a\tb _x0009_'
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class CellReader:
    """The handlers that make rows of the XML of a sheet.

    Args:
        texts: the texts that the cells share.
        formats: of cells, by their number.
        from_1904: days are counted from 1904.
        uncalculated: the values of formulas are those of a program that does not calculate.
        longest: characters of a cell.

    Attributes:
        done: the rows that are complete; who takes them clears the list.
    """

    def __init__(
        self, texts: Sequence[str], formats: Sequence[Format], from_1904: bool, uncalculated: bool, longest: int
    ) -> None:
        self.texts, self.formats, self.from_1904, self.uncalculated = texts, formats, from_1904, uncalculated
        self.longest = longest
        self.done: list[Row] = []
        self.row = Row(0)
        self.column = -1
        self.kind = self.style = ""
        self.formula = self.phonetic = self.collecting = False
        self.pieces: list[str] = []
        self.size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "t"):
            self.collecting = not self.phonetic
        elif name == "f":
            self.formula = True
        elif name == "row":
            number = int(attributes.get("r", self.row.number + 1))
            if not 1 <= number <= LAST_ROW:
                raise ValueError(f"there is no row {number}")
            self.row = Row(number, attributes.get("hidden") in ("1", "true"))
            self.column = -1
        elif name == "rPh":
            self.phonetic = True

    def _cell(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r", "")
        if name:
            row, self.column = place(name)
            if row != self.row.number:
                raise ValueError(f"the cell {name} stands in row {self.row.number}")
        else:
            self.column += 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.formula, self.size = False, 0
        self.pieces.clear()

    def text(self, data: str) -> None:
        if self.collecting:
            self.size += len(data)
            if self.size > self.longest:
                raise TooLong(reference(self.row.number, self.column))
            self.pieces.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.collecting = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "row":
            if self.row.cells:
                self.done.append(self.row)
        elif name == "c":
            raw = "".join(self.pieces)
            value = self._value(raw)
            if value is not None and value != "":
                self.row.cells[self.column] = value
            if self.formula and self.uncalculated:
                self.row.remarks.append((self.column, "the formula was never calculated by a spreadsheet program"))

    def _value(self, raw: str) -> str | Wrong | None:
        if self.kind == "e":
            return Wrong(SPREADSHEET_ERROR)
        if not raw:
            return Wrong(NO_VALUE) if self.formula and self.kind != "str" else None
        if self.kind == "s":
            at = int(raw) if raw.strip().isdigit() else -1
            return self.texts[at] if 0 <= at < len(self.texts) else Wrong(NO_TEXT)
        if self.kind in ("str", "inlineStr"):
            return unescaped(raw)
        if self.kind == "b":
            return "true" if raw.strip() == "1" else "false"
        if self.kind == "d":
            return raw
        formats, style = self.formats, int(self.style) if self.style.isdigit() else 0
        try:
            form = formats[style] if style < len(formats) else format_of(0)
            text, remark = shown(raw.strip(), form, self.from_1904)
        except NoDate:
            return Wrong(NO_DATE)
        except (ValueError, OverflowError):
            return Wrong("not a number")
        if remark:
            self.row.remarks.append((self.column, remark))
        return text
