"""Files of event data for tests: what a loader makes of a text, and whether two files give one graph in either order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
from often import EVERY

from govgraph.graph.build.verify import verified
from govgraph.graph.graph import Graph
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader
from govgraph.ontology.terms import BASE, CODE


def table(header: Iterable[str], rows: Iterable[dict[str, str]], separator: str = "\t", quote: bool = False) -> bytes:
    """A table as a file: each row gives some of the columns."""
    names = list(header)
    mark = '"' if quote else ""
    lines = [separator.join(names)]
    for row in rows:
        assert row.keys() <= set(names), row.keys() - set(names)
        lines.append(separator.join(f"{mark}{row.get(n, '')}{mark}" for n in names))
    return "".join(line + "\n" for line in lines).encode()


class Loaded:
    """What the loader that recognises a file makes of it."""

    def __init__(self, data: bytes, name: str = "events.csv", block_rows: int = 100_000, loader: str = "") -> None:
        source = Source(Path(name), data=data)
        self.loader = find_loader(source, loader)
        found = [verified(b) for b in self.loader.read_file(source, Options(block_rows=block_rows))]
        self.blocks: list[Block] = found
        self.rows_read = sum(b.rows_read for b in found)
        self.rejects = [(r.row, r.column, r.reason) for b in found for r in b.rejects]
        self.notes = [(n.kind, n.value) for b in found for n in b.notes]
        self.unused = [c for b in found for c in b.unused_columns]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table without what is null, in the order of the file; IRIs without the base."""
        frames = [b.tables[table] for b in self.blocks if table in b.tables and b.tables[table].height]
        if not frames:
            return []
        rows = pl.concat(frames).sort("row", maintain_order=True).to_dicts()
        text = json.dumps(rows, default=str, ensure_ascii=False).replace(BASE, "id:").replace(CODE, "code:")
        return [{k: v for k, v in row.items() if v is not None} for row in json.loads(text)]

    def names(self, table: str) -> list[str]:
        """The first name of each row of a table, each once."""
        return list(dict.fromkeys(r["names"][0]["text"] for r in self.rows(table) if r.get("names")))


def graph_of(folder: Path, files: dict[str, bytes], order: Iterable[str] = ()) -> Graph:
    """A graph of some files, loaded one after the other."""
    graph = Graph(folder / "graph")
    for file in _written(folder, files, order or files):
        _load(graph, file)
    return graph


def _written(folder: Path, files: dict[str, bytes], order: Iterable[str]) -> list[Path]:
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for name in order:
        (data / name).write_bytes(files[name])
    return [data / name for name in order]


def _load(graph: Graph, *files: Path) -> None:
    reports = graph.load(*files)
    assert not any(r.failed for r in reports), [r.error for r in reports]


def content(graph: Graph) -> str:
    """A hash of all that a graph states: the rows of its tables, and what each data set says of shared things."""
    digest = hashlib.sha256()
    version = graph.version()
    for file in sorted([*version.glob("tables/*.parquet"), *version.glob("said/*.parquet")]):
        rows = sorted(json.dumps(row, default=str, sort_keys=True) for row in pl.read_parquet(file).to_dicts())
        digest.update("\n".join([file.name, *rows]).encode())
    return digest.hexdigest()


def same_in_both_orders(tmp_path: Path, files: dict[str, bytes]) -> Graph:
    """Load the files at once, and in another graph one by one from the last to the first, and check that the content is equal.

    In CI also one by one from the first to the last, and what was loaded one by one is built again from nothing.

    Returns:
        the graph of the files that were loaded at once.
    """
    at_once = Graph(tmp_path / "at-once" / "graph")
    _load(at_once, *_written(tmp_path / "at-once", files, files))
    right = content(at_once)
    orders = {"backwards": list(reversed(files))} | ({"forwards": list(files)} if EVERY else {})
    for name, order in orders.items():
        with graph_of(tmp_path / name, files, order) as other:
            assert content(other) == right, name
            if EVERY:
                other.rebuild()
                assert content(other) == right, name
    return at_once
