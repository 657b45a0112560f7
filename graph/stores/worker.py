"""Worker processes, from the side that asks: work that must be killable or needs a Java runtime is done in a worker.

A user's query may run for ever or take all memory, neither Oxigraph nor the Java engine can be interrupted from Python, and a
Java runtime must not be forked. So all engines run in processes that are started fresh, talk over pipes, and are killed at the time
limit. A worker is kept for the next task, since starting one is most of the cost of a small task. It ends with the
process that started it. The tasks are in ``worker_main``, the messages in ``channel``.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, Literal

from govgraph.graph.errors import GraphError, QueryError, QueryTimeout, Unreadable
from govgraph.graph.progress import Progress, silent
from govgraph.graph.stores.channel import ANSWER, ERROR, PROGRESS, READY, REPLACE, Died, Process

Task = Literal[
    "sql",
    "sparql",
    "route",
    "explain",
    "cypher",
    "cypher_on_a_copy",
    "cypher_warnings",
    "sparql_warnings",
    "indexes",
    "build_triples",
    "build_property_graph",
    "update_triples",
    "update_property_graph",
    "release",
]

_DOING: dict[Task, str] = {
    "sql": "answering an SQL query",
    "sparql": "answering a SPARQL query",
    "route": "answering a SPARQL query",
    "explain": "explaining a SPARQL query",
    "cypher": "answering a Cypher query",
    "cypher_on_a_copy": "answering a Cypher query",
    "cypher_warnings": "looking through a Cypher query",
    "sparql_warnings": "looking through a SPARQL query",
    "indexes": "listing the indexes of the property graph",
    "build_triples": "building the triples",
    "build_property_graph": "building the property graph",
    "update_triples": "updating the triples",
    "update_property_graph": "updating the property graph",
    "release": "closing a version",
}


def _let_interrupt() -> None:
    """Let Ctrl-C end a wait.

    When polars is imported, it makes the system resume a wait that a signal has interrupted (SA_RESTART). Python would then
    learn of the signal only when the wait is over.
    """
    if hasattr(signal, "siginterrupt"):  # Windows has neither this call nor such waits
        signal.siginterrupt(signal.SIGINT, True)


class Worker:
    """A worker process. It is started at the first task, and again after it was killed or has failed.

    It does one task at a time; other threads wait.

    Example:
        >>> from pathlib import Path
        >>> with contextlib.closing(Worker()) as worker:
        ...     worker.call("sparql", Path("no-such-store"), "ASK {}", {}, None)
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.Unreadable: answering a SPARQL query failed: ...
    """

    def __init__(self) -> None:
        self._process: Process | None = None
        self._lock = threading.Lock()

    def call(self, task: Task, /, *arguments: object, timeout: float | None = None, progress: Progress = silent) -> Any:
        """Do a task and wait for what it returns.

        Args:
            task: what to do; a method of ``worker_main.Tasks``.
            arguments: its arguments, which are pickled.
            timeout: seconds after which a query is killed, counted from when the process and the store are ready; None sets no limit.
            progress: called each time the worker reports its progress.

        Raises:
            QueryTimeout: the worker was killed at the time limit.
            GovgraphError: the error that the task raised, for instance a QueryError.
            GraphError: the process failed or died. The message has its last output; the next call starts a new process.
        """
        try:
            request = pickle.dumps((task, arguments), protocol=pickle.HIGHEST_PROTOCOL)
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            raise QueryError(
                f"a parameter cannot be sent to the process that answers: {error}",
                expected="text, a number, true or false, a date, time or duration, a list or map of these",
            ) from error
        _let_interrupt()
        with self._lock:
            usable = False
            try:
                kind, content = self._converse(task, request, timeout, progress)
                if kind == REPLACE:
                    self._stop()
                    kind, content = self._converse(task, request, timeout, progress)
                # After any other error nobody knows in what state the process is.
                usable = kind == ANSWER or isinstance(content, QueryError)
            finally:
                if not usable:  # also when the user interrupts: the work must not go on by itself
                    self._stop()
            if kind == ERROR:
                raise content
            return content

    def _converse(self, task: Task, request: bytes, timeout: float | None, progress: Progress) -> tuple[str, Any]:
        """Send a request and read messages up to the last one."""
        if self._process is None or not self._process.usable:
            self._stop()
            self._process = Process()
        process, expired = self._process, threading.Event()

        def kill() -> None:
            expired.set()
            process.running.kill()

        timer = threading.Timer(timeout, kill) if timeout else None
        began = time.monotonic()
        try:
            process.send(request)
            while True:
                kind, content = process.receive()
                if kind == PROGRESS:
                    progress(*content)
                elif kind == READY:
                    began = time.monotonic()
                    if timer:
                        timer.start()
                else:
                    return kind, content
        except Died as died:
            if expired.is_set():
                raise QueryTimeout(
                    f"the query was stopped after {time.monotonic() - began:.0f} seconds",
                    hint="narrow it, add LIMIT, or give more time with --timeout",
                ) from None
            raise Unreadable(
                f"{_DOING[task]} failed: {died}",
                hint="free memory or disk space and repeat it; if it fails again, govgraph check",
            ) from None
        finally:
            if timer:
                timer.cancel()
                if timer.is_alive():
                    timer.join()
            if expired.is_set():  # the kill may come just after the answer
                self._stop()

    @contextlib.contextmanager
    def running(self, task: Task, /, *arguments: object, progress: Progress = silent) -> Iterator[None]:
        """Do a task in parallel with the body of the ``with``; leaving the body waits for the task.

        Args:
            progress: called from another thread.

        Raises:
            GraphError: as :meth:`call`; after an error in the body the task is stopped.
        """
        with ThreadPoolExecutor(1) as beside:
            work = beside.submit(self.call, task, *arguments, progress=progress)
            try:
                yield
                _let_interrupt()
                work.result()
            finally:
                # An error in the body, or Ctrl-C. The process may be just starting, so one kill is not enough.
                while not work.done():
                    if process := self._process:
                        process.running.kill()
                    wait([work], timeout=0.1)

    def _stop(self) -> None:
        if self._process:
            self._process.end()
        self._process = None

    def release(self) -> None:
        """Close the files that the process has open, so that their version can be removed."""
        if self._process and self._process.usable:
            with contextlib.suppress(GraphError):  # in this case the process has ended, and nothing is open
                self.call("release")

    def close(self) -> None:
        """End the process. A later call starts a new one."""
        with self._lock:
            self._stop()


class Workers:
    """The worker that a graph keeps, and a second one while the first is busy building.

    Queries wait for each other, but a query does not wait for a load.

    Example:
        >>> with contextlib.closing(Workers()) as workers, workers.one() as first, workers.one() as second:
        ...     first is second
        False
    """

    def __init__(self) -> None:
        self._idle: Worker | None = None
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._closed = 0

    @contextlib.contextmanager
    def one(self) -> Iterator[Worker]:
        """A worker that nothing else uses during the ``with``: the one that is kept, or a new one."""
        with self._lock:
            worker, self._idle = self._idle or Worker(), None
            closed = self._closed
        try:
            yield worker
        finally:
            with self._lock:
                keep = self._idle is None and closed == self._closed
                if keep:
                    self._idle = worker
            if not keep:
                worker.close()

    def call(self, task: Task, /, *arguments: object, timeout: float | None = None, progress: Progress = silent) -> Any:
        """As :meth:`Worker.call`."""
        with self._asking, self.one() as worker:
            return worker.call(task, *arguments, timeout=timeout, progress=progress)

    @contextlib.contextmanager
    def running(self, task: Task, /, *arguments: object, progress: Progress = silent) -> Iterator[None]:
        """As :meth:`Worker.running`."""
        with self.one() as worker, worker.running(task, *arguments, progress=progress):
            yield

    def release(self) -> None:
        """As :meth:`Worker.release`, for the worker that is kept."""
        with self._lock:
            if self._idle:
                self._idle.release()

    def close(self) -> None:
        """End the worker that is kept. A busy worker ends when its task is done."""
        with self._lock:
            idle, self._idle = self._idle, None
            self._closed += 1
        if idle:
            idle.close()
