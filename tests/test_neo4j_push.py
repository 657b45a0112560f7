"""Pushing to a real Neo4j: it shows what the embedded graph shows, is changed by what changed, and keeps what others put there."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import neo4j.time
import numpy as np
import pytest
from neo4j_graphs import LINKS, NODES, OURS, assert_same
from often import cases
from record_files import ACTORS, EVENTS, MEMBERSHIPS, PARTICIPATIONS, write_small, write_table

import govgraph
from govgraph.graph.errors import Busy, GraphError, QueryError, QueryTimeout
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j import claim as neo4j_claim
from govgraph.graph.neo4j.connect import Remote, credentials
from govgraph.graph.neo4j.items import NONE
from govgraph.graph.neo4j.observe import observe
from govgraph.graph.neo4j.plan import Plan, vocabulary
from govgraph.graph.neo4j.push import PushReport, push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.state import read_state
from govgraph.graph.neo4j.uri import check_uri
from govgraph.graph.progress import silent
from govgraph.graph.property_graph.projected import projected_tables
from govgraph.graph.server import archive

RECORD = "https://w3id.org/govgraph/id/record/records/"
HOSTILE = 'O\'Brien "x" `y` \\ }) DETACH DELETE n // {$p} <script>'

Auth = tuple[str, str]


class Server:
    """A database that is empty when a test begins."""

    def __init__(self, uri: str, auth: Auth, driver: neo4j.Driver) -> None:
        self.uri, self.auth, self.driver = uri, auth, driver

    def run(self, query: str, **parameters: Any) -> neo4j.EagerResult:
        return self.driver.execute_query(query, parameters)

    def empty(self, *, indexes: bool = False) -> None:
        """Without rows, and without the constraints and indexes of others; with ``indexes`` also without those of a push, as a new one.

        (After a change of what is indexed, the server plans all statements anew.)
        """
        self.run("MATCH (n) DETACH DELETE n")
        for what in ("CONSTRAINT", "INDEX"):
            for row in self.run(f"SHOW {what} YIELD *").records:
                owned = row.get("owningConstraint") or row.get("type") == "LOOKUP"
                if not owned and (indexes or not row["name"].startswith("govgraph_")):
                    self.run(f"DROP {what} `{row['name']}`")

    def push(self, graph: Graph, **more: Any) -> PushReport:
        progress, database = more.pop("progress", lambda *_: None), more.pop("database", None)
        return push(
            graph.folder, Remote(self.uri, self.auth, database), progress=progress, **{"remove_many": True, **more}
        )


@pytest.fixture
def server(neo4j_uri: str, neo4j_auth: Auth) -> Iterator[Server]:
    off = neo4j.NotificationMinimumSeverity.OFF
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=neo4j_auth, notifications_min_severity=off) as driver:
        found = Server(neo4j_uri, neo4j_auth, driver)
        found.empty()
        yield found


@pytest.fixture
def store(neo4j_uri: str, neo4j_auth: Auth) -> Iterator[Neo4jStore]:
    with Neo4jStore(neo4j_uri, neo4j_auth) as opened:
        yield opened


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small files and their graph, to be copied: loading takes longer."""
    folder = tmp_path_factory.mktemp("built")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
    return folder


@pytest.fixture
def files(built: Path) -> Path:
    """The files as they were loaded, at the same place, so that a changed one takes their place in the graph."""
    return write_small(built / "files")


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Iterator[Graph]:
    shutil.copytree(built / "graph", tmp_path / "graph")
    with govgraph.open(tmp_path / "graph") as opened:
        yield opened


@pytest.fixture(scope="module")
def _asked(built: Path) -> Iterator[Graph]:
    shutil.copytree(
        built / "graph", built / "asked"
    )  # it gets a property graph, which the copies of the other tests have not
    with govgraph.open(built / "asked") as opened:
        yield opened


@pytest.fixture
def shown(_asked: Graph, neo4j_uri: str, neo4j_auth: Auth) -> Graph:
    """The small graph, which the database shows, for tests that only ask: it is pushed if it is not there already."""
    push(_asked.folder, Remote(neo4j_uri, neo4j_auth), progress=silent, remove_many=True, overwrite=True)
    return _asked


def written(report: PushReport) -> tuple[int, ...]:
    """Nodes and relationships created, changed, deleted."""
    return (
        report.nodes_created,
        report.nodes_changed,
        report.nodes_deleted,
        report.relationships_created,
        report.relationships_changed,
        report.relationships_deleted,
    )


# ------------------------------------------------------------------------------------------- the same graph


def test_all_that_the_embedded_graph_says_is_there(server: Server, graph: Graph, store: Neo4jStore) -> None:
    server.empty(indexes=True)
    report = server.push(graph)
    assert_same(graph, store)
    nodes, links = len(graph.cypher(NODES)), len(graph.cypher(LINKS))
    assert written(report) == (nodes, 0, 0, links, 0, 0)
    assert report.counters["nodes_created"] == nodes
    assert report.counters["relationships_created"] == links
    for count in (
        "MATCH (n:Entity) UNWIND labels(n) AS l RETURN l, count(*) AS c ORDER BY l",
        "MATCH (:Entity)-[r]->() RETURN type(r) AS t, count(*) AS c ORDER BY t",
    ):
        assert list(store.cypher(count)) == list(graph.cypher(count))
    (row,) = store.cypher("MATCH (e:Event {name_ky: 'Семинар'}) RETURN e.startsFrom, e.startsFrom.year")
    assert tuple(row) == (dt.date(2022, 5, 12), 2022)


def test_a_published_file(server: Server, tmp_path: Path, published: Path, store: Neo4jStore) -> None:
    with govgraph.open(tmp_path / "published") as graph:
        graph.load(published / "gdelt" / "20180101000000.export.CSV")
        server.push(graph, batch=500)
        assert_same(graph, store)
        assert server.push(graph).unchanged
        assert server.push(graph, compare=True).unchanged


def test_each_relationship_with_a_key_is_one(server: Server, graph: Graph, files: Path, store: Neo4jStore) -> None:
    """Two terms of one person in one ministry, and two that say the same in all but their key."""
    twins = [{**MEMBERSHIPS[0], "id": key} for key in ("t1", "t2")]
    graph.load(write_table(files / "memberships.csv", [*MEMBERSHIPS, *twins]))
    server.push(graph)
    assert_same(graph, store)
    (row,) = store.cypher("MATCH (:Person)-[r:MEMBER_OF]->(:Agency) RETURN count(r), count(DISTINCT r.iri)")
    assert tuple(row) == (4, 4)


def test_values_that_python_takes_for_false(server: Server, graph: Graph, files: Path, store: Neo4jStore) -> None:
    zero = {"id": "zero", "tone": "0", "articles": "0", "fatalities": "0", "name_en": "0", "start_date": "2022"}
    graph.load(write_table(files / "events.csv", [*EVENTS, zero]))
    link = {"id": "m9", "member": "asan", "organization": "institute", "start_inherited": "false", "role": "0"}
    graph.load(write_table(files / "memberships.csv", [*MEMBERSHIPS, link]))
    server.push(graph)
    assert_same(graph, store)
    (row,) = store.cypher("MATCH (e {iri: $e}) RETURN e.tone, e.articles, e.fatalities, e.name", e=RECORD + "zero")
    assert [repr(v) for v in row] == ["0.0", "0", "0", "'0'"]
    (row,) = store.cypher("MATCH ()-[r:MEMBER_OF {iri: $r}]->() RETURN r.startInherited, r.role", r=RECORD + "m9")
    assert tuple(row) == (False, "0")


def test_hostile_names_are_text(server: Server, graph: Graph, files: Path, store: Neo4jStore) -> None:
    actors = [*ACTORS, {"id": HOSTILE, "kind": "ngo", "name_ky": HOSTILE, "name_en": "2", "aliases": HOSTILE}]
    graph.load(write_table(files / "actors.csv", actors))
    graph.load(
        write_table(files / "memberships.csv", [{"member": HOSTILE, "organization": "ministry", "role": HOSTILE}])
    )
    server.push(graph)
    assert_same(graph, store)
    (row,) = store.cypher(
        "MATCH (n:NGO {name: $name})-[r:MEMBER_OF {role: $name}]->() RETURN n.name_ky, n.name_en, n.aliases",
        name=HOSTILE,
    )
    assert tuple(row) == (HOSTILE, "2", [HOSTILE])


# ---------------------------------------------------------------------------------------- only what changed


def test_a_second_push_writes_nothing(server: Server, graph: Graph) -> None:
    server.push(graph)
    state = server.run("MATCH (s:GovgraphState) RETURN properties(s) ORDER BY s.name").records
    before = server.run("MATCH (s:GovgraphState {name: 'push'}) RETURN s.status, s.loads").records[0]
    assert list(before) == ["complete", sorted(m.load for m in graph.loads())]
    for more in ({}, {"compare": True}):
        report = server.push(graph, **more)
        assert (report.unchanged, report.counters, written(report)) == (True, {}, (0,) * 6)
    assert server.run("MATCH (s:GovgraphState) RETURN properties(s) ORDER BY s.name").records == state


def test_a_rebuilt_graph_is_the_same_graph(server: Server, graph: Graph) -> None:
    server.push(graph)
    graph.rebuild()
    assert server.push(graph).unchanged


def test_a_changed_file_changes_its_rows(server: Server, graph: Graph, files: Path, store: Neo4jStore) -> None:
    server.push(graph)
    changed = [{**EVENTS[0], "tone": "1.5"}, {"id": "e2", "type": "event-type:conference", "start_date": "2022-05"}]
    graph.load(write_table(files / "events.csv", changed))
    report = server.push(graph)
    assert_same(graph, store)
    # The two events and the load, which is another one; e2 lost its English name and its tone.
    assert (report.nodes_created, report.nodes_changed, report.nodes_deleted) == (1, 2, 1)
    assert (report.relationships_created, report.relationships_changed, report.relationships_deleted) == (1, 0, 1)
    (row,) = store.cypher("MATCH (e {iri: $e}) RETURN keys(e)", e=RECORD + "e2")
    assert not {"tone", "name", "name_en"} & set(row[0])


def test_changed_links_change(server: Server, graph: Graph, files: Path, store: Neo4jStore) -> None:
    server.push(graph)
    moved = [
        {**MEMBERSHIPS[0], "organization": "institute"},
        {"id": "m2", "member": "asan", "organization": "ministry"},
    ]
    graph.load(write_table(files / "memberships.csv", moved))
    report = server.push(graph)
    assert_same(graph, store)
    # m1 ends elsewhere: another relationship. m2 only lost its role and dates. One OF_DATASET of the loads each way.
    assert (report.relationships_created, report.relationships_changed, report.relationships_deleted) == (2, 1, 2)
    (row,) = store.cypher("MATCH ()-[r:MEMBER_OF {iri: $r}]->() RETURN keys(r)", r=RECORD + "m2")
    assert not {"role", "startDate", "startsFrom"} & set(row[0])


def test_an_official_who_leaves_loses_the_label(server: Server, graph: Graph, store: Neo4jStore) -> None:
    server.push(graph)
    ask = "MATCH (p {iri: $p}) RETURN labels(p)"
    assert "Official" in store.cypher(ask, p=RECORD + "asan").rows[0][0]
    graph.unload("memberships.csv")
    server.push(graph)
    assert_same(graph, store)
    assert sorted(store.cypher(ask, p=RECORD + "asan").rows[0][0]) == ["Actor", "Entity", "Person"]


def test_unload_takes_out_exactly_what_a_file_said(
    server: Server, graph: Graph, tmp_path: Path, store: Neo4jStore
) -> None:
    server.push(graph)
    before = list(store.cypher(OURS)), list(store.cypher(LINKS))
    more = [{"id": RECORD + "asan", "kind": "person", "gender": "male"}, {"id": "new", "kind": "ngo", "name_en": "New"}]
    (report,) = graph.load(write_table(tmp_path / "more-actors.csv", more), dataset="more")
    server.push(graph)
    assert_same(graph, store)
    assert store.cypher("MATCH (p {iri: $p}) RETURN p.gender", p=RECORD + "asan").rows[0][0] == "male"
    graph.unload(report.load)
    server.push(graph)
    assert (list(store.cypher(OURS)), list(store.cypher(LINKS))) == before


def test_what_is_no_longer_described_stays_a_node(server: Server, graph: Graph, store: Neo4jStore) -> None:
    server.push(graph)
    graph.unload("actors.csv")
    server.push(graph)
    assert_same(graph, store)
    (row,) = store.cypher("MATCH (n {iri: $n}) RETURN labels(n), keys(n)", n=RECORD + "ministry")
    assert (sorted(row[0]), row[1]) == (["Entity", "Undescribed"], ["iri"])


def test_what_others_changed_is_put_right_on_demand(server: Server, graph: Graph, store: Neo4jStore) -> None:
    server.push(graph)
    server.run("MATCH (n:Agency) SET n.name = 'wrong', n.classification = 'wrong' REMOVE n:Actor")
    server.run("MATCH ()-[r:MEMBER_OF]->() DELETE r")
    server.run("MATCH (n:Event {iri: $e}) DETACH DELETE n", e=RECORD + "e1")
    assert server.push(graph).unchanged
    assert not server.push(graph, compare=True).unchanged
    assert_same(graph, store)


def test_doubled_relationships_become_one(server: Server, graph: Graph, store: Neo4jStore) -> None:
    server.push(graph)
    server.run("MATCH (a)-[r:MEMBER_OF]->(b) CREATE (a)-[x:MEMBER_OF]->(b) SET x = properties(r)")
    server.run("MATCH (a:Entity)-[:OF_DATASET]->(b) CREATE (a)-[:OF_DATASET]->(b)")
    assert not server.push(graph, compare=True).unchanged
    assert_same(graph, store)
    assert server.push(graph, compare=True).unchanged


def test_what_is_in_the_way_is_read_and_put_right(server: Server, graph: Graph, files: Path, store: Neo4jStore) -> None:
    """A relationship to a node that somebody has deleted cannot be drawn; nor can what somebody has deleted be deleted."""
    server.push(graph)
    server.run("MATCH (n {iri: $n}) DETACH DELETE n", n=RECORD + "ministry")
    server.run("MATCH (n {iri: $n}) DETACH DELETE n", n=RECORD + "e2")
    more = {"id": "m9", "member": "asan", "organization": "ministry"}
    graph.load(write_table(files / "memberships.csv", [*MEMBERSHIPS, more]))
    graph.load(write_table(files / "events.csv", EVENTS[:1]))
    server.push(graph)
    assert_same(graph, store)
    assert server.push(graph, compare=True).unchanged


def assert_written_down(server: Server, graph: Graph) -> None:
    """What the state says is there is what is there, each item with what it says."""
    tables = projected_tables(graph.version(), graph.settings.languages)
    plan = Plan.of(tables, silent)
    with Remote(server.uri, server.auth).session() as session:
        state = read_state(session)
        there = observe(session, plan, vocabulary(tables) | state.vocabulary, state, silent)
    for kind in {*state.items, *there}:
        written, found = state.items.get(kind, NONE), there.get(kind, NONE)
        assert np.array_equal(written.keys, found.keys) and np.array_equal(written.contents, found.contents), kind


@pytest.mark.parametrize("spare", [0, 1000])
def test_what_is_written_down_is_what_is_there(
    server: Server, graph: Graph, files: Path, monkeypatch: pytest.MonkeyPatch, spare: int
) -> None:
    """After each push, whether or not the many small notes are made into few."""
    monkeypatch.setattr(neo4j_claim, "_SPARE_ENTRIES", spare)
    count = "MATCH (s:GovgraphState) WHERE s.kinds IS NOT NULL RETURN count(s)"
    parts = []
    for change in (
        lambda: None,
        lambda: graph.load(write_table(files / "memberships.csv", MEMBERSHIPS[:1])),
        lambda: graph.load(write_table(files / "events.csv", [{**EVENTS[0], "tone": "1.5"}])),
        lambda: graph.unload("memberships.csv"),
        lambda: graph.load(write_table(files / "memberships.csv", MEMBERSHIPS)),
    ):
        change()
        server.push(graph, batch=3)
        assert_written_down(server, graph)
        parts.append(server.run(count).records[0][0])
    assert parts[-1] == 1 if spare == 0 else parts[-1] > parts[0] > 1


def test_a_push_broken_off_anywhere_leaves_the_truth_written_down(
    server: Server, graph: Graph, files: Path, tmp_path: Path, store: Neo4jStore
) -> None:
    """Broken off while it takes out what left, after each of its transactions in turn; then what left comes back."""
    lonely = [{"id": f"lonely{i}", "kind": "ngo", "name_en": f"NGO {i}"} for i in range(3)]
    graph.load(write_table(files / "lonely-actors.csv", lonely))
    server.push(graph)
    shutil.copytree(graph.path, tmp_path / "less")
    broken = 0
    with govgraph.open(tmp_path / "less") as less:
        less.unload("events.csv", "lonely-actors.csv")
        for most in itertools.count(1):
            calls = itertools.count(1)

            def tell(what: str, _done: int, _total: int, calls: Iterator[int] = calls, most: int = most) -> None:
                if what.startswith("writing") and next(calls) == most:
                    raise KeyboardInterrupt

            try:
                server.push(less, progress=tell, batch=2, overwrite=True)
            except KeyboardInterrupt:
                broken += 1
            else:
                break
            told: set[str] = set()
            server.push(graph, batch=3, overwrite=True, progress=lambda what, *_, told=told: told.add(what))
            assert "comparing with Neo4j" not in told  # what is written down is enough
            assert_same(graph, store)
            assert_written_down(server, graph)
    assert broken > 3


def test_another_format_is_not_guessed_at(server: Server, graph: Graph) -> None:
    server.push(graph)
    server.run("MATCH (s:GovgraphState {name: 'push'}) SET s.format = 1")
    with pytest.raises(GraphError, match=r"another version of govgraph \(format 1\).*another database"):
        server.push(graph)


# ------------------------------------------------------------------------------------------- other people's


FOREIGN = (
    "CREATE (a:Analyst {name: 'B'})-[:WATCHES {since: 1}]->(:Note {text: 'x'}), "
    "(:Entity {name: 'no iri'}), (:Entity {iri: 7}), (:Entity:Undescribed {iri: 'x:bare'}), "
    "(p:Entity:Actor:Person {iri: 'x:own', name: 'Own', sources: ['x']}), (q:Entity:Actor:Agency {iri: 'x:q'}), "
    "(p)-[:MEMBER_OF {iri: 'x:r', role: 'r'}]->(q), (p)-[:WITHIN]->(q)"
)
FOREIGN_NODES = (
    "MATCH (n) WHERE NOT n:GovgraphState RETURN labels(n), properties(n), COUNT { (n)--() } ORDER BY elementId(n)"
)


def test_other_peoples_graph_is_left_alone(server: Server, graph: Graph) -> None:
    """Even where it looks just like ours."""
    server.run(FOREIGN)
    before = [row.data() for row in server.run(FOREIGN_NODES).records]
    server.push(graph)
    for name in ("actors.csv", "events.csv", "memberships.csv", "participations.csv"):
        graph.unload(name)
        server.push(graph)
    assert server.push(graph, compare=True).unchanged
    assert [row.data() for row in server.run(FOREIGN_NODES).records] == before


def test_what_others_added_to_our_nodes_stays(server: Server, graph: Graph, files: Path) -> None:
    server.push(graph)
    ministry, event, person = RECORD + "ministry", RECORD + "e2", RECORD + "asan"
    server.run("MATCH (n {iri: $n}) SET n:Watched, n.pagerank = 0.5", n=ministry)
    server.run("MATCH (n {iri: $n}) CREATE (:Analyst {name: 'B'})-[:WATCHES]->(n)", n=event)
    server.run("MATCH (a {iri: $a}), (b {iri: $b}) CREATE (a)-[:WITHIN]->(b)", a=person, b=ministry)
    server.run("MATCH (a {iri: $a}), (b {iri: $b}) CREATE (a)-[:MEMBER_OF {note: 'x'}]->(b)", a=person, b=ministry)
    assert server.push(graph, compare=True).unchanged
    graph.load(write_table(files / "actors.csv", [{**ACTORS[0], "name_en": "Renamed"}, *ACTORS[1:]]))
    server.push(graph)
    found = server.run("MATCH (n:Watched {iri: $n}) RETURN n.pagerank, n.name_en", n=ministry).records
    assert [list(r) for r in found] == [[0.5, "Renamed"]]
    # An event that leaves and that somebody watches is not deleted under him: it only says nothing more.
    graph.load(write_table(files / "events.csv", EVENTS[:1]))
    graph.load(write_table(files / "participations.csv", PARTICIPATIONS[:2]))
    report = server.push(graph)
    assert report.nodes_kept == 1
    ask = "MATCH (:Analyst)-[:WATCHES]->(n {iri: $n}) RETURN labels(n), properties(n)"
    (row,) = server.run(ask, n=event).records
    assert (sorted(row[0]), row[1]) == (["Entity", "Undescribed"], {"iri": event})
    assert server.push(graph, compare=True).unchanged
    graph.load(write_table(files / "events.csv", EVENTS))
    server.push(graph)
    (row,) = server.run(ask, n=event).records
    assert (sorted(row[0]), row[1]["name_en"]) == (["Entity", "Event"], "Conference")
    drawn = server.run("MATCH ({iri: $a})-[r]->({iri: $b}) RETURN type(r) AS t ORDER BY t", a=person, b=ministry)
    assert [r["t"] for r in drawn.records] == ["MEMBER_OF"] * 3 + ["WITHIN"]


def test_two_nodes_with_one_iri_are_in_the_way(server: Server, graph: Graph) -> None:
    server.empty(indexes=True)
    server.run("CREATE (:Entity {iri: 'x:1'}), (:Entity {iri: 'x:1'})")
    with pytest.raises(
        GraphError, match=r"key of :Entity could not be created.*remove the nodes or the index that are in the way"
    ):
        server.push(graph)
    assert server.run("MATCH (n) RETURN count(n)").records[0][0] == 2


# ------------------------------------------------------------------------------------- crashes and company


KILLED = """
import os, signal, sys
import govgraph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
folder, uri, user, most = sys.argv[1:]
def tell(what, done, total):
    if what.startswith("writing") and done >= int(most):
        os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    graph = govgraph.open(folder)
    push(graph.folder, Remote(uri, (user, os.environ["PASSWORD"])), progress=tell, batch=2)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("most", cases(12, only_in_ci=[2, 30]))
def test_a_killed_push_is_completed_by_the_next(server: Server, graph: Graph, store: Neo4jStore, most: int) -> None:
    server.empty(indexes=True)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(graph.path), server.uri, server.auth[0], str(most)],
        env={**os.environ, "PASSWORD": server.auth[1]},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert server.run("MATCH (s:GovgraphState {name: 'push'}) RETURN s.status").records[0][0] == "in progress"
    assert 0 < len(store.cypher(OURS)) + len(store.cypher(LINKS)) < len(graph.cypher(NODES)) + len(graph.cypher(LINKS))
    # What the killed one wrote is known as ours, also when it is no longer wanted.
    graph.unload("participations.csv")
    graph.unload("events.csv")
    server.push(graph)
    assert_same(graph, store)
    assert server.push(graph, compare=True).unchanged


def test_two_pushes_at_once_are_one_after_the_other(server: Server, graph: Graph, store: Neo4jStore) -> None:
    refused: list[str] = []

    def tell(what: str, _done: int, _total: int) -> None:
        if what.startswith("writing") and not refused:
            with pytest.raises(Busy, match="another push is writing to the same database") as error:
                server.push(graph)
            refused.append(str(error.value))

    server.push(graph, progress=tell, batch=5)
    assert refused
    assert_same(graph, store)
    assert server.push(graph).unchanged


def test_a_push_that_was_taken_for_dead_writes_nothing_more(server: Server, graph: Graph, store: Neo4jStore) -> None:
    second: list[PushReport] = []

    def tell(what: str, done: int, _total: int) -> None:
        if what.startswith("writing") and done >= 10 and not second:
            # As if it ran on another computer and had been silent for long.
            server.run("MATCH (s:GovgraphState {name: 'push'}) SET s.holder = 'elsewhere 1', s.alive = 0")
            second.append(server.push(graph))

    with pytest.raises(GraphError, match="another push to the same database has taken over"):
        server.push(graph, progress=tell, batch=5)
    assert not second[0].unchanged
    assert_same(graph, store)
    assert server.push(graph, compare=True).unchanged


def test_more_than_a_share_is_not_removed_unasked(server: Server, graph: Graph, store: Neo4jStore, files: Path) -> None:
    many = [{"id": f"p{i}", "kind": "person", "name_en": f"Person {i}"} for i in range(300)]
    graph.load(write_table(files / "more-actors.csv", many))
    server.push(graph)
    graph.unload("more-actors.csv")
    with pytest.raises(GraphError, match=r"302 of \d+ nodes and relationships would be removed.*--yes"):
        server.push(graph, remove_many=False)
    assert store.cypher("MATCH (p:Person) RETURN count(p) AS n").rows[0]["n"] == 301
    assert server.push(graph, dry_run=True).nodes_deleted == 301
    assert store.cypher("MATCH (p:Person) RETURN count(p) AS n").rows[0]["n"] == 301
    server.push(graph)
    assert_same(graph, store)


# ------------------------------------------------------------------------------------- addresses, passwords


def test_a_server_that_is_away(graph: Graph) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for scheme in ("neo4j", "bolt"):
            away = Server(f"{scheme}://127.0.0.1:{nobody.getsockname()[1]}", ("neo4j", "secret-word"), None)  # type: ignore[arg-type]
            with pytest.raises(GraphError, match=r"no Neo4j server answers.*govgraph neo4j start") as error:
                away.push(graph)
            assert "secret-word" not in str(error.value)


def test_a_wrong_password(server: Server, graph: Graph) -> None:
    wrong = Server(server.uri, (server.auth[0], "wrong-word"), server.driver)
    with pytest.raises(GraphError, match=r"refused this user and password.*NEO4J_PASSWORD") as error:
        wrong.push(graph)
    assert "wrong-word" not in str(error.value)
    with Neo4jStore(*(wrong.uri, wrong.auth)) as store, pytest.raises(GraphError, match="refused this user"):
        store.cypher("RETURN 1")


def test_a_database_that_is_not_there(server: Server, graph: Graph) -> None:
    with pytest.raises(GraphError, match=r"database 'elsewhere' does not exist.*only 'neo4j'"):
        server.push(graph, database="elsewhere")
    with Neo4jStore(server.uri, server.auth, "elsewhere") as store, pytest.raises(GraphError, match="does not exist"):
        store.cypher("RETURN 1")


@pytest.mark.parametrize("uri", ["localhost:7687", "http://localhost", "neo4j://", "neo4j://h:99999", "", "neo4j://[x"])
def test_what_is_no_address(uri: str) -> None:
    with pytest.raises(GraphError, match="not the URI of a Neo4j server; expected: neo4j"):
        check_uri(uri)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    for call in (check_uri, credentials, lambda uri: Neo4jStore(uri, ("a", "b"))):
        with pytest.raises(GraphError, match=r"has a user or password in it.*NEO4J_PASSWORD") as error:
            call("neo4j://neo4j:secret-word@localhost:7687")
        assert "secret-word" not in str(error.value)


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_USER", raising=False)
    monkeypatch.setenv("NEO4J_PASSWORD", "word")
    assert credentials("neo4j://h") == ("neo4j", "word")
    monkeypatch.setenv("NEO4J_USER", "editor")
    assert credentials("neo4j://h") == ("editor", "word")
    assert credentials("neo4j://h", "reader") == ("reader", "word")


ASK = "from govgraph.graph.neo4j.connect import credentials; print(credentials('neo4j://h') == ('neo4j', 'typed word'))"


def test_without_a_terminal_a_missing_password_is_an_error() -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert "no password for the user 'neo4j' is given; try: set NEO4J_PASSWORD" in done.stderr


def test_at_a_terminal_the_password_is_asked_for_and_not_shown() -> None:
    pty = pytest.importorskip("pty", reason="no terminals of this kind here")
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-c", ASK], env)
    shown = b""
    while b": " not in shown:
        shown += os.read(terminal, 1024)
    assert b"Password of neo4j at neo4j://h" in shown
    os.write(terminal, b"typed word\n")
    try:
        while chunk := os.read(terminal, 1024):
            shown += chunk
    except OSError:  # on Linux the end of a terminal is an error
        pass
    os.close(terminal)
    assert os.waitpid(child, 0)[1] == 0
    assert b"True" in shown and b"typed word" not in shown


# ------------------------------------------------------------------------------------------------ questions


def test_values_are_the_embedded_stores(shown: Graph, store: Neo4jStore) -> None:
    queries = (
        "MATCH p = (:Person)-[:PARTICIPATED_IN]->(e:Event)-[:OF_TYPE]->(:EventType) RETURN p ORDER BY e.iri",
        "MATCH (e:Event)<-[r:PARTICIPATED_IN]-(:NGO) RETURN r, [r, e] AS both, {r: r, n: 1} AS m ORDER BY e.iri",
        "MATCH (p:Person)-[r]-() RETURN type(r) AS t, r ORDER BY t, r.iri",
        "RETURN date('2020-02-29') AS d, localdatetime('2020-02-29T01:02:03') AS l, localtime('01:02:03') AS t",
        "RETURN datetime('2020-02-29T01:02:03+06:00') AS z, duration('P1Y2M3DT4S') AS p, 1.5 AS f, null AS n, [1, 'a'] AS x",
        "MATCH (n:NoSuchThing) RETURN n.iri AS iri, count(*) AS c",
    )
    for query in queries:
        ours, theirs = shown.cypher(query), store.cypher(query)
        assert (theirs.columns, list(theirs)) == (ours.columns, list(ours)), query
        assert [[type(v) for v in row] for row in theirs] == [[type(v) for v in row] for row in ours], query
    (row,) = store.cypher("RETURN datetime('2020-06-01T00:00:00[Asia/Bishkek]') AS z, time('01:02:03+06:00') AS t")
    assert row["z"].isoformat() == "2020-06-01T00:00:00+06:00"
    assert row["t"].isoformat() == "01:02:03+06:00"
    assert isinstance(store.cypher("RETURN duration('PT1S')").rows[0][0], neo4j.time.Duration)


def test_what_a_start_asks_is_answered_and_changes_nothing(server: Server) -> None:
    for question in archive.QUESTIONS:
        assert not server.run(question).summary.counters.contains_updates


@pytest.mark.usefixtures("shown")
def test_limits_and_parameters(store: Neo4jStore) -> None:
    found = store.cypher("UNWIND range(1, $many) AS x RETURN x, $text AS t", limit=3, many=10**12, text=HOSTILE)
    assert (found.columns, [tuple(r) for r in found], found.cut) == (
        ["x", "t"],
        [(i, HOSTILE) for i in (1, 2, 3)],
        True,
    )
    assert not store.cypher("UNWIND range(1, 3) AS x RETURN x", limit=3).cut
    links = store.cypher("MATCH ()-[r:MEMBER_OF]->() RETURN r", limit=1)
    assert links.rows[0]["r"].start == RECORD + "asan"


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:X) RETURN n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Agency) SET n.name = 'x'",
        "CREATE INDEX x FOR (n:X) ON (n.y)",
        "CREATE USER x SET PASSWORD 'long enough 1'",
        "CALL db.createLabel('X')",
    ],
)
def test_a_query_that_would_write_is_refused(shown: Graph, store: Neo4jStore, query: str) -> None:
    with pytest.raises(
        QueryError, match=r"queries only read(; this one would write| this graph; db.createLabel may do more)"
    ):
        store.cypher(query)
    assert_same(shown, store)


@pytest.mark.parametrize(
    ("query", "where", "what"),
    [
        ("MATCH (n RETURN n", "query:1:10", "RETURN cannot stand here"),
        ("MATCH (n)\nRETURN nofunction(n)", "query:2:8", "Unknown function 'nofunction'"),
        ("RETURN $missing", "query:1:8", r"there is no value for the parameter \$missing"),
        ("RETURN 1 / 0", "", "by zero"),
        ("CALL no.such()", "query:1:1", "no.such may do more"),
        ("", "", "has a fault"),
    ],
)
def test_a_fault_in_a_query(store: Neo4jStore, query: str, where: str, what: str) -> None:
    with pytest.raises(QueryError, match=what) as error:
        store.cypher(query)
    assert error.value.where == where or not query


def test_a_runaway_query_is_stopped(store: Neo4jStore) -> None:
    with pytest.raises(QueryTimeout, match="stopped after 1 seconds; try: narrow it"):
        store.cypher("UNWIND range(1, 1000000000000) AS x WITH x WHERE x < 0 RETURN count(x)", timeout=1)
    assert store.cypher("RETURN 1 AS one").rows[0]["one"] == 1
    left = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS '1000000000000' RETURN count(*) AS n"
    assert store.cypher(left.replace("'1000000000000'", "$q"), q="range(1, 1000000000000)").rows[0]["n"] == 0
