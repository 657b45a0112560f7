"""The settings file of a local server, ``conf/neo4j.conf``, which every start overwrites.

govgraph sets the ports, the memory and everything that keeps the server private. A person may add any other setting of Neo4j.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govgraph.graph.errors import GraphError
from govgraph.graph.server.defaults import HEAP, PAGE_CACHE
from govgraph.graph.server.process import HOST, ServerInfo

# From the neo4j.conf of Neo4j's own distribution (server.jvm.additional). Also, Java exits when memory runs out,
# because a server in that state answers wrongly or not at all.
JAVA_OPTIONS = (
    "-XX:+ExitOnOutOfMemoryError",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
HTTP_ENABLED = "server.http.enabled"
"""The setting with which a person switches the HTTP API off."""
# With a dot, as all settings of Neo4j have: the word `include` alone would read another file.
_SETTING = re.compile(r"[a-z][a-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


@dataclass(frozen=True, slots=True)
class MemorySizes:
    """The memory that a server may use.

    Attributes:
        heap: the largest size of the Java heap, as a number and k, m or g.
        page_cache: the memory that caches pages of the database's files, in the same form.

    Raises:
        GraphError: one of the texts is not a size.

    Example:
        >>> MemorySizes(page_cache="lots")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: 'lots' is not a size of the page cache; expected: such as 512m or 2g
    """

    heap: str = HEAP
    page_cache: str = PAGE_CACHE

    def __post_init__(self) -> None:
        for name, size in (("heap", self.heap), ("page cache", self.page_cache)):
            if not re.fullmatch(r"[1-9][0-9]*[kmgKMG]", size):
                raise GraphError(f"{size!r} is not a size of the {name}", expected="such as 512m or 2g")


def check_added(settings: Mapping[str, str]) -> None:
    """Check settings that a person adds: each must be one line of the file, and nothing but a setting.

    Args:
        settings: values by name.

    Raises:
        GraphError: a name or a value is not valid.

    Example:
        >>> check_added({"db.memory.transaction.max": "64m"})
    """
    for name, value in settings.items():
        if not _SETTING.fullmatch(name) or name.startswith("server.jvm."):
            raise GraphError(
                f"{name!r} is not a setting of a server", expected="a name such as db.memory.transaction.max"
            )
        if not value.isprintable():  # a line break of any kind would begin another setting
            raise GraphError(
                f"the value of {name} contains a character that is not allowed in a setting: {value!r}",
                expected="printable characters on one line",
            )


def write_settings(jars: Path, info: ServerInfo, sizes: MemorySizes, added: Mapping[str, str]) -> None:
    """Write the settings file of a server.

    Args:
        jars: the folder of the server's jars.
        info: the home, version and ports of the server.
        sizes: its memory.
        added: more settings, which :func:`check_added` has checked.

    Raises:
        GraphError: govgraph itself sets one of the added settings.
    """
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
        # A query must not read files of this computer.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        # A release that does not know one of these settings says so in its log and starts anyway.
        "server.config.strict_validation.enabled": "false",
    }
    # With the default quiet period, stopping waits for clients twice for 5 s, after the databases are closed.
    quiet = "internal.dbms.bolt.netty_server_shutdown_quiet_period"
    if info.version.startswith("5."):
        settings[quiet] = "0"
    else:
        settings[f"{quiet}_duration"] = "0s"
        # These releases look for a management service on the network, and register with it.
        settings |= {"server.fleet_discovery.enabled": "false", "dbms.fleet_manager.enabled": "false"}
    if taken := sorted(added.keys() & settings.keys()):
        raise GraphError(
            f"the setting {taken[0]} is written by govgraph itself",
            hint="use --bolt-port, --http-port, --heap or --page-cache; for anything else set up a server yourself",
        )
    # In this file a backslash at the end would join the next line to this one.
    settings |= {name: value.replace("\\", "\\\\") for name, value in added.items()}
    lines = ["# Written by govgraph at every start: changes here are lost.", *map("=".join, settings.items())]
    # For the Java process that neo4j-admin starts: without these options its import fails in the 2026 releases.

    lines += [f"server.jvm.additional={option}" for option in JAVA_OPTIONS]
    (info.home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", "utf-8")
