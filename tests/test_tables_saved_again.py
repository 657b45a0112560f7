"""Tables that programs wrote again: other forms of the simple table of FollowTheMoney, separators too many, a TAB within quotes.

All rows are made up.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from event_files import Loaded

from govgraph.loaders.sheets.separated import separated
from govgraph.ontology.loader import Source

ROW = {
    "id": "kg-aida", "schema": "Person", "name": "Aida Sadykova", "aliases": "A. Sadykova;\"Sadykova; Aida\"", "birth_date": "1970-05-02",
    "countries": "kg", "addresses": "", "identifiers": "77", "sanctions": "", "phones": "", "emails": "", "program_ids": "",
    "dataset": "PEPs of Kyrgyzstan", "first_seen": "2023-01-01T00:00:00", "last_seen": "2024-03-10T10:00:00", "last_change": "2024-01-05T09:00:00",
}  # fmt: skip
SEEN = 1710064800.0


def text(rows: Sequence[dict[str, str]], separator: str = ",", end: str = "\n") -> bytes:
    frame = pl.DataFrame(list(rows))
    return frame.write_csv(separator=separator, line_terminator=end).encode()


def as_parquet(rows: Sequence[dict[str, str]]) -> bytes:
    pl.DataFrame(list(rows)).write_parquet(stream := io.BytesIO())
    return stream.getvalue()


def as_workbook(rows: Sequence[dict[str, str]]) -> bytes:
    with xlsxwriter.Workbook(stream := io.BytesIO()) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(rows[0]), *(row.values() for row in rows)]):
            sheet.write_row(number, 0, list(cells))
    return stream.getvalue()


FORMS: dict[str, Callable[[Sequence[dict[str, str]]], bytes]] = {
    "kg.targets.simple.parquet": as_parquet,
    "kg.targets.simple.xlsx": as_workbook,
    "kg.targets.simple.json": lambda rows: json.dumps(list(rows), indent=1).encode(),
    "kg.targets.simple.jsonl": lambda rows: "".join(json.dumps(row) + "\n" for row in rows).encode(),
    "kg.targets.simple.txt": lambda rows: text(rows, "|"),
    "kg.targets.simple.tsv": lambda rows: text(rows, "\t"),
    "kg.old.csv": lambda rows: text(rows, ",", "\r"),
    "kg.shuffled.csv": lambda rows: text([dict(sorted(row.items(), reverse=True)) for row in rows]),
    "kg.capitals.json": lambda rows: json.dumps([{k.upper(): v for k, v in row.items()} for row in rows]).encode(),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_simple_table_is_the_same_in_every_form(name: str) -> None:
    rows = [
        ROW,
        ROW
        | {
            "id": "kg-min",
            "schema": "PublicBody",
            "name": "Ministry",
            "aliases": "",
            "last_seen": "2024-03-01T10:00:00",
        },
    ]
    usual, of = Loaded(text(rows), "kg.csv"), Loaded(FORMS[name](rows), name)
    assert of.loader.name == "followthemoney"
    assert [{k: v for k, v in r.items() if k != "row"} for r in of.rows("actors")] == [
        {k: v for k, v in r.items() if k != "row"} for r in usual.rows("actors")
    ]
    assert (of.rejects, of.unused, of.rows_read) == ([], ["first_seen"], 2)
    (person, _) = of.rows("actors")
    assert person["stamp"] == SEEN, "the newest last_seen, wherever the column stands"
    assert [a["text"] for a in person["aliases"]] == ["A. Sadykova", "Sadykova; Aida"]


def test_statements_are_read_in_other_forms_too() -> None:
    row = {
        "canonical_id": "a", "entity_id": "a", "prop": "name", "prop_type": "name", "schema": "Person", "value": "Aida", "dataset": "kg",
        "last_seen": "2024-03-10T10:00:00", "lang": "", "id": "9",
    }  # fmt: skip
    usual = Loaded(text([row]), "statements.csv").rows("actors")
    for name, data in (("statements.parquet", as_parquet([row])), ("statements.xlsx", as_workbook([row]))):
        (actor,) = Loaded(data, name).rows("actors")
        assert (actor["names"], actor["stamp"]) == (usual[0]["names"], SEEN)


# ------------------------------------------------------------------------------------------- separators too many

GOOD = "Giuseppe Garibaldi,Kingdom of Italy,person,general\n"
SHIFTED = "Camillo Benso, Count of Cavour,Kingdom of Italy,person,\n"


def rows_of(
    data: str, header: str = "name,country,kind,office\n"
) -> tuple[list[str], list[tuple[int, str]], list[str]]:
    source = Source(Path("people.csv"), data=(header + data).encode())
    (cells,) = separated(source, lambda name: name in ("name", "kind")).cells(100)
    return cells.frame["name"].to_list(), [(r.row, r.value) for r in cells.rejects], [n.kind for n in cells.notes]


def test_a_row_that_ends_in_an_empty_cell_too_many_may_be_shifted() -> None:
    names, rejects, _ = rows_of(GOOD + SHIFTED + GOOD)
    assert names == ["Giuseppe Garibaldi"] * 2
    assert rejects == [(3, "5, not 4, though the last is empty: a cell with , needs quotes")]


def test_separators_at_the_end_of_every_row_are_no_cells() -> None:
    wide = GOOD.replace("\n", ",\n")
    assert rows_of(wide * 3) == (["Giuseppe Garibaldi"] * 3, [], ["rows end in more separators than the header"])
    assert rows_of(wide * 3, "name,country,kind,office,,\n")[1:] == ([], []), "as a spreadsheet program writes them"
    assert [row for row, _ in rows_of(wide * 3 + SHIFTED.replace("\n", ",\n"))[1]] == [5], "one more than all others"


def test_a_space_may_stand_before_a_quote() -> None:
    rows = '"3", "Kyrgyzstan", "KG", "yes"\n"4", "Tanzania, United Republic of", "TZ", "no"\n'
    of = Loaded(('"rcid", "country", "country_code", "vote"\n' + rows).encode(), "votes.csv")
    assert [(p["participant"][-3:], p["as_given"], p["vote"]) for p in of.rows("participations")] == [
        ("KGZ", "Kyrgyzstan", "yes"), ("TZA", "Tanzania, United Republic of", "no"),
    ]  # fmt: skip
    assert of.rejects == []
    assert rows_of('"Count, of Cavour", "Italy", "person", "x"\n', '"name", "country", "kind", "office"\n')[0] == [
        "Count, of Cavour"
    ]
    assert rows_of('Rose, "Bo" Sh,person,x\n')[0] == ["Rose"], "a quote within a cell is one of the text"


ROLL_CALLS = "rcid,session,importantvote,date,unres,amend,para,short,descr".replace(",", "\t") + "\n"
CALL = '3\t1\t0.0\t1990-01-01\tR/1/66\t1.0\t0.0\t"AMENDMENTS, RULES"\t"TO ADOPT"\n'


def test_events_that_may_be_shifted_are_rejected_in_files_between_tabs_too() -> None:
    shifted = "4\t1\t0.0\t1990-01-01\tR/1/66\t1.0\t0.0\tAMENDMENTS\tRULES\t\n"
    of = Loaded((ROLL_CALLS + CALL + shifted + CALL).encode(), "roll_calls.tab")
    assert [(row, reason) for row, _, reason in of.rejects] == [(3, "not as many cells as the header")]
    wide = Loaded((ROLL_CALLS + CALL.replace("\n", "\t\n") * 2).encode(), "roll_calls.tab")
    assert (wide.rejects, wide.notes[0][0]) == ([], "rows end in more separators than the header")


def test_a_tab_within_quotes_is_no_separator() -> None:
    told = CALL.replace('"TO ADOPT"', '"ON THE\tQUESTION, OF ""AID"""').replace("3", "4", 1)
    of = Loaded((ROLL_CALLS + CALL + told).encode(), "roll_calls.tab")
    assert not of.rejects
    assert [e["description"] for e in of.rows("events")] == ["TO ADOPT", 'ON THE QUESTION, OF "AID"']
