"""One worker process and the pipes to it: what is sent, how it starts, and how it ends.

A message is a length and the pickle of a pair; pickle is safe here, since both ends are our own processes. A request is
(task, arguments). The worker replies with pairs (kind, content) of the kinds below; the last one is an answer or an error.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import struct
import subprocess
import sys
import tempfile
import weakref
from typing import IO, Any

# The kinds of messages that a worker sends.
PROGRESS = "progress"
"""How far the task is: the arguments of a :data:`~govgraph.graph.progress.Progress`."""
READY = "ready"
"""The store is open and the query begins: its time limit counts from now."""
ANSWER = "answer"
"""What the task returned."""
ERROR = "error"
"""The exception that the task raised, a GovgraphError."""
REPLACE = "replace"
"""This process does not suit the task: end it, start another one and send it the same request."""

_LENGTH = struct.Struct(">Q")


def write_bytes(stream: IO[bytes], data: bytes) -> None:
    """Send the length of one message, then its bytes.

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
        EOFError: the other end was closed.
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
    """A worker process ended before its answer. The message is its last output."""


class Process:
    """One running worker process; killed by ``end``, when it is garbage collected, or when this process ends.

    It has a folder for what does not fit in memory, which goes with it however it ends.
    """

    def __init__(self) -> None:
        scratch = tempfile.mkdtemp(prefix="govgraph-worker-")
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `_end`)
        # It has a session of its own, so that Ctrl-C in the terminal reaches only this process, which then ends the worker in
        # order. With -P no module is imported from the current folder.
        self.running = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "govgraph.graph.stores.worker_main", scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.running.stdin and self.running.stdout
        self._requests, self._messages = self.running.stdin, self.running.stdout
        self.end = weakref.finalize(self, _end, self.running, self._errors, scratch)

    @property
    def usable(self) -> bool:
        """Whether the process still runs. It is False in a fork: the worker is no child of the fork, which ends nothing."""
        return self.running.poll() is None

    def send(self, request: bytes) -> None:
        """Send a pickled request.

        Raises:
            Died: the process has ended.
        """
        try:
            write_bytes(self._requests, request)
        except OSError:
            raise Died(self._last_words()) from None

    def receive(self) -> Any:
        """The next message.

        Raises:
            Died: the process has ended.
        """
        try:
            return pickle.loads(read_bytes(self._messages))
        except (EOFError, OSError):
            raise Died(self._last_words()) from None

    def _last_words(self) -> str:
        """The last lines that the process wrote to standard error, or its exit status."""
        status = self.running.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").splitlines()
        # Java warns at each start that it uses an incubator module.
        last = [x for x in lines if x.strip() and "incubator" not in x][-4:]
        return " | ".join(last) or f"the process ended with status {status}"


def _end(process: subprocess.Popen[bytes], errors: IO[bytes], scratch: str) -> None:
    process.kill()
    process.wait()
    shutil.rmtree(scratch, ignore_errors=True)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    errors.close()
