"""Worker processes that serve the next graph of the same test process: starting one costs more than the work of a small test.

A worker is told with each task which store it is about, and closes what it has open before its process is kept here. So the next
graph asks a process that answers as a new one does, but is warm. Tests of how workers start and end have processes of their own
(``test_worker``), and so has every program that a test starts, as on the command line.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from govgraph.graph.stores import worker
from govgraph.graph.stores.channel import Process
from govgraph.graph.stores.worker import Task

_MOST = 4  # a graph uses three at once, and a check of it one more; more would only take memory
_INDIFFERENT = {"PYTEST_CURRENT_TEST", "XDG_CACHE_HOME"}
"""Parts of the environment that make no difference to what a worker answers."""


_WITHOUT_JAVA = {"sql", "sparql", "route", "explain", "sparql_warnings", "build_triples", "update_triples", "release"}
"""The tasks that start no Java."""
_converse = worker.Worker._converse


class Pool:
    """Processes of closed graphs, each for graphs that are opened in the environment that it was started in."""

    def __init__(self) -> None:
        self._idle: list[Process] = []
        self._environments: weakref.WeakKeyDictionary[Process, dict[str, str]] = weakref.WeakKeyDictionary()
        self._with_java: weakref.WeakSet[Process] = weakref.WeakSet()
        self._asked = threading.local()

    def converse(self, asking: worker.Worker, task: Task, *others: Any) -> tuple[str, Any]:
        """In place of ``Worker._converse``: notes who has started Java."""
        self._asked.java = task not in _WITHOUT_JAVA
        try:
            return _converse(asking, task, *others)
        finally:
            if self._asked.java and asking._process:
                self._with_java.add(asking._process)

    def take(self) -> Process:
        """In place of ``Process``: the one that was kept last, if any suits; for a task that needs Java rather one that has started it."""
        environment = {name: value for name, value in os.environ.items() if name not in _INDIFFERENT}
        last_first = list(reversed(self._idle))
        for process in sorted(last_first, key=lambda one: (one in self._with_java) != self._asked.java):
            if self._environments[process] == environment:
                self._idle.remove(process)
                if process.usable:
                    return process
        process = Process()
        self._environments[process] = environment
        return process

    def close(self, closing: worker.Worker) -> None:
        """In place of ``Worker.close``."""
        closing.release()
        with closing._lock:
            process, closing._process = closing._process, None
        if process:
            self._idle.append(process)
        while len(self._idle) > _MOST:
            self._idle.pop(0).end()


_POOL = Pool()


@pytest.fixture(scope="module", autouse=True)
def kept_workers() -> Iterator[None]:
    """Processes outlive their graphs. A module that has a fixture of this name itself has workers as users have them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "Process", _POOL.take)
        patch.setattr(worker.Worker, "_converse", lambda asking, *task: _POOL.converse(asking, *task))
        patch.setattr(worker.Worker, "close", lambda closing: _POOL.close(closing))
        yield
