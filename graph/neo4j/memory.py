"""What a graph folder remembers of a Neo4j database that it was pushed to or pulled from: the loads that it saw there.

With it a later push or sync can tell what the other side has loaded or unloaded since from what this side has, so that
neither undoes the other's work without being told to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from govgraph.graph.folder import Folder
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.state import State


@dataclass(slots=True)
class Memory:
    """What a folder remembers of one database.

    Attributes:
        file: where.
        graph: the name of the graph that was there; empty: nothing is remembered.
        loads: those of the database when this folder last saw it, and took account of them.
    """

    file: Path
    graph: str = ""
    loads: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Folder, remote: Remote) -> Memory:
        """What a folder remembers; nothing where the file is missing or damaged, for it is only a help."""
        key = hashlib.sha256(str(remote).encode()).hexdigest()[:12]
        file = folder.path / "remotes" / f"{key}.json"
        try:
            content = json.loads(file.read_text("utf-8"))
            return cls(file, str(content["graph"]), frozenset(map(str, content["loads"])))

        except (OSError, ValueError, KeyError, TypeError):
            return cls(file)

    def seen(self, state: State) -> frozenset[str]:
        """The loads that this folder has seen there, if it is still the same graph that is there."""
        return self.loads if self.graph and self.graph == state.graph else frozenset()

    def keep(self, state: State) -> None:
        """Remember what the state says."""
        self.graph, self.loads = state.graph, frozenset(state.loads)
        self.file.parent.mkdir(exist_ok=True)
        new = self.file.with_suffix(".tmp")
        new.write_text(json.dumps({"graph": self.graph, "loads": sorted(self.loads)}), "utf-8")
        new.replace(self.file)
