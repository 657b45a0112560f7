"""The commands that errors suggest, complete enough to be pasted into a shell."""

from __future__ import annotations

import shlex

from govgraph.graph.folder import Folder
from govgraph.graph.neo4j.connect import Remote


def command(name: str, folder: Folder, remote: Remote, *options: str) -> str:
    """A command between a folder and a database.

    Args:
        name: ``push``, ``pull`` or ``sync``.
        options: such as ``--yes``.

    Example:
        >>> from pathlib import Path
        >>> command("push", Folder(Path("/my graph")), Remote("neo4j://localhost", ("neo4j", "x")), "--yes")
        "govgraph push neo4j://localhost --graph '/my graph' --yes"
    """
    return shlex.join(["govgraph", name, str(remote), "--graph", str(folder.path), *options])
