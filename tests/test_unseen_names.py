"""What a server's answer is sorted by, limits and parameters: what was found to differ between the stores, and needs no server to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_files import write_small

import govgraph
from govgraph.graph.errors import QueryError
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


def test_a_fraction_is_no_limit(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_small(tmp_path / "files"))
        with pytest.raises(QueryError, match="LIMIT and SKIP take a whole number"):
            graph.cypher("MATCH (n:Actor) RETURN n.iri LIMIT $n", n=2.0)
