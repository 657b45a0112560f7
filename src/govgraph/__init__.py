"""govgraph: a knowledge graph of governance actors.

>>> import govgraph
>>> graph = govgraph.open("mygraph")
>>> graph.path.name
'mygraph'
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

__all__ = ["GovgraphError", "open"]


def open(path: str | Path | None = None, *, base: str = "", languages: Sequence[str] = ()) -> Graph:
    """The graph in a folder; the folder is made by the first load.

    Args:
        path: the folder; by default the environment's ``GOVGRAPH``, else ``./govgraph-data``.
        base: for a new graph, the IRI that its own IRIs begin with.
        languages: for a new graph, the languages in the order in which names are shown.

    Raises:
        GovgraphError: the path holds something else.
    """
    from govgraph.graph.graph import Graph

    return Graph(path, base=base, languages=languages)
