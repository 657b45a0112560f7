"""Events as relations between actors, titles that are made for events, and surroundings that end at hubs."""

from __future__ import annotations

import csv
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_data import page_data
from record_files import write_table

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.find.titles import titles
from govgraph.graph.graph import Graph
from govgraph.graph.property_graph.meetings import TOGETHER, TOWARDS, meetings, partners
from govgraph.graph.property_graph.surroundings import surroundings
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.from_graph import picture

NAMES = {"a": "Aida", "b": "Bolot", "c": "Cholpon", "d": "Daniyar"}
ACTS = [
    # event, type, date, who acts, on whom
    ("e1", "cameo:042", "2018-01-01", "a", "b"),
    ("e2", "cameo:042", "2018-02", "a", "b"),
    ("e3", "cameo:190", "2019", "b", "a"),
    ("e4", "cameo:042", "2020-05-05", "ab", "c"),
    ("e5", "", "", "d", ""),
    ("e6", "", "", "", ""),
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("meetings")
    write_table(folder / "in/actors.csv", [{"id": i, "kind": "person", "name_en": n} for i, n in NAMES.items()])
    write_table(
        folder / "in/events.csv",
        [{"id": e, "type": t, "start_date": d, "place": "country:KGZ"} for e, t, d, _, _ in ACTS],
    )
    write_table(
        folder / "in/participations.csv",
        [
            {"participant": who, "event": event, "role": role, "as_given": given}
            for event, _, _, acting, addressed in ACTS
            for role, side in (("actor", acting), ("recipient", addressed))
            for who in side
            # Two rows of one participation count once.
            for given in ("first row", "second row")[: 2 if event == "e1" else 1]
        ],
    )
    with govgraph.open(folder / "graph") as opened:
        opened.load(folder / "in")
        yield opened


def iri(graph: Graph, name: str) -> str:
    return str(graph.actor(NAMES[name])[0]["iri"])


def test_meetings_count_events_and_keep_directions(graph: Graph) -> None:
    projected = meetings(graph)
    counted = {(m.source, m.type, m.target): m for m in projected.meetings}
    a, b, c, d = (iri(graph, name) for name in "abcd")
    assert {key: m.count for key, m in counted.items()} == {
        (a, TOWARDS, b): 2, (b, TOWARDS, a): 1, (a, TOWARDS, c): 1, (b, TOWARDS, c): 1, (a, TOGETHER, b): 1,
    }  # fmt: skip
    both = counted[a, TOWARDS, b]
    assert (both.first, both.last) == ("2018-01-01", "2018-02-28")
    assert both.types == {"https://w3id.org/govgraph/code/cameo/042": 2}
    assert [event.rsplit("/", 1)[1] for event in both.events] == ["e2", "e1"]
    assert projected.alone == {d: 1} and projected.crowded == ()


def test_meetings_are_those_of_a_plain_count_over_all_pairs(graph: Graph) -> None:
    sides: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for event, who, role in graph.sql("SELECT event, participant, role FROM participations"):
        sides[event][role == "recipient"].add(who)
    expected: Counter[tuple[str, str, str]] = Counter()
    for acting, addressed in sides.values():
        expected.update((x, TOWARDS, y) for x in acting for y in addressed if x != y)
        for side in (acting, addressed):
            expected.update((x, TOGETHER, y) for x, y in itertools.combinations(sorted(side), 2))
    assert {(m.source, m.type, m.target): m.count for m in meetings(graph).meetings} == dict(expected)


def test_an_event_of_too_many_actors_is_left_as_it_is(graph: Graph) -> None:
    projected = meetings(graph, most_actors=2)
    assert [event.rsplit("/", 1)[1] for event in projected.crowded] == ["e4"]
    assert {m.type for m in projected.meetings} == {TOWARDS}
    # How crowded an event is does not depend on who is asked for.
    assert meetings(graph, actors=[iri(graph, "a"), iri(graph, "b")], most_actors=2).crowded == projected.crowded


def test_partners_that_share_most_come_first(graph: Graph) -> None:
    a, b, c = (iri(graph, name) for name in "abc")
    assert partners(graph, a, 1, 10) == ({a, b, c}, 0)
    assert partners(graph, a, 1, 2) == ({a, b}, 1)


def test_the_actor_projection_as_networkx(graph: Graph) -> None:
    network = graph.networkx("actors")
    a, b, d = (iri(graph, name) for name in "abd")
    assert network.edges[a, b, TOWARDS]["events"] == 2
    assert network.nodes[a]["name"] == "Aida" and network.nodes[d]["eventsAlone"] == 1
    with pytest.raises(GraphError, match="no projection 'people'"):
        graph.networkx("people")


def test_titles_are_made_of_type_actors_place_and_date(graph: Graph) -> None:
    made = {key.rsplit("/", 1)[1]: names for key, names in titles(graph, _events(graph), ["ky", "en"]).items()}
    assert made["e1"]["en"] == "Make a visit · Aida → Bolot · 2018-01-01"
    assert made["e4"]["en"] == "Make a visit · Aida, Bolot → Cholpon · 2020-05-05"
    # No type, one side only and no date: the class, the place.
    assert made["e5"] == {"ky": "Окуя · Daniyar · Кыргызстан", "en": "Event · Daniyar · Kyrgyzstan"}


def test_what_has_a_name_gets_no_title(tmp_path: Path) -> None:
    write_table(tmp_path / "in/events.csv", [{"id": "named", "name_ru": "Съезд"}])
    with govgraph.open(tmp_path / "graph") as opened:
        opened.load(tmp_path / "in")
        assert titles(opened, _events(opened), ["en"]) == {}


def _events(graph: Graph) -> list[str]:
    return [row[0] for row in graph.sql("SELECT iri FROM events")]


def test_no_label_is_a_hash_and_all_that_is_known_is_on_the_card(graph: Graph) -> None:
    drawn = picture(graph, None, title="All")
    event = next(node for node in drawn.nodes if node.id.endswith("/e1"))
    assert event.names == {} and event.made["en"].startswith("Make a visit")
    assert drawn.others[event.references["type"][0]]["en"] == "Make a visit"
    assert event.references["place"] == ("https://w3id.org/govgraph/id/country/KGZ",)


def test_every_relation_has_the_rows_that_state_it(graph: Graph) -> None:
    drawn = picture(graph, None, title="All")
    assert {edge.type for edge in drawn.edges} == {"PARTICIPATED_IN", "TOOK_PLACE_IN"}
    assert [edge.id for edge in drawn.edges if not edge.evidence] == []
    place = next(edge for edge in drawn.edges if edge.type == "TOOK_PLACE_IN" and edge.source.endswith("/e3"))
    assert [(proof.file, proof.row) for proof in place.evidence] == [("events.csv", "4")]


def test_a_view_of_mostly_events_draws_actors(graph: Graph, tmp_path: Path) -> None:
    as_actors = graph.view(tmp_path / "auto.html")
    assert (as_actors.drawn_as, as_actors.nodes) == ("actors", 4)
    assert {edge["type"] for edge in page_data(as_actors.path.read_text("utf-8"))["edges"]} == {TOWARDS, TOGETHER}
    as_events = graph.view(tmp_path / "events.html", draw_as="events")
    assert (as_events.drawn_as, as_events.nodes) == ("events", 11)
    around = graph.view(tmp_path / "around.html", actor="Aida")
    assert (around.drawn_as, around.nodes) == ("actors", 3)
    query = graph.view(tmp_path / "query.html", sql="SELECT iri FROM events WHERE iri LIKE '%/e1'", draw_as="actors")
    assert (query.nodes, query.relationships) == (2, 1)
    with pytest.raises(ViewError, match=r"drawn as 'actor'.*expected: actors"):
        graph.view(tmp_path / "none.html", draw_as="actor")


@pytest.mark.slow
def test_surroundings_end_at_hubs_and_say_so(tmp_path: Path) -> None:
    members = [f"p{i}" for i in range(6)]
    write_table(
        tmp_path / "in/actors.csv",
        [{"id": "body", "kind": "agency", "name_en": "Body"}, {"id": "party", "kind": "party", "name_en": "Party"}]
        + [{"id": m, "kind": "person", "name_en": m.upper()} for m in members],
    )
    write_table(
        tmp_path / "in/memberships.csv",
        [{"member": m, "organization": "body", "on_behalf_of": "party" if m == "p0" else ""} for m in members],
    )
    with govgraph.open(tmp_path / "graph") as opened:
        opened.load(tmp_path / "in")
        (start,) = (str(actor["iri"]) for actor in opened.actor("P0"))
        ended = surroundings(opened, start, 2, hubs=5)
        assert len(ended.things) == 3 and list(ended.hubs.values()) == [6]
        assert len(surroundings(opened, start, 2, hubs=6).things) == 8
        page = opened.view(tmp_path / "page.html", actor="P0", hops=2, hubs=5)
        assert page.notes == ("not followed any further: Body (6 neighbours); --hubs 0 follows all",)
        # The member of the party is tied to it on the page.
        assert {edge["type"] for edge in page_data(page.path.read_text("utf-8"))["edges"]} == {
            "MEMBER_OF",
            "STANDS_FOR",
        }
        opened.export("csv", tmp_path / "out", actor="P0", hops=2, hubs=5)
        with (tmp_path / "out" / "actors.csv").open(encoding="utf-8") as stream:
            assert len(list(csv.DictReader(stream))) == 3
