"""A load that is killed leaves the last complete version: killed for real, at many moments."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import on_a_full_disk
from often import often
from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph.graph.graph import Graph

pytestmark = pytest.mark.slow

KILLS = often(6, 20)


def _start(graph: Path, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "govgraph.cli", "load", str(file), "--graph", str(graph)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _state(graph: Graph) -> tuple[bytes, int, int]:
    nodes = graph.cypher("MATCH (n) RETURN count(n) AS n").rows[0][0]
    edges = graph.cypher("MATCH ()-[r]->() RETURN count(r) AS n").rows[0][0]
    return graph.ntriples(), nodes, edges


def test_a_killed_load_leaves_the_graph_complete(tmp_path: Path) -> None:
    """Killed at random moments; what is there is always all of the version before or all of the next."""
    files = write_small(tmp_path / "files")
    people = [{"id": f"p{i}", "kind": "person", "name_en": f"Person {i}"} for i in range(300)]
    extra = write_table(tmp_path / "actors.csv", [*ACTORS[:2], *people])
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(files)
        before = _state(graph)
    with govgraph.open(tmp_path / "other") as other:
        other.load(files)
        started = time.monotonic()
        assert _start(tmp_path / "other", extra).wait() == 0
        whole = time.monotonic() - started
        after = _state(other)
    chance = random.Random(20221)
    killed = 0
    for _ in range(KILLS):
        process = _start(tmp_path / "graph", extra)
        time.sleep(chance.uniform(0, whole))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        with govgraph.open(tmp_path / "graph") as graph:
            loads = len(graph.loads())
            assert loads in (4, 5)
            assert graph.sql("SELECT count(*) FROM actors WHERE kind = 'person'").rows[0][0] == (
                1 if loads == 4 else 301
            )
            if loads == 5:
                assert _state(graph) == after
                graph.unload(str(extra))
    assert killed >= KILLS // 2
    with govgraph.open(tmp_path / "graph") as graph:
        assert _state(graph) == before
        graph.load(extra)
        assert _state(graph) == after
        assert not list((graph.path / "versions").glob("tmp-*"))
        assert not list((graph.path / "records").glob("tmp-*"))


def test_a_full_disk_leaves_the_graph_complete(tmp_path: Path) -> None:
    """No file may grow beyond a limit, as on a full disk: the load fails with a message and changes nothing."""
    files = write_small(tmp_path / "files")
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(files)
        before = _state(graph)
    people = [{"id": f"p{i}", "kind": "person", "name_en": f"Person {os.urandom(30).hex()}"} for i in range(20_000)]
    extra = write_table(tmp_path / "actors.csv", people)
    done = on_a_full_disk(400_000, "load", str(extra), "--graph", str(tmp_path / "graph"))
    assert done.returncode == 1
    assert b"error: " in done.stderr and b"free disk space" in done.stderr and b"Traceback" not in done.stderr
    with govgraph.open(tmp_path / "graph") as graph:
        assert _state(graph) == before
        assert graph.load(extra)[0].rows_loaded == 20_000
