"""What a loader is: the contract between a file format and the graph.

A loader recognises its files, reads them in bounded blocks and yields tables
(:class:`~govgraph.ontology.block.Block`). It never builds a triple or a Cypher statement and never looks at
another block, so a new format is one small module, found by the entry point group ``govgraph.loaders``; the
built-in ones are registered in the same way.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

from govgraph.ontology.block import Block
from govgraph.ontology.errors import GovgraphError, nearest
from govgraph.ontology.terms import BASE

GROUP = "govgraph.loaders"
"""The entry point group of loaders."""

_COMPRESSED: dict[str, Callable[[Path], BinaryIO]] = {
    ".gz": lambda path: cast(BinaryIO, gzip.open(path)),  # noqa: SIM115 (Source.open hands it to the caller)
    ".bz2": lambda path: cast(BinaryIO, bz2.open(path)),  # noqa: SIM115 (Source.open hands it to the caller)
    ".xz": lambda path: cast(BinaryIO, lzma.open(path)),  # noqa: SIM115 (Source.open hands it to the caller)
}


class LoaderError(GovgraphError):
    """A file that cannot be loaded at all: unreadable, damaged, or of no known format."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who loads may say about a file.

    Attributes:
        base: the graph's base IRI.
        dataset: scope of the file's own identifiers; empty: the loader's default for the file.
        languages: preferred languages, for values without a language tag that need one.
        country: ISO 3166-1 alpha-3 code of the country that the file is about; empty: what the file says.
        licence: terms of the file's data; empty: what the file says, or the loader.
        block_rows: rows a block at the most.
    """

    base: str = BASE
    dataset: str = ""
    languages: tuple[str, ...] = ("ky", "ru", "en")
    country: str = ""
    licence: str = ""
    block_rows: int = 100_000

    @property
    def given(self) -> tuple[str, ...]:
        """What was said of the file that makes another load of it, beside the dataset.

        Example:
            >>> Options(country="KGZ").given, Options().given
            (('country=KGZ',), ())
        """
        return tuple(f"{key}={value}" for key in ("country", "licence") if (value := getattr(self, key)))


class Source:
    """One file to load: plain, compressed, a member of a zip archive, or bytes from standard input.

    Args:
        path: the file.
        member: name inside a zip archive, or empty.
        data: the bytes themselves, when they do not come from a file.

    Raises:
        LoaderError: when it is opened and cannot be read.

    Example:
        >>> Source(Path("events.csv.gz")).name
        'events.csv.gz'
    """

    def __init__(self, path: Path, member: str = "", data: bytes | None = None) -> None:
        self.path, self.member, self._data = path, member, data

    def __str__(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)

    @property
    def name(self) -> str:
        """The file's name without folders; of a zip member ``archive.zip/member``."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    @property
    def content_name(self) -> str:
        """The name of the content, as the format's own suffix shows in it: without ``.gz``, without the archive."""
        name = self.member.rsplit("/", 1)[-1] if self.member else self.path.name
        return name[: -len(Path(name).suffix)] if Path(name).suffix.lower() in _COMPRESSED else name

    def open(self) -> BinaryIO:
        """The uncompressed bytes from their beginning."""
        try:
            if self._data is not None:
                return io.BytesIO(self._data)
            if self.member:
                archive = zipfile.ZipFile(self.path)
                stream = cast(BinaryIO, archive.open(self.member))
                archive.close()  # the stream keeps its own handle
                return stream
            opener = _COMPRESSED.get(self.path.suffix.lower())
            return opener(self.path) if opener else self.path.open("rb")
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            raise LoaderError(f"cannot be read: {error}", where=str(self)) from error

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB of the content, for detection."""
        return self._read(65_536)

    def _read(self, size: int) -> bytes:
        try:
            with self.open() as stream:
                return stream.read(size)
        except (OSError, EOFError, zipfile.BadZipFile, lzma.LZMAError) as error:
            raise LoaderError(f"cannot be read: {error}", where=str(self)) from error

    def local_path(self) -> Path | None:
        """The plain file on disk that holds the content, or None where the content is compressed or not on disk."""
        plain = self._data is None and not self.member and self.path.suffix.lower() not in _COMPRESSED
        return self.path if plain else None

    def sha256(self) -> str:
        """SHA-256 of the uncompressed bytes, in hex, so that a file and its ``.gz`` are one."""
        digest = hashlib.sha256()
        try:
            with self.open() as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        except (OSError, EOFError, zipfile.BadZipFile, lzma.LZMAError) as error:
            raise LoaderError(f"cannot be read: {error}", where=str(self)) from error
        return digest.hexdigest()

    def size(self) -> int:
        """Bytes on disk (of a compressed file: compressed), for progress; 0 where it is not known."""
        if self._data is not None:
            return len(self._data)
        return self.path.stat().st_size if not self.member else 0


class Loader(ABC):
    """A file format.

    Attributes:
        name: the word after ``--as``.
        title: what the format is, in one line.
        dataset_title: what the dataset is called; shown with the facts.
        licence: the terms of the data, as an SPDX identifier or in words.
        homepage: where the format or dataset is described.
        code_systems: the code lists that its codes are of.
        tables: the tables it fills.
        primary: the tables with one row per source row: a source row all of whose rows there repeat earlier ones
            is counted as merged.
        version: raised whenever the same file would give other records.
        guesses_dataset: whether the default dataset is worked out from the file, so that two publications may get one by
            accident; then files of one dataset must not contradict each other (:mod:`govgraph.graph.build.scopes`).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    dataset_title: ClassVar[str] = ""
    licence: ClassVar[str] = ""
    homepage: ClassVar[str] = ""
    code_systems: ClassVar[tuple[str, ...]] = ()
    tables: ClassVar[tuple[str, ...]]
    primary: ClassVar[tuple[str, ...]]
    version: ClassVar[int] = 1
    guesses_dataset: ClassVar[bool] = False

    @abstractmethod
    def detect(self, source: Source) -> float:
        """How sure it is that the file is of this format, 0 (is not) to 1 (cannot be another).

        Raises:
            LoaderError: the file is of this format and damaged in a way that would load wrong data.
        """

    @abstractmethod
    def dataset(self, source: Source, options: Options) -> str:
        """The dataset that the file belongs to: ``options.dataset``, or the default for the file."""

    @abstractmethod
    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's rows as tables, block by block.

        Raises:
            LoaderError: the file cannot be read on; what was yielded before is thrown away.
        """


def loaders() -> dict[str, Loader]:
    """All installed loaders by name.

    Raises:
        LoaderError: an installed plug-in does not import.

    Example:
        >>> "popolo" in loaders()
        True
    """
    found: dict[str, Loader] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        try:
            found[point.name] = point.load()()
        except (ImportError, AttributeError, TypeError) as error:
            raise LoaderError(
                f"the loader {point.name!r} cannot be used: {error}",
                where=point.value,
                hint="reinstall or remove the package that brings it",
            ) from error
    return found


def find_loader(source: Source, name: str = "") -> Loader:
    """The loader for a file: the one named, else the one that is surest.

    Raises:
        LoaderError: no such loader, or no loader knows the file.

    Example:
        >>> find_loader(Source(Path("x.json"), data=b'{"persons": [], "organizations": []}')).name
        'popolo'
    """
    known = loaders()
    if name:
        if name not in known:
            raise LoaderError(
                f"no loader {name!r}",
                expected=nearest(name, known) or ", ".join(known),
                hint="govgraph loaders",
            )
        return known[name]
    sure = {loader.name: loader.detect(source) for loader in known.values()}
    best = max(sure, key=lambda n: (sure[n], n))
    if sure[best] <= 0:
        raise LoaderError(
            "no loader knows this format",
            where=str(source),
            expected=", ".join(f"{loader.name} ({loader.title})" for loader in known.values()),
            hint=f"govgraph load --as LOADER {source}",
        )
    return known[best]
