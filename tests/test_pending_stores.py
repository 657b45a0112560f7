"""A small change keeps the stores that are there with what changed; the next question brings them up to date, or builds them anew."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph.graph import pending
from govgraph.graph.build import change
from govgraph.graph.graph import Graph
from govgraph.graph.on_demand import STORES, Store, is_built

pytestmark = pytest.mark.slow

NODES = "MATCH (n) RETURN n ORDER BY n.iri"
EDGES = "MATCH (a)-[r]->(b) RETURN a.iri, type(r), r, b.iri ORDER BY type(r), a.iri, b.iri, r.iri"


@pytest.fixture(scope="module")
def both_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with both stores."""
    folder = tmp_path_factory.mktemp("pending")
    with govgraph.open(folder / "graph") as graph:
        graph.load(write_small(folder / "files"))
        for name in STORES:
            graph.build(name)
    return folder / "graph"


@pytest.fixture
def graph(both_built: Path, tmp_path: Path) -> Iterator[Graph]:
    shutil.copytree(both_built, tmp_path / "graph")
    with govgraph.open(tmp_path / "graph") as opened:
        yield opened


def content(graph: Graph, name: Store) -> object:
    """All that a store says."""
    return graph.ntriples() if name == "rdf" else [list(graph.cypher(query).rows) for query in (NODES, EDGES)]


def built(graph: Graph) -> list[Store]:
    return [name for name in STORES if is_built(graph.version(), name)]


def told_by_build(graph: Graph, name: Store) -> set[str]:
    told: set[str] = set()
    graph.build(name, progress=lambda what, _done, _total: told.add(what))
    return told


def up_to_date(name: Store) -> str:
    return f"bringing {STORES[name]} up to date"


def load_one_more(graph: Graph, folder: Path, number: int = 0, kind: str = "person") -> None:
    """Load an actor more, and another word for one that is there."""
    rows = [
        {"id": f"new{number}", "kind": kind, "name_en": f"New {number}"},
        {**ACTORS[2], "name_en": f"Name {number}"},
    ]
    graph.load(write_table(folder / f"more{number}-{kind}.csv", rows), loader="records")


@pytest.mark.parametrize("seed", [1, 2])
def test_every_order_of_changes_and_questions_gives_what_the_tables_give(
    graph: Graph, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    updated: set[str] = set()
    for step in range(7):
        loads = [load for load in graph.folder.loads() if "more" in load]
        act = chance.choice(["load", "load", "unload", "decide", "ask"])
        if act == "unload" and loads:
            graph.unload(chance.choice(loads))
        elif act == "decide":
            first, second = chance.sample(
                [row["iri"] for row in graph.sql("SELECT iri FROM actors ORDER BY iri").rows], 2
            )
            graph.identity.decide(first, second, chance.choice(["same", "not same"]))
        elif act == "ask":
            updated |= told_by_build(graph, chance.choice(list(STORES)))
        else:
            load_one_more(graph, tmp_path, step % 4, chance.choice(["person", "ngo"]))
    for name in STORES:
        updated |= told_by_build(graph, name)
    assert updated >= {up_to_date(name) for name in STORES}
    after_updates = {name: content(graph, name) for name in STORES}
    graph.rebuild()
    assert built(graph) == []
    for name in STORES:
        assert content(graph, name) == after_updates[name]


def test_a_small_load_updates_no_store_and_two_who_ask_update_once(graph: Graph, tmp_path: Path) -> None:
    load_one_more(graph, tmp_path)
    assert built(graph) == []
    told: list[set[str]] = [set(), set()]

    def build(number: int) -> None:
        with govgraph.open(graph.path) as opened:
            told[number] = told_by_build(opened, "rdf")

    threads = [threading.Thread(target=build, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(up_to_date("rdf") in words for words in told) == 1
    assert built(graph) == ["rdf"]
    assert not pending.folder(graph.version(), "rdf").exists()
    assert pending.folder(graph.version(), "property").exists()


@pytest.mark.parametrize("of", ["base", "change", "pending.json"])
def test_what_is_damaged_is_built_from_the_tables(graph: Graph, tmp_path: Path, of: str) -> None:
    load_one_more(graph, tmp_path)
    place = pending.folder(graph.version(), "rdf") / of
    file = (
        place if place.is_file() else max((p for p in place.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    )
    kept = bytearray(file.read_bytes())
    kept[len(kept) // 2] ^= 1
    file.unlink()
    file.write_bytes(kept)
    told = told_by_build(graph, "rdf")
    assert any(str(file) in words and "from the tables instead" in words for words in told)
    assert up_to_date("rdf") not in told
    answered = graph.ntriples()
    graph.rebuild()
    assert graph.ntriples() == answered


def test_a_change_that_has_grown_is_dropped(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "MOST_CHANGED_ROWS", 1)
    load_one_more(graph, tmp_path)
    assert not any(pending.folder(graph.version(), name).exists() for name in STORES)
    assert up_to_date("rdf") not in told_by_build(graph, "rdf")


def test_whoever_is_killed_while_updating_leaves_base_and_change(graph: Graph, tmp_path: Path) -> None:
    load_one_more(graph, tmp_path)
    graph.close()
    place = pending.folder(graph.version(), "property")
    command = [sys.executable, "-m", "govgraph.cli", "build", "property", "--graph", str(graph.path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(graph.version().glob("tmp-property-*/property")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert place.exists() and built(graph) == []
    with govgraph.open(graph.path) as again:
        assert up_to_date("property") in told_by_build(again, "property")
        assert "New 0" in str(content(again, "property"))
    assert not list(graph.version().glob("tmp-*"))
