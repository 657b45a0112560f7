"""Run a command as a process of its own and measure its cost: wall time, processor seconds, peak memory of its process tree.

Comparisons use processor seconds: they hardly change when the machine does other work at the same time. The operating system counts
them for the process and all children that it waited for (getrusage(2), RUSAGE_CHILDREN).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

_EVERY = 0.05


class Failed(RuntimeError):
    """A contender ended with an error; the text is the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost.

    Attributes:
        wall: seconds from start to end.
        cpu: processor seconds, user and system, of all its processes.
        rss: peak of the resident memory of the process tree in MB, sampled; shared pages count for each process.
        printed: the JSON object in the last line of its output; empty when there is none.
    """

    wall: float
    cpu: float
    rss: float
    printed: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """All fields, for JSON.

        Example:
            >>> Cost(1.0, 2.0, 3.0).json()["cpu"]
            2.0
        """
        return asdict(self)


def _tree_rss(process: psutil.Process) -> int:
    total = 0
    try:
        for one in [process, *process.children(recursive=True)]:
            try:
                total += one.memory_info().rss
            except psutil.Error:  # it ended meanwhile
                continue
    except psutil.Error:
        return 0
    return total


def run(
    command: Sequence[str | Path], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end.

    Raises:
        Failed: its exit status is not 0.

    Example:
        >>> run([sys.executable, "-c", "print('{\\"a\\": 1}')"]).printed
        {'a': 1}
    """
    started = time.monotonic()
    process = subprocess.Popen(
        [str(c) for c in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        watched = psutil.Process(process.pid)
        while not ended.wait(_EVERY):
            peak = max(peak, _tree_rss(watched))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output = process.stdout.read()
    process.stdout.close()
    # wait4 gives the usage of this one child and of the children that it waited for.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watcher.join()
    lines = output.decode("utf-8", "replace").splitlines()
    if process.returncode:
        raise Failed(
            f"{' '.join(str(c) for c in command)}: exit status {process.returncode}\n" + "\n".join(lines[-15:])
        )
    printed = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Cost(round(wall, 3), round(usage.ru_utime + usage.ru_stime, 3), round(peak / 2**20, 1), printed)


def task(name: str, *arguments: object) -> Cost:
    """Run one of :mod:`benchmarks.tasks` in this environment."""
    return run([sys.executable, "-m", "benchmarks.tasks", name, *(str(a) for a in arguments)])
