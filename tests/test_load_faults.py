"""No input breaks a load: one file's fault is that file's, told with what, where and what to do, and the others are loaded."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govgraph.graph.build.files import find_sources
from govgraph.graph.build.reader import Reader, unforeseen
from govgraph.graph.build.source_rules import SourceRules
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.loaders.json_object import json_object
from govgraph.loaders.popolo.loader import Popolo, _outline
from govgraph.loaders.records.loader import Records
from govgraph.ontology.block import Block
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.foreign import foreign
from govgraph.ontology.limits import Limits, limits_of
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader
from govgraph.ontology.terms import clean_url, is_iri

GOOD = b"id,kind,name_en\np1,person,Good\n"


def read_all(*paths: Path, limits: Limits | None = None) -> dict[str, Any]:
    """What a load command reports of each file, by name; the records are kept beside the first."""
    reader = Reader(paths[0].parent / "records", "", Options(), SourceRules(), lambda *_: None)
    return {Path(r.path).name: r for r in (reader.read(s, n) for s, n in find_sources(paths, limits))}


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def stored(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


# --------------------------------------------------------------------------------------- damaged containers


def corrupt(data: bytes, at: int, with_bytes: bytes) -> bytes:
    return data[:at] + with_bytes + data[at + len(with_bytes) :]


def many_rows() -> bytes:
    return b"id,kind,name_en\n" + b"".join(b"p%d,person,%x\n" % (i, hash(str(i)) & 0xFFFFFFFF) for i in range(5000))


def encrypted() -> bytes:
    data = bytearray(zipped(actors__csv=GOOD))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def unknown_method() -> bytes:
    data = bytearray(zipped(actors__csv=GOOD))
    central = data.index(b"PK\x01\x02")
    data[8:10] = data[central + 10 : central + 12] = struct.pack("<H", 97)
    return bytes(data)


def broken_name() -> bytes:
    data = bytearray(zipped(actors__csv=GOOD))
    for start, flags in ((data.index(b"PK\x01\x02"), 8), (0, 6)):
        data[start + flags + 1] |= 8  # the name is UTF-8, it says
    return bytes(data).replace(b"actors.csv", b"act\xff\xfes.csv")


DAMAGED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "deflate": ("bad.export.CSV.gz", lambda: corrupt(gzip.compress(many_rows()), 3000, bytes(60)), "cannot be read"),
    "cut gzip": ("actors.csv.gz", lambda: gzip.compress(many_rows())[:-300], "cut short"),
    "bzip2": ("actors.csv.bz2", lambda: corrupt(bz2.compress(many_rows()), 2000, bytes(60)), "cannot be read"),
    "zip member": ("a.zip", lambda: corrupt(zipped(actors__csv=many_rows()), 3000, bytes(60)), "cannot be read"),
    "cut zip": ("a.zip", lambda: zipped(actors__csv=many_rows())[:-50], "damaged"),
    "no zip": ("a.zip", lambda: b"nothing", "no loader knows"),
    "encrypted zip": ("a.zip", encrypted, "encrypted"),
    "unknown method": ("a.zip", unknown_method, "compression"),
    "name that is no UTF-8": ("a.zip", broken_name, "damaged"),
    "workbook": ("actors.xlsx", lambda: zipped(xl=b"")[:40], "workbook"),
    "parquet": ("actors.parquet", lambda: b"PAR1" + bytes(100) + b"PAR1", "Parquet"),
    "json": ("a.json", lambda: b'{"persons": [{"id": "a"', "not JSON"),
    "empty": ("events.csv", lambda: b"", "empty"),
}


@pytest.mark.parametrize("kind", DAMAGED)
@pytest.mark.parametrize("where", ["named", "in a folder"])
def test_a_damaged_file_is_refused_with_its_reason_and_the_good_one_is_loaded(
    kind: str, where: str, tmp_path: Path
) -> None:
    name, make, words = DAMAGED[kind]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good-actors.csv").write_bytes(GOOD)
    (folder / name).write_bytes(make())
    reports = read_all(*([folder] if where == "in a folder" else sorted(folder.iterdir())))
    good = reports.pop("good-actors.csv")
    assert (good.status, good.rows_loaded) == ("loaded", 1)
    (bad,) = reports.values()
    assert bad.status == "refused"
    assert words in bad.error
    assert name in bad.error
    assert "foreseen" not in bad.error


def test_a_packed_file_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    for name, data in {
        "a-actors.csv.gz": GOOD,  # unpacked on the way
        "b-actors.csv": gzip.compress(GOOD),
        "c.zip": zipped(**{"c-actors.csv.gz": gzip.compress(GOOD)}),
    }.items():
        (tmp_path / name).write_bytes(data)
    reports = read_all(tmp_path)
    assert [r.status for r in reports.values()] == ["loaded"] * 3


def test_a_name_that_is_no_utf8_is_loaded_and_written_with_escapes(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "in") + b"/caf\xe9-actors.csv"
    (tmp_path / "in").mkdir()
    try:
        with open(path, "wb") as stream:  # noqa: PTH123 (a path that is no text)
            stream.write(GOOD)
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    reports = read_all(tmp_path / "in")
    assert {n: r.status for n, r in reports.items()} == {"caf\\xe9-actors.csv": "loaded"}
    json.dumps([r.to_json() for r in reports.values()], ensure_ascii=False).encode()


def test_one_name_twice_in_an_archive_is_refused_and_the_other_member_is_loaded(tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("actors.csv", GOOD)
        archive.writestr("actors.csv", GOOD.replace(b"Good", b"Other"))
        archive.writestr("b-actors.csv", GOOD.replace(b"p1", b"p2"))
    reports = read_all(tmp_path)
    assert reports["actors.csv"].status == "refused"
    assert "2 members of the archive have this same name" in reports["actors.csv"].error
    assert reports["b-actors.csv"].status == "loaded"


def test_what_a_mac_adds_is_no_data(tmp_path: Path) -> None:
    members = {
        "in/a-actors.csv": GOOD,
        "__MACOSX/in/._a-actors.csv": b"\0\5\x16\7",
        "in/.DS_Store": b"\0",
        "._b.csv": b"x",
    }
    (tmp_path / "a.zip").write_bytes(zipped(**members))
    unpacked = tmp_path / "__MACOSX"
    unpacked.mkdir()
    (unpacked / "._a-actors.csv").write_bytes(b"\0\5\x16\7")
    assert {n: r.status for n, r in read_all(tmp_path).items()} == {"a-actors.csv": "loaded"}


# ------------------------------------------------------------------------------------- what is no plain file


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    link = tmp_path / "actors.csv"
    link.symlink_to(tmp_path / "gone.csv")
    with pytest.raises(GraphError, match="link points to a file that does not exist"):
        find_sources([link])
    report = read_all(tmp_path)["actors.csv"]
    assert report.status == "refused"
    assert "No such file" in report.error


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "actors.csv")
    for paths in ([tmp_path], [tmp_path / "actors.csv"]):
        report = read_all(*paths)["actors.csv"]
        assert report.status == "refused"
        assert "it is a pipe, not a file; try: cat" in report.error


def test_folders_are_followed_through_links_but_not_in_circles(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "actors.csv").write_bytes(GOOD)
    (inside / "linked").symlink_to(other)
    (inside / "again").symlink_to(inside)
    assert [str(s.path.relative_to(inside)) for s, _ in find_sources([inside])] == ["linked/actors.csv"]


def test_a_glob_that_finds_folders_only_is_told(tmp_path: Path) -> None:
    (tmp_path / "sub.d").mkdir()
    with pytest.raises(GraphError, match="no such file"):
        find_sources([tmp_path / "*.d"])


def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(GOOD)
    blocks = Records.blocks

    def slowly(self: Records, source: Source, options: Options) -> Iterator[Block]:
        with path.open("ab") as stream:
            stream.write(b"p2,person,Late\n")
        yield from blocks(self, source, options)

    monkeypatch.setattr(Records, "blocks", slowly)
    report = read_all(path)["actors.csv"]
    assert report.status == "refused"
    assert "changed while it was read" in report.error


# ------------------------------------------------------------------------------------------ the last net


@pytest.mark.parametrize("error", [TypeError("odd"), MemoryError(), RecursionError("deep"), AssertionError()])
def test_a_fault_that_nobody_foresaw_is_one_files_and_asks_for_a_report(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-actors.csv").write_bytes(GOOD)
    (tmp_path / "b-actors.csv").write_bytes(GOOD)
    blocks = Records.blocks

    def failing(self: Records, source: Source, options: Options) -> Iterator[Block]:
        if source.name.startswith("a"):
            raise error
        return blocks(self, source, options)

    monkeypatch.setattr(Records, "blocks", failing)
    reports = read_all(tmp_path)
    assert [r.status for r in reports.values()] == ["refused", "loaded"]
    told = reports["a-actors.csv"].error
    assert type(error).__name__ in told
    assert "https://github.com" in told
    assert "test_load_faults.py:" in told


def test_an_interruption_is_no_fault_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "actors.csv").write_bytes(GOOD)

    def stopped(*_: object) -> Iterator[Block]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Records, "blocks", stopped)
    with pytest.raises(KeyboardInterrupt):
        read_all(tmp_path)
    assert "MemoryError" in unforeseen(Source(Path("a")), MemoryError())


# ------------------------------------------------------------------------------- what is not recognised


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an Excel workbook of before 2007"),
        ("list.csv", b"<!DOCTYPE html><html><body>404</body></html>", "a web page (HTML)"),
        ("list.csv", b"%PDF-1.7\n", "a PDF document"),
        (
            "list.ods",
            stored(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "OpenDocument spreadsheet",
        ),
        ("list.parquet", b"ARROW1\0\0", "an Arrow file"),
        ("list.xml", b'<?xml version="1.0"?><TEI version="3"/>', "XML with the root 'TEI'"),
        ("query.xml", b'<?xml version="1.0"?><sparql xmlns="x"/>', "the answer of a SPARQL service as XML"),
        ("list.jsonl", b"\x8b\x00\x01\xfe,\x93\x02\x9d\n\xff\x03", "it is no text"),
        ("iso.csv", b"Country,Capital\nKyrgyzstan,Bishkek\n", "its columns are Country, Capital"),
        ("orgs.csv", b"id,name_en,website\na,A,http://a/\n", "without kind it is none"),
        ("events.txt", b"id,type\na,event-type:seminar\n", "--as records"),
        ("data.json", b'{"entities": []}', "its keys are entities"),
        ("actors", b"what is this", "its columns are what is this"),
    ],
)
def test_what_cannot_be_loaded_is_called_by_its_name_with_what_to_do(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    report = read_all(tmp_path)[name]
    assert report.status == "refused"
    assert words in report.error
    assert "; try: " in report.error


def test_a_file_without_a_tables_name_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# About\n")
    (tmp_path / "seal.png").write_bytes(b"\x89PNG\r\n")
    reports = read_all(tmp_path)
    assert {n: (r.status, bool(r.error)) for n, r in reports.items()} == {
        "README.md": ("skipped", True),
        "seal.png": ("skipped", True),
    }


def test_a_damaged_file_of_a_known_format_in_a_folder_sets_the_exit_status(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    actor, place = "KGZGOV\tBISHKEK\tKGZ" + "\t" * 7, "4\tBishkek\tKG\tKG01\t12\t42.8\t74.6\t-1"
    event = "1\t042\t042\t04\t1\t1.9\t2\t1\t2\t-1.5"
    row = "\t".join(
        ["7\t20180101\t201801\t2018\t2018.0", actor, actor, event, place, place, place, "2.02E+13\thttp://a/"]
    )
    (tmp_path / "in" / "day.export.CSV").write_text(row.replace("\t", ";") + "\n")
    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(tmp_path / "in", dry_run=True)
    assert report.failed
    assert "spreadsheet" in report.error


# ------------------------------------------------------------------------------------------------- limits


def test_limits_are_set_by_words() -> None:
    assert limits_of(["held=2GB", "ratio=10"]) == Limits(held=2_000_000_000, ratio=10)
    for wrong, words in (
        ("hold=1", "held"),
        ("held=many", "NAME=NUMBER"),
        ("held=0", "NAME=NUMBER"),
        ("held", "NAME="),
    ):
        with pytest.raises(OntologyError, match=words):
            limits_of([wrong])


@pytest.mark.parametrize(
    ("name", "data", "limits", "words"),
    [
        ("a.json", b'{"persons": [%s]}' % b",".join([b'{"id": "a"}'] * 200), Limits(held=1000), "held=NUMBER"),
        ("a.json", b'{"persons": [%s]}' % b",".join([b"[]"] * 200), Limits(values=100), "values=NUMBER"),
        ("a.json", b'{"persons": ' + b"[" * 200 + b"]" * 200 + b"}", Limits(), "nesting=NUMBER"),
        ("actors.csv", b"id,kind,name_en\na,ngo," + b"x" * 600_000, Limits(line=100_000), "line=NUMBER"),
        ("actors.csv", b"id,kind," + b",".join(b"c%d" % i for i in range(50)), Limits(columns=40), "columns=NUMBER"),
        ("actors.parquet.gz", gzip.compress(b"PAR1" + bytes(5000), mtime=0), Limits(held=1000), "held=NUMBER"),
    ],
    ids=["held", "values", "nesting", "line", "columns", "packed"],
)
def test_what_must_be_held_whole_has_a_limit_that_can_be_set(
    name: str, data: bytes, limits: Limits, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    report = read_all(tmp_path / name, limits=limits)[name]
    assert report.status == "refused"
    assert words in report.error


def test_a_stream_is_limited_by_how_far_it_unpacks_and_not_by_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govgraph.ontology.container.FREE", 100_000)
    rows = b"id,kind,name_en\n" + b"p1,person,Good\n" * 50_000
    (tmp_path / "a-actors.csv.gz").write_bytes(gzip.compress(rows))
    (tmp_path / "b-actors.csv").write_bytes(rows)
    assert {n: r.status for n, r in read_all(tmp_path, limits=Limits(ratio=10)).items()} == {
        "a-actors.csv.gz": "refused",
        "b-actors.csv": "loaded",
    }
    report = read_all(tmp_path / "a-actors.csv.gz", limits=Limits(ratio=1000))["a-actors.csv.gz"]
    assert report.rows_read == 50_000


def test_keys_beyond_a_table_are_rejected_row_by_row(tmp_path: Path) -> None:
    rows = [{"id": "a", "kind": "ngo"}, {f"k{i}": i for i in range(20_000)}, {"id": "b", "kind": "ngo"}]
    rows += [{"id": f"c{i}", "kind": "ngo", f"only{i}": 1} for i in range(3000)]
    path = tmp_path / "actors.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    blocks = list(Records().blocks(Source(path), Options()))
    assert sum(b.rows_read for b in blocks) == 3003
    rejects = [r for b in blocks for r in b.rejects]
    assert {r.reason for r in rejects} == {"more different keys than a table has columns"}
    assert rejects[0].row == 2
    assert sum(b.tables["actors"].height for b in blocks if b.tables) == 3003 - len(rejects) == 2000


def test_a_deep_value_of_a_line_is_a_reject(tmp_path: Path) -> None:
    deep = "[" * 900 + "]" * 900
    path = tmp_path / "actors.jsonl"
    path.write_text(f'{{"id": "a", "kind": "ngo"}}\n{{"id": "b", "kind": {deep}}}\n' + "[" * 100_000 + "\n")
    (block,) = Records().blocks(Source(path), Options())
    assert [r.row for r in block.rejects] == [2, 3]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ['{"persons": ["' + '\\"' * 32_000, '{"a": ' + '"\\"\\"' * 16_000, "{" + '"' * 65_000])
def test_scanning_a_text_without_an_end_is_linear(text: str) -> None:
    _outline(text)
    assert Popolo().detect(Source(Path("a.json"), data=text.encode())) == 0.0


@pytest.mark.parametrize("head", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"%PDF-1.7", b"Rar!"])
def test_a_foreign_format_is_told_with_what_to_do_instead(head: bytes) -> None:
    told = foreign(head, "a")
    assert told and told.instead


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b'{"response": {"docs": [{"iati_identifier": "GB-1-1", "reporting_org_ref": "GB-1"}]}}', "IATI Datastore"),
        (b"dyad_id,conflict_id,side_a,side_b,incompatibility,year,intensity_level\n", "yearly set of UCDP"),
        (b'{"DATA_SOURCE": "OPEN_SANCTIONS", "RECORD_ID": "NK-1", "RECORD_TYPE": "PERSON"}', "Senzing"),
    ],
)
def test_published_data_that_is_not_read_is_named_with_what_to_load_instead(head: bytes, told: str) -> None:
    with pytest.raises(LoaderError, match=told) as fault:
        find_loader(Source(Path("a.json" if head.startswith(b"{") else "a.csv"), data=head))
    assert "load" in fault.value.hint


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["<!-- a -->" * 6_000, "<!--" * 16_000, "<?xml" * 12_000, " " * 65_000, "<a" * 30_000])
def test_looking_for_the_root_of_xml_is_linear(text: str) -> None:
    foreign(text.encode(), "a.csv")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["a" * 300_000, "a@" * 100_000, "[" * 300_000, "a/" * 100_000, "%" * 100_000, ":" * 300_000]
)
def test_telling_an_iri_is_linear(text: str) -> None:
    assert is_iri(clean_url(f"http://b/{text}"))
    clean_url(f"http://{text}|")


def test_a_repeated_key_is_told_and_a_repeated_array_is_refused() -> None:
    def source(text: str) -> Source:
        return Source(Path("a.json"), data=text.encode())

    (block,) = Popolo().blocks(
        source('{"persons": [{"id": "a", "name": "A", "name": "B"}], "organizations": []}'), Options()
    )
    assert "persons.name (stands twice)" in block.unused_columns
    with pytest.raises(LoaderError, match="the key 'persons' stands twice"):
        json_object(source('{"persons": [{"id": "a"}], "persons": [{"id": "b"}]}'))
    assert json_object(source('{"a": 1, "a": 1}')) == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_is_read_in_any_unicode_encoding(encoding: str) -> None:
    text = '{"persons": [{"id": "a", "name": "Асан"}], "organizations": []}'
    (block,) = Popolo().blocks(Source(Path("a.json"), data=text.encode(encoding)), Options())
    assert block.tables["actors"]["names"].to_list() == [[{"lang": "", "text": "Асан"}]]


def test_standard_input_is_limited_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from govgraph.cli import app

    monkeypatch.setattr(sys, "stdin", None)
    result = CliRunner().invoke(
        app, ["load", "-", "--as", "records", "-g", str(tmp_path / "g"), "--limit", "held=10"], input=GOOD
    )
    assert result.exit_code != 0
    assert "standard input is longer than 10 bytes" in str(result.exception)


def test_a_name_of_a_parquet_column_that_is_no_text_is_its_files_fault(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"name_xx": ["a"]}), stream, store_schema=False)
    (tmp_path / "actors.parquet").write_bytes(stream.getvalue().replace(b"name_xx", b"name_\x90\x90"))
    (report,) = read_all(tmp_path / "actors.parquet").values()
    assert report.status == "refused"
    assert "cannot be read as Parquet" in report.error


@pytest.mark.parametrize(
    "text", ['{"persons" [{"id": "1"}]}', '{"persons": [{"id": 1}], [{"a": 1}], "b" {"c": [{"d": 1}]}}']
)
def test_an_outline_of_broken_json_is_no_fault_of_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "parliament.json").write_text(text, "utf-8")
    (report,) = read_all(tmp_path / "parliament.json").values()
    assert report.status == "refused"
    assert "not foreseen" not in report.error


def test_notes_beyond_those_that_are_kept_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govgraph.graph.build.blocks._KEPT_NOTES", 2)
    rows = [f"p{i},person,a\u200b{i}" for i in range(5)]
    (tmp_path / "actors.csv").write_text("\n".join(["id,kind,name_en", *rows]), "utf-8")
    (report,) = read_all(tmp_path / "actors.csv").values()
    assert report.rows_loaded == 5
    kinds = report.notes
    assert sum(of_kind["count"] for of_kind in kinds.values()) == 3
    (example,) = kinds["notes beyond the first 2"]["examples"]
    assert example["value"] == "3 more, of any kind"
