"""What a loader costs, from file to blocks, beside the floor: polars reading the same table and writing it as Parquet; for nested formats, a parser alone.

``python -m benchmarks.loaders [ROWS] [LOADER ...]`` writes a made-up file for each format, and prints a table in Markdown. With 200,000 rows, the default, nested files have 10,000 to 100,000
objects and 20 to 35 MB. Costs are processor seconds of this process with all its threads (``time.process_time``), the least of three runs. Python looks for no garbage in cycles while a
loader or its floor runs: a loader switches that off for itself, and the floor is to have the same.

The floor of JSON is Python's own parser (``json``), which the loaders use, because it reads a stream object by object, and keeps whole numbers of any length.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks import documents, entities
from benchmarks.files import scratch
from benchmarks.nested import NESTED, parse
from benchmarks.tables import FORMATS, MEETINGS, write
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader


def processor_seconds(run: Callable[[], object]) -> float:
    """What a call costs: the least of three, without looking for garbage in cycles."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        gc.disable()
        start = time.process_time()
        try:
            run()
        finally:
            best = min(best, time.process_time() - start)
            gc.enable()
    return best


def main() -> None:
    """Measure every format, or those that are named, and print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    sys.stdout.write(
        "| loader | rows a second of processor time | floor: polars to Parquet, or lxml or json alone | times |\n|---|---|---|---|\n"
    )
    wanted = sys.argv[2:] or [*FORMATS, *NESTED]
    with scratch(None) as folder:
        for name, (_, separator, header) in FORMATS.items():
            if not any(name.startswith(n) for n in wanted):
                continue
            file = folder / f"{name}.csv"
            write(name, file, rows)
            if name == "table":
                file.with_name("table.map.yaml").write_text(MEETINGS, "utf-8")

            def load(file: Path = file, name: str = name) -> None:
                _load(file, name, rows)

            def floor(file: Path = file, separator: str = separator, header: bool = header) -> None:
                quote = '"' if separator == "," else None
                table = pl.read_csv(file, separator=separator, has_header=header, quote_char=quote, infer_schema=False)
                table.write_parquet(file.with_suffix(".parquet"))

            _tell(name, rows, file, load, floor)
        for name, (make, share) in NESTED.items():
            if name in wanted:
                few = max(1, rows // share)
                file = folder / f"{name}.data"
                file.write_text(make(few), encoding="utf-8")
                _tell(
                    name,
                    few,
                    file,
                    lambda file=file, name=name, few=few: _load(file, name, few),
                    lambda file=file: parse(file),
                )
        sys.stdout.write(
            "\n| loader | rows a second of processor time | the parser alone | times |\n|---|---|---|---|\n"
        )
        sys.stdout.writelines(documents.measure(folder, rows, processor_seconds, wanted if sys.argv[2:] else None))
        sys.stdout.writelines(entities.measure(folder, rows, processor_seconds, wanted if sys.argv[2:] else None))
    sys.stdout.write(f"\nLoad average of the machine, which has {os.cpu_count()} cores: {os.getloadavg()[1]:.0f}.\n")


def _tell(name: str, rows: int, file: Path, load: Callable[[], object], floor: Callable[[], object]) -> None:
    """Measure a loader and its floor, print the row, and remove the file."""
    ours, theirs = processor_seconds(load), processor_seconds(floor)
    sys.stdout.write(f"| {name} | {rows / ours:,.0f} | {rows / theirs:,.0f} | {ours / theirs:.1f} |\n")
    sys.stdout.flush()
    file.unlink()


def _load(file: Path, name: str, rows: int) -> None:
    loader = find_loader(Source(file))
    assert name.startswith(loader.name), loader.name
    read = sum(block.rows_read for block in loader.read_file(Source(file), Options()))
    assert read == rows, read


if __name__ == "__main__":
    main()
