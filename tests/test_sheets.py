"""Tables as people and their programs write them: odd first lines, encodings, stray quotes, and what a workbook shows."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from govgraph.loaders.records.loader import Records
from govgraph.loaders.sheets.encoding import Encoding, Lines, encoding_of
from govgraph.loaders.sheets.number_format import NoDate, format_of, shown
from govgraph.ontology.block import Block
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Options, Source

HEADER = "id,kind,name_en"


def read(name: str, data: str | bytes, limits: Limits | None = None, **options: Any) -> Block:
    """All blocks of a file as one."""
    content = data.encode() if isinstance(data, str) else data
    blocks = list(Records().blocks(Source(Path(name), data=content, limits=limits), Options(**options)))
    whole = Block({}, sum(b.rows_read for b in blocks), [r for b in blocks for r in b.rejects])
    whole.notes = [n for b in blocks for n in b.notes]
    for name in {t for b in blocks for t in b.tables}:
        whole.tables[name] = pl.concat([b.tables[name] for b in blocks if name in b.tables], how="diagonal")
    return whole


def names(block: Block) -> list[str]:
    return [row[0]["text"] for row in block.tables["actors"]["names"].to_list()]


def notes(block: Block, kind: str) -> list[str]:
    return [n.value for n in block.notes if n.kind == kind]


# ---------------------------------------------------------------------------------------- odd first lines


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\r\nid;kind;name_en\r\na;ngo;Fund\r\n",
        '\ufeff"sep=;"\r\nid;kind;name_en\r\na;ngo;Fund\r\n',
        "sep=|\nid|kind|name_en\na|ngo|Fund\n",
        "id,kind,name_en\ra,ngo,Fund\r",
        "id,kind,name_en\r\ra,ngo,Fund",
        "Register of 2019\nid,kind,name_en\na,ngo,Fund\n",
        "Register of 2019,,\n,,\n# dataset: records\nAs of,May,\nid,kind,name_en\na,ngo,Fund\n",
        'id,kind,"name_en"\na,ngo,"Fund"\n',
        "id,  kind ,name_en,,\na,ngo,Fund,,\n",
    ],
)
def test_a_table_is_found_below_odd_first_lines(data: str) -> None:
    assert Records().detect(Source(Path("actors.csv"), data=data.encode())) == 0.9
    block = read("actors.csv", data)
    assert (names(block), block.rejects) == (["Fund"], [])


def test_a_row_above_the_header_is_told_and_rows_are_numbered_as_they_stand() -> None:
    block = read("actors.csv", "Register\n\nid,kind,name_en\na,ngo,Fund\n")
    assert notes(block, "row above the header") == ["Register"]
    assert block.tables["actors"]["row"].to_list() == [4]


def test_a_line_break_in_the_name_of_a_column_is_part_of_it() -> None:
    block = read("actors.csv", 'id,"name_en\n(as registered)",kind,name_ru\na,x,ngo,Фонд\nb,y,ngo,"Два\nслова"\n')
    assert notes(block, "unknown column") == ["name_en (as registered) (name_en?)"]
    assert names(block) == ["Фонд", "Два\nслова"]
    assert block.tables["actors"]["row"].to_list() == [2, 3]


@pytest.mark.parametrize("data", ["id,kind,name_en\na,ngo,x\n", "id,kind\nname,kind\n", "id\nid\nkind\n"])
def test_a_header_with_a_known_name_in_the_first_row_stays_the_header(data: str) -> None:
    assert read("actors.csv", "# table: actors\n" + data).rows_read == data.count("\n") - 1


# --------------------------------------------------------------------------------------------- encodings


RUSSIAN = "id;kind;name_ru\na;agency;Министерство культуры\nb;ngo;Фонд развития\n"


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", True), ("utf-16-be", True),
        ("utf-32", False), ("cp1251", True), ("koi8_r", True), ("cp866", True),
    ],
)  # fmt: skip
def test_a_table_is_read_in_the_encoding_that_it_is_written_in(encoding: str, noted: bool) -> None:
    block = read("actors.csv", RUSSIAN.encode(encoding))
    assert names(block) == ["Министерство культуры", "Фонд развития"]
    assert notes(block, "not UTF-8: read as") == ([encoding] if noted else [])
    lines = '{"id": "a", "kind": "agency", "name_ru": "Министерство культуры"}\n'
    assert names(read("actors.jsonl", lines.encode(encoding))) == ["Министерство культуры"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Ministère de l'Éducation, Société générale, Fédération", "cp1252"),
        ("Państwowa Inspekcja Pracy, Źródło, Łódź, Gdańsk", "cp1250"),
    ],
)
def test_latin_letters_are_guessed_too(text: str, encoding: str) -> None:
    assert names(read("actors.csv", f"id;kind;name\na;ngo;{text}\n".encode(encoding))) == [text]


def test_the_first_letter_may_stand_anywhere() -> None:
    rows = "".join(f"a{i};ngo;x\n" for i in range(20_000)) + "b;agency;Министерство культуры\n"
    block = read("actors.csv", ("id;kind;name_ru\n" + rows).encode("cp1251"))
    assert names(block)[-1] == "Министерство культуры"
    assert notes(block, "not UTF-8: read as") == ["cp1251"]
    comment = read("actors.csv", ("# источник: реестр\nid;kind;name_ru\na;ngo;Фонд\n").encode("cp1251"))
    assert names(comment) == ["Фонд"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Fundación Niño, Educación, Información", "mac_roman"), ("Dışişleri Bakanlığı, Büyük Meclisi", "cp1254")],
)
def test_letters_that_may_be_others_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(LoaderError, match="not UTF-8"):
        read("actors.csv", f"id;kind;name\na;ngo;{text}\n".encode(encoding))


@pytest.mark.timeout(20)
def test_a_long_word_in_a_file_that_is_not_utf8_is_read_once() -> None:
    text = f"id;kind;name_ru\na;ngo;Министерство культуры\nb;ngo;{'x' * 60_000}\n"
    assert names(read("actors.csv", text.encode("cp1251")))[0] == "Министерство культуры"


def test_too_few_letters_are_not_guessed_from() -> None:
    with pytest.raises(LoaderError, match=r"actors.csv:2: not UTF-8.*save it as UTF-8"):
        read("actors.csv", "id;kind;name_ru\na;ngo;Да\n".encode("cp1251"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["a", "ж", "", ",", '"', " ", "\r", "\n", "\r\n", "\r\r\n"]), max_size=30).map("".join))
def test_lines_together_are_the_text(text: str) -> None:
    lines = list(Lines(Source(Path("a"), data=text.encode()), Encoding()))
    assert "".join(lines) == text
    assert all(re.fullmatch(r"[^\r\n]*(\r{0,2}\n|\r)", line) for line in lines[:-1])


@pytest.mark.timeout(30)
def test_a_text_without_line_ends_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govgraph.loaders.sheets.encoding._CHUNK", 1 << 22)
    source = Source(Path("a"), data=b"a" * (1 << 22), limits=Limits(line=1 << 23))
    assert len(next(iter(Lines(source, encoding_of(source))))) == 1 << 22


# ------------------------------------------------------------------------------------------- stray quotes


def rows_with(stray: dict[int, str], count: int = 2000) -> str:
    rows = [stray.get(i, f"a{i},ngo,name {i}") for i in range(count)]
    return HEADER + "\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("stray", ['x,ngo,"an inch', 'x,ngo,"5"" screw', 'x,"ngo,name'])
def test_a_quote_that_is_not_closed_costs_its_own_line(stray: str) -> None:
    block = read("actors.csv", rows_with({3: stray}))
    assert [(r.row, r.reason) for r in block.rejects] == [(5, "quotes are broken")]
    assert block.tables["actors"].height == 1999
    assert block.tables["actors"]["row"].to_list()[-1] == 2001
    assert block.rejects[0].value.startswith("lines 5 to ")


def test_two_stray_quotes_that_make_one_cell_of_many_rows_cost_one_row() -> None:
    block = read("actors.csv", rows_with({3: 'x,ngo,"an inch', 1500: 'y,ngo,"'}))
    assert block.tables["actors"].height + len(block.rejects) == block.rows_read == 2000
    assert len(block.rejects) <= 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_odd_lines_change_nothing_for_the_rows_around_them(end: str) -> None:
    """Most lines are split many at once; those that are not for certain rows are looked at by themselves, and a block may end anywhere."""
    rows = [f"a{n},ngo,Фонд {n}" for n in range(9_000)]
    odd = {50: "", 4_000: "# a comment", 4_001: 'b,ngo,"Fund, B"', 5_000: "c,ngo", 8_000: ",,"}
    for at, line in sorted(odd.items(), reverse=True):
        rows.insert(at, line)
    block = read("actors.csv", end.join([HEADER, *rows]), block_rows=1_234)
    told = {2 + at: line for at, line in enumerate(rows) if line not in ("", ",,", "# a comment", "c,ngo")}
    actors = block.tables["actors"]
    assert dict(zip(actors["row"], names(block), strict=True)) == {
        row: line.split(",", 2)[2].strip('"') for row, line in told.items()
    }
    assert [(reject.row, reject.value) for reject in block.rejects] == [(2 + rows.index("c,ngo"), "2, not 3")]


def test_a_long_quoted_text_is_one_cell() -> None:
    assert names(read("actors.csv", f'{HEADER}\na,ngo,"{"x, " * 100_000}"\n')) == [("x, " * 100_000).strip()]


def test_a_text_of_several_lines_is_one_cell_whatever_is_in_it() -> None:
    text = "First, of all\nthen, more, or less\n\nand so on\nlast"
    quoted = text.replace('"', '""')
    block = read("actors.csv", f'{HEADER}\na,ngo,"{quoted}"\nb,ngo,"one, two\nthree, four"\nc,ngo,z\n')
    assert names(block) == [text, "one, two\nthree, four", "z"]
    assert block.rejects == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize("line", ['""a,"\n', 'a",b,"c\n', '"a\n', '","\n', '"\n', '"",""\n', '"""\n', 'a,"",b"\n'])
def test_broken_quotes_in_every_line_take_linear_time(line: str) -> None:
    try:
        block = read("actors.csv", HEADER + "\n" + line * 30_000)
    except LoaderError as error:
        assert "quotes" in str(error)
    else:
        assert block.rows_read == len(block.rejects) + sum(f.height for f in block.tables.values())


# --------------------------------------------------------------------------------------------- workbooks


def workbook(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("actors")
        sheet.write_row(0, 0, ["id", "kind", "name_en", "country", "start_date"])
        fill(book, sheet)
    return stream.getvalue()


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == part else content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "number"), ("0.00", "number"), ("#,##0", "number"), ("0%", "number"), ("@", "number"), ("", "number"),
        ("mmm-yy", "month"), ("mmmm yyyy", "month"), ("[$-419]mmmm\\ yyyy;@", "month"), ('mm"/"yyyy', "month"),
        ("yyyy", "year"), ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "day"), ("dd.mm.yyyy", "day"), ("d-mmm", "day without year"),
        ("m/d/yy h:mm", "moment"), ("yyyy-mm-dd hh:mm:ss", "moment"), ("h:mm AM/PM", "time"), ("[h]:mm:ss", "length"),
        ("mm:ss.0", "time"), ("000", "zeros"), ("[Red]yyyy", "year"), ('"day" 0', "number"), ("yyyy-mm", "month"),
    ],
)  # fmt: skip
def test_what_a_format_shows(code: str, kind: str) -> None:
    assert format_of(164, code).kind == kind


def test_a_date_is_as_exact_as_it_is_shown() -> None:
    def fill(book: Any, sheet: Any) -> None:
        days = [
            ("mmm-yy", dt.date(2019, 3, 1)), ("yyyy", dt.date(2019, 1, 1)), ("yyyy-mm-dd", dt.date(2019, 3, 1)),
            ("mmm-yy", dt.date(2019, 3, 15)), ("yyyy", dt.date(2019, 3, 1)), ("dd.mm.yyyy", dt.date(1900, 1, 31)),
            ("dd.mm.yyyy", dt.datetime(2019, 3, 1, 12)),
        ]  # fmt: skip
        for row, (code, day) in enumerate(days, start=1):
            sheet.write_row(row, 0, [f"a{row}", "ngo", "x"])
            sheet.write_datetime(row, 4, day, book.add_format({"num_format": code}))

    block = read("actors.xlsx", workbook(fill))
    dates = block.tables["actors"]["start_date"].to_list()
    assert dates == ["2019-03", "2019", "2019-03-01", "2019-03-15", "2019-03-01", "1900-01-31", "2019-03-01"]
    assert len(notes(block, "date shown without its day")) == 4
    assert "actors!E5: 2019-03-15 is shown as mmm-yy, and its day is kept" in notes(block, "date shown without its day")


def test_days_are_counted_from_1900_or_1904() -> None:
    for options in ({}, {"date_1904": True}):
        data = workbook(lambda _, sheet: sheet.write_row(1, 0, ["a", "ngo", "x", None, dt.date(2019, 3, 15)]),
                        default_date_format="d.m.yyyy", **options)  # fmt: skip
        assert read("actors.xlsx", data).tables["actors"]["start_date"].to_list() == ["2019-03-15"]
    assert shown("59", format_of(14))[0] == "1900-02-28"
    assert shown("61", format_of(14))[0] == "1900-03-01"
    for number in ("60", "-1", "0", "2958466", "1e300"):
        with pytest.raises(NoDate):
            shown(number, format_of(14))


def test_merged_cells_hold_for_all_their_rows_and_are_told() -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"a{row}", "ngo", "x"])
        sheet.merge_range("D2:D4", "country:KGZ")
        sheet.merge_range("C6:D6", "wide")

    block = read("actors.xlsx", workbook(fill))
    assert block.tables["actors"]["country"].null_count() == 2
    assert notes(block, "merged cells") == ["actors!D2:D4 country:KGZ", "actors!C6:D6 wide, in its first column only"]


def test_what_cannot_be_kept_of_a_workbook_is_told() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "ngo"])
        sheet.write_url("C2", "https://example.org/a", string="Fund")
        sheet.write_row(2, 0, ["b", "ngo", "Hidden"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_comment("C2", "is it right?")
        sheet.write_row(3, 0, ["c", "ngo"])
        sheet.write_formula("C4", '="x"&"y"', value="xy")
        sheet.write_row(4, 0, [1234567890123456789, "ngo", "x"])
        sheet.write_row(5, 0, ["e", "ngo"])
        sheet.write_url("C6", "https://example.org/e")
        secret = book.add_worksheet("posts")
        secret.write_row(0, 0, ["id", "name_en"])
        secret.hide()

    block = read("actors.xlsx", workbook(fill))
    assert notes(block, "link of a cell is not loaded") == ["actors!C2 https://example.org/a"]
    assert notes(block, "hidden row is loaded") == ["actors!3"]
    assert notes(block, "comment of a cell is not loaded") == ["actors!C2"]
    assert notes(block, "hidden sheet is loaded") == ["posts"]
    odd = notes(block, "value that may not be meant")
    assert odd == [
        "actors!C4: the formula was never calculated by a spreadsheet program",
        "actors!A5: it has more than 15 digits",
    ]
    assert names(block)[:3] == ["Fund", "Hidden", "xy"]


def test_a_formula_without_a_stored_value_and_a_day_of_no_calendar_are_rejects() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"a{row}", "ngo", "x"])
        sheet.write_formula("D2", "=B9", value="")
        sheet.write_number("E3", 99999999, book.add_format({"num_format": "yyyy-mm-dd"}))

    data = changed(
        workbook(fill), SHEET, lambda xml: re.sub(r"(<f>B9</f>)<v>[^<]*</v>", r"\1", xml).replace(' t="str"', "")
    )
    block = read("actors.xlsx", data)
    assert [(r.row, r.column, r.reason) for r in block.rejects] == [
        (2, "country", "the formula has no stored value"),
        (3, "start_date", "shown as a date that no calendar has"),
    ]
    assert block.tables["actors"].height == 2


def test_a_day_shown_without_its_year_is_noted_and_a_length_of_time_is_no_date() -> None:
    assert shown("43587", format_of(16)) == (
        "2019-05-02",
        "2019-05-02 has a year that d-mmm does not show, so that perhaps nobody typed it",
    )
    assert [format_of(164, code).kind for code in ("d mmmm", "dd/mm", "[$-409]d\\-mmm;@")] == ["day without year"] * 3
    assert [shown(days, format_of(46)) for days in ("43000", "0.5", "-0.25", "1.000011574")] == [
        ("1032000:00:00", ""), ("12:00:00", ""), ("-6:00:00", ""), ("24:00:01", ""),
    ]  # fmt: skip


def test_codes_with_leading_zeros_stay_as_they_are_shown() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, [7, "ngo", "x"])
        sheet.write_number(1, 0, 7, book.add_format({"num_format": "000"}))

    assert read("actors.xlsx", workbook(fill)).tables["actors"]["iri"][0].endswith("/007")


def test_escapes_of_a_workbook_are_characters() -> None:
    data = workbook(lambda _, sheet: sheet.write_row(1, 0, ["a", "ngo", "x"]))
    data = changed(
        data,
        "xl/sharedStrings.xml",
        lambda xml: xml.replace("<t>x</t>", "<t>a_x0009_b _x005F_x000D_ _xD83D__xDE00_</t>"),
    )
    assert names(read("actors.xlsx", data)) == ["a\tb _x000D_ 😀"]


def test_rich_and_inline_text_prefixed_names_and_cells_without_a_place_are_read() -> None:
    rows = (
        '<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>kind</x:t></x:is></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>name_ja</x:t></x:is></x:c></x:row>'
        '<x:row><x:c t="str"><x:v>a</x:v></x:c><x:c t="inlineStr"><x:is><x:t>ngo</x:t></x:is></x:c>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>課</x:t></x:r><x:rPh><x:t>カ</x:t></x:rPh><x:r><x:t>長</x:t></x:r></x:is></x:c></x:row>'
    )
    xml = f'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    assert names(read("actors.xlsx", changed(workbook(lambda *_: None), SHEET, lambda _: xml))) == ["課長"]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("cell", ["XFD1048576", "GR200000"])
def test_one_cell_far_away_costs_nothing(cell: str) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "ngo", "x"])
        sheet.write(cell, "stray")

    block = read("actors.xlsx", workbook(fill))
    assert (names(block), len(block.rejects)) == (["x"], 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda xml: xml.replace('r="A2"', 'r="XFE2"'), "there is no cell 'XFE2'"),
        (lambda xml: xml.replace('r="A2"', 'r="A1048577"'), "there is no cell"),
        (lambda xml: xml.replace('<row r="2"', '<row r="99999999999"'), "there is no row"),
        (lambda xml: xml[:-40], "sheet1.xml"),
        (lambda xml: '<!DOCTYPE a [<!ENTITY b "c">]>' + xml.partition("?>")[2], "document type"),
    ],
)
def test_a_workbook_with_cells_that_no_sheet_has_is_refused(change: Callable[[str], str], words: str) -> None:
    data = changed(workbook(lambda _, sheet: sheet.write_row(1, 0, ["a", "ngo", "x"])), SHEET, change)
    with pytest.raises(LoaderError, match=f"cannot be read as a workbook.*{re.escape(words)}"):
        read("actors.xlsx", data)


def test_a_cell_that_refers_to_no_text_is_a_reject() -> None:
    data = changed(
        workbook(lambda _, sheet: sheet.write_row(1, 0, ["a", "ngo", "x"])), SHEET,
        lambda xml: re.sub(r'(<c r="C2" t="s"><v>)\d+', r"\g<1>999", xml),
    )  # fmt: skip
    assert [r.reason for r in read("actors.xlsx", data).rejects] == ["refers to a text that the workbook does not have"]


def test_texts_of_a_workbook_have_limits() -> None:
    data = workbook(lambda _, sheet: sheet.write_row(1, 0, ["a", "ngo", "x" * 30_000]))
    with pytest.raises(LoaderError, match=r"sharedStrings.xml unpacks to more than 10,000 bytes.*--limit held"):
        read("actors.xlsx", data, Limits(held=10_000))
    inline = workbook(lambda _, sheet: sheet.write_row(1, 0, ["a", "ngo", "x" * 30_000]), constant_memory=True)
    with pytest.raises(LoaderError, match=r"cell.* holds more than 10,000 characters.*--limit line"):
        read("actors.xlsx", inline, Limits(line=10_000))


# ----------------------------------------------------------------------------------------------- Parquet


def parquet(**columns: Any) -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize("zone", [None, "UTC", "Asia/Bishkek"])
def test_a_time_stamp_at_midnight_in_its_zone_is_a_day(zone: str | None) -> None:
    days = pl.Series([dt.datetime(2019, 3, 1), dt.datetime(2019, 3, 2), dt.datetime(2019, 3, 2, 10)])
    data = parquet(id=["a", "b", "c"], type=["event-type:seminar"] * 3, start_date=days.dt.replace_time_zone(zone))
    block = read("events.parquet", data)
    assert block.tables["events"]["start_date"].to_list() == ["2019-03-01", "2019-03-02"]
    assert [(r.row, r.column) for r in block.rejects] == [(3, "start_date")]


@pytest.mark.parametrize("text", ["2019-03-01 00:00:00+00:00", "2019-03-01T00:00:00Z", "2019-03-01T00:00:00.000Z"])
def test_a_time_stamp_at_midnight_in_a_text_file_is_a_day(text: str) -> None:
    assert read("events.csv", f"id,start_date\na,{text}\n").tables["events"]["start_date"].to_list() == ["2019-03-01"]


def test_a_day_beyond_the_year_9999_is_a_reject_and_not_the_end_of_the_process() -> None:
    days = pl.Series([2**31 - 1, 17956, None], dtype=pl.Int32).cast(pl.Date)
    moments = (days.to_physical().cast(pl.Int64) * 86_400_000).cast(pl.Datetime("ms", "UTC"))
    for column in (days, moments):
        block = read("events.parquet", parquet(id=["a", "b", "c"], name_en=["x"] * 3, start_date=column))
        assert block.tables["events"]["start_date"].to_list() == ["2019-03-01", None]
        assert [(r.row, r.column) for r in block.rejects] == [(1, "start_date")]
    stamps = pl.Series([2**62, 0]).cast(pl.Datetime("ns"))
    assert read("events.parquet", parquet(id=["a", "b"], start_date=stamps)).tables["events"][
        "start_date"
    ].to_list() == ["1970-01-01"]


def test_long_texts_of_parquet_end_a_block_or_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govgraph.loaders.sheets.parquet._BLOCK_BYTES", 1_000_000)
    data = parquet(id=[str(i) for i in range(5000)], kind=["ngo"] * 5000, name_en=["x" * 1000] * 5000)
    blocks = list(Records().blocks(Source(Path("actors.parquet"), data=data), Options()))
    assert len(blocks) > 3
    assert sum(b.rows_read for b in blocks) == 5000
    assert [r for b in blocks for r in b.tables["actors"]["row"].to_list()] == list(range(1, 5001))
    with pytest.raises(LoaderError, match="--limit line"):
        read("actors.parquet", data, Limits(line=1000))


@pytest.mark.slow
def test_a_seeded_heap_of_odd_files_accounts_for_every_row() -> None:
    chance = random.Random(7)
    for _ in range(150):
        lines = ["".join(chance.choices('ab,";\t\n\r# é', k=chance.randrange(12))) for _ in range(20)]
        try:
            block = read("actors.csv", HEADER + "\n" + "\n".join(lines), block_rows=chance.choice([1, 3, 100]))
        except LoaderError:
            continue
        loaded = block.tables["actors"].height if block.tables else 0
        assert block.rows_read == loaded + len({r.row for r in block.rejects})
