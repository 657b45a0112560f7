"""The command line as a person and a script use it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from page_data import page_data
from record_files import ACTORS, TABLES, write_small, write_table

from govgraph import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; gives exit status, standard output, standard error."""

    def runner(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["govgraph", *map(str, arguments)])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return runner


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cli")
    files = write_small(folder / "files")
    command = [sys.executable, "-m", "govgraph.cli", "load", str(files), "--graph", str(folder / "graph"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    reports: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(reports) == len(TABLES)
    yield folder / "graph"


def test_a_load_report_counts_every_row(run: Run, tmp_path: Path) -> None:
    bad = write_table(tmp_path / "actors.csv", [*ACTORS, ACTORS[0], {"id": "x", "kind": "wizard"}])
    status, out, _ = run("load", bad, "--graph", tmp_path / "g", "--json")
    (report,) = json.loads(out)
    assert status == 0
    assert report["loader"] == "records"
    assert report["rows_read"] == report["rows_loaded"] + report["rows_merged"] + report["rows_rejected"] == 5
    assert (report["rows_merged"], report["rows_rejected"]) == (1, 1)
    assert list(report["rejected"].values()) == [1]
    assert {"path", "load", "unused_columns", "seconds"} <= set(report)
    status, out, _ = run("load", bad, "--graph", tmp_path / "g", "--strict", "--json")
    assert status == 1
    status, out, _ = run("loads", "--graph", tmp_path / "g")
    assert "actors.csv" in out


def test_standard_input_needs_its_format(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, _, err = run("load", "-", "--graph", tmp_path / "g")
    assert status == 1
    assert "govgraph loaders" in err
    popolo = {"persons": [{"id": "a", "name": "Aijan"}], "organizations": [], "memberships": []}
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(popolo).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    status, out, _ = run("load", "-", "--as", "popolo", "--dataset", "mine", "--graph", tmp_path / "g", "--json")
    assert (status, json.loads(out)[0]["rows_loaded"]) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("sparql", "SELECT ?name WHERE { ?a a gov:NGO ; skos:prefLabel ?name FILTER(LANG(?name) = ?lang) }"),
        ("cypher", "MATCH (a:NGO) WHERE $lang = 'en' RETURN a.name_en AS name"),
        ("sql", "SELECT name FROM actors WHERE class = 'NGO' AND $lang = 'en'"),
    ],
)
def test_questions_as_table_csv_json_and_parquet(
    run: Run, graph: Path, tmp_path: Path, language: str, query: str
) -> None:
    question = tmp_path / "question"
    question.write_text(query, "utf-8")
    common = (language, "-f", question, "--param", "lang=en", "--graph", graph)
    assert json.loads(run(*common, "--json")[1]) == [{"name": 'Institute "X"'}]
    assert list(csv.reader(io.StringIO(run(*common)[1]))) == [["name"], ['Institute "X"']]
    assert 'Institute "X"' in run(*common, "--table")[1]
    assert run(*common, "--parquet", tmp_path / "a.parquet")[0] == 0
    assert (tmp_path / "a.parquet").read_bytes()[:4] == b"PAR1"


def test_a_question_in_a_file_brings_its_own_parameters(run: Run, graph: Path, tmp_path: Path) -> None:
    question = tmp_path / "question.cypher"
    question.write_text(
        "// Whose name?\n// param name = Асан\nMATCH (p {name_ru: $name}) RETURN p.name_ky AS name", "utf-8"
    )
    assert json.loads(run("cypher", "-f", question, "--graph", graph, "--json")[1]) == [{"name": "Асан уулу"}]
    assert json.loads(run("cypher", "-f", question, "-p", "name=x", "--graph", graph, "--json")[1]) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sparql", "SELECT ?x WHERE { ?x"), ("query:1:", "fault")),
        (("cypher", "MATCH (n DELETE n"), ("query:1:", "fault")),
        (("cypher", "MATCH (n) DELETE n"), ("only read", "try:")),
        (("sql", "DROP TABLE actors"), ("only read",)),
        (("sql", "SELECT * FROM actrs"), ("actors",)),
        (("sql",), ("give one query",)),
        (("sql", "SELECT 1", "-p", "oops"), ("NAME=VALUE",)),
        (("actor", "Nobody at all"), ("no actor",)),
        (("load", "no-such-file.csv"), ("no such file",)),
        (("unload", "nothing"), ("no load", "govgraph loads")),
        (("ref", "membershps"), ("memberships",)),
        (("view", "--as", "actor"), ("expected: actors", "try: govgraph view --help")),
        (("view", "--actor", "Асан", "--cypher", "RETURN 1"), ("expected:", "try: govgraph view --help")),
        (("sql", "SELECT FROM"), ("query:1:", "try: one SELECT")),
        (("cypher", "MATCH (n"), ("query:1:9", "try: govgraph cypher --help")),
    ],
)
def test_an_error_says_what_and_what_to_do(
    run: Run, graph: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    extra = () if arguments[0] == "ref" else ("--graph", graph)
    status, out, err = run(*arguments, *extra)
    assert status == 1
    assert out == ""
    assert all(word in err for word in words), err
    assert "Traceback" not in err


def test_an_actor_and_its_rows_are_found(run: Run, graph: Path) -> None:
    (actor,) = json.loads(run("actor", "асан", "--graph", graph, "--json")[1])
    assert actor["class"] == "Official"
    (row,) = json.loads(run("trace", actor["iri"], "--graph", graph, "--json")[1])
    assert (row["file"], row["row"]) == ("actors.csv", 3)


@pytest.mark.slow
def test_pages(run: Run, graph: Path, tmp_path: Path) -> None:
    for arguments in (
        (),
        ("--actor", "Асан", "--hops", "2"),
        ("--cypher", "MATCH p = (:Person)-[]->() RETURN p"),
        ("--sparql", "SELECT ?m WHERE { ?m a gov:Membership }"),
    ):
        status, out, err = run("view", *arguments, "-o", tmp_path / "page.html", "--graph", graph)
        assert status == 0, err
        assert "relationships" in out
        assert "Асан уулу" in str(page_data((tmp_path / "page.html").read_text("utf-8")))
    assert run("view", "--actor", "nobody", "-o", tmp_path / "no.html", "--graph", graph)[0] == 1
    assert not (tmp_path / "no.html").exists()


def test_templates_can_be_written(run: Run, tmp_path: Path) -> None:
    assert run("template", tmp_path / "mine")[0] == 0
    assert (tmp_path / "mine" / "actors.csv").exists()
    assert run("template", tmp_path / "book", "--format", "xlsx")[0] == 0


def test_check_finds_a_sound_graph_sound(run: Run, graph: Path) -> None:
    status, out, err = run("check", "--graph", graph)
    assert status == 0, out + err


def test_every_command_has_help_with_examples(run: Run) -> None:
    import typer.main

    group = typer.main.get_command(cli.app)
    commands = group.commands  # type: ignore[attr-defined]
    assert len(commands) > 15
    for name in commands:
        status, out, _ = run(name, "--help")
        assert status == 0
        # Those that are groups have commands of their own, each with examples.
        assert hasattr(commands[name], "commands") or "Examples" in out, name
