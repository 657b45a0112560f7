"""What all tests share: a real Neo4j, a real browser, and where the published sample files lie when they are there.

A test that needs a server or a browser is marked by what it asks for, so that `make quick` can leave it out. Tests of one file, and
all tests of the shared server, run in one process: they share graphs that are built once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["neo4j_fixture", "browser_fixture"]

SHARED_SERVER = "shared server"
# Of tests that ask the shared server; `release` asks for it by name.
_SHARED = {"neo4j_uri", "release"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests of a server or a browser, and say which tests belong into one process."""
    files_of_server = {item.path for item in items if _SHARED & set(getattr(item, "fixturenames", ()))}
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if _SHARED & fixtures:
            item.add_marker("server")
        if "browser" in fixtures:
            item.add_marker("browser")
        group = SHARED_SERVER if item.path in files_of_server else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder with files that others published, beside the project; tests of them are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no published files at {folder}")
    return folder
