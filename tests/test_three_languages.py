"""More than a hundred questions, asked in SPARQL, Cypher and SQL of one graph: each has the same rows in all three."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from example_queries import EXAMPLES
from parity.generated import write_generated
from parity.three_languages import QUESTIONS, Question

import govgraph
from govgraph.graph.graph import Graph

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("languages")
    with govgraph.open(folder / "graph") as opened:
        opened.load(EXAMPLES / "central-asia", write_generated(folder / "files"))
        yield opened


def _text(value: Any) -> str:
    """A value as text: numbers without zeros at the end, so that 3 and 3.0 are one."""
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{float(value):.12g}" if abs(value) < 2**53 else str(value)
    text = str(value)
    return f"{float(text):.12g}" if re.fullmatch(r"-?\d{1,15}(\.\d+)?(e-?\d+)?", text) else text


def _rows(rows: Iterable[Iterable[Any]]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(_text, row)) for row in rows)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_has_the_same_rows_in_three_languages(question: Question, graph: Graph) -> None:
    of_sparql, of_cypher, of_sql = (
        _rows(ask(text).rows)
        for ask, text in (
            (graph.sparql, question.sparql),
            (graph.cypher, question.cypher),
            (graph.sql, question.sql),
        )
    )
    assert of_sparql == of_sql
    assert of_cypher == of_sql


def test_there_are_so_many_questions_and_most_have_rows(graph: Graph) -> None:
    assert len(QUESTIONS) >= 100
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)
    empty = [question.name for question in QUESTIONS if not graph.sql(question.sql).rows]
    assert len(empty) < len(QUESTIONS) / 2, empty
