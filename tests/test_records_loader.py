"""People's own records: every way of writing them gives the same rows, and every wrong cell is told."""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from often import often

from govgraph.graph.build.verify import verified
from govgraph.loaders.records.header import TABLES, columns_of
from govgraph.loaders.records.loader import Records
from govgraph.loaders.sheets.lists import join_cell, split_cells
from govgraph.ontology import dates
from govgraph.ontology.block import Block, Reject, conform, schema
from govgraph.ontology.classes import kinds
from govgraph.ontology.declaration import Column, Table
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.terms import BASE, CODE

ID = BASE + "record/records/"


def source(name: str, data: str | bytes) -> Source:
    return Source(Path(name), data=data.encode() if isinstance(data, str) else data)


def read(name: str, data: str | bytes, **options: Any) -> list[Block]:
    return list(Records().blocks(source(name, data), Options(**options)))


def one(name: str, data: str | bytes, **options: Any) -> Block:
    (block,) = read(name, data, **options)
    return block


def rejected(block: Block) -> list[tuple[int, str, str, str]]:
    return [(r.row, r.column, r.reason, r.value) for r in block.rejects]


# ------------------------------------------------------------------------------------- what a row becomes


def test_a_row_of_each_part_of_a_set() -> None:
    actors = one(
        "actors.csv",
        "# dataset: osh\nid,kind,name_ky,name_en,name_ru-latn,name,aliases,aliases_ru,country\n"
        "агент,agency,Агенттик,Agency,Agentstvo,Ag,A|Б,В,Кыргызстан\n",
    )
    row = actors.tables["actors"].row(0, named=True)
    assert row["iri"].startswith(BASE + "record/osh/h-")
    assert row["names"] == [
        {"lang": "ky", "text": "Агенттик"},
        {"lang": "en", "text": "Agency"},
        {"lang": "ru-Latn", "text": "Agentstvo"},
        {"lang": "", "text": "Ag"},
    ]
    assert row["aliases"] == [{"lang": "", "text": "A"}, {"lang": "", "text": "Б"}, {"lang": "ru", "text": "В"}]
    assert row["country"] == BASE + "country/KGZ"
    assert (row["row"], actors.rows_read, actors.rejects, actors.unused_columns) == (3, 1, [], ())

    events = one(
        "events.csv",
        "id,type,start_date,about,tone,status,document\n"
        "e,event-type:seminar,2024-05,country:EST|iso2:PL|агент,0,planned,http://a.kg/x y\n"
        "f,cameo:042,,,,,BBC Monitoring\n",
    ).tables["events"]
    assert events["type"].to_list() == [CODE + "event-type/seminar", CODE + "cameo/042"]
    about = events["about"][0].to_list()
    assert about[:2] == [BASE + "country/EST", BASE + "country/POL"]
    assert about[2].startswith(ID + "h-")
    assert events["tone"].to_list() == [0.0, None]
    assert events["document"].to_list() == ["http://a.kg/x%20y", "BBC Monitoring"]
    assert conform("events", events)["starts_from"][0].isoformat() == "2024-05-01"


def test_namibia_zero_false_and_null_are_values() -> None:
    block = one(
        "actors.csv",
        "id,kind,name_en,country,gender\n"
        "NA,person,NA,iso2:NA,0\n"
        "0,person,False,Namibia,null\n"
        "False,person,None,cameo:NAM,NaN\n"
        'e,person,"",,""\n',
    )
    actors = block.tables["actors"]
    assert actors["iri"].to_list() == [ID + "NA", ID + "0", ID + "False", ID + "e"]
    assert [n[0]["text"] if n is not None else None for n in actors["names"].to_list()] == ["NA", "False", "None", None]
    assert actors["country"].to_list() == [BASE + "country/NAM"] * 3 + [None]
    assert actors["gender"].to_list() == ["0", "null", "NaN", None]
    assert block.rejects == []


def test_zero_and_false_of_json_lines_are_kept() -> None:
    data = '{"id": 0, "articles": 0, "tone": 0.0, "name_en": "0"}\n\n{"id": "b", "tone": null, "name_en": ""}\n'
    events = one("events.jsonl", data).tables["events"]
    assert events.select("iri", "articles", "tone", "row").rows() == [(ID + "0", 0, 0.0, 1), (ID + "b", None, None, 3)]
    links = one("memberships.jsonl", '{"member": "a", "organization": "b", "start_inherited": false}')
    assert links.tables["memberships"]["start_inherited"].to_list() == [False]


def test_two_terms_are_two_and_a_repeated_row_is_one() -> None:
    block = one(
        "memberships.csv",
        "member,organization,role,start_date,end_date,on_behalf_of\n"
        "a,ministry,minister,2010,2012,\n"
        "a,ministry,minister,2015,2016,\n"
        "a,ministry,minister,2010,2012,\n"
        "a,ministry,deputy,2010,2012,\n"
        "a,ministry,minister,2010,2012,p\n",
    )
    iris = block.tables["memberships"]["iri"].to_list()
    assert iris[0] == iris[2]
    assert len(set(iris)) == 4


def test_the_key_of_a_link_does_not_depend_on_blocks_columns_or_how_a_country_is_written() -> None:
    plain = "participant,event,role\na,e,\niso2:KG,e,host\n"
    want = one("participations.csv", plain).tables["participations"]["iri"].to_list()
    blocks = read("participations.csv", plain, block_rows=1)
    assert [b.tables["participations"]["iri"][0] for b in blocks] == want
    other = one("participations.csv", "event,participant,as_given,role\ne,a,A.,\ne,country:KGZ,,host\n")
    assert other.tables["participations"]["iri"].to_list() == want
    without = one("participations.csv", "participant,event\na,e\n")
    assert without.tables["participations"]["iri"].to_list() == want[:1]
    assert one("participations.csv", plain, dataset="x").tables["participations"]["iri"][0] != want[0]


def test_lists_of_a_link_are_kept_and_do_not_change_its_key() -> None:
    plain = one("participations.csv", "participant,event\na,e\n").tables["participations"]
    more = one("participations.csv", "participant,event,sectors,details\na,e,GOV|MIL,x:y=1|x:z=2\n").tables[
        "participations"
    ]
    assert more["iri"].to_list() == plain["iri"].to_list()
    assert (more["sectors"].to_list(), more["details"].to_list()) == ([["GOV", "MIL"]], [["x:y=1", "x:z=2"]])


def test_a_link_with_an_id_keeps_it_and_others_are_hashed() -> None:
    links = one("associations.csv", "id,from_actor,to_actor,type\nx,a,b,funds\n,a,b,funds\n").tables["associations"]
    assert links["iri"][0] == ID + "x"
    assert links["iri"][1].startswith(ID + "h-")


# --------------------------------------------------------------------------------------- what is rejected

WRONG = [
    ("actors", "kind", "agncy", "not one of the declared words", "agncy (agency?)"),
    ("actors", "kind", "", "required value is missing", ""),
    ("actors", "id", "", "required value is missing", ""),
    ("actors", "country", "NA", "not a country", "NA (iso2:NA?)"),
    ("actors", "country", "KGZ", "not a country", "KGZ (iso3:KGZ?)"),
    ("actors", "country", "Kyrgyzstn", "not a country", "Kyrgyzstn (Kyrgyzstan?)"),
    ("actors", "country", "country:XXX", "no such code", "country:XXX"),
    ("actors", "country", "event-type:visit", "refers to something of another class", "event-type:visit"),
    (
        "actors",
        "links",
        "https://a.kg|www.b.kg",
        "not a web address (http://... or https://...)",
        "https://a.kg|www.b.kg",
    ),
    ("actors", "identifiers", "Q813", "not an identifier such as wikidata:Q813", "Q813"),
    ("actors", "start_date", "2010-02-30", "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", "2010-02-30"),
    ("actors", "start_date", "2010-5", "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", "2010-5"),
    ("actors", "start_date", "0000", "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", "0000"),
    ("actors", "start_date", "25.12.2010", "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", "25.12.2010 (2010-12-25?)"),
    ("actors", "start_date", "03.04.2010", "not a date (YYYY, YYYY-MM or YYYY-MM-DD)", "03.04.2010"),
    ("actors", "name_en", "a\0b", "holds a NUL character", "a\0b"),
    ("actors", "confidence", "1.5", "more than 1", "1.5"),
    ("places", "latitude", "90.01", "more than 90", "90.01"),
    ("places", "longitude", "", "a point with half of its numbers", ""),
    ("places", "precision", "citty", "not one of the declared words", "citty (city?)"),
    ("events", "tone", "1,5", "not a number", "1,5 (1.5?)"),
    ("events", "tone", "1e400", "not a number", "1e400"),
    ("events", "tone", "NaN", "not a number", "NaN"),
    ("events", "articles", "-1", "less than 0", "-1"),
    ("events", "articles", "1.5", "not a whole number", "1.5"),
    ("events", "articles", "9" * 25, "not a whole number", "9" * 25),
    ("events", "type", "semnar", "not a type of event", "semnar (event-type:seminar?)"),
    ("events", "type", "event-type:semnar", "no such code", "event-type:semnar (event-type:seminar?)"),
    ("events", "type", "cameo:42", "no such code", None),
    ("events", "part_of", "country:KGZ", "refers to something of another class", "country:KGZ"),
    ("events", "about", "a|country:XX", "no such code", "country:XX"),
    ("events", "end_date", "2009-12", "ends before it starts", "2010 to 2009-12"),
    ("memberships", "start_inherited", "maybe", "not true or false", "maybe"),
    ("memberships", "member", "", "required value is missing", ""),
]
RIGHT: dict[str, dict[str, str]] = {
    "actors": {"id": "a", "kind": "person"},
    "places": {"id": "a", "latitude": "1", "longitude": "1"},
    "events": {"id": "a", "start_date": "2010"},
    "memberships": {"member": "a", "organization": "b"},
}


@pytest.mark.parametrize(("table", "column", "cell", "reason", "value"), WRONG)
def test_a_wrong_cell_rejects_its_row_and_no_other(
    table: str, column: str, cell: str, reason: str, value: str | None
) -> None:
    right = {**{column: ""}, **RIGHT[table]}
    right = right if column in RIGHT[table] or column != "id" else {"id": "a", **right}
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(right))
    writer.writeheader()
    writer.writerows([right, {**right, column: cell}, right])
    block = one(f"{table}.csv", stream.getvalue())
    ((row, at, why, shown),) = rejected(block)
    assert (row, at, why) == (3, column, reason)
    assert value is None or shown == value
    assert block.tables[table]["row"].to_list() == [2, 4]
    assert block.rows_read == 3
    assert verified(block).rejects == block.rejects


def test_a_table_without_a_column_that_must_be_there_rejects_every_row() -> None:
    block = one("actors.csv", "id,name_en\na,A\nb,B\n")
    assert [(r.row, r.column) for r in block.rejects] == [(2, "kind"), (3, "kind")]
    assert block.tables == {}


def test_rows_that_cannot_be_read_are_rejected_and_the_next_is_not() -> None:
    block = one(
        "actors.csv",
        'id,kind,name_en\na,person\nb,person,x,y\nc,person,x,,\n\n  ,,\n#d,person,x\ne,person,"x"y\nf,person,"x\ny"\n',
    )
    assert rejected(block) == [
        (2, "", "not as many cells as the header", "2, not 3"),
        (3, "", "not as many cells as the header", "4, not 3"),
        (4, "", "not as many cells as the header", "5, not 3, though the last is empty: a cell with , needs quotes"),
        (8, "", "quotes are broken", "lines 8 to 8: ',' expected after '\"'"),
    ]
    assert block.tables["actors"].select("row", "iri").rows() == [(9, ID + "f")]
    assert block.tables["actors"]["names"][0][0]["text"] == "x\ny"
    assert block.rows_read == 5
    assert [(n.kind, n.value, n.row) for n in block.notes] == [("row that begins with # is a comment", "#d", 7)]


def test_json_lines_that_are_no_objects_or_have_no_cells_are_rejected() -> None:
    block = one(
        "events.jsonl",
        '# licence: CC0-1.0\n{"id": "a"}\n[1]\n{"id": "b", "name_en": {"x": 1}}\n{"id": "c", "id": "d"}\n'
        '{"id": "\\ud800"}\n{"id": "e", "about": ["x", ["y"]]}\n{"id": "f", "about": ["x|y", 7]}\n{\n',
    )
    assert [(r.row, r.column) for r in block.rejects] == [
        (3, ""), (5, ""), (6, "id"), (7, "about"), (9, ""),
    ]  # fmt: skip
    events = block.tables["events"]
    assert events["row"].to_list() == [2, 4, 8]
    assert len(events["about"][2]) == 2
    assert "name_en.x" in block.unused_columns, "an object within the object is columns with a point, as in a list"
    assert block.rows_read == 8
    assert ("licence", "CC0-1.0", 1) in [(n.kind, n.value, n.row) for n in block.notes]


@pytest.mark.parametrize("first", ["[{}]", '[["a"]]', "[1]"])
def test_a_first_line_that_is_no_object_costs_itself_alone(first: str) -> None:
    block = one("actors.jsonl", first + '\n{"id": "a", "kind": "person", "name_en": "A"}\n')
    assert [r.row for r in block.rejects] == [1] and block.tables["actors"]["row"].to_list() == [2]


def test_lines_without_an_object_are_no_table() -> None:
    with pytest.raises(LoaderError, match=r"actors\.jsonl:1: no line is a JSON object"):
        one("actors.jsonl", "[1]\n[2]\n")


def test_unknown_columns_are_listed_with_what_may_be_meant() -> None:
    block = one("events.csv", "id,strat_date,titel,nmae_ky,starts_from,names,name_kyrgyz\na,2010,x,y,2010-01-01,z,q\n")
    assert block.unused_columns == ("strat_date", "titel", "nmae_ky", "starts_from", "names", "name_kyrgyz")
    notes = {n.value for n in block.notes if n.kind == "unknown column"}
    assert {"strat_date (start_date?)", "names (name_en?)", "name_kyrgyz (name_en?)"} <= notes
    assert set(block.tables["events"].columns) == {"row", "iri"}


def test_a_thousand_wrong_cells_get_a_hint_or_none_but_all_are_told() -> None:
    rows = "".join(f"a{i},person,Nowhere{i}\n" for i in range(1000))
    block = one("actors.csv", "id,kind,country\n" + rows)
    assert len(block.rejects) == 1000
    assert {r.reason for r in block.rejects} == {"not a country"}


# ------------------------------------------------------------------------------------------- which table


@pytest.mark.parametrize(
    ("name", "header", "table"),
    [
        ("events.csv", "id,name_en", "events"),
        ("Events.CSV", "id,name_en", "events"),
        ("central-asia-events.csv", "id,type", "events"),
        ("osh_memberships.2024.csv", "member,organization", "memberships"),
        ("x.csv", "# table: posts\nid,name_en", "posts"),
        ("x.csv", "participant,event,role", "participations"),
        ("x.csv", "id,kind,name_en", "actors"),
        ("x.csv", "id;latitude;longitude", "places"),
    ],
)
def test_the_table_is_told_by_comment_name_or_header(name: str, header: str, table: str) -> None:
    loader = Records()
    assert loader.detect(source(name, header + "\n")) == 0.9
    delimiter = ";" if ";" in header else ","
    columns = header.splitlines()[-1].split(delimiter)
    cells = {"kind": "person", "latitude": "1", "longitude": "2"}
    row = delimiter.join(cells.get(c, "event-type:visit" if c == "type" else "a") for c in columns)
    assert list(one(name, f"{header}\n{row}\n").tables) == [table]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("events.csv", "GLOBALEVENTID\tSQLDATE\tMonthYear\n1\t20180101\t201801\n"),
        ("events.csv", "719024875\t20180101\t201801\t2018\t2018.0027\n"),
        ("icews-events.tsv", "Event ID\tEvent Date\tSource Name\tSource Sectors\n1\t2018-01-01\tx\ty\n"),
        ("acled_events.csv", "event_id_cnty,event_date,year,time_precision,country,latitude\nA1,2022,2022,1,x,1\n"),
        (
            "ged_events.csv",
            "id,relid,year,active_year,code_status,type_of_violence,conflict_name,latitude\n1,2,3,4,5,6,7,8\n",
        ),
        ("names.csv", "id,name\na,A\n"),
        ("term-5.csv", "id,name,sort_name,email,group\na,A,A,,x\n"),
        ("events.json", '{"events": [{"id": "a"}]}'),
        ("memberships.jsonl", '{"person_id": "a", "organization_id": "b"}\n'),
        ("events.csv", ""),
        ("events.csv", b"\xff\xfed\x00i\x00"),
        ("events.xlsx", b"PK\x03\x04 no workbook"),
        ("events.parquet", b"PAR1 no parquet"),
        ("x.csv", "# table: evnts\nid,type\n"),
    ],
)
def test_other_files_are_not_claimed(name: str, data: str | bytes) -> None:
    assert Records().detect(source(name, data)) == 0.0


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.csv", "id,name_en\na,A\n", "# table: events"),
        ("events.csv", "foo,bar\n1,2\n", "no column of the table"),
        ("events.csv", b"id,name_en\na,\xcf\xf0\n", "events.csv:2: not UTF-8"),
        ("events.csv", "id,name_en,Name_EN\n", "are the same"),
        ("events.csv", "id,x,x\n1,2,3\n", "stands twice"),
        ("events.csv", "# only a comment\n", "no header"),
        ("events.jsonl", "{\n", "one JSON object a line"),
        ("events.xlsx", b"PK\x03\x04 no workbook", "workbook"),
        ("events.parquet", b"PAR1 no parquet", "Parquet"),
    ],
)
def test_a_file_that_cannot_be_ours_is_refused_with_a_way_out(name: str, data: str | bytes, words: str) -> None:
    with pytest.raises(LoaderError, match=words.replace("#", r"\#")):
        read(name, data)


def test_a_line_without_end_and_a_cut_archive_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LoaderError, match="longer than 16 MB"):
        read("events.csv", b"id\n" + b"a" * (1 << 25))
    cut = tmp_path / "events.csv.gz"
    cut.write_bytes(gzip.compress(("id,name_en\n" + "a,ж\n" * 9999).encode())[:-30])
    with pytest.raises(LoaderError, match="cannot be read"):
        list(Records().blocks(Source(cut), Options()))


def test_dataset_is_that_of_the_options_the_comment_or_records() -> None:
    loader = Records()
    told = source("events.csv", '"# dataset: osh, 2024",,\n# source: a letter,,\nid,name_en,\na,A,\n')
    assert loader.dataset(told, Options()) == "osh, 2024"
    assert loader.dataset(told, Options(dataset="x")) == "x"
    assert loader.dataset(source("events.csv", "id\n"), Options()) == "records"
    (block,) = loader.blocks(told, Options())
    assert ("source", "a letter", 2) in [(n.kind, n.value, n.row) for n in block.notes]
    assert block.tables["events"]["row"].to_list() == [4]


def test_separators_byte_order_mark_compression_and_wrong_suffix(tmp_path: Path) -> None:
    want = one("events.csv", "id,name_ky,tone\na,Көч,1\n").tables["events"]
    for name, data in [
        ("events.csv", "\ufeffid;name_ky;tone\r\na;Көч;1\r\n"),
        ("events.csv", "id\tname_ky\ttone\r\r\na\tКөч\t1\r\r\n"),
        ("events.tsv", '"id","name_ky","tone"\n"a","Көч","1"'),
        ("events.csv", '{"id": "a", "name_ky": "Көч", "tone": 1}'),
    ]:
        assert one(name, data).tables["events"].drop("row").equals(want.drop("row")), name
    packed = tmp_path / "events.csv.gz"
    packed.write_bytes(gzip.compress(b"id,name_en\na,A\n"))
    assert Records().detect(Source(packed)) == 0.9


def test_blocks_are_bounded_and_positions_grow() -> None:
    data = "id,name_en\n" + "".join(f"e{i},n\n" for i in range(25))
    blocks = read("events.csv", data, block_rows=10)
    assert [b.rows_read for b in blocks] == [10, 10, 5]
    assert [b.position for b in blocks] == sorted(b.position for b in blocks)
    assert blocks[-1].position == len(data)
    rows = [r for b in blocks for r in b.tables["events"]["row"].to_list()]
    assert rows == list(range(2, 27))


# --------------------------------------------------------------------------------------------- workbooks


ERROR = object()


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell is ERROR:
                        sheet.write_formula(i, j, "=1/0", value="#DIV/0!")
                    elif isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return stream.getvalue()


def test_a_workbook_of_several_tables() -> None:
    import datetime as dt

    data = workbook(
        {
            "actors": [
                ["# dataset: wb"], ["id", "kind", "name_en", "start_date"], [7, "person", "NA", 2010],
                [], ["b", "person", False, dt.date(2011, 2, 3)], ["c", "x"], ["d", "person", ERROR], ["#e", "person"],
            ],
            "Notes": [["hello"]],
            "empty": [],
            "osh-events": [["id", "articles", "extra"], ["e", 3, "x"], ["f", "3.5", None], ["g", 4, None, "stray"]],
        }
    )  # fmt: skip
    assert Records().detect(source("x.xlsx", data)) == 0.9
    blocks = read("x.xlsx", data)
    actors, notes, events = blocks
    assert actors.tables["actors"].select("row", "pointer", "iri", "start_date").rows() == [
        (3, "actors!3", BASE + "record/wb/7", "2010"),
        (5, "actors!5", BASE + "record/wb/b", "2011-02-03"),
    ]
    assert rejected(actors) == [
        (6, "kind", "not one of the declared words", "actors!6 x"),
        (7, "name_en", "the cell holds an error of the spreadsheet", "actors!7"),
    ]
    assert actors.rows_read == 4
    assert [n.kind for n in actors.notes] == ["row that begins with # is a comment"]
    assert [(n.kind, n.value) for n in notes.notes] == [("sheet that is no table", "Notes")]
    assert events.tables["events"].select("pointer", "articles").rows() == [("osh-events!2", 3)]
    assert [r.value for r in events.rejects] == ["osh-events!3 3.5", "osh-events!4 more than 3"]
    assert events.unused_columns == ("osh-events.extra",)
    every = [r for b in blocks for t in b.tables.values() for r in t["row"].to_list()]
    every += [r.row for b in blocks for r in b.rejects]
    assert len(every) == len(set(every)) == sum(b.rows_read for b in blocks)


def test_a_workbook_without_a_table_is_refused() -> None:
    with pytest.raises(LoaderError, match="no sheet is a table"):
        read("x.xlsx", workbook({"Notes": [["hello"]]}))


# ------------------------------------------------------------------- all ways of writing give the same rows

TEXT = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from("|\\\",;'#жөңү"),
        min_size=1,
        max_size=12,
    )
    .map(lambda s: unicodedata.normalize("NFC", s))  # other forms of the same letters: tests/test_same_text.py
    .filter(lambda s: s == s.strip() and s != "")
)
LOCAL = st.sampled_from(["a", "b/c", "NA", "0", "false", "көч", "party:x", "a b"])
EXAMPLES = settings(max_examples=often(6, 25), deadline=None, suppress_health_check=list(HealthCheck))


def cell_of(column: Column) -> st.SearchStrategy[Any]:
    """Values of a declared column, as a person would give them."""
    low = column.minimum if column.minimum is not None else -1e300
    high = column.maximum if column.maximum is not None else 1e300
    kind = column.type
    if kind == "number":
        return st.floats(low, high, allow_nan=False)
    if kind == "integer":
        return st.integers(-(2**63) if column.minimum is None else int(column.minimum), 2**63 - 1)
    if kind == "boolean":
        return st.booleans()
    if kind == "partial_date":
        return st.dates().flatmap(lambda d: st.sampled_from([d.isoformat()[:n] for n in (4, 7, 10)]))
    if kind == "url":
        return st.sampled_from(["https://a.kg/", "http://b.kg/x?y=1|z".replace("|", "%7C"), "urn:x:1"])
    if kind == "curie":
        return st.sampled_from(["wikidata:Q813", "registration-kg:007", "x:a|b"])
    if kind == "ref":
        refs = {
            "Country": st.sampled_from(["country:NAM", "iso2:NA", "Намибия"]),
            "EventType": st.sampled_from(["event-type:seminar", "cameo:042", "plover:CONSULT"]),
            "Actor": LOCAL | st.sampled_from(["country:KGZ", "https://a.kg/x"]),
        }
        return refs.get(column.to, LOCAL)
    words = tuple(kinds()) if column.name == "kind" else column.values
    return st.sampled_from(words) if words else TEXT


@st.composite
def rows_of(draw: st.DrawFn, table: Table) -> tuple[list[str], list[dict[str, Any]]]:
    """A header and rows of a table; a missing value is None, several are a list."""
    header: dict[str, st.SearchStrategy[Any]] = {}
    for name in columns_of(table):
        if name == "id":
            header["id"] = LOCAL
        elif name == "name":
            header |= {"name_ky": TEXT, "name_ru": TEXT, "name": TEXT}
        elif name == "aliases":
            header |= {
                "aliases": st.lists(TEXT, min_size=1, max_size=3),
                "aliases_en": st.lists(TEXT, min_size=1, max_size=2),
            }
        elif name == "document":
            header[name] = st.sampled_from(["https://a.kg/news", "BBC Monitoring"])
        elif name == "confidence":
            header[name] = st.floats(0, 1)
        else:
            column = table.column(name)
            header[name] = st.lists(cell_of(column), min_size=1, max_size=3) if column.many else cell_of(column)
    needed = {c.name for c in table.columns if c.required} | ({"id"} if not table.is_link else set())
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        row = {n: draw(s if n in needed else st.none() | s) for n, s in header.items()}
        if "start_date" in row and row["start_date"] and row["end_date"]:
            start, end = dates.bounds(row["start_date"]), dates.bounds(row["end_date"])
            row["end_date"] = row["end_date"] if start and end and end[1] >= start[0] else None
        if "latitude" in row and (row["latitude"] is None or row["longitude"] is None):
            row["latitude"] = row["longitude"] = None
        rows.append(row)
    return list(header), rows


def as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return join_cell([str(v) for v in value])
    return str(value).lower() if isinstance(value, bool) else str(value)


def written(header: list[str], rows: list[dict[str, Any]], table: str) -> dict[str, bytes]:
    """The rows in every way of writing them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([as_cell(row[n]) for n in header] for row in rows)
    lines = "".join(json.dumps(row, ensure_ascii=len(rows) % 2 == 0) + "\n" for row in rows)
    cells: list[list[Any]] = [list(header), *([as_cell(row[n]) or None for n in header] for row in rows)]
    stored = io.BytesIO()
    columns = {}
    for name in header:
        values = [row[name] for row in rows]
        if all(v is None for v in values):
            columns[name] = pl.Series(values, dtype=pl.String)
        else:
            columns[name] = pl.Series(values)
    pl.DataFrame(columns).write_parquet(stored)
    return {
        f"{table}.csv": text.getvalue().encode(),
        f"{table}.jsonl": lines.encode(),
        f"{table}.xlsx": workbook({table: cells}),
        f"{table}.parquet": stored.getvalue(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", list(TABLES))
@EXAMPLES
@given(data=st.data())
def test_every_way_of_writing_gives_the_same_rows(name: str, data: st.DataObject) -> None:
    table = TABLES[name]
    header, rows = data.draw(rows_of(table))
    found = {}
    for file, content in written(header, rows, name).items():
        block = verified(one(file, content))
        assert block.rejects == [], file
        assert block.rows_read == len(rows), file
        assert block.unused_columns == (), file
        found[file] = block.tables[name]
    first = found[f"{name}.csv"]
    for file, frame in found.items():
        assert frame.drop("row", "pointer").equals(first.drop("row", "pointer")), file
    _says_what_was_written(table, first, rows)
    stored = io.BytesIO()
    first.write_parquet(stored)
    again = verified(one("anything.parquet", stored.getvalue()))
    assert again.rejects == []
    assert again.tables[name].drop("row", "pointer").equals(first.drop("row", "pointer"))
    assert again.tables[name]["row"].to_list() == list(range(1, len(rows) + 1))


def _says_what_was_written(table: Table, frame: pl.DataFrame, rows: list[dict[str, Any]]) -> None:
    """Compare what a table holds with the values that were drawn, not with another reading."""
    for got, want in zip(frame.to_dicts(), rows, strict=True):
        for column in table.columns:
            if column.type in ("text", "code", "integer", "number", "boolean", "partial_date", "curie"):
                if not column.bound:
                    assert got[column.name] == want[column.name], column.name
            elif column.name == "names":
                said = [
                    (n, want[h]) for n, h in (("ky", "name_ky"), ("ru", "name_ru"), ("", "name")) if want[h] is not None
                ]
                assert [(n["lang"], n["text"]) for n in got["names"] or []] == said
            elif column.name == "aliases":
                said = [("", v) for v in want["aliases"] or []] + [("en", v) for v in want["aliases_en"] or []]
                assert [(n["lang"], n["text"]) for n in got["aliases"] or []] == said
            elif column.type == "ref" and column.many:
                assert len(got[column.name] or []) == len(want[column.name] or [])
            elif column.type == "ref":
                assert (got[column.name] is None) == (want[column.name] is None)


@given(values=st.lists(TEXT, min_size=1, max_size=4))
def test_several_values_in_a_cell_come_back(values: list[str]) -> None:
    assert split_cells(pl.Series([join_cell(values)])).to_list() == [values]


def test_our_own_parquet_keeps_what_no_person_writes() -> None:
    """Bounds that are wider than the date, a type that no list has, spaces in a name."""
    import datetime as dt

    frame = conform(
        "events",
        pl.DataFrame(
            {
                "iri": ["https://example.org/e"],
                "type": [CODE + "cameo/999"],
                "names": [[{"lang": "", "text": " two  spaces "}, {"lang": "ru-Latn", "text": ""}]],
                "identifiers": [["gdelt:1"]],
                "start_date": ["2010"],
                "starts_from": [dt.date(2010, 5, 1)],
                "load": ["other"],
                "dataset": ["other"],
                "row": [77],
                "pointer": ["/x"],
                "document": ["https://a.kg"],
                "confidence": [0.25],
            }
        ),
    )
    stored = io.BytesIO()
    frame.write_parquet(stored)
    block = one("events.parquet", stored.getvalue())
    got = conform("events", block.tables["events"])
    kept = [c for c in schema("events") if c not in ("load", "dataset", "row", "pointer", "unit", "stamp", "retracted")]
    assert got.select(kept).equals(frame.select(kept))
    assert got.select("row", "pointer").rows() == [(1, None)]
    assert set(block.unused_columns) == {"load", "dataset", "row", "pointer", "unit", "stamp", "retracted"}
    assert block.notes == []


def test_rejects_are_sorted_and_one_a_row() -> None:
    block = one("actors.csv", "id,kind,country,start_date\na,x,y,z\nb,person\n,x,,\n")
    assert [(r.row, r.column) for r in block.rejects] == [(2, "kind"), (3, ""), (4, "id")]
    assert all(isinstance(r, Reject) for r in block.rejects)
