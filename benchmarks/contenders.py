"""The other tools: how each is installed in an environment of its own and how it is run on the flat tables."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.measure import Cost, run

_SCRIPTS: Final = Path(__file__).parent / "peers"
_NEEDS: Final = {
    "morph-kgc": ("morph-kgc", "pyarrow"),
    "maplib": ("maplib", "polars", "pyarrow"),
    "rdflib-neo4j": ("rdflib-neo4j==1.1",),
    "names": ("nomenklatura==4.17.4", "rapidfuzz==3.14.6", "splink==5.0.0", "pandas", "pyarrow"),
    "ipysigma": ("ipysigma", "networkx"),
    "neo4j-viz": ("neo4j-viz",),
}
PEERS: Final = ("maplib", "morph-kgc", "rdflib")
"""The tools that make triples; rdflib is one of govgraph's own dependencies."""

LARGEST: Final = {"rdflib": 100_000}
"""The most events for a tool that keeps all triples as Python objects: ten times as many would need 20 GB."""


def python_of(peer: str, cache: Path) -> Path:
    """The Python of the environment in which a peer is installed; the peer is installed first if need be.

    Args:
        cache: where the environments are kept.

    Raises:
        subprocess.CalledProcessError: the peer cannot be installed.
    """
    if peer not in _NEEDS:
        return Path(sys.executable)
    folder = cache / peer
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *_NEEDS[peer]], check=True)
        (folder / "installed").touch()
    return python


def versions(python: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The versions of some installed packages."""
    code = "import sys, json, importlib.metadata as m; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"
    installed: dict[str, str] = json.loads(subprocess.check_output([python, "-c", code, *names]))
    return installed


def map_with(peer: str, cache: Path, ready: Path, out: Path) -> Cost:
    """Make the triples of the flat tables with a peer.

    Args:
        ready: the folder of ``benchmarks.tasks prepare``.
        out: the file of N-Triples to make.

    Raises:
        Failed: the peer ended with an error.
    """
    python = python_of(peer, cache)
    if peer == "maplib":
        return run([python, _SCRIPTS / "maplib_peer.py", ready / "templates.json", ready / "typed", out])
    if peer == "rdflib":
        return run([python, _SCRIPTS / "rdflib_peer.py", ready / "mapping.json", ready / "text", out])
    # One process: running morph-kgc in several processes costs more processor time in total.
    config = (
        f"[CONFIGURATION]\noutput_file: {out}\noutput_format: N-TRIPLES\nna_values: ,None\nnumber_of_processes: 1\n"
        f"logging_level: ERROR\n\n[Tables]\nmappings: {ready / 'mapping.rml.ttl'}\n"
    )
    (ready / "morph.ini").write_text(config, "utf-8")
    return run([python, "-m", "morph_kgc", ready / "morph.ini"])
