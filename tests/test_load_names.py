"""Which loads a person means, and that an unload removes those and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph.graph.build import load_names
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder


def test_a_load_has_several_names_and_each_must_mean_one(tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(files)
        loads = {Path(load.path).name: load.load for load in graph.loads()}
    folder, file = Folder(tmp_path / "graph"), files / "events.csv"
    load = loads["events.csv"]
    for name in (load, load[:-1], "events.csv", str(file), f"{files}/../files/events.csv"):
        assert load_names.load_called(folder, name).load == load
        assert load_names.loads_called(folder, [name]) == [load]
    with pytest.raises(GraphError, match=r"more than one load 'records'.*records-.*, records-"):
        load_names.load_called(folder, "records")
    with pytest.raises(GraphError, match=r"no load 'evnts\.csv'.*govgraph loads"):
        load_names.loads_called(folder, ["evnts.csv"])


def test_what_is_loaded_while_a_person_unloads_something_else_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process puts its load in force after this one has looked for its own, and before it takes the lock."""
    path, find = tmp_path / "graph", load_names.loads_called
    one, other = (write_table(tmp_path / name / "actors.csv", ACTORS[:1]) for name in ("one", "other"))

    def find_and_wait(folder: Folder, names: list[str]) -> list[str]:
        found = find(folder, names)
        with govgraph.open(path) as another:
            another.load(other, dataset="other")
        return found

    with govgraph.open(path) as graph:
        graph.load(one, dataset="one")
        monkeypatch.setattr(load_names, "loads_called", find_and_wait)
        graph.unload(str(one))
        assert [load.path for load in graph.loads()] == [str(other)]
