"""Make the lock file with the SHA-256 sums of the Neo4j jars: ``python tests/neo4j_lock.py [RELEASE ...]`` (without: lts and current).

Each jar is fetched as ``govgraph neo4j start`` fetches it, and its SHA-1 sum has to be the one that Maven Central publishes beside it. (The
repository publishes no SHA-256 sum for most.) A release that is not named is dropped from the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from govgraph.graph.server import pinned
from govgraph.graph.server.defaults import CURRENT, LTS
from govgraph.graph.server.install import MIRROR_VARIABLE, download, exact_version

CENTRAL = "https://repo.maven.apache.org/maven2"


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def sums(version: str) -> dict[str, str]:
    """The sums of the jars of a release, each compared with what the repository publishes."""
    base = (os.environ.get(MIRROR_VARIABLE) or CENTRAL).rstrip("/")
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder)
        jars = download(version, repository, os.environ.get(MIRROR_VARIABLE), _tell)

        def published(jar: Path) -> str:
            url = f"{base}/{jar.relative_to(repository).as_posix()}.sha1"
            with urllib.request.urlopen(url, timeout=60) as answer:
                text: str = answer.read().decode("ascii").split()[0].lower()
                return text

        with ThreadPoolExecutor(6) as pool:
            for jar, expected in zip(jars, pool.map(published, jars), strict=True):
                got = hashlib.sha1(jar.read_bytes()).hexdigest()
                if got != expected:
                    raise SystemExit(f"{jar.name}: SHA-1 {got}, published {expected}")
        _tell(f"Neo4j {version}: the published SHA-1 sums of {len(jars)} jars are right")
        return {jar.name: pinned.sum_of(jar) for jar in sorted(jars, key=lambda jar: jar.name)}


if __name__ == "__main__":
    lock = {version: sums(version) for version in map(exact_version, sys.argv[1:] or (LTS, CURRENT))}
    target = Path(pinned.__file__).with_name(pinned.LOCK)
    target.write_text(json.dumps(lock, indent=1) + "\n", "utf-8")
    _tell(f"written to {target}")
