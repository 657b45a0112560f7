"""The command line where its output cannot be written, and with options and names that mean nothing. Programs are run as a shell runs them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import write_table
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app

pytestmark = pytest.mark.slow

PROGRAM = f"{sys.executable} -m govgraph.cli"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("commands")
    with govgraph.open(folder / "graph") as graph:
        actors = [{"id": "a", "kind": "ngo", "name_en": "A"}]
        documents = [{"id": "https://example.org/", "name_en": "Home"}]
        graph.load(write_table(folder / "actors.csv", actors), write_table(folder / "documents.csv", documents))
    yield folder


def shell(folder: Path, command: str) -> tuple[int, str]:
    run = subprocess.run(
        ["bash", "-c", command.replace("govgraph", PROGRAM)], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )  # fmt: skip
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("command", ["loads", "sql 'SELECT 1 AS a' --csv", "sql 'SELECT 1 AS a' --table", "ref actors"])
def test_a_closed_output_is_no_traceback(folder: Path, command: str) -> None:
    assert shell(folder, f"govgraph {command} {'' if 'ref' in command else '-g graph'} >&-") == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "command", ["loads", "sql 'SELECT 1 AS a' --csv", "sql 'SELECT * FROM range(99999)' --limit 0 --json"]
)
def test_a_full_disk_is_one_sentence(folder: Path, command: str) -> None:
    code, said = shell(folder, f"govgraph {command} -g graph > /dev/full")
    assert (code, said.splitlines()[0]) == (1, "error: cannot be read or written: No space left on device")
    assert "Traceback" not in said
    assert "Exception ignored" not in said


def test_a_reader_that_stops_early_is_no_error(folder: Path) -> None:
    assert shell(folder, "govgraph sql 'SELECT * FROM range(99999)' --limit 0 -g graph | head -1") == (0, "range\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp866"])
def test_letters_that_an_output_does_not_have_are_told_as_numbers(folder: Path, encoding: str) -> None:
    """As on Windows, where a pipe has the encoding of the country, which lacks Kyrgyz letters."""
    command = f"PYTHONUTF8=0 PYTHONIOENCODING={encoding} govgraph sql \"SELECT 'Өкмөт' AS name\" -g graph --csv"
    run = subprocess.run(
        ["bash", "-c", command.replace("govgraph", PROGRAM)], cwd=folder, capture_output=True, check=True, timeout=120
    )
    assert run.stdout.decode(encoding).splitlines() == [
        "name",
        "Өкмөт".encode(encoding, "backslashreplace").decode(encoding),
    ]


@pytest.mark.parametrize("command", ["load loop -g graph", "sql 'SELECT 1' -g loop", "view -g graph -o loop/page.html"])
def test_links_in_a_circle_are_one_sentence(folder: Path, command: str) -> None:
    if not (folder / "loop").is_symlink():
        (folder / "loop").symlink_to("loop")
    code, said = shell(folder, f"govgraph {command}")
    assert code == 1
    assert "Traceback" not in said
    assert "loop" in said.splitlines()[0]


def test_a_page_in_a_folder_that_is_not_there_names_the_folder(folder: Path) -> None:
    code, said = shell(folder, "govgraph view -g graph -o nowhere/page.html")
    assert (code, said.splitlines()[0]) == (1, "error: nowhere: no such file or directory")


def test_a_query_can_come_from_standard_input(folder: Path) -> None:
    assert shell(folder, "echo 'SELECT 2 AS b' | govgraph sql -f - -g graph") == (0, "b\n2\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sql", "SELECT 1", "--limit", "-1"], 2, "Input should be greater than or equal to 0"),
        (["cypher", "RETURN 1", "--timeout", "-5"], 2, "Input should be greater than or equal to 0"),
        (["trace", ""], 1, "error: nothing is named"),
        (["load", ""], 1, "error: a file with an empty name"),
        (["unload", ""], 1, "error: no load is named"),
        (["unload", " "], 1, "error: no load is named"),
        (["trace", " "], 1, "error: nothing is named"),
        (["view", "--actor", "", "-o", "."], 1, "is a directory"),
        (["map", "."], 1, "error: .: is a folder"),
    ],
)
def test_what_means_nothing_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(folder)
    given = arguments if arguments[0] == "map" else [*arguments, "-g", "graph"]
    run = subprocess.run([*PROGRAM.split(), *given], capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, said in run.stderr.lower() or said in run.stderr) == (code, True), run.stderr
    assert ".part" not in run.stderr


def test_no_actor_has_an_empty_name(folder: Path) -> None:
    found = CliRunner().invoke(app, ["actor", "", "-g", str(folder / "graph"), "--json"])
    assert "https://example.org/" not in found.output
