"""A seeded fuzzer over all loaders: damaged, odd and hostile files, each read as `govgraph load` reads it.

    python -m tests.fuzz_loads --seconds 600 --seed 1
    python -m tests.fuzz_loads --case 1-4711 --keep /tmp/odd        # one case again, its file kept

A case is a file made of a fixture by the seed and its number alone: its bytes are changed, its values replaced, its encoding
or container another. A worker process reads it with the loaders and the ingest of a load. One in a few cases is also loaded into a
graph, whose stores are built and checked, and unloaded again. A fault is a traceback (also one that the net of a load has caught), a file
that takes too long, a process that dies or takes more than a gigabyte, a row that is neither loaded, merged nor rejected, stores that
do not agree, and something that stays after unloading. Faults are printed with their case, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import govgraph
from govgraph.graph.graph import Graph
from govgraph.ontology.errors import GovgraphError

MEMORY = 1_000_000_000
BUILT = 25
"""One case in so many is loaded into a graph, and its stores are built."""


def worker() -> None:
    """Read the files named on standard input, and say on standard output what became of each."""
    from govgraph.graph.build.files import find_sources
    from govgraph.graph.build.reader import Reader
    from govgraph.graph.build.source_rules import SourceRules
    from govgraph.ontology.loader import Options

    home = Path(tempfile.mkdtemp())
    graph = govgraph.open(home / "graph")
    for line in sys.stdin:
        file, build = json.loads(line)
        records = Path(tempfile.mkdtemp())
        reports = []
        try:
            reader = Reader(records, "", Options(), SourceRules(), lambda *_: None)
            for source, named in find_sources([file]):
                report = reader.read(source, named)
                rows = (report.rows_read, report.rows_loaded, report.rows_merged, report.rows_rejected)
                reports.append({"status": report.status, "loader": report.loader, "error": report.error, "rows": rows})
            built = "" if not build else load_build_and_unload(graph, file) if reports else "no file"
            answer = {
                "reports": reports,
                "built": built,
                "peak": _peak(),
            }
        except Exception as error:  # noqa: BLE001 (what is looked for)
            import traceback

            answer = {"traceback": traceback.format_exc(), "error": repr(error)}
        finally:
            shutil.rmtree(records, ignore_errors=True)
        print(json.dumps(answer), flush=True)  # noqa: T201
    graph.close()
    shutil.rmtree(home, ignore_errors=True)


def _peak() -> int:
    """The most memory of this process in bytes. What getrusage says begins with the memory of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists() and (most := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(most[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def load_build_and_unload(graph: Graph, file: str) -> str:
    """What became of a file that is loaded into a graph whose stores are built; words that begin with ``fault`` if they do not agree."""
    try:
        loads = [r.load for r in graph.load(file) if r.status in ("loaded", "replaced")]
    except GovgraphError as error:  # for instance two files of an archive that would share a data set
        return "refused" if "Traceback" not in str(error) else f"fault: {error}"
    if not loads:
        return "not loaded"
    graph.build()
    errors = graph.check(shapes=False).errors
    graph.unload(*loads)
    left = graph.sql("SELECT count(*) FROM actors").rows[0][0] + len(graph.loads())
    if errors or left:
        return f"fault: {left} things left; {'; '.join(map(str, errors[:3]))}"
    return "built"


class Pool:
    """A worker process that is replaced when it hangs, dies or has grown.

    Args:
        patience: seconds after which it is taken to hang.
    """

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.process: subprocess.Popen[str] | None = None
        self.answers: queue.Queue[str] = queue.Queue()

    def ask(self, file: Path, build: bool) -> dict[str, Any]:
        """What became of a file, or a fault of the process."""
        if self.process is None:
            self._start()
        assert self.process and self.process.stdin
        self.process.stdin.write(json.dumps([str(file), build]) + "\n")
        self.process.stdin.flush()
        try:
            line = self.answers.get(timeout=self.patience)
        except queue.Empty:
            self.stop()
            return {"fault": f"no answer within {self.patience:g} seconds"}
        if not line:
            status = self.process.wait()
            self.process = None
            return {"fault": f"the process died with status {status}"}
        answer: dict[str, Any] = json.loads(line)
        if answer.get("peak", 0) > MEMORY:
            self.stop()
            return {"fault": f"the process took {answer['peak'] / 1e6:,.0f} MB"}
        return answer

    def _start(self) -> None:
        self.answers = queue.Queue()
        paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, "POLARS_MAX_THREADS": "1", "PYTHONPATH": paths}
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        threading.Thread(target=self._listen, args=(self.process, self.answers), daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            answers.put(line)
        answers.put("")

    def stop(self) -> None:
        if self.process:
            self.process.kill()  # the processes that build its stores end with it
            self.process.wait()
            self.process = None


def fault_of(answer: dict[str, Any]) -> str:
    """What is wrong with what became of a file, or an empty string."""
    if "fault" in answer or "traceback" in answer:
        return str(answer.get("fault") or answer["traceback"])
    if answer["built"].startswith("fault"):
        return str(answer["built"])
    for report in answer["reports"]:
        read, loaded, merged, rejected = report["rows"]
        if "not foreseen" in report["error"]:
            return str(report["error"])
        if read != loaded + merged + rejected or min(report["rows"]) < 0:
            return f"rows unaccounted for: {report}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--case", default="", help="one case again, as SEED-NUMBER")
    parser.add_argument("--patience", type=float, default=30, help="seconds after which a file is taken to hang")
    parser.add_argument("--keep", type=Path, default=None, help="a folder for the files of faults")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.worker:
        worker()
        return 0
    sys.path.insert(0, str(Path(__file__).parent))
    from fuzz_files import case

    seed, _, only = chosen.case.partition("-")
    pool, counts, faults, peak = Pool(chosen.patience), Counter[str](), 0, 0
    ends, number = time.monotonic() + chosen.seconds, int(only or 0)
    with tempfile.TemporaryDirectory() as scratch:
        while time.monotonic() < ends:
            files = case(int(seed or chosen.seed), number)
            for name, data in files:
                (Path(scratch) / name).write_bytes(data)
            name, data = files[0]
            file = Path(scratch) / name
            answer = pool.ask(file, number % BUILT == 0)
            peak = max(peak, answer.get("peak", 0))
            counts.update(f"{r['loader'] or 'no loader'} {r['status']}" for r in answer.get("reports", []))
            counts.update([f"stores: {answer['built']}"] if answer.get("built") else [])
            if fault := fault_of(answer):
                faults += 1
                print(f"case {seed or chosen.seed}-{number} ({name}, {len(data):,} bytes): {fault}", flush=True)  # noqa: T201
            if chosen.keep and (fault or only):
                chosen.keep.mkdir(parents=True, exist_ok=True)
                for name, data in files:
                    (chosen.keep / f"{number}-{name}").write_bytes(data)
            for name, _ in files:
                (Path(scratch) / name).unlink()
            number += 1
            if only:
                print(json.dumps(answer, indent=1))  # noqa: T201
                break
        pool.stop()
    print(f"{number} cases, {faults} faults, peak {peak / 1e6:,.0f} MB", dict(sorted(counts.items())))  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
