"""The life of a local Neo4j Community server: prepare a home folder, start, wait, look, stop.

It exists so that someone without Java, Docker or an administrator can still have the real Neo4j; a team's
server is a matter of ``compose.yaml`` or of an address in ``NEO4J_URI``. What is fetched, and its licences
(GPL, so never a part of our wheel), are in `install`.

Java is started with Neo4j's entry point itself and not with its launcher, which would stay beside it as a
second Java (and garbles a home folder whose name is not ASCII). So a server is one process, which any other
process finds by its command line (`process`): no state file, hence none that can be stale.

The server listens on 127.0.0.1 only, sends no usage reports, and its password is generated, never a default.
On Windows a stop is a hard one (there is no SIGTERM); Neo4j then recovers from its log at the next start.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import platformdirs

from govgraph.graph.errors import GraphError
from govgraph.graph.files import locked
from govgraph.graph.server import java
from govgraph.graph.server.defaults import BOLT_PORT, HEAP, HTTP_PORT, LTS, PAGE_CACHE
from govgraph.graph.server.install import Tell, exact_version, extra, install, java_home
from govgraph.graph.server.process import ServerInfo, answers, choose_port, ended_within, find
from govgraph.graph.server.settings import MemorySizes, check_added, write_settings

USER = "neo4j"
_TAIL_LINES = 20
_LOCK_WAIT_SECONDS = 180.0
_KILL_SECONDS = 20.0


def default_home(version: str = LTS) -> Path:
    """The folder of this user's own server of a version: its data, logs, settings and password."""
    return platformdirs.user_data_path("govgraph", appauthor=False) / "neo4j" / exact_version(version)


class Neo4jServer:
    """A Neo4j Community server in a folder of its own.

    Args:
        home: the folder, made when missing; by default `default_home` of the version.
        version: a release or an alias, see `install.exact_version`.
        cache: where fetched jars are kept; by default `install.default_cache`.
        mirror: a Maven repository to fetch from, see `install.install`.

    Raises:
        GraphError: the text is not a version.

    Example:
        >>> import tempfile
        >>> print(Neo4jServer(tempfile.mkdtemp()).status())
        None
    """

    def __init__(
        self,
        home: Path | str | None = None,
        version: str = LTS,
        *,
        cache: Path | None = None,
        mirror: str | None = None,
    ) -> None:
        self.version = exact_version(version)
        # Resolved, so that one folder reached by two names is one server.
        self.home = Path(home or default_home(version)).expanduser().resolve()
        self._cache, self._mirror = cache, mirror

    @property
    def log(self) -> Path:
        """The file with everything the server printed, over all its starts (UTF-8)."""
        return self.home / "logs" / "console.log"

    @property
    def password_file(self) -> Path:
        """The file with the password of the first start, readable by its owner only."""
        return self.home / "password"

    @property
    def user(self) -> str:
        """The name to log in with."""
        return USER

    @property
    def password(self) -> str:
        """The password: of the environment variable ``NEO4J_PASSWORD``, else of the home's file.

        Raises:
            GraphError: there is none yet.
        """
        try:
            return os.environ.get("NEO4J_PASSWORD") or self.password_file.read_text("utf-8").strip()
        except OSError as error:
            raise GraphError(
                f"no password is known for this server: {error.strerror}",
                where=str(self.password_file),
                hint="govgraph neo4j start (the first start makes one), or set NEO4J_PASSWORD",
            ) from error

    def log_tail(self, lines: int = _TAIL_LINES) -> str:
        """The last lines of the log; empty when there is none."""
        try:
            return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""

    def status(self) -> ServerInfo | None:
        """The server that runs in this home, or None.

        Raises:
            GraphError: the extra ``neo4j-server`` is not installed.
        """
        running = find(self.home)
        return running[1] if running else None

    def start(
        self,
        *,
        bolt_port: int | None = None,
        http_port: int | None = None,
        heap: str = HEAP,
        page_cache: str = PAGE_CACHE,
        settings: Mapping[str, str] | None = None,
        timeout: float = 120.0,
        progress: Tell | None = None,
    ) -> ServerInfo:
        """Starts the server, fetching it first when needed, and waits until a driver can run a query.

        A server that runs here already is left as it is, and returned.

        Args:
            bolt_port: the port for drivers; by default 7687, or any free one when that is taken.
            http_port: the port of the HTTP API; by default 7474, or any free one.
            heap: the largest Java heap, as a number and k, m or g.
            page_cache: the memory for the store's pages, in the same form.
            settings: more of Neo4j's own, as ``{"db.memory.transaction.max": "64m"}``, for this start only. Not those
                that govgraph writes itself: addresses, ports, memory and what keeps the server private.
            timeout: seconds to wait for the first answer, not counting the fetch.
            progress: called with a line of text now and then.

        Raises:
            GraphError: the extra is not installed, the server could not be fetched, a wanted port is taken, a setting
                is none that can be written, another version runs in this home, or the server ended or gave no answer in time (the error
                has the end of its log; nothing is left running).
        """
        sizes = MemorySizes(heap, page_cache)
        added = dict(settings or {})
        check_added(added)
        say = progress or (lambda _line: None)
        self._make_home()
        with locked(
            self.home / ".lock", f"starting or stopping Neo4j in {self.home}", wait=timeout + _LOCK_WAIT_SECONDS
        ):
            running = self.status()
            if running:
                if running.version != self.version:
                    raise GraphError(
                        f"Neo4j {running.version} (not {self.version}) is running here",
                        where=str(self.home),
                        hint="govgraph neo4j stop, then start; or another --home",
                    )
                return replace(running, already_running=True)
            java_home()  # says what is missing before 130 MB are fetched
            jars = install(self.version, cache=self._cache, mirror=self._mirror, progress=progress)
            info = ServerInfo(
                self.home,
                self.version,
                bolt_port=choose_port(bolt_port, BOLT_PORT, "bolt"),
                http_port=choose_port(http_port, HTTP_PORT, "http"),
                pid=0,
            )
            write_settings(jars, info, sizes, added)
            first = not (self.home / "data" / "dbms" / "auth.ini").exists()
            if first:
                say("setting the password")
                self._set_password(jars)
            say(f"starting Neo4j {self.version}")
            process = java.launch(jars, info, heap, self.log)
            ready = False
            try:
                self._wait(process, info, timeout, say)
                ready = True
            finally:
                if not ready:  # also on Ctrl-C: a start that failed leaves nothing behind
                    process.kill()
                    process.wait()
            # It is meant to outlive this object, which is not the neglect that Popen would warn of.
            process.returncode = 0
            return replace(info, pid=process.pid, first_start=first)

    def stop(self, *, grace: float = 30.0) -> Literal["stopped", "killed", "not running"]:
        """Stops the server and waits until its process is gone.

        Args:
            grace: seconds that it has to stop by itself (SIGTERM) before it is killed. A killed server loses
                nothing that was committed; its next start takes longer.

        Raises:
            GraphError: the extra is not installed, or the process is another user's or does not end.
        """
        if not self.home.exists():
            return "not running"
        with locked(self.home / ".lock", f"starting or stopping Neo4j in {self.home}", wait=_LOCK_WAIT_SECONDS):
            running = find(self.home)
            if not running:
                return "not running"
            process, info = running
            psutil = extra("psutil")
            try:
                process.terminate()
                if ended_within(grace, process):
                    return "stopped"
                process.kill()
                if ended_within(_KILL_SECONDS, process):
                    return "killed"
            except psutil.NoSuchProcess:
                return "stopped"
            except psutil.AccessDenied as error:
                raise GraphError(f"process {info.pid} is another user's", where=str(self.home)) from error
            raise GraphError(f"process {info.pid} does not end", where=str(self.home))

    def admin(self, *arguments: str, folder: Path | None = None) -> str:
        """Runs a ``neo4j-admin`` command from the same jars, while the server is stopped.

        Args:
            arguments: the command, such as ``"database", "import", "full", "neo4j", ...``.
            folder: its working directory, on which paths in the arguments rest; by default the home.

        Returns:
            What the command printed.

        Raises:
            GraphError: the server is running, or the command failed (the error has what it printed).
        """
        self._make_home()
        with locked(self.home / ".lock", f"starting or stopping Neo4j in {self.home}", wait=_LOCK_WAIT_SECONDS):
            if self.status():
                raise GraphError("the server is running", where=str(self.home), hint="govgraph neo4j stop")
            jars = install(self.version, cache=self._cache, mirror=self._mirror)
            if not (self.home / "conf" / "neo4j.conf").exists():
                unused = ServerInfo(self.home, self.version, BOLT_PORT, HTTP_PORT, pid=0)
                write_settings(jars, unused, MemorySizes(), {})
            return java.run(self.home, jars, java.ADMIN, *arguments, folder=folder)

    def _make_home(self) -> None:
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in ("conf", "data", "logs", "plugins", "import", "run"):
                (self.home / name).mkdir(exist_ok=True)
        except OSError as error:
            raise GraphError(f"cannot make the server's folder: {error.strerror}", where=str(self.home)) from error

    def _set_password(self, jars: Path) -> None:
        """Keeps the password in its file, then gives it to the server, which must not have been started yet."""
        try:
            password = self.password
        except GraphError:
            password = secrets.token_hex(16)  # needs no quoting in a shell or an address
        self.password_file.unlink(missing_ok=True)
        _write_private(self.password_file, password + "\n")
        # By a file of arguments: what stands on a command line can be read by every user of the computer.
        arguments = self.home / "run" / "password.args"
        quoted = password.replace("\\", "\\\\").replace('"', '\\"')
        arguments.unlink(missing_ok=True)
        try:
            _write_private(arguments, f'{java.ADMIN} dbms set-initial-password -- "{quoted}"\n')
            java.run(self.home, jars, f"@{arguments}")
        except GraphError:
            self.password_file.unlink()  # a password that Neo4j does not take must not stay for the next start
            raise
        finally:
            arguments.unlink(missing_ok=True)

    def _wait(self, process: subprocess.Popen[bytes], info: ServerInfo, timeout: float, say: Tell) -> None:
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < timeout:
            if process.poll() is not None:
                raise GraphError(
                    f"Neo4j {self.version} ended before it was ready (exit code {process.returncode}); "
                    f"the end of its log:\n{self.log_tail()}\n",
                    where=str(self.log),
                    hint="--heap with less memory when it says so; the log for anything else",
                )
            if answers(info.bolt_port, self.user, self.password, self.home):
                return
            say(f"waiting for Neo4j {self.version} to answer ({waited:.0f} s)")
            time.sleep(0.25)
        raise GraphError(
            f"Neo4j {self.version} gave no answer within {timeout:.0f} s; the end of its log:\n{self.log_tail()}\n",
            where=str(self.log),
            hint="--timeout with more seconds",
        )


def _write_private(path: Path, text: str) -> None:
    """Writes a new file that only its owner can read (on Windows: that the folder's owner can)."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
