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
    """The graph in a folder or in a Neo4j database. If there is none yet, the first load creates it.

    Args:
        path: the folder, or ``neo4j://HOST:PORT/DATABASE`` (the password is ``NEO4J_PASSWORD``, or asked for). The
            default is the environment variable ``GOVGRAPH``, or else ``./govgraph-data``.
        base: for a new graph, the IRI that all IRIs made by the graph begin with.
        languages: for a new graph, the preferred languages of names, the first choice first.

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
