"""A running Neo4j server as seen from outside: its process, its ports, its first answer.

Apart from the server's life because these are questions about the computer and not about a home folder. The
process table is the only record of what runs: each server's command line carries marks with its home, version
and ports. So there is no state file that could be stale, and a process that got the number of a dead server
is never taken for it.
"""

from __future__ import annotations

import hashlib
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govgraph.graph.errors import GraphError
from govgraph.graph.server.install import extra

HOST = "127.0.0.1"

_MARK = "-Dgovgraph.neo4j."


@dataclass(frozen=True)
class ServerInfo:
    """A running server.

    Attributes:
        home: its folder.
        version: the release that runs.
        bolt_port: the TCP port for drivers.
        http_port: the TCP port of the HTTP API.
        pid: the process number.
        already_running: it ran before `Neo4jServer.start` was called.
        first_start: this was the home's first start, which set the password.
    """

    home: Path
    version: str
    bolt_port: int
    http_port: int
    pid: int
    already_running: bool = False
    first_start: bool = False

    @property
    def uri(self) -> str:
        """The address for drivers, and for ``NEO4J_URI``."""
        return f"neo4j://{HOST}:{self.bolt_port}"

    @property
    def http_url(self) -> str:
        """The address of the HTTP API."""
        return f"http://{HOST}:{self.http_port}"


def marks(info: ServerInfo) -> list[str]:
    """The words for the command line of a server's Java, by which `find` knows it (its ``pid`` is not used).

    Example:
        >>> marks(ServerInfo(Path("/srv"), "5.26.28", 7687, 7474, 0))[1:]
        ['-Dgovgraph.neo4j.version=5.26.28', '-Dgovgraph.neo4j.bolt=7687', '-Dgovgraph.neo4j.http=7474']
    """
    values = {
        "home": _home_mark(info.home),
        "version": info.version,
        "bolt": info.bolt_port,
        "http": info.http_port,
    }
    return [f"{_MARK}{name}={value}" for name, value in values.items()]


def find(home: Path) -> tuple[Any, ServerInfo] | None:
    """The server of a home (a resolved path) as a `psutil.Process` and what its marks say, or None.

    Raises:
        GraphError: the extra ``neo4j-server`` is not installed.
    """
    mark = f"{_MARK}home={_home_mark(home)}"
    for process in extra("psutil").process_iter(["cmdline"]):
        # None when it is not ours to see; empty when it has ended.
        words = process.info["cmdline"] or []
        if mark in words:
            values = dict(word.removeprefix(_MARK).split("=", 1) for word in words if word.startswith(_MARK))
            return process, ServerInfo(home, values["version"], int(values["bolt"]), int(values["http"]), process.pid)
    return None


def ended_within(seconds: float, process: Any) -> bool:
    """Whether a `psutil.Process` has ended, waiting up to ``seconds`` for it.

    Not `psutil.Process.wait`: a server that a notebook started and a terminal stops is a zombie, dead but not
    buried, for as long as the notebook lives. But dead only with its last thread: until then it holds its ports
    and the lock of its store, and a start would take another port, or fail.
    """
    psutil = extra("psutil")
    until = time.monotonic() + seconds
    while True:
        try:
            if not process.is_running():
                return True
            if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
                return True
        except psutil.NoSuchProcess:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)


def _home_mark(home: Path) -> str:
    """The home as a word that no quoting or encoding of a command line can change."""
    return hashlib.sha256(str(home).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _free(port: int) -> bool:
    with socket.socket() as probe:
        # Bound, not connected to: what only listens later, or refuses, holds its port all the same.
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that only lingers is free
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    # Where a server on all addresses does not hinder the bind above (macOS), it answers.
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) != 0


def choose_port(port: int | None, default: int, name: str) -> int:
    """The port port; without one the default port, or any free one when that is taken.

    Raises:
        GraphError: the port port is taken or not a port; ``name`` says whose it is (bolt, http).
    """
    if port is not None and not 0 < port < 65536:
        raise GraphError(f"{port} is not a port", expected="1 to 65535")
    if _free(port or default):
        return port or default
    if port is not None:
        raise GraphError(
            f"port {port} is taken by another program",
            where=f"{HOST}:{port}",
            hint=f"another --{name}-port, or none: then a free one is chosen",
        )
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int, user: str, password: str, home: Path) -> bool:
    """Whether a driver can log in on a port of this computer and run a query.

    Raises:
        GraphError: the server refuses the password, which waiting would not change.
    """
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)):
            return False
    # Only who waits for a server that listens needs the driver, which takes longer to import than all else here.
    import neo4j
    import neo4j.exceptions

    try:
        # Not by the routing scheme neo4j:// here: the driver would log each failed try as a warning.
        with (
            neo4j.GraphDatabase.driver(f"bolt://{HOST}:{port}", auth=(user, password)) as driver,
            driver.session() as session,
        ):
            session.run("RETURN 1").consume()
        return True
    except neo4j.exceptions.AuthError as error:
        raise GraphError(
            "the server refuses the password",
            where=str(home),
            hint="unset NEO4J_PASSWORD when it is another server's; or set it when the password was changed",
        ) from error
    except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError, OSError):
        return False
