"""A server holds more nodes than the graph: a query that would find them is refused, with the label to write."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest
from example_queries import EXAMPLES

import govgraph
from govgraph.graph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.all_nodes import SHARED, refuse_all_nodes
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.words import has_patterns
from govgraph.graph.queries import known_names

REFUSED = [
    "MATCH (n) RETURN count(*) AS c",
    "MATCH () RETURN count(*) AS c",
    "MATCH (n:%) RETURN count(n) AS c",
    "MATCH (n), (p:Person) RETURN count(*) AS c",
    "MATCH (n:!Person) RETURN count(n) AS c",
    "MATCH (n) WHERE NOT n:Person RETURN n.iri AS i",
    "MATCH (n) WHERE n.name IS NULL RETURN count(n) AS c",
    "MATCH (n) WHERE n.name IS NOT NULL RETURN count(n) AS c",
    "MATCH (n) WHERE n.name CONTAINS 'a' RETURN count(n) AS c",
    "MATCH (n) WHERE n.status = 'complete' RETURN count(n) AS c",
    "MATCH (n) WHERE (n.iri = 'a' AND n.iri IS NULL) OR n.name IS NULL RETURN count(n) AS c",
    "MATCH (n) WHERE NOT (n)--() RETURN count(n) AS c",
    "MATCH (n) OPTIONAL MATCH (n)-->(m) RETURN count(m) AS c, count(n) AS d",
    "MATCH (n) WITH n LIMIT 3 MATCH (n)-->(m) RETURN count(m) AS c",
    "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS c } RETURN sum(c) AS c, count(n) AS d",
    "MATCH (n)-[*0..1]-(m) RETURN count(*) AS c",
    "OPTIONAL MATCH (n:!Entity) RETURN count(n) AS c",
    "MATCH (p:Person) RETURN p.iri AS i, COUNT { MATCH (n) } AS c",
]
ANSWERED = [
    "MATCH (n:Entity) RETURN count(*) AS c",
    "MATCH (n:Entity&!Person) RETURN count(*) AS c",
    "MATCH (n)-[r]->(m) RETURN count(*) AS c",
    "MATCH (n)--(m)--(o) RETURN count(*) AS c",
    "MATCH (n) WHERE (n)-[:MEMBER_OF]->() RETURN count(n) AS c",
    "MATCH (n) WHERE EXISTS { (n)<-[:MEMBER_OF]-(m) WHERE m.name IS NOT NULL } RETURN count(n) AS c",
    "MATCH (n) MATCH (n)-->(m) RETURN count(*) AS c",
    "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN m } RETURN count(m) AS c",
    "MATCH (n)-[:MEMBER_OF*1..3]->(m) RETURN count(*) AS c",
    "MATCH (n)-[:MEMBER_OF]->+(m) RETURN count(*) AS c",
    "MATCH (n {name: 'Nobody at all'}) RETURN count(n) AS c",
    "MATCH (n) WHERE n.name_en CONTAINS 'a' AND n.startDate IS NULL RETURN count(n) AS c",
    "MATCH (n) WHERE (n.name_en CONTAINS 'a' OR n.name_ru CONTAINS 'о') AND NOT n:Event RETURN count(n) AS c",
    "UNWIND ['x'] AS x MATCH (n) WHERE n.iri = x RETURN count(n) AS c",
    "OPTIONAL MATCH (n) WHERE n.iri = 'nothing' RETURN count(n) AS c",
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with govgraph.open(tmp_path_factory.mktemp("all-nodes") / "graph") as opened:
        opened.load(EXAMPLES / "central-asia")
        yield opened


def test_what_finds_nodes_outside_of_the_graph_is_refused_by_a_server(
    graph: Graph, neo4j_uri: str, neo4j_auth: tuple[str, str]
) -> None:
    push(graph.folder, Remote(neo4j_uri, neo4j_auth), progress=lambda *_: None, remove_many=True, overwrite=True)
    with Neo4jStore(neo4j_uri, neo4j_auth) as store:
        for query in ANSWERED:
            assert list(store.cypher(query)) == list(graph.cypher(query)), query
        for query in REFUSED:
            with pytest.raises(QueryError, match=r":Entity\) for every node") as told:
                store.cypher(query)
            assert told.value.where.startswith("query:1:"), query
    own = "MATCH (n) WHERE NOT n:Entity UNWIND keys(n) AS key RETURN collect(DISTINCT key) AS keys"
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=neo4j_auth) as driver:
        keys = driver.execute_query(own).records[0]["keys"]
    assert {key for key in keys if known_names.is_key(key)} <= {*SHARED}


def test_only_a_query_without_patterns_is_not_planned_first() -> None:
    """The plan shows which nodes a query finds, so every query that may find some is planned."""
    assert all(map(has_patterns, (*REFUSED, *ANSWERED)))
    for query in (
        "RETURN [(a)-[:X]->() | 1] AS x",
        "RETURN size([()--() | 1])",
        "\\u004dATCH (n) RETURN n",
        "CALL { RETURN 1 }",
    ):
        assert has_patterns(query), query
    for query in (
        "RETURN 1 - 2 < 3 AS b",
        "UNWIND [1] AS x WITH {a: (x)} AS m RETURN m.a",
        "RETURN 'MATCH (n)' // MATCH",
    ):
        assert not has_patterns(query), query


def test_the_place_and_the_variable_are_told() -> None:
    plan = {
        "operatorType": "Limit@neo4j",
        "children": [{"operatorType": "AllNodesScan@neo4j", "args": {"Details": "who"}}],
    }
    with pytest.raises(QueryError) as told:
        refuse_all_nodes("MATCH (a:Person)\nMATCH (who) RETURN who LIMIT 3", plan)
    assert (told.value.where, told.value.hint) == ("query:2:7", "(who:Entity) for every node of the graph")
