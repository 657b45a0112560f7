"""The ports of a server of one's own: two that start at the same moment, and a port that another program took meanwhile."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from govgraph.graph.errors import GraphError
from govgraph.graph.server.process import answers, choose_port

CHOOSE = """
import contextlib, sys
from govgraph.graph.server.process import choose_port
with contextlib.ExitStack() as kept:
    print(choose_port(None, int(sys.argv[1]), "bolt", kept), flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def _own_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def default() -> int:
    """A port that nobody holds, in place of the default one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Another program's port, at which a connection would be seen."""
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        there.listen()
        there.settimeout(0)
        yield there


def test_two_that_start_at_once_choose_different_ports(default: int) -> None:
    with contextlib.ExitStack() as first, contextlib.ExitStack() as second:
        assert choose_port(None, default, "bolt", first) == default
        assert choose_port(None, default, "bolt", second) not in (default, 0)
        with pytest.raises(GraphError, match=f"port {default} is taken by .* a server that is starting"):
            choose_port(default, 7687, "bolt", second)
        first.close()  # the first one has bound its port, or has ended
        assert choose_port(None, default, "http", second) == default


def test_two_processes_choose_different_ports(default: int) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", CHOOSE, str(default)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    ports = []
    for process in both:
        assert process.stdout
        ports.append(int(process.stdout.readline()))
    for process in both:
        process.communicate(b"\n")
    assert ports[0] != ports[1] and default in ports


def test_nobody_logs_in_at_another_programs_port(listener: socket.socket, tmp_path: Path) -> None:
    """The password of our server is for our server only, and an answer from elsewhere is no answer of it."""
    port = int(listener.getsockname()[1])
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as ours:
        assert not answers(ours.pid, port, "neo4j", "secret", tmp_path)
        with pytest.raises(BlockingIOError):
            listener.accept()
        ours.communicate(b"\n")
    assert not answers(ours.pid, port, "neo4j", "secret", tmp_path)
