"""What a graph folder remembers of a Neo4j database that it was pushed to or pulled from: the loads that it last saw there.

From this a later push, pull or sync can tell which side has loaded or unloaded something since, so that neither side undoes
the other's work without being told to.
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
        file: where it is kept.
        graph: the name of the graph that the database held; empty: nothing is remembered.
        loads: the loads of the database when this folder last pushed to it or pulled from it.
    """

    file: Path
    graph: str = ""
    loads: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Folder, remote: Remote) -> Memory:
        """What a folder remembers; nothing if the file is missing or damaged: pushes and pulls then refuse more often."""
        key = hashlib.sha256(str(remote).encode()).hexdigest()[:12]
        file = folder.path / "remotes" / f"{key}.json"
        try:
            content = json.loads(file.read_text("utf-8"))
            return cls(file, str(content["graph"]), frozenset(map(str, content["loads"])))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(file)

    def seen(self, state: State) -> frozenset[str]:
        """The loads that this folder has seen in the database; none if the database now holds another graph."""
        return self.loads if self.graph and self.graph == state.graph else frozenset()

    def keep(self, state: State) -> None:
        """Remember the graph and the loads of this state."""
        self.graph, self.loads = state.graph, frozenset(state.loads)
        self.file.parent.mkdir(exist_ok=True)
        new = self.file.with_suffix(".tmp")
        new.write_text(json.dumps({"graph": self.graph, "loads": sorted(self.loads)}), "utf-8")
        new.replace(self.file)
