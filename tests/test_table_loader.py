"""Any table through a mapping: what rows become, what is rejected, and what a load remembers of its mapping."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import govgraph
from govgraph.graph.build.verify import verified
from govgraph.loaders.identity import name_only_iri
from govgraph.loaders.table.loader import NOTHING, AnyTable
from govgraph.loaders.table.tree import MappingError
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import BASE, CODE

ROWS = """epid,mep,group,country,lobbyists,date,title
12,Anna Berg,Greens,SE,Fund for Open Rivers;Nordic Steel AB,03-02-2021,Water directive
12,Anna Berg,Greens,SE,-,04-02-2021,Budget
13,Bo Lind,Left,XX,various,31-02-2021,Steel
14,Cilla Ek,Left,FI,Nordic Steel AB,05-02-2021,Steel 2
"""
MAPPING = """# Who met whom.
dataset: ep
title: Meetings
licence: CC-BY-4.0
missing: ["", "-"]
placeholders: [Various]
actors:
  official:
    kind: person
    name: mep
    id: epid
    country: {column: country, system: iso2}
  group:
    kind: party
    name: group
  lobbyist:
    kind: organization
    name: {column: lobbyists, split: ";"}
memberships:
  - member: official
    organization: group
    role: member
events:
  meeting:
    type: event-type:meeting
    name: title
    start_date: {column: date, format: DD-MM-YYYY}
    participants:
      official: host
      lobbyist: guest
"""


def write(folder: Path, rows: str = ROWS, mapping: str = MAPPING, name: str = "meetings.csv") -> Path:
    """A table with its mapping beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(rows, "utf-8")
    (folder / f"{name.split('.')[0]}.map.yaml").write_text(mapping, "utf-8")
    return folder / name


def read(tmp_path: Path, rows: str = ROWS, mapping: str = MAPPING, **options: Any) -> Block:
    """The one block of a table, as it is kept."""
    (block,) = AnyTable().blocks(Source(write(tmp_path, rows, mapping)), Options(**options))
    return verified(block)


def names(block: Block, table: str = "actors") -> list[str]:
    """The first name of each row of a table."""
    return [text[0]["text"] if text else "" for text in block.tables[table]["names"].to_list()]


def faults(block: Block) -> list[tuple[int, str, str, str]]:
    return [(r.row, r.column, r.reason, r.value) for r in block.rejects]


def notes(block: Block) -> list[tuple[str, str, int]]:
    return [(n.kind, n.value, n.row) for n in block.notes]


# ------------------------------------------------------------------------------------------ what rows become


def test_a_table_of_meetings_becomes_people_organisations_and_events(tmp_path: Path) -> None:
    block = read(tmp_path)
    assert names(block) == ["Anna Berg", "Cilla Ek", "Greens", "Left", "Fund for Open Rivers", "Nordic Steel AB"]
    actors = {row["names"][0]["text"]: row for row in block.tables["actors"].to_dicts()}
    assert actors["Anna Berg"]["iri"] == BASE + "person/ep/12"
    assert actors["Anna Berg"]["country"] == BASE + "country/SWE"
    assert actors["Nordic Steel AB"]["iri"].startswith(BASE + "actor/ep/h-")
    assert [actors[n]["name_only"] for n in ("Nordic Steel AB", "Anna Berg")] == [True, None]
    assert block.tables["events"]["start_date"].to_list() == ["2021-02-03", "2021-02-04", "2021-02-05"]
    assert set(block.tables["events"]["type"]) == {CODE + "event-type/meeting"}
    assert block.tables["participations"]["role"].to_list() == ["host"] * 3 + ["guest"] * 3
    assert block.tables["memberships"].height == 3
    assert (block.rows_read, faults(block)) == (4, [(4, "date", "not a date (DD-MM-YYYY)", "31-02-2021")])
    assert ("unknown country", "iso2:XX", 4) in notes(block)
    assert ("placeholder, not loaded", "various", 4) in notes(block)


def test_what_only_a_rejected_row_repeats_is_still_described_by_the_next(tmp_path: Path) -> None:
    """Row 4 is rejected and names the party Left first; row 5 describes it all the same."""
    assert "Left" in names(read(tmp_path))


def test_a_table_with_a_mapping_loads_and_answers_a_question(tmp_path: Path) -> None:
    graph = govgraph.open(tmp_path / "graph")
    (report,) = graph.load(write(tmp_path / "in"))
    assert (report.loader, report.status, report.rows_read, report.rows_loaded) == ("table", "loaded", 4, 3)
    answer = graph.sql(
        "SELECT a.name AS who, p.role FROM participations p JOIN actors a ON a.iri = p.participant "
        "JOIN events e ON e.iri = p.event WHERE e.name = 'Water directive' ORDER BY who"
    )
    assert answer.rows == [("Anna Berg", "host"), ("Fund for Open Rivers", "guest"), ("Nordic Steel AB", "guest")]
    manifest = graph.loads()[0]
    assert (manifest.dataset, manifest.dataset_title, manifest.licence) == ("ep", "Meetings", "CC-BY-4.0")
    assert list(manifest.read_with) == ["meetings.map.yaml"]
    (source,) = graph.sql("SELECT sources FROM events WHERE name = 'Budget'").rows[0][0]
    assert source.endswith("/meetings.csv#row=3")


def test_a_changed_mapping_is_a_changed_load(tmp_path: Path) -> None:
    graph = govgraph.open(tmp_path / "graph")
    table = write(tmp_path / "in")
    graph.load(table)
    assert graph.load(table)[0].status == "unchanged"
    write(tmp_path / "in", mapping=MAPPING.replace("lobbyist: guest", "lobbyist: visitor"))
    assert graph.load(table)[0].status == "replaced"
    assert len(graph.loads()) == 1
    assert graph.sql("SELECT DISTINCT role FROM participations ORDER BY role").rows == [("host",), ("visitor",)]


def test_the_mapping_may_be_named_or_name_its_files(tmp_path: Path) -> None:
    table = write(tmp_path / "in")
    named = tmp_path / "other.map.yaml"
    (tmp_path / "in" / "meetings.map.yaml").rename(named)
    graph = govgraph.open(tmp_path / "graph")
    (report,) = graph.load(table)
    assert report.status == "refused"
    (report,) = graph.load(table, mapping=named)
    assert report.status == "loaded"
    (tmp_path / "in" / "all.map.yaml").write_text("files: meet*.csv\n" + MAPPING, "utf-8")
    assert [r.status for r in graph.load(tmp_path / "in")] == ["replaced"]
    (tmp_path / "in" / "more.map.yaml").write_text("files: [meetings.csv]\n" + MAPPING, "utf-8")
    assert "two mappings are for this file: all.map.yaml and more.map.yaml" in graph.load(table)[0].error


def test_the_order_of_rows_and_a_repeated_row_change_nothing(tmp_path: Path) -> None:
    header, *rows = ROWS.splitlines(keepends=True)
    one = read(tmp_path / "a")
    other = read(tmp_path / "b", header + "".join(reversed(rows)) + rows[0])
    for table in ("actors", "events", "participations", "memberships"):
        assert set(one.tables[table]["iri"]) == set(other.tables[table]["iri"]), table


def test_a_row_that_says_nothing_is_told(tmp_path: Path) -> None:
    mapping = "dataset: d\nactors:\n  person: {kind: person, name: who}\n"
    block = read(tmp_path, "who,city\nAsan,Osh\n,Talas\n", mapping)
    assert faults(block) == [(3, "", NOTHING, "")]
    assert block.unused_columns == ("city",)


# ----------------------------------------------------------------------------------------- how cells are read


def actors(tmp_path: Path, field: str, cells: list[str], section: str = "actors") -> tuple[list[Any], Block]:
    """What one field of an actor becomes, for some cells of the column c."""
    name = field.split(":")[0].strip()
    mapping = f"dataset: d\nactors:\n  one:\n    kind: organization\n    name: n\n    {field}\n"
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    rows = "n,c,d\n" + "".join(f"{i},{cell},x{i}\n" for i, cell in enumerate(quoted))
    block = read(tmp_path, rows, mapping)
    frame = block.tables.get(section, pl.DataFrame({name: []}))
    return frame[name].to_list(), block


@pytest.mark.parametrize(
    ("how", "cells", "dates"),
    [
        ("c", ["2010", "2010-05", "2010-05-31", "2010-05-31 00:00:00"], ["2010", "2010-05", "2010-05-31", "2010-05-31"]),
        ("c", ["2010-00-00", "2010-05-00"], ["2010", "2010-05"]),
        ("{column: c, format: DD.MM.YYYY}", ["31.12.2019", "00.00.2019"], ["2019-12-31", "2019"]),
        ("{column: c, format: M/D/YYYY}", ["1/2/2017", "12/31/2017"], ["2017-01-02", "2017-12-31"]),
        ("{column: c, format: D MMMM YYYY}", ["16 May 2025", "5 мая 2020"], ["2025-05-16", "2020-05-05"]),
        ("{column: c, format: D-MMM-YY}", ["9-May-20", "1-Sept-99"], ["2020-05-09", "1999-09-01"]),
        ("{column: c, format: [DD.MM.YYYY, MM.YYYY, YYYY]}", ["01.02.2003", "02.2003", "2003"], ["2003-02-01", "2003-02", "2003"]),
        ("{column: c, format: YYYYMMDD}", ["20180101"], ["2018-01-01"]),
        ("{column: c, precision: year}", ["2018-01-01"], ["2018"]),
    ],
)  # fmt: skip
def test_dates(how: str, cells: list[str], dates: list[str], tmp_path: Path) -> None:
    assert actors(tmp_path, f"start_date: {how}", cells)[0] == dates


@pytest.mark.parametrize("cell", ["31.02.2019", "32.01.2019", "1.2.2019", "2019-01-01", "12.Foo.2019", "00.01.0000"])
def test_a_date_that_does_not_fit_is_rejected_and_never_guessed(cell: str, tmp_path: Path) -> None:
    _, block = actors(tmp_path, "start_date: {column: c, format: DD.MM.YYYY}", [cell])
    assert faults(block) == [(2, "c", "not a date (DD.MM.YYYY)", cell)]


def test_lists_in_cells(tmp_path: Path) -> None:
    mapping = "dataset: d\nactors:\n  one: {kind: ngo, name: {column: n, split: %s}}\n"
    rows = "n\n\"A; B ;;A\"\n\"['C', 'D, E']\"\nnot a list\n"
    assert names(read(tmp_path, rows, mapping % '";"')) == ["A", "B", "['C', 'D, E']", "not a list"]
    block = read(tmp_path, rows, mapping % "list")
    assert names(block) == ["A; B ;;A", "C", "D, E", "not a list"]
    assert ("cell that is no printed list, kept whole", "not a list", 4) in notes(block)
    several = read(tmp_path, 'n\n"A; B and C"\n', mapping % '[";", " and "]')
    assert names(several) == ["A", "B", "C"]


def test_lists_beside_each_other_are_read_in_order_or_not_at_all(tmp_path: Path) -> None:
    mapping = (
        'dataset: d\nactors:\n  one:\n    name: {column: n, split: ";"}\n'
        '    kind: {column: k, split: ";", codes: {P: person, O: ngo}}\n    classification: {column: c, split: ";"}\n'
    )
    block = read(tmp_path, "n,k,c\nA;B,P;O,x;y\nC;D,O;O,z\n", mapping)
    assert block.tables["actors"]["kind"].to_list() == ["person", "ngo", "ngo", "ngo"]
    assert block.tables["actors"]["classification"].to_list() == ["x", "y", None, None]
    assert ("lists of different lengths, left out", "z", 3) in notes(block)


def test_part_of_a_cell_joined_columns_and_every_filled_column(tmp_path: Path) -> None:
    mapping = (
        "dataset: d\nactors:\n  full: {kind: person, name: {columns: [first, last]}}\n"
        "  part: {kind: igo, name: {column: org, find: '^([^(]*)'}}\n  wide: {kind: ngo, name: {each: [m1, m2]}}\n"
    )
    block = read(tmp_path, "first,last,org,m1,m2\nAsan,Usonov,ICC (NGOs),X,\n,Aida,,Y,Z\n", mapping)
    assert names(block) == ["Asan Usonov", "Aida", "ICC", "X", "Y", "Z"]


def test_kinds_and_countries_by_code(tmp_path: Path) -> None:
    mapping = (
        "dataset: d\nactors:\n  one:\n    name: n\n    kind: {column: k, codes: {S: country, O: igo}}\n"
        "    country: {column: c, system: iso2, agrees: n}\n"
    )
    rows = "n,k,c\nNamibia,S,NA\nYemen Arab Republic,S,NA\nNATO,O,NA\nGermany,S,DE\nX,Q,\n"
    block = read(tmp_path, rows, mapping)
    iris = block.tables["actors"]["iri"].to_list()
    assert iris[0] == BASE + "country/NAM"
    assert iris[1] == name_only_iri(BASE, "d", "country", "", "Yemen Arab Republic")
    assert iris[2] == name_only_iri(BASE, "d", "igo", "", "NATO"), "as a loader of event data makes it"
    assert iris[3] == BASE + "country/DEU"
    assert block.tables["actors"]["names"][0] is None, "the code list has the names of countries"
    assert ("code and name of the country disagree", "NA NATO", 4) in notes(block)
    assert faults(block) == [(6, "k", "a kind that is not among the codes", "Q")]


def test_fips_and_iso_are_never_mixed_up(tmp_path: Path) -> None:
    for system, iso3 in (("fips", "CHN"), ("iso2", "CHE")):
        found, _ = actors(tmp_path, f"country: {{column: c, system: {system}}}", ["CH"])
        assert found == [BASE + f"country/{iso3}"]


def test_only_some_rows(tmp_path: Path) -> None:
    mapping = "dataset: d\nactors:\n  one: {kind: ngo, name: n, when: {k: [NGO, Non-profit]}}\n  two: {kind: igo, name: n, when: {k: IGO}}\n"
    block = read(tmp_path, "n,k\nA,NGO\nB,IGO\nC,other\n", mapping)
    assert list(zip(block.tables["actors"]["kind"].to_list(), names(block), strict=True)) == [
        ("ngo", "A"),
        ("igo", "B"),
    ]
    assert faults(block) == [(4, "", NOTHING, "")]


def test_posts_places_documents_and_identifiers(tmp_path: Path) -> None:
    mapping = """dataset: d
document: url
confidence: sure
actors:
  person: {kind: person, name_ky: who, identifiers: {wikidata: qid}, aliases: {column: other, split: ";"}}
  ministry: {kind: agency, name_ru: org}
posts:
  post: {name: job, organization: ministry}
places:
  town: {name: town, country: {text: iso3:KGZ}, latitude: {column: lat, decimal: ","}, longitude: {column: lon, decimal: ","}}
memberships:
  - {member: person, organization: ministry, post: post, start_date: from}
events:
  visit: {type: event-type:visit, place: town, start_date: from, participants: {person: guest}}
"""
    rows = 'who,qid,other,org,job,town,lat,lon,from,url,sure\nАсан,Q1,A|B;C,Мин,министр,Ош,"40,5","72,8",2019-03,https://a.kg/x y,0.5\n'
    block = read(tmp_path, rows, mapping)
    person, ministry = block.tables["actors"].to_dicts()
    assert (person["names"], person["identifiers"]) == ([{"lang": "ky", "text": "Асан"}], ["wikidata:Q1"])
    assert [a["text"] for a in person["aliases"]] == ["A|B", "C"]
    post, membership = block.tables["posts"].row(0, named=True), block.tables["memberships"].row(0, named=True)
    assert (post["organization"], membership["post"]) == (ministry["iri"], post["iri"])
    place, event = block.tables["places"].row(0, named=True), block.tables["events"].row(0, named=True)
    assert (place["latitude"], place["country"], event["place"]) == (40.5, BASE + "country/KGZ", place["iri"])
    assert (membership["document"], membership["confidence"]) == ("https://a.kg/x%20y", 0.5)


def test_the_same_name_in_another_data_set_country_or_kind_is_another(tmp_path: Path) -> None:
    mapping = "dataset: d\nactors:\n  one: {kind: ngo, name: n, country: {column: c, system: iso3}}\n  two: {kind: company, name: n}\n"
    rows = "n,c\nCentral Bank,KGZ\nCentral Bank,KAZ\n"
    iris = set(read(tmp_path, rows, mapping).tables["actors"]["iri"])
    assert len(iris) == 3
    assert not iris & set(read(tmp_path, rows, mapping.replace("dataset: d", "dataset: e")).tables["actors"]["iri"])


def test_json_lines_parquet_and_a_workbook_give_the_same(tmp_path: Path) -> None:
    expected = set(read(tmp_path / "csv").tables["actors"]["iri"])
    frame = pl.read_csv(tmp_path / "csv" / "meetings.csv", infer_schema=False)
    (tmp_path / "meetings.map.yaml").write_text(MAPPING, "utf-8")
    frame.write_ndjson(tmp_path / "meetings.jsonl")
    frame.write_parquet(tmp_path / "meetings.parquet")
    frame.write_excel(tmp_path / "meetings.xlsx", worksheet="Meetings")
    for name in ("meetings.jsonl", "meetings.parquet", "meetings.xlsx"):
        blocks = [verified(b) for b in AnyTable().blocks(Source(tmp_path / name), Options())]
        assert set().union(*(b.tables["actors"]["iri"] for b in blocks if "actors" in b.tables)) == expected, name


ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="People">%s</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
PEOPLE = "dataset: d\nactors:\n  one: {kind: person, name: who, start_date: born}\n"


def test_an_opendocument_workbook(tmp_path: Path) -> None:
    def cell(text: str, day: bool = False) -> str:
        kind = f'office:value-type="date" office:date-value="{text}"' if day else 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"

    rows = (cell("who") + cell("born"), cell("Асан") + cell("1970-05-06", day=True), cell("Aida") + cell("soon"))
    content = ODS % "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    (tmp_path / "a.map.yaml").write_text(PEOPLE, "utf-8")
    (block,) = AnyTable().blocks(Source(tmp_path / "a.ods"), Options())
    row = verified(block).tables["actors"].row(0, named=True)
    assert (row["names"][0]["text"], row["start_date"], row["pointer"]) == ("Асан", "1970-05-06", "People!2")
    assert [(r.row, r.column, r.value) for r in block.rejects] == [(3, "born", "People!3 soon")]


@pytest.mark.parametrize(
    "data",
    [
        '[{"who": "Asan", "born": 1970, "x": {"y": [1, 2]}}, 7, {"who": [[]]}]',
        '{"count": 1, "people": [\n{"who": "Asan", "born": "1970"}, 7, {"who": [[]]}]}',
    ],
)
def test_a_json_document(data: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(data, "utf-8")
    (tmp_path / "a.map.yaml").write_text(PEOPLE, "utf-8")
    (block,) = AnyTable().blocks(Source(tmp_path / "a.json"), Options())
    assert block.tables["actors"]["start_date"].to_list() == ["1970"]
    assert [(r.row, r.column) for r in block.rejects] == [(2, ""), (3, "who")]
    assert block.rows_read == 3


def test_objects_in_a_json_document_are_columns(tmp_path: Path) -> None:
    data = '[{"who": "Asan", "org": [{"name": "A"}, {"name": "B"}]}, {"who": "Aida", "org": [{"name": "C"}]}]'
    (tmp_path / "a.json").write_text(data, "utf-8")
    mapping = 'dataset: d\nactors:\n  one: {kind: ngo, name: {column: org.name, split: "|"}}\n'
    (tmp_path / "a.map.yaml").write_text(mapping, "utf-8")
    (block,) = AnyTable().blocks(Source(tmp_path / "a.json"), Options())
    assert names(block) == ["A", "B", "C"]


# ------------------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "expected"),
    [
        ("name: mep", "name: mpe", "10:11", "has no column 'mpe'", "mep"),
        ("kind: person", "kind: persn", "9:11", "no kind 'persn'", "person"),
        ("    name: mep", "    nmae: mep", "10:5", "official has no field 'nmae'", "name"),
        ("official: host", "offical: host", "29:7", "names 'offical'", "official"),
        ("event-type:meeting", "meeting", "25:11", "no type of event 'meeting'", "event-type:meeting"),
        ("system: iso2", "system: iso", "12:40", "no code system 'iso'", "iso3"),
        ("DD-MM-YYYY", "DD-MM", "27:40", "'DD-MM' is no format of a date", "DD.MM.YYYY"),
        ("actors:", "actor:", "7:1", "has no key 'actor'", "actors"),
        ("country: {column: country, system: iso2}", "country: country", "12:14", "does not say how countries are written", "system: iso3"),
        ("    id: epid", "    kind: group", "11:5", "the key 'kind' stands twice", ""),
        ("    name: mep", '    name: "\\uD800"', "10:11", "half of a surrogate pair, U+D800", ""),
        ("    id: epid", '    "\\uD800": epid', "11:5", "half of a surrogate pair, U+D800", ""),
        ("organization: group", "organization: meeting", "20:5", "organization takes a", ""),
        ('split: ";"', 'splitt: ";"', "18:31", "name has no key 'splitt'", "split"),
        ("role: member", "role: [a, b]", "22:11", "role takes one word", ""),
        ("name: title", "name: &a title", "26:11", "an anchor is not read in a mapping", ""),
        ("dataset: ep\n", "", "2:1", "needs the name of its data set", "dataset: "),
        ("dataset: ep", "dataset: [", "4:8", "not YAML", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_the_nearest_right_name(
    old: str, new: str, place: str, what: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(MappingError) as caught:
        read(tmp_path, mapping=MAPPING.replace(old, new))
    assert caught.value.where.endswith(f"meetings.map.yaml:{place}")
    assert what in caught.value.what
    assert expected in caught.value.expected


def test_columns_of_details_are_kept_with_the_data_set_and_their_name(tmp_path: Path) -> None:
    mapping = MAPPING.replace("    id: epid\n", "    id: epid\n    details: [date]\n").replace(
        "    role: member\n", "    role: member\n    details: [title, lobbyists]\n"
    )
    block = read(tmp_path, mapping=mapping)
    people = block.tables["actors"].filter(kind="person")
    assert people["details"].to_list()[0] == ["ep:date=03-02-2021"]
    kept = block.tables["memberships"]["details"].to_list()
    assert kept[0] == ["ep:title=Water directive", "ep:lobbyists=Fund for Open Rivers;Nordic Steel AB"]
    assert kept[1] == ["ep:title=Budget"]


def test_who_stands_in_many_rows_comes_with_the_first_good_one(tmp_path: Path) -> None:
    """What many rows say alike is made once for all of them; a row at fault is still told, and nobody comes with it."""
    header, good = ROWS.splitlines()[0], "12,Anna Berg,Greens,SE,-,04-02-2021,Budget"
    rows = "\n".join([header, good.replace("04", "31"), *[good] * 5]) + "\n"
    block = read(tmp_path, rows)
    assert [reject.row for reject in block.rejects] == [2]
    assert dict(zip(names(block), block.tables["actors"]["row"], strict=True)) == {"Anna Berg": 3, "Greens": 3}
    born = "    id: epid\n    start_date: {column: date, format: DD-MM-YYYY}\n"
    block = read(tmp_path, rows.replace("04-02", "31-02"), MAPPING.replace("    id: epid\n", born))
    assert [reject.row for reject in block.rejects] == list(range(2, 8)) and not block.tables
