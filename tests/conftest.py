"""What all tests share: a real Neo4j, a real browser, and where the published sample files lie when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["neo4j_fixture", "browser_fixture"]


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder with files that others published, beside the project; tests of them are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no published files at {folder}")
    return folder
