"""The examples in docstrings run, and no module is without one that could have one.

In an example, ``graph`` is a small graph: an official and his two terms, a ministry, an NGO, and two events.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import write_small

import govgraph
from govgraph.graph.graph import Graph

MODULES = sorted(m.name for m in pkgutil.walk_packages(govgraph.__path__, "govgraph."))

WITHOUT: dict[str, str] = {
    "govgraph.cli": "commands have examples in their help, which other tests run",
    "govgraph.commands.": "commands have examples in their help, which other tests run",
    "govgraph.graph.stores.arcade_": "it works in a process with a Java runtime only",
    "govgraph.graph.stores.worker_main": "it works in a process of its own only",
    "govgraph.graph.cypher.": "a query is parsed by the engine's own parser, in a process with a Java runtime",
    "govgraph.graph.neo4j.": "most of it needs a server",
    "govgraph.graph.check.neo4j": "it needs a server",
    "govgraph.graph.check.deep": "an example would be a whole check: see Graph.check",
    "govgraph.graph.server.": "most of it needs a server",
    "govgraph.loaders.popolo.": "an example would be a whole file: see docs/sources.md and the tests of the loader",
    "govgraph.graph.build.": "an example would be a whole load: see Graph.load",
    "govgraph.graph.relational.a": "it translates nodes of rdflib's algebra: see Columns and tests/test_sparql_ways.py",
    "govgraph.graph.relational.pat": "as above",
    "govgraph.graph.stores.rdf_build": "an example would be a whole load: see Graph.build",
}
"""Module, or the beginning of its name -> why it may have no example."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("docstrings")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


@pytest.mark.parametrize("name", ["govgraph", *MODULES])
def test_examples_run(name: str, graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = importlib.import_module(name)
    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    found = doctest.testmod(module, optionflags=flags, extraglobs={"graph": graph})
    assert found.failed == 0
    functions = [o for n, o in vars(module).items() if inspect.isfunction(o) and o.__module__ == name and n[0] != "_"]
    assert found.attempted or not functions or name.startswith(tuple(WITHOUT)), "no example"
