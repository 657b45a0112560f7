"""A fixed slice of the fuzzers of queries for SPARQL and SQL (that for Cypher is with the parity suite), and what the fuzzer of loads begins with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fuzz import mutations, sparql, sql
from fuzz_files import MAKERS
from fuzz_fixtures import FILES
from parity.generated import write_generated
from test_table_loader import MAPPING

import govgraph
from govgraph.graph.graph import Graph
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.registry import find_loader, loaders


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("fuzz")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_generated(folder / "files"))
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("language", [sparql, sql], ids=["sparql", "sql"])
def test_a_damaged_query_ends_in_an_answer_or_an_error_of_the_query(graph: Graph, language: object) -> None:
    module, ask = (sparql, graph.sparql) if language is sparql else (sql, graph.sql)
    counts, faults = mutations.run(ask, module.queries(5), module.GOOD, count=300, timeout=5)
    assert faults == []
    assert counts[mutations.ANSWERED] > 10 and counts[mutations.REFUSED] > 100


def test_the_fuzzer_of_loads_begins_with_files_of_every_loader(tmp_path: Path) -> None:
    recognised = set()
    for loader, files in FILES.items():
        for name, data in files:
            (tmp_path / name).write_bytes(data)
            mapping = tmp_path / "meetings.map.yaml"
            if loader == "table":
                mapping.write_text(MAPPING, "utf-8")
            assert find_loader(Source(tmp_path / name)).name == loader, name
            mapping.unlink(missing_ok=True)
        recognised.add(loader)
    made = {"records", "gdelt-events", "gdelt-mentions", "gdelt-gkg", "wikidata"}
    for number in range(400):
        maker = random.Random(number).choice(MAKERS)
        name, data = maker(random.Random(-number - 1))
        (tmp_path / name).write_bytes(data)
        with suppress(LoaderError):
            recognised.add(find_loader(Source(tmp_path / name)).name)
    assert made <= recognised
    assert recognised == set(loaders())
