"""What keeps the house in order: how long a module may be, and why some are longer."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("graph", "ontology", "loaders", "visualizations", "src/govgraph")
MOST_LINES = 300

LONGER: dict[str, str] = {
    "graph/graph.py": "the one object that people use: for each thing that it does, a few lines and the words that explain them",
    "graph/cypher/gaps.py": "one entry for each gap, and no logic",
    "graph/export/neo4j_import.py": "a third of it is the text that explains the files to whoever imports them",
    "ontology/loader.py": "the contract of loaders in one place; more than half of it is the words that explain it",
    "loaders/records/values.py": "one short function for each type of value, which read best side by side",
}
"""Module -> why it is longer than that."""


def _lengths() -> dict[str, int]:
    listed = subprocess.run(["git", "ls-files", *FOLDERS], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = [name for name in listed.stdout.split() if name.endswith(".py")]
    return {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in modules}


def test_a_module_is_short_or_says_why_not() -> None:
    long = {name: lines for name, lines in _lengths().items() if lines > MOST_LINES}
    assert {name: lines for name, lines in long.items() if name not in LONGER} == {}
    assert sorted(LONGER) == sorted(long), "a module that is short again needs no reason"


WITHOUT_ADVICE = {
    "graph/intact.py": "who asks for the file knows which load or version it belongs to, and adds what to do",
    "graph/build/manifest.py": "as graph/intact.py",
    "graph/build/repair.py": "becomes a note",
    "graph/sparql/faults.py": "the place in the query, and what was met there",
    "graph/neo4j/query.py": "as graph/sparql/faults.py; it is what the server says",
    "graph/folder.py": "a file that may not be read; the system's own words say it",
    "graph/settings.py": "as graph/folder.py",
}
"""Module of which an error says neither what was expected nor what to try -> why."""


def test_an_error_says_what_to_do() -> None:
    bases = {"GraphError", "QueryError", "LoaderError", "MappingError", "OntologyError", "ViewError", "GovgraphError"}
    bases |= {"Damaged", "ItemsChanged", "Differs"}
    files = [f for room in FOLDERS for f in (ROOT / room).rglob("*.py") if ".venv" not in f.parts]
    silent = {
        file.relative_to(ROOT).as_posix()
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in bases
        if not {"hint", "expected"} & {keyword.arg for keyword in node.keywords}
    }
    assert silent == set(WITHOUT_ADVICE)


def test_every_module_says_which_job_it_has() -> None:
    lengths = _lengths()
    assert len(lengths) > 100
    silent = [name for name in lengths if not (ROOT / name).read_text("utf-8").startswith(('"""', 'r"""'))]
    assert silent == []


# --------------------------------------------------------------------------------------------------- the drawing

DRAWING = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_every_room_is_in_the_drawing() -> None:
    rooms = {module.parent.relative_to(ROOT).as_posix() for module in (ROOT / "graph").glob("*/__init__.py")}
    assert len(rooms) > 10
    assert {room for room in rooms if f"| `{room}/` |" not in DRAWING} == set()
    families = {module.parent.name for module in (ROOT / "loaders").glob("*/__init__.py")}
    assert {family for family in families if f"`{family}`" not in DRAWING} == set()


def test_every_module_in_the_drawing_is_there() -> None:
    named = set(re.findall(r"[\w/]*\w\.(?:py|ttl|json|js)\b", DRAWING))
    assert len(named) > 40
    written = {"manifest.json", "other_iris.json", "property.json", "rdf.json", "version.json"}
    listed = subprocess.run(
        ["git", "ls-files", *FOLDERS, "tests"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules = ["/" + name for name in listed.stdout.split()]
    gone = {name for name in named - written if not any(module.endswith(f"/{name}") for module in modules)}
    assert gone == set(), "a graph's own files are not meant"
