"""Java processes on a server's home folder: the server itself, and Neo4j's own commands.

Java is started with Neo4j's entry point itself and not with its launcher, which would stay beside it as a
second Java (and garbles a home folder whose name is not ASCII). So a server is one process, which any other
process finds by its command line (`process`): no state file, hence none that can be stale.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from govgraph.graph.errors import GraphError
from govgraph.graph.server.install import entry_point, java_home
from govgraph.graph.server.process import ServerInfo, marks
from govgraph.graph.server.settings import JAVA_OPTIONS

ADMIN = "org.neo4j.server.startup.Neo4jAdminCommand"
"""The Java class of the command ``neo4j-admin``."""


def run(home: Path, jars: Path, *arguments: str, folder: Path | None = None) -> str:
    ended = subprocess.run(
        [java_home() / "bin" / "java", "-cp", jars / "*", *arguments],
        cwd=folder or home,
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if ended.returncode:
        printed = f"{ended.stdout}\n{ended.stderr}".strip()
        raise GraphError(f"neo4j-admin failed (exit code {ended.returncode}):\n{printed}", where=str(home))
    return ended.stdout


def launch(jars: Path, info: ServerInfo, heap: str, log: Path) -> subprocess.Popen[bytes]:
    command = [
        str(java_home() / "bin" / "java"),
        *marks(info),
        f"-Xmx{heap}",
        *JAVA_OPTIONS,
        "-cp",
        os.pathsep.join([str(info.home / "plugins" / "*"), str(jars / "*")]),
        entry_point(jars),
        f"--home-dir={info.home}",
        f"--config-dir={info.home / 'conf'}",
        "--console-mode",
    ]
    # A session of its own: Ctrl-C in the terminal that started it is not meant for the server.
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
    # NEO4J_URI and NEO4J_PASSWORD may be another server's, and are not this one's to know.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    environment |= {
        "JAVA_HOME": str(java_home()),
        "NEO4J_HOME": str(home),
        "NEO4J_CONF": str(home / "conf"),
    }
    if sys.platform == "linux":
        environment["LC_ALL"] = "C.UTF-8"  # without a UTF-8 locale Java cannot open such a folder at all
    return environment
