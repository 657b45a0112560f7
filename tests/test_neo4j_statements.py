"""The Cypher that a push sends, as text: labels, types and keys are quoted words, and values are never in it.

A live server proves in other tests that these statements do what they should; here they are read, so that a changed one is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import numpy as np
import pytest
from record_files import write_small

import govgraph
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.claim import Claim
from govgraph.graph.neo4j.items import NODES, hashed
from govgraph.graph.neo4j.plan import CREATE, KEEP, Plan, vocabulary
from govgraph.graph.neo4j.send import Row, Sender
from govgraph.graph.neo4j.write import Writing
from govgraph.graph.progress import silent
from govgraph.graph.property_graph.projected import projected_tables

OFFICIAL = "Actor Entity Official Person".split()


class Recorder(Sender):
    """Writes down what would be sent, and answers what is asked from a table."""

    def __init__(self, answers: dict[str, list[Any]]) -> None:
        super().__init__(cast(Claim, None), 100, 0, silent)
        self.answers = answers
        self.sent: list[tuple[str, list[Row]]] = []

    def send(self, statement: str, rows: Sequence[Row], kind: str = NODES, **_: Any) -> int:  # noqa: ARG002
        if rows:
            self.sent.append((statement, list(rows)))
        return len(rows)

    def ask(self, query: str, rows: Sequence[Any] = ()) -> Iterable[Any]:  # noqa: ARG002
        return iter(next((answer for words, answer in self.answers.items() if words in query), []))


class Entries:
    """Stands for the claim, which keeps the journal on the server."""

    def add_entry(self, *_: Any, **__: Any) -> None:
        """Keep nothing."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("statements")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


def plan_of(graph: Graph) -> Plan:
    plan = Plan.of(projected_tables(graph.version(), graph.settings.languages), silent)
    plan.compare({})
    return plan


def sent(
    graph: Graph, plan: Plan, *, fresh: bool, answers: dict[str, list[Any]] | None = None
) -> list[tuple[str, list[Row]]]:
    words = vocabulary(projected_tables(graph.version(), graph.settings.languages))
    writing = Writing(cast(Claim, Entries()), plan, words, fresh=fresh, batch=100, progress=silent)
    recorder = Recorder(answers or {})
    writing.sender = recorder
    writing.run()
    return recorder.sent


def test_what_creates_nodes_and_relationships(graph: Graph) -> None:
    statements = [statement for statement, _ in sent(graph, plan_of(graph), fresh=True)]
    assert (
        "CREATE (n:`Actor`:`Entity`:`Official`:`Person` {`iri`: row[0], `name`: row[1], `name_ky`: row[2], `name_ru`: row[3], "
        "`aliases`: row[4], `search`: row[5], `datasets`: row[6]})"
    ) in statements
    assert (
        "MATCH (a:Entity {iri: row[0]}) MATCH (b:Entity {iri: row[1]}) CREATE (a)-[:`MEMBER_OF` {`iri`: row[2], `role`: row[3], "
        "`startDate`: row[4], `startsFrom`: row[5], `startsBy`: row[6], `endDate`: row[7], `endsFrom`: row[8], "
        "`endsBy`: row[9], `sources`: row[10]}]->(b)"
    ) in statements
    kinds = [statement.partition(" ")[0] for statement in statements]
    assert kinds == sorted(kinds), "all nodes (CREATE) before all relationships (MATCH)"


def test_no_value_is_in_a_statement(graph: Graph) -> None:
    word = r"`(?:[^`]|``)+`"
    shape = re.compile(
        rf"(?:MATCH \(a:Entity {{iri: row\[0\]}}\) MATCH \(b:Entity {{iri: row\[1\]}}\) CREATE \(a\)-\[:{word} {{(?:{word}: row\[\d+\](?:, )?)*}}\]->\(b\)"
        rf"|CREATE \(n(?::{word})+ {{(?:{word}: row\[\d+\](?:, )?)+}}\))"
    )
    for statement, rows in sent(graph, plan_of(graph), fresh=True):
        assert shape.fullmatch(statement), statement
        for text in (value for row in rows for value in row if isinstance(value, str)):
            assert text not in statement


def test_a_node_that_is_there_is_changed_and_loses_what_is_not_ours_any_more(graph: Graph) -> None:
    plan = plan_of(graph)
    iri = graph.actor("Асан")[0]["iri"]
    there = {
        "RETURN n.iri, labels(n), keys(n)": [
            (iri, ["Actor", "Agency", "Entity", "Stranger"], ["iri", "tone", "theirs"])
        ]
    }
    changes = [(s, rows) for s, rows in sent(graph, plan, fresh=False, answers=there) if s.startswith("MATCH (n")]
    (change,) = [(s, rows) for s, rows in changes if rows[0][0] == iri]
    statement, ((_, values),) = change
    labels = "".join(f":`{label}`" for label in OFFICIAL)
    assert statement == f"MATCH (n:Entity {{iri: row[0]}}) SET n += row[1] SET n{labels} REMOVE n:`Agency`"
    # A key of ours that has no value any more is set to null, which removes it; what others call theirs stays.
    assert values["tone"] is None
    assert values["name"] == "Асан уулу"
    assert "theirs" not in values


def test_an_obsolete_node_is_deleted_if_others_have_drawn_nothing_to_it(graph: Graph) -> None:
    plan = plan_of(graph)
    for kind, marks in plan.marks.items():
        plan.marks[kind] = np.full(len(marks), KEEP)
    gone = "https://example.org/gone"
    plan.obsolete = {NODES: hashed([gone])}
    statements = [s for s, _ in sent(graph, plan, fresh=False, answers={"RETURN n.iri AS iri": [{"iri": gone}]})]
    assert statements == ["MATCH (n:Entity {iri: row[0]}) WHERE NOT (n)--() DELETE n"]


def test_nothing_is_sent_for_what_is_there_already(graph: Graph) -> None:
    plan = plan_of(graph)
    assert any((marks == CREATE).any() for marks in plan.marks.values())
    for kind, marks in plan.marks.items():
        plan.marks[kind] = np.full(len(marks), KEEP)
    assert sent(graph, plan, fresh=False) == []
