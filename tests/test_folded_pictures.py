"""A graph that is too large for a page is folded into communities, which can be drawn one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from page_data import page_data
from record_files import write_table

import govgraph
from govgraph.graph.graph import Graph
from govgraph.graph.property_graph.meetings import Meeting
from govgraph.visualizations import drawing, folding, groups, view
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.layout import regions
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


def test_a_large_graph_is_drawn_whole_and_its_page_folds_it(
    bodies: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "READABLE", 50)
    monkeypatch.setattr(view, "READABLE", 50)
    viewed = bodies.view(tmp_path / "all.html", draw_as="events", language="en")
    assert viewed.notes == ("123 nodes are folded into communities, which open where they are",)
    assert (viewed.nodes, viewed.relationships) == (123, 121)
    data = page_data(viewed.path.read_text("utf-8"))
    assert data["groups"]["folded"] and sorted(len(one) for one in data["groups"]["members"]) == [41, 41, 41]
    # The first member of each names it.
    named = {data["nodes"][members[0]]["names"]["en"] for members in data["groups"]["members"]}
    assert named == {"Body 0", "Body 1", "Body 2"}


def test_a_still_picture_of_a_large_graph_is_of_its_communities(
    bodies: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "READABLE", 50)
    viewed = bodies.view(tmp_path / "all.svg", draw_as="events", language="en")
    assert viewed.notes == ("123 nodes are folded into 3 communities",)
    assert sorted(node.made["en"] for node in viewed.picture.nodes) == ["Body 0 +40", "Body 1 +40", "Body 2 +40"]
    (edge,) = viewed.picture.edges
    assert (edge.type, edge.count) == ("BETWEEN", 1)
    text = viewed.svg()
    # What was folded keeps its sources.
    assert "123 nodes are folded into 3 communities" in text and "actors.csv" in text


@pytest.mark.parametrize("member", ["Body 2", "Person 2 7", "p2-7"])
def test_a_community_is_drawn_by_any_of_its_members(bodies: Graph, tmp_path: Path, member: str) -> None:
    viewed = bodies.view(tmp_path / "one.html", community=member)
    assert (viewed.nodes, viewed.relationships) == (41, 40)
    assert {node.kind for node in viewed.picture.nodes} == {"Agency", "Official"}


def test_small_communities_are_one_and_every_related_node_is_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = {(10 * b, 10 * b + i): 1.0 for b in range(5) for i in range(1, 10 - b)}
    found = groups.groups(50, pairs)
    assert [len(one) for one in found.members] == [10, 9, 8, 7, 6] and not found.rest
    assert [one[0] for one in found.members] == [0, 10, 20, 30, 40]
    monkeypatch.setattr(groups, "MOST_GROUPS", 3)
    fewer = groups.groups(50, pairs)
    assert [len(one) for one in fewer.members] == [10, 9, 21] and fewer.rest
    assert groups.groups(50, pairs) == fewer


def test_discs_of_communities_hold_their_nodes_and_do_not_overlap() -> None:
    pairs = {(10 * b, 10 * b + i): 1.0 for b in range(5) for i in range(1, 10)}
    ties = [*pairs, (0, 10), (10, 20), (20, 30), (0, 40)]
    found = groups.groups(52, {**pairs, **dict.fromkeys(ties, 1.0)})
    points, discs = regions(52, ties, [8.0] * 52, found.members)
    for members, (x, y, reach) in zip(found.members, discs, strict=True):
        assert (np.hypot(*(points[list(members)] - (x, y)).T) + 8 <= reach + 0.2).all()
    for i, (x, y, reach) in enumerate(discs):
        assert all(np.hypot(x - u, y - v) >= (reach + r) * 0.99 for u, v, r in discs[:i])
    # The two without relations lie beside them.
    assert all(np.hypot(*(points[50] - (x, y))) > reach for x, y, reach in discs)


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
