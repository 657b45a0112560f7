"""Damage to any file of a graph: told in one sentence that says what to do, never a traceback, and never a wrong answer of check and rebuild."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import command
from often import EVERY, cases
from record_files import ACTORS, EVENTS, write_small, write_table

import govgraph
from govgraph.graph.damage import of_graph
from govgraph.graph.errors import Damaged
from govgraph.graph.folder import Folder

READING = {
    "sql": ("sql", "SELECT name FROM actors ORDER BY name"),
    "sql of records": ("sql", "SELECT count(*) FROM records.actors"),
    "sparql": ("sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"),
    "search": ("search", "асан"),
    "trace": ("trace", "https://w3id.org/govgraph/id/record/records/asan"),
    "actor": ("actor", "Асан"),
    "loads": ("loads",),
    "view": ("view", "-o", "page.html"),
    "export nt": ("export", "nt", "-o", "graph.nt", "--force"),
    "export csv": ("export", "csv", "-o", "tables", "--force"),
}
CYPHER = {"cypher": ("cypher", "MATCH (n) RETURN count(n) AS n")}
PROPERTY = ("versions/1/property/Entity~", "versions/1/property.json")

RECORDS = ["records/*/actors.parquet", "records/*/manifest.json", "records/*/rejects.jsonl"]
VERSION = [
    "versions/1/tables/actors.parquet", "versions/1/tables/loads.parquet", "versions/1/said/actors.parquet", "versions/1/cited.parquet",
    "versions/1/version.json",
]  # fmt: skip
TRIPLES = ["versions/1/rdf/*.sst", "versions/1/rdf/MANIFEST-*", "versions/1/rdf/CURRENT", "versions/1/rdf.json"]
PROPERTY_GRAPH = [
    "versions/1/property/*Official*Person_0.*.bucket", "versions/1/property/Actor*Official*.numtidx", "versions/1/property/*.dict",
    "versions/1/property/schema.json", "versions/1/property.json",
]  # fmt: skip
FOLDER = ["current", "govgraph.toml"]
WITHOUT_CONTENT = ["versions/1/readers.lock", "versions/1/rdf.lock", "writer.lock"]

DAMAGES = ["truncate", "flip", "remove", "unreadable"]

MADE_OFTEN = [
    ("current", "truncate"), ("current", "remove"), ("current", "unreadable"), ("govgraph.toml", "flip"), ("govgraph.toml", "remove"),
    ("versions/1/tables/actors.parquet", "flip"), ("versions/1/tables/loads.parquet", "remove"), ("versions/1/said/actors.parquet", "truncate"),
    ("versions/1/cited.parquet", "unreadable"), ("versions/1/version.json", "truncate"), ("versions/1/version.json", "remove"),
    ("versions/1/version.json", "unreadable"), ("versions/1/rdf/*.sst", "flip"), ("versions/1/rdf/MANIFEST-*", "truncate"),
    ("versions/1/rdf/CURRENT", "unreadable"), ("versions/1/rdf.json", "remove"),
]  # fmt: skip
"""What is tried outside CI: each file once, each damage of each part of a graph, and what differs from the rest: see the test."""
RECORDS_OFTEN = [
    ("records/*/actors.parquet", "flip"), ("records/*/manifest.json", "truncate"), ("records/*/rejects.jsonl", "remove"),
    ("records/*/actors.parquet", "unreadable"),
]  # fmt: skip


def tried(patterns: list[str], often: list[tuple[str, str]]) -> list[object]:
    """Parameters of a test: files and how they are damaged."""
    every = [(pattern, how) for pattern in patterns for how in DAMAGES]
    assert set(often) <= set(every)
    return cases(*often, only_in_ci=[case for case in every if case not in often])


def damage(file: Path, how: str) -> None:
    """Damage a file. What nobody may read is, for a test that root runs too, a folder in its place."""
    data = file.read_bytes()
    if how == "truncate":
        file.write_bytes(data[: len(data) // 2])
    elif how == "flip":
        at = len(data) // 2
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    else:
        file.unlink()
        if how == "unreadable":
            file.mkdir()


def run(graph: Path, *words: str) -> tuple[int, str]:
    """The exit status and the output of a command on a graph."""
    return command(*words, "--graph", str(graph))


def content(graph: Path) -> bytes:
    with govgraph.open(graph) as opened:
        return opened.ntriples()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_small(tmp_path_factory.mktemp("damage") / "files")
    write_table(folder / "events.csv", [*EVENTS, {"id": "e9", "start_date": "2019-13-01"}])  # one row is rejected
    return folder


@pytest.fixture(scope="module")
def whole(files: Path) -> Path:
    """A graph with its triples, which was asked in SPARQL before, to be copied before it is damaged."""
    graph = files.parent / "graph"
    with govgraph.open(graph) as opened:
        opened.load(files)
        opened.build("rdf")
        opened.sparql(READING["sparql"][1])  # what its columns hold is then known; each copy would find it out anew
    return graph


@pytest.fixture(scope="module")
def right(whole: Path, files: Path) -> dict[str, bytes]:
    """The triples of the graph, and of the graph without each of its files."""
    triples = {"": content(whole)}
    for file in files.iterdir():
        other = Path(shutil.copytree(whole, whole.parent / "without"))
        with govgraph.open(other) as opened:
            opened.unload(file.name)
        triples[file.name] = content(other)
        shutil.rmtree(other)
    return triples


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def damaged(whole: Path, to: Path, pattern: str, how: str) -> Path:
    """A copy of a graph with one damaged file, the largest of those that a pattern names."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(whole, to)
    damage(max(to.glob(pattern), key=lambda file: (file.stat().st_size, file.name)), how)
    return to


def assert_one_sentence(told: str) -> None:
    assert "Traceback" not in told
    assert told.count("error: ") == 1, told
    assert "try: " in told or "cannot be read: Is a directory" in told, told


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "how"), tried([*FOLDER, *VERSION, *TRIPLES], MADE_OFTEN))
def test_what_is_made_from_records_is_told_and_made_again(
    whole: Path, right: dict[str, bytes], files: Path, here: Path, pattern: str, how: str
) -> None:
    graph = damaged(whole, here / "graph", pattern, how)
    harmless = (pattern, how) == ("current", "remove")  # the last complete version is in force
    unreadable = how == "unreadable" and pattern in (*FOLDER, "versions/1/version.json")  # a folder stays in the way
    for words in READING.values():
        status, told = run(graph, *words)
        if status:
            assert_one_sentence(told)
    status, told = run(graph, "check")
    assert (status == 0) == harmless, told
    for words in (("load", str(files)), ("unload", "events.csv")):
        status, told = run(damaged(whole, here / "graph", pattern, how), *words)
        if status:
            assert_one_sentence(told)
        else:
            assert run(graph, "check")[0] == 1 or content(graph) in right.values()
    status, told = run(damaged(whole, here / "graph", pattern, how), "rebuild")
    if unreadable:
        assert status == 1
        assert_one_sentence(told)
    else:
        assert status == 0, told
        assert run(graph, "check")[0] == 0
        assert content(graph) == right[""]


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "how"), tried(RECORDS, RECORDS_OFTEN))
def test_damaged_records_are_not_built_from_and_can_be_loaded_again(
    whole: Path, right: dict[str, bytes], files: Path, here: Path, pattern: str, how: str
) -> None:
    if how == "flip" and pattern == "records/*/rejects.jsonl":
        assert any(file.stat().st_size for file in whole.glob(pattern))
    graph = damaged(whole, here / "graph", pattern, how)
    (first, *_) = list(of_graph(Folder(graph)))
    load = Path(first.where).parent.name
    name = next(file.name for file in files.iterdir() if file.name in first.hint)
    for words in (*READING.values(), ("rebuild",), ("unload", next(f.name for f in files.iterdir() if f.name != name))):
        status, told = run(damaged(whole, graph, pattern, how), *words)
        if status:
            assert_one_sentence(told)
            assert load in told
        if words[0] in ("rebuild", "unload"):
            assert status == 1, told
            assert content(graph) == right[""]
    status, told = run(graph, "check")
    assert status == 1
    assert load in told
    status, told = run(damaged(whole, graph, pattern, how), "load", str(files))
    assert status == 0, told
    assert "repaired" in told
    assert content(graph) == right[""]
    assert run(graph, "check")[0] == 0
    status, told = run(damaged(whole, graph, pattern, how), "unload", load)
    assert status == 0, told
    assert content(graph) == right[name]
    assert run(graph, "check")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("pattern", WITHOUT_CONTENT)
def test_files_without_content_may_be_lost(whole: Path, right: dict[str, bytes], here: Path, pattern: str) -> None:
    graph = damaged(whole, here / "graph", pattern, "remove")
    for words in READING.values():
        status, told = run(graph, *words)
        assert status == 0 or "govgraph rebuild" in told
    assert run(graph, "rebuild")[0] == 0
    assert content(graph) == right[""]


@pytest.mark.slow
def test_a_damaged_property_graph_is_told_and_built_again(whole: Path, here: Path) -> None:
    """One by one, with a process of Java for each that gets as far as opening it."""
    built = here / "built"
    shutil.copytree(whole, built)
    with govgraph.open(built) as graph:
        graph.build("property")
    for number, pattern in enumerate(PROPERTY_GRAPH):
        for how in DAMAGES if EVERY else [DAMAGES[number % len(DAMAGES)]]:
            graph_folder = damaged(built, here / "graph", pattern, how)
            status, told = run(graph_folder, "check")
            assert status == 1 and "the property graph, for Cypher" in told, (pattern, how, told)
            if how != "flip":
                status, told = run(graph_folder, *CYPHER["cypher"])
                assert status == 1
                assert_one_sentence(told)
    status, told = run(damaged(built, here / "graph", PROPERTY_GRAPH[2], "flip"), *CYPHER["cypher"])
    if status:
        assert_one_sentence(told)
    # A small load does not carry the damage into the next version: the next question builds from the tables.
    graph_folder = damaged(built, here / "graph", PROPERTY_GRAPH[2], "flip")
    more = write_table(here / "actors.csv", [*ACTORS, {"id": "new", "kind": "person", "name_en": "New"}])
    assert run(graph_folder, "load", str(more))[0] == 0
    status, told = run(graph_folder, "check")
    assert status == 0 and "nothing is lost: govgraph build property" in told, told
    with govgraph.open(graph_folder) as graph:
        answered = graph.cypher("MATCH (n) RETURN n ORDER BY n.iri").rows
        assert graph.check().findings == []
    assert run(graph_folder, "rebuild")[0] == 0
    with govgraph.open(graph_folder) as graph:
        assert graph.cypher("MATCH (n) RETURN n ORDER BY n.iri").rows == answered


def test_a_base_that_was_changed_is_refused_and_put_back(whole: Path, right: dict[str, bytes], here: Path) -> None:
    graph = Path(shutil.copytree(whole, here / "graph"))
    file = graph / "govgraph.toml"
    file.write_text(re.sub("w3id.org", "w3ie.org", file.read_text("utf-8")), "utf-8")
    with govgraph.open(graph) as opened, pytest.raises(Damaged, match=r"the base is .*w3ie.*made with .*w3id"):
        opened.load(write_table(here / "actors.csv", ACTORS))
    status, told = run(graph, "rebuild")
    assert status == 0 and "w3ie" in told
    assert content(graph) == right[""]


def test_languages_that_were_changed_are_told(whole: Path, here: Path) -> None:
    graph = Path(shutil.copytree(whole, here / "graph"))
    file = graph / "govgraph.toml"
    file.write_text(file.read_text("utf-8").replace('"ky", "ru"', '"ru", "ky"'), "utf-8")
    status, told = run(graph, "check")
    assert status == 1 and "ru, ky, en" in told
    status, told = run(graph, "rebuild")
    assert status == 0 and "ru, ky, en" in told
    assert run(graph, "check")[0] == 0


def test_a_list_of_loads_that_is_lost_is_told(whole: Path, right: dict[str, bytes], here: Path) -> None:
    graph = damaged(whole, here / "graph", "versions/1/version.json", "truncate")
    status, told = run(graph, "rebuild")
    assert status == 0
    assert "all 4 loads with complete records were taken" in told
    assert content(graph) == right[""]


def test_a_pointer_to_nothing_is_no_empty_graph(whole: Path, here: Path) -> None:
    """A zero would look as if nothing had been loaded, and the next load would remove the version."""
    graph = Path(shutil.copytree(whole, here / "graph"))
    for text in ("0", "", "7", "one"):
        (graph / "current").write_text(text)
        status, told = run(graph, "sql", "SELECT 1")
        assert status == 1 and "govgraph rebuild" in told, text
        assert run(graph, "load", str(write_table(here / "actors.csv", ACTORS)))[0] == 1
    assert len(list(graph.glob("records/*"))) == 4


@pytest.mark.slow
def test_a_graph_on_a_read_only_medium(whole: Path, files: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads works, with the stores in the user's cache; what writes says so in one sentence."""
    source, medium = here / "source", here / "medium"
    shutil.copytree(whole, source)
    shutil.rmtree(source / "versions" / "1" / "rdf")
    medium.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    mount = ["mount", "--bind", str(source), str(medium)]
    if os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(medium)], check=True)
        for words in READING.values():
            status, told = run(medium, *words)
            assert status == 0, (words, told)
        assert run(medium, "check")[0] == 0
        writing = [("rebuild",), ("unload", "events.csv"), ("load", str(files))]
        for words in writing:
            status, told = run(medium, *words)
            assert status == 1, words
            assert_one_sentence(told)
        assert run(medium, "load", str(files), "--dry-run")[0] == 0
        for words in (("load", str(files)), ("rebuild",)):
            status, told = run(medium / "new", *words)
            assert status == 1
            assert_one_sentence(told)
        status, told = run(source, "view", "-o", str(medium / "page.html"))
        assert status == 1
        assert_one_sentence(told)
    finally:
        subprocess.run(["umount", str(medium)], check=True)
