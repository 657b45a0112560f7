"""What all tests share: a real Neo4j, a real browser, and where the published sample files lie when they are there.

A test that needs a server or a browser is marked by what it asks for, so that `make quick` can leave it out. Which tests run in one
process is in `groups`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from often import often

# No test asserts seconds: on a busy computer an example takes longer than the 200 ms that Hypothesis allows, and is not wrong for that.
settings.register_profile(
    "without seconds", max_examples=often(30, 100), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("without seconds")

# Bytecode is kept, also where a computer's settings say otherwise: else every process that a test starts, and each of pytest's own,
# compiles all sources anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ["neo4j_fixture", "neo4j_own", "browser_fixture", "kept_workers", "measured", "groups"]


def pytest_configure(config: pytest.Config) -> None:
    """Let nobody wait for the disk: a version of a small graph is flushed in 80 steps, which only a power cut could tell from none."""
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", lambda _handle: None)
    config.add_cleanup(patch.undo)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Nothing that is made while the tests are collected can be thrown away: without looking for it, a fifth less work in each process."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


# What tests of the shared server ask for; `release` asks for it by name.
_SHARED = {"neo4j_uri", "release"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests of a server or a browser."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if _SHARED & fixtures:
            item.add_marker("server")
        if "browser" in fixtures:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder with files that others published, beside the project; tests of them are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no published files at {folder}")
    return folder
