"""What a loader is: the contract between a file format and the graph.

A loader recognises its files, reads them in bounded blocks and yields tables
(:class:`~govgraph.ontology.block.Block`). It never builds a triple or a Cypher statement and never looks at
another block, so a new format is one small module, registered in the entry point group ``govgraph.loaders``, like
the built-in ones.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

from govgraph.ontology import container, hits
from govgraph.ontology.block import Block, Note
from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.limits import Limits
from govgraph.ontology.terms import BASE

HEAD = 65_536
"""How many bytes of a file are read to recognise its format."""
MAPPING_SUFFIXES = (".map.yaml", ".map.yml")
"""The endings of the names of mapping files; they stand beside the data and are no data."""


class LoaderError(GovgraphError):
    """A file that cannot be loaded at all: it is unreadable, damaged, or of an unknown format."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who loads a file may say about it.

    Attributes:
        base: the graph's base IRI.
        dataset: scope of the file's own identifiers; empty: the loader's default for the file.
        languages: preferred languages, for values without a language tag that need one.
        country: ISO 3166-1 alpha-3 code of the country that the file is about; empty: what the file says.
        licence: terms of the file's data; empty: what the file says, else what the loader says.
        mapping: the path of the mapping file that says what the columns are; empty: the one beside the file.
        block_rows: the most rows that a block may have.
    """

    base: str = BASE
    dataset: str = ""
    languages: tuple[str, ...] = ("ky", "ru", "en")
    country: str = ""
    licence: str = ""
    mapping: str = ""
    block_rows: int = 100_000

    @property
    def given(self) -> tuple[str, ...]:
        """The options that, besides the dataset, are part of a load's identity: with others the same file is another load.

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
        data: the content, if it does not come from a file.
        limits: how much memory and space the file may need.

    Attributes:
        mends: the load whose rejected rows it holds, mended; empty for any other file.
        rows: the numbers of these rows: nothing else is taken from it; None: every row is.
        begin: how many bytes of the content and how many of its rows are read already, for a loader that continues; usually none.
        notes: what was found out about the content as a whole and no block has told yet.

    Raises:
        LoaderError: the file cannot be opened or read; raised by the methods that do so.

    Example:
        >>> Source(Path("events.csv.gz")).name
        'events.csv.gz'
    """

    def __init__(self, path: Path, member: str = "", data: bytes | None = None, limits: Limits | None = None) -> None:
        self.path, self.member, self._data, self.limits = path, member, data, limits or Limits()
        self._state: tuple[int, ...] = ()
        self.mends, self.rows = "", cast("frozenset[int] | None", None)
        self.begin = (0, 0)
        self.notes: list[Note] = []

    def __str__(self) -> str:
        return _printable(f"{self.path}/{self.member}" if self.member else str(self.path))

    @property
    def name(self) -> str:
        """The file's name without folders; of a zip member ``archive.zip/member``."""
        return _printable(f"{self.path.name}/{self.member}" if self.member else self.path.name)

    @property
    def address(self) -> str:
        """Where the content is, the same from every folder: a load from the same address replaces an earlier one."""
        return str(Source(self.path.resolve(), self.member))

    @property
    def content_name(self) -> str:
        """The name of the content, which ends with the suffix of its format: without ``.gz`` and without the archive."""
        name = _printable(self.member.rsplit("/", 1)[-1] if self.member else self.path.name)
        return name[: -len(Path(name).suffix)] if name.lower().endswith(container.SUFFIXES) else name

    def open(self) -> BinaryIO:
        """A stream of the uncompressed bytes from the beginning; a fault while it is read is a LoaderError as well."""
        return container.open_content(self.path, self.member, self._data, self.limits, self._error)

    def _error(self, fault: container.Unreadable) -> LoaderError:
        return LoaderError(fault.what, where=str(self), hint=fault.hint)

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB of the content, for detection."""
        with self.open() as stream:
            if container.holds_hits(stream):
                self.note(hits.WRAPPED, hits.KEY)
            return stream.read(HEAD)

    def whole(self) -> bytes:
        """All of the content, for formats that cannot be read piece by piece.

        Raises:
            LoaderError: it is longer than the limit on what may be held in memory.
        """
        with self.open() as stream:
            data = stream.read(self.limits.held + 1)
        if len(data) > self.limits.held:
            raise LoaderError(
                f"it is longer than {self.limits.held:,} bytes, and its format can only be read as a whole",
                where=str(self),
                hint="--limit held=NUMBER, if there is enough memory",
            )
        return data

    def note(self, kind: str, value: str = "") -> None:
        """Tell something about the content as a whole; the next block that is read of it says so, once."""
        if (note := Note(kind, value, 1)) not in self.notes:
            self.notes.append(note)

    def seekable(self) -> BinaryIO:
        """The content for reading in any order: the file itself, or a copy in memory if it is compressed."""
        if self._data is None and not self.member:
            with self.path.open("rb") as plain:
                start = plain.read(len(self.head[:64]))
            if start == self.head[:64]:
                return self.open()
        return io.BytesIO(self.whole())

    def sha256(self) -> str:
        """SHA-256 of the uncompressed bytes, in hex, so that a file and its ``.gz`` have the same hash."""
        self._state = self._now()
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()

    def check_unchanged(self) -> None:
        """Check that the file has not changed since :meth:`sha256` read it.

        Raises:
            LoaderError: it was changed meanwhile, so that its hash may not belong to the content that was read.
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
        """Bytes on disk (for a compressed file, of the compressed form), to show progress; 0 if it is not known."""
        if self._data is not None:
            return len(self._data)
        return self.path.stat().st_size if not self.member else 0


def content_sha256(path: Path) -> str:
    """SHA-256 of a small file beside the data, in hex.

    Raises:
        LoaderError: it cannot be read.

    Example:
        >>> len(content_sha256(Path(__file__)))
        64
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise LoaderError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            hint="it must be a file that is there and that you may read",
        ) from error


def _printable(name: str) -> str:
    """A file name in which bytes that are not UTF-8 are escaped, so that it can be encoded."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


class Loader(ABC):
    """A file format.

    Attributes:
        name: the word after ``--as``.
        title: what the format is, in one line.
        example: a command that loads such a file.
        dataset_title: the title of the dataset, shown with the facts.
        licence: the terms of the data, as an SPDX identifier or in words.
        homepage: where the format or dataset is described.
        code_systems: the code lists that the codes in its files come from.
        tables: the tables it fills.
        primary: the tables with one row per source row; a source row counts as merged if all its rows in these tables
            repeat earlier ones.
        told_apart_by: the columns by which rows of these tables are compared for that; ``iri`` alone unless several rows of one thing
            each state more.
        suffixes: the endings of its files' names, in lower case.
        version: increased whenever the same file would give different records.
        guesses_dataset: whether the default dataset is worked out from the file, so that two publications may get the same
            one by accident; if so, files of one dataset must not contradict each other (:mod:`govgraph.graph.build.scopes`).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    example: ClassVar[str] = ""
    dataset_title: ClassVar[str] = ""
    licence: ClassVar[str] = ""
    homepage: ClassVar[str] = ""
    code_systems: ClassVar[tuple[str, ...]] = ()
    tables: ClassVar[tuple[str, ...]]
    primary: ClassVar[tuple[str, ...]]
    told_apart_by: ClassVar[tuple[str, ...]] = ("iri",)
    suffixes: ClassVar[tuple[str, ...]] = ()
    version: ClassVar[int] = 1
    guesses_dataset: ClassVar[bool] = False

    @abstractmethod
    def detect(self, source: Source) -> float:
        """How likely the file is of this format, from 0 (it is not) to 1 (it cannot be another).

        Raises:
            LoaderError: the file is of this format, but damaged in a way that would load wrong data.
        """

    def named_so(self, source: Source) -> bool:
        """Whether a file is named like files of this format, so that people expect it to be loaded."""
        return source.content_name.lower().endswith(self.suffixes)

    def why_not(self, source: Source) -> LoaderError | None:  # noqa: ARG002 - for formats that can tell
        """Why a file that looks like this format, but that no loader takes, is not of it; None if it does not look like it."""
        return None

    @abstractmethod
    def dataset(self, source: Source, options: Options) -> str:
        """The dataset that the file belongs to: ``options.dataset``, or the default for the file."""

    def read_with(self, source: Source, options: Options) -> dict[str, str]:  # noqa: ARG002 - for formats that need more
        """The other files that decide what the records are, as name -> SHA-256; they are part of what a load is."""
        return {}

    def read_file(self, source: Source, options: Options) -> Iterator[Block]:
        """:meth:`blocks`, while Python does not look for garbage in cycles: a block is very many objects that are all in use.

        Raises:
            LoaderError: as of :meth:`blocks`.
        """
        blocks = iter(self.blocks(source, options))
        while True:
            collecting = gc.isenabled()
            gc.disable()
            try:
                block = next(blocks, None)
            finally:
                if collecting:
                    gc.enable()
            if block is None:
                return
            block.notes += source.notes
            source.notes = []
            yield block

    def continues(self, source: Source) -> bool:  # noqa: ARG002 - for formats that can
        """Whether the blocks of a file can begin behind those that were read before, at ``source.begin``: no block depends on another."""
        return False

    @abstractmethod
    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's rows as tables, block by block.

        Raises:
            LoaderError: the rest of the file cannot be read; the caller discards the blocks yielded before.
        """
