"""A real Neo4j for the tests: the one that NEO4J_URI names, else one of our own starter, thrown away at the end.

A plugin, so that every test file shares the one server of the session. The jars are kept in the user's cache
folder, so only the first run on a computer fetches them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from often import cases

from govgraph.graph.server.server import USER, Neo4jServer

# Its Java compiles quickly rather than well, and collects garbage without threads of its own, which is a third less work for databases as
# small as those of the tests. The heap begins as large as it gets, with room for what is new: else it is collected again and again while it grows.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms384m -Xmn256m")

QUICK = {
    "server.http.enabled": "false",  # one thing less to start
    "db.tx_log.preallocate": "false",  # 256 MB a database
    # A database of a test grows from nothing to a few rows again and again, and each time all statements would be planned anew.
    "dbms.cypher.min_replan_interval": "24h",
}
"""Settings of servers whose settings a test is not about."""

RELEASES = cases("lts", only_in_ci=["current"])
"""The parameters of a test of both releases. Without CI the long-term release alone is asked, since each takes a server of its own."""

Access = tuple[str, tuple[str, str]]


@pytest.fixture(scope="session")
def _neo4j_access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    if uri := os.environ.get("NEO4J_URI"):
        if not (password := os.environ.get("NEO4J_PASSWORD")):
            pytest.fail("NEO4J_URI is set and NEO4J_PASSWORD is not")
        yield uri, (os.environ.get("NEO4J_USER", USER), password)
        return
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"))
    info = server.start(heap="768m", page_cache="128m", settings=QUICK)
    try:
        yield info.uri, (server.user, server.password)
    finally:
        server.stop()


@pytest.fixture(scope="session")
def neo4j_uri(_neo4j_access: Access) -> str:
    """The address of a Neo4j whose data the tests may replace."""
    return _neo4j_access[0]


@pytest.fixture(scope="session")
def neo4j_auth(_neo4j_access: Access) -> tuple[str, str]:
    """The user name and password for `neo4j_uri`, as the driver takes them."""
    return _neo4j_access[1]
