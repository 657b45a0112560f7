"""What was found to differ between the stores, or to be refused without a word of what to write, and needs no server to be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from record_files import write_small

import govgraph
from govgraph.graph.cypher.foreign import instead
from govgraph.graph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.words import label_columns, parameters


@pytest.mark.parametrize(
    ("query", "columns", "sorted_columns"),
    [
        ("MATCH (n) WITH labels(n) AS l, count(*) AS c RETURN l, c", ["l", "c"], {0}),
        ("MATCH (n) WITH keys(n) AS l WITH l AS k RETURN 1 AS x, k AS `l`", ["x", "l"], {1}),
        ("MATCH (n) WITH n, labels(n) AS `a b` RETURN *", ["a b", "n"], {0}),
        ("MATCH (n) CALL (n) { RETURN labels(n) AS l } RETURN l", ["l"], {0}),
        # A name that also means something else is left as it is.
        ("MATCH (n) CALL (n) { WITH labels(n) AS l RETURN 1 AS y } WITH [2, 1] AS l RETURN l", ["l"], set()),
        ("MATCH (n) WITH labels(n)[0] AS l RETURN l", ["l"], set()),
        ("MATCH (n) WITH size(labels(n)) AS l RETURN l", ["l"], set()),
    ],
)
def test_a_column_of_labels_is_known_by_its_words(query: str, columns: list[str], sorted_columns: set[int]) -> None:
    assert label_columns(query, columns) == sorted_columns


def test_a_parameter_may_be_called_by_a_number() -> None:
    assert parameters("RETURN $1 AS a, '$2' AS b") == {"1": "query:1:8"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("names")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


def test_a_fraction_is_no_limit(graph: Graph) -> None:
    with pytest.raises(QueryError, match="LIMIT and SKIP take a whole number"):
        graph.cypher("MATCH (n:Actor) RETURN n.iri LIMIT $n", n=2.0)


@pytest.mark.parametrize(
    ("query", "where", "hint"),
    [
        ("MATCH (n) WHERE n.name LIKE 'A%' RETURN n", "query:1:24", "x STARTS WITH 'a'"),
        ("MATCH (n) WHERE n.name == 'A' RETURN n", "query:1:25", "a single ="),
        ("MATCH (n) WHERE n.name <> 'A' && true RETURN n", "query:1:31", "AND"),
        ("MATCH (n) WHERE n.tone BETWEEN 1 AND 2 RETURN n", "query:1:24", "1 <= x <= 5"),
        ("MATCH (n) WHERE n.name IN ('A', 'B') RETURN n", "query:1:31", "a list after IN"),
        ("MATCH (n) GROUP BY n.name RETURN n", "query:1:11", "which groups by x"),
        ("MATCH (n) RETURN n.name AS x, count(*) AS n HAVING n > 1", "query:1:45", "WITH x, count(*) AS n WHERE"),
        ("MATCH (n) RETURN n.name AS x ORDER BY x NULLS FIRST", "query:1:41", "ORDER BY x IS NULL, x"),
        ("SELECT name FROM actors", "query:1:1", "govgraph sql"),
        ("RETURN 1 AS x; RETURN 2 AS x", "query:1:16", "one query at a time"),
    ],
)
def test_a_word_of_another_language_is_told_with_what_to_write(graph: Graph, query: str, where: str, hint: str) -> None:
    with pytest.raises(QueryError) as error:
        graph.cypher(query)
    assert error.value.where == where
    assert hint in error.value.hint
    start = int(where.rpartition(":")[2]) - 1
    assert hint in instead(query, start, query[start:].split()[0]), "as a server's error says it"
