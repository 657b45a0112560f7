"""Some of the kills of tests/kills.py; `python -m tests.kills` makes as many as it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from kills import Stage, kill
from often import EVERY

SEED = 1
KILLS = (2, 7, 11, 28, 32, *((5, 12, 16) if EVERY else ()))
"""An unload, a rebuild, a decision, loads and builds of the triples (one from a store that waits for a change); none with the property graph, since Java takes long to start."""


@pytest.mark.slow
def test_a_killed_command_leaves_a_whole_graph_and_can_be_repeated(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    killed = [kill(stage, SEED, number) for number in KILLS]
    assert {scene.words[0] for scene, *_ in killed} == {"load", "unload", "rebuild", "build", "identity"}
    assert not any("property" in (*scene.words, *scene.stores) for scene, *_ in killed)
    assert [became for *_, became in killed if became.startswith("WRONG")] == []
