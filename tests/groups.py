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
from pathlib import Path
from typing import Any

import pytest

SHARE_ONE_SERVER = sorted(
    file.name for file in Path(__file__).parent.glob("test_*.py") if re.search(r"\bneo4j_uri:", file.read_text("utf-8"))
)
"""The files with tests of the fixture `neo4j_uri`."""

CHANGING = "test_neo4j_push.py", "test_neo4j_sync.py"
"""Those of them that change the database again and again. The others ask what they pushed once."""

LONG = [
    *"test_neo4j_faults.py test_cypher_parity.py test_neo4j_push.py test_neo4j_sync.py".split(),
    *(name for name in SHARE_ONE_SERVER if name != "test_cypher_parity.py" and not name.startswith("test_neo4j")),
    *"test_neo4j_import.py test_neo4j_server.py test_damage.py test_graph.py test_on_demand.py test_export.py".split(),
]
"""The files that begin, so that the short ones fill what is left.

The parity suite is the first that asks the shared server. In a database from which much was deleted, new nodes take the places of old ones, so
that sums of fractions and collected lists come in another order than in the embedded store.
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    places = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))
