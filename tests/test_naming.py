"""What things are called: made titles in answers of all three languages, in searches, in tables and in exports, and nowhere in the graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from record_files import write_table

import govgraph
from govgraph.graph.graph import Graph

EVENTS = [
    {
        "id": "e1", "type": "event-type:meeting", "start_date": "2018-01-01", "identifiers": "acled:11",
    },
    {"id": "e2", "type": "event-type:meeting", "start_date": "2019-05-02", "name_en": "The great meeting"},
    {"id": "e3", "type": "event-type:conference", "start_date": "2019-05"},
]  # fmt: skip
TAKING_PART = [
    {"event": "e1", "participant": "a1"},
    {"event": "e1", "participant": "a2", "role": "target"},
    {"event": "e3", "participant": "a2"},
]


def actor(own: str, name: str) -> dict[str, str]:
    return {"id": own, "kind": "person", "name_ky": name}


TITLE = "[Жолугушуу · Асан → Омурбек Текебаев · 2018-01-01]"


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("naming")
    write_table(folder / "files" / "actors.csv", [actor("a1", "Асан"), actor("a2", "Омурбек Текебаев")])
    write_table(folder / "files" / "events.csv", EVENTS)
    write_table(folder / "files" / "participations.csv", TAKING_PART)
    with govgraph.open(folder / "graph") as graph:
        graph.load(folder / "files")
        yield graph


QUERIES = [
    ("sparql", "SELECT ?e { ?e a gov:Event } ORDER BY ?e"),
    ("cypher", "MATCH (e:Event) RETURN e.iri AS e ORDER BY e"),
    ("sql", "SELECT iri AS e FROM events ORDER BY e"),
]


def test_three_languages_give_one_name(events: Graph) -> None:
    answers = [events.named(getattr(events, language)(query)).to_json() for language, query in QUERIES]
    assert answers[0] == answers[1] == answers[2]
    assert {row["e"][-2:]: row["e_name"] for row in answers[0]} == {
        "e1": TITLE, "e2": "The great meeting", "e3": "[Конференция · Омурбек Текебаев · 2019-05]",
    }  # fmt: skip


def test_nodes_lists_and_taken_names_of_columns(events: Graph) -> None:
    query = "MATCH (e:Event {startDate: '2018-01-01'})--(p:Person) WITH e, p ORDER BY p.name RETURN e, collect(p.iri) AS people, 1 AS people_name"
    answer = events.named(events.cypher(query))
    assert answer.columns == ["e", "e_name", "people", "people_name_", "people_name"]
    (row,) = answer.rows
    assert row["e_name"] == TITLE
    assert row["people_name_"] == ["Асан", "Омурбек Текебаев"]


def test_a_made_title_is_in_no_table_no_triple_and_no_node(events: Graph) -> None:
    assert "·" not in events.ntriples().decode()
    assert events.cypher("MATCH (e:Event) WHERE e.name IS NULL RETURN count(e) AS n").rows[0]["n"] == 2
    assert [row[0] for row in events.sql("SELECT name FROM events ORDER BY iri")] == [None, "The great meeting", None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("жолугушуу асан", ["e1"]),
        ("meeting omurbek", []),
        ("meeting ОМУРБЕК", ["e1"]),
        ("встреча асан 2018-01-01", ["e1"]),
        ("омурбек 2019", ["e3"]),
        ("2019-05", ["e3"]),
        ("acled:11", ["e1"]),
        ("11", ["e1"]),
        ("асан 2017", []),
    ],
)
def test_an_event_is_found_by_type_actor_date_and_identifier(events: Graph, text: str, found: list[str]) -> None:
    hits = events.search(text, kind="event")
    assert [row["iri"][-2:] for row in hits] == found
    for row in hits:
        assert row["name"] is None
        assert (row["rank"], row["matched"][0] == "[") in {(4, True), (0, False)}


def test_names_of_their_own_come_first_and_the_limit_holds(events: Graph) -> None:
    assert [row["iri"][-2:] for row in events.search("meeting")][-2:] == ["e2", "e1"]
    assert events.search("2019", kind="person").rows == []
    hits = events.search("омурбек", limit=1)
    assert len(hits) == 1
    assert hits.cut


def test_links_are_counted(events: Graph) -> None:
    (hit,) = events.search("acled:11").rows
    query = "MATCH (e:Event {iri: $e})--() RETURN count(*) AS n"
    assert events.cypher(query, e=hit["iri"]).rows[0]["n"] == hit["links"]


def test_exported_networks_are_labelled(events: Graph, tmp_path: Path) -> None:
    events.export("gexf", tmp_path / "x.gexf")
    labels = {data["label"] for _, data in nx.read_gexf(tmp_path / "x.gexf").nodes(data=True)}
    assert TITLE in labels
    events.export("graphml", tmp_path / "x.graphml")
    assert TITLE in (tmp_path / "x.graphml").read_text("utf-8")


def test_a_title_of_dangerous_words_stays_text(tmp_path: Path) -> None:
    write_table(tmp_path / "files" / "actors.csv", [actor("a1", "<b>\x1b[31m' OR 1=1")])
    write_table(tmp_path / "files" / "events.csv", [EVENTS[0]])
    write_table(tmp_path / "files" / "participations.csv", TAKING_PART[:1])
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(tmp_path / "files")
        (row,) = graph.named(graph.sql("SELECT iri FROM events")).rows
        assert "<b>" in row["iri_name"]
        assert "\x1b" not in repr(graph.named(graph.sql("SELECT iri FROM events")))
        assert json.dumps(graph.search("11").to_json())
