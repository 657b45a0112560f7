"""A graph that lives in Neo4j: what is pulled is what was pushed, byte for byte, whoever was killed on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import neo4j
import platformdirs
import pytest
import rdflib
from command_line import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from identity_files import iri, write_two
from neo4j_graphs import assert_server_shows, content
from often import often
from record_files import ACTORS, EVENTS, PARTICIPATIONS, write_small, write_table

import govgraph
from govgraph.graph.errors import Busy, Damaged, GraphError, QueryError
from govgraph.graph.folder import Folder
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j import decision_files
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.home import Neo4jGraph, replica_folder
from govgraph.graph.neo4j.push import LoadsChanged, push
from govgraph.graph.neo4j.sync import loads_after_sync, pull, sync
from govgraph.graph.progress import silent
from govgraph.ontology.terms import GOV

Auth = tuple[str, str]
USERS_CACHE = platformdirs.user_cache_path("govgraph", appauthor=False)
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "central-asia"


@pytest.fixture
def remote(neo4j_uri: str, neo4j_auth: Auth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    """A database that is empty when a test begins; replicas are in a folder of the test's."""
    use_cache(monkeypatch, tmp_path / "cache")
    monkeypatch.setenv("NEO4J_USER", neo4j_auth[0])
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_auth[1])
    found = Remote(neo4j_uri, neo4j_auth)
    empty(found)
    yield found
    empty(found)


def use_cache(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let this folder be the user's cache: without replicas, but with what Java is started from, which takes seconds to make."""
    for name in ("java-classes", "empty-property-graphs"):
        link, real = folder / "govgraph" / name, USERS_CACHE / name
        if not link.exists() and real.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(real, target_is_directory=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


def empty(remote: Remote) -> None:
    with neo4j.GraphDatabase.driver(remote.uri, auth=remote.auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


def run(remote: Remote, query: str, **parameters: object) -> list[neo4j.Record]:
    with neo4j.GraphDatabase.driver(remote.uri, auth=remote.auth) as driver:
        return driver.execute_query(query, parameters).records


def assert_pulled_is_the_same(graph: Graph, remote: Remote, to: Path) -> None:
    push(graph.folder, remote, progress=silent, remove_many=True, overwrite=True)
    pull(Folder(to), remote, progress=silent, overwrite=True)
    with govgraph.open(to) as copy:
        assert content(copy) == content(graph)
        assert copy.settings == graph.settings


# -------------------------------------------------------------------------------------- there and back again


def test_the_example_comes_back(remote: Remote, tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "g", languages=["ru", "ky"], base="https://example.org/id/") as graph:
        graph.load(EXAMPLE)
        assert_pulled_is_the_same(graph, remote, tmp_path / "copy")
        report = pull(Folder(tmp_path / "copy"), remote, progress=silent)
        assert report.unchanged and not report.loads_fetched and report.bytes == 0

        loads = graph.folder.loads()
        told: list[str] = []

        def broken_off(what: str, *_: int) -> None:
            told.append(what)
            if loads[-1] in what:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            pull(Folder(tmp_path / "copy-2"), remote, progress=broken_off)
        assert told[0] == f"fetching {loads[0]}" and len(told) >= len(loads) > 1
        told.clear()
        with pytest.raises(KeyboardInterrupt):
            pull(Folder(tmp_path / "copy-2"), remote, progress=broken_off)
        assert told == [f"fetching {loads[-1]}"]


def test_published_files_come_back(remote: Remote, tmp_path: Path, published: Path) -> None:
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(published / "gdelt" / "20180101000000.export.CSV", published / "gdelt" / "events1.csv")
        graph.load(published / "popolo")
        assert_pulled_is_the_same(graph, remote, tmp_path / "copy")


def test_damaged_records_are_not_pushed_and_a_pull_fetches_them_again(remote: Remote, tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(write_small(tmp_path / "files"))
        right = content(graph)
        file = next(graph.path.glob("records/*/actors.parquet"))
        data = file.read_bytes()
        file.write_bytes(data[:-9] + b"x" + data[-8:])
        with pytest.raises(Damaged, match=f"load {file.parent.name} was changed"):
            push(graph.folder, remote, progress=silent)
        file.write_bytes(data)
        push(graph.folder, remote, progress=silent)
        file.write_bytes(data[:99])
        report = pull(graph.folder, remote, progress=silent)
        assert report.loads_fetched == [file.parent.name] and not report.loads_removed
        assert content(graph) == right
        assert graph.check(shapes=False).ok
        assert pull(graph.folder, remote, progress=silent).unchanged


_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).map(str.strip).filter(bool)
_LONG = st.integers(0, 1).map(lambda n: "ы" * 10_000 if n else "х")
_DATE = st.one_of(
    st.integers(1000, 2999).map(str),
    st.dates(date(1000, 1, 1), date(2999, 1, 1)).map(lambda d: d.isoformat()[:7]),
    st.dates(date(1000, 1, 1), date(2999, 1, 1)).map(date.isoformat),
)


@st.composite
def _tables(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """Rows for the tables of the records format, of every type of column, with parallel links and odd values."""
    people = draw(st.lists(_TEXT, min_size=1, max_size=5, unique=True))
    ids = [f"a{i}" for i in range(len(people))]
    actors = [
        {
            "id": i,
            "kind": draw(st.sampled_from(["person", "agency", "ngo", "group"])),
            "name_en": name,
            "name_ky": draw(st.one_of(st.just(""), _TEXT, _LONG)),
            "name_ru": draw(st.one_of(st.just(""), _TEXT)),
            "identifiers": draw(st.sampled_from(["", "x:0", "x:0; y:False"])),
            "start_date": draw(st.one_of(st.just(""), _DATE)),
        }
        for i, name in zip(ids, people, strict=True)
    ]
    events = [
        {
            "id": f"e{i}",
            "name_en": draw(_TEXT),
            "start_date": draw(_DATE),
            "tone": draw(st.sampled_from(["", "0", "-0.5", "1e-9"])),
            "articles": draw(st.sampled_from(["", "0", "7"])),
            "fatalities": draw(st.sampled_from(["", "0"])),
            "confidence": draw(st.sampled_from(["", "0", "1", "0.25"])),
        }
        for i in range(draw(st.integers(1, 3)))
    ]
    participations = [
        {
            "participant": draw(st.sampled_from(ids)),
            "event": f"e{draw(st.integers(0, len(events)))}",
            "role": draw(st.sampled_from(["", "actor", "host", "0"])),
        }
        for _ in range(draw(st.integers(0, 6)))
    ]
    memberships = [
        {
            "member": draw(st.sampled_from(ids)),
            "organization": draw(st.sampled_from(ids)),
            "role": draw(st.sampled_from(["", "член", "chair"])),
            "start_date": draw(st.sampled_from(["", "2001", "2001-02", "2001-02-03"])),
        }
        for _ in range(draw(st.integers(0, 4)))
    ]
    return {"actors": actors, "events": events, "participations": participations, "memberships": memberships}


@settings(
    max_examples=often(2, 5),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=_tables())
def test_whatever_tables_come_back(
    remote: Remote, tmp_path_factory: pytest.TempPathFactory, made: dict[str, list[dict[str, str]]]
) -> None:
    empty(remote)
    folder = tmp_path_factory.mktemp("made")
    for name, rows in made.items():
        if rows:
            write_table(folder / "files" / f"{name}.csv", rows)
    with govgraph.open(folder / "g") as graph:
        reports = graph.load(folder / "files")
        assert sum(r.rows_loaded for r in reports)
        assert_pulled_is_the_same(graph, remote, folder / "copy")
        assert_server_shows(remote, graph)


# ------------------------------------------------------------------------------------- a graph that lives there


def test_a_graph_in_the_database_alone(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_small(tmp_path / "files")
    with govgraph.open(tmp_path / "g") as folder:
        folder.load(files)
        wanted = content(folder)
        with govgraph.open(remote.uri) as graph:
            assert isinstance(graph, Neo4jGraph)
            assert graph.loads() == []
            with pytest.raises(GraphError, match="nothing has been loaded yet"):
                graph.sparql("SELECT * { ?s ?p ?o }")
            assert [r.status for r in graph.load(files)] == ["loaded"] * 4
            assert [r.status for r in graph.load(files)] == ["unchanged"] * 4
            assert_server_shows(remote, folder)
        # Another computer, which has only the address.
        use_cache(monkeypatch, tmp_path / "another-cache")
        with govgraph.open(remote.uri) as graph:
            assert {k: v for k, v in content(graph).items() if "manifest" not in k} == {
                k: v for k, v in wanted.items() if "manifest" not in k
            }
            for language, query in (
                ("sparql", "SELECT (COUNT(?p) AS ?n) { ?p a gov:Participation }"),
                ("cypher", "MATCH ()-[p:PARTICIPATED_IN]->() RETURN count(p) AS n"),
                ("sql", "SELECT count(*) AS n FROM participations"),
            ):
                answer = getattr(graph, language)(query)
                assert answer.rows == getattr(folder, language)(query).rows and answer.rows[0]["n"]
            with pytest.raises(QueryError, match="only read"):
                graph.cypher("CREATE (n:X)")
            assert set(graph.networkx()) == set(folder.networkx())
            assert [tuple(row) for row in graph.search("асан")] == [tuple(row) for row in folder.search("асан")]
        # A script that knows rdflib and the address.
        dataset = rdflib.Dataset(store="govgraph")
        dataset.open(remote.uri)
        found = dataset.query(f"SELECT (COUNT(?p) AS ?n) {{ ?p a <{GOV}Participation> }}")
        assert [list(row.values()) for row in found.bindings] == [[rdflib.Literal(3)]]
        dataset.close()


def test_what_others_load_is_there_when_it_is_opened(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_small(tmp_path / "files")
    more = write_table(tmp_path / "more" / "actors.csv", [{"id": "x", "kind": "person", "name_en": "X"}])
    count = "SELECT (COUNT(?p) AS ?n) { ?p a gov:Person }"
    caches = [tmp_path / "one", tmp_path / "two"]
    use_cache(monkeypatch, caches[0])
    with govgraph.open(remote.uri) as one:
        one.load(files)
        before = one.sparql(count).rows[0]["n"]
        use_cache(monkeypatch, caches[1])
        with govgraph.open(remote.uri) as two:
            assert two.sparql(count).rows[0]["n"] == before
            two.load(more)
        assert isinstance(one, Neo4jGraph)
        report = one.refresh()
        assert [load.split("-")[0] for load in report.loads_fetched] == ["records"] and not report.loads_removed
        assert one.sparql(count).rows[0]["n"] == before + 1
        one.unload(str(more))
        assert one.sparql(count).rows[0]["n"] == before
    with govgraph.open(remote.uri) as two:
        assert two.sparql(count).rows[0]["n"] == before
        assert two.cypher("MATCH (p:Person) RETURN count(p) AS n").rows[0]["n"] == before


def test_two_who_load_at_once_lose_nothing(remote: Remote, tmp_path: Path) -> None:
    """Two processes with replicas of their own, at the same time, several times over."""
    write_small(tmp_path / "files")
    with govgraph.open(remote.uri) as graph:
        graph.load(tmp_path / "files")
    load = "import sys, govgraph; govgraph.open(sys.argv[1]).load(sys.argv[2])"
    running = []
    for who in ("one", "two"):
        file = write_table(tmp_path / who / "actors.csv", [{"id": who, "kind": "person", "name_en": who}])
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / f"cache-{who}")}
        command = [sys.executable, "-c", load, remote.uri, str(file)]
        running.append((who, command, environment, subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)))
    for _, command, environment, process in running:
        _, words = process.communicate()
        if process.returncode:  # the other one was writing: said, and nothing lost by trying again
            assert b"another push is writing" in words or b"taken over" in words, words
            subprocess.run(command, env=environment, check=True)
    with govgraph.open(remote.uri) as graph:
        names = {row[0] for row in graph.sql("SELECT name FROM actors WHERE kind = 'person'")}
        assert {"one", "two"} <= names
        assert len(graph.loads()) == 6
        assert_server_shows(remote, graph)


def test_what_is_loaded_while_a_pull_reads_the_database_stays(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process puts its load in force after the pull has compared the loads, and before it takes the lock."""
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(write_small(tmp_path / "files"))
        push(graph.folder, remote, progress=silent)
    stored, path = decision_files.stored, tmp_path / "copy"

    def stored_and_wait(session: neo4j.Session) -> set[str]:
        with govgraph.open(path) as another:
            another.load(write_table(tmp_path / "other" / "actors.csv", ACTORS[:1]))
        return stored(session)

    with monkeypatch.context() as patch:
        patch.setattr(decision_files, "stored", stored_and_wait)
        with pytest.raises(Busy, match="nothing was changed"):
            pull(Folder(path), remote, progress=silent)
    with govgraph.open(path) as copy:
        assert [Path(load.path).parent.name for load in copy.loads()] == ["other"]


def test_a_database_that_was_emptied_does_not_empty_the_replica(remote: Remote, tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    with govgraph.open(remote.uri) as graph:
        graph.load(files)
        wanted = graph.ntriples()
    empty(remote)
    with govgraph.open(remote.uri) as graph, pytest.raises(GraphError, match="holds no graph any more") as error:
        graph.loads()
    assert str(replica_folder(remote)) in error.value.hint
    push(Folder(replica_folder(remote)), remote, progress=silent, overwrite=True)
    with govgraph.open(remote.uri) as graph:
        assert graph.ntriples() == wanted


# ------------------------------------------------------------------------------------------ two sides, in step


def test_what_both_sides_shall_have() -> None:
    assert loads_after_sync({"a"}, set(), set()) == {"a"}
    assert loads_after_sync({"a"}, {"b"}, set()) == {"a", "b"}
    assert loads_after_sync({"a"}, {"a", "b"}, {"a", "b"}) == {"a"}
    assert loads_after_sync({"a", "b"}, {"a"}, {"a", "b"}) == {"a"}


def test_sync_takes_what_either_side_did(remote: Remote, tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    with govgraph.open(tmp_path / "one") as one, govgraph.open(tmp_path / "two") as two:
        one.load(files)
        planned = sync(one.folder, remote, progress=silent, dry_run=True)
        assert len(planned.push.loads_sent) == 4 and not run(remote, "MATCH (n) RETURN n LIMIT 1")
        sync(one.folder, remote, progress=silent)
        sync(two.folder, remote, progress=silent)
        assert content(one) == content(two)
        one.load(write_table(tmp_path / "1" / "actors.csv", [{"id": "1", "kind": "person", "name_en": "1"}]))
        two.load(write_table(tmp_path / "2" / "actors.csv", [{"id": "2", "kind": "person", "name_en": "2"}]))
        two.unload("participations.csv")
        sync(two.folder, remote, progress=silent)
        with pytest.raises(LoadsChanged, match=r"others have changed.*was loaded, .*was unloaded.*govgraph sync"):
            push(one.folder, remote, progress=silent)
        with pytest.raises(GraphError, match=r"only this folder has would be lost.*govgraph sync"):
            pull(one.folder, remote, progress=silent)
        sync(one.folder, remote, progress=silent)
        sync(two.folder, remote, progress=silent)
        assert content(one) == content(two)
        assert len(one.loads()) == 5
        assert_server_shows(remote, one)
        assert sync(one.folder, remote, progress=silent).push.unchanged


def test_another_base_is_another_graph(remote: Remote, tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    with govgraph.open(tmp_path / "one", base="https://one.example/") as one, govgraph.open(tmp_path / "two") as two:
        one.load(files)
        two.load(files)
        push(one.folder, remote, progress=silent)
        for action in (push, pull, sync):
            with pytest.raises(GraphError, match=r"has the base https://one\.example/"):
                action(two.folder, remote, progress=silent)


def test_a_database_without_a_graph_gives_none(remote: Remote, tmp_path: Path) -> None:
    run(remote, "CREATE (:Entity {iri: 'x:1'})")
    with pytest.raises(GraphError, match="this database holds no graph that govgraph pushed"):
        pull(Folder(tmp_path / "g"), remote, progress=silent)
    assert not (tmp_path / "g").exists()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("MATCH (r:GovgraphRecords) SET r.data = r.data[0..10]", "damaged"),
        ("MATCH (r:GovgraphRecords) DELETE r", "damaged"),
        ("MATCH (r:GovgraphRecords) SET r.sizes = [1]", "damaged"),
        ("MATCH (r:GovgraphRecords) SET r.parts = 2", "damaged"),
        ("MATCH (r:GovgraphRecords) SET r.files = ['../../evil'] + r.files[1..]", "not the name of a records file"),
        ("MATCH (s:GovgraphState {name: 'push'}) SET s.loads = ['../../evil']", "not the name of a load"),
    ],
)
def test_records_that_somebody_changed_are_refused(remote: Remote, tmp_path: Path, harm: str, words: str) -> None:
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(write_small(tmp_path / "files"))
        push(graph.folder, remote, progress=silent)
    if "r.data[" in harm:
        harm = harm.replace("r.data[0..10]", "$few")
    run(remote, harm, few=b"few")
    with pytest.raises(GraphError, match=words):
        pull(Folder(tmp_path / "copy"), remote, progress=silent)
    assert not list(tmp_path.rglob("evil*"))
    with govgraph.open(tmp_path / "copy") as copy:
        assert not copy.loads()


# --------------------------------------------------------------------------------------------------- killed

WORK = """
import os, sys
from pathlib import Path
from govgraph.graph.folder import Folder
from govgraph.graph.progress import silent
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.sync import pull
what, folder, uri = sys.argv[1:]
print("ready", flush=True)
remote = Remote(uri, (os.environ["NEO4J_USER"], os.environ["NEO4J_PASSWORD"]))
if what == "push":
    push(Folder(Path(folder)), remote, progress=silent, batch=20, remove_many=True)
else:
    pull(Folder(Path(folder)), remote, progress=silent, overwrite=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("what", ["push", "pull"])
def test_killed_at_random_moments(remote: Remote, tmp_path: Path, what: str) -> None:
    """Killed again and again; the run after completes it, and a pull in between is always one whole version."""
    kills, chance = often(3, 10), random.Random(2026)
    files = write_small(tmp_path / "files")
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(files)
        push(graph.folder, remote, progress=silent)
        people = [{"id": f"p{i}", "kind": "person", "name_en": f"Person {i}"} for i in range(200)]
        graph.load(write_table(tmp_path / "files" / "actors.csv", [*ACTORS, *people]))
        graph.load(write_table(tmp_path / "files" / "participations.csv", PARTICIPATIONS[:1]))
        if what == "pull":
            push(graph.folder, remote, progress=silent)
        folder = graph.path if what == "push" else tmp_path / "copy"
        command = [sys.executable, "-c", WORK, what, str(folder), remote.uri]
        killed = 0
        for number in range(kills):
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
                assert process.stdout and process.stdout.readline() == b"ready\n"
                time.sleep(chance.uniform(0, 0.5) * (1 + number / kills))
                if process.poll() is None:
                    os.kill(process.pid, signal.SIGKILL)
                    killed += 1
            if what == "push":
                pull(Folder(tmp_path / "between"), remote, progress=silent)
                with govgraph.open(tmp_path / "between") as between:
                    assert len(between.loads()) == 4
                    assert between.sql("SELECT count(*) FROM actors WHERE kind = 'person'").rows[0][0] in (1, 201)
        assert killed
        assert subprocess.run(command, check=False).returncode == 0
        assert_server_shows(remote, graph)
        pull(Folder(tmp_path / "copy"), remote, progress=silent)
        with govgraph.open(tmp_path / "copy") as copy:
            assert content(copy) == content(graph)
        assert push(graph.folder, remote, progress=silent, compare=True).unchanged
        assert run(remote, "MATCH (r:GovgraphRecords) RETURN count(DISTINCT r.load) AS n")[0]["n"] == 4


def test_killed_after_it_was_complete(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A push that ends before it has removed the records of loads that are gone: the next one removes them."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    count = "MATCH (r:GovgraphRecords) RETURN count(DISTINCT r.load) AS n"
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(write_small(tmp_path / "files"))
        push(graph.folder, remote, progress=silent)
        graph.unload(graph.loads()[0].load)
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr("govgraph.graph.neo4j.record_files.remove_others", killed)
            push(graph.folder, remote, progress=silent, remove_many=True)
        assert run(remote, count)[0]["n"] == 4
        push(graph.folder, remote, progress=silent)
        assert run(remote, count)[0]["n"] == 3
        assert push(graph.folder, remote, progress=silent).unchanged


def test_a_load_that_cannot_be_pushed_is_no_load(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_small(tmp_path / "files")
    with govgraph.open(remote.uri) as graph:
        graph.load(files)
        before = graph.ntriples()

        def gone(*_: object, **__: object) -> None:
            raise GraphError("no Neo4j server answers")

        more = write_table(tmp_path / "files" / "events.csv", EVENTS[:1])
        with monkeypatch.context() as patched:
            patched.setattr("govgraph.graph.neo4j.sync.push", gone)
            with pytest.raises(GraphError, match="no Neo4j server answers"):
                graph.load(more)
        assert graph.ntriples() == before
        graph.load(more)
        assert graph.ntriples() != before
        assert_server_shows(remote, graph)


def test_a_check_finds_what_somebody_changed_in_the_database(remote: Remote, tmp_path: Path) -> None:
    with govgraph.open(remote.uri) as graph:
        graph.load(write_small(tmp_path / "files"))
        report = graph.check(shapes=False)
        assert report.errors == []
        assert report.checked["nodes and relationships in Neo4j"] > 10
        # Nothing of this is in the replica, which is as sound as before.
        run(remote, "MATCH (n:Agency) WITH n LIMIT 1 SET n.name = 'Another'")
        run(remote, "MATCH ()-[r:PARTICIPATED_IN]->() WITH r LIMIT 1 DELETE r")
        errors = {finding.what for finding in graph.check(shapes=False).errors}
        assert errors == {"1 nodes have other values", "1 relationships :PARTICIPATED_IN are missing"}
        assert graph.check(shapes=False).errors[0].hint.startswith(f"govgraph push {remote} --compare --graph ")


def test_decisions_go_with_push_pull_and_sync(remote: Remote, tmp_path: Path) -> None:
    """Two copies decide apart from each other: both end with all decisions; what they differ on is unsure."""
    one, other = write_two(tmp_path)
    asan, bakyt, kenesh = (
        (iri("one", a), iri("other", b)) for a, b in (("asan", "1"), ("bakyt", "2"), ("kenesh", "3"))
    )
    with govgraph.open(tmp_path / "g") as graph, govgraph.open(tmp_path / "copy") as copy:
        graph.load(one, dataset="one")
        graph.load(other, dataset="other")
        graph.identity.decide(*asan)
        assert push(graph.folder, remote, progress=silent).decisions_sent == 1
        assert push(graph.folder, remote, progress=silent).unchanged
        assert pull(copy.folder, remote, progress=silent).decisions_fetched == 1
        assert content(copy) == content(graph)
        assert pull(copy.folder, remote, progress=silent).unchanged
        graph.identity.decide(*kenesh)
        graph.identity.decide(*bakyt, "not same")
        copy.identity.decide(*kenesh, "not same")
        assert push(copy.folder, remote, progress=silent).decisions_sent == 1
        with pytest.raises(LoadsChanged, match="others have decided"):
            push(graph.folder, remote, progress=silent)
        sync(graph.folder, remote, progress=silent)
        sync(copy.folder, remote, progress=silent)
        assert content(copy) == content(graph)
        assert {entry.status for entry in copy.identity.log()} == {"counts", "disputed"}
        assert graph.identity.now(kenesh[1]) == kenesh[1]
        assert graph.identity.now(asan[1]) == asan[0]
        assert_server_shows(remote, graph)
    with govgraph.open(remote.uri) as home:
        assert len(home.identity.log()) == 4
        home.identity.decide(*kenesh)
        assert home.cypher("MATCH (n {iri: $iri}) RETURN n.iri", iri=kenesh[1]).rows[0][0] == kenesh[0]
        assert home.check(shapes=False).ok
    run(remote, "MATCH (d:GovgraphDecisions) SET d.data = reverse(d.name)")
    with pytest.raises(GraphError, match="not what was sent"):
        pull(Folder(tmp_path / "third"), remote, progress=silent)


def test_the_command_line(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_small(tmp_path / "files")
    monkeypatch.chdir(tmp_path)

    def govgraph_(*words: str, code: int = 0) -> str:
        status, told = command(*words)
        assert status == code, told
        return told

    assert "loaded" in govgraph_("load", str(files), "--graph", remote.uri)
    assert "actors.csv" in govgraph_("loads", "--graph", remote.uri)
    for language, query in (
        ("sparql", "SELECT ?x { ?x a gov:Agency }"),
        ("cypher", "MATCH (x:Agency) RETURN x.iri AS x"),
        ("sql", "SELECT iri AS x FROM actors WHERE class = 'Agency'"),
    ):
        assert "ministry" in govgraph_(language, query, "--graph", remote.uri, "--csv")
    govgraph_("view", "--graph", remote.uri, "-o", str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").exists()
    assert "loads fetched: records-" in govgraph_("pull", remote.uri, "--graph", "copy", "--dry-run")
    govgraph_("pull", remote.uri, "--graph", "copy")
    assert "unchanged: True" in govgraph_("push", remote.uri, "--graph", "copy")
    assert "the database:" in govgraph_("sync", remote.uri, "--graph", "copy")
    assert "sound" in govgraph_("check", "--graph", remote.uri)
    govgraph_("unload", "events.csv", "--graph", remote.uri)
    assert "--graph must name a folder" in govgraph_("push", remote.uri, "--graph", remote.uri, code=1)
