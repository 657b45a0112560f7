"""A graph that is too large for a page is folded into communities, which can be drawn one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import write_table

import govgraph
from govgraph.graph.graph import Graph
from govgraph.graph.property_graph.meetings import Meeting
from govgraph.visualizations import folding, from_graph
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.strongest import strongest


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Three bodies with forty members each, and one member of the first who is in the second too."""
    folder = tmp_path_factory.mktemp("folding")
    actors = [{"id": f"b{b}", "kind": "agency", "name_en": f"Body {b}"} for b in range(3)]
    actors += [{"id": f"p{b}-{i}", "kind": "person", "name_en": f"Person {b} {i}"} for b in range(3) for i in range(40)]
    members = [{"id": f"m{b}-{i}", "member": f"p{b}-{i}", "organization": f"b{b}"} for b in range(3) for i in range(40)]
    members.append({"id": "m", "member": "p0-0", "organization": "b1"})
    write_table(folder / "files" / "actors.csv", actors)
    write_table(folder / "files" / "memberships.csv", members)
    with govgraph.open(folder / "graph") as graph:
        graph.load(folder / "files")
        yield graph


def test_a_large_graph_is_folded_and_says_so(bodies: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_graph, "MOST", 50)
    viewed = bodies.view(tmp_path / "all.html", draw_as="events", language="en")
    assert viewed.notes == ("123 nodes are folded into 3 communities",)
    assert [(node.made["en"], node.properties["members"]) for node in viewed.picture.nodes] == [
        ("Body 0 +40", 41), ("Body 1 +40", 41), ("Body 2 +40", 41),
    ]  # fmt: skip
    (edge,) = viewed.picture.edges
    assert (edge.type, edge.count, edge.properties) == ("BETWEEN", 1, {"relationsFolded": 1})
    assert "123 nodes are folded into 3 communities" in viewed.svg()
    assert "govgraph view --community" in str(viewed.picture.nodes[0].properties["opensWith"])


@pytest.mark.parametrize("member", ["Body 2", "Person 2 7", "p2-7"])
def test_a_community_is_drawn_by_any_of_its_members(
    bodies: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    monkeypatch.setattr(from_graph, "MOST", 50)
    viewed = bodies.view(tmp_path / "one.html", community=member)
    assert (viewed.nodes, viewed.relationships) == (41, 40)
    assert {node.kind for node in viewed.picture.nodes} == {"Agency", "Official"}


def test_a_query_with_many_things_is_folded_too(bodies: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_graph, "MOST", 50)
    viewed = bodies.view(tmp_path / "q.html", sql="SELECT member, organization FROM memberships", draw_as="events")
    assert {node.kind for node in viewed.picture.nodes} == {"Community"}


def test_small_communities_are_one_and_everything_is_counted(bodies: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MOST_COMMUNITIES", 2)
    found = folding.communities(bodies, folding.things(bodies))
    assert [len(one) for one in found.members] == [41, 82]
    assert folding.communities(bodies, folding.things(bodies)) == found
    monkeypatch.setattr(folding, "_EXACT", 10)
    assert sum(len(one) for one in folding.communities(bodies, folding.things(bodies)).members) == 123


def test_too_large_for_folding_says_what_to_do(bodies: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MOST", 100)
    with pytest.raises(ViewError, match=r"more than 100 nodes.*--as actors"):
        folding.things(bodies)


def test_the_strongest_relations_of_each_actor_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = [f"a{i:02}" for i in range(30)]
    between = [
        Meeting(a, b, "ACTED_TOWARDS", 1 + (i * j) % 7, None, None, {}, ())
        for i, a in enumerate(everyone) for j, b in enumerate(everyone) if i != j
    ]  # fmt: skip
    monkeypatch.setattr("govgraph.visualizations.strongest.MOST_LINES", 100)
    each, kept = strongest(between, 30)
    assert each >= 1 and len(kept) <= 100 < len(between)
    assert {end for one in kept for end in (one.source, one.target)} == set(everyone)
    for actor in everyone:
        own = [one for one in between if actor in (one.source, one.target)]
        assert max(one.count for one in own) in {one.count for one in kept if actor in (one.source, one.target)}
    assert strongest(between, len(between)) == (0, between)
