"""The settings file of a local server, ``conf/neo4j.conf``, which is written anew at every start.

What keeps the server private, and its ports and memory, are govgraph's to write; any other setting of Neo4j's may be added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govgraph.graph.errors import GraphError
from govgraph.graph.server.defaults import HEAP, PAGE_CACHE
from govgraph.graph.server.process import HOST, ServerInfo

# From the neo4j.conf of Neo4j's own distribution (server.jvm.additional); and an exit when memory runs out,
# since a server in that state answers wrongly or never.
JAVA_OPTIONS = (
    "-XX:+ExitOnOutOfMemoryError",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
# With a dot, as all of Neo4j's have: the word `include` alone would read another file.
_SETTING = re.compile(r"[a-z][a-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


@dataclass(frozen=True, slots=True)
class MemorySizes:
    """The memory of a server.

    Attributes:
        heap: the largest Java heap, as a number and k, m or g.
        page_cache: the memory for the store's pages, in the same form.

    Raises:
        GraphError: a text is not a size.
    """

    heap: str = HEAP
    page_cache: str = PAGE_CACHE

    def __post_init__(self) -> None:
        for name, size in (("heap", self.heap), ("page cache", self.page_cache)):
            if not re.fullmatch(r"[1-9][0-9]*[kmgKMG]", size):
                raise GraphError(f"{size!r} is not a size of the {name}", expected="such as 512m or 2g")


def check_added(settings: Mapping[str, str]) -> None:
    """Sees that a setting is one line of the server's file, and no more than a setting."""
    for name, value in settings.items():
        if not _SETTING.fullmatch(name) or name.startswith("server.jvm."):
            raise GraphError(
                f"{name!r} is not a setting of a server", expected="a name such as db.memory.transaction.max"
            )
        if not value.isprintable():  # a line break of any kind would begin another setting
            raise GraphError(f"the value of {name} has a character that no setting may have: {value!r}")


def write_settings(jars: Path, info: ServerInfo, sizes: MemorySizes, added: Mapping[str, str]) -> None:
    settings = {
        "server.default_listen_address": HOST,
        "server.default_advertised_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{info.bolt_port}",
        "server.bolt.advertised_address": f"{HOST}:{info.bolt_port}",
        "server.http.listen_address": f"{HOST}:{info.http_port}",
        "server.http.advertised_address": f"{HOST}:{info.http_port}",
        "server.memory.heap.max_size": sizes.heap,
        "server.memory.pagecache.size": sizes.page_cache,
        "server.directories.lib": jars.as_posix(),
        "dbms.usage_report.enabled": "false",
        # A question must not read this machine's files.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        # A release that does not know a setting says so in its log and goes on.
        "server.config.strict_validation.enabled": "false",
    }
    # Without a quiet period of 0 a stop waits twice 5 s for clients to come, after the databases are closed.
    quiet = "internal.dbms.bolt.netty_server_shutdown_quiet_period"
    if info.version.startswith("5."):
        settings[quiet] = "0"
    else:
        settings[f"{quiet}_duration"] = "0s"
        # These releases look for, and offer themselves to, a management service on the network.
        settings |= {"server.fleet_discovery.enabled": "false", "dbms.fleet_manager.enabled": "false"}
    if taken := sorted(added.keys() & settings.keys()):
        raise GraphError(
            f"the setting {taken[0]} is written by govgraph itself",
            hint="--bolt-port, --http-port, --heap, --page-cache; a server set up by hand for anything else",
        )
    # A backslash would join the next line to this one.
    settings |= {name: value.replace("\\", "\\\\") for name, value in added.items()}
    lines = ["# Written by govgraph at every start: changes here are lost.", *map("=".join, settings.items())]
    # For the Java that neo4j-admin starts: without them the import of the releases of 2026 fails.
    lines += [f"server.jvm.additional={option}" for option in JAVA_OPTIONS]
    (info.home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", "utf-8")
