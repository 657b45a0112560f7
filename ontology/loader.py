"""What a loader is: the contract between a file format and the graph.

A loader recognises its files, reads them in bounded blocks and yields tables
(:class:`~govgraph.ontology.block.Block`). It never builds a triple or a Cypher statement and never looks at
another block, so a new format is one small module, found by the entry point group ``govgraph.loaders``; the
built-in ones are registered in the same way.
"""

from __future__ import annotations

import hashlib
import io
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, ClassVar

from govgraph.ontology import container
from govgraph.ontology.block import Block
from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.limits import Limits
from govgraph.ontology.terms import BASE

HEAD = 65_536
"""Bytes of a file by which it is recognised."""


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
        limits: what the file may ask of the machine.

    Raises:
        LoaderError: when it is opened or read, and cannot be.

    Example:
        >>> Source(Path("events.csv.gz")).name
        'events.csv.gz'
    """

    def __init__(self, path: Path, member: str = "", data: bytes | None = None, limits: Limits | None = None) -> None:
        self.path, self.member, self._data, self.limits = path, member, data, limits or Limits()
        self._state: tuple[int, ...] = ()

    def __str__(self) -> str:
        return _printable(f"{self.path}/{self.member}" if self.member else str(self.path))

    @property
    def name(self) -> str:
        """The file's name without folders; of a zip member ``archive.zip/member``."""
        return _printable(f"{self.path.name}/{self.member}" if self.member else self.path.name)

    @property
    def content_name(self) -> str:
        """The name of the content, as the format's own suffix shows in it: without ``.gz``, without the archive."""
        name = _printable(self.member.rsplit("/", 1)[-1] if self.member else self.path.name)
        return name[: -len(Path(name).suffix)] if name.lower().endswith(container.SUFFIXES) else name

    def open(self) -> BinaryIO:
        """The uncompressed bytes from their beginning; what goes wrong later while they are read is a LoaderError as well."""
        return container.open_content(self.path, self.member, self._data, self.limits, self._error)

    def _error(self, fault: container.Unreadable) -> LoaderError:
        return LoaderError(fault.what, where=str(self), hint=fault.hint)

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB of the content, for detection."""
        with self.open() as stream:
            return stream.read(HEAD)

    def whole(self) -> bytes:
        """All of the content, for formats that cannot be read piece by piece.

        Raises:
            LoaderError: it is longer than the limit of what may be held.
        """
        with self.open() as stream:
            data = stream.read(self.limits.held + 1)
        if len(data) > self.limits.held:
            raise LoaderError(
                f"it is longer than {self.limits.held:,} bytes, and its format can be read as a whole only",
                where=str(self),
                hint="--limit held=NUMBER, if the memory is there",
            )
        return data

    def seekable(self) -> BinaryIO:
        """The content for reading in any order: the file itself, or all of it in memory where it is packed."""
        if self._data is None and not self.member:
            with self.path.open("rb") as plain:
                start = plain.read(len(self.head[:64]))
            if start == self.head[:64]:
                return self.open()
        return io.BytesIO(self.whole())

    def sha256(self) -> str:
        """SHA-256 of the uncompressed bytes, in hex, so that a file and its ``.gz`` are one."""
        self._state = self._now()
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()

    def check_unchanged(self) -> None:
        """That the file is still what :meth:`sha256` has read.

        Raises:
            LoaderError: it was written to meanwhile, so that what was read is not what its hash names.
        """
        if self._state and self._state != self._now():
            raise LoaderError(
                "it was changed while it was read", where=str(self), hint="load it again when it is complete"
            )

    def _now(self) -> tuple[int, ...]:
        if self._data is not None:
            return ()
        try:
            status = self.path.stat()
        except OSError as error:
            raise self._error(container.unreadable(error)) from error
        return status.st_ino, status.st_size, status.st_mtime_ns

    def size(self) -> int:
        """Bytes on disk (of a compressed file: compressed), for progress; 0 where it is not known."""
        if self._data is not None:
            return len(self._data)
        return self.path.stat().st_size if not self.member else 0


def _printable(name: str) -> str:
    """A file name with bytes that are no UTF-8 shown as escapes, so that it can be written anywhere."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


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
        suffixes: what the names of its files end with, in lower case.
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
    suffixes: ClassVar[tuple[str, ...]] = ()
    version: ClassVar[int] = 1
    guesses_dataset: ClassVar[bool] = False

    @abstractmethod
    def detect(self, source: Source) -> float:
        """How sure it is that the file is of this format, 0 (is not) to 1 (cannot be another).

        Raises:
            LoaderError: the file is of this format and damaged in a way that would load wrong data.
        """

    def named_so(self, source: Source) -> bool:
        """Whether a file is named as files of this format are, so that it is missed when it is not loaded."""
        return source.content_name.lower().endswith(self.suffixes)

    def why_not(self, source: Source) -> LoaderError | None:  # noqa: ARG002 - for formats that can tell
        """Why a file that no loader takes is not of this format though it looks like it; None: it does not look like it."""
        return None

    @abstractmethod
    def dataset(self, source: Source, options: Options) -> str:
        """The dataset that the file belongs to: ``options.dataset``, or the default for the file."""

    @abstractmethod
    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's rows as tables, block by block.

        Raises:
            LoaderError: the file cannot be read on; what was yielded before is thrown away.
        """
