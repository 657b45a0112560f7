"""The graph folder: where records and versions are, and how a version is put in force.

::

    mygraph/
      govgraph.toml                base IRI and languages; no secrets
      records/<load>/*.parquet     what files state, one folder per load: the truth, never edited in place
      versions/<n>/                tables/ rdf/ property/ and version.json: built from the records, replaceable
      current                      the number of the version in force
      writer.lock                  held by the one process that changes the graph

A folder gets its final name only when it is complete and on disk. So a process that is killed at any moment leaves the last
version in force, and at most some temporary folders, which the next writer removes. Readers hold a shared lock on the version
they read; an old version that nobody reads is removed. Locks belong to the operating system and end with the process.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import portalocker

from govgraph.graph.errors import GraphError
from govgraph.graph.files import locked, write_through
from govgraph.ontology.terms import BASE, is_iri

FORMAT = 1
"""The number of the folder's layout; increased when older versions of govgraph cannot read the new layout."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``govgraph.toml`` holds.

    Attributes:
        base: the IRI that every minted IRI begins with.
        languages: in the order in which the name to show is chosen.
    """

    base: str = BASE
    languages: tuple[str, ...] = ("ky", "ru", "en")


class Folder:
    """One graph folder.

    Args:
        path: the folder; it need not exist yet.

    Raises:
        GraphError: the path is a file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        if self.path.is_file():
            raise GraphError("is a file, not a graph folder", where=str(path))

    @property
    def records(self) -> Path:
        """The folder of the loads."""
        return self.path / "records"

    @property
    def exists(self) -> bool:
        """Whether a graph has been made here."""
        return (self.path / "govgraph.toml").exists()

    def create(self, settings: Settings) -> None:
        """Make an empty graph folder; an existing one is left as it is.

        Raises:
            GraphError: the folder holds files that do not belong to a graph, or the base is not an IRI.
        """
        if self.exists:
            return
        if self.path.exists() and any(self.path.iterdir()):
            raise GraphError(
                "the folder is not empty and holds no graph",
                where=str(self.path),
                hint="name a new folder with --graph",
            )
        if not is_iri(settings.base) or settings.base[-1] not in "/#":
            raise GraphError(f"the base {settings.base!r} is not an IRI that ends in / or #", expected=BASE)
        (self.path / "records").mkdir(parents=True, exist_ok=True)
        (self.path / "versions").mkdir(exist_ok=True)
        languages = ", ".join(json.dumps(x) for x in settings.languages)
        self._write(
            "govgraph.toml", f"format = {FORMAT}\nbase = {json.dumps(settings.base)}\nlanguages = [{languages}]\n"
        )

    def settings(self) -> Settings:
        """The graph's settings; the defaults where there is no graph yet.

        Raises:
            GraphError: ``govgraph.toml`` cannot be read, or is of a later format.
        """
        if not self.exists:
            return Settings()
        file = self.path / "govgraph.toml"
        try:
            values = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise GraphError(f"cannot be read: {error}", where=str(file)) from error
        if values.get("format", 0) > FORMAT:
            raise GraphError(
                f"was made by a later version of govgraph (format {values['format']})",
                where=str(self.path),
                expected=f"format {FORMAT} or earlier",
                hint="pip install --upgrade govgraph",
            )
        return Settings(str(values.get("base", BASE)), tuple(values.get("languages", Settings().languages)))

    # ------------------------------------------------------------------------------------------ versions

    def current(self) -> int:
        """The number of the version in force; 0 before the first load."""
        try:
            return int((self.path / "current").read_text("ascii"))
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise GraphError(
                "the pointer to the version in force is damaged",
                where=str(self.path / "current"),
                hint="write the highest number of the folders in versions/ into it",
            ) from error

    def version_path(self, number: int) -> Path:
        """The folder of a version."""
        return self.path / "versions" / str(number)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Path | None]:
        """Hold the version in force while it is read. Gives its folder; None before the first load."""
        held = self.hold()
        try:
            yield held[0] if held else None
        finally:
            if held:
                held[1].close()

    def hold(self) -> tuple[Path, IO[str]] | None:
        """The version in force and an open lock on it, to be closed by the caller; None before the first load."""
        while number := self.current():
            path = self.version_path(number)
            try:
                lock = (path / "readers.lock").open()  # a shared lock also works on a read-only medium
            except FileNotFoundError:
                if self.current() == number:
                    raise GraphError(f"version {number} is missing", where=str(path), hint="govgraph rebuild") from None
                continue
            portalocker.lock(lock, portalocker.LOCK_SH)
            if (path / "version.json").exists():
                return path, lock
            lock.close()  # it was removed between reading the pointer and the lock
        return None

    @contextlib.contextmanager
    def alone(self, name: str, *, wait: float = 0) -> Iterator[None]:
        """Hold a lock of the graph that only one process can have.

        Args:
            name: the name of the lock's file.
            wait: seconds to wait for another process.

        Raises:
            Busy: another process has the lock.
        """
        with locked(self.path / name, "loading into this graph", wait=wait):
            yield

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only process that changes the graph; what a killed process left over is removed first.

        Raises:
            Busy: another process is changing the graph.
        """
        with self.alone("writer.lock"):
            self._tidy()
            yield
            self._tidy()

    def scratch(self) -> Path:
        """A new folder to build something in; the next writer removes it if it was never put in force."""
        path = self.path / "versions" / f"tmp-{uuid.uuid4().hex[:12]}"
        path.mkdir(parents=True)
        return path

    def put_version(self, built: Path, facts: dict[str, Any]) -> int:
        """Put a complete version in force.

        Args:
            built: the version's folder, from :meth:`scratch`.
            facts: the content of ``version.json``.

        Returns:
            the number of the version.
        """
        number = max([self.current(), *(int(p.name) for p in self.path.glob("versions/[0-9]*"))]) + 1
        (built / "version.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")
        (built / "readers.lock").touch()
        write_through(built)
        built.rename(self.version_path(number))
        self._write("current", str(number))
        return number

    def loads(self) -> list[str]:
        """The names of the loads in force, sorted; if the version in force is lost, of all loads with complete records.

        The latter may include a load whose process was killed just before putting it in force; it can be unloaded.
        """
        number = self.current()
        version = self.version_path(number)
        if not number or (version / "version.json").exists():
            return sorted(self.facts(version)["loads"]) if number else []
        return sorted(p.name for p in self.records.iterdir() if (p / "manifest.json").exists())

    def facts(self, version: Path) -> dict[str, Any]:
        """The content of a version's ``version.json``."""
        return cast(dict[str, Any], json.loads((version / "version.json").read_text("utf-8")))

    def _write(self, name: str, text: str) -> None:
        new = self.path / f"{name}.tmp"
        new.write_text(text, "utf-8")
        write_through(new)
        new.replace(self.path / name)

    def _tidy(self) -> None:
        """Remove what no version needs: unfinished folders, old versions without readers, records without a version."""
        current = self.current()
        for path in self.path.glob("versions/tmp-*"):
            shutil.rmtree(path)
        for path in self.path.glob("records/tmp-*"):
            shutil.rmtree(path)
        needed: set[str] = set()
        for path in self.path.glob("versions/[0-9]*"):
            if int(path.name) != current and self._unread(path):
                shutil.rmtree(path)
            elif (path / "version.json").exists():
                needed.update(self.facts(path)["loads"])
        # Without the version in force it is unknown which records are needed, and records cannot be made again.
        if current and (self.version_path(current) / "version.json").exists():
            for path in self.records.iterdir():
                if path.name not in needed:
                    shutil.rmtree(path)

    @staticmethod
    def _unread(path: Path) -> bool:
        try:
            lock = (path / "readers.lock").open("a")
        except FileNotFoundError:
            return True
        with lock:
            try:
                portalocker.lock(lock, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.LockException:
                return False
            # Removed first, so that a reader that opens the version now sees that it no longer exists.
            (path / "version.json").unlink(missing_ok=True)
            return True
