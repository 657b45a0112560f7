"""The command: make every tool's page of the same graphs, measure each in a real Chromium, write the section.

    python -m benchmarks.pages --cache FOLDER --write docs/benchmarks.md

Other tools are installed in environments of their own below ``--cache``; bare sigma is built there with npm. Chromium is the system's, or what
``GOVGRAPH_CHROMIUM`` names.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.files import scratch, with_section, write_page
from benchmarks.pages.browser import measure
from benchmarks.pages.contenders import CONTENDERS, make, served
from benchmarks.pages.graph import SIZES, made_up
from benchmarks.pages.report import section


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks.pages", description=__doc__.split("\n")[0])
    parser.add_argument("--cache", type=Path, required=True, help="environments of other tools, and results")
    parser.add_argument("--sizes", type=int, nargs="*", default=[nodes for nodes, _ in SIZES], help="numbers of nodes")
    parser.add_argument("--tools", nargs="*", default=[one.name for one in CONTENDERS], help="names of tools")
    parser.add_argument("--write", type=Path, help="the page of which the section is replaced")
    given = parser.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    kept = given.cache / "pages.json"
    results = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    browser = os.environ.get("GOVGRAPH_CHROMIUM") or shutil.which("chromium")
    with scratch(None) as work, sync_playwright() as playwright:
        for nodes, ties in SIZES:
            if nodes not in given.sizes:
                continue
            made = made_up(nodes, ties)
            for one in CONTENDERS:
                if one.name not in given.tools or nodes > one.largest:
                    continue
                file = work / f"{nodes}-{one.name}.html"
                make(one, made, given.cache, file)
                cost = measure(
                    playwright,
                    browser,
                    file,
                    one.start,
                    served(one, given.cache),
                    given.cache / f"{nodes}-{one.name}.png",
                )
                results.setdefault(str(nodes), {})[one.name] = {"bytes": file.stat().st_size, **asdict(cost)}
                kept.write_text(json.dumps(results, indent=1), "utf-8")
                print(nodes, one.name, results[str(nodes)][one.name], file=sys.stderr, flush=True)  # noqa: T201 - a command's progress
    if given.write:
        write_page(given.write, with_section(given.write.read_text("utf-8"), section(results, given.cache)))


main()
