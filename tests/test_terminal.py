"""What a terminal shows: tables that fit, blocks that cut nothing, things by any of their names, and reports at 80 columns."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph import cli
from govgraph.graph.answers.printed import text_table
from govgraph.graph.answers.results import Result
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph

Run = Callable[..., tuple[int, str, str]]
EVENT = "https://w3id.org/govgraph/id/record/records/e1"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("terminal")
    with govgraph.open(folder / "graph") as graph:
        graph.load(write_small(folder / "files"))
        yield graph


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["govgraph", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "80")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_a_record_that_does_not_fit_is_a_block_and_nothing_is_cut() -> None:
    iri = "https://w3id.org/govgraph/id/event/gdelt/h-0123456789abcdef0123"
    text = text_table(["event", "name"], [[iri, "ж" * 90], ["b", ""]], 80)
    assert text == f"event  {iri}\nname   {'ж' * 90}\n\nevent  b\n"
    assert text_table(["n", "x"], [["1", "a\nb"], ["12", "c"]], 80) == " n  x\n--  -\n 1  a\n    b\n12  c\n"


def test_wide_characters_and_empty_answers() -> None:
    assert text_table(["a", "b"], [["漢字", "x"]], 80) == "a     b\n----  -\n漢字  x\n"
    assert text_table(["a"], [], 80) == "a\n-\n"
    assert text_table([], [], 80) == ""
    assert "漢字" in repr(Result(["a"], [("漢字" * 90,)]))


def test_what_is_printed_can_be_pasted(small: Graph, run: Run) -> None:
    _, out, _ = run("sql", "SELECT iri, class FROM actors ORDER BY iri", "--table", "--graph", small.path)
    printed = re.findall(r"^iri  +(\S+:\S+)|^(\S+:\S+)", out, re.MULTILINE)
    words = [one or other for one, other in printed]
    assert len(words) == small.sql("SELECT count(*) FROM actors").rows[0][0]
    for word in words:
        assert small.resolve(word) in {row[0] for row in small.sql("SELECT iri FROM actors")}
        assert run("trace", word, "--graph", small.path)[0] == 0


@pytest.mark.parametrize("word", [EVENT, "e1", "Семинар", "семинар"])
def test_a_thing_is_found_by_its_iri_its_name_and_its_own_id(small: Graph, run: Run, word: str) -> None:
    assert small.resolve(word) == EVENT
    status, out, err = run("trace", word, "--graph", small.path, "--json")
    assert (status, [row["file"] for row in json.loads(out)]) == (0, ["events.csv"])
    assert (EVENT in err) is (word != EVENT)


def test_an_actor_is_found_by_its_own_id_and_by_a_prefixed_name(small: Graph, run: Run, tmp_path: Path) -> None:
    assert [a["iri"] for a in small.actor("country:KGZ")] == ["https://w3id.org/govgraph/id/country/KGZ"]
    assert [a["name"] for a in small.actor("ministry")] == ["Министрлик"]
    assert run("view", "--actor", "ministry", "-o", tmp_path / "a.html", "--graph", small.path)[0] == 0


@pytest.mark.parametrize(
    ("word", "offered"),
    [("Асан улу", "Асан уулу"), ("country:KGX", "country/KGZ"), ("Semin", None), ("уул", "Асан уулу <")],
)
def test_what_is_not_found_offers_the_nearest(small: Graph, run: Run, word: str, offered: str | None) -> None:
    with pytest.raises(GraphError, match="nothing is called"):
        small.resolve(word)
    status, _, err = run("trace", word, "--graph", small.path)
    assert status == 1
    assert "govgraph search" in err
    assert offered is None or offered in err


def test_one_row_and_why_none(small: Graph, run: Run) -> None:
    assert run("sql", "SELECT 1 AS one", "--table", "--graph", small.path)[1].endswith("(1 row)\n")
    _, out, err = run("sql", "SELECT iri FROM actors WHERE name = $n", "-p", "n=x", "--table", "--graph", small.path)
    assert "(0 rows)" in out
    assert "No row fits with n = x." in err
    assert "6 actors" in err
    assert "Nothing has all these words" in run("search", "qqq", "--graph", small.path)[2]


def test_a_limit_of_zero_is_no_limit_in_every_language(small: Graph) -> None:
    for language, query in (
        ("sql", "SELECT iri FROM actors"),
        ("sparql", "SELECT ?a { ?a a gov:Actor }"),
        ("cypher", "MATCH (a:Actor) RETURN a.iri"),
    ):
        ask = getattr(small, language)
        assert len(ask(query, limit=0)) == len(ask(query)) == 6
        assert ask(query, limit=1).cut


def test_a_load_report_fits_80_columns_and_folds_what_is_ordinary(run: Run, tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    write_table(files / "bad.csv", [*ACTORS, {"id": "x", "kind": "wizard", "odd": "1"}])
    (files / "bad.csv").rename(files / "more-actors.csv")
    (files / "notes.md").write_text("words", "utf-8")
    for dry in ([], ["--dry-run"]):
        status, out, _ = run("load", files, "--graph", tmp_path / f"g{len(dry)}", *dry)
        assert status == 0
        table = out.partition("\nmore-actors.csv:")[0].splitlines()
        assert max(len(line) for line in table) <= 80
        assert "status" not in table[0]
        assert "first in row 5: 'wizard'" in out
        assert re.search(r"^5 files, 14 rows in \d+\.\d seconds: ", out, re.MULTILINE)
        assert "1 file skipped, in no format that is read here: notes.md" in out
        assert "columns that are not used: more-actors.csv" in out
    assert "columns not used: odd" in run("load", files, "--graph", tmp_path / "h", "--verbose")[1]


def test_records_of_before_are_read_under_the_new_name(tmp_path: Path) -> None:
    popolo = {"persons": [{"id": "a", "name": "Aijan"}], "organizations": [], "memberships": []}
    (tmp_path / "a.json").write_text(json.dumps(popolo), "utf-8")
    with govgraph.open(tmp_path / "g") as graph:
        (report,) = graph.load(tmp_path / "a.json", loader="popolo")
        assert report.manifest is not None
        file = report.manifest.records("actors")
        old = tmp_path / "old.parquet"
        duckdb.execute(f"COPY (SELECT * RENAME (pointer AS \"at\") FROM '{file}') TO '{old}' (FORMAT parquet)")
    shutil.copy(old, file)
    before = file.read_bytes()
    with govgraph.open(tmp_path / "g") as graph:
        assert graph.sql("SELECT pointer FROM records.actors").rows[0]["pointer"] == "/persons/0"
        assert graph.trace(graph.resolve("a")).rows[0]["pointer"] == "/persons/0"
        assert "at" not in graph.sql("SELECT * FROM records.actors").columns
    assert file.read_bytes() == before
