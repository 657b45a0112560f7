"""Java processes that work on a server's home folder: the server itself, and commands of ``neo4j-admin``.

The server is started through Neo4j's entry point, not through Neo4j's launcher, which would keep running as a second Java
process (and garbles the name of a home folder that is not ASCII). So a server is a single process, which `process` finds by its
command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from govgraph.graph.errors import GraphError
from govgraph.graph.server import archive, unsigned
from govgraph.graph.server.install import entry_point, java_home
from govgraph.graph.server.process import ServerInfo, marks
from govgraph.graph.server.settings import JAVA_OPTIONS

ADMIN = "org.neo4j.server.startup.Neo4jAdminCommand"
"""The Java class of the command ``neo4j-admin``."""


def run(home: Path, jars: Path, *arguments: str, folder: Path | None = None) -> str:
    """Run a Java class of the server's jars to its end, and return what it printed.

    Args:
        home: the server's home folder.
        jars: the folder of the jars.
        arguments: the class and its arguments.
        folder: the working directory; by default the home.

    Raises:
        GraphError: the exit code is not 0. The error contains what was printed.
    """
    process = subprocess.run(
        [java_home() / "bin" / "java", *archive.options(jars), "-cp", archive.class_path(jars), *arguments],
        cwd=folder or home,
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if process.returncode:
        printed = f"{process.stdout}\n{process.stderr}".strip()
        raise GraphError(
            f"neo4j-admin failed (exit code {process.returncode}):\n{printed}",
            where=str(home),
            hint="govgraph neo4j status",
        )
    return process.stdout


def launch(jars: Path, info: ServerInfo, heap: str, log: Path) -> subprocess.Popen[bytes]:
    """Start the server as a process that outlives this one.

    Args:
        jars: the folder of the jars.
        info: the home and ports of the server.
        heap: the largest size of the Java heap.
        log: the file to which everything that the server prints is appended.
    """
    unsigned.make(jars)
    command = [
        str(java_home() / "bin" / "java"),
        *marks(info),
        f"-Xmx{heap}",
        *JAVA_OPTIONS,
        *archive.options(jars),
        "-cp",
        # A folder without plugins stays a pattern, which is no file for Java, so the archive fits each home.
        os.pathsep.join([str(info.home / "plugins" / "*"), archive.class_path(jars)]),
        entry_point(jars),
        f"--home-dir={info.home}",
        f"--config-dir={info.home / 'conf'}",
        "--console-mode",
    ]
    # In a session of its own, so that Ctrl-C in the terminal that started the server does not stop it.
    windows_flags = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    with log.open("ab") as printed:
        return subprocess.Popen(
            command,
            cwd=info.home,
            env=_environment(info.home),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=windows_flags,
        )


def _environment(home: Path) -> dict[str, str]:
    # NEO4J_URI and NEO4J_PASSWORD may belong to another server, and this one must not see them.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    environment |= {
        "JAVA_HOME": str(java_home()),
        "NEO4J_HOME": str(home),
        "NEO4J_CONF": str(home / "conf"),
    }
    if sys.platform == "linux":
        environment["LC_ALL"] = "C.UTF-8"  # without a UTF-8 locale Java cannot open a folder whose name is not ASCII

    return environment
