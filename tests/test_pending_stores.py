"""A small change keeps the stores that are there with what changed; the next question brings them up to date, or builds them anew."""

from __future__ import annotations

import contextlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import on_a_full_disk
from often import cases
from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph.graph import pending
from govgraph.graph.build import change
from govgraph.graph.damage import of_store
from govgraph.graph.errors import GraphError
from govgraph.graph.files import link
from govgraph.graph.graph import Graph
from govgraph.graph.intact import listing, read_sealed, write_sealed
from govgraph.graph.on_demand import STORES, Store, is_built, store

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


INSTEAD = "from the tables instead"


def failed(told: set[str]) -> list[str]:
    """What was told of an update that did not succeed."""
    return [words for words in told if INSTEAD in words]


def assert_as_rebuilt(graph: Graph, *names: Store) -> None:
    """The stores say what they say when they are built from the tables, and these from the records."""
    answered = {name: content(graph, name) for name in names}
    graph.rebuild()
    assert built(graph) == []
    for name in names:
        assert content(graph, name) == answered[name]


def load_one_more(graph: Graph, folder: Path, number: int = 0, kind: str = "person") -> None:
    """Load an actor more, and another word for one that is there."""
    rows = [
        {"id": f"new{number}", "kind": kind, "name_en": f"New {number}"},
        {**ACTORS[2], "name_en": f"Name {number}"},
    ]
    graph.load(write_table(folder / f"more{number}-{kind}.csv", rows), loader="records")


@pytest.mark.parametrize("seed", cases(1, only_in_ci=[2]))
def test_every_order_of_changes_and_questions_gives_what_the_tables_give(
    graph: Graph, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    told: set[str] = set()
    decided: list[str] = []
    for step in range(8):
        loads = [load for load in graph.folder.loads() if "more" in load]
        act = chance.choice(["load", "load", "unload", "decide", "undo", "ask"])
        if act == "unload" and loads:
            graph.unload(chance.choice(loads))
        elif act == "decide":
            actors = [row["iri"] for row in graph.sql("SELECT iri FROM actors ORDER BY iri").rows]
            with contextlib.suppress(GraphError):  # two actors who cannot be one: nothing changes
                first, second = chance.sample(actors, 2)
                made = graph.identity.decide(first, second, chance.choice(["same", "not same"]))
                decided += [made.id] if made else []
        elif act == "undo" and decided:
            graph.identity.undo(decided.pop(chance.randrange(len(decided))))
        elif act == "ask":
            told |= told_by_build(graph, chance.choice(list(STORES)))
        else:
            load_one_more(graph, tmp_path, step % 4, chance.choice(["person", "ngo"]))
    for name in STORES:
        told |= told_by_build(graph, name)
    assert told >= {up_to_date(name) for name in STORES}
    assert not failed(told)
    assert_as_rebuilt(graph, *STORES)


def test_two_changes_before_a_question_are_one(graph: Graph, tmp_path: Path) -> None:
    """The second takes out what the first did not touch, and what it brought."""
    for number in range(2):
        load_one_more(graph, tmp_path, number)
    graph.build()
    load_one_more(graph, tmp_path, 2)
    graph.unload("more0-person.csv", "more2-person.csv")
    load_one_more(graph, tmp_path, 3)
    told = {words for name in STORES for words in told_by_build(graph, name)}
    assert told >= {up_to_date(name) for name in STORES} and not failed(told)
    for name in STORES:
        said = str(content(graph, name))
        assert [number for number in range(4) if f"New {number}" in said] == [1, 3]
    assert_as_rebuilt(graph, *STORES)


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
    assert [finding.where for finding in graph.check().findings if finding.severity == "warning"] == [str(file)]
    told = told_by_build(graph, "rdf")
    assert str(file) in "".join(failed(told))
    assert up_to_date("rdf") not in told or of == "base"
    assert not pending.folder(graph.version(), "rdf").exists()
    assert graph.check().findings == []
    assert_as_rebuilt(graph, "rdf")


@pytest.mark.parametrize(("name", "files"), [("rdf", "CURRENT"), ("property", "schema*.json")])
def test_an_update_that_fails_is_a_build_from_the_tables(graph: Graph, tmp_path: Path, name: Store, files: str) -> None:
    """Whatever the reason: here an engine that does not read the earlier store, though its files are what they were."""
    load_one_more(graph, tmp_path)
    place = pending.folder(graph.version(), name)
    for file in list((place / "base").glob(files)):
        file.unlink()
        file.write_text("no longer read by this engine")
    facts = read_sealed(place / "pending.json")
    write_sealed(place / "pending.json", {**facts, "base": listing(place / "base")})
    told = told_by_build(graph, name)
    assert up_to_date(name) in told and len(failed(told)) == 1
    assert not any("\n" in words for words in told)
    assert not place.exists() and not list(graph.version().glob("tmp-*"))
    assert graph.check().findings == []
    assert_as_rebuilt(graph, name)


def test_a_disk_that_is_full_while_a_store_is_updated_is_told(graph: Graph, tmp_path: Path) -> None:
    load_one_more(graph, tmp_path)
    graph.close()
    done = on_a_full_disk(3_000, "build", "rdf", "--graph", str(graph.path))
    assert done.returncode == 1
    assert b"error: " in done.stderr and b"try: " in done.stderr and b"Traceback" not in done.stderr
    assert pending.folder(graph.version(), "rdf").exists() and built(graph) == []
    with govgraph.open(graph.path) as again:
        told = told_by_build(again, "rdf")
        assert up_to_date("rdf") in told and not failed(told)


def test_a_change_that_has_grown_is_dropped(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "MOST_CHANGED_ROWS", 25)
    kept = set(STORES)
    for number in range(12):
        load_one_more(graph, tmp_path, number)
        before, kept = kept, {name for name in STORES if pending.folder(graph.version(), name).exists()}
        assert kept <= before, "what was dropped does not come back"
        assert kept or number
    assert not kept
    told = {words for name in STORES for words in told_by_build(graph, name)}
    assert not told & {up_to_date(name) for name in STORES}
    assert_as_rebuilt(graph, *STORES)


def test_a_store_that_has_names_in_other_languages_is_not_updated(graph: Graph, tmp_path: Path) -> None:
    load_one_more(graph, tmp_path)
    settings = graph.path / "govgraph.toml"
    graph.close()
    settings.write_text(settings.read_text("utf-8").replace('"ky", "ru"', '"ru", "ky"'), "utf-8")
    with govgraph.open(graph.path) as other:
        assert pending.folder(other.version(), "property").exists()
        assert up_to_date("property") not in told_by_build(other, "property")
    settings.write_text(settings.read_text("utf-8").replace('"ru", "ky"', '"ky", "ru"'), "utf-8")
    with govgraph.open(graph.path) as again:
        again.rebuild()
        again.build("property")
    settings.write_text(settings.read_text("utf-8").replace('"ky", "ru"', '"ru", "ky"'), "utf-8")
    with govgraph.open(graph.path) as other:
        load_one_more(other, tmp_path, 1)
        assert not any(pending.folder(other.version(), name).exists() for name in STORES)
        assert_as_rebuilt(other, "property")


@pytest.mark.parametrize("name", STORES)
def test_who_reads_the_version_before_is_in_nobodys_way(graph: Graph, tmp_path: Path, name: Store) -> None:
    """Two versions with a pending change each: each gives its own answers, and neither touches what the other needs."""
    load_one_more(graph, tmp_path, 0)
    older = graph.version()
    with graph.folder.reading() as held, govgraph.open(graph.path) as other:
        assert held == older
        load_one_more(other, tmp_path, 1)
        assert other.version() != older and pending.folder(older, name).exists()
        store(older, name, graph.settings.languages)
        assert pending.folder(other.version(), name).exists()
        told = told_by_build(other, name)
        assert up_to_date(name) in told and not failed(told)
        assert is_built(older, name) and not pending.folder(older, name).exists()
        assert "New 1" in str(content(other, name))
        assert not list(of_store(older, name)) and not list(of_store(other.version(), name))
        assert_as_rebuilt(other, name)


@pytest.mark.parametrize("moment", ["before it is kept", "while it is kept"])
def test_a_question_that_ends_while_a_load_keeps_the_store_loses_nothing(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The question removes what was pending just when the load has found it, or has begun to link it."""
    load_one_more(graph, tmp_path, 0)
    asked: list[set[str]] = []

    def ask() -> None:
        if not asked:
            with govgraph.open(graph.path) as other:
                asked.append(told_by_build(other, "rdf"))

    keep = pending.keep

    def ask_and_keep(out: Path, name: Store, *arguments: Any, **named: Any) -> None:
        if name == "rdf" and moment.startswith("before"):
            ask()
        keep(out, name, *arguments, **named)

    def link_and_ask(old: Path, new: Path) -> None:
        link(old, new)
        if "rdf" in new.parts and moment.startswith("while"):
            ask()

    monkeypatch.setattr(pending, "keep", ask_and_keep)
    monkeypatch.setattr(pending, "link", link_and_ask)
    load_one_more(graph, tmp_path, 1)
    assert up_to_date("rdf") in asked[0]
    told = told_by_build(graph, "rdf")
    assert up_to_date("rdf") in told and not failed(told)
    assert_as_rebuilt(graph, "rdf")


def test_what_is_left_when_a_process_is_killed_just_after_the_update_is_not_applied_again(
    graph: Graph, tmp_path: Path
) -> None:
    load_one_more(graph, tmp_path, 0)
    place = pending.folder(graph.version(), "rdf")
    shutil.copytree(place, tmp_path / "left")
    graph.build("rdf")
    shutil.copytree(tmp_path / "left", place)
    assert told_by_build(graph, "rdf") == set()
    load_one_more(graph, tmp_path, 1)
    told = told_by_build(graph, "rdf")
    assert up_to_date("rdf") in told and not failed(told)
    assert_as_rebuilt(graph, "rdf")


def test_the_change_of_another_version_is_not_applied(graph: Graph, tmp_path: Path) -> None:
    load_one_more(graph, tmp_path, 0)
    earlier = shutil.copytree(pending.folder(graph.version(), "rdf") / "change", tmp_path / "earlier")
    load_one_more(graph, tmp_path, 1)
    place = pending.folder(graph.version(), "rdf")
    shutil.rmtree(place / "change")
    shutil.copytree(earlier, place / "change")
    assert failed(told_by_build(graph, "rdf"))
    assert_as_rebuilt(graph, "rdf")


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
        told = told_by_build(again, "property")
        assert up_to_date("property") in told and not failed(told)
        assert "New 0" in str(content(again, "property"))
    assert not list(graph.version().glob("tmp-*"))
