"""Running Neo4j servers on this computer: finding their processes, choosing ports, waiting for an answer.

Separate from the server's life because this is about the computer and not about a home folder. Only the process table
records which servers run: the command line of each server carries marks with its home, version and ports. So there is no state
file that could be out of date, and a process that happens to get the process number of a dead server is never mistaken for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from govgraph.graph.errors import Busy, GraphError
from govgraph.graph.files import locked
from govgraph.graph.server.install import extra

HOST = "127.0.0.1"

_MARK = "-Dgovgraph.neo4j."


@dataclass(frozen=True)
class ServerInfo:
    """A running server.

    Attributes:
        home: the home folder of the server.
        version: the release that is running.
        bolt_port: the TCP port for drivers.
        http_port: the TCP port of the HTTP API.
        pid: the process number.
        already_running: whether the server was running before `Neo4jServer.start` was called.
        first_start: whether this was the first start in this home, which sets the password.
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
        """The URI for drivers, and for ``NEO4J_URI``."""
        return f"neo4j://{HOST}:{self.bolt_port}"

    @property
    def http_url(self) -> str:
        """The URL of the HTTP API."""
        return f"http://{HOST}:{self.http_port}"


def marks(info: ServerInfo) -> list[str]:
    """The marks on the command line of a server's Java process, by which `find` recognises it (``pid`` is not used).

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
    """The running server of a home, as a `psutil.Process` and what its marks say; None if no server is running there.

    Args:
        home: a resolved path.

    Raises:
        GraphError: the extra ``neo4j-server`` is not installed.
    """
    mark = f"{_MARK}home={_home_mark(home)}"
    for process in extra("psutil").process_iter(["cmdline"]):
        # None if this user may not see the command line; empty if the process has ended.
        words = process.info["cmdline"] or []
        if mark in words:
            values = dict(word.removeprefix(_MARK).split("=", 1) for word in words if word.startswith(_MARK))
            return process, ServerInfo(home, values["version"], int(values["bolt"]), int(values["http"]), process.pid)
    return None


def ended_within(seconds: float, process: Any) -> bool:
    """Wait up to ``seconds`` for a `psutil.Process` to end, and return whether it has ended.

    `psutil.Process.wait` would not do. If a notebook started the server and a terminal stops it, its process stays in the process table as
    a zombie until the notebook ends. But a zombie has ended only when its last thread has: until then it holds its ports and the
    lock of its database, and a new start would take another port, or fail.
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
    """The home as a hash, which no quoting or encoding of a command line can change."""
    return hashlib.sha256(str(home).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _free(port: int) -> bool:
    with socket.socket() as probe:
        # Bind rather than connect: a program that does not listen yet, or refuses connections, still occupies its port.
        if sys.platform != "win32":
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # a port of a connection that was just closed is free
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    # On macOS the bind above succeeds even if a server listens on all addresses. Such a server answers.
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) != 0


def choose_port(port: int | None, default: int, name: str, kept: contextlib.ExitStack) -> int:
    """The given port; if none is given the default port, or any free port if the default is taken.

    That a port is free can only be seen by releasing it again, and then a server needs seconds to bind it. So the choice is kept
    by a lock of this user's: two servers that start at the same moment do not choose the same port.

    Args:
        port: the port that a person asked for, if any.
        default: the port to prefer if none was asked for.
        name: ``bolt`` or ``http``, for the error's hint.
        kept: holds the lock of the port. To be closed when the server has bound it, or has ended.

    Raises:
        GraphError: the given port is taken, or is not a port.
    """
    if port is not None and not 0 < port < 65536:
        raise GraphError(f"{port} is not a port", expected="1 to 65535")
    if _keep(port or default, kept):
        return port or default
    if port is not None:
        raise GraphError(
            f"port {port} is taken by another program, or by a server that is starting",
            where=f"{HOST}:{port}",
            hint=f"choose another --{name}-port; without this option a free port is chosen",
        )
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            any_port = int(probe.getsockname()[1])
        if _keep(any_port, kept):
            return any_port


def _keep(port: int, kept: contextlib.ExitStack) -> bool:
    """Whether the port is free; if it is, it is ours from now on among the servers of this user."""
    folder = platformdirs.user_data_path("govgraph", appauthor=False) / "neo4j" / "ports"
    lock = contextlib.ExitStack()
    try:
        lock.enter_context(locked(folder / f"{port}.lock", f"starting a server at port {port}", wait=0))
    except Busy:
        return False
    if not _free(port):
        lock.close()
        return False
    kept.push(lock)
    return True


def listens(pid: int, port: int) -> bool:
    """Whether it is this process, which must be of this user, that listens at a port of this computer."""
    psutil = extra("psutil")
    try:
        connections = psutil.Process(pid).net_connections("tcp")
    except psutil.Error:  # it has ended
        return False
    return any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in connections)


def answers(pid: int, port: int, user: str, password: str, home: Path) -> bool:
    """Whether a driver can log in at a server of this computer and run a query.

    Args:
        pid: the process number of the server.
        port: the port that it was told to bind. Until it has, nobody is logged in to: another program may be there.
        user: the name to log in with.
        password: the password.
        home: the server's home folder, for the error.

    Raises:
        GraphError: the server refuses the password. Waiting would not change that.
    """
    if not listens(pid, port):
        return False
    # Imported only now: waiting for a server is the only use of the driver here, and it takes longer to import than all the rest.
    import neo4j.exceptions

    try:
        ask(port, user, password, "RETURN 1")
        return True
    except neo4j.exceptions.AuthError as error:
        raise GraphError(
            "the server refuses the password",
            where=str(home),
            hint="unset NEO4J_PASSWORD if it is for another server; if the password was changed, set NEO4J_PASSWORD to it",
        ) from error
    except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError, OSError):
        return False


def ask(port: int, user: str, password: str, *queries: str) -> None:
    """Ask a server of this computer, and leave its answers unread.

    Raises:
        DriverError: of ``neo4j.exceptions``: the server does not answer.
        Neo4jError: likewise: it refuses the password or a query.
    """
    import neo4j

    off = neo4j.NotificationMinimumSeverity.OFF  # an empty database knows none of our labels, which is no news
    # Not with the routing scheme neo4j://, for which the driver would log each failed attempt as a warning.
    with (
        neo4j.GraphDatabase.driver(
            f"bolt://{HOST}:{port}", auth=(user, password), notifications_min_severity=off
        ) as driver,
        driver.session() as session,
    ):
        for query in queries:
            session.run(query).consume()
