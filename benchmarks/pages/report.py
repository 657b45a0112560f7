"""The section of the page of benchmarks: sizes and processor time as ratios to bare sigma."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from benchmarks.contenders import python_of, versions
from benchmarks.pages.contenders import CONTENDERS, PACKAGES
from benchmarks.pages.graph import SIZES
from benchmarks.report import table

TITLE = "Network pages"
_FLOOR = "sigma"


def section(results: dict[str, dict[str, dict[str, Any]]], cache: Path) -> str:
    """The section, from the results by number of nodes and name of tool.

    Args:
        cache: where the environments of other tools are kept, for their versions.
    """
    rows = []
    ties = dict(SIZES)
    for size in sorted(results, key=int):
        floor = results[size][_FLOOR]
        for one in CONTENDERS:
            cost = results[size].get(one.name)
            if cost is None:
                continue
            still = "still moving" if cost["moving"] else f"{cost['still'] / floor['still']:.2f}"
            pan = "" if cost["moving"] else f"{cost['pan'] / floor['pan']:.2f}"
            rows.append((
                f"{int(size):,} / {ties[int(size)]:,}", one.name, f"{cost['bytes'] / 1e6:.2f}", still, pan,
                f"{cost['still']:.1f}", "" if cost["moving"] else f"{cost['pan']:.0f}", cost["asked"],
            ))  # fmt: skip
    found = ", ".join(
        f"{name} {version}" for tool in PACKAGES for name, version in versions(python_of(tool, cache), (tool,)).items()
    )
    uses = "\n".join(f"- *{one.name}*: {one.what}" for one in CONTENDERS)
    head = (
        "nodes / relations", "tool", "page, MB", "CPU until still, of bare sigma's", "pan CPU a frame, of bare sigma's",
        "CPU s until still", "pan CPU ms a frame", "requests",
    )  # fmt: skip
    return (
        f"## {TITLE}\n\n"
        "The same made-up graphs as pages of several tools, opened from a file in headless Chromium without a graphics card. CPU is of the browser\n"
        "and all its processes: until the page is still (it uses less than a fifth of a processor for 1.5 s; without what an empty page costs), and a\n"
        "frame while the picture is dragged over 60 steps. Requests are those that do not go to the file; in a page that is to work offline they are 0.\n"
        "Above 1,500 nodes a page of govgraph shows communities; *all open* is the same page with every node drawn. While a page of govgraph with very many\n"
        "lines is dragged, it moves an image of itself, and draws anew when it rests. An empty cell: the tool was not run at this size, or drew without end.\n\n"
        f"Made by `python -m benchmarks.pages --cache FOLDER --write docs/benchmarks.md`. Versions: sigma 3.0.3, graphology 0.26.0, {found}.\n"
        f"Load average of the machine, which has {os.cpu_count()} cores, when this was written: {os.getloadavg()[0]:.0f}; on a busy machine processor time\n"
        "varies by half and more, so that small differences mean nothing.\n\n"
        f"{uses}\n\n{table(head, rows)}"
    )
