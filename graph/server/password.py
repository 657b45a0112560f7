"""Setting the password of a local server before its first start, so that nobody but its owner can read it."""

from __future__ import annotations

import os
from pathlib import Path

from govgraph.graph.errors import GraphError
from govgraph.graph.server import java


def set_password(password: str, file: Path, home: Path, jars: Path) -> None:
    """Write a password to its file, then set it for the server, which must not have been started yet.

    Args:
        password: any text of printable characters.
        file: the file of the password, which is replaced.
        home: the server's home folder.
        jars: the folder of the server's jars.

    Raises:
        GraphError: Neo4j refuses the password. The file is removed then.
    """
    file.unlink(missing_ok=True)
    _write_private(file, password + "\n")
    # Passed in a file of arguments, because every user of the computer can read a command line.
    arguments = home / "run" / "password.args"
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    arguments.unlink(missing_ok=True)
    try:
        _write_private(arguments, f'{java.ADMIN} dbms set-initial-password -- "{quoted}"\n')
        java.run(home, jars, f"@{arguments}")
    except GraphError:
        file.unlink()  # the next start must not use a password that Neo4j refuses
        raise
    finally:
        arguments.unlink(missing_ok=True)


def _write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read (on Windows: only the owner of the folder)."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
