"""The loader of a third party, as its manual writes it: installed beside the package, found, tested and used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from govgraph.ontology.block import Block
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.registry import find_loader
from govgraph.testing import ContractError, check_loader

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "writing-a-loader.md"
SAMPLE = "PEOPLE\nAsan Usonov\nAida Sadykova\n\n"


def blocks_of(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with the package of the manual as pip leaves it: the module, and its entry points."""
    module, test = blocks_of("python")
    assert len([line for line in module.splitlines() if line.strip()]) <= 25
    site = tmp_path / "site"
    info = site / "people_loader-1.dist-info"
    info.mkdir(parents=True)
    (site / "people_loader.py").write_text(module, "utf-8")
    (site / "test_people.py").write_text(test, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: people-loader\nVersion: 1\n", "utf-8")
    entry = blocks_of("toml")[0].split('entry-points."govgraph.loaders"]\n')[1].splitlines()[0].replace('"', "")
    (info / "entry_points.txt").write_text(f"[govgraph.loaders]\n{entry}\n", "utf-8")
    (tmp_path / "sample.people").write_text(SAMPLE, "utf-8")
    return site


def run(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run([sys.executable, *words], cwd=site.parent, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_the_loader_of_the_manual_is_found_tested_and_used(installed: Path) -> None:
    assert "names of people, one a line" in run(installed, "-m", "govgraph.cli", "loaders").stdout
    tested = run(installed, "-c", "import test_people; test_people.test_contract()")
    assert tested.returncode == 0, tested.stderr
    loaded = run(installed, "-m", "govgraph.cli", "load", "sample.people", "-g", "graph", "--json")
    assert '"rows_loaded": 2' in loaded.stdout and '"rows_rejected": 1' in loaded.stdout, loaded.stderr


class Sloppy(Loader):
    """A loader with one fault at a time."""

    name, title, tables, primary = "sloppy", "sloppy", ("actors",), ("actors",)
    sure = 0.5

    def detect(self, source: Source) -> float:  # noqa: ARG002
        return self.sure

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002
        return "always the same"

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:  # noqa: ARG002
        yield from ()


def test_the_contract_test_says_what_is_wrong(tmp_path: Path) -> None:
    sample = tmp_path / "a.sloppy"
    sample.write_text("x", "utf-8")
    with pytest.raises(ContractError, match="takes bytes that are in no format"):
        check_loader(Sloppy(), sample)


def test_detection_never_guesses_between_two(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(Sloppy):
        name = "other"

    monkeypatch.setattr("govgraph.ontology.registry.loaders", lambda: {"sloppy": Sloppy(), "other": Other()})
    with pytest.raises(LoaderError, match=r"sloppy or other.*--as sloppy or .*--as other"):
        find_loader(Source(Path("a.txt"), data=b"x"))
    Other.sure = 0.6
    assert find_loader(Source(Path("a.txt"), data=b"x")).name == "other"
