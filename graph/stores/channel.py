"""One worker process and the pipes to it: what is sent, how it starts, and how it ends.

A message is the length and the pickle of a pair; both ends are ours. A request is (task, arguments); the worker sends pairs of
one of the kinds below and a content, the last of which is an answer or an error.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import weakref
from typing import IO, Any

# The kinds of messages that a worker sends.
PROGRESS = "progress"
"""How far it is: the arguments of a :data:`~govgraph.graph.progress.Progress`."""
READY = "ready"
"""All is open and the query begins: its time limit counts from now."""
ANSWER = "answer"
"""What the task returned."""
ERROR = "error"
"""The exception that the task raised, a GovgraphError."""
REPLACE = "replace"
"""This process does not suit the work: end it, start another one and ask that."""

_LENGTH = struct.Struct(">Q")


def write_bytes(stream: IO[bytes], data: bytes) -> None:
    """Send the bytes of one message, after their number.

    Example:
        >>> import io
        >>> pipe = io.BytesIO()
        >>> write_bytes(pipe, b"some")
        >>> _ = pipe.seek(0)
        >>> read_bytes(pipe)
        b'some'
    """
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_bytes(stream: IO[bytes]) -> bytes:
    """Receive the bytes of one message.

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
    return data


class Died(Exception):
    """A worker process ended before its answer; with its last words."""


class Process:
    """One running worker process; killed when it is ended, forgotten, or when this process ends."""

    def __init__(self) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `_end`)
        # A session of its own, so that Ctrl-C in the terminal reaches only us and we end it in order. No module is imported
        # from the folder where one happens to stand (-P).
        self.running = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "govgraph.graph.stores.worker_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.running.stdin and self.running.stdout
        self._requests, self._messages = self.running.stdin, self.running.stdout
        self.end = weakref.finalize(self, _end, self.running, self._errors)

    @property
    def usable(self) -> bool:
        """Whether it still runs. In a fork it does not: Popen learns that it is no child of that process, and ends nothing."""
        return self.running.poll() is None

    def send(self, request: bytes) -> None:
        """Send a pickled request.

        Raises:
            Died: the process is gone.
        """
        try:
            write_bytes(self._requests, request)
        except OSError:
            raise Died(self._last_words()) from None

    def receive(self) -> Any:
        """The next message.

        Raises:
            Died: the process is gone.
        """
        try:
            return pickle.loads(read_bytes(self._messages))
        except (EOFError, OSError):
            raise Died(self._last_words()) from None

    def _last_words(self) -> str:
        """The last lines that it wrote to standard error, or how it ended."""
        status = self.running.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").splitlines()
        # Java says at each start that a module of its is an incubator module.
        last = [x for x in lines if x.strip() and "incubator" not in x][-4:]
        return " | ".join(last) or f"the process ended with status {status}"


def _end(process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    errors.close()
