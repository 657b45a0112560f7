"""The classes that Java keeps of a Neo4j server: they save time, and nothing depends on them. (Most servers of the tests start with them.)"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from govgraph.graph.server import archive, java, unsigned
from govgraph.graph.server.defaults import LTS
from govgraph.graph.server.folders import make_home
from govgraph.graph.server.install import install

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform == "win32", reason="there Java has no archive"),
]


@pytest.fixture
def jars(tmp_path: Path) -> Path:
    """The jars of a release, in a cache without archives."""
    link = tmp_path / "cache" / LTS
    link.parent.mkdir()
    link.symlink_to(install(LTS), target_is_directory=True)
    return link


def test_the_jars_are_named_in_an_order_that_stays(jars: Path) -> None:
    names = archive.class_path(jars).split(os.pathsep)
    assert names == sorted(names) and {Path(name) for name in names} == set(jars.glob("*.jar"))


def test_a_damaged_archive_does_no_harm(jars: Path, tmp_path: Path) -> None:
    assert archive.options(jars) == []
    archive._file(jars).parent.mkdir()
    archive._file(jars).write_bytes(os.urandom(9_000))
    assert str(archive._file(jars)) in archive.options(jars)[0]
    make_home(tmp_path / "home")
    assert java.run(tmp_path / "home", jars, java.ADMIN, "--version").strip() == LTS


def test_an_archive_is_made_by_the_second_start_and_tried_once(jars: Path) -> None:
    """Here of a process that is no Java, so that it cannot be made."""
    folder = archive._file(jars).parent
    said: list[str] = []
    asked: list[str] = []
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as no_java:
        archive.keep(no_java.pid, jars, said.append, pytest.fail)
        assert said == [] and not archive._file(jars).exists()
        begun = [folder / f"{LTS}-begun.tmp{ending}" for ending in ("", ".classlist", ".temp")]
        for rest in begun:
            rest.touch()
        for number in range(4):
            other = folder / f"{LTS}-{number}.jsa"
            other.touch()
            os.utime(other, (number, number))
        for _ in range(2):
            archive.keep(no_java.pid, jars, said.append, lambda *asking: asked.extend(asking))
            assert len(said) == 1 and asked == [*archive.QUESTIONS] and archive.options(jars) == []
        no_java.communicate(b"\n")
    assert {file.name for file in folder.glob("*.jsa")} == {f"{LTS}-2.jsa", f"{LTS}-3.jsa", archive._file(jars).name}
    assert not any(rest.exists() for rest in begun)


def test_a_cache_that_cannot_be_written_to_is_no_fault(jars: Path) -> None:
    archive._file(jars).parent.write_text("no folder")
    archive.keep(os.getpid(), jars, pytest.fail, pytest.fail)
    assert archive.options(jars) == []


def test_signed_jars_are_copied_without_their_signatures(tmp_path: Path) -> None:
    """Java uses the copy until the jar is fetched anew; a jar that nobody signed is used as it is."""
    jars = tmp_path / "9.9.9"
    jars.mkdir()
    main = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n"
    of_class = "Name: a/very/long/na\r\n me.class\r\nSHA-256-Digest: x\r\n\r\n"
    of_folder = "Name: a/\r\nSealed: true\r\n\r\n"
    for name, more in (("plain", []), ("signed", ["META-INF/ME.SF", "META-INF/ME.RSA"])):
        with zipfile.ZipFile(jars / f"{name}.jar", "w") as jar:
            jar.writestr("META-INF/MANIFEST.MF", main + of_class + of_folder)
            for entry in ("a/very/long/name.class", "META-INF/services/ME.SF", *more):
                jar.writestr(entry, entry)
    before = (jars / "signed.jar").read_bytes()
    for _ in range(2):  # the second finds what the first has made
        unsigned.make(jars)
        plain, signed = archive.class_path(jars).split(os.pathsep)
        assert plain == str(jars / "plain.jar") and signed != str(jars / "signed.jar")
        with zipfile.ZipFile(signed) as copy:
            assert sorted(copy.namelist()) == [
                "META-INF/MANIFEST.MF",
                "META-INF/services/ME.SF",
                "a/very/long/name.class",
            ]
            assert copy.read("META-INF/MANIFEST.MF").decode() == (main + of_folder).replace("\r", "")
            assert copy.read("a/very/long/name.class") == b"a/very/long/name.class"
    assert (jars / "signed.jar").read_bytes() == before
    os.utime(jars / "signed.jar", (1, 1))
    assert archive.class_path(jars).split(os.pathsep)[1] == str(jars / "signed.jar")
    unsigned.make(jars)
    assert archive.class_path(jars).split(os.pathsep)[1] == signed
