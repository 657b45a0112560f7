"""Tables of others may have a # where ours have a comment: in the header of a numbering, and before an identifier."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from event_files import Loaded

from govgraph.loaders.sheets.reading import sheets
from govgraph.ontology.loader import Source

SANCTIONS = (
    ["SEID", "Regime", "Measure"],
    ["#0000080", "Regulations (EU Exit), 2020", "Asset freeze"],
    ["#0001061", "Regulations 2001", "Travel Ban"],
)
NUMBERED = (["#", "Name", "Party"], ["1", "Asan", "A"], ["2", "Bermet", "B"])
TAGGED = (["iso", "events"], ["#country+code", "#event+num"], ["AFG", "3"])


def csv_of(rows: tuple[list[str], ...]) -> bytes:
    return "".join(",".join(f'"{c}"' if "," in c else c for c in row) + "\n" for row in rows).encode()


def xlsx_of(rows: tuple[list[str], ...]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("t")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
@pytest.mark.parametrize(
    ("rows", "header", "first"),
    [
        (SANCTIONS, ("SEID", "Regime", "Measure"), ["#0000080", "#0001061"]),
        (NUMBERED, ("#", "Name", "Party"), ["1", "2"]),
        (TAGGED, ("iso", "events"), ["AFG"]),
        ((["# dataset: x"], *NUMBERED), ("#", "Name", "Party"), ["1", "2"]),
    ],
)
def test_what_begins_with_a_number_sign(
    name: str, rows: tuple[list[str], ...], header: tuple[str, ...], first: list[str]
) -> None:
    data = csv_of(rows) if name.endswith(".csv") else xlsx_of(rows)
    (sheet,) = sheets(Source(Path(name), data=data), lambda _: False)
    (cells,) = sheet.cells(10)
    assert (sheet.header, cells.frame[header[0]].to_list(), cells.rejects) == (header, first, [])


def test_a_numbering_before_the_columns_of_acled() -> None:
    header = "#,event_id_cnty,event_date,event_type,actor1,country,admin1\n"
    of = Loaded((header + "1,KGZ1,2020-01-02,Protests,Protesters (Kyrgyzstan),Kyrgyzstan,Osh\n").encode(), "a.csv")
    assert (of.loader.name, len(of.rows("events"))) == ("acled", 1)
