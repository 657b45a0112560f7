"""Cypher that was found to be answered wrongly: variables that are null in patterns, and CASE in calculations. Answers are counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from parity.generated import BASE, write_generated

import govgraph
from govgraph.graph.graph import Graph

pytestmark = pytest.mark.slow

NONE = "OPTIONAL MATCH (n:Agency {iri: 'none'}) "
NULLS: dict[str, list[tuple[Any, ...]]] = {
    "WITH null AS n RETURN size([(n)-->(m) | m.iri]) AS s": [(0,)],
    NONE + "RETURN size([(n)-->(m) | m.iri]) AS s, size([(m)-[:MEMBER_OF]->(n) | m.iri]) AS t": [(0, 0)],
    NONE + "MATCH (n) RETURN count(*) AS c": [(0,)],
    NONE + "MATCH (m)-[:ASSOCIATED_WITH*1..2]-(n) RETURN count(*) AS c": [(0,)],
    NONE + "MATCH (m)-[:ASSOCIATED_WITH]->(n)-->(o) RETURN count(*) AS c": [(0,)],
    NONE + "OPTIONAL MATCH (m)-[:ASSOCIATED_WITH*1..2]-(n) RETURN count(*) AS c, m": [(1, None)],
    NONE + "OPTIONAL MATCH (m:IGO), (n) RETURN count(*) AS c, m": [(1, None)],
    NONE + "RETURN EXISTS { (n) } AS a, COUNT { (n) } AS b, EXISTS { MATCH (n) } AS c": [(False, 0, False)],
    NONE + "MATCH (a:NGO) WHERE (a)--(n) RETURN count(a) AS c": [(0,)],
    NONE + "MATCH (a:NGO) WHERE NOT (a)--(n) RETURN count(a) AS c": [(2,)],
    NONE + "MATCH (a:NGO) RETURN count(CASE WHEN exists((a)--(n)) THEN 1 END) AS c": [(0,)],
    NONE + "MATCH (a:NGO) WHERE NOT EXISTS { (a)--(n) } RETURN count(a) AS c": [(2,)],
    NONE + "CALL (n) { MATCH (m)-[*1..2]-(n) RETURN count(m) AS c } RETURN c": [(0,)],
    "OPTIONAL MATCH ()-[r:FUNDS]->() MATCH (a)-[r]->(b) RETURN count(*) AS c": [(0,)],
    "OPTIONAL MATCH ()-[r:FUNDS]->() OPTIONAL MATCH (a)-[r]->(b) RETURN count(*) AS c, r, a, b": [(1, None, None, None)],
    # What is not null is found as before: c belongs to a and d, and owns itself.
    "MATCH (n:NGO {iri: $B + 'c'}) OPTIONAL MATCH (n)-[r:ASSOCIATED_WITH {type: 'owns'}]->(o:NGO) "
    "OPTIONAL MATCH (x)-[r]->(y) RETURN count(x) AS c, count(DISTINCT y) AS d": [(2, 2)],
    "MATCH (p:Person {iri: $B + 'p1'}) OPTIONAL MATCH (p)-[:MEMBER_OF]->(o) WITH DISTINCT o "
    "WHERE o IS NOT NULL OPTIONAL MATCH (q)-[:MEMBER_OF*1..1]->(o) RETURN count(DISTINCT q) AS c": [(3,)],
}  # fmt: skip
CASES = {
    "UNWIND [4] AS x RETURN CASE x WHEN 1 THEN 2 ELSE x END + 1 = 5 AS c": [(True,)],
    "UNWIND [4] AS x RETURN 0 = CASE WHEN x = 4 THEN 4 ELSE 5 END % 2 AS c": [(True,)],
    "UNWIND [4] AS x RETURN -CASE x WHEN 1 THEN 2 ELSE x END = -4 AS c": [(True,)],
    "UNWIND [4] AS x RETURN [CASE x WHEN 1 THEN 2 ELSE x END][0] + 1 = 5 AS c": [(True,)],
    "UNWIND [4] AS x RETURN CASE x WHEN 4 THEN {a: 3} END.a = 3 AS c": [(True,)],
    "MATCH (e:Event) WHERE e.startsFrom.year % 2 = 0 RETURN count(e) AS c": [(4,)],  # e1, e2, e3 in 2022 and e5 in 2000
    "UNWIND [{d: date('2021-02-03')}] AS m RETURN [m.d.year, 1][0] + 1 = 2022 AS a": [(True,)],
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("unseen")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_generated(folder / "files"))
        yield opened


@pytest.mark.parametrize("query", NULLS)
def test_a_pattern_with_null_finds_nothing(graph: Graph, query: str) -> None:
    given: dict[str, Any] = {"B": BASE} if "$B" in query else {}
    assert graph.cypher(query, **given).rows == NULLS[query]


@pytest.mark.parametrize("query", CASES)
def test_a_calculation_with_case_is_right_the_first_time(graph: Graph, query: str) -> None:
    assert graph.cypher(query).rows == CASES[query]
