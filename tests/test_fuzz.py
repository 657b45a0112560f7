"""A fixed slice of the fuzzers of queries for SPARQL and SQL; that for Cypher is with the parity suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fuzz import mutations, sparql, sql
from parity.generated import write_generated

import govgraph
from govgraph.graph.graph import Graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("fuzz")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_generated(folder / "files"))
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("language", [sparql, sql], ids=["sparql", "sql"])
def test_a_damaged_query_ends_in_an_answer_or_an_error_of_the_query(graph: Graph, language: object) -> None:
    module, ask = (sparql, graph.sparql) if language is sparql else (sql, graph.sql)
    counts, faults = mutations.run(ask, module.queries(5), module.GOOD, count=300, timeout=5)
    assert faults == []
    assert counts[mutations.ANSWERED] > 10 and counts[mutations.REFUSED] > 100
