"""A version that is held open: what a graph keeps in memory of it, each part read when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from govgraph.graph.build.manifest import read_manifest
from govgraph.graph.damage import of_version, refuse
from govgraph.graph.folder import Folder

if TYPE_CHECKING:
    from govgraph.graph.find.search import Names
    from govgraph.graph.stores.table_files import TableFiles


class Open:
    """A version that is held open.

    Args:
        path: the folder of the version.
        lock: its lock, which keeps the version until it is closed.
        folder: the graph's folder.

    Raises:
        Damaged: a file of the version has not the size that it was made with.
    """

    def __init__(self, path: Path, lock: IO[str], folder: Folder) -> None:
        self.path, self.lock, self.folder = path, lock, folder
        refuse(of_version(folder, path, hashes=False))
        self.languages = folder.settings().languages

    @cached_property
    def tables(self) -> TableFiles:
        """The files of its tables and records, as SQL is asked over them."""
        from govgraph.graph.stores.table_files import table_files

        loads = [read_manifest(self.folder.records / name) for name in self.folder.facts(self.path)["loads"]]
        return table_files(self.folder.path, self.path, loads, self.languages)

    @cached_property
    def other_iris(self) -> dict[str, str]:
        """The other IRIs that actors have in the records, each with the IRI of now."""
        from govgraph.graph.identity.kept import other_iris

        return other_iris(self.path)

    @cached_property
    def names(self) -> Names:
        """The text in which things are found."""
        from govgraph.graph.find.search import Names

        return Names(self.path, self.languages)

    def close(self) -> None:
        """Let the version go."""
        self.lock.close()
