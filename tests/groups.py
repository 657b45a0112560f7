"""Which tests run in one process when several processes run the suite (`pytest -n`), and which of them begin.

The tests of a file share graphs that are built once, so they stay together. The files that ask the shared Neo4j are two groups, each of which
takes minutes: a process that runs one of them starts one server for all of its files. A server of yours (NEO4J_URI), whose database each of
them empties, is asked by one process: then they are one group.

This is a scheduler of its own rather than marks for pytest-xdist, whose option ``--dist loadgroup`` writes groups into the names of tests,
which pytest 9.2 keeps where the plugin does not look: every test was then a group.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from measured import read

SHARE_ONE_SERVER = sorted(
    file.name for file in Path(__file__).parent.glob("test_*.py") if re.search(r"\bneo4j_uri:", file.read_text("utf-8"))
)
"""The files with tests of the fixture `neo4j_uri`."""

CHANGING = "test_neo4j_push.py", "test_neo4j_sync.py"
"""Those of them that change the database again and again. The others ask what they pushed once."""

FIRST = "test_cypher_parity.py"
"""The first file that asks the shared server.

In a database from which much was deleted, new nodes take the places of old ones, so that sums of fractions and collected lists come in another
order than in the embedded store.
"""


def group(test: str) -> str:
    """The group of a test.

    Args:
        test: its name, which begins with the path of its file.
    """
    file = test.partition("::")[0].rpartition("/")[2]
    if file not in SHARE_ONE_SERVER:
        return file
    return "neo4j, changed" if file in CHANGING and "NEO4J_URI" not in os.environ else "neo4j"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whatever ``--dist`` says."""
    from xdist.scheduler import LoadScopeScheduling

    class InGroups(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid)

    config.option.loadscopereorder = False  # else the groups of the most tests would begin
    return InGroups(config, log)


def costs() -> dict[str, float]:
    """Group -> the processor seconds that were measured of its tests; 0 of others.

    The group of `FIRST` counts as dearer than the one that changes the database: a process that ran that one could be the next to ask.
    """
    seconds_of: dict[str, float] = defaultdict(float)
    for name, seconds in read().items():
        seconds_of[group(name)] += seconds
    seconds_of[group(FIRST)] = max(seconds_of[group(FIRST)], seconds_of[group(CHANGING[0])] + 1)
    return seconds_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the groups first that cost most, so that the small ones fill what is left, and `FIRST` first in its group."""
    seconds_of, groups = costs(), {item: group(item.nodeid) for item in items}
    items.sort(key=lambda item: (-seconds_of[groups[item]], groups[item], item.path.name != FIRST))
