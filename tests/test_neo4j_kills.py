"""A real Neo4j that is killed at random moments while it is pushed to and pulled from.

Whenever it happens, the command ends with an error that says what to do, the next one completes the work, and a folder is one whole version.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from pathlib import Path

import pytest
from neo4j_graphs import content
from neo4j_own import AWAY, Later, Own, assert_completed, send
from often import often

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.sync import pull
from govgraph.graph.progress import silent

pytestmark = pytest.mark.server

OF_PUSHES, OF_PULLS = often(2, 8), often(1, 4)
"""Kills that have to hit: each is a start of a server and of all that the next push asks it."""


@pytest.mark.timeout(1_200)  # each kill is a start of a server, which takes its time on a busy computer
@pytest.mark.usefixtures("hasty")
def test_a_server_killed_at_random_moments_of_a_push(own: Own, two: tuple[Graph, Graph]) -> None:
    """Kills that hit, from the comparison to the last transaction; every second push after them completes."""
    chance, told = random.Random(2026), []
    began = time.monotonic()
    send(two[0], own.remote, lambda *_: told.append(time.monotonic()))
    # Aimed at a progress and what follows it: a push that ends before the kill would cost a start of the server for nothing.
    between = (told[-1] - began) / len(told)
    hits, turn = 0, 0
    while hits < OF_PUSHES:
        assert turn < 3 * OF_PUSHES, f"only {hits} kills hit"
        later = Later(own.kill, chance.uniform(0, between), chance.randrange(1, len(told) - 1))
        try:
            send(two[(turn + 1) % 2], own.remote, later)
        except GraphError as error:
            assert re.search(AWAY, str(error)), error
            hits += 1
        later.join()
        own.start()  # unless it was not killed
        turn += 1
        if turn % 2 == 0:
            assert_completed(own, two[chance.randrange(2)])
    assert hits == OF_PUSHES


@pytest.mark.timeout(1_200)  # each kill is a start of a server, which takes its time on a busy computer
@pytest.mark.usefixtures("hasty")
def test_a_server_killed_at_random_moments_of_a_pull(own: Own, two: tuple[Graph, Graph], tmp_path: Path) -> None:
    """Kills that hit while records are fetched: the folder is what it was; a repeated pull makes it the other one."""
    chance, told = random.Random(2026), []
    send(two[1], own.remote)
    pull(Folder(tmp_path / "whole"), own.remote, progress=lambda what, *_: told.append(what))
    fetches = sum(what.startswith("fetching") for what in told)
    hits, turn = 0, 0
    while hits < OF_PULLS:
        assert turn < 3 * OF_PULLS, f"only {hits} kills hit"
        path = tmp_path / f"copy-{turn // 2}"
        if turn % 2 == 0:
            shutil.copytree(two[0].path, path)
        with govgraph.open(path) as copy:
            before, number = content(copy), copy.folder.current()
        later = Later(own.kill, chance.uniform(0, 0.02), chance.randrange(1, max(2, fetches)))
        try:
            pull(Folder(path), own.remote, progress=later, overwrite=True)
        except GraphError as error:
            assert re.search(AWAY, str(error)), error
            hits += 1
            with govgraph.open(path) as copy:
                assert content(copy) == before
                assert copy.folder.current() == number
            assert not list(path.rglob("tmp-*"))
        later.join()
        own.start()  # unless it was not killed
        turn += 1
        if turn % 2 and hits < OF_PULLS:  # each builds a version, which costs more than the kills
            continue
        pull(Folder(path), own.remote, progress=silent, overwrite=True)
        with govgraph.open(path) as copy:
            assert content(copy) == content(two[1])
    assert hits == OF_PULLS
