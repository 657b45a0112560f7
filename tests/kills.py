"""Commands that are killed at random moments: whatever the moment, the graph is whole, and the command can be repeated.

    python -m tests.kills --count 200 --seed 1
    python -m tests.kills --kill 1-17          # one kill again
    python -m tests.kills --only identity --only rebuild
    python -m tests.kills --only "build rdf"
    python -m tests.kills --only load --parts  # on a graph whose tables have many parts

A kill is made by the seed and its number alone: they choose a command (load, unload, rebuild, build of either store, and a decision on who is the same as whom), a graph (with
and without stores, which are up to date or wait for a change), and the moment, counted from when the command takes its lock, or from its start. The process group of the command is
ended with SIGKILL. The graph must then show all of the state before or all of the state after, without a damaged file. The command is
repeated, and the sorted N-Triples (with a property graph also the numbers of nodes and relationships) must be those of a command that was
not killed; a decision must then be in the log once. Each kill is a line of a table; the exit status is 1 if one went wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph.graph.build import part_files
from govgraph.graph.damage import of_graph
from govgraph.graph.graph import Graph
from govgraph.graph.on_demand import STORES, Store, is_built

State = tuple[list[str], bytes, tuple[int, int]]
"""Names of loads, sorted N-Triples, numbers of nodes and relationships."""

_FROM_THE_START = 0.15
"""The share of kills whose moment is counted from the start of the process, when it mostly imports modules."""


SMALL_PARTS = (2048, 600)
"""The rows of a part, and of a small one, with which a table of thousands of rows has many."""


@dataclass(frozen=True)
class Scene:
    """A command, and the stores that the graph has before it.

    Attributes:
        changed: whether a small load came after these stores were built, so that they wait for it (`graph/pending.py`).
    """

    words: tuple[str, ...]
    stores: tuple[Store, ...] = ()
    changed: bool = False

    def __str__(self) -> str:
        stores = f"{' '.join(self.words)} with {', '.join(self.stores) or 'no store'}"
        return f"{stores} before a small load" if self.changed else stores

    @property
    def lock(self) -> str:
        """The lock that the command takes, as a pattern in the graph's folder."""
        return f"versions/*/{self.words[1]}.lock" if self.words[0] == "build" else "writer.lock"


ONE, OTHER = (f"https://w3id.org/govgraph/id/record/records/{local}" for local in ("asan", "institute"))
"""The actors of the decision: an official and an NGO, who have links."""

SCENES: dict[Scene, int] = {
    Scene(("load", "FILE")): 4,
    Scene(("load", "FILE"), ("rdf",)): 5,
    Scene(("load", "FILE"), ("rdf", "property")): 1,
    Scene(("unload", "events.csv")): 3,
    Scene(("unload", "events.csv"), ("rdf",)): 3,
    Scene(("unload", "events.csv"), ("property",)): 1,
    Scene(("rebuild",)): 2,
    Scene(("rebuild",), ("rdf",)): 3,
    Scene(("build", "rdf")): 3,
    Scene(("build", "property")): 2,
    Scene(("identity", "decide", "A", "B", "same", "--who", "A")): 3,
    Scene(("identity", "decide", "A", "B", "same", "--who", "A"), ("rdf",)): 3,
    Scene(("identity", "decide", "A", "B", "same", "--who", "A"), ("rdf", "property")): 1,
    Scene(("build", "rdf"), ("rdf",), changed=True): 4,
    Scene(("build", "property"), ("property",), changed=True): 2,
    Scene(("load", "FILE"), ("rdf",), changed=True): 3,
    Scene(("unload", "events.csv"), ("rdf", "property"), changed=True): 1,
    Scene(("identity", "decide", "A", "B", "same", "--who", "A"), ("rdf",), changed=True): 2,
}
"""Scene -> how often it is chosen."""


@dataclass
class Whole:
    """What a command does that is not killed."""

    before: State
    after: State
    seconds: float
    locked: float


@dataclass
class Stage:
    """The graphs before each scene, and what each command does that is not killed; made when they are needed.

    Args:
        home: an empty folder.
        parts: whether tables have many parts: they are cut into small ones, and there are thousands of actors.
    """

    home: Path
    parts: bool = False
    file: Path = field(init=False)
    later: Path = field(init=False)
    wholes: dict[Scene, Whole] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = [{"id": f"p{i}", "kind": "person", "name_en": f"Person {i}"} for i in range(200)]
        self.file = write_table(self.home / "more" / "actors.csv", [*ACTORS[:2], *people])
        write_small(self.home / "files")
        later = [{"id": "later", "kind": "person", "name_en": "Somebody who came later"}]
        self.later = write_table(self.home / "later" / "actors.csv", later)
        if self.parts:
            many = [{"id": f"m{i:04}", "kind": "person", "name_en": f"Member {i}"} for i in range(12_000)]
            write_table(self.home / "files" / "many" / "actors.csv", many)

    def graph(self, scene: Scene, name: str) -> Path:
        """A new graph, as it is before a scene."""
        template = self.home / "-".join(("template", *scene.stores, *(["changed"] if scene.changed else [])))
        if not template.exists():
            if self.parts:  # also what this process builds, to compare with
                part_files.PART_ROWS, part_files.SMALL_ROWS = SMALL_PARTS
            with govgraph.open(template) as graph:
                graph.load(self.home / "files")
                if scene.stores:
                    graph.build(*scene.stores)
                if scene.changed:
                    graph.load(self.later)
                    assert not any(is_built(graph.version(), name) for name in scene.stores)
        path = self.home / name
        shutil.copytree(template, path)
        for lock in path.glob(scene.lock):
            lock.unlink()
        return path

    def start(self, scene: Scene, graph: Path) -> subprocess.Popen[bytes]:
        """Start the command in a process group of its own."""
        stands_for = {"FILE": str(self.file), "A": ONE, "B": OTHER}
        words = [stands_for.get(word, word) for word in scene.words]
        small = (
            f"from govgraph.graph.build import part_files; part_files.PART_ROWS, part_files.SMALL_ROWS = {SMALL_PARTS}"
        )
        run = ["-c", f"{small}; from govgraph.cli import main; main()"] if self.parts else ["-m", "govgraph.cli"]
        return subprocess.Popen(
            [sys.executable, *run, *words, "--graph", str(graph)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def whole(self, scene: Scene) -> Whole:
        """What the command does when it is not killed."""
        if scene not in self.wholes:
            path = self.graph(scene, "whole")
            with govgraph.open(path) as graph:
                before = state(graph, scene)
            shutil.rmtree(path)
            path = self.graph(scene, "whole")
            started = time.monotonic()
            process = self.start(scene, path)
            locked = wait_for_lock(process, path, scene) - started
            if process.wait() != 0:
                raise RuntimeError(f"{scene} failed without a kill")
            seconds = time.monotonic() - started
            with govgraph.open(path) as graph:
                self.wholes[scene] = Whole(before, state(graph, scene), seconds, locked)
            shutil.rmtree(path)
        return self.wholes[scene]


def wait_for_lock(process: subprocess.Popen[bytes], graph: Path, scene: Scene) -> float:
    """Wait until a command has its lock or has ended, and return the time."""
    while process.poll() is None and not any(graph.glob(scene.lock)):
        time.sleep(0.002)
    return time.monotonic()


def state(graph: Graph, scene: Scene) -> State:
    """What a graph holds; the property graph is counted only if the scene has one, since Java takes long to start."""
    counts = (0, 0)
    if "property" in (*scene.stores, *scene.words):
        nodes = graph.cypher("MATCH (n) RETURN count(n) AS n").rows[0][0]
        counts = (nodes, graph.cypher("MATCH ()-[r]->() RETURN count(r) AS n").rows[0][0])
    return [load.load for load in graph.loads()], graph.ntriples(), counts


def place(graph: Path) -> str:
    """How far a command came, told by what it left behind."""
    left = []
    if any(graph.glob("records/tmp-*")):
        left.append("reading a file")
    for version in sorted(graph.glob("versions/tmp-*")):
        done = sorted(path.name for path in version.iterdir())
        left.append(f"making a version ({', '.join(done) or 'nothing yet'})")
    numbers = [int(path.name) for path in graph.glob("versions/[0-9]*")]
    pointer = graph / "current"
    if len(numbers) > 1 or (pointer.exists() and max(numbers) != int(pointer.read_text())):
        left.append("between two versions")
    left += [f"building {path.name.split('-')[1]}" for path in sorted(graph.glob("versions/*/tmp-*"))]
    return "; ".join(left) or "nothing left behind"


def outcome(stage: Stage, scene: Scene, path: Path) -> str:
    """What a kill did: which state the graph shows, or words that begin with ``WRONG``."""
    whole = stage.whole(scene)
    with govgraph.open(path) as graph:
        loads = [load.load for load in graph.loads()]
        if loads not in (whole.before[0], whole.after[0]):
            return f"WRONG: loads {loads}"
        if damaged := list(of_graph(graph.folder)):
            return f"WRONG: {damaged[0]}"
        shown = "after" if loads == whole.after[0] else "before"
        if whole.before[0] == whole.after[0]:
            shown = "the same before and after"
        if scene.words[0] == "load":
            graph.load(stage.file)
        elif scene.words[0] == "unload" and loads == whole.before[0]:
            graph.unload(*scene.words[1:])
        elif scene.words[0] == "rebuild":
            graph.rebuild()
        elif scene.words[0] == "identity":
            shown = "decided" if graph.identity.log() else "not decided"
            graph.identity.decide(ONE, OTHER, who="A")
            if (entries := len(graph.identity.log())) != 1:
                return f"WRONG: {entries} decisions"
        elif scene.words[0] == "build":
            shown = "after" if any(is_built(graph.version(), name) for name in STORES) else "before"
            graph.build("rdf" if scene.words[1] == "rdf" else "property")
        if state(graph, scene) != whole.after:
            return "WRONG: not what a command gives that was not killed"
        if damaged := list(of_graph(graph.folder)):
            return f"WRONG afterwards: {damaged[0]}"
        if scene.words[0] != "build":
            with graph.folder.writing():  # what a killed command leaves is removed by the next that writes
                pass
        if left := [str(p) for p in path.rglob("tmp-*")]:
            return f"WRONG: left behind for ever: {left}"
    return f"{shown}, then as without a kill"


def kill(stage: Stage, seed: int, number: int, commands: Collection[str] = ()) -> tuple[Scene, str, str, str]:
    """Kill a command, and give the scene, the moment, the place, and the outcome; ``ended`` if it was faster.

    Args:
        commands: only these commands, as `build` or `build rdf`; empty: all.
    """
    chance = random.Random(f"{seed}-{number}")
    chosen = {
        scene: often for scene, often in SCENES.items() if {scene.words[0], " ".join(scene.words)} & set(commands)
    }
    scenes = chosen if commands else SCENES
    scene = chance.choices(list(scenes), list(scenes.values()))[0]
    whole = stage.whole(scene)
    path = stage.graph(scene, "killed")
    try:
        process = stage.start(scene, path)
        if chance.random() < _FROM_THE_START:
            delay, since = chance.uniform(0, whole.locked), "start"
        else:
            delay, since = chance.uniform(0, 1.1 * (whole.seconds - whole.locked)), "lock"
            wait_for_lock(process, path, scene)
        time.sleep(delay)
        ended = process.poll() is not None
        if not ended:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        where = place(path)
        became = outcome(stage, scene, path)
        if ended and not became.startswith("WRONG"):
            became = "ended"
        return scene, f"{delay * 1000:,.0f} ms after its {since}", where, became
    finally:
        shutil.rmtree(path, ignore_errors=True)


def main() -> int:
    """Run as a command; the exit status is 1 when a kill went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--count", type=int, default=200, help="kills; commands that end before they are killed do not count"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill", default="", help="one kill again, as SEED-NUMBER")
    parser.add_argument("--parts", action="store_true", help="on a graph whose tables have many parts")
    parser.add_argument(
        "--only", action="append", default=[], help="only this command, as build or 'build rdf'; repeat for more"
    )
    chosen = parser.parse_args()
    seed, _, only = chosen.kill.partition("-")
    kills, number, wrong = 0, int(only or 0), 0
    outcomes: Counter[str] = Counter()
    print("| kill | command | moment | found | outcome |\n|---|---|---|---|---|", flush=True)  # noqa: T201
    with tempfile.TemporaryDirectory() as home:
        stage = Stage(Path(home), chosen.parts)
        while kills < chosen.count:
            scene, moment, where, became = kill(stage, int(seed or chosen.seed), number, chosen.only)
            print(f"| {seed or chosen.seed}-{number} | {scene} | {moment} | {where} | {became} |", flush=True)  # noqa: T201
            outcomes[became.partition(":")[0]] += 1
            wrong += became.startswith("WRONG")
            kills += became != "ended"
            number += 1
            if only:
                break
    print(f"\n{kills} kills, {wrong} wrong", dict(outcomes))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
