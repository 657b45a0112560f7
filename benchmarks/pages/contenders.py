"""The tools whose pages are measured, and how each makes its page of one graph."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.contenders import python_of
from benchmarks.pages.graph import MadeUp, picture_of
from govgraph.visualizations.drawing import drawing
from govgraph.visualizations.page import render

_SIGMA: Final = Path(__file__).parent / "sigma"
_PEERS: Final = Path(__file__).parents[1] / "peers" / "pages_peer.py"


@dataclass(frozen=True, slots=True)
class Contender:
    """A tool.

    Attributes:
        name: in the table.
        what: how it was used.
        largest: the most nodes for it; above, it is not run.
        start: what follows the page in the address.
        served: what it asks the network for and cannot do without, by the end of the address, as files of npm packages. They are
            handed to it and count as requests.
    """

    name: str
    what: str
    largest: int = 10**9
    start: str = ""
    served: dict[str, str] = field(default_factory=dict)


CONTENDERS: Final = (
    Contender("sigma", "bare sigma 3: the graph and its positions, its defaults"),
    Contender("sigma, thin", "bare sigma 3: edges of one pixel, hidden while the picture moves"),
    Contender("govgraph", "its page, with evidence, dates, names in two languages, search, filters and table; large graphs folded"),
    Contender("govgraph, all open", "the same page with every community opened", start="#open=all"),
    Contender("pyvis", "its defaults: the browser simulates forces", largest=3_000),
    Contender("pyvis, placed", "positions given, simulation off"),
    Contender("ipysigma", "positions given, `to_html`; its scripts come from the network and are not in the size", served={
        "require.min.js": "requirejs/require.js",
        "embed-amd.js": "@jupyter-widgets/html-manager/dist/embed-amd.js",
    }),
    Contender("neo4j-viz", "positions given; it opens near, so that few nodes are in view, and whether the drag moved it was not checked"),
)  # fmt: skip
"""Bare sigma is the floor."""

PACKAGES: Final = ("pyvis", "ipysigma", "neo4j-viz")
"""The Python packages whose pages are measured."""


def make(contender: Contender, made: MadeUp, cache: Path, to: Path) -> None:
    """Make the page of one tool.

    Args:
        cache: where the environments of other tools are kept.
        to: the page to write.

    Raises:
        subprocess.CalledProcessError: a tool cannot be installed or fails.
    """
    if contender.name.startswith("govgraph"):
        # The page with all open is the same file.
        first = to.with_name(f"govgraph-{len(made.nodes)}.html")
        if not first.exists():
            first.write_text(render(picture_of(made)), "utf-8")
        shutil.copy(first, to)
        return
    graph = _json(made, cache)
    if contender.name.startswith("sigma"):
        data = json.dumps({**graph, "thin": contender.name.endswith("thin")}, ensure_ascii=False)
        to.write_text(
            '<!doctype html><meta charset="utf-8"><style>html,body,#picture{margin:0;height:100%}</style><div id="picture"></div>'
            f'<script type="application/json" id="data">{data}</script><script>{bundle(cache)}</script>',
            "utf-8",
        )
        return
    given = to.with_suffix(".json")
    given.write_text(json.dumps(graph), "utf-8")
    tool = contender.name.replace(", ", "-")
    subprocess.run(
        [python_of(tool.removesuffix("-placed"), cache), _PEERS, tool, given, to], check=True, capture_output=True
    )


def served(contender: Contender, cache: Path) -> dict[str, Path]:
    """What a tool's page asks for: the end of the address, and the file that is handed to it."""
    files = {end: _built(cache) / "node_modules" / name for end, name in contender.served.items()}
    if contender.name == "ipysigma":
        extension = python_of("ipysigma", cache).parents[1] / "share" / "jupyter" / "nbextensions" / "ipysigma"
        files["index.js"] = extension / "index.js"
    return files


def bundle(cache: Path) -> str:
    """Bare sigma as one script, built from npm packages whose versions the lock file fixes."""
    return (_built(cache) / "bare.min.js").read_text("utf-8")


def _built(cache: Path) -> Path:
    folder = cache / "sigma"
    built = folder / "bare.min.js"
    if not built.exists():
        shutil.copytree(_SIGMA, folder, dirs_exist_ok=True)
        subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=True)
        command = ["npx", "esbuild", "bare.js", "--bundle", "--minify", f"--outfile={built}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def _json(made: MadeUp, folder: Path) -> dict[str, Any]:
    """The graph with the places of its nodes, which are kept in a file."""
    kept = folder / f"places-{len(made.nodes)}.json"
    if not kept.exists():
        kept.write_text(json.dumps(drawing(picture_of(made)).points.tolist()), "utf-8")
    return {"nodes": made.nodes, "edges": made.edges, "places": json.loads(kept.read_text("utf-8"))}
