"""Tests that share a graph or a server run in one process, however pytest is called."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from groups import CHANGING, FIRST, SHARE_ONE_SERVER, costs, group
from measured import SLOW, read, used, write

TESTS = Path(__file__).parent


def test_the_group_of_a_test_is_its_file_or_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    assert group("tests/test_ports.py::test_a[x/test_b.py::c]") == "test_ports.py"
    monkeypatch.delenv("NEO4J_URI", raising=False)
    assert group("tests/test_neo4j_sync.py::test_a") == group("tests/test_neo4j_push.py::test_b[lts]")
    assert group("tests/test_search.py::test_a") == group("tests/test_cypher_parity.py::test_b[lts]") == "neo4j"
    monkeypatch.setenv("NEO4J_URI", "neo4j://127.0.0.1:1")
    assert group("tests/test_neo4j_sync.py::test_a") == group("tests/test_cypher_parity.py::test_b[lts]") == "neo4j"


def test_all_that_ask_the_shared_server_are_one_group_if_it_is_yours(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = [item for item in request.session.items if "neo4j_uri" in getattr(item, "fixturenames", ())]
    monkeypatch.delenv("NEO4J_URI", raising=False)
    assert {group(item.nodeid) for item in asking} <= {"neo4j", "neo4j, changed"}
    monkeypatch.setenv("NEO4J_URI", "neo4j://127.0.0.1:1")
    assert {group(item.nodeid) for item in asking} <= {"neo4j"}


def test_what_was_measured_is_there(tmp_path: Path) -> None:
    """A name in the list that is no test would be run by `make quick` under its new name."""
    assert set(CHANGING) <= set(SHARE_ONE_SERVER)
    texts = {file.name: file.read_text("utf-8") for file in TESTS.glob("*.py")}
    functions = [name.partition("[")[0].split("::") for name in read()]
    assert [names for names in functions if f"def {names[-1]}(" not in texts.get(names[0], "")] == []
    file = tmp_path / "measured.txt"
    write({"test_a.py::test_b[1\t2]": SLOW, "test_a.py::test_c": 2.04, "test_a.py::test_d": SLOW / 2}, file)
    assert read(file) == {"test_a.py::test_c": 2.0, "test_a.py::test_b[1\t2]": SLOW}


def test_a_test_is_measured_that_hides_what_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    before = used()
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert used() >= before > 0


def test_what_costs_most_begins(request: pytest.FixtureRequest) -> None:
    """The groups as they come, each in one piece, from the dearest to those that were not measured."""
    groups = [of_one for of_one, _ in itertools.groupby(group(item.nodeid) for item in request.session.items)]
    assert len(groups) == len(set(groups))
    seconds_of = costs()
    assert [seconds_of[name] for name in groups] == sorted((seconds_of[name] for name in groups), reverse=True)


def test_it_is_known_what_the_tests_of_servers_cost(request: pytest.FixtureRequest) -> None:
    """A group that was never measured comes last, and for minutes one process would work alone."""
    servers = {group(item.nodeid) for item in request.session.items if item.get_closest_marker("server")}
    assert {name for name in servers if costs()[name] == 0} == set()


@pytest.mark.slow
@pytest.mark.parametrize("by_hand", [[], ["--dist", "loadgroup"]])
def test_a_group_runs_in_one_process(tmp_path: Path, by_hand: list[str]) -> None:
    """With another pytest than the plugin was written for, its own option for groups does nothing at all."""
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['groups']\n")
    for name in ("test_a.py", "test_b.py"):
        (tmp_path / name).write_text("import pytest\n@pytest.mark.parametrize('n', range(6))\ndef test_it(n): pass\n")
    command = [sys.executable, "-m", "pytest", "-n", "2", "-v", "-p", "no:cacheprovider", *by_hand, str(tmp_path)]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(TESTS), "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ran = [line.split() for line in done.stdout.splitlines() if "PASSED" in line]
    assert len(ran) == 12
    workers = {name: {words[0] for words in ran if name in words[-1]} for name in ("test_a.py", "test_b.py")}
    assert {len(of_file) for of_file in workers.values()} == {1}, workers
    assert workers["test_a.py"] != workers["test_b.py"]


def test_the_parity_suite_finds_a_database_that_nothing_was_deleted_from(request: pytest.FixtureRequest) -> None:
    """Nothing else of its group comes before it."""
    files = [item.path.name for item in request.session.items if group(item.nodeid) == group(FIRST)]
    assert FIRST not in files or files[0] == FIRST
