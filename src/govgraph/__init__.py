"""govgraph: a knowledge graph of governance actors.

>>> import govgraph
>>> graph = govgraph.open("mygraph")
>>> graph.path.name
'mygraph'
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

__all__ = ["GovgraphError", "open"]


def open(path: str | Path | None = None, *, base: str = "", languages: Sequence[str] = ()) -> Graph:
    """The graph in a folder, or in a Neo4j database; either is made by the first load.

    Args:
        path: the folder, or ``neo4j://HOST:PORT/DATABASE`` (the password is ``NEO4J_PASSWORD``, or asked for); by
            default the environment's ``GOVGRAPH``, else ``./govgraph-data``.
        base: for a new graph, the IRI that its own IRIs begin with.
        languages: for a new graph, the languages in the order in which names are shown.

    Raises:
        GovgraphError: the path holds something else, or the URI is invalid.
    """
    from govgraph.graph.defaults import GRAPH
    from govgraph.graph.neo4j.uri import is_neo4j_uri

    where = str(path or os.environ.get("GOVGRAPH") or GRAPH)
    if is_neo4j_uri(where):
        from govgraph.graph.neo4j.home import Neo4jGraph

        return Neo4jGraph(where, base=base, languages=languages)
    from govgraph.graph.graph import Graph

    return Graph(where, base=base, languages=languages)
