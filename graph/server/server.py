"""The life of a local Neo4j Community server: prepare its home folder, start it, wait for it, look at it, stop it.

With it a person without Java, Docker or an administrator can still use the real Neo4j. (A team runs a server with
``compose.yaml``, or names an existing one in ``NEO4J_URI``.) What is fetched, and under which licences, is in `install`.

The server listens on 127.0.0.1 only, sends no usage reports, and gets a generated password, never a default one.
On Windows, which has no SIGTERM, stopping kills the server; Neo4j then recovers from its log at the next start.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import subprocess
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import platformdirs

from govgraph.graph.errors import GraphError
from govgraph.graph.files import locked
from govgraph.graph.server import archive, java
from govgraph.graph.server.defaults import BOLT_PORT, HEAP, HTTP_PORT, LTS, PAGE_CACHE
from govgraph.graph.server.folders import make_home
from govgraph.graph.server.install import Tell, exact_version, extra, install, java_home
from govgraph.graph.server.password import set_password
from govgraph.graph.server.process import ServerInfo, answers, ask, choose_port, ended_within, find, listens
from govgraph.graph.server.settings import HTTP_ENABLED, MemorySizes, check_added, write_settings

USER = "neo4j"
_TAIL_LINES = 20
_LOCK_WAIT_SECONDS = 180.0
_KILL_SECONDS = 20.0


def default_home(version: str = LTS) -> Path:
    """The home folder of this user's server of a version, with its data, logs, settings and password."""
    return platformdirs.user_data_path("govgraph", appauthor=False) / "neo4j" / exact_version(version)


class Neo4jServer:
    """A Neo4j Community server in a home folder of its own.

    Args:
        home: the home folder, created if it is missing; by default `default_home` of the version.
        version: a release or an alias, see `install.exact_version`.
        cache: the folder for fetched jars; by default `install.default_cache`.
        mirror: the URL of a Maven repository to fetch from, see `install.install`.
        insecure_mirror: allow a mirror over plain http.
        unpinned: allow a release whose files cannot be checked.

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
        insecure_mirror: bool = False,
        unpinned: bool = False,
    ) -> None:
        self.version = exact_version(version)
        # Resolved, so that a folder with two names is still one server.
        self.home = Path(home or default_home(version)).expanduser().resolve()
        self._install = partial(
            install, self.version, cache=cache, mirror=mirror, insecure_mirror=insecure_mirror, unpinned=unpinned
        )

    @property
    def log(self) -> Path:
        """The file with everything that the server has printed since its first start (UTF-8)."""
        return self.home / "logs" / "console.log"

    @property
    def password_file(self) -> Path:
        """The file with the password that the first start set; only its owner can read it."""
        return self.home / "password"

    @property
    def user(self) -> str:
        """The name to log in with."""
        return USER

    @property
    def password(self) -> str:
        """The password: the environment variable ``NEO4J_PASSWORD`` if it is set, else the content of the password file.

        Raises:
            GraphError: neither exists.
        """
        try:
            return os.environ.get("NEO4J_PASSWORD") or self.password_file.read_text("utf-8").strip()
        except OSError as error:
            raise GraphError(
                f"no password is known for this server: {error.strerror}",
                where=str(self.password_file),
                hint="govgraph neo4j start (the first start generates a password), or set NEO4J_PASSWORD",
            ) from error

    def log_tail(self, lines: int = _TAIL_LINES) -> str:
        """The last lines of the log; empty if there is no log."""
        try:
            return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""

    def status(self) -> ServerInfo | None:
        """The server that is running in this home, or None.

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
        """Start the server, after fetching it if needed, and wait until a driver can run a query.

        If the server is already running in this home, it is left as it is and returned.

        Args:
            bolt_port: the port for drivers; by default 7687, or any free port if that is taken.
            http_port: the port of the HTTP API; by default 7474, or any free port if that is taken.
            heap: the largest size of the Java heap, as a number and k, m or g.
            page_cache: the memory that caches pages of the database's files, in the same form.
            settings: more settings of Neo4j for this start only, such as ``{"db.memory.transaction.max": "64m"}``. Those that
                govgraph sets itself are refused: addresses, ports, memory and what keeps the server private.
            timeout: seconds to wait for the first answer, not counting the fetch.
            progress: called now and then with a line of text.

        Raises:
            GraphError: the extra is not installed; the server cannot be fetched; a given port is taken; a setting is refused;
                another version is running in this home; or the server ended, or did not answer in time. In the last case
                the error contains the end of the log, and nothing is left running.
        """
        sizes, added = MemorySizes(heap, page_cache), dict(settings or {})
        check_added(added)
        say = progress or (lambda _line: None)
        make_home(self.home)
        with locked(
            self.home / ".lock", f"starting or stopping Neo4j in {self.home}", wait=timeout + _LOCK_WAIT_SECONDS
        ):
            running = self.status()
            if running:
                if running.version != self.version:
                    raise GraphError(
                        f"Neo4j {running.version} (not {self.version}) is running here",
                        where=str(self.home),
                        hint=f"{self._stop_command}, then start again; or choose another --home",
                    )
                return replace(running, already_running=True)
            java_home()  # reports a missing extra before 130 MB are fetched
            jars = self._install(progress=progress)
            with contextlib.ExitStack() as ports:
                info = ServerInfo(
                    self.home,
                    self.version,
                    bolt_port=choose_port(bolt_port, BOLT_PORT, "bolt", ports),
                    http_port=choose_port(http_port, HTTP_PORT, "http", ports),
                    pid=0,
                )
                process, first = self._launch(jars, info, sizes, added, timeout, say)
            # Popen warns if a process outlives it, unless it has a return code. Here the process is meant to.
            process.returncode = 0
            return replace(info, pid=process.pid, first_start=first)

    def stop(self, *, grace: float = 30.0) -> Literal["stopped", "killed", "not running"]:
        """Stop the server, and wait until its process has ended.

        Args:
            grace: seconds that the server has to stop by itself (SIGTERM) before it is killed. A killed server loses
                nothing that was committed, but its next start takes longer.

        Raises:
            GraphError: the extra is not installed; or the process belongs to another user, or does not end.
        """
        if not self.home.exists():
            return "not running"
        with locked(self.home / ".lock", f"starting or stopping Neo4j in {self.home}", wait=_LOCK_WAIT_SECONDS):
            running = find(self.home)
            if not running:
                return "not running"
            process, info = running
            psutil, where = extra("psutil"), str(self.home)
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
                raise GraphError(f"process {info.pid} is not yours", where=where, hint="stop it as its user") from error
            raise GraphError(f"process {info.pid} does not end", where=where, hint=f"kill -9 {info.pid}")

    def admin(self, *arguments: str, folder: Path | None = None) -> str:
        """Run a command of ``neo4j-admin`` on this home while the server is stopped.

        Args:
            arguments: the command, such as ``"database", "import", "full", "neo4j", ...``.
            folder: the working directory, to which paths in the arguments are relative; by default the home.

        Returns:
            what the command printed.

        Raises:
            GraphError: the server is running, or the command failed (the error contains what it printed).
        """
        make_home(self.home)
        with locked(self.home / ".lock", f"starting or stopping Neo4j in {self.home}", wait=_LOCK_WAIT_SECONDS):
            if self.status():
                raise GraphError("the server is running", where=str(self.home), hint=self._stop_command)
            jars = self._install()
            if not (self.home / "conf" / "neo4j.conf").exists():
                unused = ServerInfo(self.home, self.version, BOLT_PORT, HTTP_PORT, pid=0)
                write_settings(jars, unused, MemorySizes(), {})
            return java.run(self.home, jars, java.ADMIN, *arguments, folder=folder)

    @property
    def _stop_command(self) -> str:
        return shlex.join(["govgraph", "neo4j", "stop", "--home", str(self.home)])

    def _set_password(self, jars: Path) -> None:
        try:
            password = self.password
        except GraphError:
            password = secrets.token_hex(16)  # needs no quoting in a shell or a URI
        set_password(password, self.password_file, self.home, jars)

    def _launch(
        self, jars: Path, info: ServerInfo, sizes: MemorySizes, added: Mapping[str, str], timeout: float, say: Tell
    ) -> tuple[subprocess.Popen[bytes], bool]:
        """The process of the server, which answers, and whether this was the first start in this home."""
        write_settings(jars, info, sizes, added)
        first = not (self.home / "data" / "dbms" / "auth.ini").exists()
        if first:
            say("setting the password")
            self._set_password(jars)
        say(f"starting Neo4j {self.version}")
        process = java.launch(jars, info, sizes.heap, self.log)
        try:
            self._wait(process, info, timeout, say, http=added.get(HTTP_ENABLED, "true").strip().lower() != "false")
            archive.keep(process.pid, jars, say, partial(ask, info.bolt_port, self.user, self.password))
        except BaseException:  # also Ctrl-C: a failed start leaves no process behind
            process.kill()
            process.wait()
            raise
        return process, first

    def _wait(
        self, process: subprocess.Popen[bytes], info: ServerInfo, timeout: float, say: Tell, *, http: bool
    ) -> None:
        started = time.monotonic()
        while (waited := time.monotonic() - started) < timeout:
            if process.poll() is not None:
                raise GraphError(
                    f"Neo4j {self.version} ended before it was ready (exit code {process.returncode}); "
                    f"the end of its log:\n{self.log_tail()}\n",
                    where=str(self.log),
                    hint="if the log says that memory is short, start with a smaller --heap",
                )
            # HTTP comes last. Until its port is bound, another server that starts must not choose it.
            if answers(process.pid, info.bolt_port, self.user, self.password, self.home) and (
                not http or listens(process.pid, info.http_port)
            ):
                return
            say(f"waiting for Neo4j {self.version} to answer ({waited:.0f} s)")
            time.sleep(0.25)
        raise GraphError(
            f"Neo4j {self.version} gave no answer within {timeout:.0f} s; the end of its log:\n{self.log_tail()}\n",
            where=str(self.log),
            hint="start with a larger --timeout",
        )
