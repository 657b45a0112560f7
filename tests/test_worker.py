"""The worker processes: what is sent between them and us, when they end, and what becomes of a question when they do not answer."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest
from record_files import write_small

import govgraph
from govgraph.graph.errors import GraphError, QueryError, QueryTimeout, Unreadable
from govgraph.graph.graph import Graph
from govgraph.graph.stores.answer import Answer
from govgraph.graph.stores.worker import Worker, Workers

pytestmark = pytest.mark.slow

ONE = "SELECT (1 AS ?n) {}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"


@pytest.fixture(scope="module", autouse=True)
def kept_workers() -> None:
    """None are kept: these tests are about how workers start and end."""


@pytest.fixture(scope="module")
def triples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "rdf"
    store = ox.Store(str(path))
    name = ox.NamedNode("x:a")
    store.extend(ox.Quad(ox.NamedNode(f"x:{i}"), name, ox.Literal(i)) for i in range(2000))
    store.flush()
    return path


@pytest.fixture
def worker() -> Iterator[Worker]:
    with contextlib.closing(Worker()) as worker:
        yield worker


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("worker")
    with govgraph.open(folder / "graph") as graph:
        graph.load(write_small(folder / "files"))
        yield graph


def _running(of: int | None = None) -> set[int]:
    """The worker processes of a process, found otherwise than by the code under test."""
    workers = set()
    for child in psutil.Process(of).children():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if any("worker_main" in word for word in child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                workers.add(child.pid)
    return workers


def _ends(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            process = psutil.Process(pid)
            # Its parent can tell that it has ended only when its last thread has.
            if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def _ask(worker: Worker, store: Path, query: str = ONE, timeout: float | None = None) -> Answer:
    answer: Answer = worker.call("sparql", store, query, {}, None, timeout=timeout)
    return answer


def _one(worker: Worker, store: Path) -> int:
    """Ask something that is answered; gives the process that answered it."""
    before = _running()
    assert _ask(worker, store).data == b"?n\n1\n"
    return next(iter(_running() - before), 0)


# ------------------------------------------------------------------------------------------------ messages


def test_an_error_keeps_its_class_and_its_fields() -> None:
    error = QueryError("the query has a fault", where="query:1:2", expected="SELECT", hint="govgraph ref")
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is QueryError
    assert str(arrived) == str(error)
    assert (arrived.what, arrived.where, arrived.expected, arrived.hint) == (
        "the query has a fault", "query:1:2", "SELECT", "govgraph ref",
    )  # fmt: skip


def test_a_fault_in_a_query_is_raised_here_and_the_process_goes_on(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    with pytest.raises(QueryError) as caught:
        _ask(worker, triples, "SELECT ?a WHERE { ?a }")
    assert caught.value.what == "the SPARQL query has a fault: } cannot stand here"
    assert caught.value.where == "query:1:22"
    assert caught.value.expected
    _one(worker, triples)
    assert pid in _running()


def test_what_cannot_be_sent_is_a_fault_in_the_query(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    with pytest.raises(QueryError, match="a parameter cannot be sent"):
        worker.call("sparql", triples, ONE, {"a": lambda: 1}, None)
    _one(worker, triples)
    assert pid in _running()


class Unknown:
    """What the worker cannot import, since it knows no tests."""


def test_what_nobody_foresaw_is_an_error_with_its_last_words_and_a_new_process(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    with pytest.raises(GraphError, match="answering a SPARQL query failed: ModuleNotFoundError") as caught:
        worker.call("sparql", triples, ONE, {"a": Unknown()}, None)
    assert type(caught.value) is Unreadable
    assert caught.value.hint
    assert _ends(pid)
    assert _one(worker, triples) not in (0, pid)


def test_a_store_that_is_not_there_is_an_error_and_a_new_process(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    with pytest.raises(GraphError, match="answering a SPARQL query failed: FileNotFoundError"):
        _ask(worker, triples.parent / "absent")
    assert _ends(pid)
    assert _one(worker, triples)


# ----------------------------------------------------------------------------------------------------- ends


def test_it_is_killed_at_the_limit(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match="stopped after"):
        _ask(worker, triples, ENDLESS, timeout=0.5)
    assert time.monotonic() - started < 20
    assert _ends(pid)
    assert _one(worker, triples) not in (0, pid)


def test_the_start_does_not_count_for_the_limit(worker: Worker, triples: Path) -> None:
    # No Python starts in this time, and one is answered long before.
    with contextlib.suppress(QueryTimeout):
        _ask(worker, triples, timeout=0.001)
    assert _ask(worker, triples, timeout=5).data == b"?n\n1\n"
    with contextlib.closing(Worker()) as fresh:
        assert _ask(fresh, triples, timeout=0.05).data == b"?n\n1\n"


def test_one_that_dies_is_a_clear_error_and_the_next_question_is_answered(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    killer = threading.Timer(0.5, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(GraphError, match="answering a SPARQL query failed: the process ended with status -9"):
        _ask(worker, triples, ENDLESS)
    killer.join()
    # Also when it dies while nobody asks.
    second = _one(worker, triples)
    os.kill(second, signal.SIGKILL)
    assert _ends(second)
    assert _one(worker, triples) not in (0, second)


def test_an_interrupt_kills_the_query(worker: Worker, triples: Path) -> None:
    """Polars keeps an interrupt from ending a wait unless it is told otherwise."""
    import_module("polars")
    pid = _one(worker, triples)
    interrupt = threading.Timer(0.5, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        _ask(worker, triples, ENDLESS)
    interrupt.join()
    assert _ends(pid)
    assert _one(worker, triples)


def test_it_ends_with_its_parent(triples: Path) -> None:
    program = (
        "import sys, threading, time; from pathlib import Path\n"
        "from govgraph.graph.stores.worker import Worker\n"
        "worker = Worker()\n"
        f"worker.call('sparql', Path(sys.argv[1]), {ONE!r}, {{}}, None)\n"
        f"ask = lambda: worker.call('sparql', Path(sys.argv[1]), {ENDLESS!r}, {{}}, None)\n"
        "threading.Thread(target=ask, daemon=True).start()\n"
        "time.sleep(0.5); print('busy', flush=True); time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(triples)], stdout=subprocess.PIPE)
    assert parent.stdout
    assert parent.stdout.readline() == b"busy\n"
    (pid,) = _running(parent.pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _ends(pid)


def test_it_ends_when_it_is_closed_or_forgotten(triples: Path) -> None:
    for let_go in (Worker.close, lambda _worker: None):
        worker = Worker()
        pid = _one(worker, triples)
        let_go(worker)
        del worker
        gc.collect()
        assert _ends(pid)


def test_a_fork_gets_a_process_of_its_own(worker: Worker, triples: Path) -> None:
    pid = _one(worker, triples)
    child = os.fork()
    if not child:
        status = 1
        try:
            own = _one(worker, triples)
            worker.close()
            status = 0 if own not in (0, pid) and psutil.pid_exists(pid) else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _ask(worker, triples).data == b"?n\n1\n"
    assert pid in _running()


# ------------------------------------------------------------------------------------------------ the graph


def test_one_java_process_builds_answers_and_updates(tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    told: list[str] = []
    with govgraph.open(tmp_path / "graph") as graph:
        before = _running()
        graph.load(files)
        assert _running() == before
        graph.build("property", progress=lambda what, _done, _total: told.append(what))
        assert "building the property graph" in told
        (builder,) = _running() - before
        nodes = graph.cypher("MATCH (n) RETURN count(n) AS n").rows[0][0]
        assert graph.cypher_on_a_copy("CREATE (n:Actor {iri: 'x:a'}) WITH n MATCH (m) RETURN count(m)").rows == [
            (nodes + 1,)
        ]
        assert graph.cypher("MATCH (n) RETURN count(n) AS n").rows[0][0] == nodes
        with pytest.raises(QueryError):
            graph.cypher("CREATE (n) RETURN n")
        graph.unload(graph.loads()[0].load)
        assert graph.cypher("MATCH (n) RETURN count(n) AS n").rows[0][0] < nodes
        assert _running() - before == {builder}
        graph.close()
        assert _ends(builder)
        # A graph that is closed can still be asked.
        assert graph.cypher("RETURN 1 AS n").rows == [(1,)]
    assert _running() == before


def test_a_java_process_for_little_work_is_replaced_for_much(graph: Graph, tmp_path: Path) -> None:
    """A large graph is asked by a Java runtime that compiles well; how it compiles is fixed at its start."""
    small = graph.build("property")["property"]
    large = shutil.copytree(small, tmp_path / "property")
    with (large / "padding.txt").open("wb") as file:
        file.truncate(100 << 20)  # a file with nothing in it takes no room on the disk
    with contextlib.closing(Workers()) as workers:
        before = _running()

        def ask(store: Path) -> int:
            assert workers.call("cypher", store, "RETURN 1 AS n", {}, None) == (["n"], [(1,)], False)
            (pid,) = _running() - before
            return pid

        quick = ask(small)
        well = ask(large)
        assert quick != well
        assert ask(small) == well


def test_a_body_that_fails_stops_the_work_beside_it(graph: Graph, tmp_path: Path) -> None:
    with contextlib.closing(Workers()) as workers:
        arguments = (graph.version() / "tables", tmp_path / "property", ("en",), tmp_path / "spill")
        with pytest.raises(ZeroDivisionError), workers.running("build_property_graph", *arguments):
            raise ZeroDivisionError
        # What it left is not in the way of the next work.
        shutil.rmtree(tmp_path / "property", ignore_errors=True)
        with workers.running("build_property_graph", *arguments):
            pass
        assert (tmp_path / "property" / "schema.json").exists()


def test_after_an_error_that_is_not_the_querys_the_process_is_replaced(graph: Graph, tmp_path: Path) -> None:
    tables = shutil.copytree(graph.version() / "tables", tmp_path / "tables")
    (tables / "actors.parquet").unlink()
    with contextlib.closing(Workers()) as workers:
        before = _running()
        with pytest.raises(GraphError, match="refer to nodes that do not exist") as caught:  # noqa: SIM117
            with workers.running("build_property_graph", tables, tmp_path / "property", ("en",), tmp_path / "spill"):
                pass
        assert caught.value.what.endswith("rows of memberships refer to nodes that do not exist")
        assert _running() == before


def _cut(kept: Path) -> None:
    (file,) = kept.glob("*/database/schema.json")
    file.write_bytes(file.read_bytes()[:1000])


def _remove(kept: Path) -> None:
    (file,) = kept.glob("*/database/configuration.json")
    file.unlink()


def _make_file(kept: Path) -> None:
    shutil.rmtree(kept)
    kept.write_text("no folder")


def test_an_empty_property_graph_is_kept_and_made_again_when_damaged(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = tmp_path / "cache" / "govgraph" / "empty-property-graphs"

    with contextlib.closing(Workers()) as workers:

        def build(name: str) -> tuple[object, object]:
            out = tmp_path / name
            work = workers.running(
                "build_property_graph", graph.version() / "tables", out, ("en",), tmp_path / f"{name}-spill"
            )
            with work:
                pass
            counts = [
                workers.call("cypher", out, query, {}, None)[1]
                for query in ("MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)")
            ]
            return counts[0], counts[1]

        made = build("made")
        assert made == (
            [tuple(graph.cypher("MATCH (n) RETURN count(n)").rows[0])],
            [tuple(graph.cypher("MATCH ()-[r]->() RETURN count(r)").rows[0])],
        )
        (digest,) = kept.glob("*/sha256")
        assert len(list(kept.iterdir())) == 1
        # What was changed there is in what is copied: so the copy is taken, and not made again.
        stamp = digest.stat().st_mtime_ns
        assert build("copied") == made
        assert digest.stat().st_mtime_ns == stamp
        damages: list[Callable[[Path], None]] = [_cut, _remove]
        for number, damage in enumerate(damages):
            damage(kept)
            assert build(f"damaged-{number}") == made
            assert len(list(kept.iterdir())) == 1
            repaired = digest.stat().st_mtime_ns
            assert repaired != stamp
            stamp = repaired
        _make_file(kept)
        assert build("unwritable") == made


def test_javas_classes_are_kept_and_a_damaged_archive_does_no_harm(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def build_and_ask(name: str) -> list[tuple[int]]:
        with contextlib.closing(Worker()) as worker:
            out = tmp_path / name
            worker.call("build_property_graph", graph.version() / "tables", out, ("en",), tmp_path / f"{name}-spill")
            rows: list[tuple[int]] = worker.call("cypher", out, "MATCH (n) RETURN count(n)", {}, None)[1]
            return rows

    counted = build_and_ask("first")
    (archive,) = (tmp_path / "cache" / "govgraph" / "java-classes").iterdir()
    assert archive.stat().st_size > 10_000_000
    made = archive.stat().st_ino, archive.stat().st_mtime_ns
    assert build_and_ask("with the archive") == counted
    assert (archive.stat().st_ino, archive.stat().st_mtime_ns) == made
    for damaged in (b"damaged", b""):  # an empty one says that none can be made
        archive.unlink()
        archive.write_bytes(damaged)
        assert build_and_ask(f"with {damaged!r}") == counted
        assert archive.read_bytes() == damaged
