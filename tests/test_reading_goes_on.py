"""A long reading that is killed goes on behind the blocks that were complete, and gives what it would have given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from test_gdelt_events import line

from govgraph.graph.build import unfinished
from govgraph.graph.build.ingest import describe, ingest
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.files import UNFINISHED
from govgraph.graph.progress import silent
from govgraph.loaders.gdelt.events import GdeltEvents
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source

OPTIONS = Options(block_rows=10)
LINES = [
    line(GLOBALEVENTID=str(i) if i % 7 else "no number", EventCode="999" if i % 9 == 0 else "042") for i in range(100)
]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is complete is kept after every two blocks."""
    monkeypatch.setattr(unfinished, "BLOCKS", 2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _written(tmp_path)


def _written(folder: Path) -> Path:
    (folder / "data").mkdir()
    path = folder / "data" / "a.export.CSV"
    path.write_text("\n".join(LINES) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a reading of the file gives that nothing stops."""
    folder = tmp_path_factory.mktemp("whole")
    return _content(_read(_written(folder), folder / "records")[0])


class Stopped(GdeltEvents):
    """Is stopped after some blocks, and counts those that it gives."""

    after, given = 10_000, 0

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        for number, block in enumerate(super().blocks(source, options)):
            if number == self.after:
                raise KeyboardInterrupt
            self.given += 1
            yield block


def _read(file: Path, records: Path, after: int = 10_000, options: Options = OPTIONS) -> tuple[Manifest, Stopped]:
    source, loader = Source(file), Stopped()
    loader.after = after
    manifest = describe(source, loader, options)
    ingest(source, loader, options, manifest, records, silent)
    return manifest, loader


def _content(manifest: Manifest) -> dict[str, object]:
    """All that a reading gives."""
    tables = {name: pl.read_parquet(manifest.records(name)).to_dicts() for name in manifest.tables}
    left_out = {"when", "seconds", "tables", "rejects_sha256", "path"}
    facts = {key: value for key, value in manifest.to_json().items() if key not in left_out}
    return {"rows": tables, "rejects": manifest.rejects.read_text("utf-8"), **facts}


@pytest.mark.parametrize(("after", "again"), [(0, 10), (1, 10), (2, 8), (5, 6), (10, 0)])
def test_what_is_complete_is_not_read_again(
    tmp_path: Path, file: Path, whole: dict[str, object], after: int, again: int
) -> None:
    if after < 10:
        with pytest.raises(KeyboardInterrupt):
            _read(file, tmp_path / "records", after)
    else:  # stopped after the last block, before the end
        source, loader = Source(file), Stopped()
        with pytest.MonkeyPatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(Source, "check_unchanged", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
            ingest(source, loader, OPTIONS, describe(source, loader, OPTIONS), tmp_path / "records", silent)
    manifest, loader = _read(file, tmp_path / "records")
    assert loader.given == again
    assert _content(manifest) == whole


def test_a_reading_may_be_stopped_many_times(tmp_path: Path, file: Path, whole: dict[str, object]) -> None:
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            _read(file, tmp_path / "records", 3)
    manifest, loader = _read(file, tmp_path / "records")
    assert loader.given == 4
    assert _content(manifest) == whole


@pytest.mark.parametrize("other", ["file", "options", "damage", "declaration"])
def test_another_file_or_reader_starts_anew(
    tmp_path: Path, file: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        _read(file, tmp_path / "records", 5)
    options = OPTIONS
    if other == "file":
        file.write_text("\n".join(reversed(LINES)) + "\n", "utf-8")
    elif other == "options":
        options = Options(block_rows=10, dataset="another")
    elif other == "damage":
        (part,) = (tmp_path / "records").glob(f"{UNFINISHED}*/events.1.parquet")
        part.write_bytes(part.read_bytes()[:-1] + b"x")
    else:
        monkeypatch.setattr(unfinished, "declared_by", lambda: "another")
    manifest, loader = _read(file, tmp_path / "records", options=options)
    assert loader.given == 10
    assert _content(manifest) == _content(_read(file, tmp_path / "whole", options=options)[0])


_LOAD = """
import os, signal, sys
from govgraph.graph.build import unfinished
from govgraph.graph.graph import Graph
from govgraph.loaders.gdelt.events import GdeltEvents

unfinished.BLOCKS = 2
blocks, last = GdeltEvents.blocks, int(sys.argv[3])
def some(self, source, options):
    import dataclasses
    for number, block in enumerate(blocks(self, source, dataclasses.replace(options, block_rows=10))):
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)
        yield block
    print("blocks", number + 1)
GdeltEvents.blocks = some
with Graph(sys.argv[1]) as graph:
    (report,) = graph.load(sys.argv[2])
    print(report.status, report.rows_loaded, report.rows_rejected)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_a_load_that_is_killed_goes_on(tmp_path: Path, file: Path) -> None:
    def load(last: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", _LOAD, str(tmp_path / "graph"), str(file), str(last)]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    assert load(5).returncode == -signal.SIGKILL
    assert len(list((tmp_path / "graph").glob(f"records/{UNFINISHED}*"))) == 1
    ended = load(1_000)
    assert ended.stdout.split() == ["blocks", "6", "loaded", "85", "15"], ended.stderr
    assert not list((tmp_path / "graph").glob(f"records/{UNFINISHED}*"))
