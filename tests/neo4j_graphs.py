"""What a graph is, in the folder and in Neo4j, for the tests that compare both."""

from __future__ import annotations

import polars as pl

from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.query import Neo4jStore

NODES = "MATCH (n) RETURN n ORDER BY n.iri"
LINKS = "MATCH (a)-[r]->(b) RETURN a.iri, type(r) AS t, r, b.iri ORDER BY t, a.iri, b.iri, r.iri"
OURS = NODES.replace("(n)", "(n:Entity)")
DRAWN = LINKS.replace("(a)", "(a:Entity)").replace("(b)", "(b:Entity)")


def assert_same(graph: Graph, store: Neo4jStore) -> None:
    """The embedded graph and the server's have the same nodes and relationships, in all that they say."""
    there = list(store.cypher(OURS))
    assert there == list(graph.cypher(NODES)) and there
    assert list(store.cypher(DRAWN)) == list(graph.cypher(LINKS))


def assert_server_shows(remote: Remote, graph: Graph) -> None:
    """As `assert_same`; also for a graph that lives in Neo4j, whose own Cypher would ask the server."""
    with Neo4jStore(remote.uri, remote.auth, remote.database) as store:
        there = list(store.cypher(OURS)), list(store.cypher(DRAWN))
    assert there == (list(Graph.cypher(graph, NODES)), list(Graph.cypher(graph, LINKS)))


def content(graph: Graph) -> dict[str, object]:
    """All that a graph is: the bytes of its records and triples, and its tables as sorted rows.

    Records that no version has are not part of it: a pull that was broken off leaves them for the next."""
    found: dict[str, object] = {"triples": graph.ntriples()}
    for load in graph.folder.loads():
        for file in sorted((graph.folder.records / load).iterdir()):
            found[f"{load}/{file.name}"] = file.read_bytes()
    for file in sorted((graph.version() / "tables").glob("*.parquet")):
        rows = pl.read_parquet(file)
        found[file.stem] = sorted(map(repr, rows.iter_rows()))
    return found
