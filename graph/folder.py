"""The graph folder: where records and versions are, and how a version is put in force.

::

    mygraph/
      govgraph.toml                base IRI and languages; no secrets
      records/<load>/*.parquet     what files state, one folder per load: the truth, never edited in place
      decisions/*.jsonl            who was decided to be the same as whom; as much the truth as the records
      versions/<n>/                tables/ rdf/ property/ pending/ and version.json: built from the records, replaceable
      current                      the number of the version in force
      writer.lock                  held by the one process that changes the graph

A folder gets its final name only when it is complete and on disk. So a process that is killed at any moment leaves the last
version in force, and at most some temporary folders, which the next writer removes. Readers hold a shared lock on the version
they read; an old version that nobody reads is removed. Locks belong to the operating system and end with the process.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

import portalocker

from govgraph.graph.errors import REBUILD, Damaged, GraphError
from govgraph.graph.files import UNFINISHED, locked, write_through
from govgraph.graph.intact import read_sealed, write_sealed
from govgraph.graph.settings import SETTINGS, Settings, only_begun, read_settings
from govgraph.ontology.terms import BASE, is_iri


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
            raise GraphError("is a file, not a graph folder", where=str(path), hint="name a folder with --graph")

    @property
    def records(self) -> Path:
        """The folder of the loads."""
        return self.path / "records"

    @property
    def exists(self) -> bool:
        """Whether a graph has been made here."""
        return (self.path / SETTINGS).exists() or (self.path / "current").exists()

    def create(self, settings: Settings) -> None:
        """Make an empty graph folder; an existing one is left as it is.

        Raises:
            GraphError: the folder holds files that do not belong to a graph, or the base is not an IRI.
        """
        if self.exists:
            return
        if self.path.exists() and not only_begun(self.path):
            raise GraphError(
                "the folder is not empty and holds no graph",
                where=str(self.path),
                hint="name a new folder with --graph",
            )
        if not is_iri(settings.base) or settings.base[-1] not in "/#":
            raise GraphError(f"the base {settings.base!r} is not an IRI that ends in / or #", expected=BASE)
        try:
            (self.path / "records").mkdir(parents=True, exist_ok=True)
            (self.path / "versions").mkdir(exist_ok=True)
            self.write_settings(settings)
        except OSError as error:
            raise GraphError(
                f"no graph can be made here: {error.strerror}", where=str(self.path), hint="name a folder with --graph"
            ) from error

    def write_settings(self, settings: Settings) -> None:
        """Write ``govgraph.toml``."""
        self._write(SETTINGS, settings.text())

    def settings(self) -> Settings:
        """The graph's settings; the defaults where there is no graph yet.

        Raises:
            Damaged: ``govgraph.toml`` cannot be read, or has another base than the graph was made with.
            GraphError: it is of a later format.
        """
        if not self.exists:
            return Settings()
        settings = read_settings(self.path / SETTINGS)
        made = self.settings_in_force()
        if made and made.base != settings.base:
            raise Damaged(
                f"the base is {settings.base!r}, and the graph was made with {made.base!r}",
                where=str(self.path / SETTINGS),
                hint=REBUILD,
            )
        return settings

    def settings_in_force(self) -> Settings | None:
        """The settings with which the version in force was made; None where there is none, or where it does not tell."""
        try:
            kept = self.facts(self.version_path(self.current())).get("settings")
        except Damaged:
            return None
        return Settings(kept["base"], tuple(kept["languages"])) if kept else None

    # ------------------------------------------------------------------------------------------ versions

    def current(self) -> int:
        """The number of the version in force; 0 before the first load.

        Without a pointer it is the last version that is complete: the first load was killed just before it wrote the pointer,
        or the pointer was lost.

        Raises:
            Damaged: the pointer cannot be read.
        """
        file = self.path / "current"
        try:
            text = file.read_bytes()
        except FileNotFoundError:
            return max((n for n in self.numbers() if (self.version_path(n) / "version.json").exists()), default=0)
        except OSError as error:
            raise Damaged(f"cannot be read: {error.strerror}", where=str(file)) from error
        if not re.fullmatch(rb"[1-9][0-9]{0,17}\s*", text):
            raise Damaged("the pointer to the version in force is damaged", where=str(file), hint=REBUILD)
        return int(text)

    def numbers(self) -> list[int]:
        """The numbers of all versions whose folders are there."""
        return [int(path.name) for path in self.path.glob("versions/[1-9]*") if path.name.isdecimal()]

    def point_to(self, number: int) -> None:
        """Put a version in force."""
        self._write("current", str(number))

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
                    raise _lost(number, path) from None
                continue
            except OSError as error:
                raise Damaged(
                    f"the version in force cannot be read: {error.strerror}", where=str(path / "readers.lock")
                ) from error
            portalocker.lock(lock, portalocker.LOCK_SH)
            if (path / "version.json").exists():
                return path, lock
            lock.close()
            if self.current() == number:
                raise _lost(number, path)
            # Otherwise it was removed between reading the pointer and the lock.
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
    def writing(self, loads: Collection[str] = ()) -> Iterator[None]:
        """Be the only process that changes the graph; what a killed process left over is removed first, but not the records of ``loads``.

        Raises:
            Busy: another process is changing the graph.
        """
        with self.alone("writer.lock"):
            self._tidy(UNFINISHED, loads)
            yield
            self._tidy()

    def scratch(self) -> Path:
        """A new folder to build something in; the next writer removes it if it was never put in force."""
        (path := self.path / "versions" / f"tmp-{uuid.uuid4().hex[:12]}").mkdir(parents=True)
        return path

    def put_version(self, built: Path, facts: dict[str, Any]) -> int:
        """Put a complete version in force, and return its number.

        Args:
            built: the version's folder, from :meth:`scratch`.
            facts: the content of ``version.json``.
        """
        number = max([self.current(), *self.numbers()]) + 1
        write_sealed(built / "version.json", facts)
        (built / "readers.lock").touch()
        write_through(built)
        built.rename(self.version_path(number))
        self.point_to(number)
        return number

    def loads(self) -> list[str]:
        """The names of the loads in force, sorted; if the list is lost with its version, of all loads with complete records.

        The latter may include a load whose process was killed just before putting it in force, and one that was unloaded while an
        older version was being read; they can be unloaded.
        """
        if not (number := self.current()):
            return []
        try:
            return sorted(self.facts(self.version_path(number))["loads"])
        except Damaged:
            return sorted(p.name for p in self.records.iterdir() if (p / "manifest.json").exists())

    def facts(self, version: Path) -> dict[str, Any]:
        """The content of a version's ``version.json``.

        Raises:
            Damaged: it is missing, or is not what was written.
        """
        try:
            facts = read_sealed(version / "version.json", since="files")
        except Damaged as damaged:
            raise Damaged(damaged.what, where=damaged.where, hint=REBUILD) from damaged
        if not isinstance(facts.get("loads"), list):
            raise Damaged("does not list the loads", where=str(version / "version.json"), hint=REBUILD)
        return facts

    def _write(self, name: str, text: str) -> None:
        new = self.path / f"{name}.tmp"
        new.write_text(text, "utf-8")
        write_through(new)
        new.replace(self.path / name)

    def _tidy(self, keep: str = "", loads: Collection[str] = ()) -> None:
        """Remove unfinished folders, old versions without readers, and records of no version, unless they are of ``loads`` or begin with ``keep``."""
        for path in self.path.glob("*/tmp-*"):
            path.unlink() if path.is_file() else shutil.rmtree(path)
        # Without the version in force it is unknown what is needed, and records cannot be made again.
        with contextlib.suppress(Damaged):
            current = self.current()
            needed = {*loads, *(self.facts(self.version_path(current))["loads"] if current else ())}
            for number in self.numbers():
                path = self.version_path(number)
                if number != current and self._unread(path):
                    shutil.rmtree(path)
                else:
                    needed.update(self.facts(path)["loads"])
            for path in self.records.iterdir() if current else ():
                if path.name not in needed and not (keep and path.name.startswith(keep)):
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


def _lost(number: int, path: Path) -> Damaged:
    return Damaged(f"version {number}, which is in force, is missing or not complete", where=str(path), hint=REBUILD)
