"""Processes that do what must be killable or needs a Java runtime: building a property graph, answering a query.

A query that a person writes may run for ever, neither Oxigraph nor the Java engine can be interrupted from Python, and a Java
runtime must not be forked; so both live in processes that are started fresh, spoken to over pipes, and killed at the
limit. They end with the process that started them.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from govgraph.graph.errors import GraphError, QueryError, QueryTimeout
from govgraph.graph.progress import Progress

_LENGTH = struct.Struct(">Q")


def write_message(stream: IO[bytes], message: object) -> None:
    """Send one message: its length and its pickle. Both ends are ours.

    Example:
        >>> import io
        >>> pipe = io.BytesIO()
        >>> write_message(pipe, ("ok", 1))
        >>> _ = pipe.seek(0)
        >>> read_message(pipe)
        ('ok', 1)
    """
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Any:
    """Receive one message.

    Raises:
        EOFError: the other end is gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def _start(module: str, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C in the terminal reaches only us and we end it in order.
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def _tail(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = [x for x in errors.read().decode("utf-8", "replace").splitlines() if x.strip() and "incubator" not in x]
    return " | ".join(lines[-4:])


class Job:
    """One piece of work in a process of its own, with progress.

    Args:
        what: ``build`` or ``update``.
        arguments: JSON values and paths for it.
    """

    def __init__(self, what: str, **arguments: object) -> None:
        self.request = {"what": what, **{k: str(v) if isinstance(v, Path) else v for k, v in arguments.items()}}

    @contextlib.contextmanager
    def running(self, progress: Progress) -> Iterator[None]:
        """Run beside the body of the ``with``; leaving it waits for the end.

        Raises:
            GraphError: the process failed; its last words are in the message.
        """
        with tempfile.TemporaryFile() as errors:
            process = _start("govgraph.graph.stores.build_process", errors)
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps(self.request).encode() + b"\n")
            process.stdin.flush()
            listener = threading.Thread(target=self._listen, args=(process.stdout, progress), daemon=True)
            listener.start()
            try:
                yield
                code = process.wait()
                listener.join()
                if code:
                    raise GraphError(
                        f"building the property graph failed: {_tail(errors) or f'exit status {code}'}",
                        hint="free memory or disk space, then repeat the command",
                    )
            finally:
                process.kill()
                process.wait()
                process.stdin.close()
                listener.join()
                process.stdout.close()

    @staticmethod
    def _listen(stream: IO[bytes], progress: Progress) -> None:
        for line in stream:
            progress(*json.loads(line))


class QueryProcess:
    """A process that answers queries in one language over one version, started when first asked.

    Args:
        language: ``sparql``, ``cypher``, or ``cypher-copy`` for a property graph that may be written to.
        path: the store's folder.
    """

    def __init__(self, language: str, path: Path) -> None:
        self.language, self.path = language, path
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, query: str, parameters: dict[str, Any], limit: int | None, timeout: float | None) -> Any:
        """The answer to a query.

        Args:
            limit: rows at the most.
            timeout: seconds after which the process is killed; None: never.

        Raises:
            QueryTimeout: it was killed at the limit.
            QueryError: the query is at fault.
            GraphError: the process died.
        """
        with self._lock:
            process = self._ready()
            assert process.stdin and process.stdout
            expired = threading.Event()

            def stop() -> None:
                expired.set()
                process.kill()

            timer = threading.Timer(timeout, stop) if timeout else None
            started = time.monotonic()
            if timer:
                timer.start()
            answered = False
            try:
                write_message(process.stdin, (query, parameters, limit))
                answer = read_message(process.stdout)
                answered = True
            except (EOFError, OSError) as error:
                if expired.is_set():
                    raise QueryTimeout(
                        f"the query was stopped after {time.monotonic() - started:.0f} seconds",
                        hint="narrow it, add LIMIT, or give more time with --timeout",
                    ) from None
                words = _tail(self._errors) if self._errors else ""
                raise GraphError(f"the process that answers {self.language} died: {words or error}") from error
            finally:
                if timer:
                    timer.cancel()
                if not answered:  # also when the user interrupts: the query must not go on by itself
                    self._stop()
            if answer[0] == "error":
                raise QueryError(answer[1], where=answer[2], expected=answer[3], hint=answer[4])
            return answer[1]

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed in _stop)
            self._process = _start("govgraph.graph.stores.query_process", self._errors)
            assert self._process.stdin and self._process.stdout
            write_message(self._process.stdin, (self.language, str(self.path)))
            try:
                read_message(self._process.stdout)
            except EOFError:
                words = _tail(self._errors)
                self._stop()
                raise GraphError(f"the process that answers {self.language} did not start: {words}") from None
        return self._process

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
        if self._errors:
            self._errors.close()
        self._process = self._errors = None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()
