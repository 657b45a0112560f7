"""The benchmarks' own commands: what they do with the folders and pages that a person names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _run(program: str, *words: object) -> str:
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_folders_that_are_named_are_made(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from benchmarks.files import scratch, write_page
with scratch(Path(sys.argv[1])) as folder:
    print(folder.parent)
write_page(Path(sys.argv[2]), "# Page\\n")
"""
    printed = _run(program, tmp_path / "not" / "there", tmp_path / "nor" / "this" / "page.md")
    assert printed.strip() == str(tmp_path / "not" / "there")
    assert list((tmp_path / "not" / "there").iterdir()) == []
    assert (tmp_path / "nor" / "this" / "page.md").read_text() == "# Page\n"


def test_a_page_that_is_made_anew_keeps_the_sections_of_others(tmp_path: Path) -> None:
    program = "import sys, pathlib; from benchmarks.files import write_page; write_page(pathlib.Path(sys.argv[1]), sys.argv[2], keep=True)"
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n## A\n\nold\n\n## B\n\nof others\n")
    _run(program, page, "# Page\n\n## A\n\nnew\n")
    assert page.read_text() == "# Page\n\n## A\n\nnew\n\n## B\n\nof others\n"


def test_no_benchmark_opens_a_scratch_folder_by_itself() -> None:
    modules = {path.name: path.read_text("utf-8") for path in (ROOT / "benchmarks").glob("*.py")}
    assert {name for name, text in modules.items() if "TemporaryDirectory(" in text} == {"files.py"}
