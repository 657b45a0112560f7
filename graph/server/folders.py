"""The folders in the home of a Neo4j server of one's own."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.errors import GraphError


def make_home(home: Path) -> None:
    """Make the folders that a server needs; its home is for its user alone.

    Raises:
        GraphError: they cannot be made.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("conf", "data", "logs", "plugins", "import", "run"):
            (home / name).mkdir(exist_ok=True)
    except OSError as error:
        raise GraphError(
            f"cannot create the server's folder: {error.strerror}",
            where=str(home),
            hint="name another folder with --home, or free disk space",
        ) from error
