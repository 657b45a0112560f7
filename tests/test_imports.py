"""Imports point one way and never in circles, and a command imports only what it works with."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import networkx as nx
import pytest
import typer.main
from record_files import ACTORS, write_table

import govgraph
from govgraph.cli import COMMANDS

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "govgraph"
MAY_IMPORT = {
    "ontology": set[str](),
    "graph": {"ontology"},
    "loaders": {"ontology"},
    "visualizations": {"graph", "ontology"},
}
"""Folder -> the other folders that its modules may import."""
ALLOWED = {("govgraph.graph.graph", "govgraph.visualizations.view")}
"""``Graph.view``, which people look for there, calls the page's module when it is used and does not need it before."""


def _modules() -> dict[str, Path]:
    files = {
        f: f.relative_to(PACKAGE).with_suffix("").parts for top in MAY_IMPORT for f in (PACKAGE / top).rglob("*.py")
    }
    return {".".join(("govgraph", *parts)).removesuffix(".__init__"): file for file, parts in files.items()}


MODULES = _modules()


def _imports(node: ast.AST, inside_function: bool = False) -> Iterator[tuple[str, bool]]:
    """(module, whether it is imported only when a function is called) of every import that is ever run."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from ((name.name, inside_function) for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                for name in names:
                    full = f"{module}.{name.name}"
                    yield (full if full in MODULES else module), inside_function
        yield from _imports(child, inside_function or isinstance(child, ast.FunctionDef))


@cache
def _all_imports() -> dict[str, set[tuple[str, bool]]]:
    """Of all modules. Not when pytest reads this file: it takes a second, in each of its processes."""
    return {name: set(_imports(ast.parse(file.read_text("utf-8")))) for name, file in MODULES.items()}


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_one_way(folder: str) -> None:
    others = {
        (name, module)
        for name, imported in _all_imports().items()
        if name.split(".")[1] == folder
        for module, inside_function in imported
        if not (inside_function and (name, module) in ALLOWED)
        if module.startswith("govgraph.") and module.split(".")[1] not in {folder, *MAY_IMPORT[folder]}
    }
    assert others == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Also not when a function is called: an import put off in this way is a circle all the same."""
    edges = [
        (name, module) for name in MODULES for module, _ in _all_imports()[name] if module in MODULES and module != name
    ]
    circles = [sorted(part) for part in nx.strongly_connected_components(nx.DiGraph(edges)) if len(part) > 1]
    assert circles == []


def test_duckdb_is_opened_in_one_place() -> None:
    opened = {name for name, file in MODULES.items() if "duckdb.connect(" in file.read_text("utf-8")}
    assert opened == {"govgraph.graph.duck"}


# ------------------------------------------------------------------------------------------- what a start costs

LIBRARIES = {
    "duckdb", "jinja2", "jpype", "neo4j", "networkx", "numpy", "pandas", "polars", "pyarrow", "pyoxigraph", "rdflib", "rich",
    "scipy", "xlsxwriter",
}  # fmt: skip
"""What takes long to import."""
_PROGRAM = """
import sys
from govgraph.cli import main
sys.argv = ["govgraph", *sys.argv[2:]]
try:
    main()
finally:
    print(*sorted(sys.modules), file=open({file!r}, "w"))
"""


def _imported_by(tmp_path: Path, *words: str, **environment: str) -> tuple[set[str], str]:
    """Which of the libraries a command imports in its own process, and what it prints."""
    file = tmp_path / "modules"
    command = [sys.executable, "-c", _PROGRAM.format(file=str(file)), "govgraph", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **environment})
    return LIBRARIES & set(file.read_text("utf-8").split()), done.stdout


def test_importing_the_package_imports_none_of_the_libraries() -> None:
    program = "import sys, govgraph; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert LIBRARIES & set(done.stdout.split()) == set()


ONE_OF_EACH_MODULE = {module: name for name, module in COMMANDS.items()}.values()


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), *((name, "--help") for name in ONE_OF_EACH_MODULE)], ids=" ".join
)
def test_help_imports_none_of_the_libraries(words: tuple[str, ...], tmp_path: Path) -> None:
    imported, printed = _imported_by(tmp_path, *words)
    assert imported == set()
    assert printed


def test_the_tab_key_imports_none_of_the_libraries(tmp_path: Path) -> None:
    tab = {"_GOVGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": "govgraph lo", "COMP_CWORD": "1"}
    imported, printed = _imported_by(tmp_path, **tab)
    assert printed.split() == ["load", "loads", "loaders"]
    assert imported == set()
    tab |= {"COMP_WORDS": "govgraph export --fo", "COMP_CWORD": "2"}
    imported, printed = _imported_by(tmp_path, **tab)
    assert printed.split() == ["--force"]
    assert imported == set()


@pytest.mark.slow
def test_a_command_imports_what_it_works_with_and_no_more(tmp_path: Path) -> None:
    graph = str(tmp_path / "graph")
    with govgraph.open(graph) as opened:
        opened.load(write_table(tmp_path / "actors.csv", ACTORS))
    rows = {"duckdb", "numpy", "polars", "pyarrow", "pyoxigraph"}
    for words, expected in (
        (("loads", "--json"), {"polars"}),
        (("sparql", "ASK {}", "--json"), set()),
        (("search", "асан", "--json"), {"duckdb", "polars", "pyoxigraph"}),
        (("sql", "SELECT 1 AS one", "--json"), set()),
        (("actor", "KGZ", "--json"), {"pyoxigraph"}),
        (("load", str(tmp_path / "actors.csv")), rows | {"rich"}),
    ):
        imported, _ = _imported_by(tmp_path, *words, "--graph", graph)
        assert imported <= expected, words


def test_a_command_stands_where_it_is_looked_for() -> None:
    """The table of commands names, for each module, the commands that it has and no others."""
    for module in set(COMMANDS.values()):
        parent = typer.Typer()
        parent.add_typer(import_module(f"govgraph.commands.{module}").app)
        assert set(typer.main.get_group(parent).commands) == {name for name, of in COMMANDS.items() if of == module}
    modules = {path.stem for path in (PACKAGE / "commands").glob("*.py")} - {
        "__init__",
        "load_report",
        "options",
        "output",
    }
    assert modules == set(COMMANDS.values())
