"""What the tests cost: those that were measured to take half a second of a processor or more are marked `slow`.

`pytest --measure` writes the list, ``measured.txt``: processor seconds and the test, with all processes that it starts. A fixture that
several tests share has a row of its own: if it were counted for the first of them, leaving that one out would leave it to the next. A test
that is not in the list is quick, so that a new one is run by `make quick` until somebody measures it. Tests that are slow by what they
are about (they start many processes) have the mark `slow` where they stand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

FILE = Path(__file__).with_name("measured.txt")
SLOW = 0.5
"""Of a processor's seconds."""


def read(file: Path = FILE) -> dict[str, float]:
    """Processor seconds of tests and shared fixtures, by their names."""
    rows = (line.split("\t", 1) for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {name: float(seconds) for seconds, name in rows}


def used() -> float:
    """Processor seconds of this process and all that it started and that can still be asked."""
    total = 0.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "psutil", psutil)  # a test may be about a computer that does not have it
        me = psutil.Process()
        for process in (me, *me.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system + times.children_user + times.children_system
    return total


class Measuring:
    """Measures each test, in the process that runs it, and writes all in the one that reports."""

    def __init__(self, config: pytest.Config) -> None:
        self.reporting = not hasattr(config, "workerinput")
        self.seconds: dict[str, float] = {}
        self._used = 0.0
        self._shared: dict[str, float] = {}  # fixtures that were made for the test, and that others have as well
        self._inside = 0.0  # seconds of fixtures within what is being measured

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        """Begin before the fixtures."""
        self._shared, self._inside = {}, 0.0
        self._used = used()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        """A shared fixture is measured without those that it asks for."""
        if fixturedef.scope == "function":
            return (yield)
        outside, self._inside = self._inside, 0.0
        before = used()
        try:
            return (yield)
        finally:
            seconds = used() - before
            name = f"{Path(fixturedef.func.__code__.co_filename).name}::{fixturedef.func.__name__}"
            self._shared[name] = self._shared.get(name, 0.0) + seconds - self._inside
            self._inside = outside + seconds

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Reports are what a process of pytest-xdist sends to the one that writes."""
        now = used()
        others = [p for p in item.user_properties if p[0] not in ("cpu", "shared")]
        item.user_properties[:] = [*others, ("cpu", now - self._used - self._inside), ("shared", dict(self._shared))]
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The last report of a test has its sum."""
        properties: dict[str, Any] = dict(report.user_properties)
        if "cpu" not in properties:  # the process that ran it has ended
            return
        self.seconds[report.nodeid.removeprefix("tests/")] = properties["cpu"]
        # In several processes a fixture is made several times, for the same price.
        self.seconds |= properties["shared"]

    def pytest_sessionfinish(self) -> None:
        """What was not run this time keeps what it had."""
        if self.reporting:
            known = {name: seconds for name, seconds in read().items() if name not in self.seconds}
            write(known | self.seconds)


def write(seconds: dict[str, float], file: Path = FILE) -> None:
    """Write the list of what takes long, the longest first."""
    long = sorted(((round(s, 1), name) for name, s in seconds.items() if s >= SLOW), key=lambda row: (-row[0], row[1]))
    lines = [
        "# Processor seconds of tests, written by pytest --measure: see measured.py",
        *(f"{s}\t{n}" for s, n in long),
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--measure``."""
    parser.addoption("--measure", action="store_true", help="write what the tests cost to tests/measured.txt")


def pytest_configure(config: pytest.Config) -> None:
    """Measure if it is asked for."""
    if config.getoption("--measure"):
        config.pluginmanager.register(Measuring(config))


@pytest.hookimpl(tryfirst=True)  # before ``-m`` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what was measured as slow."""
    slow = {name for name, seconds in read().items() if seconds >= SLOW}
    for item in items:
        if item.nodeid.removeprefix("tests/") in slow:
            item.add_marker("slow")
