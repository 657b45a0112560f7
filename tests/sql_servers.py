"""Servers of PostgreSQL and MariaDB for the tests of databases: started where the programs are installed, thrown away at the end.

Both listen on a free port of this machine only. PostgreSQL refuses to run as root, so root starts it as the user ``postgres``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SECRET = "s3cret-of-the-reader"
"""The password of every user."""
_SECONDS = 120


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _program(name: str) -> str:
    """The path of a program, which distributions may put beside the usual folders."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/libexec")
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found and not versions:
        pytest.skip(f"{name} is not installed")
    return found or str(versions[-1])


def _user(name: str) -> str | None:
    """The user to run a server as: None for ourselves, unless we are root."""
    if os.geteuid():
        return None
    try:
        pwd.getpwnam(name)
    except KeyError:
        pytest.skip(f"there is no user {name}, and the server does not run as root")
    return name


@contextmanager
def _folder(owner: str | None) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="govgraph-sql-"))
    try:
        if owner:
            shutil.chown(path, owner)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _running(command: list[str], user: str | None, port: int, log: Path) -> Iterator[None]:
    with log.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, user=user, cwd=log.parent)
    try:
        until = time.monotonic() + _SECONDS
        while True:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None or time.monotonic() > until:
                pytest.fail(f"{command[0]} did not start: {log.read_text()[-2000:]}")
            time.sleep(0.2)
        yield
    finally:
        server.send_signal(signal.SIGINT if "postgres" in command[0] else signal.SIGTERM)  # without waiting for clients
        server.wait(_SECONDS)


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server; the address of its database ``ministry`` for the user who owns it."""
    initdb, program, user, port = _program("initdb"), _program("postgres"), _user("postgres"), _free_port()
    with _folder(user) as folder:
        password = folder / "password"
        password.write_text(SECRET)
        password.chmod(0o644)
        making = [initdb, "-D", str(folder / "data"), "-U", "owner", "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8", "--no-sync"]  # fmt: skip
        subprocess.run(making, check=True, capture_output=True, user=user, cwd=folder)
        running = [program, "-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-F"]
        with _running(running, user, port, folder / "log"):
            yield f"postgresql://owner:{SECRET}@127.0.0.1:{port}/postgres"


@contextmanager
def mariadb() -> Iterator[str]:
    """A MariaDB server; the address of its database ``ministry`` for the user who owns it."""
    install, program, user, port = _program("mariadb-install-db"), _program("mariadbd"), _user("mysql"), _free_port()
    with _folder(user) as folder:
        data = folder / "data"
        making = [
            install,
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ]
        subprocess.run(making, check=True, capture_output=True, user=user, cwd=folder)
        first = folder / "first.sql"
        first.write_text(
            # Each statement stands on a line, or only the first is carried out.
            f"CREATE DATABASE ministry CHARACTER SET utf8mb4;\nCREATE USER owner@'%' IDENTIFIED BY '{SECRET}';\n"
            "GRANT ALL ON *.* TO owner@'%';\n"
        )
        running = [
            program, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s",
            f"--init-file={first}", "--skip-name-resolve", f"--pid-file={folder}/pid",
        ]  # fmt: skip
        with _running(running, user, port, folder / "log"):
            yield f"mysql://owner:{SECRET}@127.0.0.1:{port}/ministry"
