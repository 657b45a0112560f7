"""What all tests share: a real Neo4j, a real browser, and where the published sample files lie when they are there.

A test that needs a server or a browser is marked by what it asks for, so that `make quick` can leave it out. Tests of one file run in
one process, since they share graphs that are built once; each process starts one Neo4j for all its tests that ask for it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["neo4j_fixture", "browser_fixture", "kept_workers"]

# Files that take minutes and build little for all their tests: in two parts, and first, so that the short ones fill what is left.
_LONG = "test_neo4j_faults.py test_neo4j_push.py test_neo4j_sync.py test_neo4j_import.py".split()
# Of tests that ask the shared server; `release` asks for it by name.
_SHARED = {"neo4j_uri", "release"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests of a server or a browser, and say which tests belong into one process."""
    for number, item in enumerate(items):
        fixtures = set(getattr(item, "fixturenames", ()))
        if _SHARED & fixtures:
            item.add_marker("server")
        if "browser" in fixtures:
            item.add_marker("browser")
        part = number % 2 if item.path.name in _LONG else 0
        item.add_marker(pytest.mark.xdist_group(f"{item.path.name} {part}"))
    items.sort(key=lambda item: _LONG.index(item.path.name) if item.path.name in _LONG else len(_LONG))


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder with files that others published, beside the project; tests of them are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no published files at {folder}")
    return folder
