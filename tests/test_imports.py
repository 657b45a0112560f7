"""Imports point one way, and nothing goes round in circles: what the house's walls are, read from the source files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

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


IMPORTS = {name: set(_imports(ast.parse(file.read_text("utf-8")))) for name, file in MODULES.items()}


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_one_way(folder: str) -> None:
    others = {
        (name, module)
        for name, imported in IMPORTS.items()
        if name.split(".")[1] == folder
        for module, inside_function in imported
        if not (inside_function and (name, module) in ALLOWED)
        if module.startswith("govgraph.") and module.split(".")[1] not in {folder, *MAY_IMPORT[folder]}
    }
    assert others == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Also not when a function is called: an import put off in this way is a circle all the same."""
    edges = [(name, module) for name in MODULES for module, _ in IMPORTS[name] if module in MODULES and module != name]
    circles = [sorted(part) for part in nx.strongly_connected_components(nx.DiGraph(edges)) if len(part) > 1]
    assert circles == []


def test_duckdb_is_opened_in_one_place() -> None:
    opened = {name for name, file in MODULES.items() if "duckdb.connect(" in file.read_text("utf-8")}
    assert opened == {"govgraph.graph.duck"}
