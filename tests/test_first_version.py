"""A graph that the first version of govgraph made: it opens, answers as it did, can be loaded into, and is made of today by a rebuild.

``assets/first-version.zip`` was made by that version's own code (the project's first commit) from files of its example: the folder of the graph
without its stores, and the triples that it answered with.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import ACTORS, write_table

import govgraph
from govgraph.graph.errors import Damaged
from govgraph.graph.graph import Graph

MADE = Path(__file__).parent / "assets" / "first-version.zip"
WORDS = (b"/2000/01/rdf-schema#", b"/1999/02/22-rdf-syntax-ns#type")
"""Properties of the vocabulary, which comes with govgraph: its words and classes are those of today."""

pytestmark = pytest.mark.slow


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Graph]:
    with zipfile.ZipFile(MADE) as archive:
        archive.extractall(tmp_path)
    with govgraph.open(tmp_path / "graph") as graph:
        yield graph


def triples(graph: Graph) -> set[bytes]:
    return set(graph.ntriples().splitlines())


def facts(graph: Graph) -> set[bytes]:
    """What the first version answered of things, without what it said of the vocabulary."""
    said = (graph.path.parent / "first.nt").read_bytes().splitlines()
    return {line for line in said if b"/ontology#" not in line.split()[0]}


def test_it_answers_from_its_tables(first: Graph) -> None:
    assert first.sql("SELECT count(*) AS n FROM events").rows[0]["n"] == 4
    assert first.search("Джантаев").rows


def test_stores_that_it_lost_are_made_by_a_rebuild_and_the_error_says_so(first: Graph) -> None:
    for build in (first.ntriples, lambda: first.build("property")):
        with pytest.raises(Damaged, match="earlier version of govgraph") as told:
            build()
        assert told.value.hint.startswith("govgraph rebuild")


def test_a_rebuild_makes_it_sound_and_keeps_all_facts(first: Graph) -> None:
    report = first.check()
    assert not report.ok
    assert {finding.hint for finding in report.errors} == {"govgraph rebuild"}
    first.rebuild()
    assert first.check().ok
    assert facts(first) - triples(first) == set()


def test_a_file_can_be_loaded_into_it(first: Graph, tmp_path: Path) -> None:
    loads = len(first.loads())
    first.load(write_table(tmp_path / "more" / "actors.csv", ACTORS[:1]))
    assert len(first.loads()) == loads + 1
    assert facts(first) - triples(first) == set()
    assert first.check().ok
